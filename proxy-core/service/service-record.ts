import { jsonOf } from '#core/storage/json.ts';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import {
  accountViewSchema,
  deviceViewSchema,
  listenerViewSchema,
  ownCertificateViewSchema,
} from '#contract/views.ts';
import { writeFileAtomically } from '#core/storage/atomic-file.ts';
import { dataPaths } from '#core/storage/data-folder.ts';
import { ServiceLock } from './service-lock.ts';
import { tokenPlaceSchema } from './token-server.ts';
import type { Problem } from '#contract/problem.ts';

/** What of a snapshot is told. */
export const recordContentSchema = z.object({
  listeners: z.array(listenerViewSchema),
  devices: z
    .array(deviceViewSchema.pick({ id: true, port: true, addresses: true, problem: true, sentLately: true }))
    .default([]),
  /** Left out where Mailwicket makes the certificate, or no port has TLS. */
  ownCertificate: ownCertificateViewSchema.optional(),
  accounts: z.array(
    accountViewSchema.pick({ id: true, state: true, problem: true, lastActivityAt: true, sessions: true }),
  ),
});
export type RecordContent = z.infer<typeof recordContentSchema>;

const recordSchema = recordContentSchema.extend({
  pid: z.int().positive(),
  /** Times are milliseconds since 1970. */
  startedAt: z.number(),
  writtenAt: z.number(),
  /** Where the owner's programs get tokens; none where nothing is served. */
  tokens: tokenPlaceSchema.optional(),
});
/**
 * What a running service tells other commands of the same data folder, in the file service.json: what only it knows, as
 * it has seen the logins. When it has ended, the file tells what was known last.
 */
export type ServiceRecord = z.infer<typeof recordSchema>;

/** A service that has seen a change writes its record well within this time. Milliseconds. */
const patience = 1_000;

export async function writeServiceRecord(dataFolder: string, record: ServiceRecord): Promise<void> {
  await writeFileAtomically(fileOf(dataFolder), JSON.stringify(record));
}

export interface FoundService {
  readonly running: boolean;
  /** None where there never was a service, or it cannot write (a full disk). */
  readonly record: ServiceRecord | undefined;
  /** Settings and vault are as they were when the record was written: what it says of the accounts holds. */
  readonly upToDate: boolean;
}

/** Whether a data folder is served, and what the service tells, or told last. */
export async function findService(dataFolder: string): Promise<FoundService> {
  // what a killed service left behind is no sign of life
  const running = ServiceLock.isHeld(dataFolder);
  const record = await readRecord(dataFolder);
  const upToDate = record !== undefined && record.writtenAt >= (await changedAt(dataFolder));
  return { running, record, upToDate };
}

/** The same; a running service that has a change to see yet is given a moment. */
export async function findServiceNow(dataFolder: string): Promise<FoundService> {
  const until = performance.now() + patience;
  for (;;) {
    const found = await findService(dataFolder);
    if (!found.running || found.upToDate || performance.now() > until) return found;
    await delay(30);
  }
}

/** When the settings or a secret were changed last: an entry of the vault is replaced, which changes its folder. */
async function changedAt(dataFolder: string): Promise<number> {
  const { settings, vault } = dataPaths(dataFolder);
  const times = [settings, vault].map((file) =>
    stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
  );
  return Math.max(...(await Promise.all(times)));
}

async function readRecord(dataFolder: string): Promise<ServiceRecord | undefined> {
  const text = await readFile(fileOf(dataFolder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : recordSchema.safeParse(jsonOf(text)).data;
}

function fileOf(dataFolder: string): string {
  return path.join(dataFolder, 'service.json');
}

/**
 * What a service that has ended knew of its accounts: when a login was accepted last, and, unless somebody has changed
 * something since, why logins are refused.
 */
export function knownOfAccounts({
  record,
  upToDate,
}: Pick<FoundService, 'record' | 'upToDate'>): ReadonlyMap<
  string,
  { readonly lastActivityAt?: number | undefined; readonly refusal?: Problem | undefined }
> {
  return new Map(
    record?.accounts.map(({ id, state, problem, lastActivityAt }) => [
      id,
      {
        lastActivityAt,
        refusal: upToDate && state === 'refused' && isOfServer(problem) ? problem : undefined,
      },
    ]),
  );
}

/**
 * Whether a provider or a mail server said no. What this machine itself could not do, such as opening the vault, is
 * found out anew at each start: it may be mended without any change that can be seen.
 */
function isOfServer(problem: Problem | undefined): boolean {
  return problem !== undefined && (problem.answer !== undefined || problem.who === undefined);
}
