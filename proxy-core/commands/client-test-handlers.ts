import { findClient } from '../accounts/settings-changes.ts';
import { readTokenClaims } from '../diagnosis/token-claims.ts';
import { discoverProvider } from '../oauth/discovery.ts';
import { SetupError } from '../setup/setup-error.ts';
import { tokenOnTrial } from './client-trial.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

/** The commands that ask a provider before there is an account. */
export function clientTestHandlers(room: CommandRoom): Handlers<'client-test' | 'provider-discover'> {
  return {
    async 'provider-discover'({ issuer }) {
      const { scopes, ...found } = await discoverProvider(issuer, { fetch: room.fetch, clock: room.clock });
      return { ...found, scopes: [...scopes] };
    },
    async 'client-test'({ client: reference }) {
      await room.ready();
      const wanted = findClient(room.settings(), reference);
      const { name } = wanted;
      if (wanted.grant !== 'client-credentials') {
        throw new SetupError(
          'not-app-only',
          `With ${name} somebody signs in: it cannot be tried without an account.`,
          'Add an account with it and sign in.',
        );
      }
      const { client, credential } = await room.credentials.provenClient(wanted);
      const began = room.clock.now();
      const token = await tokenOnTrial(room, wanted, { client, credential });
      const { permissions, audience } = readTokenClaims(token.value);
      return {
        milliseconds: room.clock.now() - began,
        lifetime: token.expiresAt - token.obtainedAt,
        permissions: [...permissions],
        ...(audience === undefined ? {} : { audience }),
      };
    },
  };
}
