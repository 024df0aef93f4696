import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { listenerViewSchema } from '../contract.ts';
import { writeFileAtomically } from '../storage/atomic-file.ts';
import { ServiceLock } from './service-lock.ts';

const recordSchema = z.object({
  pid: z.int().positive(),
  startedAt: z.number(),
  listeners: z.array(listenerViewSchema),
});
/** What a running service tells other commands of the same data folder, in the file service.json. */
export type ServiceRecord = z.infer<typeof recordSchema>;

export async function writeServiceRecord(dataFolder: string, record: ServiceRecord): Promise<void> {
  await writeFileAtomically(fileOf(dataFolder), JSON.stringify(record));
}

export async function removeServiceRecord(dataFolder: string): Promise<void> {
  await rm(fileOf(dataFolder), { force: true });
}

/** Whether the folder is served, and by whom; a service that cannot write its record (a full disk) has none. */
export async function lookForService(
  dataFolder: string,
): Promise<{ readonly running: boolean; readonly record?: ServiceRecord | undefined }> {
  // what a killed service left behind is no sign of life
  if (!ServiceLock.isHeld(dataFolder)) return { running: false };
  return { running: true, record: await readRecord(dataFolder) };
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
