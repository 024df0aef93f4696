import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import configuration from '../../../build/electron-builder.config.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../../..');
const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const { version, homepage } = z
  .object({ version: z.string(), homepage: z.string() })
  .parse(JSON.parse(text('package.json')));

/** What of a manifest is used here (flatpak-manifest(5)). */
const flatpakSchema = z.strictObject({
  id: z.string(),
  runtime: z.string(),
  'runtime-version': z.string(),
  sdk: z.string(),
  base: z.string(),
  'base-version': z.string(),
  command: z.string(),
  'rename-desktop-file': z.string(),
  'rename-icon': z.string(),
  'separate-locales': z.boolean(),
  'finish-args': z.array(z.string().regex(/^--(?:share|socket|device|talk-name)=/)),
  modules: z.tuple([
    z.strictObject({
      name: z.string(),
      buildsystem: z.literal('simple'),
      'build-commands': z.array(z.string()),
      sources: z.array(
        z.discriminatedUnion('type', [
          z.strictObject({
            type: z.literal('file'),
            'dest-filename': z.string(),
            url: z.url(),
            sha256: z.string(),
            'only-arches': z.array(z.string()),
          }),
          z.strictObject({
            type: z.literal('script'),
            'dest-filename': z.string(),
            commands: z.array(z.string()),
          }),
        ]),
      ),
    }),
  ]),
});

const manifests = globSync(['deploy/homebrew/*', 'deploy/winget/*', 'deploy/flatpak/*'], { cwd: root });

test('what Homebrew, winget and Flatpak install is this version, from this project', () => {
  expect(manifests).toHaveLength(5);
  for (const file of manifests) {
    const versions = text(file).match(/(?<=PackageVersion: |\/v|[a-z][-_])\d+\.\d+\.\d+/g) ?? [];
    expect([file, ...new Set(versions)]).toEqual([file, version]);
    const addresses = text(file).match(/https:\/\/(?!aka\.ms)[^/]+\/[^/"\s]+\/[^/"\s]+/g) ?? [];
    expect(addresses.filter((address) => address !== homepage)).toEqual([]);
  }
});

test('files that name what a release is called name it with this version', () => {
  const named = [
    'deploy/kubernetes/gateway.yaml',
    'docs/service.md',
    'docs/offices.md',
    'build/linux/org.mailwicket.Mailwicket.metainfo.xml',
  ];
  for (const file of named) {
    const found = text(file).match(/(?<=mailwicket\S*[-_:]|<release version=")\d+\.\d+\.\d+\b/gi);
    expect([file, ...new Set(found)]).toEqual([file, version]);
  }
});

test('the checksums of what was built are put into them', async () => {
  const artefacts = await scratchFolder();
  const out = path.join(artefacts, 'out');
  for (const name of [
    `mailwicket-${version}.tgz`,
    `Mailwicket-Setup-${version}.exe`,
    `mailwicket_${version}_amd64.deb`,
  ]) {
    await writeFile(path.join(artefacts, name), 'abc');
  }
  await run(process.execPath, ['build/fill-manifests.ts', artefacts, out], { cwd: root });
  const filled = await Promise.all(
    (await readdir(out)).map((name) => readFile(path.join(out, name), 'utf8')),
  );
  // of FIPS 180-2's example
  const sum = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(filled.join('').split(sum)).toHaveLength(5);
  expect(filled.join('')).not.toContain('SHA256(');
});

test('the Flatpak manifest asks for what the build of the release asks for, and nothing else', () => {
  const manifest = flatpakSchema.parse(JSON.parse(text('deploy/flatpak/org.mailwicket.Mailwicket.json')));
  const { flatpak, appId, linux } = configuration;
  expect(manifest).toMatchObject({
    id: appId,
    runtime: flatpak?.runtime,
    'runtime-version': flatpak?.runtimeVersion,
    sdk: flatpak?.sdk,
    base: flatpak?.base,
    'base-version': flatpak?.baseVersion,
    command: linux?.executableName,
    'rename-desktop-file': `${linux?.executableName}.desktop`,
    'finish-args': flatpak?.finishArgs,
  });
});

test('the newest entry of the changelog is of this version, or of what comes next', () => {
  const entries = [...text('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
  expect(entries[0]).toMatch(/^(?:Unreleased|\d+\.\d+\.\d+ \(\d{4}-\d{2}-\d{2}\))$/);
  const released = entries.find((title) => title !== 'Unreleased');
  expect(released === undefined || released.startsWith(`${version} `)).toBe(true);
});
