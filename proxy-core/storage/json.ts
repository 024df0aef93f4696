import { printParseErrorCode, visit } from 'jsonc-parser';
import { type Message, msg } from '#messages/message.ts';

/** What a text says as JSON; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What should stand there instead, for the faults that have one answer. */
const expectedAt: ReadonlyMap<string, Message> = new Map([
  ['ValueExpected', msg('storage.value')],
  ['PropertyNameExpected', msg('storage.nameDoubleQuotes')],
  ['ColonExpected', msg('storage.colon')],
  ['CommaExpected', msg('storage.commaClosingBracket')],
  ['CloseBraceExpected', msg('storage.commaClosingBracket')],
  ['CloseBracketExpected', msg('storage.commaClosingBracket')],
  ['EndOfFileExpected', msg('storage.endFile')],
]);

/** Where a text stops being JSON (RFC 8259), lines and columns from 1, and what should stand there, where that can be said. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly expected?: Message | undefined;
}

/**
 * Finds the first fault of a text that JSON.parse refused: its own message has no place for the most frequent
 * faults, and may quote the text. Undefined where none is found.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  let fault: JsonFault | undefined;
  visit(
    text,
    {
      onError: (error, _offset, _length, line, column) => {
        fault ??= {
          line: line + 1,
          column: column + 1,
          expected: expectedAt.get(printParseErrorCode(error)),
        };
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  );
  return fault;
}

/** Why a text is not JSON, for people: the place of its first fault, where one is found. */
export function notJson(text: string): Message {
  const fault = findJsonFault(text);
  if (fault === undefined) return msg('storage.notJson');
  const { line, column, expected } = fault;
  return expected === undefined
    ? msg('storage.notJsonInLine', { line, column })
    : msg('storage.notJsonAt', { line, column, expected });
}
