import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scratchFolder } from '../support/scratch-folder.ts';
import { appSecret, CommandBench, type DataFolder } from '../support/command-bench.ts';

/** What the examples of a page take for granted, as they go on where the README ends. */
const readme = ['work', 'anna@contoso.com'] as const;
const pages = {
  'docs/command.md': [],
  'README.md': [],
  'docs/service.md': [],
  'docs/sign-in.md': ['work'],
  'docs/admin.md': [],
  'docs/sending.md': readme,
  'docs/tokens.md': [...readme, 'signed in'],
  'docs/devices.md': ['work', 'office@contoso.com'],
  'docs/scale.md': ['work'],
  'docs/mail-clients.md': ['work', 'anna@contoso.com'],
} as const satisfies Record<string, readonly string[]>;
const root = join(import.meta.dirname, '../..');
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

let bench: CommandBench;
beforeAll(async () => {
  bench = await CommandBench.start();
});
afterAll(() => bench.stop());

/** The command lines of a page's examples, each as its words; what stands behind `<` is its input. */
function commandLines(
  text: string,
): { readonly words: readonly string[]; readonly input: string | undefined }[] {
  return [...text.matchAll(/```sh\n(.*?)```/gs)]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .flatMap((line) => {
      const [, rest] =
        /^(?:sudo |podman exec .*?mailwicket |npm run -s )?mailwicket (?:-- )?(.*)$/.exec(line) ?? [];
      if (rest === undefined) return [];
      const [, command = '', input] = /^(.*?)(?: < (\S+))?(?:\s+#.*)?$/.exec(rest) ?? [];
      const words = command.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
      return [{ words: words.map((word) => word.replaceAll(/["']/g, '')), input }];
    });
}

/** What the examples take for granted, in the sandbox: its people, its clients and its files. */
class Examples {
  readonly #folder: DataFolder;
  readonly #place: string;
  readonly #files: readonly string[];

  private constructor(folder: DataFolder, place: string, files: readonly string[]) {
    this.#folder = folder;
    this.#place = place;
    this.#files = files;
  }

  static async begin(): Promise<Examples> {
    const place = await scratchFolder();
    const given = {
      'secret.txt': `${appSecret}\n`,
      'google.txt': 'google-demo-secret\n',
      'accounts.csv': 'address\ncarla@example.org\n',
      'key.json': JSON.stringify({
        type: 'service_account',
        client_email: 'mailroom@example.org',
        client_id: '100000000000000000001',
        private_key: bench.sandbox.serviceAccountKey,
        private_key_id: 'key-1',
      }),
    };
    for (const [name, content] of Object.entries(given)) await writeFile(join(place, name), content);
    const made = [
      'passwords.csv',
      'report.txt',
      'printer.cer',
      'scanner.cer',
      'muttrc',
      'grant.ps1',
      'moved',
      'mailwicket-ca.pem',
    ];
    return new Examples(await bench.folder(), place, [...Object.keys(given), ...made]);
  }

  /** What is there before the first example. */
  async give(given: readonly string[]): Promise<void> {
    for (const what of given) {
      if (what === 'signed in') await this.follow(['account', 'authorize', 'anna@contoso.com'], undefined);
      else if (what === 'work') {
        const about = ['--provider', 'microsoft365', '--grant', 'authorization-code', '--client-id', 'work'];
        await this.follow(['client', 'add', '--name', what, ...about], undefined);
      } else await this.follow(['account', 'add', what, '--client', 'work'], undefined);
    }
  }

  /** Carries out a command line as whoever reads the page would. */
  async follow(
    words: readonly string[],
    input: string | undefined,
    heard: (document: string) => void = () => {},
  ): Promise<void> {
    const typed = words.map((word, index) => this.#inSandbox(word, words[index - 1], words));
    const text = input === undefined ? undefined : readFileSync(join(this.#place, input), 'utf8');
    const what = typed.slice(0, 2).join(' ');
    if (typed[0] === 'serve') {
      const serving = this.#folder.start(['serve', ...freePorts(typed), ...typed.slice(1).filter(notAPort)]);
      await serving.until(/^ready/m);
      expect((await serving.stop()).status).toBe(0);
    } else if (what === 'account authorize') {
      const command = this.#folder.start([...typed, '--no-browser']);
      const [page] = await command.until(/https:\/\/localhost:\d+\/\S+response_type=\S+/);
      // nobody signs in as a shared mailbox
      const person = (typed[2] ?? '').replace(bench.sandbox.sharedMailbox, bench.sandbox.users.anna.address);
      await bench.sandbox.provider.approve(page, person);
      expect(await command.ended()).toMatchObject({ status: 0, errors: '' });
    } else if (what.startsWith('demo')) {
      // it has a sandbox and a data folder of its own
      const demo = bench.spawn(typed);
      expect(await demo.ended()).toMatchObject({ status: 0 });
    } else {
      if (typed.includes('--use')) await this.#uploadCertificate();
      const output = await this.#folder.does(typed, text);
      expect(output).not.toBe('');
      if (typed.includes('--json')) heard(output);
      if (what === 'client add')
        await this.#lead(typed[typed.indexOf('--name') + 1] ?? '', typed.includes('google'));
    }
  }

  /** A client of the page leads to the sandbox from now on. */
  async #lead(name: string, google: boolean): Promise<void> {
    const { provider } = bench.sandbox;
    const base = provider.secureUrl ?? provider.url;
    const urls = google
      ? [
          '--authorization-url',
          `${base}/o/oauth2/v2/auth`,
          '--token-url',
          `${base}/token`,
          ...this.#folder.servers,
        ]
      : this.#folder.clientOptions('example.org').slice(2);
    await this.#folder.does(['client', 'edit', name, ...urls]);
  }

  /** What whoever reads the page does at the provider's portal. */
  async #uploadCertificate(): Promise<void> {
    const der = await readFile(join(this.#place, 'scanner.cer'));
    const { appOnly } = bench.sandbox.clients;
    const certificates = [new X509Certificate(der).toString()];
    bench.sandbox.provider.directory.addClient({ ...appOnly, certificates });
  }

  #inSandbox(word: string, before: string | undefined, all: readonly string[]): string {
    const { appOnly, desktop, google } = bench.sandbox.clients;
    if (word === 'secret.txt' && all.includes('google')) return join(this.#place, 'google.txt');
    if (this.#files.includes(word)) return join(this.#place, word);
    if (word === '/var/lib/mailwicket') return this.#folder.path;
    if (word === '/usr/local/bin/tell-the-admin') return '/bin/true';
    if (before === '--client-id' && all.includes('google') && all.includes('authorization-code'))
      return google.clientId;
    if (before === '--client-id')
      return all.includes('client-credentials') ? appOnly.clientId : desktop.clientId;
    return word.replaceAll(/(?:contoso|gmail)\.com/g, 'example.org');
  }
}

describe.each(Object.entries(pages))('the examples of %s', (page, given) => {
  it('are carried out in the sandbox, from the first to the last', { timeout: 120_000 }, async () => {
    const examples = await Examples.begin();
    await examples.give(given);
    const lines = commandLines(textOf(page));
    expect(lines.length).toBeGreaterThan(1);
    for (const { words, input } of lines) {
      await examples.follow(words, input).catch((error: unknown) => {
        throw new Error(words.join(' '), { cause: error });
      });
    }
  });
});

it(
  'what --json prints has the members that the reference names, and no other',
  { timeout: 120_000 },
  async () => {
    const [, table = ''] =
      /^## What `--json` prints\n(.*?)(?:\n## |$(?![^]))/ms.exec(textOf('docs/command.md')) ?? [];
    const told = new Map(
      [...table.matchAll(/^\| (`.*?) +\| (.*?) +\|$/gm)].flatMap(([, commands = '', members = '']) =>
        [...commands.matchAll(/`([^`]+)`/g)].map(
          ([, command = '']) =>
            [command, [...members.matchAll(/`([^`]+)`/g)].map(([, member = '']) => member)] as const,
        ),
      ),
    );
    const examples = await Examples.begin();
    const asked = new Set<string>();
    for (const { words, input } of commandLines(textOf('docs/command.md'))) {
      const command = [...told.keys()].find(
        (one) => words.join(' ').startsWith(`${one} `) || words.join(' ') === one,
      );
      const json = command === undefined ? [] : ['--json'];
      await examples.follow([...words.filter((word) => word !== '--json'), ...json], input, (document) => {
        asked.add(command ?? '');
        const members = Object.keys(z.record(z.string(), z.unknown()).parse(JSON.parse(document)));
        expect(told.get(command ?? ''), words.join(' ')).toEqual(expect.arrayContaining(members));
      });
    }
    expect([...asked].toSorted()).toEqual([...told.keys()].toSorted());
  },
);

it('every page with a command of Mailwicket is among them, and every script that a page names is there', async () => {
  const names = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
  const all = [...names.map((name) => `docs/${name}`), 'README.md', 'CONTRIBUTING.md'];
  const scripts = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).scripts;
  const builtIn = ['ci', 'install', 'pack', 'publish'];
  for (const page of all) {
    const text = textOf(page);
    if (commandLines(text).length > 1) expect(Object.keys(pages)).toContain(page);
    for (const [, run, name = ''] of text.matchAll(/(?:^|`|&& |sudo )npm (run (?:-s )?)?([a-z][a-z:-]*)/gm)) {
      if (run !== undefined || !builtIn.includes(name)) expect(Object.keys(scripts), page).toContain(name);
    }
  }
});

function optionsIn(text: string): string[] {
  return text.match(/--[a-z][\w-]+/g) ?? [];
}

/** The options that stand in the first column of a section's tables. */
function optionsOf(section: string): string[] {
  return [...section.matchAll(/^\| (`--.*?) \|/gm)].flatMap(([, cell = '']) => optionsIn(cell));
}

describe('the reference', () => {
  const shared = [
    '--data',
    '--json',
    '--vault-key',
    '--store',
    '--registrations',
    '--policy',
    '--version',
    '--help',
  ];
  const reference = textOf('docs/command.md');
  const sections = reference.split(/^(?=##+ )/m);
  const ofClient = optionsOf(sections.find((section) => section.startsWith('### Options of a client')) ?? '');
  /** The options of each command, as the reference has them. */
  const told = new Map(
    sections.flatMap((section) => {
      const [, command] = /^### `mailwicket ([a-z][a-z-]*(?: [a-z][a-z-]*)*)/.exec(section) ?? [];
      if (command === undefined) return [];
      const more = section.includes('](#options-of-a-client)') ? ofClient : [];
      return [[command, [...new Set([...optionsOf(section), ...more])].toSorted()]];
    }),
  );

  /** The options of each command, as the command itself says. */
  async function known(at: readonly string[] = []): Promise<[string, string[]][]> {
    const { output } = await bench.run([...at, '--help']);
    const [, list] = /^Commands:\n(.*?)(?:\n\n|$(?![^]))/ms.exec(output) ?? [];
    if (list === undefined) {
      const options = [...output.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option = '']) => option);
      return [[at.join(' '), options.filter((option) => !shared.includes(option)).toSorted()]];
    }
    const words = [...list.matchAll(/^ {2}([a-z][\w-]*)/gm)].flatMap(([, word = '']) =>
      word === 'help' ? [] : [word],
    );
    return (await Promise.all(words.map((word) => known([...at, word])))).flat();
  }

  it('has every command and every option that there is, and no other', async () => {
    const there = await known();
    expect(there.length).toBeGreaterThan(30);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(there));
  });

  it('has what every command takes', async () => {
    const { output } = await bench.run(['status', '--help']);
    const [, table = ''] = /^# .*?\n(\|.*?)\n\n/ms.exec(reference) ?? [];
    for (const option of shared) expect(table).toContain(`\`${option}`);
    for (const option of shared.filter((one) => one !== '--version')) expect(output).toContain(option);
  });

  it('runs each command in an example, and names each setting', async () => {
    const run = commandLines(reference).map(({ words }) => words.join(' '));
    // it takes the built screens: see test/renderer
    const elsewhere = ['panel'];
    const missing = [...told.keys()].filter(
      (command) => !elsewhere.includes(command) && !run.some((line) => `${line} `.startsWith(`${command} `)),
    );
    expect(missing).toEqual([]);
    const folder = await bench.folder();
    const settings = await folder.tells(z.record(z.string(), z.unknown()), ['settings', 'get']);
    for (const name of Object.keys(settings)) expect(reference).toContain(`\`${name}\``);
  });
});

function notAPort(word: string, index: number, words: readonly string[]): boolean {
  return (
    !ports.includes(word) &&
    !(ports.includes(words[index - 1] ?? '') && /^\d+$/.test(word)) &&
    !(word === 'off')
  );
}

const ports = ['--imap', '--pop', '--smtp', '--imaps', '--pops', '--smtps', '--monitor'];

/** The same ports as free ones: those of the examples may be taken on the machine that runs the tests. */
function freePorts(words: readonly string[]): string[] {
  const of = (port: string): string =>
    words[words.indexOf(port) + 1] === 'off' && words.includes(port) ? 'off' : '0';
  return ['--imap', '--pop', '--smtp', ...ports.slice(3).filter((port) => words.includes(port))].flatMap(
    (port) => [port, of(port)],
  );
}
