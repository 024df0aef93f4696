import type { Vault } from '#core/storage/vault.ts';

/** What the vaults of several processes share. */
export class MemoryDisk {
  readonly entries = new Map<string, string>();
  readonly locks = new Map<string, Promise<unknown>>();
  readonly vaults = new Set<MemoryVault>();
}

/** A vault in memory. Two over the same disk are two processes. */
export class MemoryVault implements Vault {
  readonly disk: MemoryDisk;
  /** Everything that was written through this vault, in order. */
  readonly written: { readonly name: string; readonly text: string }[] = [];
  /** Thrown by the next operations of this kind, while it is set. */
  readonly failing: { get?: Error; set?: Error } = {};
  readonly #watchers = new Set<(name: string) => void>();

  constructor(disk: MemoryDisk = new MemoryDisk()) {
    this.disk = disk;
    disk.vaults.add(this);
  }

  async get(name: string): Promise<string | undefined> {
    if (this.failing.get !== undefined) throw this.failing.get;
    return this.disk.entries.get(name);
  }

  async set(name: string, text: string): Promise<void> {
    if (this.failing.set !== undefined) throw this.failing.set;
    this.disk.entries.set(name, text);
    this.written.push({ name, text });
    this.#tellOthers(name);
  }

  async delete(name: string): Promise<void> {
    if (this.disk.entries.delete(name)) this.#tellOthers(name);
  }

  async names(prefix: string): Promise<string[]> {
    return [...this.disk.entries.keys()].filter((name) => name.startsWith(prefix));
  }

  async exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.disk.locks.get(name);
    const run = (async () => {
      await before?.catch(() => undefined);
      return work();
    })();
    this.disk.locks.set(name, run);
    return run;
  }

  watch(changed: (name: string) => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  #tellOthers(name: string): void {
    for (const vault of this.disk.vaults) {
      if (vault === this) continue;
      for (const watcher of vault.#watchers) watcher(name);
    }
  }
}
