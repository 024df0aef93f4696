import { describe, expect, it } from 'vitest';
import { carriesSecondLogin } from '#core/mail/server/second-login.ts';

const logins = [
  ['imap', 'a2 LOGIN anna secret\r\n'],
  ['imap', 'a2 SELECT INBOX\r\na3 login anna secret\r\n'],
  ['imap', 'a2 AUTHENTICATE PLAIN AGFubmEAc2VjcmV0\r\n'],
  ['pop', 'USER anna\r\nPASS secret\r\n'],
  ['pop', 'STAT\r\npass secret\r\n'],
  ['smtp', 'AUTH PLAIN AGFubmEAc2VjcmV0\r\n'],
] as const;

const others = [
  ['imap', ''],
  ['imap', 'a2 SELECT "LOGIN x"\r\na3 FETCH 1 (BODY[])\r\n'],
  ['imap', 'a2 CREATE authenticate\r\n'],
  ['pop', 'STAT\r\nLIST\r\nRETR 1\r\n'],
  ['smtp', 'MAIL FROM:<auth@example.org>\r\nRCPT TO:<login@example.org>\r\nDATA\r\n'],
] as const;

describe('behind an accepted login', () => {
  it.each(logins)('%s: another login is noticed: %j', (protocol, bytes) => {
    expect(carriesSecondLogin(protocol, Buffer.from(bytes))).toBe(true);
  });

  it.each(others)('%s: other commands are not taken for one: %j', (protocol, bytes) => {
    expect(carriesSecondLogin(protocol, Buffer.from(bytes))).toBe(false);
  });
});
