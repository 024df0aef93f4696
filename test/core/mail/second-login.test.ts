import { describe, expect, it } from 'vitest';
import { ImapServerLogin } from '#core/mail/server/imap.ts';
import { Pop3ServerLogin } from '#core/mail/server/pop3.ts';
import { SmtpServerLogin } from '#core/mail/server/smtp.ts';
import { limits } from '#core/relay/limits.ts';

const common = { limits: limits.serverLogin, tls: 'none' } as const;
const serverLogins = {
  imap: new ImapServerLogin(common),
  pop: new Pop3ServerLogin(common),
  smtp: new SmtpServerLogin({ ...common, extensions: [] }),
};

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
    expect(serverLogins[protocol].carriesLogin(Buffer.from(bytes))).toBe(true);
  });

  it.each(others)('%s: other commands are not taken for one: %j', (protocol, bytes) => {
    expect(serverLogins[protocol].carriesLogin(Buffer.from(bytes))).toBe(false);
  });
});
