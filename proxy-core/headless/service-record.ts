import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { listenerViewSchema } from '../contract.ts';
import { writeFileAtomically } from '../storage/atomic-file.ts';
import { isAlive, processIdentity } from './process-identity.ts';

const recordSchema = z.object({
  pid: z.int().positive(),
  /** Tells the process from a later one of the same number; see processIdentity. */
  process: z.string().optional(),
  startedAt: z.number(),
  listeners: z.array(listenerViewSchema),
});
/** What a running service tells other commands of the same data folder. */
export type ServiceRecord = z.infer<typeof recordSchema>;

/** Writes down that this process serves. */
export async function writeServiceRecord(
  dataFolder: string,
  about: Pick<ServiceRecord, 'startedAt' | 'listeners'>,
): Promise<void> {
  const identity = await processIdentity(process.pid);
  const record: ServiceRecord = {
    pid: process.pid,
    ...(identity === undefined ? {} : { process: identity }),
    ...about,
  };
  await writeFileAtomically(fileOf(dataFolder), JSON.stringify(record));
}

/** Forgets it again. Another process's record is left alone. */
export async function removeServiceRecord(dataFolder: string): Promise<void> {
  const record = await readRecord(dataFolder);
  if (record === undefined || (record.pid !== process.pid && (await isRunning(record)))) return;
  await rm(fileOf(dataFolder), { force: true });
}

/** Another process that serves this data folder, or undefined. */
export async function runningService(dataFolder: string): Promise<ServiceRecord | undefined> {
  const record = await readRecord(dataFolder);
  return record !== undefined && (await isRunning(record)) ? record : undefined;
}

/** What a killed service left behind is no sign of life, even if its number is another process's by now. */
async function isRunning({ pid, process: identity }: ServiceRecord): Promise<boolean> {
  // in a container every start has the same number
  if (pid === process.pid || !isAlive(pid)) return false;
  const present = await processIdentity(pid);
  return identity === undefined || present === undefined || present === identity;
}

async function readRecord(dataFolder: string): Promise<ServiceRecord | undefined> {
  const text = await readFile(fileOf(dataFolder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : recordSchema.safeParse(jsonOf(text)).data;
}

function fileOf(dataFolder: string): string {
  return path.join(dataFolder, 'service.json');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
