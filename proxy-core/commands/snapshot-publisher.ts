import { msg } from '#messages/message.ts';
import { isForPeople, type PasswordMode } from '#contract/account.ts';
import { Emitter } from '#contract/emitter.ts';
import { isBuiltInClient } from '#contract/oauth-client.ts';
import { remedySchema, type Problem } from '#contract/problem.ts';
import { listenersSchema, plainSettings, type Settings, type Device } from '#contract/settings.ts';
import { sendsBy, submissionsOf } from '#core/accounts/submission.ts';
import { credentialDaysLeft } from '#contract/status.ts';
import type { AccountState, AccountView, ActivityEntry, DeviceView, Snapshot } from '#contract/views.ts';
import { AccountDirectory } from '#core/accounts/account-directory.ts';
import type { CommandDeps } from './deps.ts';
import { checklistView } from './checklist-handlers.ts';
import type { MailboxChecks } from './running-checks.ts';
import type { LocalPassword } from '#core/accounts/stored-passwords.ts';
import type { Activity } from '#core/logging/activity.ts';
import type { Clock } from '#core/logging/clock.ts';

/** Where the parts of a snapshot come from, as far as commands work with them. */
interface SnapshotSources extends Pick<CommandDeps, 'settings' | 'builtIn'> {
  readonly passwords: Pick<CommandDeps['passwords'], 'list' | 'isUnset'>;
  readonly tokens: Pick<CommandDeps['tokens'], 'status'>;
  readonly signIns: Pick<CommandDeps['signIns'], 'of' | 'doubtOf'>;
  readonly checks: Pick<CommandDeps['checks'], 'of' | 'letIn'> & {
    readonly mailboxes: Pick<MailboxChecks, 'of'>;
  };
  /** The page of an administrator's consent that is being waited for. */
  readonly consents: Pick<CommandDeps['consents'], 'of'>;
  readonly registry: Pick<CommandDeps['registry'], 'of'>;
  readonly listeners: Pick<
    CommandDeps['listeners'],
    'states' | 'certificateNames' | 'replacedAuthority' | 'ownCertificate'
  >;
  readonly policy: Pick<CommandDeps['policy'], 'view'>;
}

interface SnapshotOptions {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly sources: () => SnapshotSources;
  /** What was chosen for this run only. */
  readonly chosenAtStart: Partial<Settings['listeners']>;
  readonly network: {
    readonly shownProxy: NonNullable<Snapshot['settings']>['networkProxy'];
    readonly missingAuthorities: readonly string[];
  };
  /** How many messages a device has sent within the last hour. */
  readonly sentLately: (deviceId: string) => number;
  readonly problem: () => Problem | undefined;
}

/** Changes that come close together make one snapshot. Milliseconds. */
const gather = 50;
/** With many accounts it takes a while: all the time of the processor but this share of it is for others. */
const share = 0.1;
const longestGather = 5_000;

/**
 * A mail server that answers the login well and refuses the first command behind it does so within seconds: only then
 * does a login take back that the last one was refused so late. Milliseconds.
 */
const lateRefusalWithin = 15_000;

/** What was found out about an account, in this run or an earlier one. */
export interface KnownOfAccount {
  readonly lastActivityAt?: number | undefined;
  /** What its logins were refused for last, until one is let in again. */
  readonly refusal?: Problem | undefined;
}

interface Traffic extends KnownOfAccount {
  /** The refusal came behind a login that had been accepted. */
  readonly late?: boolean;
  /** The last accepted login before the one that may still be refused late. */
  readonly acceptedBefore?: number | undefined;
  /** Ends the wait for a late refusal. */
  readonly endWait?: () => void;
}

/** Makes the snapshot anew after changes, and hands it to whoever shows it. */
export class SnapshotPublisher {
  readonly #published = new Emitter<[snapshot: Snapshot]>();
  readonly onSnapshot = this.#published.on;
  readonly #options: SnapshotOptions;
  readonly #traffic = new Map<string, Traffic>();
  readonly #endActivity: () => void;
  #current: Snapshot = { revision: 0, accounts: [], clients: [], listeners: [], devices: [] };
  #cancel: (() => void) | undefined;
  #building: Promise<void> = Promise.resolve();
  /** The next one, while it has not begun: it shows all that has changed until then. */
  #next: Promise<void> | undefined;
  #toldFailure: string | undefined;
  /** How long the last ones took in the mean: one alone may have waited for a disk. Milliseconds. */
  #took = 0;

  constructor(options: SnapshotOptions) {
    this.#options = options;
    this.#endActivity = options.activity.onEntry((entry) => this.#noted(entry));
  }

  get current(): Snapshot {
    return this.#current;
  }

  /** Something has changed: a new snapshot follows soon. */
  changed(): void {
    const gathered = Math.max(gather, Math.min(this.#took / share, longestGather));
    this.#cancel ??= this.#options.clock.after(gathered, () => {
      this.#cancel = undefined;
      void this.publish();
    });
  }

  /** Makes a new snapshot now; one after the other, and one for all who ask before it begins. Never rejects. */
  publish(): Promise<void> {
    this.#next ??= this.#building
      .then(() => {
        this.#next = undefined;
        return this.#build();
      })
      .catch((error: unknown) => this.#failed(error));
    this.#building = this.#next;
    return this.#building;
  }

  /** Whoever shows snapshots has thrown: told once, as the next one meets the same. */
  #failed(error: unknown): void {
    const words = error instanceof Error ? error.message : 'unknown';
    if (words === this.#toldFailure) return;
    this.#toldFailure = words;
    this.#options.activity.note({
      kind: 'settings',
      level: 'warning',
      text: msg('storage.unexpectedGoesOn', { words }),
    });
  }

  /** What an earlier run knew of its accounts; to be told before anything is served. */
  recall(known: ReadonlyMap<string, KnownOfAccount>): void {
    for (const [accountId, of] of known) this.#traffic.set(accountId, { ...of });
  }

  /** Somebody has changed what the account was refused for, and the next login finds out; or every server let it in. */
  forgetRefusal(accountId: string): void {
    const { lastActivityAt, endWait } = this.#traffic.get(accountId) ?? {};
    endWait?.();
    this.#traffic.set(accountId, { lastActivityAt });
  }

  stop(): void {
    this.#cancel?.();
    for (const { endWait } of this.#traffic.values()) endWait?.();
    this.#endActivity();
    this.#published.clear();
  }

  async #build(): Promise<void> {
    // by no clock that somebody may set meanwhile
    const began = performance.now();
    const sources = this.#options.sources();
    const settings = sources.settings();
    const accounts = await Promise.all(
      settings.accounts.map(async (account) => {
        const client = settings.clients.find((candidate) => candidate.id === account.clientId);
        // undefined: they cannot be read, which is not to have none
        const passwords = await sources.passwords.list(account.id).catch(() => undefined);
        const passwordMode = await this.#passwordModeNow(account, passwords);
        return this.#accountView({ ...account, passwordMode }, client, passwords);
      }),
    );
    const problem = this.#options.problem();
    const directory = new AccountDirectory(settings);
    this.#current = {
      revision: this.#current.revision + 1,
      accounts,
      clients: settings.clients.map((client) => ({
        ...client,
        checklist: checklistView(settings, directory, client, sources.checks.mailboxes),
        builtIn: isBuiltInClient(client.id),
        ...sources.builtIn.standingOf(client.id),
        usedBy: settings.accounts.filter((account) => account.clientId === client.id).length,
        credentialExpiresInDays: credentialDaysLeft(client, this.#options.clock.now()),
        consentUrl: sources.consents.of(client.id),
      })),
      listeners: sources.listeners.states.flatMap((listener) => {
        const { addresses, deviceId, ...rest } = listener;
        return deviceId === undefined ? { ...rest, addresses: [...addresses] } : [];
      }),
      devices: settings.devices.map((device) => this.#deviceView(device, settings)),
      settings: settingsView(settings, sources, this.#options),
      problem,
      registrationsProblem: sources.builtIn.problem,
      policy: sources.policy.view,
    };
    this.#took += (performance.now() - began - this.#took) / 5;
    this.#published.emit(this.#current);
  }

  #deviceView(device: Device, { accounts }: Settings): DeviceView {
    const state = this.#options.sources().listeners.states.find(({ deviceId }) => deviceId === device.id);
    const accountAddress = accounts.find(({ id }) => id === device.accountId)?.address ?? '';
    return {
      ...device,
      accountAddress,
      sendsAs: device.sender ?? accountAddress,
      port: state?.port ?? device.listen.port,
      addresses: [...(state?.addresses ?? [])],
      problem: state?.problem,
      sentLately: this.#options.sentLately(device.id),
    };
  }

  /** An account adopts one password, ever: once it had one it is like any other, even if that was revoked. */
  async #passwordModeNow(
    { id, passwordMode }: Settings['accounts'][number],
    passwords: readonly LocalPassword[] | undefined,
  ): Promise<PasswordMode> {
    if (passwordMode !== 'adopt-first' || passwords === undefined) return passwordMode;
    const isUnset =
      passwords.length === 0 &&
      (await this.#options
        .sources()
        .passwords.isUnset(id)
        .catch(() => true));
    return isUnset ? passwordMode : 'own';
  }

  #accountView(
    account: Settings['accounts'][number],
    client: Settings['clients'][number] | undefined,
    passwords: readonly LocalPassword[] | undefined,
  ): AccountView {
    const sources = this.#options.sources();
    const tokens = sources.tokens.status(account.id);
    const signIn = sources.signIns.of(account.id);
    const traffic = this.#traffic.get(account.id);
    const forPeople = isForPeople(account.address, client?.grant);
    const stateNow = (): AccountState => {
      if (account.paused) return 'paused';
      // nobody signs in for a domain: each of its people does, in an account that comes to be then
      if (forPeople) return 'ready';
      if (signIn !== undefined) return 'signing-in';
      if (tokens.state !== 'ready' && tokens.state !== 'unknown') return tokens.state;
      if (traffic?.refusal !== undefined) return 'refused';
      return account.passwordMode === 'own' && passwords?.length === 0 ? 'needs-password' : 'ready';
    };
    const state = stateNow();
    const problem = state === 'refused' && tokens.problem === undefined ? traffic?.refusal : tokens.problem;
    const { paused: _, ...rest } = account;
    return {
      ...rest,
      forPeople: forPeople || undefined,
      clientName: client?.name ?? '',
      sendsBy: client === undefined ? 'smtp' : sendsBy(account, client),
      submissions: client === undefined ? ['smtp'] : submissionsOf(client),
      state,
      problem: forPeople ? undefined : problem,
      token: tokens.token,
      identity: tokens.identity,
      signedInAt: tokens.signedInAt,
      doubt: sources.signIns.doubtOf(account.id),
      signIn,
      passwords: [...(passwords ?? [])],
      sessions: { ...sources.registry.of(account.id) },
      lastActivityAt: traffic?.lastActivityAt,
      check: sources.checks.of(account.id),
    };
  }

  #noted(entry: ActivityEntry): void {
    const { accountId } = entry;
    if (accountId === undefined) return;
    const { kind, level, details, protocol } = entry;
    if (kind === 'login-accepted') {
      this.#accepted(accountId, entry.at);
      if (protocol !== undefined) this.#options.sources().checks.letIn(accountId, protocol);
    } else if (kind === 'sign-in' || kind === 'settings' || (kind === 'check' && level === 'info'))
      this.forgetRefusal(accountId);
    else if (kind === 'login-refused' && details?.['refusal'] === 'refused') this.#refused(accountId, entry);
    this.changed();
  }

  #accepted(accountId: string, at: number): void {
    const { lastActivityAt, refusal, late, endWait } = this.#traffic.get(accountId) ?? {};
    endWait?.();
    const now: Traffic = { lastActivityAt: at, acceptedBefore: lastActivityAt };
    const stays = refusal !== undefined && late === true;
    const forget = (): void => {
      this.forgetRefusal(accountId);
      this.changed();
    };
    this.#traffic.set(
      accountId,
      stays ? { ...now, refusal, late, endWait: this.#options.clock.after(lateRefusalWithin, forget) } : now,
    );
  }

  #refused(accountId: string, { text, details = {} }: ActivityEntry): void {
    // a refusal of the provider's sign-in is the token manager's to tell, and to take back
    if (this.#options.sources().tokens.status(accountId).problem !== undefined) return;
    const { lastActivityAt, acceptedBefore, endWait } = this.#traffic.get(accountId) ?? {};
    endWait?.();
    const { fix, late, offer } = details;
    const refusal: Problem = {
      code: 'refused',
      message: text,
      fix: typeof fix === 'object' ? fix : undefined,
      remedy: remedySchema.safeParse(offer).data,
    };
    // a login that was refused behind its acceptance was none
    const last = late === true ? acceptedBefore : lastActivityAt;
    this.#traffic.set(accountId, {
      lastActivityAt: last,
      acceptedBefore: last,
      refusal,
      late: late === true,
    });
  }
}

const listenerSettings = listenersSchema.keyof().options;

function settingsView(
  settings: Settings,
  sources: SnapshotSources,
  { chosenAtStart: chosen, network }: Pick<SnapshotOptions, 'chosenAtStart' | 'network'>,
): NonNullable<Snapshot['settings']> {
  const locked = sources.policy.view?.locked ?? [];
  const { certificateNames: names, replacedAuthority: replaced, ownCertificate: own } = sources.listeners;
  return {
    ...plainSettings.parse(settings),
    listeners: settings.listeners,
    chosenAtStart: listenerSettings.filter(
      (key) =>
        chosen[key] !== undefined &&
        (key === 'proxyFrom' || !locked.includes(key === 'addresses' ? 'lanAccess' : key)),
    ),
    ownCertificate: own && {
      expires: own.expires === undefined ? undefined : new Date(own.expires).toISOString(),
      problem: own.problem,
    },
    missingAuthorities: [...network.missingAuthorities],
    networkProxy: network.shownProxy,
    certificateNames: names === undefined ? undefined : [...names],
    replacedAuthority: replaced && {
      why: replaced.why,
      ...(replaced.formerUntil === 0 ? {} : { formerUntil: new Date(replaced.formerUntil).toISOString() }),
    },
  };
}
