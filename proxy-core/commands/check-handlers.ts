import type { Account } from '../accounts/account.ts';
import { protocolName } from '../accounts/protocol.ts';
import { findAccount } from '../accounts/settings-changes.ts';
import type { CheckStep } from '../contract.ts';
import { checkAccount } from '../diagnosis/check.ts';
import type { RefusedCheck } from '../diagnosis/login-check.ts';
import { refusalKind } from '../relay/explain-refusal.ts';
import { timeLimit } from '../relay/time-limit.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

/** Longer than any step's own limit, so that a step tells what it waited for. Milliseconds. */
const checkTimeout = 180_000;

function allWell(steps: readonly CheckStep[]): boolean {
  return steps.every(({ ok }) => ok);
}

/** Told as a session's is: the account's state and its history are the same, whoever found it out. */
function noteRefusal(room: CommandRoom, accountId: string, refused: RefusedCheck): void {
  const { protocol, kind, explanation } = refused;
  const { message, fix } = explanation;
  room.activity.note({
    kind: 'login-refused',
    trouble: true,
    text: `Refused over ${protocolName[protocol]}: ${message} ${fix}`,
    protocol,
    accountId,
    details: { refusal: refusalKind[kind], fix, check: true },
  });
}

function noteCheck(room: CommandRoom, { id, address }: Account, steps: readonly CheckStep[]): void {
  const ok = allWell(steps);
  room.activity.note({
    kind: 'check',
    trouble: !ok,
    text: ok ? `${address} was checked: all is well.` : `${address} was checked: something is wrong.`,
    accountId: id,
  });
}

/** The command that goes the whole way of a login. */
export function checkHandlers(room: CommandRoom): Handlers<'check'> {
  return {
    async check({ account: reference, mailbox }) {
      await room.ready();
      const account = findAccount(room.settings(), reference);
      const { tokens, clock } = room;
      const steps = await room.checks.run(account.id, mailbox, async (onStep) => {
        const limit = timeLimit(clock, checkTimeout);
        try {
          const all = await checkAccount(
            account,
            { settings: room.settings(), tokens, clock, upstream: room.upstream },
            {
              signal: limit.signal,
              onStep,
              onRefused: (refused) => noteRefusal(room, account.id, refused),
              ...(mailbox === undefined ? {} : { mailbox }),
            },
          );
          noteCheck(room, account, all);
          return all;
        } finally {
          limit.cancel();
        }
      });
      return { ok: allWell(steps), steps: [...steps] };
    },
  };
}
