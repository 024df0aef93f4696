import type { Language } from '#messages/languages.ts';
import { type Message, msg } from '#messages/message.ts';
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import {
  listenOnLoopback,
  ownHosts,
  parseLoopbackAddress,
  type LoopbackAddress,
} from './loopback-address.ts';
import { failure } from './token-errors.ts';
import {
  languageOfBrowser,
  pageLanguage,
  notePage,
  outcomePart,
  pagePolicy,
  waitingPart,
  type PageSubject,
  type ReceiverPurpose,
  type SignInOutcome,
} from './receiver-page.ts';

export type { SignInOutcome } from './receiver-page.ts';

/** form_post: a code, a state and a session state have a few kilobytes. */
const MAX_BODY_BYTES = 64 * 1024;
/** A browser opens a few; anything more is not one. */
const MAX_CONNECTIONS = 32;
const REQUEST_TIMEOUT_MS = 10_000;
/** For the last words to reach the browser, before its connection is ended. */
const FAREWELL_MS = 2000;

/** What a request is told that is no answer: the status, a title, and what to do. */
const refusals = {
  notHere: [421, msg('signInPage.notHere'), msg('signInPage.notHereText')],
  nothingHere: [404, msg('signInPage.nothingHere'), msg('signInPage.nothingHereText')],
  notThisMethod: [405, msg('signInPage.notThisWay'), msg('signInPage.notThisMethod')],
  notThisForm: [415, msg('signInPage.notThisWay'), msg('signInPage.notThisForm')],
  tooMuch: [413, msg('signInPage.tooMuch'), msg('signInPage.tooMuchText')],
  notThisSignIn: [400, msg('signInPage.notThisSignIn'), msg('signInPage.notThisSignInText')],
  already: [409, msg('signInPage.already'), msg('signInPage.alreadyText')],
} as const;

export interface ReceiverOptions {
  /** The client's redirect URI; without a port, any free one is taken (RFC 8252 section 7.3). */
  readonly redirectUri: string;
  readonly ports: LoopbackPorts;
  /** What the answer must repeat (RFC 6749 section 10.12). */
  readonly state: string;
  /** Who signs in, or for which client an administrator consents: for the page. */
  readonly address: string;
  /** 'sign-in' where left out. */
  readonly purpose?: ReceiverPurpose | undefined;
  /** Of the page; the first that the browser wants where left out. */
  readonly language?: Language | undefined;
  /** Milliseconds until nobody is waited for any more. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A port that is listened on, and who waits there for an answer. */
interface SharedPort {
  readonly opened: Promise<{ readonly servers: readonly Server[]; readonly port: number }>;
  readonly waiting: Set<LoopbackReceiver>;
  users: number;
}

/**
 * Where a process waits for browsers to come back. Several who wait on the same port share it, whatever the paths of their
 * redirect URIs: an answer is for whom it repeats the state of.
 */
export class LoopbackPorts {
  readonly #listen: typeof listenOnLoopback;
  readonly #ports = new Map<number, SharedPort>();

  /** @param listen - how a port is opened */
  constructor(listen = listenOnLoopback) {
    this.#listen = listen;
  }

  /** @throws OAuthError - refused */
  join(address: LoopbackAddress): SharedPort {
    const { port } = address;
    // one client's redirect URI may say localhost and another's 127.0.0.1
    const shared =
      this.#ports.get(port) ?? this.#open(port === 0 ? address : { ...address, host: 'localhost' });
    if (port !== 0) this.#ports.set(port, shared);
    shared.users += 1;
    return shared;
  }

  /** Ends one's wait; whoever is the last frees the port. */
  async leave({ port }: LoopbackAddress, shared: SharedPort): Promise<void> {
    shared.users -= 1;
    if (shared.users > 0) return;
    if (this.#ports.get(port) === shared) this.#ports.delete(port);
    const { servers } = await shared.opened;
    await Promise.all(servers.map(closed));
  }

  #open(address: LoopbackAddress): SharedPort {
    const waiting = new Set<LoopbackReceiver>();
    const opened = this.#listen(address, () => {
      const server = createServer({
        requestTimeout: REQUEST_TIMEOUT_MS,
        headersTimeout: REQUEST_TIMEOUT_MS,
        connectionsCheckingInterval: 1000,
      });
      server.maxConnections = MAX_CONNECTIONS;
      return server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        const all = [...waiting];
        const { pathname } = targetOf(request);
        const receiver = all.find(({ path }) => path === pathname) ?? all[0];
        if (receiver === undefined) response.destroy();
        else receiver.handle(request, response);
      });
    });
    return { opened, waiting, users: 0 };
  }
}

/**
 * Receives the one answer of one sign-in (or of an administrator's consent) on this machine: by GET or by form_post,
 * on its own path and host, with its own state. Everything else gets a refusal and changes nothing.
 */
export class LoopbackReceiver {
  /** With the actual port: what the authorization and the token request must name. */
  readonly redirectUri: string;
  readonly #options: ReceiverOptions;
  readonly #address: LoopbackAddress;
  readonly #hosts: ReadonlySet<string>;
  readonly #port: SharedPort;
  readonly #answer = Promise.withResolvers<URLSearchParams>();
  readonly #cancelTimer: () => void;
  readonly #purpose: ReceiverPurpose;
  /** What is waited for, in words. */
  readonly #what: Message;
  readonly #nonce = randomBytes(16).toString('base64');
  #phase: 'waiting' | 'answered' | 'finished' | 'closed' = 'waiting';
  #page: { readonly response: ServerResponse; readonly subject: PageSubject } | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: ReceiverOptions, address: LoopbackAddress, shared: SharedPort, port: number) {
    this.#options = options;
    this.#purpose = options.purpose ?? 'sign-in';
    this.#what =
      this.#purpose === 'sign-in'
        ? msg('signIn.sign2', { address: options.address })
        : msg('signIn.adminConsent2', { client: options.address });
    this.#address = address;
    this.#port = shared;
    shared.waiting.add(this);
    this.#hosts = ownHosts(port);
    this.redirectUri =
      address.port === 0 ? `http://${address.host}:${port}${address.rest}` : options.redirectUri.trim();
    // it may be rejected before anybody has asked for it
    this.#answer.promise.catch(() => undefined);
    this.#cancelTimer = options.clock.after(options.timeout, () => this.#giveUp('signIn.nobodyFinishedTime'));
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /**
   * Listens, and waits.
   * @throws OAuthError refused, if the redirect URI does not lead to this machine or its port is in use; cancelled
   */
  static async open(options: ReceiverOptions): Promise<LoopbackReceiver> {
    const address = parseLoopbackAddress(options.redirectUri);
    const shared = options.ports.join(address);
    const { port } = await shared.opened.catch(async (error: unknown) => {
      await options.ports.leave(address, shared).catch(() => undefined);
      throw error;
    });
    const receiver = new LoopbackReceiver(options, address, shared, port);
    if (options.signal.aborted) receiver.#onAbort();
    return receiver;
  }

  /**
   * The parameters of the first answer with the right state: a code, or an error.
   * Rejects with an OAuthError (cancelled) at the time-out, when the signal aborts, and at close().
   */
  get answer(): Promise<URLSearchParams> {
    return this.#answer.promise;
  }

  /** Tells the waiting page how it went, and closes. Has no effect the second time. */
  async finish(outcome: SignInOutcome): Promise<void> {
    if (this.#phase === 'finished' || this.#phase === 'closed') return;
    this.#phase = 'finished';
    const page = this.#page;
    if (page !== undefined && !page.response.destroyed) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const stop = this.#options.clock.after(FAREWELL_MS, resolve);
      page.response.once('close', resolve);
      page.response.end(outcomePart(page.subject, outcome), resolve);
      await promise;
      stop();
    }
    await this.close();
  }

  /** Frees the port and ends every connection. Resolves when the port is free. */
  async close(): Promise<void> {
    this.#closing ??= this.#closeNow();
    await this.#closing;
  }

  async #closeNow(): Promise<void> {
    this.#phase = 'closed';
    this.#cancelTimer();
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.#answer.reject(failure('signIn.ended', { what: this.#what }));
    this.#port.waiting.delete(this);
    await this.#options.ports.leave(this.#address, this.#port);
  }

  readonly #onAbort = (): void => this.#giveUp('signIn.cancelled');

  #giveUp(why: 'signIn.nobodyFinishedTime' | 'signIn.cancelled'): void {
    // once an answer is there, the exchange has its own time-out and hears the same signal
    if (this.#phase !== 'waiting') return;
    this.#answer.reject(failure(why, { what: this.#what }));
    void this.close();
  }

  /** Where its answer comes to. */
  get path(): string {
    return this.#address.path;
  }

  /** Answers a request to the port. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    response.on('error', () => undefined);
    const { pathname, query } = targetOf(request);
    if (!this.#hosts.has((request.headers.host ?? '').toLowerCase())) {
      return this.#refuse(request, response, refusals.notHere);
    }
    if (pathname !== this.path) return this.#refuse(request, response, refusals.nothingHere);
    switch (request.method) {
      case 'GET':
        return this.#take(request, response, new URLSearchParams(query));
      case 'POST':
        return this.#readForm(request, response);
      default:
        response.setHeader('allow', 'GET, POST');
        return this.#refuse(request, response, refusals.notThisMethod);
    }
  }

  #readForm(request: IncomingMessage, response: ServerResponse): void {
    const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
    if (type !== 'application/x-www-form-urlencoded') {
      return this.#refuse(request, response, refusals.notThisForm);
    }
    const tooLarge = (): void => {
      chunks = undefined;
      this.#refuse(request, response, refusals.tooMuch);
    };
    let chunks: Buffer[] | undefined = [];
    let length = 0;
    if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return tooLarge();
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      // what comes after the refusal is read and dropped until the request's own time-out, so that it can be heard
      if (chunks === undefined) return;
      if (length > MAX_BODY_BYTES) tooLarge();
      else chunks.push(chunk);
    });
    request.on('error', () => undefined);
    request.on('end', () => {
      if (chunks !== undefined)
        this.#take(request, response, new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
    });
  }

  #take(request: IncomingMessage, response: ServerResponse, parameters: URLSearchParams): void {
    const [state = '', ...more] = parameters.getAll('state');
    const [meant] = [...this.#port.waiting].filter(
      (one) => one.path === this.path && sameText(state, one.#options.state),
    );
    if (meant === undefined || more.length > 0) {
      this.#options.logger.warn('An answer that does not belong to the sign-in under way was refused.', {
        account: this.#options.address,
      });
      return this.#refuse(request, response, refusals.notThisSignIn);
    }
    meant.#takeOwn(request, response, parameters);
  }

  #takeOwn(request: IncomingMessage, response: ServerResponse, parameters: URLSearchParams): void {
    if (this.#phase !== 'waiting') {
      return this.#refuse(request, response, refusals.already);
    }
    this.#phase = 'answered';
    this.#cancelTimer();
    const subject = this.#subjectOf(request);
    this.#page = { response, subject };
    this.#options.logger.debug('The answer to a sign-in has come.', { account: this.#options.address });
    this.#writeHead(response, 200);
    response.write(waitingPart(subject));
    this.#answer.resolve(parameters);
  }

  #refuse(
    request: IncomingMessage,
    response: ServerResponse,
    [status, title, text]: (typeof refusals)[keyof typeof refusals],
  ): void {
    request.resume();
    if (response.headersSent) return;
    this.#options.logger.debug('A request that is not the answer to a sign-in was refused.', { status });
    response.shouldKeepAlive = false;
    this.#writeHead(response, status);
    response.end(notePage(this.#subjectOf(request), title, text));
  }

  #subjectOf(request: IncomingMessage): PageSubject {
    return {
      name: this.#options.address,
      purpose: this.#purpose,
      nonce: this.#nonce,
      language: pageLanguage(this.#options.language ?? languageOfBrowser(request.headers['accept-language'])),
    };
  }

  #writeHead(response: ServerResponse, status: number): void {
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': pagePolicy(this.#nonce),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      connection: 'close',
    });
  }
}

function targetOf(request: IncomingMessage): { pathname: string; query: string } {
  // not parsed as a URL: an odd target must be a stray, never an error
  const target = request.url ?? '/';
  const at = target.indexOf('?');
  return at < 0
    ? { pathname: target, query: '' }
    : { pathname: target.slice(0, at), query: target.slice(at + 1) };
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function closed(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  return promise;
}
