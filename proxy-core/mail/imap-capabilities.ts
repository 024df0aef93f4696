import type { LocalTls } from './dialogue.ts';

/** The literal that LITERAL- lets a client send without being asked (RFC 7888 section 5). */
const LITERAL_MINUS = 4096;

/**
 * What a client is told before its login: what makes it send a password, and nothing that it could not use.
 * LITERAL- instead of LITERAL+, as literals are bounded here; not even that where the bound is lower than what
 * LITERAL- promises. The extensions of the mailbox are told after the login, in the words of the upstream.
 */
export function localCapabilities(tls: LocalTls, literalLimit: number): string {
  return [
    'IMAP4rev1',
    'ID',
    'IDLE',
    ...(literalLimit >= LITERAL_MINUS ? ['LITERAL-'] : []),
    'SASL-IR',
    ...(tls === 'offered' ? ['STARTTLS'] : []),
    'AUTH=PLAIN',
    'AUTH=LOGIN',
  ].join(' ');
}

/** The list in a CAPABILITY response code or an untagged CAPABILITY, or undefined when the text is neither. */
export function capabilityList(text: string): string | undefined {
  const match = /^CAPABILITY(?: (.*))?$/is.exec(text.trim());
  return match === null ? undefined : (match[1] ?? '').trim();
}

/** Whether the list names the capability; names are compared without regard to case. */
export function hasCapability(list: string, name: string): boolean {
  return list.toUpperCase().split(/ +/).includes(name);
}
