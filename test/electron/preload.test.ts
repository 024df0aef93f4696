import { describe, expect, it, vi } from 'vitest';
import { channels } from '../../electron/ipc/channels.ts';

interface Page {
  readonly exposed: Map<string, object>;
  readonly calls: unknown[][];
  readonly listeners: Map<string, Set<(event: unknown, message: unknown) => void>>;
}
const page = vi.hoisted((): Page => ({ exposed: new Map(), calls: [], listeners: new Map() }));

vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: object) => page.exposed.set(name, api) },
  ipcRenderer: {
    invoke: async (...call: unknown[]) => {
      page.calls.push(call);
      return { ok: true, value: {} };
    },
    on: (channel: string, listener: (event: unknown, message: unknown) => void) => {
      const there = page.listeners.get(channel) ?? new Set();
      page.listeners.set(channel, there.add(listener));
    },
    off: (channel: string, listener: (event: unknown, message: unknown) => void) =>
      page.listeners.get(channel)?.delete(listener),
  },
}));
await import('../../electron/preload/preload.ts');
await import('../../electron/preload/sign-in-bar.ts');

function functionOf(name: string, member: string): (...given: unknown[]) => unknown {
  const api = page.exposed.get(name);
  const found: unknown = api !== undefined ? Reflect.get(api, member) : undefined;
  if (typeof found !== 'function') throw new Error(`${name}.${member} is not a function`);
  return (...given) => {
    const result: unknown = Reflect.apply(found, undefined, given);
    return result;
  };
}

function push(channel: string, message: unknown): void {
  for (const listener of page.listeners.get(channel) ?? []) listener({ sender: 'not for pages' }, message);
}

describe('what a page gets', () => {
  it('is a few named functions, and nothing of Electron', () => {
    const members = [...page.exposed].map(([name, api]) => [name, Object.keys(api)]);
    expect(members).toEqual([
      ['mailwicket', ['run', 'host', 'onSnapshot', 'onActivity']],
      ['signInBar', ['onState', 'useBrowser', 'cancel', 'answer']],
    ]);
    for (const api of page.exposed.values()) {
      for (const member of Object.values(api)) expect(member).toBeTypeOf('function');
    }
  });

  it('calls one channel each, so that a page cannot choose another', async () => {
    page.calls.length = 0;
    await functionOf('mailwicket', 'run')('check', { account: 'x' }, 'more');
    await functionOf('mailwicket', 'host')('host-info', {});
    functionOf('signInBar', 'cancel')();
    expect(page.calls).toEqual([
      [channels.run, 'check', { account: 'x' }],
      [channels.host, 'host-info', {}],
      [channels.barAct, 'cancel'],
    ]);
  });

  it('is what there is once, and then what is new; never the event, which leads to the sender', () => {
    page.calls.length = 0;
    const heard: unknown[][] = [];
    const other: unknown[][] = [];
    const end = functionOf('mailwicket', 'onSnapshot')((...all: unknown[]) => heard.push(all));
    const [, , id] = page.calls[0] ?? [];
    push(channels.snapshot, { snapshot: 'too early: it would come before the first' });
    push(channels.snapshot, { to: id, snapshot: 'first' });
    functionOf('mailwicket', 'onSnapshot')((...all: unknown[]) => other.push(all));
    const [, , otherId] = page.calls[1] ?? [];
    push(channels.snapshot, { to: otherId, snapshot: 'first of the other' });
    push(channels.snapshot, { snapshot: 'news' });
    expect(heard).toEqual([['first'], ['news']]);
    expect(other).toEqual([['first of the other'], ['news']]);
    if (typeof end === 'function') Reflect.apply(end, undefined, []);
    push(channels.snapshot, { snapshot: 'later' });
    expect(heard).toHaveLength(2);
    expect(page.listeners.get(channels.snapshot)?.size).toBe(1);
  });
});
