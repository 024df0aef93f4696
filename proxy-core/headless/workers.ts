import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import path from 'node:path';
import { Emitter } from '#contract/emitter.ts';
import { problemText, msg, verbatim, type Message } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import type { GatewayOptions } from '#core/gateway-options.ts';
import type { ActivityEntry } from '#contract/views.ts';
import type { Activity } from '#core/logging/activity.ts';
import type { SharedLimits, WrongPassword } from '#core/storage/shared-limits.ts';
import { aliveEvery, fromWorkerSchema, type FromWorker, type ToWorker } from './worker-messages.ts';

type MailWorkers = Exclude<NonNullable<GatewayOptions['workers']>, 'is-one'>;

/** A worker that has served for so long did not end at once. Milliseconds. */
const servedWell = 10_000;
/** The wait before a worker is started again; twice as long each time that it ends at once. Milliseconds. */
const firstWait = 200;
const longestWait = 30_000;
/** So many ends in a row, each at once, are told as a fault that stays. */
const mostEnds = 5;
/** So many signs of life in a row that do not come, and a worker hangs. A busy machine does not delay them for so long. */
const mostMissed = 6;
/** Connections that are held while no worker is there to take them. */
const mostHeld = 1_000;

class WorkersEndError extends CodedError<'workers-end'> {
  constructor(why: Message) {
    super('workers-end', msg('command.workersEnd', { why }), msg('command.serveWithoutWorkers'));
  }
}

/** The limits that the processes of this service keep together, where no database does it. */
class MachineLimits implements SharedLimits {
  readonly digestKey = randomBytes(32);
  readonly #taken = new Map<string, number>();
  readonly #freed = new Emitter<[key: string]>();
  readonly #told = new Emitter<[wrong: WrongPassword]>();
  readonly #wrongPasswords = new Emitter<[wrong: WrongPassword]>();
  readonly onFree = this.#freed.on;
  readonly onTold = this.#told.on;
  readonly onWrongPassword = this.#wrongPasswords.on;

  takeSlot(key: string, most: number): Promise<(() => void) | undefined> {
    const taken = this.#taken.get(key) ?? 0;
    if (taken >= most) return Promise.resolve(undefined);
    this.#taken.set(key, taken + 1);
    return Promise.resolve(() => {
      const left = (this.#taken.get(key) ?? 1) - 1;
      if (left > 0) this.#taken.set(key, left);
      else this.#taken.delete(key);
      this.#freed.emit(key);
    });
  }

  onFreeSlot(key: string, freed: () => void): () => void {
    return this.#freed.on((free) => {
      if (free === key) freed();
    });
  }

  tellWrongPassword(wrong: WrongPassword): void {
    this.#told.emit(wrong);
  }

  /** A worker tells it. */
  receive(wrong: WrongPassword): void {
    this.#wrongPasswords.emit(wrong);
  }
}

interface Worker {
  readonly number: number;
  readonly child: ChildProcess;
  /** Resolves when it is gone, and all that it has said was heard. */
  readonly gone: Promise<void>;
  isReady: boolean;
  /** When it was ready; by performance.now(). */
  readyAt: number | undefined;
  /** How many looks in a row have found that nothing had come from it. */
  missed: number;
  /** Why it could not begin, as it says. */
  failure: Message | undefined;
  sessions: Extract<FromWorker, { kind: 'sessions' }>['byAccount'];
  /** What gives each of its slots back, by the number that it has given to it. */
  readonly slots: Map<number, () => void>;
}

/**
 * The processes that serve mail programs, where one processor is not enough. This process has the ports and hands each
 * connection to the next worker; each worker is a gateway of its own over the same data folder or database, whose locks
 * let two of them renew one account no more than two services would. A worker that ends is started again.
 */
export class Workers implements MailWorkers {
  /** For the gateway of this process too. */
  readonly limits = new MachineLimits();
  readonly #count: number;
  readonly #begin: ToWorker & { readonly kind: 'begin' };
  readonly #requested: GatewayOptions['tokenRequested'];
  readonly #changes = new Emitter();
  readonly onChange = this.#changes.on;
  readonly #running = new Map<number, Worker>();
  readonly #waits = new Set<NodeJS.Timeout>();
  readonly #begun = Promise.withResolvers<void>();
  #held: (() => void)[] = [];
  #looks: NodeJS.Timeout | undefined;
  #last = 0;
  #stopping = false;
  #activity: Pick<Activity, 'note'> | undefined;

  /**
   * @param begin - what each worker is to do; its limits are kept here where it is in no database
   * @param requested - told of each request for a token
   */
  constructor(
    count: number,
    begin: Omit<ToWorker & { readonly kind: 'begin' }, 'kind' | 'digestKey'>,
    requested: GatewayOptions['tokenRequested'],
  ) {
    this.#count = count;
    this.#requested = requested;
    const ownLimits = begin.place.store === undefined;
    const digestKey = ownLimits ? this.limits.digestKey.toString('base64') : undefined;
    this.#begin = { ...begin, kind: 'begin', ...(digestKey === undefined ? {} : { digestKey }) };
    this.limits.onFree((key) => this.#tellAll({ kind: 'free-slot', key }));
    this.limits.onTold((wrong) => this.#tellAll({ kind: 'wrong-password', wrong }));
  }

  /**
   * Starts them.
   * @param activity - where it is noted what happens to them, and in them
   * @throws WorkersEndError - one ends again and again before it has served
   */
  async start(activity: Pick<Activity, 'note'>): Promise<void> {
    this.#activity = activity;
    for (let number = 1; number <= this.#count; number += 1) this.#fork(number, 0);
    this.#looks = setInterval(() => this.#endHanging(), aliveEvery);
    await this.#begun.promise;
  }

  take(socket: Socket, at: Parameters<MailWorkers['take']>[1]): void {
    socket.on('error', () => {});
    const ready = [...this.#running.values()]
      .filter(({ isReady }) => isReady)
      .toSorted((a, b) => a.number - b.number);
    const worker = ready.find(({ number }) => number > this.#last) ?? ready[0];
    if (worker === undefined) {
      if (this.#held.length >= mostHeld) socket.destroy();
      else this.#held.push(() => this.take(socket, at));
      return;
    }
    this.#last = worker.number;
    const { protocol, implicitTls, port } = at;
    const message: ToWorker = { kind: 'connection', protocol, implicitTls, port };
    worker.child.send(message, socket, {}, (error) => {
      if (error !== null) socket.destroy();
    });
  }

  of(accountId: string): ReturnType<MailWorkers['of']> {
    const counts = { imap: 0, pop: 0, smtp: 0 };
    for (const { sessions } of this.#running.values()) {
      const { imap = 0, pop = 0, smtp = 0 } = sessions[accountId] ?? {};
      counts.imap += imap;
      counts.pop += pop;
      counts.smtp += smtp;
    }
    return counts;
  }

  endOf(accountId: string): void {
    this.#tellAll({ kind: 'end', accountId });
  }

  /** Has them read the settings again. */
  reload(): void {
    this.#tellAll({ kind: 'reload' });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const wait of this.#waits) clearTimeout(wait);
    const running = [...this.#running.values()];
    this.#tellAll({ kind: 'stop' });
    await Promise.all(running.map(({ gone }) => gone));
    clearInterval(this.#looks);
  }

  /** Looks are counted, not time: a machine that slept, and this process with it, has missed nothing. */
  #endHanging(): void {
    for (const worker of this.#running.values()) {
      worker.missed += 1;
      if (worker.missed <= mostMissed) continue;
      worker.isReady = false;
      worker.failure = msg('activity.workerHangs', { seconds: (mostMissed * aliveEvery) / 1_000 });
      worker.child.kill('SIGKILL');
    }
  }

  #fork(number: number, endsBefore: number): void {
    const file = path.join(import.meta.dirname, `worker${path.extname(import.meta.filename)}`);
    // what it is to do comes over the channel: arguments can be read by everybody on this machine
    const child = fork(file, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const gone = Promise.all([once(child, 'exit'), once(child, 'disconnect')]).then(
      () => undefined,
      // it could not be started
      () => undefined,
    );
    const worker: Worker = {
      number,
      child,
      gone,
      isReady: false,
      readyAt: undefined,
      missed: 0,
      failure: undefined,
      sessions: {},
      slots: new Map(),
    };
    this.#running.set(number, worker);
    child.on('message', (message) => this.#take(worker, fromWorkerSchema.parse(message)));
    child.on('error', (error) => (worker.failure = verbatim(error.message)));
    void gone.then(() => this.#ended(worker, endsBefore));
    tell(worker, this.#begin);
  }

  #take(worker: Worker, message: FromWorker): void {
    worker.missed = 0;
    switch (message.kind) {
      case 'alive':
        return;
      case 'ready':
        worker.isReady = true;
        worker.readyAt = performance.now();
        this.#note(msg('activity.workerStarted', about(worker)), 'info');
        for (const take of this.#held.splice(0)) take();
        if ([...this.#running.values()].filter(({ isReady }) => isReady).length === this.#count)
          this.#begun.resolve();
        return;
      case 'failed':
        worker.failure = problemText(message.problem);
        return;
      case 'activity':
        this.#activity?.note(message.note);
        return;
      case 'sessions':
        worker.sessions = message.byAccount;
        this.#changes.emit();
        return;
      case 'take-slot':
        void this.#takeSlot(worker, message);
        return;
      case 'give-slot':
        worker.slots.get(message.id)?.();
        worker.slots.delete(message.id);
        return;
      case 'token-requested':
        this.#requested?.(message.request);
        return;
      case 'wrong-password':
        this.limits.receive(message.wrong);
        this.#tellAll(message, worker);
        return;
      default:
        message satisfies never;
    }
  }

  async #takeSlot(worker: Worker, { id, key, most }: FromWorker & { kind: 'take-slot' }): Promise<void> {
    const give = await this.limits.takeSlot(key, most);
    if (give !== undefined) worker.slots.set(id, give);
    tell(worker, { kind: 'slot', id, granted: give !== undefined });
  }

  /** What it held is given back; unless all are to stop, it is started again. */
  #ended(worker: Worker, endsBefore: number): void {
    this.#running.delete(worker.number);
    for (const give of worker.slots.values()) give();
    this.#changes.emit();
    if (this.#stopping) return;
    const { child, failure, readyAt = Infinity } = worker;
    const why = failure ?? verbatim(child.signalCode ?? `exit ${String(child.exitCode)}`);
    const ends = performance.now() - readyAt > servedWell ? 0 : endsBefore + 1;
    this.#note(msg('activity.workerEnded', { ...about(worker), why }), 'warning');
    if (ends === mostEnds) {
      const error = new WorkersEndError(why);
      this.#note(problemText({ message: error.text, fix: error.fix }), 'warning');
      this.#begun.reject(error);
    }
    const wait = setTimeout(
      () => {
        this.#waits.delete(wait);
        this.#fork(worker.number, ends);
      },
      ends === 0 ? 0 : Math.min(longestWait, firstWait * 2 ** (ends - 1)),
    );
    this.#waits.add(wait);
  }

  #note(text: Message, level: ActivityEntry['level']): void {
    this.#activity?.note({ kind: 'listener', level, text });
  }

  #tellAll(message: ToWorker, except?: Worker): void {
    for (const worker of this.#running.values()) if (worker !== except) tell(worker, message);
  }
}

function about({ number, child }: Worker): { readonly number: string; readonly process: string } {
  return { number: String(number), process: String(child.pid) };
}

/** One that has just ended hears nothing: that is met where its end is. */
function tell({ child }: Worker, message: ToWorker): void {
  if (child.connected) child.send(message, () => {});
}
