import { describe, expect, it } from 'vitest';

import type { ServerLogin, ClientLogin, ClientLoginOptions } from '#core/mail/dialogue.ts';
import { ImapServerLogin } from '#core/mail/server/imap.ts';
import { ImapClientLogin } from '#core/mail/client/imap.ts';
import { Pop3ServerLogin } from '#core/mail/server/pop3.ts';
import { Pop3ClientLogin } from '#core/mail/client/pop3.ts';
import { SmtpServerLogin } from '#core/mail/server/smtp.ts';
import { SmtpClientLogin } from '#core/mail/client/smtp.ts';
import { limits } from '#core/relay/limits.ts';

/**
 * What a peer may send before a login is decided costs no more than this on the processor: a quarter of a megabyte
 * takes a few dozen milliseconds where each octet is looked at once, and ten seconds where it is not.
 */
const mostMilliseconds = 1_000;

const token = Array.from({ length: 4_000 }, (_, at) => ((at * 7_919) % 36).toString(36)).join('');
const options: ClientLoginOptions = {
  tls: 'implicit',
  host: 'mail.example.com',
  port: 993,
  credentials: { username: 'ann@example.com', token },
};
const total = limits.serverLogin.total;

/** As much of the piece as a peer may send, and a little more. */
function flood(piece: string, size = total): string {
  return piece.repeat(Math.ceil(size / piece.length));
}

function cost(run: () => void): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

function feed(login: ClientLogin | ServerLogin, ...texts: readonly string[]): void {
  for (const text of texts) login.feed(Buffer.from(text, 'latin1'));
}

/** As a socket may deliver it, with the look at what is held that follows each piece. */
function inPieces(serverLogin: ServerLogin, text: string, size: number): void {
  let most = 0;
  for (let at = 0; at < text.length; at += size) {
    feed(serverLogin, text.slice(at, at + size));
    most = Math.max(most, serverLogin.held);
  }
  expect(most).toBeLessThanOrEqual(total);
}

const imapGreeting = '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n';
const popBegin = ['+OK ready\r\n', '+OK\r\nSASL XOAUTH2\r\n.\r\n', '+ \r\n'];
const smtpBegin = ['220 ready\r\n', '250-mail.example.com\r\n250 AUTH XOAUTH2\r\n', '334 \r\n'];

describe('a login costs time in line with the octets that a mail server sends before its verdict', () => {
  it.each([
    ['short untagged lines', [imapGreeting, flood('* 123456789 EXISTS\r\n')]],
    ['the shortest untagged lines', [imapGreeting, flood('* A\r\n')]],
    ['untagged texts with a code', [imapGreeting, flood('* OK [ALERT] nothing to see\r\n')]],
    ['empty lines', [flood('\r\n')]],
    ['pieces of the token', [imapGreeting, flood(`* ${token.slice(0, 24)}\r\n`)]],
    ['lists of capabilities', [imapGreeting, flood('* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n')]],
    ['empty literals', [imapGreeting, `* X (`, flood('{0}\r\n ')]],
    ['a list of capabilities that is spaces', ['* OK hi\r\n', `* CAPABILITY${' '.repeat(60_000)}\rx\r\n`]],
    ['a code that is spaces', [`* OK [CAPABILITY${' '.repeat(60_000)}\rx] hi\r\n`]],
    ['a status that is spaces', [`* OK${' '.repeat(60_000)}\rx\r\n`]],
    ['a code that does not end', [`* NO ${'['.repeat(60_000)}\r\n`]],
  ])('IMAP: %s', (_title, texts) => {
    expect(cost(() => feed(new ImapClientLogin(options), ...texts))).toBeLessThan(mostMilliseconds);
  });

  it.each([
    ['a code that does not end', [...popBegin, `-ERR [${'x'.repeat(8_180)}\r\n`]],
    ['words that look like a reason', [...popBegin, `-ERR ${flood('mailbox ', 8_180)}\r\n`]],
    ['capabilities', ['+OK ready\r\n', '+OK\r\n', `${'SASL '.repeat(1_600)}\r\n`.repeat(300)]],
    ['spaces', [`+OK${' '.repeat(8_180)}\rx\r\n`]],
  ])('POP: %s', (_title, texts) => {
    expect(cost(() => feed(new Pop3ClientLogin(options), ...texts))).toBeLessThan(mostMilliseconds);
  });

  it.each([
    ['a reply of many lines', [`220-${'x'.repeat(8_000)}\r\n`.repeat(300)]],
    ['extensions', ['220 hi\r\n', `250-${'AUTH='.repeat(1_600)}\r\n`.repeat(199), '250 X\r\n']],
    [
      'a refusal of many lines',
      [...smtpBegin, `535-5.7.8 ${' '.repeat(8_000)}x\r\n`.repeat(199), '535 x\r\n'],
    ],
  ])('SMTP: %s', (_title, texts) => {
    expect(cost(() => feed(new SmtpClientLogin(options), ...texts))).toBeLessThan(mostMilliseconds);
  });
});

describe('a mail program costs time in line with the octets that it sends before it is logged in', () => {
  const common = { limits: { ...limits.serverLogin, errors: Infinity }, tls: 'none' } as const;

  it.each([
    ['literals', `a ID (${flood('{0+}\r\n ')}`],
    ['literals behind a long beginning', `a ID (${'x '.repeat(30_000)}${flood('{0}\r\n ')}`],
    ['an ID that is braces', `a ID (${flood(' {1', 60_000)}\r\n`],
    ['a user name that is quotes', `a LOGIN ${'"'.repeat(60_000)}\r\n`],
    ['a user name that is backslashes', `a LOGIN "${'\\'.repeat(60_000)}\r\n`],
    ['spaces', `a${' '.repeat(60_000)}\rx\r\n`],
    ['a response that is padding', `a AUTHENTICATE PLAIN ${'='.repeat(60_000)}\r\n`],
    ['commands', flood('a NOOP\r\n')],
  ])('IMAP: %s', (_title, text) => {
    expect(cost(() => inPieces(new ImapServerLogin(common), text, 64))).toBeLessThan(mostMilliseconds);
  });

  it.each([
    ['POP', () => new Pop3ServerLogin(common)],
    ['SMTP', () => new SmtpServerLogin({ ...common, extensions: ['SIZE 1000'] })],
  ])('%s: commands, spaces, padding', (_title, make) => {
    for (const text of [
      flood('NOOP\r\n'),
      flood('EHLO x\r\n'),
      `AUTH PLAIN ${'='.repeat(60_000)}\r\n`,
      `EHLO${' '.repeat(60_000)}\rx\r\n`,
      `USER ${'.-'.repeat(30_000)}!\r\nEHLO ${'.-'.repeat(30_000)}!\r\n`,
    ]) {
      expect(cost(() => inPieces(make(), text, 64))).toBeLessThan(mostMilliseconds);
    }
  });
});
