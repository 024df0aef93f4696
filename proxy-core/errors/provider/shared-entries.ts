import { msg } from '#messages/message.ts';
import type { CatalogueEntry } from './entry.ts';

const checkClient = msg('providers.checkClientIdClientSecretIfSecretExpiredMake');

/** What to do about trouble that ends by itself. */
export const wait = msg('microsoft.nothingDoneMailwicketWaitsThen');

/** What to do about an answer that somebody on the way gave: a filter, a captive portal. */
export const notFromProvider = msg('providers.filterSignPageNetworkMay');

/** A person must sign in. */
export const mustSignIn = {
  state: 'needs-sign-in',
  cause: msg('providers.providerAsksPersonSign'),
  fix: msg('providers.signAgain'),
  who: 'user',
  withPassword: 'sign-in-once',
} as const satisfies CatalogueEntry;

/** Nobody has consented. */
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

/** The redirect is not registered. */
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
