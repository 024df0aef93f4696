import type { WebContents } from 'electron';
import type { ActivityEntry } from '#contract/activity.ts';
import type { Snapshot } from '#contract/views.ts';
import { channels } from './channels.ts';

/** Where what is new comes from. */
export interface FeedSource {
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  readonly activity: { onEntry(listener: (entry: ActivityEntry) => void): () => void };
}

/** A burst of lines makes one message. */
const mostWaiting = 1_000;

/**
 * Pushes what is new to a page, until the returned function is called. Lines that come together go together.
 * A page that does not keep up loses nothing it needs: a snapshot is whole, and the lines are in the log.
 */
export function feedScreen(page: Pick<WebContents, 'send' | 'isDestroyed'>, source: FeedSource): () => void {
  let waiting: ActivityEntry[] = [];
  let sending: NodeJS.Immediate | undefined;
  const push = (channel: string, message: unknown): void => {
    if (!page.isDestroyed()) page.send(channel, message);
  };
  const flush = (): void => {
    sending = undefined;
    const entries = waiting;
    waiting = [];
    push(channels.activity, { entries });
  };
  const endSnapshots = source.onSnapshot((snapshot) => push(channels.snapshot, { snapshot }));
  const endEntries = source.activity.onEntry((entry) => {
    if (waiting.length < mostWaiting) waiting.push(entry);
    sending ??= setImmediate(flush);
  });
  return () => {
    endSnapshots();
    endEntries();
    if (sending !== undefined) clearImmediate(sending);
  };
}
