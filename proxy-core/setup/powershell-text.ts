import { msg } from '#messages/message.ts';
import { SetupError } from './setup-error.ts';
import { oneLine } from '#messages/plain-text.ts';

/** PowerShell ends a single-quoted string at each of these, not at the ASCII one alone. */
const singleQuotes = /['\u2018-\u201b]/g;

/**
 * A value as a PowerShell string in which nothing is expanded: in single quotes, with quotes doubled.
 * @throws SetupError - malformed: the value holds control characters
 */
export function powershellString(value: string): string {
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)) {
    throw new SetupError(
      'malformed',
      msg('setup.valuePowershellHoldsControlCharacters'),
      msg('setup.typeAnew'),
    );
  }
  return `'${value.replace(singleQuotes, '$&$&')}'`;
}

/** A text as it may stand in a comment: on one line. */
export function powershellComment(text: string): string {
  return oneLine(text);
}
