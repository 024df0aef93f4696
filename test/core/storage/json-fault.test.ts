import { array, assert, constantFrom, json, property } from 'fast-check';
import { expect, test } from 'vitest';
import { findJsonFault } from '#core/storage/json.ts';

function isJson(text: string): boolean {
  try {
    const content: unknown = JSON.parse(text);
    return content !== undefined;
  } catch {
    return false;
  }
}

test.each([
  ['', 1, 1, 'a value'],
  ['{"a": 1,}', 1, 9, 'a name in double quotes'],
  ['[1,\n 2,\n]', 3, 1, 'a value'],
  ['{"a" 1}', 1, 6, 'a colon'],
  ['{"a": 1\n "b": 2}', 2, 2, 'a comma or a closing bracket'],
  ["{'a': 1}", 1, 2, undefined],
  ['{"a": 1} // note', 1, 10, undefined],
  ['{"a": 1} 2', 1, 10, 'the end of the file'],
  ['[1}', 1, 3, 'a comma or a closing bracket'],
  ['{"a": [', 1, 8, 'a comma or a closing bracket'],
  ['{"a": "b\n"}', 1, 7, undefined],
])('%j stops being JSON in line %i, column %i: %s', (text, line, column, expected) => {
  expect(isJson(text)).toBe(false);
  expect(findJsonFault(text)).toEqual({ line, column, expected });
});

test('what is JSON has no fault, and what is not has one', () => {
  assert(property(json(), (text) => findJsonFault(text) === undefined));
  const mark = constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '1',
    '-0.5e3',
    'null',
    ' ',
    '\n',
    '01',
    '"\u007F"',
    'x',
  );
  assert(
    property(
      array(mark, { maxLength: 12 }).map((marks) => marks.join('')),
      (text) => (findJsonFault(text) === undefined) === isJson(text),
    ),
    { numRuns: 2_000 },
  );
});
