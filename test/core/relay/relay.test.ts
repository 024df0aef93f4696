import tls from 'node:tls';
import type { Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listenersSchema, settingsSchema, type Listeners, type Settings } from '#contract/settings.ts';
import { limits } from '#core/relay/limits.ts';
import { LocalTls } from '#core/relay/local-tls.ts';
import { Relay } from '#core/relay/relay.ts';
import { textOf } from '../../support/english.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { portOf } from '../../support/listening.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { connect, identity, listen, readAll, readUntil } from './loopback.ts';
import { relayDeps } from './relay-deps.ts';

const off = { imap: 'off', pop: 'off', smtp: 'off', addresses: ['127.0.0.1'] } as const;

function ports(wanted: Partial<Listeners>): Listeners {
  return listenersSchema.parse({ ...off, ...wanted });
}

/** Somebody who sends through this server. */
function sendingThrough(port: number): Settings {
  const clientId = '22222222-2222-4222-8222-222222222222';
  return settingsSchema.parse({
    version: 1,
    clients: [
      {
        id: clientId,
        name: 'Office',
        provider: 'custom',
        grant: 'authorization-code',
        clientId: 'app',
        credential: 'none',
        authorizationUrl: 'https://login.example.org/authorize',
        tokenUrl: 'https://login.example.org/token',
        servers: { smtp: { host: '127.0.0.1', port, tls: 'implicit' } },
      },
    ],
    accounts: [
      {
        id: '11111111-1111-4111-8111-111111111111',
        address: 'anna@example.org',
        clientId,
        passwordMode: 'own',
      },
    ],
  });
}

interface Opened {
  readonly relay: Relay;
  readonly clock: FakeClock;
  readonly stopping: AbortController;
}

async function opened(
  settings: Settings = settingsSchema.parse({ version: 1 }),
  workers?: 'is-one',
): Promise<Opened> {
  const deps = await relayDeps();
  const stopping = new AbortController();
  const relay = new Relay({
    ...deps,
    workers,
    localTls: new LocalTls({ vault: new MemoryVault(), clock: deps.clock }),
    machine: () => ({ hostName: 'host', interfaces: {} }),
    settings: () => settings,
    stopping: stopping.signal,
    changed: () => {},
  });
  onTestFinished(() => relay.listeners.close());
  return { relay, clock: deps.clock, stopping };
}

/** What a program is told that asks what can be done. */
async function announced({ relay }: Opened): Promise<string> {
  const program = await connect(relay.listeners.states[0]?.port ?? 0);
  await readUntil(program, '\r\n');
  program.write('EHLO program\r\n');
  const said = await readUntil(program, '250 ');
  program.destroy();
  return said;
}

test('programs are told what the SMTP server can do; one that was away is asked again a minute later, not before', async () => {
  const secureContext = await identity();
  let [asked, isAway] = [0, true];
  const server = await listen((plain) => {
    asked += 1;
    if (isAway) {
      plain.destroy();
      return;
    }
    const socket = new tls.TLSSocket(plain, { isServer: true, secureContext });
    socket.on('error', () => {}).write('220 ready\r\n');
    socket.once('data', () => socket.write('250-server\r\n250-SIZE 1000\r\n250 AUTH XOAUTH2\r\n'));
    onTestFinished(() => void socket.destroy());
  });
  const bench = await opened(sendingThrough(portOf(server)));
  await bench.relay.apply(ports({ smtp: 0 }), []);
  await expect.poll(() => asked).toBe(1);
  isAway = false;
  await bench.clock.advance(limits.ehloAgain - 1);
  expect(await announced(bench)).not.toContain('SIZE 1000');
  expect(asked).toBe(1);
  await bench.clock.advance(1);
  await announced(bench);
  await expect.poll(() => announced(bench)).toContain('SIZE 1000');
  expect(asked).toBe(2);
});

test('a server that is being asked what it can do holds up no stop', async () => {
  const arrived = Promise.withResolvers<Socket>();
  const server = await listen((socket) => arrived.resolve(socket.pause()));
  const { relay, stopping } = await opened(sendingThrough(portOf(server)));
  await relay.apply(ports({}), []);
  const socket = await arrived.promise;
  stopping.abort();
  await readAll(socket);
});

test('a worker that is handed a connection looks at the settings first where it does not know the port yet', async () => {
  const { relay } = await opened(undefined, 'is-one');
  const looks: string[] = [];
  const hand = (protocol: 'imap' | 'pop'): Promise<number> =>
    listen((socket) => {
      void relay.accept(socket, { protocol, implicitTls: false, port: 1143 }, async () => {
        looks.push(protocol);
        await relay.apply(ports({ imap: 1143 }), []);
      });
    }).then(portOf);
  for (const port of [await hand('imap'), await hand('imap')])
    expect(await readUntil(await connect(port), '\r\n')).toMatch(/^\* OK /);
  expect(looks).toEqual(['imap']);
  expect((await readAll(await connect(await hand('pop')))).length).toBe(0);
  expect(looks).toEqual(['imap', 'pop']);
});

test('a stop closes the ports, says goodbye to who is there, and sums up what was counted', async () => {
  const { relay, clock } = await opened();
  await relay.apply(ports({ imap: 0 }), []);
  const port = relay.listeners.states[0]?.port ?? 0;
  const program = await connect(port);
  await readUntil(program, '\r\n');
  for (let at = 0; at < 3; at += 1) relay.deps.connectionNotes.rejected(1);
  const dropped = vi.spyOn(relay.deps.preconnector, 'drop');
  const stopped = relay.stop(clock, limits.drain);
  await clock.advance(limits.drain);
  expect((await readAll(program)).toString()).toMatch(/^\* BYE /);
  program.end();
  await stopped;
  await expect(connect(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(relay.deps.activity.entries().map(({ text }) => textOf(text))).toContain(
    '2 more connections could not be taken.',
  );
  expect(dropped).toHaveBeenCalled();
  expect(clock.timers).toBe(0);
});

test('when the network has changed every session’s connection to its provider is cut', async () => {
  const { relay } = await opened();
  let cut = 0;
  const leave = relay.deps.registry.join({
    accountId: 'anna',
    protocol: 'imap',
    end: () => {},
    cut: () => (cut += 1),
  });
  const dropped = vi.spyOn(relay.deps.preconnector, 'drop');
  relay.cutAll();
  expect(cut).toBe(1);
  expect(dropped).toHaveBeenCalled();
  leave();
});
