import { randomUUID } from 'node:crypto';
import { app, BrowserWindow, WebContentsView, type WebContents } from 'electron';
import { pagePreferences } from '../security.ts';
import type { AppPaths } from '../app-paths.ts';
import type { Logger } from '#core/logging/logger.ts';
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
import type { Localizer } from '../localizer.ts';

export interface SignInWindowOptions {
  readonly url: string;
  readonly account: string;
  readonly userCode?: string | undefined;
  readonly paths: AppPaths;
  readonly icon: string;
  readonly registrar: IpcRegistrar;
  readonly rules: NavigationRules;
  readonly localizer: Pick<Localizer, 'texts' | 'language'>;
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
  #address: SignInBarState['address'] = { kind: 'loading', origin: '' };
  #trouble: (() => string) | undefined;
  /** The sign-in has ended: its page is of no use in a browser either. */
  #over = false;
  #atRedirect = false;
  /** The page cannot go on by itself, and the bar says why. */
  #stuck = false;
  #done = false;

  constructor(options: SignInWindowOptions) {
    const { paths, icon, registrar, rules, url } = options;
    const { texts } = options.localizer;
    this.#options = options;
    this.#questions = new PageQuestions({ texts, changed: () => this.#showQuestion() });
    const guarded = pagePreferences();
    comeForward();
    this.#window = new BrowserWindow({
      width: 560,
      height: 760,
      // narrower, the bar's words would take more lines than it has
      minWidth: 480,
      minHeight: 480,
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
    this.redraw();
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
    if (!this.#window.isDestroyed()) this.#window.webContents.send(channels.barState, this.#bar());
  }

  /** Shows all in the language of the moment. */
  redraw(): void {
    const { account: address, localizer } = this.#options;
    if (this.#window.isDestroyed()) return;
    this.#window.setTitle(localizer.texts('bar.title', { address }));
    this.#show();
  }

  /** The sign-in has ended, and the window stays so that the person can read how. */
  ended(): void {
    this.#over = true;
    this.#show();
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
    const { rules, localizer } = this.#options;
    const { texts } = localizer;
    const page = this.#page.webContents;
    const { session } = page;
    const arrived = (url: string): void => {
      this.#atRedirect = isRedirectOf(this.#options.url, url);
      this.#stuck = false;
      this.#address = shownAddress(url);
      this.#trouble = undefined;
      this.#show();
    };
    page.on('did-navigate', (_event, url) => arrived(url));
    const refused = (event: { readonly url: string }): void => {
      if (rules.get(page)?.(event.url) === true) return;
      this.#trouble = () => texts('bar.refused', { host: hostOf(event.url) });
      this.#show();
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
      this.#stuckWith(() => texts('bar.certificate', { host: hostOf(url) }));
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
      if (!isMainFrame || code === aborted || this.#trouble !== undefined) return;
      this.#stuckWith(() => texts('bar.unreachable', { host: hostOf(url), reason }));
    });
    page.on('render-process-gone', () => this.#stuckWith(() => texts('bar.gone')));
    this.#window.on('resize', () => this.#layOut());
    // Tab goes round within each of the two: F6 goes from one to the other, as in a browser
    const bar = this.#window.webContents;
    goesOver(page, bar);
    goesOver(bar, page);
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

  #stuckWith(trouble: () => string): void {
    this.#stuck = true;
    this.#trouble = trouble;
    this.#show();
  }

  #showQuestion(): void {
    const { shown } = this.#questions;
    this.#show();
    if (this.#window.isDestroyed()) return;
    const contents = shown === undefined ? this.#page.webContents : this.#window.webContents;
    if (!contents.isDestroyed()) contents.focus();
  }

  #show(): void {
    this.#layOut();
    this.tellBar();
  }

  #bar(): SignInBarState {
    const { account: address, userCode: code, localizer } = this.#options;
    const { texts, language } = localizer;
    return {
      language,
      account: texts('bar.account', { address }),
      code: code === undefined ? undefined : texts('bar.code', { code }),
      address: this.#address,
      addressHint: texts(`bar.${this.#address.kind}`),
      trouble: this.#trouble?.(),
      question: this.#questions.shown,
      browserLabel: this.#over ? undefined : texts('bar.browser'),
      cancelLabel: texts(this.#over ? 'bar.close' : 'bar.cancel'),
    };
  }

  #layOut(): void {
    if (this.#window.isDestroyed()) return;
    const { width, height } = this.#window.getContentBounds();
    const top =
      barHeight +
      (this.#trouble === undefined ? 0 : troubleHeight) +
      (this.#questions.shown === undefined ? 0 : questionHeight);
    this.#page.setBounds({ x: 0, y: top, width, height: Math.max(0, height - top) });
  }

  #load(contents: WebContents, url: string): void {
    contents.loadURL(url).catch((error: unknown) => {
      // the page's own troubles are shown in the bar; a redirect or a closed window is none
      this.#options.logger.debug('a page of a sign-in did not load as asked', { error });
    });
  }
}

/** Has F6 take the focus from one page to another. */
function goesOver(from: WebContents, to: WebContents): void {
  from.on('before-input-event', (event, { type, key }) => {
    if (type !== 'keyDown' || key !== 'F6') return;
    event.preventDefault();
    to.focus();
  });
}

/** macOS: beside the clock only, we are not the active application, and a window of ours would open behind others. */
function comeForward(): void {
  if (process.platform === 'darwin') app.focus({ steal: true });
}

/** Who asks for a certificate: Electron gives the host and the port, which its documentation calls a URL. */
function serverName(server: string): string {
  return hostOf(server.includes('://') ? server : `https://${server}`) || server;
}
