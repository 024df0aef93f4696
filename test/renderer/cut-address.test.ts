import { expect, test } from 'vitest';
import { cutAddress } from '../../renderer/components/cut-address.ts';

/** As if every character took the same. */
const cut = (address: string, room: number): string => cutAddress(address, room, (text) => text.length);

const long = 'office.reception.third.floor@subsidiary-with-a-name.example.org';

test.each([
  [long, 100, long],
  [long, 40, 'office.recept…@subsidiary-wi…example.org'],
  [long, 24, 'offic…@subsi…example.org'],
  [long, 17, 'off…@…example.org'],
  // no room for two labels: the last one stays whole
  [long, 16, 'offic…@subs….org'],
  ['karl@example.org', 15, 'karl@examp….org'],
  ['karl@example.org', 10, 'kar…@….org'],
  ['post@a-domain-with-one-very-long-name.example', 24, 'post@a-domain-w….example'],
  ['example.org', 8, 'exa….org'],
  ['örtchen😀😀😀@example.org', 19, 'örtche…@example.org'],
])('%s in the room of %i characters', (address, room, shown) => {
  expect(cut(address, room)).toBe(shown);
});

test('what is shown fits, and ends with whole labels of the domain', () => {
  for (let room = 20; room < long.length; room += 1) {
    const shown = cut(long, room);
    expect(shown.length).toBeLessThanOrEqual(room);
    expect(shown).toMatch(/^off.*…@.*(?:…|\.)example\.org$/);
  }
});
