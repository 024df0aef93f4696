import type { Message } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import { chmod, mkdir, readdir, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock, type Clock } from '#core/logging/clock.ts';
import { silentLogger, type Logger } from '#core/logging/logger.ts';
import { ChangeWatch, ForeignChanges } from './change-watch.ts';
import { createFileOnce, sweepTemporaries, syncFolder, writeFileAtomically } from './atomic-file.ts';
import {
  entryFileName,
  entryOfFileName,
  keyCheckInFolder,
  readSealed,
  sealSignature,
} from './vault-entry.ts';
import { holdFileLock } from './file-lock.ts';
import { Semaphore } from './locks.ts';
import { SealedVault } from './sealed-vault.ts';
import { systemErrorCode, systemErrorText } from './system-error.ts';

export interface VaultFilesOptions {
  /** The folder of the vault's own; made at first use, 0700. */
  readonly folder: string;
  /** The key, 32 octets. */
  readonly key: Uint8Array;
  /** Where such keys are on this host, for people; the places of a service where left out. */
  readonly keyPlaces?: Message | undefined;
  readonly logger?: Logger | undefined;
  readonly clock?: Clock | undefined;
  /** Milliseconds after which a killed holder of an entry no longer blocks others; 5,000 if left out. */
  readonly staleAfter?: number | undefined;
}

const absent = 'absent';

/** So many files are open at a time: at a start, every account reads its entries, and a process may open 1,024. */
const mostOpen = 16;

/**
 * The vault as files: one for each entry, so that writers of different entries never meet, sealed with
 * AES-256-GCM and replaced as a whole. kill -9 at any moment leaves each entry as it was or as it was to be.
 * A damaged file that is replaced is kept beside it as `damaged+…`.
 */
export class VaultFiles extends SealedVault {
  readonly #options: VaultFilesOptions;
  readonly #folder: string;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #changes = new ForeignChanges();
  readonly #watch: ChangeWatch;
  readonly #open = new Semaphore<object>(mostOpen, ([first]) => first);

  constructor(options: VaultFilesOptions) {
    const { folder, key, keyPlaces, logger = silentLogger, clock = systemClock } = options;
    super(key, keyCheckInFolder(folder), keyPlaces);
    this.#options = options;
    this.#folder = folder;
    this.#logger = logger;
    this.#clock = clock;
    this.#watch = new ChangeWatch({
      folder,
      clock,
      changes: this.#changes,
      open: () => this.names(''),
      namesOf: async (files) =>
        [...(files ?? (await readdir(folder)))].flatMap((file) => entryOfFileName(file) ?? []),
      // an entry that cannot be read is news as well, and must not keep those behind it from being looked at
      signatureOf: (name) => readSealed(this.pathOf(name)).then(signatureOf, () => 'unreadable'),
      failed: (error) => {
        const reason = inEnglish(systemErrorText(error));
        logger.warn('changes of the vault by other processes cannot be seen', { folder, reason });
      },
    });
  }

  /** Changes are told within a fraction of a second; does not keep the process alive. */
  watch(changed: (name: string) => void): () => void {
    return this.#watch.add(changed);
  }

  protected override pathOf(name: string): string {
    return join(this.#folder, entryFileName(name));
  }

  protected async read(name: string): Promise<Uint8Array | undefined> {
    const sealed = await this.#open.run({}, () => readSealed(this.pathOf(name)), undefined);
    this.#changes.baseline(name, signatureOf(sealed));
    return sealed;
  }

  protected async write(name: string, sealed: Uint8Array | undefined): Promise<void> {
    const path = this.pathOf(name);
    this.#changes.announce(name, signatureOf(sealed));
    if (sealed !== undefined) return writeFileAtomically(path, sealed);
    try {
      await unlink(path);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return;
      // POSIX says EPERM of a folder, Linux EISDIR
      if (!(await stat(path)).isDirectory()) throw error;
      await this.keepIfDamaged(name);
    }
    await syncFolder(this.#folder);
  }

  protected async keepDamaged(name: string, sealed: Uint8Array): Promise<void> {
    const path = this.pathOf(name);
    const time = new Date(this.#clock.now()).toISOString().replaceAll(':', '-');
    const keptAt = join(this.#folder, `damaged+${time}+${entryFileName(name)}`);
    if ((await stat(path)).isDirectory()) await rename(path, keptAt);
    else await createFileOnce(keptAt, sealed);
    this.#logger.warn('a damaged vault entry is replaced; the damaged file is kept', { entry: name, keptAt });
  }

  protected async list(prefix: string): Promise<string[]> {
    const names = (await readdir(this.#folder)).flatMap((file) => entryOfFileName(file) ?? []);
    return names.filter((name) => name.startsWith(prefix));
  }

  protected hold(name: string, work: () => Promise<void>): Promise<void> {
    const { staleAfter, logger } = this.#options;
    const path = join(this.#folder, `lock+${entryFileName(name)}`);
    return holdFileLock({ path, staleAfter, logger }, work);
  }

  protected override async prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32' && ((await stat(this.#folder)).mode & 0o077) !== 0)
      await chmod(this.#folder, 0o700);
    await super.prepare();
    await sweepTemporaries(this.#folder, Date.now());
  }
}

function signatureOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? absent : sealSignature(bytes);
}
