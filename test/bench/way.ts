import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import tls, { type SecureContext } from 'node:tls';

/** One way to the mail server. */
export interface Way {
  readonly name: string;
  /** The process in the middle, if there is one. */
  readonly pid: number | undefined;
  /** Connects and logs in; the socket is paused, and what it says next belongs to the measurement. */
  logIn(): Promise<Socket>;
}

const token = Buffer.from(`user=anna@example.org\u0001auth=Bearer ${'t'.repeat(1_500)}\u0001\u0001`).toString(
  'base64',
);

/** TLS to the server itself. */
export function direct(port: number, secureContext: SecureContext): Way {
  return {
    name: 'direct TLS',
    pid: undefined,
    async logIn() {
      const socket = tls.connect({ port, host: '127.0.0.1', secureContext });
      await once(socket, 'secureConnect');
      socket.setNoDelay(true);
      return speak(socket, `a AUTHENTICATE XOAUTH2 ${token}\r\n`);
    },
  };
}

/** Plain text to stunnel; the mail program brings the token itself. */
export function throughStunnel(part: { readonly port: number; readonly pid: number }): Way {
  return {
    name: 'stunnel',
    pid: part.pid,
    async logIn() {
      return speak(await connect(part.port), `a AUTHENTICATE XOAUTH2 ${token}\r\n`);
    },
  };
}

/** Plain text to Mailwicket, with its local password. */
export function throughMailwicket(
  part: { readonly port: number; readonly pid: number },
  name = 'Mailwicket',
): Way {
  return {
    name,
    pid: part.pid,
    async logIn() {
      return speak(await connect(part.port), 'a LOGIN anna@example.org local-password\r\n');
    },
  };
}

async function connect(port: number): Promise<Socket> {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

async function speak(socket: Socket, login: string): Promise<Socket> {
  await heard(socket, '\r\n');
  socket.write(login);
  const answer = await heard(socket, 'a ');
  if (!answer.includes('a OK')) throw new Error(`the login was refused: ${answer}`);
  return socket;
}

/** Reads until a whole line with this text has come. */
export function heard(socket: Socket, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const over = (): void => {
      socket.off('data', received).off('close', closed);
      socket.pause();
    };
    const received = (chunk: Buffer): void => {
      seen += chunk.toString('latin1');
      const at = seen.indexOf(text);
      if (at === -1 || !seen.includes('\r\n', at)) return;
      over();
      resolve(seen);
    };
    const closed = (): void => {
      over();
      reject(new Error('the connection was closed'));
    };
    socket.on('data', received).once('close', closed);
    socket.resume();
  });
}
