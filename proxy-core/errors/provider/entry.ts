import type { Message } from '#messages/message.ts';
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

/** One AADSTS number of Microsoft Entra. */
export interface AadstsEntry extends CatalogueEntry {
  readonly code: number;
}
