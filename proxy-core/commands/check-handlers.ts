import { msg, sentences } from '#messages/message.ts';
import type { Account } from '#contract/account.ts';
import { protocolName } from '#contract/endpoints.ts';
import type { CheckStep } from '#contract/views.ts';
import { findAccount } from '#core/accounts/settings-changes.ts';
import { checkAccount } from '#core/diagnosis/check.ts';
import type { RefusedCheck } from '#core/diagnosis/login-check.ts';
import { upstreamRefusalKind } from '#core/relay/refused-login.ts';
import { timeLimit } from '#core/logging/until-aborted.ts';
import type { CommandDeps, Handlers } from './deps.ts';

/** Longer than any step's own limit, so that a step tells what it waited for. Milliseconds. */
const checkTimeout = 180_000;

function allWell(steps: readonly CheckStep[]): boolean {
  return steps.every(({ ok }) => ok);
}

/** Told as a session's is: the account's state and its history are the same, whoever found it out. */
function noteRefusal(deps: CommandDeps, accountId: string, refused: RefusedCheck): void {
  const { protocol, kind, explanation } = refused;
  const { message, fix, remedy } = explanation;
  deps.activity.note({
    kind: 'login-refused',
    level: 'warning',
    text: msg('activity.refusedOver', {
      protocol: protocolName[protocol],
      why: sentences(message, fix),
    }),
    protocol,
    accountId,
    details: { refusal: upstreamRefusalKind[kind], fix, offer: remedy, check: true },
  });
}

function noteCheck(deps: CommandDeps, { id, address }: Account, steps: readonly CheckStep[]): void {
  const ok = allWell(steps);
  deps.activity.note({
    kind: 'check',
    level: ok ? 'info' : 'warning',
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
            { settings: deps.settings(), tokens, clock, upstream: deps.upstream, fetch: deps.fetch },
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
