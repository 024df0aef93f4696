import type { Buffer } from 'node:buffer';

// a tag or nothing, then a command that carries a password, at the start of a line
const carriesPassword = {
  imap: /^[^\s{}()"%*\\]+[ \t]+(?:LOGIN[ \t]|AUTHENTICATE[ \t]+(?:PLAIN|LOGIN)\b)/im,
  pop: /^(?:USER|PASS|APOP|AUTH)[ \t]/im,
  smtp: /^AUTH[ \t]+(?:PLAIN|LOGIN)\b/im,
} as const satisfies Record<string, RegExp>;

/**
 * Whether a client has sent another login behind the one that is being accepted. Those bytes would go
 * upstream, and the local password with them: no command before the answer to a login can need that.
 * @param rest - what was held behind the login
 */
export function carriesSecondLogin(protocol: keyof typeof carriesPassword, rest: Buffer): boolean {
  return rest.length > 0 && carriesPassword[protocol].test(rest.toString('latin1'));
}
