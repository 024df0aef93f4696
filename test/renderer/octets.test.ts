import { expect, test } from 'vitest';
import { octetsIn } from '../../renderer/i18n.ts';

test.each([
  [1, '1 byte'],
  [153, '153 bytes'],
  [1_530, '1.53 kB'],
  [2_000_000, '2 MB'],
])('%i is written %s', (octets, words) => {
  expect(octetsIn(octets)).toBe(words);
});
