import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { scratchFolder } from '../../support/scratch-folder.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../../..');
const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const { version, homepage } = z
  .object({ version: z.string(), homepage: z.string() })
  .parse(JSON.parse(text('package.json')));

const manifests = globSync(['deploy/homebrew/*', 'deploy/winget/*'], { cwd: root });

test('what Homebrew and winget install is this version, from this project', () => {
  expect(manifests).toHaveLength(4);
  for (const file of manifests) {
    const versions = text(file).match(/(?<=PackageVersion: |\/v|[a-z]-)\d+\.\d+\.\d+/g) ?? [];
    expect([file, ...new Set(versions)]).toEqual([file, version]);
    const addresses = text(file).match(/https:\/\/(?!aka\.ms)[^/]+\/[^/"\s]+\/[^/"\s]+/g) ?? [];
    expect(addresses.filter((address) => address !== homepage)).toEqual([]);
  }
});

test('the checksums of what was built are put into them', async () => {
  const artefacts = await scratchFolder();
  const out = path.join(artefacts, 'out');
  for (const name of [`mailwicket-${version}.tgz`, `Mailwicket-Setup-${version}.exe`]) {
    await writeFile(path.join(artefacts, name), 'abc');
  }
  await run(process.execPath, ['build/fill-manifests.ts', artefacts, out], { cwd: root });
  const filled = await Promise.all(
    (await readdir(out)).map((name) => readFile(path.join(out, name), 'utf8')),
  );
  // of FIPS 180-2's example
  const sum = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(filled.join('').split(sum)).toHaveLength(4);
  expect(filled.join('')).not.toContain('SHA256(');
});

test('the newest entry of the changelog is of this version, or of what comes next', () => {
  const entries = [...text('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
  expect(entries[0]).toMatch(/^(?:Unreleased|\d+\.\d+\.\d+ \(\d{4}-\d{2}-\d{2}\))$/);
  const released = entries.find((title) => title !== 'Unreleased');
  expect(released === undefined || released.startsWith(`${version} `)).toBe(true);
});
