import { type Message, msg } from '#messages/message.ts';
import type { ActivityNote } from '#core/logging/activity.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { credentialDaysLeft, expiryStage, expiryStages } from '#contract/status.ts';

/** Timers stand still while a computer sleeps: none runs for longer, and each wake-up looks at the clock. */
const nap = 3_600_000;
export interface ExpiryNotice {
  readonly client: OAuthClient;
  readonly daysLeft: number;
  readonly text: Message;
}

/** The line that it leaves in the activity log. */
export function expiryNote({ client, daysLeft, text }: ExpiryNotice): ActivityNote {
  return {
    kind: 'sign-in',
    level: 'warning',
    text,
    details: { client: client.name, clientId: client.id, daysLeft },
  };
}

interface ExpiryWatchDeps {
  readonly clock: Clock;
  clients(): readonly OAuthClient[];
  tell(notice: ExpiryNotice): void;
  /** The days that are left have changed. */
  changed(): void;
}

/** Tells 30, 7 and 1 days ahead that a client's secret or certificate ends, and when it has: each once in a run. */
export class CredentialExpiryWatch {
  readonly #deps: ExpiryWatchDeps;
  /** By client, end and stage. */
  readonly #told = new Set<string>();
  #days = '';
  #cancel: (() => void) | undefined;

  constructor(deps: ExpiryWatchDeps) {
    this.#deps = deps;
  }

  /** Looks now, and every hour from now on. */
  start(): void {
    this.look();
    this.#cancel ??= this.#deps.clock.after(nap, () => {
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
    const now = this.#deps.clock.now();
    const days: string[] = [];
    for (const client of this.#deps.clients()) {
      const daysLeft = credentialDaysLeft(client, now);
      days.push(`${client.id} ${String(daysLeft)}`);
      if (daysLeft !== undefined) this.#consider(client, daysLeft);
    }
    const all = days.join();
    if (all === this.#days) return;
    this.#days = all;
    this.#deps.changed();
  }

  #consider(client: OAuthClient, daysLeft: number): void {
    const stage = expiryStage(daysLeft);
    const text = expiryText(client, daysLeft);
    if (stage === undefined || text === undefined) return;
    const about = `${client.id} ${client.credentialExpires ?? ''}`;
    if (this.#told.has(`${about} ${String(stage)}`)) return;
    // who was told of the last day need not be told of the last week
    for (const later of expiryStages) if (later >= stage) this.#told.add(`${about} ${String(later)}`);
    this.#deps.tell({ client, daysLeft, text });
  }
}

const texts = {
  secret: { ended: 'accounts.secretEnded', ends: 'accounts.secretEnds' },
  certificate: { ended: 'accounts.certificateEnded', ends: 'accounts.certificateEnds' },
} as const;

/**
 * That a client's secret or certificate has ended or ends soon, and what to do; undefined where neither is so.
 * @param daysLeft - as `credentialDaysLeft` tells
 */
export function expiryText(
  {
    name,
    credential,
    credentialExpires = '',
  }: Pick<OAuthClient, 'name' | 'credential' | 'credentialExpires'>,
  daysLeft: number | undefined,
): Message | undefined {
  if (daysLeft === undefined || expiryStage(daysLeft) === undefined) return undefined;
  const date = new Date(credentialExpires).toISOString().slice(0, 10);
  const { ended, ends } = texts[credential === 'secret' ? 'secret' : 'certificate'];
  if (daysLeft <= 0) return msg(ended, { name, date });
  const when = daysLeft === 1 ? msg('accounts.withinDay') : msg('accounts.days', { days: daysLeft });
  return msg(ends, { name, date, when });
}
