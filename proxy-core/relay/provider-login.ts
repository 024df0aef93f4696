import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Protocol, ServerAddress } from '#contract/endpoints.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { ChooseRoutes } from '#core/network/route-chooser.ts';
import type { UpstreamCredentials } from '#core/mail/dialogue.ts';
import { upstreamLogin } from './dialogues.ts';
import { limits } from './limits.ts';
import { timeLimit } from './time-limit.ts';
import type { UpstreamProgress } from './upstream.ts';
import { converse, type UpstreamOutcome } from './upstream-connection.ts';

/** How providers' mail servers are reached. */
export interface UpstreamAccess {
  secureContext(): SecureContext;
  readonly lookup: LookupFunction | undefined;
  /** Through which proxies a server is reached; straight where left out. */
  readonly chooseRoutes?: ChooseRoutes;
  readonly clock: Clock;
}

export interface ProviderLogin {
  readonly protocol: Protocol;
  readonly server: ServerAddress;
  /** Left out: only what the server can do is learned. */
  readonly credentials?: UpstreamCredentials;
  /** SMTP: the name for EHLO. */
  readonly clientName?: string | undefined;
  readonly signal: AbortSignal;
  readonly learned?: (extensions: readonly string[]) => void;
  /** Called when the server was reached, and when TLS stands. */
  readonly onProgress?: (progress: UpstreamProgress) => void;
}

/**
 * Steps four and five of a login: dial, TLS, log in at the provider's server.
 * @throws UpstreamError - it could not be talked to
 */
export async function logInAtProvider(
  access: UpstreamAccess,
  login: ProviderLogin,
): Promise<UpstreamOutcome> {
  const { protocol, server, credentials, clientName, learned, onProgress } = login;
  const routes = await access.chooseRoutes?.({ host: server.host, port: server.port, purpose: 'mail' });
  const late = timeLimit(access.clock, limits.upstreamLoginTimeout);
  try {
    return await converse({
      server,
      signal: AbortSignal.any([login.signal, late.signal]),
      secureContext: access.secureContext(),
      clock: access.clock,
      lookup: access.lookup,
      routes,
      login: upstreamLogin(protocol, {
        tls: server.tls,
        host: server.host,
        port: server.port,
        credentials,
        clientName,
      }),
      onlyLearn: credentials === undefined,
      learned,
      onProgress,
    });
  } finally {
    late.cancel();
  }
}
