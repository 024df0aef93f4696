import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type {
  Accepted,
  ServerAction,
  ServerLoginLimits,
  LocalTls,
  Refusal,
  RefusalKind,
} from '#core/mail/dialogue.ts';
import { ImapServerLogin } from '#core/mail/server/imap.ts';
import { serve, serveAtEverySplit, type ServerTranscript, type Verdict } from './every-split.ts';
import { limits as relayLimits } from '#core/relay/limits.ts';

const LIMITS: ServerLoginLimits = { line: 1000, literal: 4096, total: 8192, commands: 1000, errors: 5 };

function serverLogin(tls: LocalTls = 'none', limits: Partial<ServerLoginLimits> = {}): ImapServerLogin {
  return new ImapServerLogin({ limits: { ...LIMITS, ...limits }, tls });
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function servedFrom(
  input: Buffer | string,
  options: {
    tls?: LocalTls;
    limits?: Partial<ServerLoginLimits>;
    verdict?: () => Verdict;
    secured?: string;
  } = {},
): ServerTranscript {
  const { tls, limits, verdict, secured } = options;
  return serveAtEverySplit({
    make: () => serverLogin(tls, limits),
    input,
    ...(secured !== undefined && { secured }),
    ...(verdict !== undefined && { verdict }),
  });
}

const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
const size = (text: string): number => Buffer.byteLength(text);
const wrong = (): Verdict => ({ refuse: { kind: 'wrong-password', text: 'Wrong password.' } });
const NO_BYTES = Buffer.alloc(0);

describe('the greeting', () => {
  it('carries the capabilities that make a client send a password', () => {
    expect(serverLogin().greeting().toString()).toBe(
      '* OK [CAPABILITY IMAP4rev1 ID IDLE LITERAL- SASL-IR AUTH=PLAIN AUTH=LOGIN] Mailwicket ready\r\n',
    );
  });

  it('offers STARTTLS where it is to be had, and nowhere else', () => {
    expect(serverLogin('offered').greeting().toString()).toContain(' STARTTLS ');
    expect(serverLogin('active').greeting().toString()).not.toContain('STARTTLS');
  });

  it.each(['none', 'offered', 'active'] satisfies LocalTls[])(
    'never keeps a client from sending a password (TLS %s)',
    (tls) => {
      expect(serverLogin(tls).greeting().toString()).not.toMatch(
        /LOGINDISABLED|XOAUTH2|OAUTHBEARER|IMAP4rev2|COMPRESS/,
      );
    },
  );

  it('promises literals only as large as are taken', () => {
    expect(serverLogin('none', { literal: 4095 }).greeting().toString()).not.toContain('LITERAL');
  });

  it('may come after the first bytes: client bytes before the greeting are served', () => {
    const dialogue = serverLogin();
    const actions = dialogue.feed(Buffer.from('a LOGIN ann pw\r\n'));
    expect(actions).toEqual([{ kind: 'login', login: { username: 'ann', password: 'pw', form: 'LOGIN' } }]);
    expect(dialogue.greeting().toString()).toMatch(/^\* OK /);
  });
});

describe('the same password is the same password in every form', () => {
  const passwords = [
    'simple',
    'with space',
    ' spaces around ',
    'quo"te',
    '"quoted"',
    'back\\slash',
    'ends in \\',
    '\\"both\\\\"',
    'pässwörd €',
    '密码🔑',
    '(parens) {5} %*]',
    '=',
  ];
  const user = 'ann@example.com';
  const forms: Record<string, (password: string) => string> = {
    'LOGIN, quoted': (p) => `a LOGIN "${user}" ${quote(p)}\r\n`,
    'LOGIN, quoted, bare LF': (p) => `a login "${user}" ${quote(p)}\n`,
    'LOGIN, atom and quoted': (p) => `a Login ${user} ${quote(p)}\r\n`,
    'LOGIN, literals': (p) => `a LOGIN {${size(user)}}\r\n${user} {${size(p)}}\r\n${p}\r\n`,
    'LOGIN, literals unasked': (p) => `a LOGIN {${size(user)}+}\r\n${user} {${size(p)}+}\r\n${p}\r\n`,
    'LOGIN, quoted and literal': (p) => `a LOGIN "${user}" {${size(p)}}\r\n${p}\r\n`,
    'LOGIN, literal and quoted': (p) => `a LOGIN {${size(user)}+}\r\n${user} ${quote(p)}\r\n`,
    'PLAIN at once': (p) => `a AUTHENTICATE PLAIN ${base64(`\0${user}\0${p}`)}\r\n`,
    'PLAIN at once, with authzid': (p) => `a authenticate plain ${base64(`${user}\0${user}\0${p}`)}\r\n`,
    'PLAIN in two steps': (p) => `a AUTHENTICATE PLAIN\r\n${base64(`\0${user}\0${p}`)}\r\n`,
    'LOGIN mechanism at once': (p) => `a AUTHENTICATE LOGIN ${base64(user)}\r\n${base64(p)}\r\n`,
    'LOGIN mechanism in steps': (p) => `a AUTHENTICATE LOGIN\r\n${base64(user)}\r\n${base64(p)}\r\n`,
    'LOGIN mechanism, empty initial response': (p) =>
      `a AUTHENTICATE LOGIN =\r\n${base64(user)}\r\n${base64(p)}\r\n`,
  };

  for (const [form, command] of Object.entries(forms)) {
    it.each(passwords)(`${form}: %j`, (password) => {
      const { logins, accepted, rest } = servedFrom(command(password));
      expect(logins.map((login) => [login.username, login.password])).toEqual([[user, password]]);
      expect(accepted).toBe(true);
      expect(rest).toBe('');
    });
  }

  it('an atom', () => {
    expect(servedFrom('a LOGIN ann p]w-1\r\n').logins).toEqual([
      { username: 'ann', password: 'p]w-1', form: 'LOGIN' },
    ]);
  });

  it('a user name and a password of one character', () => {
    expect(servedFrom('a LOGIN b c\r\n').logins).toEqual([{ username: 'b', password: 'c', form: 'LOGIN' }]);
  });

  it('an empty password, in every form', () => {
    for (const form of [
      'a LOGIN ann ""\r\n',
      'a LOGIN ann {0}\r\n\r\n',
      'a LOGIN ann {0+}\r\n\r\n',
      'a LOGIN {3+}\r\nann {0}\r\n\r\n',
      `a AUTHENTICATE PLAIN ${base64('\0ann\0')}\r\n`,
      `a AUTHENTICATE LOGIN ${base64('ann')}\r\n\r\n`,
    ]) {
      expect(servedFrom(form).logins.map((login) => [login.username, login.password])).toEqual([['ann', '']]);
    }
  });

  it('a literal that holds line ends, and ends like a literal', () => {
    const password = 'one\r\ntwo {3}';
    expect(servedFrom(`a LOGIN ann {${password.length}}\r\n${password}\r\n`).logins[0]?.password).toBe(
      password,
    );
  });

  it('Latin-1 from an old client', () => {
    expect(servedFrom(Buffer.from('a LOGIN ann "pässwörd"\r\n', 'latin1')).logins[0]?.password).toBe(
      'pässwörd',
    );
  });

  it('names its form for the activity log', () => {
    expect(servedFrom(forms['PLAIN at once']?.('x') ?? '').logins[0]?.form).toBe('AUTHENTICATE PLAIN');
    expect(servedFrom(forms['LOGIN mechanism in steps']?.('x') ?? '').logins[0]?.form).toBe(
      'AUTHENTICATE LOGIN',
    );
  });

  it('whatever the password, by quoted string, literal and PLAIN', () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 30 })
      .filter((p) => p.isWellFormed() && !/[\0\r\n]/.test(p));
    fc.assert(
      fc.property(text, (password) => {
        for (const form of ['LOGIN, quoted', 'LOGIN, literals unasked', 'PLAIN at once']) {
          const input = Buffer.from(forms[form]?.(password) ?? '');
          expect(serve({ make: serverLogin }, [input]).logins.map((login) => login.password)).toEqual([
            password,
          ]);
        }
      }),
    );
  });
});

describe('what clients send that the grammar does not allow', () => {
  it.each([
    ['LOGIN ann my pass word', 'ann', 'my pass word'],
    ['LOGIN ann p(a)s{s}%*', 'ann', 'p(a)s{s}%*'],
    ['LOGIN ann pw{5}', 'ann', 'pw{5}'],
    ['LOGIN ann pa"ss', 'ann', 'pa"ss'],
    ['LOGIN ann "pa"ss"', 'ann', 'pa"ss'],
    ['LOGIN ann "pa\\ss"', 'ann', 'pa\\ss'],
    ['LOGIN ann "pass\\"', 'ann', 'pass\\'],
    ['LOGIN ann "pass', 'ann', '"pass'],
    ['LOGIN ann pass"', 'ann', 'pass"'],
    ['LOGIN ann "', 'ann', '"'],
    ['LOGIN ann pa\\ss', 'ann', 'pa\\ss'],
    ['LOGIN ann "pw" ', 'ann', 'pw'],
    ['LOGIN ann pw ', 'ann', 'pw'],
    ['LOGIN  ann  pw', 'ann', 'pw'],
    ['LOGIN dom\\ann pw', 'dom\\ann', 'pw'],
    ['LOGIN "dom\\ann" "pw"', 'dom\\ann', 'pw'],
    ['LOGIN "dom\\" "pw"', 'dom\\', 'pw'],
    ['LOGIN "a"n" pw', 'a"n', 'pw'],
  ])('%s', (command, username, password) => {
    expect(servedFrom(`a ${command}\r\n`).logins).toEqual([{ username, password, form: 'LOGIN' }]);
  });

  it('a rest of the line behind a literal', () => {
    expect(servedFrom('a LOGIN {3}\r\nann my pass\r\n').logins[0]?.password).toBe('my pass');
  });

  it('empty lines between commands', () => {
    expect(servedFrom('\r\n\na NOOP\r\n\r\nb LOGIN ann pw\r\n')).toMatchObject({
      sent: 'a OK Done.\r\nb OK in\r\n',
      logins: [{ username: 'ann', password: 'pw' }],
    });
  });

  it.each(['LOGIN', 'LOGIN ', 'LOGIN ann', 'LOGIN ann ', 'LOGIN "ann"', 'LOGIN "ann"pw', 'LOGIN {3}\r\nann'])(
    '%j is still no login',
    (command) => {
      const { sent, logins } = servedFrom(`a ${command}\r\n`);
      expect(logins).toEqual([]);
      expect(sent).toMatch(/a BAD LOGIN takes a user name and a password\.\r\n$/);
    },
  );

  it.each([
    'LOGIN {3}\r\nann{2}\r\n',
    'LOGIN {3+}\r\nannx {2+}\r\npw\r\n',
    'LOGIN a {1+}\r\nb {1+}\r\nc\r\n',
  ])('%j is still no login either', (command) => {
    expect(servedFrom(`a ${command}\r\n`)).toMatchObject({ logins: [], closed: undefined });
  });
});

describe('continuations', () => {
  it('are exactly what clients compare them with', () => {
    expect(servedFrom(`a AUTHENTICATE PLAIN\r\n${base64('\0ann\0pw')}\r\n`).sent).toBe('+ \r\na OK in\r\n');
    expect(servedFrom(`a AUTHENTICATE LOGIN\r\n${base64('ann')}\r\n${base64('pw')}\r\n`).sent).toBe(
      '+ VXNlcm5hbWU6\r\n+ UGFzc3dvcmQ6\r\na OK in\r\n',
    );
    expect(servedFrom('a LOGIN {3}\r\nann {2}\r\npw\r\n').sent).toBe('+ OK\r\n+ OK\r\na OK in\r\n');
    expect(servedFrom('a LOGIN {3+}\r\nann {2+}\r\npw\r\n').sent).toBe('a OK in\r\n');
  });

  it.each([
    'a AUTHENTICATE PLAIN\r\n*\r\n',
    'a AUTHENTICATE LOGIN\r\n*\r\n',
    `a AUTHENTICATE LOGIN\r\n${base64('ann')}\r\n*\r\n`,
    `a AUTHENTICATE LOGIN ${base64('ann')}\r\n*\r\n`,
  ])('* cancels any SASL exchange: %j', (input) => {
    const { sent, logins } = servedFrom(`${input}b LOGIN ann pw\r\n`);
    expect(sent).toMatch(/\r\na BAD Cancelled\.\r\nb OK in\r\n$/);
    expect(logins.length).toBe(1);
  });

  it.each([
    'a AUTHENTICATE PLAIN !!!\r\n',
    'a AUTHENTICATE PLAIN =\r\n',
    'a AUTHENTICATE PLAIN YQ==\r\n',
    'a AUTHENTICATE PLAIN\r\n!!!\r\n',
    'a AUTHENTICATE PLAIN\r\n\r\n',
    'a AUTHENTICATE LOGIN !!!\r\n',
    'a AUTHENTICATE LOGIN\r\n!!!\r\n',
    'a AUTHENTICATE LOGIN\r\n\r\n',
    'a AUTHENTICATE LOGIN YQ==\r\n!!!\r\n',
    'a AUTHENTICATE\r\n',
    'a AUTHENTICATE PLAIN YQ== YQ==\r\n',
    'a AUTHENTICATE {5+}\r\nPLAIN\r\n',
  ])('what is not understood ends in a tagged BAD: %j', (input) => {
    const { sent, logins } = servedFrom(`${input}b NOOP\r\n`);
    expect(sent).toMatch(/^(\+ [^\r]*\r\n)*a BAD [^\r]+\r\nb OK Done\.\r\n$/);
    expect(logins).toEqual([]);
  });

  it('to act as another user is not possible', () => {
    expect(servedFrom(`a AUTHENTICATE PLAIN ${base64('boss\0ann\0pw')}\r\n`)).toMatchObject({
      sent: 'a NO [AUTHORIZATIONFAILED] Logging in to act as another user is not possible.\r\n',
      logins: [],
    });
  });

  it.each(['XOAUTH2', 'OAUTHBEARER dXNlcj0=', 'xoauth2 dXNlcj0=', 'CRAM-MD5', 'NTLM'])(
    'a mechanism that is not spoken here is refused: %s',
    (mechanism) => {
      expect(servedFrom(`a AUTHENTICATE ${mechanism}\r\n`).sent).toMatch(/^a NO \[CANNOT\] [^\r]+\r\n$/);
    },
  );
});

describe('before the login', () => {
  it('is answered: CAPABILITY, ID, NOOP in any case', () => {
    expect(servedFrom('1 capability\r\n2 Id NIL\r\n3 NOOP\r\n').sent).toBe(
      '* CAPABILITY IMAP4rev1 ID IDLE LITERAL- SASL-IR AUTH=PLAIN AUTH=LOGIN\r\n1 OK Done.\r\n' +
        '* ID ("name" "Mailwicket")\r\n2 OK Done.\r\n3 OK Done.\r\n',
    );
  });

  it('a client that logs in with the mechanism LOGIN only is told that it may, as with PLAIN', () => {
    const { sent } = servedFrom('1 CAPABILITY\r\n');
    expect(sent).toMatch(/ AUTH=PLAIN AUTH=LOGIN\r\n/);
    const script = `a AUTHENTICATE LOGIN\r\n${base64('ann')}\r\n${base64('pw')}\r\n`;
    expect(servedFrom(script).logins).toMatchObject([{ username: 'ann', password: 'pw' }]);
  });

  // RFC 2971 section 3.3: 30 fields, names of 30 octets, values of 1,024
  it.each([
    ['literals', (text: string) => `{${size(text)}}\r\n${text}`],
    ['literals that are not asked for', (text: string) => `{${size(text)}+}\r\n${text}`],
    ['quoted strings on one line', quote],
    ['quoted strings that are all escapes', (text: string) => quote('"'.repeat(text.length))],
  ])(
    'the longest ID that there may be is answered, in %s, and the login behind it is taken',
    (_title, form) => {
      const fields = Array.from({ length: 30 }, () => `${form('k'.repeat(30))} ${form('v'.repeat(1024))}`);
      const id = new ImapServerLogin({ limits: relayLimits.serverLogin, tls: 'none' });
      const actions = id.feed(Buffer.from(`a ID (${fields.join(' ')})\r\nb LOGIN ann pw\r\n`));
      const said = actions.map((one) => (one.kind === 'send' ? one.bytes.toString() : one.kind));
      expect(said.filter((one) => one !== '+ OK\r\n')).toEqual([
        '* ID ("name" "Mailwicket")\r\na OK Done.\r\n',
        'login',
      ]);
    },
  );

  it('LOGOUT says goodbye and hangs up', () => {
    expect(servedFrom('a LOGOUT\r\nb NOOP\r\n')).toMatchObject({
      sent: '* BYE Goodbye.\r\na OK Done.\r\n',
      closed: 'client-left',
    });
  });

  it('literals are read in any command, inside parentheses too, and nothing of them is a command', () => {
    const name = 'x LOGIN eve pw\r\ny NOOP\r\n';
    const { sent, logins } = servedFrom(
      `1 ID ("name" {${name.length}+}\r\n${name} "version" {3}\r\n1.0)\r\n2 XYZ ({${name.length}+}\r\n${name})\r\n3 NOOP\r\n`,
    );
    expect(logins).toEqual([]);
    expect(sent).toBe(
      '+ OK\r\n* ID ("name" "Mailwicket")\r\n1 OK Done.\r\n2 BAD Not before the login.\r\n3 OK Done.\r\n',
    );
  });

  it('ID and LOGIN with literals in one write, as Outlook sends them', () => {
    const id = 'Microsoft.Outlook.Mobil';
    const { logins } = servedFrom(
      `1 ID ("name" {${id.length}+}\r\n${id} "vendor" "Microsoft")\r\n2 LOGIN {15+}\r\nann@example.com {2+}\r\npw\r\n`,
    );
    expect(logins).toEqual([{ username: 'ann@example.com', password: 'pw', form: 'LOGIN' }]);
  });

  it.each(['SELECT INBOX', 'ENABLE UTF8=ACCEPT', 'COMPRESS DEFLATE', 'IDLE', 'APPEND INBOX {310}', 'XYZZY'])(
    '%s is BAD, and the session goes on',
    (command) => {
      expect(servedFrom(`a ${command}\r\nb NOOP\r\n`)).toMatchObject({
        sent: 'a BAD Not before the login.\r\nb OK Done.\r\n',
        closed: undefined,
      });
    },
  );

  it.each([
    ['a', 'a BAD'],
    ['a 1', 'a BAD'],
    ['a%b NOOP', '* BAD'],
    ['(', '* BAD'],
    ['\0\0', '* BAD'],
    ['+ NOOP', '* BAD'],
    ['* NOOP', '* BAD'],
    ['{5}', '* BAD'],
    ['%a {5}', '* BAD'],
  ])('%j is no command', (line, answer) => {
    const { sent } = servedFrom(`${line}\r\nb NOOP\r\n`);
    expect(sent.startsWith(`${answer} `)).toBe(true);
    expect(sent.endsWith('\r\nb OK Done.\r\n')).toBe(true);
    expect(sent.split('\r\n').length).toBe(3);
  });
});

describe('STARTTLS', () => {
  it('drops whatever was buffered before the handshake', () => {
    const { sent, logins } = servedFrom('a STARTTLS\r\nb LOGIN eve pw\r\n', {
      tls: 'offered',
      secured: 'c CAPABILITY\r\nd LOGIN ann pw\r\n',
    });
    expect(sent).toBe(
      'a OK Begin TLS.\r\n<start-tls>' +
        '* CAPABILITY IMAP4rev1 ID IDLE LITERAL- SASL-IR AUTH=PLAIN AUTH=LOGIN\r\nc OK Done.\r\nd OK in\r\n',
    );
    expect(logins.map((login) => login.username)).toEqual(['ann']);
  });

  it('holds nothing between its answer and the handshake', () => {
    const dialogue = serverLogin('offered');
    const actions = dialogue.feed(Buffer.from('a STARTTLS\r\nb LOGIN eve pw\r\n'));
    expect(actions.at(-1)).toEqual({ kind: 'start-tls' });
    expect(dialogue.held).toBe(0);
    expect(dialogue.feed(Buffer.from('c LOGIN eve pw\r\n'))).toEqual([]);
    expect(dialogue.held).toBe(0);
    expect(dialogue.secured()).toEqual([]);
    expect(dialogue.feed(Buffer.from('d LOGIN ann pw\r\n'))).toMatchObject([{ login: { username: 'ann' } }]);
  });

  it('drops half a command too', () => {
    const { logins } = servedFrom('a STARTTLS\r\nb LOGIN eve {2+}\r\n', {
      tls: 'offered',
      secured: 'pw\r\nc LOGIN ann pw\r\n',
    });
    expect(logins.map((login) => login.username)).toEqual(['ann']);
  });

  it.each(['none', 'active'] satisfies LocalTls[])(
    'is BAD where TLS is %s, without ending the session',
    (tls) => {
      expect(servedFrom('a STARTTLS\r\nb LOGIN ann pw\r\n', { tls })).toMatchObject({
        closed: undefined,
        logins: [{ username: 'ann' }],
      });
      expect(servedFrom('a STARTTLS\r\n', { tls }).sent).toMatch(/^a BAD /);
    },
  );

  it('is BAD the second time', () => {
    const { sent } = servedFrom('a STARTTLS\r\n', { tls: 'offered', secured: 'b STARTTLS\r\n' });
    expect(sent).toBe('a OK Begin TLS.\r\n<start-tls>b BAD TLS is active already.\r\n');
  });
});

describe('a TLS hello on a plain port', () => {
  const hello = Buffer.from('16030100c8010000c40303\n0a0d0a'.replace('\n', ''), 'hex');

  it.each(['none', 'offered'] satisfies LocalTls[])('is hung up on without a word (TLS %s)', (tls) => {
    expect(servedFrom(hello, { tls })).toMatchObject({ sent: '', closed: 'tls-on-plain-port' });
  });

  it('is told from a password that begins like one', () => {
    expect(servedFrom('a LOGIN ann {3+}\r\n\x16\x03x\r\n').logins[0]?.password).toBe('\x16\x03x');
    expect(servedFrom('a LOGIN ann {3}\r\n\x16\x03x\r\n').logins[0]?.password).toBe('\x16\x03x');
  });

  it('is told from other bytes, and from bytes inside TLS', () => {
    expect(servedFrom(Buffer.from('\x16x\r\n'))).toMatchObject({ closed: undefined });
    expect(servedFrom(hello, { tls: 'active' }).closed).not.toBe('tls-on-plain-port');
  });
});

describe('the verdict', () => {
  it.each([
    ['wrong-password', 'a NO [AUTHENTICATIONFAILED] Because.\r\n'],
    ['temporary', 'a NO [UNAVAILABLE] Because.\r\n'],
    ['needs-sign-in', '* OK [ALERT] Because.\r\na NO [UNAVAILABLE] Because.\r\n'],
    ['refused', 'a NO [AUTHORIZATIONFAILED] Because.\r\n'],
    ['busy', 'a NO [LIMIT] Because.\r\n'],
  ] satisfies [RefusalKind, string][])('%s has its code', (kind, sent) => {
    const verdict = (): Verdict => ({ refuse: { kind, text: 'Because.' } });
    expect(servedFrom('a LOGIN ann pw\r\n', { verdict })).toMatchObject({ sent, closed: undefined });
  });

  it('the ALERT tells what to do, once for a connection; the refusal tells why', () => {
    const refuse = { text: 'ann is not signed in.', remedy: 'Open Mailwicket and sign in.' };
    const { sent } = servedFrom('a LOGIN ann pw\r\nb LOGIN ann pw\r\n', {
      verdict: () => ({ refuse: { ...refuse, kind: 'needs-sign-in' } }),
    });
    expect(sent).toContain(
      '* OK [ALERT] ann is not signed in. Open Mailwicket and sign in.\r\n' +
        'a NO [UNAVAILABLE] ann is not signed in.\r\nb NO [UNAVAILABLE] ann is not signed in.\r\n',
    );
  });

  it('no: goes on with what was pipelined, and the next login is taken', () => {
    const dialogue = serve(
      {
        make: serverLogin,
        verdict: (_login, index) => (index === 0 ? wrong() : { accept: { text: 'in', rest: NO_BYTES } }),
      },
      [Buffer.from('a LOGIN ann wrong\r\nb NOOP\r\nc LOGIN ann right\r\nd SELECT INBOX\r\n')],
      [],
      'at the end',
    );
    expect(dialogue.logins.length).toBe(2);
    expect(dialogue.sent).toBe('a NO [AUTHENTICATIONFAILED] Wrong password.\r\nb OK Done.\r\nc OK in\r\n');
    expect(dialogue.rest).toBe('d SELECT INBOX\r\n');
  });

  it('yes: the bytes pipelined behind the login are kept exactly, whatever they are', () => {
    const behind = Buffer.concat([
      Buffer.from('b SELECT "INBOX"\r\nc APPEND x {3}\r\n\r\n\n'),
      Buffer.from([0, 255, 13, 10, 22, 3, 128]),
      Buffer.from('d LOGIN eve pw\r\n* half a li'),
    ]);
    const { rest, sent, logins } = servedFrom(
      Buffer.concat([Buffer.from('a LOGIN ann {2}\r\npw\r\n'), behind]),
    );
    expect(rest).toBe(behind.toString('latin1'));
    expect(sent).toBe('+ OK\r\na OK in\r\n');
    expect(logins.length).toBe(1);
  });

  it('the local password never goes upstream, whatever the client pipelines', () => {
    for (const login of [
      'a LOGIN ann sesame\r\n',
      'a LOGIN ann {6+}\r\nsesame\r\n',
      `a AUTHENTICATE PLAIN ${base64('\0ann\0sesame')}\r\n`,
    ]) {
      expect(servedFrom(`x NOOP\r\n${login}b NOOP\r\n`).rest).toBe('b NOOP\r\n');
    }
  });

  it('yes: tells what the upstream has, in the order the upstream said it', () => {
    const accepted: Accepted = {
      text: 'AUTHENTICATE completed.',
      capabilities: 'IMAP4 IMAP4rev1 MOVE LITERAL+',
      untagged: Buffer.from('* OK [ALERT] Quota is near.\r\n'),
      rest: NO_BYTES,
    };
    expect(servedFrom('A.1 LOGIN ann pw\r\n', { verdict: () => ({ accept: accepted }) }).sent).toBe(
      '* OK [ALERT] Quota is near.\r\nA.1 OK [CAPABILITY IMAP4 IMAP4rev1 MOVE LITERAL+] AUTHENTICATE completed.\r\n',
    );
  });

  it('without capabilities from the upstream none are made up', () => {
    expect(
      servedFrom('a LOGIN ann pw\r\n', { verdict: () => ({ accept: { text: '', rest: NO_BYTES } }) }).sent,
    ).toBe('a OK Logged in.\r\n');
  });

  it('a text is one line of ASCII, whatever it holds', () => {
    const text = `a\r\nb OK in\0\u0085\u2028\ud800 ü ${'x'.repeat(5000)}`;
    const dialogue = serverLogin();
    dialogue.feed(Buffer.from('a LOGIN ann pw\r\n'));
    const sent = sentText(dialogue.refuse({ kind: 'needs-sign-in', text }));
    const [alert = '', answer = '', ...others] = sent.split('\r\n');
    expect(others).toEqual(['']);
    expect(alert).toMatch(/^\* OK \[ALERT\] a b OK in \? u x+$/);
    expect(answer).toMatch(/^a NO \[UNAVAILABLE\] a b OK in \? u x+$/);
    expect(answer.length).toBeLessThan(500);
    expect(dialogue.farewell('“Mailwicket” is stopping – bye').toString()).toBe(
      '* BYE "Mailwicket" is stopping - bye\r\n',
    );
    expect(serverLogin().farewell('\0').toString()).toBe('* BYE Goodbye.\r\n');
    expect(serverLogin().farewell('so\r\nlong').toString()).toBe('* BYE so long\r\n');
  });

  it('capabilities cannot break out of their brackets', () => {
    const accepted: Accepted = { text: 'in', capabilities: 'A] x\r\nb NO C', rest: NO_BYTES };
    expect(servedFrom('a LOGIN ann pw\r\n', { verdict: () => ({ accept: accepted }) }).sent).toBe(
      'a OK [CAPABILITY A x b NO C] in\r\n',
    );
  });

  it('that comes without a login, or after the end, says nothing', () => {
    const refusal: Refusal = { kind: 'temporary', text: 'x' };
    const dialogue = serverLogin();
    expect(dialogue.refuse(refusal)).toEqual([]);
    dialogue.feed(Buffer.from('a LOGOUT\r\n'));
    expect(dialogue.refuse(refusal)).toEqual([]);
    expect(dialogue.accept({ text: 'in', rest: NO_BYTES })).toEqual({ reply: NO_BYTES, rest: NO_BYTES });
  });
});

describe('limits', () => {
  it('a literal too large is BAD instead of being asked for', () => {
    expect(servedFrom('a LOGIN ann {4097}\r\nb LOGIN ann pw\r\n')).toMatchObject({
      sent: 'a BAD The literal is too large.\r\nb OK in\r\n',
      logins: [{ password: 'pw' }],
    });
    expect(servedFrom('a LOGIN ann {99999999999999999999999}\r\n').sent).toBe(
      'a BAD The literal is too large.\r\n',
    );
  });

  it('a literal of the limit is taken', () => {
    const password = 'x'.repeat(4096);
    const { logins } = serve({ make: serverLogin }, [Buffer.from(`a LOGIN ann {4096+}\r\n${password}\r\n`)]);
    expect(logins[0]?.password).toBe(password);
  });

  it('a literal too large that comes without being asked for ends the session', () => {
    expect(servedFrom('a LOGIN ann {4097+}\r\nxxx')).toMatchObject({
      sent: '* BYE The literal is too large.\r\n',
      closed: 'limit',
    });
  });

  it.each(['a NOOP ', 'a AUTHENTICATE PLAIN\r\n'])('a line too long ends the session: %j', (begun) => {
    const { sent, closed } = servedFrom(`${begun}${'x'.repeat(60)}\r\n`, { limits: { line: 40 } });
    expect(sent).toMatch(/\* BYE The line is too long\.\r\n$/);
    expect(closed).toBe('limit');
  });

  it('a web page cannot try passwords by posting to the port', () => {
    const input = 'POST / HTTP/1.1\r\nHost: localhost:1143\r\n\r\na LOGIN ann pw\r\n';
    expect(servedFrom(input)).toMatchObject({ sent: '', logins: [], closed: 'protocol' });
    expect(servedFrom('GET / HTTP/1.1\r\n')).toMatchObject({ sent: '', closed: 'protocol' });
  });

  it('too much in all ends the session', () => {
    const { sent, closed } = servedFrom('a NOOP\r\n'.repeat(20), { limits: { total: 100 } });
    expect(sent).toBe(`${'a OK Done.\r\n'.repeat(12)}* BYE Too much was sent before logging in.\r\n`);
    expect(closed).toBe('limit');
  });

  it('exactly as much as allowed does not', () => {
    const input = 'a LOGIN ann pw\r\n';
    expect(servedFrom(input, { limits: { total: input.length } }).accepted).toBe(true);
    expect(servedFrom(input, { limits: { total: input.length - 1 } })).toMatchObject({
      logins: [],
      closed: 'limit',
    });
  });

  it('too much behind a login that waits for its verdict ends the session', () => {
    const dialogue = serverLogin('none', { total: 100 });
    dialogue.feed(Buffer.from('a LOGIN ann pw\r\n'));
    expect(dialogue.held).toBe(0);
    expect(dialogue.feed(Buffer.alloc(80))).toEqual([]);
    expect(dialogue.held).toBe(80);
    expect(dialogue.feed(Buffer.alloc(80)).at(-1)).toMatchObject({
      kind: 'close',
      hangup: { reason: 'limit' },
    });
    expect(dialogue.held).toBe(0);
  });

  it('too many errors end the session, wrong passwords among them', () => {
    const input =
      'a XXX\r\nb LOGIN ann pw\r\nc AUTHENTICATE NTLM\r\nd NOOP\r\n%\r\ne LOGIN ann pw\r\nf NOOP\r\n';
    const { sent, logins, closed } = servedFrom(input, { verdict: wrong });
    expect(sent).toMatch(/e NO \[AUTHENTICATIONFAILED\] Wrong password\.\r\n\* BYE Too many errors\.\r\n$/);
    expect(logins.length).toBe(2);
    expect(closed).toBe('limit');
  });

  it('fewer errors do not', () => {
    expect(servedFrom('a XXX\r\nb XXX\r\nc XXX\r\nd XXX\r\ne LOGIN ann pw\r\n').accepted).toBe(true);
  });
});

describe('whatever a client sends', () => {
  const limits: ServerLoginLimits = { line: 60, literal: 20, total: 300, commands: 1000, errors: 4 };
  const lines =
    /^(?:(?:\* (?:BAD|BYE|OK|CAPABILITY|ID) [^\r\n]*|\+ [A-Za-z0-9:]*|[^\s(){%*"\\+]+ (?:OK|NO|BAD) [^\r\n]+)\r\n)*$/;

  /** Feeds the pieces; each login gets a verdict by turns. Checks what holds at every step. */
  function torment(pieces: readonly Uint8Array[], tls: LocalTls): void {
    const dialogue = new ImapServerLogin({ limits, tls });
    const kinds: RefusalKind[] = ['wrong-password', 'needs-sign-in', 'busy'];
    let sent = '';
    let closed = false;
    let logins = 0;
    const take = (actions: readonly ServerAction[]): void => {
      for (const item of actions) {
        expect(closed).toBe(false);
        if (item.kind === 'send') sent += item.bytes.toString('latin1');
        else if (item.kind === 'close') closed = true;
        else if (item.kind === 'start-tls') take(dialogue.secured());
        else {
          logins += 1;
          const kind = kinds[logins % kinds.length] ?? 'busy';
          take(dialogue.refuse({ kind, text: 'no\r\nno' }));
        }
      }
    };
    for (const piece of pieces) {
      take(dialogue.feed(Buffer.from(piece)));
      expect(dialogue.held).toBeLessThanOrEqual(limits.total);
    }
    expect(sent).toMatch(lines);
    expect(logins).toBeLessThanOrEqual(limits.errors);
    const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (total > limits.total && tls === 'none') expect(closed).toBe(true);
  }
  const anyTls = fc.constantFrom<LocalTls>('none', 'offered', 'active');

  it('arbitrary bytes neither throw nor pile up, and are answered in whole lines', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 12 }), anyTls, torment), {
      numRuns: 400,
    });
  });

  it('pieces of commands in any order neither throw nor pile up, and are answered in whole lines', () => {
    const fragment = fc.constantFrom(
      'a ', 'b1 ', 'LOGIN ', 'login ', 'AUTHENTICATE ', 'PLAIN', 'LOGIN', 'ID ', 'STARTTLS', 'LOGOUT', 'NOOP',
      'ann', ' ', '"', '\\', '"pw"', '{3}', '{3+}', '{0}', '{21}', '{21+}', '\r\n', '\r\n', '\n', '\r', '*', '=',
      'AGFubgBwdw==', 'YW5u', '(', ')', '+ ', '\x16\x03', '\0', 'é', '%',
    ); // prettier-ignore
    fc.assert(
      fc.property(
        fc.array(fc.array(fragment, { maxLength: 8 }), { maxLength: 16 }),
        anyTls,
        (pieces, tls) => {
          torment(
            pieces.map((parts) => Buffer.from(parts.join(''))),
            tls,
          );
        },
      ),
      { numRuns: 600 },
    );
  });

  it('pieces of commands come to the same at every split', () => {
    const command = fc.constantFrom(
      'a LOGIN ann pw\r\n', 'b LOGIN {3}\r\nann {2}\r\npw\r\n', 'c LOGIN ann {2+}\r\np\n\r\n', 'd NOOP\n', '\r\n',
      'e AUTHENTICATE PLAIN\r\n', 'AGFubgBwdw==\r\n', 'f AUTHENTICATE LOGIN\r\n', 'YW5u\r\n', '*\r\n', 'g ID (',
      '"x" {1+}\r\n', ')\r\n', 'h XYZ {30}\r\n', '\0\r\n',
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(command, { maxLength: 6 }), (commands) => {
        serveAtEverySplit({ make: serverLogin, input: commands.join(''), verdict: wrong });
      }),
      { numRuns: 60 },
    );
  });
});

function sentText(actions: readonly ServerAction[]): string {
  return actions.map((item) => (item.kind === 'send' ? item.bytes.toString('utf8') : '')).join('');
}
