import { msg } from '#messages/message.ts';
import type { ProviderId } from '#contract/providers/presets.ts';
import type { ProviderAnswer } from '../oauth-error.ts';
import { aadstsEntry } from './aadsts.ts';
import type { CatalogueEntry } from './entry.ts';
import { statusEntry } from './http-status.ts';
import { googleErrors } from './google.ts';
import { standardErrors } from './standard.ts';
import { suberrors } from './suberrors.ts';
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
