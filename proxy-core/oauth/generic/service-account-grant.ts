import { msg } from '#messages/message.ts';
import * as oauth from 'oauth4webapi';
import type { Grant, GrantRequest, Issued } from '../grant.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { signedWithRs256 } from './jwt.ts';
import { nobodySignsIn } from './nobody-signs-in.ts';
import {
  readServiceAccountKey,
  ServiceAccountKeyError,
  type ServiceAccountKey,
} from './service-account-key.ts';
import { TokenEndpoint, type GenericGrantDeps } from './token-endpoint.ts';

/** Google takes an hour from `iat` to `exp` at most; a clock that is a little fast must not put `iat` in its future. */
const BACKDATE_SECONDS = 60;
const LIFETIME_SECONDS = 3600;

/** A service account with domain-wide delegation: the JWT bearer grant (RFC 7523 section 2.1) as Google speaks it. */
export class ServiceAccountGrant implements Grant {
  readonly interactive = false;
  readonly #deps: GenericGrantDeps;

  constructor(deps: GenericGrantDeps) {
    this.#deps = deps;
  }

  async renew(request: GrantRequest): Promise<Issued> {
    const key = readKey(request);
    const issuedAt = Math.floor(this.#deps.clock.now() / 1000) - BACKDATE_SECONDS;
    const assertion = signedWithRs256(
      key.keyId === undefined ? {} : { kid: key.keyId },
      {
        iss: key.clientEmail,
        sub: request.subject,
        scope: request.scope,
        aud: request.client.tokenUrl,
        iat: issuedAt,
        exp: issuedAt + LIFETIME_SECONDS,
      },
      key.privateKey,
    );
    const endpoint = new TokenEndpoint(this.#deps, request, 'service-account');
    const granted = await endpoint.grant(
      ({ server, client, options }) =>
        oauth.genericTokenEndpointRequest(
          server,
          client,
          // the assertion says who asks; Google knows no client here
          () => undefined,
          'urn:ietf:params:oauth:grant-type:jwt-bearer',
          { assertion },
          options,
        ),
      [assertion],
    );
    return { token: granted.token, identity: granted.identity, scope: granted.scope };
  }

  async signIn(request: GrantRequest): Promise<Issued> {
    throw nobodySignsIn(request);
  }
}

function readKey(request: GrantRequest): ServiceAccountKey {
  const fix = msg('signIn.downloadNewJsonKeyService', { client: request.client.name });
  if (request.credential.kind !== 'service-account-key') {
    throw new OAuthError(
      'refused',
      msg('signIn.clientNoServiceAccountKey', { client: request.client.name }),
      {
        fix,
        who: 'administrator',
      },
    );
  }
  try {
    return readServiceAccountKey(request.credential.json);
  } catch (error) {
    const problem = error instanceof ServiceAccountKeyError ? error.message : msg('signIn.cannotRead');
    throw new OAuthError(
      'refused',
      msg('signIn.serviceAccountKeyClientCannot', { client: request.client.name, why: problem }),
      {
        fix,
        who: 'administrator',
      },
    );
  }
}
