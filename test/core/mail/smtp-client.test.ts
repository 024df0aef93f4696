import { describe, expect, it } from 'vitest';

import type { ClientLoginOptions } from '#core/mail/dialogue.ts';
import { SmtpClientLogin } from '#core/mail/client/smtp.ts';
import { base64, logInAtEverySplit } from './every-split.ts';
import { clientContract } from './sasl-contract.ts';
import { textOf } from '../../support/english.ts';

const token = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.payload-of-the-token.signature';
const credentials = { username: 'me@example.com', token };
const options: ClientLoginOptions = {
  tls: 'implicit',
  host: 'smtp.example.com',
  port: 465,
  clientName: 'pc.example',
  credentials,
};
const make =
  (some: Partial<ClientLoginOptions> = {}) =>
  (): SmtpClientLogin =>
    new SmtpClientLogin({ ...options, ...some });
const learnOnly = (): SmtpClientLogin =>
  new SmtpClientLogin({ tls: 'starttls', host: 'smtp.example.com', port: 587 });

const XOAUTH2 = base64(`user=me@example.com\x01auth=Bearer ${token}\x01\x01`);
const OAUTHBEARER = base64(
  `n,a=me@example.com,\x01host=smtp.example.com\x01port=465\x01auth=Bearer ${token}\x01\x01`,
);
const HELLO = '220 DB9PR.outlook.office365.com Microsoft ESMTP MAIL Service ready\r\n';
const EHLO = '250-smtp.example.com Hello\r\n250-SIZE 157286400\r\n250-DSN\r\n250 AUTH LOGIN XOAUTH2\r\n';
const PLAIN_EHLO = '250-smtp.example.com Hello\r\n250-SIZE 1\r\n250 STARTTLS\r\n';
const upTo = `EHLO pc.example\r\nAUTH XOAUTH2\r\n${XOAUTH2}\r\n`;
const challenge = '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}';

describe('an SMTP provider is logged in to', () => {
  clientContract({
    make,
    token,
    response: XOAUTH2,
    greeting: HELLO,
    capabilities: EHLO,
    go: '334 ',
    accepted: '235',
    refused: '535-5.7.8 no\r\n535 5.7.8 ',
    beforeTls: `${HELLO}${PLAIN_EHLO}`,
    beginsTls: '220',
    words: [
      '220 ',
      '220-',
      '250 ',
      '250-STARTTLS',
      '334 ',
      '235 ',
      '535 ',
      '220 x\r\n',
      '250-x\r\n250 STARTTLS\r\n',
      '250 AUTH XOAUTH2\r\n',
      '334 \r\n',
      '535-x\r\n',
      '421 x\r\n',
    ],
  });

  it.each([
    ['334 with a space', '334 \r\n'],
    ['a bare 334', '334\r\n'],
    ['bare LF', '334 \n'],
    ['the + of old Yahoo', '+ \r\n'],
    ['a bare +', '+\r\n'],
  ])('the two-step form, the token on a line of its own, after %s', (_title, continuation) => {
    const { sent, accepted, actions } = logInAtEverySplit({
      make: make(),
      input: `${HELLO}${EHLO}${continuation}235 2.7.0 Authentication successful\r\n`,
    });
    expect(sent).toBe(upTo);
    expect(accepted?.text).toBe('2.7.0 Authentication successful');
    expect(actions[0]).toEqual({
      kind: 'learned',
      extensions: ['SIZE 157286400', 'DSN', 'AUTH LOGIN XOAUTH2'],
    });
  });

  it('multi-line greetings and acceptances are read to their end', () => {
    const { accepted } = logInAtEverySplit({
      make: make(),
      input: `220-hello\r\n220-there\r\n220 go\r\n${EHLO}334 \r\n235-2.7.0 wel\r\n235 2.7.0 come\r\n`,
    });
    expect(accepted?.text).toBe('2.7.0 wel come');
  });

  it('a reply of 200 lines is read, and no longer one', () => {
    expect(make()().feed(Buffer.from(`${'220-x\r\n'.repeat(199)}220 x\r\n`))).toMatchObject([
      { kind: 'send' },
    ]);
    expect(make()().feed(Buffer.from(`${'220-x\r\n'.repeat(200)}220 x\r\n`))).toMatchObject([
      { kind: 'refused' },
    ]);
  });

  it.each([
    ['no AUTH at all', '250 x\r\n', 'XOAUTH2', XOAUTH2],
    ['both', '250-x\r\n250 AUTH OAUTHBEARER XOAUTH2\r\n', 'XOAUTH2', XOAUTH2],
    ['the old spelling', '250-x\r\n250-AUTH OAUTHBEARER\r\n250 AUTH=XOAUTH2\r\n', 'XOAUTH2', XOAUTH2],
    ['only OAUTHBEARER', '250-x\r\n250 auth plain oauthbearer\r\n', 'OAUTHBEARER', OAUTHBEARER],
  ])('a server that offers %s', (_title, ehlo, mechanism, response) => {
    const { sent, accepted } = logInAtEverySplit({
      make: make(),
      input: `${HELLO}${ehlo}334 \r\n235 in\r\n`,
    });
    expect(sent).toBe(`EHLO pc.example\r\nAUTH ${mechanism}\r\n${response}\r\n`);
    expect(accepted).toBeDefined();
  });

  it.each([undefined, '', 'a\r\nMAIL FROM:<x>', '<evil>'])(
    'the client name %j does not get through',
    (clientName) => {
      const login = make(clientName === undefined ? {} : { clientName })();
      const { clientName: _none, ...unnamed } = options;
      const dialogue = clientName === undefined ? new SmtpClientLogin(unnamed) : login;
      const actions = dialogue.feed(Buffer.from(HELLO));
      expect(actions).toHaveLength(1);
      expect(actions[0]?.kind === 'send' && actions[0].bytes.toString()).toMatch(
        /^EHLO (?:localhost|a)\r\n$/,
      );
    },
  );
});

describe('an SMTP provider with STARTTLS', () => {
  it('EHLO again under TLS, and only that is learned', () => {
    const { sent, actions } = logInAtEverySplit({
      make: make({ tls: 'starttls' }),
      input: `${HELLO}${PLAIN_EHLO}220 2.0.0 SMTP server ready\r\n`,
      secured: `${EHLO}334 \r\n235 in\r\n`,
    });
    expect(sent).toBe(`EHLO pc.example\r\nSTARTTLS\r\n<start-tls>${upTo}`);
    expect(actions.map((item) => item.kind)).toEqual(['learned', 'accepted']);
    expect(actions[0]).toMatchObject({ extensions: ['SIZE 157286400', 'DSN', 'AUTH LOGIN XOAUTH2'] });
  });

  it('without credentials it learns and leaves', () => {
    const { sent, actions } = logInAtEverySplit({
      make: learnOnly,
      input: `${HELLO}${PLAIN_EHLO}220 go\r\n`,
      secured: `${EHLO}221 bye\r\n`,
      ends: true,
    });
    expect(sent).toBe('EHLO localhost\r\nSTARTTLS\r\n<start-tls>EHLO localhost\r\nQUIT\r\n');
    expect(actions).toEqual([
      { kind: 'learned', extensions: ['SIZE 157286400', 'DSN', 'AUTH LOGIN XOAUTH2'] },
    ]);
  });

  it.each([
    ['does not offer it', EHLO, 'protocol', 'EHLO pc.example\r\n'],
    ['refuses it', `${PLAIN_EHLO}502 5.5.1 no\r\n`, 'protocol', 'EHLO pc.example\r\nSTARTTLS\r\n'],
    [
      'cannot now',
      `${PLAIN_EHLO}454 4.7.0 TLS not available\r\n`,
      'temporary',
      'EHLO pc.example\r\nSTARTTLS\r\n',
    ],
  ])('a server that %s never hears the token', (_title, input, kind, said) => {
    const { sent, refused } = logInAtEverySplit({
      make: make({ tls: 'starttls' }),
      input: `${HELLO}${input}`,
    });
    expect(refused?.kind).toBe(kind);
    expect(sent).toBe(said);
  });
});

describe('an SMTP provider refuses', () => {
  it.each([
    ['XOAUTH2', EHLO, XOAUTH2, ''],
    ['OAUTHBEARER', '250-x\r\n250 AUTH OAUTHBEARER\r\n', OAUTHBEARER, 'AQ=='],
  ])('an error challenge of %s is answered by the proxy and decoded', (mechanism, ehlo, response, answer) => {
    const { sent, refused } = logInAtEverySplit({
      make: make(),
      input:
        `${HELLO}${ehlo}334 \r\n334 ${base64(challenge)}\r\n` +
        '535-5.7.8 Username and Password not accepted. For more information, go to\r\n535 5.7.8  https://support.example/ x - gsmtp\r\n',
    });
    expect(sent).toBe(`EHLO pc.example\r\nAUTH ${mechanism}\r\n${response}\r\n${answer}\r\n`);
    expect(refused).toEqual({
      kind: 'credentials',
      text: '535 5.7.8 Username and Password not accepted. For more information, go to https://support.example/ x - gsmtp',
      challenge: { status: '400', schemes: 'Bearer', scope: 'https://mail.google.com/' },
    });
  });

  it('a challenge behind the + of old Yahoo is answered too', () => {
    const { sent, refused } = logInAtEverySplit({
      make: make(),
      input: `${HELLO}${EHLO}+ \r\n+ ${base64(challenge)}\r\n535 no\r\n`,
    });
    expect(sent).toBe(`${upTo}\r\n`);
    expect(refused?.challenge?.status).toBe('400');
  });

  it.each([
    [
      '535 5.7.3 Authentication unsuccessful [DB9PR.eurprd.prod.outlook.com 2026-01-01T00:00:00.000Z 08DE]',
      'credentials',
    ],
    [
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.',
      'credentials',
    ],
    ['535 5.7.139 Authentication unsuccessful, basic authentication is disabled.', 'credentials'],
    [
      "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact your administrator.",
      'credentials',
    ],
    [
      '535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.',
      'credentials',
    ],
    ['550 5.7.30 Basic authentication is not supported for Client Submission.', 'credentials'],
    ['534 5.7.9 Application-specific password required', 'credentials'],
    ['535 5.7.0 (#AUTH005) Too many bad auth attempts.', 'busy'],
    ['535 5.7.8 Error: authentication failed: Temporary authentication failure', 'temporary'],
    ['432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded', 'busy'],
    ['432 4.3.2 Concurrent connections limit exceeded.', 'busy'],
    ['421 4.7.0 Too many concurrent SMTP connections', 'busy'],
    ['451 4.7.0 Temporary server error. Please try again later. PRX4', 'temporary'],
    ['421 4.3.2 Service not active', 'temporary'],
    ['454 4.7.0 Temporary authentication failure', 'temporary'],
    ['501 5.5.124 Invalid XOAUTH2 auth data', 'protocol'],
    ["500 5.3.3 Unrecognized command 'unknown'", 'protocol'],
    ['500 5.5.6 SASL response limit exceeded', 'protocol'],
    ['250 OK', 'protocol'],
    ['hello', 'protocol'],
  ])('%s in answer to the token is %s', (line, kind) => {
    const { refused } = logInAtEverySplit({ make: make(), input: `${HELLO}${EHLO}334 \r\n${line}\r\n` });
    expect(refused?.kind).toBe(kind);
    expect(textOf(refused?.text)).toContain(line);
    expect(refused?.challenge).toBeUndefined();
  });

  it.each([
    ['a refusing greeting', '554 5.3.2 no service\r\n', 'protocol'],
    ['a greeting that asks to come later', '421-4.3.2 not\r\n421 4.3.2 now\r\n', 'temporary'],
    ['a greeting of too many', '421 too many connections\r\n', 'busy'],
    [
      // Dovecot
      'AUTH with as many connections as may be',
      `${HELLO}${EHLO}421 4.7.0 Maximum number of connections from user+IP exceeded\r\n`,
      'busy',
    ],
    ['another protocol', '+OK POP3\r\n', 'protocol'],
    ['EHLO not known', `${HELLO}502 5.5.1 no\r\n`, 'protocol'],
    ['AUTH not known', `${HELLO}${EHLO}504 5.7.4 Unrecognized authentication type\r\n`, 'protocol'],
    [
      'AUTH not allowed',
      `${HELLO}${EHLO}535 5.7.139 SmtpClientAuthentication is disabled\r\n`,
      'credentials',
    ],
    ['AUTH accepted without a token', `${HELLO}${EHLO}235 in\r\n`, 'protocol'],
    ['an endless reply', `220-x\r\n`.repeat(201), 'protocol'],
  ])('%s: the token is not sent', (_title, input, kind) => {
    const { sent, refused } = logInAtEverySplit({ make: make(), input });
    expect(refused?.kind).toBe(kind);
    expect(sent).not.toContain(XOAUTH2.slice(0, 20));
  });

  it('two challenges make no sense, nor does an acceptance behind one', () => {
    for (const last of ['334 e30=', '235 in']) {
      const input = `${HELLO}${EHLO}334 \r\n334 e30=\r\n${last}\r\n`;
      const { refused, accepted } = logInAtEverySplit({ make: make(), input });
      expect([refused?.kind, accepted]).toEqual(['protocol', undefined]);
    }
  });

  it('hangs up once it has refused the token: that is the refusal', () => {
    const input = `${HELLO}${EHLO}334 \r\n334 e30=\r\n`;
    const { refused } = logInAtEverySplit({ make: make(), input, ends: true });
    expect(refused).toMatchObject({ kind: 'credentials', text: 'The server hung up during the login.' });
  });

  it('nor in what is accepted', () => {
    const { accepted } = logInAtEverySplit({
      make: make(),
      input: `${HELLO}${EHLO}334 \r\n235 hi ${token}\r\n`,
    });
    expect(accepted?.text).toBe('hi […]');
  });
});
