import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { startDovecot } from '../support/dovecot/dovecot.ts';
import { makeCertificates } from '../support/sandbox/certificates.ts';
import { messageSize, startPart, token, user, type Part } from './child.ts';
import {
  download,
  downloadsAtOnce,
  held,
  logInAndLeave,
  logins,
  loginsAtOnce,
  roundTrips,
  spread,
  upload,
} from './measurements.ts';
import { isInstalled, startDovecotProxy, startStunnel } from './programs.ts';
import { firstLogin, startUp } from './start-up.ts';
import { direct, through, type Way } from './way.ts';

/*
 * Measures, in one run and on this machine's loopback: TLS to the mail server itself, and the same through stunnel,
 * through Dovecot's own login proxy, through the least that Node can do and through Mailwicket. Once with a real
 * Dovecot as the mail server, once with a stand-in that costs less, so that what is in front of it shows. Programs
 * that are not installed are left out.
 *
 * --real leaves the stand-in out; --quick takes a tenth of the time; --check judges by the ratios to the others, for
 * gross faults only; --profile writes a profile of Mailwicket's process into this folder.
 */

const check = process.argv.includes('--check');
const quick = check || process.argv.includes('--quick');
const profile = process.argv.includes('--profile') ? ['--cpu-prof', `--cpu-prof-dir=${process.cwd()}`] : [];
const messages = quick ? 4 : 8;
const trips = quick ? 500 : 2_000;
const firstLogins = quick ? 60 : 300;
const loginCount = quick ? 60 : 150;
/** V8 compiles a function for good when it was called 3,000 times; a service that runs for a day has done that. */
const warmUp = quick ? 0 : 4_000;
const atOnce = quick ? 50 : 200;
const sessions = quick ? 200 : 5_000;
const rounds = quick ? 1 : 7;

interface Row {
  readonly name: string;
  readonly figures: ReadonlyMap<string, number>;
}

// Dovecot is a process group of its own: it must not stay behind a bench that is broken off
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const folder = await mkdtemp(join(tmpdir(), 'mailwicket-bench-'));
const stops: (() => Promise<void>)[] = [];
let failures: readonly string[] = [];
try {
  console.log(
    `Node ${process.versions.node}, ${process.platform}, ${cpus().length} processors; medians of ${rounds} rounds`,
  );
  if (!check) await benchStartUp();
  if (!check && isInstalled('dovecot') && process.getuid?.() === 0) {
    await benchWith('Dovecot', await realServer(), { idle: false });
  }
  if (check || !process.argv.includes('--real')) {
    const standIn = await startPart('mail-stand-in.ts', []);
    stops.push(() => standIn.stop());
    const rows = await benchWith('a stand-in', standIn, { idle: !check });
    if (!check) await benchFirstLogin(standIn);
    if (check) failures = grossFaults(rows);
  }
} finally {
  for (const stop of stops.toReversed()) await stop();
  await rm(folder, { recursive: true, force: true });
}
for (const failure of failures) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;

async function realServer(): Promise<{ port: number; ca: string }> {
  const { ca, cert, key } = await makeCertificates();
  const dovecot = await startDovecot({
    mailboxes: [user],
    login: { password: token, isToken: true },
    certificate: cert,
    privateKey: key,
  });
  stops.push(() => dovecot.stop());
  dovecot.deliver(
    user,
    Buffer.alloc(messageSize, 'Subject: a line of an ordinary message, over and over\r\n'),
  );
  return { port: dovecot.imap.implicit, ca };
}

async function benchStartUp(): Promise<void> {
  const { bare, ready, memory } = await startUp(folder);
  print([
    ['', 'bare Node ms', 'to "ready" ms', 'ratio', 'memory at rest MB'],
    ['mailwicket serve', fixed(bare, 0), fixed(ready, 0), fixed(ready / bare, 1), fixed(memory, 0)],
  ]);
}

async function benchFirstLogin(server: { readonly port: number; readonly ca: string }): Promise<void> {
  const caFile = await authorityOf(server);
  const { first, later } = await firstLogin(folder, { port: server.port, caFile });
  print([
    ['', 'first login ms', 'later ones ms', 'ratio'],
    ['after a start', fixed(first, 1), fixed(later, 1), fixed(first / later, 1)],
  ]);
}

async function authorityOf(server: { readonly port: number; readonly ca: string }): Promise<string> {
  const file = join(folder, `${String(server.port)}.pem`);
  await writeFile(file, server.ca);
  return file;
}

/** Measures every way to a server. */
async function benchWith(
  name: string,
  server: { readonly port: number; readonly ca: string },
  { idle }: { readonly idle: boolean },
): Promise<Row[]> {
  const caFile = await authorityOf(server);
  const inFront = { upstream: server.port, caFile, folder };
  const ways: Way[] = [direct(server.port, tls.createSecureContext({ ca: server.ca }))];
  const parts: Part[] = [];
  const add = (part: Part, label: string, brings: 'token' | 'password'): void => {
    parts.push(part);
    ways.push(through(label, part, brings));
  };
  try {
    if (isInstalled('stunnel4')) add(await startStunnel(inFront), 'stunnel', 'token');
    if (isInstalled('dovecot') && process.getuid?.() === 0)
      add(await startDovecotProxy(inFront), "Dovecot's login proxy", 'password');
    const args = [String(server.port), caFile];
    // a small space for young objects serves it best
    const flags = ['--max-semi-space-size=1'];
    add(await startPart('bare-proxy.ts', args, flags), 'Node alone', 'password');
    add(await startPart('gateway-process.ts', args, profile), 'Mailwicket', 'password');
    const rows = await measured(ways, idle);
    const columns = [...new Set(rows.flatMap(({ figures }) => [...figures.keys()]))];
    console.log(`\nWith ${name} as the mail server:\n`);
    print([
      ['', ...rows.map((row) => row.name)],
      ...columns.map((column) => [column, ...rows.map(({ figures }) => fixed(figures.get(column), 2))]),
    ]);
    return rows;
  } finally {
    for (const part of parts.toReversed()) await part.stop();
  }
}

async function measured(ways: readonly Way[], idle: boolean): Promise<Row[]> {
  const rows = ways.map((way) => ({ way, name: way.name, figures: new Map<string, number>() }));
  // in turns, so that whatever else this machine does meets all of them; the median of the rounds counts
  const each = async (
    work: (way: Way) => Promise<Readonly<Record<string, number | undefined>>>,
    times = rounds,
  ): Promise<void> => {
    const taken = rows.map(() => new Map<string, number[]>());
    for (let round = 0; round < times; round += 1) {
      for (const [index, { way }] of rows.entries())
        for (const [name, figure] of Object.entries(await work(way)))
          if (figure !== undefined) taken[index]?.set(name, [...(taken[index].get(name) ?? []), figure]);
    }
    for (const [index, { figures }] of rows.entries())
      for (const [name, all] of taken[index] ?? []) figures.set(name, spread(all).median);
  };
  // code that has run for a while is what serves people: the first of everything warms it up and does not count
  for (const { way, figures } of rows) {
    await download(way, messages);
    await upload(way, messages);
    const { processor } = await logins(way, firstLogins);
    if (processor !== undefined) figures.set(`processor ms a login, the first ${firstLogins}`, processor);
    await logInAndLeave(way, warmUp);
  }
  await each(async (way) => {
    const { rate, processor } = await download(way, messages);
    return { 'down MB/s': rate, 'processor s/GB down': processor };
  });
  await each(async (way) => {
    const { rate, processor } = await upload(way, messages);
    return { 'up MB/s': rate, 'processor s/GB up': processor };
  });
  await each(async (way) => {
    const { median, p99 } = await roundTrips(way, trips);
    return { 'NOOP ms, median': median, 'NOOP ms, 99 %': p99 };
  });
  await each(async (way) => {
    const { median, p95, processor } = await logins(way, loginCount);
    return { 'login ms, median': median, 'login ms, 95 %': p95, 'processor ms a login': processor };
  });
  await each(async (way) => ({ [`${atOnce} logins at once, ms`]: await loginsAtOnce(way, atOnce) }));
  if (quick) return rows;
  await each(async (way) => {
    const { rate, slowest } = await downloadsAtOnce(way, 200);
    return { '200 fetch at once, MB/s': rate, 'slowest of them to the median': slowest };
  });
  if (!idle) return rows;
  await each(async (way) => {
    const { memory, processor } = await held(way, sessions);
    return { [`kB a session, of ${sessions}`]: memory, 'percent of a processor, idle': processor };
  }, 1);
  return rows;
}

/** Far from anything that this machine's moods explain: ratios to stunnel in the same run. */
function grossFaults(rows: readonly Row[]): string[] {
  const stunnel = rows.find(({ name }) => name === 'stunnel')?.figures;
  const ours = rows.find(({ name }) => name === 'Mailwicket')?.figures;
  if (stunnel === undefined || ours === undefined) return [];
  const bounds: readonly (readonly [string, 'at least' | 'at most', number])[] = [
    ['down MB/s', 'at least', 0.3],
    ['up MB/s', 'at least', 0.3],
    ['NOOP ms, median', 'at most', 3],
    ['login ms, median', 'at most', 4],
  ];
  return bounds.flatMap(([name, kind, bound]) => {
    const ratio = (ours.get(name) ?? Number.NaN) / (stunnel.get(name) ?? Number.NaN);
    const holds = kind === 'at least' ? ratio >= bound : ratio <= bound;
    return holds ? [] : [`${name}: ${fixed(ratio, 2)} of stunnel's, ${kind} ${bound} is expected`];
  });
}

function fixed(figure: number | undefined, digits: number): string {
  return figure?.toFixed(digits) ?? '-';
}

function print(table: readonly (readonly string[])[]): void {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of table) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(cells.join('  '));
  }
}
