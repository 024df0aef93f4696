import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import type { ServerAddress } from '#contract/endpoints.ts';
import { RawClient } from './raw-client.ts';
import { makeCertificates, type SandboxCertificates } from './sandbox/certificates.ts';

/**
 * A mail server whose part is played by the test, one connection after the other: for what no well-behaved
 * server would say, or not at that moment.
 */
export class ScriptedUpstream {
  readonly certificates: SandboxCertificates;
  readonly #server: Server;
  readonly #context: SecureContext;
  readonly #sockets = new Set<Socket>();
  readonly #arrived: RawClient[] = [];
  readonly #waiting: ((connection: RawClient) => void)[] = [];
  readonly #tls: ServerAddress['tls'];
  #port = 0;
  #accepted = 0;

  private constructor(certificates: SandboxCertificates, tls: ServerAddress['tls']) {
    this.certificates = certificates;
    this.#tls = tls;
    this.#context = createSecureContext(certificates);
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
  }

  /** 'implicit': TLS from the first octet; 'starttls': plain until the test says otherwise. */
  static async start(options: {
    readonly tls: ServerAddress['tls'];
    readonly certificates?: SandboxCertificates;
  }): Promise<ScriptedUpstream> {
    const upstream = new ScriptedUpstream(options.certificates ?? (await makeCertificates()), options.tls);
    await new Promise<void>((resolve) => upstream.#server.listen(0, '127.0.0.1', resolve));
    const bound = upstream.#server.address();
    if (typeof bound === 'object' && bound !== null) upstream.#port = bound.port;
    return upstream;
  }

  get address(): ServerAddress {
    return { host: '127.0.0.1', port: this.#port, tls: this.#tls };
  }

  /** Connections ever accepted. */
  get accepted(): number {
    return this.#accepted;
  }

  /** The next connection, or the first that nobody has taken yet. */
  next(): Promise<RawClient> {
    const arrived = this.#arrived.shift();
    if (arrived !== undefined) return Promise.resolve(arrived);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    this.#accepted += 1;
    this.#sockets.add(socket);
    socket.on('error', () => {}).once('close', () => this.#sockets.delete(socket));
    const top =
      this.#tls === 'implicit'
        ? new TLSSocket(socket, { isServer: true, secureContext: this.#context })
        : socket;
    // TLSSocket takes no allowHalfOpen option of its own
    top.allowHalfOpen = true;
    const connection = new RawClient(top);
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#arrived.push(connection);
    else waiting(connection);
  }
}
