import type { CatalogueEntry } from './entry.ts';

const checkClient =
  'Check the client ID and the client secret. If the secret has expired, make a new one at the provider.';

/** What to do about trouble that ends by itself. */
export const wait = 'Nothing is to be done: Mailwicket waits, then tries again.';

/** What to do about an answer that somebody on the way gave: a filter, a captive portal. */
export const notFromProvider =
  'A filter or a sign-in page of this network may stand in the way: open any web page in the browser. If it stays, check the Token URL of the client.';

/** A person must sign in. */
export const mustSignIn = {
  state: 'needs-sign-in',
  cause: 'The provider asks for a person to sign in.',
  fix: 'Sign in again.',
  who: 'user',
  withPassword: 'sign-in-once',
} as const satisfies CatalogueEntry;

/** Nobody has consented. */
export const noConsent = {
  state: 'needs-sign-in',
  cause: 'Nobody has agreed yet that this app may open the mailbox.',
  fix: 'Sign in and agree. If the page asks for an administrator, let one consent.',
  who: 'user',
  withPassword: 'sign-in-once',
  appOnly: {
    cause: 'No administrator of the organization has consented to this app.',
    fix: 'Open the admin consent link of the client and let an administrator of the organization agree.',
    who: 'administrator',
  },
} as const satisfies CatalogueEntry;

/** The refresh token is no longer good. */
export const sessionEnded = {
  state: 'needs-sign-in',
  cause: 'The stored sign-in has expired or was revoked.',
  fix: 'Sign in again.',
  who: 'user',
  withPassword: 'enter-password',
} as const satisfies CatalogueEntry;

/** The redirect is not registered. */
export const badRedirect = {
  state: 'refused',
  cause: 'The redirect URI is not the one that the client is registered with.',
  fix: 'Register the client’s redirect URI at the provider, exactly as shown.',
  who: 'developer',
} as const satisfies CatalogueEntry;

/** The client is not who it says. */
export const badClient = {
  state: 'refused',
  cause: 'The provider does not accept the client: its ID or its secret is wrong, or the secret has expired.',
  fix: checkClient,
  who: 'administrator',
} as const satisfies CatalogueEntry;

/** What to do about a request that the provider cannot read. */
export const resetUrls = 'Check the URLs and the OAuth scope of the client, or reset them to their defaults.';
