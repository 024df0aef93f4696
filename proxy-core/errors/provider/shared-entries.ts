import { msg, type Message } from '#messages/message.ts';
import type { OAuthError, OAuthErrorCode } from '../oauth-error.ts';

/** What an error of a provider means: words for people, and the state that it puts an account in. */
export interface CatalogueEntry {
  readonly state: OAuthErrorCode;
  /** What happened: a sentence. */
  readonly cause: Message;
  /** What to do: a sentence or two. */
  readonly fix: Message;
  readonly who: OAuthError['who'];
  /**
   * The password grant has no sign-in page. What mends an error there that a sign-in would mend:
   * - sign-in-once: one sign-in with an authorization-code client, then back
   * - enter-password: the mail program asks for the password again, and that is enough
   */
  readonly withPassword?: 'sign-in-once' | 'enter-password';
  /** With client credentials or a service account nobody signs in: what mends it there. */
  readonly appOnly?: { readonly cause?: Message; readonly fix: Message; readonly who: OAuthError['who'] };
}

export interface AadstsEntry extends CatalogueEntry {
  readonly code: number;
}

const checkClient = msg('providers.checkClientIdClientSecretIfSecretExpiredMake');

/** What to do about trouble that ends by itself. */
export const wait = msg('microsoft.nothingDoneMailwicketWaitsThen');

/** What to do about an answer that somebody on the way gave: a filter, a captive portal. */
export const notFromProvider = msg('providers.filterSignPageNetworkMay');

export const mustSignIn = {
  state: 'needs-sign-in',
  cause: msg('providers.providerAsksPersonSign'),
  fix: msg('providers.signAgain'),
  who: 'user',
  withPassword: 'sign-in-once',
} as const satisfies CatalogueEntry;

export const noConsent = {
  state: 'needs-sign-in',
  cause: msg('microsoft.nobodyAgreedYetAppMay'),
  fix: msg('microsoft.signAgreeIfPageAsksAdministratorLetOneConsent'),
  who: 'user',
  withPassword: 'sign-in-once',
  appOnly: {
    cause: msg('microsoft.noAdministratorOrganizationConsentedApp'),
    fix: msg('microsoft.openAdminConsentLinkClient'),
    who: 'administrator',
  },
} as const satisfies CatalogueEntry;

/** The refresh token is no longer good. */
export const sessionEnded = {
  state: 'needs-sign-in',
  cause: msg('providers.storedSignExpiredRevoked'),
  fix: msg('providers.signAgain'),
  who: 'user',
  withPassword: 'enter-password',
} as const satisfies CatalogueEntry;

export const badRedirect = {
  state: 'refused',
  cause: msg('providers.redirectUriNotOneClient'),
  fix: msg('providers.registerClientsRedirectUriProvider'),
  who: 'developer',
} as const satisfies CatalogueEntry;

/** The client is not who it says. */
export const badClient = {
  state: 'refused',
  cause: msg('providers.providerDoesNotAcceptClient'),
  fix: checkClient,
  who: 'administrator',
} as const satisfies CatalogueEntry;

/** What to do about a request that the provider cannot read. */
export const resetUrls = msg('providers.checkUrlsOauthScopeClient');
