import type { Grant, ResolvedClient } from './grant.ts';
import { makeGenericGrants, type GrantEngineDeps } from './generic/generic-grants.ts';

/** Chooses the engine and the flow of a client. */
export function grantChooser(deps: GrantEngineDeps): (client: ResolvedClient) => Grant {
  const generic = makeGenericGrants(deps);
  return (client) => generic[client.grant];
}
