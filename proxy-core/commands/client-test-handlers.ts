import { findClient } from '../accounts/settings-changes.ts';
import { readTokenClaims } from '../diagnosis/token-claims.ts';
import { discoverProvider } from '../oauth/discovery.ts';
import { withDeadline } from '../oauth/deadline.ts';
import { OAuthError } from '../oauth/oauth-error.ts';
import { SetupError } from '../setup/setup-error.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

/** Somebody waits at the screen. Milliseconds. */
const patience = 60_000;

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
      const { token } = await withDeadline(
        (signal) =>
          room.grantFor(client).renew({
            // nobody's account: what is told of a failure names the client
            account: {
              id: wanted.id,
              address: name,
              clientId: wanted.id,
              passwordMode: 'own',
              paused: false,
            },
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
          clock: room.clock,
          milliseconds: patience,
          controller: new AbortController(),
          late: () =>
            new OAuthError('unreachable', `The provider of ${name} did not answer in time.`, {
              fix: 'Try again later.',
            }),
        },
      );
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
