import net from 'node:net';
import type { SecureContext } from 'node:tls';
import { protocols, type Protocol } from '../accounts/protocol.ts';
import type { Listeners } from '../accounts/settings.ts';
import type { Activity } from '../activity/activity.ts';
import { Listener, type ListenerState } from './listener.ts';
import type { SessionRoom } from './session.ts';

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

  constructor(options: GateOptions) {
    this.#options = options;
  }

  get states(): ListenerState[] {
    return [...this.#listeners.values()].map((listener) => listener.state);
  }

  /** Brings the listeners in line with the settings. A port that cannot be opened is in its state. */
  async apply(settings: Listeners): Promise<void> {
    const wanted = listenersOf(settings);
    const tlsOn = wanted.some((want) => want.implicitTls);
    if (tlsOn) this.#secureContext ??= await this.#options.localTls();
    else this.#secureContext = undefined;
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
  async close(): Promise<void> {
    for (const listener of this.#listeners.values()) await listener.close();
    this.#listeners.clear();
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
