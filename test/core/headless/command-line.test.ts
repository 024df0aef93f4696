import { PassThrough } from 'node:stream';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommandLine } from '#core/headless/command-line.ts';
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
  ...['add', 'list', 'remove'].map((word) => `client ${word}`),
  ...['add', 'list', 'remove', 'authorize', 'sign-out', 'pause', 'resume'].map((word) => `account ${word}`),
  ...['new', 'list', 'revoke'].map((word) => `password ${word}`),
];

describe('help', () => {
  it('of the command shows the way to the first login, and every command', async () => {
    const { status, output, errors } = await say('--help');
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    for (const word of everyCommand) expect(output).toContain(word.split(' ')[0]);
    const steps = ['client add', 'account add', 'account authorize', 'password new', 'serve'];
    expect(output).toMatch(new RegExp(steps.map((step) => `mailwicket ${step}`).join('[^]*')));
  });

  it.each(everyCommand)('of %s names its options, --data and --json among them', async (command) => {
    const { status, output, errors } = await say(...command.split(' '), '--help');
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    expect(output).toContain(`mailwicket ${command}`);
    expect(output).toContain('--data <folder>');
    expect(output).toContain('--json');
  });

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
    [['status', '--data', ''], 'It names no folder'],
    [['status', '--data'], 'argument missing'],
  ])('%j has exit status 2, and says on standard error what is wrong', async (args, told) => {
    const { status, output, errors } = await say(...args);
    expect({ status, output }).toEqual({ status: 2, output: '' });
    expect(errors).toContain(told);
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
