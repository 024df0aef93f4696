import { writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  Tray,
  WebContentsView,
} from 'electron';
import { z } from 'zod';

/** The sample's preload script, as a bundler would write it. */
export const preload = `
'use strict';
const { contextBridge, ipcRenderer } = require('electron');
const { hiddenFromPages } = { hiddenFromPages: 'only the preload knows' };
globalThis.secretOfThePreload = hiddenFromPages;
contextBridge.exposeInMainWorld('sample', {
  facts: { platform: process.platform, nested: { list: [1, undefined, 'three'] } },
  echo: (value) => ipcRenderer.invoke('echo', value),
  add: (input) => ipcRenderer.invoke('add', input),
  who: () => ipcRenderer.invoke('who'),
  missing: () => ipcRenderer.invoke('nobody-listens'),
  unclonable: () => ipcRenderer.invoke('gives-a-function'),
  sendsFunction: () => ipcRenderer.invoke('echo', () => 1),
  onTick: (listener) => {
    const hear = (_event, value) => listener(value);
    ipcRenderer.on('tick', hear);
    return () => { ipcRenderer.off('tick', hear); };
  },
  callTwice: (listener) => [listener('first'), listener('second')],
  throws: () => { throw new TypeError('not like this'); },
  map: () => new Map([['when', new Date(0)]]),
});
`;

const shared = 'text/html; charset=utf-8';

/** The sample's screens by host and path. */
export const pages: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  'main/index.html': {
    type: shared,
    text: '<!doctype html><title>The sample</title><h1>sample</h1><script>globalThis.inlineRan = true</script><script src="page.js"></script>',
  },
  'main/page.js': { type: 'text/javascript', text: 'globalThis.pageScriptRan = location.href;' },
  'other/index.html': { type: shared, text: '<!doctype html><title>The other</title><h1>other</h1>' },
};

export const policy = "default-src 'none'; script-src 'self'";

/**
 * An application that uses what the stand-in has, for the stand-in's own tests. What happens is told on the standard
 * output; what to do is asked by the tray's menu.
 */
function say(...words: readonly string[]): void {
  process.stdout.write(`${words.join(' ')}\n`);
}

const given = (name: string): string | undefined =>
  process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);

const preloadFile = join(app.getPath('userData'), 'preload.cjs');
const sealedFile = join(app.getPath('userData'), 'sealed');

if (app.requestSingleInstanceLock({ from: 'the second' })) start();
else app.quit();

function start(): void {
  writeFileSync(preloadFile, preload);
  protocol.registerSchemesAsPrivileged([
    { scheme: 'sample', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  say('ready before the main module has ended:', String(app.isReady()));
  app.on('second-instance', (_event, argv, _folder, data) =>
    say('second-instance', argv.at(-1) ?? '', JSON.stringify(data)),
  );
  app.on('window-all-closed', () => say('window-all-closed'));
  app.on('before-quit', (event) => {
    say('before-quit');
    if (prevented === 'before-quit') event.preventDefault();
  });
  app.on('will-quit', (event) => {
    say('will-quit');
    if (prevented === 'will-quit') event.preventDefault();
  });
  app.on('quit', (_event, code) => say('quit', String(code)));
  app.on('session-created', () => say('session-created'));
  app.on('certificate-error', (_event, _contents, url, error, _certificate, callback) => {
    say('certificate-error', new URL(url).pathname, error);
    callback(false);
  });
  powerMonitor.on('suspend', () => say('suspend'));
  powerMonitor.on('resume', () => say('resume online:', String(net.isOnline())));
  nativeTheme.on('updated', () => say('dark:', String(nativeTheme.shouldUseDarkColors)));
  void app.whenReady().then(run);
}

let prevented: 'nothing' | 'before-quit' | 'will-quit' | 'close' = 'nothing';
let guests = 0;

function run(): void {
  protocol.handle('sample', (request) => {
    const { host, pathname } = new URL(request.url);
    const found = pages[`${host}${pathname}`];
    if (found === undefined) return new Response('nothing here', { status: 404 });
    const headers = { 'content-type': found.type, 'content-security-policy': policy };
    return new Response(found.text, { headers });
  });
  ipcMain.handle('echo', (_event, value: unknown) => value);
  ipcMain.handle('add', (_event, input: unknown) => {
    const { left, right } = z.object({ left: z.number(), right: z.number() }).parse(input);
    return left + right;
  });
  ipcMain.handle('who', ({ sender, senderFrame }) => ({
    id: sender.id,
    isMainFrame: senderFrame === sender.mainFrame,
    origin: senderFrame?.origin,
    url: senderFrame?.url,
    parent: senderFrame?.parent ?? null,
  }));
  ipcMain.handle('gives-a-function', () => () => 1);
  if (given('permissions') !== 'open') {
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
    session.defaultSession.setPermissionCheckHandler(() => false);
  }
  session.defaultSession.on('will-download', (event, item) => {
    say('will-download', item.getFilename());
    event.preventDefault();
  });
  showTray();
  for (const url of ['sample://main/index.html', 'sample://other/index.html'].slice(
    0,
    Number(given('windows') ?? 1),
  )) {
    open(url);
  }
}

function open(url: string): BrowserWindow {
  const window = new BrowserWindow({
    show: false,
    width: 640,
    height: 480,
    webPreferences: { preload: preloadFile },
  });
  const { webContents } = window;
  window.once('ready-to-show', () => window.show());
  window.on('close', (event) => {
    say('close');
    if (prevented === 'close') event.preventDefault();
  });
  window.once('closed', () => say('closed'));
  webContents.on('will-navigate', (event) => {
    say('will-navigate', new URL(event.url).pathname);
    event.preventDefault();
  });
  webContents.setWindowOpenHandler(({ url: wanted }) => {
    say('window wanted', new URL(wanted).pathname);
    return { action: 'deny' };
  });
  webContents.on('did-fail-load', (_event, code, name) => say('did-fail-load', String(code), name));
  webContents.on('did-navigate', (_event, to, status) => say('did-navigate', to, String(status)));
  webContents.on('did-navigate-in-page', (_event, to) => say('in page', to));
  window.loadURL(url).then(
    () => say('loaded', url),
    (error: unknown) => say('not loaded', String(error)),
  );
  return window;
}

function decide(kind: string): (event: { readonly url: string; preventDefault(): void }) => void {
  return (event) => {
    const { pathname } = new URL(event.url);
    say(kind, pathname);
    if (pathname.startsWith('/forbidden')) event.preventDefault();
  };
}

/** A stranger's page below nothing, in a session of its own: goes where /forbidden is not. */
function openGuest(url: string, partition: string): void {
  const window = new BrowserWindow({ width: 500, height: 400, webPreferences: { preload: preloadFile } });
  const view = new WebContentsView({ webPreferences: { partition } });
  const { webContents } = view;
  window.contentView.addChildView(view);
  view.setBounds({ x: 0, y: 80, width: 500, height: 320 });
  webContents.on('will-navigate', decide('guest will-navigate'));
  webContents.on('will-redirect', decide('guest will-redirect'));
  webContents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) decide('guest frame will-navigate')(event);
  });
  webContents.on('did-fail-load', (_event, code, name) => say('guest did-fail-load', String(code), name));
  window.on('closed', () => {
    webContents.close();
    void webContents.session.clearStorageData();
  });
  webContents.loadURL(url).then(
    () => say('guest loaded', new URL(webContents.getURL()).pathname),
    (error: unknown) => say('guest not loaded', String(error)),
  );
}

async function cycle(times: number): Promise<void> {
  for (let round = 0; round < times; round += 1) {
    const window = open('sample://main/index.html');
    const { promise, resolve } = Promise.withResolvers<void>();
    window.webContents.once('did-finish-load', resolve);
    await promise;
    const closed = Promise.withResolvers<void>();
    window.once('closed', closed.resolve);
    window.close();
    await closed.promise;
  }
  say('cycled', String(times));
}

async function seal(): Promise<void> {
  say('available', String(await safeStorage.isAsyncEncryptionAvailable()));
  try {
    const sealed = await safeStorage.encryptStringAsync('the secret');
    await writeFile(sealedFile, sealed);
    say('sealed', sealed.subarray(0, 3).toString());
  } catch (error) {
    say('not sealed', String(error));
  }
}

async function unseal(): Promise<void> {
  try {
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(await readFile(sealedFile));
    say('unsealed', result, 're-encrypt:', String(shouldReEncrypt));
  } catch (error) {
    say('not unsealed', String(error));
  }
}

async function save(): Promise<void> {
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: 'profile.mobileconfig' });
  say('saved', String(canceled), filePath);
}

function notify(): void {
  const notification = new Notification({ title: 'anna@contoso.test needs you', body: 'Sign in again.' });
  notification.on('click', () => say('notification clicked'));
  notification.on('close', () => say('notification closed'));
  notification.show();
}

/** A PNG of one pixel. */
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

function prevent(what: typeof prevented): () => void {
  return () => {
    prevented = what;
  };
}

function showTray(): void {
  const icon = join(app.getPath('userData'), 'tray-ready.png');
  writeFileSync(icon, Buffer.from(pixel, 'base64'));
  const tray = new Tray(nativeImage.createFromPath(icon));
  tray.setToolTip('All accounts ready');
  tray.on('click', () => say('tray clicked'));
  tray.setContextMenu(
    Menu.buildFromTemplate([
      {
        label: 'anna@contoso.test: ready',
        submenu: [{ label: 'Sign in again…', click: () => say('sign in anna') }],
      },
      { type: 'separator' },
      {
        label: 'Start at login',
        type: 'checkbox',
        checked: false,
        click: ({ checked }) => say('at login', String(checked)),
      },
      { label: 'Not now', enabled: false, click: () => say('never') },
      { label: 'Open', id: 'open', click: () => open('sample://main/index.html') },
      {
        label: 'Tick',
        click: () => BrowserWindow.getAllWindows()[0]?.webContents.send('tick', new Map([['n', 1n]])),
      },
      { label: 'Cycle', click: () => void cycle(50) },
      { label: 'Seal', click: () => void seal() },
      { label: 'Unseal', click: () => void unseal() },
      { label: 'Save', click: () => void save() },
      { label: 'Notify', click: notify },
      { label: 'Copy', click: () => void clipboard.writeText('imap 127.0.0.1:1143') },
      { label: 'Browse', click: () => void shell.openExternal('https://entra.microsoft.com/') },
      { label: 'Guest', click: () => openGuest(given('guest') ?? 'about:blank', `guest-${(guests += 1)}`) },
      { label: 'Guest, same session', click: () => openGuest(given('guest') ?? 'about:blank', 'shared') },
      { label: 'Prevent before-quit', click: prevent('before-quit') },
      { label: 'Prevent will-quit', click: prevent('will-quit') },
      { label: 'Prevent close', click: prevent('close') },
      { label: 'Prevent nothing', click: prevent('nothing') },
      { label: 'Exit 7', click: () => app.exit(7) },
      { label: 'Quit', role: 'quit' },
    ]),
  );
}
