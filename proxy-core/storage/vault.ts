import type { Message } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';

/**
 * The port behind which secrets are kept: tokens, client secrets, private keys, password hashes.
 * An entry's name is a path of lower-case words and ids, like 'account/<id>/tokens'; it is not secret.
 */
export interface Vault {
  /** The entry's text, or undefined. @throws VaultError */
  get(name: string): Promise<string | undefined>;
  /** Keeps a text: it is on disk when this resolves. @throws VaultError */
  set(name: string, text: string): Promise<void>;
  /** Forgets an entry; one that is not there is no error. @throws VaultError */
  delete(name: string): Promise<void>;
  /** The names that begin so. @throws VaultError */
  names(prefix: string): Promise<string[]>;
  /** Runs the work while no other holder of this name does, here or in another process. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Calls back with a name after another process changed that entry; ends with the returned function. */
  watch(changed: (name: string) => void): () => void;
}

/** The names of entries about a person who is waited for begin so: they end within an hour, and are of no use elsewhere. */
export const waitedFor = 'waited-for/';

/**
 * - vault-locked: the key is missing or is not the one that the vault was made with
 * - vault-damaged: an entry is there but cannot be read; it is left as it is
 * - vault-unavailable: the disk or the keychain says no
 */
export type VaultErrorCode = 'vault-locked' | 'vault-damaged' | 'vault-unavailable';

/** Its message is whole: what happened, and what to do. */
export class VaultError extends CodedError<VaultErrorCode> {
  /**
   * What to do by itself, for callers that say the rest in words of their own. Only the host's vault knows it: a
   * service's key is a file, a desktop's is sealed by its keyring.
   */
  readonly remedy: Message | undefined;

  constructor(
    code: VaultErrorCode,
    text: Message,
    options: { readonly cause?: unknown; readonly remedy?: Message | undefined } = {},
  ) {
    super(code, text, undefined, { cause: options.cause });
    this.remedy = options.remedy;
  }
}
