import net from 'node:net';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import { makeCertificates } from '../support/sandbox/certificates.ts';
import { tellParent } from './child.ts';

/*
 * A process of its own: an IMAP server over TLS that lets everybody in with XOAUTH2, and then does what a
 * measurement asks for: `SOURCE n` (send n octets), `SINK n` (take n octets, then say DONE), `PING`.
 */

const block = Buffer.alloc(64 * 1024, 'Subject: a line of an ordinary message, over and over\r\n');
const pong = Buffer.from(`PONG ${'.'.repeat(200)}\r\n`);

/** One connection; its login is heard line by line, bulk is not looked at. */
class Conversation {
  readonly #socket: Socket;
  #text = '';
  #toTake = 0;
  #authenticating = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('end', () => socket.end());
    socket.write('* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] stand-in ready\r\n');
  }

  #received(chunk: Buffer): void {
    let rest = chunk;
    if (this.#toTake > 0) {
      const taken = Math.min(this.#toTake, rest.length);
      this.#toTake -= taken;
      rest = rest.subarray(taken);
      if (this.#toTake === 0) this.#socket.write('DONE\r\n');
    }
    if (rest.length === 0) return;
    this.#text += rest.toString('latin1');
    for (;;) {
      const end = this.#text.indexOf('\r\n');
      if (end === -1) return;
      const line = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 2);
      this.#hear(line);
    }
  }

  #hear(line: string): void {
    const [first = '', second = ''] = line.split(' ');
    if (this.#authenticating) {
      this.#authenticating = false;
      this.#socket.write('a OK in\r\n');
    } else if (first === 'PING') this.#socket.write(pong);
    else if (first === 'SOURCE') this.#source(Number(second));
    else if (first === 'SINK') {
      // what follows the line is the beginning of the bulk
      const ahead = this.#text.length;
      this.#text = '';
      this.#toTake = Number(second) - ahead;
    } else if (second === 'AUTHENTICATE' && line.split(' ').length > 3) {
      this.#socket.write(`${first} OK in\r\n`);
    } else if (second === 'AUTHENTICATE') {
      this.#authenticating = true;
      this.#socket.write('+ \r\n');
    } else if (second === 'CAPABILITY') {
      this.#socket.write(`* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2\r\n${first} OK done\r\n`);
    } else this.#socket.write(`${first} OK done\r\n`);
  }

  #source(octets: number): void {
    let left = octets;
    const send = (): void => {
      while (left > 0) {
        const piece = left < block.length ? block.subarray(0, left) : block;
        left -= piece.length;
        if (!this.#socket.write(piece)) {
          this.#socket.once('drain', send);
          return;
        }
      }
    };
    send();
  }
}

const certificates = await makeCertificates();
const secureContext = tls.createSecureContext({ cert: certificates.cert, key: certificates.key });
const server = net.createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => {});
  const secured = new tls.TLSSocket(socket, { isServer: true, secureContext });
  secured.on('error', () => secured.destroy());
  secured.once('secure', () => new Conversation(secured));
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 511 }, () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  tellParent({ port: address.port, ca: certificates.ca });
});
