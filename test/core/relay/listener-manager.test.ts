import { once } from 'node:events';
import tls from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { isLoopbackHost } from '#contract/endpoints.ts';
import { listenersSchema, type Listeners } from '#contract/settings.ts';
import type { DevicePort } from '#core/relay/arrivals.ts';
import { ListenerManager, type ListenerManagerOptions } from '#core/relay/listener-manager.ts';
import { LocalTls, type LocalCertificate } from '#core/relay/local-tls.ts';
import { VaultError } from '#core/storage/vault.ts';
import { freePorts } from '../../support/dovecot/free-ports.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { containing } from '../../support/matchers.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { connect, identity, listen, readUntil } from './loopback.ts';
import { relayDeps, type RelayDeps } from './relay-deps.ts';
import { english, textOf } from '../../support/english.ts';
import { verbatim } from '#messages/message.ts';
import { portOf } from '../../support/listening.ts';

const day = 24 * 60 * 60 * 1000;
const noPorts = { imap: 'off', pop: 'off', smtp: 'off', addresses: ['127.0.0.1'] } as const;

async function certificate(): Promise<LocalCertificate> {
  return { secureContext: await identity(), names: ['localhost'], added: [] };
}

async function makeManager(
  options: Partial<ListenerManagerOptions> = {},
): Promise<{ readonly manager: ListenerManager; readonly deps: RelayDeps }> {
  const deps = await relayDeps();
  const manager = new ListenerManager({
    deps,
    activity: deps.activity,
    localTls: certificate,
    smtpExtensions: () => [],
    changed: () => {},
    ...options,
  });
  onTestFinished(() => manager.close());
  return { manager, deps };
}

function ports(wanted: Partial<Listeners>): Listeners {
  return listenersSchema.parse({ ...noPorts, ...wanted });
}

async function greeted(port: number): Promise<string> {
  const socket = await connect(port);
  const greeting = await readUntil(socket, '\r\n');
  socket.destroy();
  return greeting;
}

test('the ports that the settings ask for are opened, those that they no longer ask for closed', async () => {
  const { manager } = await makeManager();
  await manager.apply(ports({ imap: 0, smtp: 0 }));
  const [imap, smtp] = manager.states;
  expect(manager.states.map(({ protocol, problem }) => [protocol, problem])).toEqual([
    ['imap', undefined],
    ['smtp', undefined],
  ]);
  expect(await greeted(imap?.port ?? 0)).toMatch(/^\* OK /);
  await manager.apply(ports({ smtp: 0, pop: 0 }));
  await expect(connect(imap?.port ?? 0)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  // what stays is not opened anew
  expect(manager.states.find(({ protocol }) => protocol === 'smtp')?.port).toBe(smtp?.port);
  expect(await greeted(manager.states.find(({ protocol }) => protocol === 'pop')?.port ?? 0)).toMatch(
    /^\+OK /,
  );
});

test('a port in use is told, the other listeners run, and it is tried again at the next occasion', async () => {
  const other = await listen(() => {});
  const taken = portOf(other);
  const { manager } = await makeManager();
  await manager.apply(ports({ imap: taken, pop: 0, smtp: 0 }));
  expect(manager.states.map(({ problem }) => problem?.code)).toEqual(['port-in-use', undefined, undefined]);
  for (const { port } of manager.states.slice(1)) expect(await greeted(port)).toMatch(/^(\+OK|220) /);
  other.close();
  await once(other, 'close');
  await manager.apply(ports({ imap: taken, pop: 0, smtp: 0 }));
  expect(manager.states.map(({ problem }) => problem)).toEqual([undefined, undefined, undefined]);
  expect(await greeted(taken)).toMatch(/^\* OK /);
});

test('a port that another program had is served by itself soon after it is free, and that is told', async () => {
  const other = await listen(() => {});
  const taken = portOf(other);
  const changes: unknown[] = [];
  const { manager, deps } = await makeManager({
    changed: () => changes.push(manager.states[0]?.problem?.code),
  });
  await manager.apply(ports({ imap: taken }));
  expect(deps.clock.timers).toBe(1);
  other.close();
  await once(other, 'close');
  const served = deps.entry(({ text }) => textOf(text).includes('is served'));
  await deps.clock.advance(5_000);
  expect(await served).toMatchObject({
    kind: 'listener',
    text: `IMAP is served on port ${String(taken)} now.`,
  });
  await expect.poll(() => changes).toEqual([undefined]);
  expect(manager.states[0]?.problem).toBeUndefined();
  // nothing is missing any more
  expect(deps.clock.timers).toBe(0);
  expect(await greeted(taken)).toMatch(/^\* OK /);
});

test('a port that stays in use is tried every half minute, and told once', async () => {
  const other = await listen(() => {});
  const taken = portOf(other);
  const { manager, deps } = await makeManager();
  await manager.apply(ports({ imap: taken, pop: 0 }));
  const pop = manager.states[1]?.port;
  await deps.clock.advance(5_000);
  for (let tries = 0; tries < 4; tries += 1) {
    await expect.poll(() => deps.clock.timers, { timeout: 10_000 }).toBe(1);
    await deps.clock.advance(30_000);
  }
  await expect.poll(() => deps.clock.timers, { timeout: 10_000 }).toBe(1);
  expect(deps.texts()).toHaveLength(1);
  expect(manager.states[0]?.problem?.code).toBe('port-in-use');
  // what is served is left alone
  expect(manager.states[1]?.port).toBe(pop);
  // other settings, the same port: not told again
  await manager.apply(ports({ imap: taken, pop: 0, smtp: 0 }));
  expect(deps.texts()).toHaveLength(1);
  await manager.close();
  expect(deps.clock.timers).toBe(0);
});

test('an address that is named twice, or stands beside all addresses, is opened once', async () => {
  const { manager } = await makeManager();
  await manager.apply(ports({ imaps: 0, imap: 0, addresses: ['0.0.0.0', '127.0.0.1', '127.0.0.1'] }));
  expect(manager.states).toMatchObject([
    { implicitTls: false, addresses: ['127.0.0.1'], problem: undefined },
    { implicitTls: true, addresses: ['0.0.0.0'], problem: undefined },
  ]);
});

test('of two addresses the one that is in use is opened later, and the other one never closes', async () => {
  const other = await listen(() => {}, '::1');
  const taken = portOf(other);
  const { manager, deps } = await makeManager();
  const addresses = ['127.0.0.1', '::1'];
  await manager.apply(ports({ imap: taken, addresses }));
  expect(manager.states[0]).toMatchObject({ addresses: ['127.0.0.1'], problem: { code: 'port-in-use' } });
  const socket = await connect(taken);
  other.close();
  await once(other, 'close');
  const served = deps.entry(({ text }) => textOf(text).includes('is served'));
  await deps.clock.advance(5_000);
  await served;
  expect(manager.states[0]).toMatchObject({ addresses, problem: undefined });
  expect(await readUntil(socket, '\r\n')).toMatch(/^\* OK /);
});

test('without a certificate the other ports are served, the TLS ports say why, and are served as soon as there is one', async () => {
  let error: Error | undefined = new VaultError(
    'vault-locked',
    verbatim('The keyring couldn’t open the stored secrets.'),
  );
  const { manager, deps } = await makeManager({
    localTls: () => (error === undefined ? certificate() : Promise.reject(error)),
  });
  await manager.apply(ports({ imap: 0, imaps: 0, smtps: 0 }));
  const [plain, ...secured] = manager.states;
  expect(await greeted(plain?.port ?? 0)).toMatch(/^\* OK (?!.*STARTTLS)/);
  for (const { problem, addresses } of secured) {
    expect(addresses).toEqual([]);
    expect(english(problem)).toMatchObject({
      code: 'no-certificate',
      message: containing('The keyring couldn’t open the stored secrets.'),
      fix: containing('tried again by itself'),
    });
  }
  expect(manager.certificateNames).toBeUndefined();
  await deps.clock.advance(5_000);
  await deps.clock.advance(30_000);
  expect(deps.texts().filter((text) => text.includes('TLS'))).toEqual([
    expect.stringContaining('The ports with TLS are not served.'),
  ]);
  error = undefined;
  const served = deps.entry(({ text }) => textOf(text).startsWith('SMTP with TLS is served'));
  await deps.clock.advance(30_000);
  await served;
  expect(manager.states.map(({ problem }) => problem)).toEqual([undefined, undefined, undefined]);
  expect(await greeted(plain?.port ?? 0)).toContain(' STARTTLS ');
  expect(manager.certificateNames).toEqual(['localhost']);
});

test('an error that is not the vault’s is not quoted: nobody knows what is in it', async () => {
  const { manager, deps } = await makeManager({ localTls: () => Promise.reject(new Error('-----BEGIN')) });
  await manager.apply(ports({ imaps: 0 }));
  expect(manager.states[0]?.problem?.code).toBe('no-certificate');
  expect(JSON.stringify([manager.states, deps.texts()])).not.toContain('BEGIN');
});

test('a damaged certificate says where it is and what to do', async () => {
  const vault = new MemoryVault();
  await vault.set('local-tls', '{');
  const { manager } = await makeManager({
    localTls: () => new LocalTls({ vault, clock: new FakeClock() }).certificate(),
  });
  await manager.apply(ports({ imaps: 0 }));
  expect(textOf(manager.states[0]?.problem?.message)).toContain('local-tls in the vault');
  expect(textOf(manager.states[0]?.problem?.fix)).toContain('from a backup');
});

test('a certificate that gets further names is told, with what it means for programs', async () => {
  const asked: (readonly string[])[] = [];
  const { manager, deps } = await makeManager({
    localTls: async (addresses) => {
      asked.push(addresses);
      return { ...(await certificate()), added: addresses.includes('0.0.0.0') ? ['pc', '10.0.0.1'] : [] };
    },
  });
  await manager.apply(ports({ imaps: 0 }));
  expect(deps.texts()).toEqual([]);
  await manager.apply(ports({ imaps: 0, addresses: ['0.0.0.0'] }));
  expect(asked).toEqual([['127.0.0.1'], ['0.0.0.0']]);
  expect(deps.texts()).toEqual([
    expect.stringMatching(/It names these too: pc, 10\.0\.0\.1\. .*notice nothing.*asks once more/),
  ]);
});

test.each([
  ['names', 0, /a name or an address.*trust it where you trusted the former one/],
  ['renewed', Date.UTC(2030, 1, 2), /go on until 2030-02-02\. Save the new one/],
] as const)(
  'who trusted a former authority is told what to do, once (%s)',
  async (why, formerUntil, said) => {
    const replaced = { why, at: 5, formerUntil };
    const { manager, deps } = await makeManager({
      localTls: async () => ({ ...(await certificate()), replaced }),
    });
    await manager.apply(ports({ imaps: 0 }));
    await manager.apply(ports({ imaps: 0, smtps: 0 }));
    expect(deps.texts()).toEqual([expect.stringMatching(said)]);
    // programs that trusted one which is only renewed go on for weeks: no trouble yet
    expect(deps.activity.entries().map(({ level }) => level === 'warning')).toEqual([why !== 'renewed']);
    expect(manager.replacedAuthority).toEqual(replaced);
  },
);

test('two changes of the settings at once do not take each other’s ports', async () => {
  const free = await listen(() => {});
  const port = portOf(free);
  free.close();
  await once(free, 'close');
  const { manager } = await makeManager();
  const settings = ports({ imap: port, pop: 0, smtp: 0 });
  await Promise.all([manager.apply(settings), manager.apply(settings), manager.apply(settings)]);
  expect(manager.states.map(({ problem }) => problem)).toEqual([undefined, undefined, undefined]);
  await Promise.all([manager.apply(ports({ pop: 0 })), manager.apply(ports({ smtp: 0 }))]);
  expect(manager.states.map(({ protocol }) => protocol)).toEqual(['smtp']);
  await expect(connect(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('plain ports stay on this machine, whatever address is listened on', async () => {
  const { manager } = await makeManager();
  await manager.apply(ports({ imap: 0, imaps: 0, addresses: ['0.0.0.0'] }));
  const plain = manager.states.find(({ implicitTls }) => !implicitTls);
  const secured = manager.states.find(({ implicitTls }) => implicitTls);
  expect(plain?.addresses.toSorted()).toEqual(
    plain?.addresses.includes('::1') === true ? ['127.0.0.1', '::1'] : ['127.0.0.1'],
  );
  expect(secured?.addresses).toEqual(['0.0.0.0']);
});

test('TLS ports have a certificate, and with it plain ports offer STARTTLS', async () => {
  const { manager } = await makeManager();
  await manager.apply(ports({ imap: 0, imaps: 0 }));
  const [plain, secured] = manager.states;
  expect(await greeted(plain?.port ?? 0)).toContain(' STARTTLS ');
  const socket = tls.connect({ port: secured?.port ?? 0, host: '127.0.0.1', rejectUnauthorized: false });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  expect(await readUntil(socket, '\r\n')).toMatch(/^\* OK /);
  await manager.apply(ports({ imap: 0 }));
  expect(await greeted(plain?.port ?? 0)).not.toContain('STARTTLS');
});

test('a service that runs for years serves a certificate that is renewed in time', async () => {
  const { manager, deps } = await makeManager();
  const local = new LocalTls({ vault: new MemoryVault(), clock: deps.clock });
  let asked = 0;
  const serving = new ListenerManager({
    deps,
    activity: deps.activity,
    smtpExtensions: () => [],
    changed: () => {},
    localTls: () => {
      asked += 1;
      if (asked === 2) return Promise.reject(new Error('the vault is locked'));
      return local.certificate();
    },
  });
  onTestFinished(() => serving.close());
  await serving.apply(ports({ imaps: 0 }));
  const port = serving.states[0]?.port ?? 0;
  const serial = async (): Promise<string> => {
    const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    onTestFinished(() => void socket.destroy());
    await once(socket, 'secureConnect');
    const { serialNumber } = socket.getPeerCertificate();
    socket.destroy();
    while (deps.registry.size > 0) await settle();
    return serialNumber;
  };
  const first = await serial();
  // one failure to renew is told, and does no harm
  await deps.clock.advance(day);
  expect(deps.texts().filter((text) => text.includes('renewed'))).toEqual([
    'The certificate for mail programs could not be renewed: the vault is locked',
  ]);
  expect(await serial()).toBe(first);
  deps.clock.jump(790 * day);
  const renewed = Promise.withResolvers<void>();
  const asking = asked;
  await deps.clock.advance(day);
  expect(asked).toBe(asking + 1);
  // the new certificate is made outside of the clock's time
  void serving.apply(ports({ imaps: 0 })).then(renewed.resolve);
  await renewed.promise;
  expect(await serial()).not.toBe(first);
  await serving.close();
  await manager.close();
});

test('once it is closed nothing is listened on and no timer runs', async () => {
  const { manager, deps } = await makeManager();
  await manager.apply(ports({ imap: 0, imaps: 0 }));
  const [{ port } = { port: 0 }] = manager.states;
  await manager.close();
  expect(manager.states).toEqual([]);
  expect(deps.clock.timers).toBe(0);
  await expect(connect(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('settings that are taken while it closes, or later, open nothing: a stopped process would never end', async () => {
  const { manager, deps } = await makeManager();
  await Promise.all([manager.close(), manager.apply(ports({ imap: 0, imaps: 0 }))]);
  await manager.apply(ports({ imap: 0, imaps: 0 }));
  expect(manager.states).toEqual([]);
  expect(deps.clock.timers).toBe(0);
});

test.each([
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.2', false],
  ['::ffff:192.168.1.2', false],
  ['127.0.0.1.example.org', false],
])('%s is an address that only this machine can reach: %s', (address, expected) => {
  expect(isLoopbackHost(address)).toBe(expected);
});

test('a port that is set for two listeners is the first one’s, and the other says so: no other program is blamed', async () => {
  const { manager, deps } = await makeManager();
  const [port = 0] = await freePorts(1);
  await manager.apply(ports({ imap: port, pop: port }));
  const [imap, pop] = manager.states;
  expect(imap).toMatchObject({ port, problem: undefined });
  expect(english(pop)).toMatchObject({
    port,
    addresses: [],
    problem: { code: 'port-shared', message: containing('IMAP') },
  });
  const told = deps.activity.entries().filter(({ kind }) => kind === 'listener');
  expect(told.map(({ text }) => text)).toEqual([
    `POP cannot have port ${String(port)}: The same port is set for IMAP. Choose a port of its own for each.`,
  ]);
  // once the first one has another, it is served
  await manager.apply(ports({ imap: 0, pop: port }));
  expect(manager.states.find(({ protocol }) => protocol === 'pop')).toMatchObject({
    port,
    problem: undefined,
  });
  expect(await greeted(port)).toMatch(/^\+OK /);
});

test('a device’s port speaks TLS at once, offers it, or does without, as its settings say; it is for who may send', async () => {
  const { manager, deps } = await makeManager();
  const offered: string[] = [];
  const device = (security: DevicePort['security'], admits = true, port = 0): DevicePort => ({
    id: `${security} ${String(admits)}`,
    name: `Printer with ${security}`,
    address: '127.0.0.1',
    port,
    security,
    admits: () => admits,
    serve: async (socket, peer, startTls) => {
      offered.push(`${security} for ${peer}: ${startTls === undefined ? 'no' : 'yes'}`);
      socket.end('220 a device’s\r\n');
    },
  });
  await manager.apply(ports({}), [device('none'), device('starttls'), device('tls'), device('none', false)]);
  const [none, starttls, secured, strangers] = manager.states;
  expect(manager.states.map(({ implicitTls }) => implicitTls)).toEqual([false, false, true, false]);
  for (const { port = 0 } of [none ?? {}, starttls ?? {}]) expect(await greeted(port)).toMatch(/^220 /);
  expect(await greeted(strangers?.port ?? 0)).toMatch(/^554 5\.7\.1 /);
  const client = tls.connect({ port: secured?.port ?? 0, host: '127.0.0.1', rejectUnauthorized: false });
  onTestFinished(() => void client.destroy());
  expect(await readUntil(client, '\r\n')).toMatch(/^220 /);
  expect(offered).toEqual(['none for 127.0.0.1: no', 'starttls for 127.0.0.1: yes', 'tls for 127.0.0.1: no']);
  // it counts for the stop until it is served, and for nothing afterwards
  await expect.poll(() => deps.registry.size).toBe(0);
  const taken = none?.port ?? 0;
  await manager.apply(ports({}), [device('none', true, taken), device('tls', true, taken)]);
  expect(english(manager.states[1]?.problem)).toMatchObject({
    code: 'port-shared',
    message: containing('Printer with none'),
  });
});

test('a worker listens on nothing, and serves the connections that it is handed', async () => {
  const { manager } = await makeManager({ deps: { ...(await relayDeps()), workers: 'is-one' } });
  await manager.apply(ports({ imap: 0 }));
  const taken: boolean[] = [];
  const hand = (protocol: 'imap' | 'pop', implicitTls: boolean) =>
    listen((socket) => {
      const isTaken = manager.accept(socket, { protocol, implicitTls, port: 1143 });
      taken.push(isTaken);
      if (!isTaken) socket.end('not here\r\n');
    });
  expect(await greeted(portOf(await hand('imap', false)))).toMatch(/^\* OK /);
  expect(await greeted(portOf(await hand('imap', true)))).toBe('not here\r\n');
  expect(await greeted(portOf(await hand('pop', false)))).toBe('not here\r\n');
  expect(taken).toEqual([true, false, false]);
});

test('connections from a proxy that the settings name begin with its header, and those of others with none', async () => {
  const { manager } = await makeManager();
  await manager.apply(ports({ imap: 0, proxyFrom: ['127.0.0.0/8'] }));
  const port = manager.states[0]?.port ?? 0;
  const socket = await connect(port);
  socket.write('PROXY TCP4 192.0.2.7 198.51.100.1 56324 993\r\na NOOP\r\n');
  expect(await readUntil(socket, 'a OK')).toMatch(/^\* OK /);
  await manager.apply(ports({ imap: 0 }));
  expect(await greeted(port)).toMatch(/^\* OK /);
});

test('a certificate that cannot be renewed is told once, and again after it could be meanwhile', async () => {
  let changes = 0;
  let fails = false;
  const { manager, deps } = await makeManager({
    changed: () => (changes += 1),
    localTls: () => (fails ? Promise.reject(new Error('locked')) : certificate()),
  });
  await manager.apply(ports({ imaps: 0 }));
  for (const [failing, told] of [
    [true, 1],
    [true, 1],
    [false, 1],
    [true, 2],
  ] as const) {
    fails = failing;
    await deps.clock.advance(day);
    expect(deps.texts()).toHaveLength(told);
  }
  expect(changes).toBe(4);
});

test('another certificate is served once it is there, and that is told; without TLS none is asked for', async () => {
  let asked = 0;
  let changed = 0;
  const { manager } = await makeManager({
    localTls: async () => {
      asked += 1;
      return { ...(await certificate()), names: [`name-${String(asked)}`] };
    },
    changed: () => void (changed += 1),
  });
  await manager.apply(ports({ imaps: 0 }));
  expect(manager.certificateNames).toEqual(['name-1']);
  await manager.renewCertificate();
  expect(manager.certificateNames).toEqual(['name-2']);
  expect(changed).toBe(1);
  await manager.apply(ports({ imap: 0 }));
  expect(manager.certificateNames).toBeUndefined();
  await manager.renewCertificate();
  expect(asked).toBe(2);
});
