import type { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { appPaths } from '../../electron/app-paths.ts';
import { snapshot } from './samples.ts';
import { ShellState } from '../../electron/shell-state.ts';
import { textsIn } from '../../electron/localizer.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { FakeContents, FakeSession, FakeView, FakeWindow } from './fake-desktop.ts';
import { FakeIpc } from './fake-ipc.ts';

interface Desktop {
  app?: EventEmitter;
  defaultSession?: unknown;
  readonly schemes: unknown[];
  readonly focused: unknown[];
}
const desktop = vi.hoisted((): Desktop => ({ schemes: [], focused: [] }));

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  const fakes = await import('./fake-desktop.ts');
  const app = Object.assign(new Emitter(), {
    isPackaged: true,
    setActivationPolicy: () => {},
    focus: (how: unknown) => desktop.focused.push({ how, windows: fakes.FakeWindow.made.length }),
  });
  desktop.app = app;
  desktop.defaultSession = new fakes.FakeSession();
  return {
    app,
    BrowserWindow: fakes.FakeWindow,
    WebContentsView: fakes.FakeView,
    ipcMain: {},
    nativeTheme: { shouldUseDarkColors: false },
    protocol: { registerSchemesAsPrivileged: (schemes: unknown[]) => desktop.schemes.push(...schemes) },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: { defaultSession: desktop.defaultSession },
  };
});

const { guardDefaultSession, guardPages, registerAppScheme } = await import('../../electron/security.ts');
const { IpcRegistrar } = await import('../../electron/ipc/registrar.ts');
const { MainWindow } = await import('../../electron/windows/main-window.ts');
const { SignInWindow } = await import('../../electron/windows/sign-in-window.ts');

const rules = guardPages(silentLogger);
const paths = appPaths({ app: '/app', userData: '/data', logs: '/logs' });
const texts = textsIn('en');

function page(): FakeContents {
  const contents = new FakeContents();
  desktop.app?.emit('web-contents-created', {}, contents);
  return contents;
}

beforeEach(() => {
  FakeWindow.made.length = 0;
  FakeView.made.length = 0;
});

describe('every page that is ever made', () => {
  it('goes nowhere by itself: not by a link, a redirect, a frame', () => {
    const contents = page();
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate'] as const) {
      expect(contents.tries(event, 'https://example.org/')).toBe(true);
      expect(contents.tries(event, 'app://mailwicket/index.html')).toBe(true);
    }
  });

  it('opens no window', () => {
    expect(page().openHandler?.({ url: 'https://example.org/' })).toEqual({ action: 'deny' });
  });

  it('holds no webview', () => {
    const attached = { preventDefault: vi.fn() };
    page().emit('will-attach-webview', attached);
    expect(attached.preventDefault).toHaveBeenCalledOnce();
  });

  it('of a server with a certificate that is not valid is refused', () => {
    const event = { preventDefault: vi.fn() };
    const trusted: boolean[] = [];
    desktop.app?.emit(
      'certificate-error',
      event,
      page(),
      'https://x.example/?code=1',
      'CERT',
      {},
      (is: boolean) => trusted.push(is),
    );
    expect(trusted).toEqual([false]);
  });

  it('that asks for a certificate of this person gets none', () => {
    const given: unknown[][] = [];
    const event = { preventDefault: vi.fn() };
    desktop.app?.emit(
      'select-client-certificate',
      event,
      page(),
      'https://x.example/',
      [{}],
      (...all: unknown[]) => given.push(all),
    );
    expect(event.preventDefault).toHaveBeenCalledOnce();
    expect(given).toEqual([[]]);
    // its window has asked the person, who has yet to answer
    const taken = { ...event, defaultPrevented: true };
    desktop.app?.emit('select-client-certificate', taken, page(), 'https://x.example/', [{}], () =>
      given.push(['later']),
    );
    expect(given).toHaveLength(1);
  });
});

describe('every session', () => {
  it('gives no permission, also the one that was there before', () => {
    const made = new FakeSession();
    desktop.app?.emit('session-created', made);
    guardDefaultSession();
    for (const session of [made, desktop.defaultSession]) {
      if (!(session instanceof FakeSession)) throw new TypeError('not a session');
      const granted: boolean[] = [];
      session.request?.(null, 'media', (is) => granted.push(is));
      expect([granted, session.check?.(), session.device?.()]).toEqual([[false], false, false]);
    }
  });

  it('downloads nothing', () => {
    const made = new FakeSession();
    desktop.app?.emit('session-created', made);
    desktop.app?.emit('session-created', made);
    const download = { preventDefault: vi.fn() };
    made.emit('will-download', download);
    expect(download.preventDefault).toHaveBeenCalledOnce();
  });
});

describe('our scheme', () => {
  it('has an origin of its own and no privilege beyond', () => {
    registerAppScheme();
    expect(desktop.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });
});

const guarded = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
  devTools: false,
};

async function mainWindow(staysReachable: boolean): Promise<{
  window: InstanceType<typeof MainWindow>;
  registrar: InstanceType<typeof IpcRegistrar>;
  listeners: Set<unknown>;
  closed: () => number;
}> {
  const registrar = new IpcRegistrar({ logger: silentLogger, ipc: new FakeIpc().main });
  const listeners = new Set<unknown>();
  const listen = (listener: unknown): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  let closings = 0;
  const window = new MainWindow({
    paths,
    icon: 'icon.png',
    registrar,
    source: { snapshot: snapshot([]), onSnapshot: listen, activity: { entries: () => [], onEntry: listen } },
    state: new ShellState({ path: `${await scratchFolder()}/shell.json` }),
    logger: silentLogger,
    staysReachable: () => staysReachable,
    closed: () => {
      closings += 1;
    },
  });
  return { window, registrar, listeners, closed: () => closings };
}

describe('the main window', () => {
  it('is sandboxed, isolated, without Node, without webview, and packaged without developer tools', async () => {
    const { window } = await mainWindow(true);
    window.open('/account/1');
    expect(FakeWindow.made[0]?.options.webPreferences).toMatchObject(guarded);
    expect(FakeWindow.made[0]?.webContents.loaded).toEqual(['app://mailwicket/index.html#/account/1']);
  });

  it('is one: asked for again, it comes to the front', async () => {
    const { window } = await mainWindow(true);
    window.open();
    window.open();
    expect(FakeWindow.made).toHaveLength(1);
    expect(FakeWindow.made[0]?.shown).toBe(true);
  });

  it('leaves nothing behind in a hundred openings and closings', async () => {
    const { window, registrar, listeners, closed } = await mainWindow(true);
    for (let cycle = 0; cycle < 100; cycle += 1) {
      window.open();
      expect(listeners.size).toBe(2);
      window.window?.close();
    }
    expect([registrar.trusted, listeners.size, window.window, closed()]).toEqual([0, 0, undefined, 100]);
  });

  it('goes to the taskbar instead where nothing else would be left to click on, but not when quitting', async () => {
    const { window, closed } = await mainWindow(false);
    window.open();
    window.window?.close();
    expect([FakeWindow.made[0]?.minimized, FakeWindow.made[0]?.destroyed]).toEqual([true, false]);
    await window.quit();
    expect([FakeWindow.made[0]?.destroyed, closed()]).toEqual([true, 0]);
    // a second start meanwhile
    window.open();
    expect(FakeWindow.made).toHaveLength(1);
  });
});

function crash(): void {
  FakeWindow.made.at(-1)?.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
}

describe('a crash of the main window', () => {
  it('closes it where the tray is left to click on', async () => {
    const { window, closed } = await mainWindow(true);
    window.open();
    FakeWindow.made[0]?.emit('ready-to-show');
    crash();
    expect([FakeWindow.made.length, window.window, closed()]).toEqual([1, undefined, 1]);
  });

  it('leaves another one in the taskbar where there is nothing else to click on', async () => {
    const { window, closed } = await mainWindow(false);
    window.open('/accounts');
    FakeWindow.made[0]?.emit('ready-to-show');
    crash();
    expect(window.window).toBe(FakeWindow.made[1]);
    FakeWindow.made[1]?.emit('ready-to-show');
    expect([FakeWindow.made[1]?.minimized, FakeWindow.made[1]?.shown, closed()]).toEqual([true, false, 0]);
  });

  it('is not repeated for ever where its page crashes before it is shown', async () => {
    const { window, closed } = await mainWindow(false);
    window.open();
    crash();
    expect([FakeWindow.made.length, closed()]).toEqual([1, 0]);
  });
});

const microsoft =
  'https://login.microsoftonline.com/common/authorize?redirect_uri=http%3A%2F%2Flocalhost%3A53682%2F';

function signIn(): { window: InstanceType<typeof SignInWindow>; said: string[]; trusted: () => number } {
  const said: string[] = [];
  const registrar = new IpcRegistrar({ logger: silentLogger, ipc: new FakeIpc().main });
  const window = new SignInWindow({
    url: microsoft,
    account: 'anna@example.org',
    paths,
    icon: 'icon.png',
    registrar,
    rules,
    localizer: { texts, language: 'en' },
    logger: silentLogger,
    closedByPerson: () => said.push('closed'),
    distrusted: () => said.push('distrusted'),
    useBrowser: () => said.push('browser'),
  });
  const view = FakeView.made.at(-1);
  if (view !== undefined) desktop.app?.emit('web-contents-created', {}, view.webContents);
  return { window, said, trusted: () => registrar.trusted };
}

/** A server or a proxy asks the newest page for a login. @returns whether the page takes it upon itself */
function asksLogin(isProxy: boolean, firstAuthAttempt: boolean, answers: unknown[][]): boolean {
  const event = { preventDefault: vi.fn() };
  FakeView.made
    .at(-1)
    ?.webContents.emit(
      'login',
      event,
      { firstAuthAttempt },
      { isProxy, host: 'proxy.example.org', port: 3128 },
      (...given: unknown[]) => answers.push(given),
    );
  return event.preventDefault.mock.calls.length > 0;
}

describe('the sign-in window', () => {
  it('has the page in a session of its own in memory, without a preload script; each time another', () => {
    signIn();
    signIn();
    const partitions = FakeView.made.map(({ options }) => String(options.webPreferences['partition']));
    expect(new Set(partitions).size).toBe(2);
    for (const { options } of FakeView.made) {
      expect(options.webPreferences).toMatchObject(guarded);
      expect(options.webPreferences['preload']).toBeUndefined();
      expect(options.webPreferences['partition']).not.toMatch(/^persist:/);
    }
    expect(FakeWindow.made[0]?.options.webPreferences).toMatchObject(guarded);
  });

  it('lets the page go on over https and to its redirect, and nowhere else', () => {
    signIn();
    const contents = FakeView.made[0]?.webContents;
    expect(contents?.tries('will-navigate', 'https://login.live.com/')).toBe(false);
    expect(contents?.tries('will-redirect', 'http://localhost:53682/?code=x')).toBe(false);
    expect(contents?.tries('will-redirect', 'http://localhost:1/?code=x')).toBe(true);
    expect(contents?.tries('will-navigate', 'app://mailwicket/index.html')).toBe(true);
  });

  it('cancels when the person closes it, and forgets what the page had stored', () => {
    const { window, said, trusted } = signIn();
    window.act('cancel');
    expect(said).toEqual(['closed']);
    expect(FakeView.made[0]?.webContents).toMatchObject({ gone: true, session: { cleared: 1 } });
    expect(trusted()).toBe(0);
  });

  it('comes to the front on macOS, where a program beside the clock is not the active one', () => {
    const system = Object.getOwnPropertyDescriptor(process, 'platform') ?? {};
    try {
      signIn();
      expect(desktop.focused).toEqual([]);
      Object.defineProperty(process, 'platform', { ...system, value: 'darwin' });
      const { window } = signIn();
      // before the window is there
      expect(desktop.focused).toEqual([{ how: { steal: true }, windows: 1 }]);
      window.focus();
      expect(desktop.focused).toHaveLength(2);
    } finally {
      Object.defineProperty(process, 'platform', system);
    }
  });

  it("asks the person for a proxy's user and password, once for all that ask, and no page for any", () => {
    const { window } = signIn();
    const answers: unknown[][] = [];
    expect(asksLogin(false, true, answers)).toBe(false);
    expect(asksLogin(true, true, answers)).toBe(true);
    expect(asksLogin(true, true, answers)).toBe(true);
    expect(FakeView.made[0]?.bounds).toEqual({ x: 0, y: 160, width: 560, height: 600 });
    window.answer(['anna', 'p@ss']);
    expect(answers).toEqual([
      ['anna', 'p@ss'],
      ['anna', 'p@ss'],
    ]);
    expect(FakeView.made[0]?.bounds).toEqual({ x: 0, y: 84, width: 560, height: 676 });
    asksLogin(true, false, answers);
    window.answer([]);
    expect(answers.at(-1)).toEqual([]);
    window.close();
  });

  it('lets the person choose a certificate, and gives none where they do not, or close the window', () => {
    const { window } = signIn();
    const cards = ['Anna', 'Anna (old)'].map((subjectName) => ({
      subjectName,
      issuerName: 'Contoso',
      validExpiry: 1_800_000_000,
    }));
    const answers: unknown[][] = [];
    // Electron names the server by its host and port
    const ask = (server: string): void => {
      FakeView.made[0]?.webContents.emit(
        'select-client-certificate',
        { preventDefault: () => {} },
        server,
        cards,
        (...given: unknown[]) => answers.push(given),
      );
    };
    for (const name of ['certauth', 'other', 'third']) ask(`${name}.example.org:443`);
    expect(FakeWindow.made[0]?.webContents.sent.at(-1)).toMatchObject([
      'sign-in-bar:state',
      { question: { text: 'certauth.example.org asks for a certificate of yours.' } },
    ]);
    window.answer(['1']);
    window.answer([]);
    window.close();
    expect(answers).toEqual([[cards[1]], [], []]);
  });

  it('does not cancel when it goes because the sign-in is over', () => {
    const { window, said } = signIn();
    window.close();
    expect(said).toEqual([]);
  });

  it('goes on in the browser without cancelling', () => {
    const { window, said } = signIn();
    window.act('use-browser');
    expect(said).toEqual(['browser']);
    expect(FakeWindow.made[0]?.destroyed).toBe(true);
  });

  it('ends the sign-in at a certificate that is not valid, and says so until it is read', () => {
    const { window, said } = signIn();
    expect(window.showsOutcome).toBe(false);
    FakeView.made[0]?.webContents.emit(
      'certificate-error',
      {},
      'https://x.example/',
      'CERT',
      {},
      () => {},
      true,
    );
    expect(said).toEqual(['distrusted']);
    expect(window.showsOutcome).toBe(true);
    expect(FakeWindow.made[0]?.destroyed).toBe(false);
  });

  it('does not end over a picture with such a certificate', () => {
    const { said } = signIn();
    FakeView.made[0]?.webContents.emit(
      'certificate-error',
      {},
      'https://x.example/',
      'CERT',
      {},
      () => {},
      false,
    );
    expect(said).toEqual([]);
  });

  it('lets the keyboard over from the page to the bar, and back, by F6', () => {
    signIn();
    const bar = FakeWindow.made.at(-1)?.webContents;
    const view = FakeView.made.at(-1)?.webContents;
    const event = { preventDefault: vi.fn() };
    const focused = (): unknown => [bar?.focused, view?.focused];
    const [barBefore, pageBefore] = [bar?.focused ?? 0, view?.focused ?? 0];
    view?.emit('before-input-event', event, { type: 'keyDown', key: 'F6' });
    view?.emit('before-input-event', event, { type: 'keyUp', key: 'F6' });
    view?.emit('before-input-event', event, { type: 'keyDown', key: 'Tab' });
    expect([focused(), event.preventDefault.mock.calls.length]).toEqual([[barBefore + 1, pageBefore], 1]);
    bar?.emit('before-input-event', event, { type: 'keyDown', key: 'F6' });
    expect(focused()).toEqual([barBefore + 1, pageBefore + 1]);
  });

  it('keeps the bar above the page, also when there is trouble to tell', () => {
    const { window } = signIn();
    const view = FakeView.made[0];
    expect(view?.bounds).toEqual({ x: 0, y: 84, width: 560, height: 676 });
    view?.webContents.emit('render-process-gone', {}, {});
    expect(view?.bounds).toEqual({ x: 0, y: 124, width: 560, height: 636 });
    window.close();
  });

  it('knows when it shows the last page of its sign-in', () => {
    const { window } = signIn();
    FakeView.made[0]?.webContents.emit('did-navigate', {}, 'http://localhost:53682/?error=access_denied');
    expect(window.showsOutcome).toBe(true);
  });
});
