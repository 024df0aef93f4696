import { isLoopbackHost } from '#contract/endpoints.ts';
import type { NavigationRule } from './navigation-rules.ts';

/**
 * Where the page of one sign-in may go: https, and the loopback redirect of this very sign-in. A provider on this
 * machine (a sandbox, a test) may also stay on its own origin.
 * @param start - the URL that the sign-in begins with; its redirect_uri names the redirect (RFC 8252 section 7.3)
 */
export function signInNavigation(start: string): NavigationRule {
  const begin = new URL(start);
  const own = begin.protocol === 'http:' && isLoopbackHost(begin.hostname) ? begin.origin : undefined;
  const redirect = loopbackRedirect(begin);
  return (url) => {
    if (url === 'about:blank' || url === 'about:srcdoc') return true;
    if (!URL.canParse(url)) return false;
    const target = new URL(url);
    if (target.username !== '' || target.password !== '') return false;
    if (target.protocol === 'https:') return true;
    if (target.protocol !== 'http:') return false;
    if (target.origin === own) return true;
    return target.origin === redirect?.origin && target.pathname === redirect.pathname;
  };
}

function loopbackRedirect(begin: URL): URL | undefined {
  const text = begin.searchParams.get('redirect_uri');
  if (text === null || !URL.canParse(text)) return undefined;
  const redirect = new URL(text);
  return redirect.protocol === 'http:' && isLoopbackHost(redirect.hostname) ? redirect : undefined;
}

/** Whether a URL is the loopback redirect of the sign-in that begins with `start`: our own last page. */
export function isRedirectOf(start: string, url: string): boolean {
  const redirect = loopbackRedirect(new URL(start));
  if (redirect === undefined || !URL.canParse(url)) return false;
  const { origin, pathname } = new URL(url);
  return origin === redirect.origin && pathname === redirect.pathname;
}

/** What the address bar of a sign-in shows. */
export interface ShownAddress {
  readonly kind: 'secure' | 'this-machine' | 'loading';
  /** The origin, with international names in their ASCII form, so that look-alikes show. */
  readonly origin: string;
}

/** The address bar's content for the URL that a page is at. */
export function shownAddress(url: string): ShownAddress {
  if (!URL.canParse(url)) return { kind: 'loading', origin: '' };
  const { protocol, host, hostname } = new URL(url);
  if (protocol === 'https:') return { kind: 'secure', origin: `https://${host}` };
  if (protocol === 'http:' && isLoopbackHost(hostname)) {
    return { kind: 'this-machine', origin: `http://${host}` };
  }
  return { kind: 'loading', origin: '' };
}
