import type { LookupFunction } from 'node:net';
import type { ResolveMx } from '#core/accounts/provider-of-address.ts';
import type { Listeners, Settings } from '#contract/settings.ts';
import type { Activity } from '#core/logging/activity.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { TokenRequested } from '#core/oauth/grant-chooser.ts';
import type { Fetch } from '#core/oauth/http.ts';
import type { SystemProxy } from '#core/network/network-proxy.ts';
import type { LoopbackPorts } from '#core/oauth/loopback-receiver.ts';
import type { OpenPage } from '#core/oauth/sign-in.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Machine } from '#core/relay/lan-names.ts';
import type { MailWorkers } from '#core/relay/session-registry.ts';
import type { SettingsStore } from '#core/storage/settings-file.ts';
import type { SharedLimits } from '#core/storage/shared-limits.ts';
import type { Vault } from '#core/storage/vault.ts';

/** What a host gives to its gateway. */
export interface GatewayOptions {
  readonly settings: SettingsStore<Settings>;
  readonly vault: Vault;
  /** The limits that several gateways over one store keep together; each its own where left out. */
  readonly sharedLimits?: SharedLimits | undefined;
  /** Other gateways may share the store: sign-ins and consents that begin at one can end at another. */
  readonly isShared?: boolean | undefined;
  /** Where browsers come back to after a sign-in; ports of its own where left out. */
  readonly ports?: LoopbackPorts | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly openPage: OpenPage;
  /** How providers are asked; the platform's own where left out. */
  readonly fetch?: Fetch;
  /** Told of each request for a token that needs nobody. */
  readonly tokenRequested?: ((request: TokenRequested) => void) | undefined;
  /** How mail servers' names become addresses; the system's way where left out. */
  readonly lookup?: LookupFunction;
  /** How a domain's mail exchangers are looked up; the system's resolver where left out. */
  readonly resolveMx?: ResolveMx;
  /** Where it notes what happens; it makes one of its own where left out. */
  readonly activity?: Activity | undefined;
  /** Other processes that serve mail programs in the place of this one; 'is-one': this is such a process. */
  readonly workers?: MailWorkers | 'is-one' | undefined;
  /** Ports that go before those of the settings, for this run only. */
  readonly listeners?: Partial<Listeners>;
  /** How long sessions have at a stop to end by themselves, in milliseconds; 3 s where left out. */
  readonly drain?: number | undefined;
  /** The file (JSON) with the registrations that come with the build; none where left out. */
  readonly registrations?: string | undefined;
  /** What an organization sets for everybody; nothing where left out. */
  readonly policy?: Policy | undefined;
  /** From 0 to below 1: spreads renewals. */
  readonly random?: () => number;
  /** Where HTTPS_PROXY, ALL_PROXY and NO_PROXY are looked for; those of the process where left out. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** How the operating system reaches a URL; not asked where left out. */
  readonly systemProxy?: SystemProxy;
  /** This machine's name and addresses, for the certificate of the TLS ports; the system's word where left out. */
  readonly machine?: () => Machine;
  /** Hosts that are never reached through a proxy; the loopback ones where left out. */
  readonly isOwnMachine?: (host: string) => boolean;
}
