import type { Socket } from 'node:net';
import { Emitter } from '#contract/emitter.ts';
import { type Protocol, isLoopbackHost } from '#contract/endpoints.ts';
import type { Clock } from '#core/logging/clock.ts';
import { limits } from './limits.ts';
import { descriptorLimit } from './machine-watch.ts';
import { ipNetwork } from './ip-network.ts';
import { YoungSpace } from './young-space.ts';

/** A session whose login is through. */
export interface JoinedSession {
  readonly accountId: string;
  readonly protocol: Protocol;
  /** Ends it once everything that was received has been handed over. */
  end(): void;
  /** Drops the connection to the provider (the network has changed; it is dead anyway). */
  cut(): void;
}

/** The port of mail programs that a connection has come to. */
export interface MailPort {
  readonly protocol: Protocol;
  /** Whether TLS comes first on it. */
  readonly implicitTls: boolean;
  readonly port: number;
}

/** Other processes of this service, which serve the mail programs that come to its ports. */
export interface MailWorkers {
  /** Hands a connection over, of which nothing was read. */
  take(socket: Socket, at: MailPort): void;
  /** How many sessions an account has there, by protocol. */
  of(accountId: string): Readonly<Record<Protocol, number>>;
  endOf(accountId: string): void;
  /** Calls back when somebody's sessions have changed there; ends with the returned function. */
  onChange(changed: () => void): () => void;
  /** Has them take no more logins and end their sessions, as a single process does. Resolves when they are gone. */
  stop(): Promise<void>;
}

/** The connections and sessions that are open now: counted, limited, drained, closed. */
export class SessionRegistry {
  readonly #changes = new Emitter();
  /** Calls back when somebody's sessions have changed; ends with the returned function. */
  readonly onChange = this.#changes.on;
  readonly youngSpace = new YoungSpace();
  readonly #limits: () => ConnectionLimits;
  readonly #before = new PreLoginConnections();
  readonly #joined = new Set<JoinedSession>();
  readonly #emptied: (() => void)[] = [];
  #endings = 0;
  /** When, in that count, an account's sessions were last ended. */
  readonly #endedAt = new Map<string, number>();

  readonly #workers: MailWorkers | undefined;

  /**
   * @param allowed - how many there may be in this process; read at each new connection
   * @param workers - where else there are sessions
   */
  constructor(
    allowed: () => ConnectionLimits = () => connectionLimits(descriptorLimit()),
    workers?: MailWorkers,
  ) {
    this.#limits = allowed;
    this.#workers = workers;
    workers?.onChange(() => this.#changed());
  }

  /**
   * A connection has come that is not logged in yet; at the limit, an older one may be closed for it.
   * @param peer - its address
   * @param close - ends it
   */
  enter(peer: string, close: (text: string) => void): Entry {
    const entry = this.#before.enter(peer, close, this.#limits(), this.size);
    this.youngSpace.follow(this.#before.size);
    return entry;
  }

  /** A connection has gone, or its login is through. */
  leave(connection: PreLoginConnection): void {
    if (!this.#before.delete(connection)) return;
    this.youngSpace.follow(this.#before.size);
    this.#left();
  }

  /** A login is through. The returned function says that the session has ended. */
  join(session: JoinedSession): () => void {
    this.#joined.add(session);
    this.#changed();
    return () => {
      this.#joined.delete(session);
      this.#changed();
      this.#left();
    };
  }

  /** Connections that are not logged in yet. */
  get beforeLogin(): number {
    return this.#before.size;
  }

  /** All connections. */
  get size(): number {
    return this.#before.size + this.#joined.size;
  }

  of(accountId: string): Record<Protocol, number> {
    const counts = { imap: 0, pop: 0, smtp: 0, ...this.#workers?.of(accountId) };
    for (const session of this.#joined) if (session.accountId === accountId) counts[session.protocol] += 1;
    return counts;
  }

  /** The same of all accounts that have sessions in this process. */
  get byAccount(): Record<string, Record<Protocol, number>> {
    const counts: Record<string, Record<Protocol, number>> = {};
    for (const { accountId, protocol } of this.#joined)
      (counts[accountId] ??= { imap: 0, pop: 0, smtp: 0 })[protocol] += 1;
    return counts;
  }

  /** Ends the sessions of an account: it is paused, removed or signed out. */
  endOf(accountId: string): void {
    this.#endings += 1;
    this.#endedAt.set(accountId, this.#endings);
    this.#workers?.endOf(accountId);
    for (const session of this.#joined) if (session.accountId === accountId) session.end();
  }

  /** How often `endOf` was called: to be noted when a login begins. */
  get endings(): number {
    return this.#endings;
  }

  /** Whether the sessions of an account have been ended since then: a login under way must not become one. */
  wasEnded(accountId: string, since: number): boolean {
    return (this.#endedAt.get(accountId) ?? 0) > since;
  }

  /** Drops every connection to a provider: the network has gone or changed. */
  cutAll(): void {
    for (const session of this.#joined) session.cut();
  }

  /**
   * Waits until all sessions have ended by themselves, then ends the rest. Clients that have just connected may still
   * log in, so that no login fails where another gateway takes over; silent ones are told goodbye soon.
   * @param time - how long, in milliseconds
   */
  async stop(clock: Clock, time: number): Promise<void> {
    const elsewhere = this.#workers?.stop();
    const patience = Promise.withResolvers<void>();
    const cancels = [
      clock.after(limits.lastLogins, () => this.#before.close('silent')),
      clock.after(time, patience.resolve),
    ];
    await Promise.race([this.#empty(), patience.promise]);
    for (const cancel of cancels) cancel();
    this.endAll();
    await elsewhere;
  }

  /** Resolves when the last has gone, or never (the caller has a limit). */
  async #empty(): Promise<void> {
    if (this.size === 0) return;
    await new Promise<void>((resolve) => this.#emptied.push(resolve));
  }

  endAll(): void {
    this.#before.close('all');
    for (const session of this.#joined) {
      session.end();
      session.cut();
    }
  }

  #changed(): void {
    this.#changes.emit();
  }

  #left(): void {
    if (this.size > 0) return;
    for (const resolve of this.#emptied.splice(0)) resolve();
  }
}

/** How many connections from mail programs are accepted. */
export interface ConnectionLimits {
  /** In all, those that are logged in included. */
  readonly connections: number;
  /** That have not logged in yet. */
  readonly beforeLogin: number;
  /** Of these, from one peer that is not this machine. */
  readonly beforeLoginOfPeer: number;
  /** Of these, what is kept free for this machine. */
  readonly reservedForLoopback: number;
}

/**
 * The limits of the relay, or less where the system allows few descriptors: a session has two of them, and files,
 * token requests and the panel need some too.
 * @param descriptors - how many this process may have; undefined: any number
 */
export function connectionLimits(descriptors: number | undefined): ConnectionLimits {
  const free = Math.max(8, (descriptors ?? Number.POSITIVE_INFINITY) - limits.descriptorsKept);
  const beforeLogin = Math.min(limits.beforeLogin, Math.floor(free / 4));
  return {
    connections: Math.min(limits.connections, Math.floor(free / 2)),
    beforeLogin,
    beforeLoginOfPeer: Math.min(limits.beforeLoginOfPeer, Math.ceil(beforeLogin / 2)),
    reservedForLoopback: Math.ceil(beforeLogin / 5),
  };
}

/** A connection that is not logged in yet. It is counted until it leaves, and may be closed for another. */
export interface PreLoginConnection {
  /** Whose share it counts for: an address, or an IPv6 network, as one host there has any number of addresses. */
  readonly peer: string;
  /** Ends it from here. The text is for the mail program, where its protocol is far enough to say it. */
  close: (text: string) => void;
  /** A login is being decided: connections that say nothing give way before it. */
  busy: boolean;
}

/** Whether one more connection was taken, and which one was closed for it. */
export interface Entry {
  /** Undefined where it was not taken. */
  readonly connection?: PreLoginConnection;
  readonly evicted?: PreLoginConnection;
}

/**
 * The connections before their login: limited in all and for each remote peer, with a part reserved for this machine.
 * At the limit a new connection evicts the oldest silent one of the peer that has most of them, so that a port cannot
 * be blocked by only connecting to it.
 */
export class PreLoginConnections {
  /** The oldest first. */
  readonly #byPeer = new Map<string, Set<PreLoginConnection>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /**
   * @param address - the peer's
   * @param allowed - what holds now
   * @param inAll - how many connections there are, those that are logged in included
   */
  enter(address: string, close: (text: string) => void, allowed: ConnectionLimits, inAll: number): Entry {
    const peer = ipNetwork(address);
    const evicted = this.#toEvict(peer, allowed, inAll);
    if (evicted === 'full') return {};
    if (evicted !== undefined) {
      this.delete(evicted);
      evicted.close('Too many connections that have not logged in');
    }
    const connection = { peer, close, busy: false };
    const theirs = this.#byPeer.get(peer) ?? new Set();
    this.#byPeer.set(peer, theirs.add(connection));
    this.#size += 1;
    return { connection, evicted };
  }

  /** It has left, or is logged in. @returns whether it was still counted */
  delete(connection: PreLoginConnection): boolean {
    const theirs = this.#byPeer.get(connection.peer);
    if (theirs?.delete(connection) !== true) return false;
    if (theirs.size === 0) this.#byPeer.delete(connection.peer);
    this.#size -= 1;
    return true;
  }

  /** The service is stopping: ends all of them, or those that have no login under way. */
  close(which: 'all' | 'silent'): void {
    for (const theirs of this.#byPeer.values()) {
      for (const connection of theirs) {
        if (which === 'all' || !connection.busy) connection.close('Mailwicket is stopping');
      }
    }
  }

  #toEvict(peer: string, allowed: ConnectionLimits, inAll: number): PreLoginConnection | 'full' | undefined {
    const full = this.#size >= allowed.beforeLogin || inAll >= allowed.connections;
    if (isLoopbackHost(peer)) return full ? this.#evictable(peer, () => true) : undefined;
    if ((this.#byPeer.get(peer)?.size ?? 0) >= allowed.beforeLoginOfPeer) {
      return this.#evictable(peer, (other) => other === peer);
    }
    const elsewhere = [...this.#byPeer].filter(([other]) => !isLoopbackHost(other));
    const count = elsewhere.reduce((sum, [, theirs]) => sum + theirs.size, 0);
    if (count >= allowed.beforeLogin - allowed.reservedForLoopback) {
      return this.#evictable(peer, (other) => !isLoopbackHost(other));
    }
    return full ? this.#evictable(peer, () => true) : undefined;
  }

  #evictable(peer: string, among: (other: string) => boolean): PreLoginConnection | 'full' {
    const candidates = [...this.#byPeer]
      .filter(([other]) => among(other))
      .toSorted(([, one], [, other]) => other.size - one.size);
    for (const [, theirs] of candidates) for (const each of theirs) if (!each.busy) return each;
    // all of them have a login under way: only a peer that has more of them than this one loses its oldest
    const [, theirs = new Set<PreLoginConnection>()] = candidates[0] ?? [];
    const [oldest] = theirs;
    const own = this.#byPeer.get(peer)?.size ?? 0;
    return oldest === undefined || theirs.size <= own ? 'full' : oldest;
  }
}
