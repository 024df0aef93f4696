import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import type { ActivityEntry } from '#contract/activity.ts';
import type { Backend } from '#contract/commands.ts';
import type { HostInfo } from '#contract/commands/host.ts';
import { Emitter } from '#contract/emitter.ts';
import type { Snapshot } from '#contract/views.ts';

interface Connected {
  readonly backend: Backend;
  readonly store: SnapshotStore;
  readonly hostInfo: HostInfo | undefined;
}

const BackendContext = createContext<Connected | undefined>(undefined);

/** Gives the screens below it their backend. */
export function BackendProvider(props: {
  readonly backend: Backend;
  readonly store: SnapshotStore;
  readonly hostInfo: HostInfo | undefined;
  readonly children: ReactNode;
}): ReactNode {
  const { backend, store, hostInfo, children } = props;
  const connected = useMemo(() => ({ backend, store, hostInfo }), [backend, store, hostInfo]);
  return <BackendContext value={connected}>{children}</BackendContext>;
}

function useConnected(): Connected {
  const connected = useContext(BackendContext);
  if (connected === undefined) throw new Error('a screen stands outside the BackendProvider');
  return connected;
}

/** The way to the core and the host. */
export function useBackend(): Backend {
  return useConnected().backend;
}

/** What this host is and can do; undefined while it does not answer. */
export function useHostInfo(): HostInfo | undefined {
  return useConnected().hostInfo;
}

/** The last snapshot, and whether the core answers. */
export function useShown(): Shown {
  const { store } = useConnected();
  return useSyncExternalStore(store.subscribe, store.shown);
}

/** The activity lines, oldest first. */
export function useActivity(): readonly ActivityEntry[] {
  const { store } = useConnected();
  return useSyncExternalStore(store.subscribeActivity, store.activity);
}

const keptLines = 10_000;

/** What the screens show: the last snapshot, the activity lines, and whether the core answers. */
export interface Shown {
  readonly snapshot: Snapshot | undefined;
  readonly connected: boolean;
  /** It answers, but not to this page: it was started anew, with another key. */
  readonly keyRefused: boolean;
}

/**
 * Holds what the backend pushes, in the form that React's useSyncExternalStore wants. To be made at once with the
 * backend, which tells what there is only once.
 */
export class SnapshotStore {
  readonly #shownChanges = new Emitter();
  readonly #activityChanges = new Emitter();
  #shown: Shown = { snapshot: undefined, connected: false, keyRefused: false };
  #activity: readonly ActivityEntry[] = [];

  constructor(backend: Backend) {
    backend.onSnapshot((snapshot) =>
      this.#show({ ...this.#shown, snapshot: sharing(this.#shown.snapshot, snapshot) }),
    );
    backend.onConnection((connected, keyRefused) => this.#show({ ...this.#shown, connected, keyRefused }));
    backend.onActivity((entries) => {
      this.#activity = appended(this.#activity, entries);
      this.#activityChanges.emit();
    });
  }

  readonly shown = (): Shown => this.#shown;
  readonly activity = (): readonly ActivityEntry[] => this.#activity;

  readonly subscribe = this.#shownChanges.on;
  readonly subscribeActivity = this.#activityChanges.on;

  #show(shown: Shown): void {
    this.#shown = shown;
    this.#shownChanges.emit();
  }
}

/** The lines with newer ones. A reconnection brings the kept ones again; a restart of the core counts from 1 anew. */
function appended(
  lines: readonly ActivityEntry[],
  entries: readonly ActivityEntry[],
): readonly ActivityEntry[] {
  const newest = lines.at(-1)?.sequence ?? 0;
  const restarted = (entries.at(-1)?.sequence ?? newest) < newest;
  if (restarted) return entries;
  return [...lines, ...entries.filter(({ sequence }) => sequence > newest)].slice(-keptLines);
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
