import { app, protocol, session, type Session, type WebContents, type WebPreferences } from 'electron';
import type { Logger } from '#core/logging/logger.ts';
import { loadScreenFiles, screenHeaders, type ScreenFiles } from '#core/screens/screen-files.ts';
import { appScheme, hostOf, type NavigationRules } from './navigation.ts';

/** Before the app is ready: pages of app:// have an origin of their own and count as secure. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * Whether pages are shown within Chromium's sandbox. An AppImage starts without it where the system gives programs no user
 * namespaces, and `app.enableSandbox()` does not bring it back.
 */
export function hasSandbox(): boolean {
  return !app.commandLine.hasSwitch('no-sandbox');
}

/** Serves app:// in the default session only: a sign-in's session does not know it. */
export function serveAppFiles(files: AppFiles): void {
  protocol.handle(appScheme, (request) => files.answer(request));
}

/** Before any page is there: what holds for every page and every session that will ever be made. */
export function guardPages(logger: Logger): NavigationRules {
  const rules: NavigationRules = new WeakMap();
  app.on('session-created', denyPermissions);
  app.on('web-contents-created', (_event, contents) => guardPage(contents, rules, logger));
  app.on('certificate-error', (event, _contents, url, error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
    logger.warn('a page with a certificate that is not valid was refused', { host: hostOf(url), error });
  });
  // never a certificate of this person to a page that asks for one, unless its window has asked the person
  app.on('select-client-certificate', (event, _contents, _url, _list, callback) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    callback();
  });
  return rules;
}

/** Once the app is ready: the default session may have been made before anybody listened. */
export function guardDefaultSession(): void {
  denyPermissions(session.defaultSession);
}

const guarded = new WeakSet<Session>();

function denyPermissions(of: Session): void {
  if (guarded.has(of)) return;
  guarded.add(of);
  of.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  of.setPermissionCheckHandler(() => false);
  of.setDevicePermissionHandler(() => false);
  of.on('will-download', (event) => event.preventDefault());
}

function guardPage(contents: WebContents, rules: NavigationRules, logger: Logger): void {
  const decide = (event: { preventDefault(): void; readonly url: string }): void => {
    if (rules.get(contents)?.(event.url) === true) return;
    event.preventDefault();
    logger.warn('a page was kept from leaving', { host: hostOf(event.url) });
  };
  contents.on('will-navigate', decide);
  contents.on('will-redirect', decide);
  contents.on('will-frame-navigate', decide);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** What every page is shown with: no Node, no bridge but the preload script's, developer tools in a checkout only. */
export function pagePreferences(): WebPreferences {
  return {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: false,
    devTools: !app.isPackaged,
  };
}

/** The pages have the bridge, and nothing to fetch. */
const headers = screenHeaders("'none'");

/** Answers requests for app:// with the built pages of each origin. */
export class AppFiles {
  readonly #origins = new Map<string, ScreenFiles>();

  /** Takes a folder's files as those of an origin. A folder that is not there has none. */
  async add(origin: string, folder: string): Promise<void> {
    this.#origins.set(origin, await loadScreenFiles(folder).catch(() => new Map()));
  }

  answer({ url, method }: Pick<Request, 'url' | 'method'>): Response {
    if (method !== 'GET') return new Response(null, { status: 405, headers });
    const asked = URL.canParse(url) ? new URL(url) : undefined;
    const origin = `${asked?.protocol ?? ''}//${asked?.host ?? ''}`;
    const file = this.#origins.get(origin)?.get(asked?.pathname || '/');
    if (file === undefined) return new Response(null, { status: 404, headers });
    return new Response(file.content, { headers: { ...headers, 'Content-Type': file.mediaType } });
  }
}
