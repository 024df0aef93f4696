import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { Activity } from '#core/logging/activity.ts';
import { silentLogger } from '#core/logging/logger.ts';
import type { Machine } from '#core/relay/lan-names.ts';
import { descriptorLimit, watchMachine, type Descriptors } from '#core/relay/machine-watch.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { textOf } from '../../support/english.ts';

const look = 5_000;

function address(of: string): NetworkInterfaceInfo {
  const rest = { address: of, netmask: '', mac: '', internal: false, cidr: null };
  return of.includes(':') ? { ...rest, family: 'IPv6', scopeid: 0 } : { ...rest, family: 'IPv4' };
}

class Bench {
  readonly clock = new FakeClock();
  readonly activity = new Activity({ clock: this.clock, logger: silentLogger });
  interfaces: Machine['interfaces'] = { eth0: [address('192.0.2.7')] };
  descriptors: Descriptors | undefined;
  asleep = 0;
  /** By how much somebody has set the clock. */
  set = 0;
  resumed = 0;
  clockChanged = 0;
  readonly end = watchMachine({
    clock: this.clock,
    activity: this.activity,
    machine: () => ({ hostName: 'host', interfaces: this.interfaces }),
    resumed: () => {
      this.resumed += 1;
    },
    clockChanged: () => {
      this.clockChanged += 1;
    },
    uptime: () => (this.clock.now() - this.set + this.asleep) / 1_000,
    descriptors: () => this.descriptors,
  });

  constructor() {
    onTestFinished(() => this.end());
  }
}

it('notices that the machine has slept, once', async () => {
  const bench = new Bench();
  await bench.clock.advance(20 * look);
  expect(bench.resumed).toBe(0);
  bench.asleep += 3_600_000;
  await bench.clock.advance(look);
  expect(bench.resumed).toBe(1);
  await bench.clock.advance(20 * look);
  expect(bench.resumed).toBe(1);
});

it('notices that somebody has set the clock, forward or back, and takes it for no sleep', async () => {
  const bench = new Bench();
  for (const by of [90_000, -3_600_000]) {
    bench.set += by;
    bench.clock.jump(by);
    await bench.clock.advance(40 * look);
  }
  bench.clock.jump(30_000);
  bench.set += 30_000;
  await bench.clock.advance(20 * look);
  expect([bench.clockChanged, bench.resumed]).toEqual([2, 0]);
});

it('notices a clock that is set little by little', async () => {
  const bench = new Bench();
  for (let step = 0; step < 12; step += 1) {
    bench.set += 10_000;
    bench.clock.jump(10_000);
    await bench.clock.advance(look);
  }
  expect([bench.clockChanged, bench.resumed]).toEqual([1, 0]);
});

it('does not take a machine that is busy for one that has slept', async () => {
  const bench = new Bench();
  bench.asleep += 15_000;
  await bench.clock.advance(look);
  expect(bench.resumed).toBe(0);
});

it('notices another network, over IPv4 or IPv6', async () => {
  const bench = new Bench();
  bench.interfaces = { eth0: [address('198.51.100.9')] };
  await bench.clock.advance(look);
  expect(bench.resumed).toBe(1);
  bench.interfaces = { eth0: [address('2001:db8:1:2:aaaa::1')] };
  await bench.clock.advance(look);
  expect(bench.resumed).toBe(2);
  bench.interfaces = { eth0: [address('2001:db8:1:3:aaaa::1')] };
  await bench.clock.advance(look);
  expect(bench.resumed).toBe(3);
});

it('waits for the next network where there is none, even if it is the one from before', async () => {
  const bench = new Bench();
  const { interfaces } = bench;
  bench.interfaces = {};
  await bench.clock.advance(look);
  expect(bench.resumed).toBe(0);
  bench.interfaces = interfaces;
  await bench.clock.advance(look);
  expect(bench.resumed).toBe(1);
});

it('does not cut sessions for what comes and goes by itself', async () => {
  const bench = new Bench();
  bench.interfaces = { eth0: [address('192.0.2.7'), address('2001:db8:1:2:aaaa::1')] };
  await bench.clock.advance(look);
  const before = bench.resumed;
  bench.interfaces = {
    eth0: [address('192.0.2.7'), address('2001:db8:1:2:bbbb::2'), address('fe80::1'), address('169.254.1.1')],
    docker0: [address('172.17.0.1')],
    'br-0a1b': [address('172.18.0.1')],
  };
  await bench.clock.advance(look);
  expect(bench.resumed).toBe(before);
});

it('tells once that file descriptors run out, and once that there are enough again', async () => {
  const bench = new Bench();
  for (const used of [10, 899, 900, 960, 'all', 20] as const) {
    bench.descriptors = { used, limit: 1_000 };
    await bench.clock.advance(look);
  }
  expect(
    bench.activity.entries().map(({ level, text }) => [level === 'warning', textOf(text).slice(0, 67)]),
  ).toEqual([
    [true, 'Mailwicket is running out of file descriptors: of 1000, only 100 ar'],
    [false, 'Mailwicket has enough file descriptors again.'],
  ]);
});

it.runIf(process.platform === 'linux')('uses up no descriptor by looking how many there are', async () => {
  const clock = new FakeClock();
  const activity = new Activity({ clock, logger: silentLogger });
  onTestFinished(watchMachine({ clock, activity, resumed: () => {}, clockChanged: () => {} }));
  await clock.advance(look);
  const before = readdirSync('/proc/self/fd').length;
  await clock.advance(50 * look);
  expect(readdirSync('/proc/self/fd').length).toBeLessThan(before + 25);
  expect(activity.entries()).toEqual([]);
  const allowed = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  expect(String(descriptorLimit() ?? 'unlimited')).toBe(allowed);
});

it('has ended when it is told to', async () => {
  const bench = new Bench();
  bench.end();
  expect(bench.clock.timers).toBe(0);
});
