import { PassThrough } from 'node:stream';
import { execFileSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { presetFor, providerIds } from '#contract/providers/presets.ts';
import { runCommandLine } from '#core/headless/command-line.ts';
import { makeCertificates } from '../../support/sandbox/certificates.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

interface Said {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** What the command says, without a process of its own. */
async function say(...args: readonly string[]): Promise<Said> {
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  input.end();
  const status = await runCommandLine(args, { input, output, errors });
  output.end();
  errors.end();
  return { status, output: await text(output), errors: await text(errors) };
}

const everyCommand = [
  'serve',
  'demo',
  'status',
  'check',
  ...['add', 'list', 'show', 'edit', 'secret', 'test', 'remove'].map((word) => `client ${word}`),
  ...['add', 'list', 'show', 'edit', 'remove', 'authorize', 'sign-out', 'pause', 'resume'].map(
    (word) => `account ${word}`,
  ),
  ...['get', 'set'].map((word) => `settings ${word}`),
  'report',
  'guide',
  'completion',
  ...['new', 'list', 'revoke'].map((word) => `password ${word}`),
];

/** `settings …` on a folder. */
function settingsOn(folder: string): (...args: string[]) => Promise<Said> {
  return (...args) => say('settings', ...args, '--data', folder);
}

describe('settings get and set', () => {
  it('has each setting by its name, and changes one without touching the others', async () => {
    const settings = settingsOn(await scratchFolder());
    const all = (await settings('get')).output;
    expect(all).toMatch(/^imap\t1143\n[^]*^imaps\toff\n[^]*^addresses\t127\.0\.0\.1 ::1\n/m);
    expect(await settings('set', 'imap', '2143')).toMatchObject({ status: 0, errors: '' });
    expect((await settings('set', 'pops', '1995')).status).toBe(0);
    expect((await settings('set', 'pop', 'off')).status).toBe(0);
    expect((await settings('set', 'addresses', '127.0.0.1')).status).toBe(0);
    const after = all
      .replace('imap\t1143', 'imap\t2143')
      .replace('pops\toff', 'pops\t1995')
      .replace('pop\t1110', 'pop\toff')
      .replace('127.0.0.1 ::1', '127.0.0.1');
    expect((await settings('get')).output).toBe(after);
    expect((await settings('get', 'pop', '--json')).output).toBe('{"pop":"off"}\n');
  });

  it('keeps the password of the proxy out of arguments and answers', async () => {
    const settings = settingsOn(await scratchFolder());
    const folder = await scratchFolder();
    await writeFile(join(folder, 'word'), 'hunter2\n');
    for (const args of [
      ['network-proxy', 'http://anna:hunter2@proxy.example.org:3128'],
      ['network-proxy-password', 'hunter2'],
    ]) {
      const refused = await settings('set', ...args);
      expect(refused).toMatchObject({ status: 2, output: '' });
      expect(refused.errors).not.toContain('hunter2');
    }
    await settings('set', 'network-proxy', 'http://anna@proxy.example.org:3128');
    const set = await settings('set', 'network-proxy-password', '--file', join(folder, 'word'));
    expect(set).toMatchObject({ status: 0, errors: '' });
    const { output } = await settings('get');
    expect(set.output + output).not.toContain('hunter2');
    expect(output).toContain(
      'network-proxy\thttp://anna@proxy.example.org:3128\nnetwork-proxy-password\tkept\n',
    );
    await settings('set', 'network-proxy');
    expect((await settings('get', 'network-proxy')).output).toBe('\n');
  });

  it('corrects what keeps the settings from being in force, and works without an authority that is missing', async () => {
    const folder = await scratchFolder();
    const settings = settingsOn(folder);
    const file = join(folder, 'settings.json');
    await writeFile(file, JSON.stringify({ version: 1, networkProxy: 'ftp://proxy' }), { mode: 0o600 });
    expect((await settings('get')).errors).toContain('The network proxy in the settings is ');
    expect(await settings('set', 'network-proxy')).toMatchObject({ status: 0, errors: '' });
    expect((await settings('get', 'network-proxy')).output).toBe('\n');

    const missing = join(folder, 'missing.pem');
    await writeFile(file, JSON.stringify({ version: 1, extraCertificateAuthorities: [missing] }), {
      mode: 0o600,
    });
    expect(await say('status', '--data', folder)).toMatchObject({ errors: '' });
    expect(await settings('set', 'extra-certificate-authorities')).toMatchObject({ status: 0, errors: '' });
    expect((await settings('get', 'extra-certificate-authorities')).output).toBe('\n');
  });

  it('names files by their whole path, as the service has another working folder', async () => {
    const settings = settingsOn(await scratchFolder());
    const file = join(await scratchFolder(), 'authority.pem');
    await writeFile(file, (await makeCertificates()).ca);
    const { output } = await settings(
      'set',
      'extra-certificate-authorities',
      relative(process.cwd(), file),
      '--json',
    );
    expect(JSON.parse(output)).toEqual({ 'extra-certificate-authorities': [file] });
  });

  it.each([
    [['set', 'imap', '70000'], 'a port from 0 to 65535, or off'],
    [['set', 'imap', '1', '2'], 'a port from 0 to 65535, or off'],
    [['set', 'imap'], 'a port from 0 to 65535, or off'],
    [['set', 'nothing', '1'], 'Allowed choices'],
    [['get', 'nothing'], 'Allowed choices'],
    [['set', 'addresses'], 'addresses: must not be empty\n'],
    [['set', 'addresses', '127.0.0.1', 'printers'], '[1]: must be an IP address of this computer'],
    [['set', 'proxy-from', '10.0.0.0/33'], 'That is no address or network'],
    [['set', 'certificate-files', 'own.pem'], 'Name two files'],
  ])('%j is a wrong call', async (args, told) => {
    const { status, output, errors } = await settingsOn(await scratchFolder())(...args);
    expect({ status, output }).toEqual({ status: 2, output: '' });
    expect(errors).toContain(told);
  });
});

describe('guide', () => {
  it.each(providerIds)('of %s has numbered steps in words, for each grant that it has', async (provider) => {
    for (const grant of presetFor({ provider }).grants) {
      const { status, output } = await say('guide', provider, '--grant', grant);
      expect(status).toBe(0);
      expect(output).toMatch(/^ {2}1\. \S.*\.$/m);
      expect(output).toContain(`--provider ${provider} --grant ${grant}`);
      expect(output).not.toMatch(/guide\.\w+\./);
    }
  });

  it('names the portal, and refuses a grant that the provider has not', async () => {
    expect((await say('guide', 'google')).output).toMatch(
      /^Google Cloud console: https:\/\/console\.cloud\.google\.com/,
    );
    expect((await say('guide', 'yahoo', '--grant', 'client-credentials')).errors).toContain(
      'authorization-code',
    );
  });
});

test('report tells versions and states, and nobody’s name', async () => {
  const folder = await scratchFolder();
  const data = ['--data', folder];
  await say(
    ...'client add --name Contoso --provider custom --grant authorization-code --client-id some-id'.split(
      ' ',
    ),
    '--authorization-url',
    'https://id.contoso.com/a',
    '--token-url',
    'https://id.contoso.com/t',
    ...data,
  );
  await say('account', 'add', 'anna@contoso.com', '--client', 'Contoso', ...data);
  const { status, output } = await say('report', ...data);
  expect(status).toBe(0);
  expect(output).toMatch(/^Mailwicket \d+\.\d+\.\d+, command on \w+\n/);
  expect(output).toContain('account 1: needs-sign-in, client 1');
  expect(output).not.toMatch(/contoso|anna|some-id/i);
});

/** What bash proposes behind these words. */
function complete(script: string, ...words: readonly string[]): string[] {
  const asked = `compopt() { :; }; ${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _mailwicket; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', asked, 'bash', ...words], { encoding: 'utf8' })
    .trim()
    .split('\n');
}

describe('completion', () => {
  it.runIf(process.platform === 'linux')(
    'in bash knows commands, options, their words and files',
    async () => {
      const { output } = await say('completion', 'bash');
      const after = (...words: readonly string[]): string[] => complete(output, 'mailwicket', ...words);
      expect(after('acc')).toEqual(['account']);
      expect(after('account', 'a')).toEqual(['add', 'authorize']);
      expect(after('client', 'add', '--provider', 'g')).toEqual(['google']);
      expect(after('client', 'add', '--name', 'account', '--gr')).toEqual(['--grant']);
      expect(after('account', 'add', 'a@b.example', '--ad')).toEqual(['--adopt-first-password']);
      expect(after('settings', 'set', 'network')).toEqual(['network-proxy', 'network-proxy-password']);
      expect(after('client', 'add', '--name', '')).toEqual(['']);
      expect(after('import', '/etc/pass')).toContain('/etc/passwd');
      expect(after('status', '--data', '/et')).toContain('/etc');
    },
  );

  it('is made for zsh and fish too, with what each word is for', async () => {
    for (const shell of ['zsh', 'fish']) {
      const { status, output } = await say('completion', shell);
      expect(status).toBe(0);
      expect(output).toContain('sign an account in; prints the page to open');
      expect(output).toContain('the certificate’s private key (PEM)');
    }
    expect((await say('completion', 'tcsh')).status).toBe(2);
  });
});

describe('help', () => {
  it('of the command shows the way to the first login, and every command', async () => {
    const { status, output, errors } = await say('--help');
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    for (const word of everyCommand) expect(output).toContain(word.split(' ')[0]);
    const steps = ['client add', 'account add', 'account authorize', 'password new', 'serve'];
    expect(output).toMatch(new RegExp(steps.map((step) => `mailwicket ${step}`).join('[^]*')));
  });

  const groups = everyCommand
    .filter((command) => command.includes(' '))
    .map((command) => command.replace(/ .*/, ''));

  it.each([...new Set([...groups, ...everyCommand])])(
    'of %s names its options, --data and --json among them',
    async (command) => {
      const { status, output, errors } = await say(...command.split(' '), '--help');
      expect({ status, errors }).toEqual({ status: 0, errors: '' });
      expect(output).toContain(`mailwicket ${command}`);
      expect(output).toContain('--data <folder>');
      expect(output).toContain('--json');
    },
  );

  it('of client add, account add, password new and serve has examples that are understood', async () => {
    for (const command of ['client add', 'account add', 'password new', 'serve']) {
      const { output } = await say(...command.split(' '), '--help');
      const examples = output.slice(output.indexOf('Examples:')).replaceAll('\\\n', ' ');
      const lines = examples.split('\n').filter((line) => line.includes(`mailwicket ${command}`));
      expect(lines.length, command).toBeGreaterThan(1);
      for (const line of lines) {
        const words = line.replace(/ {2,}\(.*\)$/, '').match(/"[^"]*"|\S+/g) ?? [];
        const args = words.slice(1).map((word) => word.replaceAll('"', ''));
        // all is right but for the last word, which shows that the rest was understood
        const { status, errors } = await say(...args, '--no-such-option');
        expect(status, line).toBe(2);
        expect(errors, line).toContain("unknown option '--no-such-option'");
      }
    }
  });

  it('--version says which it is', async () => {
    const { status, output } = await say('--version');
    expect(status).toBe(0);
    expect(output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('a wrong call', () => {
  const client = ['client', 'add', '--name', 'A', '--client-id', 'x'];
  it.each([
    [[], 'mailwicket'],
    [['account'], 'Usage: mailwicket account'],
    [['serv'], 'Did you mean serve?'],
    [['account', 'ad'], 'Did you mean add?'],
    [['account', 'list', '--jsn'], 'Did you mean --json?'],
    [['account', 'add', '--client', 'A'], "missing required argument 'address'"],
    [['account', 'add', 'a@b.example'], "required option '--client <name>'"],
    [['check'], "missing required argument 'address'"],
    [[...client, '--provider', 'custom'], "required option '--grant <grant>'"],
    [[...client, '--grant', 'password'], "required option '--provider <provider>'"],
    [[...client, '--provider', 'hotmail', '--grant', 'password'], 'microsoft365, outlook, google'],
    [[...client, '--provider', 'custom', '--grant', 'implicit'], 'authorization-code, client-credentials'],
    [
      [...client, '--provider', 'custom', '--grant', 'password', '--cloud', 'x'],
      'global, gcc-high, dod, china',
    ],
    [[...client, '--provider', 'custom', '--grant', 'password', '--imap', 'host'], '--imap takes host:port'],
    [
      [...client, '--provider', 'custom', '--grant', 'password', '--smtp', 'h:99999'],
      '--smtp takes host:port',
    ],
    [
      [...client, '--provider', 'custom', '--grant', 'password', '--secret-expires', 'soon'],
      'a day, such as 2027-06-30',
    ],
    [
      [...client, '--provider', 'custom', '--grant', 'password', '--secret-expires', '2027-02-30'],
      'a day, such as 2027-06-30',
    ],
    [['status', '--data', ''], 'It names no folder'],
    [['status', '--data'], 'argument missing'],
  ])('%j has exit status 2, and says on standard error what is wrong', async (args, told) => {
    const { status, output, errors } = await say(...args);
    expect({ status, output }).toEqual({ status: 2, output: '' });
    expect(errors).toContain(told);
  });

  it('by what stands in a file says what is wrong, and repeats nothing of the file', async () => {
    const file = join(await scratchFolder(), 'address');
    await writeFile(file, 'http://hooks.example.org/a-key\n');
    const { status, output, errors } = await say('serve', '--on-trouble-url-file', file);
    expect({ status, output }).toEqual({ status: 2, output: '' });
    expect(errors).toContain(`${file}: It is an https address`);
    expect(errors).not.toContain('a-key');
  });

  it('with --json is told as a document', async () => {
    for (const args of [
      ['account', 'add', '--json'],
      ['--json', 'nothing'],
      ['password', '--json'],
    ]) {
      const { status, output, errors } = await say(...args);
      expect({ status, output }).toEqual({ status: 2, output: '' });
      const document = z.object({ ok: z.literal(false), code: z.literal('usage'), message: z.string() });
      expect(document.parse(JSON.parse(errors)).message).not.toMatch(/^error|outputHelp/);
    }
  });

  it('a secret as an argument is refused, and not repeated', async () => {
    for (const args of [
      [...client, '--provider', 'google', '--grant', 'password', '--client-secret', 'hunter2'],
      [...client, '--provider', 'google', '--grant', 'password', '--client-secret=hunter2'],
      ['account', 'add', 'anna@example.org', '--client', 'A', '--password=hunter2'],
      ['password', 'new', 'anna@example.org', 'hunter2'],
    ]) {
      for (const more of [[], ['--json']]) {
        const { status, output, errors } = await say(...args, ...more);
        expect({ status, output }).toEqual({ status: 2, output: '' });
        expect(errors).not.toContain('hunter2');
      }
    }
  });

  it('makes no data folder', async () => {
    const place = await scratchFolder();
    await say('account', 'add', '--data', join(place, 'data'));
    expect(await readdir(place)).toEqual([]);
    expect((await say('account', 'list', '--data', join(place, 'data'))).status).toBe(0);
    expect(await readdir(place)).toEqual(['data']);
  });
});
