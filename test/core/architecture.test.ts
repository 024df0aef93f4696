import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

/** What every room may know: how people are told something, and what hosts and screens say and hear. */
const shared = ['messages', 'contract', 'errors', 'defined-only.ts'];
/** What keeps and knows accounts, and signs them in. */
const innerRooms = ['oauth', 'accounts', 'network', 'storage', 'logging', ...shared];

/**
 * The arrows between the rooms. A room is a folder of proxy-core, or a file that stands beside the folders.
 * What a room is not given here it may not import, and a room that is not here may not be.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'defined-only.ts': [],
  messages: [],
  contract: ['messages'],
  errors: ['messages', 'contract'],
  mail: ['messages'],
  logging: ['messages', 'contract'],
  storage: ['logging', ...shared],
  accounts: ['storage', 'logging', ...shared],
  network: ['storage', ...shared],
  oauth: ['accounts', 'network', 'storage', 'logging', ...shared],
  relay: ['mail', ...innerRooms],
  diagnosis: ['relay', 'mail', ...innerRooms],
  setup: [...innerRooms],
  commands: ['relay', 'diagnosis', 'setup', ...innerRooms],
  'outbound-network.ts': ['relay', ...innerRooms],
  'gateway-options.ts': ['relay', ...innerRooms],
  'gateway.ts': [
    'gateway-options.ts',
    'outbound-network.ts',
    'commands',
    'relay',
    'diagnosis',
    'setup',
    ...innerRooms,
  ],
  service: ['storage', 'logging', ...shared],
  screens: ['gateway.ts', 'commands', ...innerRooms],
  headless: ['gateway.ts', 'screens', 'service', 'setup', ...innerRooms],
};

/** The packages of a room that is not given all that are installed: it runs in a browser, or does no input and output. */
const packagesOfRoom: Readonly<Record<string, readonly string[]>> = {
  mail: ['node:buffer'],
  messages: ['zod', 'i18next'],
};

/** What a screen may load of the core: what it says and hears, and nothing that does the work. */
function isForScreens(file: string): boolean {
  return /^proxy-core\/(?:contract|messages)\//.test(file) || file === 'proxy-core/errors/schema-issues.ts';
}

/** Imports against the arrows that are known, each with its reason. One that is no longer there fails too. */
const exceptions: Readonly<Record<string, string>> = {
  'value proxy-core/headless/demo-command.ts -> test/support/demo/demo.ts':
    'the demo needs the sandbox, which is beside the tests and is not installed; its absence is told',
  'value proxy-core/headless/demo-command.ts -> (computed)': 'the same demo, loaded by its URL',
};

interface Source {
  /** From the root of the repository, with slashes. */
  readonly file: string;
  readonly text: string;
}

interface Import {
  readonly file: string;
  /** A file of the repository, or what a package or built-in module is called. */
  readonly target: string;
  readonly local: boolean;
  readonly typeOnly: boolean;
}

/**
 * Reads the imports of a file. Static ones begin their line, as the formatter leaves them; with
 * verbatimModuleSyntax only `import type` and `export type` are gone at run time.
 */
function importsOf({ file, text }: Source): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean): void => {
    const alias = aliases.find(({ name }) => specifier.startsWith(name));
    const local = alias !== undefined || specifier.startsWith('.');
    const relative = local ? path.posix.join(path.posix.dirname(file), specifier) : specifier;
    const target = alias === undefined ? relative : `${alias.folder}${specifier.slice(alias.name.length)}`;
    found.push({ file, target, local, typeOnly });
  };
  const statement =
    /^(?:import|export)\s+(type\s+(?!from\b))?(?:[\w*{$][^;'"]*?\bfrom\s*)?['"]([^'"]+)['"]/gm;
  for (const [, type, specifier = ''] of text.matchAll(statement)) add(specifier, type !== undefined);
  const call = /\b(?:import|require)\(\s*(?:(['"`])([^'"`$]+)\1|(?=[^'"`\s]|['"`][^'"`]*\$))/g;
  for (const [, , specifier] of text.matchAll(call)) add(specifier ?? '(computed)', false);
  const url = /\bnew URL\(\s*['"](\.[^'"]+\.[cm]?[jt]sx?)['"],\s*import\.meta\.url/g;
  for (const [, specifier = ''] of text.matchAll(url)) add(specifier, false);
  return found;
}

function roomOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'proxy-core' ? second : top;
}

function isCore(file: string): boolean {
  return file.startsWith('proxy-core/');
}

function nameOf({ file, target, typeOnly }: Import): string {
  return `${typeOnly ? 'type' : 'value'} ${file} -> ${target}`;
}

/** The imports that go against the arrows, named. */
function againstTheArrows(sources: readonly Source[]): string[] {
  return sources.flatMap(importsOf).filter(isAgainstTheArrows).map(nameOf);
}

function isAgainstTheArrows({ file, target, local }: Import): boolean {
  const room = roomOf(file);
  if (!local)
    return isCore(file) && (target === '(computed)' || packagesOfRoom[room]?.includes(target) === false);
  const inside = isCore(file) ? isCore(target) && roomOf(target) === room : target.startsWith(`${room}/`);
  if (inside) return false;
  if (isCore(file)) return !isCore(target) || !(arrows[room] ?? []).includes(roomOf(target));
  if (room === 'electron') return !isCore(target) && target !== 'package.json';
  return !isForScreens(target);
}

/** The rooms of proxy-core that the arrows do not know. */
function unknownRooms(sources: readonly Source[]): string[] {
  const rooms = new Set(sources.filter(({ file }) => isCore(file)).map(({ file }) => roomOf(file)));
  return [...rooms].filter((room) => !Object.hasOwn(arrows, room));
}

/** A way from a room back to itself, over what is loaded at run time; undefined if there is none. */
function cycleOf(edges: Readonly<Record<string, readonly string[]>>): string | undefined {
  const done = new Set<string>();
  const walk = (room: string, way: readonly string[]): string | undefined => {
    if (way.includes(room)) return [...way.slice(way.indexOf(room)), room].join(' -> ');
    if (done.has(room)) return undefined;
    for (const next of edges[room] ?? []) {
      const cycle = walk(next, [...way, room]);
      if (cycle !== undefined) return cycle;
    }
    done.add(room);
    return undefined;
  };
  for (const room of Object.keys(edges)) {
    const cycle = walk(room, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

function loadedRooms(sources: readonly Source[]): Record<string, string[]> {
  const edges: Record<string, string[]> = {};
  for (const { file, target, local, typeOnly } of sources.flatMap(importsOf)) {
    if (typeOnly || !local || !isCore(file) || !isCore(target) || roomOf(file) === roomOf(target)) continue;
    (edges[roomOf(file)] ??= []).push(roomOf(target));
  }
  return edges;
}

/** Packages that proxy-core imports and that are not installed with it. */
function undeclaredPackages(sources: readonly Source[], dependencies: ReadonlySet<string>): string[] {
  return sources
    .filter(({ file }) => isCore(file))
    .flatMap(importsOf)
    .filter(({ target, local }) => {
      if (local || target === '(computed)' || target.startsWith('node:')) return false;
      const [first = '', second = ''] = target.split('/');
      return !dependencies.has(target.startsWith('@') ? `${first}/${second}` : first) || isBuiltin(target);
    })
    .map(nameOf);
}

/** What is loaded with the files that screens may load, and cannot be in a browser. */
function notForBrowsers(sources: readonly Source[]): string[] {
  const loads = new Map(
    sources.map((source) => [source.file, importsOf(source).filter(({ typeOnly }) => !typeOnly)] as const),
  );
  const reached = new Set([...loads.keys()].filter(isForScreens));
  const found: string[] = [];
  // a set goes on over what is added on the way
  for (const file of reached) {
    for (const one of loads.get(file) ?? []) {
      if (one.local) reached.add(one.target);
      else if (!['zod', 'i18next'].includes(one.target)) found.push(nameOf(one));
    }
  }
  return found;
}

/** Files and folders whose name says nothing of what is in them. */
function emptyNames(files: readonly string[]): string[] {
  const empty = /(?:^|[/.-])(?:utils?|helpers?|misc)(?=[/.-])|(?:^|\/)managers?(?=[/.])/i;
  return files.filter((file) => empty.test(file));
}

const root = fileURLToPath(new URL('../../', import.meta.url));

function sourcesBelow(...folders: readonly string[]): Source[] {
  return folders
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.[cm]?tsx?$/.test(file))
        .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
    )
    .filter((file) => !file.includes('/node_modules/'))
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}

/** The short names of folders that package.json gives. */
const aliases = Object.entries(
  z
    .object({ imports: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))).imports,
).map(([name, folder]) => ({
  name: name.replace(/\*$/, ''),
  folder: folder.replace(/^\.\//, '').replace(/\*$/, ''),
}));
const sources = sourcesBelow('proxy-core', 'electron', 'renderer');
const dependencies = new Set(
  Object.keys(
    z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))).dependencies,
  ),
);

/** What a file of the relay imports. */
function read(text: string): string[] {
  return importsOf({ file: 'proxy-core/relay/a.ts', text }).map((one) => nameOf(one).replace(/ .*->/, ''));
}

/** Three rooms, of which the last imports this. */
function wayEndingIn(last: string): Source[] {
  return [
    { file: 'proxy-core/accounts/a.ts', text: "import { b } from '../storage/b.ts';" },
    { file: 'proxy-core/storage/b.ts', text: "import { c } from '../logging/c.ts';" },
    { file: 'proxy-core/logging/c.ts', text: last },
  ];
}

/** The contract, and two files behind it, of which the last says this. */
function behindTheContract(text: string): Source[] {
  return [
    { file: 'proxy-core/contract/commands.ts', text: "import { a } from '../accounts/a.ts';" },
    { file: 'proxy-core/accounts/a.ts', text: "import { b } from './b.ts';\nimport { z } from 'zod';" },
    { file: 'proxy-core/accounts/b.ts', text },
  ];
}

describe('imports are read as they are written', () => {
  test.each([
    ["import { a } from '../mail/sasl.ts';", 'value proxy-core/mail/sasl.ts'],
    ["import {\n  a,\n  type B,\n} from '../mail/sasl.ts';", 'value proxy-core/mail/sasl.ts'],
    ["import type { A } from '../mail/sasl.ts';", 'type proxy-core/mail/sasl.ts'],
    ["import type {\n  A,\n  B,\n} from './b.ts';", 'type proxy-core/relay/b.ts'],
    ["import { type A } from '../mail/sasl.ts';", 'value proxy-core/mail/sasl.ts'],
    ["import * as x509 from '@peculiar/x509';", 'value @peculiar/x509'],
    ["import net, { type Socket } from 'node:net';", 'value node:net'],
    ["import './side-effect.ts';", 'value proxy-core/relay/side-effect.ts'],
    ["import { msg } from '#messages/message.ts';", 'value proxy-core/messages/message.ts'],
    ["import { A } from '#core/errors/a.ts';", 'value proxy-core/errors/a.ts'],
    ["import type { A } from '#contract/a.ts';", 'type proxy-core/contract/a.ts'],
    ["export * from '../../test/support/matchers.ts';", 'value test/support/matchers.ts'],
    ["export type { A } from '../mail/sasl.ts';", 'type proxy-core/mail/sasl.ts'],
    ["  const a = await import('../../electron/main.ts');", 'value electron/main.ts'],
    ['const a = await import(\n    `./b.ts`);', 'value proxy-core/relay/b.ts'],
    ['const a = await import(name);', 'value (computed)'],
    ['const a = await import(`./${name}.ts`);', 'value (computed)'],
    ["const a = require('electron');", 'value electron'],
    ["const a = new URL('../../test/a.ts', import.meta.url);", 'value test/a.ts'],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  test('several in one file, each once, and nothing that is none', () => {
    const text = [
      "import { a } from './a.ts';",
      "import type { B } from './b.ts';",
      "export type C = 'import' | 'from';",
      "export const d = 'from';",
      "// import { e } from './e.ts';",
      " * import { f } from './f.ts';",
      "export const g = new URL('https://example.org/', import.meta.url);",
    ].join('\n');
    expect(read(text)).toEqual(['value proxy-core/relay/a.ts', 'type proxy-core/relay/b.ts']);
  });
});

describe('the arrows of the design hold', () => {
  test('there is something to check', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(300);
  });

  test('a room imports only what is further in', () => {
    expect(againstTheArrows(sources).filter((name) => !Object.hasOwn(exceptions, name))).toEqual([]);
  });

  test('every exception is still needed', () => {
    const found = againstTheArrows(sources);
    expect(Object.keys(exceptions).filter((name) => !found.includes(name))).toEqual([]);
  });

  test('every room has its place', () => {
    expect(unknownRooms(sources)).toEqual([]);
    const stray = { file: 'proxy-core/cellar/wine.ts', text: '' };
    expect(unknownRooms([stray, { file: 'proxy-core/cellar.ts', text: '' }])).toEqual([
      'cellar',
      'cellar.ts',
    ]);
  });

  test.each([
    ['mail reads a file', 'proxy-core/mail/imap/a.ts', "import { readFile } from 'node:fs/promises';"],
    ['mail checks with a library', 'proxy-core/mail/sasl.ts', "import { z } from 'zod';"],
    ['a message reads a file', 'proxy-core/messages/a.ts', "import fs from 'node:fs';"],
    ['a message knows an account', 'proxy-core/messages/a.ts', "import { b } from '#core/accounts/b.ts';"],
    ['an error knows a room', 'proxy-core/errors/a.ts', "import { b } from '../oauth/b.ts';"],
    ['an alias goes up', 'proxy-core/storage/a.ts', "import { b } from '#core/oauth/grant.ts';"],
    ['mail knows an account', 'proxy-core/mail/sasl.ts', "import type { A } from '../accounts/account.ts';"],
    ['storage knows a token', 'proxy-core/storage/a.ts', "import { b } from '../oauth/grant.ts';"],
    ['accounts open a session', 'proxy-core/accounts/a.ts', "import { b } from '../relay/session.ts';"],
    ['oauth calls the gateway', 'proxy-core/oauth/a.ts', "import { Gateway } from '../gateway.ts';"],
    ['the relay calls back up', 'proxy-core/relay/a.ts', "import type { B } from '../commands/b.ts';"],
    [
      'the contract loads a room',
      'proxy-core/contract/commands.ts',
      "import { b } from '../relay/limits.ts';",
    ],
    ['the command speaks IMAP', 'proxy-core/headless/a.ts', "import { b } from '../mail/sasl.ts';"],
    ['the core knows the shell', 'proxy-core/gateway.ts', "import { b } from '../electron/main.ts';"],
    ['the core knows a screen', 'proxy-core/gateway.ts', "import { b } from '../renderer/app.tsx';"],
    ['the core needs the tests', 'proxy-core/relay/a.ts', "import { b } from '../support/b.ts';"],
    ['the core loads what it is told', 'proxy-core/relay/a.ts', 'const b = await import(name);'],
    ['the shell loads a screen', 'electron/main.ts', "import { b } from '../renderer/app.tsx';"],
    ['a screen loads the core', 'renderer/app.tsx', "import { b } from '#core/gateway.ts';"],
    ['a screen knows an account', 'renderer/a.tsx', "import type { B } from '#core/accounts/b.ts';"],
    ['a screen knows the shell', 'renderer/app.tsx', "import type { B } from '../electron/main.ts';"],
  ])('refused: %s', (_what, file, text) => {
    expect(againstTheArrows([{ file, text }])).toHaveLength(1);
  });

  test.each([
    ['mail holds bytes', 'proxy-core/mail/imap/a.ts', "import { Buffer } from 'node:buffer';"],
    ['mail says something', 'proxy-core/mail/imap/a.ts', "import { msg } from '#messages/message.ts';"],
    ['a message is formatted', 'proxy-core/messages/a.ts', "import { createInstance } from 'i18next';"],
    ['mail stays in its room', 'proxy-core/mail/imap/a.ts', "import { b } from '../sasl.ts';"],
    ['the relay hears a login', 'proxy-core/relay/a.ts', "import { b } from '../mail/sasl.ts';"],
    ['the shell makes a gateway', 'electron/main.ts', "import { b } from '#core/gateway.ts';"],
    ['a screen knows the contract', 'renderer/a.tsx', "import type { B } from '#core/contract/commands.ts';"],
  ])('allowed: %s', (_what, file, text) => {
    expect(againstTheArrows([{ file, text }])).toEqual([]);
  });
});

describe('no room is loaded by what it loads', () => {
  test('neither in the code nor in what is allowed', () => {
    expect(cycleOf(loadedRooms(sources))).toBeUndefined();
    expect(cycleOf(arrows)).toBeUndefined();
  });

  test('a way around is found and named; types do not count', () => {
    expect(cycleOf(loadedRooms(wayEndingIn("import { a } from '../accounts/a.ts';")))).toBe(
      'accounts -> storage -> logging -> accounts',
    );
    expect(cycleOf(loadedRooms(wayEndingIn("import type { A } from '../accounts/a.ts';")))).toBeUndefined();
  });
});

describe('what a screen loads of the core can be in a browser', () => {
  test('the contracts load schemas only', () => {
    expect(sources.filter(({ file }) => isForScreens(file)).length).toBeGreaterThan(10);
    expect(notForBrowsers(sources)).toEqual([]);
  });

  test('a file system behind the contract is found, however far; as a type it does not count', () => {
    expect(notForBrowsers(behindTheContract("import fs from 'node:fs';"))).toEqual([
      'value proxy-core/accounts/b.ts -> node:fs',
    ]);
    expect(notForBrowsers(behindTheContract("import type { Stats } from 'node:fs';"))).toEqual([]);
  });
});

describe('the core brings what it needs', () => {
  test('it imports installed packages only, and built-in modules by their full name', () => {
    expect(undeclaredPackages(sources, dependencies)).toEqual([]);
  });

  test.each([
    ["import { test } from 'vitest';", 'a package for developers'],
    ["import { a } from '@azure/identity';", 'a package of a known scope'],
    ["import { app } from 'electron';", 'the shell'],
    ["import fs from 'fs';", 'a built-in module without node:'],
  ])('refused: %s (%s)', (text) => {
    expect(undeclaredPackages([{ file: 'proxy-core/relay/a.ts', text }], dependencies)).toHaveLength(1);
  });

  test.each([
    "import { z } from 'zod';",
    "import { a } from '@azure/msal-node/b';",
    "import a from 'node:fs';",
  ])('allowed: %s', (text) => {
    expect(undeclaredPackages([{ file: 'proxy-core/relay/a.ts', text }], dependencies)).toEqual([]);
  });
});

describe('a file is named after what it holds', () => {
  test('no file is called utils, helpers, misc, or manager alone', () => {
    const files = sourcesBelow('proxy-core', 'electron', 'renderer', 'build', 'test').map(({ file }) => file);
    expect(files.length).toBeGreaterThan(sources.length);
    expect(emptyNames(files)).toEqual([]);
  });

  test('such names are found wherever they stand; words that hold them are not', () => {
    const bad = ['a/utils.ts', 'a/utils/b.ts', 'a/manager.ts', 'a/test-helpers.ts', 'misc/a.ts'];
    expect(emptyNames([...bad, 'a/token-manager.ts', 'a/management.ts', 'a/miscount.ts', 'a/b.ts'])).toEqual(
      bad,
    );
  });
});
