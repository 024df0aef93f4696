import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { isLoopbackHost } from '#contract/endpoints.ts';
import { allPresets } from '#contract/providers/presets.ts';
import { withoutOAuth } from '#contract/providers/without-oauth.ts';

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
