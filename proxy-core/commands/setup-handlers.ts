import { AccountDirectory } from '../accounts/account-directory.ts';
import type { OAuthClient } from '../accounts/oauth-client.ts';
import { isMailbox } from '../accounts/login-name.ts';
import { protocols, type Protocol } from '../accounts/protocol.ts';
import { resolveClient } from '../accounts/resolve-client.ts';
import { findAccount, findClient, SettingsChangeError } from '../accounts/settings-changes.ts';
import type { CommandOutput, ParsedInputs } from '../contract.ts';
import { readTokenClaims } from '../diagnosis/token-claims.ts';
import { problemOf } from '../problem.ts';
import { adminScript } from '../setup/admin-script.ts';
import { clientProfile } from '../setup/client-profile/client-profile.ts';
import { Doors, portsOfSettings, type OpenPort } from '../setup/client-profile/mail-doors.ts';
import { shownPlan } from '../setup/import/import-plan.ts';
import { readImport } from '../setup/import/read-import.ts';
import { SetupError } from '../setup/setup-error.ts';
import { accountHandlers } from './account-handlers.ts';
import { clientHandlers } from './client-handlers.ts';
import { tokenOnTrial } from './client-trial.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

/** The commands that set up what is outside of Mailwicket, and that take over from other proxies. */
export function setupHandlers(
  room: CommandRoom,
): Handlers<'admin-script' | 'client-profile' | 'import-plan' | 'import-apply'> {
  return {
    async 'admin-script'({ client, mailboxes, sendAs = 'permission', smtpAuth = false }) {
      await room.ready();
      const found = findClient(room.settings(), client);
      const wanted = { client: found, mailboxes, sendAs, smtpAuth };
      // what is wrong with the request is told before anybody is asked
      adminScript(wanted);
      return adminScript({ ...wanted, principal: await principalOf(room, found) });
    },
    async 'client-profile'({ account: reference, program, ports }) {
      await room.ready();
      const { id, login, mailbox } = loginOf(room, reference);
      const account = findAccount(room.settings(), id);
      const { servers, provider } = resolveClient(findClient(room.settings(), account.clientId));
      const open = ports ?? openPorts(room);
      return clientProfile(program, {
        accountId: account.id,
        login,
        address: mailbox,
        provider,
        doors: new Doors(
          open,
          protocols.filter((protocol: Protocol) => servers[protocol] !== undefined),
        ),
        authority: open.some(({ implicitTls }) => implicitTls) ? await room.localTls.authority() : undefined,
      });
    },
    async 'import-plan'(input) {
      await room.ready();
      const { format, plan } = readImport(input, room.settings());
      return shownPlan(plan, format);
    },
    async 'import-apply'(input) {
      await room.ready();
      return await applyImport(room, input);
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
  room: CommandRoom,
  wanted: OAuthClient,
): Promise<{ readonly objectId: string; readonly tenant: string | undefined } | undefined> {
  try {
    const proof = await room.credentials.provenClient(wanted);
    const token = await tokenOnTrial(room, wanted, proof, patienceForPrincipal);
    const { objectId, tenant, actsAs } = readTokenClaims(token.value);
    return objectId === undefined || actsAs !== 'application' ? undefined : { objectId, tenant };
  } catch {
    return undefined;
  }
}

/** An account by its id or address; or an address that a whole-domain account stands for. */
function loginOf(
  room: CommandRoom,
  reference: string,
): { readonly id: string; readonly login: string; readonly mailbox: string } {
  const settings = room.settings();
  const found = isMailbox(reference) ? new AccountDirectory(settings).find(reference) : undefined;
  const account = found?.account ?? findAccount(settings, reference);
  if (account.address.startsWith('*@') && found === undefined) {
    throw new SetupError(
      'whole-domain',
      `${account.address} stands for a whole domain.`,
      'Name the address of one mailbox of the domain.',
    );
  }
  const login = found?.subject ?? account.address;
  return { id: account.id, login, mailbox: account.mailbox ?? login };
}

/** The listeners of this core; the ports of the settings where it serves nobody. */
function openPorts(room: CommandRoom): readonly OpenPort[] {
  const { states } = room.gate;
  return states.length > 0 ? states : portsOfSettings(room.settings().listeners);
}

/** Adds one after the other: what fails is told, and the rest goes on. */
async function applyImport(
  room: CommandRoom,
  input: ParsedInputs['import-apply'],
): Promise<CommandOutput<'import-apply'>> {
  const { format, plan } = readImport(input, room.settings());
  const notTaken = [...plan.notTaken];
  const clients: { id: string; name: string }[] = [];
  const accounts: CommandOutput<'import-apply'>['accounts'] = [];
  const failed = (what: string, error: unknown): void => {
    const { message, fix } = problemOf(error);
    notTaken.push({ what, why: fix === '' ? message : `${message} ${fix}` });
  };
  const addClient = clientHandlers(room)['client-add'];
  for (const { fields, credential, exists } of plan.clients) {
    if (exists) continue;
    try {
      const { id } = await addClient({ ...fields, credential });
      clients.push({ id, name: fields.name });
    } catch (error) {
      failed(`OAuth client ${fields.name}`, error);
    }
  }
  const addAccount = accountHandlers(room)['account-add'];
  for (const { next, ...account } of shownPlan(plan, format).accounts) {
    try {
      const { id } = await addAccount(account);
      accounts.push({ id, address: account.address, next });
    } catch (error) {
      if (!(error instanceof SettingsChangeError)) failed(account.address, error);
      else notTaken.push({ what: account.address, why: error.message });
    }
  }
  return { clients, accounts, notTaken };
}
