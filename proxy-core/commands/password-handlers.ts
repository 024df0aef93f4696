import { endpointFor, type OpenPort, protocols } from '#contract/endpoints.ts';
import { msg } from '#messages/message.ts';
import type { Account } from '#contract/account.ts';
import type { AddedPassword, SetUpPassword } from '#core/accounts/stored-passwords.ts';
import type { CommandOutput } from '#contract/commands.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import { openPorts } from '#core/setup/client-profile/profile.ts';
import { findAccount, SettingsChangeError } from '#core/accounts/settings-changes.ts';
import { accountOf, noteChange, type CommandDeps, type Handlers } from './deps.ts';

/** Authorizes an account whose grant needs nobody: by asking for a token once. @throws OAuthError */
export async function authorizeSilently(
  deps: CommandDeps,
  account: Account,
  password: string | undefined,
): Promise<{ expiresAt: number }> {
  const token = await deps.tokens.accessToken({
    accountId: account.id,
    subject: account.address,
    use: 'imap',
    password,
  });
  if (password !== undefined) {
    await deps.passwords.replaceAll(account.id, { name: 'account password', password });
  }
  return { expiresAt: token.expiresAt };
}

export function passwordHandlers(
  deps: CommandDeps,
): Handlers<
  'password-new' | 'password-revoke' | 'passwords-for-all' | 'set-up-begin' | 'set-up-password' | 'set-up-end'
> {
  const add = async (account: Account, name: string, password?: string): Promise<AddedPassword> => {
    if (account.passwordMode === 'pass-on') {
      throw new SettingsChangeError(
        'invalid',
        msg('signIn.usesOwnPasswordProviderJudges', { address: account.address }),
        msg('signIn.typeAccountsOwnPasswordInto'),
      );
    }
    const added = await deps.passwords.add(account.id, { name, password });
    noteChange(deps, msg('activity.localPasswordNamedMade', { name, address: account.address }), account.id);
    return added;
  };
  /** What was revoked is of no use any more. */
  const keptOf = async ({ id: accountId }: Account): Promise<SetUpPassword | undefined> => {
    const kept = await deps.passwords.setUps.of(accountId);
    if (kept === undefined) return undefined;
    const present = await deps.passwords.list(accountId);
    if (present.some(({ id }) => id === kept.id)) return kept;
    deps.passwords.setUps.end(accountId);
    return undefined;
  };
  return {
    async 'password-new'({ account: reference, name, password }) {
      const added = await add(await accountOf(deps, reference), name, password);
      return { id: added.id, password: added.password };
    },
    async 'passwords-for-all'({ accounts, name }) {
      await deps.ready();
      const skipped: CommandOutput<'passwords-for-all'>['skipped'] = [];
      const made: (readonly [address: string, password: string])[] = [];
      for (const reference of accounts) {
        let address = reference;
        try {
          const account = findAccount(deps.settings(), reference);
          ({ address } = account);
          const { password = '' } = await add(account, name);
          made.push([address, password]);
        } catch (error) {
          skipped.push({ address, problem: problemOf(error) });
        }
      }
      return {
        fileName: 'mailwicket-passwords.csv',
        mediaType: 'text/csv',
        content: passwordTable(made, openPorts(deps.listeners.states, deps.settings().listeners)),
        count: made.length,
        skipped,
      };
    },
    async 'set-up-begin'({ account: reference, name }) {
      const account = await accountOf(deps, reference);
      await keptOf(account);
      return await deps.passwords.setUps.begin(account.id, async () => {
        const { id, password = '' } = await add(account, name);
        return { id, name, password };
      });
    },
    async 'set-up-password'({ account: reference }) {
      const kept = await keptOf(await accountOf(deps, reference));
      return { kept };
    },
    async 'set-up-end'({ account: reference }) {
      deps.passwords.setUps.end((await accountOf(deps, reference)).id);
    },
    async 'password-revoke'({ account: reference, password }) {
      const account = await accountOf(deps, reference);
      await deps.passwords.revoke(account.id, password);
      const text = msg('activity.localPasswordRevoked', { name: password, address: account.address });
      noteChange(deps, text, account.id);
    },
  };
}

/**
 * What a mail program enters for each of many accounts, as a table (RFC 4180, in UTF-8): address and local password, and
 * for each protocol where to connect; a port that is closed is left empty.
 */
function passwordTable(
  made: readonly (readonly [address: string, password: string])[],
  ports: readonly OpenPort[],
): string {
  const endpoints = protocols.map((protocol) => ({
    protocol,
    endpoint: endpointFor(ports, protocol, 'plain-first'),
  }));
  const heading = [
    'address',
    'password',
    ...endpoints.flatMap(({ protocol }) => [
      `${protocol}_server`,
      `${protocol}_port`,
      `${protocol}_security`,
    ]),
  ];
  const where = endpoints.flatMap(({ endpoint }) =>
    endpoint === undefined ? ['', '', ''] : [endpoint.host, String(endpoint.port), endpoint.security],
  );
  return [heading, ...made.map((one) => [...one, ...where])]
    .map((row) => `${row.map(quoted).join(',')}\r\n`)
    .join('');
}

function quoted(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}
