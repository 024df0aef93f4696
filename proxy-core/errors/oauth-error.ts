import type { Message } from '#messages/message.ts';
import type { z } from 'zod';
import type { answerSchema, ErrorRemedy, Problem, Who } from '#contract/problem.ts';
import { CodedError } from './coded-error.ts';

/** What the provider answered, kept for display. Never holds a token, a code or a secret. */
export interface ProviderAnswer extends Readonly<z.infer<typeof answerSchema>> {
  /** A page for people came in the place of an answer for programs. */
  readonly webPage?: boolean | undefined;
}

/** What a provider answered, on one line: 'HTTP 400 · invalid_grant · AADSTS50076: …'; undefined where it said nothing. */
export function answerInWords(
  answer: Pick<ProviderAnswer, 'httpStatus' | 'error' | 'description'>,
): string | undefined {
  const { httpStatus, error, description } = answer;
  const parts = [httpStatus === undefined ? undefined : `HTTP ${String(httpStatus)}`, error, description];
  const said = parts.filter((part) => part !== undefined && part !== '');
  return said.length === 0 ? undefined : said.join(' · ');
}

/**
 * - needs-sign-in: a person must sign in (invalid_grant, interaction_required; nothing kept)
 * - refused: the provider says no, and trying again will not help until somebody changes something
 * - wrong-password: the password grant: the account's password is not right
 * - unreachable: the provider cannot be reached, is down, or asks to come back later
 * - cancelled: the sign-in was cancelled or ran out of time
 */
export const oauthErrorCodes = [
  'needs-sign-in',
  'refused',
  'wrong-password',
  'unreachable',
  'cancelled',
] as const;
export type OAuthErrorCode = (typeof oauthErrorCodes)[number];

/** Getting a token failed. The message says what happened; `fix` what to do, and `who` can do it. */
export class OAuthError extends CodedError<OAuthErrorCode> {
  override readonly who: Who;
  override readonly fix: Message;
  readonly answer: ProviderAnswer | undefined;
  readonly remedy: ErrorRemedy | undefined;
  readonly origin: Problem['origin'];
  /** Milliseconds to wait before the next try, where the provider says so (Retry-After). */
  readonly retryAfter: number | undefined;

  constructor(
    code: OAuthErrorCode,
    text: Message,
    options: {
      readonly fix: Message;
      readonly who?: Who | undefined;
      readonly answer?: ProviderAnswer | undefined;
      readonly remedy?: ErrorRemedy | undefined;
      readonly origin?: Problem['origin'];
      readonly retryAfter?: number | undefined;
      readonly cause?: unknown;
    },
  ) {
    super(code, text, options.fix, { cause: options.cause });
    this.fix = options.fix;
    this.who = options.who ?? 'user';
    this.answer = options.answer;
    this.remedy = options.remedy;
    this.origin = options.origin;
    this.retryAfter = options.retryAfter;
  }
}
