import { sameAddress } from '../accounts/account.ts';
import { SettingsChangeError } from '../accounts/settings-changes.ts';
import type { AccountView, Snapshot } from '../contract.ts';

/** An account of a snapshot, by its address or id. @throws SettingsChangeError */
export function findAccountView(snapshot: Snapshot, reference: string): AccountView {
  const { accounts } = readable(snapshot);
  const view = accounts.find(({ id, address }) => id === reference || sameAddress(address, reference));
  if (view !== undefined) return view;
  throw new SettingsChangeError(
    'not-found',
    `There is no account ${reference}.`,
    accounts.length === 0
      ? 'Add one first.'
      : `The accounts are: ${accounts.map(({ address }) => address).join(', ')}.`,
  );
}

/** The snapshot, unless the settings could not be read. @throws Error - why, and what to do */
export function readable(snapshot: Snapshot): Snapshot {
  const { problem } = snapshot;
  if (problem !== undefined) throw Object.assign(new Error(problem.message), problem);
  return snapshot;
}
