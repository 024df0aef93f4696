import type Electron from 'electron';
import type { Ask, DesktopState, MenuLine } from '../../support/electron-stand-in/control-messages.ts';

type TrayLook = NonNullable<DesktopState['tray']>;

/** Puts `first` before a method; `go` calls the method as it was called. */
function before(
  owner: object,
  name: string,
  first: (self: unknown, values: readonly unknown[], go: () => unknown) => unknown,
): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function') throw new Error(`Electron has no ${name}`);
  Reflect.set(owner, name, function (this: unknown, ...values: unknown[]): unknown {
    return first(this, values, (): unknown => Reflect.apply(original, this, values));
  });
}

function lines(menu: Electron.Menu | null): MenuLine[] {
  return (menu?.items ?? []).map(({ label, type, enabled, visible, checked, id, submenu }) => ({
    label,
    type,
    enabled,
    visible,
    checked,
    ...(typeof id === 'string' && id !== '' ? { id } : {}),
    ...(submenu === undefined || submenu === null ? {} : { submenu: lines(submenu) }),
  }));
}

function choose(menu: Electron.Menu | null | undefined, [first, ...rest]: readonly string[]): void {
  const item = menu?.items.find((one) => one.visible && (one.label === first || one.id === first));
  if (item === undefined) throw new Error(`no '${String(first)}' in the menu`);
  if (!item.enabled) throw new Error(`'${item.label}' cannot be chosen now`);
  if (rest.length > 0) choose(item.submenu, rest);
  else Reflect.apply(item.click, item, [{}, undefined, undefined]);
}

/**
 * Runs inside real Electron's main process, before the application. It wraps what goes to the desktop and cannot be
 * looked at from outside, and answers the questions that the stand-in answers. It is put there by its source, so
 * it uses nothing but its two arguments and the
 * functions above.
 * @param baseName - node:path's basename
 */
export function recordDesktop(
  electron: typeof Electron,
  baseName: (path: string) => string,
): (ask: Ask) => Promise<DesktopState | undefined> {
  const { app, BrowserWindow, Menu, nativeImage, nativeTheme, net, powerMonitor, shell, dialog } = electron;
  const images = new WeakMap<object, string>();
  const trays = new Map<Electron.Tray, { look: TrayLook; menu: Electron.Menu | null }>();
  const shown: { readonly notification: Electron.Notification; open: boolean }[] = [];
  const opened: string[] = [];
  const saveAnswers: (string | null)[] = [];
  const saveQuestions: string[] = [];
  let online: boolean | undefined;

  function recordOf(self: unknown): { look: TrayLook; menu: Electron.Menu | null } | undefined {
    if (!(self instanceof electron.Tray)) return undefined;
    const known = trays.get(self);
    if (known !== undefined) return known;
    const made = { look: { toolTip: '', icon: '', template: false, menu: [] }, menu: null };
    trays.set(self, made);
    return made;
  }

  before(nativeImage, 'createFromPath', (_self, [path], go) => {
    const image = go();
    if (typeof image === 'object' && image !== null) images.set(image, baseName(String(path)));
    return image;
  });
  before(electron.Tray.prototype, 'setImage', (self, [image], go) => {
    const record = recordOf(self);
    if (record !== undefined && typeof image === 'object' && image !== null) {
      record.look.icon = images.get(image) ?? '';
      const isTemplate: unknown = Reflect.get(image, 'isTemplateImage');
      record.look.template =
        typeof isTemplate === 'function' && Reflect.apply(isTemplate, image, []) === true;
    }
    return go();
  });
  before(electron.Tray.prototype, 'setToolTip', (self, [toolTip], go) => {
    const record = recordOf(self);
    if (record !== undefined) record.look.toolTip = String(toolTip);
    return go();
  });
  before(electron.Tray.prototype, 'setContextMenu', (self, [menu], go) => {
    const record = recordOf(self);
    if (record !== undefined) record.menu = menu instanceof Menu ? menu : null;
    return go();
  });
  before(electron.Tray.prototype, 'destroy', (self, _values, go) => {
    if (self instanceof electron.Tray) trays.delete(self);
    return go();
  });
  before(electron.Notification.prototype, 'show', (self, _values, go) => {
    if (self instanceof electron.Notification) {
      const record = { notification: self, open: true };
      shown.push(record);
      self.once('close', () => {
        record.open = false;
      });
    }
    return go();
  });
  before(shell, 'openExternal', (_self, [url]) => {
    opened.push(String(url));
    return Promise.resolve();
  });
  before(dialog, 'showSaveDialog', (_self, values) => {
    const options = values.at(-1);
    const asked = typeof options === 'object' && options !== null && 'defaultPath' in options;
    saveQuestions.push(asked ? String(options.defaultPath) : '');
    const filePath = saveAnswers.shift() ?? '';
    return Promise.resolve({ canceled: filePath === '', filePath });
  });
  before(net, 'isOnline', (_self, _values, go) => online ?? go());

  function oneTray(): Electron.Tray {
    const [tray, other] = trays.keys();
    if (tray === undefined) throw new Error('there is no tray icon');
    if (other !== undefined) throw new Error('there is more than one tray icon');
    return tray;
  }

  async function look(): Promise<DesktopState> {
    const record = trays.size === 0 ? undefined : trays.get(oneTray());
    const contents = electron.webContents.getAllWebContents();
    const emitters = [app, electron.ipcMain, nativeTheme, powerMonitor];
    const handlers: unknown = Reflect.get(electron.ipcMain, '_invokeHandlers');
    return {
      windows: BrowserWindow.getAllWindows().map((one) => ({
        id: one.id,
        title: one.getTitle(),
        visible: one.isVisible(),
        focused: one.isFocused(),
        minimized: one.isMinimized(),
        pages: [
          one.webContents,
          ...one.contentView.children.flatMap((view) =>
            view instanceof electron.WebContentsView ? [view.webContents] : [],
          ),
        ].map((page) => ({ url: page.getURL(), targetId: String(page.id) })),
      })),
      ...(record === undefined ? {} : { tray: { ...record.look, menu: lines(record.menu) } }),
      applicationMenu: lines(Menu.getApplicationMenu()),
      notifications: shown.map(({ notification: { title, body }, open }) => ({ title, body, open })),
      opened: [...opened],
      clipboard: await electron.clipboard.readText(),
      saveQuestions: [...saveQuestions],
      openAtLogin: process.platform !== 'linux' && app.getLoginItemSettings().openAtLogin,
      resources: {
        windows: BrowserWindow.getAllWindows().length,
        contents: contents.length,
        pages: contents.length,
        // Electron counts them for nobody
        contexts: 0,
        handlers: handlers instanceof Map ? handlers.size : 0,
        listeners: emitters
          .flatMap((one) => one.eventNames().map((name) => one.listenerCount(name)))
          .reduce((sum, count) => sum + count, 0),
        timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
      },
    };
  }

  function act(ask: Ask): void {
    switch (ask.do) {
      case 'choose':
        return choose(trays.get(oneTray())?.menu, ask.path);
      case 'choose-in-application-menu':
        return choose(Menu.getApplicationMenu(), ask.path);
      case 'click-tray': {
        const bounds = { x: 0, y: 0, width: 16, height: 16 };
        return void oneTray().emit(ask.double ? 'double-click' : 'click', {}, bounds);
      }
      case 'click-notification': {
        const record = shown[ask.index];
        if (record?.open !== true) throw new Error(`there is no notification ${ask.index} to click`);
        record.notification.emit('click', {});
        return record.notification.close();
      }
      case 'close-window':
        return BrowserWindow.fromId(ask.id)?.close();
      case 'resize-window':
        return BrowserWindow.fromId(ask.id)?.setContentSize(ask.width, ask.height);
      case 'power':
        return void powerMonitor.emit(ask.event);
      case 'set-online':
        online = ask.on;
        return;
      case 'set-dark':
        nativeTheme.themeSource = ask.on ? 'dark' : 'light';
        return;
      case 'answer-save-dialog':
        saveAnswers.push(ask.path);
        return;
      case 'activate':
        return void app.emit(
          'activate',
          {},
          BrowserWindow.getAllWindows().some((one) => one.isVisible()),
        );
      case 'quit':
        return void setImmediate(() => app.quit());
      case 'settle':
        return;
      case 'look':
      case 'find-chromium':
      case 'unlock-keyring':
      case 'ask-proxy-login':
      case 'ask-certificate':
        throw new Error(`real Electron is not asked to '${ask.do}'`);
    }
  }

  return async (ask) => {
    if (ask.do === 'look') return look();
    act(ask);
    return undefined;
  };
}

/** The recorder as a CommonJS file for `electron -r`; tests find its answers at `globalThis.answerDesktopTest`. */
export function recorderSource(): string {
  const functions = [before, lines, choose, recordDesktop].map(String).join('\n');
  return `{\n${functions}\nglobalThis.answerDesktopTest = recordDesktop(require('electron'), require('node:path').basename);\n}\n`;
}
