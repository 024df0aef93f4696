import type { MailboxCheck } from '#contract/checklist.ts';
import { canonicalAddress } from '#contract/account.ts';
import type { Problem } from '#contract/problem.ts';
import type { Clock } from '#core/logging/clock.ts';

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
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #clients = new Map<string, Map<string, MailboxCheck>>();
  readonly #runs = new Map<string, { cancel: () => void; stopped: boolean }>();

  /** `changed`: called whenever what is to be shown has changed. */
  constructor(options: { readonly clock: Clock; readonly changed: () => void }) {
    this.#clock = options.clock;
    this.#changed = options.changed;
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
          this.#note(clientId, address, checkOf(finding, pause, this.#clock.now()));
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      if (run.stopped) return;
      const pause = pauses[number];
      if (waiting.length > 0 && pause !== undefined)
        run.cancel = this.#clock.after(pause, () => void round(waiting, number + 1));
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
    this.#changed();
  }

  stopAll(): void {
    for (const clientId of this.#runs.keys()) this.stop(clientId);
  }

  #note(clientId: string, address: string, check: MailboxCheck): void {
    const found = this.#clients.get(clientId) ?? new Map<string, MailboxCheck>();
    found.set(canonicalAddress(address), check);
    this.#clients.set(clientId, found);
    this.#changed();
  }
}

function checkOf(finding: MailboxFinding, pause: number | undefined, now: number): MailboxCheck {
  if (finding.open) return { state: 'open', checkedAt: now };
  const { problem, mends } = finding;
  if (mends === 'somebody' || pause === undefined) return { state: 'refused', checkedAt: now, problem };
  return { state: 'not-yet', checkedAt: now, problem, nextAt: now + pause };
}
