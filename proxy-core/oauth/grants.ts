import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import type { Grant } from './grant.ts';
import { makeGenericGrants, type GrantEngineDeps } from './generic/generic-grants.ts';
import { microsoftGrantChooser } from './msal/microsoft-grants.ts';

/** Chooses the engine and the flow of a client: MSAL where it is Microsoft's, else the generic engine. */
export function grantChooser(deps: GrantEngineDeps): (client: ResolvedClient) => Grant {
  const generic = makeGenericGrants(deps);
  const microsoft = microsoftGrantChooser(deps);
  return (client) => microsoft(client) ?? generic[client.grant];
}
