import { inEnglish } from '#messages/format.ts';
import type { FoundAccount } from '#core/accounts/account-directory.ts';
import type { Protocol } from '#contract/endpoints.ts';
import type { RefusedLogin } from '#core/relay/refused-login.ts';
import type { RefusalExplanation } from '#core/errors/mail-refusal.ts';
import { explainMailRefusal } from '#core/errors/mail-server.ts';
import { readTokenClaims, type TokenClaims } from './token-claims.ts';
import { tokenFindings, type TokenFinding } from './token-findings.ts';

/** What a token says, judged for one account and protocol. */
export function examineToken(
  token: string,
  about: { readonly found: FoundAccount; readonly protocol: Protocol; readonly now: number },
): { readonly claims: TokenClaims; readonly findings: TokenFinding[] } {
  const claims = readTokenClaims(token);
  const { found, protocol, now } = about;
  const { provider, grant, tenant } = found.client;
  return {
    claims,
    findings: tokenFindings(claims, {
      protocol,
      identity: found.identity[protocol],
      provider,
      grant,
      tenant,
      now,
    }),
  };
}

/** Explains a refused login with what its token gives away. */
export function explainRefusedLogin(login: RefusedLogin): RefusalExplanation {
  const { found, protocol, refusal, host } = login;
  const { claims, findings } = examineToken(login.token, login);
  const { provider, grant } = found.client;
  return explainMailRefusal({
    protocol,
    kind: refusal.kind,
    said: inEnglish(refusal.text),
    address: found.subject,
    identity: found.identity[protocol],
    host,
    provider,
    grant,
    signedInAs: claims.actsAs === 'person' ? claims.user : undefined,
    findings,
  });
}
