import { describe, expect, test } from 'vitest';
import { byUrgency, overallState } from '#contract/status.ts';
import type { AccountState, DeviceView } from '#contract/views.ts';
import { account, accountIdOf, imapListener, snapshot } from '../../electron/samples.ts';
import { verbatim } from '#messages/message.ts';

const problem = { code: 'x', message: verbatim('Something is wrong.'), fix: verbatim('Mend it.') };
const closed = { ...imapListener, problem };
const device: DeviceView = {
  id: accountIdOf(9),
  name: 'Printer, 2nd floor',
  accountId: accountIdOf(1),
  accountAddress: 'user1@example.org',
  sendsAs: 'user1@example.org',
  listen: { address: '127.0.0.1', port: 2525 },
  from: ['192.0.2.57'],
  security: 'none',
  senderPolicy: 'rewrite',
  limitPerHour: 100,
  paused: false,
  port: 2525,
  addresses: [],
  sentLately: 0,
};

describe('the overall state', () => {
  test('a closed port is never said to be ready, however well the accounts are', () => {
    expect(overallState(snapshot([account(1)], { listeners: [imapListener, closed] }), true)).toEqual({
      state: 'needs-you',
      what: 'listener',
      port: closed.port,
    });
  });

  test('a closed port of a device is told with the device’s name, behind those of mail programs', () => {
    const all = snapshot([account(1)], { listeners: [imapListener], devices: [{ ...device, problem }] });
    expect(overallState(all, true)).toEqual({
      state: 'needs-you',
      what: 'device',
      port: device.port,
      name: device.name,
    });
    expect(overallState({ ...all, listeners: [closed] }, true).what).toBe('listener');
    expect(overallState({ ...all, devices: [device] }, true).what).toBe('ready');
  });

  test('not all works where a check has found otherwise', () => {
    const step = { name: 'reach', ok: false, milliseconds: 1, message: verbatim('It is away.') } as const;
    const checked = (running: boolean, ok: boolean): ReturnType<typeof overallState> => {
      const check = { startedAt: 1, running, steps: [{ ...step, ok }] };
      return overallState(snapshot([account(1), account(2, { check })], { listeners: [] }), true);
    };
    expect(checked(false, false)).toMatchObject({
      state: 'needs-you',
      what: 'check-failed',
      accounts: { first: { id: accountIdOf(2) }, count: 1 },
    });
    expect(checked(true, false).what).toBe('checking');
    expect(checked(false, true).what).toBe('ready');
  });

  test('what somebody must mend goes before what is away, and that before what is under way', () => {
    const states: readonly AccountState[] = [
      'refused',
      'needs-sign-in',
      'needs-password',
      'unreachable',
      'signing-in',
      'ready',
      'paused',
    ];
    const accounts = states.map((state, index) => account(index, { state })).toReversed();
    expect(byUrgency(accounts).map(({ state }) => state)).toEqual(states);
    const whats: string[] = [];
    for (let left = byUrgency(accounts); left.length > 0; left = left.slice(1)) {
      whats.push(overallState(snapshot(left), true).what);
    }
    expect(whats).toEqual([
      'accounts',
      'accounts',
      'accounts',
      'unreachable',
      'signing-in',
      'ready',
      'paused',
    ]);
    const all = snapshot(accounts, { listeners: [closed], problem });
    expect(overallState(all, false).what).toBe('problem');
    expect(overallState({ ...all, problem: undefined }, false).what).toBe('listener');
  });

  test('names the most urgent account, and how many need somebody', () => {
    const two = [account(1, { state: 'needs-password' }), account(2, { state: 'refused' }), account(3)];
    expect(overallState(snapshot(two), true)).toMatchObject({
      what: 'accounts',
      accounts: { first: { address: 'user2@example.org' }, count: 2 },
    });
  });
});
