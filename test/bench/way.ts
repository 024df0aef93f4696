import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import tls, { type SecureContext } from 'node:tls';
import { initialResponse, user } from './child.ts';

/** One way to the mail server. */
export interface Way {
  readonly name: string;
  /** The process in the middle, if there is one; its children are counted with it. */
  readonly pid: number | undefined;
  /** Connects and logs in; the socket is paused, and what it says next belongs to the measurement. */
  logIn(): Promise<Socket>;
}

const withToken = `a AUTHENTICATE XOAUTH2 ${initialResponse}\r\n`;

/** TLS to the server itself. */
export function direct(port: number, secureContext: SecureContext): Way {
  return {
    name: 'direct TLS',
    pid: undefined,
    async logIn() {
      const socket = tls.connect({ port, host: '127.0.0.1', secureContext });
      await once(socket, 'secureConnect');
      socket.setNoDelay(true);
      return speak(socket, withToken);
    },
  };
}

/**
 * Plain text to a process on this machine, which speaks TLS with the server.
 * @param brings - what the mail program logs in with: stunnel takes what the server takes
 */
export function through(
  name: string,
  part: { readonly port: number; readonly pid: number; readonly password: string },
  brings: 'token' | 'password',
): Way {
  return {
    name,
    pid: part.pid,
    async logIn() {
      const socket = net.connect({ port: part.port, host: '127.0.0.1', noDelay: true });
      await once(socket, 'connect');
      return speak(socket, brings === 'token' ? withToken : `a LOGIN ${user} ${part.password}\r\n`);
    },
  };
}

/** Waits for the greeting, and logs in. @param login - the command, with the tag `a` */
export async function speak(socket: Socket, login: string): Promise<Socket> {
  await heard(socket, '* OK');
  const answer = await said(socket, login, 'a ');
  if (!answer.includes('a OK')) throw new Error(`the login was refused: ${answer}`);
  return socket;
}

/** Says a command, and waits for the line that has this in it. */
export async function said(socket: Socket, command: string, answer: string): Promise<string> {
  const coming = heard(socket, answer);
  socket.write(command);
  return coming;
}

/** Leaves as mail programs do, and waits for the end. */
export async function leave(socket: Socket): Promise<void> {
  const closed = once(socket, 'close');
  socket.resume();
  socket.end('z LOGOUT\r\n');
  await closed;
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
