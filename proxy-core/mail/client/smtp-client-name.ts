/** What is said in EHLO for a client that gave no usable name of its own. */
export const UNNAMED_CLIENT = 'localhost';

const DOMAIN = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?\.?$/;
const ADDRESS_LITERAL = /^\[[A-Za-z0-9.:_-]+\]$/;

/**
 * The name that a client gave in EHLO or HELO, as it may be given on: a domain or an address literal (RFC 5321
 * section 4.1.3) of at most 255 octets. `localhost` for everything else; underscores, which some systems have in
 * their names, are kept.
 */
export function clientNameOf(argument: string): string {
  const name = argument.trim().split(/\s+/)[0] ?? '';
  const usable = name.length <= 255 && (DOMAIN.test(name) || ADDRESS_LITERAL.test(name));
  return usable ? name : UNNAMED_CLIENT;
}
