import { msg } from '#messages/message.ts';
import type { GrantRequest } from '../grant.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';

/**
 * Nobody but the client itself stands behind the client credentials grant (RFC 6749 section 4.4.2).
 * @throws OAuthError - `refused` where it has neither a secret nor a certificate
 */
export function demandClientProof({ client, credential }: GrantRequest): void {
  if (credential.kind === 'secret' || credential.kind === 'certificate') return;
  throw new OAuthError('refused', msg('signIn.clientNeitherSecretNorCertificate', { client: client.name }), {
    fix: msg('signIn.clientCredentialsNeedOneThem'),
    who: 'administrator',
  });
}
