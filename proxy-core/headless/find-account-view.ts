import { list, msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { sameAddress } from '#contract/account.ts';
import type { AccountView, Snapshot } from '#contract/views.ts';
import { SettingsChangeError } from '#core/accounts/settings-changes.ts';

/** An account of a snapshot, by its address or id. @throws SettingsChangeError */
export function findAccountView(snapshot: Snapshot, reference: string): AccountView {
  const { accounts } = readable(snapshot);
  const view = accounts.find(({ id, address }) => id === reference || sameAddress(address, reference));
  if (view !== undefined) return view;
  throw new SettingsChangeError(
    'not-found',
    msg('command.noSuchAccount', { name: reference }),
    accounts.length === 0
      ? msg('command.addOneFirst')
      : msg('command.accountsAre', { accounts: list(accounts.map(({ address }) => address)) }),
  );
}

/** The snapshot, unless the settings could not be read. @throws CodedError - why, and what to do */
export function readable(snapshot: Snapshot): Snapshot {
  const { problem } = snapshot;
  if (problem !== undefined)
    throw new CodedError(problem.code, problem.message, problem.fix, { who: problem.who });
  return snapshot;
}
