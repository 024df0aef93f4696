import { msg, type Message, type PlainCode } from '#messages/message.ts';
import type { ErrorRemedy } from '#contract/problem.ts';
import type { OAuthError, OAuthErrorCode } from '../oauth-error.ts';

/** What an error of a provider means: words for people, and the state that it puts an account in. */
export interface CatalogueEntry {
  readonly state: OAuthErrorCode;
  /** What happened: a sentence. */
  readonly cause: Message;
  /** What to do: a sentence or two. */
  readonly fix: Message;
  readonly who: OAuthError['who'];
  readonly remedy?: ErrorRemedy | undefined;
  /** The password grant has no sign-in page: there the mail program asks for the password again, and that is enough. */
  readonly asksForPassword?: true;
  /** With client credentials or a service account nobody signs in: what an administrator does there. */
  readonly appOnly?: Pick<CatalogueEntry, 'fix'> & {
    readonly cause: Message | undefined;
    readonly remedy: ErrorRemedy | undefined;
  };
}

/** Signing in again mends it. */
export function needsSignIn(cause: PlainCode, fix: PlainCode = 'providers.signAgain'): CatalogueEntry {
  return { state: 'needs-sign-in', cause: msg(cause), fix: msg(fix), who: 'user' };
}

/** The same; with the password grant, typing the password again does. */
export function asksForPassword(cause: PlainCode, fix?: PlainCode): CatalogueEntry {
  return { ...needsSignIn(cause, fix), asksForPassword: true };
}

/** Somebody has to change something first. */
export function refused(
  cause: PlainCode,
  fix: PlainCode,
  who: OAuthError['who'] = 'administrator',
): CatalogueEntry {
  return { state: 'refused', cause: msg(cause), fix: msg(fix), who };
}

/** The same, where what is to be done begins on the page of the OAuth client: its fields, or what it shows there. */
export function refusedClient(...refusal: Parameters<typeof refused>): CatalogueEntry {
  return { ...refused(...refusal), remedy: 'open-client' };
}

/** The person has not finished. */
export function cancelled(cause: PlainCode, fix: PlainCode): CatalogueEntry {
  return { state: 'cancelled', cause: msg(cause), fix: msg(fix), who: 'user' };
}

/** It passes by itself, where nothing else is said. */
export function unreachable(
  cause: PlainCode,
  fix: PlainCode = 'microsoft.nothingDoneMailwicketWaitsThen',
  who: OAuthError['who'] = 'nobody',
): CatalogueEntry {
  return { state: 'unreachable', cause: msg(cause), fix: msg(fix), who };
}

/** With what an administrator does where nobody signs in: at the provider, or on the page of the OAuth client. */
export function appOnly(
  entry: CatalogueEntry,
  fix: PlainCode,
  cause?: PlainCode,
  remedy?: ErrorRemedy,
): CatalogueEntry {
  return { ...entry, appOnly: { fix: msg(fix), cause: cause && msg(cause), remedy } };
}

export const wrongPassword: CatalogueEntry = {
  state: 'wrong-password',
  cause: msg('providers.addressPasswordWrong'),
  fix: msg('providers.enterAccountsOwnPasswordMail'),
  who: 'user',
};
