import { execFileSync, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  constants,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { FaultReport } from '../../support/fault-report.ts';
import { RawClient } from '../../support/raw-client.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { accepted, logIn, quoted, refusals } from '../../support/system-bench.ts';
import {
  CommandBench,
  CommandProcess,
  localPassword,
  program,
  type DataFolder,
  greeted,
} from '../../support/command-bench.ts';

const anna = 'anna@example.org';
const hour = 60 * 60_000;
const report = new FaultReport('processes');
let bench: CommandBench;

beforeAll(async () => {
  bench = await CommandBench.start();
});
afterEach(() => bench.sandbox.provider.faults.clear());
afterAll(() => bench.stop());

/** A folder with anna's account, signed in. */
async function signedIn(): Promise<DataFolder> {
  const folder = await bench.folder();
  await folder.addDesktopClient();
  await folder.does(['account', 'add', anna, '--client', 'Work', '--password-stdin'], localPassword);
  expect((await folder.authorize(anna)).status).toBe(0);
  return folder;
}

/** Serves IMAP through another program, which is given the command. */
function startServe(
  folder: DataFolder,
  through: { readonly node: string; readonly program: string },
  before: readonly string[] = [],
): CommandProcess {
  const args = '--imap 0 --pop off --smtp off --drain 1'.split(' ');
  const trust = { NODE_EXTRA_CA_CERTS: bench.sandbox.caFile ?? '' };
  return new CommandProcess([...before, 'serve', ...args, '--data', folder.path], trust, '', through);
}

async function stopped(serving: CommandProcess): Promise<void> {
  serving.signal('SIGSTOP');
  await vi.waitFor(() => expect(readFileSync(`/proc/${String(serving.pid)}/stat`, 'utf8')).toMatch(/\) T /));
}

async function session(port: number): Promise<RawClient> {
  const client = await greeted(port);
  expect(await logIn(client, 'imap', anna, localPassword)).toMatch(accepted.imap);
  return client;
}

/** The login of the account that it is all about, now. */
async function answer(port: number): Promise<string> {
  const client = await greeted(port);
  const said = await logIn(client, 'imap', anna, localPassword);
  // a connection that only ends is waited for: its answers may be on their way
  client.socket.resetAndDestroy();
  return said;
}

/** The provider holds the next answer of its token endpoint. */
function holdToken(): { readonly asked: Promise<void>; release(): void } {
  const asked = Promise.withResolvers<void>();
  const until = Promise.withResolvers<void>();
  bench.sandbox.provider.faults.next('token', {
    kind: 'hold',
    get until() {
      asked.resolve();
      return until.promise;
    },
  });
  return { asked: asked.promise, release: () => until.resolve() };
}

/** Why the login was refused, as the activity has it, which the log repeats. */
async function refusalIn(serving: CommandProcess): Promise<string> {
  await serving.until(/Refused over IMAP.*\n/, 'errors');
  return serving.log.find(({ msg }) => msg.startsWith('Refused over IMAP'))?.msg ?? '';
}

/** Leaves a process no file descriptor that is free. @returns what gives it back the ones it had */
function takeDescriptors(pid: number): () => void {
  const prlimit = (...args: string[]): string =>
    execFileSync('prlimit', ['--pid', String(pid), ...args], { encoding: 'utf8' });
  const before = prlimit('--nofile', '--output=SOFT', '--noheadings').trim();
  const used = new Set(readdirSync(`/proc/${String(pid)}/fd`).map(Number));
  let lowestFree = 0;
  while (used.has(lowestFree)) lowestFree += 1;
  prlimit(`--nofile=${String(lowestFree)}:`);
  return () => void prlimit(`--nofile=${before}:`);
}

/** A pipe that is full, with nobody who reads it. */
async function fullPipe(): Promise<string> {
  const path = join(await scratchFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  const held = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(held));
  try {
    for (;;) writeSync(held, Buffer.alloc(4_096));
  } catch {
    return path;
  }
}

/** Gives a file or a folder to a user and to its group. */
function give(path: string, user: number): void {
  chownSync(path, user, user);
}

// signals, pipes, limits and owners as Linux has them
describe.runIf(process.platform === 'linux')('the process of the service', () => {
  it('kill -9 in a session and in a renewal: the next start serves, and nobody signs in anew', async () => {
    const folder = await signedIn();
    const serving = await folder.serveApart();
    const port = await serving.port('imap');
    const open = await session(port);
    bench.sandbox.provider.advance(2 * hour);
    const held = holdToken();
    const waiting = await greeted(port);
    waiting.send(`a1 LOGIN ${anna} ${quoted(localPassword)}\r\n`);
    await held.asked;
    const killedAt = performance.now();
    await serving.stop('SIGKILL');
    for (const client of [open, waiting]) expect(await client.closed()).toBe('');
    expect(performance.now() - killedAt).toBeLessThan(1_000);
    // the provider answers whom it no longer reaches
    held.release();
    const again = await folder.serveApart();
    expect(await answer(await again.port('imap'))).toMatch(accepted.imap);
    expect(again.log.filter(({ level }) => level !== 'info')).toEqual([]);
    await again.stop();
    for (const when of ['in the session', 'when a token is renewed'])
      report.add({
        fault: 'It is killed (kill -9)',
        when,
        mailProgram: 'the end of its connection; its login is accepted after the next start',
        person: '',
        kept: 'sign-in',
      });
  });

  it('SIGSTOP: who has waited is answered when it goes on, with a token that expired meanwhile', async () => {
    const folder = await signedIn();
    const serving = await folder.serveApart();
    const port = await serving.port('imap');
    const open = await session(port);
    await stopped(serving);
    open.send('n NOOP\r\n');
    const late = await RawClient.connect(port);
    late.send(`a1 LOGIN ${anna} ${quoted(localPassword)}\r\n`);
    bench.sandbox.provider.advance(2 * hour);
    serving.signal('SIGCONT');
    await open.until(/^n OK /m);
    await late.until(/^a1 OK /m);
    for (const client of [open, late]) client.socket.resetAndDestroy();
    expect(await serving.stop()).toMatchObject({ status: 0 });
    report.add({
      fault: 'It is stopped, and goes on (SIGSTOP, SIGCONT)',
      when: 'in the session, before a login',
      mailProgram: 'the answer, when it goes on',
      person: '',
      kept: 'sign-in',
    });
  });

  it('SIGSTOP: a crowd that comes meanwhile is greeted when it goes on, nobody is forgotten', async () => {
    const folder = await signedIn();
    const serving = await folder.serveApart();
    const port = await serving.port('imap');
    await stopped(serving);
    // the system makes the connections; no more than it keeps for a server that does not take them
    const crowd = await Promise.all(Array.from({ length: 900 }, () => RawClient.connect(port)));
    serving.signal('SIGCONT');
    await Promise.all(crowd.map((client) => client.until(/^\* OK /m)));
    for (const client of crowd) client.socket.resetAndDestroy();
    expect(await serving.stop()).toMatchObject({ status: 0 });
    report.add({
      fault: 'It is stopped, and goes on (SIGSTOP, SIGCONT)',
      when: '900 mail programs connect at once',
      mailProgram: 'the greeting, when it goes on',
      person: '',
      kept: 'sign-in',
    });
  });

  it('no file descriptor left: who is in goes on, who comes is told to come again, and can', async () => {
    const folder = await signedIn();
    const serving = await folder.serveApart();
    const port = await serving.port('imap');
    const descriptors = (): number => readdirSync(`/proc/${String(serving.pid)}/fd`).length;
    const open = await session(port);
    const waiting = await greeted(port);
    const inUse = descriptors();
    const giveBack = takeDescriptors(serving.pid);
    const beganAt = performance.now();
    // what had just become free is taken first
    const others: RawClient[] = [];
    for (let isShutOut = false; !isShutOut;) {
      const client = await RawClient.connect(port);
      others.push(client);
      isShutOut = await client.until(/\r\n/).then(
        () => false,
        () => true,
      );
    }
    expect(await logIn(waiting, 'imap', anna, localPassword)).toMatch(refusals.temporary.imap);
    expect(performance.now() - beganAt).toBeLessThan(5_000);
    await open.ask('n NOOP', /^n OK /m);
    const person = await refusalIn(serving);
    giveBack();
    expect(await answer(port)).toMatch(accepted.imap);
    for (const client of [open, waiting, ...others]) client.socket.resetAndDestroy();
    await vi.waitFor(() => expect(descriptors()).toBeLessThanOrEqual(inUse - 3), 10_000);
    expect(await serving.stop()).toMatchObject({ status: 0 });
    const outcomes = {
      'when a mail program connects': ['the end, before a greeting', ''],
      'at the login': ['a temporary refusal', person],
      'in the session': ['the answer', ''],
    } as const;
    for (const [when, [mailProgram, told]] of Object.entries(outcomes))
      report.add({
        fault: 'No file descriptor is left',
        when,
        mailProgram,
        person: told,
        kept: 'sign-in and token',
      });
  });

  it('standard output and standard error that nobody reads: it serves, and ends when it is told to', async () => {
    const folder = await signedIn();
    const pipe = await fullPipe();
    const script = join(folder.path, 'serve.sh');
    writeFileSync(script, `exec '${process.execPath}' '${program}' "$@" 1<>'${pipe}' 2<>'${pipe}'\n`);
    const serving = startServe(folder, { node: '/bin/sh', program: script });
    const port = await vi.waitFor(async () => {
      const { service } = await folder.status();
      return z.number().parse(service?.listeners[0]?.port);
    }, 45_000);
    expect(await answer(port)).toMatch(accepted.imap);
    expect(await serving.stop()).toMatchObject({ status: 0 });
    report.add({
      fault: 'Nobody reads its standard output and standard error, and their pipe is full',
      when: 'from its start',
      mailProgram: 'its login is accepted',
      person: '',
      kept: 'sign-in; of the log one megabyte, and how many lines are missing',
    });
  });

  it('standard output and standard error whose reader has left: it serves, and its workers do', async () => {
    const folder = await signedIn();
    const serving = await folder.serveApart(['--workers', '2', '--log-level', 'debug']);
    const port = await serving.port('imap');
    for (const stream of [serving.child.stdout, serving.child.stderr]) stream.destroy();
    for (let times = 0; times < 3; times += 1) expect(await answer(port)).toMatch(accepted.imap);
    expect(await serving.stop()).toMatchObject({ status: 0 });
    report.add({
      fault: 'The reader of its standard output and standard error has left',
      when: 'while it runs',
      mailProgram: 'its login is accepted',
      person: '',
      kept: 'sign-in; no log',
    });
  });

  /** Has a command run as that of an ordinary user, to whom the files of others are closed. */
  const ordinary = ['--bounding-set', '-dac_override,-dac_read_search', process.execPath, program];
  const canBeOrdinary = spawnSync('setpriv', [...ordinary, '--version']).status === 0;
  if (!canBeOrdinary)
    process.stderr.write(
      'SKIPPED: files of another owner. It takes Linux, root, and a checkout that all can read.\n',
    );

  it.skipIf(!canBeOrdinary)(
    'files of another owner are left as they are, and do once they are given back',
    async () => {
      const folder = await signedIn();
      const [account] = (await folder.status()).accounts;
      const entry = join(folder.path, 'vault', `entry+account+${account?.id ?? ''}+tokens`);
      const serve = (): CommandProcess =>
        startServe(folder, { node: 'setpriv', program: '--inh-caps=-all' }, ordinary);
      give(entry, 65_534);
      const serving = serve();
      expect(await answer(await serving.port('imap'))).toMatch(refusals.temporary.imap);
      report.add({
        fault: 'The file of a sign-in belongs to another user',
        when: 'at a start',
        mailProgram: 'a temporary refusal',
        person: await refusalIn(serving),
        kept: 'the file, as it is',
      });
      await serving.stop();
      give(folder.path, 65_534);
      const { status, errors } = await serve().ended();
      expect(status).toBe(1);
      report.add({
        fault: 'The data folder belongs to another user',
        when: 'at a start',
        mailProgram: 'no port: nothing listens',
        person: errors
          .trim()
          .replaceAll(folder.path, '…')
          .replaceAll(/\b\d+\b/g, 'N'),
        kept: 'the folder, as it is',
      });
      for (const path of [entry, folder.path]) give(path, 0);
      const again = serve();
      expect(await answer(await again.port('imap'))).toMatch(accepted.imap);
      await again.stop();
    },
  );

  it.skipIf(!canBeOrdinary)('docs/reliability.md says of processes what was seen here', () =>
    report.compare(),
  );
});
