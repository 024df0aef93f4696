import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Protocol } from '#contract/endpoints.ts';
import type { Clock } from '#core/logging/clock.ts';
import { dial, type DialOptions } from './dial.ts';
import { limits } from './limits.ts';

/** How a server is dialled: without a proxy, and with nobody who watches it. */
export type Preconnectable = Omit<DialOptions, 'signal' | 'routes' | 'onProgress'> & {
  readonly protocol: Protocol;
};

/** Logins at one server that followed each other closely. */
interface Run {
  readonly secureContext: SecureContext;
  lastAt: number;
  length: number;
  preconnection?: Preconnection | undefined;
}

/** A connection that is being made, or stands. */
interface Preconnection {
  /** Hands it over once it stands; undefined where it could not be made. */
  take(signal: AbortSignal): Promise<Socket | undefined>;
  drop(): void;
}

/** What a server is told when we leave without logging in, so that its log shows an orderly end. */
const farewell: Readonly<Record<Protocol, string>> = {
  imap: 'a LOGOUT\r\n',
  pop: 'QUIT\r\n',
  smtp: 'QUIT\r\n',
};

/** A greeting is a few lines at most; anything longer is not one. Octets. */
const longestGreeting = 4_096;

/**
 * Connections to mail servers that are made before the login that uses them. TCP, TLS and the greeting are three of a
 * login's four round trips: where a program logs in again and again — it sends messages one by one, or reads many
 * mailboxes in turn — each login finds a connection that was made meanwhile. One per server, only during such a run,
 * and only for seconds. No account is named before its own login comes.
 */
export class Preconnector {
  readonly #runs = new Map<string, Run>();

  /** The connection to this server that was made or begun: paused, its greeting unread. Undefined where there is none. */
  async take(
    { protocol, server, secureContext }: Preconnectable,
    signal: AbortSignal,
  ): Promise<Socket | undefined> {
    const run = this.#runs.get(nameOf(protocol, server));
    return run?.secureContext === secureContext ? run.preconnection?.take(signal) : undefined;
  }

  /** A login was accepted at this server: in a run of them, a connection for the next one is begun. */
  loggedIn(wanted: Preconnectable): void {
    const { protocol, server, secureContext, clock } = wanted;
    const name = nameOf(protocol, server);
    const now = clock.now();
    const known = this.#runs.get(name);
    const goesOn = known?.secureContext === secureContext;
    if (!goesOn) known?.preconnection?.drop();
    const run: Run = goesOn ? known : { secureContext, lastAt: now, length: 0 };
    run.length = now - run.lastAt <= limits.preconnectPause ? run.length + 1 : 1;
    run.lastAt = now;
    // the latest last: the first is the one that has been left alone for longest
    this.#runs.delete(name);
    this.#runs.set(name, run);
    const [oldest] = this.#runs;
    if (oldest !== undefined && this.#runs.size > limits.preconnectServers) {
      oldest[1].preconnection?.drop();
      this.#runs.delete(oldest[0]);
    }
    if (run.length < limits.preconnectAfter) return;
    run.preconnection ??= preconnect(wanted, () => (run.preconnection = undefined));
  }

  /** The network has changed, or the relay stops: what stands is dropped. */
  drop(): void {
    for (const run of this.#runs.values()) run.preconnection?.drop();
    this.#runs.clear();
  }
}

function nameOf(protocol: Protocol, { host, port, tls }: DialOptions['server']): string {
  return `${protocol} ${host}:${String(port)} ${tls}`;
}

/**
 * Dials, and holds the connection until it is taken, or ends, or its time is up. If that fails, the next login meets
 * the failure itself.
 * @param over - called when it is no longer available
 */
function preconnect({ protocol, ...wanted }: Preconnectable, over: () => void): Preconnection {
  const dialling = new AbortController();
  const { clock } = wanted;
  let isTaken = false;
  let held: HeldSocket | undefined;
  const leave = (socket: Socket): void => {
    over();
    const cancel = clock.after(limits.drain, () => socket.destroy());
    socket.once('close', cancel).resume().end(farewell[protocol]);
  };
  const dialled = dial({ ...wanted, signal: dialling.signal }).then(
    (socket) => {
      if (dialling.signal.aborted) socket.destroy();
      else if (!isTaken) held = hold(socket, { clock, ended: over, unused: leave });
      return socket;
    },
    () => {
      over();
      return undefined;
    },
  );
  return {
    take: (signal) => {
      isTaken = true;
      over();
      if (held !== undefined) return Promise.resolve(held.release());
      signal.addEventListener('abort', () => dialling.abort(signal.reason), { once: true });
      return dialled;
    },
    drop: () => {
      dialling.abort(new Error('it is not wanted any more'));
      held?.release().destroy();
    },
  };
}

/** A connection that stands; released, it is paused, and what the server has said is to be read. */
interface HeldSocket {
  release(): Socket;
}

function hold(
  socket: Socket,
  on: { readonly clock: Clock; ended(): void; unused(socket: Socket): void },
): HeldSocket {
  const greeting: Buffer[] = [];
  let octets = 0;
  const letGo = (): void => {
    cancel();
    socket.off('data', received).off('end', ended).off('close', ended);
  };
  const ended = (): void => {
    letGo();
    socket.destroy();
    on.ended();
  };
  const received = (chunk: Buffer): void => {
    greeting.push(chunk);
    octets += chunk.length;
    if (octets > longestGreeting) ended();
  };
  const cancel = on.clock.after(limits.preconnectIdle, () => {
    letGo();
    on.unused(socket);
  });
  // it is read, as the end of a paused socket is not seen
  socket.on('data', received).once('end', ended).once('close', ended).resume();
  return {
    release: () => {
      letGo();
      socket.pause();
      if (greeting.length > 0) socket.unshift(Buffer.concat(greeting));
      return socket;
    },
  };
}
