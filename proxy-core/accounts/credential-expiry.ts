import type { ActivityNote } from '../activity/activity.ts';
import type { Clock } from '../activity/clock.ts';
import type { OAuthClient } from './oauth-client.ts';

const day = 86_400_000;
/** Timers stand still while a computer sleeps: none runs for longer, and each wake-up looks at the clock. */
const nap = 3_600_000;
/** When it is told, in days ahead; 0: it has ended. */
const stages = [0, 1, 7, 30] as const;
type Stage = (typeof stages)[number];

/**
 * Until a client's secret or certificate ends, in days: 1 means within the next 24 hours, 0 or less that it has ended.
 * @returns undefined where the client has neither, or nobody said when it ends
 */
export function credentialDaysLeft(
  client: Pick<OAuthClient, 'credential' | 'credentialExpires'>,
  now: number,
): number | undefined {
  if (client.credential !== 'secret' && client.credential !== 'certificate') return undefined;
  const ends = Date.parse(client.credentialExpires ?? '');
  // without minus zero, which is another number to whoever compares
  return Number.isNaN(ends) ? undefined : Math.ceil((ends - now) / day) + 0;
}

/** What is told of a client's credential. */
export interface ExpiryNotice {
  readonly client: OAuthClient;
  readonly daysLeft: number;
  readonly text: string;
}

/** The line that it leaves in the activity log. */
export function expiryNote({ client, daysLeft, text }: ExpiryNotice): ActivityNote {
  return {
    kind: 'sign-in',
    trouble: true,
    text,
    details: { client: client.name, clientId: client.id, daysLeft },
  };
}

/** Tells 30, 7 and 1 days ahead that a client's secret or certificate ends, and when it has: each once in a run. */
export class CredentialExpiryWatch {
  readonly #clock: Clock;
  readonly #clients: () => readonly OAuthClient[];
  readonly #tell: (notice: ExpiryNotice) => void;
  readonly #changed: () => void;
  /** By client, end and stage. */
  readonly #told = new Set<string>();
  #days = '';
  #cancel: (() => void) | undefined;

  constructor(options: {
    readonly clock: Clock;
    clients(): readonly OAuthClient[];
    tell(notice: ExpiryNotice): void;
    /** The days that are left have changed. */
    changed(): void;
  }) {
    this.#clock = options.clock;
    this.#clients = () => options.clients();
    this.#tell = (notice) => options.tell(notice);
    this.#changed = () => options.changed();
  }

  /** Looks now, and every hour from now on. */
  start(): void {
    this.look();
    this.#cancel ??= this.#clock.after(nap, () => {
      this.#cancel = undefined;
      this.start();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Looks now: the clients have changed, or the computer has slept. */
  look(): void {
    const now = this.#clock.now();
    const days: string[] = [];
    for (const client of this.#clients()) {
      const daysLeft = credentialDaysLeft(client, now);
      days.push(`${client.id} ${String(daysLeft)}`);
      if (daysLeft !== undefined) this.#consider(client, daysLeft);
    }
    const all = days.join();
    if (all === this.#days) return;
    this.#days = all;
    this.#changed();
  }

  #consider(client: OAuthClient, daysLeft: number): void {
    const stage = stages.find((candidate) => daysLeft <= candidate);
    if (stage === undefined) return;
    const about = `${client.id} ${client.credentialExpires ?? ''}`;
    if (this.#told.has(`${about} ${String(stage)}`)) return;
    // who was told of the last day need not hear of the last week
    for (const later of stages) if (later >= stage) this.#told.add(`${about} ${String(later)}`);
    this.#tell({ client, daysLeft, text: noticeText(client, daysLeft, stage) });
  }
}

function noticeText(client: OAuthClient, daysLeft: number, stage: Stage): string {
  const what = client.credential === 'secret' ? 'client secret' : 'certificate';
  const date = new Date(client.credentialExpires ?? '').toISOString().slice(0, 10);
  const fix = `Make a new ${what} for it ${client.credential === 'secret' ? 'at the provider and enter it here' : 'and upload its public half to the provider'}: until then its accounts cannot be signed in.`;
  if (stage === 0) return `The ${what} of the OAuth client ${client.name} ended on ${date}. ${fix}`;
  const when = daysLeft === 1 ? 'within a day' : `in ${String(daysLeft)} days`;
  return `The ${what} of the OAuth client ${client.name} ends on ${date}, ${when}. ${fix.replace('until then', 'without that')}`;
}
