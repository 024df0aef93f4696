import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { matching } from '../support/matchers.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { CommandBench, CommandProcess } from '../support/command-bench.ts';
import { makeCertificates } from '../support/sandbox/certificates.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');

/** The Nodes to be had here: the one that everything is tested on, and the machine's own, which is an older one. */
const nodes: readonly (readonly [version: string, program: string])[] = await Promise.all(
  [
    process.execPath,
    ...(process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, 'node')),
  ]
    .filter((program) => existsSync(program))
    .map(async (program) => [(await run(program, ['--version'])).stdout.trim(), program] as const),
).then((found) => [...new Map(found)]);

/** What is packed, installed in an empty folder without any network. */
let folder = '';
let installed = '';
let packed: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mailwicket-package-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root });
  const answer: unknown = JSON.parse(stdout.slice(stdout.indexOf('[\n')));
  const [about] = z
    .array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }))
    .parse(answer);
  packed = about?.files.map((file) => file.path) ?? [];
  const tarball = path.join(folder, about?.filename ?? '');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--prefix', folder, tarball]);
  installed = path.join(folder, 'node_modules/mailwicket');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const installedProgram = (): string => path.join(folder, 'node_modules/.bin/mailwicket');

/** The files of a folder that the ones to begin with name, or that those name, by their file names. */
async function reachable(inFolder: string, first: readonly string[]): Promise<string[]> {
  const names = await readdir(inFolder);
  const found = new Set(first);
  for (const name of found) {
    const text = await readFile(path.join(inFolder, name), 'utf8');
    for (const other of names) if (text.includes(other)) found.add(other);
  }
  return [...found].toSorted();
}

describe('the package', () => {
  test('has in files of their own what is loaded only where it is needed', () => {
    const parts = ['lib', 'monitor', 'msal-grants', 'postgresql-store', 'smtp-server', 'undici', 'x509.es'];
    expect(packed).toEqual(expect.arrayContaining(parts.map((part) => `dist/command/${part}.js`)));
  });

  test('holds what runs, the screens, the licenses and the units, and nothing else', async () => {
    const inBundle = packed.filter((file) => /^dist\/(?:command|renderer\/assets)\//.test(file));
    expect(packed.filter((file) => !inBundle.includes(file)).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'build/registrations.json',
      'deploy/macos/org.mailwicket.service.plist',
      'deploy/mailwicket.service',
      'deploy/windows/mailwicket-service.xml',
      'dist/completion/mailwicket.bash',
      'dist/completion/mailwicket.fish',
      'dist/completion/mailwicket.zsh',
      'dist/renderer/icon-256.png',
      'dist/renderer/icon-512.png',
      'dist/renderer/index.html',
      'dist/renderer/licences.txt',
      'dist/renderer/manifest.webmanifest',
      'package.json',
    ]);
    const needed = await reachable(path.join(installed, 'dist/command'), [
      'mailwicket.js',
      'demo.js',
      'worker.js',
      'protected-file-worker.cjs',
    ]);
    const page = await readFile(path.join(installed, 'dist/renderer/index.html'), 'utf8');
    const first = (await readdir(path.join(installed, 'dist/renderer/assets'))).filter((name) =>
      page.includes(name),
    );
    const assets = await reachable(path.join(installed, 'dist/renderer/assets'), first);
    expect(inBundle.toSorted()).toEqual([
      ...needed.map((name) => `dist/command/${name}`),
      ...assets.map((name) => `dist/renderer/assets/${name}`),
    ]);
  });

  test('brings every package that it uses, so that none is installed beside it', async () => {
    expect(
      (await readdir(path.join(folder, 'node_modules'))).filter((name) => !name.startsWith('.')),
    ).toEqual(['mailwicket']);
    const bundle = await readdir(path.join(installed, 'dist/command'));
    const imports: string[] = [];
    for (const name of bundle) {
      const text = await readFile(path.join(installed, 'dist/command', name), 'utf8');
      const found = text.matchAll(/(?:^|;)import(?:[^"'`;]*?from)?["'`]([^."'`][^"'`]*)["'`]/gm);
      imports.push(...[...found].map(([, from = '']) => from));
    }
    expect(imports).toContain('node:net');
    expect(imports.filter((name) => !isBuiltin(name))).toEqual([]);
  });

  test('names the terms of each package that is in it', async () => {
    const text = await readFile(path.join(installed, 'dist/renderer/licences.txt'), 'utf8');
    for (const name of [
      'zod 4',
      '@azure/msal-node 7',
      'react-dom 19',
      'electron-updater 6',
      'imap-simple 6',
    ]) {
      expect(text).toContain(`\n${name}.`);
    }
  });

  test('is small: what it takes on the disk is what a few pictures take', async () => {
    const sizes = await Promise.all(packed.map((file) => readFile(path.join(installed, file))));
    expect(sizes.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(8_500_000);
  });
});

describe.each(nodes)('the installed command, on Node %s', (version, node) => {
  const command = (args: readonly string[], data: string): CommandProcess =>
    new CommandProcess(args, { MAILWICKET_DATA: data, XDG_CACHE_HOME: data, NODE_COMPILE_CACHE: '' }, '', {
      node,
      program: installedProgram(),
    });

  test('tells what it can do', async () => {
    const { status, output, errors } = await command(['--help'], await scratchFolder()).ended();
    expect([status, errors]).toEqual([0, '']);
    expect(output).toContain('mailwicket account authorize');
  });

  test('shows the whole way of a login in the demo', async () => {
    const { stdout, stderr } = await run(node, [installedProgram(), 'demo', '--once']);
    expect([stdout.trim().split('\n').at(-1), stderr]).toEqual(['All went well.', '']);
  });

  test('serves, with its screens in a browser', async () => {
    const data = await scratchFolder();
    const ports = ['--imap', '0', '--pop', '0', '--smtp', '0'];
    const serving = command(['serve', ...ports, '--panel', '--data', data], data);
    await serving.until(/^ready imap=\d+ pop=\d+ smtp=\d+$/m);
    const [, address = ''] = await serving.until(/^panel (http\S+)/m);
    const page = await fetch(address);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>Mailwicket')]);
    const status = await command(['status', '--json', '--data', data], data).ended();
    expect(JSON.parse(status.output)).toMatchObject({ running: true });
    const second = await command(['serve', ...ports, '--data', data], data).ended();
    expect([second.status, second.errors]).toEqual([1, expect.stringContaining('already serves')]);
    expect((await serving.stop()).status).toBe(0);
  });

  test('checks the whole way of a login, and serves with a certificate of its own', async () => {
    const bench = await CommandBench.start();
    onTestFinished(() => bench.stop());
    const place = await bench.folder();
    await place.addServiceAccount('office@example.org');
    const trusting = { NODE_EXTRA_CA_CERTS: bench.sandbox.caFile ?? '', NODE_COMPILE_CACHE: '' };
    const start = (...args: readonly string[]): CommandProcess =>
      new CommandProcess([...args, '--data', place.path], trusting, '', {
        node,
        program: installedProgram(),
      });
    const checked = await start('check', 'office@example.org').ended();
    expect([checked.status, checked.output]).toEqual([0, matching(/^ok +\tIMAP TLS: .*good until/m)]);
    const { cert, key } = await makeCertificates();
    const files = [path.join(place.path, 'own.pem'), path.join(place.path, 'own.key')] as const;
    await Promise.all([writeFile(files[0], cert), writeFile(files[1], key)]);
    const set = await start('settings', 'set', 'certificate-files', ...files).ended();
    expect([set.status, set.errors]).toEqual([0, '']);
    const serving = start('serve', '--imap', '0', '--pop', '0', '--smtp', '0', '--imaps', '0');
    await serving.until(/^ready .*imaps=[1-9]/m);
    expect((await serving.stop()).status).toBe(0);
  });

  test('keeps what Node has compiled for the next start, where Node can', async () => {
    const data = await scratchFolder();
    expect((await command(['account', 'list', '--data', data], data).ended()).status).toBe(0);
    const kept = await readdir(data, { recursive: true, withFileTypes: true });
    const sizes = kept
      .filter((entry) => entry.isFile())
      .map(async (entry) => stat(path.join(entry.parentPath, entry.name)));
    const octets = (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
    // nearly all of it is in the one file that its parts share; a Node before 22.1 keeps nothing
    expect(octets > 500_000).toBe(Number(version.slice(1).split('.')[0]) >= 22);
  });
});
