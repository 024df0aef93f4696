import type { Clock } from '#core/logging/clock.ts';

/**
 * How long one is told again, from when it was made: somebody may have to open a port or install a certificate before
 * the mail program asks for it. Milliseconds.
 */
const longestSetUp = 30 * 60_000;

/** The local password of an account that is being set up. */
export interface SetUpPassword {
  readonly id: string;
  readonly name: string;
  readonly password: string;
}

interface Kept {
  readonly made: Promise<SetUpPassword>;
  readonly cancelEnd: () => void;
}

/**
 * Local passwords of accounts that are being set up, so that a screen that was left or loaded anew can tell them once
 * more. In memory only, and only until the set-up is finished: on the disk there is nothing but what recognizes them.
 */
export class SetUpPasswords {
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor(options: { readonly clock: Clock }) {
    this.#clock = options.clock;
  }

  /**
   * The account's password of this set-up: the one that is kept, or a new one.
   * @param make - makes one; called once even where two screens begin at the same time
   * @throws whatever `make` throws; then nothing is kept
   */
  async begin(accountId: string, make: () => Promise<SetUpPassword>): Promise<SetUpPassword> {
    const present = this.#kept.get(accountId);
    if (present !== undefined) return await present.made;
    const kept = {
      made: make(),
      cancelEnd: this.#clock.after(longestSetUp, () => this.#forget(accountId, kept)),
    };
    this.#kept.set(accountId, kept);
    try {
      return await kept.made;
    } catch (error) {
      this.#forget(accountId, kept);
      throw error;
    }
  }

  /** The one that is kept, if there is one. */
  async of(accountId: string): Promise<SetUpPassword | undefined> {
    return await this.#kept.get(accountId)?.made.catch(() => undefined);
  }

  /** The set-up is finished, or the account is gone. */
  end(accountId: string): void {
    const kept = this.#kept.get(accountId);
    if (kept !== undefined) this.#forget(accountId, kept);
  }

  endAll(): void {
    for (const accountId of this.#kept.keys()) this.end(accountId);
  }

  #forget(accountId: string, kept: Kept): void {
    kept.cancelEnd();
    if (this.#kept.get(accountId) === kept) this.#kept.delete(accountId);
  }
}
