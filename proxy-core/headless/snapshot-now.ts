import type { AccountView, Snapshot } from '#contract/views.ts';
import type { Gateway } from '#core/gateway.ts';
import {
  knownOfAccounts,
  findServiceNow,
  type FoundService,
  type ServiceRecord,
} from '#core/service/service-record.ts';
import { list, msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { sameAddress } from '#contract/account.ts';
import { SettingsChangeError } from '#core/accounts/settings-changes.ts';

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
  const ports = new Map(record.devices.map((device) => [device.id, device]));
  const devices = snapshot.devices.map((view) => ({ ...view, ...ports.get(view.id) }));
  return { snapshot: { ...snapshot, accounts, devices, listeners: record.listeners }, service };
}

function asKnown(view: AccountView, known: ServiceRecord['accounts'][number] | undefined): AccountView {
  if (known === undefined) return view;
  const { problem: _, ...stored } = view;
  const { state, problem, lastActivityAt, sessions } = known;
  return { ...stored, state, sessions, problem, lastActivityAt };
}

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
