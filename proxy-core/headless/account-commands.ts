import { inEnglish } from '#messages/format.ts';
import type { Command } from 'commander';
import { z } from 'zod';
import { carryOut, withGateway, type CommandHost } from './command-host.ts';
import { openInBrowser, say, tell } from './terminal.ts';
import type { Gateway } from '#core/gateway.ts';
import { nextSteps, describeAccount } from './account-words.ts';
import { readSecret } from './secret-input.ts';
import { plainJson } from '#messages/plain-text.ts';

const addSchema = z.object({
  client: z.string(),
  passwordStdin: z.boolean().optional(),
  passwordFile: z.string().optional(),
  adoptFirstPassword: z.boolean().optional(),
  mailbox: z.string().optional(),
  smtpUser: z.string().optional(),
});
const switchSchema = z.object({ client: z.string() });
const authorizeSchema = z.object({
  passwordStdin: z.boolean().optional(),
  passwordFile: z.string().optional(),
  browser: z.boolean().default(true),
});

const examples = `
Examples:
  Somebody signs in, mail programs get a password of their own:
    mailwicket account add anna@example.org --client Work
    mailwicket account authorize anna@example.org
    mailwicket password new anna@example.org --name Thunderbird
  The mail program keeps the password that it has:
    mailwicket account add anna@example.org --client Work --adopt-first-password
  Password grant, the account's own password (typed, or piped in):
    mailwicket account add anna@example.org --client Work --password-stdin
  A shared mailbox that anna may open; over SMTP she is herself:
    mailwicket account add office@example.org --client Work --mailbox office@example.org --smtp-user anna@example.org
  Every mailbox of a domain, by a client that needs nobody:
    mailwicket account add "*@example.org" --client Service --password-stdin`;

/** `account …`: the accounts, and their sign-in. */
export function addAccountCommands(program: Command, host: CommandHost): void {
  const account = program.command('account').description('the accounts');
  account
    .command('add <address>')
    .description('add an account (an address, or *@domain for every mailbox of a domain)')
    .addHelpText('after', examples)
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
          password,
          mailbox: options.mailbox,
          smtpUser: options.smtpUser,
        });
        if (added === undefined) return;
        const next = nextSteps((await gateway.look()).accounts, address);
        tell(host.terminal, added, `The account ${address} was added.`, ...next);
      });
    });
  account
    .command('list')
    .description('list the accounts and how they stand')
    .action(async () => {
      await withGateway(host, async (gateway, dataFolder) => {
        const { snapshotNow } = await import('./snapshot-now.ts');
        const { accounts } = (await snapshotNow(gateway, dataFolder)).snapshot;
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
          const end = showSignIn(gateway, host, () => {
            void gateway.run('account-cancel-sign-in', { account: address });
          });
          const done = await carryOut(host, gateway, 'account-authorize', {
            account: address,
            password,
          });
          end();
          if (done === undefined) return;
          const next = nextSteps((await gateway.look()).accounts, address);
          const doubt = done.doubt === undefined ? [] : [inEnglish(done.doubt)];
          tell(host.terminal, { ...done, doubt: doubt[0] }, `${address} is signed in.`, ...doubt, ...next);
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
  addSwitch(account, host);
  simple(account, host, 'pause', 'account-pause', 'refuse its logins for a while', 'is paused');
  simple(account, host, 'resume', 'account-resume', 'serve its logins again', 'is served again');
}

/** `account switch`: from one grant to another. */
function addSwitch(account: Command, host: CommandHost): void {
  account
    .command('switch <address>')
    .description('let another OAuth client sign it in; its authorization is reset')
    .requiredOption('--client <name>', 'the OAuth client from now on')
    .action(async (address: string, given: unknown) => {
      const { client } = switchSchema.parse(given);
      await withGateway(host, async (gateway) => {
        const done = await carryOut(host, gateway, 'account-switch-client', { account: address, client });
        if (done === undefined) return;
        tell(host.terminal, { ok: true }, `${address} is signed in by ${client} from now on.`);
      });
    });
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

/**
 * Prints the page or the code of a sign-in as soon as there is one; on standard error when a program reads. From
 * then on a signal cancels the sign-in (a second one ends the process); before, there is nothing to cancel.
 */
function showSignIn(gateway: Gateway, host: CommandHost, cancel: () => void): () => void {
  let shown = '';
  const end = gateway.onSignIn(({ url, userCode, message: told }) => {
    const message = told && inEnglish(told);
    const text =
      userCode === undefined ? (url ?? '') : (message ?? `Open ${url ?? ''} and enter ${userCode}`);
    if (text === '' || text === shown) return;
    if (shown === '') host.signals.once('SIGINT', cancel).once('SIGTERM', cancel);
    shown = text;
    if (host.terminal.json) host.terminal.errors.write(`${plainJson({ url, userCode, message })}\n`);
    else if (userCode === undefined)
      say(host.terminal, `Open this page to sign in (Ctrl+C cancels):\n${text}`);
    else say(host.terminal, text);
  });
  return () => {
    end();
    host.signals.off('SIGINT', cancel).off('SIGTERM', cancel);
  };
}

function passwordOf(
  options: { readonly passwordStdin?: boolean | undefined; readonly passwordFile?: string | undefined },
  host: CommandHost,
): Promise<string | undefined> {
  return readSecret({ stdin: options.passwordStdin, file: options.passwordFile }, host.terminal, 'password');
}
