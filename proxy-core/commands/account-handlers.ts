import { type Message, msg, sentences } from '#messages/message.ts';
import { randomUUID } from 'node:crypto';
import {
  isForPeople,
  isWholeDomain,
  addressSchema,
  sameAddress,
  type Account,
  type PasswordMode,
} from '#contract/account.ts';
import { isInteractive } from '#contract/grants.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { type Submission, submissionName } from '#contract/submission.ts';
import { refusedSubmission } from '#core/accounts/client-validation.ts';
import type { Settings } from '#contract/settings.ts';
import { validateClient } from '#core/accounts/resolve-client.ts';
import { sendsBy, submissionsOf } from '#core/accounts/submission.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import type { Issued } from '#core/oauth/grant.ts';
import {
  addAccount,
  findAccount,
  findClient,
  removeAccount,
  replaceAccount,
  SettingsChangeError,
} from '#core/accounts/settings-changes.ts';
import type { CommandDeps, Handlers } from './deps.ts';
import { authorizeSilently } from './password-handlers.ts';
import type { CommandOutput } from '#contract/commands.ts';

type AccountCommand =
  | 'account-add'
  | 'accounts-add'
  | 'account-update'
  | 'account-submission'
  | 'account-remove'
  | 'account-pause'
  | 'account-resume'
  | 'account-switch-client'
  | 'account-authorize'
  | 'account-cancel-sign-in'
  | 'account-sign-out';

export function accountHandlers(deps: CommandDeps): Handlers<AccountCommand> {
  const accountOf = async (reference: string): Promise<Account> => {
    await deps.ready();
    return findAccount(deps.settings(), reference);
  };
  const note = (account: Account, text: Message): void => {
    deps.activity.note({ kind: 'settings', text, accountId: account.id });
  };
  const pause = async (reference: string, paused: boolean): Promise<void> => {
    const account = await accountOf(reference);
    await deps.update((settings) =>
      replaceAccount(settings, { ...findAccount(settings, account.id), paused }),
    );
    if (paused) deps.registry.endOf(account.id);
    const { address } = account;
    note(
      account,
      paused ? msg('activity.accountPaused', { address }) : msg('activity.accountResumed', { address }),
    );
  };
  /** Forgets an account's tokens. The local passwords stay, unless they were the account's own. */
  const reset = async (account: Account): Promise<void> => {
    deps.signIns.cancel(account.id);
    deps.registry.endOf(account.id);
    await deps.tokens.signOut(account.id);
    if (account.passwordMode === 'pass-on') await deps.passwords.clear(account.id);
  };
  const remove = async (account: Account): Promise<void> => {
    deps.passwords.setUps.end(account.id);
    await reset(account);
    await deps.update((settings) => removeAccount(settings, account.id));
    await deps.passwords.clear(account.id);
  };

  return {
    async 'account-add'(input) {
      await deps.ready();
      const client = findClient(deps.settings(), input.client);
      refuseUnfit(client, input.address, input.submission);
      const account: Account = {
        id: randomUUID(),
        address: input.address,
        clientId: client.id,
        passwordMode: input.passwordMode ?? defaultMode(client),
        mailbox: input.mailbox,
        smtpUser: input.smtpUser,
        submission: input.submission,
        submissionRewrites: input.submissionRewrites,
        paused: false,
      };
      await deps.update((settings) => addAccount(settings, account));
      try {
        if (input.password !== undefined && account.passwordMode === 'pass-on') {
          await authorizeSilently(deps, account, input.password);
        } else if (input.password !== undefined) {
          await deps.passwords.add(account.id, { name: 'first', password: input.password });
        }
      } catch (error) {
        // who tries once more adds an account that is not there yet
        await remove(account);
        throw error;
      }
      note(account, msg('activity.accountAdded', { address: account.address }));
      return { id: account.id };
    },
    async 'accounts-add'({ client: reference, addresses }) {
      await deps.ready();
      const client = findClient(deps.settings(), reference);
      let results: AddedAccounts = [];
      await deps.update((settings) => {
        const added = addMany(settings, client, addresses);
        ({ results } = added);
        return added.settings;
      });
      const count = results.filter(({ outcome }) => outcome === 'added').length;
      if (count > 0) {
        const text = msg('activity.accountsAdded', { count, name: client.name });
        deps.activity.note({ kind: 'settings', text });
      }
      return { results };
    },
    async 'account-update'({ account: reference, mailbox, smtpUser, submissionRewrites }) {
      const { id } = await accountOf(reference);
      await deps.update((settings) => {
        const { mailbox: presentMailbox, smtpUser: presentUser, ...rest } = findAccount(settings, id);
        return replaceAccount(settings, {
          ...rest,
          mailbox: changedTo(mailbox, presentMailbox),
          smtpUser: changedTo(smtpUser, presentUser),
          submissionRewrites: submissionRewrites ?? rest.submissionRewrites,
        });
      });
      const account = findAccount(deps.settings(), id);
      // sessions that are under way have the old mailbox open
      deps.registry.endOf(id);
      deps.checks.forget(id);
      note(account, msg('activity.mailboxesWereChanged', { address: account.address }));
      return {};
    },
    async 'account-submission'({ account: reference, submission }) {
      const { id, clientId } = await accountOf(reference);
      const client = findClient(deps.settings(), clientId);
      const chosen = submission === 'client' ? undefined : submission;
      refuseUnfit(client, undefined, chosen);
      await deps.update((settings) =>
        replaceAccount(settings, { ...findAccount(settings, id), submission: chosen }),
      );
      const account = findAccount(deps.settings(), id);
      // sessions that are under way go on sending the old way
      deps.registry.endOf(id);
      deps.checks.forget(id);
      const by = sendsBy(account, client);
      note(account, msg('activity.sendsBy', { address: account.address, way: submissionName[by] }));
      return { sendsBy: by, ...(await missingFor(account, by, deps)) };
    },
    async 'account-remove'({ account: reference }) {
      const account = await accountOf(reference);
      await remove(account);
      note(account, msg('activity.accountRemoved', { address: account.address }));
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
      const client = findClient(deps.settings(), clientReference);
      refuseUnfit(client, account.address);
      const fitting =
        account.passwordMode === 'pass-on' || client.grant === 'password'
          ? defaultMode(client)
          : account.passwordMode;
      await reset(account);
      const keeps = submissionsOf(client).some((one) => one === account.submission);
      await deps.update((settings) =>
        replaceAccount(settings, {
          ...findAccount(settings, account.id),
          clientId: client.id,
          submission: keeps ? account.submission : undefined,
          passwordMode: passwordMode ?? fitting,
        }),
      );
      note(account, msg('activity.nowSignedOauthClient', { address: account.address, name: client.name }));
      return {};
    },
    async 'account-authorize'({ account: reference, password, language }) {
      const account = await accountOf(reference);
      const client = findClient(deps.settings(), account.clientId);
      if (isForPeople(account.address, client.grant)) {
        throw new SettingsChangeError(
          'invalid',
          msg('accounts.domainHasNoSignIn', { address: account.address }),
          msg('accounts.signInItsPeople'),
        );
      }
      const issued = isInteractive(client.grant)
        ? await deps.signIns.signIn(account.id, language)
        : { token: await authorizeSilently(deps, account, password), doubt: undefined };
      await signedIn(deps, account.id, issued);
      const { identity } = deps.tokens.status(account.id);
      return { expiresAt: issued.token.expiresAt, identity, doubt: issued.doubt };
    },
    async 'account-cancel-sign-in'({ account: reference }) {
      const account = await accountOf(reference);
      deps.signIns.cancel(account.id);
      return {};
    },
    async 'account-sign-out'({ account: reference }) {
      const account = await accountOf(reference);
      await reset(account);
      note(account, msg('activity.signedOut', { address: account.address }));
      return {};
    },
  };
}

/** What follows a sign-in that went well. */
async function signedIn(
  deps: CommandDeps,
  accountId: string,
  { doubt }: Pick<Issued, 'doubt'>,
): Promise<void> {
  const { address, firstLogin } = findAccount(deps.settings(), accountId);
  if (firstLogin !== undefined) {
    await deps.update((settings) =>
      replaceAccount(settings, { ...findAccount(settings, accountId), firstLogin: undefined }),
    );
  }
  deps.activity.note({
    kind: 'sign-in',
    text: sentences(msg('activity.signed', { address }), doubt),
    accountId,
  });
}

/** Shows the sign-ins that other nodes have begun, and ends them where their answers come here. */
export function followSignIns(deps: CommandDeps): void {
  deps.signIns.follow((accountId, issued) => signedIn(deps, accountId, issued));
}

/** What an account needs before it can send this way: found out by asking for a token. */
async function missingFor(
  account: Account,
  use: Submission,
  deps: CommandDeps,
): Promise<Pick<CommandOutput<'account-submission'>, 'needs' | 'problem'>> {
  // each mailbox, or each login, has tokens of its own: nothing can be said ahead
  if (isWholeDomain(account.address) || account.passwordMode === 'pass-on' || account.paused)
    return { needs: 'nothing' };
  try {
    await deps.tokens.accessToken({ accountId: account.id, subject: account.address, use });
    return { needs: 'nothing' };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const { grant } = findClient(deps.settings(), account.clientId);
    const needs =
      error.code === 'needs-sign-in' && isInteractive(grant) && error.who !== 'administrator'
        ? 'sign-in'
        : 'administrator';
    return error.code === 'unreachable' || error.code === 'cancelled'
      ? { needs: 'nothing', problem: problemOf(error) }
      : { needs, problem: problemOf(error) };
  }
}

type AddedAccounts = CommandOutput<'accounts-add'>['results'];

/** One change for all, so that the settings are written once. */
function addMany(
  before: Settings,
  client: OAuthClient,
  addresses: readonly string[],
): { readonly settings: Settings; readonly results: AddedAccounts } {
  let settings = before;
  const results = addresses.map((given): AddedAccounts[number] => {
    const present = settings.accounts.find(({ address }) => sameAddress(address, given));
    if (present !== undefined) return { address: present.address, outcome: 'kept', id: present.id };
    try {
      const address = addressSchema.parse(given);
      refuseUnfit(client, address);
      const id = randomUUID();
      const account = { id, address, clientId: client.id, passwordMode: defaultMode(client), paused: false };
      settings = addAccount(settings, account);
      return { address, outcome: 'added', id };
    } catch (error) {
      return { address: given, outcome: 'refused', problem: problemOf(error) };
    }
  });
  return { settings, results };
}

/** Left out: as it was; an empty text: none. */
function changedTo(given: string | undefined, present: string | undefined): string | undefined {
  if (given === undefined) return present;
  return given === '' ? undefined : given;
}

function defaultMode(client: OAuthClient): PasswordMode {
  return client.grant === 'password' ? 'pass-on' : 'own';
}

/** @throws SettingsChangeError - the client's grant cannot serve this address, or cannot send this way */
function refuseUnfit(client: OAuthClient, address: string | undefined, submission?: Submission): void {
  const impossible = validateClient(client, address) ?? refusedSubmission(client, submission);
  if (impossible === undefined) return;
  throw new SettingsChangeError('invalid', impossible.message, impossible.fix);
}
