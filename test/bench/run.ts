import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { startPart, type Part } from './child.ts';
import { download, held, logins, roundTrips, upload, type Rate, type Spread } from './measurements.ts';
import { findStunnel, startStunnel } from './stunnel.ts';
import { direct, throughMailwicket, throughStunnel, type Way } from './way.ts';

/*
 * Measures, in one run and on this machine's loopback: TLS to the mail server itself, the same through stunnel,
 * and through Mailwicket. Not a test: it judges nothing. `npm run bench -- --quick` takes a tenth of the time.
 * Mail server, middle and mail program are three processes; with two processors they share them.
 */

const quick = process.argv.includes('--quick');
const octets = quick ? 32_000_000 : 256_000_000;
const trips = quick ? 1_000 : 5_000;
const loginCount = quick ? 50 : 300;
const sessions = quick ? 200 : 2_000;
const rounds = quick ? 1 : 3;

const folder = await mkdtemp(join(tmpdir(), 'mailwicket-bench-'));
const parts: Part[] = [];
try {
  const server = await startPart('mail-stand-in.ts', []);
  parts.push(server);
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, server.ca);
  const ways: Way[] = [direct(server.port, tls.createSecureContext({ ca: server.ca }))];
  const program = findStunnel();
  if (program === undefined) {
    console.log('stunnel is not installed: SKIPPED (Debian: apt install stunnel4).\n');
  } else {
    const stunnel = await startStunnel(program, { upstream: server.port, caFile, folder });
    parts.push(stunnel);
    ways.push(throughStunnel(stunnel));
  }
  const profile = process.argv.includes('--profile') ? ['--cpu-prof', `--cpu-prof-dir=${process.cwd()}`] : [];
  const gateway = await startPart('gateway-process.ts', [String(server.port), caFile], profile);
  parts.push(gateway);
  ways.push(throughMailwicket(gateway));
  // octets that pass through are freed by the collector of young objects, if that runs often enough
  const flags = ['--max-semi-space-size=1'];
  const tuned = await startPart('gateway-process.ts', [String(server.port), caFile], flags);
  parts.push(tuned);
  ways.push(throughMailwicket(tuned, `Mailwicket ${flags.join(' ')}`));
  await measure(ways);
} finally {
  for (const part of parts.toReversed()) await part.stop();
  await rm(folder, { recursive: true, force: true });
}

async function measure(ways: readonly Way[]): Promise<void> {
  console.log(
    `Node ${process.versions.node}, ${process.platform}, ${cpus().length} processors, best of ${rounds} for throughput\n`,
  );
  const table: string[][] = [
    [
      '',
      'down MB/s',
      'up MB/s',
      'CPU s/GB down',
      'CPU s/GB up',
      'answer ms (99 %)',
      'login ms (99 %)',
      `kB/session of ${sessions}`,
    ],
  ];
  // code that has run for a while is what serves people: the first octets warm it up and do not count
  for (const way of ways) {
    await download(way, octets / 2);
    await upload(way, octets / 2);
  }
  // in turns, so that whatever else this machine does meets all of them
  const downs = ways.map((): Rate[] => []);
  const ups = ways.map((): Rate[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, way] of ways.entries()) {
      downs[index]?.push(await download(way, octets));
      ups[index]?.push(await upload(way, octets));
    }
  }
  for (const [index, way] of ways.entries()) {
    const down = best(downs[index] ?? []);
    const up = best(ups[index] ?? []);
    const trip = await roundTrips(way, trips);
    const login = await logins(way, loginCount);
    const memory = await held(way, sessions);
    table.push([
      way.name,
      down.rate.toFixed(0),
      up.rate.toFixed(0),
      down.processor?.toFixed(2) ?? '-',
      up.processor?.toFixed(2) ?? '-',
      shown(trip),
      shown(login),
      memory?.toFixed(0) ?? '-',
    ]);
  }
  print(table);
}

function best(rates: readonly Rate[]): Rate {
  return rates.toSorted((a, b) => b.rate - a.rate)[0] ?? { rate: Number.NaN, processor: undefined };
}

function shown({ median, high }: Spread): string {
  return `${median.toFixed(2)} (${high.toFixed(2)})`;
}

function print(table: readonly (readonly string[])[]): void {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of table) {
    console.log(
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    );
  }
}
