import { ipNetwork } from './ip-network.ts';
import { isLoopbackHost } from '#contract/endpoints.ts';
import type { ConnectionLimits } from './connection-limits.ts';

/** A connection that is not logged in yet. It has a place until it leaves, and may have to give it up. */
export interface PreLoginConnection {
  /** Whose share it counts for: an address, or an IPv6 network, as one host there has any number of addresses. */
  readonly peer: string;
  /** Ends it from here. The text is for the mail program, where its protocol is far enough to say it. */
  close: (text: string) => void;
  /** A login is being decided: connections that say nothing give way before it. */
  busy: boolean;
}

/** Whether there is room for one more, and who had to give way. */
export interface Entry {
  /** Undefined where there is no room. */
  readonly connection?: PreLoginConnection;
  readonly gaveWay?: PreLoginConnection;
}

/**
 * The connections before their login: so many in all, a share for each peer elsewhere, and room that is kept for
 * this machine. Whoever comes when there is no room takes the place of the oldest connection that says nothing, of
 * the peer that has most of them; so nobody closes a port by only connecting to it.
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
   * @param limits - what holds now
   * @param inAll - how many connections there are, those that are logged in included
   */
  enter(address: string, close: (text: string) => void, limits: ConnectionLimits, inAll: number): Entry {
    const peer = ipNetwork(address);
    const gaveWay = this.#needsRoom(peer, limits, inAll);
    if (gaveWay === 'full') return {};
    if (gaveWay !== undefined) {
      this.delete(gaveWay);
      gaveWay.close('Too many connections that have not logged in');
    }
    const connection = { peer, close, busy: false };
    const theirs = this.#byPeer.get(peer) ?? new Set();
    this.#byPeer.set(peer, theirs.add(connection));
    this.#size += 1;
    return { connection, gaveWay };
  }

  /** It has left, or is logged in. @returns whether it still had its place */
  delete(connection: PreLoginConnection): boolean {
    const theirs = this.#byPeer.get(connection.peer);
    if (theirs?.delete(connection) !== true) return false;
    if (theirs.size === 0) this.#byPeer.delete(connection.peer);
    this.#size -= 1;
    return true;
  }

  /** Ends all of them: the service is stopping. */
  closeAll(): void {
    for (const theirs of this.#byPeer.values()) {
      for (const connection of theirs) connection.close('Mailwicket is stopping');
    }
  }

  #needsRoom(peer: string, limits: ConnectionLimits, inAll: number): PreLoginConnection | 'full' | undefined {
    const full = this.#size >= limits.beforeLogin || inAll >= limits.connections;
    if (isLoopbackHost(peer)) return full ? this.#whoGivesWay(peer, () => true) : undefined;
    if ((this.#byPeer.get(peer)?.size ?? 0) >= limits.beforeLoginOfPeer) {
      return this.#whoGivesWay(peer, (other) => other === peer);
    }
    const elsewhere = [...this.#byPeer].filter(([other]) => !isLoopbackHost(other));
    const count = elsewhere.reduce((sum, [, theirs]) => sum + theirs.size, 0);
    if (count >= limits.beforeLogin - limits.keptForLoopback) {
      return this.#whoGivesWay(peer, (other) => !isLoopbackHost(other));
    }
    return full ? this.#whoGivesWay(peer, () => true) : undefined;
  }

  #whoGivesWay(peer: string, among: (other: string) => boolean): PreLoginConnection | 'full' {
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
