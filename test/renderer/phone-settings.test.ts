import { expect, test } from 'vitest';
import { listenersSchema } from '#contract/settings.ts';
import { endpointForDevices, lanHost, phoneSettings } from '../../renderer/screens/account/phone-settings.ts';

const imap = { protocol: 'imap', host: '192.168.1.20', port: 1993, security: 'tls' } as const;
const smtp = { protocol: 'smtp', host: '192.168.1.20', port: 1465, security: 'tls' } as const;
const address = 'anna@example.org';

test('the square for a phone is what Thunderbird for Android reads, with the password only where there is one', () => {
  const told = (password?: string): unknown =>
    JSON.parse(phoneSettings({ address, imap, smtp, password }) ?? 'null');
  expect(told()).toEqual([
    1,
    [1, 1],
    [0, '192.168.1.20', 1993, 3, 1, address],
    [
      [
        [0, '192.168.1.20', 1465, 3, 1, address],
        [address, address],
      ],
    ],
  ]);
  expect(told('secret')).toEqual([
    1,
    [1, 1],
    [0, '192.168.1.20', 1993, 3, 1, address, address, 'secret'],
    [
      [
        [0, '192.168.1.20', 1465, 3, 1, address, 'secret'],
        [address, address],
      ],
    ],
  ]);
});

test('a whole domain and an address that the format has no letters for have no square', () => {
  expect(phoneSettings({ address: '*@example.org', imap, smtp })).toBeUndefined();
  expect(phoneSettings({ address: 'änne@example.org', imap, smtp })).toBeUndefined();
});

test('a phone is told an address of the network, never this computer’s own name for itself', () => {
  expect(lanHost(['localhost', '127.0.0.1', '::1', 'desk.local', '192.168.1.20'])).toBe('192.168.1.20');
  expect(lanHost(['localhost', 'desk.local'])).toBe('desk.local');
  expect(lanHost(['localhost', '127.0.0.1'])).toBeUndefined();
});

test('a device is told the address that it reaches, and nothing where no port is open to the network', () => {
  const port = { protocol: 'smtp', implicitTls: true, port: 1465 } as const;
  const told = (listening: string, names: readonly string[] = []): unknown =>
    endpointForDevices(
      {
        listeners: [{ ...port, addresses: ['127.0.0.1', listening] }],
        settings: {
          listeners: listenersSchema.parse({}),
          chosenAtStart: [],
          extraCertificateAuthorities: [],
          missingAuthorities: [],
          certificateFiles: [],
          certificateNames: [...names],
        },
      },
      'smtp',
      'this computer’s address',
    )?.host;
  expect(told('192.168.1.20')).toBe('192.168.1.20');
  expect(told('0.0.0.0', ['localhost', 'desk.local'])).toBe('desk.local');
  expect(told('0.0.0.0')).toBe('this computer’s address');
  expect(told('::1')).toBeUndefined();
});
