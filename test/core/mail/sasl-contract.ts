import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type {
  ClientLogin,
  ClientLoginOptions,
  LocalTls,
  ServerLogin,
  ServerLoginLimits,
} from '#core/mail/dialogue.ts';
import { textOf } from '../../support/english.ts';
import {
  authForms,
  base64,
  converse,
  logInAgainst,
  logInAtEverySplit,
  plain,
  serve,
  serveAtEverySplit,
} from './every-split.ts';

// POP3 and SMTP differ in their words; what they do with a login is the same.

export interface ServerSide {
  readonly make: (tls?: LocalTls, limits?: Partial<ServerLoginLimits>) => () => ServerLogin;
  /** What a client says before it may log in. */
  readonly hello: string;
  readonly go: '+' | '334';
  /** The protocol's own way to say a password, where it has one. */
  readonly own?: (user: string, password: string | Buffer) => Buffer;
  /** What a client pipelines behind its login. */
  readonly behind: string;
  /** What an answer looks like. */
  readonly answers: RegExp;
  /** Words of the protocol. */
  readonly words: readonly string[];
}

const octets = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));

/** What the server's side does with every login. */
export function serverContract({ make, hello, go, own, behind, answers, words }: ServerSide): void {
  const logins = (user: string, password: string): Buffer[] => [
    ...(own === undefined ? [] : [own(user, password)]),
    ...authForms(go, user, password).map(([, , input]) => Buffer.from(input)),
  ];

  it('a password in Latin-1 is taken alike in every form', () => {
    const latin = Buffer.from('m\xfcsli', 'latin1');
    for (const input of [
      ...(own === undefined ? [] : [own('a', latin)]),
      Buffer.from(`AUTH PLAIN ${base64(Buffer.concat([Buffer.from('\0a\0'), latin]))}\r\n`),
      Buffer.from(`AUTH LOGIN ${base64('a')}\r\n${base64(latin)}\r\n`),
    ]) {
      const said = serveAtEverySplit({ make: make(), input: Buffer.concat([Buffer.from(hello), input]) });
      expect(said.logins[0]).toMatchObject({ password: 'müsli' });
    }
  });

  it('bytes that arrive together with the login are kept, and the password is not among them', () => {
    for (const login of logins('me', 'pa ss')) {
      const input = Buffer.concat([Buffer.from(hello), login, Buffer.from(behind, 'latin1')]);
      expect(serveAtEverySplit({ make: make(), input })).toMatchObject({ rest: behind, accepted: true });
    }
  });

  it('a TLS hello on a plain port is closed with nothing sent; octet 22 alone, or under TLS, is none', () => {
    const handshake = Buffer.from([0x16, 0x03, 0x01, 0x0a, 0x00, 0x0d, 0x0a]);
    for (const tls of ['none', 'offered'] as const) {
      const { sent, closed } = serveAtEverySplit({ make: make(tls), input: handshake });
      expect([sent, closed]).toEqual(['', 'tls-on-plain-port']);
    }
    expect(serveAtEverySplit({ make: make(), input: '\x16\x04\r\n' }).closed).toBeUndefined();
    expect(serveAtEverySplit({ make: make('active'), input: '\x16\x03\r\n' }).closed).toBeUndefined();
  });

  it('a web page cannot try passwords by posting to the port', () => {
    const input = `POST / HTTP/1.1\r\nHost: localhost\r\n\r\n${hello}AUTH PLAIN ${plain('a', 'b')}\r\n`;
    const { closed, logins: none, sent } = serveAtEverySplit({ make: make(), input });
    expect([closed, none, sent]).toEqual(['protocol', [], '']);
  });

  it('whatever a client sends: never throws, holds no more than allowed, answers in lines', () => {
    const shared = ['AUTH ', 'PLAIN ', 'LOGIN ', 'QUIT', '*', '=', '\r', '\n', '\r\n', 'AGEAYg==', 'YQ=='];
    const fragment = fc.oneof(
      fc.constantFrom(...shared, '\r\nAUTH PLAIN AGEAYg==\r\n', '\r\nAUTH LOGIN\r\n', '\x16\x03'),
      fc.constantFrom(...words),
      octets,
    );
    const kinds = fc.constantFrom('wrong-password', 'temporary', 'accept', 'hold');
    const tls = fc.constantFrom<LocalTls>('none', 'offered', 'active');
    fc.assert(
      fc.property(fc.array(fc.tuple(fragment, kinds), { maxLength: 60 }), tls, (parts, at) => {
        const limits = { line: 60, total: 400, commands: 1_000, errors: 5 };
        expect(converse(make(at, limits)(), parts, limits.total + limits.line)).toMatch(answers);
      }),
      { numRuns: 500 },
    );
  });

  it('a login pipelined in one packet, with anything behind, comes out the same however it is cut', () => {
    fc.assert(
      fc.property(octets, fc.array(fc.nat(90), { maxLength: 6 }), (rest, cuts) => {
        const [login = Buffer.alloc(0)] = logins('a', 'b ');
        const input = Buffer.concat([Buffer.from(hello), login, rest]);
        const at = [...new Set(cuts)]
          .filter((cut) => cut < input.length)
          .toSorted((one, other) => one - other);
        const pieces = [0, ...at].map((start, index) => input.subarray(start, at[index] ?? input.length));
        const said = serve({ make: make() }, pieces, [], 'at the end');
        expect(said.logins[0]?.password).toBe('b ');
        expect(said.rest).toBe(rest.toString('latin1'));
      }),
    );
  });
}

/** Exchanges that come to no login: what it is, what the client says, what it is told. */
export function refusedExchanges(
  go: '+' | '334',
  told: { readonly cancelled: string; readonly malformed: string; readonly anotherUser: string },
): [title: string, said: string, told: string][] {
  const [name, word] = [`${go} VXNlcm5hbWU6\r\n`, `${go} UGFzc3dvcmQ6\r\n`];
  return [
    ['* cancels AUTH PLAIN', 'AUTH PLAIN\r\n*\r\n', `${go} \r\n${told.cancelled}\r\n`],
    ['* cancels AUTH LOGIN at the user name', 'AUTH LOGIN\r\n*\r\n', `${name}${told.cancelled}\r\n`],
    ['* cancels AUTH LOGIN at the password', 'AUTH LOGIN YQ==\r\n*\r\n', `${word}${told.cancelled}\r\n`],
    ['bad base64', 'AUTH PLAIN\r\n$$$\r\n', `${go} \r\n${told.malformed} That is not base64.\r\n`],
    ['bad base64 at once', 'AUTH PLAIN $$$\r\n', `${told.malformed} That is not base64.\r\n`],
    ['an empty initial response', 'AUTH PLAIN =\r\n', `${told.malformed} That is not a PLAIN message.\r\n`],
    [
      'acting as another user',
      `AUTH PLAIN ${plain('a', 'b', 'c')}\r\n`,
      `${told.anotherUser} Logging in to act as another user is not possible.\r\n`,
    ],
  ];
}

export interface ClientSide {
  readonly make: (options?: Partial<ClientLoginOptions>) => () => ClientLogin;
  readonly token: string;
  /** The token as the client says it. */
  readonly response: string;
  /** What a server greets with, and what it says of itself. */
  readonly greeting: string;
  readonly capabilities: string;
  readonly go: string;
  readonly accepted: string;
  /** How it says no: the beginning of its last line, and of the lines before. */
  readonly refused: string;
  /** What it says up to the command for TLS, and what it answers that with. */
  readonly beforeTls: string;
  readonly beginsTls: string;
  readonly words: readonly string[];
}

/** What the client's side does with every server. */
export function clientContract(side: ClientSide): void {
  const { make, token, response, greeting, capabilities, go, accepted, refused } = side;
  const ready = `${greeting}${capabilities}`;

  it('bytes behind the acceptance belong to the client', () => {
    const behind = `${accepted} 2 320\r\n\0\xff ${accepted}`;
    const input = Buffer.from(`${ready}${go}\r\n${accepted} in\r\n${behind}`, 'latin1');
    expect(logInAtEverySplit({ make: make(), input }).rest).toBe(behind);
  });

  it.each([
    ['', 'before'],
    [greeting, 'before'],
    [ready, 'during'],
    [`${ready}${go}\r\n`, 'during'],
    [`${ready}${go}\r\n${refused}cut`, 'during'],
  ])('hangs up behind %j, %s the login: it has no time for us', (input, when) => {
    const { refused: refusal } = logInAtEverySplit({ make: make(), input, ends: true });
    expect(refusal).toEqual({ kind: 'temporary', text: `The server hung up ${when} the login.` });
  });

  it.each([token, response, token.slice(0, 40), response.slice(20, 90)])(
    'the token does not come back: %s',
    (echo) => {
      const challenge = base64(JSON.stringify({ status: '400', scope: `x ${echo}` }));
      const input = `${ready}${go}\r\n${go.trim()} ${challenge}\r\n${refused}no ${echo} no\r\n`;
      const { refused: refusal } = logInAtEverySplit({ make: make(), input });
      expect(textOf(refusal?.text)).toMatch(/no \[…\] no$/);
      expect(refusal?.challenge).toEqual({ status: '400', scope: 'x […]' });
    },
  );

  it('bytes ahead of the handshake are not taken for words under TLS', () => {
    const refusal = [{ kind: 'refused', refusal: { kind: 'protocol' } }];
    for (const cut of [0, 1, 5]) {
      const login = make({ tls: 'starttls' })();
      login.feed(Buffer.from(side.beforeTls));
      const injected = Buffer.from(`${side.beginsTls} go\r\n${accepted} injected\r\n`);
      const first = injected.subarray(0, injected.length - cut);
      const actions = [...login.feed(first), ...login.feed(injected.subarray(first.length))];
      expect(actions).toMatchObject(refusal);
      expect(login.secured()).toEqual([]);
    }
    const login = make({ tls: 'starttls' })();
    expect(login.feed(Buffer.from(`${side.beforeTls}${side.beginsTls} go\r\n`)).at(-1)?.kind).toBe(
      'start-tls',
    );
    expect(login.feed(Buffer.from('2'))).toMatchObject(refusal);
    expect(login.secured()).toEqual([]);
  });

  it('an overlong line is given up on', () => {
    const login = make()();
    expect(login.feed(Buffer.from(`${side.beginsTls} ${'x'.repeat(9_000)}`))).toMatchObject([
      { kind: 'refused', refusal: { kind: 'protocol' } },
    ]);
    expect(login.feed(Buffer.from('\r\n'))).toEqual([]);
  });

  it('a line as long as servers may say is read, and not one that is longer by an octet', () => {
    const line = `${side.beginsTls} `.padEnd(8_192, 'x');
    expect(make()().feed(Buffer.from(`${line}\r\n`))).toMatchObject([{ kind: 'send' }]);
    expect(make()().feed(Buffer.from(`${line}x\r\n`))).toMatchObject([{ kind: 'refused' }]);
  });

  it('long words of a server are cut to what a person reads', () => {
    const stranger = logInAtEverySplit({ make: make(), input: `?${'-'.repeat(300)}\r\n` });
    expect(/\?-+/.exec(textOf(stranger.refused?.text))?.[0]).toHaveLength(200);
    const login = make()();
    const refusal = login.feed(Buffer.from(`${ready}${go}\r\n${refused}${'no '.repeat(400)}\r\n`)).at(-1);
    expect(refusal?.kind === 'refused' && textOf(refusal.refusal.text)).toHaveLength(1_000);
  });

  it('whatever a server sends: never throws, ends once, sends whole lines, and no token before TLS', () => {
    const fragment = fc.oneof(fc.constantFrom('+ ', '+', '\r\n', '\n', 'e30=', ...side.words), octets);
    const anyTls = fc.constantFrom('implicit', 'starttls');
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 30 }), anyTls, (parts, tls) => {
        const all = logInAgainst(make({ tls })(), parts);
        const end = all.at(-1);
        const said = all.map((item) => (item.kind === 'send' ? item.bytes.toString() : ''));
        expect(said.join('')).toMatch(/^(?:[^\r\n]*\r\n)*$/);
        if (end?.kind === 'refused') expect(textOf(end.refusal.text)).not.toMatch(/[\r\n]/);
        const secured = all.findIndex((item) => item.kind === 'start-tls');
        const presented = said.findIndex((line) => line.includes(response));
        if (tls === 'starttls' && presented !== -1) expect(secured).toBeGreaterThan(-1);
        if (tls === 'starttls' && presented !== -1) expect(presented).toBeGreaterThan(secured);
      }),
      { numRuns: 500 },
    );
  });
}
