import { addressSchema, canonicalAddress } from './account.ts';
import { isLoopbackHost } from './oauth-client.ts';

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
 * `anna%40example.org`. Case and surrounding spaces do not count.
 * @returns undefined for what is no login name: empty, too long, or with control characters (which could
 * forge fields of an XOAUTH2 response)
 */
export function readLoginName(text: string): LoginName | undefined {
  if (text.length > longest || /\p{Cc}/u.test(text)) return undefined;
  const [name = '', shared, ...more] = text.split('\\').map(canonicalAddress);
  if (name === '' || shared === '' || more.length > 0) return undefined;
  const candidates = [name];
  if (!name.includes('@') && name.includes('%40')) candidates.push(name.replace('%40', '@'));
  const at = name.lastIndexOf('@');
  if (at > 0 && isLoopbackHost(name.slice(at + 1))) candidates.push(name.slice(0, at));
  return { candidates, shared };
}

/** Whether a text can be the address of one mailbox: `*@domain` is not. */
export function isMailbox(text: string): boolean {
  return addressSchema.safeParse(text).success && !text.startsWith('*@') && !/\p{Cc}/u.test(text);
}

/** 'example.org' of 'anna@example.org'. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
