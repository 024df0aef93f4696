import { verbatim } from '#messages/message.ts';
import { describe, expect, it, vi, type Mock } from 'vitest';
import { z } from 'zod';
import { channels } from '../../electron/ipc/channels.ts';
import { screenCalls, feedScreen } from '#core/screens/screen-calls.ts';
import { CommandRunner } from '#core/commands/command-runner.ts';
import { commandTable, type ParsedInputs } from '#contract/commands.ts';
import type { Snapshot, ActivityEntry } from '#contract/views.ts';
import { settle } from '../support/fake-clock.ts';
import { FakeIpc, FakePage } from './fake-ipc.ts';
import { snapshot } from './samples.ts';

vi.mock('electron', () => ({ ipcMain: {} }));
const { done, IpcRegistrar } = await import('../../electron/ipc/registrar.ts');
const { answerScreens, pageTarget } = await import('../../electron/ipc/registrar.ts');
const { silentLogger } = await import('#core/logging/logger.ts');

function registrar(): { ipc: FakeIpc; registrar: InstanceType<typeof IpcRegistrar>; page: FakePage } {
  const ipc = new FakeIpc();
  const page = new FakePage('app://mailwicket');
  return { ipc, registrar: new IpcRegistrar({ logger: silentLogger, ipc: ipc.main }), page };
}

const greeting = z.tuple([z.string().max(5)]);

describe('a call', () => {
  it('from the main frame of our window is answered', async () => {
    const { ipc, registrar: ours, page } = registrar();
    ours.trust(page.contents, 'screens');
    ours.answer('screens', 'greet', greeting, async ([name]) => done(`hello ${name}`));
    expect(await ipc.call('greet', page.event(), 'anna')).toEqual({ ok: true, value: 'hello anna' });
  });

  it.each([
    ['a page that was never trusted', (page: FakePage) => page.event(), false],
    [
      'a frame inside the page',
      (page: FakePage) => page.event({ frame: page.frame('app://mailwicket') }),
      true,
    ],
    ['a frame that is gone', (page: FakePage) => page.event({ frame: null }), true],
  ])('from %s is refused and does nothing', async (_what, eventOf, trusted) => {
    const { ipc, registrar: ours, page } = registrar();
    if (trusted) ours.trust(page.contents, 'screens');
    const answer = vi.fn(async () => done());
    ours.answer('screens', 'greet', greeting, answer);
    expect(await ipc.call('greet', eventOf(page), 'anna')).toMatchObject({ ok: false, code: 'forbidden' });
    expect(answer).not.toHaveBeenCalled();
  });

  it.each(['https://mailwicket', 'app://sign-in', 'app://mailwicket.example', 'null', 'file://'])(
    'from our window that shows %s is refused',
    async (origin) => {
      const { ipc, registrar: ours } = registrar();
      const page = new FakePage(origin);
      ours.trust(page.contents, 'screens');
      ours.answer('screens', 'greet', greeting, async () => done());
      expect(await ipc.call('greet', page.event(), 'anna')).toMatchObject({ code: 'forbidden' });
    },
  );

  it('of the sign-in bar may not ask what screens may', async () => {
    const { ipc, registrar: ours } = registrar();
    const bar = new FakePage('app://sign-in');
    ours.trust(bar.contents, 'sign-in-bar');
    ours.answer('screens', 'greet', greeting, async () => done());
    ours.answer('sign-in-bar', 'act', greeting, async () => done());
    expect(await ipc.call('greet', bar.event(), 'anna')).toMatchObject({ code: 'forbidden' });
    expect(await ipc.call('act', bar.event(), 'anna')).toMatchObject({ ok: true });
  });

  it('from a window that was closed counts no more', async () => {
    const { ipc, registrar: ours, page } = registrar();
    const distrust = ours.trust(page.contents, 'screens');
    ours.answer('screens', 'greet', greeting, async () => done());
    distrust();
    expect(await ipc.call('greet', page.event(), 'anna')).toMatchObject({ code: 'forbidden' });
    expect(ours.trusted).toBe(0);
  });

  it('with arguments that do not fit is refused with the reason', async () => {
    const { ipc, registrar: ours, page } = registrar();
    ours.trust(page.contents, 'screens');
    ours.answer('screens', 'greet', greeting, async () => done());
    for (const given of [['much too long'], [7], [], ['anna', 'bert']]) {
      expect(await ipc.call('greet', page.event(), ...given)).toMatchObject({ ok: false, code: 'bad-input' });
    }
  });

  it('that fails comes back as a result, never as a rejection', async () => {
    const { ipc, registrar: ours, page } = registrar();
    ours.trust(page.contents, 'screens');
    ours.answer('screens', 'greet', greeting, () => Promise.reject(new Error('The disk is full.')));
    expect(await ipc.call('greet', page.event(), 'anna')).toEqual({
      ok: false,
      code: 'failed',
      message: 'The disk is full.',
    });
  });

  it('that comes when all is ending is waited for, and no call from before', async () => {
    const { ipc, registrar: ours, page } = registrar();
    ours.trust(page.contents, 'screens');
    const [long, last] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    ours.answer('screens', 'greet', greeting, async ([name]) => {
      await (name === 'long' ? long : last).promise;
      return done();
    });
    void ipc.call('greet', page.event(), 'long');
    const answered = ours.callsFromNow();
    void ipc.call('greet', page.event(), 'last');
    let over = false;
    const waiting = answered().then(() => (over = true));
    await settle();
    expect(over).toBe(false);
    last.resolve();
    await waiting;
    long.resolve();
  });

  it('is heard no more once the registrar is closed', () => {
    const { ipc, registrar: ours } = registrar();
    ours.answer('screens', 'greet', greeting, async () => done());
    ours.close();
    expect(ipc.channels).toEqual([]);
  });
});

const nothing = async (): Promise<Record<string, never>> => ({});

function screens(): { ipc: FakeIpc; page: FakePage; run: Mock<(input: unknown) => Promise<object>> } {
  const { ipc, registrar: ours, page } = registrar();
  ours.trust(page.contents, 'screens');
  const run = vi.fn(nothing);
  const gateway = new CommandRunner<ParsedInputs>({
    schemas: commandTable,
    handlers: { 'account-pause': run },
  });
  const calls = screenCalls({
    gateway,
    host: {
      'host-info': () => Promise.reject(new Error('not asked')),
      'host-copy': nothing,
      'host-open-page': nothing,
      'host-save-file': async () => ({ saved: true }),
      'host-set-start-at-login': nothing,
      'host-set-sign-in-window': nothing,
      'host-set-language': nothing,
      'host-check-updates': nothing,
      'host-install-update': nothing,
      'host-licences': async () => ({}),
    },
  });
  answerScreens(ours, { snapshot: snapshot([]), activity: { entries: () => [], onEntry: vi.fn() } }, calls);
  return { ipc, page, run };
}

describe('a screen', () => {
  it('has its commands carried out', async () => {
    const { ipc, page, run } = screens();
    const result = await ipc.call(channels.run, page.event(), 'account-pause', {
      account: 'anna@example.org',
    });
    expect(result).toEqual({ ok: true, value: {} });
    expect(run).toHaveBeenCalledWith({ account: 'anna@example.org' });
  });

  it.each([
    ['a command that is not there', 'shell-exec', {}, 'unknown-command'],
    ['the name of something that every object has', 'constructor', {}, 'unknown-command'],
    ['a name that is none', 7, {}, 'unknown-command'],
    ['a command of the host among those of the core', 'host-copy', { text: 'x' }, 'unknown-command'],
    ['an input that does not fit', 'account-pause', { account: 7 }, 'bad-input'],
    ['no input', 'account-pause', undefined, 'bad-input'],
  ])('is refused %s', async (_what, name, input, code) => {
    const { ipc, page, run } = screens();
    expect(await ipc.call(channels.run, page.event(), name, input)).toMatchObject({
      ok: false,
      code,
    });
    expect(run).not.toHaveBeenCalled();
  });

  it('has what it asks of the host checked too', async () => {
    const { ipc, page } = screens();
    const call = (input: unknown): Promise<unknown> =>
      ipc.call(channels.host, page.event(), 'host-save-file', input);
    expect(await call({ fileName: 'a.txt', mediaType: 'text/plain', content: 'x' })).toEqual({
      ok: true,
      value: { saved: true },
    });
    expect(await call({ fileName: '', mediaType: 'text/plain', content: 'x' })).toMatchObject({
      code: 'bad-input',
    });
  });

  it('gets what there is when it subscribes, over the way on which news come', async () => {
    const { ipc, page } = screens();
    await ipc.call(channels.subscribe, page.event(), 'snapshot', 7);
    expect(page.sent).toEqual([{ channel: channels.snapshot, message: { to: 7, snapshot: snapshot([]) } }]);
  });

  it('gets lines that come together in one message, and none after it is gone', async () => {
    const page = new FakePage('app://mailwicket');
    const listeners = new Set<(entry: ActivityEntry) => void>();
    const lines: ActivityEntry[] = [];
    const snapshots = new Set<(now: Snapshot) => void>();
    const source = {
      snapshot: snapshot([]),
      onSnapshot: (listener: (now: Snapshot) => void) => {
        snapshots.add(listener);
        return () => snapshots.delete(listener);
      },
      activity: {
        entries: ({ after = 0 } = {}) => lines.filter(({ sequence }) => sequence > after),
        onEntry: (listener: (entry: ActivityEntry) => void) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
    };
    const end = feedScreen(source, pageTarget(page.contents));
    const entry = { sequence: 1, at: 0, kind: 'check', level: 'info', text: verbatim('x') } as const;
    for (const line of [entry, { ...entry, sequence: 2 }]) {
      lines.push(line);
      for (const listener of listeners) listener(line);
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(page.sent).toEqual([
      { channel: channels.activity, message: { entries: [entry, { ...entry, sequence: 2 }] } },
    ]);
    end();
    expect(listeners.size + snapshots.size).toBe(0);
  });
});
