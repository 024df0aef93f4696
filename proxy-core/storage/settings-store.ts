import type { Message } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';

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

/** The settings are there but cannot be used. `keptAt` is where a copy of them lies. */
export class SettingsUnreadableError extends CodedError<'settings-unreadable'> {
  readonly keptAt: string | undefined;

  constructor(text: Message, options: { readonly keptAt?: string | undefined; readonly cause?: unknown }) {
    super('settings-unreadable', text, undefined, { cause: options.cause });
    this.keptAt = options.keptAt;
  }
}
