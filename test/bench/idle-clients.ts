import { once } from 'node:events';
import net from 'node:net';
import { password, tellParent } from './child.ts';
import { speak } from './way.ts';

/*
 * A process of its own, as one may have only so many open files: mail programs that log in and then say nothing.
 * Arguments: Mailwicket's port, how many there are, and the addresses that they log in as, in turns. Tells its parent
 * when all are in, and ends when one of them is refused or hung up on.
 */

const [port = '', count = '', ...addresses] = process.argv.slice(2);
const atOnce = 25;
let begun = 0;

async function logIn(at: number): Promise<void> {
  // from an address there are some 28,000 ports to one other
  const localAddress = `127.0.0.${String(2 + (at % 8))}`;
  const socket = net.connect({ port: Number(port), host: '127.0.0.1', localAddress, noDelay: true });
  socket.on('error', () => {});
  await once(socket, 'connect');
  await speak(socket, `a LOGIN ${addresses[at % addresses.length] ?? ''} ${password}\r\n`);
  socket.once('close', () => {
    throw new Error(`session ${String(at)} was closed`);
  });
}

async function logInMore(): Promise<void> {
  while (begun < Number(count)) {
    begun += 1;
    await logIn(begun);
  }
}

await Promise.all(Array.from({ length: atOnce }, logInMore));
tellParent({ port: Number(port) });
