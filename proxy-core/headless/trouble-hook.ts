import { spawn } from 'node:child_process';
import type { Snapshot, AccountView } from '#contract/views.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import { boundedFetch, type Fetch } from '#core/oauth/http.ts';
import { inEnglish } from '#messages/format.ts';
import { stateWords } from './account-words.ts';
import { asTyped } from './installed-files.ts';
import { quoted } from './terminal.ts';

/** So many hooks run at once: a night in which a secret ends can trouble a thousand accounts. */
const mostAtOnce = 2;
/** Milliseconds until a hook is given up. */
const patience = 30_000;

/** What is told: a line of JSON for a program, the body of a POST for an address. Nothing secret is in it. */
interface Trouble {
  readonly account: string;
  readonly state: 'needs-sign-in' | 'refused';
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  /** ISO 8601, UTC. */
  readonly time: string;
}

export interface TroubleHookOptions {
  /** A program, by its name or path: it is started without arguments and without a shell. */
  readonly command: string | undefined;
  /** Where a POST goes to: https, or plain http to this machine. */
  readonly url: string | undefined;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How the accounts stood when the last service ended: what was so then is not told again. */
  readonly before: readonly Pick<AccountView, 'id' | 'state' | 'problem'>[];
}

/**
 * Tells a program or an address when an account needs its person: once for each change of its state. What waits is
 * the latest of each account, and what was mended meanwhile is not told at all.
 */
export class TroubleHook {
  readonly #options: TroubleHookOptions;
  readonly #told = new Map<string, string>();
  readonly #waiting = new Map<string, Trouble>();
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #fetch: Fetch;

  constructor(options: TroubleHookOptions) {
    this.#options = options;
    this.#fetch = boundedFetch(options, { timeout: patience });
    for (const account of options.before) {
      const cause = causeOf(account);
      if (cause !== undefined) this.#told.set(account.id, cause);
    }
  }

  /** Takes what is to be seen now. */
  look({ accounts, problem }: Snapshot): void {
    // settings that cannot be read show no accounts
    if (problem !== undefined) return;
    const present = new Set(accounts.map(({ id }) => id));
    for (const id of this.#told.keys()) if (!present.has(id)) this.#told.delete(id);
    for (const id of this.#waiting.keys()) if (!present.has(id)) this.#waiting.delete(id);
    for (const account of accounts) this.#lookAt(account);
    this.#run();
  }

  /** Ends what runs. */
  async stop(): Promise<void> {
    this.#waiting.clear();
    this.#stopping.abort();
    await Promise.all(this.#running);
  }

  #lookAt(account: AccountView): void {
    const cause = causeOf(account);
    // on the way somewhere: neither well nor worse, and what was told stays told
    if (cause === undefined) return;
    if (this.#told.get(account.id) === cause) return;
    this.#told.set(account.id, cause);
    const { state } = account;
    if (state === 'needs-sign-in' || state === 'refused')
      this.#waiting.set(account.id, troubleOf(account, state, this.#options.clock.now()));
    else this.#waiting.delete(account.id);
  }

  #run(): void {
    for (const [id, trouble] of this.#waiting) {
      if (this.#running.size >= mostAtOnce) return;
      this.#waiting.delete(id);
      const running = this.#tell(trouble).finally(() => {
        this.#running.delete(running);
        this.#run();
      });
      this.#running.add(running);
    }
  }

  /** Never rejects: that a hook failed is a line of the log. */
  async #tell(trouble: Trouble): Promise<void> {
    const { command, url, logger } = this.#options;
    const body = `${JSON.stringify(trouble)}\n`;
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(patience)]);
    const attempts = [
      ...(command === undefined ? [] : [runProgram(command, body, signal)]),
      ...(url === undefined ? [] : [this.#post(url, body, signal)]),
    ];
    for (const outcome of await Promise.allSettled(attempts)) {
      if (outcome.status === 'fulfilled' || this.#stopping.signal.aborted) continue;
      const reason: unknown = outcome.reason;
      logger.warn('the hook for an account that needs its person failed', {
        account: trouble.account,
        reason: reason instanceof Error ? reason.message : 'unknown',
      });
    }
  }

  async #post(url: string, body: string, signal: AbortSignal): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const answer = await this.#fetch(url, { method: 'POST', headers, body, signal });
    // an address can hold a key of its own: of what went wrong only the host is said
    if (!answer.ok) throw new Error(`${new URL(url).host} answered HTTP ${String(answer.status)}`);
  }
}

/** What an account is told for; undefined where it is on the way somewhere. */
function causeOf({ state, problem }: Pick<AccountView, 'state' | 'problem'>): string | undefined {
  switch (state) {
    case 'needs-sign-in':
      return state;
    case 'refused':
      return `${state}/${problem?.code ?? ''}`;
    case 'ready':
    // it is being set up
    case 'needs-password':
      return 'well';
    case 'signing-in':
    case 'unreachable':
    case 'paused':
      return undefined;
    default:
      return state satisfies never;
  }
}

function troubleOf(account: AccountView, state: Trouble['state'], now: number): Trouble {
  const { address, problem } = account;
  const step = state === 'refused' ? 'check' : 'account authorize';
  return {
    account: address,
    state,
    code: problem?.code ?? state,
    message: problem === undefined ? `${address} ${stateWords[state]}.` : inEnglish(problem.message),
    fix: asTyped(
      problem?.fix === undefined ? `mailwicket ${step} ${quoted(address)}` : inEnglish(problem.fix),
    ),
    time: new Date(now).toISOString(),
  };
}

function runProgram(command: string, input: string, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(command, [], {
    signal,
    killSignal: 'SIGKILL',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.once('error', (error) => {
    const timedOut = error.name === 'AbortError';
    reject(new Error(`${command} ${timedOut ? 'did not end in time' : 'could not be started'}`));
  });
  child.once('exit', (status, by) => {
    if (status === 0) resolve();
    else reject(new Error(`${command} ended with ${status === null ? String(by) : String(status)}`));
  });
  // it need not read
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return promise;
}
