import { canonicalAddress, sameAddress, type Account } from './account.ts';
import type { OAuthClient } from './oauth-client.ts';
import type { Settings } from './settings.ts';

/**
 * - not-found: no such account or client
 * - ambiguous: the name fits more than one
 * - exists: there is one of that name already
 * - in-use: it is needed by something else
 * - invalid: the parts do not go together
 */
export type SettingsChangeErrorCode = 'not-found' | 'ambiguous' | 'exists' | 'in-use' | 'invalid';

/** A change of the settings that cannot be made; nothing was changed. */
export class SettingsChangeError extends Error {
  readonly code: SettingsChangeErrorCode;
  readonly fix: string;

  constructor(code: SettingsChangeErrorCode, message: string, fix: string) {
    super(message);
    this.name = 'SettingsChangeError';
    this.code = code;
    this.fix = fix;
  }
}

/** The account of this id or address. @throws SettingsChangeError - not-found */
export function findAccount(settings: Settings, reference: string): Account {
  const account = settings.accounts.find(
    (candidate) => candidate.id === reference || sameAddress(candidate.address, reference),
  );
  if (account !== undefined) return account;
  const known = settings.accounts.map((candidate) => candidate.address).join(', ');
  throw new SettingsChangeError(
    'not-found',
    `There is no account ${reference}.`,
    known === '' ? 'Add one first.' : `The accounts are: ${known}.`,
  );
}

/** The OAuth client of this id or name. @throws SettingsChangeError - not-found */
export function findClient(settings: Settings, reference: string): OAuthClient {
  const client = settings.clients.find(
    (candidate) => candidate.id === reference || sameName(candidate.name, reference),
  );
  if (client !== undefined) return client;
  const known = settings.clients.map((candidate) => candidate.name).join(', ');
  throw new SettingsChangeError(
    'not-found',
    `There is no OAuth client ${reference}.`,
    known === '' ? 'Add one first.' : `The OAuth clients are: ${known}.`,
  );
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
    throw new SettingsChangeError(
      'in-use',
      `The OAuth client ${client.name} signs in ${users.map((account) => account.address).join(', ')}.`,
      'Switch these accounts to another client, or remove them first.',
    );
  }
  return { ...settings, clients: settings.clients.filter((candidate) => candidate.id !== client.id) };
}

/** @throws SettingsChangeError - exists, not-found, invalid */
export function addAccount(settings: Settings, account: Account): Settings {
  if (settings.accounts.some((candidate) => sameAddress(candidate.address, account.address))) {
    throw new SettingsChangeError(
      'exists',
      `There is an account ${account.address} already.`,
      'Remove it first, or switch it to another client.',
    );
  }
  refuseMismatch(findClient(settings, account.clientId), account);
  return { ...settings, accounts: [...settings.accounts, account] };
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
  return { ...settings, accounts: settings.accounts.filter((candidate) => candidate.id !== account.id) };
}

function sameName(a: string, b: string): boolean {
  return canonicalAddress(a) === canonicalAddress(b);
}

function refuseSameName(settings: Settings, client: OAuthClient): void {
  const taken = settings.clients.some(
    (candidate) => candidate.id !== client.id && sameName(candidate.name, client.name),
  );
  if (!taken) return;
  throw new SettingsChangeError(
    'exists',
    `There is an OAuth client ${client.name} already.`,
    'Choose another name.',
  );
}

function refuseMismatch(client: OAuthClient, account: Account): void {
  if (account.passwordMode === 'pass-on' && client.grant !== 'password') {
    throw new SettingsChangeError(
      'invalid',
      `${account.address} cannot pass its password on: the OAuth client ${client.name} does not use the password grant.`,
      'Give the account a local password instead.',
    );
  }
  const wholeDomain = account.address.startsWith('*@');
  if (wholeDomain && client.grant !== 'client-credentials' && client.grant !== 'service-account') {
    throw new SettingsChangeError(
      'invalid',
      `${account.address} stands for a whole domain, which the OAuth client ${client.name} cannot sign in.`,
      'Choose a client with client credentials (app-only) or a service account.',
    );
  }
}
