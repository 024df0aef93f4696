import { sameAddress } from '../accounts/account.ts';
import { SettingsChangeError } from '../accounts/settings-changes.ts';
import type { AccountView, Snapshot } from '../contract.ts';

/** An account of a snapshot, by its address or id. @throws SettingsChangeError */
export function findAccountView(snapshot: Snapshot, reference: string): AccountView {
  const { problem } = snapshot;
  if (problem !== undefined) throw Object.assign(new Error(problem.message), problem);
  const view = snapshot.accounts.find(
    ({ id, address }) => id === reference || sameAddress(address, reference),
  );
  if (view !== undefined) return view;
  throw new SettingsChangeError(
    'not-found',
    `There is no account ${reference}.`,
    `The accounts are: ${snapshot.accounts.map(({ address }) => address).join(', ')}.`,
  );
}
