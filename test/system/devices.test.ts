import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CommandInput } from '#contract/commands.ts';
import type { DeviceView } from '#contract/views.ts';
import { textOf } from '../support/english.ts';
import { containing } from '../support/matchers.ts';
import { RawClient } from '../support/raw-client.ts';
import { upToVerdict } from '../support/scripted-login.ts';
import { localPassword, SystemBench } from '../support/system-bench.ts';

const anna = 'anna@example.org';
const bo = 'bo@example.org';
const otto = 'otto@elsewhere.example';
const loopback = ['127.0.0.1'];
const reply = /^\d{3} .*\r\n/m;
let bench: SystemBench;

beforeAll(async () => {
  bench = await SystemBench.start();
  const { running, sandbox } = bench;
  await running.addDesktopClient();
  await running.addSignedInAccount(anna, localPassword, 'Sandbox');
  await running.addDesktopClient('Graph', { submission: 'graph', submissionUrl: sandbox.api.graphUrl });
  await running.addSignedInAccount(bo, localPassword, 'Graph');
});
afterEach(async () => {
  for (const { id } of bench.running.gateway.snapshot.devices)
    await bench.running.run('device-remove', { device: id });
  bench.sandbox.smtp.submitted.clear();
  bench.sandbox.api.sent.clear();
  await bench.tidy();
});
afterAll(() => bench.stop());

/** A device on a free port, as it then stands. */
async function device(change: Partial<CommandInput<'device-add'>> = {}): Promise<DeviceView> {
  const { id } = await bench.running.run('device-add', {
    name: 'Printer',
    account: anna,
    listen: { address: '127.0.0.1', port: 0 },
    from: loopback,
    ...change,
  });
  const { devices } = await bench.snapshot((snapshot) =>
    snapshot.devices.some((one) => one.id === id && (one.addresses.length > 0 || one.problem !== undefined)),
  );
  const found = devices.find((one) => one.id === id);
  if (found === undefined) throw new Error('no such device');
  return found;
}

/** What the device hears first. */
async function connected(
  { port }: DeviceView,
  host = '127.0.0.1',
): Promise<{ client: RawClient; banner: string }> {
  const client = bench.keep(await RawClient.connect(port, { host }));
  return { client, banner: await client.until(/\r\n/) };
}

const message = (from: string, body = 'scanned\r\n'): string =>
  `From: Scanner <${from}>\r\nTo: Otto <${otto}>\r\nSubject: a page\r\n\r\n${body}`;

/** HELO to the end of the message, without AUTH; the last answer. */
async function send(
  client: RawClient,
  from: string,
  content: string,
  to: readonly string[] = [otto],
): Promise<string> {
  await client.ask('HELO printer', /^250 .*\r\n/m);
  const mail = await client.ask(`MAIL FROM:<${from}>`, reply);
  if (!mail.startsWith('250')) return mail;
  for (const recipient of to) {
    const rcpt = await client.ask(`RCPT TO:<${recipient}>`, reply);
    if (!rcpt.startsWith('250')) return rcpt;
  }
  await client.ask('DATA', /^354 .*\r\n/m);
  client.send(content);
  return client.ask('.', reply);
}

const submitted = (): { from: string; to: readonly string[]; text: string; username: string }[] =>
  bench.sandbox.smtp.submitted.entries.map(({ from, to, raw, username }) => ({
    from,
    to,
    username,
    text: raw.toString('latin1'),
  }));

describe('a device that cannot log in', () => {
  it('sends by HELO and MAIL alone from an address that is named, as the account, and answers go to who stood in From', async () => {
    const printer = await device();
    const { client, banner } = await connected(printer);
    expect(banner).toMatch(/^220 /);
    expect(await client.ask('EHLO printer', /^250 .*\r\n/m)).not.toContain('AUTH');
    const content = message('scan@office.example', '.dot\r\nGr\xfc\xdfe\r\n').replace(
      '\r\n.dot',
      '\r\n..dot',
    );
    expect(await send(client, 'root@localhost', content)).toMatch(/^250 /);
    expect(submitted()).toHaveLength(1);
    expect(submitted()[0]).toMatchObject({ from: anna, to: [otto], username: anna });
    const { text = '' } = submitted()[0] ?? {};
    expect(text).toContain(
      `From: "Scanner" <${anna}>\r\nReply-To: <scan@office.example>\r\nTo: Otto <${otto}>`,
    );
    expect(text).toContain('\r\n\r\n.dot\r\n');
    // a second message on the same connection
    expect(await send(client, anna, message(anna), [otto, bo])).toMatch(/^250 /);
    expect(submitted()[1]).toMatchObject({ to: [otto, bo], text: containing(message(anna)) });
    const noted = await bench.activity(({ kind }) => kind === 'message-sent');
    expect(textOf(noted.text)).toBe(`Printer sent a message as ${anna} to 1 recipient.`);
    expect(await client.ask('QUIT', /^221 .*\r\n/m)).toMatch(/^221/);
  });

  it('sends by Microsoft Graph where its account does', async () => {
    const { client } = await connected(await device({ account: bo }));
    expect(await send(client, 'root@localhost', message('root@localhost'))).toMatch(/^250 /);
    const [sent] = bench.sandbox.api.sent.entries;
    expect(sent?.recipients).toEqual([otto]);
    expect(sent?.raw.toString()).toBe(
      message('root@localhost').replace('From: Scanner <root@localhost>', `From: "Scanner" <${bo}>`),
    );
  });

  it('from an address that is not named nothing is taken: 554 in the place of the greeting, and one line of the activity', async () => {
    const printer = await device({ from: ['192.0.2.0/24', '2001:db8::/32'] });
    const after = bench.activityNow;
    for (let times = 0; times < 5; times += 1) {
      const { client, banner } = await connected(printer);
      expect(banner).toMatch(/^554 5\.7\.1 /);
      await client.ended();
    }
    const refused = bench.running.gateway.activity.entries({ after });
    expect(refused.map(({ text }) => textOf(text))).toEqual([
      '127.0.0.1 tried to send on the port of Printer, and is not among those who may. Nothing was taken.',
    ]);
  });

  it('where only one sender may, every other one is refused with 553, in the envelope and in From', async () => {
    const { client } = await connected(await device({ senderPolicy: 'refuse' }));
    expect(await send(client, 'root@localhost', message(anna))).toMatch(/^553 5\.7\.1 .*root@localhost/);
    expect(await send(client, anna.toUpperCase(), message('other@example.org'))).toMatch(
      /^553 5\.7\.1 .*other@example\.org/,
    );
    expect(submitted()).toEqual([]);
    expect(await send(client, anna, message(anna))).toMatch(/^250 /);
    expect(submitted()).toHaveLength(1);
  });

  it('sends only so many messages an hour', async () => {
    const { client } = await connected(await device({ limitPerHour: 2 }));
    expect(await send(client, anna, message(anna))).toMatch(/^250 /);
    expect(await send(client, anna, message(anna))).toMatch(/^250 /);
    expect(await send(client, anna, message(anna))).toMatch(/^452 4\.7\.1 .*2 messages within an hour/);
    expect(submitted()).toHaveLength(2);
    const printer = (await bench.snapshot(({ devices }) => devices[0]?.sentLately === 2)).devices[0];
    expect(printer?.limitPerHour).toBe(2);
  });

  it('a recipient that the provider refuses is refused with its words, and the others get the message', async () => {
    const { client } = await connected(await device());
    await client.ask('EHLO printer', /^250 .*\r\n/m);
    expect(await client.ask(`MAIL FROM:<${anna}> BODY=8BITMIME`, reply)).toMatch(/^250 /);
    expect(await client.ask('RCPT TO:<no address>', reply)).toMatch(/^5\d\d /);
    expect(await client.ask(`RCPT TO:<${otto}>`, reply)).toMatch(/^250 /);
    await client.ask('DATA', /^354 .*\r\n/m);
    client.send(message(anna));
    expect(await client.ask('.', reply)).toMatch(/^250 /);
    expect(submitted()[0]?.to).toEqual([otto]);
  });

  it('a sender that no server would take is replaced, and an international domain goes on as every server knows it', async () => {
    const upstream = await bench.scripted('smtp');
    const address = bench.scriptedAddress;
    const { client } = await connected(await device({ account: address, sender: 'scan@bücher.example' }));
    await client.ask('HELO printer', /^250 .*\r\n/m);
    for (const from of ['root@HP_2', 'user.@example.com']) {
      const accepted = client.ask(`MAIL FROM:<${from}>`, reply);
      const server = await upstream.next();
      await upToVerdict(server, 'smtp');
      server.send('235 2.7.0 come in\r\n');
      expect(await server.until(/\r\n/)).toBe('MAIL FROM:<scan@xn--bcher-kva.example>\r\n');
      server.send('250 2.1.0 yes\r\n');
      expect(await accepted).toMatch(/^250 /);
      const known = client.ask('RCPT TO:<info@xn--bcher-kva.example>', reply);
      expect(await server.until(/\r\n/)).toBe('RCPT TO:<info@xn--bcher-kva.example>\r\n');
      server.send('250 2.1.5 yes\r\n');
      expect(await known).toMatch(/^250 /);
      await client.ask('RSET', reply);
    }
    expect(await client.ask('MAIL FROM:<scanner>', reply)).toMatch(/^501 /);
  });

  it('a device that hangs up in the middle of a message has sent nothing', async () => {
    const { client } = await connected(await device());
    await client.ask('HELO printer', /^250 .*\r\n/m);
    await client.ask(`MAIL FROM:<${anna}>`, reply);
    await client.ask(`RCPT TO:<${otto}>`, reply);
    await client.ask('DATA', /^354 .*\r\n/m);
    const left = bench.sandbox.smtp.openConnections;
    client.send(message(anna));
    client.destroy();
    await vi.waitFor(() => expect(bench.sandbox.smtp.openConnections).toBeLessThan(left));
    expect(submitted()).toEqual([]);
  });

  it('has to begin with TLS, or with STARTTLS, where that is set', async () => {
    const authority = await bench.running.run('local-authority', {});
    const inTls = await device({ security: 'tls' });
    const client = bench.keep(await RawClient.connect(inTls.port, { ca: authority.pem }));
    expect(await client.until(/\r\n/)).toMatch(/^220 /);
    expect(await send(client, anna, message(anna))).toMatch(/^250 /);
    const later = await device({ name: 'Scanner', security: 'starttls' });
    const { client: plain } = await connected(later);
    expect(await plain.ask('EHLO scanner', /^250 .*\r\n/m)).toContain('STARTTLS');
    expect(await plain.ask(`MAIL FROM:<${anna}>`, reply)).toMatch(/^530 5\.7\.0 /);
    await plain.ask('STARTTLS', /^220 .*\r\n/m);
    await plain.secure(authority.pem);
    expect(await send(plain, anna, message(anna))).toMatch(/^250 /);
    expect(submitted()).toHaveLength(2);
  });

  it('that begins with TLS where it does not come first is hung up on, and the activity says what to choose', async () => {
    const { port } = await device({ security: 'starttls' });
    await expect(RawClient.connect(port, { ca: bench.sandbox.ca })).rejects.toThrow();
    const noted = await bench.activity(({ details }) => details?.['reason'] === 'tls-on-plain-port');
    expect(textOf(noted.text)).toContain('Choose STARTTLS or no encryption there for this port');
  });

  it('that speaks ahead of the greeting is heard', async () => {
    const client = bench.keep(await RawClient.connect((await device()).port));
    expect(await send(client, anna, message(anna))).toMatch(/^250 /);
    expect(client.received.toString()).toMatch(/^220 .*\r\n250 /);
  });

  it('a paused device’s port is closed, and a port that is in use says so and names a free one', async () => {
    const printer = await device();
    await bench.running.run('device-pause', { device: 'Printer' });
    await expect(RawClient.connect(printer.port)).rejects.toThrow(/ECONNREFUSED/);
    await bench.running.run('device-resume', { device: 'printer' });
    const again = (await bench.snapshot(({ devices }) => devices[0]?.addresses.length === 1)).devices[0];
    expect(again?.paused).toBe(false);
    const taken = await device({
      name: 'Scanner',
      listen: { address: '127.0.0.1', port: bench.running.port('imap') },
    });
    expect(taken.problem?.code).toBe('port-in-use');
    expect(taken.problem?.freePort).toBeGreaterThan(bench.running.port('imap'));
  });

  it('an account that has to be signed in puts the message off, and says so', async () => {
    const { running } = bench;
    await running.run('account-add', {
      address: 'dora@example.org',
      client: 'Sandbox',
      password: localPassword,
    });
    const { client } = await connected(await device({ account: 'dora@example.org' }));
    expect(await send(client, anna, message(anna))).toMatch(/^451 4\.7\.0 .*dora@example\.org/);
    const noted = await bench.activity(({ kind, peer }) => kind === 'login-refused' && peer === '127.0.0.1');
    expect(textOf(noted.text)).toMatch(/^Printer could not send: dora@example\.org/);
    await running.run('account-remove', { account: 'dora@example.org' });
    expect(running.gateway.snapshot.devices).toEqual([]);
  });

  it.each([
    ['no network', { from: ['office'] }],
    ['everybody', { from: ['0.0.0.0/0'] }],
    ['nobody', { from: [] }],
    ['an address by name', { listen: { address: 'localhost', port: 2525 } }],
  ])('%s cannot be set', async (_, change) => {
    const result = await bench.running.gateway.run('device-add', {
      name: 'Printer',
      account: anna,
      listen: { address: '127.0.0.1', port: 0 },
      from: loopback,
      ...change,
    });
    expect(result).toMatchObject({ ok: false, code: 'bad-input' });
  });
});

describe('the settings of devices', () => {
  it('are kept, and no secret is among them', async () => {
    await device({ sender: 'scanner@example.org' });
    const kept = await readFile(`${bench.folder}/data/settings.json`, 'utf8');
    expect(kept).toContain('"scanner@example.org"');
    expect(kept).toContain('"limitPerHour": 100');
  });
});
