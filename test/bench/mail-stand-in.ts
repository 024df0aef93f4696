import net from 'node:net';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import { makeCertificates } from '../support/sandbox/certificates.ts';
import { messageSize, tellParent } from './child.ts';
import { portOf } from '../support/listening.ts';

/*
 * A process of its own: as much of an IMAP server as the measurements need, over TLS. It lets everybody in with
 * XOAUTH2, has one message, takes any, and costs less than a real server: what is measured is what is in front of it.
 */

const block = Buffer.alloc(64 * 1024, 'Subject: a line of an ordinary message, over and over\r\n');
const capabilities = 'IMAP4rev1 SASL-IR LITERAL+ AUTH=XOAUTH2';

/** One connection; its commands are heard line by line, literals are not looked at. */
class Conversation {
  readonly #socket: Socket;
  #text = '';
  /** Octets of a literal that are still to come, and the tag of the command that they belong to. */
  #literal = { left: 0, tag: '' };

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('end', () => socket.end());
    socket.write(`* OK [CAPABILITY ${capabilities}] stand-in ready\r\n`);
  }

  #received(chunk: Buffer): void {
    const taken = Math.min(this.#literal.left, chunk.length);
    if (taken > 0) {
      this.#literal.left -= taken;
      if (this.#literal.left === 0) this.#socket.write(`${this.#literal.tag} OK appended\r\n`);
    }
    this.#text += chunk.subarray(taken).toString('latin1');
    for (;;) {
      const end = this.#text.indexOf('\r\n');
      if (end === -1) return;
      const line = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 2);
      if (line !== '') this.#hear(line);
    }
  }

  #hear(line: string): void {
    const [tag = '', command = ''] = line.split(' ');
    if (command === 'FETCH') this.#sendMessage(tag, Number(/<0\.(\d+)>$/.exec(line)?.[1] ?? messageSize));
    else if (command === 'APPEND') {
      const size = Number(/\{(\d+)\+\}$/.exec(line)?.[1]);
      this.#literal = { left: size - this.#text.length, tag };
      this.#text = '';
    } else if (command === 'LOGOUT') this.#socket.end(`* BYE\r\n${tag} OK done\r\n`);
    // as Dovecot and Gmail do: a proxy need not ask
    else if (command === 'AUTHENTICATE')
      this.#socket.write(`${tag} OK [CAPABILITY ${capabilities}] done\r\n`);
    else if (command === 'CAPABILITY')
      this.#socket.write(`* CAPABILITY ${capabilities}\r\n${tag} OK done\r\n`);
    else this.#socket.write(`${tag} OK done\r\n`);
  }

  #sendMessage(tag: string, octets: number): void {
    this.#socket.write(`* 1 FETCH (BODY[]<0> {${octets}}\r\n`);
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
      this.#socket.write(`)\r\n${tag} OK done\r\n`);
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
server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => {
  tellParent({ port: portOf(server), ca: certificates.ca });
});
