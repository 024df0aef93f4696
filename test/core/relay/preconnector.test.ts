import type { LookupFunction, Socket } from 'node:net';
import tls, { type SecureContext } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { msg } from '#messages/message.ts';
import { parseNetworkProxy } from '#core/network/network-proxy.ts';
import { limits } from '#core/relay/limits.ts';
import { Preconnector, type Preconnectable } from '#core/relay/preconnector.ts';
import { logInUpstream, type UpstreamAccess, type UpstreamLogin } from '#core/relay/upstream-connection.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { portOf } from '../../support/listening.ts';
import { ProxyStandIn } from '../../support/network-proxies.ts';
import { identity, listen, readAll, readUntil, trust } from './loopback.ts';

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
  logIn(access?: Partial<UpstreamAccess>, login?: Partial<UpstreamLogin>): Promise<string>;
  readonly clock: WatchedClock;
  readonly preconnector: WatchedPreconnector;
}

/** Notes what it is asked for. */
class WatchedPreconnector extends Preconnector {
  readonly asked: string[] = [];

  override take(wanted: Preconnectable, signal: AbortSignal): Promise<Socket | undefined> {
    this.asked.push('take');
    return super.take(wanted, signal);
  }

  override loggedIn(wanted: Preconnectable): void {
    this.asked.push('logged in');
    super.loggedIn(wanted);
  }
}

/** An IMAP server that lets everybody in, but at the logins of some connections hangs up, or is too busy. */
async function imapServer(hangsUp: readonly number[] = [], isBusy: readonly number[] = []): Promise<Server> {
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
        else if (isBusy.includes(number)) socket.end(`${line.split(' ')[0] ?? ''} NO [UNAVAILABLE] busy\r\n`);
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
  const preconnector = new WatchedPreconnector();
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
    logIn: async (access, login) => {
      const outcome = await logInUpstream(
        { ...given, ...access },
        {
          protocol: 'imap',
          server: { host: '127.0.0.1', port: portOf(listener), tls: 'implicit' },
          credentials: { username: 'anna@example.org', token: 'the-token' },
          signal: new AbortController().signal,
          ...login,
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

it('dials anew where a server was too busy on the connection, and tells so where it still is', async () => {
  const server = await imapServer([], [limits.preconnectAfter + 1, limits.preconnectAfter + 4]);
  await afterRun(server);
  expect(await server.logIn()).toBe('accepted');
  await server.visited(limits.preconnectAfter + 3);
  server.preconnector.drop();
  server.preconnector.asked.length = 0;
  expect(await server.logIn()).toBe('refused');
  expect(server.preconnector.asked).toEqual(['take']);
});

it('is nothing for who only asks what a server can do, who watches, or who goes through a proxy', async () => {
  const server = await imapServer();
  const proxy = await ProxyStandIn.http();
  onTestFinished(() => proxy.stop());
  const parsed = parseNetworkProxy(`http://127.0.0.1:${String(proxy.port)}`, msg('settings.settings'));
  expect(await server.logIn({}, { credentials: undefined })).toBe('learned');
  expect(await server.logIn({}, { onProgress: () => {} })).toBe('accepted');
  expect(await server.logIn({ chooseRoutes: async () => [parsed] })).toBe('accepted');
  expect(server.preconnector.asked).toEqual([]);
  expect(await server.logIn({ chooseRoutes: async () => ['direct'] })).toBe('accepted');
  expect(server.preconnector.asked).toEqual(['take', 'logged in']);
  expect(server.clock.timers).toBe(0);
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

/** A server that says nothing by itself, and logins at it that follow each other. */
interface QuietServer {
  readonly clock: WatchedClock;
  readonly preconnector: Preconnector;
  /** The server's end of the connection that stands after a run of logins. */
  readonly standing: () => Promise<Socket>;
  readonly logIn: (times: number, about?: Partial<Preconnectable>) => void;
  /** One login at each of so many other servers. */
  readonly logInElsewhere: (servers: number) => void;
  readonly take: (about?: Partial<Preconnectable>, signal?: AbortSignal) => Promise<Socket | undefined>;
}

async function quietServer(): Promise<QuietServer> {
  const arrived = Promise.withResolvers<Socket>();
  const port = portOf(await listen((socket) => arrived.resolve(socket.pause())));
  const [clock, preconnector, secureContext] = [new WatchedClock(), new Preconnector(), await trust()];
  onTestFinished(() => preconnector.drop());
  const server = { host: '127.0.0.1', port, tls: 'starttls' } as const;
  const wanted: Preconnectable = { protocol: 'imap', server, secureContext, clock };
  const logIn: QuietServer['logIn'] = (times, about) => {
    for (let count = 0; count < times; count += 1) preconnector.loggedIn({ ...wanted, ...about });
  };
  return {
    clock,
    preconnector,
    logIn,
    logInElsewhere: (servers) => {
      for (let at = 0; at < servers; at += 1)
        logIn(1, { server: { ...server, host: `imap${String(at)}.example.org` } });
    },
    take: async (about, signal = new AbortController().signal) => {
      const socket = await preconnector.take({ ...wanted, ...about }, signal);
      if (socket !== undefined) onTestFinished(() => void socket.destroy());
      return socket;
    },
    standing: async () => {
      logIn(limits.preconnectAfter);
      await clock.standing;
      return arrived.promise;
    },
  };
}

/** Says something, and lets the other side read it. */
async function say(socket: Socket, text: string): Promise<void> {
  await new Promise((resolve) => socket.write(text, resolve));
  await settle();
}

/** A server whose name is looked up, and nobody answers. */
function unansweredLookup(): {
  readonly about: Pick<Preconnectable, 'server'> & { readonly lookup: LookupFunction };
  readonly asked: string[];
  readonly fail: () => void;
} {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  return {
    asked,
    about: {
      server: { host: 'imap.example.org', port: 993, tls: 'implicit' },
      lookup: (name, _options, answer) => {
        asked.push(name);
        answers.push(() => answer(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), '', 4));
      },
    },
    fail: () => {
      for (const answer of answers.splice(0)) answer();
    },
  };
}

describe('a connection that stands', () => {
  it('is handed over once, paused, with all that the server has said', async () => {
    const { clock, standing, take } = await quietServer();
    const server = await standing();
    await say(server, '* OK ');
    await say(server, 'ready\r\n');
    const [socket, none] = [await take(), await take()];
    expect(none).toBeUndefined();
    expect(socket?.isPaused()).toBe(true);
    expect(clock.timers).toBe(0);
    server.end('more');
    expect(socket && (await readAll(socket)).toString()).toBe('* OK ready\r\nmore');
  });

  it('is given up where the server says more than a greeting', async () => {
    const { clock, standing, take } = await quietServer();
    const server = await standing();
    await say(server, 'x'.repeat(4_096));
    expect(clock.timers).toBe(1);
    await say(server, 'x');
    expect(await take()).toBeUndefined();
    expect(clock.timers).toBe(0);
    await readAll(server);
  });

  it('is none any more once the server has hung up', async () => {
    const { clock, standing, take } = await quietServer();
    const server = await standing();
    server.end();
    await readAll(server);
    await settle();
    expect(await take()).toBeUndefined();
    expect(clock.timers).toBe(0);
  });

  it('is none any more once nobody has used it in time; its server’s goodbye is waited for, but not for long', async () => {
    const { clock, standing, take } = await quietServer();
    const server = await standing();
    await clock.advance(limits.preconnectIdle - 1);
    expect(clock.timers).toBe(1);
    await clock.advance(1);
    expect(await take()).toBeUndefined();
    expect((await readAll(server)).toString()).toBe('a LOGOUT\r\n');
    expect(clock.timers).toBe(1);
    await say(server, '* BYE\r\n');
    await say(server, 'a OK\r\n');
    expect(server.destroyed).toBe(false);
    await clock.advance(limits.drain);
    // nobody is there any more
    await say(server, 'still here\r\n');
    await say(server, 'still here\r\n');
    expect(server.destroyed).toBe(true);
  });

  it('is for one authority’s logins: those under another begin a run of their own', async () => {
    const { standing, take, logIn } = await quietServer();
    const server = await standing();
    const other = { secureContext: await trust() };
    expect(await take(other)).toBeUndefined();
    logIn(1, other);
    await readAll(server);
    expect(await take()).toBeUndefined();
    logIn(limits.preconnectAfter - 2, other);
    expect(await take(other)).toBeUndefined();
    logIn(1, other);
    expect(await take(other)).toBeDefined();
  });

  it('is dropped for the runs at other servers where there are many, the one that was left alone for longest first', async () => {
    const { clock, standing, take, logIn, logInElsewhere } = await quietServer();
    const server = await standing();
    logInElsewhere(limits.preconnectServers - 1);
    logIn(1);
    logIn(1, { protocol: 'pop' });
    expect(clock.timers).toBe(1);
    logInElsewhere(limits.preconnectServers - 1);
    expect(clock.timers).toBe(0);
    await readAll(server);
    expect(await take()).toBeUndefined();
  });
});

describe('a run of logins', () => {
  it('is five that follow each other within three seconds each', async () => {
    const { clock, take, logIn } = await quietServer();
    logIn(limits.preconnectAfter - 1);
    expect(await take()).toBeUndefined();
    await clock.advance(limits.preconnectPause + 1);
    logIn(1);
    for (let count = 2; count < limits.preconnectAfter; count += 1) {
      await clock.advance(limits.preconnectPause);
      logIn(1);
    }
    expect(await take()).toBeUndefined();
    await clock.advance(limits.preconnectPause);
    logIn(1);
    expect(await take()).toBeDefined();
  });

  it('begins anew after the network has changed', async () => {
    const { preconnector, take, logIn } = await quietServer();
    logIn(limits.preconnectAfter - 1);
    preconnector.drop();
    logIn(1);
    expect(await take()).toBeUndefined();
  });
});

describe('a connection that is still being made', () => {
  it('is waited for by the login that comes, which alone has it from then on', async () => {
    const { clock, take, logIn } = await quietServer();
    logIn(limits.preconnectAfter);
    const [socket, none] = await Promise.all([take(), take()]);
    expect([socket?.isPaused(), none]).toEqual([true, undefined]);
    expect(clock.timers).toBe(0);
  });

  it('is given up with the login that waits for it', async () => {
    const { clock, take, logIn } = await quietServer();
    const { about } = unansweredLookup();
    logIn(limits.preconnectAfter, about);
    const leaving = new AbortController();
    const waiting = take({ server: about.server }, leaving.signal);
    leaving.abort();
    expect(await waiting).toBeUndefined();
    expect(clock.timers).toBe(0);
  });

  it('is given up when the network has changed, and leaves no timer', async () => {
    const { clock, preconnector, logIn } = await quietServer();
    const { about } = unansweredLookup();
    logIn(limits.preconnectAfter, about);
    expect(clock.timers).toBe(1);
    preconnector.drop();
    expect(clock.timers).toBe(0);
  });

  it('is tried again after the next login where it could not be made', async () => {
    const { logIn } = await quietServer();
    const { about, asked, fail } = unansweredLookup();
    logIn(limits.preconnectAfter + 3, about);
    expect(asked).toHaveLength(1);
    fail();
    await settle();
    logIn(1, about);
    expect(asked).toHaveLength(2);
  });
});
