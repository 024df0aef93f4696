import type { CommandOutput } from '#contract/commands.ts';
import { AccountDirectory } from '#core/accounts/account-directory.ts';
import { readTokenClaims } from '#core/diagnosis/token-claims.ts';
import { msg, sentences } from '#messages/message.ts';
import { type Account, isWholeDomain } from '#contract/account.ts';
import { protocolName } from '#contract/endpoints.ts';
import type { CheckStep } from '#contract/views.ts';
import { checkAccount } from '#core/diagnosis/check.ts';
import type { RefusedCheck } from '#core/diagnosis/login-check.ts';
import { upstreamRefusalKind } from '#core/relay/refused-login.ts';
import { timeLimit } from '#core/logging/clock.ts';
import { accountOf, type CommandDeps, type Handlers } from './deps.ts';

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
    text: msg(ok ? 'activity.checkedAllWell' : 'activity.checkedSomethingWrong', { address }),
    accountId: id,
  });
}

/** The command that goes the whole way of a login. */
export function checkHandlers(deps: CommandDeps): Handlers<'check'> {
  return {
    async check({ account: reference, mailbox }) {
      const account = await accountOf(deps, reference);
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

type Claims = NonNullable<CommandOutput<'token-details'>['claims']>;

/** The command that tells what became of an account's tokens, and what the present one says of itself. */
export function tokenHandlers(deps: CommandDeps): Handlers<'token-details'> {
  return {
    async 'token-details'({ account: reference }) {
      const account = await accountOf(deps, reference);
      const { history } = deps.tokens.status(account.id);
      return { since: deps.tokens.since, history: [...history], claims: await claimsOf(account, deps) };
    },
  };
}

/** Of the token at hand; none is asked for only to be looked at. */
async function claimsOf(account: Account, deps: CommandDeps): Promise<Claims | undefined> {
  const { state, token } = deps.tokens.status(account.id);
  const found = new AccountDirectory(deps.settings()).find(account.address);
  if (state !== 'ready' || token === undefined || found === undefined) return undefined;
  if (account.paused || isWholeDomain(account.address) || account.passwordMode === 'pass-on')
    return undefined;
  const held = await deps.tokens
    .accessToken({ accountId: account.id, subject: found.subject, use: 'imap' })
    // why there is none is told in the account's state
    .catch(() => undefined);
  if (held === undefined) return undefined;
  const { length: _length, objectId: _objectId, ...told } = readTokenClaims(held.value);
  return told;
}
