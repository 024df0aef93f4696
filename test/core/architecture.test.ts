import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import rules from '../../build/dependency-rules.config.ts';

const root = path.join(import.meta.dirname, '../..');
const folders = ['proxy-core', 'electron', 'renderer'];

/** The imports of a tree of sources that are against the rules: `rule: file -> target`. */
async function violationsIn(baseDir: string): Promise<{ files: number; found: string[] }> {
  const { output } = await cruise(folders, { ...rules.options, validate: true, ruleSet: rules, baseDir });
  if (typeof output === 'string') throw new Error('dependency-cruiser has made a text of its result.');
  const { totalCruised, violations } = output.summary;
  return {
    files: totalCruised,
    found: violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  };
}

async function filesBelow(...tops: readonly string[]): Promise<string[]> {
  const below = await Promise.all(
    tops.map(async (top) =>
      (await readdir(path.join(root, top), { recursive: true }))
        .filter((file) => /\.[cm]?tsx?$/.test(file))
        .map((file) => `${top}/${file.replaceAll('\\', '/')}`),
    ),
  );
  return below.flat();
}

/** Imports that only the running program knows the target of: nothing that reads sources can follow them. */
function computedImports(text: string): string[] {
  const call =
    /\b(?:import|require)\((?!\s*(?:'[^']*'|"[^"]*"|`[^`$]*`)\s*\))|\bnew URL\(\s*['"`]\.[^)]*\.[cm]?[jt]sx?['"`],\s*import\.meta\.url/g;
  return text.match(call) ?? [];
}

/** Files and folders whose name says nothing of what is in them. */
function emptyNames(files: readonly string[]): string[] {
  const empty = /(?:^|[/.-])(?:utils?|helpers?|misc)(?=[/.-])|(?:^|\/)managers?(?=[/.])/i;
  return files.filter((file) => empty.test(file));
}

describe('the arrows of the design hold', () => {
  test('no import is against them', async () => {
    const { files, found } = await violationsIn(root);
    expect(files).toBeGreaterThan(300);
    expect(found).toEqual([]);
  });

  test('no import is hidden from them, but the demo: it is beside the tests', async () => {
    const files = await filesBelow('proxy-core');
    const texts = await Promise.all(files.map((file) => readFile(path.join(root, file), 'utf8')));
    expect(files.filter((_, index) => computedImports(texts[index] ?? '').length > 0)).toEqual([
      'proxy-core/headless/serve-command.ts',
    ]);
  });

  test.each([
    ['const a = await import(name);', 1],
    ['const a = await import(`./${name}.ts`);', 1],
    ["const a = new URL('../../test/a.ts', import.meta.url);", 1],
    ["const a = await import('./a.ts');", 0],
    ['const a = await import(\n    `./a.ts`);', 0],
    ["const a = new URL('https://example.org/', import.meta.url);", 0],
  ])('computed imports are found: %j', (text, count) => {
    expect(computedImports(text)).toHaveLength(count);
  });
});

/** An import, and the rule that it is against, or none. */
const cases: readonly (readonly [file: string, text: string, rule: string | undefined])[] = [
  ['proxy-core/mail/reads.ts', "import fs from 'node:fs';", 'mail-imports-nothing-but-bytes'],
  ['proxy-core/mail/checks.ts', "import { z } from 'zod';", 'mail-imports-nothing-but-bytes'],
  ['proxy-core/mail/knows.ts', "import type { A } from '../accounts/stub.ts';", 'arrows-of-mail'],
  ['proxy-core/messages/reads.ts', "import fs from 'node:fs';", 'screens-load-what-runs-in-a-browser'],
  ['proxy-core/messages/knows.ts', "import { a } from '#core/accounts/stub.ts';", 'arrows-of-messages'],
  ['proxy-core/contract/loads.ts', "import { a } from '../relay/stub.ts';", 'arrows-of-contract'],
  ['proxy-core/errors/knows.ts', "import { a } from '../oauth/stub.ts';", 'arrows-of-errors'],
  ['proxy-core/storage/up.ts', "import { a } from '#core/oauth/stub.ts';", 'arrows-of-storage'],
  ['proxy-core/accounts/opens.ts', "import { a } from '../relay/stub.ts';", 'arrows-of-accounts'],
  ['proxy-core/oauth/calls.ts', "import { a } from '../gateway.ts';", 'arrows-of-oauth'],
  ['proxy-core/relay/calls.ts', "import type { A } from '../commands/stub.ts';", 'arrows-of-relay'],
  ['proxy-core/relay/exports.ts', "export * from '../commands/stub.ts';", 'arrows-of-relay'],
  ['proxy-core/relay/later.ts', "const a = import('../commands/stub.ts');", 'arrows-of-relay'],
  ['proxy-core/relay/tests.ts', "import { a } from '../../test/stub.ts';", 'arrows-of-relay'],
  ['proxy-core/headless/speaks.ts', "import { a } from '../mail/stub.ts';", 'arrows-of-headless'],
  ['proxy-core/setup/shell.ts', "import { a } from '../../electron/stub.ts';", 'arrows-of-setup'],
  ['proxy-core/setup/screen.ts', "import { a } from '../../renderer/stub.ts';", 'arrows-of-setup'],
  ['proxy-core/cellar/wine.ts', "import fs from 'node:fs';", 'every-folder-has-its-arrows'],
  ['proxy-core/cellar.ts', "import fs from 'node:fs';", 'every-folder-has-its-arrows'],
  ['proxy-core/relay/develops.ts', "import { test } from 'vitest';", 'the-core-brings-what-it-needs'],
  ['proxy-core/relay/electron.ts', "import { app } from 'electron';", 'the-core-is-plain-node'],
  ['proxy-core/relay/missing.ts', "import { a } from '@azure/identity';", 'only-what-is-installed'],
  [
    'electron/screen.ts',
    "import { a } from '../renderer/stub.ts';",
    'the-shell-knows-no-screens-and-no-tests',
  ],
  ['renderer/core.tsx', "import { a } from '#core/gateway.ts';", 'screens-know-the-contract-only'],
  ['renderer/type.tsx', "import type { A } from '../electron/stub.ts';", 'screens-know-the-contract-only'],
  ['proxy-core/oauth/one.ts', "import type { A } from './other.ts';", 'no-circles'],
  ['proxy-core/mail/bytes.ts', "import { Buffer } from 'node:buffer';", undefined],
  ['proxy-core/mail/says.ts', "import { a } from '#core/messages/stub.ts';", undefined],
  ['proxy-core/relay/hears.ts', "import { a } from '../mail/stub.ts';", undefined],
  ['proxy-core/relay/declared.ts', "import { z } from 'zod';\nimport fs from 'node:fs';", undefined],
  ['electron/gateway.ts', "import { a } from '#core/gateway.ts';", undefined],
  ['renderer/contract.tsx', "import type { A } from '#core/contract/stub.ts';", undefined],
];

describe('the rules bite', () => {
  const core = ['accounts', 'relay', 'oauth', 'commands', 'mail', 'messages', 'contract'].map(
    (name) => `proxy-core/${name}/stub.ts`,
  );
  let folder = '';
  let found: readonly string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mailwicket-arrows-'));
    const write = async (file: string, text: string): Promise<void> => {
      await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    };
    await write(
      'package.json',
      JSON.stringify({
        type: 'module',
        imports: { '#core/*': './proxy-core/*' },
        devDependencies: { zod: '*', vitest: '*', electron: '*' },
      }),
    );
    for (const name of ['zod', 'vitest', 'electron']) {
      await write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
      await write(`node_modules/${name}/index.js`, '');
    }
    for (const stub of [
      ...core,
      'proxy-core/gateway.ts',
      'electron/stub.ts',
      'renderer/stub.ts',
      'test/stub.ts',
    ]) {
      await write(stub, 'export const a = 1;\nexport type A = 1;\n');
    }
    await write('proxy-core/oauth/other.ts', "import { a } from './one.ts';\n");
    for (const [file, text] of cases) await write(file, `${text}\n`);
    ({ found } = await violationsIn(folder));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(cases)('%s: %s', (file, _text, rule) => {
    const names = found.filter((line) => line.includes(`: ${file} -> `)).map((line) => line.split(':')[0]);
    if (rule === undefined) expect(names).toEqual([]);
    else expect(names).toContain(rule);
  });
});

describe('a file is named after what it holds', () => {
  test('no file is called utils, helpers, misc, or manager alone', async () => {
    const files = await filesBelow(...folders, 'build', 'test');
    expect(files.length).toBeGreaterThan(400);
    expect(emptyNames(files)).toEqual([]);
  });

  test('such names are found wherever they stand; words that hold them are not', () => {
    const bad = ['a/utils.ts', 'a/utils/b.ts', 'a/manager.ts', 'a/test-helpers.ts', 'misc/a.ts'];
    expect(emptyNames([...bad, 'a/token-manager.ts', 'a/management.ts', 'a/miscount.ts', 'a/b.ts'])).toEqual(
      bad,
    );
  });
});
