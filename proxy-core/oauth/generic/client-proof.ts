import type { GrantRequest } from '../grant.ts';
import { OAuthError } from '../oauth-error.ts';

/**
 * Nobody but the client itself stands behind the client credentials grant (RFC 6749 section 4.4.2).
 * @throws OAuthError - `refused` where it has neither a secret nor a certificate
 */
export function demandClientProof({ client, credential }: GrantRequest): void {
  if (credential.kind === 'secret' || credential.kind === 'certificate') return;
  throw new OAuthError('refused', `The client “${client.name}” has neither a secret nor a certificate.`, {
    fix: 'Client credentials need one of them: set it in the client.',
    who: 'administrator',
  });
}
