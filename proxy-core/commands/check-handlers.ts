import { msg, sentences } from '#messages/message.ts';
import type { Account } from '#contract/account.ts';
import { protocolName } from '#contract/endpoints.ts';
import type { CheckStep, CheckView } from '#contract/views.ts';
import { findAccount } from '#core/accounts/settings-changes.ts';
import { checkAccount } from '#core/diagnosis/check.ts';
import type { RefusedCheck } from '#core/diagnosis/login-check.ts';
import { upstreamRefusalKind } from '#core/relay/refused-login.ts';
import { timeLimit } from '#core/relay/time-limit.ts';
import type { CommandDeps, Handlers } from './deps.ts';
import type { Clock } from '#core/logging/clock.ts';

/** Longer than any step's own limit, so that a step tells what it waited for. Milliseconds. */
const checkTimeout = 180_000;

function allWell(steps: readonly CheckStep[]): boolean {
  return steps.every(({ ok }) => ok);
}

/** Told as a session's is: the account's state and its history are the same, whoever found it out. */
function noteRefusal(deps: CommandDeps, accountId: string, refused: RefusedCheck): void {
  const { protocol, kind, explanation } = refused;
  const { message, fix } = explanation;
  deps.activity.note({
    kind: 'login-refused',
    trouble: true,
    text: msg('activity.refusedOver', {
      protocol: protocolName[protocol],
      why: sentences(message, fix),
    }),
    protocol,
    accountId,
    details: { refusal: upstreamRefusalKind[kind], fix, check: true },
  });
}

function noteCheck(deps: CommandDeps, { id, address }: Account, steps: readonly CheckStep[]): void {
  const ok = allWell(steps);
  deps.activity.note({
    kind: 'check',
    trouble: !ok,
    text: ok
      ? msg('activity.checkedAllWell', { address })
      : msg('activity.checkedSomethingWrong', { address }),
    accountId: id,
  });
}

/** The command that goes the whole way of a login. */
export function checkHandlers(deps: CommandDeps): Handlers<'check'> {
  return {
    async check({ account: reference, mailbox }) {
      await deps.ready();
      const account = findAccount(deps.settings(), reference);
      const { tokens, clock } = deps;
      const steps = await deps.checks.run(account.id, mailbox, async (onStep) => {
        const limit = timeLimit(clock, checkTimeout);
        try {
          const all = await checkAccount(
            account,
            { settings: deps.settings(), tokens, clock, upstream: deps.upstream },
            {
              signal: limit.signal,
              onStep,
              onRefused: (refused) => noteRefusal(deps, account.id, refused),
              mailbox,
            },
          );
          noteCheck(deps, account, all);
          return all;
        } finally {
          limit.cancel();
        }
      });
      return { ok: allWell(steps), steps: [...steps] };
    },
  };
}

/** The last check of each account, and those under way: what a screen shows while one goes on. */
export class RunningChecks {
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #views = new Map<string, CheckView>();
  readonly #running = new Map<string, Promise<readonly CheckStep[]>>();

  /** `changed`: called whenever what is to be shown has changed. */
  constructor(options: { readonly clock: Clock; readonly changed: () => void }) {
    this.#clock = options.clock;
    this.#changed = options.changed;
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
