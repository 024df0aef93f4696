import type { Server } from 'node:http';
import { explainListenError } from '#core/network/listen-problem.ts';
import { inEnglish } from '#messages/format.ts';

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
    const { message } = await explainListenError(error, { address: at.host, port: at.port });
    throw new HttpPortError(
      `${what}-port`,
      `The ${what} cannot be opened on port ${String(at.port)}. ${inEnglish(message)}`,
      `Choose another one: --${what} PORT.`,
    );
  } finally {
    server.off('error', opened.reject);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`the ${what} has no port`);
  return address.port;
}
