import { type Message, msg } from '#messages/message.ts';

const token =
  /(?<mark>[{}[\],:])|(?<string>"(?:[^"\\\p{Cc}]+|[\x7F-\x9F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?<scalar>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;
const space = /[ \t\r\n]*/uy;

/** What may come next. 'first …': or the end of the object or list that has just begun. */
type Expected = 'value' | 'first value' | 'name' | 'first name' | 'colon' | 'comma' | 'nothing';

const inWords: Readonly<Record<Expected, Message>> = {
  value: msg('storage.value'),
  'first value': msg('storage.value2'),
  name: msg('storage.nameDoubleQuotes'),
  'first name': msg('storage.nameDoubleQuotes2'),
  colon: msg('storage.colon'),
  comma: msg('storage.commaClosingBracket'),
  nothing: msg('storage.endFile'),
};

/** Where a text stops being JSON (RFC 8259), lines and columns from 1, and what should stand there. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly expected: Message;
}

/**
 * Finds the first fault of a text that JSON.parse refused: its own message has no place for the most frequent
 * faults, and may quote the text. Undefined where none is found.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let place = 0;
  for (;;) {
    space.lastIndex = place;
    place += space.exec(text)?.[0].length ?? 0;
    if (place === text.length && expected === 'nothing') return undefined;
    token.lastIndex = place;
    const found = token.exec(text);
    const next: Expected | undefined = found === null ? undefined : after(found, expected, open);
    if (found === null || next === undefined) {
      const lines = text.slice(0, place).split('\n');
      return { line: lines.length, column: (lines.at(-1) ?? '').length + 1, expected: inWords[expected] };
    }
    expected = next;
    place += found[0].length;
  }
}

/** What may follow a token, or undefined where the token itself may not stand. */
function after(found: RegExpExecArray, expected: Expected, open: ('{' | '[')[]): Expected | undefined {
  const { mark, string } = found.groups ?? {};
  const done = (): Expected => (open.length === 0 ? 'nothing' : 'comma');
  if (expected === 'colon') return mark === ':' ? 'value' : undefined;
  if (expected === 'name' || expected === 'first name') {
    if (string !== undefined) return 'colon';
    if (expected === 'name' || mark !== '}') return undefined;
    open.pop();
    return done();
  }
  if (expected === 'comma') {
    const list = open.at(-1) === '[';
    if (mark === ',') return list ? 'value' : 'name';
    if (mark !== (list ? ']' : '}')) return undefined;
    open.pop();
    return done();
  }
  if (expected === 'nothing') return undefined;
  if (mark === undefined) return done();
  if (mark === '{' || mark === '[') {
    open.push(mark);
    return mark === '{' ? 'first name' : 'first value';
  }
  if (expected === 'value' || mark !== ']') return undefined;
  open.pop();
  return done();
}
