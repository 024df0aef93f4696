import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { isLoopbackHost } from '#contract/endpoints.ts';

/** Where a screen may send a person: providers' portals, their help, and sign-in pages. Whole host names. */
export const pageHosts: ReadonlySet<string> = new Set([
  // Microsoft
  'entra.microsoft.com',
  'entra.microsoft.us',
  'portal.azure.com',
  'portal.azure.us',
  'portal.azure.cn',
  'admin.microsoft.com',
  'admin.cloud.microsoft',
  'admin.exchange.microsoft.com',
  'account.microsoft.com',
  'account.live.com',
  'myaccount.microsoft.com',
  'mysignins.microsoft.com',
  'learn.microsoft.com',
  'support.microsoft.com',
  'outlook.live.com',
  'outlook.office.com',
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'login.microsoft.com',
  'login.live.com',
  'www.microsoft.com',
  // Google
  'console.cloud.google.com',
  'console.developers.google.com',
  'developers.google.com',
  'accounts.google.com',
  'myaccount.google.com',
  'admin.google.com',
  'mail.google.com',
  'support.google.com',
  'www.google.com',
  // Yahoo and AOL
  'developer.yahoo.com',
  'login.yahoo.com',
  'api.login.yahoo.com',
  'senders.yahooinc.com',
  'help.yahoo.com',
  'login.aol.com',
  'help.aol.com',
  // others
  'www.fastmail.com',
  'app.fastmail.com',
  'www.fastmail.help',
  'www.xfinity.com',
  'oauth.xfinity.com',
  'oauth.yandex.com',
  'oauth.yandex.ru',
  'passport.yandex.com',
  'mail.yandex.com',
  'yandex.com',
  'o2.mail.ru',
  'account.mail.ru',
  'help.mail.ru',
  // mail programs
  'support.mozilla.org',
  'support.apple.com',
]);

/** A page that may not be opened. */
export class PageRefusedError extends CodedError<'page-refused'> {
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
