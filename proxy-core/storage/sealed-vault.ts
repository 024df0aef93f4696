import { createSecretKey, type KeyObject } from 'node:crypto';
import { type Message, msg } from '#messages/message.ts';
import { isCodedError } from '#core/errors/coded-error.ts';
import { KeyedMutex } from './locks.ts';
import { systemErrorText } from './system-error.ts';
import {
  checkVaultKey,
  entryFileName,
  entryLabel,
  type KeyCheckPlace,
  openText,
  sealText,
} from './vault-entry.ts';
import { type Vault, VaultError } from './vault.ts';

/** What a vault does alike wherever its entries lie: they are sealed before they leave the process. */
export abstract class SealedVault implements Vault {
  readonly #key: KeyObject;
  readonly #place: KeyCheckPlace;
  readonly #keyPlaces: Message | undefined;
  readonly #writes = new KeyedMutex();
  readonly #holders = new KeyedMutex();
  #opening: Promise<void> | undefined;

  /**
   * @param keyPlaces - where such keys are on this host, for people; the places of a service where left out
   * @throws VaultError - vault-locked: the key is not 32 octets long
   */
  constructor(key: Uint8Array, place: KeyCheckPlace, keyPlaces?: Message) {
    if (key.byteLength !== 32) throw new VaultError('vault-locked', msg('storage.vaultKeyMust32Octets'));
    this.#key = createSecretKey(key);
    this.#place = place;
    this.#keyPlaces = keyPlaces;
  }

  /** A sealed entry; undefined where there is none. */
  protected abstract read(name: string): Promise<Uint8Array | undefined>;
  /** Keeps a sealed entry; undefined takes it away. */
  protected abstract write(name: string, sealed: Uint8Array | undefined): Promise<void>;
  /** Keeps a damaged entry beside, as it is to be replaced. */
  protected abstract keepDamaged(name: string, sealed: Uint8Array): Promise<void>;
  protected abstract list(prefix: string): Promise<string[]>;
  /** Runs the work, which never rejects, while no other process holds the name. */
  protected abstract hold(name: string, work: () => Promise<void>): Promise<void>;
  abstract watch(changed: (name: string) => void): () => void;

  async get(name: string): Promise<string | undefined> {
    const path = this.pathOf(name);
    return this.#guard(msg('storage.entryCannotRead', { name }), async () => {
      const sealed = await this.read(name);
      if (sealed === undefined) return undefined;
      const text = await this.#opened(name, sealed);
      if (text !== undefined) return text;
      throw new VaultError('vault-damaged', msg('storage.vaultEntryDamagedLeftBring', { name, path }));
    });
  }

  /** Over a damaged entry too, which is kept beside. */
  async set(name: string, text: string): Promise<void> {
    entryFileName(name);
    await this.change(msg('storage.entryCannotWritten', { name }), name, async () => {
      await this.keepIfDamaged(name);
      await this.write(name, this.seal(name, text));
    });
  }

  async delete(name: string): Promise<void> {
    entryFileName(name);
    await this.change(msg('storage.entryCannotRemoved', { name }), name, () => this.write(name, undefined));
  }

  async names(prefix: string): Promise<string[]> {
    return this.#guard(msg('storage.entriesCannotListed'), () => this.list(prefix));
  }

  /**
   * Not re-entrant: work that asks for its own name again waits for itself. `get`, `set` and `delete` inside the work
   * are free.
   * @throws VaultError - vault-unavailable: a living process or node has held the name for two minutes
   */
  async exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
    entryFileName(name);
    const what = msg('storage.entryCannotLocked', { name });
    await this.#guard(what, () => Promise.resolve());
    return this.#holders.run(name, async () => {
      // what the work throws is the caller's; what the lock throws is the vault's
      let outcome: Promise<T> | undefined;
      await this.#guard(what, () =>
        this.hold(name, async () => {
          outcome = work();
          await outcome.catch(() => undefined);
        }),
      );
      if (outcome === undefined)
        throw new VaultError('vault-unavailable', msg('storage.entryNotLocked', { name }));
      return outcome;
    });
  }

  /** One change of an entry after the other. */
  protected async change(what: Message, name: string, work: () => Promise<void>): Promise<void> {
    await this.#guard(what, () => this.#writes.run(name, work));
  }

  protected async keepIfDamaged(name: string): Promise<void> {
    const sealed = await this.read(name);
    if (sealed !== undefined && (await this.#opened(name, sealed)) === undefined)
      await this.keepDamaged(name, sealed);
  }

  /** Where an entry is, for people. */
  protected pathOf(name: string): string {
    entryFileName(name);
    return this.#place.shown;
  }

  protected seal(name: string, text: string): Buffer {
    return sealText(this.#key, entryLabel(name), text);
  }

  /** Before the first use. */
  protected async prepare(): Promise<void> {
    await checkVaultKey(this.#place, this.#key, this.#keyPlaces);
  }

  /**
   * @returns undefined - it is damaged
   * @throws VaultError - vault-unavailable: made by a newer version
   */
  async #opened(name: string, sealed: Uint8Array): Promise<string | undefined> {
    const opened = openText(this.#key, entryLabel(name), sealed);
    if (opened.ok) return opened.text;
    // the form of the vault is that of its key check: an entry alone with a newer one is damaged where its form stands
    if (opened.reason === 'newer') await checkVaultKey(this.#place, this.#key, this.#keyPlaces);
    return undefined;
  }

  /** Prepares the vault once, again after a failure; what goes wrong there and in the work is told as the vault's. */
  async #guard<T>(what: Message, work: () => Promise<T>): Promise<T> {
    try {
      this.#opening ??= this.prepare().catch((error: unknown) => {
        this.#opening = undefined;
        throw error;
      });
      await this.#opening;
      return await work();
    } catch (error) {
      if (error instanceof VaultError) throw error;
      const text = msg('storage.vault', { folder: this.#place.shown, what, why: systemErrorText(error) });
      const remedy = isCodedError(error) ? error.fix : undefined;
      throw new VaultError('vault-unavailable', text, { cause: error, remedy });
    }
  }
}
