import { z } from 'zod';
import { limits } from './limits.ts';

/** How many connections of mail programs are taken. */
export interface ConnectionLimits {
  /** In all, those that are logged in included. */
  readonly connections: number;
  /** That have not logged in yet. */
  readonly beforeLogin: number;
  /** Of these, from one peer that is not this machine. */
  readonly beforeLoginOfPeer: number;
  /** Of these, what is kept free for this machine. */
  readonly keptForLoopback: number;
}

const reportSchema = z.object({
  userLimits: z.object({ open_files: z.object({ soft: z.union([z.number(), z.literal('unlimited')]) }) }),
});

let known: { readonly limit: number | undefined } | undefined;

/** How many file descriptors this process may have; undefined where there is no such limit (Windows). */
export function descriptorLimit(): number | undefined {
  known ??= { limit: readDescriptorLimit() };
  return known.limit;
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

/**
 * The limits of the relay, or less where the system allows few descriptors: a session has two of them, and files,
 * token requests and the panel need some too.
 * @param descriptors - how many this process may have; undefined: any number
 */
export function connectionLimits(descriptors: number | undefined): ConnectionLimits {
  const free = Math.max(8, (descriptors ?? Number.POSITIVE_INFINITY) - limits.descriptorsKept);
  const beforeLogin = Math.min(limits.beforeLogin, Math.floor(free / 4));
  return {
    connections: Math.min(limits.connections, Math.floor(free / 2)),
    beforeLogin,
    beforeLoginOfPeer: Math.min(limits.beforeLoginOfPeer, Math.ceil(beforeLogin / 2)),
    keptForLoopback: Math.ceil(beforeLogin / 5),
  };
}
