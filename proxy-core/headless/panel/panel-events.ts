import type { IncomingMessage, ServerResponse } from 'node:http';
import { feedScreen, type FeedSource } from '#core/screens/screen-feed.ts';

/** A line now and then, so that a dead connection is noticed on both sides. Milliseconds. */
const heartbeat = 15_000;
/** A page that does not read is let go rather than written to without end. Octets. */
const mostUnread = 8 * 1024 * 1024;

/**
 * Streams snapshots and activity lines as server-sent events (HTML Living Standard section 9.2): the
 * present snapshot and the kept lines first, then each change.
 */
export function streamEvents(source: FeedSource, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  const send = (event: string, data: unknown): void => {
    if (response.writableLength > mostUnread) response.destroy();
    else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  send('snapshot', source.snapshot);
  send('activity', source.activity.entries());
  const end = feedScreen(source, {
    snapshot: (snapshot) => send('snapshot', snapshot),
    activity: (entries) => send('activity', entries),
  });
  const beat = setInterval(() => response.write(': here\n\n'), heartbeat);
  request.once('close', () => {
    clearInterval(beat);
    end();
  });
}
