import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { ConnectionFault, MailFaults } from './mail-faults.ts';
import { unreachable } from './unreachable.ts';
import { listening } from '../listening.ts';

/** How a server speaks TLS: from the first byte, after STARTTLS (STLS), or not at all. */
export type MailTls = 'implicit' | 'starttls' | 'none';

export interface MailListenerOptions {
  readonly tls: MailTls;
  /** Certificate and key, PEM. */
  readonly certificate: { readonly cert: string; readonly key: string };
  readonly faults?: MailFaults;
  /** The greeting, for connections that get no more than that. */
  readonly greeting?: () => string;
  /** Leaves it to `serve` to end what a client has ended on its side. */
  readonly allowHalfOpen?: boolean;
  /** A connection to serve. With implicit TLS it is already wrapped. */
  readonly serve: (socket: Socket) => void;
}

/** The listening side of a mail server: TLS, connection faults, and an end to every connection. */
export class MailListener {
  readonly #options: MailListenerOptions;
  readonly #server: Server;
  readonly #secureContext: SecureContext;
  /** Each connection, and the TLS socket on top of it once there is one. */
  readonly #sockets = new Map<Socket, Socket>();
  #accepted = 0;
  #port = 0;

  constructor(options: MailListenerOptions) {
    this.#options = options;
    this.#secureContext = createSecureContext(options.certificate);
    const { allowHalfOpen = false } = options;
    this.#server = createServer({ noDelay: true, allowHalfOpen }, (socket) => this.#accept(socket));
  }

  get host(): string {
    return '127.0.0.1';
  }

  get port(): number {
    return this.#port;
  }

  /** Connections open now. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Connections ever accepted. */
  get accepted(): number {
    return this.#accepted;
  }

  async start(): Promise<void> {
    this.#port = await listening(this.#server, this.host);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.closeConnections();
    });
  }

  /** Ends every connection: cut, or after a last line (without CRLF). */
  closeConnections(farewell?: string): void {
    for (const top of this.#sockets.values()) {
      if (farewell === undefined || !top.writable) top.destroy();
      else top.end(`${farewell}\r\n`, () => top.destroySoon());
    }
  }

  /** Puts TLS on a connection, as the server. */
  secure(socket: Socket): TLSSocket {
    const top = new TLSSocket(socket, { isServer: true, secureContext: this.#secureContext });
    // TLSSocket takes no option of its own for it
    top.allowHalfOpen = socket.allowHalfOpen;
    // A handshake that fails ends the connection; the client is told by TLS itself.
    top.on('error', () => top.destroy());
    this.#sockets.set(socket, top);
    return top;
  }

  /** A protocol server has put TLS on a connection itself, and may have taken our listeners off it. */
  adopt(top: Socket): void {
    const socket = this.#byRemotePort(top.remotePort);
    if (socket === undefined || socket === top || this.#sockets.get(socket) === top) return;
    this.#sockets.set(socket, top);
    top.once('close', () => this.#sockets.delete(socket));
  }

  /** Cuts the connection that came from this port. */
  cut(remotePort: number): void {
    const socket = this.#byRemotePort(remotePort);
    if (socket !== undefined) this.#sockets.get(socket)?.destroy();
  }

  #byRemotePort(remotePort: number | undefined): Socket | undefined {
    return [...this.#sockets.keys()].find((socket) => socket.remotePort === remotePort);
  }

  #accept(socket: Socket): void {
    this.#accepted += 1;
    this.#sockets.set(socket, socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
    const fault = this.#options.faults?.takeConnection();
    if (fault === undefined) {
      this.#options.serve(this.#options.tls === 'implicit' ? this.secure(socket) : socket);
      return;
    }
    this.#suffer(fault, socket);
  }

  #suffer(fault: ConnectionFault, socket: Socket): void {
    if (fault.kind === 'reset') {
      socket.resetAndDestroy();
      return;
    }
    // A silent server still makes the TLS handshake: it is the greeting that does not come.
    const top = this.#options.tls === 'implicit' ? this.secure(socket) : socket;
    top.resume();
    switch (fault.kind) {
      case 'silent':
        return;
      case 'close-after-greeting':
        top.end(this.#options.greeting?.() ?? '');
        return;
      case 'greet':
        top.end(`${fault.line}\r\n`);
        return;
      default:
        unreachable(fault);
    }
  }
}
