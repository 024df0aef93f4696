import { isWholeDomain, addressSchema, canonicalAddress } from '#contract/account.ts';
import { isLoopbackHost } from '#contract/endpoints.ts';

/** What a client's login name says. `shared` is the mailbox behind a backslash. */
export interface LoginName {
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
export function readLoginName(text: string): LoginName | undefined {
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
export function isPlainMailbox(text: string): boolean {
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
export function foldedAddress(address: string): string {
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
