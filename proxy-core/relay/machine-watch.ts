import { msg } from '#messages/message.ts';
import { closeSync, openSync } from 'node:fs';
import os from 'node:os';
import { z } from 'zod';
import type { Activity } from '#core/logging/activity.ts';
import type { Clock } from '#core/logging/clock.ts';
import { systemErrorCode } from '#core/storage/system-error.ts';
import { ipNetwork } from './ip-network.ts';
import { thisMachine, type Machine } from './lan-names.ts';

export interface MachineWatchOptions {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly machine?: (() => Machine) | undefined;
  /** The machine has slept, or its network has changed: connections from before are dead. */
  readonly resumed: () => void;
  /** Somebody has set the clock, forward or back: what waits for a time of day is looked at anew. */
  readonly clockChanged: () => void;
  /** Seconds since the machine was started, sleep included. */
  readonly uptime?: () => number;
  readonly descriptors?: () => Descriptors | undefined;
}

/** How many file descriptors are in use, at least: 'all' when no more can be opened. */
export interface Descriptors {
  readonly used: number | 'all';
  readonly limit: number;
}

/** Often enough that a person does not wait for it, seldom enough to cost nothing. Milliseconds. */
const lookEvery = 5_000;
/** A look that comes so much later than it should was slept through; a busy machine is not that late. Milliseconds. */
const slept = 30_000;
/** The time of day is compared once a minute; so far from where it should be, somebody has set it. Milliseconds. */
const compareEvery = 60_000;
const clockJump = 60_000;
/** The share of file descriptors in use from which on it is reported that they run out. */
const nearlyAll = 0.9;

/** Watches what happens to the machine: sleep, its clock, the network, file descriptors. Ends with the returned function. */
export function watchMachine(options: MachineWatchOptions): () => void {
  const {
    clock,
    activity,
    machine = thisMachine,
    resumed,
    clockChanged,
    uptime = () => os.uptime(),
  } = options;
  const descriptors = options.descriptors ?? descriptorsInUse;
  let lookedAt = uptime();
  let compared = { at: clock.now(), looks: 0 };
  let network = networkOf(machine());
  let low = false;

  const lookAtNetwork = (): void => {
    const before = { lookedAt, network };
    lookedAt = uptime();
    network = networkOf(machine());
    const late = (lookedAt - before.lookedAt) * 1_000 - lookEvery;
    // without any address there is nowhere to go: the network that comes next is news
    if (late > slept || (network !== before.network && network !== '')) resumed();
  };
  const lookAtClock = (): void => {
    compared.looks += 1;
    const expected = compared.looks * lookEvery;
    if (expected < compareEvery) return;
    const passed = clock.now() - compared.at;
    compared = { at: clock.now(), looks: 0 };
    if (Math.abs(passed - expected) > clockJump) clockChanged();
  };
  const lookAtDescriptors = (): void => {
    const found = descriptors();
    if (found === undefined) return;
    const { used, limit } = found;
    const before = low;
    low = used === 'all' || used >= limit * nearlyAll;
    if (low === before) return;
    activity.note({
      kind: 'connection',
      level: low ? 'warning' : 'info',
      text: low
        ? used === 'all'
          ? msg('activity.noDescriptorsLeft', { limit })
          : msg('activity.fewDescriptorsLeft', { limit, left: limit - used })
        : msg('activity.mailwicketEnoughFileDescriptorsAgain'),
      details: { limit },
    });
  };
  const look = (): void => {
    cancel = clock.after(lookEvery, look);
    lookAtNetwork();
    lookAtClock();
    lookAtDescriptors();
  };
  let cancel = clock.after(lookEvery, look);
  return () => cancel();
}

/**
 * Where this machine is: its IPv4 addresses and IPv6 networks. Left out is what comes and goes by itself: link-local
 * addresses, IPv6's temporary ones within a network, and the bridges of containers and virtual machines.
 */
function networkOf({ interfaces }: Machine): string {
  const places = Object.entries(interfaces)
    .filter(([name]) => !/^(?:docker|br-|veth|virbr|vnet|cni|flannel|podman|lxc|vEthernet)/.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !/^(?:169\.254\.|fe[89ab])/i.test(address))
    .map(({ address }) => ipNetwork(address));
  return [...new Set(places)].toSorted().join();
}

/** The system gives the lowest number that is free, so all below it are in use. */
function descriptorsInUse(): Descriptors | undefined {
  const limit = descriptorLimit();
  if (limit === undefined) return undefined;
  try {
    const used = openSync(os.devNull, 'r');
    closeSync(used);
    return { used, limit };
  } catch (error) {
    const code = systemErrorCode(error);
    return code === 'EMFILE' || code === 'ENFILE' ? { used: 'all', limit } : undefined;
  }
}

const reportSchema = z.object({
  userLimits: z.object({ open_files: z.object({ soft: z.union([z.number(), z.literal('unlimited')]) }) }),
});

let known: { readonly limit: number | undefined } | undefined;

/** How many file descriptors this process may have; undefined where there is no such limit (Windows). */
export function descriptorLimit(): number | undefined {
  return (known ??= { limit: readDescriptorLimit() }).limit;
}

function readDescriptorLimit(): number | undefined {
  const { report } = process;
  // without this it looks up the name of each peer; Node 22.13 and later
  const before: unknown = Reflect.get(report, 'excludeNetwork');
  Reflect.set(report, 'excludeNetwork', true);
  const read = reportSchema.safeParse(report.getReport());
  Reflect.set(report, 'excludeNetwork', before);
  const soft = read.data?.userLimits.open_files.soft;
  return typeof soft === 'number' ? soft : undefined;
}
