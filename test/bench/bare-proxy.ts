import { readFileSync } from 'node:fs';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { initialResponse, tellParent } from './child.ts';
import { portOf } from '../support/listening.ts';

/*
 * A process of its own: the least that a proxy in Node can do for a login and the mail behind it. It believes every
 * password, keeps no account, writes no log, limits nothing and answers no error. What it costs is what Node costs:
 * Mailwicket cannot be cheaper. Arguments: the mail server's port, and the file with its authority.
 */

const [upstreamPort = '', caFile = ''] = process.argv.slice(2);
const secureContext = tls.createSecureContext({ ca: readFileSync(caFile) });
let session: Buffer | undefined;

function carry(from: Socket, to: Socket): void {
  from.on('data', (chunk: Buffer) => {
    if (!to.write(chunk)) from.pause();
  });
  to.on('drain', () => from.resume());
  from.on('end', () => to.end());
  from.on('close', () => to.destroy());
  from.resume();
}

const server = net.createServer({ noDelay: true }, (client) => {
  client.on('error', () => {});
  client.write('* OK ready\r\n');
  client.once('data', (login: Buffer) => {
    client.pause();
    const tag = login.toString('latin1').split(' ', 1)[0] ?? '';
    const upstream = tls.connect({ port: Number(upstreamPort), host: '127.0.0.1', secureContext, session });
    upstream.setNoDelay(true);
    upstream.on('error', () => {});
    upstream.once('session', (made) => (session = made));
    upstream.once('data', () => {
      upstream.write(`${tag} AUTHENTICATE XOAUTH2 ${initialResponse}\r\n`);
      upstream.once('data', (answer: Buffer) => {
        upstream.pause();
        client.write(answer);
        carry(client, upstream);
        carry(upstream, client);
      });
    });
  });
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => {
  tellParent({ port: portOf(server) });
});
