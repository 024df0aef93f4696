import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { whoSchema } from '#contract/problem.ts';
import { OAuthError, oauthErrorCodes } from '#core/errors/oauth-error.ts';
import { type Clock, pause } from '#core/logging/clock.ts';
import { jsonOf } from '#core/storage/json.ts';
import { KeyedMutex } from '#core/storage/locks.ts';
import { type Vault, VaultError, waitedFor } from '#core/storage/vault.ts';
import { messageSchema } from '#messages/message.ts';
import { LoopbackPorts } from './loopback-receiver.ts';
import { failure, providerFailure } from './token-errors.ts';

/** How it ended is there for the others to see for so long. Milliseconds. */
const outcomeLife = 60_000;
/** Whoever waits for its turn while the database is away tries again after this. Milliseconds. */
const retryPause = 1_000;

const entrySchema = z.object({
  version: z.literal(1),
  id: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
  /** What whoever goes on needs; gone when it has ended. */
  begun: z.unknown().optional(),
  outcome: z
    .union([
      z.object({
        problem: z.object({
          code: z.enum(oauthErrorCodes),
          text: messageSchema,
          fix: messageSchema,
          who: whoSchema,
        }),
      }),
      z.object({ brought: z.unknown().optional() }),
    ])
    .optional(),
});
type Entry = z.infer<typeof entrySchema>;

/** A try to have a person sign in, or an administrator consent: what it asks of those who share it. */
export interface Attempt {
  /** What the node that began it has kept; undefined: it begins here. */
  readonly begun: unknown;
  /**
   * Keeps what another node needs to go on; to be called before the person is shown anything.
   * @param expiresAt - milliseconds since 1970: nobody goes on after that
   * @throws VaultError
   */
  keep(begun: unknown, expiresAt: number): Promise<void>;
  /**
   * Runs the work that ends it, at one node at a time, and once.
   * @param told - what the other nodes are told of what it brought; nothing secret
   * @throws OAuthError - cancelled: it has ended elsewhere; what the work throws
   */
  once<T>(work: () => Promise<T>, told: (brought: T) => unknown): Promise<T>;
}

/** An attempt that nobody shares. */
export const ownAttempt: Attempt = {
  begun: undefined,
  keep: async () => {},
  once: (work) => work(),
};

/** How one runs here. */
interface Run<T> {
  /** Where another node has begun it. */
  readonly followed?: RunningAttempt | undefined;
  /** What whoever begins a second one is told. */
  readonly busy: () => OAuthError;
  /** Does it, until the controller aborts. */
  readonly work: (attempt: Attempt, controller: AbortController) => Promise<T>;
  /** Makes of what another node tells of its end what it is here. */
  readonly elsewhere: (told: unknown) => T | Promise<T>;
}

/**
 * The attempts of one kind that are under way, at most one for an account or a client. Where nodes share a store each
 * is an entry of the vault, sealed like every other: any node may end it, and all are told how it went.
 */
export class Attempts {
  readonly clock: Clock;
  /** Undefined where no other node goes on with what begins here. */
  readonly vault: Vault | undefined;
  readonly #kind: string;
  readonly #known = new Map<string, RunningAttempt>();
  readonly #looks = new KeyedMutex();
  readonly #endWatch: (() => void) | undefined;
  /** Ends the wait for the time at which an entry has expired. */
  readonly #timers = new Map<string, () => void>();
  #goOn: ((whose: string, attempt: RunningAttempt) => void) | undefined;

  constructor(options: {
    readonly clock: Clock;
    readonly kind: 'sign-in' | 'admin-consent';
    readonly vault?: Vault | undefined;
  }) {
    this.clock = options.clock;
    this.vault = options.vault;
    this.#kind = `${waitedFor}${options.kind}/`;
    this.#endWatch = this.vault?.watch((name) => {
      if (name.startsWith(this.#kind)) this.#look(name.slice(this.#kind.length));
    });
  }

  isRunning(whose: string): boolean {
    return this.#known.get(whose)?.isRunning === true;
  }

  /**
   * Runs one to its end, here or at another node.
   * @throws OAuthError - 'cancelled' also where one is under way already; what the work throws
   */
  async run<T>(whose: string, { followed, busy, work, elsewhere }: Run<T>): Promise<T> {
    const before = this.#known.get(whose);
    if (before?.isRunning === true && !before.givesWay) throw busy();
    const attempt = followed ?? this.begin(whose);
    attempt.isRunning = true;
    try {
      return await attempt.wait(work(attempt, attempt.controller), elsewhere);
    } finally {
      attempt.isRunning = false;
      // it may have ended elsewhere
      attempt.controller.abort(failure('signIn.signCancelled'));
      await attempt.close();
    }
  }

  /** One that begins here, in the place of what other nodes have begun. @param whose - an id */
  begin(whose: string): RunningAttempt {
    const attempt = new RunningAttempt(this, whose, this.#kind + whose);
    this.#known.get(whose)?.end();
    this.#known.set(whose, attempt);
    return attempt;
  }

  /**
   * Calls back with those that other nodes have begun, from now on. Called again it looks again: at what was missed while
   * the database was away, and at what could not be gone on with.
   */
  follow(goOn: (whose: string, attempt: RunningAttempt) => void): void {
    this.#goOn = goOn;
    this.#lookAtAll().catch(() => undefined);
  }

  /** Ends one, at all nodes; none under way is no error. */
  cancel(whose: string): void {
    const attempt = this.#known.get(whose);
    if (attempt?.isRunning !== true) return;
    // where the store cannot be changed, it ends here, and expires elsewhere
    attempt.cancel().catch(() => undefined);
    attempt.controller.abort(failure('signIn.signCancelled'));
  }

  /** Ends all here: the service is stopping. Other nodes go on with them. */
  leaveAll(): void {
    for (const attempt of this.#known.values()) {
      attempt.leave();
      attempt.controller.abort(failure('signIn.signCancelled'));
    }
    this.#endWatch?.();
    for (const end of this.#timers.values()) end();
  }

  /** The wait at this node is over. */
  forget(attempt: RunningAttempt): void {
    const { whose } = attempt;
    if (this.#known.get(whose) === attempt) this.#known.delete(whose);
    if (this.vault !== undefined && !attempt.isFollowed) this.#lookLater(whose, outcomeLife);
  }

  /** @throws VaultError */
  async read(name: string): Promise<Entry | undefined> {
    return entrySchema.safeParse(jsonOf((await this.vault?.get(name)) ?? '')).data;
  }

  async #lookAtAll(): Promise<void> {
    for (const name of (await this.vault?.names(this.#kind)) ?? []) this.#look(name.slice(this.#kind.length));
  }

  #look(whose: string): void {
    // an entry that cannot be read is none
    this.#looks.run(whose, () => this.#compare(whose)).catch(() => undefined);
  }

  #lookLater(whose: string, milliseconds: number): void {
    this.#timers.get(whose)?.();
    this.#timers.set(
      whose,
      this.clock.after(milliseconds, () => this.#look(whose)),
    );
  }

  /** What the entry says, and what is known here. */
  async #compare(whose: string): Promise<void> {
    const name = this.#kind + whose;
    let entry = await this.read(name);
    this.#timers.delete(whose);
    if (entry !== undefined && entry.expiresAt <= this.clock.now()) {
      await this.vault?.delete(name);
      entry = undefined;
    }
    const known = this.#known.get(whose);
    if (known?.isKept === true && known.id !== entry?.id) {
      known.end();
      this.#known.delete(whose);
    }
    if (entry === undefined) return;
    if (entry.outcome !== undefined) {
      if (known?.id === entry.id) known.end(entry.outcome);
    } else if (this.#goOn !== undefined && !this.#known.has(whose)) {
      const attempt = new RunningAttempt(this, whose, name, entry);
      this.#known.set(whose, attempt);
      this.#goOn(whose, attempt);
    } else return;
    this.#lookLater(whose, entry.expiresAt - this.clock.now());
  }
}

/** Those of a gateway, which the nodes of a shared store have together, and where their answers come to. */
export function attemptsOfNodes(options: {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly isShared?: boolean | undefined;
  readonly ports?: LoopbackPorts | undefined;
}): { readonly ports: LoopbackPorts; readonly signIns: Attempts; readonly consents: Attempts } {
  const { ports = new LoopbackPorts(), clock } = options;
  const vault = options.isShared === true ? options.vault : undefined;
  return {
    ports,
    signIns: new Attempts({ vault, clock, kind: 'sign-in' }),
    consents: new Attempts({ vault, clock, kind: 'admin-consent' }),
  };
}

/** One of them, as this node has it. */
export class RunningAttempt implements Attempt {
  readonly whose: string;
  readonly id: string;
  readonly begun: unknown;
  /** Another node has begun it. */
  readonly isFollowed: boolean;
  readonly controller = new AbortController();
  readonly #all: Attempts;
  readonly #name: string;
  readonly #elsewhere = Promise.withResolvers<unknown>();
  /** It is waited for here. */
  isRunning = false;
  /** Other nodes may know of it. */
  isKept: boolean;
  #isLeft = false;
  #isOver = false;
  /** Another node has ended it. */
  #hasEnded = false;

  constructor(all: Attempts, whose: string, name: string, followed?: Entry) {
    this.#all = all;
    this.whose = whose;
    this.#name = name;
    this.id = followed?.id ?? randomUUID();
    this.begun = followed?.begun;
    this.isFollowed = this.isKept = followed !== undefined;
    // nobody may be waiting any more
    this.#elsewhere.promise.catch(() => undefined);
  }

  /** Another may begin, or be gone on with, in its place. */
  get givesWay(): boolean {
    return this.isFollowed || this.#hasEnded;
  }

  /**
   * Waits for what it brings, here or at another node.
   * @param elsewhere - makes of what that node tells what it is here
   * @throws OAuthError - the refusal there, or cancelled; what the work throws
   */
  async wait<T>(work: Promise<T>, elsewhere: (told: unknown) => T | Promise<T>): Promise<T> {
    const there = this.#elsewhere.promise.then(elsewhere);
    const here = work.catch((error: unknown) => {
      if (this.#hasEnded) return there;
      throw error;
    });
    return Promise.race([here, there]);
  }

  async keep(begun: unknown, expiresAt: number): Promise<void> {
    if (this.isFollowed || this.#all.vault === undefined) return;
    await this.#all.vault.set(this.#name, JSON.stringify({ version: 1, id: this.id, expiresAt, begun }));
    this.isKept = true;
  }

  async once<T>(work: () => Promise<T>, told: (brought: T) => unknown): Promise<T> {
    const { vault, clock } = this.#all;
    if (vault === undefined) return work();
    let hasBegun = false;
    const alone = async (): Promise<T> => {
      if (this.isKept && !this.#isOver) {
        const now = await this.#all.read(this.#name);
        if (now?.id !== this.id || now.outcome !== undefined) this.end(now?.outcome);
      }
      if (this.#isOver) throw failure('signIn.endedElsewhere');
      hasBegun = true;
      try {
        const brought = await work();
        await this.#settle({ brought: told(brought) });
        return brought;
      } catch (error) {
        const known =
          error instanceof OAuthError
            ? error
            : providerFailure('signIn.signFailed', undefined, { cause: error });
        const { code, text, fix, who } = known;
        await this.#settle({ problem: { code, text, fix, who } });
        throw error;
      }
    };
    for (;;) {
      try {
        return await vault.exclusively(`${this.#name}/${this.id}`, alone);
      } catch (error) {
        // the other holds it for as long as a person takes; or the database is away
        if (hasBegun || this.#isOver || !this.isFollowed || !(error instanceof VaultError)) throw error;
        await pause(clock, retryPause);
      }
    }
  }

  /** This node ends, and the others go on. */
  leave(): void {
    this.#isLeft = true;
  }

  /** It has ended at another node; without an outcome: it was cancelled there. */
  end(outcome?: Entry['outcome']): void {
    this.#isOver = true;
    this.#hasEnded = true;
    if (outcome === undefined) this.#elsewhere.reject(failure('signIn.endedElsewhere'));
    else if ('problem' in outcome) {
      const { code, text, ...more } = outcome.problem;
      this.#elsewhere.reject(new OAuthError(code, text, more));
    } else this.#elsewhere.resolve(outcome.brought);
  }

  /** Cancels it at every node. */
  async cancel(): Promise<void> {
    this.#isOver = true;
    const now = await this.#all.read(this.#name);
    if (now?.id === this.id) await this.#all.vault?.delete(this.#name);
  }

  /** The wait at this node is over: where it is not to go on elsewhere, nobody waits for it any more. */
  async close(): Promise<void> {
    const goesOn = this.#isOver || this.#isLeft || this.isFollowed;
    if (!goesOn) await this.cancel().catch(() => undefined);
    this.#isOver = true;
    this.#all.forget(this);
  }

  async #settle(outcome: NonNullable<Entry['outcome']>): Promise<void> {
    if (this.#isLeft || this.#isOver || !this.isKept) return;
    this.#isOver = true;
    const expiresAt = this.#all.clock.now() + outcomeLife;
    const entry: Entry = { version: 1, id: this.id, expiresAt, begun: undefined, outcome };
    try {
      if ((await this.#all.read(this.#name))?.id === this.id)
        await this.#all.vault?.set(this.#name, JSON.stringify(entry));
    } catch {
      // what it brought stands all the same; the others wait until it has expired
    }
  }
}
