import { createPrivateKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { type Message, type MessageCode, msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { issueText } from '#core/errors/schema-issues.ts';
import * as oauth from 'oauth4webapi';
import type { GrantRequest, Issued } from '../grant.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { signedWithRs256 } from './jwt.ts';
import { EngineGrant } from '../provider-exchange.ts';
import { TokenEndpoint } from './token-endpoint.ts';

/** Google takes an hour from `iat` to `exp` at most; a clock that is a little fast must not put `iat` in its future. */
const BACKDATE_SECONDS = 60;
const LIFETIME_SECONDS = 3600;

/** A service account with domain-wide delegation: the JWT bearer grant (RFC 7523 section 2.1) as Google speaks it. */
export class ServiceAccountGrant extends EngineGrant {
  async renew(request: GrantRequest): Promise<Issued> {
    const key = readKey(request);
    const issuedAt = Math.floor(this.deps.clock.now() / 1000) - BACKDATE_SECONDS;
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
    const endpoint = new TokenEndpoint(this.deps, request, 'service-account');
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
    const problem = error instanceof ServiceAccountKeyError ? error.text : msg('signIn.cannotRead');
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

const keyFileSchema = z.object(
  {
    type: z.literal('service_account', {
      error: 'signIn.keyFileAnotherKindType' satisfies MessageCode,
    }),
    client_email: z.email({ error: 'signIn.clientEmailMissing' satisfies MessageCode }),
    private_key: z
      .string({ error: 'signIn.privateKeyMissing' satisfies MessageCode })
      .min(1, { error: 'signIn.privateKeyEmpty' satisfies MessageCode }),
    private_key_id: z.string().optional(),
  },
  { error: 'signIn.notKeyFile' satisfies MessageCode },
);

interface ServiceAccountKey {
  readonly clientEmail: string;
  readonly privateKey: KeyObject;
  readonly keyId: string | undefined;
}

/** The key file cannot be used. The message is for people and goes after “the service account's key: ”. */
class ServiceAccountKeyError extends CodedError<'service-account-key'> {
  constructor(text: Message) {
    super('service-account-key', text);
  }
}

/**
 * Reads the key file (JSON) of a Google service account.
 * @throws ServiceAccountKeyError; without anything of the key in it
 */
function readServiceAccountKey(json: string): ServiceAccountKey {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    // the parser's own message quotes the text
    throw new ServiceAccountKeyError(msg('storage.notJson'));
  }
  const checked = keyFileSchema.safeParse(parsed);
  if (!checked.success) {
    const [first] = checked.error.issues;
    throw new ServiceAccountKeyError(first === undefined ? msg('signIn.notKeyFile') : issueText(first));
  }
  const { client_email: clientEmail, private_key: pem, private_key_id: keyId } = checked.data;
  return { clientEmail, privateKey: rsaKey(pem), keyId };
}

function rsaKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new ServiceAccountKeyError(msg('signIn.privateKeyNotPemPrivateKey'));
  }
  if (key.asymmetricKeyType !== 'rsa') throw new ServiceAccountKeyError(msg('signIn.privateKeyNotRsaKey'));
  return key;
}
