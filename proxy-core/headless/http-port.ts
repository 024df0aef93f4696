import { once } from 'node:events';
import type { Server } from 'node:http';
import { CodedError } from '#core/errors/coded-error.ts';
import { explainListenError } from '#core/network/listen-problem.ts';
import { inEnglish } from '#messages/format.ts';
import { verbatim } from '#messages/message.ts';

/**
 * Opens the port of a server that answers over HTTP.
 * @param at.port - 0: any free one
 * @returns the port
 * @throws CodedError - panel-port, monitor-port: its `fix` says how another one is chosen
 */
export async function openHttpPort(
  server: Server,
  what: 'panel' | 'monitor',
  at: { readonly host: string; readonly port: number },
): Promise<number> {
  server.listen(at);
  await once(server, 'listening').catch(async (error: unknown) => {
    const { message } = await explainListenError(error, { address: at.host, port: at.port });
    const text = `The ${what} cannot be opened on port ${String(at.port)}. ${inEnglish(message)}`;
    const fix = `Choose another one: --${what} PORT.`;
    throw new CodedError(`${what}-port`, verbatim(text), verbatim(fix));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`the ${what} has no port`);
  return address.port;
}

/** Closes it with all its connections. */
export async function closeHttpPort(server: Server): Promise<void> {
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  server.closeAllConnections();
  await closed.promise;
}
