import { isWholeDomain } from '#contract/account.ts';
import { type Message, msg, sentences, verbatim } from '#messages/message.ts';
import { AccountDirectory, isMailbox } from '#core/accounts/account-directory.ts';
import type { CommandOutput, ParsedInputs } from '#contract/commands.ts';
import type { ImportPlan } from '#contract/commands/setup.ts';
import { protocols, type Protocol } from '#contract/endpoints.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { mostMailboxes, type Settings } from '#contract/settings.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import {
  AccountAdder,
  changeChecklist,
  checklistOf,
  findAccount,
  findClient,
  SettingsChangeError,
} from '#core/accounts/settings-changes.ts';
import { readTokenClaims } from '#core/diagnosis/token-claims.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import { adminScript } from '#core/setup/admin-script.ts';
import { clientProfile } from '#core/setup/client-profile/client-profile.ts';
import { MailEndpoints, openPorts } from '#core/setup/client-profile/profile.ts';
import { shownPlan } from '#core/setup/import/import-plan.ts';
import { readImport } from '#core/setup/import/read-import.ts';
import { SetupError } from '#core/setup/setup-error.ts';
import { newAccount } from './account-handlers.ts';
import { clientHandlers } from './client-handlers.ts';
import { tokenOnTrial } from './client-credential.ts';
import { clientOf, noteChange, type CommandDeps, type Handlers } from './deps.ts';

/** The commands that set up what is outside of Mailwicket, and that take over from other proxies. */
export function setupHandlers(
  deps: CommandDeps,
): Handlers<'admin-script' | 'client-profile' | 'import-plan' | 'import-apply'> {
  return {
    async 'admin-script'({ client, mailboxes, sendAs = 'permission', smtpAuth = false }) {
      const found = await clientOf(deps, client);
      const wanted = { client: found, mailboxes, sendAs, smtpAuth };
      // what is wrong with the request is told before anybody is asked
      adminScript(wanted);
      const script = adminScript({ ...wanted, principal: await principalOf(deps, found) });
      const scripted = (settings: Settings): Settings =>
        changeChecklist(settings, found.id, {
          scripted: [...new Set([...checklistOf(settings, found.id).scripted, ...mailboxes])].slice(
            -mostMailboxes,
          ),
        });
      if (scripted(deps.settings()) !== deps.settings()) await deps.update(scripted);
      return script;
    },
    async 'client-profile'({ account: reference, program, ports }) {
      await deps.ready();
      const { id, login, mailbox } = loginOf(deps, reference);
      const account = findAccount(deps.settings(), id);
      const { servers, provider } = resolveClient(findClient(deps.settings(), account.clientId));
      const open = ports ?? openPorts(deps.listeners.states, deps.settings().listeners);
      return clientProfile(program, {
        accountId: account.id,
        login,
        address: mailbox,
        provider,
        endpoints: new MailEndpoints(
          open,
          protocols.filter((protocol: Protocol) => servers[protocol] !== undefined),
        ),
        authority: open.some(({ implicitTls }) => implicitTls) ? await deps.localTls.authority() : undefined,
      });
    },
    async 'import-plan'(input) {
      await deps.ready();
      const { format, plan } = readImport(input, deps.settings());
      return shownPlan(plan, format);
    },
    async 'import-apply'(input) {
      await deps.ready();
      return await applyImport(deps, input);
    },
  };
}

/** The script can do without: it looks the application up. Milliseconds. */
const patienceForPrincipal = 10_000;

/**
 * The application as it is in its organization: a token tells, which Microsoft issues before anything is granted.
 * Undefined where there is none to be had, or it cannot be read.
 */
async function principalOf(
  deps: CommandDeps,
  wanted: OAuthClient,
): Promise<{ readonly objectId: string; readonly tenant: string | undefined } | undefined> {
  try {
    const proof = await deps.credentials.provenClient(wanted);
    const token = await tokenOnTrial(deps, wanted, proof, patienceForPrincipal);
    const { objectId, tenant, actsAs } = readTokenClaims(token.value);
    return objectId === undefined || actsAs !== 'application' ? undefined : { objectId, tenant };
  } catch {
    return undefined;
  }
}

/** An account by its id or address; or an address that a whole-domain account stands for. */
function loginOf(
  deps: CommandDeps,
  reference: string,
): { readonly id: string; readonly login: string; readonly mailbox: string } {
  const settings = deps.settings();
  const found = isMailbox(reference) ? new AccountDirectory(settings).find(reference) : undefined;
  const account = found?.account ?? findAccount(settings, reference);
  if (isWholeDomain(account.address) && found === undefined) {
    throw new SetupError(
      'whole-domain',
      msg('check.standsWholeDomain', { address: account.address }),
      msg('setup.nameAddressOneMailboxDomain'),
    );
  }
  const login = found?.subject ?? account.address;
  return { id: account.id, login, mailbox: account.mailbox ?? login };
}

/** Adds the clients one after the other, and the accounts in one change: what fails is told, and the rest goes on. */
async function applyImport(
  deps: CommandDeps,
  input: ParsedInputs['import-apply'],
): Promise<CommandOutput<'import-apply'>> {
  const { plan } = readImport(input, deps.settings());
  const notTaken = [...plan.notTaken];
  const clients: { id: string; name: string }[] = [];
  const addClient = clientHandlers(deps)['client-add'];
  for (const { fields, credential, exists } of plan.clients) {
    if (exists) continue;
    try {
      const { id } = await addClient({ ...fields, credential });
      clients.push({ id, name: fields.name });
    } catch (error) {
      notTaken.push(leftOut(msg('setup.oauthClient', { name: fields.name }), error));
    }
  }
  const wanted = plan.accounts;
  let added: AddedByImport = { accounts: [], notTaken: [] };
  // what cannot be kept is no trouble of one row
  if (wanted.length > 0) {
    await deps.update((settings) => {
      const adder = new AccountAdder(settings);
      added = addWanted(adder, wanted, deps.policy);
      return adder.settings;
    });
  }
  const { accounts } = added;
  for (const name of new Set(accounts.map(({ client }) => client))) {
    const count = accounts.filter(({ client }) => client === name).length;
    noteChange(deps, msg('activity.accountsAdded', { count, name }));
  }
  return {
    clients,
    accounts: accounts.map(({ id, address, next }) => ({ id, address, next })),
    notTaken: [...notTaken, ...added.notTaken],
  };
}

interface AddedByImport {
  readonly accounts: readonly (ImportPlan['accounts'][number] & { readonly id: string })[];
  readonly notTaken: ImportPlan['notTaken'];
}

function addWanted(
  adder: AccountAdder,
  wanted: ImportPlan['accounts'],
  policy: CommandDeps['policy'],
): AddedByImport {
  const accounts: AddedByImport['accounts'][number][] = [];
  const notTaken: ImportPlan['notTaken'] = [];
  const { settings } = adder;
  for (const entry of wanted) {
    const { next: _, client: name, ...fields } = entry;
    try {
      const client = findClient(settings, name);
      // else the whole change would be refused
      policy.refuseNew(fields.address, client.provider);
      const account = newAccount(client, fields);
      adder.add(account);
      accounts.push({ ...entry, id: account.id });
    } catch (error) {
      notTaken.push(
        error instanceof SettingsChangeError
          ? { what: verbatim(entry.address), why: error.text }
          : leftOut(verbatim(entry.address), error),
      );
    }
  }
  return { accounts, notTaken };
}

function leftOut(what: Message, error: unknown): ImportPlan['notTaken'][number] {
  const { message, fix } = problemOf(error);
  return { what, why: sentences(message, fix) };
}
