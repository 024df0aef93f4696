import { msg } from '#messages/message.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { withDeadline } from '#core/logging/until-aborted.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import type { AccessToken, ClientCredential } from '#core/oauth/grant.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import type { CommandDeps } from './deps.ts';

/** Somebody waits at the screen. Milliseconds. */
const patience = 60_000;

/**
 * Asks the provider for a token with an app-only client, without an account. Nothing of it is kept.
 * @param milliseconds - how long the provider has to answer
 * @throws OAuthError - the provider's refusal, with its cause and fix
 */
export async function tokenOnTrial(
  deps: Pick<CommandDeps, 'clock' | 'grantFor'>,
  { id, name }: Pick<OAuthClient, 'id' | 'name'>,
  proof: { readonly client: ResolvedClient; readonly credential: ClientCredential },
  milliseconds = patience,
): Promise<AccessToken> {
  const { client, credential } = proof;
  const { token } = await withDeadline(
    (signal) =>
      deps.grantFor(client).renew({
        // nobody's account: what is told of a failure names the client
        account: { id, address: name, clientId: id, passwordMode: 'own', paused: false },
        subject: 'the test',
        client,
        credential,
        scope: client.scope,
        state: undefined,
        // the token is looked at and forgotten, so nothing is kept of how it came either
        save: () => Promise.resolve(),
        fresh: true,
        signal,
      }),
    {
      clock: deps.clock,
      milliseconds,
      controller: new AbortController(),
      late: () =>
        new OAuthError('unreachable', msg('signIn.providerDidNotAnswerTime', { client: name }), {
          fix: msg('settings.tryAgainLater'),
        }),
    },
  );
  return token;
}
