import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { systemErrorCode } from '#core/storage/system-error.ts';
import { portOf } from '../listening.ts';

/**
 * Ports of 127.0.0.1 that nobody listens on at this moment, all different: for servers that cannot be told
 * to take port 0. They lie below those that systems give to whoever asks for port 0 or connects, so that hardly anybody
 * takes one before the server does; where somebody has, the caller tries again when its server says that an address is
 * in use.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  const ports: number[] = [];
  try {
    while (ports.length < count) {
      const server = createServer();
      try {
        server.listen(randomInt(10_000, 32_000), '127.0.0.1');
        await once(server, 'listening');
        servers.push(server);
        ports.push(portOf(server));
      } catch (error) {
        if (systemErrorCode(error) !== 'EADDRINUSE') throw error;
      }
    }
  } finally {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
  return ports;
}
