import type { Account } from '../accounts/account.ts';
import { findAccount, SettingsChangeError } from '../accounts/settings-changes.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

/** Authorizes an account whose grant needs nobody: by asking for a token once. @throws OAuthError */
export async function authorizeSilently(
  room: CommandRoom,
  account: Account,
  password: string | undefined,
): Promise<{ expiresAt: number }> {
  const token = await room.tokens.accessToken({
    accountId: account.id,
    subject: account.address,
    protocol: 'imap',
    ...(password === undefined ? {} : { password }),
  });
  if (password !== undefined) {
    await room.passwords.replaceAll(account.id, { name: 'account password', password });
  }
  return { expiresAt: token.expiresAt };
}

/** The commands about local passwords. */
export function passwordHandlers(room: CommandRoom): Handlers<'password-new' | 'password-revoke'> {
  return {
    async 'password-new'({ account: reference, name, password }) {
      await room.ready();
      const account = findAccount(room.settings(), reference);
      if (account.passwordMode === 'pass-on') {
        throw new SettingsChangeError(
          'invalid',
          `${account.address} uses its own password, which its provider judges.`,
          'Type the account’s own password into the mail program, or switch the account to another OAuth client.',
        );
      }
      const added = await room.passwords.add(account.id, {
        name,
        ...(password === undefined ? {} : { password }),
      });
      room.activity.note({
        kind: 'settings',
        trouble: false,
        text: `A local password named ${name} was made for ${account.address}.`,
        accountId: account.id,
      });
      return { id: added.id, ...(added.password === undefined ? {} : { password: added.password }) };
    },
    async 'password-revoke'({ account: reference, password }) {
      await room.ready();
      const account = findAccount(room.settings(), reference);
      await room.passwords.revoke(account.id, password);
      room.activity.note({
        kind: 'settings',
        trouble: false,
        text: `The local password ${password} of ${account.address} was revoked.`,
        accountId: account.id,
      });
      return {};
    },
  };
}
