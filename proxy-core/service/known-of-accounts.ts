import type { Problem } from '../contract.ts';
import type { FoundService } from './service-record.ts';

/**
 * What a service that has ended knew of its accounts: when a login was accepted last, and, unless somebody has changed
 * something since, why logins are refused.
 */
export function knownOfAccounts({
  record,
  upToDate,
}: Pick<FoundService, 'record' | 'upToDate'>): ReadonlyMap<
  string,
  { readonly lastActivityAt?: number | undefined; readonly refusal?: Problem | undefined }
> {
  return new Map(
    record?.accounts.map(({ id, state, problem, lastActivityAt }) => [
      id,
      { lastActivityAt, refusal: upToDate && state === 'refused' ? problem : undefined },
    ]),
  );
}
