import { createServer, type Server } from 'node:net';
import { listening } from '../listening.ts';

/**
 * Ports of 127.0.0.1 that nobody listens on at this moment, all different: for servers that cannot be told
 * to take port 0. Another program may take one before the server does, so the caller tries again when its
 * server says that an address is in use.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  const ports: number[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      const server = createServer();
      servers.push(server);
      ports.push(await listening(server));
    }
  } finally {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
  return ports;
}
