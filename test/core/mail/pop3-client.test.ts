import { describe, expect, it } from 'vitest';

import type { ClientLoginOptions } from '#core/mail/dialogue.ts';
import { Pop3ClientLogin } from '#core/mail/client/pop3.ts';
import { textOf } from '../../support/english.ts';
import { base64, logInAtEverySplit } from './every-split.ts';
import { clientContract } from './sasl-contract.ts';

const token = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.payload-of-the-token.signature';
const credentials = { username: 'me@example.com', token };
const options: ClientLoginOptions = { tls: 'implicit', host: 'pop.example.com', port: 995, credentials };
const make =
  (some: Partial<ClientLoginOptions> = {}) =>
  (): Pop3ClientLogin =>
    new Pop3ClientLogin({ ...options, ...some });
const learnOnly = (): Pop3ClientLogin =>
  new Pop3ClientLogin({ tls: 'implicit', host: 'pop.example.com', port: 995 });

const XOAUTH2 = base64(`user=me@example.com\x01auth=Bearer ${token}\x01\x01`);
const OAUTHBEARER = base64(
  `n,a=me@example.com,\x01host=pop.example.com\x01port=995\x01auth=Bearer ${token}\x01\x01`,
);
const HELLO = '+OK The Microsoft Exchange POP3 service is ready. [TQ==]\r\n';
const CAPA = '+OK\r\nTOP\r\nUIDL\r\nSASL PLAIN XOAUTH2\r\nUSER\r\n.\r\n';
const upTo = `CAPA\r\nAUTH XOAUTH2\r\n${XOAUTH2}\r\n`;
const challenge = '{"status":"401","schemes":"bearer","scope":"mail"}';

describe('a POP3 provider is logged in to', () => {
  clientContract({
    make,
    token,
    response: XOAUTH2,
    greeting: HELLO,
    capabilities: CAPA,
    go: '+',
    accepted: '+OK',
    refused: '-ERR ',
    beforeTls: HELLO,
    beginsTls: '+OK',
    words: ['+OK', '-ERR', '.', 'SASL XOAUTH2', '+OK\r\n', '+\r\n', '+OK\r\n.\r\n'],
  });

  it.each([
    ['with an empty continuation', '+\r\n'],
    ['with a continuation and a space', '+ \r\n'],
    ['with a bare LF', '+\n'],
  ])('the two-step form, the token on a line of its own, %s', (_title, continuation) => {
    const { sent, accepted, actions } = logInAtEverySplit({
      make: make(),
      input: `${HELLO}${CAPA}${continuation}+OK User successfully authenticated.\r\n`,
    });
    expect(sent).toBe(upTo);
    expect(accepted?.text).toBe('User successfully authenticated.');
    expect(actions[0]).toEqual({
      kind: 'learned',
      extensions: ['TOP', 'UIDL', 'SASL PLAIN XOAUTH2', 'USER'],
    });
  });

  it.each([
    ['a server without CAPA hears XOAUTH2', '-ERR Unknown command\r\n', 'XOAUTH2', XOAUTH2],
    ['a server with neither hears XOAUTH2', '+OK\r\nSASL PLAIN\r\n.\r\n', 'XOAUTH2', XOAUTH2],
    ['a server with both hears XOAUTH2', '+OK\r\nSASL OAUTHBEARER XOAUTH2\r\n.\r\n', 'XOAUTH2', XOAUTH2],
    [
      'a server with only OAUTHBEARER hears that',
      '+OK\r\nsasl OAuthBearer\r\n.\r\n',
      'OAUTHBEARER',
      OAUTHBEARER,
    ],
  ])('%s', (_title, capabilities, mechanism, response) => {
    const { sent, accepted } = logInAtEverySplit({
      make: make(),
      input: `${HELLO}${capabilities}+\r\n+OK\r\n`,
    });
    expect(sent).toBe(`CAPA\r\nAUTH ${mechanism}\r\n${response}\r\n`);
    expect(accepted?.text).toBe('');
  });

  it('a list of 200 capabilities is read, and no longer one', () => {
    const [fits, tooLong] = [200, 201].map((count) =>
      make()()
        .feed(Buffer.from(`${HELLO}+OK\r\n${'X\r\n'.repeat(count)}.\r\n`))
        .map(({ kind }) => kind),
    );
    expect(fits).toEqual(['send', 'learned', 'send']);
    expect(tooLong).toEqual(['send', 'refused']);
  });

  it('without credentials it learns the capabilities and leaves', () => {
    const { sent, actions } = logInAtEverySplit({
      make: learnOnly,
      input: `${HELLO}${CAPA}+OK bye\r\n`,
      ends: true,
    });
    expect(sent).toBe('CAPA\r\nQUIT\r\n');
    expect(actions).toEqual([{ kind: 'learned', extensions: ['TOP', 'UIDL', 'SASL PLAIN XOAUTH2', 'USER'] }]);
  });
});

describe('a POP3 provider refuses', () => {
  it.each([
    ['XOAUTH2', CAPA, XOAUTH2, ''],
    ['OAUTHBEARER', '+OK\r\nSASL OAUTHBEARER\r\n.\r\n', OAUTHBEARER, 'AQ=='],
  ])(
    'an error challenge of %s is answered by the proxy and decoded',
    (mechanism, capabilities, response, answer) => {
      const { sent, refused } = logInAtEverySplit({
        make: make(),
        input: `${HELLO}${capabilities}+ \r\n+ ${base64(challenge)}\r\n-ERR [AUTH] Authentication failed.\r\n`,
      });
      expect(sent).toBe(`CAPA\r\nAUTH ${mechanism}\r\n${response}\r\n${answer}\r\n`);
      expect(refused).toEqual({
        kind: 'credentials',
        text: '[AUTH] Authentication failed.',
        challenge: { status: '401', schemes: 'bearer', scope: 'mail' },
      });
    },
  );

  it.each([
    ['-ERR [AUTH] no', 'credentials'],
    ['-ERR Authentication failure: unknown user name or bad password.', 'credentials'],
    ['-ERR [SYS/PERM] POP is disabled', 'credentials'],
    ['-ERR', 'credentials'],
    ['-ERR [SYS/TEMP] Temporary authentication failure.', 'temporary'],
    ['-ERR [sys/temp] no', 'temporary'],
    ['-ERR [LOGIN-DELAY] wait', 'temporary'],
    ['-ERR Server Unavailable. 21', 'temporary'],
    ['-ERR try again later', 'temporary'],
    ['-ERR Invalid credentials, please try again', 'credentials'],
    ['-ERR Request is throttled', 'busy'],
    ['-ERR [IN-USE] no', 'busy'],
    ['-ERR Maildrop already locked', 'busy'],
    ['-ERR Too many connections', 'busy'],
    ['-ERR Protocol error. Connection is closed. 10', 'protocol'],
    ['+ again', 'protocol'],
    ['* OK what', 'protocol'],
  ])('%s in answer to the token is %s', (line, kind) => {
    const twice = line.startsWith('+ ') ? `${line}\r\n` : '';
    const input = `${HELLO}${CAPA}+\r\n${twice}${line}\r\n`;
    expect(logInAtEverySplit({ make: make(), input }).refused?.kind).toBe(kind);
  });

  it('a challenge that is then accepted makes no sense', () => {
    const { refused, accepted } = logInAtEverySplit({
      make: make(),
      input: `${HELLO}${CAPA}+\r\n+ e30=\r\n+OK\r\n`,
    });
    expect([refused?.kind, accepted]).toEqual(['protocol', undefined]);
  });

  it.each([
    ['a refusing greeting', '-ERR Server busy\r\n', 'temporary'],
    ['a greeting with a code', '-ERR [IN-USE] later\r\n', 'busy'],
    ['another protocol', '* OK IMAP4rev1\r\n', 'protocol'],
    ['a continuation as greeting', '+ hello\r\n', 'protocol'],
    ['AUTH not known', `${HELLO}${CAPA}-ERR Unrecognized authentication type\r\n`, 'protocol'],
    ['AUTH not now', `${HELLO}${CAPA}-ERR [SYS/TEMP] later\r\n`, 'temporary'],
    ['AUTH accepted without a token', `${HELLO}${CAPA}+OK\r\n`, 'protocol'],
    ['endless capabilities', `${HELLO}+OK\r\n${'X\r\n'.repeat(201)}`, 'protocol'],
  ])('%s: the token is not sent', (_title, input, kind) => {
    const { sent, refused } = logInAtEverySplit({ make: make(), input });
    expect(refused?.kind).toBe(kind);
    expect(sent).not.toContain(XOAUTH2.slice(0, 20));
  });
});

it('what speaks another protocol is told by its own words', () => {
  const { refused } = logInAtEverySplit({ make: make(), input: 'SSH-2.0-OpenSSH_9.2\r\n' });
  expect(textOf(refused?.text)).toContain('SSH-2.0-OpenSSH_9.2');
});

describe('a POP3 provider with STLS', () => {
  it('nothing but STLS is said before TLS', () => {
    const { sent, accepted } = logInAtEverySplit({
      make: make({ tls: 'starttls' }),
      input: `${HELLO}+OK Begin TLS\r\n`,
      secured: `${CAPA}+\r\n+OK\r\n`,
    });
    expect(sent).toBe(`STLS\r\n<start-tls>${upTo}`);
    expect(accepted).toBeDefined();
  });

  it.each(['-ERR no TLS\r\n', '+ \r\n', '-ERR [AUTH] no\r\n'])(
    'a server that answers %j never hears the token',
    (reply) => {
      const { sent, refused } = logInAtEverySplit({
        make: make({ tls: 'starttls' }),
        input: `${HELLO}${reply}`,
      });
      expect(sent).toBe('STLS\r\n');
      expect(refused).toBeDefined();
    },
  );
});
