import type { Socket } from 'node:net';
import tls, { type SecureContext } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { limits } from '#core/relay/limits.ts';
import { Preconnector } from '#core/relay/preconnector.ts';
import { logInUpstream, type UpstreamAccess } from '#core/relay/upstream-connection.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { portOf } from '../../support/listening.ts';
import { identity, listen, readUntil, trust } from './loopback.ts';

/** Tells when a connection that was made ahead stands: its time begins. */
class WatchedClock extends FakeClock {
  readonly #standing = Promise.withResolvers<void>();
  readonly standing = this.#standing.promise;

  override after(milliseconds: number, callback: () => void): () => void {
    if (milliseconds === limits.preconnectIdle) this.#standing.resolve();
    return super.after(milliseconds, callback);
  }
}

/** What came over one connection, and whether it is open. */
interface Visit {
  readonly socket: Socket;
  readonly login: Promise<string>;
}

interface Server {
  readonly visits: readonly Visit[];
  /** Resolves when so many connections have been greeted. */
  visited(count: number): Promise<void>;
  logIn(access?: Partial<UpstreamAccess>): Promise<string>;
  readonly clock: WatchedClock;
  readonly preconnector: Preconnector;
}

/** An IMAP server that lets everybody in; `hangsUp`: at which connections' logins it closes instead. */
async function imapServer(hangsUp: readonly number[] = []): Promise<Server> {
  const visits: Visit[] = [];
  let greeted = Promise.withResolvers<void>();
  const secureContext = await identity();
  const listener = await listen((plain) => {
    const socket = new tls.TLSSocket(plain, { isServer: true, secureContext });
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {});
    socket.once('secure', () => {
      const number = visits.length + 1;
      const login = readUntil(socket, '\r\n').then((line) => {
        if (hangsUp.includes(number)) socket.destroy();
        else socket.write(`${line.split(' ')[0] ?? ''} OK [CAPABILITY IMAP4rev1] in\r\n`);
        return line;
      });
      login.catch(() => {});
      socket.write('* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n');
      visits.push({ socket, login });
      greeted.resolve();
      greeted = Promise.withResolvers();
    });
  });
  const clock = new WatchedClock();
  const preconnector = new Preconnector();
  onTestFinished(() => preconnector.drop());
  const trusted = await trust();
  const given: UpstreamAccess = { secureContext: () => trusted, lookup: undefined, clock, preconnector };
  return {
    visits,
    clock,
    preconnector,
    visited: async (count) => {
      while (visits.length < count) await greeted.promise;
    },
    logIn: async (access) => {
      const outcome = await logInUpstream(
        { ...given, ...access },
        {
          protocol: 'imap',
          server: { host: '127.0.0.1', port: portOf(listener), tls: 'implicit' },
          credentials: { username: 'anna@example.org', token: 'the-token' },
          signal: new AbortController().signal,
        },
      );
      if (outcome.kind === 'accepted') outcome.socket.on('error', () => {}).destroy();
      return outcome.kind;
    },
  };
}

/** Logs in until a connection is made ahead, and waits for it. */
async function afterRun(server: Server): Promise<void> {
  for (let count = 0; count < limits.preconnectAfter; count += 1) await server.logIn();
  await server.visited(limits.preconnectAfter + 1);
}

it('has a connection ready for the next login of a run, and makes one after it again', async () => {
  const server = await imapServer();
  await afterRun(server);
  expect(await server.logIn()).toBe('accepted');
  // the sixth connection had been made before: the seventh is already for the login that comes
  expect(await server.visits[limits.preconnectAfter]?.login).toContain('AUTHENTICATE XOAUTH2');
  await server.visited(limits.preconnectAfter + 2);
  expect(await server.logIn()).toBe('accepted');
  expect(await server.visits[limits.preconnectAfter + 1]?.login).toContain('AUTHENTICATE XOAUTH2');
});

it('makes no connection ahead for logins that come now and then', async () => {
  const server = await imapServer();
  for (let count = 0; count < 2 * limits.preconnectAfter; count += 1) {
    await server.logIn();
    await server.clock.advance(limits.preconnectPause + 1);
  }
  await server.logIn();
  expect(server.visits).toHaveLength(2 * limits.preconnectAfter + 1);
});

it('says goodbye on a connection that nobody has used', async () => {
  const server = await imapServer();
  await afterRun(server);
  const unused = server.visits.at(-1);
  await server.clock.standing;
  await server.clock.advance(limits.preconnectIdle);
  expect(await unused?.login).toBe('a LOGOUT\r\n');
  // and the next login is a connection of its own
  expect(await server.logIn()).toBe('accepted');
  expect(server.visits).toHaveLength(limits.preconnectAfter + 2);
});

it('dials anew where the server has hung up on the connection, before the login or at it', async () => {
  const server = await imapServer([limits.preconnectAfter + 3]);
  await afterRun(server);
  const gone = server.visits.at(-1);
  gone?.socket.destroy();
  expect(await server.logIn()).toBe('accepted');
  // one for that login, and one ahead, which hangs up when it is used
  await server.visited(limits.preconnectAfter + 3);
  expect(await server.logIn()).toBe('accepted');
  expect(await server.visits[limits.preconnectAfter + 2]?.login).toContain('AUTHENTICATE XOAUTH2');
});

it('uses no connection that other authorities vouched for', async () => {
  const server = await imapServer();
  await afterRun(server);
  const other: SecureContext = tls.createSecureContext({ ca: '' });
  await expect(server.logIn({ secureContext: () => other })).rejects.toThrow();
  expect(server.visits).toHaveLength(limits.preconnectAfter + 1);
});

it('drops what stands when the network has changed', async () => {
  const server = await imapServer();
  await afterRun(server);
  const standing = server.visits.at(-1);
  const closed = new Promise((resolve) => standing?.socket.once('close', resolve));
  server.preconnector.drop();
  await closed;
  expect(await server.logIn()).toBe('accepted');
  expect(server.visits).toHaveLength(limits.preconnectAfter + 2);
});
