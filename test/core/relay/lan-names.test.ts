import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import {
  isSignable,
  lanNames,
  rangeOctets,
  signableNames,
  thisMachine,
  type Machine,
} from '#core/relay/lan-names.ts';

function interfaceOf(address: string, internal = false): NetworkInterfaceInfo {
  const rest = { address, internal, mac: '00:00:00:00:00:00', cidr: null, netmask: '' };
  return address.includes(':') ? { ...rest, family: 'IPv6', scopeid: 0 } : { ...rest, family: 'IPv4' };
}

const machine: Machine = {
  hostName: 'Desk-7.example.org',
  interfaces: {
    lo: [interfaceOf('127.0.0.1', true), interfaceOf('::1', true)],
    eth0: [
      interfaceOf('fe80::1'),
      interfaceOf('fd00::7'),
      interfaceOf('192.168.1.7'),
      interfaceOf('169.254.7.7'),
    ],
    wlan0: [interfaceOf('192.168.1.7'), interfaceOf('10.0.0.7'), interfaceOf('fe80::2')],
  },
};

test('the names for other devices: host name, the same under .local, and each address once', () => {
  expect(lanNames(machine, ['0.0.0.0', '::'])).toEqual([
    'desk-7.example.org',
    'desk-7.local',
    '192.168.1.7',
    '10.0.0.7',
    'fd00::7',
  ]);
});

test('none while only this machine is listened on', () => {
  expect(lanNames(machine, ['127.0.0.1', '::1', 'localhost'])).toEqual([]);
});

test('where single addresses are listened on, these and no others', () => {
  expect(lanNames(machine, ['127.0.0.1', '10.0.0.7', 'FD00:0::7'])).toEqual([
    'desk-7.example.org',
    'desk-7.local',
    '10.0.0.7',
    'fd00::7',
  ]);
});

test.each([
  ['Desk', ['desk', 'desk.local']],
  ['desk.local', ['desk.local']],
  ['localhost', []],
  ['localhost.localdomain', []],
  ['10.0.0.9', []],
  ['my_desk', []],
  ['', []],
])('of the host name %j come the names %j', (hostName, names) => {
  expect(lanNames({ hostName, interfaces: {} }, ['0.0.0.0'])).toEqual(names);
});

test('of the machine that this runs on, nothing is asked that it does not tell', () => {
  for (const name of lanNames(thisMachine(), ['0.0.0.0', '::'])) expect(name).toMatch(/^[a-z0-9.:-]+$/);
});

test('the authority may sign for this computer and private networks, of public addresses for its own only', () => {
  const names = signableNames(['desk.lan', '192.168.1.7', '203.0.113.7', '2001:db8:1:2:aaaa::7']);
  expect(names.slice(0, 2)).toEqual(['localhost', 'desk.lan']);
  expect(names).toContain('203.0.113.7/32');
  expect(names).not.toContain('192.168.1.7/32');
  for (const may of [
    'localhost',
    'desk.lan',
    'mail.desk.lan',
    '127.0.0.9',
    '172.31.255.255',
    '192.168.9.9',
    '203.0.113.7',
    '::1',
    'fd00::9',
    '2001:db8:1:2:bbbb::9',
  ])
    expect(isSignable(may, names), may).toBe(true);
  for (const not of [
    'example.org',
    'notdesk.lan',
    'lan',
    '172.32.0.1',
    '203.0.113.8',
    '2001:db8:1:3::9',
    '192.0.2.1',
  ])
    expect(isSignable(not, names), not).toBe(false);
});

test.each([
  ['192.0.2.0/24', [192, 0, 2, 0, 255, 255, 255, 0]],
  ['10.31.2.3/12', [10, 16, 0, 0, 255, 240, 0, 0]],
  ['192.0.2.7/32', [192, 0, 2, 7, 255, 255, 255, 255]],
  ['192.0.2.7/0', [0, 0, 0, 0, 0, 0, 0, 0]],
  ['fe80::1/10', [0xfe, 0x80, ...Array<number>(14).fill(0), 0xff, 0xc0, ...Array<number>(14).fill(0)]],
])('a name constraint has the network of %s and its mask', (range, octets) => {
  expect([...(rangeOctets(range) ?? [])]).toEqual(octets);
});

test.each(['example.org', '192.0.2.7', 'example.org/24'])('%s is no range of a name constraint', (name) => {
  expect(rangeOctets(name)).toBeUndefined();
});
