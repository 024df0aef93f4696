import http from 'node:http';
import type { Gateway } from '#core/gateway.ts';
import { defaultPanelPort } from '#contract/endpoints.ts';
import type { HostInfo } from '#contract/commands/host.ts';
import { PanelServer } from './panel-server.ts';
import { aboutProgram, installedFolder } from '../installed-files.ts';
import { loadScreenFiles, type ScreenFiles } from '#core/screens/screen-files.ts';
import { readFile, rm } from 'node:fs/promises';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { CodedError } from '#core/errors/coded-error.ts';
import { verbatim } from '#messages/message.ts';
import { writeFileAtomically } from '#core/storage/atomic-file.ts';

import path from 'node:path';

const builtScreens = path.join(installedFolder, 'dist/renderer');

/** The built screens. @throws CodedError - screens-not-built */
export async function builtScreenFiles(folder = builtScreens): Promise<ScreenFiles> {
  return await loadScreenFiles(folder).catch(() => {
    const text = verbatim('The screens are not built yet.');
    throw new CodedError('screens-not-built', text, verbatim('Run: npm run build:renderer'));
  });
}

/**
 * Opens the panel on loopback.
 * @param options.port - 0: any free one; 'usual': the same at each start, and any free one where that is taken
 * @throws CodedError - panel-port
 */
export async function openPanel(options: {
  readonly gateway: Gateway;
  readonly files: ScreenFiles;
  readonly port: number | 'usual';
}): Promise<PanelServer> {
  const port = options.port === 'usual' ? defaultPanelPort : options.port;
  const panel = new PanelServer({ ...options, port, hostInfo: panelHostInfo() });
  try {
    await panel.open();
  } catch (error) {
    if (options.port === 'usual') return await openPanel({ ...options, port: 0 });
    throw error;
  }
  return panel;
}

function panelHostInfo(): HostInfo {
  return {
    ...aboutProgram(),
    kind: 'panel',
    language: Intl.DateTimeFormat().resolvedOptions().locale,
    tray: false,
    secretsKept: true,
  };
}

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

/**
 * A new link to the panel of the service that runs, good once; undefined where none is shown.
 * @param timeout - how long it has to answer, in milliseconds
 */
export async function freshLink(dataFolder: string, timeout = 5_000): Promise<string | undefined> {
  const address = await readFile(fileOf(dataFolder), 'utf8').catch(() => '');
  if (!URL.canParse(address)) return undefined;
  const { origin, hash } = new URL(address);
  const asked = Promise.withResolvers<http.IncomingMessage | undefined>();
  const request = http.request(`${origin}/api/link`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hash.slice(1)}` },
    // not through a proxy, whatever the environment says
    agent: new http.Agent(),
    timeout,
  });
  request
    // a service that was killed leaves its file behind
    .once('error', () => asked.resolve(undefined))
    // somebody else has its port: a connection that is left open would keep the command from ending
    .once('timeout', () => request.destroy())
    .once('response', asked.resolve)
    .end();
  const answer = await asked.promise;
  if (answer === undefined) return undefined;
  const given = linkSchema.safeParse(await json(answer).catch(() => undefined));
  return given.success ? given.data.link : undefined;
}
