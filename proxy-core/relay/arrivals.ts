import type { Socket } from 'node:net';
import tls, { type SecureContext, type TLSSocket } from 'node:tls';
import type { Protocol } from '#contract/endpoints.ts';
import type { Activity } from '#core/logging/activity.ts';
import { within, type Clock } from '#core/logging/clock.ts';
import { inEnglish } from '#messages/format.ts';
import { type Message, msg } from '#messages/message.ts';
import { readClientAddress, readProxyHeader } from './client-address.ts';
import { explainClientTls, serverLogin } from './client-connection.ts';
import { portName, type EndedBeforeLogin } from './connection-notes.ts';
import { limits } from './limits.ts';
import type { PreLoginConnection } from './session-registry.ts';
import { Session, type SessionDeps } from './session.ts';

/** What is behind a port. */
export interface ArrivalsOptions {
  readonly protocol: Protocol;
  readonly implicitTls: boolean;
  /** For implicit TLS, and for STARTTLS on a plain port; without it that is not offered. */
  localTls(): SecureContext | undefined;
  /** SMTP: what to announce. */
  extensions(): readonly string[];
  /** Whether connections from there are a proxy's, and begin with its word on who the client is. */
  isProxy?(peer: string): boolean;
  /** A device's port: what is behind it, in the place of a session that begins with a login. */
  readonly device?: DevicePort | undefined;
  readonly deps: SessionDeps;
  readonly activity: Activity;
}

interface From {
  /** The client's address. */
  readonly peer: string;
  readonly port: number;
}

interface Taken extends From {
  readonly connection: PreLoginConnection;
}

/** The connections that come to a port, each from its first octet to the start of its session. */
export class Arrivals {
  readonly #options: ArrivalsOptions;
  /** Connections from proxies that have not named their client yet, and the wait for that. */
  readonly #unnamed = new Map<Socket, PromiseWithResolvers<void>>();

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  /** The port's name, as people see it. */
  get name(): Message {
    const { device } = this.#options;
    if (device !== undefined) return msg('devices.port', { name: device.name });
    return portName(this.#options.protocol, this.#options.implicitTls);
  }

  /** No more connections will come: those whose client is not named yet get a moment for that, then end. */
  async close(): Promise<void> {
    const named = [...this.#unnamed.values()].map(({ promise }) => promise);
    await within(this.#options.deps.clock, limits.lastLogins, Promise.all(named));
    for (const socket of this.#unnamed.keys()) socket.destroy();
  }

  /**
   * A connection has come.
   * @param port - the one that it has come to
   */
  accept(socket: Socket, port: number): void {
    // an error before somebody listens must not end the process
    socket.on('error', ignore);
    const peer = socket.remoteAddress;
    // reset before it was accepted, as health checks of load balancers are: it has no address any more
    if (peer === undefined) {
      socket.destroy();
      return;
    }
    if (this.#options.isProxy?.(peer) !== true) {
      this.#admit(socket, { peer, port });
      return;
    }
    // not yet counted: all of them have the proxy's address, and it says at once who its client is
    this.#unnamed.set(socket, Promise.withResolvers());
    const decided = (): void => {
      this.#unnamed.get(socket)?.resolve();
      this.#unnamed.delete(socket);
    };
    const gone = (): void => {
      decided();
      socket.destroy();
    };
    readClientAddress(socket, {
      clock: this.#options.deps.clock,
      known: (client) => {
        decided();
        this.#admit(socket, { peer: client ?? peer, port });
      },
      wrong: () => {
        gone();
        const text = msg('activity.noProxyHeader', { peer, name: this.name });
        this.#noteEnded(peer, 'no-proxy-header', text, {});
      },
      gone,
    });
  }

  #admit(socket: Socket, from: From): void {
    const { peer } = from;
    const { device, protocol, implicitTls } = this.#options;
    // the first thing that is said; not where TLS comes first, as it would be taken for TLS
    const turnAway = (reply: string | Buffer): void => {
      if (!implicitTls) socket.write(reply);
      socket.destroySoon();
    };
    if (device !== undefined && !device.admits(peer)) {
      turnAway(`554 5.7.1 ${inEnglish(msg('devices.mayNotSend'))}\r\n`);
      return;
    }
    const connection = this.#count(socket, peer);
    if (connection === undefined) {
      turnAway(serverLogin(protocol, { tls: 'none', extensions: [] }).farewell('Too many connections'));
      return;
    }
    const secureContext = this.#options.localTls();
    if (!implicitTls) {
      // it comes in one piece, as proxies send it at once; where TLS comes first it breaks the handshake anyway
      socket.prependOnceListener('data', (bytes: Buffer) => {
        if (readProxyHeader(bytes).kind !== 'header') return;
        socket.destroy();
        connection.close('');
        const text = msg('activity.unexpectedProxyHeader', { peer, name: this.name });
        this.#noteEnded(peer, 'proxy-header', text, {});
      });
      this.#start(socket, { ...from, connection, secureContext });
      return;
    }
    if (secureContext === undefined) {
      this.#options.deps.registry.leave(connection);
      socket.destroy();
      return;
    }
    this.#startSecured(socket, { ...from, connection, secureContext });
  }

  /** Counts a new connection; where there is no room, a silent one is closed for it. */
  #count(socket: Socket, peer: string): PreLoginConnection | undefined {
    const { registry, connectionNotes } = this.#options.deps;
    const { connection, evicted } = registry.enter(peer, () => socket.destroy());
    if (connection === undefined) connectionNotes.rejected(registry.size);
    else if (evicted !== undefined) connectionNotes.evicted(evicted.peer);
    return connection;
  }

  #startSecured(
    socket: Socket,
    { secureContext, ...taken }: Taken & { readonly secureContext: SecureContext },
  ): void {
    const { connection, peer, port } = taken;
    const { registry, clock } = this.#options.deps;
    beginTls(socket, {
      secureContext,
      clock,
      secured: (secured) => this.#start(secured, { ...taken, secureContext: undefined }),
      gone: () => registry.leave(connection),
      failed: (error) => {
        registry.leave(connection);
        const trouble = explainClientTls(error);
        // it has just left
        if (trouble === undefined) return;
        const text = msg('activity.mailProgramPort', { peer, port: String(port), name: this.name, trouble });
        this.#noteEnded(peer, trouble.code, text, { error: error.message.slice(0, 200) });
      },
    });
  }

  #noteEnded(peer: string, reason: string, text: Message, details: EndedBeforeLogin['details']): void {
    const { protocol, implicitTls, deps } = this.#options;
    const about = { protocol, implicitTls, peer, level: 'warning' } as const;
    deps.connectionNotes.endedBeforeLogin({ ...about, reason, text, details });
  }

  #start(
    socket: Socket,
    { connection, peer, secureContext }: Taken & { readonly secureContext: SecureContext | undefined },
  ): void {
    const { protocol, implicitTls, device, deps } = this.#options;
    const run = async (): Promise<void> => {
      if (device !== undefined) {
        connection.close = () => socket.destroySoon();
        const served = device.serve(socket, peer, device.security === 'starttls' ? secureContext : undefined);
        // it counts as a session from now on; before, a stop that waits for the last of all would not see it
        deps.registry.leave(connection);
        return served;
      }
      const session = new Session({
        socket,
        peer,
        connection,
        protocol,
        implicitTls,
        serverLogin: serverLogin(protocol, {
          tls: implicitTls ? 'active' : secureContext === undefined ? 'none' : 'offered',
          extensions: protocol === 'smtp' ? this.#options.extensions() : [],
        }),
        localTls: secureContext,
        deps,
      });
      await session.run();
    };
    run().catch((error: unknown) => {
      // a defect in one session must not touch the others
      deps.registry.leave(connection);
      socket.destroy();
      this.#options.activity.note({
        kind: 'connection',
        level: 'warning',
        text: msg('activity.sessionOverBroke', {
          name: this.name,
          words: error instanceof Error ? error.message : msg('storage.unknownError'),
        }),
        protocol,
        details: { stack: error instanceof Error ? (error.stack ?? '').slice(0, 2_000) : '' },
      });
    });
  }
}

function ignore(): void {}

interface TlsHandshake {
  readonly secureContext: SecureContext;
  readonly clock: Clock;
  /** TLS is established. */
  secured(socket: TLSSocket): void;
  /** The handshake failed. */
  failed(error: Error): void;
  /** The client has left, or its time was up. */
  gone(): void;
}

/** Begins TLS on a client's connection, as its server; exactly one of the three callbacks is called. */
function beginTls(socket: Socket, end: TlsHandshake): void {
  const { secureContext, clock } = end;
  const secured = new tls.TLSSocket(socket, { isServer: true, secureContext });
  const cancel = clock.after(limits.timeBeforeLogin, () => socket.destroy());
  const over = (): void => {
    cancel();
    secured.off('error', failed).off('close', gone).off('end', left);
    // an error while it has no other listener must not end the process
    secured.on('error', () => {});
  };
  const gone = (): void => {
    over();
    end.gone();
  };
  const failed = (error: Error): void => {
    over();
    secured.destroy();
    end.failed(error);
  };
  // a client that ends during the handshake has left; a socket that allows half-open would stay open by itself
  const left = (): void => void secured.destroy();
  secured.once('error', failed).once('close', gone).once('end', left);
  secured.once('secure', () => {
    over();
    end.secured(secured);
  });
}

/** A port on which a device sends without logging in: what is behind it, for the listener that has it. */
export interface DevicePort {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly security: 'none' | 'starttls' | 'tls';
  /** Whether somebody at this address may send; that one may not is noted. */
  admits(peer: string): boolean;
  /**
   * Talks with a device until the connection has ended.
   * @param peer - its address
   * @param startTls - for STARTTLS; undefined where it is not offered
   */
  serve(socket: Socket, peer: string, startTls: SecureContext | undefined): Promise<void>;
}
