import net from 'node:net';
import type { SecureContext } from 'node:tls';
import { protocols, type Protocol } from '../accounts/protocol.ts';
import type { Listeners } from '../accounts/settings.ts';
import type { Activity } from '../activity/activity.ts';
import { Listener, type ListenerState } from './listener.ts';
import type { SessionRoom } from './session.ts';
import { Turns } from '../storage/turns.ts';

const day = 24 * 60 * 60 * 1000;
const turn = 'listeners';

const tlsKey = { imap: 'imaps', pop: 'pops', smtp: 'smtps' } as const satisfies Record<
  Protocol,
  keyof Listeners
>;

export interface GateOptions {
  readonly room: SessionRoom;
  readonly activity: Activity;
  /** The local certificate; made when TLS is switched on. */
  localTls(): Promise<SecureContext>;
  /** SMTP: what to announce before login. */
  smtpExtensions(): readonly string[];
}

/** Owns all listeners: opens what the settings ask for, closes what they no longer do. */
export class Gate {
  readonly #options: GateOptions;
  #listeners = new Map<string, Listener>();
  #secureContext: SecureContext | undefined;
  #cancelRenewal: (() => void) | undefined;
  readonly #turns = new Turns();

  constructor(options: GateOptions) {
    this.#options = options;
  }

  get states(): ListenerState[] {
    return [...this.#listeners.values()].map((listener) => listener.state);
  }

  /**
   * Brings the listeners in line with the settings. A port that cannot be opened is in its state.
   * One call is carried out after the other: two at once would take each other's ports.
   */
  apply(settings: Listeners): Promise<void> {
    return this.#turns.run(turn, () => this.#apply(settings));
  }

  async #apply(settings: Listeners): Promise<void> {
    const wanted = listenersOf(settings);
    await this.#prepareTls(wanted.some((want) => want.implicitTls));
    const keep = new Map<string, Listener>();
    for (const [key, listener] of this.#listeners) {
      const stays = wanted.some((want) => keyOf(want) === key) && listener.state.problem === undefined;
      if (stays) keep.set(key, listener);
      else await listener.close();
    }
    this.#listeners = keep;
    for (const want of wanted) {
      const key = keyOf(want);
      if (keep.has(key)) continue;
      const listener = new Listener({
        ...want,
        localTls: () => this.#secureContext,
        extensions: () => this.#options.smtpExtensions(),
        room: this.#options.room,
        activity: this.#options.activity,
      });
      keep.set(key, listener);
      await listener.open();
    }
  }

  /** Takes no more connections. */
  close(): Promise<void> {
    return this.#turns.run(turn, async () => {
      this.#cancelRenewal?.();
      this.#secureContext = undefined;
      for (const listener of this.#listeners.values()) await listener.close();
      this.#listeners.clear();
    });
  }

  async #prepareTls(on: boolean): Promise<void> {
    if (!on) {
      this.#cancelRenewal?.();
      this.#secureContext = undefined;
      return;
    }
    if (this.#secureContext !== undefined) return;
    this.#secureContext = await this.#options.localTls();
    this.#renewLater();
  }

  /** A service runs for months: its certificate is asked for again each day, and is another one near its end. */
  #renewLater(): void {
    this.#cancelRenewal = this.#options.room.clock.after(day, () => {
      void this.#turns.run(turn, async () => {
        try {
          if (this.#secureContext !== undefined) this.#secureContext = await this.#options.localTls();
        } catch (error) {
          // the one at hand is good for weeks yet
          this.#options.activity.note({
            kind: 'listener',
            trouble: true,
            text: `The certificate for mail programs could not be renewed: ${error instanceof Error ? error.message : 'unknown trouble'}`,
          });
        }
        if (this.#secureContext !== undefined) this.#renewLater();
      });
    });
  }
}

interface Wanted {
  readonly protocol: Protocol;
  readonly implicitTls: boolean;
  readonly port: number;
  readonly addresses: readonly string[];
}

/** The listeners that the settings ask for: plain ones stay on this machine, whatever else is listened on. */
function listenersOf(settings: Listeners): Wanted[] {
  const local = settings.addresses.filter(isLoopback);
  const plainAddresses = local.length > 0 ? local : ['127.0.0.1', '::1'];
  const wanted: Wanted[] = [];
  for (const protocol of protocols) {
    const plain = settings[protocol];
    if (plain !== 'off')
      wanted.push({ protocol, implicitTls: false, port: plain, addresses: plainAddresses });
    const secured = settings[tlsKey[protocol]];
    if (secured !== 'off')
      wanted.push({ protocol, implicitTls: true, port: secured, addresses: settings.addresses });
  }
  return wanted;
}

/** Whether an address is this machine's own, which nobody else can reach. */
export function isLoopback(address: string): boolean {
  if (net.isIPv4(address)) return address.startsWith('127.');
  return address === '::1' || address === 'localhost';
}

function keyOf(want: Wanted): string {
  return [want.protocol, want.implicitTls, want.port, ...want.addresses].join(' ');
}
