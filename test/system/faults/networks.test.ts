import { connect, createServer, type LookupFunction, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { limits } from '#core/relay/limits.ts';
import { textOf } from '../../support/english.ts';
import { FaultReport } from '../../support/fault-report.ts';
import { garbage } from '../../support/faulty-server.ts';
import { ForwardClock } from '../../support/forward-clock.ts';
import type { GatewayInSandbox } from '../../support/gateway-in-sandbox.ts';
import type { Sandbox } from '../../support/sandbox/sandbox.ts';
import { accepted, localPassword, refusals, SystemBench } from '../../support/system-bench.ts';
import { listening } from '../../support/listening.ts';

const anna = 'anna@example.org';
const bo = 'bo@example.org';
const report = new FaultReport('networks');
const servers: { readonly server: Server; readonly sockets: Set<Socket> }[] = [];
let bench: SystemBench;
let sandbox: Sandbox;
let running: GatewayInSandbox;
let clock: ForwardClock;
/** How the name of anna's mail server is looked up. */
let lookUp: LookupFunction;

const addresses =
  (...found: string[]): LookupFunction =>
  (_name, _options, callback) =>
    callback(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

beforeAll(async () => {
  clock = new ForwardClock();
  lookUp = addresses('127.0.0.1');
  bench = await SystemBench.start({
    sandbox: { settings: { accessTokenLife: 90 * 24 * 3600 } },
    clock,
    lookup: (name, options, callback) => lookUp(name, options, callback),
    // as if the sandbox were far away, so that proxies are asked
    isOwnMachine: () => false,
  });
  ({ running, sandbox } = bench);
  await running.addDesktopClient('Named');
  const { servers: real } = running.endpoints();
  const imap = { host: 'localhost', port: sandbox.imap.port, tls: 'implicit' } as const;
  await running.run('client-update', { client: 'Named', change: { servers: { ...real, imap } } });
  await running.addSignedInAccount(anna, localPassword, 'Named');
  await running.addDesktopClient();
  await running.addSignedInAccount(bo, localPassword);
  for (const who of [anna, bo]) expect(await answer(who)).toMatch(accepted.imap);
});
afterEach(async () => {
  lookUp = addresses('127.0.0.1');
  await running.run('settings-set', { networkProxy: '' });
  for (const { server, sockets } of servers.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});
afterAll(() => bench.stop());

const answer = (who: string): Promise<string> => bench.answer('imap', who);

/** A server that does this with each connection. @returns its port */
async function serving(host: string, serve: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
    serve(socket);
  });
  servers.push({ server, sockets });
  return listening(server, host);
}

interface Trouble {
  readonly what: string;
  readonly begin: () => Promise<void> | void;
  /** How long nothing happens, in milliseconds. */
  readonly silence?: number;
  /** Every connection goes that way. */
  readonly everybody?: true;
}

/** A proxy that does this with each connection, for all there is. */
function behind(
  scheme: 'http' | 'socks5',
  what: string,
  serve: (socket: Socket) => void,
  silence?: number,
): Trouble {
  return {
    what,
    everybody: true,
    ...(silence === undefined ? {} : { silence }),
    begin: async () => {
      const port = await serving('127.0.0.1', serve);
      await running.run('settings-set', { networkProxy: `${scheme}://127.0.0.1:${String(port)}` });
    },
  };
}

const refused: readonly Trouble[] = [
  {
    what: 'No name server knows the mail server',
    begin: () => {
      lookUp = (name, _options, callback) =>
        callback(Object.assign(new Error(`no ${name}`), { code: 'ENOTFOUND' }), []);
    },
  },
  {
    what: 'The name server does not answer',
    begin: () => {
      lookUp = () => {};
    },
    silence: limits.connectTimeout,
  },
  behind('http', 'An HTTP proxy falls silent', (socket) => socket.resume(), limits.upstreamLoginTimeout),
  behind('http', 'An HTTP proxy hangs up', (socket) => socket.destroy()),
  behind('http', 'An HTTP proxy says yes, and then what is no TLS', (socket) =>
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.write(garbage);
    }),
  ),
  behind('http', 'An HTTP proxy answers with a web page', (socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello')),
  ),
  behind('http', 'An HTTP proxy answers without end', (socket) => {
    const more = (): void => {
      if (socket.writable) socket.write('X-Header: nothing\r\n'.repeat(512), () => setImmediate(more));
    };
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n', more));
  }),
  behind('socks5', 'A SOCKS proxy falls silent', (socket) => socket.resume(), limits.upstreamLoginTimeout),
  behind('socks5', 'A SOCKS proxy speaks something else', (socket) => socket.end(garbage)),
  behind('socks5', 'A SOCKS proxy says yes, and hangs up', (socket) =>
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', () => socket.end(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])));
    }),
  ),
];

it.each(refused)('$what', async ({ what, begin, silence, everybody }) => {
  const before = running.gateway.activity.entries().at(-1)?.sequence ?? 0;
  await begin();
  const startedAt = clock.now();
  const waited = silence === undefined ? Promise.resolve() : clock.nextTimer(silence);
  const said = answer(anna);
  await waited;
  if (everybody !== true) expect(await answer(bo)).toMatch(accepted.imap);
  if (silence !== undefined) clock.forward(silence);
  expect(await said).toMatch(refusals.temporary.imap);
  expect(clock.now() - startedAt).toBeLessThan(limits.loginTimeout);
  const refusal = running.gateway.activity
    .entries({ after: before })
    .find(({ kind }) => kind === 'login-refused');
  lookUp = addresses('127.0.0.1');
  await running.run('settings-set', { networkProxy: '' });
  expect(await answer(anna)).toMatch(accepted.imap);
  report.add({
    fault: what,
    when: 'when a mail server is reached',
    mailProgram: 'a temporary refusal',
    person: refusal === undefined ? '' : textOf(refusal.text),
    kept: 'sign-in and token',
  });
});

const ipv6 = Object.values(networkInterfaces()).some((found) =>
  found?.some(({ address }) => address === '::1'),
);

it.each([
  [
    'The first address of the mail server, of IPv6, leads nowhere',
    () => addresses('2001:db8::1', '127.0.0.1'),
  ],
  ['An address of the mail server refuses connections', () => addresses('127.0.0.2', '127.0.0.1')],
])('%s: the next one is taken', async (what, found) => {
  lookUp = found();
  expect(await answer(anna)).toMatch(accepted.imap);
  report.add({
    fault: what,
    when: 'when a mail server is reached',
    mailProgram: 'its login is accepted',
    person: '',
    kept: 'sign-in and token',
  });
});

it.skipIf(!ipv6)('a mail server that has IPv6 only is reached', async () => {
  const port = await serving('::1', (socket) => {
    const onward = connect({ host: '127.0.0.1', port: sandbox.imap.port });
    onward.on('error', () => socket.destroy()).once('close', () => socket.destroy());
    socket.once('close', () => onward.destroy());
    socket.pipe(onward).pipe(socket);
  });
  const { servers: real } = running.endpoints();
  const there = { ...real, imap: { host: 'localhost', port: sandbox.imap.port, tls: 'implicit' } } as const;
  const onIpv6 = { ...there, imap: { ...there.imap, port } };
  await running.run('client-update', { client: 'Named', change: { servers: onIpv6 } });
  lookUp = addresses('::1');
  expect(await answer(anna)).toMatch(accepted.imap);
  report.add({
    fault: 'The mail server has IPv6 only',
    when: 'when a mail server is reached',
    mailProgram: 'its login is accepted',
    person: '',
    kept: 'sign-in and token',
  });
  await running.run('client-update', { client: 'Named', change: { servers: there } });
});

// without IPv6 a row is missing
it.skipIf(!ipv6)('docs/reliability.md says of networks what was seen here', () => report.compare());
