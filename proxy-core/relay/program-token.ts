import { isForPeople } from '#contract/account.ts';
import { protocolName } from '#contract/endpoints.ts';
import type { ProgramTokenRequest, ProgramTokenResult } from '#contract/program-token.ts';
import { AccountDirectory } from '#core/accounts/account-directory.ts';
import { findAccount, SettingsChangeError } from '#core/accounts/settings-changes.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import type { Settings } from '#contract/settings.ts';
import type { Activity } from '#core/logging/activity.ts';
import { xoauth2Response } from '#core/mail/sasl.ts';
import type { TokenManager } from '#core/oauth/token-manager.ts';
import { msg, sentences } from '#messages/message.ts';

interface ProgramTokenDeps {
  /** Makes sure that the settings were read. */
  ready(): Promise<void>;
  settings(): Settings;
  readonly tokens: TokenManager;
  readonly activity: Activity;
}

/**
 * An access token for a program that logs in with OAuth itself, renewed where that is due. Who asks is the owner of the
 * data folder, which whoever calls this has made sure of; each time is a line of the activity, without the token.
 * Never throws for what an account or a provider can cause: that is a result.
 */
export async function programToken(
  deps: ProgramTokenDeps,
  { address, protocol }: ProgramTokenRequest,
): Promise<ProgramTokenResult> {
  const name = protocolName[protocol];
  let accountId: string | undefined;
  try {
    await deps.ready();
    const directory = new AccountDirectory(deps.settings());
    const found = directory.find(address) ?? directory.find(findAccount(deps.settings(), address).address);
    if (found === undefined) throw new Error('an account without its OAuth client');
    const { account, subject, identity } = found;
    accountId = account.id;
    if (account.paused) {
      const text = msg('activity.pausedMailwicket', { address: account.address });
      throw new SettingsChangeError('invalid', text, msg('activity.resumeAccount'));
    }
    if (isForPeople(account.address, found.client.grant)) {
      const text = msg('check.noFirstLoginYet', { address: subject });
      throw new SettingsChangeError('invalid', text, msg('check.firstLoginMakesAccount'));
    }
    const { value: token, expiresAt } = await deps.tokens.accessToken({ accountId, subject, use: protocol });
    deps.activity.note({
      kind: 'token',
      text: msg('activity.tokenGiven', { address: subject, protocol: name }),
      accountId,
      protocol,
    });
    const user = identity[protocol];
    const xoauth2 = xoauth2Response({ username: user, token });
    return { ok: true, value: { token, xoauth2, user, expiresAt } };
  } catch (error) {
    const problem = problemOf(error);
    deps.activity.note({
      kind: 'token',
      level: 'warning',
      text: sentences(msg('activity.tokenNotGiven', { address, protocol: name }), problem.message),
      accountId,
      protocol,
    });
    return { ok: false, ...problem };
  }
}
