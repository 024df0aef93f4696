import { msg, sameMessage } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { systemErrorCode } from '#core/storage/system-error.ts';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, isIP, type Socket, type TcpNetConnectOpts } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect as tlsConnect, type SecureContext } from 'node:tls';
import { proxyName, type NetworkProxy, fromSystem } from './network-proxy.ts';

/**
 * - proxy-unreachable: there is no connection to the proxy, or it hung up
 * - proxy-timed-out: it takes too long
 * - proxy-login: it wants another user or password
 * - proxy-refused: it does not connect to this server or port
 */
export type ProxyTunnelErrorCode = 'proxy-unreachable' | 'proxy-timed-out' | 'proxy-login' | 'proxy-refused';

/** The network's proxy did not carry a connection through. Never holds the proxy's password. */
export class ProxyTunnelError extends CodedError<ProxyTunnelErrorCode> {}

export interface TunnelOptions {
  readonly proxy: NetworkProxy;
  /** Where to. A name is looked up by the proxy, not here. */
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
  /** For the connection and the proxy's answer together. Milliseconds. */
  readonly timeout: number;
  /** How the connection to the proxy is to be, but for its target. */
  readonly tcp?: Omit<TcpNetConnectOpts, 'host' | 'port' | 'path'>;
  /** Whom to trust where the proxy itself speaks TLS. */
  readonly secureContext: () => SecureContext;
}

/**
 * Opens a connection through a proxy: HTTP CONNECT (RFC 9110 section 9.3.6) or SOCKS 5 (RFC 1928, RFC 1929). The
 * socket comes paused, with whatever the server has said already still in it.
 * @throws ProxyTunnelError; the signal's reason if that aborts
 */
export async function openTunnel(options: TunnelOptions): Promise<Socket> {
  const { proxy, signal } = options;
  signal.throwIfAborted();
  const socket = connect({ ...options.tcp, host: proxy.host, port: proxy.port });
  const { promise: ended, reject } = Promise.withResolvers<never>();
  ended.catch(() => undefined);
  const onError = (error: unknown): void => reject(unreachable(options, error));
  const onAbort = (): void => reject(signal.reason);
  const timer = setTimeout(() => reject(timedOut(options)), options.timeout);
  timer.unref();
  socket.on('error', onError).on('close', onError);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const tunnel = await Promise.race([ended, through(socket, options)]);
    tunnel.on('error', ignore);
    return tunnel.pause();
  } catch (error) {
    socket.on('error', ignore).destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    socket.off('error', onError).off('close', onError);
  }
}

async function through(socket: Socket, options: TunnelOptions): Promise<Socket> {
  await once(socket, 'connect');
  switch (options.proxy.kind) {
    case 'http':
      return byHttpConnect(socket, options);
    case 'https':
      return byHttpConnect(await secured(socket, options), options);
    case 'socks5':
      return bySocks(socket, options);
    default:
      return options.proxy.kind satisfies never;
  }
}

async function secured(socket: Socket, options: TunnelOptions): Promise<Socket> {
  const { host } = options.proxy;
  const secure = tlsConnect({
    socket,
    host,
    secureContext: options.secureContext(),
    ALPNProtocols: ['http/1.1'],
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  try {
    await once(secure, 'secureConnect');
  } catch (error) {
    throw unreachable(options, error);
  }
  return secure;
}

function byHttpConnect(socket: Socket, options: TunnelOptions): Promise<Socket> {
  const { proxy, host, port } = options;
  const target = `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${String(port)}`;
  const { login } = proxy;
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      method: 'CONNECT',
      path: target,
      setHost: false,
      headers: {
        host: target,
        ...(login === undefined
          ? {}
          : {
              'proxy-authorization': `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`,
            }),
      },
      createConnection: () => socket,
    });
    request.once('error', (error) => reject(unreachable(options, error)));
    request.once('connect', ({ statusCode = 0 }, connected: Socket, head: Buffer) => {
      if (statusCode >= 200 && statusCode < 300) {
        // mail servers may speak first: what came with the answer is theirs
        if (head.length > 0) connected.unshift(head);
        resolve(connected);
      } else if (statusCode === 407) {
        reject(wrongLogin(options));
      } else {
        reject(refused(options, `HTTP ${String(statusCode)}`));
      }
    });
    request.end();
  });
}

async function bySocks(socket: Socket, options: TunnelOptions): Promise<Socket> {
  const { SocksClient, SocksClientError } = await import('socks');
  const { proxy, host, port } = options;
  try {
    await SocksClient.createConnection({
      proxy: {
        host: proxy.host,
        port: proxy.port,
        type: 5,
        ...(proxy.login === undefined ? {} : { userId: proxy.login.user, password: proxy.login.password }),
      },
      command: 'connect',
      destination: { host: host.replace(/^\[|\]$/g, ''), port },
      existing_socket: socket,
      timeout: options.timeout,
    });
  } catch (error) {
    // the library's error holds the login
    const words = error instanceof SocksClientError ? error.message : '';
    if (/authenti/i.test(words)) throw wrongLogin(options);
    const reason = /rejected connection - (\w+)/i.exec(words)?.[1] ?? /\((\w+)\)\s*$/.exec(words)?.[1];
    throw reason === undefined ? unreachable(options, undefined) : refused(options, reason);
  }
  // the library lets the socket flow one turn later: what the server says by then is put back
  const early: Buffer[] = [];
  const collect = (chunk: Buffer): number => early.push(chunk);
  socket.on('data', collect);
  await nextTurn();
  socket.pause().off('data', collect);
  if (early.length > 0) socket.unshift(Buffer.concat(early));
  return socket;
}

function unreachable({ proxy }: TunnelOptions, cause: unknown): ProxyTunnelError {
  if (cause instanceof ProxyTunnelError) return cause;
  const code = systemErrorCode(cause);
  const name = proxyName(proxy);
  return new ProxyTunnelError(
    'proxy-unreachable',
    code === undefined
      ? msg('settings.proxyCannotBeUsed', { proxy: name })
      : msg('settings.proxyCannotBeUsedCode', { proxy: name, code }),
    msg('settings.checkNetworkConnectionProxy', { place: proxy.from }),
    { cause },
  );
}

function timedOut({ proxy }: TunnelOptions): ProxyTunnelError {
  return new ProxyTunnelError(
    'proxy-timed-out',
    msg('settings.networkProxyDidNotAnswer', { proxy: proxyName(proxy) }),
    msg('settings.checkNetworkConnectionProxy', { place: proxy.from }),
  );
}

function wrongLogin({ proxy }: TunnelOptions): ProxyTunnelError {
  return new ProxyTunnelError(
    'proxy-login',
    proxy.login === undefined
      ? msg('settings.proxyWantsLogin', { proxy: proxyName(proxy) })
      : msg('settings.proxyRefusedLogin', { proxy: proxyName(proxy) }),
    sameMessage(proxy.from, fromSystem)
      ? msg('settings.enterProxyInSettings')
      : msg('settings.writeThemIntoBeforeHost', { place: proxy.from }),
  );
}

function refused({ proxy, host, port }: TunnelOptions, answer: string): ProxyTunnelError {
  return new ProxyTunnelError(
    'proxy-refused',
    msg('settings.proxyDoesNotConnect', {
      proxy: proxyName(proxy),
      server: `${host}:${String(port)}`,
      words: answer,
    }),
    msg('settings.allowServerPortNameServer', { place: proxy.from }),
  );
}

function ignore(): void {}
