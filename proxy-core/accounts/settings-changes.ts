import { msg } from '#messages/message.ts';
import { CodedError, errorTable } from '#core/errors/coded-error.ts';
import {
  isForPeople,
  isWholeDomain,
  canonicalAddress,
  sameAddress,
  sameName,
  type Account,
} from '#contract/account.ts';
import { isBuiltInClient, isClientOfOrganization, type OAuthClient } from '#contract/oauth-client.ts';
import type { Checklist, Settings } from '#contract/settings.ts';
import { isDeepStrictEqual } from 'node:util';

/**
 * - not-found: no such account or client
 * - ambiguous: the name fits more than one
 * - exists: there is one of that name already
 * - in-use: it is needed by something else
 * - built-in: it comes with the build, or from the organization
 * - invalid: the parts do not go together
 */
export type SettingsChangeErrorCode =
  'not-found' | 'ambiguous' | 'exists' | 'in-use' | 'built-in' | 'invalid';

/** A change of the settings that cannot be made; nothing was changed. */
export class SettingsChangeError extends CodedError<SettingsChangeErrorCode> {}

const settingsChangeError = errorTable(
  (code: SettingsChangeErrorCode, text, fix) => new SettingsChangeError(code, text, fix),
  {
    'accounts.accountAlready': ['exists', 'accounts.removeFirstSwitchAnotherClient'],
    'accounts.cannotPassPasswordOauthClient': ['invalid', 'accounts.giveAccountLocalPasswordInstead'],
    'accounts.clientBuiltIn': ['built-in', 'accounts.addClientOfYourOwn'],
    'accounts.clientOfOrganization': ['built-in', 'accounts.addClientOfYourOwn'],
    // whoever came first as somebody would choose what opens that mailbox later
    'accounts.domainNeedsPasswords': ['invalid', 'accounts.makeDomainPasswords'],
    'accounts.oauthClientAlready': ['exists', 'accounts.chooseAnotherName'],
    'accounts.oauthClientSigns': ['in-use', 'accounts.switchTheseAccountsAnotherClient'],
    'accounts.standsWholeDomainOauthClient': ['invalid', 'accounts.chooseClientClientCredentialsApp'],
  },
);

/** The account of this id or address. @throws SettingsChangeError - not-found */
export function findAccount<Found extends Pick<Account, 'id' | 'address'>>(
  settings: { readonly accounts: readonly Found[] },
  reference: string,
): Found {
  const account =
    settings.accounts.find(({ id }) => id === reference) ??
    settings.accounts.find(({ address }) => sameAddress(address, reference));
  if (account !== undefined) return account;
  const known = settings.accounts.map((candidate) => candidate.address);
  throw new SettingsChangeError(
    'not-found',
    msg('accounts.noAccount', { address: reference }),
    known.length === 0 ? msg('command.addOneFirst') : msg('accounts.accounts', { known: listed(known) }),
  );
}

/** The OAuth client of this id or name. @throws SettingsChangeError - not-found */
export function findClient<Client extends Pick<OAuthClient, 'id' | 'name'>>(
  settings: { readonly clients: readonly Client[] },
  reference: string,
): Client {
  const client = settings.clients.find(
    (candidate) => candidate.id === reference || sameName(candidate.name, reference),
  );
  if (client !== undefined) return client;
  const known = settings.clients.map((candidate) => candidate.name);
  throw new SettingsChangeError(
    'not-found',
    msg('accounts.noOauthClient', { name: reference }),
    known.length === 0 ? msg('command.addOneFirst') : msg('accounts.oauthClients', { known: listed(known) }),
  );
}

/** The names that there are, for somebody who gave a wrong one: an administrator has hundreds of accounts. */
function listed(names: readonly string[]): string {
  return [...names.slice(0, 10), ...(names.length > 10 ? ['…'] : [])].join(', ');
}

/** The same, where it is to be changed or removed. @throws SettingsChangeError - not-found, built-in */
export function findOwnClient(settings: Settings, reference: string): OAuthClient {
  const client = findClient(settings, reference);
  if (!isBuiltInClient(client.id)) return client;
  const text = isClientOfOrganization(client.id) ? 'accounts.clientOfOrganization' : 'accounts.clientBuiltIn';
  throw settingsChangeError(text, { name: client.name });
}

/** @throws SettingsChangeError - exists */
export function addClient(settings: Settings, client: OAuthClient): Settings {
  refuseSameName(settings, client);
  return { ...settings, clients: [...settings.clients, client] };
}

/** @throws SettingsChangeError - not-found, exists */
export function replaceClient(settings: Settings, client: OAuthClient): Settings {
  findClient(settings, client.id);
  refuseSameName(settings, client);
  return {
    ...settings,
    clients: settings.clients.map((candidate) => (candidate.id === client.id ? client : candidate)),
  };
}

/** @throws SettingsChangeError - not-found, in-use */
export function removeClient(settings: Settings, reference: string): Settings {
  const client = findClient(settings, reference);
  const users = settings.accounts.filter((account) => account.clientId === client.id);
  if (users.length > 0) {
    throw settingsChangeError('accounts.oauthClientSigns', {
      name: client.name,
      accounts: users.map((account) => account.address).join(', '),
    });
  }
  return {
    ...settings,
    clients: settings.clients.filter((candidate) => candidate.id !== client.id),
    checklists: settings.checklists?.filter(({ clientId }) => clientId !== client.id),
  };
}

/** What was done for an app-only client; nothing where its set-up has not begun. */
export function checklistOf(settings: Settings, clientId: string): Checklist {
  const present = settings.checklists?.find((one) => one.clientId === clientId);
  return present ?? { clientId, mailboxes: [], scripted: [], open: [] };
}

/** Notes what was done for a client; the same settings where it is no app-only client, or nothing is new. */
export function changeChecklist(
  settings: Settings,
  clientId: string,
  change: Partial<Omit<Checklist, 'clientId'>>,
): Settings {
  const client = settings.clients.find(({ id }) => id === clientId);
  if (client?.grant !== 'client-credentials') return settings;
  const present = checklistOf(settings, clientId);
  const next = { ...present, ...change };
  if (isDeepStrictEqual(present, next)) return settings;
  const others = (settings.checklists ?? []).filter((one) => one.clientId !== clientId);
  return { ...settings, checklists: [...others, next] };
}

/** @throws SettingsChangeError - exists, not-found, invalid */
export function addAccount(settings: Settings, account: Account): Settings {
  const adder = new AccountAdder(settings);
  adder.add(account);
  return adder.settings;
}

/** Adds many accounts in one change of the settings; each is compared with those that are there, and with those before it. */
export class AccountAdder {
  readonly #before: Settings;
  readonly #added: Account[] = [];
  readonly #byAddress: Map<string, Account>;

  constructor(settings: Settings) {
    this.#before = settings;
    this.#byAddress = new Map(
      settings.accounts.map((account) => [canonicalAddress(account.address), account]),
    );
  }

  /** The settings with all that was added. */
  get settings(): Settings {
    return { ...this.#before, accounts: [...this.#before.accounts, ...this.#added] };
  }

  /** The account of this address, added or there before. */
  find(address: string): Account | undefined {
    return this.#byAddress.get(canonicalAddress(address));
  }

  /** @throws SettingsChangeError - exists, not-found, invalid: this one is not added */
  add(account: Account): void {
    if (this.find(account.address) !== undefined)
      throw settingsChangeError('accounts.accountAlready', { address: account.address });
    refuseMismatch(findClient(this.#before, account.clientId), account);
    this.#byAddress.set(canonicalAddress(account.address), account);
    this.#added.push(account);
  }
}

/** @throws SettingsChangeError - not-found, invalid */
export function replaceAccount(settings: Settings, account: Account): Settings {
  findAccount(settings, account.id);
  refuseMismatch(findClient(settings, account.clientId), account);
  return {
    ...settings,
    accounts: settings.accounts.map((candidate) => (candidate.id === account.id ? account : candidate)),
  };
}

/** @throws SettingsChangeError - not-found */
export function removeAccount(settings: Settings, reference: string): Settings {
  const account = findAccount(settings, reference);
  return {
    ...settings,
    accounts: settings.accounts.filter((candidate) => candidate.id !== account.id),
    devices: settings.devices.filter(({ accountId }) => accountId !== account.id),
  };
}

function refuseSameName(settings: Settings, client: OAuthClient): void {
  const taken = settings.clients.some(
    (candidate) => candidate.id !== client.id && sameName(candidate.name, client.name),
  );
  if (!taken) return;
  throw settingsChangeError('accounts.oauthClientAlready', { name: client.name });
}

function refuseMismatch(client: OAuthClient, account: Account): void {
  if (account.passwordMode === 'pass-on' && client.grant !== 'password') {
    throw settingsChangeError('accounts.cannotPassPasswordOauthClient', {
      address: account.address,
      name: client.name,
    });
  }
  if (isForPeople(account.address, client.grant)) {
    if (account.passwordMode === 'own') return;
    throw settingsChangeError('accounts.domainNeedsPasswords', { address: account.address });
  }
  if (isWholeDomain(account.address) && client.grant === 'password') {
    throw settingsChangeError('accounts.standsWholeDomainOauthClient', {
      address: account.address,
      name: client.name,
    });
  }
}

/** What a change means for accounts that were there before, by their ids. */
export function accountChanges(
  before: Settings,
  after: Settings,
): { readonly ended: readonly string[]; readonly changed: readonly string[] } {
  const ids = before.accounts.map(({ id }) => id);
  // there can be thousands, and every change of the settings comes by here
  const present = new Map(after.accounts.map((account) => [account.id, account]));
  const [was, is] = [signInParts(before), signInParts(after)];
  return {
    /** Nobody uses them any more, or for now. */
    ended: ids.filter((id) => present.get(id)?.paused !== false),
    /** What their sign-in depends on has changed. */
    changed: ids.filter((id) => !isDeepStrictEqual(was.get(id), is.get(id))),
  };
}

/** What each account's sign-in depends on, by its id. */
function signInParts(settings: Settings): ReadonlyMap<string, unknown> {
  const clients = new Map(settings.clients.map((client) => [client.id, client]));
  return new Map(
    settings.accounts.map((account) => [
      account.id,
      // how an account came about says nothing about its sign-in
      { account: { ...account, firstLogin: undefined }, client: clients.get(account.clientId) },
    ]),
  );
}
