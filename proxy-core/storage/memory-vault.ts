import { entryFileName } from './vault-entry.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import type { Vault } from './vault.ts';

/** A vault that forgets everything when the process ends: for where no secret can be kept safely. */
export class MemoryOnlyVault implements Vault {
  readonly #entries = new Map<string, string>();
  readonly #mutex = new KeyedMutex();

  async get(name: string): Promise<string | undefined> {
    return this.#entries.get(checked(name));
  }

  async set(name: string, text: string): Promise<void> {
    this.#entries.set(checked(name), text);
  }

  async delete(name: string): Promise<void> {
    this.#entries.delete(checked(name));
  }

  async names(prefix: string): Promise<string[]> {
    return [...this.#entries.keys()].filter((name) => name.startsWith(prefix));
  }

  exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#mutex.run(checked(name), work);
  }

  /** Nobody else can change it: never calls back. */
  watch(): () => void {
    return () => {};
  }
}

/** The same names as in the vault of files, so that none works here that fails there. @throws EntryNameError */
function checked(name: string): string {
  entryFileName(name);
  return name;
}
