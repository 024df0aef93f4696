import type { GrantType } from '#contract/grants.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { Grant } from '../grant.ts';
import { ANSWER_TIMEOUT_MS, ROTATION_TIMEOUT_MS, type Fetch } from '../http.ts';
import { explainByCatalogue, type ExplainAnswer } from '../token-endpoint-error.ts';
import { AuthorizationCodeGrant } from './authorization-code-grant.ts';
import { ClientCredentialsGrant } from './client-credentials-grant.ts';
import { DeviceCodeGrant } from './device-code-grant.ts';
import { PasswordGrant } from './password-grant.ts';
import { ServiceAccountGrant } from './service-account-grant.ts';
import type { GenericGrantDeps } from './token-endpoint.ts';

/** Time for a person to find a password, a second factor and a colleague. */
const SIGN_IN_TIMEOUT_MS = 15 * 60_000;

export interface GrantEngineDeps {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Turns a provider's refusal into a cause and a fix; without one, by the catalogue. */
  readonly explain?: ExplainAnswer | undefined;
  /** Milliseconds for one exchange with a provider; 30 s. */
  readonly exchangeTimeout?: number | undefined;
  /** Milliseconds for one that uses up a refresh token or a code; 4 min. */
  readonly rotationTimeout?: number | undefined;
  /** Milliseconds for a person to sign in; 15 min. */
  readonly signInTimeout?: number | undefined;
}

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

/** With everything that was left out. */
export function settledDeps(deps: GrantEngineDeps): GenericGrantDeps {
  return {
    fetch: deps.fetch,
    clock: deps.clock,
    logger: deps.logger,
    explain: deps.explain ?? explainByCatalogue,
    exchangeTimeout: deps.exchangeTimeout ?? ANSWER_TIMEOUT_MS,
    rotationTimeout: deps.rotationTimeout ?? ROTATION_TIMEOUT_MS,
    signInTimeout: deps.signInTimeout ?? SIGN_IN_TIMEOUT_MS,
  };
}
