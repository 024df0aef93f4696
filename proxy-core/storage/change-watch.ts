import { Emitter } from '#contract/emitter.ts';
import type { Clock } from '#core/logging/clock.ts';
import { FolderWatch } from './folder-watch.ts';
import type { ForeignChanges } from './foreign-changes.ts';

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
  readonly failed: (error: unknown) => void;
}

/** Tells any number of listeners of changes that somebody else made in a folder, by one watch for all. */
export class ChangeWatch {
  readonly #options: ChangeWatchOptions;
  readonly #changes = new Emitter<[name: string]>();
  #folderWatch: FolderWatch | undefined;
  #looking: Promise<void> = Promise.resolve();

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
    };
  }

  async #begin(): Promise<void> {
    const { folder, clock, open } = this.#options;
    await open();
    if (this.#changes.size === 0 || this.#folderWatch !== undefined) return;
    this.#folderWatch = new FolderWatch({
      folder,
      clock,
      changed: (files) => this.#then(() => this.#look(files)),
    });
    await this.#look(undefined);
  }

  async #look(files: ReadonlySet<string> | undefined): Promise<void> {
    const { changes, namesOf, signatureOf } = this.#options;
    const names = new Set(await namesOf(files));
    // what was there and is not listed any more has been removed
    if (files === undefined) for (const name of changes.names()) names.add(name);
    for (const name of names) {
      const signature = await signatureOf(name);
      if (files === undefined) changes.baseline(name, signature);
      if (changes.observe(name, signature)) this.#changes.emit(name);
    }
  }

  /** One after the other, so that each change is told once. */
  #then(work: () => Promise<void>): void {
    this.#looking = this.#looking.then(work).catch(this.#options.failed);
  }
}
