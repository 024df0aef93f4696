import { withoutByteOrderMark } from '#messages/plain-text.ts';
import { type Message, msg, sentences } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { describeIssues } from '#core/errors/schema-issues.ts';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { systemClock, type Clock } from '#core/logging/clock.ts';
import { silentLogger, type LogDetails, type Logger } from '#core/logging/logger.ts';
import { ChangeWatch, ForeignChanges } from './change-watch.ts';
import { createFileOnce, readIfThere, sweepTemporaries, writeFileAtomically } from './atomic-file.ts';
import { holdFileLock } from './file-lock.ts';
import { jsonOf, notJson } from './json.ts';
import { systemErrorCode, systemErrorText } from './system-error.ts';
import { KeyedMutex } from './locks.ts';

export interface SettingsFileOptions<T> {
  readonly path: string;
  readonly schema: z.ZodType<T>;
  /** What holds where no file is yet. Its `version`, if it has one, is the newest that we understand. */
  readonly empty: T;
  readonly logger?: Logger | undefined;
  readonly clock?: Clock | undefined;
  /** Milliseconds after which a killed writer no longer blocks others; 5,000 if left out. */
  readonly staleAfter?: number | undefined;
  /** Replaces the file by what {@link settingsText} makes of the value, as a whole; by the core's own means where left out. */
  readonly replace?: ((value: T) => void | Promise<void>) | undefined;
}

export function settingsText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

const versioned = z.looseObject({ version: z.number() });

/**
 * Settings in a JSON file, 0600, replaced as a whole. A file that cannot be used is never overwritten; a copy
 * of it is kept beside it, once for each content.
 */
export class SettingsFile<T> implements SettingsStore<T> {
  readonly #options: SettingsFileOptions<T>;
  readonly #path: string;
  readonly #name: string;
  readonly #folder: string;
  readonly #logger: Logger;
  readonly #mutex = new KeyedMutex();
  readonly #changes = new ForeignChanges();
  readonly #watch: ChangeWatch;

  constructor(options: SettingsFileOptions<T>) {
    const { path, clock = systemClock } = options;
    this.#options = options;
    this.#path = path;
    this.#name = basename(path);
    this.#folder = dirname(path);
    this.#logger = options.logger ?? silentLogger;
    this.#watch = new ChangeWatch({
      folder: this.#folder,
      clock,
      changes: this.#changes,
      open: () => mkdir(this.#folder, { recursive: true, mode: 0o700 }),
      namesOf: async (files) => (files === undefined || files.has(this.#name) ? [this.#name] : []),
      // a file that cannot be read now is news as well: who reads it is told why
      signatureOf: () => this.#bytes().then(digest, () => 'unreadable'),
      failed: (error) =>
        this.#logger.warn('changes of the settings by others cannot be seen', this.#about(error)),
    });
  }

  async read(): Promise<T> {
    const bytes = await this.#bytes();
    this.#changes.baseline(this.#name, digest(bytes));
    return bytes === undefined ? structuredClone(this.#options.empty) : this.#parse(bytes);
  }

  /**
   * @returns the settings as they are now kept
   * @throws SettingsUnreadableError - nothing was written
   * @throws CodedError - settings-invalid: what the change made breaks the schema, nothing was written;
   *   settings-unavailable: the disk says no, or another process does not let go, and what was there is still there
   */
  update(change: (current: T) => T): Promise<T> {
    return this.#mutex.run(this.#path, async () => {
      await this.#writing(() => mkdir(this.#folder, { recursive: true, mode: 0o700 }));
      return this.#writing(() =>
        holdFileLock(this.#options, async () => {
          const { schema, replace } = this.#options;
          const next = settingsToKeep(schema, change(await this.read()));
          const text = settingsText(next);
          this.#changes.announce(this.#name, digest(Buffer.from(text)));
          await (replace === undefined ? writeFileAtomically(this.#path, text) : replace(next));
          await sweepTemporaries(this.#folder, Date.now());
          return next;
        }),
      );
    });
  }

  watch(changed: () => void): () => void {
    return this.#watch.add(() => changed());
  }

  async #bytes(): Promise<Buffer | undefined> {
    return readIfThere(this.#path).catch((cause: unknown) => {
      const text = msg('storage.settingsCannotRead', { path: this.#path, why: systemErrorText(cause) });
      throw new SettingsUnreadableError('settings-unreadable', text, undefined, { cause });
    });
  }

  async #parse(bytes: Buffer): Promise<T> {
    const text = withoutByteOrderMark(bytes.toString('utf8'));
    const content = jsonOf(text);
    if (content === undefined) throw await this.#unreadable(bytes, notJson(text));
    const { schema, empty } = this.#options;
    refuseNewer(this.#path, content, empty);
    const parsed = schema.safeParse(content);
    if (parsed.success) return parsed.data;
    throw await this.#unreadable(bytes, describeIssues(parsed.error));
  }

  async #unreadable(bytes: Buffer, why: Message): Promise<SettingsUnreadableError> {
    const keptAt = await this.#keepCopy(bytes);
    const text = sentences(
      msg('storage.settingsCannotBeUsed', { path: this.#path, why }),
      keptAt === undefined ? undefined : msg('storage.copyKept', { path: keptAt }),
    );
    return new SettingsUnreadableError('settings-unreadable', text);
  }

  async #keepCopy(bytes: Buffer): Promise<string | undefined> {
    const prefix = `${this.#name}.unreadable-`;
    try {
      for (const name of await readdir(this.#folder)) {
        if (!name.startsWith(prefix)) continue;
        const path = join(this.#folder, name);
        if ((await readFile(path)).equals(bytes)) return path;
      }
      const { clock = systemClock } = this.#options;
      const time = new Date(clock.now()).toISOString().replaceAll(':', '-');
      const path = join(this.#folder, `${prefix}${time}`);
      return (await createFileOnce(path, bytes)) ? path : undefined;
    } catch (error) {
      this.#logger.warn('no copy of the unreadable settings could be kept', this.#about(error));
      return undefined;
    }
  }

  #about(error: unknown): LogDetails {
    return { file: this.#path, reason: inEnglish(systemErrorText(error)) };
  }

  async #writing<R>(work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      const code = systemErrorCode(error);
      // the system's codes are like ENOSPC; all others say what they mean already
      if (code !== 'file-lock-timeout' && (code === undefined || !/^E[A-Z0-9]+$/u.test(code))) throw error;
      const text = msg('storage.settingsCannotWritten', { path: this.#path, why: systemErrorText(error) });
      throw new CodedError('settings-unavailable', text, undefined, { cause: error });
    }
  }
}

/**
 * What a change has made, as it will be read again: a member that is undefined is none.
 * @throws CodedError - settings-invalid: it breaks its own rules
 */
export function settingsToKeep<T>(schema: z.ZodType<T>, changed: T): T {
  const wanted: unknown = JSON.parse(JSON.stringify(changed));
  const next = schema.safeParse(wanted);
  if (next.success) return next.data;
  const why = describeIssues(next.error);
  throw new CodedError('settings-invalid', msg('storage.settingsWereNotChanged', { why }));
}

/**
 * Settings that a newer version has written are not taken for damaged.
 * @param path - where they are, for people
 * @param empty - its `version`, if it has one, is the newest that we understand
 * @throws SettingsUnreadableError
 */
export function refuseNewer(path: string, content: unknown, empty: unknown): void {
  const ours = versioned.safeParse(empty);
  const theirs = versioned.safeParse(content);
  if (!ours.success || !theirs.success || theirs.data.version <= ours.data.version) return;
  throw new SettingsUnreadableError(
    'settings-unreadable',
    msg('storage.settingsWereWrittenNewerVersion', {
      path,
      theirs: theirs.data.version,
      ours: ours.data.version,
    }),
  );
}

function digest(bytes: Buffer | undefined): string {
  return bytes === undefined ? 'absent' : createHash('sha256').update(bytes).digest('hex');
}

/**
 * The port behind which settings are kept: a file without a desktop, electron-store with one.
 * What could not be read is never overwritten.
 */
export interface SettingsStore<T> {
  /**
   * The settings as they are now; the empty ones where none were kept yet.
   * @throws SettingsUnreadableError - they are there, but are not what they should be
   */
  read(): Promise<T>;
  /**
   * Reads, changes and writes, one at a time, also across processes.
   * @throws SettingsUnreadableError - nothing was written
   */
  update(change: (current: T) => T): Promise<T>;
  /** Calls back after the settings were changed by somebody else; ends with the returned function. */
  watch(changed: () => void): () => void;
}

/** The settings are there but cannot be used; the text says where a copy of them is kept. */
export class SettingsUnreadableError extends CodedError<'settings-unreadable'> {}
