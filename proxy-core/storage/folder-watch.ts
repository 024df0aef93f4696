import { watch, type FSWatcher } from 'node:fs';
import type { Clock } from '#core/logging/clock.ts';

/** Editors and atomic writes make several events of one change. */
const settling = 50;
/** Where the system cannot watch (network shares, no watches left), we look every so often. */
const pollEvery = 2_000;

export interface FolderWatchOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** Called with the file names that something happened to; undefined: it could be any. */
  readonly changed: (names: ReadonlySet<string> | undefined) => void;
}

/**
 * Says when something may have changed in a folder: no more than a hint to look, once for a burst of
 * events. The folder is watched, not the file, because whoever replaces a file makes a new one.
 * Does not keep the process alive.
 */
export class FolderWatch {
  readonly #clock: Clock;
  readonly #changed: (names: ReadonlySet<string> | undefined) => void;
  #watcher: FSWatcher | undefined;
  #names: Set<string> | undefined = new Set();
  #endSettling: (() => void) | undefined;
  #endPolling: (() => void) | undefined;
  #closed = false;

  constructor(options: FolderWatchOptions) {
    this.#clock = options.clock;
    this.#changed = options.changed;
    try {
      this.#watcher = watch(options.folder, { persistent: false }, (_event, name) => this.#note(name));
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
    this.#watcher = undefined;
    const again = (): void => {
      this.#endPolling = this.#clock.after(pollEvery, () => {
        this.#note(null);
        again();
      });
    };
    again();
  }
}
