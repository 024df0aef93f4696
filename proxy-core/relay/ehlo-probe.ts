import type { OAuthClient } from '#contract/oauth-client.ts';
import { logInAtProvider, type UpstreamAccess } from './provider-login.ts';
import type { EhloCache } from './ehlo-cache.ts';
import { UpstreamError } from './upstream-error.ts';

/**
 * Asks the SMTP servers that are not known yet what they can do, so that clients are told before their
 * login. One that does not answer is asked again at the next occasion; nobody waits for it.
 */
export async function probeEhlo(options: {
  readonly extensions: EhloCache;
  readonly clients: readonly Pick<OAuthClient, 'servers'>[];
  readonly access: UpstreamAccess;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { extensions, access, signal } = options;
  const asked = extensions.unknown(options.clients).map(async (server) => {
    try {
      await logInAtProvider(access, {
        protocol: 'smtp',
        server,
        signal,
        learned: (list) => extensions.learned(server, list),
      });
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
    }
  });
  await Promise.all(asked);
}
