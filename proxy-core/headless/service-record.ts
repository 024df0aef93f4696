import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { listenerViewSchema } from '../contract.ts';
import { writeFileAtomically } from '../storage/atomic-file.ts';

const recordSchema = z.object({
  pid: z.int().positive(),
  startedAt: z.number(),
  listeners: z.array(listenerViewSchema),
});
/** What a running service tells other commands of the same data folder. */
export type ServiceRecord = z.infer<typeof recordSchema>;

/** Writes down that this process serves. */
export async function writeServiceRecord(dataFolder: string, record: ServiceRecord): Promise<void> {
  await writeFileAtomically(fileOf(dataFolder), JSON.stringify(record));
}

/** Forgets it again. */
export async function removeServiceRecord(dataFolder: string): Promise<void> {
  await rm(fileOf(dataFolder), { force: true });
}

/** The service that runs on this data folder, or undefined. */
export async function runningService(dataFolder: string): Promise<ServiceRecord | undefined> {
  const text = await readFile(fileOf(dataFolder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const record = recordSchema.safeParse(jsonOf(text));
  if (!record.success || !isAlive(record.data.pid)) return undefined;
  return record.data;
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

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, but is somebody else's
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}
