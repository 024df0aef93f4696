import type { LookupFunction, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { Protocol, ServerAddress } from '#contract/endpoints.ts';
import type { SubmissionApi } from '#contract/submission.ts';
import { type Clock, timeLimit } from '#core/logging/clock.ts';
import { ImapClientLogin } from '#core/mail/client/imap.ts';
import { Pop3ClientLogin } from '#core/mail/client/pop3.ts';
import { SmtpClientLogin } from '#core/mail/client/smtp.ts';
import type {
  Accepted,
  ClientAction,
  ClientLogin,
  ClientLoginOptions,
  UpstreamCredentials,
  UpstreamRefusal,
} from '#core/mail/dialogue.ts';
import type { ChooseRoutes } from '#core/network/network-proxy.ts';
import type { Authenticated } from './authenticator.ts';
import {
  dial,
  explainSocketError,
  NotResumedError,
  secure,
  UpstreamError,
  type DialOptions,
  type UpstreamProgress,
} from './dial.ts';
import { limits } from './limits.ts';
import type { Preconnector } from './preconnector.ts';

/** The connection to a server: a socket, or its stand-in within this process. */
export type UpstreamSocket = Duplex & { destroySoon(): void };

/** The address of a server within this process: nobody dials it. */
export const withinThisProcess: ServerAddress = { host: 'localhost', port: 587, tls: 'implicit' };

/** A session of an account that sends through an API. */
export interface Submitter {
  /** Whose it is, and how its tokens come. */
  readonly authenticated: Authenticated;
  readonly api: SubmissionApi;
  /** The mail program's address. */
  readonly peer: string;
}

/** Opens a submission server within this process, for one session; it is logged in to like any other. */
export type OpenSubmission = (submitter: Submitter) => Promise<UpstreamSocket>;

/** How providers' mail servers are reached. */
export interface UpstreamAccess {
  secureContext(): SecureContext;
  readonly lookup: LookupFunction | undefined;
  /** Through which proxies a server is reached; directly where left out. */
  readonly chooseRoutes?: ChooseRoutes;
  readonly clock: Clock;
  /** Makes connections in advance; none where left out. */
  readonly preconnector?: Preconnector;
}

export interface UpstreamLogin {
  readonly protocol: Protocol;
  readonly server: ServerAddress;
  /** Left out: the dialogue only learns what the server can do. */
  readonly credentials?: UpstreamCredentials;
  /** SMTP: the name for EHLO. */
  readonly clientName?: string | undefined;
  /** A server within this process; `server` is dialled where it is left out. */
  readonly joined?: UpstreamSocket | undefined;
  readonly signal: AbortSignal;
  readonly learned?: (extensions: readonly string[]) => void;
  /** Called when the server was reached, and when TLS stands. */
  readonly onProgress?: (progress: UpstreamProgress) => void;
}

/** What came of a login at the provider's server. On acceptance the socket is paused and free of listeners. */
export type UpstreamOutcome =
  | { readonly kind: 'accepted'; readonly socket: UpstreamSocket; readonly accepted: Accepted }
  | { readonly kind: 'refused'; readonly refusal: UpstreamRefusal }
  /** The dialogue was made without credentials: it learned what it was to learn. */
  | { readonly kind: 'learned' };

export interface UpstreamConnectionOptions extends DialOptions {
  readonly login: ClientLogin;
  /** The result of `dial`, where there is a connection already. */
  readonly preconnected?: Socket | undefined;
  /** Without credentials the dialogue is over as soon as something was learned. */
  readonly onlyLearn?: boolean;
  readonly learned?: (extensions: readonly string[]) => void;
}

/**
 * Dials a provider's server, agrees on TLS and logs in.
 * @throws UpstreamError - it could not be talked to
 */
export async function logInUpstream(access: UpstreamAccess, login: UpstreamLogin): Promise<UpstreamOutcome> {
  const { protocol, server, credentials, clientName, learned, onProgress, joined } = login;
  const dialogue = (): ClientLogin => clientLogin(protocol, { ...server, credentials, clientName });
  if (joined !== undefined) {
    return secured(await talk(joined, [], { server, signal: login.signal, login: dialogue() }));
  }
  const routes = await access.chooseRoutes?.({ host: server.host, port: server.port, purpose: 'mail' });
  const { clock, lookup, preconnector } = access;
  const late = timeLimit(clock, limits.upstreamLoginTimeout, login.signal);
  const dialled = { server, secureContext: access.secureContext(), clock, lookup };
  const run = (preconnected?: Socket): Promise<UpstreamOutcome> =>
    runLogin({
      ...dialled,
      signal: late.signal,
      routes,
      login: dialogue(),
      preconnected,
      onlyLearn: credentials === undefined,
      learned,
      onProgress,
    });
  // whoever learns or watches is to see the whole way; and a proxy is not kept busy for nothing
  const usedPreconnector =
    credentials === undefined || onProgress !== undefined || routes?.some((route) => route !== 'direct')
      ? undefined
      : preconnector;
  try {
    const preconnected = await usedPreconnector?.take({ ...dialled, protocol }, late.signal);
    let outcome = preconnected && (await run(preconnected).catch(unlessUnreachable));
    // the server may have hung up just then: that says nothing of the account
    if (outcome === undefined || (outcome.kind === 'refused' && outcome.refusal.kind === 'temporary'))
      outcome = await run().catch((error: unknown) => {
        if (error instanceof NotResumedError) return run();
        throw error;
      });
    if (outcome.kind === 'accepted') usedPreconnector?.loggedIn({ ...dialled, protocol });
    return outcome;
  } finally {
    late.cancel();
  }
}

function unlessUnreachable(error: unknown): undefined {
  if (!(error instanceof UpstreamError)) throw error;
}

/** The client side of a login, for a protocol. */
export function clientLogin(protocol: Protocol, options: ClientLoginOptions): ClientLogin {
  const Login = { imap: ImapClientLogin, pop: Pop3ClientLogin, smtp: SmtpClientLogin }[protocol];
  return new Login(options);
}

/**
 * Dials a server and carries a login dialogue through.
 * @throws UpstreamError - it could not be talked to (a refusal in the protocol is an outcome, not an error)
 */
export async function runLogin(options: UpstreamConnectionOptions): Promise<UpstreamOutcome> {
  const socket = options.preconnected ?? (await dial(options));
  const outcome = await talk(socket, [], options);
  if (outcome !== 'start-tls') return outcome;
  const inTls = await secure(socket, options);
  return secured(await talk(inTls, options.login.secured(), options));
}

/** The outcome on a connection that has TLS already. */
function secured(outcome: UpstreamOutcome | 'start-tls'): UpstreamOutcome {
  if (outcome === 'start-tls') throw new Error('STARTTLS inside TLS');
  return outcome;
}

/** Runs the dialogue on one socket until it ends or asks for TLS. */
function talk(
  socket: UpstreamSocket,
  first: readonly ClientAction[],
  options: Pick<UpstreamConnectionOptions, 'login' | 'signal' | 'server' | 'learned' | 'onlyLearn'>,
): Promise<UpstreamOutcome | 'start-tls'> {
  const { login, signal, server } = options;
  return new Promise((resolve, reject) => {
    const letGo = (): void => {
      socket.pause();
      socket.off('data', received).off('end', ended).off('error', failed).off('close', ended);
      signal.removeEventListener('abort', aborted);
    };
    const finish = (outcome: UpstreamOutcome | 'start-tls'): void => {
      letGo();
      resolve(outcome);
    };
    const act = (actions: readonly ClientAction[]): void => {
      for (const action of actions) {
        switch (action.kind) {
          case 'send':
            socket.write(action.bytes);
            break;
          case 'learned':
            options.learned?.(action.extensions);
            if (options.onlyLearn !== true) break;
            finish({ kind: 'learned' });
            socket.destroySoon();
            return;
          case 'start-tls':
            finish('start-tls');
            return;
          case 'accepted':
            finish({ kind: 'accepted', socket, accepted: action.accepted });
            return;
          case 'refused':
            finish({ kind: 'refused', refusal: action.refusal });
            socket.destroySoon();
            return;
          default:
            action satisfies never;
        }
      }
    };
    /** An exception in a socket's callback would end the process: it rejects the outcome instead. */
    const guarded = (work: () => readonly ClientAction[]): void => {
      try {
        act(work());
      } catch (defect) {
        letGo();
        socket.destroy();
        reject(defect);
      }
    };
    const received = (chunk: Buffer): void => guarded(() => login.feed(chunk));
    const ended = (): void => guarded(() => login.ended());
    const failed = (cause: unknown): void => {
      letGo();
      socket.destroy();
      reject(explainSocketError(cause, `${server.host}:${server.port}`));
    };
    const aborted = (): void => failed(signal.reason);
    socket.on('data', received).once('end', ended).once('error', failed).once('close', ended);
    signal.addEventListener('abort', aborted, { once: true });
    if (signal.aborted) {
      aborted();
      return;
    }
    // before act(): an outcome among the first pauses the socket again
    socket.resume();
    act(first);
  });
}
