import { Emitter } from '#contract/emitter.ts';
import type { Clock } from '#core/logging/clock.ts';
import { watch, type FSWatcher } from 'node:fs';

export interface ChangeWatchOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly changes: ForeignChanges;
  /** Makes the folder, if need be. */
  readonly open: () => Promise<unknown>;
  /** The names of the things that these files are; undefined: of all that are there now. */
  readonly namesOf: (files: ReadonlySet<string> | undefined) => Promise<Iterable<string>>;
  /** In which state a thing is now. */
  readonly signatureOf: (name: string) => Promise<string>;
  /** Changes cannot be seen now; told once until they can be. */
  readonly failed: (error: unknown) => void;
}

/** Tells any number of listeners of changes that somebody else made in a folder, by one watch for all. */
export class ChangeWatch {
  readonly #options: ChangeWatchOptions;
  readonly #changes = new Emitter<[name: string]>();
  #folderWatch: FolderWatch | undefined;
  #looking: Promise<void> = Promise.resolve();
  #endRetry: (() => void) | undefined;
  #hasFailed = false;

  constructor(options: ChangeWatchOptions) {
    this.#options = options;
  }

  /** Calls back with the name of what was changed; ends with the returned function. */
  add(changed: (name: string) => void): () => void {
    const end = this.#changes.on(changed);
    if (this.#changes.size === 1) this.#then(() => this.#begin());
    return () => {
      end();
      if (this.#changes.size > 0) return;
      this.#folderWatch?.close();
      this.#folderWatch = undefined;
      this.#endRetry?.();
      this.#endRetry = undefined;
    };
  }

  async #begin(): Promise<void> {
    const { folder, clock, open } = this.#options;
    await open();
    if (this.#changes.size === 0) return;
    const isFirst = this.#folderWatch === undefined;
    this.#folderWatch ??= new FolderWatch(folder, clock, (files) => this.#then(() => this.#look(files)));
    await this.#look(undefined, isFirst);
  }

  async #look(files: ReadonlySet<string> | undefined, isFirst = false): Promise<void> {
    const { changes, namesOf, signatureOf } = this.#options;
    const names = new Set(await namesOf(files));
    // what was there and is not listed any more has been removed
    if (files === undefined) for (const name of changes.names()) names.add(name);
    // a vault can have tens of thousands of entries that nobody has read here yet
    if (isFirst) changes.listUnread(names);
    for (const name of names) {
      if (files === undefined && changes.isUnread(name)) continue;
      if (changes.observe(name, await signatureOf(name))) this.#changes.emit(name);
    }
  }

  /** One after the other, so that each change is told once. */
  #then(work: () => Promise<void>): void {
    this.#looking = this.#looking.then(() => this.#attempt(work));
  }

  /** After one that failed, all are looked at again. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) this.#options.failed(error);
      this.#hasFailed = true;
      if (this.#changes.size === 0) return;
      this.#endRetry ??= this.#options.clock.after(pollEvery, () => {
        this.#endRetry = undefined;
        this.#then(() => this.#begin());
      });
    }
  }
}

/**
 * Tells changes that somebody else made from our own. Each state of a thing has a signature (a digest, a
 * nonce, 'absent'); ours are announced before they are made, all are observed afterwards.
 */
export class ForeignChanges {
  /** Undefined: it was there before the watch began, and nobody has read it here since. */
  readonly #seen = new Map<string, string | undefined>();
  /** The state before our latest change may still be seen while that change is on its way. */
  readonly #own = new Map<string, readonly string[]>();

  /** We are about to bring the thing into this state. */
  announce(name: string, signature: string): void {
    this.#own.set(name, [...(this.#own.get(name) ?? []).slice(-1), signature]);
  }

  /** What is taken note of without being news: the first state that we learn of. */
  baseline(name: string, signature: string): void {
    if (this.#seen.get(name) === undefined) this.#seen.set(name, signature);
  }

  /** These were there before the watch began: what nobody has read of them until now is unread. */
  listUnread(names: Iterable<string>): void {
    for (const name of names) if (!this.#seen.has(name)) this.#seen.set(name, undefined);
  }

  /** Whether nobody here knows what was in it, so that a change of it is no news. */
  isUnread(name: string): boolean {
    return this.#seen.has(name) && this.#seen.get(name) === undefined;
  }

  /** What is found now. @returns true - somebody else brought it into this state since the last look */
  observe(name: string, signature: string): boolean {
    const before = this.#seen.get(name);
    this.#seen.set(name, signature);
    if (before === signature) return false;
    if (this.#own.get(name)?.includes(signature) === true) return false;
    // from here on our own former states count as news again
    this.#own.delete(name);
    return true;
  }

  names(): string[] {
    return [...this.#seen.keys()];
  }
}

/** Editors and atomic writes make several events of one change. */
const settling = 50;
/** Where the system cannot watch (network shares, no watches left), we look every so often. */
const pollEvery = 2_000;

/**
 * Says when something may have changed in a folder: no more than a hint to look, once for a burst of
 * events. The folder is watched, not the file, because whoever replaces a file makes a new one.
 * Does not keep the process alive.
 */
class FolderWatch {
  readonly #clock: Clock;
  readonly #changed: (names: ReadonlySet<string> | undefined) => void;
  #watcher: FSWatcher | undefined;
  #names: Set<string> | undefined = new Set();
  #endSettling: (() => void) | undefined;
  #endPolling: (() => void) | undefined;
  #closed = false;

  /** @param changed - called with the file names that something happened to; undefined: it could be any */
  constructor(folder: string, clock: Clock, changed: (names: ReadonlySet<string> | undefined) => void) {
    this.#clock = clock;
    this.#changed = changed;
    try {
      this.#watcher = watch(folder, { persistent: false }, (_event, name) => this.#note(name));
      this.#watcher.on('error', () => this.#poll());
    } catch {
      this.#poll();
    }
  }

  close(): void {
    this.#closed = true;
    this.#watcher?.close();
    this.#endSettling?.();
    this.#endPolling?.();
  }

  #note(name: string | null): void {
    if (this.#closed) return;
    if (name === null) this.#names = undefined;
    else this.#names?.add(name);
    this.#endSettling ??= this.#clock.after(settling, () => {
      const names = this.#names;
      this.#names = new Set();
      this.#endSettling = undefined;
      this.#changed(names);
    });
  }

  #poll(): void {
    if (this.#closed || this.#endPolling !== undefined) return;
    this.#watcher?.close();
    const again = (): void => {
      this.#endPolling = this.#clock.after(pollEvery, () => {
        this.#note(null);
        again();
      });
    };
    again();
  }
}
