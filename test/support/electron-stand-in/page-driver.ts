import { randomBytes } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { CDPSession, Page } from 'playwright-core';
import { FrameTree } from './frame-tree.ts';
import { LoadError } from './net-error.ts';
import { pageWorldSource, preloadWorldSource, titleWorldSource } from './page/worlds.ts';
import { RequestGate } from './request-gate.ts';
import { fromChromium, toChromium } from './scheme-address.ts';
import { StandInSession } from './session.ts';
import type { StandInFrame } from './web-frame.ts';

/** A navigation that asks whether it may. */
export interface Navigation {
  readonly kind: 'navigate' | 'redirect';
  readonly url: string;
  readonly isMainFrame: boolean;
  readonly frame: StandInFrame | null;
}

/** What the page says to its WebContents. URLs are the app's. */
export interface PageWatcher {
  /** False: it may not. */
  mayNavigate(navigation: Navigation): boolean;
  navigated(url: string, status: number, statusText: string): void;
  navigatedInPage(url: string, isMainFrame: boolean): void;
  failed(error: LoadError, isMainFrame: boolean): void;
  domReady(): void;
  loaded(): void;
  titled(title: string): void;
  wantsWindow(url: string, name: string): void;
  /** Resolves with whether to trust it all the same. */
  badCertificate(url: string, error: string): Promise<boolean>;
  /** Words of the preload's ipcRenderer. */
  said(
    frame: StandInFrame,
    words: readonly unknown[],
    reply: (kind: string, id: unknown, text: string) => void,
  ): void;
  crashed(): void;
  closed(): void;
}

export interface PageDriverOptions {
  readonly session: StandInSession;
  readonly contents: EventEmitter;
  readonly watcher: PageWatcher;
  /** The preload script's source. */
  readonly preload: string | undefined;
}

interface Open {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly targetId: string;
}

/** One page of Chromium with its frames, worlds and requests. Everything waits until it is open. */
export class PageDriver {
  readonly frames = new FrameTree();
  readonly #token = `bridge${randomBytes(8).toString('hex')}`;
  readonly #titleToken = `title${randomBytes(8).toString('hex')}`;
  readonly #options: PageDriverOptions;
  readonly #gate: RequestGate;
  readonly #open: Promise<Open>;
  readonly #answers = new Map<string, { readonly status: number; readonly text: string }>();
  readonly #waiting = new Set<PromiseWithResolvers<void>>();
  #closed = false;
  #navigating: string | undefined;
  #certificateError: string | undefined;

  constructor(options: PageDriverOptions) {
    this.#options = options;
    this.#gate = new RequestGate(options.session, options.contents, this.frames, options.watcher);
    this.#open = this.#begin();
    // whoever waits for it is told; nobody has to
    this.#open.catch(() => undefined);
  }

  get targetId(): Promise<string> {
    return this.#open.then(({ targetId }) => targetId);
  }

  /** Resolves when the page has loaded, rejects with a LoadError. */
  async navigate(url: string): Promise<void> {
    const { cdp } = await this.#opened(url);
    const address = toChromium(url);
    this.#navigating = url;
    this.#certificateError = undefined;
    this.#gate.expect(address);
    const loaded = Promise.withResolvers<void>();
    // it may never be waited for
    loaded.promise.catch(() => undefined);
    this.#waiting.add(loaded);
    try {
      const answer = await cdp.send('Page.navigate', { url: address }).catch((error: unknown) => {
        if (this.#closed) throw new LoadError('ERR_FAILED', url);
        throw error;
      });
      if (answer.errorText !== undefined && answer.errorText !== '') {
        const error = new LoadError(
          this.#certificateError ?? this.#gate.errorFor(url) ?? answer.errorText,
          url,
        );
        this.#options.watcher.failed(error, true);
        throw error;
      }
      this.#navigating = undefined;
      // without a loader it was a move within the page
      if (answer.loaderId !== undefined) await loaded.promise;
    } finally {
      this.#navigating = undefined;
      this.#waiting.delete(loaded);
    }
  }

  /** Gives the preload's ipcRenderer something; nothing happens where there is none (yet). */
  async tell(kind: string, name: unknown, text: string): Promise<void> {
    const { cdp } = await this.#open;
    const contextId = this.frames.mainWorld(this.#token);
    if (contextId === undefined) return;
    const words = [kind, name, text].map((word) => JSON.stringify(word)).join(', ');
    const expression = `globalThis[${JSON.stringify(`${this.#token} receive`)}](${words})`;
    await cdp.send('Runtime.evaluate', { expression, contextId }).catch((error: unknown) => {
      // the page may go to another one, or close, while this is on its way
      if (!this.#closed && this.frames.mainWorld(this.#token) === contextId) throw error;
    });
  }

  async resize(width: number, height: number): Promise<void> {
    const { page } = await this.#open;
    if (!this.#closed && width > 0 && height > 0)
      await page.setViewportSize({ width, height }).catch(this.#unlessClosed);
  }

  async stop(): Promise<void> {
    const { cdp } = await this.#open;
    await cdp.send('Page.stopLoading').catch(this.#unlessClosed);
  }

  /**
   * Tells the page that it is being left, as Chromium does before a window closes: what its preload says then is
   * heard. A page that does not come to an end is not waited for.
   */
  async leave(): Promise<void> {
    const open = await this.#open.catch(() => undefined);
    const contextId = this.frames.mainWorld('');
    if (open === undefined || this.#closed || contextId === undefined) return;
    const expression = "void window.dispatchEvent(new PageTransitionEvent('pagehide'))";
    await open.cdp.send('Runtime.evaluate', { expression, contextId, timeout: 500 }).catch(() => undefined);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#end();
    const open = await this.#open.catch(() => undefined);
    if (open === undefined) return;
    await StandInSession.closePage(this.#options.session, open.page);
  }

  readonly #unlessClosed = (error: unknown): void => {
    if (!this.#closed) throw error;
  };

  async #opened(url: string): Promise<Open> {
    const open = await this.#open;
    if (this.#closed) throw new LoadError('ERR_FAILED', url);
    return open;
  }

  #end(): void {
    this.#closed = true;
    this.frames.end();
    for (const one of this.#waiting) one.reject(new LoadError('ERR_FAILED', this.#navigating ?? ''));
    this.#waiting.clear();
  }

  async #begin(): Promise<Open> {
    const { session, contents, watcher } = this.#options;
    const page = await StandInSession.openPage(session, contents);
    const cdp = await page.context().newCDPSession(page);
    page.once('close', () => {
      if (this.#closed) return;
      this.#end();
      void StandInSession.closePage(session, page);
      watcher.closed();
    });
    page.on('crash', () => watcher.crashed());
    this.#listen(cdp);
    const [{ targetInfo }, { frameTree }] = await Promise.all([
      cdp.send('Target.getTargetInfo'),
      cdp.send('Page.getFrameTree'),
      cdp.send('Page.enable'),
      cdp.send('Network.enable'),
      cdp.send('Security.enable'),
      cdp.send('Security.setOverrideCertificateErrors', { override: true }),
    ]);
    this.frames.begin(frameTree.frame.id);
    await this.#gate.open(cdp, page, targetInfo.browserContextId);
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: pageWorldSource(this.#token) });
    await cdp.send('Runtime.addBinding', { name: this.#titleToken, executionContextName: this.#titleToken });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: titleWorldSource(this.#titleToken),
      worldName: this.#titleToken,
    });
    await this.#addPreload(cdp);
    await cdp.send('Runtime.enable');
    return { page, cdp, targetId: targetInfo.targetId };
  }

  async #addPreload(cdp: CDPSession): Promise<void> {
    const { preload } = this.#options;
    if (preload === undefined) return;
    await cdp.send('Runtime.addBinding', { name: this.#token, executionContextName: this.#token });
    const { platform, arch, versions } = process;
    const facts = {
      token: this.#token,
      platform,
      arch,
      versions: { node: versions.node, chrome: versions.v8 },
    };
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: preloadWorldSource(facts, preload),
      worldName: this.#token,
    });
  }

  #listen(cdp: CDPSession): void {
    const { watcher } = this.#options;
    const { frames } = this;
    cdp.on('Page.frameAttached', (event) => frames.attached(event));
    cdp.on('Page.frameDetached', (event) => frames.detached(event));
    cdp.on('Page.frameNavigated', ({ frame }) => {
      const url = frames.moved(frame.id, `${frame.url}${frame.urlFragment ?? ''}`);
      if (!frames.isMain(frame.id) || frame.unreachableUrl !== undefined) return;
      const { status = 200, text = 'OK' } = this.#answers.get(frame.id) ?? {};
      watcher.navigated(url, status, text);
    });
    cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      watcher.navigatedInPage(frames.moved(frameId, url), frames.isMain(frameId));
    });
    cdp.on('Page.domContentEventFired', () => watcher.domReady());
    cdp.on('Page.loadEventFired', () => {
      for (const one of this.#waiting) one.resolve();
      watcher.loaded();
    });
    cdp.on('Page.windowOpen', ({ url, windowName }) => watcher.wantsWindow(fromChromium(url), windowName));
    cdp.on('Page.frameRequestedNavigation', ({ frameId, url, disposition }) => {
      if (disposition === 'currentTab')
        this.#gate.askedFor(frameId, url, (address) => this.navigate(address));
    });
    cdp.on('Network.responseReceived', ({ type, frameId, response }) => {
      if (type !== 'Document' || frameId === undefined) return;
      this.#answers.set(frameId, { status: response.status, text: response.statusText });
    });
    cdp.on('Network.loadingFailed', ({ type, errorText, canceled }) => {
      if (type !== 'Document' || canceled === true || this.#navigating !== undefined) return;
      watcher.failed(new LoadError(this.#certificateError ?? errorText, this.#gate.lastUrl), true);
    });
    cdp.on('Security.certificateError', ({ eventId, errorType, requestURL }) => {
      this.#certificateError = errorType;
      void watcher
        .badCertificate(fromChromium(requestURL), errorType)
        .then((trusted) => {
          if (trusted) this.#certificateError = undefined;
          return cdp.send('Security.handleCertificateError', {
            eventId,
            action: trusted ? 'continue' : 'cancel',
          });
        })
        .catch(this.#unlessClosed);
    });
    cdp.on('Runtime.executionContextCreated', (event) => frames.worldMade(event));
    cdp.on('Runtime.executionContextDestroyed', (event) => frames.worldGone(event.executionContextId));
    cdp.on('Runtime.executionContextsCleared', () => frames.worldsGone());
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      const frame = frames.frameOfWorld(executionContextId);
      if (frame === undefined) return;
      if (name === this.#titleToken && frame === frames.main) watcher.titled(payload);
      if (name !== this.#token) return;
      const words: unknown = JSON.parse(payload);
      watcher.said(frame, Array.isArray(words) ? words : [], (kind, id, text) => {
        // an answer to a page that is gone has no place to go to
        if (this.frames.frameOfWorld(executionContextId) === frame) void this.tell(kind, id, text);
      });
    });
  }
}
