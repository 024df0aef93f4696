import { once } from 'node:events';
import { X509Certificate } from 'node:crypto';
import net from 'node:net';
import tls, { type PeerCertificate, type SecureContext, type TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { LocalTls } from '#core/relay/local-tls.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { notContaining } from '../../support/matchers.ts';
import { MemoryDisk, MemoryVault } from '../../support/memory-vault.ts';
import { listening } from '../../support/listening.ts';

const day = 24 * 60 * 60 * 1000;

function localTls(
  options: {
    readonly disk?: MemoryDisk;
    readonly clock?: FakeClock;
    readonly machine?: readonly string[];
  } = {},
) {
  // certificates are judged by the computer's own clock
  const clock = options.clock ?? new FakeClock(Date.now());
  const vault = new MemoryVault(options.disk ?? new MemoryDisk());
  const machineNames = (): readonly string[] => options.machine ?? [];
  return { clock, vault, local: new LocalTls({ vault, clock, machineNames }) };
}

interface Peer {
  readonly socket: TLSSocket;
  readonly certificate: PeerCertificate;
}

/** Serves with this context on an address and connects to it as a mail program that trusts the authority. */
async function meet(
  secureContext: SecureContext,
  client: tls.ConnectionOptions,
  address = '127.0.0.1',
): Promise<Peer> {
  const server = net.createServer((socket) => {
    const secured = new tls.TLSSocket(socket, { isServer: true, secureContext });
    secured.on('error', () => {});
    onTestFinished(() => void secured.destroy());
  });
  const port = await listening(server, address);
  onTestFinished(() => void server.close());
  const socket = tls.connect({ port, host: address, ...client });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return { socket, certificate: socket.getPeerCertificate() };
}

async function serialOf(local: LocalTls): Promise<string> {
  const { certificate } = await meet((await local.certificate()).secureContext, {
    rejectUnauthorized: false,
  });
  return certificate.serialNumber;
}

function pemOf(authority: string): string {
  return authority.trim();
}

test.each([
  ['localhost', '127.0.0.1', { servername: 'localhost' }],
  ['127.0.0.1', '127.0.0.1', {}],
  ['::1', '::1', {}],
])('a mail program that trusts the authority accepts the certificate for %s', async (_, address, client) => {
  const { local } = localTls();
  const { socket } = await meet(
    (await local.certificate()).secureContext,
    { ca: await local.authority(), ...client },
    address,
  );
  expect(socket.authorized).toBe(true);
  expect(socket.getProtocol()).toBe('TLSv1.3');
});

test('it does not accept the certificate for another name', async () => {
  const { local } = localTls();
  const { secureContext: context } = await local.certificate();
  const ca = await local.authority();
  for (const servername of ['mail.example.org', 'localhost.example.org', 'outlook.office365.com']) {
    await expect(meet(context, { ca, servername })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  }
});

test('a mail program that does not trust the authority refuses', async () => {
  const { local } = localTls();
  const other = localTls();
  const { secureContext: context } = await local.certificate();
  await expect(meet(context, {})).rejects.toMatchObject({ code: 'SELF_SIGNED_CERT_IN_CHAIN' });
  await expect(meet(context, { ca: await other.local.authority() })).rejects.toThrow();
});

test('a device that speaks only TLS 1.2 is served, one that speaks only 1.1 is not', async () => {
  const { local } = localTls();
  const ca = await local.authority();
  const { secureContext: context } = await local.certificate();
  const { socket } = await meet(context, { ca, maxVersion: 'TLSv1.2' });
  expect(socket.getProtocol()).toBe('TLSv1.2');
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await expect(meet(context, { ca, ...old })).rejects.toMatchObject({
    code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  });
});

test('the leaf lives no longer than Apple allows, and can sign nothing', async () => {
  const { local } = localTls();
  const { certificate } = await meet((await local.certificate()).secureContext, {
    ca: await local.authority(),
  });
  const days = (Date.parse(certificate.valid_to) - Date.parse(certificate.valid_from)) / day;
  expect(days).toBeLessThanOrEqual(825);
  expect(days).toBeGreaterThan(397);
  expect(certificate.subject.CN).toBe('localhost');
  expect(certificate.ca).toBe(false);
});

test('no two have the same serial number, and each is positive and of sixteen octets', async () => {
  const serials: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    const { local } = localTls();
    serials.push(await serialOf(local), new X509Certificate(await local.authority()).serialNumber);
  }
  for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
  expect(new Set(serials).size).toBe(serials.length);
});

test('certificates are kept across restarts, in the vault', async () => {
  const disk = new MemoryDisk();
  const before = localTls({ disk });
  const [authority, serial] = [await before.local.authority(), await serialOf(before.local)];
  const after = localTls({ disk });
  expect(pemOf(await after.local.authority())).toBe(pemOf(authority));
  expect(await serialOf(after.local)).toBe(serial);
  expect(after.vault.written).toEqual([]);
  expect([...disk.entries.keys()]).toEqual(['local-tls']);
});

test('two that start at once make one authority between them', async () => {
  const disk = new MemoryDisk();
  const [one, two] = [localTls({ disk }), localTls({ disk })];
  const [first, second] = await Promise.all([one.local.authority(), two.local.authority()]);
  expect(first).toBe(second);
});

test('near its end the certificate is renewed, by the same authority', async () => {
  const disk = new MemoryDisk();
  const clock = new FakeClock(Date.now());
  const { local } = localTls({ disk, clock });
  const [authority, serial] = [await local.authority(), await serialOf(local)];
  clock.jump(769 * day);
  expect(await serialOf(local)).toBe(serial);
  clock.jump(2 * day);
  const renewed = await serialOf(local);
  expect(renewed).not.toBe(serial);
  expect(await local.authority()).toBe(authority);
  // kept, too
  expect(await serialOf(localTls({ disk, clock }).local)).toBe(renewed);
});

test('a renewed certificate is accepted by whoever trusted the authority before', async () => {
  // made a good while ago, so that its successor is valid today
  const clock = new FakeClock(Date.now() - 780 * day);
  const { local } = localTls({ clock });
  const trusted = await local.authority();
  const serial = await serialOf(local);
  clock.jump(780 * day);
  const { socket, certificate } = await meet((await local.certificate()).secureContext, { ca: trusted });
  expect(socket.authorized).toBe(true);
  expect(certificate.serialNumber).not.toBe(serial);
});

test('an authority is renewed months before its end: who trusts the former one goes on until then', async () => {
  const clock = new FakeClock(Date.now() - 1_006 * day);
  const { local } = localTls({ clock });
  const former = await local.authority();
  expect((await local.certificate()).replaced).toBeUndefined();
  clock.jump(1_004 * day);
  expect(await local.authority()).toBe(former);
  clock.jump(2 * day);
  const next = await local.authority();
  expect(next).not.toBe(former);
  const { secureContext, replaced } = await local.certificate();
  expect(replaced?.why).toBe('renewed');
  // 1,095 days after it was made: in about 89 days
  expect(replaced?.formerUntil).toBe(clock.now() + 89 * day);
  for (const ca of [former, next]) {
    const { socket } = await meet(secureContext, { ca, servername: 'localhost' });
    expect(socket.authorized).toBe(true);
  }
  // whoever has not heard of it in two months is not told for ever
  clock.jump(61 * day);
  expect((await local.certificate()).replaced).toBeUndefined();
});

test('the authority is good for three years at most', async () => {
  const { local } = localTls();
  const { validFromDate, validToDate } = new X509Certificate(await local.authority());
  expect((validToDate.getTime() - validFromDate.getTime()) / day).toBeLessThanOrEqual(3 * 366);
});

const lan = ['pc.example.org', 'pc.local', '192.168.1.5', 'fd00::5'];

test.each([
  ['pc.example.org', { servername: 'pc.example.org' }],
  ['pc.local', { servername: 'pc.local' }],
  ['192.168.1.5', { checkServerIdentity: named('192.168.1.5') }],
  ['fd00::5', { checkServerIdentity: named('fd00::5') }],
  ['localhost', { servername: 'localhost' }],
])('a device of the network that trusts the authority accepts the certificate for %s', async (_, client) => {
  const { local } = localTls({ machine: lan });
  const { secureContext, names } = await local.certificate(lan);
  expect(names).toEqual(['localhost', '127.0.0.1', '::1', ...lan]);
  const { socket } = await meet(secureContext, { ca: await local.authority(), ...client });
  expect(socket.authorized).toBe(true);
});

test('it does not accept it for an address that this machine does not have', async () => {
  const { local } = localTls();
  const { secureContext } = await local.certificate(lan);
  const ca = await local.authority();
  await expect(meet(secureContext, { ca, checkServerIdentity: named('192.168.1.6') })).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
  await expect(meet(secureContext, { ca, servername: 'other.local' })).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
});

test('a new address is named by a new certificate of the same authority; one that is gone stays in it', async () => {
  const disk = new MemoryDisk();
  const { local } = localTls({ disk, machine: ['pc'] });
  const authority = await local.authority();
  expect((await local.certificate(['pc', '10.0.0.1'])).added).toEqual(['pc', '10.0.0.1']);
  const serial = await serialOf(local);
  // the address vanished, or nobody else is let in any more: whoever trusts the certificate itself is not asked again
  for (const wanted of [['pc'], [], ['pc', '10.0.0.1']]) {
    expect((await local.certificate(wanted)).added).toEqual([]);
    expect(await serialOf(local)).toBe(serial);
  }
  const { names, added } = await local.certificate(['pc', '10.0.0.2']);
  expect(added).toEqual(['10.0.0.2']);
  expect(names).toEqual(['localhost', '127.0.0.1', '::1', 'pc', '10.0.0.2', '10.0.0.1']);
  expect(await local.authority()).toBe(authority);
  expect(await serialOf(local)).not.toBe(serial);
  // kept, too
  expect((await localTls({ disk }).local.certificate(['10.0.0.2'])).names).toEqual(names);
});

test('IPv6 addresses, which change each day, are named but are no reason for a new certificate', async () => {
  const { local } = localTls();
  await local.certificate(['pc', '2001:db8::1']);
  const serial = await serialOf(local);
  expect((await local.certificate(['pc', '2001:db8::2'])).names).not.toContain('2001:db8::2');
  expect(await serialOf(local)).toBe(serial);
  expect((await local.certificate(['pc', '10.0.0.1', '2001:db8::3'])).added).toEqual([
    '10.0.0.1',
    '2001:db8::3',
  ]);
});

test('a computer that is carried through many networks has the names of the last ones', async () => {
  const { local } = localTls();
  for (let network = 1; network <= 60; network += 1) await local.certificate([`10.0.${network}.1`]);
  const { names } = await local.certificate(['10.0.60.1']);
  expect(names).toHaveLength(50);
  expect(names.slice(0, 5)).toEqual(['localhost', '127.0.0.1', '::1', '10.0.60.1', '10.0.59.1']);
});

test.each([
  ['a host name', 'pc.new.example.org'],
  ['a public address', '203.0.113.7'],
])(
  '%s that the authority may not sign for is served by another authority, and that is known',
  async (_, name) => {
    const { local } = localTls({ machine: ['pc', '198.51.100.7'] });
    const authority = await local.authority();
    expect((await local.certificate(['pc', '198.51.100.7'])).replaced).toBeUndefined();
    expect(await local.authority()).toBe(authority);
    const { secureContext, names, replaced } = await local.certificate(['pc', name]);
    expect(replaced?.why).toBe('names');
    expect(names).toContain(name);
    const ca = await local.authority();
    expect(ca).not.toBe(authority);
    for (const host of ['localhost', 'pc', name]) {
      const { socket } = await meet(secureContext, { ca, checkServerIdentity: named(host) });
      expect(socket.authorized).toBe(true);
    }
  },
);

test('a public IPv6 address of another network is left out rather than making the certificate void', async () => {
  const { local } = localTls({ machine: ['pc', '2001:db8:0:1::5'] });
  const authority = await local.authority();
  const { names, secureContext } = await local.certificate(['pc', '2001:db8:0:1::6', '2001:db8:0:2::5']);
  expect(names).toEqual(['localhost', '127.0.0.1', '::1', 'pc', '2001:db8:0:1::6']);
  expect(await local.authority()).toBe(authority);
  const { socket } = await meet(secureContext, { ca: authority, servername: 'pc' });
  expect(socket.authorized).toBe(true);
});

test('an entry that cannot be read is told and left, and nothing of it is told', async () => {
  const disk = new MemoryDisk();
  const { local } = localTls({ disk });
  for (const damaged of ['geheim{', '{"version":2,"authority":"geheim"}']) {
    disk.entries.set('local-tls', damaged);
    await expect(local.certificate()).rejects.toMatchObject({
      code: 'vault-damaged',
      message: notContaining('geheim'),
    });
    expect(disk.entries.get('local-tls')).toBe(damaged);
  }
});

/** As a device that was told to connect to this address, which a test cannot listen on. */
function named(address: string): tls.ConnectionOptions['checkServerIdentity'] {
  return (_, certificate) => tls.checkServerIdentity(address, certificate);
}

test('a certificate that is good is served while another process has its lock', async () => {
  const { local, vault } = localTls();
  const authority = await local.authority();
  const held = Promise.withResolvers<void>();
  const holding = vault.exclusively('local-tls', () => held.promise);
  expect(await local.authority()).toBe(authority);
  held.resolve();
  await holding;
});
