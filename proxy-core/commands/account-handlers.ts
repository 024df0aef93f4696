import { randomUUID } from 'node:crypto';
import type { Account, PasswordMode } from '../accounts/account.ts';
import type { OAuthClient } from '../accounts/oauth-client.ts';
import { refuseImpossible } from '../accounts/resolve-client.ts';
import {
  addAccount,
  findAccount,
  findClient,
  removeAccount,
  replaceAccount,
  SettingsChangeError,
} from '../accounts/settings-changes.ts';
import { definedOnly } from '../defined-only.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';
import { authorizeSilently } from './password-handlers.ts';

type AccountCommand =
  | 'account-add'
  | 'account-update'
  | 'account-remove'
  | 'account-pause'
  | 'account-resume'
  | 'account-switch-client'
  | 'account-authorize'
  | 'account-cancel-sign-in'
  | 'account-sign-out';

/** The commands about accounts. */
export function accountHandlers(room: CommandRoom): Handlers<AccountCommand> {
  const accountOf = async (reference: string): Promise<Account> => {
    await room.ready();
    return findAccount(room.settings(), reference);
  };
  const note = (account: Account, text: string): void => {
    room.activity.note({ kind: 'settings', trouble: false, text, accountId: account.id });
  };
  const pause = async (reference: string, paused: boolean): Promise<void> => {
    const account = await accountOf(reference);
    await room.update((settings) =>
      replaceAccount(settings, { ...findAccount(settings, account.id), paused }),
    );
    if (paused) room.book.endOf(account.id);
    note(account, `${account.address} was ${paused ? 'paused' : 'resumed'}.`);
  };
  /** Forgets an account's tokens. The local passwords stay, unless they were the account's own. */
  const reset = async (account: Account): Promise<void> => {
    room.signIns.cancel(account.id);
    room.book.endOf(account.id);
    await room.tokens.signOut(account.id);
    if (account.passwordMode === 'pass-on') await room.passwords.clear(account.id);
  };
  const remove = async (account: Account): Promise<void> => {
    room.passwords.setUps.end(account.id);
    await reset(account);
    await room.update((settings) => removeAccount(settings, account.id));
    await room.passwords.clear(account.id);
  };

  return {
    async 'account-add'(input) {
      await room.ready();
      const client = findClient(room.settings(), input.client);
      refuseUnfit(client, input.address);
      const account: Account = {
        id: randomUUID(),
        address: input.address,
        clientId: client.id,
        passwordMode: input.passwordMode ?? defaultMode(client),
        ...(input.mailbox === undefined ? {} : { mailbox: input.mailbox }),
        ...(input.smtpUser === undefined ? {} : { smtpUser: input.smtpUser }),
        paused: false,
      };
      await room.update((settings) => addAccount(settings, account));
      try {
        if (input.password !== undefined && account.passwordMode === 'pass-on') {
          await authorizeSilently(room, account, input.password);
        } else if (input.password !== undefined) {
          await room.passwords.add(account.id, { name: 'first', password: input.password });
        }
      } catch (error) {
        // who tries once more adds an account that is not there yet
        await remove(account);
        throw error;
      }
      note(account, `The account ${account.address} was added.`);
      return { id: account.id };
    },
    async 'account-update'({ account: reference, mailbox, smtpUser }) {
      const { id } = await accountOf(reference);
      await room.update((settings) => {
        const { mailbox: presentMailbox, smtpUser: presentUser, ...rest } = findAccount(settings, id);
        return replaceAccount(settings, {
          ...rest,
          ...definedOnly({
            mailbox: changedTo(mailbox, presentMailbox),
            smtpUser: changedTo(smtpUser, presentUser),
          }),
        });
      });
      const account = findAccount(room.settings(), id);
      // sessions that are under way have the old mailbox open
      room.book.endOf(id);
      room.checks.forget(id);
      note(account, `The mailboxes of ${account.address} were changed.`);
      return {};
    },
    async 'account-remove'({ account: reference }) {
      const account = await accountOf(reference);
      await remove(account);
      note(account, `The account ${account.address} was removed.`);
      return {};
    },
    async 'account-pause'({ account }) {
      await pause(account, true);
      return {};
    },
    async 'account-resume'({ account }) {
      await pause(account, false);
      return {};
    },
    async 'account-switch-client'({ account: reference, client: clientReference, passwordMode }) {
      const account = await accountOf(reference);
      const client = findClient(room.settings(), clientReference);
      refuseUnfit(client, account.address);
      const fitting =
        account.passwordMode === 'pass-on' || client.grant === 'password'
          ? defaultMode(client)
          : account.passwordMode;
      await reset(account);
      await room.update((settings) =>
        replaceAccount(settings, {
          ...findAccount(settings, account.id),
          clientId: client.id,
          passwordMode: passwordMode ?? fitting,
        }),
      );
      note(account, `${account.address} is now signed in by the OAuth client ${client.name}.`);
      return {};
    },
    async 'account-authorize'({ account: reference, password }) {
      const account = await accountOf(reference);
      const client = findClient(room.settings(), account.clientId);
      const issued =
        client.grant === 'authorization-code' || client.grant === 'device-code'
          ? await room.signIns.signIn(account.id)
          : { token: await authorizeSilently(room, account, password), doubt: undefined };
      room.activity.note({
        kind: 'sign-in',
        trouble: false,
        text: [`${account.address} is signed in.`, issued.doubt]
          .filter((part) => part !== undefined)
          .join(' '),
        accountId: account.id,
      });
      const { identity } = room.tokens.status(account.id);
      return { expiresAt: issued.token.expiresAt, ...definedOnly({ identity, doubt: issued.doubt }) };
    },
    async 'account-cancel-sign-in'({ account: reference }) {
      const account = await accountOf(reference);
      room.signIns.cancel(account.id);
      return {};
    },
    async 'account-sign-out'({ account: reference }) {
      const account = await accountOf(reference);
      await reset(account);
      note(account, `${account.address} was signed out.`);
      return {};
    },
  };
}

/** Left out: as it was; an empty text: none. */
function changedTo(given: string | undefined, present: string | undefined): string | undefined {
  if (given === undefined) return present;
  return given === '' ? undefined : given;
}

function defaultMode(client: OAuthClient): PasswordMode {
  return client.grant === 'password' ? 'pass-on' : 'own';
}

/** @throws SettingsChangeError - the client's grant cannot serve this address */
function refuseUnfit(client: OAuthClient, address: string): void {
  const impossible = refuseImpossible(client, address);
  if (impossible === undefined) return;
  throw new SettingsChangeError('invalid', impossible.message, impossible.fix);
}
