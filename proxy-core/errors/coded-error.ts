import type { Message } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';

/** Who can do something about it; 'nobody': it passes by itself. */
export type Who = 'user' | 'administrator' | 'developer' | 'nobody';

/**
 * An error that a person can be told of: `text` says what happened, `fix` what to do; both are put into words where
 * they are shown. `message` is the English of `text`, for logs.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly text: Message;
  readonly fix: Message | undefined;
  readonly who: Who | undefined;

  constructor(
    code: Code,
    text: Message,
    fix?: Message,
    options: { readonly who?: Who | undefined; readonly cause?: unknown } = {},
  ) {
    super(inEnglish(text), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.text = text;
    this.fix = fix;
    this.who = options.who;
  }
}

/** Whether an error brings its own words. */
export function isCodedError(error: unknown): error is CodedError {
  return error instanceof CodedError;
}
