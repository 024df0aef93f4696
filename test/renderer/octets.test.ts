import { expect, test } from 'vitest';
import { octetsIn } from '../../renderer/octets.ts';

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
