import type { Socket } from 'node:net';
import type { Accepted, ClientAction, ClientLogin, UpstreamRefusal } from '#core/mail/dialogue.ts';
import { dial, secure, type DialOptions } from './upstream.ts';
import { explainSocketError } from './upstream-error.ts';

/** What came of a login at the provider's server. On acceptance the socket is paused and free of listeners. */
export type UpstreamOutcome =
  | { readonly kind: 'accepted'; readonly socket: Socket; readonly accepted: Accepted }
  | { readonly kind: 'refused'; readonly refusal: UpstreamRefusal }
  /** The dialogue was made without credentials: it learned what it was to learn. */
  | { readonly kind: 'learned' };

export interface UpstreamConnectionOptions extends DialOptions {
  readonly login: ClientLogin;
  /** Without credentials the conversation is over as soon as something was learned. */
  readonly onlyLearn?: boolean;
  readonly learned?: (extensions: readonly string[]) => void;
}

/**
 * Dials a server and carries a login dialogue through.
 * @throws UpstreamError - it could not be talked to (a refusal in the protocol is an outcome, not an error)
 */
export async function converse(options: UpstreamConnectionOptions): Promise<UpstreamOutcome> {
  const socket = await dial(options);
  const outcome = await talk(socket, [], options);
  if (outcome !== 'start-tls') return outcome;
  const secured = await secure(socket, options);
  const after = await talk(secured, options.login.secured(), options);
  if (after === 'start-tls') throw new Error('STARTTLS inside TLS');
  return after;
}

/** Runs the dialogue on one socket until it ends or asks for TLS. */
function talk(
  socket: Socket,
  first: readonly ClientAction[],
  options: UpstreamConnectionOptions,
): Promise<UpstreamOutcome | 'start-tls'> {
  const { login, signal, server } = options;
  return new Promise((resolve, reject) => {
    const letGo = (): void => {
      socket.pause();
      socket.off('data', received).off('end', ended).off('error', failed).off('close', ended);
      signal.removeEventListener('abort', aborted);
    };
    const finish = (outcome: UpstreamOutcome | 'start-tls'): void => {
      letGo();
      resolve(outcome);
    };
    const act = (asked: readonly ClientAction[]): void => {
      for (const event of asked) {
        switch (event.kind) {
          case 'send':
            socket.write(event.bytes);
            break;
          case 'learned':
            options.learned?.(event.extensions);
            if (options.onlyLearn !== true) break;
            finish({ kind: 'learned' });
            socket.destroySoon();
            return;
          case 'start-tls':
            finish('start-tls');
            return;
          case 'accepted':
            finish({ kind: 'accepted', socket, accepted: event.accepted });
            return;
          case 'refused':
            finish({ kind: 'refused', refusal: event.refusal });
            socket.destroySoon();
            return;
          default:
            event satisfies never;
        }
      }
    };
    /** What goes wrong in a socket's callback has nobody above it: it is told to whoever waits. */
    const guarded = (work: () => readonly ClientAction[]): void => {
      try {
        act(work());
      } catch (defect) {
        letGo();
        socket.destroy();
        reject(defect);
      }
    };
    const received = (chunk: Buffer): void => guarded(() => login.feed(chunk));
    const ended = (): void => guarded(() => login.ended());
    const failed = (cause: unknown): void => {
      letGo();
      socket.destroy();
      reject(explainSocketError(cause, `${server.host}:${server.port}`));
    };
    const aborted = (): void => failed(signal.reason);
    socket.on('data', received).once('end', ended).once('error', failed).once('close', ended);
    signal.addEventListener('abort', aborted, { once: true });
    if (signal.aborted) {
      aborted();
      return;
    }
    // before act(): an outcome among the first pauses the socket again
    socket.resume();
    act(first);
  });
}
