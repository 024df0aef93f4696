import { textOf } from '../support/english.ts';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { quickDerivation } from '../support/quick-derivation.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import { matching } from '../support/matchers.ts';
import { GatewayInSandbox } from '../support/gateway-in-sandbox.ts';
import { accepted, localPassword, refusals, SystemBench } from '../support/system-bench.ts';

vi.mock(import('#core/accounts/local-password.ts'), async (original) => quickDerivation(await original()));

const anna = 'anna@example.org';
const minute = 60_000;

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
      execFileSync('umount', [folder]);
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
      running = await GatewayInSandbox.start({ sandbox: bench.sandbox, folder: disk.folder, clock });
      await running.addDesktopClient();
      await running.addSignedInAccount(anna, localPassword);
    });
    afterEach(async () => {
      await bench.stop();
      await running.stop();
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
      await bench.activity(
        ({ text }) =>
          textOf(text).includes('the disk is full (ENOSPC). The renewed sign-in is in memory only.'),
        {
          running,
        },
      );
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
      running = await GatewayInSandbox.start({ sandbox: bench.sandbox, folder: disk.folder, clock });
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
      execFileSync('mount', ['-o', 'remount,ro', folder]);
      try {
        expect(await answer()).toMatch(accepted.imap);
        pass(70 * minute);
        for (const protocol of ['imap', 'pop', 'smtp'] as const) {
          const said = await bench.answer(protocol, anna, localPassword, running);
          expect(said).toMatch(refusals.temporary[protocol]);
          expect(said).toContain(anna);
        }
      } finally {
        execFileSync('mount', ['-o', 'remount,rw', folder]);
      }
      pass(10_000);
      expect(await answer()).toMatch(accepted.imap);
    });
  },
);
