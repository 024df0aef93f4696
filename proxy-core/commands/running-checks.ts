import { canonicalAddress } from '#contract/account.ts';
import type { Protocol } from '#contract/endpoints.ts';
import type { MailboxCheck } from '#contract/settings.ts';
import type { Problem } from '#contract/problem.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { CheckStep, CheckView } from '#contract/views.ts';

interface ChecksOptions {
  readonly clock: Clock;
  /** Called whenever what is to be shown has changed. */
  readonly changed: () => void;
}

/** The last check of each account, and those under way: what a screen shows while one goes on. */
export class RunningChecks {
  readonly #options: ChecksOptions;
  /** Of app-only clients that are being set up. */
  readonly mailboxes: MailboxChecks;
  readonly #views = new Map<string, CheckView>();
  readonly #running = new Map<string, Promise<readonly CheckStep[]>>();

  constructor(options: ChecksOptions) {
    this.#options = options;
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

  /** A mail program was let in over a protocol: that the last check found otherwise there does not hold any more. */
  letIn(accountId: string, protocol: Protocol): void {
    const view = this.#views.get(accountId);
    // of a whole domain it may be another mailbox that was let in
    if (view === undefined || view.running || view.mailbox !== undefined) return;
    if (view.steps.every(({ ok }) => ok)) return;
    const steps = view.steps.filter(
      (step) => (step.protocol ?? (step.name === 'permissions' ? undefined : protocol)) !== protocol,
    );
    if (steps.every(({ ok }) => ok)) this.#views.delete(accountId);
    else this.#views.set(accountId, { ...view, steps });
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
    const startedAt = this.#options.clock.now();
    const started: CheckView = { startedAt, running: true, steps: [], mailbox };
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
    this.#options.changed();
  }
}

/** What a look at one mailbox found. 'time': it may pass, as Exchange takes a grant up within the hour. */
export type MailboxFinding =
  | { readonly open: true }
  | { readonly open: false; readonly problem: Problem; readonly mends: 'time' | 'somebody' };

/** When a mailbox that is not open yet is looked at again, after the look before: an hour in all. Milliseconds. */
const pauses = [60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000] as const;

/** Each look is three logins at the provider. */
const atOnce = 3;

/** Looks whether mailboxes let an app-only client in, and again while that is a matter of time. */
export class MailboxChecks {
  readonly #options: ChecksOptions;
  readonly #clients = new Map<string, Map<string, MailboxCheck>>();
  readonly #runs = new Map<string, { cancel: () => void; stopped: boolean }>();

  constructor(options: ChecksOptions) {
    this.#options = options;
  }

  /** What was found in this run; undefined where nobody has looked. */
  of(clientId: string, address: string): MailboxCheck | undefined {
    return this.#clients.get(clientId)?.get(canonicalAddress(address));
  }

  /**
   * Begins to look at mailboxes; those that were waited for before are given up.
   * @param look - looks at one; never fails
   * @param done - called after each round, with those that are open and those that are not
   */
  start(
    clientId: string,
    mailboxes: readonly string[],
    how: {
      readonly look: (address: string) => Promise<MailboxFinding>;
      readonly done: (open: readonly string[], closed: readonly string[]) => Promise<void>;
    },
  ): void {
    this.stop(clientId);
    const run = { cancel: (): void => undefined, stopped: false };
    this.#runs.set(clientId, run);
    const round = async (addresses: readonly string[], number: number): Promise<void> => {
      for (const address of addresses) this.#note(clientId, address, { state: 'checking' });
      const open: string[] = [];
      const waiting: string[] = [];
      const left = [...addresses];
      const worker = async (): Promise<void> => {
        for (let address = left.shift(); address !== undefined; address = left.shift()) {
          const finding = await how.look(address);
          if (run.stopped) return;
          const pause = pauses[number];
          if (finding.open) open.push(address);
          else if (finding.mends === 'time' && pause !== undefined) waiting.push(address);
          this.#note(clientId, address, checkOf(finding, pause, this.#options.clock.now()));
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      if (run.stopped) return;
      const pause = pauses[number];
      if (waiting.length > 0 && pause !== undefined)
        run.cancel = this.#options.clock.after(pause, () => void round(waiting, number + 1));
      await how.done(
        open,
        addresses.filter((address) => !open.includes(address)),
      );
    };
    void round(mailboxes, 0);
  }

  /** Looks no more; what was found stays. */
  stop(clientId: string): void {
    const run = this.#runs.get(clientId);
    if (run === undefined) return;
    run.stopped = true;
    run.cancel();
    this.#runs.delete(clientId);
    const found = this.#clients.get(clientId);
    for (const [address, { nextAt: _, ...check }] of found ?? []) {
      found?.set(address, check.state === 'checking' ? { state: 'unchecked' } : check);
    }
    this.#options.changed();
  }

  stopAll(): void {
    for (const clientId of this.#runs.keys()) this.stop(clientId);
  }

  #note(clientId: string, address: string, check: MailboxCheck): void {
    const found = this.#clients.get(clientId) ?? new Map<string, MailboxCheck>();
    found.set(canonicalAddress(address), check);
    this.#clients.set(clientId, found);
    this.#options.changed();
  }
}

function checkOf(finding: MailboxFinding, pause: number | undefined, now: number): MailboxCheck {
  if (finding.open) return { state: 'open', checkedAt: now };
  const { problem, mends } = finding;
  if (mends === 'somebody' || pause === undefined) return { state: 'refused', checkedAt: now, problem };
  return { state: 'not-yet', checkedAt: now, problem, nextAt: now + pause };
}
