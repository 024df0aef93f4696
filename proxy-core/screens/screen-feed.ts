import type { ActivityEntry } from '#contract/activity.ts';
import type { Snapshot } from '#contract/views.ts';
import type { Activity } from '#core/logging/activity.ts';

/** Where what is shown comes from: the gateway. */
export interface FeedSource {
  readonly snapshot: Snapshot;
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  readonly activity: Pick<Activity, 'entries' | 'onEntry'>;
}

/** The way to a screen. */
export interface FeedTarget {
  snapshot(snapshot: Snapshot): void;
  activity(entries: readonly ActivityEntry[]): void;
}

/**
 * Pushes what is new to a screen, until the returned function is called. Lines that come together go together; what
 * waits is in the activity log alone, so that a burst costs no memory here.
 */
export function feedScreen(source: FeedSource, target: FeedTarget): () => void {
  const { activity } = source;
  let sent = activity.entries({ limit: 1 }).at(-1)?.sequence ?? 0;
  let sending: NodeJS.Immediate | undefined;
  const flush = (): void => {
    sending = undefined;
    const entries = activity.entries({ after: sent });
    sent = entries.at(-1)?.sequence ?? sent;
    target.activity(entries);
  };
  const endSnapshots = source.onSnapshot((snapshot) => target.snapshot(snapshot));
  const endEntries = activity.onEntry(() => {
    sending ??= setImmediate(flush);
  });
  return () => {
    endSnapshots();
    endEntries();
    clearImmediate(sending);
  };
}
