import { expect, test } from 'vitest';
import { newestLines } from '../../renderer/screens/activity/newest-lines.ts';

test('of lines that are too much for one file the newest are saved, whole ones', () => {
  const lines = ['one\n', 'two\n', 'three\n'];
  expect(newestLines(lines, 100)).toBe('one\ntwo\nthree\n');
  expect(newestLines(lines, 14)).toBe('one\ntwo\nthree\n');
  expect(newestLines(lines, 13)).toBe('two\nthree\n');
  expect(newestLines(lines, 5)).toBe('');
  expect(newestLines([], 5)).toBe('');
});
