import type { EventEmitter } from 'node:events';
import type { CDPSession, Page } from 'playwright-core';
import type { FrameTree, PausedRequest } from './frame-tree.ts';
import type { PageWatcher } from './page-driver.ts';
import { StandInProtocol } from './protocol.ts';
import { fromChromium, ownAddresses, ownScheme, toChromium } from './scheme-address.ts';
import { StandInSession } from './session.ts';

/** Where every document that a page asks for is stopped, asked about, and let through or served by the app. */
export class RequestGate {
  readonly #session: StandInSession;
  readonly #contents: EventEmitter;
  readonly #frames: FrameTree;
  readonly #watcher: PageWatcher;
  readonly #refusals = new Map<string, string>();
  /** What the app itself loads, which is asked of nobody; '' for whatever comes next. */
  #expected: string | undefined;
  #lastUrl = '';
  #browserContextId: string | undefined;

  constructor(session: StandInSession, contents: EventEmitter, frames: FrameTree, watcher: PageWatcher) {
    this.#session = session;
    this.#contents = contents;
    this.#frames = frames;
    this.#watcher = watcher;
  }

  get lastUrl(): string {
    return this.#lastUrl;
  }

  /** The app loads this address of Chromium. */
  expect(address: string): void {
    this.#expected = address;
    this.#refusals.clear();
  }

  /** Why a URL of the app's own could not be served. */
  errorFor(url: string): string | undefined {
    return this.#refusals.get(url.replace(/#.*$/, ''));
  }

  /** Begins, with what the page's target is called. */
  async open(cdp: CDPSession, page: Page, browserContextId: string | undefined): Promise<void> {
    this.#browserContextId = browserContextId;
    cdp.on('Fetch.requestPaused', (event) => {
      void this.#pass(cdp, event).catch((error: unknown) => {
        // the page may be gone before its request is answered
        if (!page.isClosed() && !/Invalid InterceptionId|closed/.test(String(error))) throw error;
      });
    });
    await cdp.send('Fetch.enable', {
      patterns: [{ urlPattern: '*', resourceType: 'Document' }, { urlPattern: ownAddresses }],
    });
  }

  /**
   * A page wants to go somewhere. What Chromium asks the network for comes through the gate; a scheme of the
   * app's own or of another program does not, and is asked about here.
   */
  askedFor(frameId: string, url: string, navigate: (url: string) => Promise<void>): void {
    if (/^(?:https?|about|blob|data|javascript):/i.test(url)) return;
    const isMainFrame = this.#frames.isMain(frameId);
    const allowed = this.#watcher.mayNavigate({
      kind: 'navigate',
      url,
      isMainFrame,
      frame: this.#frames.frame(frameId) ?? null,
    });
    if (allowed && isMainFrame && ownScheme(url) !== undefined) void navigate(url).catch(() => undefined);
  }

  async #pass(cdp: CDPSession, event: PausedRequest): Promise<void> {
    const { requestId, request, frameId, resourceType } = event;
    const address = `${request.url}${request.urlFragment ?? ''}`;
    const url = fromChromium(address);
    if (resourceType === 'Document') {
      const isMainFrame = this.#frames.isMain(frameId);
      if (isMainFrame) this.#lastUrl = url;
      if (!this.#mayLoad(address, event)) {
        await cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        return;
      }
      if (isMainFrame) {
        await StandInSession.decidePermissions(this.#session, {
          contents: this.#contents,
          url,
          address: request.url,
          browserContextId: this.#browserContextId,
        });
      }
    }
    const scheme = ownScheme(request.url);
    if (scheme === undefined) await cdp.send('Fetch.continueRequest', { requestId });
    else await this.#serve(cdp, scheme, event);
  }

  #mayLoad(address: string, event: PausedRequest): boolean {
    const isMainFrame = this.#frames.isMain(event.frameId);
    const redirect = event.redirectedRequestId !== undefined;
    if (isMainFrame && !redirect && this.#expected !== undefined) {
      const ours = this.#expected === '' || sameDocument(this.#expected, address);
      this.#expected = undefined;
      if (ours) return true;
    }
    return this.#watcher.mayNavigate({
      kind: redirect ? 'redirect' : 'navigate',
      url: fromChromium(address),
      isMainFrame,
      frame: this.#frames.frame(event.frameId) ?? null,
    });
  }

  async #serve(cdp: CDPSession, scheme: string, event: PausedRequest): Promise<void> {
    const { requestId, request } = event;
    const url = fromChromium(request.url);
    let response: Response | undefined;
    try {
      const body = request.postData;
      response = await StandInProtocol.answer(
        this.#session.protocol,
        scheme,
        new Request(url, {
          method: request.method,
          headers: request.headers,
          body,
        }),
      );
    } catch (error) {
      process.emitWarning(`protocol handler failed: ${String(error)}`);
      this.#refusals.set(url, 'ERR_UNEXPECTED');
      await cdp.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
      return;
    }
    if (response === undefined) {
      this.#refusals.set(url, 'ERR_UNKNOWN_URL_SCHEME');
      await cdp.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
      return;
    }
    await cdp.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({
        name,
        value: translated(name, value),
      })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    });
  }
}

/** A redirect leads to an address of Chromium. */
function translated(name: string, value: string): string {
  return name === 'location' ? toChromium(value) : value;
}

function withoutFragment(address: string): string {
  return new URL(address).href.replace(/#.*$/, '');
}

function sameDocument(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && withoutFragment(one) === withoutFragment(other);
}
