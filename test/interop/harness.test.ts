import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDovecot, type Dovecot } from '../support/dovecot/dovecot.ts';
import { curlImapAppend, curlImapFetch, curlPopFetch, curlSend } from '../support/mail-programs/curl.ts';
import type { TokenLogin } from '../support/mail-programs/curl.ts';
import { imaplib } from '../support/mail-programs/python.ts';
import { describeWith } from '../support/mail-programs/requirement.ts';
import { makeCertificates } from '../support/sandbox/certificates.ts';
import {
  fillReader,
  mailProgramSuite,
  suiteMailboxes,
  suitePassword,
  withoutReceived,
} from './mail-program-suite.ts';
import { largeMessage, ordinaryMessages, unusualMessages, withLineFeeds } from './message-corpus.ts';
import { difference, differences } from './same-bytes.ts';
import { started, startTestProvider, type TestProvider } from './test-provider.ts';

/*
 * Without a gateway: shows that the servers and the programs do by themselves what the other suites take for
 * granted, so that a difference there is the gateway's. What Dovecot itself changes is stated here too.
 */

describeWith(['dovecot'], 'straight at a Dovecot that takes passwords', () => {
  const dovecot = started<Dovecot>();

  beforeAll(async () => {
    const { cert, key } = await makeCertificates();
    dovecot.set(
      await startDovecot({
        mailboxes: Object.values(suiteMailboxes),
        login: { password: suitePassword },
        certificate: cert,
        privateKey: key,
      }),
    );
    fillReader(dovecot.get());
  });
  afterAll(async () => {
    await dovecot.peek()?.stop();
  });

  mailProgramSuite(() => {
    const { imap, pop, submission } = dovecot.get();
    return {
      ports: { imap: imap.starttls, pop: pop.starttls, smtp: submission.starttls },
      dovecot: dovecot.get(),
    };
  });
});

describeWith(['dovecot', 'curl', '/usr/bin/python3'], 'straight at a Dovecot that takes only tokens', () => {
  const { reader, writer, deleter } = suiteMailboxes;
  const identity = started<TestProvider>();
  const dovecot = started<Dovecot>();

  const login = (
    endpoint: 'imap' | 'pop' | 'submission',
    user: string,
    tls: TokenLogin['tls'] = 'implicit',
  ): TokenLogin => {
    const { host, implicit, starttls } = dovecot.get()[endpoint];
    const port = tls === 'implicit' ? implicit : starttls;
    const { issueToken, authorityFile } = identity.get();
    return { host, port, tls, user, token: issueToken(user), certificateAuthorityFile: authorityFile };
  };

  beforeAll(async () => {
    identity.set(await startTestProvider());
    dovecot.set(await identity.get().startTokenDovecot());
    fillReader(dovecot.get());
    unusualMessages.forEach(({ content }) => dovecot.get().deliver(reader, content));
  });
  afterAll(async () => {
    await dovecot.peek()?.stop();
    await identity.peek()?.stop();
  });

  const stored = [...ordinaryMessages, ...unusualMessages];

  (['implicit', 'starttls'] as const).forEach((tls) => {
    describe(`TLS: ${tls}`, () => {
      test('imaplib gets every message byte for byte, but NUL comes as 0x80', async () => {
        const run = await imaplib(login('imap', reader, tls), { fetch: true });
        expect(run.error).toBeNull();
        expect(
          differences(
            run.messages,
            stored.map(({ content }) => nulAs80(content)),
          ),
        ).toEqual({});
      });

      test('curl gets every message byte for byte over POP and IMAP, but NUL comes as 0x80 over IMAP', async () => {
        for (const [index, { name, content }] of stored.entries()) {
          const overImap = await curlImapFetch(login('imap', reader, tls), index + 1);
          expect(
            difference(overImap.messages[0], nulAs80(content)),
            `${name}, IMAP: ${overImap.stderr}`,
          ).toBeUndefined();
          const overPop = await curlPopFetch(login('pop', reader, tls), index + 1);
          expect(difference(overPop.messages[0], content), `${name}, POP: ${overPop.stderr}`).toBeUndefined();
        }
      });

      test('curl sends every ordinary message byte for byte', async () => {
        for (const { name, content } of ordinaryMessages) {
          const sender = login('submission', writer, tls);
          const run = await curlSend(sender, { from: writer, to: 'otto@example.net', content });
          expect(run.code, run.stderr).toBe(0);
          const arrived = await dovecot.get().sent.next();
          expect(difference(withoutReceived(arrived.content), content), name).toBeUndefined();
        }
      });
    });
  });

  test('curl appends every ordinary message and a bare CR byte for byte', async () => {
    for (const { name, content } of stored.filter(({ unusual }) => unusual !== 'NUL')) {
      const run = await curlImapAppend(login('imap', writer), content);
      expect(run.code, run.stderr).toBe(0);
      expect(difference(dovecot.get().stored(writer).at(-1), withLineFeeds(content)), name).toBeUndefined();
    }
  });

  test('a message of 50 MB is appended, fetched over IMAP and POP, and sent, byte for byte', async () => {
    const content = largeMessage(50 * 1024 * 1024);
    const appended = await curlImapAppend(login('imap', deleter), content);
    expect(appended.code, appended.stderr.slice(-2000)).toBe(0);
    const overImap = await imaplib(login('imap', deleter), { fetch: true });
    expect(difference(overImap.messages[0], content)).toBeUndefined();
    const overPop = await curlPopFetch(login('pop', deleter), 1);
    expect(difference(overPop.messages[0], content)).toBeUndefined();
    const sent = await curlSend(login('submission', writer), {
      from: writer,
      to: 'otto@example.net',
      content,
    });
    expect(sent.code, sent.stderr.slice(-2000)).toBe(0);
    const arrived = await dovecot.get().sent.next();
    expect(difference(withoutReceived(arrived.content), content)).toBeUndefined();
  });

  test('a password is not taken', async () => {
    const { imap } = dovecot.get();
    const run = await imaplib({ port: imap.starttls, user: reader, password: suitePassword });
    expect(run.error).toContain('Unsupported authentication mechanism');
  });

  test('a revoked token is refused, a new one is taken', async () => {
    const { provider } = identity.get();
    const revoked = login('imap', reader);
    provider.revokeToken(revoked.token);
    expect((await imaplib(revoked)).error).toContain('AUTHENTICATIONFAILED');
    expect((await imaplib(login('imap', reader))).error).toBeNull();
  });

  test("another person's token is refused", async () => {
    const { issueToken } = identity.get();
    const run = await imaplib({ ...login('imap', reader), token: issueToken(writer) });
    expect(run.error).toContain('AUTHENTICATIONFAILED');
  });

  test.each([400, 401])(
    'the provider answers %i to the question about a token: a temporary failure',
    async (status) => {
      const { provider } = identity.get();
      provider.faults.next('introspection', { kind: 'respond', status, body: { error: 'invalid_client' } });
      expect((await imaplib(login('imap', reader))).error).toContain('UNAVAILABLE');
      expect((await imaplib(login('imap', reader))).error).toBeNull();
    },
  );

  test('a refusal does not slow down the next login', async () => {
    const wrong = { ...login('imap', reader), token: 'nobody issued this' };
    const start = performance.now();
    for (let round = 0; round < 5; round += 1) await imaplib(wrong);
    expect((await imaplib(login('imap', reader))).error).toBeNull();
    // With the penalty of its default configuration Dovecot waits 2, 4, 8 and 15 seconds.
    expect(performance.now() - start).toBeLessThan(8_000);
  });
});

/** Dovecot serves a NUL as 0x80 over IMAP, as the protocol (RFC 9051 section 4.3.1) allows none in a text literal. */
function nulAs80(content: Buffer): Buffer {
  return Buffer.from(content.map((byte) => (byte === 0 ? 0x80 : byte)));
}
