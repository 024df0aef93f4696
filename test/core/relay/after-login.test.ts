import { describe, expect, it, test } from 'vitest';
import type { Protocol } from '#contract/endpoints.ts';
import { PostLoginErrorDetector, GoodbyeGuard } from '#core/relay/after-login.ts';

function watched(protocol: Protocol, chunks: readonly string[]): string[] {
  const said: string[] = [];
  const watch = new PostLoginErrorDetector(protocol, (text) => said.push(text));
  for (const chunk of chunks) watch.see(Buffer.from(chunk, 'latin1'));
  return said;
}

const refusals: [Protocol, string, string][] = [
  ['imap', 'a3 BAD User is authenticated but not connected.\r\n', 'User is authenticated but not connected.'],
  [
    'imap',
    'a3 BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds\r\n',
    'Request is throttled. Suggested Backoff Time: 299961 milliseconds',
  ],
  ['imap', '* BYE Session invalidated - AccessTokenExpired\r\n', 'AccessTokenExpired'],
  [
    'pop',
    '+OK\r\nUIDL\r\n.\r\n-ERR Unknown command\r\n-ERR [SYS/PERM] The mailbox cannot be opened\r\n',
    '[SYS/PERM] The mailbox cannot be opened',
  ],
  ['pop', '-ERR [IN-USE] Another session has the mailbox\r\n', '[IN-USE] Another session has the mailbox'],
  ['pop', '-ERR User is authenticated but not connected.\r\n', 'User is authenticated but not connected.'],
  [
    'smtp',
    '250 2.1.0 Sender OK\r\n554 5.2.252 SendAsDenied; anna@example.org not allowed to send as berta\r\n',
    '5.2.252 SendAsDenied; anna@example.org not allowed to send as berta',
  ],
  [
    'smtp',
    '550 5.7.60 SMTP; Client does not have permissions to send as this sender\r\n',
    '5.7.60 SMTP; Client does not have permissions to send as this sender',
  ],
  [
    'smtp',
    '432 4.3.2 Concurrent connections limit exceeded.\r\n',
    '432 4.3.2 Concurrent connections limit exceeded.',
  ],
];

describe.each(refusals)('a refusal after the login over %s: %j', (protocol, text, said) => {
  it('is told once, wherever the bytes are cut', () => {
    expect(watched(protocol, [text])).toEqual([said]);
    for (let at = 1; at < text.length; at += 1) {
      expect(watched(protocol, [text.slice(0, at), text.slice(at)]), `cut at ${at}`).toEqual([said]);
    }
    expect(watched(protocol, text.split(''))).toEqual([said]);
    expect(watched(protocol, [text, text])).toEqual([said]);
  });

  it('is not told before its line has ended', () => {
    expect(watched(protocol, [text.trimEnd()])).toEqual([]);
  });
});

it.each([
  ['imap', '* LIST (\\HasNoChildren) "/" INBOX\r\na2 OK LIST completed.\r\n'],
  ['imap', '* BYE Microsoft Exchange Server IMAP4 server signing off.\r\n'],
  ['smtp', '250 2.1.5 Recipient OK\r\n354 Start mail input\r\n250 2.0.0 OK\r\n'],
  ['pop', '-ERR Unknown command\r\n+OK 2 320\r\n'],
  // a message that tells of one
  ['imap', '* 1 FETCH (ENVELOPE (NIL "User is authenticated but not connected" NIL))\r\na4 OK done\r\n'],
  [
    'imap',
    '* 1 FETCH (BODY[HEADER] {56}\r\nSubject: Re: BAD Request is throttled, AccessTokenExpired\r\n\r\n)\r\na4 OK done\r\n',
  ],
  ['pop', '+OK 120 octets\r\nSubject: POP\r\n\r\n-ERR [SYS/PERM] The mailbox cannot be opened\r\n.\r\n'],
] satisfies [Protocol, string][])('an ordinary answer is none (%s %j)', (protocol, text) => {
  expect(watched(protocol, [text])).toEqual([]);
});

it.each([
  ['pop', '-ERR [SYS/PERM] no mailbox\r\n', true],
  ['pop', '-ERR [SYS/TEMP] come back later\r\n', false],
  ['imap', 'a3 BAD User is authenticated but not connected.\r\n', true],
  ['imap', 'a3 BAD Request is throttled.\r\n', false],
] satisfies [Protocol, string, boolean][])(
  '%s %j: whether it lasts is told: %s',
  (protocol, text, lasting) => {
    const told: boolean[] = [];
    new PostLoginErrorDetector(protocol, (_said, lasts) => told.push(lasts)).see(Buffer.from(text));
    expect(told).toEqual([lasting]);
  },
);

type Said = readonly ['client' | 'upstream', string];
const client = (text: string): Said => ['client', text];
const server = (text: string): Said => ['upstream', text];

function allowed(protocol: Protocol, said: readonly Said[]): boolean {
  const words = new GoodbyeGuard();
  for (const [side, text] of said) words.observe(side, Buffer.from(text));
  return words.allowGoodbye(protocol);
}

const idle = client('a2 IDLE\r\n');

test.each<readonly [string, Protocol, readonly Said[]]>([
  ['the login was answered', 'imap', [server('a1 OK [CAPABILITY IMAP4rev1] Logged in\r\n')]],
  ['the last command was answered', 'imap', [client('a2 NOOP\r\n'), server('* 3 EXISTS\r\na2 OK done\r\n')]],
  ['it was refused', 'imap', [client('a2 SELECT x\r\n'), server('a2 NO no such mailbox\r\n')]],
  ['an IDLE is open', 'imap', [idle, server('+ idling\r\n')]],
  ['an IDLE has told something', 'imap', [idle, server('+ idling\r\n'), server('* 3 EXISTS\r\n')]],
  ['the last of pipelined commands', 'imap', [client('a2 NOOP\r\na3 NOOP\r\n'), server('a3 OK done\r\n')]],
  ['a message was taken', 'smtp', [client('x\r\n.\r\n'), server('250 2.0.0 queued\r\n')]],
  ['nothing was sent', 'smtp', [server('235 2.7.0 welcome\r\n')]],
])('goodbye may be said: %s, %s', (_when, protocol, said) => {
  expect(allowed(protocol, said)).toBe(true);
});

test.each<readonly [string, Protocol, readonly Said[]]>([
  ['an answer is owed', 'imap', [server('a1 OK in\r\n'), client('a2 NOOP\r\n')]],
  ['an answer has begun', 'imap', [client('a2 NOOP\r\n'), server('* 3 EXISTS\r\n')]],
  ['a line has begun', 'imap', [client('a2 NOOP\r\n'), server('a2 OK do')]],
  [
    'a message is on its way, with lines like an answer',
    'imap',
    [
      client('a2 FETCH 1 BODY[]\r\n'),
      server('* 1 FETCH (BODY[] {900}\r\n'),
      server('* a list\r\na9 OK it\r\n'),
    ],
  ],
  ['a literal follows', 'imap', [idle, server('+ idling\r\n'), server('* 1 FETCH (X {20}\r\n')]],
  ['the client sends a message', 'imap', [client('a2 APPEND x {20}\r\n'), server('+ go\r\n')]],
  ['what follows is compressed', 'imap', [client('a2 COMPRESS DEFLATE\r\n'), server('a2 OK active\r\n')]],
  ['much was said', 'imap', [client(`a2 FETCH ${'1,'.repeat(400)}2 FLAGS\r\n`), server('a2 OK done\r\n')]],
  ['a message is asked for', 'smtp', [client('DATA\r\n'), server('354 go ahead\r\n')]],
  ['a reply goes on', 'smtp', [client('EHLO x\r\n'), server('250-one\r\n')]],
  ['POP has none', 'pop', [server('+OK in\r\n')]],
])('no goodbye: %s, %s', (_when, protocol, said) => {
  expect(allowed(protocol, said)).toBe(false);
});
