import { type Message, msg, sentences, verbatim } from '#messages/message.ts';
import { addressSchema, canonicalAddress, freeName, isWholeDomain } from '#contract/account.ts';
import type { CommandInput } from '#contract/commands.ts';
import type { ImportPlan } from '#contract/commands/setup.ts';
import { isInteractive, type GrantType } from '#contract/grants.ts';
import { oauthClientSchema, type OAuthClient } from '#contract/oauth-client.ts';
import type { Settings } from '#contract/settings.ts';
import { describeIssues } from '#core/errors/schema-issues.ts';
import { isMailbox } from '#core/accounts/account-directory.ts';
import { validateClient } from '#core/accounts/client-form.ts';
import { ClientIncompleteError, resolveClient } from '#core/accounts/resolve-client.ts';

/** What a found client proves itself with. */
export type FoundCredential = Exclude<
  CommandInput<'client-add'>['credential'],
  { kind: 'pfx' | 'new-certificate' }
>;

/** A client that was found in a file, with what it proves itself with: that part never leaves the core. */
export interface FoundClient {
  readonly fields: Omit<OAuthClient, 'id' | 'credential'>;
  readonly credential: FoundCredential;
}

/** `client` is the name of a found client or of one that is there. */
export type FoundAccountEntry = Omit<ImportPlan['accounts'][number], 'next'> & OfLine;

/** Where it stands in a table: its line. */
interface OfLine {
  readonly line?: number;
}

/** What is not taken over, and why. */
export type LeftOut = ImportPlan['notTaken'][number];

/** What a reader of a format made of a file. */
export interface Found {
  readonly clients: readonly FoundClient[];
  readonly accounts: readonly FoundAccountEntry[];
  readonly notTaken: readonly (LeftOut & OfLine)[];
  /** Files that the text names, and that were not given. */
  readonly files: readonly string[];
}

/** What is to be added, with the secrets: for applying only. */
export interface PlannedImport extends Pick<ImportPlan, 'accounts' | 'notTaken' | 'files'> {
  readonly clients: readonly (FoundClient & { readonly exists: boolean })[];
}

/**
 * Compares what was found with what is there: a client that is there already is used again, a name that is taken by
 * another gets a number, and what cannot be is left out, saying why.
 */
export function planImport(found: Found, settings: Settings): PlannedImport {
  const notTaken: (LeftOut & OfLine)[] = [...found.notTaken];
  const names = new Map<string, string>();
  const takenNames = settings.clients.map(({ name }) => name);
  const clients: PlannedImport['clients'][number][] = [];
  for (const client of found.clients) {
    const present = settings.clients.find((one) => sameClient(one, client.fields));
    if (present !== undefined) {
      names.set(client.fields.name, present.name);
      clients.push({ ...client, fields: { ...client.fields, name: present.name }, exists: true });
      continue;
    }
    const trouble = troubleOf(client);
    if (trouble !== undefined) {
      notTaken.push({ what: msg('setup.oauthClient', { name: client.fields.name }), why: trouble });
      continue;
    }
    const name = freeName(client.fields.name, takenNames);
    takenNames.push(name);
    names.set(client.fields.name, name);
    clients.push({ ...client, fields: { ...client.fields, name }, exists: false });
  }
  for (const { name } of settings.clients) if (!names.has(name)) names.set(name, name);
  const taken = new Map(
    settings.accounts.map(({ address }) => [canonicalAddress(address), msg('setup.accountAddressAlready')]),
  );
  const accounts: PlannedImport['accounts'] = [];
  for (const { line, ...entry } of found.accounts) {
    const wanted = names.get(entry.client);
    const client =
      clients.find(({ fields }) => fields.name === wanted)?.fields ??
      settings.clients.find(({ name }) => name === wanted);
    const why = whyNot(entry, client, taken);
    if (why !== undefined) notTaken.push({ what: named(entry.address, line), why, line });
    else if (client !== undefined) {
      taken.set(canonicalAddress(entry.address), msg('setup.accountAddressTwice'));
      accounts.push({ ...entry, client: client.name, next: nextStep(entry, client.grant) });
    }
  }
  const used = new Set(accounts.map(({ client }) => client));
  return {
    clients: clients.filter(({ fields, exists }) => !exists || used.has(fields.name)),
    accounts,
    // in the order of a table's lines, with its columns before them
    notTaken: notTaken
      .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
      .map(({ what, why }) => ({ what, why })),
    files: [...found.files],
  };
}

/** A row by its line and its address, as far as they are known. */
export function named(address: string | undefined, line: number | undefined): Message {
  if (line === undefined) return verbatim(address ?? '');
  const label = msg('setup.line', { line: String(line) });
  return address === undefined ? label : msg('setup.labelled', { label, text: address });
}

/** Why an account cannot be added; undefined where it can. */
function whyNot(
  { address, mailbox, smtpUser, client: name }: FoundAccountEntry,
  client: FoundClient['fields'] | undefined,
  /** Addresses that have an account, or are to have one: why there can be no other. */
  taken: ReadonlyMap<string, Message>,
): Message | undefined {
  if (!addressSchema.safeParse(address).success) return msg('setup.noMailAddress');
  if (![mailbox, smtpUser].every((one) => one === undefined || isMailbox(one)))
    return msg('setup.mailboxSmtpUserNoMail');
  const other = taken.get(canonicalAddress(address));
  if (other !== undefined) return other;
  if (client === undefined) return msg('setup.oauthClientCannotTakenOver', { name });
  const impossible = validateClient(client, address);
  return impossible && sentences(impossible.message, impossible.fix);
}

/** The plan as it may be shown: without anything secret. */
export function shownPlan({ clients, ...plan }: PlannedImport, format: ImportPlan['format']): ImportPlan {
  const shown = clients.map(({ fields, credential: { kind: credential }, exists }) => ({
    ...fields,
    credential,
    exists,
  }));
  return { ...plan, format, clients: shown };
}

function nextStep(
  { address, passwordMode }: FoundAccountEntry,
  grant: GrantType,
): ImportPlan['accounts'][number]['next'] {
  if (passwordMode === 'pass-on') return 'nothing';
  return isInteractive(grant) && !isWholeDomain(address) ? 'sign-in' : 'make-password';
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
function troubleOf(client: FoundClient): Message | undefined {
  // an id of its own it gets when it is added
  const id = '00000000-0000-4000-8000-000000000000';
  const checked = oauthClientSchema.safeParse({ ...client.fields, id, credential: client.credential.kind });
  if (!checked.success) return describeIssues(checked.error);
  try {
    resolveClient(checked.data);
    return undefined;
  } catch (error) {
    if (error instanceof ClientIncompleteError) return sentences(error.text, error.fix);
    throw error;
  }
}
