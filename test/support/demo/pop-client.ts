import net from 'node:net';
import { once } from 'node:events';

/** Enough of a POP client to read the newest message with a plain password, as an old program does. */
export async function readNewestOverPop(options: {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}): Promise<string> {
  const socket = net.connect({ host: '127.0.0.1', port: options.port });
  socket.setEncoding('utf8');
  let received = '';
  socket.on('data', (chunk: string) => {
    received += chunk;
  });
  const answer = async (end: string): Promise<string> => {
    while (!received.includes(end) && !received.startsWith('-ERR')) await once(socket, 'data');
    const whole = received;
    received = '';
    if (whole.startsWith('-ERR')) throw new Error(whole.trim());
    return whole;
  };
  const ask = async (line: string, end = '\r\n'): Promise<string> => {
    socket.write(`${line}\r\n`);
    return await answer(end);
  };
  try {
    await answer('\r\n');
    await ask(`USER ${options.user}`);
    await ask(`PASS ${options.password}`);
    const count = /^\+OK (\d+)/.exec(await ask('STAT'))?.[1] ?? '0';
    const message = await ask(`RETR ${count}`, '\r\n.\r\n');
    await ask('QUIT');
    return message.slice(message.indexOf('\r\n') + 2, -5);
  } finally {
    socket.destroy();
  }
}
