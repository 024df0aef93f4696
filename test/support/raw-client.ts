import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

/** How long a test waits for what must come: long, as a loaded machine is slow, and only ever spent by a failure. */
const patience = 25_000;

/**
 * One end of a connection that says exactly what it is told to, and keeps all that it hears. Waits for what
 * comes, never for time to pass.
 */
export class RawClient {
  #socket: Socket;
  readonly #received: Buffer[] = [];
  /** What was received and not yet taken, one character an octet. */
  #text = '';
  #ended = false;
  #closed = false;
  readonly #checks = new Set<() => void>();

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen(socket);
  }

  /** Connects to this machine; with TLS from the first octet when an authority is given. */
  static connect(
    port: number,
    options: { readonly host?: string; readonly ca?: string; readonly allowHalfOpen?: boolean } = {},
  ): Promise<RawClient> {
    const where = { host: options.host ?? '127.0.0.1', port };
    const socket =
      options.ca === undefined
        ? connect({ ...where, allowHalfOpen: options.allowHalfOpen ?? false })
        : connectSecurely({ ...where, ca: options.ca, servername: 'localhost' });
    const client = new RawClient(socket);
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once(options.ca === undefined ? 'connect' : 'secureConnect', () => {
        socket.off('error', reject);
        resolve(client);
      });
    });
  }

  get socket(): Socket {
    return this.#socket;
  }

  /** All octets that ever came. */
  get received(): Buffer {
    return Buffer.concat(this.#received);
  }

  /** Sends a text in UTF-8, or octets. */
  send(what: string | Buffer): void {
    this.#socket.write(typeof what === 'string' ? Buffer.from(what, 'utf8') : what);
  }

  /** Sends the pieces as packets of their own: each once the one before has left. */
  async sendPieces(pieces: readonly Buffer[]): Promise<void> {
    for (const piece of pieces) {
      await new Promise<void>((resolve, reject) => {
        this.#socket.write(piece, (error) => {
          if (error === null || error === undefined) setImmediate(resolve);
          else reject(error);
        });
      });
    }
  }

  /** Says that no more will be sent. */
  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** What comes up to and with the first match. Rejects when the connection ends without it. */
  until(pattern: RegExp): Promise<string> {
    return this.#wait(`nothing like ${pattern.source} came`, () => {
      const match = pattern.exec(this.#text);
      if (match === null) return undefined;
      const end = match.index + match[0].length;
      const taken = this.#text.slice(0, end);
      this.#text = this.#text.slice(end);
      return taken;
    });
  }

  /** Sends a line and takes what comes up to the match. */
  ask(line: string, pattern: RegExp): Promise<string> {
    this.send(`${line}\r\n`);
    return this.until(pattern);
  }

  /** The next so many octets. */
  octets(count: number): Promise<string> {
    return this.#wait(`fewer than ${String(count)} octets came`, () => {
      if (this.#text.length < count) return undefined;
      const taken = this.#text.slice(0, count);
      this.#text = this.#text.slice(count);
      return taken;
    });
  }

  /** What was left when the other side said that it is done, or the connection broke. */
  ended(): Promise<string> {
    return this.#wait('the connection stayed open', () => (this.#ended ? this.#text : undefined));
  }

  /** The connection is gone altogether. */
  closed(): Promise<string> {
    return this.#wait('the connection stayed open', () => (this.#closed ? this.#text : undefined));
  }

  /** Makes a TLS handshake on the connection, as the client (STARTTLS, STLS). */
  async secure(ca: string): Promise<void> {
    const plain = this.#socket;
    plain.removeAllListeners();
    this.#text = '';
    const secured = connectSecurely({ socket: plain, ca, servername: 'localhost' });
    this.#socket = secured;
    this.#listen(secured);
    await new Promise<void>((resolve, reject) => {
      secured.once('error', reject);
      secured.once('secureConnect', () => {
        secured.off('error', reject);
        resolve();
      });
    });
  }

  #listen(socket: Socket): void {
    socket.on('data', (bytes: Buffer) => {
      this.#received.push(bytes);
      this.#text += bytes.toString('latin1');
      this.#check();
    });
    socket.on('end', () => {
      this.#ended = true;
      this.#check();
    });
    socket.on('close', () => {
      this.#ended = true;
      this.#closed = true;
      this.#check();
    });
    // what broke it is seen by its close
    socket.on('error', () => {});
  }

  #check(): void {
    for (const check of this.#checks) check();
  }

  #wait<T>(problem: string, find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const over = (): void => {
        clearTimeout(timer);
        this.#checks.delete(check);
      };
      const fail = (how: string): void => {
        over();
        reject(new Error(`${problem} ${how}; there was: ${JSON.stringify(this.#text.slice(-2000))}`));
      };
      const check = (): void => {
        const found = find();
        if (found !== undefined) {
          over();
          resolve(found);
        } else if (this.#ended && this.#closed) {
          fail('before the connection ended');
        }
      };
      const timer = setTimeout(() => fail('in time'), patience);
      this.#checks.add(check);
      check();
    });
  }
}
