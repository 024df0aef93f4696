import type { Server } from 'node:http';

/** A port for browsers or for those who look after the service cannot be opened. Its `fix` says how another is chosen. */
class HttpPortError extends Error {
  readonly code: 'panel-port' | 'monitor-port';
  readonly fix: string;

  constructor(code: HttpPortError['code'], message: string, fix: string) {
    super(message);
    this.name = 'HttpPortError';
    this.code = code;
    this.fix = fix;
  }
}

/** Why the system does not open a port, by its own code. */
const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'it is in use by another program',
  EACCES: 'the system keeps it for itself',
  EADDRNOTAVAIL: 'this machine has no such address',
};

/**
 * Opens the port of a server that answers over HTTP.
 * @param at.port - 0: any free one
 * @returns the port
 * @throws HttpPortError - panel-port, monitor-port
 */
export async function openHttpPort(
  server: Server,
  what: 'panel' | 'monitor',
  at: { readonly host: string; readonly port: number },
): Promise<number> {
  const opened = Promise.withResolvers<void>();
  server.once('error', opened.reject);
  server.listen(at, () => opened.resolve());
  try {
    await opened.promise;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new HttpPortError(
      `${what}-port`,
      `The ${what} cannot be opened on port ${String(at.port)}: ${reasons[code] ?? 'the system refused it'}.`,
      `Choose another one: --${what} PORT.`,
    );
  } finally {
    server.off('error', opened.reject);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`the ${what} has no port`);
  return address.port;
}
