import { canonicalAddress } from '#contract/account.ts';
import type { Protocol } from '#contract/endpoints.ts';
import { type FoundAccount, connectionLimit } from '#core/accounts/account-directory.ts';
import { tokenUse } from '#core/accounts/submission.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import { type Clock, untilAborted } from '#core/logging/clock.ts';
import type { SharedLimits } from '#core/storage/shared-limits.ts';
import { limits } from './limits.ts';

/** Gives a slot back; the second time it does nothing. */
export type Release = () => void;

/** Another gateway tells when it gives one back; this is for what was lost. Milliseconds. */
const lookAgain = 1_000;

interface Waiting {
  readonly limit: number;
  readonly size: number;
  proceed(): void;
}

interface Queue {
  taken: number;
  readonly waiting: Waiting[];
}

/**
 * How many sessions a mailbox has at its provider at the same time: where a provider refuses more than so many, the
 * next one waits here until another ends.
 */
export class ConnectionLimiter {
  readonly #clock: Clock;
  readonly #shared: SharedLimits | undefined;
  readonly #queues = new Map<string, Queue>();

  /** @param options.sharedLimits - the slots that other gateways take of the same mailboxes */
  constructor(options: { readonly clock: Clock; readonly sharedLimits?: SharedLimits | undefined }) {
    this.#clock = options.clock;
    this.#shared = options.sharedLimits;
  }

  /** A slot of the account's mailbox at its server; see {@link take}. */
  async takeFor(found: FoundAccount, protocol: Protocol, signal: AbortSignal): Promise<Release | undefined> {
    const { client, identity } = found;
    // an API is asked for each message, whatever sessions there are
    const limit = tokenUse(found, protocol) === protocol ? connectionLimit(client, protocol) : undefined;
    const server = limit === undefined ? undefined : resolveClient(client).servers[protocol];
    const mailbox = canonicalAddress(identity[protocol]);
    return this.take(`${protocol} ${server?.host ?? ''}:${String(server?.port)} ${mailbox}`, limit, signal);
  }

  /**
   * Takes a slot, waiting for one for up to {@link limits.slotTimeout}, first come, first served.
   * @param key - whose slots: protocol, server and upstream user
   * @param limit - how many there are; undefined: any number
   * @param wanted.size - how many are taken at once; as many as there are, where that is more
   * @returns undefined when none became free, or the signal aborted
   */
  async take(
    key: string,
    limit: number | undefined,
    signal: AbortSignal,
    wanted: { readonly size?: number; readonly timeout?: number } = {},
  ): Promise<Release | undefined> {
    if (limit === undefined) return () => {};
    const size = Math.min(wanted.size ?? 1, limit);
    if (signal.aborted) return undefined;
    const queue = this.#queues.get(key) ?? { taken: 0, waiting: [] };
    this.#queues.set(key, queue);
    const since = this.#clock.now();
    if (queue.taken + size <= limit && queue.waiting.length === 0) queue.taken += size;
    else if (!(await this.#wait(key, queue, { limit, size }, signal, wanted.timeout))) return undefined;
    const release = this.#release(key, queue, size);
    if (this.#shared === undefined) return release;
    const releaseShared = await this.#takeShared(this.#shared, key, { limit, signal, since });
    if (releaseShared === undefined) {
      release();
      return undefined;
    }
    let held = true;
    return () => {
      if (held) releaseShared();
      held = false;
      release();
    };
  }

  /** The same among the slots of all gateways; no more than this one's own many wait here. */
  async #takeShared(
    shared: SharedLimits,
    key: string,
    {
      limit,
      signal,
      since,
    }: { readonly limit: number; readonly signal: AbortSignal; readonly since: number },
  ): Promise<Release | undefined> {
    for (;;) {
      const free = Promise.withResolvers<void>();
      const end = shared.onFreeSlot(key, free.resolve);
      try {
        const release = await shared.takeSlot(key, limit);
        if (release !== undefined) return release;
        if (signal.aborted || this.#clock.now() - since >= limits.slotTimeout) return undefined;
        const cancel = this.#clock.after(lookAgain, free.resolve);
        await untilAborted(free.promise, signal).catch(() => undefined);
        cancel();
      } finally {
        end();
      }
    }
  }

  #wait(
    key: string,
    queue: Queue,
    wanted: Omit<Waiting, 'proceed'>,
    signal: AbortSignal,
    timeout: number = limits.slotTimeout,
  ): Promise<boolean> {
    return new Promise((resolve) => {
      const over = (granted: boolean): void => {
        cancel();
        signal.removeEventListener('abort', leave);
        resolve(granted);
      };
      const waiting: Waiting = { ...wanted, proceed: () => over(true) };
      const leave = (): void => {
        const at = queue.waiting.indexOf(waiting);
        if (at >= 0) queue.waiting.splice(at, 1);
        over(false);
        // it may have stood before smaller ones
        this.#proceed(key, queue);
      };
      const cancel = this.#clock.after(timeout, leave);
      signal.addEventListener('abort', leave);
      queue.waiting.push(waiting);
    });
  }

  #release(key: string, queue: Queue, size: number): Release {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      queue.taken -= size;
      this.#proceed(key, queue);
    };
  }

  #proceed(key: string, queue: Queue): void {
    for (;;) {
      const [next] = queue.waiting;
      if (next === undefined || queue.taken + next.size > next.limit) break;
      queue.waiting.shift();
      queue.taken += next.size;
      next.proceed();
    }
    if (queue.taken === 0) this.#queues.delete(key);
  }
}
