import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { explainProviderAnswer } from '#core/errors/provider/explain.ts';
import { Semaphore } from '#core/storage/locks.ts';
import { pausesAfter } from './token-policy.ts';

/**
 * Token requests at a time with one client's settings: far more than an office begins at once, and few enough that a crowd
 * after a start is answered one after the other, where all at once would all be late. A provider that does not answer keeps
 * nobody waiting but those who ask it.
 */
const mostAtOnce = 64;

/**
 * The token requests with one client's settings: so many at a time, those first behind whom somebody waits, and none
 * while the provider wants the client itself to wait.
 */
export class ClientRequests {
  readonly semaphore: Semaphore<AbortController>;
  readonly #hurried = new Set<AbortController>();
  /** The provider's last Retry-After for all of the client's requests. Milliseconds since 1970. */
  #wait: { readonly error: OAuthError; readonly until: number } | undefined;

  constructor() {
    this.semaphore = new Semaphore(mostAtOnce, ([first]) => {
      for (const one of this.#hurried) {
        this.#hurried.delete(one);
        if (this.semaphore.isWaiting(one)) return one;
      }
      return first;
    });
  }

  /** Somebody waits for this one, which has not had its turn: it has it before those of the background. */
  hurry(one: AbortController): void {
    if (this.semaphore.isWaiting(one)) this.#hurried.add(one);
  }

  /**
   * Why the provider is not to be asked now, in the words of this account; undefined where it may be.
   * @param now - milliseconds since 1970
   */
  putOff(client: ResolvedClient, account: string, now: number): OAuthError | undefined {
    if (this.#wait === undefined || now >= this.#wait.until) return undefined;
    const { error, until } = this.#wait;
    const { grant, provider, name: clientName } = client;
    const about = { account, clientName, grant, provider, retryAfter: until - now };
    return explainProviderAnswer(error.answer ?? {}, about);
  }

  /**
   * Notes what the provider said. A request of the client credentials grant names no mailbox: its Retry-After is for all
   * that the client asks for in this tenant. Where people sign in Microsoft refuses the one who asks too often
   * (AADSTS50196), and nobody else.
   * Source: learn.microsoft.com/entra/msal/dotnet/advanced/client-and-server-throttling
   */
  failed(client: ResolvedClient, error: unknown, now: number): void {
    if (client.grant !== 'client-credentials' || !(error instanceof OAuthError)) return;
    if (error.code !== 'unreachable' || error.retryAfter === undefined) return;
    this.#wait = { error, until: now + (pausesAfter(error, 1, 0)?.logins ?? 0) };
  }

  /** What was asked for on another network, or before a sleep, holds no more. */
  resumed(): void {
    this.#wait = undefined;
  }
}
