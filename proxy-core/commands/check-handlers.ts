import { findAccount } from '../accounts/settings-changes.ts';
import { checkAccount } from '../diagnosis/check.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

/** Longer than any step's own limit, so that a step tells what it waited for. Milliseconds. */
const checkTimeout = 180_000;

/** The command that goes the whole way of a login. */
export function checkHandlers(room: CommandRoom): Handlers<'check'> {
  return {
    async check({ account: reference, mailbox }) {
      await room.ready();
      const account = findAccount(room.settings(), reference);
      const { tokens, clock } = room;
      const steps = await room.checks.run(account.id, mailbox, (onStep) =>
        checkAccount(
          account,
          { settings: room.settings(), tokens, clock, upstream: room.upstream },
          {
            signal: AbortSignal.timeout(checkTimeout),
            onStep,
            ...(mailbox === undefined ? {} : { mailbox }),
          },
        ),
      );
      const ok = steps.every((step) => step.ok);
      room.activity.note({
        kind: 'check',
        trouble: !ok,
        text: ok
          ? `${account.address} was checked: all is well.`
          : `${account.address} was checked: something is wrong.`,
        accountId: account.id,
      });
      return { ok, steps };
    },
  };
}
