import { app } from './app.ts';
import { onChange } from './changes.ts';
import { theChromium } from './chromium.ts';
import {
  type Ask,
  type ClientAction,
  askedSchema,
  type DesktopState,
  type WindowState,
} from './control-messages.ts';
import { desktop, nativeTheme, powerMonitor, setDark } from './desktop.ts';
import { ipcMain, StandInIpcMain } from './ipc-main.ts';
import { StandInMenu } from './menu.ts';
import { StandInNotification } from './notification.ts';
import { settings } from './settings.ts';
import { StandInTray } from './tray.ts';
import { StandInWebContents } from './web-contents.ts';
import { StandInBrowserWindow } from './window.ts';

/** Answers a test in another process, over the channel that it was started with; without one, does nothing. */
export function listenToTests(): void {
  if (process.send === undefined) return;
  process.on('message', (message: unknown) => {
    const asked = askedSchema.safeParse(message);
    if (asked.success) void answer(asked.data);
  });
  process.on('disconnect', () => app.exit(1));
  // the app, not the test, keeps the process open
  process.channel?.unref();
  let told = false;
  onChange(() => {
    if (told) return;
    told = true;
    setImmediate(() => {
      told = false;
      tell({ kind: 'changed' });
    });
  });
}

function tell(message: object): void {
  // who has gone needs no answer
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

async function answer({ id, ask }: ClientAction): Promise<void> {
  try {
    tell({ kind: 'answer', id, ok: true, value: await carryOut(ask) });
  } catch (error) {
    tell({ kind: 'answer', id, ok: false, message: error instanceof Error ? error.message : String(error) });
  }
}

async function carryOut(ask: Ask): Promise<unknown> {
  switch (ask.do) {
    case 'look':
      return look();
    case 'find-chromium':
      return theChromium.endpoint();
    case 'settle':
      return StandInWebContents.closed();
    case 'ask-proxy-login':
      return StandInWebContents.askProxyLogin(lastPage(), ask);
    case 'ask-certificate':
      return StandInWebContents.askCertificate(lastPage(), ask);
    default:
      return act(ask);
  }
}

type Answered = 'look' | 'find-chromium' | 'settle' | 'ask-proxy-login' | 'ask-certificate';

function lastPage(): StandInWebContents {
  const page = StandInWebContents.getAllWebContents().at(-1);
  if (page === undefined) throw new Error('there is no page');
  return page;
}

function act(ask: Exclude<Ask, { do: Answered }>): void {
  switch (ask.do) {
    case 'choose':
      StandInTray.choose(tray(), ask.path);
      return;
    case 'choose-in-application-menu': {
      const menu = StandInMenu.getApplicationMenu();
      if (menu === null) throw new Error('there is no application menu');
      StandInMenu.choose(menu, ask.path);
      return;
    }
    case 'click-tray':
      StandInTray.click(tray(), ask.double);
      return;
    case 'click-notification':
      StandInNotification.click(ask.index);
      return;
    case 'close-window':
      StandInBrowserWindow.fromId(ask.id)?.close();
      return;
    case 'resize-window':
      StandInBrowserWindow.fromId(ask.id)?.setContentSize(ask.width, ask.height);
      return;
    case 'power':
      powerMonitor.emit(ask.event);
      return;
    case 'set-online':
      desktop.online = ask.on;
      return;
    case 'set-dark':
      setDark(ask.on);
      return;
    case 'answer-save-dialog':
      desktop.saveAnswers.push(ask.path);
      return;
    case 'unlock-keyring':
      settings.encryption = 'available';
      return;
    case 'activate':
      app.emit(
        'activate',
        {},
        StandInBrowserWindow.getAllWindows().some((one) => one.isVisible()),
      );
      return;
    case 'quit':
      app.quit();
      return;
  }
}

function tray(): StandInTray {
  const current = StandInTray.current();
  if (current === undefined) throw new Error('there is no tray icon');
  return current;
}

async function windowState(one: StandInBrowserWindow): Promise<WindowState> {
  const contents = [one.webContents, ...one.contentView.children.map((view) => view.webContents)];
  const pages = contents
    .filter((page) => !page.isDestroyed())
    .map(async (page) => ({ url: page.getURL(), targetId: await StandInWebContents.targetId(page) }));
  return {
    id: one.id,
    title: one.getTitle(),
    visible: one.isVisible(),
    focused: one.isFocused(),
    minimized: one.isMinimized(),
    pages: await Promise.all(pages),
  };
}

async function look(): Promise<DesktopState> {
  const current = StandInTray.current();
  const windows = await Promise.all(StandInBrowserWindow.getAllWindows().map(windowState));
  const menu = StandInMenu.getApplicationMenu();
  const emitters = [app, ipcMain, nativeTheme, powerMonitor];
  return {
    windows,
    ...(current === undefined ? {} : { tray: StandInTray.view(current) }),
    applicationMenu: menu === null ? [] : StandInMenu.lines(menu),
    notifications: StandInNotification.views(),
    opened: [...desktop.opened],
    clipboard: desktop.clipboard,
    saveQuestions: [...desktop.saveQuestions],
    openAtLogin: app.getLoginItemSettings().openAtLogin,
    resources: {
      windows: windows.length,
      contents: StandInWebContents.getAllWebContents().length,
      pages: (await theChromium.pages()).length,
      contexts: theChromium.contexts,
      handlers: StandInIpcMain.handlerCount(ipcMain),
      listeners: emitters
        .flatMap((one) => one.eventNames().map((name) => one.listenerCount(name)))
        .reduce((sum, count) => sum + count, 0),
      timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
    },
  };
}
