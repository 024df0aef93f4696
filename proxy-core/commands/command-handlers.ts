import type { Settings } from '../accounts/settings.ts';
import type { LocalPasswords } from '../accounts/local-passwords.ts';
import type { ResolveMx } from '../accounts/provider-of-address.ts';
import type { Activity } from '../activity/activity.ts';
import type { Clock } from '../activity/clock.ts';
import type { CommandName, CommandOutputs, ParsedInputs } from '../contract.ts';
import type { ProxyPassword } from '../network/proxy-password.ts';
import type { AdminConsents } from '../oauth/admin-consents.ts';
import type { Grant, ResolvedClient } from '../oauth/grant.ts';
import type { CredentialStore } from '../oauth/credential-store.ts';
import type { Fetch } from '../oauth/http.ts';
import type { SignIns } from '../oauth/sign-ins.ts';
import type { TokenKeeper } from '../oauth/token-keeper.ts';
import type { Gate } from '../relay/gate.ts';
import type { LocalTls } from '../relay/local-tls.ts';
import type { SessionBook } from '../relay/session-book.ts';
import type { UpstreamAccess } from '../relay/provider-login.ts';
import type { Vault } from '../storage/vault.ts';
import { accountHandlers } from './account-handlers.ts';
import { certificateHandlers } from './certificate-handlers.ts';
import { checkHandlers } from './check-handlers.ts';
import { clientHandlers } from './client-handlers.ts';
import { clientTestHandlers } from './client-test-handlers.ts';
import { consentHandlers } from './consent-handlers.ts';
import { lookupHandlers } from './lookup-handlers.ts';
import { settingsHandlers } from './settings-handlers.ts';
import { setupHandlers } from './setup-handlers.ts';
import { passwordHandlers } from './password-handlers.ts';
import type { RunningChecks } from './running-checks.ts';
import { tokenHandlers } from './token-handlers.ts';

/** What the commands work with. */
export interface CommandRoom {
  /** The settings as they are in force. */
  settings(): Settings;
  /** Changes and keeps them, and puts them in force. */
  update(change: (settings: Settings) => Settings): Promise<Settings>;
  /** Makes sure that the settings were read. */
  ready(): Promise<void>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly passwords: LocalPasswords;
  readonly credentials: CredentialStore;
  readonly proxyPassword: ProxyPassword;
  readonly tokens: TokenKeeper;
  /** The engine and the flow of a client. */
  readonly grantFor: (client: ResolvedClient) => Grant;
  readonly signIns: SignIns;
  readonly consents: AdminConsents;
  readonly book: SessionBook;
  readonly activity: Activity;
  readonly checks: RunningChecks;
  readonly resolveMx: ResolveMx;
  readonly upstream: UpstreamAccess;
  /** How providers are asked. */
  readonly fetch: Fetch;
  /** The listeners in force. */
  readonly gate: Gate;
  readonly localTls: LocalTls;
}

export type Handlers<Name extends CommandName> = {
  readonly [Key in Name]: (input: ParsedInputs[Key]) => Promise<CommandOutputs[Key]>;
};

/** A function for every command of the contract. */
export function commandHandlers(room: CommandRoom): Handlers<CommandName> {
  return {
    ...clientHandlers(room),
    ...clientTestHandlers(room),
    ...certificateHandlers(room),
    ...consentHandlers(room),
    ...accountHandlers(room),
    ...passwordHandlers(room),
    ...checkHandlers(room),
    ...lookupHandlers(room),
    ...tokenHandlers(room),
    ...settingsHandlers(room),
    ...setupHandlers(room),
  };
}
