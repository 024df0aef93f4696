import { expect, it } from 'vitest';
import { Activity } from '#core/logging/activity.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { ConnectionNotes } from '#core/relay/connection-notes.ts';
import { limits } from '#core/relay/limits.ts';
import { verbatim } from '#messages/message.ts';
import { textOf } from '../../support/english.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const peer = '192.0.2.7';
const imap = { protocol: 'imap', implicitTls: false, peer } as const;

function opened() {
  const clock = new FakeClock();
  const activity = new Activity({ clock, logger: silentLogger });
  const notes = new ConnectionNotes({ activity, clock });
  const said = () => activity.entries().map(({ level, text }) => [level, textOf(text)]);
  return { clock, notes, said };
}

it('a program that only leaves is no warning, and one that is hung up on is told why', () => {
  const { notes, said } = opened();
  notes.hungUp({ reason: 'client-left', message: verbatim('The client left.') }, imap);
  notes.hungUp({ reason: 'limit', message: verbatim('There were too many errors.') }, imap);
  expect(said()).toEqual([
    ['info', `A client at ${peer} left without logging in.`],
    ['warning', 'There were too many errors.'],
  ]);
});

it('what comes again is counted by port, peer and reason, and becomes one line each', async () => {
  const { clock, notes, said } = opened();
  const left = { reason: 'client-left', message: verbatim('It left.') } as const;
  for (const about of [imap, { ...imap, implicitTls: true }, { ...imap, peer: '192.0.2.8' }])
    for (let time = 0; time < 3; time += 1) notes.hungUp(left, about);
  expect(said()).toHaveLength(3);
  await clock.advance(limits.summaryPeriod);
  expect(said().slice(3)).toEqual([
    ['info', `2 more connections from ${peer} over IMAP ended before a login.`],
    ['info', `2 more connections from ${peer} over IMAP with TLS ended before a login.`],
    ['info', '2 more connections from 192.0.2.8 over IMAP ended before a login.'],
  ]);
  expect(clock.timers).toBe(0);
});

it('a device that is refused is named, and counted by its address; too many of it are counted together', () => {
  const { notes, said } = opened();
  const device = { id: 'printer', name: 'Printer', accountId: 'anna' };
  for (const from of [peer, peer, '192.0.2.8']) notes.deviceRefused(device, from, false);
  for (const from of [peer, '192.0.2.8']) notes.deviceRefused(device, from, true);
  expect(said()).toHaveLength(3);
  notes.flush();
  expect(said()).toHaveLength(5);
  for (const [level, text] of said()) {
    expect(level).toBe('warning');
    expect(text).toContain('Printer');
  }
});
