import { Socket } from 'node:net';
import { Emitter } from '#contract/emitter.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import type { SharedLimits, WrongPassword } from '#core/storage/shared-limits.ts';
import { prepareNode } from './prepare-node.ts';
import { noteStray, openGateway, type OpenedGateway } from './open-gateway.ts';
import { aliveEvery, noteSchema, toWorkerSchema, type FromWorker, type ToWorker } from './worker-messages.ts';

/** The process of a worker: see {@link Workers}, which starts it and tells it what to do. */
prepareNode();

/** How often it is told how many sessions there are, at most; milliseconds. */
const tellEvery = 200;

let opened: OpenedGateway | undefined;
const slots = new Map<number, (granted: boolean) => void>();
const freed = new Emitter<[key: string]>();
const wrongPasswords = new Emitter<[wrong: WrongPassword]>();

// Ctrl+C and systemd's signals reach every process of the service: the one behind says when to end
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
// without it nobody comes any more
process.on('disconnect', () => process.exit());
process.on('message', (message, handle) => {
  take(toWorkerSchema.parse(message), handle).catch(stray);
});
// from the first moment on: one that hangs before it is ready is ended too
setInterval(() => say({ kind: 'alive' }), aliveEvery).unref();
// who reads the log may have left
process.stderr.on('error', () => {});
process.on('uncaughtException', stray).on('unhandledRejection', stray);

/** One bad session must not end everybody's mail. */
function stray(error: unknown): void {
  if (opened !== undefined) noteStray(opened.gateway, error);
  else fail(error);
}

function fail(error: unknown): void {
  process.send?.({ kind: 'failed', problem: problemOf(error) } satisfies FromWorker, () => process.exit(1));
}

function say(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

async function take(message: ToWorker, handle: unknown): Promise<void> {
  switch (message.kind) {
    case 'begin':
      return begin(message).catch(fail);
    case 'connection':
      // its mail program has left before it came here
      if (!(handle instanceof Socket)) return;
      handle.allowHalfOpen = true;
      return opened?.gateway.relay.accept(handle, message, () => reload());
    case 'reload':
      return reload();
    case 'end':
      opened?.gateway.relay.deps.registry.endOf(message.accountId);
      return;
    case 'slot':
      slots.get(message.id)?.(message.granted);
      slots.delete(message.id);
      return;
    case 'free-slot':
      freed.emit(message.key);
      return;
    case 'wrong-password':
      wrongPasswords.emit(message.wrong);
      return;
    case 'stop':
      await opened?.gateway.stop();
      await opened?.close();
      // all that was said before is heard before
      process.send?.({ kind: 'sessions', byAccount: {} } satisfies FromWorker, () => process.disconnect());
      return;
    default:
      message satisfies never;
  }
}

async function reload(): Promise<void> {
  await opened?.gateway.reload();
}

async function begin({ place, logLevel, listeners, drain, digestKey }: ToWorker & { kind: 'begin' }) {
  const limits = digestKey === undefined ? undefined : limitsBehind(Buffer.from(digestKey, 'base64'));
  const { gateway } = (opened = await openGateway({
    ...place,
    logLevel,
    logTo: process.stderr,
    listeners,
    drain,
    isService: true,
    workers: 'is-one',
    sharedLimits: limits,
    tokenRequested: (request) => say({ kind: 'token-requested', request }),
  }));
  gateway.activity.onEntry((entry) => {
    const note = noteSchema.safeParse(entry);
    if (note.success) say({ kind: 'activity', note: note.data });
  });
  const { registry } = gateway.relay.deps;
  let timer: NodeJS.Timeout | undefined;
  registry.onChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      say({ kind: 'sessions', byAccount: registry.byAccount });
    }, tellEvery);
  });
  await gateway.start();
  say({ kind: 'ready' });
}

/** The limits of all workers, which the process behind them keeps. */
function limitsBehind(digestKey: Uint8Array): SharedLimits {
  let lastId = 0;
  return {
    digestKey,
    takeSlot: async (key, most) => {
      const id = (lastId += 1);
      const { promise, resolve } = Promise.withResolvers<boolean>();
      slots.set(id, resolve);
      say({ kind: 'take-slot', id, key, most });
      return (await promise) ? () => say({ kind: 'give-slot', id }) : undefined;
    },
    onFreeSlot: (key, told) =>
      freed.on((free) => {
        if (free === key) told();
      }),
    tellWrongPassword: (wrong) => say({ kind: 'wrong-password', wrong }),
    onWrongPassword: wrongPasswords.on,
  };
}
