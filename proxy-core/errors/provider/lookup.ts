import { msg } from '#messages/message.ts';
import type { ProviderId } from '#contract/providers/presets.ts';
import type { ProviderAnswer } from '../oauth-error.ts';
import { aadstsPolicy, aadstsConsent } from './aadsts-policy.ts';
import { aadstsRegistration } from './aadsts-registration.ts';
import { aadstsSignIn } from './aadsts-sign-in.ts';
import { googleErrors } from './google.ts';
import { notFromProvider, wait, type CatalogueEntry, type AadstsEntry } from './shared-entries.ts';
import { standardErrors, suberrors } from './standard.ts';
import { yahooErrors } from './yahoo.ts';

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
export function entryOf(answer: ProviderAnswer, provider: ProviderId): CatalogueEntry {
  const error = answer.error?.toLowerCase() ?? '';
  const suberror = answer.suberror?.toLowerCase() ?? '';
  const numbered = aadstsEntry(answer.codes ?? []);
  const status = answer.httpStatus;

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
  return (
    suberrors.get(suberror) ??
    providerErrors(provider)?.get(error) ??
    unknownNumber(answer, error) ??
    standardErrors.get(error) ??
    yahooErrors.get(error) ??
    statusEntry(status, answer.webPage)
  );
}

function providerErrors(provider: ProviderId): ReadonlyMap<string, CatalogueEntry> | undefined {
  if (provider === 'google') return googleErrors;
  return provider === 'yahoo' || provider === 'aol' ? yahooErrors : undefined;
}

/** A number that is in no list: access_denied is then a policy's word rather than a person's. */
function unknownNumber(answer: ProviderAnswer, error: string): CatalogueEntry | undefined {
  if ((answer.codes ?? []).length === 0 || error !== 'access_denied') return undefined;
  return {
    state: 'refused',
    cause: msg('providers.organizationDoesNotAllowSign'),
    fix: msg('providers.askAdministratorSignLogsOrganization'),
    who: 'administrator',
  };
}

function asRefusal(entry: CatalogueEntry, suberror: string): CatalogueEntry {
  const final = suberrors.get(suberror);
  return {
    state: 'refused',
    cause: entry.cause,
    fix: final?.state === 'refused' ? final.fix : msg('providers.checkClientsRegistrationProviderId'),
    who: 'administrator',
  };
}

/** Every AADSTS number that is known, from Microsoft's list of Entra error codes and from reports of users. */
export const aadstsCatalogue: readonly AadstsEntry[] = [
  ...aadstsSignIn,
  ...aadstsPolicy,
  ...aadstsConsent,
  ...aadstsRegistration,
];

const byCode = new Map(aadstsCatalogue.map((entry) => [entry.code, entry]));

/** These say little: another number beside them says more. */
const vague: ReadonlySet<number> = new Set([70000, 70001, 70002, 90014, 90023, 9002313]);

/** What the numbers of an answer mean: the most telling of those that are known. */
function aadstsEntry(codes: readonly number[]): AadstsEntry | undefined {
  const known = codes.map((code) => byCode.get(code)).filter((entry) => entry !== undefined);
  return known.find((entry) => !vague.has(entry.code)) ?? known[0];
}

/**
 * What an answer means that names no OAuth error: a web page, an empty body, or none at all.
 * @param status - the HTTP status; undefined where there was no answer
 * @param webPage - a page for people came in the place of an answer for programs
 */
export function statusEntry(status: number | undefined, webPage = false): CatalogueEntry {
  if (status === undefined) {
    return {
      state: 'unreachable',
      cause: msg('providers.providerDidNotAnswer'),
      fix: msg('providers.checkNetworkConnectionComputerMailwicket'),
      who: 'user',
    };
  }
  if (status === 429) {
    return {
      state: 'unreachable',
      cause: msg('providers.providerAskedTooOftenShort'),
      fix: wait,
      who: 'nobody',
    };
  }
  if (status >= 500) {
    return { state: 'unreachable', cause: msg('providers.providerTroubleOwn'), fix: wait, who: 'nobody' };
  }
  if (status === 407) {
    return {
      state: 'unreachable',
      cause: msg('providers.proxyNetworkAsksSign'),
      fix: msg('providers.enterNetworkProxyUserPassword'),
      who: 'administrator',
    };
  }
  if (status === 408) {
    return { state: 'unreachable', cause: msg('providers.answerTookTooLong'), fix: wait, who: 'nobody' };
  }
  if (webPage || status < 400) {
    return {
      state: 'unreachable',
      cause: webPage
        ? msg('providers.webPageCamePlaceProviders')
        : msg('providers.answerDidNotComeFromProvider'),
      fix: notFromProvider,
      who: 'user',
    };
  }
  if (status === 401) {
    return {
      state: 'refused',
      cause: msg('providers.providerDoesNotAcceptClient'),
      fix: msg('providers.checkClientIdClientSecret'),
      who: 'administrator',
    };
  }
  if (status === 404 || status === 405 || status === 410) {
    return {
      state: 'refused',
      cause: msg('providers.noTokenServiceClientsToken'),
      fix: msg('providers.checkTokenUrlClientReset'),
      who: 'administrator',
    };
  }
  return {
    state: 'refused',
    cause: msg('providers.providerRefusedGaveNoReason'),
    fix: msg('providers.checkFieldsClientFirewallFilter'),
    who: 'administrator',
  };
}
