import type { Account } from '../accounts/account.ts';
import type { AddedPassword } from '../accounts/local-passwords.ts';
import type { SetUpPassword } from '../accounts/set-up-passwords.ts';
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
export function passwordHandlers(
  room: CommandRoom,
): Handlers<'password-new' | 'password-revoke' | 'set-up-begin' | 'set-up-password' | 'set-up-end'> {
  const accountOf = async (reference: string): Promise<Account> => {
    await room.ready();
    return findAccount(room.settings(), reference);
  };
  const add = async (account: Account, name: string, password?: string): Promise<AddedPassword> => {
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
    return added;
  };
  /** What was revoked is of no use any more. */
  const keptOf = async ({ id: accountId }: Account): Promise<SetUpPassword | undefined> => {
    const kept = await room.passwords.setUps.of(accountId);
    if (kept === undefined) return undefined;
    const present = await room.passwords.list(accountId);
    if (present.some(({ id }) => id === kept.id)) return kept;
    room.passwords.setUps.end(accountId);
    return undefined;
  };
  return {
    async 'password-new'({ account: reference, name, password }) {
      const added = await add(await accountOf(reference), name, password);
      return { id: added.id, ...(added.password === undefined ? {} : { password: added.password }) };
    },
    async 'set-up-begin'({ account: reference, name }) {
      const account = await accountOf(reference);
      await keptOf(account);
      return await room.passwords.setUps.begin(account.id, async () => {
        const { id, password = '' } = await add(account, name);
        return { id, name, password };
      });
    },
    async 'set-up-password'({ account: reference }) {
      const kept = await keptOf(await accountOf(reference));
      return kept === undefined ? {} : { kept };
    },
    async 'set-up-end'({ account: reference }) {
      room.passwords.setUps.end((await accountOf(reference)).id);
      return {};
    },
    async 'password-revoke'({ account: reference, password }) {
      const account = await accountOf(reference);
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
