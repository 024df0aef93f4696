import { describe, expect, test } from 'vitest';
import { snapshotSchema } from '#contract/views.ts';
import { Redactor } from '#contract/redactor.ts';
import { type Message, msg, verbatim } from '#messages/message.ts';

const clientId = '22222222-2222-4222-8222-222222222222';
const accountId = '11111111-1111-4111-8111-111111111111';
const snapshot = snapshotSchema.parse({
  revision: 1,
  accounts: [
    {
      id: accountId,
      address: 'anna@kanzlei-schmidt.de',
      clientId,
      passwordMode: 'own',
      clientName: 'Kanzlei',
      sendsBy: 'smtp',
      submissions: ['smtp'],
      state: 'ready',
      passwords: [
        { id: 'one', name: 'first', createdAt: '2026-01-01T00:00:00Z' },
        { id: 'two', name: 'Anna’s phone', createdAt: '2026-01-01T00:00:00Z' },
      ],
      sessions: { imap: 0, pop: 0, smtp: 0 },
    },
  ],
  clients: [
    {
      id: clientId,
      name: 'Kanzlei',
      provider: 'custom',
      grant: 'authorization-code',
      clientId: 'app',
      credential: 'none',
      authorizationUrl: 'https://login.schmidt-it.example/authorize',
      tokenUrl: 'https://login.schmidt-it.example/token',
      servers: {
        imap: { host: 'mail.kanzlei-schmidt.de', port: 993, tls: 'implicit' },
        smtp: { host: 'smtp.office365.com', port: 587, tls: 'starttls' },
      },
      usedBy: 1,
      builtIn: false,
    },
  ],
  listeners: [],
  devices: [
    {
      id: '33333333-3333-4333-8333-333333333333',
      accountId,
      name: 'Frau Müllers Drucker',
      from: ['192.0.2.7'],
      listen: { address: '0.0.0.0', port: 2525 },
      port: 2525,
      security: 'none',
      senderPolicy: 'rewrite',
      limitPerHour: 100,
      accountAddress: 'anna@kanzlei-schmidt.de',
      sendsAs: 'scan@kanzlei-schmidt.de',
      addresses: ['0.0.0.0'],
      sentLately: 0,
    },
  ],
});
const redactor = new Redactor(snapshot);
const words = verbatim;

describe('nobody’s name or address is left', () => {
  test.each<readonly [Message, string]>([
    [
      msg('devices.notSent', {
        name: 'Frau Müllers Drucker',
        why: words('mail.kanzlei-schmidt.de:993 did not answer'),
      }),
      'device 1 could not send: [server]:993 did not answer',
    ],
    [
      msg('devices.notNamed', { name: 'A device that was removed', peer: '192.0.2.9' }),
      '[machine] tried to send on the port of [name], and is not among those who may. Nothing was taken.',
    ],
    [
      msg('activity.localPasswordRevoked', { name: 'Anna’s phone', address: 'anna@kanzlei-schmidt.de' }),
      'The local password password 2 of account 1 was revoked.',
    ],
    [
      msg('activity.localPasswordRevoked', { name: 'Bo’s phone', address: 'bo@kanzlei-schmidt.de' }),
      'The local password [name] of [address] was revoked.',
    ],
    // its own words stay, though a password is called like one of them
    [
      msg('activity.firstLogin', { name: 'first', address: 'bo@kanzlei-schmidt.de', peer: '127.0.0.1' }),
      '[address] logged in for the first time, from 127.0.0.1 with the domain’s password “password 1”. Its person has to sign in now.',
    ],
    [msg('activity.servedPortNow', { name: 'IMAP', port: '1143' }), 'IMAP is served on port 1143 now.'],
    [
      words('login.schmidt-it.example and intranet.kanzlei-schmidt.de, but smtp.office365.com'),
      '[server] and intranet.[domain], but smtp.office365.com',
    ],
    [
      words('/home/anna/mail.pem, C:\\Users\\Anna\\mail.pem'),
      '/home/[user]/mail.pem, C:\\Users\\[user]\\mail.pem',
    ],
  ])('%j', (message, told) => {
    expect(redactor.message(message)).toBe(told);
  });

  test('nor in a line of the activity', () => {
    const line = redactor.entry({
      sequence: 1,
      at: 0,
      kind: 'message-refused',
      level: 'warning',
      text: msg('devices.tooManyConnections', { name: 'Frau Müllers Drucker' }),
      accountId,
      peer: '192.0.2.7',
      details: { device: 'Frau Müllers Drucker', count: 2, fix: words('ask anna@kanzlei-schmidt.de') },
    });
    expect(line).toMatchObject({
      text: 'device 1 has too many connections open at once. No more are taken.',
      account: 'account 1',
      peer: '[machine]',
      details: { device: 'device 1', count: 2, fix: 'ask account 1' },
    });
  });
});
