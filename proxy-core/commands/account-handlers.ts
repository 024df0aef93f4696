import { msg, sentences } from '#messages/message.ts';
import { randomUUID } from 'node:crypto';
import {
  isForPeople,
  isWholeDomain,
  addressSchema,
  type Account,
  type PasswordMode,
} from '#contract/account.ts';
import { isInteractive } from '#contract/grants.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { type Submission, submissionName } from '#contract/submission.ts';
import { refusedSubmission, validateClient } from '#core/accounts/client-form.ts';
import type { Settings } from '#contract/settings.ts';
import { sendsBy, submissionsOf } from '#core/accounts/submission.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import type { Issued } from '#core/oauth/grant.ts';
import {
  AccountAdder,
  addAccount,
  findAccount,
  findClient,
  removeAccount,
  replaceAccount,
  SettingsChangeError,
} from '#core/accounts/settings-changes.ts';
import { accountOf, clientOf, noteChange, type CommandDeps, type Handlers } from './deps.ts';
import { authorizeSilently } from './password-handlers.ts';
import type { CommandName, CommandOutput, ParsedInputs } from '#contract/commands.ts';

type AccountCommand = 'accounts-add' | Extract<CommandName, `account-${string}`>;

export function accountHandlers(deps: CommandDeps): Handlers<AccountCommand> {
  const pause = async (reference: string, paused: boolean): Promise<void> => {
    const { id, address } = await accountOf(deps, reference);
    await change(id, { paused });
    if (paused) deps.registry.endOf(id);
    noteChange(deps, msg(paused ? 'activity.accountPaused' : 'activity.accountResumed', { address }), id);
  };
  const change = (id: string, fields: Partial<Account>): Promise<Settings> =>
    deps.update((settings) => replaceAccount(settings, { ...findAccount(settings, id), ...fields }));
  /** Sessions that are under way go on the old way, and what a check found is of it. */
  const beginAnew = (id: string): Account => {
    deps.registry.endOf(id);
    deps.checks.forget(id);
    return findAccount(deps.settings(), id);
  };
  /** Forgets an account's tokens. The local passwords stay, unless they were the account's own. */
  const reset = async (account: Account): Promise<void> => {
    deps.signIns.cancel(account.id);
    await deps.tokens.signOut(account.id);
    deps.signIns.settle(account.id);
    // last: a mail program that comes back at once gets no more of the old tokens
    deps.registry.endOf(account.id);
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
      const { client: reference, password, ...fields } = input;
      const account = newAccount(await clientOf(deps, reference), fields);
      await deps.update((settings) => addAccount(settings, account));
      try {
        if (password !== undefined && account.passwordMode === 'pass-on') {
          await authorizeSilently(deps, account, password);
        } else if (password !== undefined) {
          await deps.passwords.add(account.id, { name: 'first', password });
        }
      } catch (error) {
        // who tries once more adds an account that is not there yet
        await remove(account);
        throw error;
      }
      noteChange(deps, msg('activity.accountAdded', { address: account.address }), account.id);
      return { id: account.id };
    },
    async 'accounts-add'({ client: reference, addresses }) {
      const client = await clientOf(deps, reference);
      let results: AddedAccounts = [];
      await deps.update((settings) => {
        const added = addMany(settings, client, addresses);
        ({ results } = added);
        return added.settings;
      });
      const count = results.filter(({ outcome }) => outcome === 'added').length;
      if (count > 0) noteChange(deps, msg('activity.accountsAdded', { count, name: client.name }));
      return { results };
    },
    async 'account-update'({ account: reference, mailbox, smtpUser, submissionRewrites }) {
      const { id } = await accountOf(deps, reference);
      await change(id, {
        // an empty text: none
        ...(mailbox === undefined ? {} : { mailbox: mailbox || undefined }),
        ...(smtpUser === undefined ? {} : { smtpUser: smtpUser || undefined }),
        ...(submissionRewrites === undefined ? {} : { submissionRewrites }),
      });
      const { address } = beginAnew(id);
      noteChange(deps, msg('activity.mailboxesWereChanged', { address }), id);
    },
    async 'account-submission'({ account: reference, submission }) {
      const { id, clientId } = await accountOf(deps, reference);
      const client = findClient(deps.settings(), clientId);
      const chosen = submission === 'client' ? undefined : submission;
      refuseUnfit(client, undefined, chosen);
      await change(id, { submission: chosen });
      const account = beginAnew(id);
      const by = sendsBy(account, client);
      noteChange(deps, msg('activity.sendsBy', { address: account.address, way: submissionName[by] }), id);
      return { sendsBy: by, ...(await missingFor(account, by, deps)) };
    },
    async 'account-remove'({ account: reference }) {
      const account = await accountOf(deps, reference);
      await remove(account);
      noteChange(deps, msg('activity.accountRemoved', { address: account.address }), account.id);
    },
    'account-pause': ({ account }) => pause(account, true),
    'account-resume': ({ account }) => pause(account, false),
    async 'account-switch-client'({ account: reference, client: clientReference, passwordMode }) {
      const account = await accountOf(deps, reference);
      const client = findClient(deps.settings(), clientReference);
      refuseUnfit(client, account.address);
      const fitting =
        account.passwordMode === 'pass-on' || client.grant === 'password'
          ? defaultMode(client)
          : account.passwordMode;
      const keeps = submissionsOf(client).some((one) => one === account.submission);
      const fields = {
        clientId: client.id,
        submission: keeps ? account.submission : undefined,
        passwordMode: passwordMode ?? fitting,
      };
      if (client.id !== account.clientId) deps.policy.refuseNew(account.address, client.provider);
      // first: what refuses the change, or cannot write it, leaves the account signed in
      await change(account.id, fields);
      await reset(account);
      const { address } = account;
      noteChange(deps, msg('activity.nowSignedOauthClient', { address, name: client.name }), account.id);
    },
    async 'account-authorize'({ account: reference, password, language }) {
      const account = await accountOf(deps, reference);
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
      deps.signIns.cancel((await accountOf(deps, reference)).id);
    },
    async 'account-keep-sign-in'({ account: reference }) {
      deps.signIns.settle((await accountOf(deps, reference)).id);
    },
    async 'account-sign-out'({ account: reference }) {
      const account = await accountOf(deps, reference);
      await reset(account);
      noteChange(deps, msg('activity.signedOut', { address: account.address }), account.id);
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
  const text = sentences(msg('activity.signed', { address }), doubt);
  deps.activity.note({ kind: 'sign-in', text, accountId });
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
  const adder = new AccountAdder(before);
  const results = addresses.map((given): AddedAccounts[number] => {
    const present = adder.find(given);
    if (present !== undefined) return { address: present.address, outcome: 'kept', id: present.id };
    try {
      const account = newAccount(client, { address: addressSchema.parse(given) });
      adder.add(account);
      return { address: account.address, outcome: 'added', id: account.id };
    } catch (error) {
      return { address: given, outcome: 'refused', problem: problemOf(error) };
    }
  });
  return { settings: adder.settings, results };
}

/** An account as it begins. @throws SettingsChangeError - the client's grant cannot serve it, or cannot send this way */
export function newAccount(
  client: OAuthClient,
  { passwordMode, ...fields }: Omit<ParsedInputs['account-add'], 'client' | 'password'>,
): Account {
  refuseUnfit(client, fields.address, fields.submission);
  return {
    ...fields,
    id: randomUUID(),
    clientId: client.id,
    passwordMode: passwordMode ?? defaultMode(client),
    paused: false,
  };
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
