import { expect, test } from 'vitest';
import { newestLines, octetsIn } from '../../renderer/screens/activity/log-text.ts';

test.each([
  [1, '1 byte'],
  [153, '153 bytes'],
  [1_530, '1.53 kB'],
  [2_000_000, '2 MB'],
])('%i is written %s', (octets, words) => {
  expect(octetsIn(octets, 'en')).toBe(words);
});

test('German has its own words and comma', () => {
  expect([153, 1_530].map((octets) => octetsIn(octets, 'de'))).toEqual(['153 Byte', '1,53 kB']);
});

test('of lines that are too much for one file the newest are saved, whole ones', () => {
  const lines = ['one\n', 'two\n', 'three\n'];
  expect(newestLines(lines, 100)).toBe('one\ntwo\nthree\n');
  expect(newestLines(lines, 14)).toBe('one\ntwo\nthree\n');
  expect(newestLines(lines, 13)).toBe('two\nthree\n');
  expect(newestLines(lines, 5)).toBe('');
  expect(newestLines([], 5)).toBe('');
});
