import { isWholeDomain, addressSchema, canonicalAddress, type Account } from '#contract/account.ts';
import { isLoopbackHost, type Protocol } from '#contract/endpoints.ts';
import type { GrantType } from '#contract/grants.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import type { Settings } from '#contract/settings.ts';
import { presetFor } from '#contract/providers/presets.ts';

/** Whether a grant's token is the application's own, good for every mailbox that the application may open. */
const actsAsApplication = {
  'authorization-code': false,
  'device-code': false,
  password: false,
  'client-credentials': true,
  'service-account': true,
} as const satisfies Record<GrantType, boolean>;

/** Whose login it is, and as whom to log in upstream. */
export interface FoundAccount {
  readonly account: Account;
  readonly client: OAuthClient;
  /** The address that the token is for: the account's, or the login's own under `*@domain`. */
  readonly subject: string;
  /** The user to name upstream; a shared mailbox is opened as itself but sends as its delegate. */
  readonly identity: Readonly<Record<Protocol, string>>;
}

/**
 * Finds accounts by login names. An exact address wins over `*@domain`; a bare name finds the account that
 * alone has this local part; the lenient forms of {@link readLoginName} count only where the literal one finds
 * nothing, so that none of them can shadow an account. A name that only looks like an exact address is not taken for
 * one of `*@domain`, whose password would open it.
 */
export class AccountDirectory {
  readonly #clients: ReadonlyMap<string, OAuthClient>;
  readonly #ids: ReadonlyMap<string, Account>;
  readonly #addresses = new Map<string, Account>();
  /** Of the exact addresses. */
  readonly #folded = new Set<string>();
  readonly #domains = new Map<string, Account>();
  readonly #localParts = new Map<string, Account[]>();

  constructor(settings: Settings) {
    this.#clients = new Map(settings.clients.map((client) => [client.id, client]));
    this.#ids = new Map(settings.accounts.map((account) => [account.id, account]));
    for (const account of settings.accounts) {
      const address = canonicalAddress(account.address);
      const domain = domainOf(address);
      if (isWholeDomain(address)) {
        if (!this.#domains.has(domain)) this.#domains.set(domain, account);
        continue;
      }
      // of two accounts with one address the first counts
      if (this.#addresses.has(address)) continue;
      this.#addresses.set(address, account);
      this.#folded.add(foldedAddress(address));
      const localPart = address.slice(0, -domain.length - 1);
      const namesakes = this.#localParts.get(localPart);
      if (namesakes === undefined) this.#localParts.set(localPart, [account]);
      else namesakes.push(account);
    }
  }

  /** The account of this id, with its client. */
  withId(id: string): Pick<FoundAccount, 'account' | 'client'> | undefined {
    const account = this.#ids.get(id);
    const client = this.#clients.get(account?.clientId ?? '');
    return account === undefined || client === undefined ? undefined : { account, client };
  }

  /** The account that a client's login name means, or undefined where it means none or more than one. */
  find(loginName: string): FoundAccount | undefined {
    const name = readLoginName(loginName);
    if (name === undefined) return undefined;
    const owner = this.#owner(name.candidates);
    if (owner === undefined) return undefined;
    const { account, subject } = owner;
    const client = this.#clients.get(account.clientId);
    if (client === undefined) return undefined;
    let mailbox = account.mailbox ?? subject;
    if (name.shared !== undefined) {
      const shared = name.shared.includes('@') ? name.shared : `${name.shared}@${domainOf(subject)}`;
      if (!isMailbox(shared) || !this.#mayOpen(owner, client.grant, shared)) return undefined;
      mailbox = shared;
    }
    return {
      account,
      client,
      subject,
      identity: { imap: mailbox, pop: mailbox, smtp: account.smtpUser ?? subject },
    };
  }

  #owner(candidates: readonly string[]): { readonly account: Account; readonly subject: string } | undefined {
    for (const candidate of candidates) {
      const exact = this.#addresses.get(candidate);
      if (exact !== undefined) return { account: exact, subject: exact.address };
    }
    for (const candidate of candidates) {
      const account = candidate.includes('@') ? this.#domains.get(domainOf(candidate)) : undefined;
      if (account === undefined || !isPlainMailbox(candidate)) continue;
      if (!this.#folded.has(foldedAddress(candidate))) return { account, subject: candidate };
    }
    for (const candidate of candidates) {
      const [account, ...others] = this.#localParts.get(candidate) ?? [];
      if (account !== undefined && others.length === 0) return { account, subject: account.address };
    }
    return undefined;
  }

  /**
   * A delegate's own token opens only what the provider lets the delegate open. A token of the application
   * opens every mailbox that the application may, so there the name behind the backslash must be one that
   * the same account stands for: one local password must not open another account's mailbox.
   */
  #mayOpen(
    owner: { readonly account: Account; readonly subject: string },
    grant: GrantType,
    shared: string,
  ): boolean {
    if (!actsAsApplication[grant]) return true;
    const { account, subject } = owner;
    const own = [subject, account.mailbox].filter((address) => address !== undefined);
    if (own.some((address) => canonicalAddress(address) === shared)) return true;
    return this.#owner([shared])?.account === account;
  }
}

/**
 * How many sessions of one mailbox a provider takes at the same time: what the client says, else what the preset
 * knows. Microsoft's figure for SMTP is its own; those for IMAP are only reported, so that there nothing is capped
 * unless the client says so.
 * @returns undefined where there is no cap
 */
export function connectionLimit(client: OAuthClient, protocol: Protocol): number | undefined {
  const chosen = client.connectionLimits?.[protocol];
  if (chosen === 'none') return undefined;
  return chosen ?? (protocol === 'smtp' ? presetFor(client).quirks.smtpConnections : undefined);
}

/** What a client's login name says. `shared` is the mailbox behind a backslash. */
interface LoginName {
  /** The forms in which the account may be meant, the most literal first; canonical. */
  readonly candidates: readonly string[];
  readonly shared: string | undefined;
}

/** Longer names are no login names: two addresses of 320 characters and a backslash. */
const longest = 641;

/**
 * Reads a login name as mail programs write it: `anna@example.org`; `anna@example.org\office@example.org` or
 * `anna@example.org\office` for a shared mailbox (Exchange's form); `anna`; and, where they put the server
 * behind the name or cannot hold two @, `anna@example.org@127.0.0.1`, `anna@localhost` and
 * `anna%40example.org`; and `"anna"@example.org`. Case and surrounding spaces do not count.
 * @returns undefined for what is no login name: empty, too long, or with control characters (which could
 * forge fields of an XOAUTH2 response)
 */
function readLoginName(text: string): LoginName | undefined {
  if (text.length > longest || /\p{Cc}/u.test(text)) return undefined;
  const [name = '', shared, ...more] = text.split('\\').map(canonicalAddress);
  if (name === '' || shared === '' || more.length > 0) return undefined;
  const candidates = [name];
  const quoted = /^"([^"]*)"(@.*)$/u.exec(name);
  // RFC 5322 section 3.4.1: the quotes are no part of the name
  if (quoted !== null) candidates.push(`${quoted[1] ?? ''}${quoted[2] ?? ''}`);
  if (!name.includes('@') && name.includes('%40')) candidates.push(name.replace('%40', '@'));
  const at = name.lastIndexOf('@');
  if (at > 0 && isLoopbackHost(name.slice(at + 1))) candidates.push(name.slice(0, at));
  return { candidates, shared };
}

/** A name in its plainest form, whether or not it is a login name: what its spellings have in common. */
export function plainestName(text: string): string {
  return readLoginName(text)?.candidates.at(-1) ?? canonicalAddress(text.slice(0, longest));
}

/** Whether a text can be the address of one mailbox: `*@domain` is not. */
export function isMailbox(text: string): boolean {
  return addressSchema.safeParse(text).success && !isWholeDomain(text) && !/\p{Cc}/u.test(text);
}

/**
 * Whether a name may stand for a mailbox of `*@domain`, whose provider may read it in its own way. It may, if there is
 * one way to read it: no character that Unicode's compatibility form replaces or that nobody sees, and nothing that
 * mail servers give a meaning: % and ! for another way, * and ? for any name, / and | for another user.
 */
function isPlainMailbox(text: string): boolean {
  const localPart = text.slice(0, text.lastIndexOf('@'));
  return (
    isMailbox(text) &&
    text.normalize('NFKC') === text &&
    !/\p{Default_Ignorable_Code_Point}/u.test(text) &&
    /^[\p{L}\p{M}\p{N}_'&+=~#$-]+(?:\.[\p{L}\p{M}\p{N}_'&+=~#$-]+)*$/u.test(localPart)
  );
}

/**
 * An address without all that a provider may overlook: case, accents, compatibility forms, characters that nobody sees,
 * quotes, and a tag behind a plus sign. Two addresses of one such form may be one mailbox.
 */
function foldedAddress(address: string): string {
  const folded = canonicalAddress(address)
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}"]/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '');
  const at = folded.lastIndexOf('@');
  return folded.slice(0, at).replace(/(?<=.)\+.*$/su, '') + folded.slice(at);
}

/** 'example.org' of 'anna@example.org'. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
