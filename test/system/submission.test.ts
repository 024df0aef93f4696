import { createServer } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ApiFault, ApiMessage } from '../support/sandbox/mail-api.ts';
import { quickDerivation } from '../support/quick-derivation.ts';
import type { RawClient } from '../support/raw-client.ts';
import { textOf } from '../support/english.ts';
import { localPassword, logIn, SystemBench } from '../support/system-bench.ts';

vi.mock(import('#core/accounts/local-password.ts'), async (original) => quickDerivation(await original()));

let bench: SystemBench;
const anna = 'anna@example.org';
const bo = 'bo@example.org';

beforeAll(async () => {
  bench = await SystemBench.start();
  const { running, sandbox } = bench;
  await running.run('client-add', {
    name: 'Graph',
    provider: 'custom',
    grant: 'authorization-code',
    clientId: sandbox.clients.desktop.clientId,
    credential: { kind: 'none' },
    scope:
      'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
    submission: 'graph',
    submissionUrl: sandbox.api.graphUrl,
    ...running.endpoints(),
  });
  await running.addSignedInAccount(anna, localPassword, 'Graph');
});
afterEach(async () => {
  bench.sandbox.api.faults.length = 0;
  bench.sandbox.api.mood = undefined;
  bench.sandbox.api.held = Promise.resolve();
  bench.sandbox.api.sent.clear();
  await bench.tidy();
});
afterAll(() => bench.stop());

/** A session that is logged in. */
async function session(user = anna): Promise<RawClient> {
  const client = await bench.greeted('smtp');
  expect(await logIn(client, 'smtp', user)).toMatch(/^235 /);
  return client;
}

const reply = /^\d{3} .*\r\n/m;

/** Sends one message, and gives the answer to it. */
async function send(
  client: RawClient,
  message: string | Buffer,
  recipients: readonly string[] = [bo],
  from = anna,
): Promise<string> {
  await client.ask(`MAIL FROM:<${from}> BODY=8BITMIME SMTPUTF8`, reply);
  for (const recipient of recipients) await client.ask(`RCPT TO:<${recipient}>`, /^250 .*\r\n/m);
  await client.ask('DATA', /^354 .*\r\n/m);
  client.send(message);
  return client.ask('.', reply);
}

const last = (): ApiMessage => {
  const message = bench.sandbox.api.sent.entries.at(-1);
  if (message === undefined) throw new Error('nothing was sent');
  return message;
};

const simple = (id = 'one'): string =>
  `From: Anna <${anna}>\r\nTo: Bo <${bo}>\r\nSubject: ${id}\r\nMessage-ID: <${id}@example.org>\r\n\r\nhello\r\n`;

const as = (sender: string): string => simple().replace(`<${anna}>`, `<${sender}>`);

describe('mail goes through Microsoft Graph behind the same login', () => {
  it('a message is posted as it was sent, octet by octet, and its envelope is kept', async () => {
    const client = await session();
    const message = Buffer.concat([
      Buffer.from(simple('octets')),
      Buffer.from('.dots\r\n..more\r\nna\u00efve \u20ac\r\n', 'utf8'),
      Buffer.from([0xe9, 0x80, 0xff, 0x0d, 0x0a]),
    ]);
    const stuffed = message.toString('latin1').replaceAll(/^\./gm, '..');
    expect(await send(client, Buffer.from(stuffed, 'latin1'))).toMatch(/^250 2\.6\.0 /);
    expect(last().raw.equals(message)).toBe(true);
    expect(last().recipients).toEqual([bo]);
    expect(await client.ask('QUIT', /^221 .*\r\n/m)).toMatch(/^221/);
    await client.ended();
  });

  it('an ordinary mail program sends, and its blind copies are in no other copy', async () => {
    const transport = createTransport({
      host: '127.0.0.1',
      port: bench.running.port('smtp'),
      ignoreTLS: true,
      auth: { user: anna, pass: localPassword },
    });
    await transport.sendMail({
      from: anna,
      to: bo,
      bcc: ['hidden@elsewhere.example', 'second@elsewhere.example'],
      subject: 'Grüße',
      text: 'x'.repeat(5000),
    });
    transport.close();
    expect(last().recipients.toSorted()).toEqual([
      bo,
      'hidden@elsewhere.example',
      'second@elsewhere.example',
    ]);
    expect(last().delivered.toString()).not.toContain('hidden@');
    expect(
      last()
        .raw.toString()
        .match(/hidden@elsewhere/g),
    ).toHaveLength(1);
  });

  it('somebody in the headers whom the mail program did not name is not sent to: the message is refused', async () => {
    const client = await session();
    const message = simple().replace('To: Bo', `Cc: "Other, Person" <other@example.com>\r\nTo: Bo`);
    expect(await send(client, message)).toMatch(/^554 5\.7\.0 .*other@example\.com/);
    expect(bench.sandbox.api.sent.entries).toEqual([]);
    const entry = await bench.activity(({ kind }) => kind === 'message-refused');
    expect(textOf(entry.text)).toContain('other@example.com');
    // the session goes on
    expect(await send(client, simple())).toMatch(/^250 /);
  });

  it('where the account says so, the headers are cut down to the envelope', async () => {
    await bench.running.run('account-update', { account: anna, submissionRewrites: true });
    const client = await session();
    const message = simple().replace('To: Bo', `Cc: "Other, Person" <other@example.com>\r\nTo: Bo`);
    expect(await send(client, message, [bo, 'third@example.com'])).toMatch(/^250 /);
    expect(last().recipients.toSorted()).toEqual([bo, 'third@example.com']);
    await bench.running.run('account-update', { account: anna, submissionRewrites: false });
  });

  it('announces its limit, and nothing that it cannot do', async () => {
    const client = await bench.client('smtp');
    await client.until(/\r\n/);
    const before = await client.ask('EHLO client.example', /^250 .*\r\n/m);
    expect(before).toContain('SIZE 3000000');
    expect(before).not.toMatch(/DSN|CHUNKING|BINARYMIME/);
    await logIn(client, 'smtp', anna);
    const behind = await client.ask('EHLO client.example', /^250 .*\r\n/m);
    for (const extension of ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'SIZE 3000000'])
      expect(behind).toContain(extension);
    expect(behind).not.toMatch(/DSN|CHUNKING|AUTH|STARTTLS/);
  });

  it('a message that is too large is refused as such, whether its size is told ahead or not', async () => {
    const client = await session();
    expect(await client.ask(`MAIL FROM:<${anna}> SIZE=4000000`, reply)).toMatch(/^552 5\.3\.4 .*link/);
    const large = simple() + `${'x'.repeat(76)}\r\n`.repeat(41_000);
    expect(await send(client, large)).toMatch(/^552 5\.3\.4 /);
    expect(bench.sandbox.api.sent.entries).toEqual([]);
    expect(await send(client, simple())).toMatch(/^250 /);
  });

  it('the octets of a BDAT are taken for nothing else: the session ends', async () => {
    const client = await session();
    client.send(`BDAT 40 LAST\r\nMAIL FROM:<${anna}>\r\n`);
    expect(await client.ended()).toMatch(/421 4\.7\.0/);
  });

  it('another sender works where the mailbox may send as it, and is refused in words where not', async () => {
    const client = await session();
    expect(await send(client, as(bench.sandbox.sharedMailbox))).toMatch(/^250 /);
    expect(await send(client, as('boss@example.org'))).toMatch(/^550 5\.7\.60 .*SendAsDenied/);
  });

  it('no message is for another audience: a token of Graph does not open IMAP, and the other way round', async () => {
    const client = await session();
    await send(client, simple());
    const tokens = [...bench.sandbox.provider.tokens.access.values()];
    const graph = tokens.find(({ audience }) => audience === bench.sandbox.api.origin);
    expect(graph?.scopes).toEqual([`${bench.sandbox.api.origin}/Mail.Send`]);
    expect(bench.sandbox.provider.decide(graph?.value ?? '', anna, 'smtp')).toBe('permission');
    const mail = tokens.find(({ audience }) => audience === 'https://outlook.office.com');
    const response = await fetch(`${bench.sandbox.api.graphUrl}/me/sendMail`, {
      method: 'POST',
      headers: { authorization: `Bearer ${mail?.value ?? ''}`, 'content-type': 'text/plain' },
      body: Buffer.from(simple()).toString('base64'),
    });
    expect(response.status).toBe(401);
  });

  it.each<[string, ApiFault, RegExp]>([
    ['a mailbox without the service', error(404, 'MailboxNotEnabledForRESTAPI'), /^550 5\.1\.1 .*SMTP/],
    ['no permission', error(403, 'ErrorAccessDenied', 'Access is denied.'), /^550 5\.7\.1 .*Mail\.Send/],
    [
      'an application that may not use the mailbox',
      error(403, 'ErrorAccessDenied', 'Access to OData is disabled.'),
      /^550 5\.7\.1 .*two hours/,
    ],
    ['a full mailbox', error(507, 'ErrorQuotaExceeded'), /^452 4\.2\.2 /],
    ['too many recipients today', error(400, 'ErrorExceededMessageLimit'), /^452 4\.5\.3 /],
    ['a blocked sender', error(403, 'ErrorMessageSubmissionBlocked'), /^550 5\.1\.8 /],
    [
      'too large, by the words',
      error(400, 'BadRequest', 'The maximum request length supported is 4MB.'),
      /^552 5\.3\.4 /,
    ],
    ['200 in place of 202', { kind: 'respond', status: 200 }, /^554 5\.6\.0 .*HTTP 200/],
    ['a refusal that nobody knows', error(400, 'ErrorNewKind', 'words'), /^554 5\.6\.0 .*ErrorNewKind words/],
  ])('%s is told as such', async (_what, fault, answer) => {
    bench.sandbox.api.faults.push(fault);
    const client = await session();
    expect(await send(client, simple())).toMatch(answer);
    expect(bench.sandbox.api.sent.entries).toEqual([]);
  });

  it('a provider that asks for more patience than a mail program has is left alone for that time', async () => {
    const busy = { ...error(503, 'ServiceUnavailable', 'busy'), headers: { 'retry-after': '120' } };
    bench.sandbox.api.faults.push(busy);
    await bench.running.addSignedInAccount('mia@example.org', localPassword, 'Graph');
    const client = await session('mia@example.org');
    const message = as('mia@example.org');
    expect(await send(client, message)).toMatch(/^451 4\.3\.2 .*ServiceUnavailable busy/);
    const asked = bench.sandbox.api.posts;
    expect(await send(client, message)).toMatch(/^451 4\.3\.2 .*ServiceUnavailable busy/);
    expect(bench.sandbox.api.posts).toBe(asked);
  });

  it('what is throttled is sent after the time that was asked for', async () => {
    bench.sandbox.api.faults.push({ ...error(429, 'ApplicationThrottled'), headers: { 'retry-after': '1' } });
    const client = await session();
    const before = Date.now();
    expect(await send(client, simple())).toMatch(/^250 /);
    expect(Date.now() - before).toBeGreaterThanOrEqual(990);
    expect(bench.sandbox.api.sent.entries).toHaveLength(1);
  });

  it('a token that is not accepted any more is renewed, and the message sent once', async () => {
    const client = await session();
    bench.sandbox.provider.expireTokensNow();
    expect(await send(client, simple())).toMatch(/^250 /);
    expect(bench.sandbox.api.sent.entries).toHaveLength(1);
  });

  it('a lost answer is not sent twice: without the right to look it up the mail program is told, and nothing repeated', async () => {
    bench.sandbox.api.faults.push({ kind: 'cut-after' });
    const client = await session();
    expect(await send(client, simple('lost'))).toMatch(/^554 5\.4\.2 .*may have been sent.*Sent/);
    expect(bench.sandbox.api.sent.entries).toHaveLength(1);
  });

  it('a service that is not there puts the message off', async () => {
    const { running } = bench;
    const closed = await closedPort();
    await running.run('client-update', {
      client: 'Graph',
      change: { submissionUrl: `http://127.0.0.1:${String(closed)}/v1.0` },
    });
    await running.run('account-authorize', { account: anna });
    const client = await session();
    expect(await send(client, simple())).toMatch(/^451 4\.4\.1 /);
    await running.run('client-update', {
      client: 'Graph',
      change: { submissionUrl: bench.sandbox.api.graphUrl },
    });
    await running.run('account-authorize', { account: anna });
  }, 60_000);
});

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function error(status: number, code: string, message = ''): Extract<ApiFault, { kind: 'respond' }> {
  return { kind: 'respond', status, body: { error: { code, message } } };
}
