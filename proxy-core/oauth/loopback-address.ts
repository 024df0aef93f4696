import { msg } from '#messages/message.ts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OAuthError } from '#core/errors/oauth-error.ts';
import { failure } from './token-errors.ts';
import { systemErrorCode } from '#core/storage/system-error.ts';

/** A redirect URI on this machine, taken apart. */
export interface LoopbackAddress {
  /** As it is written: localhost, 127.0.0.1 or [::1]. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** What requests must name, at least “/”. */
  readonly path: string;
  /** Everything behind the port, as it is written (providers compare to the letter). */
  readonly rest: string;
}

/**
 * Takes a redirect URI apart.
 * @throws OAuthError refused, unless it is plain http to this machine (RFC 8252 section 7.3)
 */
export function parseLoopbackAddress(redirectUri: string): LoopbackAddress {
  const match = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?((?:\/[^?#]*)?(?:\?[^#]*)?)$/i.exec(
    redirectUri.trim(),
  );
  const port = Number(match?.[2] ?? 0);
  if (match?.[1] === undefined || port > 65_535) {
    throw failure('signIn.redirectUriClientDoesNot');
  }
  const rest = match[3] ?? '';
  const path = rest.split('?')[0] ?? '';
  return { host: match[1].toLowerCase(), port, path: path === '' ? '/' : path, rest };
}

/** The Host headers by which this address may be called: another name that leads here is somebody's trick (DNS rebinding). */
export function ownHosts(port: number): ReadonlySet<string> {
  const names = ['localhost', '127.0.0.1', '[::1]'];
  return new Set(
    port === 80 ? [...names, ...names.map((name) => `${name}:80`)] : names.map((name) => `${name}:${port}`),
  );
}

const PORT_TRIES = 10;

/**
 * Listens on this machine only: for localhost on both of its addresses with one port, as browsers try either first.
 * @param make - makes one server per address
 * @throws OAuthError refused, if the port is in use
 */
export async function listenOnLoopback(
  address: LoopbackAddress,
  make: () => Server = createServer,
): Promise<{ servers: Server[]; port: number }> {
  const [first, second] =
    address.host === 'localhost' ? ['127.0.0.1', '::1'] : [address.host.replace(/[[\]]/g, ''), undefined];
  for (let tries = 1; ; tries += 1) {
    const server = make();
    const port = await listen(server, first, address.port).catch((error: unknown) => {
      throw cannotListen(error, address.port);
    });
    if (second === undefined) return { servers: [server], port };
    const twin = make();
    try {
      await listen(twin, second, port);
      return { servers: [server, twin], port };
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL')
        return { servers: [server], port };
      server.close();
      // any port will do, and this one is free on one address only: another
      if (address.port === 0 && code === 'EADDRINUSE' && tries < PORT_TRIES) continue;
      // somebody else's program behind the same name and port could be sent the code
      throw cannotListen(error, port);
    }
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen({ host, port, exclusive: true }, () => {
    server.off('error', reject);
    resolve(portOf(server.address()));
  });
  return promise;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function cannotListen(error: unknown, port: number): OAuthError {
  const code = systemErrorCode(error);
  if (code === 'EADDRINUSE')
    return failure('signIn.portMachineWhereProvidersAnswer', { port }, { cause: error });
  const values = { port, code: code ?? msg('storage.unknownError') };
  return failure('signIn.machineDoesNotLetMailwicket', values, { cause: error });
}
