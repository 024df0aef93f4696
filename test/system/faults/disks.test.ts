import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { protocols, type Protocol } from '#contract/endpoints.ts';
import { type Message, sentences } from '#messages/message.ts';
import { VaultError } from '#core/storage/vault.ts';
import { textOf } from '../../support/english.ts';
import { ForwardClock } from '../../support/forward-clock.ts';
import { FaultReport } from '../../support/fault-report.ts';
import { matching } from '../../support/matchers.ts';
import type { GatewayInSandbox } from '../../support/gateway-in-sandbox.ts';
import { accepted, localPassword, refusals, SystemBench } from '../../support/system-bench.ts';

const anna = 'anna@example.org';
const bo = 'bo@example.org';
const minute = 60_000;
const report = new FaultReport('disks');

/** Compared where the disk could be made: else rows are missing. */
afterAll(() => (probe === undefined ? undefined : report.compare()));

/** The number of its last line of activity, to look at later ones only. */
function lastOf(running: GatewayInSandbox): number {
  return running.gateway.activity.entries().at(-1)?.sequence ?? 0;
}

/** A file system of one megabyte; undefined where none can be made (not Linux, or not root). */
function smallDisk(): { readonly folder: string; remove(): void } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'mailwicket-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  return {
    folder,
    remove() {
      // whatever the gateway had begun ends in its own time
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

const probe = smallDisk();
probe?.remove();
if (probe === undefined) process.stderr.write('SKIPPED: a disk that is full. It takes Linux and root.\n');

describe.skipIf(probe === undefined)(
  'a disk that is full when the provider rotates the refresh token',
  () => {
    let bench: SystemBench;
    let clock: ForwardClock;
    let disk: { readonly folder: string; remove(): void };
    let running: GatewayInSandbox;
    const ballast = (): string => join(disk.folder, 'ballast');

    beforeEach(async () => {
      const made = smallDisk();
      if (made === undefined) throw new Error('no disk');
      disk = made;
      clock = new ForwardClock();
      bench = await SystemBench.start({ clock });
      // reuse of a refresh token that was replaced ends the sign-in, as at strict providers
      bench.sandbox.provider.settings.strictRefreshTokens = true;
      running = await bench.open({ folder: disk.folder, clock });
      await running.addDesktopClient();
      await running.addSignedInAccount(anna, localPassword);
    });
    afterEach(async () => {
      await bench.stop();
      disk.remove();
    });

    function fill(): void {
      for (const size of [65_536, 4_096, 1]) {
        try {
          for (;;) writeFileSync(ballast(), Buffer.alloc(size), { flag: 'a' });
        } catch {
          // full for this size
        }
      }
    }
    function pass(milliseconds: number): void {
      bench.sandbox.provider.advance(milliseconds);
      clock.forward(milliseconds);
    }
    const answer = (): Promise<string> => bench.answer('imap', anna, localPassword, running);

    /** The disk is full, and the provider has replaced the refresh token. */
    async function rotateOnFullDisk(): Promise<void> {
      fill();
      pass(70 * minute);
      expect(await answer()).toMatch(accepted.imap);
      expect(bench.sandbox.provider.tokenRequestCount('refresh_token')).toBe(1);
      const { text } = await bench.activity(
        (entry) =>
          textOf(entry.text).includes('the disk is full (ENOSPC). The renewed sign-in is in memory only.'),
        { running },
      );
      report.add({
        fault: 'The disk is full',
        when: 'when the provider replaces the refresh token',
        mailProgram: 'its login is accepted',
        person: textOf(text).replace(/: .*?(?=the disk is full)/, ': … '),
        kept: 'the new sign-in, in memory until there is room',
      });
    }

    it('mail goes on, and a new local password after there is room again loses nothing', async () => {
      await rotateOnFullDisk();
      rmSync(ballast());
      await running.run('password-new', { account: anna, name: 'another' });
      pass(70 * minute);
      expect(await answer()).toMatch(accepted.imap);
      expect((await bench.account(anna, running)).state).toBe('ready');
    });

    it('a stop and a start after there is room again lose nothing', async () => {
      await rotateOnFullDisk();
      rmSync(ballast());
      expect(await running.gateway.stop()).toEqual([]);
      running = await bench.open({ folder: disk.folder, clock });
      pass(70 * minute);
      expect(await answer()).toMatch(accepted.imap);
    });

    it('an end while it is full says whose sign-in is lost', async () => {
      await rotateOnFullDisk();
      expect(await running.gateway.stop()).toMatchObject([
        { message: matching(/anna@example\.org.*is lost/) },
      ]);
    });

    it('a folder that cannot be written to is no refusal for good, over any protocol', async () => {
      const { folder } = disk;
      const after = lastOf(running);
      execFileSync('mount', ['-o', 'remount,ro', folder]);
      try {
        expect(await answer()).toMatch(accepted.imap);
        pass(70 * minute);
        for (const protocol of ['imap', 'pop', 'smtp'] as const) {
          const said = await bench.answer(protocol, anna, localPassword, running);
          expect(said).toMatch(refusals.temporary[protocol]);
          expect(said).toContain(anna);
        }
        const { text } = await bench.activity(({ kind }) => kind === 'login-refused', { running, after });
        report.add({
          fault: 'The disk can only be read',
          when: 'when a token is to be renewed',
          mailProgram: 'a temporary refusal',
          person: textOf(text),
          kept: 'the sign-in: nothing is asked of the provider that could not be kept',
        });
      } finally {
        execFileSync('mount', ['-o', 'remount,rw', folder]);
      }
      pass(10_000);
      expect(await answer()).toMatch(accepted.imap);
    });
  },
);

describe('files that are damaged or another’s', () => {
  let bench: SystemBench;
  let running: GatewayInSandbox;

  beforeEach(async () => {
    bench = await SystemBench.start();
    ({ running } = bench);
    await running.addDesktopClient();
    await running.addSignedInAccount(anna, localPassword);
    await running.addSignedInAccount(bo, localPassword);
  });
  afterEach(() => bench.stop());

  const answer = (who = anna): Promise<string> => bench.answer('imap', who, localPassword, running);
  const restart = async (): Promise<void> => {
    running = await bench.open();
  };
  /** What is said, without what is another at each run. */
  const named = (text: Message | undefined): string =>
    textOf(text)
      .replaceAll(join(bench.folder, 'data'), '…')
      .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
      .replaceAll(/unreadable-[-\dT:.]+Z/g, 'unreadable-TIME')
      .replaceAll(/line \d+, column \d+/g, 'line 24, column 18');
  /** What the activity says of Anna's next login, which is to be tried again later. */
  async function refusalOf(protocol: Protocol = 'imap'): Promise<string> {
    const after = lastOf(running);
    expect(await bench.answer(protocol, anna, localPassword, running)).toMatch(refusals.temporary[protocol]);
    const { text } = await bench.activity((entry) => entry.kind === 'login-refused', { running, after });
    return named(text);
  }

  it.each([
    ['tokens', 'What is kept of a sign-in is damaged'],
    ['passwords', 'What is kept of a local password is damaged'],
  ] as const)('the entry of %s: it is left as it is, and mends with its file', async (part, fault) => {
    const { id } = await bench.account(anna);
    const path = join(bench.folder, 'data', 'vault', `entry+account+${id}+${part}`);
    await running.stop();
    const good = readFileSync(path);
    const damaged = Buffer.from(good).fill(0, Math.floor(good.length / 2));
    writeFileSync(path, damaged);
    await restart();
    const person = await refusalOf();
    expect(await answer(bo)).toMatch(accepted.imap);
    expect(readFileSync(path)).toEqual(damaged);
    report.add({
      fault,
      when: 'at a start',
      mailProgram: 'a temporary refusal',
      person,
      kept: 'the file, as it is',
    });
    await running.stop();
    writeFileSync(path, good);
    await restart();
    expect(await answer()).toMatch(accepted.imap);
  });

  it('another key of the vault: nothing is written with it, and the right one is enough', async () => {
    const path = join(bench.folder, 'data', 'vault.key');
    const vault = (): string[] => readdirSync(join(bench.folder, 'data', 'vault')).toSorted();
    await running.stop();
    const good = readFileSync(path);
    const before = vault();
    writeFileSync(path, `${randomBytes(32).toString('base64')}\n`);
    await restart();
    for (const protocol of protocols) {
      report.add({
        fault: 'The vault has another key',
        when: 'at a start',
        protocol,
        mailProgram: 'a temporary refusal',
        person: await refusalOf(protocol),
        kept: 'the vault, as it is',
      });
    }
    expect(vault()).toEqual(before);
    await running.stop();
    rmSync(path);
    const failure: unknown = await restart().catch((error: unknown) => error);
    if (!(failure instanceof VaultError)) throw new Error('it has started', { cause: failure });
    report.add({
      fault: 'The key of the vault is gone',
      when: 'at a start',
      mailProgram: 'no port: nothing listens',
      person: named(sentences(failure.text, failure.fix)),
      kept: 'the vault, as it is; no new key is made',
    });
    writeFileSync(path, good, { mode: 0o600 });
    await restart();
    expect(await answer()).toMatch(accepted.imap);
  });

  it('the settings, while it runs: it goes on with what it had read, and overwrites nothing', async () => {
    const path = join(bench.folder, 'data', 'settings.json');
    const good = readFileSync(path);
    const after = lastOf(running);
    writeFileSync(path, good.subarray(0, Math.floor(good.length / 2)));
    const { text } = await bench.activity(({ kind, level }) => kind === 'settings' && level === 'warning', {
      running,
      after,
    });
    for (const who of [anna, bo]) expect(await answer(who)).toMatch(accepted.imap);
    report.add({
      fault: 'The settings are damaged',
      when: 'while it runs',
      mailProgram: 'its login is accepted',
      person: named(text),
      kept: 'the file, as it is; changes are refused until it is mended',
    });
    writeFileSync(path, good);
  });
});
