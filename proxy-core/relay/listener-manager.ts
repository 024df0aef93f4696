import type { Socket } from 'node:net';
import { inEnglish } from '#messages/format.ts';
import { type Message, msg, sameMessage, sentences } from '#messages/message.ts';
import {
  isLoopbackHost,
  isWildcard,
  loopbackAddresses,
  localPorts,
  protocols,
  type OpenPort,
} from '#contract/endpoints.ts';
import type { Listeners } from '#contract/settings.ts';
import type { Activity, ActivityNote } from '#core/logging/activity.ts';
import { KeyedMutex } from '#core/storage/locks.ts';
import { explainNoCertificate, textOf, type ListenProblem } from '#core/network/listen-problem.ts';
import { portName } from './connection-notes.ts';
import type { DevicePort } from './arrivals.ts';
import { Listener, type ListenerState } from './listener.ts';
import type { LocalCertificate, OwnCertificateState, ReplacedAuthority } from './local-tls.ts';
import { peersIn } from './ip-network.ts';
import type { SessionDeps } from './session.ts';
import type { MailPort } from './session-registry.ts';

const day = 24 * 60 * 60 * 1000;
/**
 * A port that cannot be opened is tried again: soon, as a program that restarts frees its port within seconds; then at
 * longer intervals.
 */
const firstRetry = 5_000;
const laterRetry = 30_000;
const mutexKey = 'listeners';

export interface ListenerManagerOptions {
  readonly deps: SessionDeps;
  readonly activity: Activity;
  /**
   * The local certificate; made when TLS is switched on, and again when a name is missing from it.
   * @param addresses - those that are listened on
   */
  localTls(addresses: readonly string[]): Promise<LocalCertificate>;
  /** SMTP: what to announce before login. */
  smtpExtensions(): readonly string[];
  /** A listener or the certificate has changed by itself. */
  changed(): void;
}

/** Owns all listeners: opens what the settings ask for, closes what they no longer do. */
export class ListenerManager {
  readonly #options: ListenerManagerOptions;
  #listeners = new Map<string, Listener>();
  /** The addresses that TLS is wanted on; undefined where it is off. */
  #tlsOn: readonly string[] | undefined;
  #certificate: LocalCertificate | undefined;
  #tlsProblem: ListenProblem | undefined;
  #isProxy = peersIn([]);
  #renewalNoted = false;
  /** When the authority was replaced that was noted last. */
  #replacementNoted = 0;
  #cancelRenewal: (() => void) | undefined;
  #cancelRetry: (() => void) | undefined;
  #closed = false;
  readonly #mutex = new KeyedMutex();

  constructor(options: ListenerManagerOptions) {
    this.#options = options;
  }

  get states(): ListenerState[] {
    return [...this.#listeners.values()].map((listener) => listener.state);
  }

  /** The host names and addresses in the certificate that is served; undefined where none is. */
  get certificateNames(): readonly string[] | undefined {
    return this.#certificate?.names;
  }

  /** How the certificate stands, where somebody else makes and renews it. */
  get ownCertificate(): OwnCertificateState | undefined {
    return this.#certificate?.own;
  }

  /** The authority of the certificate is not the one that programs were told to trust before. */
  get replacedAuthority(): ReplacedAuthority | undefined {
    return this.#certificate?.replaced;
  }

  /**
   * Brings the listeners in line with the settings. A port that cannot be opened is in its state, and is tried again
   * by itself. One call is carried out after the other: two at once would take each other's ports. Nothing is opened
   * once it is closed: settings that change at a stop are still taken then.
   */
  apply(settings: Listeners, devices: readonly DevicePort[] = []): Promise<void> {
    return this.#mutex.run(mutexKey, () => this.#apply(settings, devices));
  }

  async #apply(settings: Listeners, devices: readonly DevicePort[]): Promise<void> {
    if (this.#closed) return;
    this.#isProxy = peersIn(settings.proxyFrom ?? []);
    const wanted = listenersOf(settings, devices);
    await this.#prepareTls(tlsAddresses(wanted));
    const keep = new Map<string, Listener>();
    for (const [key, listener] of this.#listeners) {
      if (wanted.some((want) => keyOf(want) === key)) keep.set(key, listener);
      else await listener.close();
    }
    this.#listeners = keep;
    for (const want of wanted) {
      const key = keyOf(want);
      const present = keep.get(key);
      if (present !== undefined) {
        await present.retry();
        continue;
      }
      const listener = new Listener({
        ...want,
        localTls: () => this.#certificate?.secureContext,
        withoutTls: () => this.#tlsProblem,
        extensions: () => this.#options.smtpExtensions(),
        isProxy: (peer) => this.#isProxy(peer),
        deps: this.#options.deps,
        activity: this.#options.activity,
      });
      keep.set(key, listener);
      await listener.open();
    }
    this.#retryIn(firstRetry);
  }

  /** A connection has come to a port of mail programs. @returns false - there is no such port, or not yet */
  accept(socket: Socket, { protocol, implicitTls, port }: MailPort): boolean {
    const listener = [...this.#listeners.values()].find(
      ({ state }) =>
        state.protocol === protocol && state.implicitTls === implicitTls && state.problem === undefined,
    );
    listener?.accept(socket, port);
    return listener !== undefined;
  }

  /** The certificate has changed: new connections get the new one. */
  renewCertificate(): Promise<void> {
    return this.#mutex.run(mutexKey, async () => {
      if (this.#tlsOn !== undefined) await this.#prepareTls(this.#tlsOn);
      this.#options.changed();
    });
  }

  /** Takes no more connections, for good. */
  close(): Promise<void> {
    this.#closed = true;
    return this.#mutex.run(mutexKey, async () => {
      this.#cancelRetry?.();
      await this.#prepareTls(undefined);
      await Promise.all([...this.#listeners.values()].map((listener) => listener.close()));
      this.#listeners.clear();
    });
  }

  #retryIn(milliseconds: number): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    if (this.states.every(({ problem }) => problem === undefined)) return;
    this.#cancelRetry = this.#options.deps.clock.after(milliseconds, () => {
      void this.#mutex.run(mutexKey, () => this.#retry());
    });
  }

  async #retry(): Promise<void> {
    if (this.#tlsProblem !== undefined) await this.#prepareTls(this.#tlsOn);
    let changed = false;
    for (const listener of this.#listeners.values()) changed = (await listener.retry()) || changed;
    if (changed) this.#options.changed();
    this.#retryIn(laterRetry);
  }

  /** @param on - the addresses that are listened on; undefined where TLS is off */
  async #prepareTls(on: readonly string[] | undefined): Promise<void> {
    this.#tlsOn = on;
    this.#cancelRenewal?.();
    this.#cancelRenewal = undefined;
    if (on === undefined) {
      this.#certificate = undefined;
      this.#tlsProblem = undefined;
      return;
    }
    try {
      this.#certificate = await this.#options.localTls(on);
      this.#tlsProblem = undefined;
      this.#renewalNoted = false;
      if (!this.#noteReplaced(this.#certificate)) this.#noteNames(this.#certificate);
    } catch (error) {
      this.#noteWithoutCertificate(error);
    }
    if (this.#certificate !== undefined) this.#renewLater();
  }

  /** A service runs for months: its certificate is checked each day, and renewed near its end. */
  #renewLater(): void {
    this.#cancelRenewal = this.#options.deps.clock.after(day, () => {
      void this.#mutex.run(mutexKey, async () => {
        if (this.#certificate === undefined) return;
        await this.#prepareTls(this.#tlsOn);
        this.#options.changed();
      });
    });
  }

  /**
   * Programs that trusted the former authority have to trust this one: noted once a run, for some weeks.
   * @returns whether it was noted
   */
  #noteReplaced({ replaced }: LocalCertificate): boolean {
    if (replaced === undefined || replaced.at === this.#replacementNoted) return false;
    this.#replacementNoted = replaced.at;
    this.#note(textOfReplaced(replaced), replaced.why === 'renewed' ? 'info' : 'warning');
    return true;
  }

  /** Only programs in which somebody has confirmed the certificate itself ask again. */
  #noteNames({ added }: LocalCertificate): void {
    if (added.length === 0) return;
    this.#note(msg('activity.certificateMailProgramsMadeAnew', { names: added.join(', ') }), 'info');
  }

  #note(text: Message, level: ActivityNote['level'], details?: ActivityNote['details']): void {
    this.#options.activity.note({ kind: 'listener', level, text, details });
  }

  #noteWithoutCertificate(error: unknown): void {
    if (this.#certificate !== undefined) {
      // the one at hand is good for weeks yet
      if (this.#renewalNoted) return;
      this.#renewalNoted = true;
      return this.#note(msg('activity.certificateMailProgramsCouldNot', { why: textOf(error) }), 'warning');
    }
    const before = this.#tlsProblem;
    const problem = explainNoCertificate(error);
    this.#tlsProblem = problem;
    if (sameMessage(before?.message, problem.message)) return;
    const text = sentences(msg('activity.tlsPortsNotServed'), problem.message, problem.fix);
    this.#note(text, 'warning', { code: problem.code });
  }
}

function textOfReplaced({ why, formerUntil }: ReplacedAuthority): Message {
  switch (why) {
    case 'names':
      return msg('activity.authorityTlsMailProgramsMadeAnewComputerNameAddress');
    case 'renewed':
      return msg('activity.authorityTlsMailProgramsRenewed', {
        date: new Date(formerUntil).toISOString().slice(0, 10),
      });
    default:
      return why satisfies never;
  }
}

interface Wanted extends OpenPort {
  /** What has the port before it. */
  readonly sharedWith?: Message;
  readonly device?: DevicePort;
}

/** The addresses on which TLS is spoken; undefined where it is off. */
function tlsAddresses(wanted: readonly Wanted[]): readonly string[] | undefined {
  const secured = wanted.filter(({ implicitTls, device }) => implicitTls || device?.security === 'starttls');
  return secured.length === 0 ? undefined : [...new Set(secured.flatMap(({ addresses }) => addresses))];
}

/**
 * The listeners that the settings ask for. Plain ones for mail programs stay on this machine, whatever other addresses
 * are set. A device's is where its own settings say.
 */
function listenersOf(settings: Listeners, devices: readonly DevicePort[]): Wanted[] {
  const named = [...new Set(settings.addresses)];
  const local = named.filter(isLoopbackHost);
  const plainAddresses = local.length > 0 ? local : loopbackAddresses;
  const wanted = protocols
    .flatMap((protocol) => localPorts.filter((port) => port.protocol === protocol))
    .flatMap(({ key, protocol, implicitTls }): Wanted[] => {
      const port = settings[key];
      const addresses = implicitTls ? named.filter((one) => !isCovered(one, named)) : plainAddresses;
      return port === 'off' ? [] : [{ protocol, implicitTls, port, addresses }];
    });
  for (const device of devices) {
    const { port, address, security } = device;
    wanted.push({ protocol: 'smtp', implicitTls: security === 'tls', port, addresses: [address], device });
  }
  return wanted.map((want, index) => {
    const first = wanted.slice(0, index).find((earlier) => collide(earlier, want));
    if (first === undefined) return want;
    const { device } = first;
    const other =
      device === undefined
        ? portName(first.protocol, first.implicitTls)
        : msg('devices.port', { name: device.name });
    return { ...want, sharedWith: other };
  });
}

/** Whether one of all addresses has this one's ports already. */
function isCovered(address: string, named: readonly string[]): boolean {
  return !isWildcard(address) && named.includes(address.includes(':') ? '::' : '0.0.0.0');
}

/** Whether two listeners cannot both have what they want: a port on an address. */
function collide(a: Wanted, b: Wanted): boolean {
  if (a.port !== b.port || a.port === 0) return false;
  const everywhere = ({ addresses }: Wanted): boolean => addresses.some(isWildcard);
  return everywhere(a) || everywhere(b) || a.addresses.some((address) => b.addresses.includes(address));
}

function keyOf(want: Wanted): string {
  return [
    want.protocol,
    want.implicitTls,
    want.device?.id,
    want.device?.name,
    want.device?.security,
    want.port,
    want.sharedWith === undefined ? '' : inEnglish(want.sharedWith),
    ...want.addresses,
  ].join(' ');
}
