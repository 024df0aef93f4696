import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import type { Dovecot } from '../support/dovecot/dovecot.ts';
import { curlImapAppend, curlImapFetch, curlPopFetch, curlSend } from '../support/mail-programs/curl.ts';
import type { TokenLogin } from '../support/mail-programs/curl.ts';
import type { Login } from '../support/mail-programs/program.ts';
import { imaplib, poplib, smtplib } from '../support/mail-programs/python.ts';
import { describeWith } from '../support/mail-programs/requirement.ts';
import { startGateway, type GatewayUnderTest } from './gateway-under-test.ts';
import {
  fillReader,
  mailProgramSuite,
  suiteMailboxes,
  suitePassword,
  withoutReceived,
} from './mail-program-suite.ts';
import { largeMessage, message, ordinaryMessages, unusualMessages } from './message-corpus.ts';
import { difference, differences } from './same-bytes.ts';
import { tokenSuite } from './token-suite.ts';
import { started, startTestProvider, type TestProvider } from './test-provider.ts';

const { reader, writer, deleter } = suiteMailboxes;
const accounts = Object.values(suiteMailboxes).map((address) => ({ address, password: suitePassword }));
const otto = 'otto@example.net';

describeWith(['dovecot'], 'through the gateway, to a Dovecot that takes only XOAUTH2 and OAUTHBEARER', () => {
  const identity = started<TestProvider>();
  const dovecot = started<Dovecot>();
  const gateway = started<GatewayUnderTest>();

  const local = (
    endpoint: 'imap' | 'pop' | 'smtp',
    user: string,
    password: string = suitePassword,
  ): Login => ({
    port: gateway.get().ports[endpoint],
    user,
    password,
  });
  const direct = (endpoint: 'imap' | 'pop' | 'submission', user: string): TokenLogin => ({
    host: dovecot.get()[endpoint].host,
    port: dovecot.get()[endpoint].implicit,
    tls: 'implicit',
    user,
    token: identity.get().issueToken(user),
    certificateAuthorityFile: identity.get().authorityFile,
  });
  const large = largeMessage(50 * 1024 * 1024);

  beforeAll(async () => {
    identity.set(await startTestProvider());
    dovecot.set(await identity.get().startTokenDovecot());
    fillReader(dovecot.get());
    gateway.set(await startGateway({ identity: identity.get(), dovecot: dovecot.get(), accounts }));
  });
  afterAll(async () => {
    await gateway.peek()?.stop();
    await dovecot.peek()?.stop();
    await identity.peek()?.stop();
  });

  mailProgramSuite(() => ({ ports: gateway.get().ports, dovecot: dovecot.get() }));
  tokenSuite(() => ({
    gateway: gateway.get(),
    dovecot: dovecot.get(),
    authorityFile: identity.get().authorityFile,
  }));

  describeWith(['curl', '/usr/bin/python3'], 'messages that a protocol only just allows', () => {
    unusualMessages.forEach(({ name, content }) => {
      test(`${name}: is fetched through the gateway as it is fetched from Dovecot itself`, async () => {
        // A mailbox that is empty before and after: the message has number 1; its UID is the last one.
        dovecot.get().deliver(deleter, content);
        const expected = await imaplib(direct('imap', deleter), { fetch: true });
        const seen = await imaplib(local('imap', deleter), { fetch: true });
        expect(seen.error).toBeNull();
        expect(expected.messages).toHaveLength(1);
        expect(differences(seen.messages, expected.messages)).toEqual({});
        const overPop = await curlPopFetch(local('pop', deleter), 1);
        const expectedOverPop = await curlPopFetch(direct('pop', deleter), 1);
        expect(difference(expectedOverPop.messages[0], content)).toBeUndefined();
        expect(difference(overPop.messages[0], content), overPop.stderr).toBeUndefined();
        expect((await poplib(local('pop', deleter), { delete: 1 })).error).toBeNull();
      });

      test(`${name}: is appended through the gateway as it is to Dovecot itself`, async () => {
        const expected = await curlImapAppend(direct('imap', writer), content);
        const storedDirectly = dovecot.get().stored(writer).at(-1);
        const count = dovecot.get().stored(writer).length;
        const seen = await curlImapAppend(local('imap', writer), content);
        expect(seen.code, seen.stderr).toBe(expected.code);
        expect(dovecot.get().stored(writer)).toHaveLength(expected.code === 0 ? count + 1 : count);
        expect(
          difference(dovecot.get().stored(writer).at(-1), storedDirectly ?? Buffer.alloc(0)),
        ).toBeUndefined();
      });

      test(`${name}: is sent through the gateway as it is through Dovecot itself`, async () => {
        const envelope = { from: writer, to: otto, content };
        const expected = await curlSend(direct('submission', writer), envelope);
        const arrivedDirectly = expected.code === 0 ? await dovecot.get().sent.next() : undefined;
        const seen = await curlSend(local('smtp', writer), envelope);
        expect(seen.code, seen.stderr).toBe(expected.code);
        if (arrivedDirectly === undefined) return;
        const arrived = await dovecot.get().sent.next();
        const asDirectly = withoutReceived(arrivedDirectly.content);
        expect(difference(withoutReceived(arrived.content), asDirectly)).toBeUndefined();
      });
    });
  });

  describeWith(['curl', '/usr/bin/python3'], 'a message of 50 MB', () => {
    test('is appended, fetched over IMAP and POP, and deleted, byte for byte', async () => {
      const appended = await curlImapAppend(local('imap', deleter), large);
      expect(appended.code, appended.stderr.slice(-2000)).toBe(0);
      const overImap = await imaplib(local('imap', deleter), { fetch: true });
      expect(overImap.error).toBeNull();
      expect(difference(overImap.messages[0], large)).toBeUndefined();
      const overPop = await curlPopFetch(local('pop', deleter), 1);
      expect(difference(overPop.messages[0], large)).toBeUndefined();
      expect((await poplib(local('pop', deleter), { delete: 1 })).error).toBeNull();
      expect(dovecot.get().stored(deleter)).toHaveLength(0);
    });

    test('is sent, byte for byte', async () => {
      const run = await curlSend(local('smtp', writer), { from: writer, to: otto, content: large });
      expect(run.code, run.stderr.slice(-2000)).toBe(0);
      const arrived = await dovecot.get().sent.next();
      expect(difference(withoutReceived(arrived.content), large)).toBeUndefined();
    });
  });

  describeWith(['/usr/bin/python3'], 'tokens', () => {
    const short = { from: writer, to: otto, content: message('short', 'a few words\r\n') };

    // An account each: a token that is refused soon after it was renewed for that reason is not renewed again.
    test.each([
      ['IMAP', writer, () => imaplib(local('imap', writer))],
      ['POP', reader, () => poplib(local('pop', reader))],
      ['SMTP', deleter, () => smtplib(local('smtp', deleter), { ...short, from: deleter })],
    ])('a token that was revoked is renewed once, and the login over %s succeeds', async (_, user, logIn) => {
      const { provider, revokeAccessTokens } = identity.get();
      // The gateway has a token in hand after this.
      expect((await imaplib(local('imap', user))).error).toBeNull();
      const before = provider.tokenRequestCount('refresh_token');
      expect(revokeAccessTokens(user)).toBeGreaterThan(0);
      const run = await logIn();
      expect(run.error, gateway.get().log().slice(-4000)).toBeNull();
      expect(provider.tokenRequestCount('refresh_token')).toBe(before + 1);
      if (run.steps.includes('send')) await dovecot.get().sent.next();
    });

    test('a token that had worked is renewed each time that it is revoked', async () => {
      const { provider, revokeAccessTokens } = identity.get();
      const before = provider.tokenRequestCount('refresh_token');
      for (let round = 1; round <= 3; round += 1) {
        expect((await imaplib(local('imap', writer))).error).toBeNull();
        revokeAccessTokens(writer);
        expect((await imaplib(local('imap', writer))).error).toBeNull();
        expect(provider.tokenRequestCount('refresh_token')).toBe(before + round);
      }
    });

    test('tokens that are refused however new end in a refusal, not in a token request for each login', async () => {
      const { provider } = identity.get();
      const before = provider.tokenRequestCount('refresh_token');
      const usual = provider.introspectAs;
      provider.introspectAs = () => 'somebody.else@example.org';
      try {
        for (let round = 0; round < 3; round += 1) {
          // The account is at fault, not the password that the mail program keeps.
          expect((await imaplib(local('imap', deleter))).error).toContain('[AUTHORIZATIONFAILED]');
        }
      } finally {
        provider.introspectAs = usual;
      }
      expect(provider.tokenRequestCount('refresh_token')).toBe(before + 1);
    });

    test.each([
      ['IMAP', 400, () => imaplib(local('imap', reader)), /\[UNAVAILABLE\]/u],
      ['IMAP', 401, () => imaplib(local('imap', reader)), /\[UNAVAILABLE\]/u],
      ['POP', 400, () => poplib(local('pop', reader)), /\[SYS\/TEMP\]/u],
      ['SMTP', 400, () => smtplib(local('smtp', reader), short), /\(454, b'4\.7\.0/u],
    ])(
      'over %s, the provider answers %i when Dovecot asks about the token: a temporary refusal, and then all is well',
      async (_, status, logIn, refusal) => {
        onTestFailed(() => identity.get().provider.faults.clear());
        const { faults } = identity.get().provider;
        faults.next(
          'introspection',
          { kind: 'respond', status, body: { error: 'invalid_client' } },
          Infinity,
        );
        const refused = await logIn();
        faults.clear('introspection');
        expect(refused.error).toMatch(refusal);
        const run = await logIn();
        expect(run.error, gateway.get().log().slice(-4000)).toBeNull();
        if (run.steps.includes('send')) await dovecot.get().sent.next();
      },
    );

    test('nothing secret is in what the gateway says', () => {
      const log = gateway.get().log();
      const { tokens } = identity.get().provider;
      const secrets = [suitePassword, ...tokens.access.keys(), ...tokens.refresh.keys()];
      expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
    });
  });
});

const upstreams = [
  { name: 'only OAUTHBEARER', mechanisms: ['oauthbearer'], tls: 'implicit' },
  { name: 'only XOAUTH2, behind STARTTLS', mechanisms: ['xoauth2'], tls: 'starttls' },
] as const;

upstreams.forEach(({ name, mechanisms, tls }) => {
  describeWith(
    ['dovecot', 'curl', '/usr/bin/python3'],
    `through the gateway, to a Dovecot that takes ${name}`,
    () => {
      const identity = started<TestProvider>();
      const dovecot = started<Dovecot>();
      const gateway = started<GatewayUnderTest>();
      const local = (endpoint: 'imap' | 'pop' | 'smtp'): Login => ({
        port: gateway.get().ports[endpoint],
        user: reader,
        password: suitePassword,
      });

      beforeAll(async () => {
        identity.set(await startTestProvider());
        dovecot.set(await identity.get().startTokenDovecot(mechanisms));
        fillReader(dovecot.get());
        const own = accounts.filter(({ address }) => address === reader);
        gateway.set(
          await startGateway({ identity: identity.get(), dovecot: dovecot.get(), tls, accounts: own }),
        );
      });
      afterAll(async () => {
        await gateway.peek()?.stop();
        await dovecot.peek()?.stop();
        await identity.peek()?.stop();
      });

      describe('every door', () => {
        const stored = ordinaryMessages.map(({ content }) => content);

        test('IMAP: every message arrives byte for byte', async () => {
          const run = await imaplib(local('imap'), { fetch: true });
          expect(run.error, gateway.get().log().slice(-4000)).toBeNull();
          expect(differences(run.messages, stored)).toEqual({});
          const first = await curlImapFetch(local('imap'), 1);
          expect(difference(first.messages[0], stored[0] ?? Buffer.alloc(0)), first.stderr).toBeUndefined();
        });

        test('POP: every message arrives byte for byte', async () => {
          const run = await poplib(local('pop'), { fetch: true });
          expect(run.error, gateway.get().log().slice(-4000)).toBeNull();
          expect(differences(run.messages, stored)).toEqual({});
        });

        test('SMTP: a message is sent byte for byte', async () => {
          const content = message('sent', 'a few words\r\n');
          const run = await smtplib(local('smtp'), { from: reader, to: otto, content });
          expect(run.error, gateway.get().log().slice(-4000)).toBeNull();
          const arrived = await dovecot.get().sent.next();
          expect(difference(withoutReceived(arrived.content), content)).toBeUndefined();
        });

        test('a wrong password is refused on each', async () => {
          const wrong = { ...local('imap'), password: 'not the password' };
          expect((await imaplib(wrong)).error).toContain('AUTHENTICATIONFAILED');
          expect((await poplib({ ...wrong, port: local('pop').port })).error).toContain('[AUTH]');
          const content = message('never sent', 'x\r\n');
          const refused = await smtplib(
            { ...wrong, port: local('smtp').port },
            { from: reader, to: otto, content },
          );
          expect(refused.error).toContain('(535');
        });
      });
    },
  );
});
