import { describe, expect, it } from 'vitest';

import type { ServerLoginLimits, LocalTls } from '#core/mail/dialogue.ts';
import { Pop3ServerLogin } from '#core/mail/server/pop3.ts';
import { authForms, no, serveAtEverySplit } from './every-split.ts';
import { refusedExchanges, serverContract } from './sasl-contract.ts';

const limits: ServerLoginLimits = { line: 1_000, literal: 1_000, total: 4_000, commands: 1_000, errors: 10 };
const make =
  (tls: LocalTls = 'none', some: Partial<ServerLoginLimits> = {}) =>
  (): Pop3ServerLogin =>
    new Pop3ServerLogin({ limits: { ...limits, ...some }, tls });

const forms = (user: string, password: string): [string, string, string, string][] => [
  ['USER/PASS', 'USER and PASS', `USER ${user}\r\nPASS ${password}\r\n`, '+OK Send the password.\r\n'],
  ['USER/PASS', 'lower-case verbs', `user ${user}\r\npass ${password}\r\n`, '+OK Send the password.\r\n'],
  ['USER/PASS', 'a bare LF', `USER ${user}\nPASS ${password}\n`, '+OK Send the password.\r\n'],
  ...authForms('+', user, password),
];

describe('a POP3 client logs in', () => {
  serverContract({
    make,
    hello: '',
    go: '+',
    own: (user, password) =>
      Buffer.concat([Buffer.from(`USER ${user}\r\nPASS `), Buffer.from(password), Buffer.from('\r\n')]),
    behind: 'STAT\r\nRETR 1\r\n\0\xff half a li',
    answers: /^(?:[\x20-\x7e]{0,510}\r\n)*$/,
    words: ['USER ', 'PASS ', 'CAPA', 'STLS', '\r\nUSER a\r\n', '\r\nPASS b\r\n'],
  });

  for (const password of [
    'secret',
    'correct horse  battery ',
    ' leading',
    'pässwörd€ \u{1f511}',
    'a"b\\c+=',
  ]) {
    for (const [form, title, input, sent] of forms('me@example.com', password)) {
      it(`the same password is the same password in every form: ${title}, ${JSON.stringify(password)}`, () => {
        const transcript = serveAtEverySplit({ make: make(), input });
        expect(transcript.logins).toEqual([{ username: 'me@example.com', password, form }]);
        expect(transcript.sent).toBe(`${sent}+OK in\r\n`);
        expect(transcript.closed).toBeUndefined();
        expect(transcript.rest).toBe('');
      });
    }
  }

  it.each(['PASS \r\n', 'PASS\r\n'])('an empty password is taken: %j', (pass) => {
    const { logins } = serveAtEverySplit({ make: make(), input: `USER a\r\n${pass}` });
    expect(logins).toEqual([{ username: 'a', password: '', form: 'USER/PASS' }]);
  });

  it('any user name is taken, so that nobody learns which accounts there are', () => {
    const { sent, logins } = serveAtEverySplit({ make: make(), input: 'USER nobody at all\r\n' });
    expect(sent).toBe('+OK Send the password.\r\n');
    expect(logins).toEqual([]);
  });

  it('client bytes before the greeting are served', () => {
    const serverLogin = make()();
    expect(serverLogin.feed(Buffer.from('USER a\r\n')).map((item) => item.kind)).toEqual(['send']);
    expect(serverLogin.greeting().toString()).toBe('+OK Mailwicket ready\r\n');
    expect(serverLogin.feed(Buffer.from('PASS b\r\n'))).toEqual([
      { kind: 'login', login: { username: 'a', password: 'b', form: 'USER/PASS' } },
    ]);
  });

  it('the greeting has no timestamp that would make a client choose APOP', () => {
    expect(make()().greeting().toString()).not.toMatch(/[<>@]/);
  });
});

describe('a POP3 client asks what there is', () => {
  const CAPA =
    '+OK Capability list follows\r\nUSER\r\nSASL PLAIN LOGIN\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nUIDL\r\nTOP\r\nPIPELINING\r\n';

  it.each([
    ['none', ''],
    ['offered', 'STLS\r\n'],
    ['active', ''],
  ] as const)('CAPA with TLS %s', (tls, stls) => {
    const { sent } = serveAtEverySplit({ make: make(tls), input: 'capa\r\n' });
    expect(sent).toBe(`${CAPA}${stls}IMPLEMENTATION Mailwicket\r\n.\r\n`);
  });

  it('CAPA after USER works, and the login goes on', () => {
    const { sent, logins } = serveAtEverySplit({ make: make(), input: 'USER a\r\nCAPA\r\nPASS b\r\n' });
    expect(sent).toContain('+OK Send the password.\r\n+OK Capability list follows\r\n');
    expect(logins).toHaveLength(1);
  });

  it.each(['AUTH\r\n', 'AUTH \r\n', 'auth\n'])('a bare AUTH lists the mechanisms: %j', (input) => {
    expect(serveAtEverySplit({ make: make(), input }).sent).toBe(
      '+OK Mechanisms follow\r\nPLAIN\r\nLOGIN\r\n.\r\n',
    );
  });

  it('QUIT is answered and the connection closed; what follows is not taken', () => {
    const { sent, closed } = serveAtEverySplit({ make: make(), input: 'NOOP\r\nQUIT\r\nUSER a\r\n' });
    expect(sent).toBe('+OK\r\n+OK Goodbye\r\n');
    expect(closed).toBe('client-left');
  });
});

describe('a POP3 client is told no', () => {
  it.each([
    ...refusedExchanges('+', {
      cancelled: '-ERR Cancelled.',
      malformed: '-ERR',
      anotherUser: '-ERR [SYS/PERM]',
    }),
    ['no user name', 'AUTH LOGIN =\r\n', '-ERR The user name is empty.\r\n'],
    ['too many arguments', 'AUTH PLAIN AA AA\r\n', '-ERR Too many arguments.\r\n'],
    [
      'an unknown mechanism',
      'AUTH CRAM-MD5\r\n',
      '-ERR Unknown mechanism. PLAIN and LOGIN are available.\r\n',
    ],
    [
      'a token mechanism',
      'AUTH XOAUTH2 abc\r\n',
      '-ERR Unknown mechanism. PLAIN and LOGIN are available.\r\n',
    ],
    [
      'APOP, told to use a plain password',
      'APOP a 0123456789abcdef0123456789abcdef\r\n',
      '-ERR APOP is not possible here. Set the mail program to use a plain password.\r\n',
    ],
    ['PASS before USER', 'PASS b\r\n', '-ERR Send USER first.\r\n'],
    ['USER without a name', 'USER \r\nUSER\r\n', '-ERR The user name is missing.\r\n'.repeat(2)],
    ['commands before login', 'STAT\r\nlist\r\nRETR 1\r\nUIDL\r\n', '-ERR Log in first.\r\n'.repeat(4)],
    ['LANG', 'LANG *\r\n', '-ERR LANG is not available before login.\r\n'],
    ['UTF8', 'UTF8\r\n', '-ERR UTF8 is not available before login.\r\n'],
    ['what nobody knows', '\r\nBLAH\r\n', '-ERR Unknown command.\r\n'.repeat(2)],
  ])('%s, and may then log in', (_title, input, sent) => {
    const transcript = serveAtEverySplit({ make: make(), input: `${input}USER a\r\nPASS b\r\n` });
    expect(transcript.sent).toBe(`${sent}+OK Send the password.\r\n+OK in\r\n`);
    expect(transcript.logins).toEqual([{ username: 'a', password: 'b', form: 'USER/PASS' }]);
  });

  it.each([
    ['wrong-password', '[AUTH]'],
    ['temporary', '[SYS/TEMP]'],
    ['needs-sign-in', '[SYS/TEMP]'],
    ['refused', '[SYS/PERM]'],
    ['busy', '[IN-USE]'],
  ] as const)('%s is %s, and the client may send USER again', (kind, code) => {
    const { sent, logins, rest } = serveAtEverySplit({
      make: make(),
      input: 'USER a\r\nPASS b\r\nPASS c\r\nUSER d\r\nPASS e\r\nSTAT\r\n',
      verdict: (_login, index) =>
        index === 0 ? no(kind, 'Not now.') : { accept: { text: '', rest: Buffer.alloc(0) } },
    });
    expect(sent).toBe(
      `+OK Send the password.\r\n-ERR ${code} Not now.\r\n-ERR Send USER first.\r\n+OK Send the password.\r\n+OK Logged in.\r\n`,
    );
    expect(logins.map((login) => login.password)).toEqual(['b', 'e']);
    expect(rest).toBe('STAT\r\n');
  });

  it('a multi-line or unusual refusal ends in one well-formed refusal', () => {
    const text = `Zugriff für „Müller“\r\n+OK not\r\n\0 ${'x'.repeat(2_000)}`;
    const { sent } = serveAtEverySplit({
      make: make(),
      input: 'AUTH LOGIN YQ==\r\nYg==\r\n',
      verdict: () => no('refused', text),
    });
    const lines = sent.split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^-ERR \[SYS\/PERM\] Zugriff fur "Muller" \+OK not x+$/);
    expect(lines[1]?.length).toBeLessThanOrEqual(510);
  });

  it('the words of the provider that accepts stay on one line', () => {
    const serverLogin = make()();
    serverLogin.feed(Buffer.from('USER a\r\nPASS b\r\n'));
    const { reply } = serverLogin.accept({ text: 'Welcome\r\n-ERR no', rest: Buffer.alloc(0) });
    expect(reply.toString()).toBe('+OK Welcome -ERR no\r\n');
  });
});

describe('POP3 and TLS', () => {
  it('fetchmail tries STLS even unadvertised: the session goes on', () => {
    const { sent, accepted } = serveAtEverySplit({ make: make(), input: 'STLS\r\nUSER a\r\nPASS b\r\n' });
    expect(sent).toBe('-ERR TLS is not available here.\r\n+OK Send the password.\r\n+OK in\r\n');
    expect(accepted).toBe(true);
  });

  it('STLS drops what was said before and behind it in plain text', () => {
    const { sent, logins } = serveAtEverySplit({
      make: make('offered'),
      input: 'USER evil\r\nSTLS\r\nUSER evil\r\nPASS injected\r\n',
      secured: 'PASS b\r\nCAPA\r\nSTLS\r\nUSER a\r\nPASS b\r\n',
    });
    expect(sent).toContain('+OK Begin TLS.\r\n<start-tls>-ERR Send USER first.\r\n');
    expect(sent).not.toContain('\r\nSTLS\r\n');
    expect(sent).toContain('-ERR TLS is active already.\r\n');
    expect(logins).toEqual([{ username: 'a', password: 'b', form: 'USER/PASS' }]);
  });
});

describe('a POP3 client keeps within limits', () => {
  it('a line of the limit is taken, a longer one ends the connection', () => {
    const fits = `USER ${'a'.repeat(995)}\r\n`;
    expect(serveAtEverySplit({ make: make(), input: fits }).sent).toBe('+OK Send the password.\r\n');
    const { sent, closed } = serveAtEverySplit({ make: make(), input: fits.replace('USER', 'USER ') });
    expect(sent).toBe('-ERR [SYS/TEMP] The line is too long.\r\n');
    expect(closed).toBe('limit');
  });

  it('too many errors end the connection, a refused login counted among them', () => {
    const { sent, closed } = serveAtEverySplit({
      make: make('none', { errors: 3 }),
      input: 'X\r\nUSER a\r\nPASS b\r\nX\r\nNOOP\r\n',
      verdict: () => no('wrong-password'),
    });
    expect(sent).toBe(
      '-ERR Unknown command.\r\n+OK Send the password.\r\n-ERR [AUTH] no\r\n-ERR Unknown command.\r\n-ERR [SYS/TEMP] Too many errors.\r\n',
    );
    expect(closed).toBe('limit');
  });

  it('more than the total ends the connection, also behind a login', () => {
    const noops = 'NOOP\r\n'.repeat(20);
    const { closed, sent } = serveAtEverySplit({ make: make('none', { total: 100 }), input: noops });
    expect(closed).toBe('limit');
    expect(sent).toBe(`${'+OK\r\n'.repeat(16)}-ERR [SYS/TEMP] Too much was sent before logging in.\r\n`);

    const serverLogin = make('none', { total: 100 })();
    serverLogin.feed(Buffer.from('USER a\r\nPASS b\r\n'));
    expect(serverLogin.feed(Buffer.alloc(84))).toEqual([]);
    expect(serverLogin.held).toBe(84);
    expect(serverLogin.feed(Buffer.alloc(1)).map((item) => item.kind)).toEqual(['send', 'close']);
    expect(serverLogin.held).toBe(0);
    expect(serverLogin.refuse({ kind: 'temporary', text: 'late' })).toEqual([]);
    expect(serverLogin.accept({ text: 'late', rest: Buffer.alloc(0) }).reply).toHaveLength(0);
  });

  it('says farewell in a way that keeps the password', () => {
    expect(make()().farewell('Mailwicket is\r\nending.').toString()).toBe(
      '-ERR [SYS/TEMP] Mailwicket is ending.\r\n',
    );
  });
});
