import type { AccountView, Snapshot } from '#contract/views.ts';
import type { Gateway } from '#core/gateway.ts';
import { knownOfAccounts } from '#core/service/known-of-accounts.ts';
import { findServiceNow, type FoundService, type ServiceRecord } from '#core/service/service-record.ts';
import { readable } from './find-account-view.ts';

/**
 * How a data folder stands: what is stored, and what the service knows beyond it, which has seen the logins. Where none
 * runs, what the last one knew holds on until something is changed.
 * @throws Error - the settings cannot be read
 */
export async function snapshotNow(
  gateway: Gateway,
  dataFolder: string,
): Promise<{ readonly snapshot: Snapshot; readonly service: FoundService }> {
  const service = await findServiceNow(dataFolder);
  const { running, record } = service;
  if (!running) gateway.recall(knownOfAccounts(service));
  const snapshot = readable(await gateway.look());
  if (!running || record === undefined) return { snapshot, service };
  const known = new Map(record.accounts.map((account) => [account.id, account]));
  const accounts = snapshot.accounts.map((view) => asKnown(view, known.get(view.id)));
  return { snapshot: { ...snapshot, accounts, listeners: record.listeners }, service };
}

function asKnown(view: AccountView, known: ServiceRecord['accounts'][number] | undefined): AccountView {
  if (known === undefined) return view;
  const { problem: _, ...stored } = view;
  const { state, problem, lastActivityAt, sessions } = known;
  return { ...stored, state, sessions, problem, lastActivityAt };
}
