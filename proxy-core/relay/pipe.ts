import type { Clock } from '#core/logging/clock.ts';
import type { GoodbyeGuard } from './after-login.ts';
import { limits } from './limits.ts';
import type { UpstreamSocket } from './upstream-connection.ts';
import type { YoungSpace } from './young-space.ts';

const lineFeed = 0x0a;

/**
 * A chunk of so many octets is a part of a message or a list. TLS hands over each of its records alone (Dovecot's are
 * 4,096 octets, RFC 8446 section 5.1 allows 16 kB), many of them for one read of the system; they go on in one write.
 */
const bulk = 4_000;

/** How a piped session went. Octets. */
export interface PipeResult {
  readonly toClient: number;
  readonly toUpstream: number;
  readonly endedBy: 'client' | 'upstream';
  /** The first error of a socket (or of the watch), if there was one. */
  readonly error?: Error;
}

export interface PipeOptions {
  readonly client: UpstreamSocket;
  readonly upstream: UpstreamSocket;
  /** What is written before anything that comes from now on. */
  readonly firstToClient: Buffer;
  readonly firstToUpstream: Buffer;
  /** Sees the first octets that the upstream sends; it cannot hold them back or change them. */
  readonly watch?: (chunk: Buffer) => void;
  /** Hears all of it, for the goodbye of a stop. */
  readonly goodbyeGuard?: GoodbyeGuard;
  readonly youngSpace?: YoungSpace;
  readonly clock: Clock;
}

/**
 * Joins two paused sockets until both are closed: bytes both ways, unchanged.
 * A slow side makes the other wait (never more than the sockets' own buffers and `limits.uploadAhead` are held), an
 * error ends both after what had arrived was handed over. The upstream's end is passed on at once. The client's end is
 * held back while the upstream answers: most TLS servers drop what they still owe as soon as they see a close_notify (RFC 8446
 * section 6.1 lets them go on, RFC 5246 section 7.2.1 made them stop).
 */
export function pipe(options: PipeOptions): Promise<PipeResult> {
  const { client, upstream, clock } = options;
  const counted = { toClient: 0, toUpstream: 0 };
  let endedBy: PipeResult['endedBy'] | undefined;
  let error: Error | undefined;
  let cancelSilence: (() => void) | undefined;
  let cancelEnd: (() => void) | undefined;
  let cancelStall: (() => void) | undefined;
  /** When the upstream last said or took something, or began to owe an answer. */
  let movedAt = 0;
  /** The client's last command is complete and the upstream has said nothing since. */
  let answerOwed = false;
  let open = 2;

  const watchSilence = (): void => {
    if (endedBy === undefined || open === 0) return;
    cancelSilence?.();
    cancelSilence = clock.after(limits.halfClosed, () => {
      client.destroy();
      upstream.destroy();
    });
  };

  /**
   * Keepalive finds a dead network only while nothing is on its way; with unacknowledged bytes the system tries for a
   * quarter of an hour. An upstream that owes an answer and neither answers nor takes more is given up here.
   */
  const watchStall = (wait: number = limits.unanswered): void => {
    cancelStall ??= clock.after(wait, () => {
      cancelStall = undefined;
      if (open < 2 || (!answerOwed && upstream.writableLength === 0)) return;
      const left = movedAt + limits.unanswered - clock.now();
      if (left > 0 || upstream.isPaused()) {
        watchStall(left > 0 ? left : limits.unanswered);
        return;
      }
      error ??= new Error('the mail server no longer answers');
      upstream.destroy();
    });
  };

  /** Passes the client's end on, once the upstream has answered. While it owes an answer, the silence limit applies. */
  const endUpstream = (): void => {
    cancelEnd?.();
    if (upstream.readableEnded) upstream.end();
    else if (upstream.writable && !answerOwed) {
      cancelEnd = clock.after(limits.lastAnswers, () => {
        // a client that reads slowly holds it back: that is no silence
        if (upstream.isPaused()) endUpstream();
        else upstream.end();
      });
    }
  };

  /**
   * The upstream has said something. What is still on its way to it cannot have been answered; but Node tells only at
   * the end of the turn that a write is done, and with many sessions the answer to it can come in the same turn.
   */
  const answered = (): void => {
    if (upstream.writableLength === 0) {
      answerOwed = false;
      return;
    }
    const asked = counted.toUpstream;
    setImmediate(() => {
      if (upstream.writableLength > 0 || counted.toUpstream > asked) return;
      answerOwed = false;
      if (client.readableEnded && open === 2) endUpstream();
    });
  };

  const carry = (
    from: UpstreamSocket,
    to: UpstreamSocket,
    direction: 'toClient' | 'toUpstream',
    first: Buffer,
    watch?: (chunk: Buffer) => void,
  ): void => {
    const side = direction === 'toClient' ? 'upstream' : 'client';
    let unwatched: number = limits.detectorWindow;
    const pass = (chunk: Buffer): boolean => {
      // it cannot be delivered; reading on spares the sender a reset, and what it was sent before it
      if (!to.writable) return true;
      counted[direction] += chunk.length;
      options.goodbyeGuard?.observe(side, chunk);
      // an upstream that has taken all so far is not stalled: a message may come a line at a time
      if (side === 'upstream' || !answerOwed || upstream.writableLength === 0) movedAt = clock.now();
      if (side === 'client') {
        options.youngSpace?.uploaded(chunk.length);
        watchStall();
        answerOwed = chunk.at(-1) === lineFeed;
      } else if (answerOwed) answered();
      if (unwatched > 0 && watch !== undefined) {
        const seen = chunk.subarray(0, unwatched);
        unwatched -= seen.length;
        try {
          watch(seen);
        } catch (cause) {
          // a failing watch must not disturb the session
          unwatched = 0;
          error ??= cause instanceof Error ? cause : new Error('the watch failed', { cause });
        }
      }
      if (endedBy !== undefined) watchSilence();
      if (client.readableEnded) endUpstream();
      if (direction === 'toClient' && chunk.length >= bulk && to.writableCorked === 0) {
        to.cork();
        setImmediate(() => to.uncork());
      }
      return to.write(chunk) || (side === 'client' && to.writableLength < limits.uploadAhead);
    };
    const finish = (): void => {
      endedBy ??= side;
      watchSilence();
    };
    const handOverRest = (): void => {
      const rest: unknown = from.read();
      if (Buffer.isBuffer(rest)) pass(rest);
    };
    const ended = (): void => {
      finish();
      if (side === 'upstream') to.end();
      if (client.readableEnded) endUpstream();
    };
    const flowing = first.length === 0 || pass(first);
    from.on('data', (chunk: Buffer) => {
      if (!pass(chunk)) from.pause();
    });
    to.on('drain', () => {
      if (side === 'client') movedAt = clock.now();
      // a broken side that flows would drop what it still holds; it is handed over when that side has closed
      if (!from.destroyed) from.resume();
    });
    from.on('end', ended);
    from.on('error', (cause) => {
      error ??= cause;
    });
    const over = (): void => {
      finish();
      // what has arrived from a broken side is still handed over
      handOverRest();
      to.destroySoon();
    };
    from.on('close', over);
    to.on('close', () => from.resume());
    if (from.destroyed) over();
    else if (from.readableEnded) ended();
    else if (flowing) from.resume();
  };

  return new Promise((resolve) => {
    const closed = (): void => {
      open -= 1;
      cancelEnd?.();
      cancelStall?.();
      if (open > 0) return;
      cancelSilence?.();
      resolve({ ...counted, endedBy: endedBy ?? 'client', ...(error === undefined ? {} : { error }) });
    };
    for (const socket of [client, upstream]) {
      if (socket.closed) closed();
      else socket.once('close', closed);
    }
    carry(client, upstream, 'toUpstream', options.firstToUpstream);
    carry(upstream, client, 'toClient', options.firstToClient, options.watch);
  });
}
