import { OAuthError, oauthErrorCodes } from '#core/errors/oauth-error.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { GrantType } from '#contract/grants.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import type { Grant, GrantRequest, Interaction, Issued } from './grant.ts';
import { makeGenericGrants } from './grants/generic-grants.ts';
import type { GrantEngineDeps } from './provider-exchange.ts';

type MicrosoftGrantType = Exclude<GrantType, 'password' | 'service-account'>;
type MicrosoftGrants = Readonly<Record<MicrosoftGrantType, Grant>>;

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
  deps: GrantEngineDeps,
  requested?: (request: TokenRequested) => void,
): (client: ResolvedClient) => Grant {
  const generic = makeGenericGrants(deps);
  const microsoft = microsoftGrantChooser(deps);
  const choose = (client: ResolvedClient): Grant => microsoft(client) ?? generic[client.grant];
  return requested === undefined
    ? choose
    : (client) => new MeasuredGrant(choose(client), deps.clock, requested);
}

/**
 * Chooses the grant of a client that Microsoft's library serves; undefined for every other: another provider, the
 * password grant, or a token URL that is not of the version 2 form.
 */
export function microsoftGrantChooser(deps: GrantEngineDeps): (client: ResolvedClient) => Grant | undefined {
  let loading: Promise<MicrosoftGrants> | undefined;
  const load = async (): Promise<MicrosoftGrants> => {
    const { makeMicrosoftGrants } = await import('./msal/msal-grants.ts');
    return makeMicrosoftGrants(deps);
  };
  const lazily = (grant: MicrosoftGrantType, interactive: boolean): Grant =>
    new LazyGrant(interactive, async () => (await (loading ??= load()))[grant]);
  const grants: MicrosoftGrants = {
    'authorization-code': lazily('authorization-code', true),
    'device-code': lazily('device-code', true),
    'client-credentials': lazily('client-credentials', false),
  };
  return ({ provider, grant, tokenUrl }) => {
    if (provider !== 'microsoft365' && provider !== 'outlook') return undefined;
    if (!/^\/[^/]+\/oauth2\/v2\.0\/token\/?$/.test(new URL(tokenUrl).pathname)) return undefined;
    return grant === 'password' || grant === 'service-account' ? undefined : grants[grant];
  };
}

/** A grant whose library is loaded when it is first used: most commands ask no provider. */
class LazyGrant implements Grant {
  readonly interactive: boolean;
  readonly #load: () => Promise<Grant>;

  constructor(interactive: boolean, load: () => Promise<Grant>) {
    this.interactive = interactive;
    this.#load = load;
  }

  async renew(request: GrantRequest): Promise<Issued> {
    return (await this.#load()).renew(request);
  }

  async signIn(request: GrantRequest, interaction: Interaction): Promise<Issued> {
    return (await this.#load()).signIn(request, interaction);
  }
}

/** A grant whose requests for tokens are counted and timed. */
class MeasuredGrant implements Grant {
  readonly interactive: boolean;
  readonly #grant: Grant;
  readonly #clock: Clock;
  readonly #requested: (request: TokenRequested) => void;

  constructor(grant: Grant, clock: Clock, requested: (request: TokenRequested) => void) {
    this.interactive = grant.interactive;
    this.#grant = grant;
    this.#clock = clock;
    this.#requested = requested;
  }

  async renew(request: GrantRequest): Promise<Issued> {
    const begun = this.#clock.now();
    let writing = 0;
    const save = async (state: string): Promise<void> => {
      const from = this.#clock.now();
      await request.save(state);
      writing += this.#clock.now() - from;
    };
    let outcome: TokenRequested['outcome'] = 'failed';
    try {
      const issued = await this.#grant.renew({ ...request, save });
      outcome = 'issued';
      return issued;
    } catch (error) {
      if (error instanceof OAuthError) outcome = error.code;
      throw error;
    } finally {
      // the clock may have been set meanwhile
      const milliseconds = Math.max(0, this.#clock.now() - begun - writing);
      this.#requested({ provider: request.client.provider, outcome, milliseconds });
    }
  }

  signIn(request: GrantRequest, interaction: Interaction): Promise<Issued> {
    return this.#grant.signIn(request, interaction);
  }
}
