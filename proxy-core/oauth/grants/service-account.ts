import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { type Message, type MessageCode, msg } from '#messages/message.ts';
import { failure } from '../token-errors.ts';
import { issueText } from '#core/errors/schema-issues.ts';
import { jsonOf } from '#core/storage/json.ts';
import * as oauth from 'oauth4webapi';
import type { GrantRequest, Issued } from '../grant.ts';
import type { EngineDeps } from '../provider-exchange.ts';
import { TokenEndpoint } from './token-endpoint.ts';

/** Google takes an hour from `iat` to `exp` at most; a clock that is a little fast must not put `iat` in its future. */
const BACKDATE_SECONDS = 60;
const LIFETIME_SECONDS = 3600;

/** A service account with domain-wide delegation: the JWT bearer grant (RFC 7523 section 2.1) as Google speaks it. */
export async function renewByServiceAccount(deps: EngineDeps, request: GrantRequest): Promise<Issued> {
  const { client: about, credential } = request;
  if (credential.kind !== 'service-account-key')
    throw failure('signIn.clientNoServiceAccountKey', { client: about.name });
  const { clientEmail, keyId, privateKey } = readServiceAccountKey(credential.json, about.name);
  const issuedAt = Math.floor(deps.clock.now() / 1000) - BACKDATE_SECONDS;
  const assertion = signedWithRs256(
    keyId === undefined ? {} : { kid: keyId },
    {
      iss: clientEmail,
      sub: request.subject,
      scope: request.scope,
      aud: request.client.tokenUrl,
      iat: issuedAt,
      exp: issuedAt + LIFETIME_SECONDS,
    },
    privateKey,
  );
  const endpoint = new TokenEndpoint(deps, request, 'service-account');
  const { token, identity, scope } = await endpoint.grant(
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
    { secrets: [assertion] },
  );
  return { token, identity, scope };
}

/** A JWT in its compact form, signed with RS256 (RFC 7515 section 3.1, RFC 7518 section 3.3). */
function signedWithRs256(
  header: Readonly<Record<string, string>>,
  claims: Readonly<Record<string, string | number>>,
  key: KeyObject,
): string {
  const parts = [{ alg: 'RS256', typ: 'JWT', ...header }, claims];
  const input = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

interface ServiceAccountKey {
  readonly clientEmail: string;
  readonly privateKey: KeyObject;
  readonly keyId: string | undefined;
}

/**
 * What is in the key file (JSON) of a Google service account.
 * @throws OAuthError - it cannot be used; without anything of the key in it
 */
export function readServiceAccountKey(json: string, client: string): ServiceAccountKey {
  const key = keyIn(json);
  if ('clientEmail' in key) return key;
  throw failure('signIn.serviceAccountKeyClientCannot', { client, why: key });
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

/** The same, or why it cannot be used. */
function keyIn(json: string): ServiceAccountKey | Message {
  const content = jsonOf(json);
  if (content === undefined) return msg('storage.notJson');
  const { data, error } = keyFileSchema.safeParse(content);
  if (data === undefined) {
    const [first] = error.issues;
    return first === undefined ? msg('signIn.notKeyFile') : issueText(first);
  }
  try {
    const privateKey = createPrivateKey(data.private_key);
    if (privateKey.asymmetricKeyType !== 'rsa') return msg('signIn.privateKeyNotRsaKey');
    return { clientEmail: data.client_email, privateKey, keyId: data.private_key_id };
  } catch {
    return msg('signIn.privateKeyNotPemPrivateKey');
  }
}
