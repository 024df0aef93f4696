import type { WebContents } from 'electron';
import { isLoopbackHost } from '#contract/endpoints.ts';
import { presetFor, allPresets } from '#contract/providers/presets.ts';
import type { ClientView } from '#contract/views.ts';
import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { withoutOAuth } from '#contract/providers/without-oauth.ts';
import type { SignInBarState } from './ipc/channels.ts';

/** Whether a page may go to a URL. */
type NavigationRule = (url: string) => boolean;

/** Where each page may go by itself. A page without a rule goes nowhere: our screens load once and stay. */
export type NavigationRules = WeakMap<WebContents, NavigationRule>;

/** Our own scheme: pages that come with the application. */
export const appScheme = 'app';
export const screensOrigin = 'app://mailwicket';
export const screensPage = `${screensOrigin}/index.html`;
/** The bar above a sign-in page: an origin of its own, as it stands beside pages of strangers. */
export const signInBarOrigin = 'app://sign-in';
export const signInBarPage = `${signInBarOrigin}/index.html`;

/**
 * Where the page of one sign-in may go: https, and the loopback redirect of this very sign-in. A provider on this
 * machine (a sandbox, a test) may also stay on its own origin.
 * @param start - the URL that the sign-in begins with; its redirect_uri names the redirect (RFC 8252 section 7.3)
 */
export function signInNavigation(start: string): NavigationRule {
  const own = plainHere(start)?.origin;
  return (url) => {
    if (url === 'about:blank' || url === 'about:srcdoc') return true;
    if (!URL.canParse(url)) return false;
    const { protocol, origin, username, password } = new URL(url);
    if (username !== '' || password !== '') return false;
    if (protocol === 'https:') return true;
    return protocol === 'http:' && (origin === own || isRedirectOf(start, url));
  };
}

/** A URL's host, which is all of it that is logged and told: the rest may hold a code. Empty for what is none. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

/** Whether a URL is the loopback redirect of the sign-in that begins with `start`: our own last page. */
export function isRedirectOf(start: string, url: string): boolean {
  const redirect = plainHere(new URL(start).searchParams.get('redirect_uri') ?? '');
  if (redirect === undefined || !URL.canParse(url)) return false;
  const { origin, pathname } = new URL(url);
  return origin === redirect.origin && pathname === redirect.pathname;
}

/** A URL of plain http to this machine; undefined for every other text. */
function plainHere(url: string): URL | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed?.protocol === 'http:' && isLoopbackHost(parsed.hostname) ? parsed : undefined;
}

/** The address bar's content for the URL that a page is at: international names in ASCII, so that look-alikes show. */
export function shownAddress(url: string): SignInBarState['address'] {
  const here = plainHere(url);
  if (here !== undefined) return { kind: 'this-machine', origin: here.origin };
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'https:') return { kind: 'loading', origin: '' };
  return { kind: 'secure', origin: parsed.origin };
}

/** Sign-in pages that refuse windows of an application, whoever the OAuth client says it is for. */
const browserOnlyHosts: ReadonlySet<string> = new Set(['accounts.google.com']);

/**
 * Where a person signs in: in a window of Mailwicket, or in the system's browser.
 * @param preferred - what the person chose
 */
export function signInPlace(
  url: string,
  client: Pick<ClientView, 'provider' | 'cloud'> | undefined,
  preferred: 'window' | 'browser',
): 'window' | 'browser' {
  if (preferred === 'browser') return 'browser';
  if (!URL.canParse(url) || browserOnlyHosts.has(new URL(url).hostname)) return 'browser';
  const refused = client !== undefined && presetFor(client).quirks.embeddedBrowserRefused === true;
  return refused ? 'browser' : 'window';
}

/** Where a screen may send a person: providers' portals, their help, and sign-in pages. Whole host names. */
export const pageHosts: ReadonlySet<string> = new Set([
  ...[...allPresets, ...Object.values(withoutOAuth)].flatMap((one) => one.pageHosts),
  // mail programs
  'support.mozilla.org',
  'support.apple.com',
]);

class PageRefusedError extends CodedError<'page-refused'> {
  constructor(host: string) {
    super(
      'page-refused',
      host === '' ? msg('settings.noPagesOfThisKind') : msg('settings.mailwicketDoesNotOpenPages', { host }),
      msg('settings.copyAddressOpenYourBrowser'),
    );
  }
}

/**
 * A page that a screen asks for.
 * @returns the URL in its canonical form
 * @throws PageRefusedError - not https, or not a host of the list
 */
export function portalPage(url: string): string {
  const parsed = parsedOrRefused(url);
  if (parsed.protocol === 'https:' && parsed.port === '' && pageHosts.has(parsed.hostname))
    return parsed.href;
  throw new PageRefusedError(parsed.hostname);
}

/**
 * A sign-in page that the core asks for: its host is the one that the person entered for the OAuth client.
 * Never for what a screen or a provider's page asks.
 * @throws PageRefusedError - neither https nor this machine
 */
export function signInPage(url: string): string {
  const parsed = parsedOrRefused(url);
  if (parsed.protocol === 'https:' || plainHere(url) !== undefined) return parsed.href;
  throw new PageRefusedError(parsed.hostname);
}

/** A user's name and password in a URL are only ever there to deceive. */
function parsedOrRefused(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || parsed.username !== '' || parsed.password !== '')
    throw new PageRefusedError('');
  return parsed;
}

/** The one way out to the system's browser; each page is checked first. @throws PageRefusedError, or what the system says */
export interface ExternalPages {
  /** @param signIns - the pages of the sign-ins that wait, as the core tells them */
  openForScreen(url: string, signIns: readonly string[]): Promise<void>;
  openSignIn(url: string): Promise<void>;
}

/** @param open - shell.openExternal */
export function externalPages(open: (url: string) => Promise<void>): ExternalPages {
  return {
    openForScreen: async (url, signIns) => open(signIns.includes(url) ? signInPage(url) : portalPage(url)),
    openSignIn: async (url) => open(signInPage(url)),
  };
}
