import { msg, sameMessage, sentences } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import type { Settings } from '#contract/settings.ts';
import type { Activity } from '#core/logging/activity.ts';
import { answerInWords } from '#core/errors/oauth-error.ts';
import type { TokenManager } from './token-manager.ts';
import type { TokenStatus } from './token-status.ts';

/** What is known of an account for sure: a provider has said it in this run. */
type Standing = 'good' | 'needs-sign-in' | 'refused';

/**
 * Leaves a line in the activity log when an account can no longer be signed in without a person, and one when it can
 * again: one for each change, however often mail programs or the background try meanwhile.
 */
export class SignInActivity {
  readonly #activity: Activity;
  readonly #tokens: Pick<TokenManager, 'status' | 'onChange'>;
  readonly #settings: () => Pick<Settings, 'accounts'>;
  readonly #standings = new Map<string, Standing>();
  /** The accounts whose sign-in is in memory only. */
  readonly #unwritten = new Set<string>();

  constructor(options: {
    readonly activity: Activity;
    readonly tokens: Pick<TokenManager, 'status' | 'onChange'>;
    settings(): Pick<Settings, 'accounts'>;
  }) {
    this.#activity = options.activity;
    this.#tokens = options.tokens;
    this.#settings = () => options.settings();
  }

  /** Looks from now on; ends with the returned function. */
  watch(): () => void {
    return this.#tokens.onChange((accountId) => this.#look(accountId));
  }

  #look(accountId: string): void {
    const address = this.#settings().accounts.find(({ id }) => id === accountId)?.address;
    if (address === undefined) {
      this.#standings.delete(accountId);
      return;
    }
    const status = this.#tokens.status(accountId);
    this.#noteUnwritten(accountId, address, status);
    const standing = standingOf(status);
    const before = this.#standings.get(accountId);
    if (standing === undefined || standing === before) return;
    this.#standings.set(accountId, standing);
    const { problem } = status;
    if (standing !== 'good' && problem !== undefined) {
      const { code, message, fix, answer } = problem;
      const said = answer === undefined ? undefined : answerInWords(answer);
      const text = inEnglish(message).includes(address)
        ? message
        : sentences(msg('activity.cannotSigned', { address }), message);
      this.#activity.note({
        kind: 'token',
        level: 'warning',
        text: sentences(text, fix),
        accountId,
        details: { code, fix, answer: said },
      });
    } else if (before !== undefined && before !== 'good' && status.history.at(-1)?.kind !== 'signed-in') {
      this.#activity.note({
        kind: 'token',
        text: msg('activity.providerGivesTokensAgain', { address }),
        accountId,
      });
    }
  }

  #noteUnwritten(accountId: string, address: string, { unwritten }: TokenStatus): void {
    if ((unwritten !== undefined) === this.#unwritten.has(accountId)) return;
    if (unwritten === undefined) {
      this.#unwritten.delete(accountId);
      const text = msg('tokens.renewedSignWrittenNow', { address });
      this.#activity.note({ kind: 'token', text, accountId });
    } else {
      this.#unwritten.add(accountId);
      const { code, message, fix } = unwritten;
      const text = sentences(message, fix);
      this.#activity.note({ kind: 'token', level: 'warning', text, accountId, details: { code, fix } });
    }
  }
}

/**
 * Undefined where nothing new was said: a state that was read from the vault, or that follows from settings alone, was
 * told when it came about, and an account to which nobody ever signed in waits for its person.
 */
function standingOf(status: TokenStatus): Standing | undefined {
  const last = status.history.at(-1);
  switch (status.state) {
    case 'ready':
      return last?.kind === 'issued' || last?.kind === 'renewed' || last?.kind === 'signed-in'
        ? 'good'
        : undefined;
    case 'needs-sign-in':
    case 'refused':
      if (last?.kind !== 'refused' || !sameMessage(last.detail, status.problem?.message)) return undefined;
      return status.state === 'needs-sign-in' && status.signedInAt === undefined ? undefined : status.state;
    case 'signing-in':
    case 'unreachable':
    case 'unknown':
      return undefined;
    default:
      return status.state satisfies never;
  }
}
