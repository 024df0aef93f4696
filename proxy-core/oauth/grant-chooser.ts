import { OAuthError, oauthErrorCodes } from '#core/errors/oauth-error.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import { isMicrosoft } from '#contract/providers/presets.ts';
import type { Grant } from './grant.ts';
import { makeGenericGrants } from './grants/generic-grants.ts';
import type { MicrosoftGrants } from './msal/msal-grants.ts';
import type { EngineDeps } from './provider-exchange.ts';

/** How a request for a token can end. */
export const tokenOutcomes = ['issued', ...oauthErrorCodes, 'failed'] as const;

/** A request for a token, and how it ended. */
export interface TokenRequested {
  readonly provider: ResolvedClient['provider'];
  readonly outcome: (typeof tokenOutcomes)[number];
  /** Without what it takes to write a new refresh token down. */
  readonly milliseconds: number;
}

/**
 * Chooses the engine and the flow of a client: MSAL where it is Microsoft's, else the generic engine.
 * @param requested - told of each request for a token that needs nobody
 */
export function grantChooser(
  deps: EngineDeps,
  requested?: (request: TokenRequested) => void,
): (client: ResolvedClient) => Grant {
  const generic = makeGenericGrants(deps);
  const microsoft = microsoftGrantChooser(deps);
  const choose = (client: ResolvedClient): Grant => microsoft(client) ?? generic[client.grant];
  return requested === undefined ? choose : (client) => measured(choose(client), deps.clock, requested);
}

/**
 * Chooses the grant of a client that Microsoft's library serves; undefined for every other: another provider, the
 * password grant, or a token URL that is not of the version 2 form.
 */
export function microsoftGrantChooser(deps: EngineDeps): (client: ResolvedClient) => Grant | undefined {
  // loaded when it is first used: most commands ask no provider
  let loading: Promise<MicrosoftGrants> | undefined;
  const load = (): Promise<MicrosoftGrants> =>
    (loading ??= import('./msal/msal-grants.ts').then(({ makeMicrosoftGrants }) =>
      makeMicrosoftGrants(deps),
    ));
  const renewing = (grant: keyof MicrosoftGrants): Grant => ({
    renew: async (request) => (await load())[grant].renew(request),
  });
  const interactive = (grant: 'authorization-code' | 'device-code'): Grant => ({
    ...renewing(grant),
    signIn: async (request, interaction) => (await load())[grant].signIn(request, interaction),
  });
  const grants: Readonly<Record<keyof MicrosoftGrants, Grant>> = {
    'authorization-code': interactive('authorization-code'),
    'device-code': interactive('device-code'),
    'client-credentials': renewing('client-credentials'),
  };
  return ({ provider, grant, tokenUrl }) => {
    if (!isMicrosoft(provider)) return undefined;
    if (!/^\/[^/]+\/oauth2\/v2\.0\/token\/?$/.test(new URL(tokenUrl).pathname)) return undefined;
    return grant === 'password' || grant === 'service-account' ? undefined : grants[grant];
  };
}

/** The same grant, whose requests for tokens are counted and timed. */
function measured(grant: Grant, clock: Clock, requested: (request: TokenRequested) => void): Grant {
  return {
    ...grant,
    async renew(request) {
      const begun = clock.now();
      let writing = 0;
      const save = async (state: string): Promise<void> => {
        const from = clock.now();
        await request.save(state);
        writing += clock.now() - from;
      };
      let outcome: TokenRequested['outcome'] = 'failed';
      try {
        const issued = await grant.renew({ ...request, save });
        outcome = 'issued';
        return issued;
      } catch (error) {
        if (error instanceof OAuthError) outcome = error.code;
        throw error;
      } finally {
        // the clock may have been set meanwhile
        const milliseconds = Math.max(0, clock.now() - begun - writing);
        requested({ provider: request.client.provider, outcome, milliseconds });
      }
    },
  };
}
