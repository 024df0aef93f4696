import { addressSchema, canonicalAddress, type PasswordMode } from '../../accounts/account.ts';
import { isMailbox } from '../../accounts/login-name.ts';
import type { GrantType, OAuthClient } from '../../accounts/oauth-client.ts';
import { ClientIncompleteError, refuseImpossible, resolveClient } from '../../accounts/resolve-client.ts';
import type { Settings } from '../../accounts/settings.ts';
import type { ImportPlan } from '../../setup-contract.ts';

/** What a found client proves itself with. */
export type FoundCredential =
  | { readonly kind: 'none' }
  | { readonly kind: 'secret'; readonly secret: string }
  /** PEM texts; the passphrase is of the private key. */
  | {
      readonly kind: 'certificate';
      readonly certificate: string;
      readonly privateKey: string;
      readonly passphrase?: string;
    }
  | { readonly kind: 'service-account-key'; readonly json: string };

/** A client that was found in a file, with what it proves itself with: that part never leaves the core. */
export interface FoundClient {
  readonly fields: Omit<OAuthClient, 'id' | 'credential'>;
  readonly credential: FoundCredential;
}

export interface FoundAccountEntry {
  readonly address: string;
  /** The name of a found client or of one that is there. */
  readonly client: string;
  readonly passwordMode: PasswordMode;
  readonly mailbox?: string;
  readonly smtpUser?: string;
}

/** What a reader of a format made of a file. */
export interface Found {
  readonly clients: readonly FoundClient[];
  readonly accounts: readonly FoundAccountEntry[];
  readonly notTaken: readonly { readonly what: string; readonly why: string }[];
  /** Files that the text names, and that were not given. */
  readonly files: readonly string[];
}

/** An account that can be added, with the grant of its client. */
interface PlannedAccount extends FoundAccountEntry {
  readonly grant: GrantType;
}

/** What is to be added, with the secrets: for applying only. */
export interface PlannedImport {
  readonly clients: readonly (FoundClient & { readonly exists: boolean })[];
  readonly accounts: readonly PlannedAccount[];
  readonly notTaken: readonly { readonly what: string; readonly why: string }[];
  readonly files: readonly string[];
}

type Left = { readonly what: string; readonly why: string };

/**
 * Compares what was found with what is there: a client that is there already is used again, a name that is taken by
 * another gets a number, and what cannot be is left out, saying why.
 */
export function planImport(found: Found, settings: Settings): PlannedImport {
  const notTaken: Left[] = [...found.notTaken];
  const names = new Map<string, string>();
  const taken = new Set(settings.clients.map(({ name }) => canonicalAddress(name)));
  const clients: (FoundClient & { readonly exists: boolean })[] = [];
  for (const client of found.clients) {
    const present = settings.clients.find((one) => sameClient(one, client.fields));
    if (present !== undefined) {
      names.set(client.fields.name, present.name);
      clients.push({
        fields: { ...client.fields, name: present.name },
        credential: client.credential,
        exists: true,
      });
      continue;
    }
    const trouble = troubleOf(client);
    if (trouble !== undefined) {
      notTaken.push({ what: `OAuth client ${client.fields.name}`, why: trouble });
      continue;
    }
    const name = freeName(client.fields.name, taken);
    taken.add(canonicalAddress(name));
    names.set(client.fields.name, name);
    clients.push({ fields: { ...client.fields, name }, credential: client.credential, exists: false });
  }
  for (const { name } of settings.clients) if (!names.has(name)) names.set(name, name);
  const accounts = planAccounts(found, settings, { names, clients, notTaken });
  const used = new Set(accounts.map(({ client }) => client));
  return {
    clients: clients.filter(({ fields, exists }) => !exists || used.has(fields.name)),
    accounts,
    notTaken,
    files: found.files,
  };
}

function planAccounts(
  found: Found,
  settings: Settings,
  room: {
    readonly names: ReadonlyMap<string, string>;
    readonly clients: readonly FoundClient[];
    readonly notTaken: Left[];
  },
): PlannedAccount[] {
  const addresses = new Set(settings.accounts.map(({ address }) => canonicalAddress(address)));
  const accounts: PlannedAccount[] = [];
  for (const entry of found.accounts) {
    const leave = (why: string): void => void room.notTaken.push({ what: entry.address, why });
    const client = room.names.get(entry.client);
    const fields =
      room.clients.find((one) => one.fields.name === client)?.fields ??
      settings.clients.find((one) => one.name === client);
    if (!addressSchema.safeParse(entry.address).success) leave('It is no mail address.');
    else if (![entry.mailbox, entry.smtpUser].every((one) => one === undefined || isMailbox(one))) {
      leave('Its mailbox or SMTP user is no mail address.');
    } else if (addresses.has(canonicalAddress(entry.address)))
      leave('There is an account of this address already.');
    else if (client === undefined || fields === undefined) {
      leave(`Its OAuth client (${entry.client}) cannot be taken over and is not there.`);
    } else {
      const impossible = refuseImpossible(fields, entry.address);
      if (impossible !== undefined) leave(`${impossible.message} ${impossible.fix}`);
      else {
        addresses.add(canonicalAddress(entry.address));
        accounts.push({ ...entry, client, grant: fields.grant });
      }
    }
  }
  return accounts;
}

/** The plan as it may be shown: without anything secret. */
export function shownPlan(plan: PlannedImport, format: ImportPlan['format']): ImportPlan {
  return {
    format,
    clients: plan.clients.map(({ fields, credential, exists }) => ({
      ...fields,
      credential: credential.kind,
      exists,
    })),
    accounts: plan.accounts.map(({ grant, ...account }) => ({
      ...account,
      next: nextStep(account.passwordMode, grant),
    })),
    notTaken: [...plan.notTaken],
    files: [...plan.files],
  };
}

function nextStep(mode: PasswordMode, grant: GrantType): ImportPlan['accounts'][number]['next'] {
  if (mode === 'pass-on') return 'nothing';
  return grant === 'client-credentials' || grant === 'service-account' ? 'make-password' : 'sign-in';
}

function sameClient(present: OAuthClient, found: FoundClient['fields']): boolean {
  if (present.clientId !== found.clientId || present.grant !== found.grant) return false;
  if (present.provider !== found.provider) return false;
  return same(present.tenant, found.tenant) && same(present.tokenUrl, found.tokenUrl);
}

function same(a: string | undefined, b: string | undefined): boolean {
  return (a ?? '').toLowerCase() === (b ?? '').toLowerCase();
}

/** Why a client cannot be added, if it cannot. */
function troubleOf(client: FoundClient): string | undefined {
  try {
    // an id of its own it gets when it is added
    resolveClient({
      ...client.fields,
      id: '00000000-0000-4000-8000-000000000000',
      credential: client.credential.kind,
    });
    return undefined;
  } catch (error) {
    if (error instanceof ClientIncompleteError) return `${error.message} ${error.fix}`;
    throw error;
  }
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted} ${String(number)}`;
    if (!taken.has(canonicalAddress(name))) return name;
  }
}
