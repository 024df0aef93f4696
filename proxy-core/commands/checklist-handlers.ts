import { isWholeDomain, canonicalAddress, sameAddress } from '#contract/account.ts';
import type { ChecklistView, Settings } from '#contract/settings.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import type { CheckStep } from '#contract/views.ts';
import { msg } from '#messages/message.ts';
import { AccountDirectory } from '#core/accounts/account-directory.ts';
import { changeChecklist, checklistOf } from '#core/accounts/settings-changes.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import { SetupError } from '#core/setup/setup-error.ts';
import { checkHandlers } from './check-handlers.ts';
import { appOnlyClientOf, type CommandDeps, type Handlers } from './deps.ts';
import type { MailboxChecks, MailboxFinding } from './running-checks.ts';

/** The commands with which an administrator sets up the mailboxes of an app-only client. */
export function checklistHandlers(deps: CommandDeps): Handlers<'mailboxes-set' | 'mailbox-checks-start'> {
  const { check } = checkHandlers(deps);
  const { mailboxes: checks } = deps.checks;
  const appOnly = (reference: string): Promise<OAuthClient> => appOnlyClientOf(deps, reference);
  const look = async (address: string): Promise<MailboxFinding> => {
    try {
      const found = new AccountDirectory(deps.settings()).find(address);
      if (found === undefined) throw noAccount(address);
      const wholeDomain = isWholeDomain(found.account.address);
      const { steps } = await check({
        account: found.account.id,
        mailbox: wholeDomain ? address : undefined,
      });
      return findingOf(steps);
    } catch (error) {
      return { open: false, problem: problemOf(error), mends: 'somebody' };
    }
  };
  const note = async (
    clientId: string,
    change: (settings: Settings) => Parameters<typeof changeChecklist>[2],
  ): Promise<void> => {
    const noted = (settings: Settings): Settings => changeChecklist(settings, clientId, change(settings));
    // nothing is written where nothing is new
    if (noted(deps.settings()) !== deps.settings()) await deps.update(noted);
  };
  return {
    async 'mailboxes-set'({ client: reference, mailboxes }) {
      const { id } = await appOnly(reference);
      await note(id, () => ({ mailboxes: distinct(mailboxes) }));
    },
    async 'mailbox-checks-start'({ client: reference, mailboxes: chosen }) {
      const { id } = await appOnly(reference);
      const mailboxes = distinct(chosen ?? listed(deps.settings(), id).filter(withAccount(deps.settings())));
      checks.start(id, mailboxes, {
        look,
        done: async (open, closed) => {
          try {
            await note(id, (settings) => {
              const present = checklistOf(settings, id);
              const before = present.open.filter((one) => !closed.some((other) => sameAddress(one, other)));
              return {
                open: distinct([...before, ...open]),
                // whoever is let in has a token
                ...(open.length > 0 && present.credentialAcceptedAt === undefined
                  ? { credentialAcceptedAt: new Date(deps.clock.now()).toISOString() }
                  : {}),
              };
            });
          } catch (error) {
            deps.activity.note({ kind: 'settings', level: 'warning', text: problemOf(error).message });
          }
        },
      });
      return { count: mailboxes.length };
    },
  };
}

function noAccount(address: string): SetupError {
  return new SetupError('malformed', msg('accounts.noAccount', { address }), msg('command.addOneFirst'));
}

/** A server that refuses the login may not have taken the grant up yet; all else is a matter of somebody. */
function findingOf(steps: readonly CheckStep[]): MailboxFinding {
  const failed = steps.find(({ ok }) => !ok);
  if (failed === undefined) return { open: true };
  const { code = 'refused', message, fix, who, answer } = failed;
  return {
    open: false,
    problem: { code, message, fix, who, answer },
    mends: failed.name === 'login' || code === 'unreachable' ? 'time' : 'somebody',
  };
}

function distinct(addresses: readonly string[]): string[] {
  return [...new Map(addresses.map((one) => [canonicalAddress(one), one] as const)).values()];
}

/** The mailboxes of a client: those that are wished for, and its accounts. */
function listed(settings: Settings, clientId: string): string[] {
  const accounts = settings.accounts
    .filter((account) => account.clientId === clientId && !isWholeDomain(account.address))
    .map(({ address }) => address);
  return distinct([...checklistOf(settings, clientId).mailboxes, ...accounts]);
}

function withAccount(settings: Settings): (address: string) => boolean {
  const directory = new AccountDirectory(settings);
  return (address) => directory.find(address) !== undefined;
}

/** How far an app-only client's set-up is; undefined for every other client. */
export function checklistView(
  settings: Settings,
  directory: AccountDirectory,
  client: OAuthClient,
  checks: Pick<MailboxChecks, 'of'>,
): ChecklistView | undefined {
  if (client.grant !== 'client-credentials') return undefined;
  const { credentialAcceptedAt, consent, open, scripted } = checklistOf(settings, client.id);
  const [isOpen, isScripted] = [open, scripted].map((list) => new Set(list.map(canonicalAddress)));
  return {
    credential: { ready: client.credential !== 'none', acceptedAt: credentialAcceptedAt },
    consent,
    mailboxes: listed(settings, client.id).map((address) => {
      const key = canonicalAddress(address);
      const found = directory.find(address)?.account;
      return {
        ...(checks.of(client.id, address) ?? { state: isOpen?.has(key) === true ? 'open' : 'unchecked' }),
        address,
        account: found?.clientId === client.id ? found.id : undefined,
        scripted: isScripted?.has(key) === true,
      };
    }),
  };
}
