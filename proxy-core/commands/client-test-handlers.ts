import { msg } from '#messages/message.ts';
import { findClient } from '#core/accounts/settings-changes.ts';
import { readTokenClaims } from '#core/diagnosis/token-claims.ts';
import { discoverProvider } from '#core/oauth/discovery.ts';
import { SetupError } from '#core/setup/setup-error.ts';
import { tokenOnTrial } from './client-trial.ts';
import type { CommandDeps, Handlers } from './deps.ts';

/** The commands that ask a provider before there is an account. */
export function clientTestHandlers(deps: CommandDeps): Handlers<'client-test' | 'provider-discover'> {
  return {
    async 'provider-discover'({ issuer }) {
      const { scopes, ...found } = await discoverProvider(issuer, { fetch: deps.fetch, clock: deps.clock });
      return { ...found, scopes: [...scopes] };
    },
    async 'client-test'({ client: reference }) {
      await deps.ready();
      const wanted = findClient(deps.settings(), reference);
      const { name } = wanted;
      if (wanted.grant !== 'client-credentials') {
        throw new SetupError(
          'not-app-only',
          msg('signIn.somebodySignsCannotTriedWithout', { client: name }),
          msg('signIn.addAccountSign'),
        );
      }
      const { client, credential } = await deps.credentials.provenClient(wanted);
      const began = deps.clock.now();
      const token = await tokenOnTrial(deps, wanted, { client, credential });
      const { permissions, audience } = readTokenClaims(token.value);
      return {
        milliseconds: deps.clock.now() - began,
        lifetime: token.expiresAt - token.obtainedAt,
        permissions: [...permissions],
        audience,
      };
    },
  };
}
