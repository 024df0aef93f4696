import { X509Certificate } from 'node:crypto';
import { chmod, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Activity } from '#core/logging/activity.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { OwnCertificate, readCertificate, readOwnCertificate } from '#core/relay/own-certificate.ts';
import { textOf } from '../../support/english.ts';
import { containing } from '../../support/matchers.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { makeCertificates, type SandboxCertificates } from '../../support/sandbox/certificates.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const start = Date.UTC(2026, 0, 5, 9);
const day = 86_400_000;
let first: SandboxCertificates;
let second: SandboxCertificates;

beforeAll(async () => {
  first = await makeCertificates(new Date(start));
  second = await makeCertificates(new Date(start + 3 * day));
});

/** The files of a certificate, and what is served of them. */
async function begin(): Promise<{
  readonly clock: FakeClock;
  readonly files: readonly [string, string];
  readonly own: OwnCertificate;
  readonly lines: () => string[];
  readonly changes: () => number;
}> {
  const folder = await scratchFolder();
  const files = [join(folder, 'fullchain.pem'), join(folder, 'privkey.pem')] as const;
  await writeFile(files[0], first.cert);
  await writeFile(files[1], first.key);
  const clock = new FakeClock(start);
  const activity = new Activity({ clock, logger: silentLogger });
  const changed = vi.fn();
  const own = new OwnCertificate({ clock, activity, changed });
  onTestFinished(() => own.stop());
  await own.take(files);
  return {
    clock,
    files,
    own,
    lines: () => activity.entries().map(({ text }) => textOf(text)),
    changes: () => changed.mock.calls.length,
  };
}

describe('a certificate that somebody else renews', () => {
  it('may be in DER', async () => {
    const { files } = await begin();
    await writeFile(files[0], new X509Certificate(first.cert).raw);
    expect((await readOwnCertificate(files)).expires).toBe(start + 7 * day);
  });

  it('is served with its names, and told of when it comes to its end', async () => {
    const { own, lines, clock } = await begin();
    expect(own.present).toMatchObject({ names: ['localhost', '127.0.0.1', '0:0:0:0:0:0:0:1'] });
    expect(own.state?.expires).toBe(start + 7 * day);
    expect(lines()).toEqual(['The certificate of the TLS ports ends on 2026-01-12. Have it renewed.']);
    clock.jump(6 * day);
    await clock.advance(10_000);
    await vi.waitFor(() => expect(lines()).toHaveLength(2));
    clock.jump(day);
    await clock.advance(10_000);
    await vi.waitFor(() =>
      expect(lines().at(-1)).toBe(
        'The certificate of the TLS ports ended on 2026-01-12: programs refuse it. Have it renewed.',
      ),
    );
  });

  it('is taken anew when both files are replaced; meanwhile, and after a bad one, the last good pair goes on', async () => {
    const { own, files, clock, lines, changes } = await begin();
    // as a renewal writes them: beside, and moved into place, one after the other
    await writeFile(`${files[0]}.new`, second.cert);
    await rename(`${files[0]}.new`, files[0]);
    await clock.advance(10_000);
    await vi.waitFor(() => expect(changes()).toBe(1));
    expect(own.state?.expires).toBe(start + 7 * day);
    expect(textOf(own.state?.problem?.message ?? { code: 'common.at', params: {} })).toMatch(
      /privkey\.pem does not belong to the certificate/,
    );
    await writeFile(`${files[1]}.new`, second.key);
    await rename(`${files[1]}.new`, files[1]);
    await clock.advance(10_000);
    await vi.waitFor(() => expect(changes()).toBe(2));
    expect(own.state).toEqual({ expires: start + 10 * day, problem: undefined });
    expect(lines()).toContain('The certificate of the TLS ports was renewed; it is good until 2026-01-15.');
    await rm(files[0]);
    await clock.advance(10_000);
    await vi.waitFor(() => expect(changes()).toBe(3));
    expect(own.state?.expires).toBe(start + 10 * day);
    expect(own.state?.problem).toBeDefined();
  });

  it('is read again once its files may be read, or are written over with the times of those before', async () => {
    const { files, clock, lines, changes } = await begin();
    for (const [at, text] of [second.cert, second.key].entries()) {
      const file = files[at] ?? '';
      const { atime, mtime, size } = await stat(file);
      await writeFile(file, text.padEnd(size, '\n'));
      await utimes(file, atime, mtime);
    }
    await clock.advance(10_000);
    await vi.waitFor(() => expect(changes()).toBe(1));
    const told = lines();
    expect(told.filter((line) => line.includes('was renewed'))).toHaveLength(1);
    await chmod(files[1], 0o640);
    await clock.advance(10_000);
    await vi.waitFor(() => expect(changes()).toBe(2));
    expect(lines()).toEqual(told);
  });

  it('that cannot be used from the start is told: Mailwicket’s own is served, and it is taken once it is good', async () => {
    const { own, files, clock, lines, changes } = await begin();
    await own.take([]);
    expect(own.state).toBeUndefined();
    await writeFile(files[0], 'no certificate');
    await own.take(files);
    expect(own.present).toBeUndefined();
    expect(own.state).toMatchObject({
      expires: undefined,
      problem: { message: containing('fullchain.pem') },
    });
    expect(lines().at(-1)).toMatch(/was not taken from its files; Mailwicket’s own is in use/);
    await writeFile(files[0], first.cert);
    await clock.advance(10_000);
    await vi.waitFor(() => expect(changes()).toBe(1));
    expect(own.state).toEqual({ expires: start + 7 * day, problem: undefined });
  });

  it('is Mailwicket’s own again when no files are set', async () => {
    const { own, clock } = await begin();
    await own.take([]);
    expect(own.present).toBeUndefined();
    expect(clock.timers).toBe(0);
  });
});

it.each([
  [
    'a file that is not there',
    'unreadable',
    (files: readonly string[]) => [files[0] ?? '', '/nowhere/key.pem'],
  ],
  ['no certificate', 'no-certificate', ([, key = '']: readonly string[]) => [key, key]],
  ['no key', 'no-key', ([certificate = '']: readonly string[]) => [certificate, certificate]],
  [
    'the key of another certificate',
    'mismatch',
    ([certificate = '', , other = '']: readonly string[]) => [certificate, other],
  ],
])('%s is refused', async (_, code, choose) => {
  const folder = await scratchFolder();
  const files = ['a.pem', 'a.key', 'b.key'].map((name) => join(folder, name));
  await Promise.all([first.cert, first.key, second.key].map((text, at) => writeFile(files[at] ?? '', text)));
  await expect(readOwnCertificate(choose(files))).rejects.toMatchObject({ code });
});

it('a file that is not there is told with the reason', async () => {
  await expect(readCertificate('/nowhere/key.pem')).rejects.toThrow(
    'The file /nowhere/key.pem cannot be read: there is no such file or folder (ENOENT).',
  );
});
