import type { ActivityEntry } from '#contract/activity.ts';
import type { Backend } from '#contract/commands.ts';
import type { Snapshot } from '#contract/views.ts';

const keptLines = 10_000;

/** What the screens show: the last snapshot, the activity lines, and whether the core answers. */
export interface Shown {
  readonly snapshot: Snapshot | undefined;
  readonly connected: boolean;
}

/** Holds what the backend pushes, in the form that React's useSyncExternalStore wants. */
export class SnapshotStore {
  readonly #listeners = new Set<() => void>();
  readonly #activityListeners = new Set<() => void>();
  #shown: Shown = { snapshot: undefined, connected: false };
  #activity: readonly ActivityEntry[] = [];

  constructor(backend: Backend) {
    backend.onSnapshot((snapshot) =>
      this.#show({ ...this.#shown, snapshot: sharing(this.#shown.snapshot, snapshot) }),
    );
    backend.onConnection((connected) => this.#show({ ...this.#shown, connected }));
    backend.onActivity((entries) => {
      const newest = this.#activity.at(-1)?.sequence ?? 0;
      const restarted = (entries.at(-1)?.sequence ?? newest) < newest;
      this.#activity = (restarted ? [...entries] : [...this.#activity, ...entries]).slice(-keptLines);
      for (const listener of this.#activityListeners) listener();
    });
  }

  readonly shown = (): Shown => this.#shown;
  readonly activity = (): readonly ActivityEntry[] => this.#activity;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly subscribeActivity = (listener: () => void): (() => void) => {
    this.#activityListeners.add(listener);
    return () => this.#activityListeners.delete(listener);
  };

  #show(shown: Shown): void {
    this.#shown = shown;
    for (const listener of this.#listeners) listener();
  }
}

/**
 * The new snapshot, with the objects of the last one for what has not changed: so that of two hundred rows only
 * those are drawn again that differ.
 */
function sharing(last: Snapshot | undefined, next: Snapshot): Snapshot {
  if (last === undefined) return next;
  return {
    ...next,
    accounts: sharedList(last.accounts, next.accounts),
    clients: sharedList(last.clients, next.clients),
  };
}

function sharedList<Item extends { readonly id: string }>(last: readonly Item[], next: Item[]): Item[] {
  const before = new Map(last.map((item) => [item.id, item]));
  return next.map((item) => {
    const old = before.get(item.id);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(item) ? old : item;
  });
}
