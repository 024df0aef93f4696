import { AccountDirectory } from '../accounts/account-directory.ts';
import type { Account } from '../accounts/account.ts';
import { findAccount } from '../accounts/settings-changes.ts';
import { readTokenClaims } from '../diagnosis/token-claims.ts';
import type { CommandOutput } from '../contract.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

type Claims = NonNullable<CommandOutput<'token-details'>['claims']>;

/** The command that tells what became of an account's tokens, and what the present one says of itself. */
export function tokenHandlers(room: CommandRoom): Handlers<'token-details'> {
  return {
    async 'token-details'({ account: reference }) {
      await room.ready();
      const account = findAccount(room.settings(), reference);
      const { history } = room.tokens.status(account.id);
      const claims = await claimsOf(account, room);
      return {
        history: history.map(({ at, kind, detail }) => ({
          at,
          kind,
          ...(detail === undefined ? {} : { detail }),
        })),
        ...(claims === undefined ? {} : { claims }),
      };
    },
  };
}

/** Of the token at hand; none is asked for only to be looked at. */
async function claimsOf(account: Account, room: CommandRoom): Promise<Claims | undefined> {
  const { state, token } = room.tokens.status(account.id);
  const found = new AccountDirectory(room.settings()).find(account.address);
  if (state !== 'ready' || token === undefined || found === undefined) return undefined;
  if (account.paused || account.address.startsWith('*@') || account.passwordMode === 'pass-on')
    return undefined;
  const held = await room.tokens
    .accessToken({ accountId: account.id, subject: found.subject, protocol: 'imap' })
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
    ...(audience === undefined ? {} : { audience }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(appId === undefined ? {} : { appId }),
    ...(user === undefined ? {} : { user }),
    ...(issuedAt === undefined ? {} : { issuedAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}
