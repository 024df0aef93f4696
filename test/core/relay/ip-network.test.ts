import { expect, test } from 'vitest';
import { peerOf, peersIn } from '#core/relay/ip-network.ts';

test.each([
  ['127.0.0.1', 'loopback'],
  ['127.255.3.9', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.2', 'loopback'],
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8::/64'],
  ['fe80::1%eth0', 'fe80::/64'],
  ['unknown', 'unknown'],
])('wrong passwords from %s count as those of %s', (address, peer) => {
  expect(peerOf(address)).toBe(peer);
});

test.each([
  ['192.0.2.7', true],
  ['::ffff:192.0.2.7', true],
  ['192.0.2.8', false],
  ['198.51.100.200', true],
  ['198.51.101.1', false],
  ['2001:db8::1', true],
  ['2001:db8::2', false],
  ['2001:db8:1::2', true],
  ['2001:db8:2::2', false],
  ['fe80::1%eth0', true],
  ['', false],
])('%j is one of the named peers: %s', (peer, expected) => {
  const isNamed = peersIn(['192.0.2.7', '198.51.100.0/24', '2001:db8::1', '2001:db8:1::/48', 'fe80::/10']);
  expect(isNamed(peer)).toBe(expected);
  expect(peersIn([])(peer)).toBe(false);
});
