import type { ServerAddress } from '#contract/endpoints.ts';
import { RawClient } from './raw-client.ts';
import { makeCertificates, type SandboxCertificates } from './sandbox/certificates.ts';
import { MailListener } from './sandbox/mail-listener.ts';

/**
 * A mail server whose part is played by the test, one connection after the other: for what no well-behaved
 * server would say, or not at that moment.
 */
export class ScriptedUpstream {
  readonly certificates: SandboxCertificates;
  readonly #listener: MailListener;
  readonly #arrived: RawClient[] = [];
  readonly #waiting: ((connection: RawClient) => void)[] = [];
  readonly #tls: ServerAddress['tls'];

  private constructor(certificates: SandboxCertificates, tls: ServerAddress['tls']) {
    this.certificates = certificates;
    this.#tls = tls;
    this.#listener = new MailListener({
      tls,
      certificate: certificates,
      allowHalfOpen: true,
      serve: (socket) => {
        const connection = new RawClient(socket);
        const waiting = this.#waiting.shift();
        if (waiting === undefined) this.#arrived.push(connection);
        else waiting(connection);
      },
    });
  }

  /** 'implicit': TLS from the first octet; 'starttls': plain until the test says otherwise. */
  static async start(options: {
    readonly tls: ServerAddress['tls'];
    readonly certificates?: SandboxCertificates;
  }): Promise<ScriptedUpstream> {
    const upstream = new ScriptedUpstream(options.certificates ?? (await makeCertificates()), options.tls);
    await upstream.#listener.start();
    return upstream;
  }

  get address(): ServerAddress {
    return { host: '127.0.0.1', port: this.#listener.port, tls: this.#tls };
  }

  /** Connections ever accepted. */
  get accepted(): number {
    return this.#listener.accepted;
  }

  /** The next connection, or the first that nobody has taken yet. */
  next(): Promise<RawClient> {
    const arrived = this.#arrived.shift();
    if (arrived !== undefined) return Promise.resolve(arrived);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async stop(): Promise<void> {
    await this.#listener.stop();
  }
}
