import { msg } from '#messages/message.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { GrantRequest } from './grant.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';

/**
 * Whether a sign-in page's answer is from the provider that was asked, by the name that it gives itself (RFC 9207
 * section 2.4); an error it answers with counts too. Beyond the RFC a name is accepted that was not declared, as Google
 * sends one so. To be called before the code is redeemed.
 * @param answer - the parameters of the redirect
 * @throws OAuthError - refused
 */
export function checkIssuer(
  answer: URLSearchParams,
  { client, account }: Pick<GrantRequest, 'client' | 'account'>,
  logger: Logger,
): void {
  const known = client.knownIssuer;
  const [name, ...more] = answer.getAll('iss');
  if (name === undefined) {
    if (known?.inAnswers === true) throw stranger(account.address);
    return;
  }
  if (more.length > 0 || (known !== undefined && !isName(name, known.name))) throw stranger(account.address);
  if (known === undefined && hostOf(name) !== hostOf(client.authorizationUrl ?? '')) {
    logger.warn('The sign-in page gives itself a name of another host, and what it should be is not known.', {
      account: account.address,
    });
  }
}

/** Byte for byte; the tenant alone, which Microsoft fills in, may be anyone's. */
function isName(name: string, known: string): boolean {
  const [before = '', after] = known.split('{tenantid}');
  if (after === undefined) return name === known;
  const tenant = name.slice(before.length, name.length - after.length);
  return (
    name === `${before}${tenant}${after}` && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(tenant)
  );
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

function stranger(address: string): OAuthError {
  return new OAuthError('refused', msg('signIn.answerSignNotFromProvider', { address }), {
    fix: msg('signIn.startSignAgainFromMailwicket'),
    who: 'administrator',
  });
}
