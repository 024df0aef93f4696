import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ClientAction, ClientLoginOptions, UpstreamRefusal } from '#core/mail/dialogue.ts';
import { ImapClientLogin } from '#core/mail/client/imap.ts';
import { logInAtEverySplit, type ClientTranscript } from './every-split.ts';
import { textOf } from '../../support/english.ts';

const USER = 'ann@example.com';
const TOKEN = 'eyJ0eXAiOiJKV1QifQ.c2VjcmV0LXRva2Vu.c2lnbmF0dXJl-_x';
const XOAUTH2 = Buffer.from(`user=${USER}\x01auth=Bearer ${TOKEN}\x01\x01`).toString('base64');
const BEARER = Buffer.from(
  `n,a=${USER},\x01host=mail.example.com\x01port=993\x01auth=Bearer ${TOKEN}\x01\x01`,
).toString('base64');

const OPTIONS: ClientLoginOptions = {
  tls: 'implicit',
  host: 'mail.example.com',
  port: 993,
  credentials: { username: USER, token: TOKEN },
};

const EXCHANGE_GREETING =
  '* OK Microsoft Exchange IMAP4 service ready. 3f1c0a52-8a3e-4a2a-9a55-0123456789ab (tcpproxy/15.21.0406.000 BACKENDAUTHENTICATE) [QQBNADAAUABSADEAMABDAEEAMAAwADAAMQA=]\r\n';
const EXCHANGE_CAPABILITIES =
  'IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+';
const EXCHANGE_AFTER = `${EXCHANGE_CAPABILITIES} CLIENTACCESSRULES CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE`;
const GMAIL_CAPABILITIES =
  'IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR AUTH=XOAUTH2 AUTH=PLAIN AUTH=PLAIN-CLIENTTOKEN AUTH=OAUTHBEARER AUTH=XOAUTH';
const DOVECOT_CAPABILITIES =
  'IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ LOGINDISABLED AUTH=XOAUTH2 AUTH=OAUTHBEARER';
const DOVECOT_GREETING = `* OK [CAPABILITY ${DOVECOT_CAPABILITIES}] Dovecot (Debian) ready.\r\n`;
const GMAIL_CHALLENGE =
  'eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==';
const SHORT = '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n';

interface Server {
  readonly secured?: string;
  readonly ends?: boolean;
  readonly options?: Partial<ClientLoginOptions>;
}

function login(input: string | Buffer, { secured, ends, options }: Server = {}): ClientTranscript {
  return logInAtEverySplit({
    make: () => new ImapClientLogin({ ...OPTIONS, ...options }),
    input,
    ...(secured !== undefined && { secured }),
    ...(ends !== undefined && { ends }),
  });
}

/** The check of a server: no credentials. */
function learn(input: string, server: Server = {}): ClientTranscript {
  const { credentials: _none, ...options } = OPTIONS;
  return logInAtEverySplit({
    make: () => new ImapClientLogin({ ...options, ...server.options }),
    input,
    ...(server.secured !== undefined && { secured: server.secured }),
    ends: true,
  });
}

describe('an accepted login', () => {
  it('at Exchange: the capabilities are asked for before the login, and again after it', () => {
    const { sent, accepted, rest } = login(
      `${EXCHANGE_GREETING}* CAPABILITY ${EXCHANGE_CAPABILITIES}\r\nW1 OK CAPABILITY completed.\r\n` +
        `W2 OK AUTHENTICATE completed.\r\n` +
        `* CAPABILITY ${EXCHANGE_AFTER}\r\nW3 OK CAPABILITY completed.\r\n`,
    );
    expect(sent).toBe(`W1 CAPABILITY\r\nW2 AUTHENTICATE XOAUTH2 ${XOAUTH2}\r\nW3 CAPABILITY\r\n`);
    expect(accepted).toEqual({
      text: 'AUTHENTICATE completed.',
      capabilities: EXCHANGE_AFTER,
      rest: Buffer.alloc(0),
    });
    expect(rest).toBe('');
  });

  it('at Gmail: XOAUTH2 before OAUTHBEARER, and the untagged list belongs to the login', () => {
    const after =
      'IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS COMPRESS=DEFLATE ENABLE MOVE';
    const { sent, accepted } = login(
      `* OK Gimap ready for requests from 192.0.2.1 q12mb1234567\r\n* CAPABILITY ${GMAIL_CAPABILITIES}\r\nW1 OK Thats all she wrote! q12mb1234567\r\n` +
        `* CAPABILITY ${after}\r\nW2 OK ann@example.com authenticated (Success)\r\n`,
    );
    expect(sent).toBe(`W1 CAPABILITY\r\nW2 AUTHENTICATE XOAUTH2 ${XOAUTH2}\r\n`);
    expect(accepted).toMatchObject({ text: 'ann@example.com authenticated (Success)', capabilities: after });
    expect(accepted).not.toHaveProperty('untagged');
  });

  it('at Dovecot: the capabilities of the greeting and of the OK, and talk in between is not passed on', () => {
    const { sent, accepted } = login(
      `${DOVECOT_GREETING}* OK Waiting for authentication process to respond..\r\nW1 OK [CAPABILITY IMAP4rev1 IDLE MOVE] Logged in\r\n`,
    );
    expect(sent).toBe(`W1 AUTHENTICATE XOAUTH2 ${XOAUTH2}\r\n`);
    expect(accepted).toEqual({
      text: 'Logged in',
      capabilities: 'IMAP4rev1 IDLE MOVE',
      rest: Buffer.alloc(0),
    });
  });

  it('at Yahoo: OAUTHBEARER where that is all there is', () => {
    const { sent, accepted } = login(
      '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=OAUTHBEARER] ready\r\nW1 OK [CAPABILITY IMAP4rev1] in\r\n',
    );
    expect(sent).toBe(`W1 AUTHENTICATE OAUTHBEARER ${BEARER}\r\n`);
    expect(accepted?.capabilities).toBe('IMAP4rev1');
  });

  it('without SASL-IR the token waits for +', () => {
    const input = '* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] ready\r\n';
    expect(login(input).sent).toBe('W1 AUTHENTICATE XOAUTH2\r\n');
    for (const continuation of ['+\r\n', '+ \r\n', '+ go ahead\r\n']) {
      const { sent, accepted } = login(`${input}${continuation}W1 OK [CAPABILITY IMAP4rev1] in\r\n`);
      expect(sent).toBe(`W1 AUTHENTICATE XOAUTH2\r\n${XOAUTH2}\r\n`);
      expect(accepted?.text).toBe('in');
    }
  });

  it('where no mechanism is listed XOAUTH2 is tried all the same', () => {
    expect(login('* OK [CAPABILITY IMAP4rev1] ready\r\n').sent).toBe('W1 AUTHENTICATE XOAUTH2\r\n');
    expect(login('* OK ready\r\nW1 OK done\r\n').sent).toBe('W1 CAPABILITY\r\nW2 AUTHENTICATE XOAUTH2\r\n');
  });

  it('a server that lists SASL-IR and then asks all the same is given the token again', () => {
    expect(login(`${SHORT}+ \r\nW1 OK [CAPABILITY IMAP4rev1] in\r\n`)).toMatchObject({
      sent: `W1 AUTHENTICATE XOAUTH2 ${XOAUTH2}\r\n${XOAUTH2}\r\n`,
      accepted: { text: 'in' },
    });
  });

  it('bare LF, and lower case', () => {
    expect(
      login('* ok [capability imap4rev1 sasl-ir auth=xoauth2] ready\nW1 ok [capability imap4rev1] in\n'),
    ).toMatchObject({
      sent: `W1 AUTHENTICATE XOAUTH2 ${XOAUTH2}\r\n`,
      accepted: { capabilities: 'imap4rev1' },
    });
  });

  it('bytes that arrive together with the OK are kept, whatever they are', () => {
    const behind = Buffer.concat([
      Buffer.from('* 3 EXISTS\r\nW1 NO x\r\n* BYE\r\n'),
      Buffer.from([0, 255, 10, 13]),
    ]);
    const input = Buffer.concat([Buffer.from(`${SHORT}W1 OK [CAPABILITY IMAP4rev1] in\r\n`), behind]);
    const { rest, actions } = login(input);
    expect(rest).toBe(behind.toString('latin1'));
    expect(actions.length).toBe(1);
  });

  it('untagged data with literals goes to the client whole, and is not read as anything else', () => {
    const data =
      '* ID ("name" {19}\r\nx\r\nW1 NO y\r\n* BYE\r "b" {2}\r\n\r\n)\r\n* OK [ALERT] Read this {5}\r\n';
    const { accepted } = login(`${SHORT}${data}W1 OK [CAPABILITY IMAP4rev1] in\r\n`);
    expect(accepted?.untagged?.toString()).toBe(data);
  });

  it('what came before the login is not for the client', () => {
    const { accepted } = login(
      '* OK ready\r\n* ID NIL\r\n* OK [ALERT] early\r\nW1 OK done\r\n+\r\nW2 OK [CAPABILITY IMAP4rev1] in\r\n',
    );
    expect(accepted).toEqual({ text: 'in', capabilities: 'IMAP4rev1', rest: Buffer.alloc(0) });
  });

  it('a server that will not tell its capabilities is a mailbox all the same', () => {
    const { accepted } = login(`${SHORT}W1 OK in\r\nW2 BAD what?\r\n`);
    expect(accepted).toEqual({ text: 'in', rest: Buffer.alloc(0) });
  });

  it('a server that echoes the token does not pass it on to the client', () => {
    const { accepted } = login(
      `${SHORT}* OK [X-DEBUG] ${TOKEN}\r\n* OK [X-DEBUG] fine\r\nW1 OK [CAPABILITY IMAP4rev1] hello ${XOAUTH2}\r\n`,
    );
    expect(accepted?.untagged?.toString()).toBe('* OK [X-DEBUG] fine\r\n');
    expect(accepted?.text).toBe('hello […]');
  });
});

describe('STARTTLS', () => {
  const options = { tls: 'starttls' } as const;
  const greeting = `* OK [CAPABILITY IMAP4rev1 STARTTLS SASL-IR AUTH=XOAUTH2] ready\r\n`;

  it('comes before anything else, and capabilities from before it are not believed', () => {
    const { sent, accepted } = login(`${greeting}W1 OK Begin TLS\r\n`, {
      options,
      secured:
        '* CAPABILITY IMAP4rev1 AUTH=OAUTHBEARER\r\nW2 OK done\r\n+ \r\nW3 OK [CAPABILITY IMAP4rev1] in\r\n',
    });
    expect(sent).toBe(
      `W1 STARTTLS\r\n<start-tls>W2 CAPABILITY\r\nW3 AUTHENTICATE OAUTHBEARER\r\n${BEARER}\r\n`,
    );
    expect(accepted?.text).toBe('in');
  });

  it('an untagged CAPABILITY before the OK is not believed either', () => {
    const { sent } = login(`${greeting}* CAPABILITY SASL-IR AUTH=OAUTHBEARER\r\nW1 OK\r\n`, {
      options,
      secured: 'W2 OK done\r\n',
    });
    expect(sent).toBe('W1 STARTTLS\r\n<start-tls>W2 CAPABILITY\r\nW3 AUTHENTICATE XOAUTH2\r\n');
  });

  it('refused: a token never leaves on an unencrypted socket', () => {
    for (const answer of ['NO not now', 'BAD what?', 'NO [UNAVAILABLE] later']) {
      const { sent, refused } = login(`${greeting}W1 ${answer}\r\n`, { options });
      expect(sent).toBe('W1 STARTTLS\r\n');
      expect(refused?.kind).toBe(answer.includes('UNAVAILABLE') ? 'temporary' : 'protocol');
    }
  });

  it('bytes behind the OK and before TLS are refused, in the same piece and in the next', () => {
    const injected = '* CAPABILITY AUTH=PLAIN\r\n';
    const together = new ImapClientLogin({ ...OPTIONS, ...options });
    together.feed(Buffer.from(greeting));
    const first = together.feed(Buffer.from(`W1 OK Begin TLS\r\n${injected}`));
    expect(first).toMatchObject([{ kind: 'refused', refusal: { kind: 'protocol' } }]);
    expect(together.secured()).toEqual([]);

    const apart = new ImapClientLogin({ ...OPTIONS, ...options });
    apart.feed(Buffer.from(greeting));
    expect(apart.feed(Buffer.from('W1 OK Begin TLS\r\n'))).toEqual([{ kind: 'start-tls' }]);
    expect(apart.feed(Buffer.from(injected))).toMatchObject([
      { kind: 'refused', refusal: { kind: 'protocol' } },
    ]);
    expect(apart.secured()).toEqual([]);
  });
});

describe('a refused token', () => {
  it('at Gmail: the challenge is answered with an empty line, decoded, and not passed on', () => {
    const { sent, actions } = login(
      `${SHORT}+ ${GMAIL_CHALLENGE}\r\nW1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n`,
    );
    expect(sent).toBe(`W1 AUTHENTICATE XOAUTH2 ${XOAUTH2}\r\n\r\n`);
    expect(actions).toEqual([
      {
        kind: 'refused',
        refusal: {
          kind: 'credentials',
          text: '[AUTHENTICATIONFAILED] Invalid credentials (Failure)',
          challenge: { status: '400', schemes: 'Bearer', scope: 'https://mail.google.com/' },
        },
      },
    ]);
  });

  it('with OAUTHBEARER the challenge is answered with one Ctrl-A', () => {
    const challenge = Buffer.from('{"status":"invalid_token"}').toString('base64');
    const { sent, refused } = login(
      `* OK [CAPABILITY IMAP4rev1 AUTH=OAUTHBEARER] ready\r\n+ \r\n+ ${challenge}\r\nW1 NO [AUTHENTICATIONFAILED] Authentication failed.\r\n`,
    );
    expect(sent).toBe(`W1 AUTHENTICATE OAUTHBEARER\r\n${BEARER}\r\nAQ==\r\n`);
    expect(refused).toMatchObject({ kind: 'credentials', challenge: { status: 'invalid_token' } });
  });

  it.each([
    ['NO AUTHENTICATE failed.', 'credentials'],
    ['NO [AUTHENTICATIONFAILED] AUTHENTICATE invalid credentials or IMAP is disabled', 'credentials'],
    ['NO [UNAVAILABLE] Temporary authentication failure. [host:2026-11-01]', 'temporary'],
    ['NO [ALERT] Temporary System Error', 'temporary'],
    ['NO [INUSE] Mailbox is locked', 'busy'],
    ['NO [LIMIT] Too much', 'busy'],
    ['NO [INUSE] Wait', 'busy'],
    ['NO [OVERQUOTA] Enough', 'busy'],
    ['NO [UNAVAILABLE] Wait', 'temporary'],
    ['NO [SERVERBUG] Oops', 'temporary'],
    ['NO [ALERT] Too many simultaneous connections. (Failure)', 'busy'],
    ['BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds', 'busy'],
    ['NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)', 'busy'],
    ['NO Account exceeded command or bandwidth limits.', 'busy'],
    ['NO Mailbox is locked by another session', 'busy'],
    ['NO Server Unavailable. 15', 'temporary'],
    ['NO Server busy', 'temporary'],
    ['NO authentication failed (reason unavailable)', 'credentials'],
    ['NO Invalid credentials, please try again', 'credentials'],
    ['BAD Command Argument Error. 12', 'protocol'],
    ['XYZ', 'protocol'],
  ] satisfies [string, UpstreamRefusal['kind']][])('%s', (answer, kind) => {
    const { refused } = login(`${SHORT}W1 ${answer}\r\n`);
    expect(refused?.kind).toBe(kind);
    expect(textOf(refused?.text)).toContain(answer.replace(/^(?:NO|BAD) /, ''));
  });

  it('that is answered with BAD behind its challenge is still a refused token', () => {
    expect(
      login(`${SHORT}+ ${GMAIL_CHALLENGE}\r\nW1 BAD Authentication aborted by client.\r\n`).refused?.kind,
    ).toBe('credentials');
  });

  it('a challenge that is not JSON is a challenge all the same', () => {
    const { sent, refused } = login(`${SHORT}+ bm90IEpTT04=\r\nW1 NO no\r\n`);
    expect(sent).toBe(`W1 AUTHENTICATE XOAUTH2 ${XOAUTH2}\r\n\r\n`);
    expect(refused).toEqual({ kind: 'credentials', text: 'no' });
  });

  it('a server that challenges without end is left', () => {
    expect(login(`${SHORT}+ e30=\r\n+ e30=\r\n+ e30=\r\n`)).toMatchObject({
      sent: `W1 AUTHENTICATE XOAUTH2 ${XOAUTH2}\r\n\r\n`,
      refused: { kind: 'credentials' },
    });
  });

  it('a login that opens no mailbox is seen at the first command behind it', () => {
    const { refused } = login(
      `${SHORT}W1 OK AUTHENTICATE completed.\r\nW2 BAD User is authenticated but not connected.\r\n* BYE Connection closed. 14\r\n`,
    );
    expect(refused).toEqual({ kind: 'credentials', text: 'User is authenticated but not connected.' });
  });

  it('a server that is down at the first command behind the login says so', () => {
    expect(login(`${SHORT}W1 OK in\r\nW2 NO Server Unavailable. 15\r\n`).refused?.kind).toBe('temporary');
  });

  it('a login throttled at the first command behind it is busy', () => {
    expect(login(`${SHORT}W1 OK in\r\nW2 BAD Request is throttled.\r\n`).refused?.kind).toBe('busy');
  });

  it('a server that echoes the token, whole or in part, gives it away in no text', () => {
    const echoes = [TOKEN, XOAUTH2, XOAUTH2.slice(0, 60), TOKEN.split('.')[1] ?? '', `${TOKEN}${TOKEN}`];
    const scope = Buffer.from(JSON.stringify({ status: '400', scope: `x ${TOKEN}` })).toString('base64');
    for (const echo of echoes) {
      for (const input of [
        `+ ${scope}\r\nW1 NO bad token ${echo} here\r\n`,
        `W1 BAD ${echo}\r\n`,
        `* BYE ${echo}\r\n`,
        `${echo}\r\n`,
        `X ${echo} y\r\n`,
      ]) {
        const { refused } = login(`${SHORT}${input}`);
        const told = JSON.stringify(refused);
        expect(told).toContain('…');
        for (const secret of [...echoes, TOKEN.slice(0, 18), XOAUTH2.slice(0, 12)])
          expect(told).not.toContain(secret);
      }
    }
  });
});

describe('a server that has no time', () => {
  it.each([
    ['* BYE Connection is closed. 13\r\n', 'temporary'],
    ['* BYE Too many connections from your address\r\n', 'busy'],
    [`${SHORT}* BYE Microsoft Exchange Server IMAP4 server signing off.\r\n`, 'temporary'],
    [`${SHORT}* BYE Session invalidated - AccessTokenExpired\r\n`, 'credentials'],
    [`${SHORT}+ e30=\r\n* BYE bye\r\n`, 'credentials'],
    [`${SHORT}W1 OK in\r\n* BYE Connection closed. 14\r\n`, 'temporary'],
  ] satisfies [string, UpstreamRefusal['kind']][])('%j', (input, kind) => {
    const { refused } = login(input);
    expect(refused?.kind).toBe(kind);
    expect(refused).toBeDefined();
    expect(input).toContain(textOf(refused?.text));
  });

  it.each([
    ['', 'temporary'],
    ['* OK rea', 'temporary'],
    ['* OK ready\r\n', 'temporary'],
    [SHORT, 'temporary'],
    [`${SHORT}+ e30=\r\n`, 'credentials'],
    [`${SHORT}W1 OK in\r\n`, 'temporary'],
  ] satisfies [string, UpstreamRefusal['kind']][])('hangs up after %j', (input, kind) => {
    expect(login(input, { ends: true }).refused?.kind).toBe(kind);
  });
});

describe('a server that is not what it should be', () => {
  it.each([
    '* PREAUTH welcome\r\n',
    '* NO go away\r\n',
    '* CAPABILITY IMAP4rev1\r\n',
    '+OK POP3 server ready\r\n',
    '220 mx.example.com ESMTP\r\n',
    'HTTP/1.1 400 Bad Request\r\n',
    'W1 OK in\r\n',
    '\x15\x03\x01\r\n',
    `${SHORT}W2 OK in\r\n`,
    `${SHORT}W1 BYE\r\n`,
    `${SHORT}* PREAUTH hello\r\n`,
    '* OK ready\r\n+ go\r\n',
    '* OK ready\r\nW1 NO never\r\n',
    '* OK [CAPABILITY IMAP4rev1] ready\r\nW1 OK without a token\r\n',
  ])('is refused, and the token kept back where it can be: %j', (input) => {
    const { refused, actions, sent } = login(input);
    expect(refused?.kind).toBe('protocol');
    expect(actions.length).toBe(1);
    expect(textOf(refused?.text)).toMatch(/^[^\r\n]+$/);
    if (!input.startsWith(SHORT)) expect(sent).not.toContain(XOAUTH2);
  });

  it('a line without end is refused', () => {
    const dialogue = new ImapClientLogin(OPTIONS);
    let actions: ClientAction[] = [];
    let fed = 0;
    while (actions.length === 0 && fed < 200_000) {
      fed += 1000;
      actions = dialogue.feed(Buffer.alloc(1000, 'x'));
    }
    expect(fed).toBeLessThan(70_000);
    expect(actions).toMatchObject([{ kind: 'refused', refusal: { kind: 'protocol' } }]);
  });

  it.each([
    '* OK still here\r\n',
    '* OK [X] still here\r\n',
    '* 1 EXISTS\r\n',
    '* X {900}\r\n' + 'y'.repeat(900) + '\r\n',
  ])('talk without end is refused: %j', (talk) => {
    const dialogue = new ImapClientLogin(OPTIONS);
    let actions: ClientAction[] = [];
    dialogue.feed(Buffer.from(SHORT));
    let fed = 0;
    while (actions.length === 0 && fed < 2_000_000) {
      fed += talk.length;
      actions = dialogue.feed(Buffer.from(talk));
    }
    expect(fed).toBeLessThan(300_000);
    expect(actions).toMatchObject([{ kind: 'refused', refusal: { kind: 'protocol' } }]);
  });

  it('a line of 64 KiB is read, and not one that is longer by an octet', () => {
    const greeting = '* OK '.padEnd(64 * 1024, 'x');
    expect(new ImapClientLogin(OPTIONS).feed(Buffer.from(`${greeting}\r\n`))).toMatchObject([
      { kind: 'send' },
    ]);
    expect(new ImapClientLogin(OPTIONS).feed(Buffer.from(`${greeting}x\r\n`))).toMatchObject([
      { kind: 'refused' },
    ]);
  });

  it('256 KiB before the login are read, literals and line ends among them, and not an octet more', () => {
    const limit = 256 * 1024;
    const verdict = 'W1 OK [CAPABILITY IMAP4rev1] in\r\n';
    const fits = limit - `${SHORT}* X {123456}\r\n\r\n${verdict}`.length;
    const said = (octets: number): unknown =>
      new ImapClientLogin(OPTIONS)
        .feed(Buffer.from(`${SHORT}* X {${octets}}\r\n${'y'.repeat(octets)}\r\n${verdict}`))
        .at(-1)?.kind;
    expect([said(fits), said(fits + 1)]).toEqual(['accepted', 'refused']);
  });

  it('more than a mebibyte in one piece is refused, even behind a login', () => {
    const verdict = `${SHORT}W1 OK [CAPABILITY IMAP4rev1] in\r\n`;
    const said = (octets: number): unknown =>
      new ImapClientLogin(OPTIONS).feed(Buffer.from(verdict.padEnd(octets, 'x'))).at(-1)?.kind;
    expect([said(1024 * 1024), said(1024 * 1024 + 1)]).toEqual(['accepted', 'refused']);
  });

  it('empty lines between its responses are passed over', () => {
    const { accepted } = login(`\r\n${SHORT}\r\n* ID NIL\r\n\r\nW1 OK [CAPABILITY IMAP4rev1] in\r\n`);
    expect(accepted?.untagged?.toString()).toBe('* ID NIL\r\n');
  });

  it('a literal too large is refused at once', () => {
    expect(login(`${SHORT}* X {99999999999}\r\n`).refused?.kind).toBe('protocol');
  });
});

describe('without credentials', () => {
  it('the server is greeted, its capabilities learned, and left', () => {
    expect(learn(DOVECOT_GREETING + 'W1 OK bye\r\n')).toMatchObject({
      sent: 'W1 LOGOUT\r\n',
      actions: [{ kind: 'learned', extensions: DOVECOT_CAPABILITIES.split(' ') }],
    });
    expect(learn(`* OK hi\r\n* CAPABILITY IMAP4rev1 IDLE\r\nW1 OK done\r\n`)).toMatchObject({
      sent: 'W1 CAPABILITY\r\nW2 LOGOUT\r\n',
      actions: [{ kind: 'learned', extensions: ['IMAP4rev1', 'IDLE'] }],
    });
  });

  it('TLS is reached too', () => {
    expect(
      learn('* OK hi\r\nW1 OK go\r\n', {
        options: { tls: 'starttls' },
        secured: '* CAPABILITY IMAP4rev1\r\nW2 OK done\r\n',
      }),
    ).toMatchObject({
      sent: 'W1 STARTTLS\r\n<start-tls>W2 CAPABILITY\r\nW3 LOGOUT\r\n',
      actions: [{ kind: 'learned', extensions: ['IMAP4rev1'] }],
    });
  });

  it('a server that cannot be spoken with is refused', () => {
    expect(learn('* BYE not now\r\n').actions).toMatchObject([
      { kind: 'refused', refusal: { kind: 'temporary' } },
    ]);
  });
});

describe('whatever a server sends', () => {
  const kinds: ReadonlySet<string> = new Set(['credentials', 'temporary', 'busy', 'protocol']);

  /** Feeds the pieces, then hangs up. Checks that it is over once, and that no text holds the token. */
  function torment(pieces: readonly Uint8Array[], tls: 'implicit' | 'starttls', port: number): void {
    const dialogue = new ImapClientLogin({ ...OPTIONS, tls, port });
    const ends: ClientAction[] = [];
    let secured = tls === 'implicit';
    const take = (actions: readonly ClientAction[]): void => {
      for (const item of actions) {
        expect(ends).toEqual([]);
        if (item.kind === 'start-tls') {
          secured = true;
          take(dialogue.secured());
        } else if (item.kind === 'send') {
          expect(item.bytes.toString()).toMatch(/^[^\r\n]*\r\n$/);
          if (!secured) expect(item.bytes.toString()).toBe('W1 STARTTLS\r\n');
        } else {
          ends.push(item);
        }
      }
    };
    for (const piece of pieces) {
      take(dialogue.feed(Buffer.from(piece)));
      if (ends.length > 0) break;
    }
    if (ends.length === 0) take(dialogue.ended());
    expect(ends.length).toBe(1);
    expect(dialogue.feed(Buffer.from('W1 OK\r\n'))).toEqual([]);
    expect(dialogue.ended()).toEqual([]);
    const [end] = ends;
    if (end?.kind === 'refused') {
      expect(kinds.has(end.refusal.kind)).toBe(true);
      expect(textOf(end.refusal.text)).toMatch(/^[^\r\n]+$/);
      expect(JSON.stringify(end)).not.toContain(TOKEN);
      expect(JSON.stringify(end)).not.toContain(XOAUTH2);
    }
  }
  const anyTls = fc.constantFrom<('implicit' | 'starttls')[]>('implicit', 'starttls');

  it('arbitrary bytes end in one refusal at most', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 10 }),
        anyTls,
        fc.nat(65_535),
        torment,
      ),
      { numRuns: 400 },
    );
  });

  it('pieces of responses in any order end in one verdict at most, and never in the token told', () => {
    const fragment = fc.constantFrom(
      '* ', 'OK ', 'NO ', 'BAD ', 'BYE ', 'PREAUTH ', '+ ', '+', 'W1 ', 'W2 ', 'W3 ', 'CAPABILITY ', 'SASL-IR ',
      'AUTH=XOAUTH2 ', 'AUTH=OAUTHBEARER ', '[', ']', '[CAPABILITY IMAP4rev1] ', 'ID (', '{3}', '{3+}', '\r\n', '\r\n',
      '\n', '\r', 'e30=', GMAIL_CHALLENGE, TOKEN, XOAUTH2, '\0', 'é', 'x', '* OK hi\r\n', SHORT, 'W1 OK in\r\n',
    ); // prettier-ignore
    fc.assert(
      fc.property(
        fc.array(fc.array(fragment, { maxLength: 8 }), { maxLength: 12 }),
        anyTls,
        fc.nat(65_535),
        (pieces, tls, port) => {
          torment(
            pieces.map((parts) => Buffer.from(parts.join(''))),
            tls,
            port,
          );
        },
      ),
      { numRuns: 800 },
    );
  });
});
