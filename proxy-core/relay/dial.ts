import { msg, type Message } from '#messages/message.ts';
import net, { type LookupFunction, type Socket } from 'node:net';
import tls, { type SecureContext, type TLSSocket } from 'node:tls';
import type { ServerAddress } from '#contract/endpoints.ts';
import type { Clock } from '#core/logging/clock.ts';
import { proxyName, type NetworkProxy, alongRoutes, type Routes } from '#core/network/network-proxy.ts';
import { openTunnel, ProxyTunnelError } from '#core/network/proxy-tunnel.ts';
import { trustedAuthorities } from '#core/network/trusted-authorities.ts';
import { limits } from './limits.ts';
import { oneLine } from '#messages/plain-text.ts';
import type { Who } from '#contract/problem.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { explainMailServerSocket, type SocketErrorCode } from '#core/errors/socket.ts';

/** How far a connection to a mail server has got. */
export type UpstreamProgress =
  /** TCP stands: with this address of the server, or with this proxy, which looks the name up. */
  | { readonly kind: 'reached'; readonly address?: string; readonly proxy?: string }
  /** TLS stands, and the certificate is good. `issuer` is who issued it, `endsAt` in milliseconds since 1970. */
  | {
      readonly kind: 'secured';
      readonly version: string;
      readonly issuer?: string;
      readonly endsAt?: number;
    };

export interface DialOptions {
  readonly server: ServerAddress;
  readonly signal: AbortSignal;
  readonly secureContext: SecureContext;
  /** How names become addresses (all of them); the system's way where left out. */
  readonly lookup?: LookupFunction;
  /** A proxy looks the name up itself; straight where left out. */
  readonly routes?: Routes;
  readonly clock: Clock;
  /** Called as the connection gets on, for who shows it. */
  readonly onProgress?: (progress: UpstreamProgress) => void;
}

/** Of a certificate's issuer, for display. */
const longestName = 100;

/**
 * TLS sessions that servers offered to resume (RFC 8446 section 2.2), by host and port: a resumed one spares both ends
 * the certificate, whose checks take as long as the rest of a login. They belong to what was trusted when they were
 * made: other authorities, other sessions.
 */
const resumable = new WeakMap<SecureContext, TlsSessions>();
/** `session` is left out for a server that hung up on its own session: it is not resumed there for as long as one is. */
type TlsSessions = Map<string, { readonly session?: Buffer; readonly madeAt: number }>;

/** The options of every socket to a mail server. */
const tcp = {
  autoSelectFamily: true,
  autoSelectFamilyAttemptTimeout: limits.addressTimeout,
  allowHalfOpen: true,
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: limits.keepAlive,
} as const;

/**
 * Which certificates upstream servers are trusted by. Made once, as reading some hundred authorities takes a while.
 * @param extra - PEM texts, besides Node's and the system's
 */
export function upstreamSecureContext(extra: readonly string[]): SecureContext {
  return tls.createSecureContext({
    minVersion: 'TLSv1.2',
    ca: trustedAuthorities(extra),
  });
}

/**
 * Connects to a provider's server: every address of the name is tried (RFC 8305), TLS follows at once
 * where the server wants it so. The socket is paused and lets either side end alone.
 * @throws UpstreamError
 */
export async function dial(options: DialOptions): Promise<Socket> {
  const { server, routes = ['direct'], signal } = options;
  const socket = await alongRoutes(routes, signal, async (proxy) => {
    const there = proxy === undefined ? await connected(options) : await tunnelled(proxy, options);
    if (options.onProgress !== undefined) {
      // the system is asked for it
      const { remoteAddress: address } = there;
      const by = proxy === undefined ? address && { address } : { proxy: proxyName(proxy) };
      options.onProgress({ kind: 'reached', ...by });
    }
    return there;
  });
  if (server.tls === 'starttls') return socket.pause();
  return secure(socket, options);
}

async function connected(options: DialOptions): Promise<Socket> {
  const { host, port } = options.server;
  const { lookup } = options;
  const socket = net.connect({ ...tcp, host, port, ...(lookup === undefined ? {} : { lookup }) });
  // an error while it has no other listener must not end the process: the next one to use the socket meets it
  socket.on('error', ignore);
  await settled(socket, 'connect', options);
  return socket;
}

async function tunnelled(proxy: NetworkProxy, options: DialOptions): Promise<Socket> {
  const { server, signal, secureContext } = options;
  try {
    return await openTunnel({
      proxy,
      host: server.host,
      port: server.port,
      signal,
      timeout: limits.connectTimeout,
      tcp,
      secureContext: () => secureContext,
    });
  } catch (error) {
    if (!(error instanceof ProxyTunnelError)) {
      throw explainSocketError(error, `${server.host}:${String(server.port)}`);
    }
    const code = error.code === 'proxy-timed-out' ? 'timed-out' : 'unreachable';
    throw new UpstreamError(code, error.text, error.fix ?? msg('settings.tryAgainLater'), {
      cause: error,
      ...(error.code === 'proxy-refused' ? { who: 'administrator' } : {}),
    });
  }
}

/**
 * Hands a connected socket to TLS (implicit TLS, or after STARTTLS). TLS 1.2 or newer, the certificate
 * verified for the server's name; there is no way to turn that off.
 * @throws UpstreamError
 */
export async function secure(socket: Socket, options: DialOptions): Promise<TLSSocket> {
  const { server, secureContext, clock } = options;
  const sessions: TlsSessions = resumable.get(secureContext) ?? new Map();
  resumable.set(secureContext, sessions);
  const name = `${server.host}:${server.port}`;
  const found = sessions.get(name);
  const kept = found !== undefined && clock.now() - found.madeAt < limits.tlsSession ? found : undefined;
  // whoever watches is shown the certificate, which a resumed session does not have
  const session = options.onProgress === undefined ? kept?.session : undefined;
  const secured = tls.connect({
    socket,
    secureContext,
    // what the certificate must name; SNI is for names only (RFC 6066 section 3)
    host: server.host,
    ...(net.isIP(server.host) === 0 ? { servername: server.host } : {}),
    session,
  });
  secured.on('error', ignore);
  try {
    await settled(secured, 'secureConnect', options);
  } catch (error) {
    socket.destroy();
    // whatever the reason: the next one is a whole handshake
    sessions.delete(name);
    // a server that says nothing is not waited for twice
    if (session === undefined || !(error instanceof UpstreamError) || !isHangUp[error.code]) throw error;
    sessions.set(name, { madeAt: clock.now() });
    throw new NotResumedError(error);
  }
  const isResumable = kept === undefined || kept.session !== undefined;
  if (isResumable && !secured.isSessionReused()) {
    // TLS 1.3 offers it after the handshake, with the server's first octets
    secured.once('session', (offered) => {
      if (sessions.size >= limits.tlsSessions) sessions.clear();
      sessions.set(name, { session: offered, madeAt: clock.now() });
    });
  }
  secured.pause();
  options.onProgress?.(securedBy(secured));
  return secured;
}

/** By what a connection is secured. */
function securedBy(secured: TLSSocket): UpstreamProgress {
  const certificate = secured.getPeerX509Certificate();
  const issuer = issuerName(certificate?.issuer ?? '');
  // as text, which a Node before 22.10 has, too
  const endsAt = Date.parse(certificate?.validTo ?? '');
  return {
    kind: 'secured',
    version: secured.getProtocol() ?? 'TLS',
    issuer,
    ...(Number.isNaN(endsAt) ? {} : { endsAt }),
  };
}

/** What an issuer calls itself: the organization and the name, of a distinguished name with one part a line. */
function issuerName(distinguishedName: string): string | undefined {
  const part = (key: string): string =>
    new RegExp(`^${key}=(.+)$`, 'm').exec(distinguishedName)?.[1]?.slice(0, longestName).trim() ?? '';
  const names = [...new Set([part('O'), part('CN')])].filter((name) => name !== '');
  return names.length === 0 ? undefined : oneLine(names.join(', '));
}

/** Waits for a socket's event; its error, its end, the time limit or the signal end the wait and the socket. */
function settled(socket: Socket, event: 'connect' | 'secureConnect', options: DialOptions): Promise<void> {
  const { server, signal, clock } = options;
  const name = `${server.host}:${server.port}`;
  return new Promise((resolve, reject) => {
    const done = (): void => {
      cancelTimeLimit();
      signal.removeEventListener('abort', aborted);
      socket.off(event, succeeded).off('error', failed).off('close', closed);
    };
    const succeeded = (): void => {
      done();
      resolve();
    };
    const failed = (cause: unknown): void => {
      done();
      socket.destroy();
      reject(explainSocketError(cause, name));
    };
    const closed = (): void => {
      failed(
        new UpstreamError(
          event === 'connect' ? 'unreachable' : 'tls-failed',
          msg('mail.mailServerHungUpBefore', { server: name }),
          msg('mail.checkPortWhetherServerWants'),
        ),
      );
    };
    const aborted = (): void => failed(signal.reason);
    const cancelTimeLimit = clock.after(limits.connectTimeout, () =>
      failed(Object.assign(new Error('connect time-out'), { code: 'ETIMEDOUT' })),
    );
    socket.once(event, succeeded).once('error', failed).once('close', closed);
    if (signal.aborted) aborted();
    else signal.addEventListener('abort', aborted, { once: true });
  });
}

function ignore(): void {}

/** The provider's mail server could not be talked to. The message names the server; `fix` says what to do. */
export class UpstreamError extends CodedError<SocketErrorCode> {
  override readonly who: Who;
  override readonly fix: Message;

  constructor(
    code: SocketErrorCode,
    text: Message,
    fix: Message,
    options: { readonly cause?: unknown; readonly who?: Who } = {},
  ) {
    super(code, text, fix, options);
    this.fix = fix;
    this.who = options.who ?? 'user';
  }
}

const isHangUp: Readonly<Record<SocketErrorCode, boolean>> = {
  closed: true,
  'tls-failed': true,
  'bad-certificate': false,
  'name-not-found': false,
  'timed-out': false,
  unreachable: false,
};

/**
 * The server hung up in a handshake that would have resumed a session; the next one is whole. Dovecot 2.3 with ssl_verify_client_cert
 * offers sessions that it hangs up on ("session id context uninitialized").
 */
export class NotResumedError extends UpstreamError {
  constructor(cause: UpstreamError) {
    super(cause.code, cause.text, cause.fix, { cause, who: cause.who });
  }
}

/** What a socket's or TLS's error means, and what to do. @param server 'host:port' */
export function explainSocketError(cause: unknown, server: string): UpstreamError {
  if (cause instanceof UpstreamError) return cause;
  const { code, text, fix, who } = explainMailServerSocket(cause, server);
  return new UpstreamError(code, text, fix, { cause, who });
}
