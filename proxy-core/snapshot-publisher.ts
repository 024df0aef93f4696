import { listenersSchema, type Listeners, type Settings } from './accounts/settings.ts';
import type { LocalPassword } from './accounts/local-passwords.ts';
import { credentialDaysLeft } from './accounts/credential-expiry.ts';
import { definedOnly } from './defined-only.ts';
import type { Activity, ActivityEntry } from './activity/activity.ts';
import type { Clock } from './activity/clock.ts';
import type { AccountState, AccountView, CheckView, Problem, Snapshot } from './contract.ts';
import type { OpenSignIn } from './oauth/sign-ins.ts';
import type { TokenStatus } from './oauth/token-status.ts';
import type { ListenerState } from './relay/listener.ts';

/** Where the parts of a snapshot come from. */
export interface SnapshotSources {
  settings(): Settings;
  passwords(accountId: string): Promise<readonly LocalPassword[]>;
  tokens(accountId: string): TokenStatus;
  signIn(accountId: string): OpenSignIn | undefined;
  check(accountId: string): CheckView | undefined;
  /** The page of an administrator's consent that is being waited for. */
  consent(clientId: string): string | undefined;
  sessions(accountId: string): { imap: number; pop: number; smtp: number };
  listeners(): readonly ListenerState[];
  /** What was chosen for this run only. */
  chosenAtStart(): Partial<Listeners>;
  /** The network proxy that is set. */
  proxy(): NonNullable<Snapshot['settings']>['networkProxy'];
  /** Of the TLS ports. */
  certificateNames(): readonly string[] | undefined;
  problem(): Problem | undefined;
}

/** Changes that come close together make one snapshot. Milliseconds. */
const gather = 50;

interface Traffic {
  lastActivityAt?: number;
  /** What the mail server said when it refused the account last, until it lets it in again. */
  refusal?: Problem;
}

/** Makes the snapshot anew after changes, and hands it to whoever shows it. */
export class SnapshotPublisher {
  readonly #clock: Clock;
  readonly #sources: SnapshotSources;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  readonly #traffic = new Map<string, Traffic>();
  readonly #endActivity: () => void;
  #current: Snapshot = { revision: 0, accounts: [], clients: [], listeners: [] };
  #cancel: (() => void) | undefined;
  #building: Promise<void> = Promise.resolve();

  constructor(options: {
    readonly clock: Clock;
    readonly sources: SnapshotSources;
    readonly activity: Activity;
  }) {
    this.#clock = options.clock;
    this.#sources = options.sources;
    this.#endActivity = options.activity.onEntry((entry) => this.#noted(entry));
  }

  get current(): Snapshot {
    return this.#current;
  }

  onSnapshot(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something has changed: a new snapshot follows soon. */
  changed(): void {
    this.#cancel ??= this.#clock.after(gather, () => {
      this.#cancel = undefined;
      void this.publish();
    });
  }

  /** Makes a new snapshot now; one after the other. */
  publish(): Promise<void> {
    this.#building = this.#building.then(() => this.#build());
    return this.#building;
  }

  stop(): void {
    this.#cancel?.();
    this.#endActivity();
    this.#listeners.clear();
  }

  async #build(): Promise<void> {
    const settings = this.#sources.settings();
    const accounts: AccountView[] = [];
    for (const account of settings.accounts) {
      const client = settings.clients.find((candidate) => candidate.id === account.clientId);
      const passwords = await this.#sources.passwords(account.id).catch(() => []);
      accounts.push(this.#accountView(account, client?.name ?? '', passwords));
    }
    const problem = this.#sources.problem();
    this.#current = {
      revision: this.#current.revision + 1,
      accounts,
      clients: settings.clients.map((client) => ({
        ...client,
        usedBy: settings.accounts.filter((account) => account.clientId === client.id).length,
        ...definedOnly({
          credentialExpiresInDays: credentialDaysLeft(client, this.#clock.now()),
          consentUrl: this.#sources.consent(client.id),
        }),
      })),
      listeners: this.#sources.listeners().map((listener) => {
        const { problem: trouble, addresses, ...rest } = listener;
        return { ...rest, addresses: [...addresses], ...(trouble === undefined ? {} : { problem: trouble }) };
      }),
      settings: settingsView(settings, this.#sources),
      ...(problem === undefined ? {} : { problem }),
    };
    for (const listener of this.#listeners) listener(this.#current);
  }

  #accountView(
    account: Settings['accounts'][number],
    clientName: string,
    passwords: readonly LocalPassword[],
  ): AccountView {
    const tokens = this.#sources.tokens(account.id);
    const signIn = this.#sources.signIn(account.id);
    const check = this.#sources.check(account.id);
    const traffic = this.#traffic.get(account.id);
    const state = stateOf(account.paused, signIn, tokens, traffic?.refusal);
    const problem =
      state === 'refused' && tokens.problem === undefined ? traffic?.refusal : tokenProblem(tokens);
    const { paused: _, ...rest } = account;
    return {
      ...rest,
      clientName,
      state,
      ...(problem === undefined ? {} : { problem }),
      ...(tokens.token === undefined ? {} : { token: tokens.token }),
      ...(tokens.identity === undefined ? {} : { identity: tokens.identity }),
      ...(tokens.signedInAt === undefined ? {} : { signedInAt: tokens.signedInAt }),
      ...(signIn === undefined ? {} : { signIn }),
      passwords: [...passwords],
      sessions: this.#sources.sessions(account.id),
      ...definedOnly({ lastActivityAt: traffic?.lastActivityAt ?? lastUse(passwords) }),
      ...(check === undefined ? {} : { check }),
    };
  }

  #noted(entry: ActivityEntry): void {
    if (entry.accountId === undefined) return;
    const traffic = this.#traffic.get(entry.accountId) ?? {};
    if (entry.kind === 'login-accepted') {
      this.#traffic.set(entry.accountId, { lastActivityAt: entry.at });
    } else if (
      entry.kind === 'sign-in' ||
      entry.kind === 'settings' ||
      (entry.kind === 'check' && !entry.trouble)
    ) {
      // somebody has changed what it was refused for, and the next login finds out; or every server let it in
      delete traffic.refusal;
    } else if (
      entry.kind === 'login-refused' &&
      entry.details?.['refusal'] === 'refused' &&
      // a refusal of the provider's sign-in is the token keeper's to tell, and to take back
      this.#sources.tokens(entry.accountId).problem === undefined
    ) {
      const fix = entry.details['fix'];
      this.#traffic.set(entry.accountId, {
        ...traffic,
        refusal: { code: 'refused', message: entry.text, fix: typeof fix === 'string' ? fix : '' },
      });
    }
    this.changed();
  }
}

function settingsView(
  { listeners, extraCertificateAuthorities }: Settings,
  sources: SnapshotSources,
): NonNullable<Snapshot['settings']> {
  const chosen = sources.chosenAtStart();
  const names = sources.certificateNames();
  return {
    listeners,
    chosenAtStart: listenersSchema.keyof().options.filter((key) => chosen[key] !== undefined),
    extraCertificateAuthorities,
    ...definedOnly({
      networkProxy: sources.proxy(),
      certificateNames: names === undefined ? undefined : [...names],
    }),
  };
}

function stateOf(
  paused: boolean,
  signIn: OpenSignIn | undefined,
  tokens: TokenStatus,
  refusal: Problem | undefined,
): AccountState {
  if (paused) return 'paused';
  if (signIn !== undefined) return 'signing-in';
  if (tokens.state !== 'ready' && tokens.state !== 'unknown') return tokens.state;
  return refusal === undefined ? 'ready' : 'refused';
}

function tokenProblem(tokens: TokenStatus): Problem | undefined {
  if (tokens.problem === undefined) return undefined;
  const { code, message, fix, who, answer } = tokens.problem;
  return { code, message, fix, who, ...(answer === undefined ? {} : { answer }) };
}

/** The last login of an earlier run. */
function lastUse(passwords: readonly LocalPassword[]): number | undefined {
  const times = passwords.flatMap(({ lastUsedAt }) =>
    lastUsedAt === undefined ? [] : [Date.parse(lastUsedAt)],
  );
  return times.length === 0 ? undefined : Math.max(...times);
}
