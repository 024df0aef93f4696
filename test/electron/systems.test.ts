import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { identify, trayGuid } from '../../electron/app-paths.ts';
import { fitted } from '../../electron/notifications/notification-rules.ts';
import { textsIn } from '../../electron/localizer.ts';
import { de } from '#messages/de.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { FakeClock } from '../support/fake-clock.ts';

class FakeBaseWindow extends EventEmitter {
  static readonly made: FakeBaseWindow[] = [];
  readonly options: { readonly show?: boolean };

  constructor(options: { readonly show?: boolean }) {
    super();
    this.options = options;
    FakeBaseWindow.made.push(this);
  }
}

const menus: unknown[] = [];
const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: (menu: unknown) => void menus.push(menu),
};

vi.mock('electron', () => ({ BaseWindow: FakeBaseWindow, Menu }));
const { setAppMenu } = await import('../../electron/app-menu.ts');
const { systemProxy, watchSessionEnd } = await import('../../electron/system.ts');

describe('Windows', () => {
  it('tells the end of the session, also while no window is open', () => {
    let ended = 0;
    watchSessionEnd('linux', () => (ended += 1));
    watchSessionEnd('darwin', () => (ended += 1));
    expect(FakeBaseWindow.made).toEqual([]);
    watchSessionEnd('win32', () => (ended += 1));
    expect(FakeBaseWindow.made.map(({ options }) => options.show)).toEqual([false]);
    FakeBaseWindow.made[0]?.emit('session-end', {});
    expect(ended).toBe(1);
  });

  it('knows the program, its notices and its icon again by ids that never change', () => {
    const said: string[] = [];
    const app = {
      setAppUserModelId: (id: string) => void said.push(id),
      setToastActivatorCLSID: (id: string) => void said.push(id),
    };
    for (const platform of ['win32', 'linux', 'darwin'] as const) identify(app, platform);
    expect(said).toEqual(['org.mailwicket.Mailwicket', '{D4AB7D6E-3E0E-4E1B-9C1B-0A5B8C0B6F52}']);
    expect(trayGuid).toBe('6f1f0a52-58a7-4c0c-8f0b-2a4f6b0d9e31');
  });
});

describe('macOS', () => {
  it('has a menu whose keys close a window, copy and quit; other systems have none', () => {
    const quit = vi.fn();
    for (const platform of ['linux', 'win32', 'darwin'] as const) setAppMenu(platform, textsIn('de'), quit);
    expect(menus.slice(0, 2)).toEqual([null, null]);
    const lines = JSON.stringify(menus[2]);
    for (const part of ['"role":"close"', '"role":"editMenu"', '"accelerator":"Command+Q"', 'Ablage'])
      expect(lines).toContain(part);
  });

  const long = {
    title: de.tray.notice['vault-locked'].title,
    body: `Gesperrt: ${'der Schlüsselbund öffnet nichts, '.repeat(12)}`,
  };

  it('is given no notice of 256 octets or more: it ends after a whole word', () => {
    const { title, body } = fitted(long, 'darwin');
    expect(Buffer.byteLength(title) + Buffer.byteLength(body)).toBeLessThan(256);
    expect(title).toBe(long.title);
    expect(body).toMatch(/^Gesperrt: der Schlüsselbund .*\S…$/);
    expect(long.body.startsWith(`${body.slice(0, -1)} `)).toBe(true);
  });

  it('is given a short one as it is, as other systems are a long one', () => {
    const short = { title: 'Kopiert', body: '' };
    expect(fitted(short, 'darwin')).toEqual(short);
    expect(fitted(long, 'win32')).toEqual(long);
  });
});

describe("the system's proxy", () => {
  const url = 'https://imap.example.org:993/';

  it("is what Chromium says of this system's settings and its PAC file", async () => {
    const asked: string[] = [];
    const resolveProxy = async (of: string): Promise<string> => {
      asked.push(of);
      return 'PROXY proxy.example.org:3128; DIRECT';
    };
    const ask = systemProxy({ session: { resolveProxy }, clock: new FakeClock(), logger: silentLogger });
    expect(await ask(url)).toBe('PROXY proxy.example.org:3128; DIRECT');
    expect(asked).toEqual([url]);
  });

  it('holds up no mail where a PAC file does not come, or cannot be asked', async () => {
    const clock = new FakeClock();
    const silent = systemProxy({
      session: { resolveProxy: () => new Promise<never>(() => {}) },
      clock,
      logger: silentLogger,
    });
    const answer = silent(url);
    await clock.advance(5_000);
    expect(await answer).toBe('DIRECT');
    const broken = systemProxy({
      session: { resolveProxy: () => Promise.reject(new Error('gone')) },
      clock,
      logger: silentLogger,
    });
    expect(await broken(url)).toBe('DIRECT');
  });
});
