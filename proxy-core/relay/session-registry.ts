import type { Socket } from 'node:net';
import { Emitter } from '#contract/emitter.ts';
import type { Protocol } from '#contract/endpoints.ts';
import type { Clock } from '#core/logging/clock.ts';
import { limits } from './limits.ts';
import { descriptorLimit } from './machine-watch.ts';
import {
  connectionLimits,
  PreLoginConnections,
  type ConnectionLimits,
  type Entry,
  type PreLoginConnection,
} from './pre-login-connections.ts';

/** A session whose login is through. */
export interface JoinedSession {
  readonly accountId: string;
  readonly protocol: Protocol;
  readonly peer: string;
  /** Ends it after what has been received was handed over. */
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
  readonly #limits: () => ConnectionLimits;
  readonly #before = new PreLoginConnections();
  readonly #joined = new Set<JoinedSession>();
  #emptied: (() => void)[] = [];
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
    return this.#before.enter(peer, close, this.#limits(), this.size);
  }

  /** A connection has gone, or its login is through. */
  leave(connection: PreLoginConnection): void {
    if (this.#before.delete(connection)) this.#left();
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
   * Waits until all have ended by themselves, and ends who is left. Who has just connected is let in meanwhile, so that
   * no login fails where another gateway takes the next ones; who says nothing is told goodbye soon.
   * @param time - how long, in milliseconds
   */
  async stop(clock: Clock, time: number): Promise<void> {
    const elsewhere = this.#workers?.stop();
    const patience = Promise.withResolvers<void>();
    const cancels = [
      clock.after(Math.min(limits.lastLogins, time), () => this.#before.close('silent')),
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
    const emptied = this.#emptied;
    this.#emptied = [];
    for (const resolve of emptied) resolve();
  }
}
