import { inEnglish } from '#messages/format.ts';
import { problemText } from '#messages/message.ts';
import type { LookupFunction } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandInput, CommandName, CommandOutput } from '#contract/commands.ts';
import type { Protocol, ServerAddress } from '#contract/endpoints.ts';
import { emptySettings, settingsSchema, type Listeners, type Settings } from '#contract/settings.ts';
import type { ResolveMx } from '#core/accounts/provider-of-address.ts';
import { systemClock, type Clock } from '#core/logging/clock.ts';
import { silentLogger, type Logger } from '#core/logging/logger.ts';
import { Gateway } from '#core/gateway.ts';
import type { LoopbackPorts } from '#core/oauth/loopback-receiver.ts';
import type { OpenPage } from '#core/oauth/sign-in.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Machine } from '#core/relay/lan-names.ts';
import type { PostgresqlStore } from '#core/storage/postgresql/postgresql-store.ts';
import { SettingsFile } from '#core/storage/settings-file.ts';
import { VaultFiles } from '#core/storage/vault-files.ts';
import type { SystemProxy } from '#core/network/network-proxy.ts';
import { loadVaultKey } from '#core/storage/vault-key.ts';
import { openDataFolder } from '#core/storage/data-folder.ts';
import type { Sandbox } from './sandbox/sandbox.ts';

export interface GatewayInSandboxOptions {
  readonly sandbox: Sandbox;
  /** A fresh folder; the sandbox's authority is trusted through a file that the sandbox has written. */
  readonly folder: string;
  readonly openPage?: OpenPage;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly listeners?: Partial<Listeners>;
  /** This machine's name and addresses; the system's word where left out. */
  readonly machine?: () => Machine;
  /** 'settings': the ports stand in the settings, where they can be changed; else they are for this run only. */
  readonly ports?: 'run' | 'settings';
  /** Nobody's mail exchangers are known where left out: tests ask no name server. */
  readonly resolveMx?: ResolveMx;
  /** How mail servers' names become addresses. */
  readonly lookup?: LookupFunction;
  /** Where HTTPS_PROXY and its kin are looked for; nowhere where left out. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Hosts that are never reached through a proxy; the loopback ones where left out. */
  readonly isOwnMachine?: (host: string) => boolean;
  readonly systemProxy?: SystemProxy;
  /**
   * The gateway comes with the sandbox's registration, as a published build with Microsoft's and Google's: example.org is
   * then kept at Microsoft 365, as far as a name server tells. A text: what stands in the file of registrations.
   */
  readonly builtIn?: boolean | string;
  /** What an organization sets. */
  readonly policy?: Policy;
  /** A database that other gateways have too, in the place of files. */
  readonly store?: Pick<PostgresqlStore<Settings>, 'settings' | 'vault' | 'limits'>;
  /** Where browsers come back to. */
  readonly browserPorts?: LoopbackPorts;
}

type Kept = Pick<PostgresqlStore<Settings>, 'settings' | 'vault'>;

/** A gateway over real files, that trusts the sandbox and listens on free ports. */
export class GatewayInSandbox {
  readonly gateway: Gateway;
  readonly sandbox: Sandbox;
  readonly folder: string;

  private constructor(gateway: Gateway, sandbox: Sandbox, folder: string) {
    this.gateway = gateway;
    this.sandbox = sandbox;
    this.folder = folder;
  }

  static async start(options: GatewayInSandboxOptions): Promise<GatewayInSandbox> {
    const { sandbox, clock = systemClock, logger = silentLogger } = options;
    const folder = await openDataFolder(join(options.folder, 'data'));
    const key = await loadVaultKey({ dataFolder: folder, environment: {} });
    const { settings, vault, limits }: Partial<Pick<PostgresqlStore<Settings>, 'limits'>> & Kept =
      options.store ?? {
        settings: new SettingsFile({
          path: join(folder, 'settings.json'),
          schema: settingsSchema,
          empty: emptySettings,
          logger,
        }),
        vault: new VaultFiles({ folder: join(folder, 'vault'), key, logger }),
      };
    if (sandbox.caFile !== undefined) {
      const file = sandbox.caFile;
      await settings.update((current) => ({ ...current, extraCertificateAuthorities: [file] }));
    }
    const ports = { imap: 0, pop: 0, smtp: 0, ...options.listeners };
    if (options.ports === 'settings') {
      await settings.update((current) => ({ ...current, listeners: { ...current.listeners, ...ports } }));
    }
    const registrations = join(folder, 'registrations.json');
    const { builtIn = false } = options;
    if (builtIn !== false) {
      const own = JSON.stringify([sandboxRegistration(sandbox)]);
      await writeFile(registrations, builtIn === true ? own : builtIn);
    }
    const gateway = new Gateway({
      settings,
      vault,
      sharedLimits: limits,
      isShared: options.store !== undefined,
      ports: options.browserPorts,
      lookup: options.lookup,
      machine: options.machine,
      clock,
      logger,
      openPage: options.openPage ?? ((url) => playBrowser(sandbox, url)),
      listeners: options.ports === 'settings' ? undefined : ports,
      environment: options.environment ?? {},
      isOwnMachine: options.isOwnMachine,
      systemProxy: options.systemProxy,
      resolveMx: options.resolveMx ?? (builtIn === false ? () => Promise.resolve([]) : microsoftKeepsExample),
      registrations: builtIn === false ? undefined : registrations,
      policy: options.policy,
    });
    await gateway.start();
    return new GatewayInSandbox(gateway, sandbox, folder);
  }

  /** The local port of a protocol. */
  port(protocol: Protocol, implicitTls = false): number {
    const listener = this.gateway.snapshot.listeners.find(
      (candidate) => candidate.protocol === protocol && candidate.implicitTls === implicitTls,
    );
    if (listener === undefined) throw new Error(`no listener for ${protocol}`);
    return listener.port;
  }

  /** Carries out a command that must succeed. */
  async run<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>> {
    const result = await this.gateway.run(name, input);
    if (!result.ok) throw new Error(`${name}: ${inEnglish(problemText(result))}`);
    return result.value;
  }

  /** The sandbox's own provider and servers, as an authorization-code client. */
  async addDesktopClient(name = 'Sandbox', change: Partial<CommandInput<'client-add'>> = {}): Promise<void> {
    await this.run('client-add', {
      name,
      provider: 'custom',
      grant: 'authorization-code',
      clientId: this.sandbox.clients.desktop.clientId,
      credential: { kind: 'none' },
      scope:
        'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/POP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
      ...this.endpoints(),
      ...change,
    });
  }

  /** The sandbox's app-only client with a secret. */
  async addAppOnlyClient(
    name = 'App only',
    secret = 'app~demo~secret',
    change: Partial<CommandInput<'client-add'>> = {},
  ): Promise<void> {
    await this.run('client-add', {
      name,
      provider: 'custom',
      grant: 'client-credentials',
      clientId: this.sandbox.clients.appOnly.clientId,
      credential: { kind: 'secret', secret },
      scope: 'https://outlook.office365.com/.default',
      // with nobody to sign in, the organization must be named
      ...this.endpoints(this.sandbox.provider.directory.tenantId),
      ...change,
    });
  }

  /** The sandbox's client for the password grant. */
  async addPasswordClient(name = 'Password grant'): Promise<void> {
    const { clientId } = this.sandbox.clients.password;
    await this.addDesktopClient(name, { grant: 'password', clientId });
  }

  /** The sandbox's client of Google's kind, which sends through its stand-in of the Gmail API. */
  async addGmailClient(name = 'Gmail'): Promise<void> {
    const { provider, clients, api } = this.sandbox;
    const base = provider.secureUrl ?? provider.url;
    await this.run('client-add', {
      name,
      provider: 'custom',
      grant: 'authorization-code',
      clientId: clients.google.clientId,
      credential: { kind: 'secret', secret: 'google-demo-secret' },
      scope: 'https://mail.google.com/',
      submission: 'gmail',
      submissionUrl: api.gmailUrl,
      authorizationUrl: `${base}/o/oauth2/v2/auth?access_type=offline`,
      tokenUrl: `${base}/token`,
      servers: this.endpoints().servers,
    });
  }

  /** An account that is signed in, with a local password. */
  async addSignedInAccount(address: string, password: string, client = 'Sandbox'): Promise<void> {
    await this.run('account-add', { address, client, password });
    await this.run('account-authorize', { account: address });
  }

  endpoints(
    tenant = 'organizations',
  ): Pick<CommandInput<'client-add'>, 'authorizationUrl' | 'tokenUrl' | 'deviceUrl' | 'servers'> {
    const { provider, imap, pop, smtp } = this.sandbox;
    const base = `${provider.secureUrl ?? provider.url}/${tenant}/oauth2/v2.0`;
    return {
      authorizationUrl: `${base}/authorize`,
      tokenUrl: `${base}/token`,
      deviceUrl: `${base}/devicecode`,
      servers: { imap: serverOf(imap), pop: serverOf(pop), smtp: serverOf(smtp) },
    };
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
  }
}

/** The registration of a build that is known to the sandbox's provider, which plays Microsoft's part. */
export function sandboxRegistration({
  clients,
  provider,
  imap,
  pop,
  smtp,
}: Sandbox): Readonly<Record<string, unknown>> {
  const base = `${provider.secureUrl ?? provider.url}/{tenant}/oauth2/v2.0`;
  return {
    provider: 'microsoft365',
    audience: 'both',
    clientId: clients.desktop.clientId,
    authorizationUrl: `${base}/authorize`,
    tokenUrl: `${base}/token`,
    servers: { imap: serverOf(imap), pop: serverOf(pop), smtp: serverOf(smtp) },
  };
}

const microsoftKeepsExample: ResolveMx = (domain) =>
  Promise.resolve(
    domain === 'example.org' ? [{ exchange: 'example-org.mail.protection.outlook.com', priority: 0 }] : [],
  );

function serverOf({ host, port, tls }: Sandbox['imap' | 'pop' | 'smtp']): ServerAddress {
  return { host, port, tls: tls === 'starttls' ? 'starttls' : 'implicit' };
}

/** Signs the hinted account in, as its owner would in a browser. */
export async function playBrowser(sandbox: Sandbox, url: string): Promise<void> {
  const address = new URL(url).searchParams.get('login_hint') ?? sandbox.users.anna.address;
  await sandbox.provider.approve(url, address);
}
