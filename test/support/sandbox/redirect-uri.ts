import type { SandboxClient } from './directory.ts';

/**
 * Whether a redirect URI is one of the client's, as Entra ID compares them: exactly,
 * except that the port does not count on this machine (RFC 8252 section 7.3).
 */
export function isRegisteredRedirect(client: SandboxClient, redirectUri: string): boolean {
  return (client.redirectUris ?? []).some((registered) => matches(registered, redirectUri));
}

function matches(registered: string, given: string): boolean {
  if (registered === given) return true;
  if (!URL.canParse(registered) || !URL.canParse(given)) return false;
  const one = new URL(registered);
  const other = new URL(given);
  const local = one.hostname === 'localhost' || one.hostname === '127.0.0.1';
  return (
    local &&
    one.protocol === 'http:' &&
    other.protocol === 'http:' &&
    one.hostname === other.hostname &&
    one.pathname === other.pathname &&
    one.search === other.search &&
    other.hash === '' &&
    other.username === '' &&
    other.password === ''
  );
}
