import type { FoundAccount } from '../accounts/account-directory.ts';
import { OAuthError } from '../oauth/oauth-error.ts';
import { VaultError } from '../storage/vault.ts';
import { oauthRefusal, type NotAdmitted } from './admission.ts';
import { UpstreamError } from './upstream-error.ts';

/** What a client is told when its login could not be carried to the provider. @throws what is none of these errors */
export function notAdmittedBy(found: FoundAccount, error: unknown): NotAdmitted {
  const { address } = found.account;
  if (error instanceof VaultError) {
    const text = `${address} cannot be served right now: ${error.message}`;
    return { kind: 'not-admitted', found, refusal: { kind: 'temporary', text }, fix: '' };
  }
  if (!(error instanceof OAuthError) && !(error instanceof UpstreamError)) throw error;
  const text = `${address}: ${error.message}`;
  const refusal =
    error instanceof OAuthError ? oauthRefusal(error, text) : ({ kind: 'temporary', text } as const);
  return { kind: 'not-admitted', found, refusal, fix: error.fix };
}
