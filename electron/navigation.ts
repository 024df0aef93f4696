import { isLoopbackHost } from '#contract/endpoints.ts';
import { presetFor, allPresets } from '#contract/providers/presets.ts';
import type { ClientView } from '#contract/views.ts';
import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { withoutOAuth } from '#contract/providers/without-oauth.ts';

/** Whether a page may go to a URL. */
export type NavigationRule = (url: string) => boolean;

/**
 * Where each page may go by itself. A page without a rule goes nowhere: our screens load once and stay.
 * @typeParam Page - Electron's WebContents
 */
export class NavigationRules<Page extends object> {
  readonly #rules = new WeakMap<Page, NavigationRule>();

  /** Lets a page go where the rule says. */
  allow(page: Page, rule: NavigationRule): void {
    this.#rules.set(page, rule);
  }

  mayGo(page: Page, url: string): boolean {
    return this.#rules.get(page)?.(url) ?? false;
  }
}

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
interface ShownAddress {
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
  const fit =
    parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLoopbackHost(parsed.hostname));
  if (fit) return parsed.href;
  throw new PageRefusedError(parsed.hostname);
}

/** A user's name and password in a URL are only ever there to deceive. */
function parsedOrRefused(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || parsed.username !== '' || parsed.password !== '')
    throw new PageRefusedError('');
  return parsed;
}

/** The one way out to the system's browser. */
export class ExternalPages {
  readonly #open: (url: string) => Promise<void>;

  /** `open`: shell.openExternal. */
  constructor(open: (url: string) => Promise<void>) {
    this.#open = open;
  }

  /** @throws PageRefusedError, or what the system says */
  async openPortal(url: string): Promise<void> {
    await this.#open(portalPage(url));
  }

  /** @throws PageRefusedError, or what the system says */
  async openSignIn(url: string): Promise<void> {
    await this.#open(signInPage(url));
  }
}
