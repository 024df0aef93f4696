import { type Message, msg, sameMessage, sentences } from '#messages/message.ts';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import net, { type Server, type Socket } from 'node:net';
import type { OpenPort } from '#contract/endpoints.ts';
import { Arrivals, type ArrivalsOptions } from './arrivals.ts';
import type { ActivityNote } from '#core/logging/activity.ts';
import { systemErrorCode } from '#core/storage/system-error.ts';
import { limits } from './limits.ts';
import {
  explainListenError,
  explainSharedPort,
  isNoSuchAddress,
  type ListenProblem,
} from '#core/network/listen-problem.ts';
import type { MailWorkers } from './session-registry.ts';

export interface ListenerOptions extends ArrivalsOptions {
  readonly addresses: readonly string[];
  /** 0: any free port, the same on every address. */
  readonly port: number;
  /** What has this port by the same settings, where one is named twice: it is not opened then. */
  readonly sharedWith?: Message | undefined;
  /** Why there is no certificate, where there is none: a port on which TLS comes first is not opened then. */
  withoutTls?(): ListenProblem | undefined;
}

export interface ListenerState extends OpenPort {
  /** The device whose port it is. */
  readonly deviceId: string | undefined;
  readonly problem: ListenProblem | undefined;
}

interface Failure {
  readonly address: string;
  readonly error: unknown;
}

/** How many ports are tried where any will do. */
const tryPorts = 10;

/** Takes the connections of mail clients on one port, on every local address. */
export class Listener {
  readonly #options: ListenerOptions;
  #servers: Server[] = [];
  #port: number;
  #addresses: string[] = [];
  #problem: ListenProblem | undefined;
  readonly #arrivals: Arrivals;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#port = options.port;
    this.#arrivals = new Arrivals(options);
  }

  get state(): ListenerState {
    return {
      deviceId: this.#options.device?.id,
      protocol: this.#options.protocol,
      implicitTls: this.#options.implicitTls,
      port: this.#port,
      addresses: this.#addresses,
      problem: this.#problem,
    };
  }

  /** Opens the port. What cannot be opened is in the state, not thrown: the other listeners go on. */
  async open(): Promise<void> {
    this.#problem = this.#needsTls ? this.#options.withoutTls?.() : undefined;
    if (this.#problem !== undefined) return;
    if (this.#options.sharedWith !== undefined) {
      this.#problem = explainSharedPort(this.#options.sharedWith);
      const { code, message, fix } = this.#problem;
      const text = msg('activity.cannotHavePort', {
        name: this.#arrivals.name,
        port: String(this.#port),
        why: sentences(message, fix),
      });
      return this.#note(text, { port: this.#port, code });
    }
    for (let tries = 1; ; tries += 1) {
      const failures = await this.#openAll();
      // a port that is free on one address can be taken on the next: where any will do, another is tried
      const another =
        this.#options.port === 0 &&
        failures.some((failure) => systemErrorCode(failure.error) === 'EADDRINUSE');
      if (!another || tries === tryPorts) return this.#noteFailures(failures);
      await this.close();
      this.#port = 0;
    }
  }

  /**
   * Tries again what could not be opened, and notes when all of it is served; what fails as before is not noted again.
   * @returns whether the state has changed
   */
  async retry(): Promise<boolean> {
    const before = this.#problem;
    if (before === undefined) return false;
    if (this.#servers.length === 0) this.#port = this.#options.port;
    await this.#retry(before);
    const now: ListenProblem | undefined = this.#problem;
    if (now === undefined) {
      const text = msg('activity.servedPortNow', { name: this.#arrivals.name, port: String(this.#port) });
      this.#note(text, { port: this.#port }, 'info');
    }
    return now?.code !== before.code || !sameMessage(now.message, before.message);
  }

  async #retry(before: ListenProblem): Promise<void> {
    // it is served when the settings have changed, by another listener
    if (before.code === 'port-shared') return;
    if (before.code === 'no-certificate') return this.open();
    const failures = await this.#openAll();
    const last = failures.findLast(({ error, address }) => !this.#isDispensable(error, address));
    if (last === undefined) {
      this.#problem = undefined;
      return;
    }
    const problem = await explainListenError(last.error, { address: last.address, port: this.#port });
    if (problem.code === before.code) this.#problem = problem;
    else await this.#noteFailures(failures);
  }

  /** What is not open yet. */
  async #openAll(): Promise<Failure[]> {
    const failures: Failure[] = [];
    for (const address of this.#options.addresses) {
      if (this.#addresses.includes(address)) continue;
      try {
        await this.#listen(address);
      } catch (error) {
        failures.push({ address, error });
      }
    }
    return failures;
  }

  async #noteFailures(failures: readonly Failure[]): Promise<void> {
    for (const { address, error } of failures) {
      if (this.#isDispensable(error, address)) continue;
      const problem = await explainListenError(error, { address, port: this.#port });
      this.#problem = problem;
      const { code, message, fix } = problem;
      const text = msg('activity.cannotListen', {
        name: this.#arrivals.name,
        address,
        port: String(this.#port),
        why: sentences(message, fix),
      });
      this.#note(text, { port: this.#port, address, code });
    }
  }

  #note(text: Message, details?: ActivityNote['details'], level: ActivityNote['level'] = 'warning'): void {
    const { activity, protocol } = this.#options;
    activity.note({ kind: 'listener', level, text, protocol, details });
  }

  /** A machine without IPv6 (or with it switched off) is nothing to complain about, if there is another way. */
  #isDispensable(error: unknown, address: string): boolean {
    return net.isIPv6(address) && this.#addresses.length > 0 && isNoSuchAddress(error);
  }

  /** Takes no more connections; those that stand go on. */
  async close(): Promise<void> {
    const servers = this.#servers;
    this.#servers = [];
    this.#addresses = [];
    // who has connected already is taken: a load balancer may have sent it here just before it heard of the stop
    for (let turn = 0; turn < 2; turn += 1) await nextTurn();
    for (const server of servers) server.close();
    await this.#arrivals.close();
  }

  get #needsTls(): boolean {
    const { implicitTls, device } = this.#options;
    return implicitTls || device?.security === 'starttls';
  }

  /** A connection has come to the port, here or in the process that has it. */
  accept(socket: Socket, port: number): void {
    if (this.#workers === undefined) this.#arrivals.accept(socket, port);
    else this.#workers.take(socket, { ...this.#options, port });
  }

  /** Devices are served here: how many messages each may send is counted in one place. */
  get #workers(): MailWorkers | undefined {
    const { device, deps } = this.#options;
    return device !== undefined || deps.workers === 'is-one' ? undefined : deps.workers;
  }

  async #listen(address: string): Promise<void> {
    if (this.#options.deps.workers === 'is-one') {
      this.#addresses.push(address);
      return;
    }
    const server = net.createServer({
      allowHalfOpen: true,
      pauseOnConnect: this.#workers !== undefined,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: limits.keepAlive,
    });
    server.on('connection', (socket) => this.accept(socket, this.#port));
    server.listen({
      host: address,
      port: this.#port,
      ipv6Only: net.isIPv6(address),
      backlog: limits.backlog,
    });
    // rejects with an error that comes first
    await once(server, 'listening');
    server.on('error', ({ message: words }) => {
      this.#note(msg('activity.cannotTakeConnection', { name: this.#arrivals.name, address, words }));
    });
    const bound = server.address();
    if (bound !== null && typeof bound === 'object') this.#port = bound.port;
    this.#servers.push(server);
    this.#addresses.push(address);
  }
}
