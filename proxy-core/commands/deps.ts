import type { CommandName, CommandOutputs, ParsedInputs } from '#contract/commands.ts';
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
import type { Vault } from '#core/storage/vault.ts';
import type { RunningChecks } from './running-checks.ts';

export interface CommandDeps {
  /** The settings as they are in force. */
  settings(): Settings;
  /** Changes and keeps them, and puts them in force. */
  update(change: (settings: Settings) => Settings): Promise<Settings>;
  /** Makes sure that the settings were read. */
  ready(): Promise<void>;
  readonly builtIn: Pick<BuiltInClients, 'standingOf'>;
  /** What an organization allows. */
  readonly policy: Pick<Policy, 'refuseNew'>;
  readonly vault: Vault;
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
  readonly [Key in Name]: (input: ParsedInputs[Key]) => Promise<CommandOutputs[Key]>;
};
