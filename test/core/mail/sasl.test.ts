import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

import { LineSplitter } from '#core/mail/line-splitter.ts';
import {
  decodeBase64,
  decodeErrorChallenge,
  decodeInitialResponse,
  decodePlain,
  decodeText,
  oauthBearerResponse,
  passwordMechanismNames,
  SaslClient,
  SaslError,
  SaslServer,
  tokenMessages,
  xoauth2Response,
} from '#core/mail/sasl.ts';

/** The code with which a step fails, or undefined when it does not. */
function failure(step: () => unknown): string | undefined {
  try {
    step();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(SaslError);
    return error instanceof SaslError ? error.code : undefined;
  }
}

const base64 = (text: string): Buffer => Buffer.from(Buffer.from(text).toString('base64'));
const begun = (name: string): SaslServer => SaslServer.of(name) ?? expect.unreachable();
const plain = (text: string): Buffer => Buffer.from(text, 'utf8');

describe('PLAIN', () => {
  it('gives the user name and the password', () => {
    expect(decodePlain(plain('\0ann@example.com\0pass word'))).toEqual({
      username: 'ann@example.com',
      password: 'pass word',
    });
  });

  it('lets the user name stand in front too, as mutt and mbsync send it', () => {
    expect(decodePlain(plain('ann\0ann\0x')).username).toBe('ann');
  });

  it('refuses to act as another user', () => {
    expect(failure(() => decodePlain(plain('boss\0ann\0x')))).toBe('authzid');
  });

  it.each(['', 'ann', 'ann\0x', '\0\0x', '\0ann\0x\0y'])('is not %j', (message) => {
    expect(failure(() => decodePlain(plain(message)))).toBe('bad-message');
  });

  it('lets a password be empty, so that it is refused as a wrong one', () => {
    expect(decodePlain(plain('\0ann\0')).password).toBe('');
  });

  it('never quotes the password in an error', () => {
    let message = '';
    try {
      decodePlain(plain('boss\0ann\0open sesame'));
    } catch (error) {
      message = String(error);
    }
    expect(message).not.toBe('');
    expect(message).not.toContain('sesame');
  });
});

describe('text', () => {
  it('is UTF-8, a byte order mark included', () => {
    expect(decodeText(plain('\uFEFFpässwörd 🔑'))).toBe('\uFEFFpässwörd 🔑');
  });

  it('is Latin-1 when it is not UTF-8', () => {
    expect(decodeText(Buffer.from('pässwörd', 'latin1'))).toBe('pässwörd');
  });
});

describe('base64', () => {
  it.each([
    ['', ''],
    ['AGFubgB4', '\0ann\0x'],
    ['YQ==', 'a'],
    ['YQ', 'a'],
    [' YWI= ', 'ab'],
  ])('%j is decoded', (encoded, decoded) => {
    expect(decodeBase64(encoded).toString('latin1')).toBe(decoded);
    expect(decodeBase64(Buffer.from(encoded)).toString('latin1')).toBe(decoded);
  });

  it.each(['*', '=', '==', 'YQ=', 'YQ===', 'A', 'AAAAA', 'YW=J', 'Y W', 'YW_-', 'YQ==YQ==', 'ü', 'YQ\0='])(
    '%j is not base64',
    (encoded) => {
      expect(failure(() => decodeBase64(encoded))).toBe('bad-base64');
    },
  );

  it('round-trips whatever the octets', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        expect(decodeBase64(Buffer.from(octets).toString('base64')).equals(octets)).toBe(true);
      }),
    );
  });

  it('an initial response of = is an empty one', () => {
    expect(decodeInitialResponse('=').length).toBe(0);
    expect(decodeInitialResponse('YQ==').toString()).toBe('a');
    expect(failure(() => decodeInitialResponse('=='))).toBe('bad-base64');
  });
});

describe('the token', () => {
  it('is put as XOAUTH2 wants it', () => {
    const response = xoauth2Response({ username: 'ann@example.com', token: 'tok.en' });
    expect(Buffer.from(response, 'base64').toString()).toBe(
      'user=ann@example.com\x01auth=Bearer tok.en\x01\x01',
    );
  });

  it('is put as OAUTHBEARER wants it, with = and , in the user name escaped', () => {
    const response = oauthBearerResponse(
      { username: 'a=b,c@example.com', token: 'tok.en' },
      { host: 'mail.example.com', port: 993 },
    );
    expect(Buffer.from(response, 'base64').toString()).toBe(
      'n,a=a=3Db=2Cc@example.com,\x01host=mail.example.com\x01port=993\x01auth=Bearer tok.en\x01\x01',
    );
  });

  it('is on one line, however long', () => {
    expect(xoauth2Response({ username: 'ann', token: 'x'.repeat(5000) })).toMatch(/^[A-Za-z0-9+/]+=*$/);
  });
});

describe('an error challenge', () => {
  it('of Gmail is decoded', () => {
    const encoded =
      'eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==';
    expect(decodeErrorChallenge(encoded)).toEqual({
      status: '400',
      schemes: 'Bearer',
      scope: 'https://mail.google.com/',
    });
  });

  it.each([
    ['{"status":"invalid_token"}', { status: 'invalid_token' }],
    ['{"status":401,"schemes":["bearer"]}', { status: '401' }],
    ['{"status":"a\\r\\nb"}', { status: 'a b' }],
    ['{}', {}],
  ])('%s is read leniently', (json, challenge) => {
    expect(decodeErrorChallenge(Buffer.from(json).toString('base64'))).toEqual(challenge);
  });

  it('is kept short, whatever a server puts into it', () => {
    const encoded = Buffer.from(JSON.stringify({ scope: 'x'.repeat(600) })).toString('base64');
    expect(decodeErrorChallenge(encoded)?.scope).toBe('x'.repeat(500));
  });

  it.each(['', '*', 'AAAA', Buffer.from('[1]').toString('base64'), Buffer.from('null').toString('base64')])(
    '%j is none',
    (encoded) => {
      expect(decodeErrorChallenge(encoded)).toBeUndefined();
    },
  );
});

describe('a line splitter', () => {
  const limits = { line: 10, held: 40 };

  /** Feeds the pieces, and takes the lines as they come. */
  function cut(pieces: readonly Buffer[]): (string | undefined)[] {
    const splitter = new LineSplitter(limits);
    const lines: string[] = [];
    for (const piece of pieces) {
      if (!splitter.push(piece)) return [...lines, 'full'];
      for (let line = splitter.next(); line !== undefined; line = splitter.next()) {
        if (line === 'overlong') return [...lines, 'overlong'];
        lines.push(line.toString('latin1'));
      }
    }
    return [...lines, `rest:${splitter.drain().toString('latin1')}`];
  }

  it('cuts at CRLF and at a bare LF, and not at a bare CR', () => {
    expect(cut([Buffer.from('a\r\nb\n\n\r\nc\rd\r\ne')])).toEqual(['a', 'b', '', '', 'c\rd', 'rest:e']);
  });

  it('takes a line of the limit with its line end, and none that is longer', () => {
    expect(cut([Buffer.from('0123456789\r\n0123456789\n')])).toEqual(['0123456789', '0123456789', 'rest:']);
    const single = Array.from('0123456789\r\n', (octet) => Buffer.from(octet));
    expect(cut(single)).toEqual(['0123456789', 'rest:']);
    expect(cut([Buffer.from('0123456789x\n')])).toEqual(['overlong']);
    expect(cut([Buffer.from('0123456789\r\r\n')])).toEqual(['overlong']);
  });

  it('holds no more than it may', () => {
    const splitter = new LineSplitter(limits);
    expect(splitter.push(Buffer.alloc(40))).toBe(true);
    expect(splitter.push(Buffer.alloc(1))).toBe(false);
    expect(splitter.length).toBe(40);
  });

  it('leaves nothing of what it held in memory: it may have been a password', () => {
    const alloc = vi.spyOn(Buffer, 'alloc');
    try {
      const splitter = new LineSplitter({ line: 1_000, held: 1_000 });
      for (let pieces = 0; pieces < 10; pieces += 1) splitter.push(Buffer.from('sesame'.repeat(10)));
      splitter.clear();
      const buffers = alloc.mock.results.flatMap((made) => (made.type === 'return' ? [made.value] : []));
      expect(buffers.length, 'it has grown').toBeGreaterThan(1);
      for (const buffer of buffers) expect(buffer.every((octet) => octet === 0)).toBe(true);
    } finally {
      alloc.mockRestore();
    }
  });

  it('cuts a stream that never pauses at the end of a line, in the room that a few lines need', () => {
    const alloc = vi.spyOn(Buffer, 'alloc');
    try {
      const lines: unknown[] = [];
      const splitter = new LineSplitter(limits);
      const text = Array.from({ length: 100 }, (_, at) => `line ${at}\r\n`).join('');
      for (let at = 0; at < text.length; at += 7) {
        splitter.push(Buffer.from(text.slice(at, at + 7)));
        for (let line = splitter.next(); line !== undefined; line = splitter.next()) lines.push(String(line));
      }
      expect(lines).toEqual(Array.from({ length: 100 }, (_, at) => `line ${at}`));
      expect(alloc.mock.calls).toHaveLength(1);
    } finally {
      alloc.mockRestore();
    }
  });

  it('counts octets, line ends among them', () => {
    const splitter = new LineSplitter(limits);
    splitter.push(Buffer.from('\r\nab\r\nc\n'));
    expect(splitter.take(4)?.toString()).toBe('\r\nab');
    expect(splitter.next()?.toString()).toBe('');
    expect(splitter.take(3)).toBeUndefined();
    expect(splitter.next()?.toString()).toBe('c');
  });

  it('comes to the same whatever the pieces', () => {
    const octet = fc.constantFrom(0x61, 0x61, 0x62, 0x0d, 0x0a, 0x0a);
    fc.assert(
      fc.property(
        fc.array(octet, { maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 40, maxLength: 40 }),
        (all, sizes) => {
          const bytes = Buffer.from(all);
          const pieces: Buffer[] = [];
          let at = 0;
          for (const size of sizes) {
            pieces.push(bytes.subarray(at, at + size));
            at += size;
          }
          expect(cut(pieces)).toEqual(cut([bytes]));
        },
      ),
    );
  });

  it('looks at each octet once, and grows seldom: a long line byte by byte is no matter', () => {
    const length = 20_000;
    const splitter = new LineSplitter({ line: length, held: length + 2 });
    const searched = vi.spyOn(Buffer.prototype, 'indexOf');
    const grown = vi.spyOn(Buffer, 'alloc');
    try {
      for (const octet of Buffer.alloc(length, 'a')) {
        splitter.push(Buffer.from([octet]));
        if (splitter.next() !== undefined) expect.unreachable();
      }
      splitter.push(Buffer.from('\n'));
      const line = splitter.next();
      const contexts: readonly unknown[] = searched.mock.contexts;
      let octets = 0;
      for (const buffer of contexts) if (Buffer.isBuffer(buffer)) octets += buffer.length;
      expect(line?.length).toBe(length);
      expect(octets).toBe(length + 1);
      expect(grown.mock.calls.length).toBeLessThan(20);
    } finally {
      searched.mockRestore();
      grown.mockRestore();
    }
  });
});

describe('the server side of an exchange', () => {
  const pair = { username: 'ann', password: 'pa ss' };
  /** What a client answers to the challenges of each mechanism that is offered, in order. */
  const answers: Readonly<Record<string, readonly string[]>> = {
    PLAIN: ['\0ann\0pa ss'],
    LOGIN: ['ann', 'pa ss'],
  };

  it('every mechanism that is offered has its case here', () => {
    expect(Object.keys(answers)).toEqual(passwordMechanismNames);
  });

  it.each(passwordMechanismNames)('%s, with an initial response and without, in any case', (mechanism) => {
    const [first = '', ...others] = answers[mechanism] ?? [];
    const stepwise = begun(mechanism.toLowerCase());
    expect(stepwise.begin().kind).toBe('challenge');
    expect([first, ...others].map((answer) => stepwise.respond(base64(answer))).at(-1)).toEqual({
      kind: 'done',
      pair,
    });
    const atOnce = begun(mechanism);
    const steps = [
      atOnce.begin(base64(first).toString()),
      ...others.map((answer) => atOnce.respond(base64(answer))),
    ];
    expect(steps.at(-1)).toEqual({ kind: 'done', pair });
    expect(atOnce.mechanism).toBe(mechanism);
  });

  it.each(passwordMechanismNames)('%s is cancelled with *', (mechanism) => {
    const exchange = begun(mechanism);
    exchange.begin();
    expect(exchange.respond(Buffer.from('*'))).toEqual({ kind: 'cancelled' });
  });

  it.each(['XOAUTH2', 'CRAM-MD5', '', 'constructor'])('there is none for %j', (name) => {
    expect(SaslServer.of(name)).toBeUndefined();
  });
});

describe('the client side of an exchange', () => {
  const credentials = { username: 'ann@example.com', token: 'token' };
  const server = { host: 'mail.example.com', port: 993 };
  const client = (...offered: readonly string[]): SaslClient =>
    new SaslClient(new Set(offered), credentials, server);
  const challenge = Buffer.from('{"status":"401"}').toString('base64');

  it.each([
    [['OAUTHBEARER', 'XOAUTH2'], 'XOAUTH2'],
    [['PLAIN', 'OAUTHBEARER'], 'OAUTHBEARER'],
    [['PLAIN'], 'XOAUTH2'],
    [[], 'XOAUTH2'],
  ] satisfies [string[], string][])('a server that offers %j is sent %s', (offered, mechanism) => {
    expect(client(...offered).mechanism).toBe(mechanism);
  });

  it.each([
    ['XOAUTH2', ''],
    ['OAUTHBEARER', 'AQ=='],
  ])('%s: the token, then the answer to an error challenge, then nothing', (mechanism, errorAnswer) => {
    const exchange = client(mechanism);
    expect(exchange.mayBeAccepted).toBe(false);
    expect(tokenMessages(credentials, server)).toContain(exchange.respond(''));
    expect(exchange.mayBeAccepted).toBe(true);
    expect(exchange.respond(challenge)).toBe(errorAnswer);
    expect(exchange.challenge).toEqual({ status: '401' });
    expect(exchange.mayBeAccepted).toBe(false);
    expect(exchange.respond(challenge)).toBeUndefined();
  });

  it('a server that passes over the initial response is sent the token again', () => {
    const exchange = client('XOAUTH2');
    const message = exchange.initialResponse();
    expect(exchange.sent).toBe(true);
    expect(exchange.respond('')).toBe(message);
    expect(exchange.challenged).toBe(false);
    expect([exchange.respond(''), exchange.respond('')], 'once').toEqual(['', undefined]);
  });
});
