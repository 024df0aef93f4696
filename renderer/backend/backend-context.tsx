import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { Backend, CommandInput, CommandName, CommandOutput } from '#contract/commands.ts';
import type {
  HostCommandInput,
  HostCommandName,
  HostCommandOutput,
  HostInfo,
} from '#contract/commands/host.ts';
import { Emitter } from '#contract/emitter.ts';
import type { AccountView, ClientView, Snapshot, ActivityEntry } from '#contract/views.ts';
import type { CommandResult, Problem } from '#contract/problem.ts';

interface Connected {
  readonly backend: Backend;
  readonly store: SnapshotStore;
  readonly hostInfo: HostInfo | undefined;
}

/** Gives the screens below it their backend. */
export const BackendContext = createContext<Connected | undefined>(undefined);

function useConnected(): Connected {
  const connected = useContext(BackendContext);
  if (connected === undefined) throw new Error('a screen stands outside the BackendContext');
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

/** The last snapshot, on a page: none is shown before there is one. */
export function useSnapshot(): Snapshot {
  const { snapshot } = useShown();
  if (snapshot === undefined) throw new Error('a page is shown before there is a snapshot');
  return snapshot;
}

/** The client that signs an account in. Whoever asks is drawn again only when it has changed. */
export function useClient({ clientId }: Pick<AccountView, 'clientId'>): ClientView | undefined {
  const { store } = useConnected();
  return useSyncExternalStore(store.subscribe, () =>
    store.shown().snapshot?.clients.find(({ id }) => id === clientId),
  );
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

interface Running<Input, Output> {
  readonly busy: boolean;
  /** Why the last run failed; gone when the next one begins. */
  readonly problem: Problem | undefined;
  /** Carries it out; the result comes back too, for what is to follow. */
  readonly run: (input: Input) => Promise<CommandResult<Output>>;
  readonly forget: () => void;
}

export type RunningCommand<Name extends CommandName> = Running<CommandInput<Name>, CommandOutput<Name>>;

/** A command of the core, with what a screen shows of it: that it runs, and why it failed. */
export function useCommand<Name extends CommandName>(name: Name): RunningCommand<Name> {
  const backend = useBackend();
  return useRunning(useCallback((input: CommandInput<Name>) => backend.run(name, input), [backend, name]));
}

/** The same for what the host is asked. */
export function useHostCommand<Name extends HostCommandName>(
  name: Name,
): Running<HostCommandInput<Name>, HostCommandOutput<Name>> {
  const backend = useBackend();
  return useRunning(
    useCallback((input: HostCommandInput<Name>) => backend.host(name, input), [backend, name]),
  );
}

function useRunning<Input, Output>(
  carryOut: (input: Input) => Promise<CommandResult<Output>>,
): Running<Input, Output> {
  const [running, setRunning] = useState(0);
  const [problem, setProblem] = useState<Problem>();
  const run = useCallback(
    async (input: Input) => {
      setRunning((count) => count + 1);
      setProblem(undefined);
      const result = await carryOut(input);
      setRunning((count) => count - 1);
      if (!result.ok) setProblem(result);
      return result;
    },
    [carryOut],
  );
  const forget = useCallback(() => setProblem(undefined), []);
  return { busy: running > 0, problem, run, forget };
}

/**
 * The answer to a command that only asks; asked anew when the input changes, `occasion` does, or the core answers
 * again. Undefined until the first answer; after that the last one stays until the next is there.
 */
export function useAnswer<Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
  occasion = '',
): CommandResult<CommandOutput<Name>> | undefined {
  const { backend, store } = useConnected();
  const connected = useSyncExternalStore(store.subscribe, () => store.shown().connected);
  const [answer, setAnswer] = useState<CommandResult<CommandOutput<Name>>>();
  const question = JSON.stringify(input);
  useEffect(() => {
    if (!connected) return undefined;
    let current = true;
    const ask = async (): Promise<void> => {
      const result = await backend.run(name, input);
      // another question has been asked meanwhile, or nobody looks any more
      if (current) setAnswer(result);
    };
    void ask();
    return () => {
      current = false;
    };
    // `input` is made anew at every drawing: its text stands for it
  }, [backend, connected, name, question, occasion]);
  return answer;
}
