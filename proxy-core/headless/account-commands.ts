import type { Command } from 'commander';
import { z } from 'zod';
import { definedOnly } from '../defined-only.ts';
import { carryOut, withGateway, type CommandHost } from './command-host.ts';
import { openInBrowser } from './open-gateway.ts';
import { readSecret } from './secret-input.ts';
import { say, tell } from './terminal.ts';
import { describeAccount } from './account-words.ts';

const addSchema = z.object({
  client: z.string(),
  passwordStdin: z.boolean().optional(),
  passwordFile: z.string().optional(),
  adoptFirstPassword: z.boolean().optional(),
  mailbox: z.string().optional(),
  smtpUser: z.string().optional(),
});
const authorizeSchema = z.object({
  passwordStdin: z.boolean().optional(),
  passwordFile: z.string().optional(),
  browser: z.boolean().default(true),
});

/** `account …`: the accounts, and their sign-in. */
export function addAccountCommands(program: Command, host: CommandHost): void {
  const account = program.command('account').description('the accounts');
  account
    .command('add <address>')
    .description('add an account (an address, or *@domain for every mailbox of a domain)')
    .requiredOption('--client <name>', 'the OAuth client that signs it in')
    .option('--password-stdin', 'read its local password (password grant: its own) from standard input')
    .option('--password-file <file>', 'read it from a file')
    .option('--adopt-first-password', 'the first password that a mail program sends becomes the local one')
    .option('--mailbox <address>', 'the shared mailbox to open over IMAP and POP')
    .option('--smtp-user <address>', 'who to be over SMTP, if not the address')
    .action(async (address: string, given: unknown) => {
      const options = addSchema.parse(given);
      const password = await passwordOf(options, host);
      await withGateway(host, async (gateway) => {
        const added = await carryOut(host, gateway, 'account-add', {
          address,
          client: options.client,
          ...(options.adoptFirstPassword === true ? { passwordMode: 'adopt-first' as const } : {}),
          ...definedOnly({ password, mailbox: options.mailbox, smtpUser: options.smtpUser }),
        });
        if (added !== undefined) tell(host.terminal, added, `The account ${address} was added.`);
      });
    });
  account
    .command('list')
    .description('list the accounts and how they stand')
    .action(async () => {
      await withGateway(host, async (gateway) => {
        await gateway.look();
        const { accounts, problem } = gateway.snapshot;
        if (problem !== undefined) throw Object.assign(new Error(problem.message), problem);
        const lines = accounts.map((view) => describeAccount(view));
        tell(host.terminal, { accounts }, ...(lines.length === 0 ? ['There is no account yet.'] : lines));
      });
    });
  account
    .command('authorize <address>')
    .description('sign an account in; prints the page to open')
    .option('--password-stdin', 'password grant: read the account’s password from standard input')
    .option('--password-file <file>', 'password grant: read it from a file')
    .option('--no-browser', 'only print the page’s address')
    .action(async (address: string, given: unknown) => {
      const options = authorizeSchema.parse(given);
      const password = await passwordOf(options, host);
      await withGateway(
        host,
        async (gateway) => {
          const end = showSignIn(gateway, host);
          const cancel = (): void => void gateway.run('account-cancel-sign-in', { account: address });
          process.once('SIGINT', cancel).once('SIGTERM', cancel);
          const done = await carryOut(host, gateway, 'account-authorize', {
            account: address,
            ...definedOnly({ password }),
          });
          process.off('SIGINT', cancel).off('SIGTERM', cancel);
          end();
          if (done !== undefined) tell(host.terminal, done, `${address} is signed in.`);
        },
        options.browser ? openInBrowser : async () => {},
      );
    });
  simple(
    account,
    host,
    'remove',
    'account-remove',
    'remove an account, its tokens and its local passwords',
    'was removed',
  );
  simple(
    account,
    host,
    'sign-out',
    'account-sign-out',
    'forget its tokens; the account stays',
    'was signed out',
  );
  simple(account, host, 'pause', 'account-pause', 'refuse its logins for a while', 'is paused');
  simple(account, host, 'resume', 'account-resume', 'serve its logins again', 'is served again');
}

function simple(
  account: Command,
  host: CommandHost,
  word: string,
  name: 'account-remove' | 'account-sign-out' | 'account-pause' | 'account-resume',
  description: string,
  done: string,
): void {
  account
    .command(`${word} <address>`)
    .description(description)
    .action(async (address: string) => {
      await withGateway(host, async (gateway) => {
        const result = await carryOut(host, gateway, name, { account: address });
        if (result !== undefined) tell(host.terminal, { ok: true }, `${address} ${done}.`);
      });
    });
}

/** Prints the page or the code of a sign-in as soon as there is one. On standard error when a program reads. */
function showSignIn(
  gateway: Parameters<Parameters<typeof withGateway>[1]>[0],
  host: CommandHost,
): () => void {
  let shown = '';
  return gateway.onSignIn(({ url, userCode, message }) => {
    const text =
      userCode === undefined ? (url ?? '') : (message ?? `Open ${url ?? ''} and enter ${userCode}`);
    if (text === '' || text === shown) return;
    shown = text;
    if (host.terminal.json) host.terminal.errors.write(`${JSON.stringify({ url, userCode, message })}\n`);
    else if (userCode === undefined) say(host.terminal, `Open this page to sign in:\n${text}`);
    else say(host.terminal, text);
  });
}

function passwordOf(
  options: { readonly passwordStdin?: boolean | undefined; readonly passwordFile?: string | undefined },
  host: CommandHost,
): Promise<string | undefined> {
  return readSecret(
    { stdin: options.passwordStdin, file: options.passwordFile },
    host.terminal.input,
    'password',
  );
}
