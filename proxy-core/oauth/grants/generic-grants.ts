import type { GrantType } from '#contract/grants.ts';
import type { Grant } from '../grant.ts';
import { settledDeps, type GrantEngineDeps } from '../provider-exchange.ts';
import { AuthorizationCodeGrant } from './authorization-code-grant.ts';
import { ClientCredentialsGrant } from './client-credentials-grant.ts';
import { DeviceCodeGrant } from './device-code-grant.ts';
import { PasswordGrant } from './password-grant.ts';
import { ServiceAccountGrant } from './service-account-grant.ts';

/** The grants of any OAuth 2.0 provider that is known by its endpoints. */
export function makeGenericGrants(deps: GrantEngineDeps): Readonly<Record<GrantType, Grant>> {
  const settled = settledDeps(deps);
  return {
    'authorization-code': new AuthorizationCodeGrant(settled),
    'client-credentials': new ClientCredentialsGrant(settled),
    password: new PasswordGrant(settled),
    'device-code': new DeviceCodeGrant(settled),
    'service-account': new ServiceAccountGrant(settled),
  };
}
