import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { emptySettings, settingsSchema } from '#contract/settings.ts';
import { dataPaths } from '#core/storage/data-folder.ts';
import { SettingsFile } from '#core/storage/settings-file.ts';
import { freePorts } from '../support/dovecot/free-ports.ts';
import { end, password, pidOf, startPart, startTokenEndpoint, user } from './child.ts';
import { fetched } from './measurements.ts';
import { through } from './way.ts';

/*
 * How long the desktop's main process keeps its screens and its menu waiting while mail flows: the shell and its
 * gateway on the stand-in of Electron, four sessions that fetch 20 MB/s together. Build the desktop first.
 *
 * The desktop's process loads this file too, for the probe of its loop.
 */

const rate = 20e6;
const sessions = 4;
const seconds = 20;
const delaysSchema = z.object({ p50: z.number(), p99: z.number(), max: z.number() });
const askedForDelays = 'delays';
type Delays = z.infer<typeof delaysSchema>;
const probeSchema = z.object({ delays: delaysSchema });

if (process.argv[1] === import.meta.filename) await measure();
else probe();

/** In the desktop's process: tells the spread of the loop's delays since it was asked last. Milliseconds. */
function probe(): void {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  process.on('message', (message) => {
    if (message !== askedForDelays) return;
    const [p50, p99, max] = [histogram.percentile(50), histogram.percentile(99), histogram.max];
    process.send?.({ delays: { p50: p50 / 1e6, p99: p99 / 1e6, max: max / 1e6 } });
    histogram.reset();
  });
}

async function measure(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mailwicket-bench-desktop-'));
  const standIn = await startPart('mail-stand-in.ts', []);
  const provider = await startTokenEndpoint();
  let desktop: ChildProcess | undefined;
  try {
    const [port = 0] = await freePorts(1);
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, standIn.ca);
    await writeSettings(folder, { port, caFile, upstream: standIn.port, tokenUrl: provider.url });
    desktop = await startDesktop(folder);
    const way = through('desktop', { port, pid: pidOf(desktop), password }, 'password');
    await untilOpen(port);
    const opened: Socket[] = [];
    for (let at = 0; at < sessions; at += 1) opened.push(await way.logIn());
    await delays(desktop);
    await wait(seconds * 1_000);
    const atRest = await delays(desktop);
    const started = performance.now();
    const octets = await Promise.all(opened.map(fetchSlowly));
    const took = (performance.now() - started) / 1_000;
    const flowing = await delays(desktop);
    for (const socket of opened) socket.destroy();
    const reached = octets.reduce((sum, one) => sum + one, 0) / 1e6 / took;
    console.log('delay of the main process, ms   median     99 %  longest');
    print('with idle sessions', atRest);
    print(`with ${reached.toFixed(0)} MB/s`, flowing);
  } finally {
    if (desktop !== undefined) await end(desktop);
    provider.close();
    await standIn.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function print(name: string, { p50, p99, max }: Delays): void {
  console.log([name.padEnd(29), ...[p50, p99, max].map((one) => one.toFixed(1).padStart(8))].join(' '));
}

/** One account, whose provider takes any password, where the desktop looks for its settings. */
async function writeSettings(
  folder: string,
  about: { port: number; caFile: string; upstream: number; tokenUrl: string },
): Promise<void> {
  const data = join(folder, 'user-data', 'gateway');
  await mkdir(data, { recursive: true, mode: 0o700 });
  const settings = new SettingsFile({
    path: dataPaths(data).settings,
    schema: settingsSchema,
    empty: emptySettings,
  });
  const clientId = randomUUID();
  await settings.update((current) => ({
    ...current,
    extraCertificateAuthorities: [about.caFile],
    listeners: { ...current.listeners, imap: about.port, pop: 'off', smtp: 'off' },
    clients: [
      {
        id: clientId,
        name: 'bench',
        provider: 'custom',
        grant: 'password',
        clientId: 'bench',
        credential: 'none',
        tokenUrl: about.tokenUrl,
        scope: 'mail',
        servers: { imap: { host: '127.0.0.1', port: about.upstream, tls: 'implicit' } },
      },
    ],
    accounts: [{ id: randomUUID(), address: user, clientId, passwordMode: 'pass-on', paused: false }],
  }));
}

/** Starts the built desktop on the stand-in of Electron, in the tray only. */
async function startDesktop(folder: string): Promise<ChildProcess> {
  const programs = join(folder, 'programs');
  await mkdir(programs);
  // Linux asks the session bus by these whether somebody shows tray icons
  for (const program of ['gdbus', 'dbus-send'])
    await writeFile(join(programs, program), "#!/bin/sh\necho '(true,)'\n", { mode: 0o755 });
  const standIn = join(import.meta.dirname, '../support/electron-stand-in');
  return spawn(
    process.execPath,
    [
      '--import',
      join(standIn, 'register.ts'),
      '--import',
      import.meta.filename,
      join(standIn, 'launch.ts'),
      join(import.meta.dirname, '../../dist'),
      `--user-data-dir=${join(folder, 'user-data')}`,
      '--autostart',
    ],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        ...process.env,
        HOME: folder,
        XDG_CONFIG_HOME: join(folder, 'config'),
        PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}`,
      },
    },
  );
}

async function untilOpen(port: number): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const socket = connect({ port, host: '127.0.0.1' });
    try {
      await once(socket, 'connect');
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await wait(100);
    } finally {
      socket.destroy();
    }
  }
}

/** What the probe has seen since it was asked last. */
async function delays(desktop: ChildProcess): Promise<Delays> {
  const told = new Promise<Delays>((resolve) => {
    const hear = (message: unknown): void => {
      const parsed = probeSchema.safeParse(message);
      if (!parsed.success) return;
      desktop.off('message', hear);
      resolve(parsed.data.delays);
    };
    desktop.on('message', hear);
  });
  desktop.send(askedForDelays);
  return told;
}

/** Fetches messages for a while, at this session's share of the rate. @returns octets */
async function fetchSlowly(socket: Socket): Promise<number> {
  const started = performance.now();
  let octets = 0;
  const count = (chunk: Buffer): void => {
    octets += chunk.length;
    const early = octets / (rate / sessions / 1_000) - (performance.now() - started);
    if (early < 5) return;
    socket.pause();
    setTimeout(() => socket.resume(), early);
  };
  socket.on('data', count);
  while (performance.now() - started < seconds * 1_000) await fetched(socket);
  return octets;
}
