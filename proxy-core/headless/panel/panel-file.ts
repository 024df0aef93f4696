import { readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { writeFileAtomically } from '#core/storage/atomic-file.ts';

const linkSchema = z.object({ link: z.string() });

/** Where a service tells other commands of its data folder the panel's address, which is a key: as safe as the vault's. */
function fileOf(dataFolder: string): string {
  return path.join(dataFolder, 'panel.url');
}

export async function writePanelFile(dataFolder: string, address: string): Promise<void> {
  await writeFileAtomically(fileOf(dataFolder), `${address}\n`);
}

export async function removePanelFile(dataFolder: string): Promise<void> {
  await rm(fileOf(dataFolder), { force: true });
}

/** A new link to the panel of the service that runs, good once; undefined where none is shown. */
export async function freshLink(dataFolder: string): Promise<string | undefined> {
  const address = await readFile(fileOf(dataFolder), 'utf8').catch(() => '');
  if (!URL.canParse(address)) return undefined;
  const { origin, hash } = new URL(address);
  const asked = Promise.withResolvers<http.IncomingMessage | undefined>();
  http
    .request(`${origin}/api/link`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hash.slice(1)}` },
      // not through a proxy, whatever the environment says
      agent: new http.Agent(),
      timeout: 5_000,
    })
    // a service that was killed leaves its file behind
    .once('error', () => asked.resolve(undefined))
    .once('timeout', () => asked.resolve(undefined))
    .once('response', asked.resolve)
    .end();
  const answer = await asked.promise;
  if (answer === undefined) return undefined;
  const given = linkSchema.safeParse(await json(answer).catch(() => undefined));
  return given.success ? given.data.link : undefined;
}
