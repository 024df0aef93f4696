import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import type { ActivityEntry } from '#contract/activity.ts';
import type { Backend } from '#contract/commands.ts';
import type { HostInfo } from '#contract/commands/host.ts';
import type { Shown, SnapshotStore } from './snapshot-store.ts';

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
