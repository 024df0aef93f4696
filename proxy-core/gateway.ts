import { resolveMx } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import { isDeepStrictEqual } from 'node:util';
import type { ResolveMx } from './accounts/provider-of-address.ts';
import { ClientIncompleteError, resolveClient } from './accounts/resolve-client.ts';
import type { ResolvedClient } from './oauth/grant.ts';
import { CredentialExpiryWatch } from './accounts/credential-expiry.ts';
import { isLoopbackHost } from './accounts/oauth-client.ts';
import { AccountDirectory } from './accounts/account-directory.ts';
import { LocalPasswords } from './accounts/local-passwords.ts';
import { LoginThrottle } from './accounts/login-throttle.ts';
import { emptySettings, signInParts, type Listeners, type Settings } from './accounts/settings.ts';
import { Activity } from './activity/activity.ts';
import type { Clock } from './activity/clock.ts';
import type { Logger } from './activity/logger.ts';
import { commandHandlers, type CommandRoom, type Handlers } from './commands/command-handlers.ts';
import { RunningChecks } from './commands/running-checks.ts';
import { problemOf } from './problem.ts';
import { commandNameSchema, commandTable } from './contract.ts';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  CommandOutputs,
  CommandResult,
  Problem,
  Snapshot,
} from './contract.ts';
import { AdminConsents } from './oauth/admin-consents.ts';
import { proxyChooser, type ChooseProxy } from './network/network-proxy.ts';
import { explainRefusedLogin } from './diagnosis/refused-login.ts';
import { CredentialStore } from './oauth/credential-store.ts';
import { grantChooser } from './oauth/grants.ts';
import type { Fetch } from './oauth/http.ts';
import { providerFetch } from './oauth/provider-fetch.ts';
import { SignIns, type OpenPage, type OpenSignIn } from './oauth/sign-ins.ts';
import { TokenKeeper } from './oauth/token-keeper.ts';
import { Admission } from './relay/admission.ts';
import { Gate } from './relay/gate.ts';
import { limits } from './relay/limits.ts';
import { LocalTls } from './relay/local-tls.ts';
import type { SessionRoom } from './relay/session.ts';
import { SessionBook } from './relay/session-book.ts';
import { SessionQuota } from './relay/session-quota.ts';
import { SmtpExtensions } from './relay/smtp-extensions.ts';
import { learnSmtpExtensions } from './relay/smtp-learning.ts';
import { upstreamSecureContext } from './relay/upstream.ts';
import { SnapshotPublisher } from './snapshot-publisher.ts';
import type { SettingsStore } from './storage/settings-store.ts';
import type { Vault } from './storage/vault.ts';

export interface GatewayOptions {
  readonly settings: SettingsStore<Settings>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Opens a page for somebody to sign in. */
  readonly openPage: OpenPage;
  /** How providers are asked; the platform's own where left out. */
  readonly fetch?: Fetch;
  /** How mail servers' names become addresses; the system's way where left out. */
  readonly lookup?: LookupFunction;
  /** How a domain's mail exchangers are looked up; the system's resolver where left out. */
  readonly resolveMx?: ResolveMx;
  /** Ports that go before those of the settings, for this run only. */
  readonly listeners?: Partial<Listeners>;
  /** From 0 to below 1: spreads renewals. */
  readonly random?: () => number;
  /** Where HTTPS_PROXY, ALL_PROXY and NO_PROXY are looked for; those of the process where left out. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Hosts that are never reached through a proxy; the loopback ones where left out. */
  readonly isOwnMachine?: (host: string) => boolean;
}

/**
 * The whole of Mailwicket without a face: composes the rooms, takes commands, publishes snapshots.
 * A host makes one of it, and needs nothing else of the core.
 */
export class Gateway {
  readonly activity: Activity;
  readonly #options: GatewayOptions;
  readonly #passwords: LocalPasswords;
  readonly #tokens: TokenKeeper;
  readonly #signIns: SignIns;
  readonly #consents: AdminConsents;
  readonly #checks: RunningChecks;
  readonly #expiry: CredentialExpiryWatch;
  readonly #credentials: CredentialStore;
  readonly #book = new SessionBook();
  readonly #smtpExtensions = new SmtpExtensions();
  readonly #localTls: LocalTls;
  readonly #room: SessionRoom;
  readonly #gate: Gate;
  readonly #publisher: SnapshotPublisher;
  readonly #handlers: Handlers<CommandName>;
  readonly #stopping = new AbortController();
  readonly #endings: (() => void)[] = [];
  #settings: Settings = emptySettings;
  #directory = new AccountDirectory(emptySettings);
  #secureContext: SecureContext | undefined;
  #fetch: Fetch = providerFetch([]);
  #chooseProxy: ChooseProxy = () => undefined;
  #problem: Problem | undefined;
  #serving = false;

  constructor(options: GatewayOptions) {
    const { vault, clock, logger } = options;
    this.#options = options;
    this.activity = new Activity({ clock, logger });
    this.#passwords = new LocalPasswords({ vault, clock });
    this.#credentials = new CredentialStore({ vault });
    this.#tokens = new TokenKeeper({
      vault,
      clock,
      logger,
      random: options.random ?? Math.random,
      grantFor: grantChooser({
        fetch: options.fetch ?? ((url, init) => this.#fetch(url, init)),
        clock,
        logger,
      }),
      accountFor: (accountId) => this.#credentials.context(this.#settings, accountId),
    });
    this.#publisher = new SnapshotPublisher({
      clock,
      sources: {
        settings: () => this.#settings,
        passwords: (accountId) => this.#passwords.list(accountId),
        tokens: (accountId) => this.#tokens.status(accountId),
        signIn: (accountId) => this.#signIns.of(accountId),
        check: (accountId) => this.#checks.of(accountId),
        consent: (clientId) => this.#consents.of(clientId),
        sessions: (accountId) => this.#book.of(accountId),
        listeners: () => this.#gate.states,
        problem: () => this.#problem,
      },
      activity: this.activity,
    });
    const changed = (): void => this.#publisher.changed();
    this.#checks = new RunningChecks({ clock, changed });
    this.#signIns = new SignIns({ tokens: this.#tokens, open: options.openPage, changed });
    this.#consents = new AdminConsents({
      clock,
      logger,
      open: (url, clientId) => options.openPage(url, { accountId: clientId, purpose: 'admin-consent' }),
      changed,
    });
    this.#expiry = new CredentialExpiryWatch({
      clock,
      clients: () => this.#settings.clients,
      tell: ({ client, daysLeft, text }) =>
        this.activity.note({
          kind: 'sign-in',
          trouble: true,
          text,
          details: { client: client.name, clientId: client.id, daysLeft },
        }),
      changed,
    });
    this.#localTls = new LocalTls({ vault, clock });
    this.#room = {
      explain: explainRefusedLogin,
      admission: new Admission({
        directory: () => this.#directory,
        passwords: this.#passwords,
        throttle: new LoginThrottle({ clock }),
        tokens: this.#tokens,
        clock,
      }),
      activity: this.activity,
      clock,
      book: this.#book,
      quota: new SessionQuota({ clock }),
      chooseProxy: (destination) => this.#chooseProxy(destination),
      smtpExtensions: this.#smtpExtensions,
      secureContext: () => (this.#secureContext ??= upstreamSecureContext([])),
      lookup: options.lookup,
    };
    this.#gate = new Gate({
      room: this.#room,
      activity: this.activity,
      localTls: () => this.#localTls.secureContext(),
      smtpExtensions: () => this.#smtpExtensions.announced(this.#usedClients()),
    });
    this.#handlers = commandHandlers(this.#commandRoom());
    this.#endings.push(
      this.#tokens.onChange(changed),
      this.#book.onChange(changed),
      vault.watch((name) => this.#vaultChanged(name)),
      options.settings.watch(() => void this.reload()),
    );
  }

  /** What is to be seen now. */
  get snapshot(): Snapshot {
    return this.#publisher.current;
  }

  /** Calls back with each new snapshot; ends with the returned function. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void {
    return this.#publisher.onSnapshot(listener);
  }

  /**
   * Reads the settings and opens the listeners. What cannot be read or opened is in the snapshot and
   * in the activity, and the rest runs.
   */
  async start(): Promise<void> {
    this.#serving = true;
    await this.reload();
    this.#tokens.start();
    this.#expiry.start();
  }

  /** Reads the settings again: SIGHUP, or another program has changed them. */
  async reload(): Promise<void> {
    try {
      await this.#take(await this.#options.settings.read());
      // only now: a snapshot without a problem has the listeners too
      this.#problem = undefined;
    } catch (error) {
      // what was read before stays in force
      this.#problem = problemOf(error);
      this.activity.note({
        kind: 'settings',
        trouble: true,
        text: `${this.#problem.message} ${this.#problem.fix}`,
      });
    }
    await this.#publisher.publish();
  }

  /** Reads the settings and how every account stands, without serving and without asking a provider. */
  async look(): Promise<Snapshot> {
    await this.reload();
    for (const account of this.#settings.accounts) await this.#tokens.look(account.id);
    await this.#publisher.publish();
    return this.snapshot;
  }

  /** Calls back when a sign-in has something new to show; ends with the returned function. */
  onSignIn(listener: (shown: OpenSignIn, accountId: string) => void): () => void {
    return this.#signIns.onShown(listener);
  }

  /**
   * Carries out a command. Never throws: what cannot be done comes back with its cause and its fix.
   * @param input - checked against the command's schema
   */
  async run<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<CommandResult<CommandOutput<Name>>>;
  async run(name: CommandName, input: unknown): Promise<CommandResult<unknown>> {
    return await this.#run(name, input);
  }

  async #run(name: CommandName, input: unknown): Promise<CommandResult<unknown>> {
    try {
      const value = await this.#dispatch(name, input);
      await this.#publisher.publish();
      return { ok: true, value };
    } catch (error) {
      await this.#publisher.publish();
      return { ok: false, ...problemOf(error) };
    }
  }

  /**
   * Carries out a command that came from outside this process's types (a window, the panel): the name is
   * checked too.
   */
  async runUntrusted(name: unknown, input: unknown): Promise<CommandResult<unknown>> {
    const known = commandNameSchema.safeParse(name);
    if (known.success) return await this.#run(known.data, input);
    return { ok: false, code: 'unknown-command', message: 'There is no such command.', fix: '' };
  }

  #dispatch<Name extends CommandName>(name: Name, input: unknown): Promise<CommandOutputs[Name]> {
    return this.#handlers[name](commandTable[name].input.parse(input));
  }

  /** The machine has slept, or the network has changed: dead connections go, accounts are looked at anew. */
  resumed(): void {
    this.#book.cutAll();
    this.#tokens.resumed();
    this.#expiry.look();
  }

  /** The certificate authority of the local TLS, to be trusted by mail programs (PEM). */
  async localAuthority(): Promise<string> {
    return await this.#localTls.authority();
  }

  /** Takes no more connections, lets sessions end by themselves for a while, then ends them. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('stopping'));
    for (const end of this.#endings.splice(0)) end();
    this.#signIns.cancelAll();
    this.#consents.cancelAll();
    this.#expiry.stop();
    this.#tokens.stop();
    await this.#gate.close();
    const patience = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(limits.drain, patience.resolve);
    await Promise.race([this.#book.drain(), patience.promise]);
    cancel();
    this.#book.endAll();
    this.#passwords.close();
    this.#publisher.stop();
  }

  async #take(settings: Settings): Promise<void> {
    const chooseProxy = proxyChooser({
      setting: settings.networkProxy,
      environment: this.#options.environment ?? process.env,
      isOwnMachine: this.#options.isOwnMachine ?? isLoopbackHost,
    });
    const before = this.#settings;
    this.#settings = settings;
    this.#chooseProxy = chooseProxy;
    this.#directory = new AccountDirectory(settings);
    for (const account of before.accounts) {
      const now = settings.accounts.find((candidate) => candidate.id === account.id);
      if (now === undefined || now.paused) this.#book.endOf(account.id);
      if (!isDeepStrictEqual(signInParts(before, account.id), signInParts(settings, account.id))) {
        this.#tokens.forget(account.id);
      }
    }
    for (const account of settings.accounts) this.#tokens.status(account.id);
    if (
      this.#secureContext === undefined ||
      before.extraCertificateAuthorities.join() !== settings.extraCertificateAuthorities.join()
    ) {
      const extra: string[] = [];
      for (const file of settings.extraCertificateAuthorities) extra.push(await readFile(file, 'utf8'));
      this.#secureContext = upstreamSecureContext(extra);
      this.#fetch = providerFetch(extra, (destination) => this.#chooseProxy(destination));
    }
    if (!this.#serving) return;
    this.#expiry.look();
    await this.#gate.apply({ ...settings.listeners, ...this.#options.listeners });
    void learnSmtpExtensions({
      extensions: this.#smtpExtensions,
      clients: this.#usedClients(),
      access: this.#room,
      signal: this.#stopping.signal,
    });
  }

  #commandRoom(): CommandRoom {
    return {
      settings: () => this.#settings,
      update: async (change) => {
        await this.#take(await this.#options.settings.update(change));
        return this.#settings;
      },
      ready: async () => {
        if (this.#problem !== undefined || !this.#serving) await this.#readSettings();
      },
      vault: this.#options.vault,
      clock: this.#options.clock,
      passwords: this.#passwords,
      credentials: this.#credentials,
      tokens: this.#tokens,
      signIns: this.#signIns,
      checks: this.#checks,
      resolveMx: this.#options.resolveMx ?? ((domain) => resolveMx(domain)),
      consents: this.#consents,
      book: this.#book,
      activity: this.activity,
      upstream: this.#room,
      gate: this.#gate,
      localTls: this.#localTls,
    };
  }

  /** The clients that sign somebody in, with what their presets fill in. */
  #usedClients(): ResolvedClient[] {
    const { accounts, clients } = this.#settings;
    const used = new Set(accounts.filter((account) => !account.paused).map((account) => account.clientId));
    const resolved: ResolvedClient[] = [];
    for (const client of clients) {
      if (!used.has(client.id)) continue;
      try {
        resolved.push(resolveClient(client));
      } catch (error) {
        // told where its accounts are shown
        if (!(error instanceof ClientIncompleteError)) throw error;
      }
    }
    return resolved;
  }

  async #readSettings(): Promise<void> {
    await this.#take(await this.#options.settings.read());
    this.#problem = undefined;
  }

  /** Another process (the command beside a running service) has changed a secret. */
  #vaultChanged(name: string): void {
    const accountId = /^account\/([^/]+)\//.exec(name)?.[1];
    if (accountId !== undefined) this.#tokens.forget(accountId);
    if (name.startsWith('client/'))
      for (const account of this.#settings.accounts) this.#tokens.forget(account.id);
    this.#publisher.changed();
  }
}
