import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { emptySettings, settingsSchema } from '#contract/settings.ts';
import { dataPaths, openDataFolder } from '#core/storage/data-folder.ts';
import { SettingsFile } from '#core/storage/settings-file.ts';
import { VaultFiles } from '#core/storage/vault-files.ts';
import { addSoakAccounts, seeded, startNode, type SoakAccount } from './postgresql-soak.ts';
import { StrictProvider } from './strict-provider.ts';

/** How long what sessions have left behind may take to end: `lastAnswers`, and some. Milliseconds. */
const patience = 20_000;
/** oauth/client-requests.ts has so many at a time, each over a connection that is kept for a few seconds. */
const renewalsAtOnce = 64;
/** No mail program waits longer: a session that is told nothing for so long was forgotten. Milliseconds. */
const longestSilence = 120_000;
const probe = join(import.meta.dirname, 'soak-probe.ts');

const measuredSchema = z.object({
  /** Octets; of the heap after it was cleaned. */
  heapUsed: z.number(),
  external: z.number(),
  rss: z.number(),
  /** Active handles, requests and timers, by kind. */
  held: z.record(z.string(), z.number()),
});

export interface SoakOptions {
  readonly accounts: number;
  /** At the same time. */
  readonly sessions: number;
  /** How often all of it is begun anew, after one time that is not judged. */
  readonly rounds: number;
  /** What one takes, before all sessions end. Milliseconds. */
  readonly roundTime: number;
  readonly seed: number;
  readonly say?: (line: string) => void;
}

/** What a gateway holds while nobody is there. */
interface AtRest extends z.infer<typeof measuredSchema> {
  /** Undefined where the system does not tell. */
  readonly descriptors: number | undefined;
}

export interface SoakResult {
  /** At the end of each round. */
  readonly rest: readonly AtRest[];
  readonly logins: number;
  readonly renewals: number;
  /** The mail server's restarts. */
  readonly restarts: number;
  /** What logins were told while the mail server was there. */
  readonly refused: readonly string[];
  readonly signedOut: readonly string[];
}

/**
 * One gateway with sessions that open, idle, fetch and end in every way, tokens that live for seconds, and a mail server
 * that is restarted in the middle of each round. At a round's end everybody leaves, and what is still held is measured.
 */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const { sessions, rounds, roundTime } = options;
  const random = seeded(options.seed);
  const folder = await mkdtemp(join(tmpdir(), 'mailwicket-soak-'));
  const provider = await StrictProvider.start();
  provider.lifetime = 4;
  const key = randomBytes(32);
  const data = await openDataFolder(join(folder, 'data'));
  const paths = dataPaths(data);
  const settings = new SettingsFile({ path: paths.settings, schema: settingsSchema, empty: emptySettings });
  const vault = new VaultFiles({ folder: paths.vault, key });
  const accounts = await addSoakAccounts({ settings, vault }, provider, options.accounts);
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, provider.certificateAuthority);
  const node = await startNode(data, {
    key,
    caFile,
    flags: ['--expose-gc', '--import', probe],
  });
  const refused: string[] = [];
  const rest: AtRest[] = [];
  let logins = 0;
  let restarts = 0;
  let isAway = false;

  const measure = async (): Promise<AtRest> => {
    const said = once(node.process, 'message');
    node.process.send('measure');
    const [message] = z.array(z.unknown()).parse(await said);
    const descriptors = await readdir(`/proc/${String(node.process.pid)}/fd`).catch(() => undefined);
    return { ...measuredSchema.parse(message), descriptors: descriptors?.length };
  };
  const round = async (): Promise<void> => {
    const end = performance.now() + roundTime;
    const one = async (): Promise<void> => {
      await delay(random() * Math.min(roundTime / 4, sessions * 8));
      while (performance.now() < end) {
        const account = accounts[Math.floor(random() * accounts.length)];
        if (account === undefined) return;
        const wasAway = isAway;
        const told = await session(node.port, account, { random, until: end });
        logins += 1;
        if (told !== undefined && !wasAway && !isAway) refused.push(told);
        if (told !== undefined) await delay(200);
      }
    };
    const all = Array.from({ length: sessions }, one);
    await delay(roundTime / 2);
    isAway = true;
    await provider.restartMail(500);
    restarts += 1;
    // a login that has begun meanwhile may be told so a little later
    await delay(1_500);
    isAway = false;
    await Promise.all(all);
  };
  /** Once nobody is there any more, and what the sessions have left behind has ended too. */
  const atRest = async (): Promise<AtRest> => {
    const until = performance.now() + patience;
    let before = await measure();
    for (;;) {
      await delay(1_000);
      const now = await measure();
      const isQuiet = now.descriptors === before.descriptors && now.held['TCPSocketWrap'] === undefined;
      if (isQuiet || performance.now() > until) return now;
      before = now;
    }
  };

  try {
    for (let at = 0; at <= rounds; at += 1) {
      await round();
      const now = await atRest();
      rest.push(now);
      options.say?.(
        `round ${String(at)}: ${String(logins)} logins, ${String(provider.count.renewals)} renewals, ${String(refused.length)} refused, ` +
          `heap ${mega(now.heapUsed)}, RSS ${mega(now.rss)}, ${String(now.descriptors)} descriptors, ${JSON.stringify(now.held)}`,
      );
    }
    const { renewals } = provider.count;
    return { rest, logins, renewals, restarts, refused, signedOut: provider.signedOut };
  } finally {
    const gone = once(node.process, 'exit');
    node.process.kill('SIGKILL');
    await gone;
    await provider.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What must be as it was: says what has grown. The first round only warms up. */
export function grown({ rest }: SoakResult): string[] {
  const [before, ...later] = rest;
  const now = later.at(-1);
  if (before === undefined || now === undefined) throw new Error('there were no rounds');
  const kinds = Object.keys({ ...before.held, ...now.held });
  return [
    ...kinds
      .filter((kind) => (now.held[kind] ?? 0) > (before.held[kind] ?? 0) + spare(kind))
      .map((kind) => `${kind}: ${String(before.held[kind] ?? 0)} → ${String(now.held[kind] ?? 0)}`),
    // renewals in the background go on, over as many connections as were needed at the same time
    ...more('descriptors', before.descriptors ?? 0, now.descriptors ?? 0, 3 + renewalsAtOnce),
    ...more('heap', before.heapUsed + before.external, now.heapUsed + now.external, 3_000_000),
    // pages that an allocator keeps come and go
    ...more('RSS', before.rss, now.rss, before.rss / 4),
  ];
}

/** Renewals in the background have a timer, a socket and a file each, and may just be under way. */
function spare(kind: string): number {
  return kind === 'Timeout' ? 6 : 3;
}

function more(what: string, before: number, now: number, allowed: number): string[] {
  return now > before + allowed ? [`${what}: ${String(before)} → ${String(now)}`] : [];
}

function mega(octets: number): string {
  return `${(octets / 1e6).toFixed(1)} MB`;
}

/**
 * One session, from its login to one of the ways in which it can end.
 * @returns what a login was told that was refused
 */
async function session(
  port: number,
  { address, password }: SoakAccount,
  { random, until }: { readonly random: () => number; readonly until: number },
): Promise<string | undefined> {
  const socket = net.connect({ host: '127.0.0.1', port });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  let said = '';
  let heard: (() => void) | undefined;
  socket.setEncoding('latin1').on('error', () => {});
  let isForgotten = false;
  socket.setTimeout(longestSilence, () => {
    isForgotten = true;
    socket.destroy();
  });
  socket.on('data', (chunk: string) => {
    // of what is fetched only the end counts
    said = (said + chunk).slice(-2_000);
    heard?.();
  });
  const coming = async (answer: RegExp): Promise<boolean> => {
    while (!answer.test(said)) {
      if (socket.destroyed) return false;
      await Promise.race([closed, new Promise<void>((resolve) => (heard = resolve))]);
    }
    return true;
  };
  const ask = (line: string, answer: RegExp): Promise<boolean> => {
    said = '';
    socket.write(`${line}\r\n`);
    return coming(answer);
  };
  /** As long as it likes, but no longer than the round. */
  const stay = (): Promise<unknown> => {
    const left = Math.max(0, until - performance.now());
    return Promise.race([closed, delay(Math.min(left, random() * 8_000))]);
  };
  try {
    if (!(await coming(/^\* .*\r\n/mu))) return 'no greeting';
    if (!/^\* OK/mu.test(said)) return said;
    if (!(await ask(`a LOGIN ${address} "${password}"`, /^a .*\r\n/mu))) return 'the end';
    if (!/^a OK/mu.test(said)) return said;
    for (let at = 0; at < 3; at += 1) {
      if (random() < 0.5) {
        await ask('i IDLE', /^\+/mu);
        await stay();
        await ask('DONE', /^i OK/mu);
      } else if (random() < 0.7) await ask('f FETCH 1 BODY[]', /^f OK/mu);
      else await stay();
    }
    const way = random();
    if (way < 0.5) await ask('z LOGOUT', /^z OK/mu);
    else if (way < 0.6) socket.end();
    else if (way < 0.7) socket.write('f FETCH 1 BODY[]\r\n', () => socket.destroy());
    else if (way < 0.8) socket.resetAndDestroy();
    else socket.destroy();
    if (way >= 0.5) await closed;
    return isForgotten ? 'nothing for a long time' : undefined;
  } finally {
    socket.destroy();
  }
}
