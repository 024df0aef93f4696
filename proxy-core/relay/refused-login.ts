import { type Message, msg } from '#messages/message.ts';
import type { FoundAccount } from '#core/accounts/account-directory.ts';
import type { Refusal } from '#core/mail/dialogue.ts';
import { answerInWords, OAuthError } from '#core/errors/oauth-error.ts';
import { VaultError } from '#core/storage/vault.ts';
import { UpstreamError } from './upstream-error.ts';

/** A refusal whose words are not yet in a language. */
export interface RefusalMessage {
  readonly kind: Refusal['kind'];
  readonly text: Message;
  readonly remedy?: Message | undefined;
}

export interface NotAuthenticated {
  readonly kind: 'not-admitted';
  readonly refusal: RefusalMessage;
  /** Whose login it was, where that is known. */
  readonly found: FoundAccount | undefined;
  /** Why, for the operator, where the client is told less: it has not proved a password. */
  readonly cause?: Message | undefined;
  /** What the operator should do, beyond what the client is told. */
  readonly fix?: Message | undefined;
  /** What the provider answered to a request for a token, on one line. */
  readonly answer?: string | undefined;
}

/** A login that is not let in. */
export function refused(
  found: FoundAccount | undefined,
  kind: Refusal['kind'],
  text: Message,
  fix?: Message,
): NotAuthenticated {
  return { kind: 'not-admitted', found, refusal: { kind, text }, fix };
}

/** What a client is told of an OAuth error. */
const oauthRefusalKind = {
  'wrong-password': 'wrong-password',
  'needs-sign-in': 'needs-sign-in',
  refused: 'refused',
  unreachable: 'temporary',
  cancelled: 'temporary',
} as const satisfies Record<OAuthError['code'], Refusal['kind']>;

/** @param text - the error's own where left out */
function oauthRefusal(error: OAuthError, text = error.text): RefusalMessage {
  const kind = oauthRefusalKind[error.code];
  // whoever reads it at the mail program has Mailwicket to open first
  return { kind, text, remedy: kind === 'needs-sign-in' ? msg('signIn.openMailwicketSign') : error.fix };
}

export function refusedByProvider(found: FoundAccount, error: OAuthError): NotAuthenticated {
  const answer = error.answer === undefined ? undefined : answerInWords(error.answer);
  return { kind: 'not-admitted', found, refusal: oauthRefusal(error), fix: error.fix, answer };
}

/** The account was paused, removed or signed out while this login was under way: its sessions have been ended. */
export function changedMeanwhile(found: FoundAccount): NotAuthenticated {
  const text = msg('activity.changedMailwicketDuringLogin', { address: found.account.address });
  return refused(found, 'temporary', text, msg('activity.nothingMailProgramTriesAgain'));
}

/** What a client is told when its login could not be carried to the provider. @throws what is none of these errors */
export function notAuthenticatedBy(found: FoundAccount, error: unknown): NotAuthenticated {
  const { address } = found.account;
  if (error instanceof VaultError) {
    const text = msg('activity.cannotServedRightNow', { address, why: error.text });
    return { kind: 'not-admitted', found, refusal: { kind: 'temporary', text }, fix: undefined };
  }
  if (!(error instanceof OAuthError) && !(error instanceof UpstreamError)) throw error;
  const text = msg('common.at', { place: address, text: error.text });
  const refusal =
    error instanceof OAuthError ? oauthRefusal(error, text) : ({ kind: 'temporary', text } as const);
  return { kind: 'not-admitted', found, refusal, fix: error.fix };
}
