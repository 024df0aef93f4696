import type { Clock } from '#core/logging/clock.ts';
import type { CheckStep, CheckView } from '#contract/views.ts';
import { MailboxChecks } from './mailbox-checks.ts';

/** The last check of each account, and those under way: what a screen shows while one goes on. */
export class RunningChecks {
  readonly #clock: Clock;
  readonly #changed: () => void;
  /** Of app-only clients that are being set up. */
  readonly mailboxes: MailboxChecks;
  readonly #views = new Map<string, CheckView>();
  readonly #running = new Map<string, Promise<readonly CheckStep[]>>();

  /** `changed`: called whenever what is to be shown has changed. */
  constructor(options: { readonly clock: Clock; readonly changed: () => void }) {
    this.#clock = options.clock;
    this.#changed = options.changed;
    this.mailboxes = new MailboxChecks(options);
  }

  /** What to show of an account's check; undefined before the first one of this run. */
  of(accountId: string): CheckView | undefined {
    return this.#views.get(accountId);
  }

  /** Forgets what was found: the account is gone, or is signed in another way now. */
  forget(accountId: string): void {
    if (this.#views.get(accountId)?.running !== true) this.#views.delete(accountId);
  }

  /**
   * Runs a check, and shows each step as it is done. Who asks while one is under way gets the same one's steps.
   * @param check - carries it out; calls back with each step
   */
  async run(
    accountId: string,
    mailbox: string | undefined,
    check: (onStep: (step: CheckStep) => void) => Promise<readonly CheckStep[]>,
  ): Promise<readonly CheckStep[]> {
    const key = `${accountId} ${mailbox ?? ''}`;
    const underWay = this.#running.get(key);
    if (underWay !== undefined) return underWay;
    const started: CheckView = {
      startedAt: this.#clock.now(),
      running: true,
      steps: [],
      mailbox,
    };
    this.#show(accountId, started);
    const steps: CheckStep[] = [];
    const running = check((step) => {
      steps.push(step);
      this.#show(accountId, { ...started, steps: [...steps] });
    });
    this.#running.set(key, running);
    try {
      const all = await running;
      this.#show(accountId, { ...started, running: false, steps: [...all] });
      return all;
    } catch (error) {
      this.#show(accountId, { ...started, running: false, steps });
      throw error;
    } finally {
      this.#running.delete(key);
    }
  }

  #show(accountId: string, view: CheckView): void {
    this.#views.set(accountId, view);
    this.#changed();
  }
}
