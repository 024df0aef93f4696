import { randomUUID } from 'node:crypto';
import { app, BrowserWindow, WebContentsView, type WebContents } from 'electron';
import { pagePreferences } from '../security.ts';
import type { AppPaths } from '../app-paths.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { Language } from '#messages/languages.ts';
import { channels, type SignInBarState } from '../ipc/channels.ts';
import type { IpcRegistrar } from '../ipc/registrar.ts';
import {
  hostOf,
  type NavigationRules,
  signInBarPage,
  isRedirectOf,
  shownAddress,
  signInNavigation,
} from '../navigation.ts';
import { PageQuestions } from './page-questions.ts';
import type { Texts } from '../localizer.ts';

export interface SignInWindowOptions {
  readonly url: string;
  readonly account: string;
  readonly userCode?: string | undefined;
  readonly paths: AppPaths;
  readonly icon: string;
  readonly registrar: IpcRegistrar;
  readonly rules: NavigationRules;
  readonly texts: Texts;
  readonly language: Language;
  readonly logger: Logger;
  /** The window is gone, and nobody called close(): the person wants no more of it. */
  readonly closedByPerson: () => void;
  /** A certificate that is not valid: the sign-in must not go on. */
  readonly distrusted: () => void;
  readonly useBrowser: () => void;
}

const barHeight = 84;
const troubleHeight = 40;
const questionHeight = 76;
/** ERR_ABORTED: the page went elsewhere before it was there, which is how redirects look. */
const aborted = -3;

/**
 * The window of one sign-in: our bar with the address on top, the provider's page below. The page has a session of
 * its own in memory, no preload script, and no way to any other window.
 */
export class SignInWindow {
  readonly #options: SignInWindowOptions;
  readonly #window: BrowserWindow;
  readonly #page: WebContentsView;
  readonly #distrust: () => void;
  readonly #questions: PageQuestions;
  #bar: SignInBarState;
  #atRedirect = false;
  /** The page cannot go on by itself, and the bar says why. */
  #stuck = false;
  #done = false;

  constructor(options: SignInWindowOptions) {
    const { account, userCode, texts, language, paths, icon, registrar, rules, url } = options;
    this.#options = options;
    this.#questions = new PageQuestions({ texts, changed: () => this.#showQuestion() });
    this.#bar = {
      language,
      account: texts('bar.account', { address: account }),
      code: userCode === undefined ? undefined : texts('bar.code', { code: userCode }),
      address: { kind: 'loading', origin: '' },
      addressHint: texts('bar.loading'),
      browserLabel: texts('bar.browser'),
      cancelLabel: texts('bar.cancel'),
    };
    const guarded = pagePreferences();
    comeForward();
    this.#window = new BrowserWindow({
      width: 560,
      height: 760,
      minWidth: 400,
      minHeight: 480,
      title: texts('bar.title', { address: account }),
      icon,
      autoHideMenuBar: true,
      webPreferences: { ...guarded, preload: paths.signInBarPreload },
    });
    // without 'persist:' it is in memory; a new name each time, so that nothing is left from the one before
    this.#page = new WebContentsView({
      webPreferences: { ...guarded, partition: `sign-in-${randomUUID()}` },
    });
    rules.set(this.#page.webContents, signInNavigation(url));
    this.#distrust = registrar.trust(this.#window.webContents, 'sign-in-bar');
    this.#window.contentView.addChildView(this.#page);
    this.#layOut();
    this.#listen();
    // the bar's own title would name the account in a task list with less care
    this.#window.on('page-title-updated', (event) => event.preventDefault());
    this.#load(this.#window.webContents, signInBarPage);
    this.#load(this.#page.webContents, url);
    this.#page.webContents.focus();
  }

  /** Whether a message from the bar is from this window's. */
  isBar(contents: WebContents): boolean {
    return !this.#window.isDestroyed() && this.#window.webContents === contents;
  }

  tellBar(): void {
    if (!this.#window.isDestroyed()) this.#window.webContents.send(channels.barState, this.#bar);
  }

  /** A button of the bar. */
  act(what: 'use-browser' | 'cancel'): void {
    switch (what) {
      case 'use-browser':
        this.close();
        return this.#options.useBrowser();
      case 'cancel':
        return this.#window.close();
    }
  }

  /** What the person said to the bar's question. */
  answer(values: readonly string[]): void {
    this.#questions.answer(values);
  }

  /** Whether it shows how the sign-in went, or what went wrong: something to be read before it goes. */
  get showsOutcome(): boolean {
    return this.#stuck || this.#atRedirect;
  }

  focus(): void {
    comeForward();
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Takes the window away; the person is not asked. */
  close(): void {
    this.#done = true;
    if (!this.#window.isDestroyed()) this.#window.close();
  }

  #listen(): void {
    const { texts, rules } = this.#options;
    const page = this.#page.webContents;
    const { session } = page;
    const arrived = (url: string): void => {
      this.#atRedirect = isRedirectOf(this.#options.url, url);
      this.#stuck = false;
      this.#show({ ...addressIn(url, texts), trouble: undefined });
    };
    page.on('did-navigate', (_event, url) => arrived(url));
    const refused = (event: { readonly url: string }): void => {
      if (rules.get(page)?.(event.url) === true) return;
      this.#show({ trouble: texts('bar.refused', { host: hostOf(event.url) }) });
    };
    // the guard stops it at the first of its events: 'will-navigate' would never be heard
    page.on('will-frame-navigate', (event) => {
      if (event.isMainFrame) refused(event);
    });
    page.on('will-redirect', (event) => {
      if (event.isMainFrame) refused(event);
    });
    page.on('certificate-error', (_event, url, _error, _certificate, _callback, isMainFrame) => {
      if (!isMainFrame) return;
      this.#stuckWith(texts('bar.certificate', { host: hostOf(url) }));
      this.#options.distrusted();
    });
    // a proxy's question only: no server of the provider's asks like that
    page.on('login', (event, { firstAuthAttempt }, info, callback) => {
      if (!info.isProxy) return;
      event.preventDefault();
      this.#questions.askLogin(info, !firstAuthAttempt, callback);
    });
    page.on('select-client-certificate', (event, server, certificates, callback) => {
      event.preventDefault();
      // as the app's event says, and the page's is typed without it: called with nothing, it gives no certificate
      this.#questions.askCertificate(serverName(server), certificates, (chosen) => {
        if (chosen === undefined) Reflect.apply(callback, undefined, []);
        else callback(chosen);
      });
    });
    page.on('did-fail-load', (_event, code, reason, url, isMainFrame) => {
      if (!isMainFrame || code === aborted || this.#bar.trouble !== undefined) return;
      this.#stuckWith(texts('bar.unreachable', { host: hostOf(url), reason }));
    });
    page.on('render-process-gone', () => this.#stuckWith(texts('bar.gone')));
    this.#window.on('resize', () => this.#layOut());
    this.#window.once('closed', () => {
      this.#questions.end();
      this.#distrust();
      if (!page.isDestroyed()) page.close();
      session.clearStorageData().catch((error: unknown) => {
        this.#options.logger.warn('what a sign-in page left in memory could not be cleared', { error });
      });
      if (!this.#done) this.#options.closedByPerson();
    });
  }

  #stuckWith(trouble: string): void {
    this.#stuck = true;
    this.#show({ trouble });
  }

  #showQuestion(): void {
    const { shown } = this.#questions;
    this.#show({ question: shown });
    if (this.#window.isDestroyed()) return;
    const contents = shown === undefined ? this.#page.webContents : this.#window.webContents;
    if (!contents.isDestroyed()) contents.focus();
  }

  #show(change: Partial<SignInBarState>): void {
    this.#bar = { ...this.#bar, ...change };
    this.#layOut();
    this.tellBar();
  }

  #layOut(): void {
    if (this.#window.isDestroyed()) return;
    const { width, height } = this.#window.getContentBounds();
    const { trouble, question } = this.#bar;
    const top =
      barHeight + (trouble === undefined ? 0 : troubleHeight) + (question === undefined ? 0 : questionHeight);
    this.#page.setBounds({ x: 0, y: top, width, height: Math.max(0, height - top) });
  }

  #load(contents: WebContents, url: string): void {
    contents.loadURL(url).catch((error: unknown) => {
      // the page's own troubles are shown in the bar; a redirect or a closed window is none
      this.#options.logger.debug('a page of a sign-in did not load as asked', { error });
    });
  }
}

/** macOS: beside the clock only, we are not the active application, and a window of ours would open behind others. */
function comeForward(): void {
  if (process.platform === 'darwin') app.focus({ steal: true });
}

function addressIn(url: string, texts: Texts): Pick<SignInBarState, 'address' | 'addressHint'> {
  const address = shownAddress(url);
  return { address, addressHint: texts(`bar.${address.kind}`) };
}

/** Who asks for a certificate: Electron gives the host and the port, which its documentation calls a URL. */
function serverName(server: string): string {
  return hostOf(server.includes('://') ? server : `https://${server}`) || server;
}
