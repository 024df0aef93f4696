import { createServer } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ApiFault, ApiMessage } from '../support/sandbox/mail-api.ts';
import type { RawClient } from '../support/raw-client.ts';
import type { Submission } from '#contract/submission.ts';
import { verbatim } from '#messages/message.ts';
import { textOf } from '../support/english.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import { localPassword, logIn, SystemBench } from '../support/system-bench.ts';
import { listening } from '../support/listening.ts';

let bench: SystemBench;
const clock = new ForwardClock();
const anna = 'anna@example.org';
const bo = 'bo@example.org';

beforeAll(async () => {
  bench = await SystemBench.start({ clock, sandbox: { settings: { deviceInterval: 1 } } });
  const { running } = bench;
  await addClient('Graph', 'authorization-code', 'graph');
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

/** A client of people that may read and send, and what it sends by. */
async function addClient(
  name: string,
  grant: 'authorization-code' | 'device-code',
  submission: Submission,
): Promise<void> {
  const { running, sandbox } = bench;
  const scope =
    'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access';
  await running.addDesktopClient(name, { grant, scope, submission, submissionUrl: sandbox.api.graphUrl });
}

/** Signs an account in, whose person types elsewhere what codes there are. @returns what each code was for */
async function signIn(address: string): Promise<readonly string[]> {
  const asked: string[] = [];
  const shown = bench.running.gateway.onSignIn(({ userCode, why }) => {
    if (userCode === undefined) return;
    asked.push(why === undefined ? '' : textOf(why));
    expect(bench.sandbox.provider.approveDevice(userCode, address)).toBe(true);
  });
  try {
    await bench.running.run('account-authorize', { account: address });
  } finally {
    shown();
  }
  return asked;
}

/** A session that is logged in. */
async function session(user = anna): Promise<RawClient> {
  const client = await bench.greeted('smtp');
  expect(await logIn(client, 'smtp', user)).toMatch(/^235 /);
  return client;
}

/** Waits for each of these pauses of the gateway, in milliseconds, and lets it be over. */
async function shorten(...pauses: readonly number[]): Promise<void> {
  for (const length of pauses) {
    await clock.nextTimer(length);
    clock.forward(length);
  }
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
  it('a sender’s spelling is nobody’s business, as the mailbox is the sender; a recipient’s is', async () => {
    const client = await session();
    expect(await send(client, simple('spelling'), [bo], 'root@HP_2')).toMatch(/^250 /);
    expect(await send(client, simple('dot'), [bo], 'user.@example.com')).toMatch(/^250 /);
    await client.ask(`MAIL FROM:<${anna}>`, /^250 .*\r\n/m);
    expect(await client.ask('RCPT TO:<bo@a.example,b.example>', reply)).toMatch(/^553 5\.1\.3 /);
    expect(await client.ask('RCPT TO:<bo@bücher.example>', reply)).toMatch(/^250 /);
    expect(await client.ask('RCPT TO:<bo@[192.0.2.1]>', reply)).toMatch(/^250 /);
  });

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

  it.each([
    [
      'a signature of S/MIME',
      [
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256;\r\n\tboundary="b"',
        'signed text with a space at the end \r\n\tand a tab\t\r\n-- \r\nFrom here\r\n',
        'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB\r\n',
      ],
    ],
    [
      'an encrypted message of PGP/MIME',
      [
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b',
        'Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n',
        'Content-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nwcBM\r\n=abcd\r\n-----END PGP MESSAGE-----\r\n',
      ],
    ],
  ])(
    '%s is posted octet by octet, though a blind copy is written into the header',
    async (_, [type = '', ...parts]) => {
      const body = `${parts.map((part) => `--b\r\n${part}`).join('\r\n')}\r\n--b--\r\n`;
      const message = simple('sealed').replace(
        '\r\n\r\nhello\r\n',
        `\r\nMIME-Version: 1.0\r\n${type}\r\n\r\n${body}`,
      );
      const client = await session();
      expect(await send(client, message, [bo, 'hidden@elsewhere.example'])).toMatch(/^250 /);
      expect(last().recipients.toSorted()).toEqual([bo, 'hidden@elsewhere.example']);
      expect(last().raw.toString('latin1')).toBe(`Bcc: <hidden@elsewhere.example>\r\n${message}`);
    },
  );

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

  it('what the API refuses names the account, not the API’s own word for it', async () => {
    bench.sandbox.api.faults.push(error(403, 'ErrorSendAsDenied', 'not as this sender'));
    const client = await session();
    expect(await send(client, simple())).toMatch(/^550 5\.7\.60 .*anna@example\.org/);
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
    const fred = 'fred@example.org';
    await bench.running.addSignedInAccount(fred, localPassword, 'Graph');
    const client = await session(fred);
    const message = as(fred);
    expect(await send(client, message)).toMatch(/^451 4\.3\.2 .*ServiceUnavailable busy/);
    const asked = bench.sandbox.api.posts;
    expect(await send(client, message)).toMatch(/^451 4\.3\.2 .*ServiceUnavailable busy/);
    expect(bench.sandbox.api.posts).toBe(asked);
  });

  it('what is throttled is sent after the time that was asked for', async () => {
    bench.sandbox.api.faults.push({ ...error(429, 'ApplicationThrottled'), headers: { 'retry-after': '1' } });
    const client = await session();
    const shortened = shorten(1_000);
    expect(await send(client, simple())).toMatch(/^250 /);
    await shortened;
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
    const shortened = shorten(1_000, 2_000);
    expect(await send(client, simple())).toMatch(/^451 4\.4\.1 /);
    await shortened;
    await running.run('client-update', {
      client: 'Graph',
      change: { submissionUrl: bench.sandbox.api.graphUrl },
    });
    await running.run('account-authorize', { account: anna });
  }, 60_000);
});

describe('from an organization that has SMTP switched off to a sent message', () => {
  const disabled =
    '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.';

  it.each(['authorization-code', 'device-code'] as const)(
    'the refusal offers the other way, switching tells what it needs, and one sign-in later it is sent (%s)',
    async (grant) => {
      const { running, sandbox } = bench;
      await addClient(`By SMTP, ${grant}`, grant, 'smtp');
      await running.run('account-add', { address: bo, client: `By SMTP, ${grant}`, password: localPassword });
      await signIn(bo);
      expect((await bench.account(bo)).submissions).toEqual(['smtp', 'graph', 'gmail']);
      sandbox.smtp.faults.nextLogin({ kind: 'refuse', text: disabled }, 2);
      expect(await bench.answer('smtp', bo)).toMatch(/^535 .*switched off/);
      const refused = await bench.account(bo);
      expect(refused).toMatchObject({
        state: 'refused',
        sendsBy: 'smtp',
        problem: { remedy: 'send-by-api' },
      });
      expect(textOf(refused.problem?.fix ?? verbatim(''))).toContain('Send through Microsoft Graph instead');

      const switched = await running.run('account-submission', { account: bo, submission: 'graph' });
      expect(switched).toMatchObject({ sendsBy: 'graph', needs: 'sign-in' });
      expect(textOf(switched.problem?.message ?? verbatim(''))).toContain(bo);
      expect(await bench.account(bo)).toMatchObject({ sendsBy: 'graph', state: 'needs-sign-in' });
      const codes = await signIn(bo);
      // a code is for one audience only
      if (grant === 'device-code') expect(codes).toEqual(['', expect.stringMatching(/for sending through/)]);
      else expect(codes).toEqual([]);
      expect(await running.run('account-submission', { account: bo, submission: 'graph' })).toMatchObject({
        needs: 'nothing',
      });

      const client = await session(bo);
      expect(await send(client, as(bo))).toMatch(/^250 /);
      expect(last()).toMatchObject({ api: 'graph', mailbox: bo });
      // and mail is read as before
      expect(await bench.answer('imap', bo)).toMatch(/^a1 OK/);
      const after = await running.run('check', { account: bo });
      expect(
        after.steps.filter(({ protocol }) => protocol === 'smtp').map(({ name, ok }) => [name, ok]),
      ).toEqual([
        ['token', true],
        ['permissions', true],
        ['login', true],
      ]);
      expect(sandbox.api.sent.entries).toHaveLength(1);
      await running.run('account-remove', { account: bo });
    },
  );

  it('a way that the provider does not have is refused', async () => {
    await bench.running.addDesktopClient('Smtp only');
    await bench.running.run('account-add', { address: 'pia@outlook.example', client: 'Smtp only' });
    const switching = bench.running.run('account-submission', {
      account: 'pia@outlook.example',
      submission: 'graph',
    });
    await expect(switching).rejects.toThrow(/no address at which Microsoft Graph takes mail/);
  });
});

describe('an application sends without anybody', () => {
  beforeAll(async () => {
    const { running, sandbox } = bench;
    await running.addAppOnlyClient('App', undefined, {
      submission: 'graph',
      submissionUrl: sandbox.api.graphUrl,
    });
    await running.run('account-add', { address: '*@example.org', client: 'App', password: localPassword });
  });

  it('each mailbox that it may use, as itself; another is refused in words', async () => {
    const office = bench.sandbox.sharedMailbox;
    expect(await send(await session(office), as(office))).toMatch(/^250 /);
    expect(last().mailbox).toBe(office);
    expect(await send(await session('dora@example.org'), as('dora@example.org'))).toMatch(
      /^550 5\.7\.1 .*dora@example\.org.*Access to OData is disabled/,
    );
  });

  it('where the token may read mail, a lost answer is asked for: what was taken is not sent again, what was not is', async () => {
    const { sandbox } = bench;
    const { directory } = sandbox.provider;
    const app = sandbox.clients.appOnly;
    directory.addClient({ ...app, graphPermissions: ['Mail.Send', 'Mail.ReadBasic'] });
    sandbox.provider.expireTokensNow();
    const office = sandbox.sharedMailbox;
    const message = (id: string): string => `Message-ID: <${id}@example.org>\r\n${as(office)}`;
    const client = await session(office);
    // the token of before is no longer accepted: the next one names what the application may do now
    expect(await send(client, as(office))).toMatch(/^250 /);
    sandbox.api.sent.clear();
    const before = sandbox.api.posts;
    sandbox.api.faults.push({ kind: 'cut-after' });
    expect(await send(client, message('taken'))).toMatch(/^250 /);
    expect(sandbox.api.sent.entries).toHaveLength(1);
    sandbox.api.faults.push({ kind: 'cut-before' });
    const shortened = shorten(2_000, 5_000, 1_000);
    expect(await send(client, message('lost'))).toMatch(/^250 /);
    await shortened;
    expect(sandbox.api.sent.entries).toHaveLength(2);
    expect(sandbox.api.posts - before).toBe(3);
    directory.addClient(app);
  });

  it('a right that Exchange alone knows of, and no token, is enough; the check says so', async () => {
    const { sandbox, running } = bench;
    const { directory } = sandbox.provider;
    const app = sandbox.clients.appOnly;
    directory.addClient({ ...app, graphPermissions: [], mailSendByExchange: true });
    sandbox.provider.expireTokensNow();
    const office = sandbox.sharedMailbox;
    expect(await send(await session(office), as(office))).toMatch(/^250 /);
    const { steps } = await running.run('check', { account: '*@example.org', mailbox: office });
    const [permissions] = steps.filter(({ name, protocol }) => name === 'permissions' && protocol === 'smtp');
    expect(permissions?.ok).toBe(true);
    expect(textOf(permissions?.message ?? verbatim(''))).toContain('Application Mail.Send');
    directory.addClient(app);
  });
});

describe('mail goes through the Gmail API', () => {
  beforeAll(async () => {
    const { running } = bench;
    await running.addGmailClient();
    await running.addSignedInAccount('mia@example.org', localPassword, 'Gmail').catch(() => undefined);
    await running.run('account-switch-client', { account: 'mia@example.org', client: 'Gmail' });
    await running.run('account-authorize', { account: 'mia@example.org' });
  });
  const mia = 'mia@example.org';

  it('by the token for mail, octet by octet, with blind copies ahead of the MIME fields', async () => {
    const client = await session(mia);
    const message = as(mia).replace('\r\n\r\n', '\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n');
    expect(await send(client, message, [bo, 'blind@example.com'])).toMatch(/^250 /);
    expect(last()).toMatchObject({ api: 'gmail', mailbox: mia, recipients: [bo, 'blind@example.com'] });
    expect(last().raw.toString()).toBe(`Bcc: <blind@example.com>\r\n${message}`);
    expect(last().delivered.toString()).toBe(message);
  });

  it('a lost answer is asked for: what has arrived is not sent again, what has not is', async () => {
    const client = await session(mia);
    bench.sandbox.api.faults.push({ kind: 'cut-after' });
    expect(await send(client, as(mia))).toMatch(/^250 /);
    expect(bench.sandbox.api.sent.entries).toHaveLength(1);
    bench.sandbox.api.faults.push({ kind: 'cut-before' });
    const before = bench.activityNow;
    const shortened = shorten(2_000, 5_000, 1_000);
    expect(await send(client, as(mia))).toMatch(/^250 /);
    await shortened;
    expect(bench.sandbox.api.sent.entries).toHaveLength(2);
    // for all that is known it has been sent before
    const entry = await bench.activity(({ kind }) => kind === 'message-sent', { after: before });
    expect(textOf(entry.text)).toMatch(/sent again: it may arrive twice\.$/);
  }, 60_000);

  it.each<[string, number, string, RegExp]>([
    ['a project without the API', 403, 'accessNotConfigured', /^550 5\.7\.1 .*Google Cloud console/],
    ['a mailbox without Gmail', 400, 'failedPrecondition', /^550 5\.1\.1 /],
    ['the limit of the day', 403, 'dailyLimitExceeded', /^452 4\.5\.3 /],
  ])('%s is told as such', async (_what, status, reason, answer) => {
    bench.sandbox.api.faults.push({ kind: 'respond', status, body: { error: { errors: [{ reason }] } } });
    expect(await send(await session(mia), as(mia))).toMatch(answer);
  });
});

describe('many messages at once', () => {
  it('of a mailbox never more than four are on their way; the others wait', async () => {
    const hold = Promise.withResolvers<void>();
    const { api } = bench.sandbox;
    api.held = hold.promise;
    api.mostAtOnce = 0;
    const before = api.posts;
    const clients = await Promise.all(Array.from({ length: 7 }, () => session()));
    const answers = clients.map((client, at) => send(client, simple(`m${String(at)}`)));
    await vi.waitFor(() => expect(api.posts - before).toBe(4));
    hold.resolve();
    expect((await Promise.all(answers)).every((answer) => answer.startsWith('250'))).toBe(true);
    expect(api.mostAtOnce).toBe(4);
    expect(new Set(api.sent.entries.map(({ raw }) => raw.toString())).size).toBe(7);
  });

  it('300 under throttling and random faults: none is lost, none sent twice, each refused one refused in words', async () => {
    const { api } = bench.sandbox;
    const random = seeded(20_261_126);
    api.mood = () => {
      const luck = random();
      if (luck < 0.09) return { ...error(429, 'ApplicationThrottled'), headers: { 'retry-after': '0' } };
      if (luck < 0.15) return { ...error(503, 'ServiceUnavailable'), headers: { 'retry-after': '0' } };
      if (luck < 0.18) return error(403, 'ErrorSendAsDenied', 'not as this sender');
      if (luck < 0.195) return error(507, 'ErrorQuotaExceeded', 'full');
      if (luck < 0.21) return { kind: 'cut-after' };
      if (luck < 0.225) return { kind: 'cut-before' };
      return undefined;
    };
    const answers = new Map<string, string>();
    const waiting = Array.from({ length: 300 }, (_, at) => `bulk-${String(at)}`);
    const worker = async (): Promise<void> => {
      const client = await session();
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        await client.ask(`MAIL FROM:<${anna}>\r\nRCPT TO:<${bo}>\r\nDATA`, /^354 .*\r\n/m);
        client.send(simple(id));
        answers.set(id, await client.ask('.', reply));
      }
    };
    await Promise.all(Array.from({ length: 4 }, worker));
    const sent = api.sent.entries.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw.toString())?.[1] ?? '');
    expect(sent).toHaveLength(new Set(sent).size);
    const taken = [...answers].filter(([, answer]) => answer.startsWith('250')).map(([id]) => id);
    const unclear = [...answers].filter(([, answer]) => answer.startsWith('554 5.4.2')).map(([id]) => id);
    expect(answers.size).toBe(300);
    expect(taken.length).toBeGreaterThan(250);
    expect(taken.filter((id) => !sent.includes(id))).toEqual([]);
    // what was sent and not acknowledged, the mail program was told so
    expect(sent.filter((id) => !taken.includes(id) && !unclear.includes(id))).toEqual([]);
    for (const answer of answers.values()) expect(answer).toMatch(/^(?:250|[45]\d\d \d\.\d+\.\d+ \S+ \S+)/);
  }, 60_000);
});

/** The same numbers from 0 to below 1 each time (a linear congruential generator). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function error(status: number, code: string, message = ''): Extract<ApiFault, { kind: 'respond' }> {
  return { kind: 'respond', status, body: { error: { code, message } } };
}
