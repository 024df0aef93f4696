import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type Electron from 'electron';
import { app } from './app.ts';
import { changed } from './changes.ts';
import { ipcMain, type InvokeEvent, StandInIpcMain } from './ipc-main.ts';
import type { LoadError } from './net-error.ts';
import { encodeClone } from './page/clone-text.ts';
import { type Navigation, PageDriver, type PageWatcher } from './page-driver.ts';
import { StandInEvent } from './stand-in-event.ts';
import { StandInSession } from './session.ts';
import type { StandInFrame } from './web-frame.ts';

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

let nextId = 1;

/** A page of the app: Electron's WebContents over one page of Chromium. */
export class StandInWebContents extends EventEmitter {
  static readonly #all = new Map<number, StandInWebContents>();
  /** Pages that are closing still. */
  static readonly #closing = new Set<Promise<void>>();

  readonly id = nextId++;
  readonly session: StandInSession;
  readonly #driver: PageDriver;
  readonly #preload: string | undefined;
  #destroyed = false;
  #title = '';
  #openHandler: OpenHandler | undefined;

  constructor(preferences: Electron.WebPreferences = {}) {
    super();
    StandInWebContents.#check(preferences);
    const { session, partition, preload } = preferences;
    this.#preload = preload;
    if (session !== undefined && !(session instanceof StandInSession)) throw new TypeError('not a session');
    this.session = session ?? StandInSession.fromPartition(partition ?? '');
    this.#driver = new PageDriver({
      session: this.session,
      contents: this,
      watcher: this.#watcher(),
      preload: preload === undefined ? undefined : readFileSync(preload, 'utf8'),
    });
    StandInWebContents.#all.set(this.id, this);
    app.emit('web-contents-created', new StandInEvent(), this);
  }

  static getAllWebContents(): StandInWebContents[] {
    return [...StandInWebContents.#all.values()];
  }

  static fromId(id: number): StandInWebContents | undefined {
    return StandInWebContents.#all.get(id);
  }

  /** Chromium's name of the page, by which a test finds it. */
  static targetId(one: StandInWebContents): Promise<string> {
    return one.#driver.targetId;
  }

  /** The page's size is that of its window or view. */
  static resize(one: StandInWebContents, width: number, height: number): void {
    if (!one.#destroyed) void one.#driver.resize(width, height);
  }

  /** Tells the page that it is being left; what it says then is heard. Never rejects. */
  static async leave(one: StandInWebContents): Promise<void> {
    if (!one.#destroyed) await one.#driver.leave();
  }

  /** Resolves when every page that was closed is gone from Chromium too. */
  static async closed(): Promise<void> {
    while (StandInWebContents.#closing.size > 0) await Promise.all(StandInWebContents.#closing);
  }

  get mainFrame(): StandInFrame {
    return this.#driver.frames.main;
  }

  async loadURL(url: string, _options?: Electron.LoadURLOptions): Promise<void> {
    this.#mustLive();
    await this.#driver.navigate(new URL(url).href);
  }

  stop(): void {
    if (!this.#destroyed) void this.#driver.stop();
  }

  getURL(): string {
    this.#mustLive();
    return this.mainFrame.url;
  }

  getTitle(): string {
    this.#mustLive();
    return this.#title;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  focus(): void {
    this.#mustLive();
    this.emit('focus');
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  /** Throws at once for what cannot be cloned; is lost where no preload listens yet, as in Electron. */
  send(channel: string, ...values: unknown[]): void {
    this.#mustLive();
    const text = encodeClone(values);
    void this.#driver.tell('message', channel, text);
  }

  close(_options?: Electron.CloseOpts): void {
    this.#end(() => this.#driver.close());
  }

  #mustLive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }

  #end(close: () => Promise<void>): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    StandInWebContents.#all.delete(this.id);
    const closing = close().finally(() => {
      StandInWebContents.#closing.delete(closing);
      changed();
    });
    StandInWebContents.#closing.add(closing);
    this.emit('destroyed');
    changed();
  }

  /** Chromium may still speak of a page that the app has done with. */
  #tell(name: string, ...values: unknown[]): void {
    if (!this.#destroyed) this.emit(name, ...values);
  }

  #watcher(): PageWatcher {
    return {
      mayNavigate: (navigation) => this.#mayNavigate(navigation),
      navigated: (url, status, statusText) => {
        this.#tell('did-navigate', new StandInEvent(), url, status, statusText);
        changed();
      },
      navigatedInPage: (url, isMainFrame) => {
        this.#tell('did-navigate-in-page', new StandInEvent(), url, isMainFrame);
        changed();
      },
      failed: ({ errno, code, url }: LoadError, isMainFrame) => {
        this.#tell('did-fail-load', new StandInEvent(), errno, code, url, isMainFrame);
      },
      domReady: () => this.#tell('dom-ready', new StandInEvent()),
      loaded: () => {
        // nothing but what was asked for counts, not the blank page that each one begins with
        if (this.mainFrame.url === '' || this.mainFrame.url === 'about:blank') return;
        this.#tell('did-finish-load');
        changed();
      },
      titled: (title) => {
        if (title === this.#title) return;
        this.#title = title;
        this.#tell('page-title-updated', new StandInEvent(), title, true);
        changed();
      },
      wantsWindow: (url, frameName) => this.#wantsWindow(url, frameName),
      badCertificate: (url, error) => this.#badCertificate(url, error),
      said: (frame, words, reply) => this.#said(frame, words, reply),
      crashed: () => {
        if (this.#destroyed) return;
        this.#tell('render-process-gone', new StandInEvent(), { reason: 'crashed', exitCode: 1 });
        app.emit('render-process-gone', new StandInEvent(), this, { reason: 'crashed', exitCode: 1 });
      },
      closed: () => this.#end(() => Promise.resolve()),
    };
  }

  #mayNavigate({ kind, url, isMainFrame, frame }: Navigation): boolean {
    if (this.#destroyed) return false;
    const details = { url, isMainFrame, isSameDocument: false, frame, initiator: frame };
    const ask = (name: string): boolean => {
      const event = StandInEvent.of(details);
      this.#tell(name, event, url, false, isMainFrame);
      return !event.defaultPrevented;
    };
    if (kind === 'redirect') return ask('will-redirect');
    return ask('will-frame-navigate') && (!isMainFrame || ask('will-navigate'));
  }

  #wantsWindow(url: string, frameName: string): void {
    const answer = this.#openHandler?.({
      url,
      frameName,
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: this.mainFrame.url, policy: 'strict-origin-when-cross-origin' },
    });
    if (answer?.action === 'allow') throw new Error('the stand-in opens no windows for pages');
  }

  #badCertificate(url: string, error: string): Promise<boolean> {
    if (this.#destroyed) return Promise.resolve(false);
    return new Promise((resolve) => {
      const certificate = { data: '', fingerprint: '', issuerName: '', serialNumber: '', subjectName: '' };
      const told = [url, `net::${error}`, certificate, resolve, true];
      const event = new StandInEvent();
      // who prevents the default answers
      this.#tell('certificate-error', event, ...told);
      if (!event.defaultPrevented) app.emit('certificate-error', event, this, ...told);
      if (!event.defaultPrevented) resolve(false);
    });
  }

  /** As Electron asks: the page first, then the app, then nobody. */
  static askProxyLogin(
    one: StandInWebContents,
    { host, port, first }: { readonly host: string; readonly port: number; readonly first: boolean },
  ): Promise<readonly string[]> {
    return new Promise((resolve) => {
      const details = { url: one.getURL(), pid: 0, isRequestForNavigation: true, firstAuthAttempt: first };
      const info = { isProxy: true, scheme: 'basic', host, port, realm: '' };
      const answer = (...given: (string | undefined)[]): void =>
        resolve(given.filter((value) => value !== undefined));
      const event = new StandInEvent();
      one.#tell('login', event, details, info, answer);
      if (!event.defaultPrevented) app.emit('login', event, one, details, info, answer);
      if (!event.defaultPrevented) resolve([]);
    });
  }

  /** Electron tells the page and the app of one event, with the server's host and port; nobody prevented it: the first of the list is given. */
  static askCertificate(
    one: StandInWebContents,
    { server, subjects }: { readonly server: string; readonly subjects: readonly string[] },
  ): Promise<string> {
    return new Promise((resolve) => {
      const list = subjects.map((subjectName) => ({ subjectName, issuerName: 'stand-in', validExpiry: 0 }));
      const answer = (given?: { readonly subjectName: string }): void => resolve(given?.subjectName ?? '');
      const event = new StandInEvent();
      one.#tell('select-client-certificate', event, server, list, answer);
      app.emit('select-client-certificate', event, one, server, list, answer);
      if (!event.defaultPrevented) answer(list[0]);
    });
  }

  #said(
    frame: StandInFrame,
    [kind, id, channel, text]: readonly unknown[],
    reply: (kind: string, id: unknown, text: string) => void,
  ): void {
    if (this.#destroyed) return;
    const event: InvokeEvent = { sender: this, senderFrame: frame };
    switch (kind) {
      case 'invoke':
        void StandInIpcMain.invoked(ipcMain, String(channel), event, String(text), (outcome, content) =>
          reply(outcome, id, content),
        );
        return;
      case 'send':
        StandInIpcMain.sent(ipcMain, String(channel), event, String(text));
        return;
      default: {
        const error = new Error(String(text));
        process.stderr.write(`Unable to load preload script: ${error.message}\n`);
        this.#tell('preload-error', new StandInEvent(), this.#preload ?? '', error);
      }
    }
  }

  /** The stand-in has only the safe way to run a page, and says so rather than pretend. */
  static #check(wanted: Electron.WebPreferences): void {
    const { sandbox, contextIsolation, webSecurity, nodeIntegration, webviewTag } = wanted;
    if (
      [sandbox, contextIsolation, webSecurity].includes(false) ||
      [nodeIntegration, webviewTag].includes(true)
    )
      throw new Error(
        'the stand-in has only sandboxed, isolated pages with web security, without Node and without webviews',
      );
  }
}
