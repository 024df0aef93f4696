import { type Message, type MessageCode, msg, sentences } from '#messages/message.ts';
import type { GrantType } from '#contract/grants.ts';
import type { ProviderId } from '#contract/providers/presets.ts';
import { presetFor } from '#contract/providers/presets.ts';
import type { CatalogueEntry } from '#core/errors/provider/shared-entries.ts';
import { entryOf } from '#core/errors/provider/lookup.ts';
import { redactDescription, safeIdentifier, safeName } from '#core/errors/provider/redaction.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import type { ErrorRemedy, OAuthErrorCode, ProviderAnswer } from '#core/errors/oauth-error.ts';

export { parseTokenErrorBody, retryAfterOf } from '#core/errors/provider/token-error-body.ts';

export interface ExplainContext {
  /** The account's address. */
  readonly account?: string | Message | undefined;
  readonly clientName?: string | undefined;
  readonly grant: GrantType;
  readonly provider: ProviderId;
  /** Milliseconds to wait before the next try, where the provider says so. */
  readonly retryAfter?: number | undefined;
}

interface Verdict {
  readonly code: OAuthErrorCode;
  readonly cause: Message;
  readonly fix: Message;
  readonly who: OAuthError['who'];
  readonly remedy?: ErrorRemedy;
}

/** Row by row what to do when the password grant wants one sign-in with a person. */
const signInOnce = msg('providers.signOnceSwitchAccountClient');

/**
 * Turns a provider's refusal into a state and words: what happened, to which account, and what to do.
 * needs-sign-in only where a sign-in mends it: trouble of the provider or the network is 'unreachable', trouble
 * with the client is 'refused'. The code stands at the end of the message, for search.
 * @param answer - what the provider said; it is redacted again here, so it may come from a library's error
 */
export function explainProviderAnswer(answer: ProviderAnswer, context: ExplainContext): OAuthError {
  const safe = safeAnswer(answer);
  const entry = entryOf(safe, context.provider);
  const verdict = judge(entry, safe, context);
  const preset = presetFor(context);
  const provider = context.provider === 'custom' ? msg('providers.provider') : preset.name;
  const print = smallPrint(safe);
  const text = sentences(
    opening(verdict.code, provider, context),
    verdict.cause,
    print === '' ? undefined : msg('providers.smallPrint', { codes: print }),
  );
  return new OAuthError(verdict.code, text, {
    fix: verdict.fix,
    who: verdict.who,
    answer: safe,
    remedy: verdict.remedy,
    retryAfter: context.retryAfter,
  });
}

/** The same answer, bounded and without anything that looks secret. */
function safeAnswer(answer: ProviderAnswer): ProviderAnswer {
  return {
    httpStatus: answer.httpStatus,
    webPage: answer.webPage,
    error: safeName(answer.error),
    suberror: safeName(answer.suberror),
    description: answer.description === undefined ? undefined : redactDescription(answer.description),
    codes: answer.codes?.filter((code) => Number.isSafeInteger(code) && code > 0).slice(0, 10),
    traceId: safeIdentifier(answer.traceId),
    correlationId: safeIdentifier(answer.correlationId),
  };
}

function judge(entry: CatalogueEntry, answer: ProviderAnswer, context: ExplainContext): Verdict {
  const plain: Verdict = { code: entry.state, cause: entry.cause, fix: entry.fix, who: entry.who };
  switch (context.grant) {
    case 'password':
      return judgePassword(entry, answer, context, plain);
    case 'client-credentials':
    case 'service-account':
      return judgeAppOnly(entry, plain);
    case 'authorization-code':
    case 'device-code':
      // nobody typed a password here: the one that the provider means is typed on its own page
      return plain.code === 'wrong-password'
        ? { ...plain, code: 'needs-sign-in', fix: msg('providers.signAgain') }
        : plain;
    default:
      return context.grant satisfies never;
  }
}

/** Where the password itself is at its end. */
const passwordExpired: ReadonlySet<MessageCode> = new Set<MessageCode>([
  'microsoft.passwordExpired',
  'microsoft.passwordExpiredOrganizationsOwnDirectory',
  'microsoft.signEndedPasswordExpiredChanged',
]);

function judgePassword(
  entry: CatalogueEntry,
  answer: ProviderAnswer,
  context: ExplainContext,
  plain: Verdict,
): Verdict {
  const codes = answer.codes ?? [];
  if (
    answer.error?.toLowerCase() === 'invalid_grant' &&
    answer.suberror === undefined &&
    codes.length === 0
  ) {
    // RFC 6749 section 5.2: with this grant it is the owner's credentials that are meant
    return {
      code: 'wrong-password',
      cause: msg('providers.addressPasswordWrong'),
      fix: msg('providers.enterAccountsOwnPasswordMail'),
      who: 'user',
    };
  }
  if (entry.state === 'cancelled') {
    // no page was open on which anybody could have declined
    return { ...plain, code: 'refused' };
  }
  if (entry.state !== 'needs-sign-in') return plain;
  const unknown = codes.length > 0 && entry.withPassword === 'enter-password' && !('code' in entry);
  if (entry.withPassword === 'enter-password' && !(unknown && context.provider === 'microsoft365')) {
    const fix = msg('providers.enterAccountsCurrentPasswordMail');
    const change = passwordExpired.has(entry.cause.code) ? msg('providers.changePasswordFirst') : undefined;
    return { code: 'wrong-password', cause: entry.cause, fix: sentences(change, fix), who: 'user' };
  }
  const cause = unknown ? msg('providers.microsoftWantsPersonSign') : entry.cause;
  return { code: 'refused', cause, fix: signInOnce, who: 'user', remedy: 'switch-client' };
}

function judgeAppOnly(entry: CatalogueEntry, plain: Verdict): Verdict {
  if (entry.state === 'refused' || entry.state === 'unreachable') {
    return entry.appOnly === undefined || entry.state === 'unreachable'
      ? plain
      : { code: 'refused', cause: entry.appOnly.cause ?? entry.cause, ...fixOf(entry.appOnly) };
  }
  if (entry.appOnly !== undefined) {
    return { code: 'refused', cause: entry.appOnly.cause ?? entry.cause, ...fixOf(entry.appOnly) };
  }
  return {
    code: 'refused',
    cause: entry.cause,
    fix: msg('providers.clientWorksNobodyPresentSo'),
    who: 'administrator',
  };
}

function fixOf(part: NonNullable<CatalogueEntry['appOnly']>): Pick<Verdict, 'fix' | 'who'> {
  return { fix: part.fix, who: part.who };
}

function opening(code: OAuthErrorCode, provider: string | Message, context: ExplainContext): Message {
  const who = context.account ?? msg('providers.account');
  const account =
    context.clientName === undefined
      ? who
      : msg('providers.accountWithClient', { account: who, client: context.clientName });
  switch (code) {
    case 'needs-sign-in':
      return msg('providers.asksToSignIn', { provider, account });
    case 'refused':
      return msg('providers.refusedAccount', { provider, account });
    case 'wrong-password':
      return msg('providers.refusedPassword', { provider, account });
    case 'unreachable':
      return msg('providers.noTokenNow', { provider, account });
    case 'cancelled':
      return msg('providers.signInNotCompleted', { account });
    default:
      return code satisfies never;
  }
}

function smallPrint(answer: ProviderAnswer): string {
  const codes = answer.codes ?? [];
  if (codes.length > 0) return codes.map((code) => `AADSTS${code}`).join(', ');
  if (answer.error !== undefined) {
    return answer.suberror === undefined ? answer.error : `${answer.error}, ${answer.suberror}`;
  }
  return answer.httpStatus === undefined ? '' : `HTTP ${answer.httpStatus}`;
}
