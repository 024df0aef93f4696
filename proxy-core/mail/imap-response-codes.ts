import type { UpstreamRefusal } from './dialogue.ts';
import type { ImapStatus } from './client/imap-response-reader.ts';

/** What kind of passing trouble a refusal speaks of, if it does (RFC 5530 section 3; Exchange, Gmail, Dovecot). */
export function kindOfTrouble(status: ImapStatus): 'temporary' | 'busy' | undefined {
  const code = status.code.toUpperCase();
  if (code === 'INUSE' || code === 'LIMIT') return 'busy';
  if (/throttled|too many/i.test(status.text)) return 'busy';
  if (code === 'UNAVAILABLE' || code === 'SERVERBUG') return 'temporary';
  if (/temporar(?:y|ily)|try again later/i.test(status.text)) return 'temporary';
  return undefined;
}

/** The same for an untagged BYE: passing trouble, unless it speaks of the token (Exchange). */
export function kindOfFarewell(status: ImapStatus): UpstreamRefusal['kind'] {
  if (/AccessTokenExpired/i.test(status.said)) return 'credentials';
  return kindOfTrouble(status) ?? 'temporary';
}

/** What Exchange says to the first command behind a login whose mailbox the token does not open. */
export function isWithoutMailbox(status: ImapStatus): boolean {
  return /authenticated but not connected/i.test(status.text);
}
