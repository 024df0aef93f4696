import { describe, expect, it } from 'vitest';

import type { ServerLoginLimits, LocalTls } from '#core/mail/dialogue.ts';
import { SmtpServerLogin } from '#core/mail/server/smtp.ts';
import { authForms, base64, no, plain, serveAtEverySplit } from './every-split.ts';
import { refusedExchanges, serverContract } from './sasl-contract.ts';

const limits: ServerLoginLimits = { line: 1_000, literal: 1_000, total: 4_000, commands: 1_000, errors: 20 };
const make =
  (tls: LocalTls = 'none', some: Partial<ServerLoginLimits> = {}, extensions: readonly string[] = []) =>
  (): SmtpServerLogin =>
    new SmtpServerLogin({ limits: { ...limits, ...some }, tls, extensions });
const limited = (input: string, some: Partial<ServerLoginLimits>): unknown => {
  const { sent, closed } = serveAtEverySplit({ make: make('none', some), input });
  return [sent, closed];
};
const EHLO = '250-localhost\r\n250 AUTH PLAIN LOGIN\r\n';

const forms = (user: string, password: string) => authForms('334', user, password);

describe('an SMTP client logs in', () => {
  serverContract({
    make: (tls, some) => make(tls, some, ['SIZE 1', 'bad\r\nline', '\0']),
    hello: 'EHLO x\r\n',
    go: '334',
    behind: 'MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n\0\xff.\n',
    answers: /^(?:[2-5]\d\d[ -][\x20-\x7e]{0,506}\r\n)*$/,
    words: ['EHLO x\r\n', 'HELO ', 'STARTTLS', 'BDAT 9\r\n'],
  });

  for (const password of ['secret', 'correct horse  battery ', ' leading', 'pässwörd€ \u{1f511}', '']) {
    for (const [form, title, input, sent] of forms('me@example.com', password)) {
      it(`the same password is the same password in every form: ${title}, ${JSON.stringify(password)}`, () => {
        const transcript = serveAtEverySplit({ make: make(), input: `EHLO me\r\n${input}` });
        expect(transcript.logins).toEqual([{ username: 'me@example.com', password, form }]);
        expect(transcript.sent).toBe(`${EHLO}${sent}235 in\r\n`);
        expect(transcript.rest).toBe('');
      });
    }
  }

  it('HELO-only clients log in', () => {
    const { sent, accepted } = serveAtEverySplit({
      make: make(),
      input: `helo printer\nAUTH LOGIN\n${base64('a')}\n${base64('b')}\n`,
    });
    expect(sent).toBe('250 localhost\r\n334 VXNlcm5hbWU6\r\n334 UGFzc3dvcmQ6\r\n235 in\r\n');
    expect(accepted).toBe(true);
  });

  it('client bytes before the greeting are served', () => {
    const serverLogin = make()();
    expect(serverLogin.feed(Buffer.from('EHLO x\r\n')).map((item) => item.kind)).toEqual(['send']);
    expect(serverLogin.greeting().toString()).toBe('220 localhost ESMTP Mailwicket\r\n');
    expect(
      serverLogin.feed(Buffer.from(`AUTH PLAIN ${plain('a', 'b')}\r\n`)).map((item) => item.kind),
    ).toEqual(['login']);
  });

  it.each([
    ['EHLO pc.example', 'pc.example'],
    ['EHLO  [192.168.1.5] ', '[192.168.1.5]'],
    ['EHLO [IPv6:fe80::1]', '[IPv6:fe80::1]'],
    ['HELO my_pc', 'my_pc'],
    ['EHLO', 'localhost'],
    ['EHLO <evil>', 'localhost'],
    ['EHLO m\u00fcller', 'localhost'],
    [`EHLO ${'a'.repeat(255)}`, 'a'.repeat(255)],
    [`EHLO ${'a'.repeat(256)}`, 'localhost'],
    ['EHLO two words', 'two'],
    ['NOOP', 'localhost'],
  ])('the name in %s is %s', (line, name) => {
    const serverLogin = make()();
    const [reply] = serverLogin.feed(Buffer.from(`${line}\r\n`));
    expect(reply?.kind === 'send' && reply.bytes.toString()).toMatch(/^250/);
    expect(serverLogin.clientName).toBe(name);
  });
});

describe('an SMTP client asks what there is', () => {
  it('EHLO tells what every upstream keeps, one AUTH line, and nothing of one hop', () => {
    const extensions = [
      'SIZE 157286400',
      'PIPELINING',
      'DSN',
      'AUTH LOGIN XOAUTH2',
      'AUTH=XOAUTH2',
      'STARTTLS',
      'XCLIENT NAME',
      'XFORWARD NAME',
      '8BITMIME',
      'bad\r\nline',
    ];
    const { sent } = serveAtEverySplit({ make: make('none', {}, extensions), input: 'EHLO x\r\n' });
    expect(sent).toBe(
      '250-localhost\r\n250-SIZE 157286400\r\n250-PIPELINING\r\n250-DSN\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN\r\n',
    );
  });

  it('STARTTLS is told where it is offered, and not under TLS', () => {
    const { sent } = serveAtEverySplit({
      make: make('offered'),
      input: 'EHLO x\r\nSTARTTLS\r\n',
      secured: 'EHLO x\r\n',
    });
    expect(sent).toBe(
      `250-localhost\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS\r\n220 2.0.0 Begin TLS\r\n<start-tls>${EHLO}`,
    );
  });

  it('NOOP, RSET, VRFY and HELP are answered, QUIT closes, and what follows is not taken', () => {
    const { sent, closed } = serveAtEverySplit({
      make: make(),
      input: 'noop\r\nRSET\r\nVRFY a\r\nHELP\r\nQUIT\r\nEHLO x\r\n',
    });
    expect(sent.split('\r\n').map((line) => line.slice(0, 9))).toEqual([
      '250 2.0.0',
      '250 2.0.0',
      '252 2.0.0',
      '214 2.0.0',
      '221 2.0.0',
      '',
    ]);
    expect(closed).toBe('client-left');
  });
});

describe('an SMTP client is told no', () => {
  it('AUTH before EHLO gets 503', () => {
    const input = `AUTH PLAIN ${plain('a', 'b')}\r\n`;
    const { sent, logins } = serveAtEverySplit({ make: make(), input });
    expect(sent).toBe('503 5.5.1 Send EHLO first.\r\n');
    expect(logins).toEqual([]);
  });

  it.each([
    ...refusedExchanges('334', {
      cancelled: '501 5.7.0 Authentication cancelled',
      malformed: '501 5.5.2',
      anotherUser: '535 5.7.0',
    }),
    [
      'a second AUTH in the middle of one',
      'AUTH LOGIN\r\nAUTH PLAIN\r\n',
      '334 VXNlcm5hbWU6\r\n501 5.5.2 That is not base64.\r\n',
    ],
    ['an unknown mechanism', 'AUTH CRAM-MD5\r\n', '504 5.7.4 Unrecognized authentication type\r\n'],
    ['a token mechanism', 'AUTH XOAUTH2 abc\r\n', '504 5.7.4 Unrecognized authentication type\r\n'],
    ['AUTH alone', 'AUTH\r\n', '501 5.5.4 AUTH takes a mechanism and at most one response.\r\n'],
    [
      'too many arguments',
      'AUTH PLAIN A B\r\n',
      '501 5.5.4 AUTH takes a mechanism and at most one response.\r\n',
    ],
    [
      'a message without a login, pipelined: no data phase',
      'MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nETRN x\r\n',
      '530 5.7.0 Authentication required\r\n'.repeat(4),
    ],
    [
      'a chunk without a login: its octets are not taken for commands',
      'BDAT 12 LAST\r\nAUTH PLAIN\r\nBDAT 0\r\n',
      '530 5.7.0 Authentication required\r\n'.repeat(2),
    ],
    ['a chunk without a size', 'BDAT x\r\n', '501 5.5.4 The size of the chunk is missing.\r\n'],
    ['EXPN', 'EXPN staff\r\n', '502 5.5.1 EXPN is not available here.\r\n'],
    [
      'XCLIENT and XFORWARD',
      'XCLIENT LOGIN=a\r\nXFORWARD NAME=a\r\n',
      '502 5.5.1 XCLIENT is not available here.\r\n502 5.5.1 XFORWARD is not available here.\r\n',
    ],
    ['what nobody knows', '\r\nBLAH\r\n', '500 5.5.1 Unknown command.\r\n'.repeat(2)],
  ])('%s, and may then log in', (_title, input, sent) => {
    const transcript = serveAtEverySplit({
      make: make(),
      input: `EHLO x\r\n${input}AUTH PLAIN ${plain('a', 'b')}\r\n`,
    });
    expect(transcript.sent).toBe(`${EHLO}${sent}235 in\r\n`);
    expect(transcript.logins).toEqual([{ username: 'a', password: 'b', form: 'AUTH PLAIN' }]);
  });

  it.each([
    ['wrong-password', '535 5.7.8'],
    ['temporary', '454 4.7.0'],
    ['needs-sign-in', '454 4.7.0'],
    ['refused', '535 5.7.0'],
    ['busy', '454 4.3.2'],
  ] as const)('%s is %s, and the client goes on', (kind, code) => {
    const { sent, logins, rest } = serveAtEverySplit({
      make: make(),
      input: `EHLO x\r\nAUTH PLAIN ${plain('a', 'b')}\r\nMAIL FROM:<a@b>\r\nAUTH PLAIN ${plain('a', 'c')}\r\nRSET\r\n`,
      verdict: (_login, index) =>
        index === 0 ? no(kind, 'Not now.') : { accept: { text: '', rest: Buffer.alloc(0) } },
    });
    expect(sent).toBe(
      `${EHLO}${code} Not now.\r\n530 5.7.0 Authentication required\r\n235 2.7.0 Authentication successful\r\n`,
    );
    expect(logins.map((login) => login.password)).toEqual(['b', 'c']);
    expect(rest).toBe('RSET\r\n');
  });

  it('a multi-line or unusual refusal ends in one well-formed refusal', () => {
    const { sent } = serveAtEverySplit({
      make: make(),
      input: 'HELO x\r\nAUTH LOGIN YQ==\r\nYg==\r\n',
      verdict: () => no('refused', `535-5.7.8 a\r\n250 OK\r\n${'x'.repeat(2_000)}`),
    });
    const lines = sent.split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(/^535 5\.7\.0 535-5\.7\.8 a 250 OK x+$/);
    expect(lines[2]?.length).toBeLessThanOrEqual(510);
  });
});

describe('SMTP and TLS', () => {
  it('STARTTLS that is not offered is refused, and the session goes on', () => {
    const { sent, accepted } = serveAtEverySplit({
      make: make(),
      input: `EHLO x\r\nSTARTTLS\r\nAUTH PLAIN ${plain('a', 'b')}\r\n`,
    });
    expect(sent).toBe(`${EHLO}502 5.5.1 TLS is not available here.\r\n235 in\r\n`);
    expect(accepted).toBe(true);
  });

  it('STARTTLS drops what was said before and behind it in plain text', () => {
    let serverLogin = make()();
    const { sent, logins } = serveAtEverySplit({
      make: () => (serverLogin = make('offered')()),
      input: 'EHLO evil\r\nSTARTTLS\r\nEHLO evil\r\nAUTH LOGIN ZXZpbA==\r\n',
      secured: `AUTH PLAIN ${plain('x', 'y')}\r\nSTARTTLS\r\nEHLO me\r\nAUTH PLAIN ${plain('a', 'b')}\r\n`,
    });
    expect(sent).toContain(
      `220 2.0.0 Begin TLS\r\n<start-tls>503 5.5.1 Send EHLO first.\r\n503 5.5.1 TLS is active already.\r\n${EHLO}235 in\r\n`,
    );
    expect(logins).toEqual([{ username: 'a', password: 'b', form: 'AUTH PLAIN' }]);
    expect(serverLogin.clientName).toBe('me');
  });

  it('STARTTLS with a parameter is a mistake', () => {
    const { sent } = serveAtEverySplit({ make: make('offered'), input: 'STARTTLS now\r\n' });
    expect(sent).toBe('501 5.5.4 STARTTLS takes no parameters.\r\n');
  });
});

describe('an SMTP client keeps within limits', () => {
  it('an overlong line, too many errors and too much in all end the connection', () => {
    expect(limited(`NOOP ${'a'.repeat(20)}\r\n`, { line: 20 })).toEqual([
      '421 4.3.2 The line is too long.\r\n',
      'limit',
    ]);
    expect(limited('NOOP 789012345678901\r\n', { line: 20 })).toEqual(['250 2.0.0 OK\r\n', undefined]);
    expect(limited('NOOP\r\nNOOP\r\nNOOP\r\n', { commands: 2 })).toEqual([
      '250 2.0.0 OK\r\n250 2.0.0 OK\r\n421 4.3.2 Too much was sent before logging in.\r\n',
      'limit',
    ]);
    expect(limited('X\r\nX\r\nNOOP\r\n', { errors: 2 })).toEqual([
      `${'500 5.5.1 Unknown command.\r\n'.repeat(2)}421 4.3.2 Too many errors.\r\n`,
      'limit',
    ]);
    expect(limited('NOOP\r\n'.repeat(5), { total: 20 })).toEqual([
      `${'250 2.0.0 OK\r\n'.repeat(3)}421 4.3.2 Too much was sent before logging in.\r\n`,
      'limit',
    ]);
    expect(limited(`BDAT 1000000\r\n${'x'.repeat(90)}`, { total: 100 })).toEqual([
      '421 4.3.2 Too much was sent before logging in.\r\n',
      'limit',
    ]);
  });

  it('says farewell with 421 on one line', () => {
    expect(make()().farewell('Ending\r\n250 OK').toString()).toBe('421 4.3.2 Ending 250 OK\r\n');
  });
});
