import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ChecklistView } from '#contract/settings.ts';
import { textOf } from '../support/english.ts';
import { matching } from '../support/matchers.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import { SystemBench } from '../support/system-bench.ts';

const clock = new ForwardClock();
const [anna, mia] = ['anna@example.org', 'mia@example.org'];
let bench: SystemBench;

beforeEach(async () => {
  bench = await SystemBench.start({ clock });
  await bench.running.addAppOnlyClient('Devices');
});
afterEach(() => bench.stop());

function checklist(running = bench.running): ChecklistView | undefined {
  return running.gateway.snapshot.clients.find(({ name }) => name === 'Devices')?.checklist;
}

/** Waits until each mailbox has come to a state. */
async function settled(...states: ChecklistView['mailboxes'][number]['state'][]): Promise<void> {
  await bench.snapshot(({ clients }) => {
    const shown = clients.find(({ name }) => name === 'Devices')?.checklist?.mailboxes;
    return JSON.stringify(shown?.map(({ state }) => state)) === JSON.stringify(states);
  });
}

it('what an administrator has done for a client stays, whatever page or process is shown', async () => {
  expect(checklist()).toEqual({ credential: { ready: true }, mailboxes: [] });
  await bench.running.run('mailboxes-set', { client: 'Devices', mailboxes: [anna, mia, 'ANNA@example.org'] });
  await bench.running.run('client-test', { client: 'Devices' });
  await bench.running.run('accounts-add', { client: 'Devices', addresses: [anna, mia] });

  const next = await bench.open({ clock });
  expect(checklist(next)).toMatchObject({
    credential: { ready: true, acceptedAt: matching(/^20.*Z$/) },
    mailboxes: [
      { address: anna, state: 'unchecked', scripted: false },
      { address: mia, state: 'unchecked' },
    ],
  });
  expect(checklist(next)?.mailboxes.every(({ account }) => account !== undefined)).toBe(true);

  await next.run('client-update', {
    client: 'Devices',
    change: {},
    credential: { kind: 'secret', secret: 'another' },
  });
  expect(checklist(next)?.credential).toEqual({ ready: true });
});

it('mailboxes are looked at, and again by themselves until Exchange has taken a grant up', async () => {
  await bench.running.run('accounts-add', { client: 'Devices', addresses: [anna, mia] });
  expect(await bench.running.run('mailbox-checks-start', { client: 'Devices' })).toEqual({ count: 2 });
  await settled('open', 'not-yet');
  const [, waiting] = checklist()?.mailboxes ?? [];
  expect(waiting?.nextAt).toBe((waiting?.checkedAt ?? 0) + 60_000);
  expect(textOf(waiting?.problem?.message)).not.toBe('');

  bench.sandbox.clients.appOnly.mailboxes = 'all';
  clock.forward(60_000);
  await settled('open', 'open');
  const next = await bench.open({ clock });
  expect(checklist(next)?.mailboxes.map(({ state }) => state)).toEqual(['open', 'open']);
});

it('what time does not mend is told at once, and nothing is asked again', async () => {
  await bench.running.run('client-update', {
    client: 'Devices',
    change: {},
    credential: { kind: 'secret', secret: 'wrong' },
  });
  await bench.running.run('accounts-add', { client: 'Devices', addresses: [anna] });
  await bench.running.run('mailbox-checks-start', {
    client: 'Devices',
    mailboxes: [anna, 'none@example.org'],
  });
  await settled('refused');
  expect(checklist()?.mailboxes[0]).toMatchObject({ problem: { code: 'refused' } });
  expect(checklist()?.mailboxes[0]?.nextAt).toBeUndefined();
});

it('a client with which people sign in has no such list', async () => {
  await bench.running.addDesktopClient('Desk');
  expect(await bench.running.gateway.run('mailboxes-set', { client: 'Desk', mailboxes: [] })).toMatchObject({
    ok: false,
    code: 'not-app-only',
  });
});
