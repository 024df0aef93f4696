import { isWholeDomain, type Account } from '#contract/account.ts';
import type { CommandOutput } from '#contract/commands.ts';
import { AccountDirectory } from '#core/accounts/account-directory.ts';
import { findAccount } from '#core/accounts/settings-changes.ts';
import { readTokenClaims } from '#core/diagnosis/token-claims.ts';
import type { CommandDeps, Handlers } from './deps.ts';

type Claims = NonNullable<CommandOutput<'token-details'>['claims']>;

/** The command that tells what became of an account's tokens, and what the present one says of itself. */
export function tokenHandlers(deps: CommandDeps): Handlers<'token-details'> {
  return {
    async 'token-details'({ account: reference }) {
      await deps.ready();
      const account = findAccount(deps.settings(), reference);
      const { history } = deps.tokens.status(account.id);
      const claims = await claimsOf(account, deps);
      return {
        history: history.map(({ at, kind, detail }) => ({
          at,
          kind,
          detail,
        })),
        claims,
      };
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
  const { kind, permissions, actsAs, audience, tenant, appId, user, issuedAt, expiresAt } = readTokenClaims(
    held.value,
  );
  return {
    kind,
    permissions: [...permissions],
    actsAs,
    audience,
    tenant,
    appId,
    user,
    issuedAt,
    expiresAt,
  };
}
