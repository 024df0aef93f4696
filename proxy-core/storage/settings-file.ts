import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { systemClock, type Clock } from '../activity/clock.ts';
import { silentLogger, type Logger } from '../activity/logger.ts';
import { ChangeWatch } from './change-watch.ts';
import { createFileOnce, sweepTemporaries, writeFileAtomically } from './atomic-file.ts';
import { FileLock } from './file-lock.ts';
import { ForeignChanges } from './foreign-changes.ts';
import { findJsonFault } from './json-fault.ts';
import { SettingsUnreadableError, type SettingsStore } from './settings-store.ts';
import { systemErrorCode, systemErrorText } from './system-error.ts';
import { Turns } from './turns.ts';

/** A change would have made settings that break their own rules; nothing was written. */
export class SettingsInvalidError extends Error {
  readonly code = 'settings-invalid';

  constructor(issues: string) {
    super(`The settings were not changed: ${issues}`);
    this.name = 'SettingsInvalidError';
  }
}

/** The settings could not be written; what was there before is still there. */
export class SettingsUnavailableError extends Error {
  readonly code = 'settings-unavailable';

  constructor(message: string, options: { readonly cause: unknown }) {
    super(message, options);
    this.name = 'SettingsUnavailableError';
  }
}

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

/** What stands in the file. */
export function settingsText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

const versioned = z.looseObject({ version: z.number() });

/**
 * Settings in a JSON file, 0600, replaced as a whole. A file that cannot be used is never overwritten; a copy
 * of it is kept beside it, once for each content.
 */
export class SettingsFile<T> implements SettingsStore<T> {
  readonly #path: string;
  readonly #name: string;
  readonly #folder: string;
  readonly #schema: z.ZodType<T>;
  readonly #empty: T;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #lock: FileLock;
  readonly #replace: (value: T) => void | Promise<void>;
  readonly #turns = new Turns();
  readonly #changes = new ForeignChanges();
  readonly #watch: ChangeWatch;

  constructor(options: SettingsFileOptions<T>) {
    this.#path = options.path;
    this.#name = basename(options.path);
    this.#folder = dirname(options.path);
    this.#schema = options.schema;
    this.#empty = options.empty;
    this.#logger = options.logger ?? silentLogger;
    this.#clock = options.clock ?? systemClock;
    this.#lock = new FileLock({ path: options.path, staleAfter: options.staleAfter, logger: options.logger });
    this.#replace = options.replace ?? ((value) => writeFileAtomically(this.#path, settingsText(value)));
    this.#watch = new ChangeWatch({
      folder: this.#folder,
      clock: this.#clock,
      changes: this.#changes,
      open: () => mkdir(this.#folder, { recursive: true, mode: 0o700 }),
      namesOf: async (files) => (files === undefined || files.has(this.#name) ? [this.#name] : []),
      // a file that cannot be read now is news as well: who reads it is told why
      signatureOf: () => this.#bytes().then(digest, () => 'unreadable'),
      failed: (error) => {
        this.#logger.warn('changes of the settings by others cannot be seen', {
          file: this.#path,
          reason: systemErrorText(error),
        });
      },
    });
  }

  async read(): Promise<T> {
    const bytes = await this.#bytes();
    this.#changes.baseline(this.#name, digest(bytes));
    return bytes === undefined ? structuredClone(this.#empty) : this.#parse(bytes);
  }

  /**
   * @returns the settings as they are now kept
   * @throws SettingsUnreadableError - nothing was written
   * @throws SettingsInvalidError - what the change made breaks the schema; nothing was written
   * @throws SettingsUnavailableError - the disk says no, or another process does not let go
   */
  update(change: (current: T) => T): Promise<T> {
    return this.#turns.run(this.#path, async () => {
      await this.#writing(() => mkdir(this.#folder, { recursive: true, mode: 0o700 }));
      return this.#writing(() =>
        this.#lock.hold(async () => {
          const next = this.#schema.safeParse(change(await this.read()));
          if (!next.success) throw new SettingsInvalidError(describeIssues(next.error));
          this.#changes.announce(this.#name, digest(Buffer.from(settingsText(next.data))));
          await this.#replace(next.data);
          await sweepTemporaries(this.#folder, Date.now());
          return next.data;
        }),
      );
    });
  }

  watch(changed: () => void): () => void {
    return this.#watch.add(() => changed());
  }

  async #bytes(): Promise<Buffer | undefined> {
    try {
      return await readFile(this.#path);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return undefined;
      throw new SettingsUnreadableError(
        `The settings ${this.#path} cannot be read: ${systemErrorText(error)}.`,
        { cause: error },
      );
    }
  }

  async #parse(bytes: Buffer): Promise<T> {
    // some editors on Windows begin a file with a byte order mark
    const text = bytes.toString('utf8').replace(/^\uFEFF/u, '');
    let content: unknown;
    try {
      content = JSON.parse(text);
    } catch {
      const fault = findJsonFault(text);
      const place =
        fault === undefined
          ? ''
          : `: in line ${fault.line}, column ${fault.column}, ${fault.expected} should stand`;
      throw await this.#unreadable(bytes, `it is not JSON${place}`);
    }
    const ours = versioned.safeParse(this.#empty);
    const theirs = versioned.safeParse(content);
    if (ours.success && theirs.success && theirs.data.version > ours.data.version) {
      throw new SettingsUnreadableError(
        `The settings ${this.#path} were written by a newer version of Mailwicket (form ` +
          `${theirs.data.version}, this one knows ${ours.data.version}). Nothing was changed. ` +
          'Install that version or a newer one.',
        {},
      );
    }
    const parsed = this.#schema.safeParse(content);
    if (parsed.success) return parsed.data;
    throw await this.#unreadable(bytes, describeIssues(parsed.error));
  }

  async #unreadable(bytes: Buffer, reason: string): Promise<SettingsUnreadableError> {
    const keptAt = await this.#keepCopy(bytes);
    const kept = keptAt === undefined ? '' : ` A copy is kept as ${keptAt}.`;
    return new SettingsUnreadableError(
      `The settings ${this.#path} cannot be used: ${reason}. The file was left as it is: correct it, or move ` +
        `it away to begin anew.${kept}`,
      { keptAt },
    );
  }

  async #keepCopy(bytes: Buffer): Promise<string | undefined> {
    const prefix = `${this.#name}.unreadable-`;
    try {
      for (const name of await readdir(this.#folder)) {
        if (!name.startsWith(prefix)) continue;
        const path = join(this.#folder, name);
        if ((await readFile(path)).equals(bytes)) return path;
      }
      const time = new Date(this.#clock.now()).toISOString().replaceAll(':', '-');
      const path = join(this.#folder, `${prefix}${time}`);
      return (await createFileOnce(path, bytes)) ? path : undefined;
    } catch (error) {
      this.#logger.warn('no copy of the unreadable settings could be kept', {
        file: this.#path,
        reason: systemErrorText(error),
      });
      return undefined;
    }
  }

  async #writing<R>(work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      const code = systemErrorCode(error);
      // the system's codes are like ENOSPC; all others say what they mean already
      if (code !== 'file-lock-timeout' && (code === undefined || !/^E[A-Z0-9]+$/u.test(code))) throw error;
      const reason =
        code === 'file-lock-timeout' && error instanceof Error ? error.message : systemErrorText(error);
      throw new SettingsUnavailableError(`The settings ${this.#path} cannot be written: ${reason}`, {
        cause: error,
      });
    }
  }
}

/** 'accounts[0].address: must be a mail address; …', no more than five. */
function describeIssues(error: z.ZodError): string {
  const lines = error.issues.map(({ path, message }) => {
    const place = path
      .map((step, index) =>
        typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`,
      )
      .join('');
    return place === '' ? message : `${place}: ${message}`;
  });
  const more = lines.length > 5 ? `; and ${lines.length - 5} more` : '';
  return lines.slice(0, 5).join('; ') + more;
}

function digest(bytes: Buffer | undefined): string {
  return bytes === undefined ? 'absent' : createHash('sha256').update(bytes).digest('hex');
}
