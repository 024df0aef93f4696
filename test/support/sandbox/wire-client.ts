import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

/** A client that says exactly what it is told to, for tests of what is on the wire. */
export class WireClient {
  #socket: Socket;
  #received = '';
  #ended = false;
  #check: (() => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen();
  }

  /** Connects to 127.0.0.1, with TLS from the first byte when an authority is given. */
  static async connect(port: number, ca?: string): Promise<WireClient> {
    const socket =
      ca === undefined
        ? connect({ host: '127.0.0.1', port })
        : connectSecurely({ host: '127.0.0.1', port, ca, servername: 'localhost' });
    const client = new WireClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once(ca === undefined ? 'connect' : 'secureConnect', () => {
        socket.off('error', reject);
        resolve();
      });
    });
    return client;
  }

  /** Everything received and not yet taken by `until`. */
  get received(): string {
    return this.#received;
  }

  send(text: string): void {
    this.#socket.write(Buffer.from(text, 'latin1'));
  }

  /** What comes up to and with the first match; rejects after `milliseconds` or when the connection ends first. */
  until(pattern: RegExp, milliseconds = 8000): Promise<string> {
    return this.#wait(
      () => {
        const match = pattern.exec(this.#received);
        if (match === null) return undefined;
        const end = match.index + match[0].length;
        const taken = this.#received.slice(0, end);
        this.#received = this.#received.slice(end);
        return taken;
      },
      `nothing like ${pattern.source} came`,
      milliseconds,
    );
  }

  /** Sends a line and takes what comes up to the match. */
  ask(line: string, pattern: RegExp): Promise<string> {
    this.send(`${line}\r\n`);
    return this.until(pattern);
  }

  /** What was left when the server ended the connection. */
  async ended(milliseconds = 8000): Promise<string> {
    return this.#wait(
      () => (this.#ended ? this.#received : undefined),
      'the connection stayed open',
      milliseconds,
    );
  }

  /** Makes a TLS handshake on the connection (STARTTLS, STLS). */
  async secure(ca: string): Promise<void> {
    const plain = this.#socket;
    plain.removeAllListeners();
    this.#received = '';
    const socket = connectSecurely({ socket: plain, ca, servername: 'localhost' });
    this.#socket = socket;
    this.#listen();
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('secureConnect', resolve);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #listen(): void {
    this.#socket.on('data', (bytes: Buffer) => {
      this.#received += bytes.toString('latin1');
      this.#check?.();
    });
    const end = (): void => {
      this.#ended = true;
      this.#check?.();
    };
    this.#socket.on('error', end);
    this.#socket.on('end', end);
    this.#socket.on('close', end);
  }

  #wait<T>(find: () => T | undefined, problem: string, milliseconds: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#check = undefined;
      };
      const check = (): void => {
        const found = find();
        if (found !== undefined) {
          finish();
          resolve(found);
        } else if (this.#ended) {
          finish();
          reject(new Error(`${problem} before the connection ended; there was: ${this.#received}`));
        }
      };
      const timer = setTimeout(() => {
        this.#check = undefined;
        reject(new Error(`${problem} in ${milliseconds} ms; there was: ${this.#received}`));
      }, milliseconds);
      this.#check = check;
      check();
    });
  }
}

/** A bearer response in base64 (XOAUTH2). */
export function xoauth2(user: string, token: string): string {
  return Buffer.from(`user=${user}\x01auth=Bearer ${token}\x01\x01`).toString('base64');
}

/** A bearer response in base64 (OAUTHBEARER, RFC 7628). */
export function oauthbearer(user: string, token: string): string {
  const identity = user.replaceAll('=', '=3D').replaceAll(',', '=2C');
  return Buffer.from(`n,a=${identity},\x01auth=Bearer ${token}\x01\x01`).toString('base64');
}
