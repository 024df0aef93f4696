import type { GrantType } from '#contract/grants.ts';
import { presetFor, type ProviderId } from '#contract/providers/presets.ts';
import { type Message, type MessageCode, msg, sentences } from '#messages/message.ts';
import type { ErrorRemedy } from '#contract/problem.ts';
import { OAuthError, type OAuthErrorCode, type ProviderAnswer } from '../oauth-error.ts';
import { aadsts } from './aadsts.ts';
import { redactDescription, safeIdentifier, safeName } from './answer.ts';
import { type CatalogueEntry, refused, refusedClient, unreachable, wrongPassword } from './entries.ts';
import { googleErrors, standardErrors, suberrors, yahooErrors } from './error-names.ts';

/** What was being done when the provider answered. */
export interface ExplainContext {
  /** The account's address; the client's name where the client is tried without an account. */
  readonly account: string | Message;
  readonly clientName?: string | undefined;
  readonly grant: GrantType;
  readonly provider: ProviderId;
  /** A person is signing in: what was sent came from the sign-in page just now, and nothing stored was used. */
  readonly signsIn?: boolean | undefined;
  /** Milliseconds to wait before the next try, where the provider says so. */
  readonly retryAfter?: number | undefined;
}

interface Verdict {
  readonly code: OAuthErrorCode;
  readonly cause: Message;
  readonly fix: Message;
  readonly who: OAuthError['who'];
  readonly remedy?: ErrorRemedy | undefined;
}

/**
 * Turns a provider's refusal into a state and words: what happened, to which account, and what to do.
 * needs-sign-in only where a sign-in mends it: trouble of the provider or the network is 'unreachable', trouble
 * with the client is 'refused'. The code stands at the end of the message, for search.
 * @param answer - what the provider said; it is redacted again here, so it may come from a library's error
 */
export function explainProviderAnswer(answer: ProviderAnswer, context: ExplainContext): OAuthError {
  const safe = safeAnswer(answer);
  const { code, cause, fix, who, remedy } = judge(entryOf(safe, context.provider), safe, context);
  const print = smallPrint(safe);
  const text = sentences(
    opening(code, context),
    cause,
    print === '' ? undefined : msg('providers.smallPrint', { codes: print }),
  );
  return new OAuthError(code, text, { fix, who, answer: safe, remedy, retryAfter: context.retryAfter });
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
  const { state: code, cause, fix, who, remedy } = entry;
  const plain: Verdict = { code, cause, fix, who, remedy };
  switch (context.grant) {
    case 'password':
      return judgePassword(entry, answer, context, plain);
    case 'client-credentials':
    case 'service-account':
      return judgeAppOnly(entry, plain);
    case 'authorization-code':
    case 'device-code':
      if (context.signsIn === true && storedSignInEnded.has(cause.code))
        return { ...plain, ...answerNotTaken };
      // nobody typed a password here: the one that the provider means is typed on its own page
      return code === 'wrong-password'
        ? { ...plain, code: 'needs-sign-in', fix: msg('providers.signAgain') }
        : plain;
    default:
      return context.grant satisfies never;
  }
}

/** What invalid_grant means where a refresh token was sent. */
const storedSignInEnded: ReadonlySet<MessageCode> = new Set<MessageCode>([
  'providers.storedSignNoLongerGood',
  'providers.storedSignExpiredRevoked',
  'microsoft.storedSignNoLongerGood',
  'microsoft.storedSignExpired',
]);
/** What it means where a code was sent (RFC 6749 section 5.2): late, or not with what the provider wants beside it. */
const answerNotTaken = {
  cause: msg('providers.answerSignPageNoLonger'),
  fix: msg('providers.startSignAgainCheckRegistration'),
};

/** Where the password itself is at its end. */
const passwordExpired: ReadonlySet<MessageCode> = new Set<MessageCode>([
  'microsoft.passwordExpired',
  'microsoft.passwordExpiredOrganizationsOwnDirectory',
  'microsoft.signEndedPasswordExpiredChanged',
]);

function judgePassword(
  { state, cause, asksForPassword }: CatalogueEntry,
  { codes = [], error, suberror }: ProviderAnswer,
  { provider }: ExplainContext,
  plain: Verdict,
): Verdict {
  if (error?.toLowerCase() === 'invalid_grant' && suberror === undefined && codes.length === 0) {
    // RFC 6749 section 5.2: with this grant it is the owner's credentials that are meant
    return { ...wrongPassword, code: 'wrong-password' };
  }
  // no page was open on which anybody could have declined
  if (state === 'cancelled') return { ...plain, code: 'refused' };
  if (state !== 'needs-sign-in') return plain;
  const unknown = asksForPassword && codes.length > 0 && !codes.some((code) => aadsts.has(code));
  if (asksForPassword && !(unknown && provider === 'microsoft365')) {
    const change = passwordExpired.has(cause.code) ? msg('providers.changePasswordFirst') : undefined;
    const fix = sentences(change, msg('providers.enterAccountsCurrentPasswordMail'));
    return { code: 'wrong-password', cause, fix, who: 'user' };
  }
  return {
    code: 'refused',
    cause: unknown ? msg('providers.microsoftWantsPersonSign') : cause,
    fix: msg('providers.signOnceSwitchAccountClient'),
    who: 'user',
    remedy: 'switch-client',
  };
}

function judgeAppOnly({ state, cause, appOnly }: CatalogueEntry, plain: Verdict): Verdict {
  if (state === 'unreachable' || (state === 'refused' && appOnly === undefined)) return plain;
  return {
    code: 'refused',
    cause: appOnly?.cause ?? cause,
    fix: appOnly?.fix ?? msg('providers.clientWorksNobodyPresentSo'),
    who: 'administrator',
    remedy: appOnly?.remedy,
  };
}

function opening(
  code: OAuthErrorCode,
  { account: who, clientName: client, ...about }: ExplainContext,
): Message {
  const provider = about.provider === 'custom' ? msg('providers.provider') : presetFor(about).name;
  const account =
    client === undefined
      ? who
      : who === client
        ? msg('providers.clientAlone', { client })
        : msg('providers.accountWithClient', { account: who, client });
  return { code: openings[code], params: { provider, account } };
}

const openings = {
  'needs-sign-in': 'providers.asksToSignIn',
  refused: 'providers.refusedAccount',
  'wrong-password': 'providers.refusedPassword',
  unreachable: 'providers.noTokenNow',
  cancelled: 'providers.signInNotCompleted',
} as const satisfies Record<OAuthErrorCode, MessageCode>;

function smallPrint({ codes = [], error, suberror, httpStatus }: ProviderAnswer): string {
  if (codes.length > 0) return codes.map((code) => `AADSTS${code}`).join(', ');
  if (error !== undefined) return suberror === undefined ? error : `${error}, ${suberror}`;
  return httpStatus === undefined ? '' : `HTTP ${httpStatus}`;
}

const temporary: ReadonlySet<string> = new Set(['temporarily_unavailable', 'server_error', 'slow_down']);

/** Errors whose meaning is the client's registration: no sign-in mends them, whatever number stands beside. */
const clientErrors: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
]);

/** Suberrors by which Microsoft says that a sign-in would not help. */
const finalSuberrors: ReadonlySet<string> = new Set([
  'message_only',
  'protection_policy_required',
  'device_authentication_failed',
]);

/**
 * What an answer means. The status, `error` and `suberror` decide where they are definite; the AADSTS number says
 * it in words, and decides between the many meanings of invalid_grant and interaction_required.
 */
function entryOf(answer: ProviderAnswer, provider: ProviderId): CatalogueEntry {
  const said = answer.error?.toLowerCase() ?? '';
  // what RFC 6749 section 5.2 keeps 401 for, by whatever name (Keycloak); Google means another thing by both
  const error =
    said === 'unauthorized_client' && answer.httpStatus === 401 && provider !== 'google'
      ? 'invalid_client'
      : said;
  const suberror = answer.suberror?.toLowerCase() ?? '';
  const { codes = [], httpStatus: status } = answer;
  const numbered = aadstsEntry(codes);
  if (status === 429 || (status !== undefined && status >= 500) || temporary.has(error)) {
    if (numbered?.state === 'unreachable') return numbered;
    return status !== undefined && status >= 429
      ? statusEntry(status)
      : (standardErrors.get(error) ?? statusEntry(503));
  }
  if (numbered !== undefined) {
    const noSignInHelps = clientErrors.has(error) || finalSuberrors.has(suberror);
    return noSignInHelps && numbered.state === 'needs-sign-in' ? asRefusal(numbered, suberror) : numbered;
  }
  // with a number that is in no list, access_denied is a policy's word rather than a person's
  const byPolicy = codes.length > 0 && error === 'access_denied';
  return (
    suberrors.get(suberror) ??
    ownErrors(provider)?.get(error) ??
    (byPolicy ? deniedByPolicy : undefined) ??
    standardErrors.get(error) ??
    yahooErrors.get(error) ??
    statusEntry(status, answer.webPage)
  );
}

function ownErrors(provider: ProviderId): ReadonlyMap<string, CatalogueEntry> | undefined {
  if (provider === 'google') return googleErrors;
  return provider === 'yahoo' || provider === 'aol' ? yahooErrors : undefined;
}

const deniedByPolicy = refused(
  'providers.organizationDoesNotAllowSign',
  'providers.askAdministratorSignLogsOrganization',
);

function asRefusal({ cause }: CatalogueEntry, suberror: string): CatalogueEntry {
  const final = suberrors.get(suberror);
  return final?.state === 'refused'
    ? { ...final, cause, who: 'administrator' }
    : {
        ...refusedClient(
          'providers.providerDoesNotAcceptClient',
          'providers.checkClientsRegistrationProviderId',
        ),
        cause,
      };
}

/** These say little: another number beside them says more. */
const vague: ReadonlySet<number> = new Set([70000, 70001, 70002, 90014, 90023, 9002313]);

/** What the numbers of an answer mean: the most telling of those that are known. */
function aadstsEntry(codes: readonly number[]): CatalogueEntry | undefined {
  const known = codes.filter((code) => aadsts.has(code));
  return aadsts.get(known.find((code) => !vague.has(code)) ?? known[0] ?? 0);
}

/**
 * What an answer means that names no OAuth error: a web page, an empty body, or none at all.
 * @param status - the HTTP status; undefined where there was no answer
 * @param webPage - a page for people came in the place of an answer for programs
 */
export function statusEntry(status: number | undefined, webPage = false): CatalogueEntry {
  if (status === undefined)
    return unreachable(
      'providers.providerDidNotAnswer',
      'providers.checkNetworkConnectionComputerMailwicket',
      'user',
    );
  if (status === 429) return unreachable('providers.providerAskedTooOftenShort');
  if (status >= 500) return unreachable('providers.providerTroubleOwn');
  if (status === 408) return unreachable('providers.answerTookTooLong');
  if (status === 407)
    return unreachable(
      'providers.proxyNetworkAsksSign',
      'providers.enterNetworkProxyUserPassword',
      'administrator',
    );
  if (webPage || status < 400)
    return unreachable(
      webPage ? 'providers.webPageCamePlaceProviders' : 'providers.answerDidNotComeFromProvider',
      'providers.filterSignPageNetworkMay',
      'user',
    );
  if (status === 401)
    return refusedClient('providers.providerDoesNotAcceptClient', 'providers.checkClientIdClientSecret');
  if (status === 404 || status === 405 || status === 410)
    return refusedClient('providers.noTokenServiceClientsToken', 'providers.checkTokenUrlClientReset');
  return refused('providers.providerRefusedGaveNoReason', 'providers.checkFieldsClientFirewallFilter');
}
