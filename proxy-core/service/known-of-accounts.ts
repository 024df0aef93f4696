import type { Problem } from '#contract/problem.ts';
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
      {
        lastActivityAt,
        refusal: upToDate && state === 'refused' && isOfServer(problem) ? problem : undefined,
      },
    ]),
  );
}

/**
 * Whether a provider or a mail server said no. What this machine itself could not do, such as opening the vault, is
 * found out anew at each start: it may be mended without any change that can be seen.
 */
function isOfServer(problem: Problem | undefined): boolean {
  return problem !== undefined && (problem.answer !== undefined || problem.who === undefined);
}
