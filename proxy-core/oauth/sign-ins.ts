import type { Issued } from './grant.ts';
import { OAuthError } from './oauth-error.ts';
import type { TokenKeeper } from './token-keeper.ts';
import { oneLine } from '../plain-text.ts';

/** A sign-in that waits for somebody: what to show. */
export interface OpenSignIn {
  readonly url?: string;
  readonly userCode?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
  readonly message?: string;
}

/**
 * Opens a page for a person: the system's browser, or a window of the desktop.
 * @param about.accountId - whose page it is: an account's id; with the purpose 'admin-consent' an OAuth client's
 */
export type OpenPage = (
  url: string,
  about: { readonly accountId: string; readonly purpose?: 'admin-consent' },
) => Promise<void>;

interface Running {
  readonly abort: AbortController;
  shown: OpenSignIn;
}

/** The sign-ins that are under way, at most one for an account. */
export class SignIns {
  readonly #tokens: TokenKeeper;
  readonly #open: OpenPage;
  readonly #changed: (accountId: string) => void;
  readonly #running = new Map<string, Running>();
  readonly #listeners = new Set<(shown: OpenSignIn, accountId: string) => void>();

  /** `changed`: called whenever what is to be shown of an account's sign-in has changed. */
  constructor(options: {
    readonly tokens: TokenKeeper;
    readonly open: OpenPage;
    readonly changed: (accountId: string) => void;
  }) {
    this.#tokens = options.tokens;
    this.#open = options.open;
    this.#changed = options.changed;
  }

  /** What to show of an account's sign-in, if one is under way. */
  of(accountId: string): OpenSignIn | undefined {
    return this.#running.get(accountId)?.shown;
  }

  /**
   * Signs an account in; resolves when tokens are kept.
   * @throws OAuthError - 'cancelled' when another is under way already
   */
  async signIn(accountId: string): Promise<Issued> {
    if (this.#running.has(accountId)) {
      throw new OAuthError('cancelled', 'A sign-in of this account is under way already.', {
        fix: 'Finish it in the browser, or cancel it first.',
      });
    }
    const running: Running = { abort: new AbortController(), shown: {} };
    const show = (shown: OpenSignIn): void => {
      running.shown = shown;
      this.#changed(accountId);
      for (const listener of this.#listeners) listener(shown, accountId);
    };
    this.#running.set(accountId, running);
    this.#changed(accountId);
    try {
      return await this.#tokens.signIn(
        accountId,
        {
          open: async (url) => {
            show({ url });
            await this.#open(url, { accountId });
          },
          showCode: async (code) => {
            const url = code.verificationUriComplete ?? code.verificationUri;
            show({
              url,
              userCode: oneLine(code.userCode),
              expiresAt: code.expiresAt,
              message: oneLine(code.message),
            });
            await this.#open(url, { accountId });
          },
        },
        { signal: running.abort.signal },
      );
    } finally {
      this.#running.delete(accountId);
      this.#changed(accountId);
    }
  }

  /** Calls back when there is a page or a code to show; ends with the returned function. */
  onShown(listener: (shown: OpenSignIn, accountId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Cancels an account's sign-in; none under way is no error. */
  cancel(accountId: string): void {
    this.#running.get(accountId)?.abort.abort(new Error('cancelled'));
  }

  /** Cancels all: the service is stopping. */
  cancelAll(): void {
    for (const accountId of this.#running.keys()) this.cancel(accountId);
  }
}
