import { expect, test } from 'vitest';
import type { Protocol } from '#contract/endpoints.ts';
import { GoodbyeGuard } from '#core/relay/after-login.ts';

type Said = readonly ['client' | 'upstream', string];
const client = (text: string): Said => ['client', text];
const server = (text: string): Said => ['upstream', text];

function allowed(protocol: Protocol, said: readonly Said[]): boolean {
  const words = new GoodbyeGuard();
  for (const [side, text] of said) words.heard(side, Buffer.from(text));
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
