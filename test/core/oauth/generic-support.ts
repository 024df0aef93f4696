import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { LogDetails, Logger } from '#core/logging/logger.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import type { GrantRequest, Interaction } from '#core/oauth/grant.ts';
import type { Attempt } from '#core/oauth/shared-attempts.ts';
import { failureOf } from '../../support/failure-of.ts';
import { listening } from '../../support/listening.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

export const START = Date.parse('2026-03-01T12:00:00Z');

export class CapturingLogger implements Logger {
  readonly lines: string[] = [];
  #keep(message: string, details?: LogDetails): void {
    this.lines.push(`${message} ${JSON.stringify(details ?? {})}`);
  }
  debug = (message: string, details?: LogDetails): void => this.#keep(message, details);
  info = (message: string, details?: LogDetails): void => this.#keep(message, details);
  warn = (message: string, details?: LogDetails): void => this.#keep(message, details);
  error = (message: string, details?: LogDetails): void => this.#keep(message, details);
  get text(): string {
    return this.lines.join('\n');
  }
}

export interface ServerAction {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly form: URLSearchParams;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** A text is sent as it is; anything else as JSON. */
  readonly body?: unknown;
}

/** A token server that answers as told and remembers what it heard. */
export class TokenServer {
  readonly heard: ServerAction[] = [];
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #replies: (Reply | ((heard: ServerAction) => Reply) | 'silence')[] = [];
  #onHeard: (() => void)[] = [];
  url = '';

  static async start(): Promise<TokenServer> {
    const server = new TokenServer();
    const port = await listening(server.#server);
    server.url = `http://127.0.0.1:${port}`;
    return server;
  }

  reply(...replies: (Reply | ((heard: ServerAction) => Reply) | 'silence')[]): void {
    this.#replies.push(...replies);
  }

  /** The last request heard. */
  get last(): ServerAction {
    const last = this.heard.at(-1);
    if (last === undefined) throw new Error('nothing was heard');
    return last;
  }

  async hears(count: number): Promise<void> {
    while (this.heard.length < count) await new Promise<void>((resolve) => this.#onHeard.push(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const heard = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      form: new URLSearchParams(await text(request)),
    };
    this.heard.push(heard);
    for (const waiting of this.#onHeard.splice(0)) waiting();
    const next = this.#replies.shift() ?? { status: 500, body: 'no reply was prepared' };
    if (next === 'silence') return;
    const { status = 200, headers = {}, body = {} } = typeof next === 'function' ? next(heard) : next;
    const answer = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, {
      'content-type': typeof body === 'string' ? 'text/html' : 'application/json',
      ...headers,
    });
    response.end(answer);
  }
}

export function makeClient(server: string, changes: Partial<ResolvedClient> = {}): ResolvedClient {
  return {
    id: '6f0c6b6e-6b3b-4a53-9a33-0f8b5a0d6d01',
    name: 'Office',
    provider: 'custom',
    grant: 'authorization-code',
    clientId: 'client-1',
    credential: 'none',
    servers: {},
    authorizationUrl: `${server}/authorize`,
    tokenUrl: `${server}/token`,
    deviceUrl: `${server}/device`,
    scope: 'mail offline_access',
    ownScopes: {},
    redirectUri: 'http://127.0.0.1/',
    authorizationParameters: {},
    ...changes,
  };
}

/** A request whose saved states are in `saved`. */
export function makeRequest(
  client: ResolvedClient,
  changes: Partial<GrantRequest> = {},
): GrantRequest & { readonly saved: string[] } {
  const saved: string[] = [];
  return {
    account: {
      id: '6f0c6b6e-6b3b-4a53-9a33-0f8b5a0d6d02',
      address: 'anna@example.org',
      clientId: client.id,
      passwordMode: 'own',
      paused: false,
    },
    subject: 'anna@example.org',
    client,
    credential: { kind: 'none' },
    scope: client.scope,
    state: undefined,
    save: (state: string) => {
      saved.push(state);
      return Promise.resolve();
    },
    fresh: false,
    signal: new AbortController().signal,
    ...changes,
    saved,
  };
}

/** A person with a browser: follows the authorization URL to the redirect as `answer` says, and reads the page. */
export function browser(
  answer: (url: URL) => Record<string, string>,
): Interaction & { readonly opened: URL[]; readonly page: Promise<string>; readonly codes: unknown[] } {
  const opened: URL[] = [];
  const codes: unknown[] = [];
  const page = Promise.withResolvers<string>();
  return {
    opened,
    codes,
    page: page.promise,
    async open(address) {
      const url = new URL(address);
      opened.push(url);
      const redirect = new URL(url.searchParams.get('redirect_uri') ?? '');
      for (const [name, value] of Object.entries(answer(url))) redirect.searchParams.set(name, value);
      const response = await fetch(redirect);
      page.resolve(response.text());
    },
    showCode(code) {
      codes.push(code);
      return Promise.resolve();
    },
  };
}

/** The code and the state, as a provider sends them back. */
export function agreeing(url: URL): Record<string, string> {
  return { code: 'the-code-1', state: url.searchParams.get('state') ?? '' };
}

/** An unsigned JWT: for claims that are only read. */
export function jwt(claims: Record<string, unknown>): string {
  return `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}.${Buffer.from('signature').toString('base64url')}`;
}

/** The refresh token in a saved state. */
export function refreshTokenIn(state: string | undefined): unknown {
  const parsed: unknown = JSON.parse(state ?? 'null');
  return typeof parsed === 'object' && parsed !== null && 'refreshToken' in parsed
    ? parsed.refreshToken
    : undefined;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The error of what was to fail. */
export function failure(promise: Promise<unknown>): Promise<OAuthError> {
  return failureOf(OAuthError, promise);
}

export const withOpenssl = spawnSync('openssl', ['version']).status === 0;

/** A certificate of one's own whose key is of this kind, as OpenSSL names it. */
export async function opensslCertificate(
  ...kind: readonly string[]
): Promise<{ readonly kind: 'certificate'; readonly certificate: string; readonly privateKey: string }> {
  const folder = await scratchFolder();
  const [key, certificate] = [join(folder, 'key'), join(folder, 'certificate')];
  const made = ['req', '-x509', '-nodes', '-subj', '/CN=test', '-keyout', key, '-out', certificate];
  execFileSync('openssl', [...made, '-newkey', ...kind], { stdio: 'ignore' });
  return {
    kind: 'certificate',
    certificate: readFileSync(certificate, 'utf8'),
    privateKey: readFileSync(key, 'utf8'),
  };
}

/** An attempt that other nodes share: what it keeps for them, and what it tells them of its end. */
export function sharedAttempt(begun?: unknown): {
  readonly attempt: Attempt;
  readonly kept: unknown[];
  readonly told: unknown[];
} {
  const [kept, told] = [new Array<unknown>(), new Array<unknown>()];
  return {
    kept,
    told,
    attempt: {
      begun,
      keep: async (what, expiresAt) => void kept.push({ what, expiresAt }),
      once: async (work, tell) => {
        const brought = await work();
        told.push(tell(brought));
        return brought;
      },
    },
  };
}
