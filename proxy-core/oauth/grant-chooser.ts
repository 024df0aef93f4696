import type { GrantType } from '#contract/grants.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import type { Grant, GrantRequest, Interaction, Issued } from './grant.ts';
import { makeGenericGrants } from './grants/generic-grants.ts';
import type { GrantEngineDeps } from './provider-exchange.ts';

type MicrosoftGrantType = Exclude<GrantType, 'password' | 'service-account'>;
type MicrosoftGrants = Readonly<Record<MicrosoftGrantType, Grant>>;

/** Chooses the engine and the flow of a client: MSAL where it is Microsoft's, else the generic engine. */
export function grantChooser(deps: GrantEngineDeps): (client: ResolvedClient) => Grant {
  const generic = makeGenericGrants(deps);
  const microsoft = microsoftGrantChooser(deps);
  return (client) => microsoft(client) ?? generic[client.grant];
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
