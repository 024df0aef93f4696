import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { protocols } from '#contract/endpoints.ts';
import { accountStateSchema, type ActivityEntry, type Snapshot } from '#contract/views.ts';
import type { TokenRequested } from '#core/oauth/grant-chooser.ts';
import type { DatabaseState } from '#core/storage/postgresql/database.ts';

/** What is looked at when somebody asks. */
export interface Watched {
  readonly snapshot: () => Snapshot | undefined;
  /** Whether mail programs may be sent here. */
  readonly isReady: () => boolean;
  /** Of a store that is a database. */
  readonly database: () => DatabaseState | undefined;
}

/** What sessions say of a login that was not let in (`RefusalKind`). */
const refusals: readonly string[] = ['wrong-password', 'temporary', 'needs-sign-in', 'refused', 'busy'];
const directions = { toClient: 'to_client', toUpstream: 'to_provider' } as const;
/** Seconds. Microsoft answers in some tenths of one; a login waits for 20 of them at the most. */
const latencies = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60];

/**
 * The figures of one process, as Prometheus reads them. What a label can say is known beforehand: no address, no
 * account and no word of a server is in one, so that the number of series is bounded and nobody's mail is seen.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #logins = this.#counter('logins_total', 'Logins of mail programs.', 'protocol', 'outcome');
  readonly #refusals = this.#counter(
    'refusals_total',
    'Logins that were not let in, and sessions that the provider refused right behind the login, by what the mail program was told.',
    'protocol',
    'code',
  );
  readonly #bytes = this.#counter(
    'bytes_total',
    'Octets of sessions that have ended, both ways.',
    'direction',
  );
  readonly #messages = this.#counter(
    'messages_total',
    'Messages that were sent through a provider’s API or by a device.',
    'outcome',
  );
  readonly #renewals = this.#counter(
    'token_requests_total',
    'Requests for an access token, by how they ended.',
    'provider',
    'outcome',
  );
  readonly #latency = new Histogram({
    name: 'mailwicket_token_request_seconds',
    help: 'How long a provider took to answer a request for an access token.',
    labelNames: ['provider'],
    buckets: latencies,
    registers: [this.#registry],
  });

  constructor({ snapshot, isReady, database }: Watched) {
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: 20 });
    for (const protocol of protocols) {
      // a counter that appears with its first event has no rate before its second
      for (const outcome of ['accepted', 'refused']) this.#logins.inc({ protocol, outcome }, 0);
      for (const code of refusals) this.#refusals.inc({ protocol, code }, 0);
    }
    for (const direction of Object.values(directions)) this.#bytes.inc({ direction }, 0);
    for (const outcome of ['sent', 'refused']) this.#messages.inc({ outcome }, 0);
    this.#gauge('ready', 'Whether mail programs may be sent here: 1, or 0.', [], (gauge) =>
      gauge.set(isReady() ? 1 : 0),
    );
    this.#gauge('sessions', 'Sessions that are logged in.', ['protocol'], (gauge) => {
      for (const protocol of protocols) {
        const open = snapshot()?.accounts.reduce((sum, { sessions }) => sum + sessions[protocol], 0);
        gauge.set({ protocol }, open ?? 0);
      }
    });
    this.#gauge('accounts', 'Accounts by how they stand.', ['state'], (gauge) => {
      for (const state of accountStateSchema.options) gauge.set({ state }, 0);
      for (const { state } of snapshot()?.accounts ?? []) gauge.inc({ state });
    });
    this.#gauge('store_up', 'Whether settings and secrets can be read and written: 1, or 0.', [], (gauge) =>
      gauge.set(database()?.isThere === false ? 0 : 1),
    );
    this.#gauge(
      'store_connections',
      'Connections to PostgreSQL: all, those that are idle, and statements that wait for one.',
      ['state'],
      (gauge) => {
        const connections = database()?.connections;
        for (const [state, count] of Object.entries(connections ?? {})) gauge.set({ state }, count);
      },
    );
  }

  /** The media type of {@link text}. */
  get mediaType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Counts a line of the activity. */
  noted({ kind, protocol, details = {} }: ActivityEntry): void {
    const { refusal, late, check } = details;
    switch (kind) {
      case 'login-accepted':
        if (protocol !== undefined) this.#logins.inc({ protocol, outcome: 'accepted' });
        return;
      case 'login-refused':
        // a check of ours is no login of a mail program
        if (protocol === undefined || check === true) return;
        if (late !== true) this.#logins.inc({ protocol, outcome: 'refused' });
        if (typeof refusal === 'string' && refusals.includes(refusal))
          this.#refusals.inc({ protocol, code: refusal });
        return;
      case 'session-ended':
        for (const [name, direction] of Object.entries(directions)) {
          const octets = details[name];
          if (typeof octets === 'number') this.#bytes.inc({ direction }, octets);
        }
        return;
      case 'message-sent':
      case 'message-refused':
        this.#messages.inc({ outcome: kind === 'message-sent' ? 'sent' : 'refused' });
        return;
      case 'connection':
      case 'sign-in':
      case 'token':
      case 'listener':
      case 'settings':
      case 'check':
        return;
      default:
        return kind satisfies never;
    }
  }

  requested({ provider, outcome, milliseconds }: TokenRequested): void {
    this.#renewals.inc({ provider, outcome });
    this.#latency.observe({ provider }, milliseconds / 1_000);
  }

  #counter(name: string, help: string, ...labelNames: string[]): Counter {
    return new Counter({ name: `mailwicket_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #gauge(name: string, help: string, labelNames: string[], look: (gauge: Gauge) => void): void {
    const gauge: Gauge = new Gauge({
      name: `mailwicket_${name}`,
      help,
      labelNames,
      registers: [this.#registry],
      collect: () => look(gauge),
    });
  }
}
