import { problemText, sentences } from '#messages/message.ts';
import { resolveMx } from 'node:dns/promises';
import { CredentialExpiryWatch, expiryNote } from '#core/accounts/credential-expiry.ts';
import { accountChanges } from '#core/accounts/settings-changes.ts';
import { AccountDirectory } from '#core/accounts/account-directory.ts';
import { FirstLogins } from '#core/accounts/first-logins.ts';
import { LocalPasswords } from '#core/accounts/local-passwords.ts';
import { LoginThrottle } from '#core/accounts/login-throttle.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/commands.ts';
import type { CommandResult, Problem } from '#contract/problem.ts';
import { emptySettings, type Settings } from '#contract/settings.ts';
import type { Snapshot } from '#contract/views.ts';
import { Activity } from '#core/logging/activity.ts';
import { commandRunner, followNodes } from '#core/commands/command-handlers.ts';
import type { CommandDeps } from '#core/commands/deps.ts';
import type { ProgramTokenRequest, ProgramTokenResult } from '#contract/program-token.ts';
import { RunningChecks } from '#core/commands/running-checks.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import { DevicePorts } from '#core/devices/device-ports.ts';
import { AdminConsents } from '#core/oauth/admin-consents.ts';
import { explainRefusedLogin } from '#core/diagnosis/token-findings.ts';
import { CredentialStore } from '#core/oauth/credential-store.ts';
import { grantChooser } from '#core/oauth/grant-chooser.ts';
import { attemptsOfNodes } from '#core/oauth/shared-attempts.ts';
import { ROTATION_TIMEOUT_MS, type Fetch } from '#core/oauth/http.ts';
import { SignInActivity } from '#core/oauth/token-status.ts';
import { SignIns, type ToldSignIn } from '#core/oauth/sign-in.ts';
import { TokenManager } from '#core/oauth/token-manager.ts';
import { Authenticator } from '#core/relay/authenticator.ts';
import { lanNames, thisMachine } from '#core/relay/lan-names.ts';
import { limits } from '#core/relay/limits.ts';
import { LocalTls } from '#core/relay/local-tls.ts';
import { watchMachine } from '#core/relay/machine-watch.ts';
import { programToken } from '#core/relay/program-token.ts';
import { Relay } from '#core/relay/relay.ts';
import { submissionOpener } from '#core/submission/delivery.ts';
import { ProxyPassword } from '#core/network/network-proxy.ts';
import { EffectiveSettings } from './effective-settings.ts';
import { OutboundNetwork } from './outbound-network.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { SnapshotPublisher, type KnownOfAccount } from '#core/commands/snapshot-publisher.ts';

/**
 * All of Mailwicket except its user interfaces: puts the folders together, carries out commands and publishes
 * snapshots. A host creates one of these, and needs nothing else of the core.
 */
export class Gateway {
  readonly activity: Activity;
  readonly #options: GatewayOptions;
  readonly #effective: EffectiveSettings;
  readonly #passwords: LocalPasswords;
  readonly #grantFor: CommandDeps['grantFor'];
  readonly #tokens: TokenManager;
  readonly #outward: OutboundNetwork;
  readonly #signIns: SignIns;
  readonly #signInActivity: SignInActivity;
  readonly #consents: AdminConsents;
  readonly #checks: RunningChecks;
  readonly #expiry: CredentialExpiryWatch;
  readonly #credentials: CredentialStore;
  readonly #localTls: LocalTls;
  /** For a worker process, which is handed connections here and reports its sessions. */
  readonly relay: Relay;
  readonly #devices: DevicePorts;
  readonly #publisher: SnapshotPublisher;
  readonly #commandDeps: CommandDeps;
  readonly #runner: ReturnType<typeof commandRunner>;
  readonly #stopping = new AbortController();
  readonly #endings: (() => void)[] = [];
  #settings: Settings = emptySettings;
  #directory = new AccountDirectory(emptySettings);
  #problem: Problem | undefined;
  #standing: 'unread' | 'read' | 'in-force' = 'unread';
  #serving = false;

  constructor(options: GatewayOptions) {
    const { vault, clock, logger, machine = thisMachine, openPage: open } = options;
    this.#options = options;
    const activity = (this.activity = options.activity ?? new Activity({ clock, logger }));
    const { builtIn, policy, store } = (this.#effective = new EffectiveSettings(options, activity));
    this.#outward = new OutboundNetwork({
      environment: options.environment ?? process.env,
      systemProxy: options.systemProxy,
      isOwnMachine: options.isOwnMachine,
      vault,
      activity,
      changed: () => this.#publisher.changed(),
    });
    this.#passwords = new LocalPasswords({ vault, clock });
    this.#credentials = new CredentialStore({ vault, policy, builtIn: (id) => builtIn.credentialOf(id) });
    const { ports, signIns, consents } = attemptsOfNodes(options);
    this.#grantFor = grantChooser({ fetch: this.fetch, clock, logger, ports }, options.tokenRequested);
    this.#tokens = new TokenManager({
      vault,
      clock,
      logger,
      random: options.random ?? Math.random,
      grantFor: this.#grantFor,
      attempts: signIns,
      accountFor: (accountId) => this.#credentials.context(this.#directory, accountId),
    });
    this.#publisher = new SnapshotPublisher({
      clock,
      activity,
      sources: () => this.#commandDeps,
      chosenAtStart: options.listeners ?? {},
      network: this.#outward,
      sentLately: (deviceId) => this.#devices.sentLately(deviceId),
      problem: () => this.#problem,
    });
    const changed = (): void => this.#publisher.changed();
    this.#checks = new RunningChecks({ clock, changed });
    this.#signIns = new SignIns({ tokens: this.#tokens, open, changed });
    this.#consents = new AdminConsents({ clock, logger, ports, attempts: consents, open, changed });
    this.#expiry = new CredentialExpiryWatch({
      clock,
      // of several processes, one reports it
      clients: () => (options.workers === 'is-one' ? [] : this.#settings.clients),
      tell: (notice) => activity.note(expiryNote(notice)),
      changed,
    });
    const settings = (): Settings => this.#settings;
    const directory = (): AccountDirectory => this.#directory;
    this.#signInActivity = new SignInActivity({ activity, tokens: this.#tokens, settings });
    this.#localTls = new LocalTls({ vault, clock, machineNames: () => lanNames(machine(), ['0.0.0.0']) });
    this.relay = new Relay({
      localTls: this.#localTls,
      machine,
      settings,
      stopping: this.#stopping.signal,
      changed,
      openSubmission: submissionOpener({ fetch: this.fetch, clock, logger, activity }),
      explain: explainRefusedLogin,
      authenticator: new Authenticator({
        directory,
        passwords: this.#passwords,
        throttle: new LoginThrottle({ clock, shared: options.sharedLimits }),
        tokens: this.#tokens,
        firstLogins: new FirstLogins(() => this.#commandDeps),
        clock,
      }),
      activity: this.activity,
      clock,
      chooseRoutes: this.#outward.chooseRoutes,
      secureContext: () => this.#outward.secureContext(),
      lookup: options.lookup,
      sharedLimits: options.sharedLimits,
      workers: options.workers,
    });
    this.#devices = new DevicePorts({ ...this.relay.deps, logger }, { settings, directory });
    this.#commandDeps = this.#depsOfCommands();
    this.#runner = commandRunner(this.#commandDeps, () => this.#publisher.publish());
    this.#endings.push(
      this.#tokens.onChange(changed),
      this.relay.deps.registry.onChange(changed),
      vault.watch((name) => this.#vaultChanged(name)),
      store.watch(() => void this.reload()),
    );
  }

  /** Fetches as from a provider: through the network's proxy, trusting the authorities that are trusted here. */
  readonly fetch: Fetch = (url, init) => (this.#options.fetch ?? this.#outward.fetch)(url, init);
  /** The current snapshot. */
  get snapshot(): Snapshot {
    return this.#publisher.current;
  }

  /** Calls back with each new snapshot; ends with the returned function. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void {
    return this.#publisher.onSnapshot(listener);
  }

  /**
   * Reads the settings and opens the listeners. Whatever cannot be read or opened is reported in the snapshot and in
   * the activity; the rest runs.
   */
  async start(): Promise<void> {
    this.#serving = true;
    await this.reload();
    const resumed = (): void => this.resumed();
    const clockChanged = (): void => this.#tokens.clockChanged();
    this.#endings.push(watchMachine({ ...this.#options, activity: this.activity, resumed, clockChanged }));
    this.#endings.push(this.#effective.watch(() => this.reload()));
    // the main process renews tokens ahead of time, for all workers
    if (this.#options.workers === 'is-one') return;
    this.#endings.push(this.#signInActivity.watch());
    this.#tokens.start();
    this.#expiry.start();
  }

  /** Reads the settings again: SIGHUP, or another program has changed them. */
  async reload(): Promise<void> {
    try {
      await this.#readSettings();
    } catch (error) {
      // what was read before stays in force
      this.#problem = problemOf(error);
      this.activity.note({ kind: 'settings', level: 'warning', text: problemText(this.#problem) });
    }
    // a sign-in that another node has begun may be for an account that is new here
    if (this.#serving && this.#options.workers !== 'is-one') followNodes(this.#commandDeps);
    await this.#publisher.publish();
  }

  /** Takes over what an earlier run, or the service, knew about the accounts: refused and accepted logins. */
  recall(known: ReadonlyMap<string, KnownOfAccount>): void {
    this.#publisher.recall(known);
  }

  /** Reads the settings and the state of every account, without serving mail and without asking a provider. */
  async look(): Promise<Snapshot> {
    await this.reload();
    for (const account of this.#settings.accounts) await this.#tokens.look(account.id);
    await this.#publisher.publish();
    return this.snapshot;
  }

  /** Calls back when a sign-in has something new to show; ends with the returned function. */
  onSignIn(listener: (told: ToldSignIn, accountId: string) => void): () => void {
    return this.#signIns.onShown(listener);
  }

  /**
   * Carries out a command. Never throws: a failure comes back with its cause and its fix.
   * @param input - checked against the command's schema
   */
  async run<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<CommandResult<CommandOutput<Name>>>;
  async run(name: CommandName, input: unknown): Promise<CommandResult<unknown>> {
    return await this.#runner.run(name, input);
  }

  /**
   * Carries out a command from a window or the panel, whose name no type guarantees: it is checked too.
   */
  async runUntrusted(name: unknown, input: unknown): Promise<CommandResult<unknown>> {
    return await this.#runner.runUntrusted(name, input);
  }

  /**
   * An access token for a program that logs in with OAuth itself. It is for the owner of the data folder only, and is not
   * among the commands, which screens can give.
   */
  programToken(request: ProgramTokenRequest): Promise<ProgramTokenResult> {
    return programToken(this.#commandDeps, request);
  }

  /** The machine has slept, or the network has changed: drops dead connections, and looks at the accounts again. */
  resumed(): void {
    this.relay.cutAll();
    this.#tokens.resumed();
    this.#expiry.look();
  }

  /**
   * Accepts no more connections, gives sessions a while to end by themselves, then ends them.
   * @returns what could not be kept
   */
  async stop(): Promise<readonly Problem[]> {
    this.#stopping.abort(new Error('stopping'));
    for (const end of this.#endings.splice(0)) end();
    this.#consents.attempts.leaveAll();
    this.#checks.mailboxes.stopAll();
    this.#expiry.stop();
    // a service has to end soon; a command may wait as long as a provider may take
    const { clock, drain = limits.drain } = this.#options;
    const answers = this.#serving ? drain : ROTATION_TIMEOUT_MS;
    const ending = this.#tokens.end({ answers, writes: limits.lastWrites });
    await this.relay.stop(clock, drain);
    await this.#passwords.close();
    this.#publisher.stop();
    const lost = await ending;
    for (const { text, fix } of lost)
      this.activity.note({ kind: 'token', level: 'warning', text: sentences(text, fix) });
    return lost.map(problemOf);
  }

  async #take(settings: Settings): Promise<void> {
    const changes = accountChanges(this.#settings, settings);
    this.#settings = settings;
    this.#standing = 'read';
    this.#directory = new AccountDirectory(settings);
    this.#drop(changes);
    for (const account of settings.accounts) this.#tokens.status(account.id);
    await this.#outward.take(settings);
    this.#standing = 'in-force';
    if (this.#serving) {
      this.#expiry.look();
      const listeners = this.#effective.listeners(settings);
      await this.relay.apply(listeners, this.#devices.wanted);
    }
    // only now: a snapshot without a problem has the listeners too
    this.#problem = undefined;
  }

  #depsOfCommands(): CommandDeps {
    return {
      settings: () => this.#settings,
      update: async (change) => {
        await this.#take(await this.#effective.store.update(change));
        return this.#settings;
      },
      ready: () => this.#ready(),
      known: async () => {
        await this.#ready().catch((error: unknown) => {
          if (this.#standing === 'unread') throw error;
        });
      },
      builtIn: this.#effective.builtIn,
      policy: this.#effective.policy,
      clock: this.#options.clock,
      passwords: this.#passwords,
      credentials: this.#credentials,
      proxyPassword: this.#outward.password,
      tokens: this.#tokens,
      grantFor: this.#grantFor,
      signIns: this.#signIns,
      checks: this.#checks,
      resolveMx: this.#options.resolveMx ?? ((domain) => resolveMx(domain)),
      consents: this.#consents,
      registry: this.relay.deps.registry,
      activity: this.activity,
      upstream: this.relay.deps,
      fetch: this.fetch,
      listeners: this.relay.listeners,
      localTls: this.#localTls,
    };
  }

  async #ready(): Promise<void> {
    if (this.#problem !== undefined || this.#standing !== 'in-force') await this.#readSettings();
  }

  async #readSettings(): Promise<void> {
    const { changed, refused } = await this.#effective.load(this.#settings);
    this.#drop({ ended: refused, changed });
    await this.#take(await this.#outward.read(this.#effective.store));
  }

  #drop({ ended, changed }: ReturnType<typeof accountChanges>): void {
    for (const accountId of ended) this.relay.deps.registry.endOf(accountId);
    for (const accountId of changed) this.#forget(accountId);
  }

  /** What its sign-in depends on has changed: forgets what was known about it. */
  #forget(accountId: string): void {
    this.#tokens.forget(accountId);
    this.#publisher.forgetRefusal(accountId);
  }

  /** Another process (the command beside a running service) has changed a secret. */
  #vaultChanged(name: string): void {
    const accountId = this.#tokens.changedElsewhere(name);
    if (accountId !== undefined) this.#forget(accountId);
    if (name.startsWith('client/')) for (const account of this.#settings.accounts) this.#forget(account.id);
    if (ProxyPassword.isEntry(name)) void this.reload();
    this.#publisher.changed();
  }
}
