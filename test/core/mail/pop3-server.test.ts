import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ServerLoginLimits, LocalTls } from '#core/mail/dialogue.ts';
import { Pop3ServerLogin } from '#core/mail/server/pop3.ts';
import { authForms, base64, converse, no, plain, serve, serveAtEverySplit } from './every-split.ts';

const limits: ServerLoginLimits = { line: 1_000, literal: 1_000, total: 4_000, errors: 10 };
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

  it('a password in Latin-1 is taken alike in PASS and AUTH', () => {
    const octets = Buffer.from('m\xfcsli', 'latin1');
    const pass = Buffer.concat([Buffer.from('USER a\r\nPASS '), octets, Buffer.from('\r\n')]);
    const auth = `AUTH PLAIN ${base64(Buffer.concat([Buffer.from('\0a\0'), octets]))}\r\n`;
    const login = `AUTH LOGIN ${base64('a')}\r\n${base64(octets)}\r\n`;
    for (const input of [pass, auth, login]) {
      expect(serveAtEverySplit({ make: make(), input }).logins[0]).toMatchObject({ password: 'müsli' });
    }
  });

  it.each(['PASS \r\n', 'PASS\r\n'])('an empty password is taken: %j', (pass) => {
    const { logins } = serveAtEverySplit({ make: make(), input: `USER a\r\n${pass}` });
    expect(logins).toEqual([{ username: 'a', password: '', form: 'USER/PASS' }]);
  });

  it('any user name is taken, so that nobody learns which accounts there are', () => {
    const { sent, logins } = serveAtEverySplit({ make: make(), input: 'USER nobody at all\r\n' });
    expect(sent).toBe('+OK Send the password.\r\n');
    expect(logins).toEqual([]);
  });

  it('bytes that arrive together with the login are kept, and the password is not among them', () => {
    const behind = 'STAT\r\nRETR 1\r\n\0\xff half a li';
    for (const [, , input] of forms('me', 'pa ss')) {
      const all = Buffer.concat([Buffer.from(input), Buffer.from(behind, 'latin1')]);
      const { rest, accepted } = serveAtEverySplit({ make: make(), input: all });
      expect(accepted).toBe(true);
      expect(rest).toBe(behind);
    }
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
    ['* cancels AUTH PLAIN', 'AUTH PLAIN\r\n*\r\n', '+ \r\n-ERR Cancelled.\r\n'],
    ['* cancels AUTH LOGIN at the user name', 'AUTH LOGIN\r\n*\r\n', '+ VXNlcm5hbWU6\r\n-ERR Cancelled.\r\n'],
    [
      '* cancels AUTH LOGIN at the password',
      'AUTH LOGIN YQ==\r\n*\r\n',
      '+ UGFzc3dvcmQ6\r\n-ERR Cancelled.\r\n',
    ],
    ['bad base64', 'AUTH PLAIN\r\n$$$\r\n', '+ \r\n-ERR That is not base64.\r\n'],
    ['bad base64 in the initial response', 'AUTH PLAIN $$$\r\n', '-ERR That is not base64.\r\n'],
    ['an empty initial response', 'AUTH PLAIN =\r\n', '-ERR That is not a PLAIN message.\r\n'],
    ['no user name', 'AUTH LOGIN =\r\n', '-ERR The user name is empty.\r\n'],
    ['too many arguments', 'AUTH PLAIN AA AA\r\n', '-ERR Too many arguments.\r\n'],
    [
      'acting as another user',
      `AUTH PLAIN ${plain('a', 'b', 'c')}\r\n`,
      '-ERR [SYS/PERM] Logging in to act as another user is not possible.\r\n',
    ],
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

  it('a TLS hello on a plain port is closed with nothing sent', () => {
    for (const tls of ['none', 'offered'] as const) {
      const hello = Buffer.from([0x16, 0x03, 0x01, 0x0a, 0x00, 0x0d, 0x0a]);
      const { sent, closed } = serveAtEverySplit({ make: make(tls), input: hello });
      expect([sent, closed]).toEqual(['', 'tls-on-plain-port']);
    }
  });

  it('octet 22 alone is no TLS hello, and under TLS nothing is', () => {
    expect(serveAtEverySplit({ make: make(), input: '\x16\x04\r\n' }).sent).toBe('-ERR Unknown command.\r\n');
    expect(serveAtEverySplit({ make: make('active'), input: '\x16\x03\r\n' }).closed).toBeUndefined();
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

  it('a web page cannot try passwords by posting to the port', () => {
    const input = 'POST / HTTP/1.1\r\nHost: localhost:1110\r\n\r\nUSER a\r\nPASS b\r\n';
    const { closed, logins, sent } = serveAtEverySplit({ make: make(), input });
    expect([closed, logins, sent]).toEqual(['protocol', [], '']);
  });

  it('says farewell in a way that keeps the password', () => {
    expect(make()().farewell('Mailwicket is\r\nending.').toString()).toBe(
      '-ERR [SYS/TEMP] Mailwicket is ending.\r\n',
    );
  });

  it('whatever a client sends: never throws, holds no more than allowed, answers in lines', () => {
    const fragment = fc.oneof(
      fc.constantFrom(
        'USER ',
        'PASS ',
        'AUTH ',
        'PLAIN ',
        'LOGIN ',
        'CAPA',
        'STLS',
        'QUIT',
        '*',
        '=',
        '\r',
        '\n',
        '\r\n',
      ),
      fc.constantFrom(
        'AGEAYg==',
        'YQ==',
        '\r\nUSER a\r\n',
        '\r\nPASS b\r\n',
        '\r\nAUTH LOGIN\r\n',
        '\x16\x03',
      ),
      fc.uint8Array({ maxLength: 40 }).map((octets) => Buffer.from(octets)),
    );
    const kinds = fc.constantFrom('wrong-password', 'temporary', 'accept', 'hold');
    const tls = fc.constantFrom('none', 'offered', 'active');
    fc.assert(
      fc.property(fc.array(fc.tuple(fragment, kinds), { maxLength: 60 }), tls, (parts, at) => {
        const output = converse(make(at, { line: 60, total: 400, errors: 5 })(), parts, 400 + 60);
        expect(output).toMatch(/^(?:[\x20-\x7e]{0,510}\r\n)*$/);
      }),
      { numRuns: 500 },
    );
  });

  it('the login and what is behind it come out the same however the bytes are cut', () => {
    const tail = fc.uint8Array({ maxLength: 60 }).map((octets) => Buffer.from(octets));
    fc.assert(
      fc.property(tail, fc.array(fc.nat(80), { maxLength: 6 }), (behind, cuts) => {
        const input = Buffer.concat([Buffer.from('CAPA\r\nUSER a\r\nPASS b \r\n'), behind]);
        const at = [...new Set(cuts)]
          .filter((cut) => cut < input.length)
          .toSorted((one, other) => one - other);
        const pieces = [0, ...at].map((start, index) => input.subarray(start, at[index] ?? input.length));
        const { rest, logins } = serve({ make: make() }, pieces, [], 'at the end');
        expect(logins[0]?.password).toBe('b ');
        expect(rest).toBe(behind.toString('latin1'));
      }),
    );
  });
});
