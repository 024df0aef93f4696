import type { Socket } from 'node:net';
import type { Listeners, Settings } from '#contract/settings.ts';
import type { DevicePort } from './arrivals.ts';
import type { Clock } from '#core/logging/clock.ts';
import { sendersOf } from '#core/accounts/resolve-client.ts';
import { probeEhlo } from './ehlo-cache.ts';
import { lanNames, type thisMachine } from './lan-names.ts';
import { limits } from './limits.ts';
import { ListenerManager } from './listener-manager.ts';
import type { LocalTls } from './local-tls.ts';
import { OwnCertificate } from './own-certificate.ts';
import type { MailPort } from './session-registry.ts';
import { sessionDeps, type SessionDepsInput, type SessionDeps } from './session.ts';

interface RelayOptions extends SessionDepsInput {
  readonly localTls: LocalTls;
  readonly machine: typeof thisMachine;
  readonly settings: () => Settings;
  /** Aborted when the gateway stops. */
  readonly stopping: AbortSignal;
  /** A listener or the certificate has changed by itself. */
  readonly changed: () => void;
}

/** Takes mail programs' connections and joins them to their providers: the listeners, and what every session works with. */
export class Relay {
  readonly deps: SessionDeps;
  readonly listeners: ListenerManager;
  readonly #own: OwnCertificate;
  readonly #settings: () => Settings;
  readonly #senders: () => ReturnType<typeof sendersOf>;
  readonly #stopping: AbortSignal;
  /** When SMTP servers were asked last what they can do. */
  #askedAt = 0;

  constructor(options: RelayOptions) {
    const { localTls, machine, settings, activity, changed } = options;
    this.deps = sessionDeps(options);
    this.#senders = () => sendersOf(settings());
    this.#settings = settings;
    this.#stopping = options.stopping;
    const renewed = (): void => void this.listeners.renewCertificate();
    this.#own = new OwnCertificate({ ...options, changed: renewed });
    this.listeners = new ListenerManager({
      deps: this.deps,
      activity,
      localTls: async (addresses) => {
        const served = this.#own.present ?? (await localTls.certificate(lanNames(machine(), addresses)));
        return { ...served, own: this.#own.state };
      },
      changed,
      smtpExtensions: () => {
        // one that was away when the service started counts as one that can do nothing, for all accounts
        if (this.deps.clock.now() >= this.#askedAt + limits.ehloAgain) this.#askServers();
        return this.deps.smtpExtensions.announced(this.#senders());
      },
    });
  }

  /** Brings the listeners in line with what is asked for, and learns anew what the SMTP servers can do. */
  async apply(listeners: Listeners, devices: readonly DevicePort[]): Promise<void> {
    await this.#own.take(this.#settings().certificateFiles);
    // devices are served by the process behind the workers
    await this.listeners.apply(listeners, this.deps.workers === 'is-one' ? [] : devices);
    this.#askServers();
  }

  #askServers(): void {
    this.#askedAt = this.deps.clock.now();
    const { smtpExtensions: extensions } = this.deps;
    const clients = this.#senders().bySmtp;
    void probeEhlo({ extensions, clients, access: this.deps, signal: this.#stopping });
  }

  /**
   * A connection that another process has taken; nothing of it was read.
   * @param look - brings the listeners in line with the settings, which that process may have read before this one
   */
  async accept(socket: Socket, at: MailPort, look: () => Promise<void>): Promise<void> {
    socket.on('error', () => {});
    if (this.listeners.accept(socket, at)) return;
    await look();
    if (!this.listeners.accept(socket, at)) socket.destroy();
  }

  /** The network has gone or changed: every connection to a provider is dead. */
  cutAll(): void {
    this.deps.registry.cutAll();
    this.deps.preconnector.drop();
  }

  /** Takes no more connections, lets sessions end by themselves for so many milliseconds, then ends them. */
  async stop(clock: Clock, time: number): Promise<void> {
    this.#own.stop();
    await this.listeners.close();
    await this.deps.registry.stop(clock, time);
    this.deps.preconnector.drop();
    this.deps.connectionNotes.flush();
  }
}
