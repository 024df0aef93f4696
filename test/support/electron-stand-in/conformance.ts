/**
 * Nothing here runs. It does not compile when the stand-in has a member that Electron's own types do not have, takes
 * less than Electron's takes, or gives something else; and when Electron's types have lost an event that the
 * stand-in emits. So a newer Electron that differs is found by the compiler.
 */
import type { EventEmitter } from 'node:events';
import type Electron from 'electron';
import type { StandInApp } from './app.ts';
import type { clipboard, dialog, nativeTheme, net, powerMonitor, screen, shell } from './desktop.ts';
import type { StandInIpcMain } from './ipc-main.ts';
import type { StandInMenu, StandInMenuItem } from './menu.ts';
import type { nativeImage, StandInImage } from './native-image.ts';
import type { StandInNotification } from './notification.ts';
import type { safeStorage } from './safe-storage.ts';
import type { StandInSession, protocol } from './session.ts';
import type { StandInTray } from './tray.ts';
import type { StandInWebContents } from './web-contents.ts';
import type { StandInFrame } from './web-frame.ts';
import type {
  StandInBrowserWindow,
  StandInView,
  StandInWebContentsView,
  StandInBaseWindow,
} from './window.ts';

/** A value that the stand-in gives: of Electron's type, or an object with a part of its members. */
type GivesPart<Ours, Theirs> = [Ours] extends [Theirs]
  ? true
  : [NonNullable<Ours>] extends [object]
    ? [keyof NonNullable<Ours>] extends [keyof NonNullable<Theirs>]
      ? true
      : { readonly 'unknown to Electron': Exclude<keyof NonNullable<Ours>, keyof NonNullable<Theirs>> }
    : { readonly gives: Ours; readonly 'Electron gives': Theirs };

/** A member that can be used wherever Electron's can be. */
type Fits<Ours, Theirs> = [Theirs] extends [(...values: infer TheirValues) => infer TheirResult]
  ? [Ours] extends [(...values: infer OurValues) => infer OurResult]
    ? TheirValues extends OurValues
      ? GivesPart<Awaited<OurResult>, Awaited<TheirResult>>
      : { readonly takes: OurValues; readonly 'Electron takes': TheirValues }
    : 'is no method'
  : GivesPart<Ours, Theirs>;

/** The names of members that do not fit. Own: what only tests and the stand-in itself use. */
type Differing<Ours, Theirs, Own extends string> = {
  readonly [Key in Exclude<keyof Ours, keyof EventEmitter | Own | 'prototype'>]: Key extends keyof Theirs
    ? Fits<Ours[Key], Theirs[Key]> extends true
      ? never
      : Key
    : Key;
}[Exclude<keyof Ours, keyof EventEmitter | Own | 'prototype'>];

/** `true`, or what does not fit with the reason of each. */
export type Drift<Ours, Theirs, Own extends string = never> = [Differing<Ours, Theirs, Own>] extends [never]
  ? true
  : {
      readonly [Key in Differing<Ours, Theirs, Own>]: Key extends keyof Theirs
        ? Fits<Ours[Key], Theirs[Key]>
        : 'unknown to Electron';
    };

type None<_Drifts extends Readonly<Record<string, true>>> = true;

export const noDrift: None<{
  readonly app: Drift<StandInApp, Electron.App>;
  readonly protocol: Drift<typeof protocol, Electron.Protocol>;
  readonly clipboard: Drift<typeof clipboard, Electron.Clipboard>;
  readonly dialog: Drift<typeof dialog, Electron.Dialog, 'showSaveDialog' | 'showMessageBox'>;
  readonly nativeTheme: Drift<typeof nativeTheme, Electron.NativeTheme>;
  readonly net: Drift<typeof net, Electron.Net>;
  readonly powerMonitor: Drift<typeof powerMonitor, Electron.PowerMonitor>;
  readonly screen: Drift<typeof screen, Electron.Screen>;
  readonly shell: Drift<typeof shell, Electron.Shell>;
  readonly ipcMain: Drift<StandInIpcMain, Electron.IpcMain>;
  readonly menu: Drift<StandInMenu, Electron.Menu>;
  readonly menus: Drift<
    typeof StandInMenu,
    typeof Electron.Menu,
    'lines' | 'choose' | keyof typeof EventEmitter
  >;
  readonly menuItem: Drift<StandInMenuItem, Electron.MenuItem>;
  readonly image: Drift<StandInImage, Electron.NativeImage>;
  readonly nativeImage: Drift<typeof nativeImage, typeof Electron.nativeImage>;
  readonly notification: Drift<StandInNotification, Electron.Notification>;
  readonly safeStorage: Drift<typeof safeStorage, Electron.SafeStorage>;
  readonly session: Drift<StandInSession, Electron.Session>;
  readonly tray: Drift<StandInTray, Electron.Tray>;
  readonly webContents: Drift<StandInWebContents, Electron.WebContents>;
  readonly frame: Drift<StandInFrame, Electron.WebFrameMain>;
  readonly window: Drift<StandInBrowserWindow, Electron.BrowserWindow>;
  readonly baseWindow: Drift<StandInBaseWindow, Electron.BaseWindow>;
  readonly view: Drift<StandInView, Electron.View>;
  readonly webContentsView: Drift<StandInWebContentsView, Electron.WebContentsView>;
}> = true;

/** The check itself can fail: each of these differs from Electron in one way. */
interface Wrong {
  getVersion(): number;
  setAppUserModelId(id: string, also: number): void;
  isPackaged: string;
  getFlavour(): string;
}

// @ts-expect-error - gives a number
export const wrongResult: Drift<Pick<Wrong, 'getVersion'>, Electron.App> = true;
// @ts-expect-error - takes what Electron does not give
export const wrongArguments: Drift<Pick<Wrong, 'setAppUserModelId'>, Electron.App> = true;
// @ts-expect-error - is of another type
export const wrongProperty: Drift<Pick<Wrong, 'isPackaged'>, Electron.App> = true;
// @ts-expect-error - is unknown to Electron
export const wrongName: Drift<Pick<Wrong, 'getFlavour'>, Electron.App> = true;

/** The dialogs are overloaded, which the check above cannot read. */
export function dialogsFit(ours: typeof dialog, window: Electron.BaseWindow): void {
  const save: Promise<Electron.SaveDialogReturnValue>[] = [
    ours.showSaveDialog(window, { defaultPath: '' }),
    ours.showSaveDialog({ defaultPath: '' }),
  ];
  const box: Promise<Electron.MessageBoxReturnValue>[] = [
    ours.showMessageBox(window, { message: '' }),
    ours.showMessageBox({ message: '' }),
  ];
  void [save, box];
}

const heard = (...values: readonly unknown[]): void => void values;

/** The events that the stand-in emits, with what it gives to listeners. */
export function eventsExist(electron: typeof Electron): void {
  const { app, nativeTheme, powerMonitor } = electron;
  app.on('second-instance', (event, argv: string[], folder: string, data: unknown) =>
    heard(event.defaultPrevented, argv, folder, data),
  );
  app.on('window-all-closed', () => heard());
  app.on('activate', (_event, visible: boolean) => heard(visible));
  app.on('before-quit', (event) => event.preventDefault());
  app.on('will-quit', (event) => event.preventDefault());
  app.on('quit', (_event, exitCode: number) => heard(exitCode));
  app.on('web-contents-created', (_event, contents) => heard(contents.id));
  app.on('session-created', (session) => heard(session.isPersistent()));
  app.on(
    'certificate-error',
    (event, contents, url: string, error: string, _certificate, callback, main: boolean) =>
      heard(event, contents, url, error, callback(false), main),
  );
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) =>
    heard(contents, reason, exitCode),
  );
  nativeTheme.on('updated', () => heard());
  powerMonitor.on('suspend', () => heard());
  powerMonitor.on('resume', () => heard());
  powerMonitor.on('shutdown', () => heard());
}

export function pageEventsExist(contents: Electron.WebContents, window: Electron.BrowserWindow): void {
  contents.on('will-navigate', ({ url, isMainFrame, isSameDocument, frame, preventDefault }) =>
    heard(url, isMainFrame, isSameDocument, frame?.url, preventDefault),
  );
  contents.on('will-redirect', ({ url, isMainFrame, isSameDocument, frame }) =>
    heard(url, isMainFrame, isSameDocument, frame?.url),
  );
  contents.on('will-frame-navigate', ({ url, isMainFrame, isSameDocument, frame }) =>
    heard(url, isMainFrame, isSameDocument, frame?.url),
  );
  contents.on('did-navigate', (_event, url: string, status: number, text: string) =>
    heard(url, status, text),
  );
  contents.on('did-navigate-in-page', (_event, url: string, main: boolean) => heard(url, main));
  contents.on('did-fail-load', (_event, code: number, name: string, url: string, main: boolean) =>
    heard(code, name, url, main),
  );
  contents.on('did-finish-load', () => heard());
  contents.on('dom-ready', () => heard());
  contents.on('page-title-updated', (_event, title: string, explicit: boolean) => heard(title, explicit));
  contents.on(
    'certificate-error',
    (_event, url: string, error: string, _certificate, callback, main: boolean) =>
      heard(url, error, callback(false), main),
  );
  contents.on('login', (event, { firstAuthAttempt, url }, { isProxy, host, port }, callback) =>
    heard(event.defaultPrevented, firstAuthAttempt, url, isProxy, host, port, callback('user', 'password')),
  );
  contents.on('select-client-certificate', (event, url: string, [first], callback) =>
    heard(
      event,
      url,
      first?.subjectName,
      first?.issuerName,
      first?.validExpiry,
      first === undefined || callback(first),
    ),
  );
  contents.on('preload-error', (_event, path: string, error: Error) => heard(path, error));
  contents.on('render-process-gone', (_event, { reason, exitCode }) => heard(reason, exitCode));
  contents.on('destroyed', () => heard());
  contents.on('focus', () => heard());
  contents.session.on('will-download', (event, item, from) =>
    heard(event.preventDefault(), item.getURL(), item.getFilename(), from),
  );
  window.on('show', () => heard());
  window.on('hide', () => heard());
  window.on('focus', () => heard());
  window.on('blur', () => heard());
  window.on('minimize', () => heard());
  window.on('restore', () => heard());
  window.on('resize', () => heard());
  window.on('move', () => heard());
  window.on('ready-to-show', () => heard());
  window.on('close', (event) => event.preventDefault());
  window.on('closed', () => heard());
  window.on('page-title-updated', (event, title: string, explicit: boolean) => heard(event, title, explicit));
}

export function deskEventsExist(tray: Electron.Tray, notification: Electron.Notification): void {
  tray.on('click', (_event, { x, y, width, height }) => heard(x, y, width, height));
  tray.on('double-click', (_event, { x, y, width, height }) => heard(x, y, width, height));
  notification.on('show', () => heard());
  notification.on('click', () => heard());
  notification.on('close', () => heard());
  notification.on('failed', (_event, error: string) => heard(error));
}
