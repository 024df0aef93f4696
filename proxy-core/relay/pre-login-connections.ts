import { ipNetwork } from './ip-network.ts';
import { isLoopbackHost } from '#contract/endpoints.ts';
import { limits } from './limits.ts';

/** How many connections of mail programs are taken. */
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
    const [most, theirs] = candidates[0] ?? [];
    const [oldest] = theirs ?? [];
    const own = this.#byPeer.get(peer)?.size ?? 0;
    if (oldest === undefined || most === peer || (theirs?.size ?? 0) <= own) return 'full';
    return oldest;
  }
}
