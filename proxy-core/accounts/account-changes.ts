import { isDeepStrictEqual } from 'node:util';
import type { Settings } from '#contract/settings.ts';

/** What a change means for accounts that were there before, by their ids. */
export function accountChanges(
  before: Settings,
  after: Settings,
): { readonly ended: readonly string[]; readonly changed: readonly string[] } {
  const ids = before.accounts.map(({ id }) => id);
  return {
    /** Nobody uses them any more, or for now. */
    ended: ids.filter((id) => after.accounts.find((account) => account.id === id)?.paused !== false),
    /** What their sign-in hangs on is another. */
    changed: ids.filter((id) => !isDeepStrictEqual(signInParts(before, id), signInParts(after, id))),
  };
}

/** What an account's sign-in hangs on. */
function signInParts(settings: Settings, accountId: string): unknown {
  const account = settings.accounts.find((candidate) => candidate.id === accountId);
  const client = settings.clients.find((candidate) => candidate.id === account?.clientId);
  return { account, client };
}
