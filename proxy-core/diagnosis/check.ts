import { type Message, msg } from '#messages/message.ts';
import { type Account, isForPeople, isWholeDomain } from '#contract/account.ts';
import { protocols } from '#contract/endpoints.ts';
import type { Settings } from '#contract/settings.ts';
import type { CheckStep } from '#contract/views.ts';
import { AccountDirectory } from '#core/accounts/account-directory.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { TokenManager } from '#core/oauth/token-manager.ts';
import { submissionApi } from '#core/accounts/submission.ts';
import type { Fetch } from '#core/oauth/http.ts';
import type { UpstreamAccess } from '#core/relay/upstream-connection.ts';
import { CheckedTokens, CheckSteps } from './checked-tokens.ts';
import { checkSubmission } from './submission-check.ts';
import { LoginCheck, type RefusedCheck } from './login-check.ts';

export interface CheckDeps {
  readonly settings: Settings;
  readonly tokens: TokenManager;
  readonly clock: Clock;
  readonly upstream: UpstreamAccess;
  /** How APIs are asked. */
  readonly fetch: Fetch;
}

export interface CheckOptions {
  /** Which one of a whole-domain account. */
  readonly mailbox?: string;
  readonly signal: AbortSignal;
  /** Called with each step as it is done. */
  readonly onStep?: (step: CheckStep) => void;
  /** Called with each login that a mail server refused: what a session would be told. */
  readonly onRefused?: (refused: RefusedCheck) => void;
}

/**
 * Goes the way of a login, end to end: a token, then for each protocol the server, its TLS and the login. Each step
 * says how long it took; one that fails ends its protocol's way, and says why, who can do something, and what.
 * Nothing is changed in the mailbox; a token that a server does not take is replaced, as it would be for a session.
 */
export async function checkAccount(
  account: Account,
  deps: CheckDeps,
  options: CheckOptions,
): Promise<readonly CheckStep[]> {
  const { clock, upstream } = deps;
  const { signal } = options;
  const steps = new CheckSteps(clock, options.onStep);
  const found = new AccountDirectory(deps.settings).find(options.mailbox ?? account.address);
  const withoutMailbox = (message: Message, fix: Message): readonly CheckStep[] => {
    steps.add(
      { name: 'account' },
      { ok: false, milliseconds: 0, message, code: 'whole-domain', fix, who: 'user' },
    );
    return steps.all;
  };
  // a whole-domain account has no mailbox of its own to look into
  if (found === undefined || (isWholeDomain(account.address) && options.mailbox === undefined)) {
    return withoutMailbox(
      msg('check.standsWholeDomain', { address: account.address }),
      msg('check.nameOneMailboxDomainCheck'),
    );
  }
  if (isForPeople(found.account.address, found.client.grant)) {
    return withoutMailbox(
      msg('check.noFirstLoginYet', { address: found.subject }),
      msg('check.firstLoginMakesAccount'),
    );
  }
  const client = resolveClient(found.client);
  const tokens = new CheckedTokens({ found, client, tokens: deps.tokens, clock, steps, signal });
  const described = new Set<string>();
  for (const protocol of protocols) {
    const api = submissionApi(found, protocol);
    if (api !== undefined) {
      await checkSubmission({ found, api, fetch: deps.fetch, clock, tokens, steps, signal });
      continue;
    }
    const server = client.servers[protocol];
    if (server === undefined) continue;
    const token = await tokens.for(protocol);
    if (token === undefined) continue;
    const check = new LoginCheck({
      found,
      protocol,
      server,
      upstream,
      clock,
      tokens,
      steps,
      described,
      signal,
    });
    const refused = await check.run(token);
    if (refused !== undefined) options.onRefused?.(refused);
  }
  return steps.all;
}
