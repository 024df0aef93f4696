import type { Socket } from 'node:net';
import type { Clock } from '#core/logging/clock.ts';
import { limits } from './limits.ts';
import { readProxyHeader } from './proxy-protocol.ts';

interface HeaderWait {
  readonly clock: Clock;
  /** The header has come; undefined: the proxy speaks for itself, or does not know the client. What follows it is unread. */
  known(client: string | undefined): void;
  /** Something else has come, or nothing whole in time. */
  wrong(): void;
  /** It was closed before the header was whole: a check whether the port is open. */
  gone(): void;
}

/**
 * Reads the header of the PROXY protocol off a connection that has to begin with one; one of the three is called in the
 * end. A header that comes slowly is waited for as long as {@link limits.proxyHeader}.
 */
export function readClientAddress(socket: Socket, end: HeaderWait): void {
  let held = Buffer.alloc(0);
  const over = (): void => {
    cancel();
    socket.off('readable', received).off('end', gone).off('close', gone);
  };
  const received = (): void => {
    for (let chunk = next(socket); chunk !== undefined; chunk = next(socket)) {
      held = Buffer.concat([held, chunk]);
      const header = readProxyHeader(held);
      if (header.kind === 'more') continue;
      over();
      if (header.kind === 'wrong') return end.wrong();
      // TLS may come first on this port: it reads what is put back here before it reads the network
      if (held.length > header.length) socket.unshift(held.subarray(header.length));
      return end.known(header.client);
    }
  };
  const gone = (): void => {
    over();
    end.gone();
  };
  const cancel = end.clock.after(limits.proxyHeader, () => {
    over();
    end.wrong();
  });
  socket.on('readable', received).once('end', gone).once('close', gone);
}

function next(socket: Socket): Buffer | undefined {
  const chunk: unknown = socket.read();
  return Buffer.isBuffer(chunk) ? chunk : undefined;
}
