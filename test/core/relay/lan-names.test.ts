import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { lanNames, thisMachine, type Machine } from '#core/relay/lan-names.ts';

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
