import type { Account } from '#contract/account.ts';
import type { CommandName, CommandOutputs, ParsedInputs } from '#contract/commands.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { type Message, msg } from '#messages/message.ts';
import { SetupError } from '#core/setup/setup-error.ts';
import { findAccount, findClient, findOwnClient } from '#core/accounts/settings-changes.ts';
import type { Settings } from '#contract/settings.ts';
import type { BuiltInClients } from '#core/accounts/built-in-clients.ts';
import type { LocalPasswords } from '#core/accounts/local-passwords.ts';
import type { ResolveMx } from '#core/accounts/provider-of-address.ts';
import type { Activity } from '#core/logging/activity.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { ProxyPassword } from '#core/network/network-proxy.ts';
import type { AdminConsents } from '#core/oauth/admin-consents.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import type { Grant } from '#core/oauth/grant.ts';
import type { CredentialStore } from '#core/oauth/credential-store.ts';
import type { Fetch } from '#core/oauth/http.ts';
import type { SignIns } from '#core/oauth/sign-in.ts';
import type { TokenManager } from '#core/oauth/token-manager.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { ListenerManager } from '#core/relay/listener-manager.ts';
import type { LocalTls } from '#core/relay/local-tls.ts';
import type { SessionRegistry } from '#core/relay/session-registry.ts';
import type { UpstreamAccess } from '#core/relay/upstream-connection.ts';
import type { Given } from './command-runner.ts';
import type { RunningChecks } from './running-checks.ts';

export interface CommandDeps {
  /** The settings as they are in force. */
  settings(): Settings;
  /** Changes and keeps them, and puts them in force. */
  update(change: (settings: Settings) => Settings): Promise<Settings>;
  /** Makes sure that the settings were read and are in force. */
  ready(): Promise<void>;
  /** Makes sure that they were read, even if they cannot be put in force: for commands that correct them. */
  known(): Promise<void>;
  readonly builtIn: Pick<BuiltInClients, 'standingOf' | 'problem'>;
  /** What an organization sets and allows. */
  readonly policy: Pick<Policy, 'refuseNew' | 'view'>;
  readonly clock: Clock;
  readonly passwords: LocalPasswords;
  readonly credentials: CredentialStore;
  readonly proxyPassword: ProxyPassword;
  readonly tokens: TokenManager;
  /** The engine and the flow of a client. */
  readonly grantFor: (client: ResolvedClient) => Grant;
  readonly signIns: SignIns;
  readonly consents: AdminConsents;
  readonly registry: SessionRegistry;
  readonly activity: Activity;
  readonly checks: RunningChecks;
  readonly resolveMx: ResolveMx;
  readonly upstream: UpstreamAccess;
  /** How providers are asked. */
  readonly fetch: Fetch;
  /** The listeners in force. */
  readonly listeners: ListenerManager;
  readonly localTls: LocalTls;
}

export type Handlers<Name extends CommandName> = {
  readonly [Key in Name]: (input: ParsedInputs[Key]) => Given<CommandOutputs[Key]>;
};

/** An account by its id or address. @throws SettingsChangeError - not-found */
export async function accountOf(deps: CommandDeps, reference: string): Promise<Account> {
  await deps.ready();
  return findAccount(deps.settings(), reference);
}

/** An OAuth client by its id or name. @throws SettingsChangeError - not-found */
export async function clientOf(deps: CommandDeps, reference: string): Promise<OAuthClient> {
  await deps.ready();
  return findClient(deps.settings(), reference);
}

/** The same of one that may be changed: not of the build, nor of the organization. @throws SettingsChangeError */
export async function ownClientOf(deps: CommandDeps, reference: string): Promise<OAuthClient> {
  await deps.ready();
  return findOwnClient(deps.settings(), reference);
}

/** The same of one that needs nobody to sign in. @throws SetupError - not-app-only */
export async function appOnlyClientOf(deps: CommandDeps, reference: string): Promise<OAuthClient> {
  const client = await clientOf(deps, reference);
  if (client.grant === 'client-credentials') return client;
  const text = msg('signIn.somebodySignsCannotTriedWithout', { client: client.name });
  throw new SetupError('not-app-only', text, msg('signIn.addAccountSign'));
}

/** Notes in the activity what was changed, and for which account. */
export function noteChange(deps: CommandDeps, text: Message, accountId?: string): void {
  deps.activity.note({ kind: 'settings', text, accountId });
}
