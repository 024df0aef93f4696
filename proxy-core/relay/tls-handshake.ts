import type { Socket } from 'node:net';
import tls, { type SecureContext, type TLSSocket } from 'node:tls';
import type { Clock } from '#core/logging/clock.ts';
import { limits } from './limits.ts';

interface TlsHandshake {
  readonly secureContext: SecureContext;
  readonly clock: Clock;
  /** TLS stands. */
  secured(socket: TLSSocket): void;
  /** It broke. */
  failed(error: Error): void;
  /** The client has left, or its time was up. */
  gone(): void;
}

/** Begins TLS on a client's connection, as its server; one of the three is called in the end. */
export function beginTls(socket: Socket, end: TlsHandshake): void {
  const { secureContext, clock } = end;
  const secured = new tls.TLSSocket(socket, { isServer: true, secureContext });
  const cancel = clock.after(limits.timeBeforeLogin, () => socket.destroy());
  const over = (): void => {
    cancel();
    secured.off('error', failed).off('close', gone).off('end', left);
    // an error while it has no other listener must not end the process
    secured.on('error', () => {});
  };
  const gone = (): void => {
    over();
    end.gone();
  };
  const failed = (error: Error): void => {
    over();
    secured.destroy();
    end.failed(error);
  };
  // a client that ends in the middle of the handshake has left; a socket that allows half-open stays open by itself
  const left = (): void => void secured.destroy();
  secured.once('error', failed).once('close', gone).once('end', left);
  secured.once('secure', () => {
    over();
    end.secured(secured);
  });
}
