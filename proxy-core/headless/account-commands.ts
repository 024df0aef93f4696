import { inEnglish } from '#messages/format.ts';
import type { Command } from 'commander';
import { z } from 'zod';
import type { CommandInput } from '#contract/commands.ts';
import { submissionName, submissionSchema } from '#contract/submission.ts';
import { choice } from './client-options.ts';
import { carryOut, carryOutAndTell, withGateway, type CommandHost } from './command-host.ts';
import { isTty, openInBrowser, quoted, say, tell, UsageError } from './terminal.ts';
import { pasteHint, takePastedAnswer } from './pasted-answer.ts';
import { findAccountView, snapshotNow } from './snapshot-now.ts';
import type { Gateway } from '#core/gateway.ts';
import { accountFacts, nextSteps, describeAccount } from './account-words.ts';
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
  paste: z.boolean().optional(),
});
/** `false`: `--no-mailbox`. */
const editSchema = z.object({
  mailbox: z.union([z.string(), z.literal(false)]).optional(),
  smtpUser: z.union([z.string(), z.literal(false)]).optional(),
  submission: z.union([submissionSchema, z.literal('client')]).optional(),
  rewriteRecipients: z.boolean().optional(),
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
  Several at once:
    mailwicket account add anna@example.org bo@example.org --client Work
  Every mailbox of a domain, by a client that needs nobody:
    mailwicket account add "*@example.org" --client Service --password-stdin`;

/** `account …`: the accounts, and their sign-in. */
export function addAccountCommands(program: Command, host: CommandHost): void {
  const account = program.command('account').description('the accounts');
  account
    .command('add <address...>')
    .description('add accounts: addresses, or *@domain for every mailbox of a domain')
    .addHelpText('after', examples)
    .requiredOption('--client <name>', 'the OAuth client that signs it in')
    .option('--password-stdin', 'read its local password (password grant: its own) from standard input')
    .option('--password-file <file>', 'read it from a file')
    .option('--adopt-first-password', 'the first password that a mail program sends becomes the local one')
    .option('--mailbox <address>', 'the shared mailbox to open over IMAP and POP')
    .option('--smtp-user <address>', 'who to be over SMTP, if not the address')
    .action((addresses: string[], given: unknown) => addAccounts(host, addresses, addSchema.parse(given)));
  account
    .command('list')
    .description('list the accounts and how they stand')
    .action(async () => {
      await withGateway(host, async (gateway, dataFolder) => {
        const { accounts } = (await snapshotNow(gateway, dataFolder)).snapshot;
        const lines = accounts.map((view) => describeAccount(view));
        tell(host.terminal, { accounts }, ...(lines.length === 0 ? ['There is no account yet.'] : lines));
      });
    });
  account
    .command('show <address>')
    .description('show one account: its state and what mends it, its token, its mailboxes and passwords')
    .action((address: string) => showAccount(host, address));
  account
    .command('edit <address>')
    .description('change which mailboxes an account opens, and how it sends; what is left out stays')
    .option('--mailbox <address>', 'the shared mailbox to open over IMAP and POP')
    .option('--no-mailbox', 'its own mailbox again')
    .option('--smtp-user <address>', 'who to be over SMTP')
    .option('--no-smtp-user', 'itself again')
    .addOption(
      choice('--submission <way>', 'how it sends: SMTP, an API, or as its OAuth client says', [
        ...submissionSchema.options,
        'client',
      ]),
    )
    .option('--rewrite-recipients', 'API: cut To and Cc down to the recipients that the mail program names')
    .option('--no-rewrite-recipients', 'API: refuse a message whose headers name others')
    .action((address: string, given: unknown) => editAccount(host, address, editSchema.parse(given)));
  account
    .command('authorize <address>')
    .description('sign an account in; prints the page to open')
    .addHelpText(
      'after',
      `
On a machine without a browser, over ssh for instance: open the page on another device. Its browser ends on a page
that cannot be shown; copy the address of that page, paste it here and press Enter.`,
    )
    .option('--password-stdin', 'password grant: read the account’s password from standard input')
    .option('--password-file <file>', 'password grant: read it from a file')
    .option('--no-browser', 'only print the page’s address')
    .option(
      '--paste',
      'take the address that the sign-in ended on from standard input, not only at a terminal',
    )
    .action((address: string, given: unknown) => authorize(host, address, authorizeSchema.parse(given)));
  account
    .command('switch <address>')
    .description('let another OAuth client sign it in; its authorization is reset')
    .requiredOption('--client <name>', 'the OAuth client from now on')
    .action((address: string, given: unknown) => {
      const { client } = switchSchema.parse(given);
      const done = `${address} is signed in by ${client} from now on.`;
      return carryOutAndTell(host, 'account-switch-client', { account: address, client }, done);
    });
  for (const [word, name, what, done] of simpleCommands) {
    account
      .command(`${word} <address>`)
      .description(what)
      .action((address: string) => carryOutAndTell(host, name, { account: address }, `${address} ${done}.`));
  }
}

const simpleCommands = [
  ['remove', 'account-remove', 'remove an account, its tokens and its local passwords', 'was removed'],
  ['sign-out', 'account-sign-out', 'forget its tokens; the account stays', 'was signed out'],
  ['pause', 'account-pause', 'refuse its logins for a while', 'is paused'],
  ['resume', 'account-resume', 'serve its logins again', 'is served again'],
] as const;

async function addAccounts(
  host: CommandHost,
  addresses: readonly string[],
  options: z.infer<typeof addSchema>,
): Promise<void> {
  const [first = '', ...more] = addresses;
  if (more.length > 0 && (options.passwordStdin === true || options.passwordFile !== undefined))
    throw new UsageError('A password is for one account: add the others without one.');
  const password = await passwordOf(options, host);
  await withGateway(host, async (gateway) => {
    const added: { address: string; id: string }[] = [];
    for (const address of addresses) {
      // one that cannot be added does not keep the others out
      const made = await carryOut(host, gateway, 'account-add', {
        address,
        client: options.client,
        ...(options.adoptFirstPassword === true ? { passwordMode: 'adopt-first' as const } : {}),
        password,
        mailbox: options.mailbox,
        smtpUser: options.smtpUser,
      });
      if (made !== undefined) added.push({ address, id: made.id });
    }
    if (added.length === 0) return;
    const { accounts } = await gateway.look();
    const told = added.flatMap(({ address }) => [
      `The account ${address} was added.`,
      ...nextSteps(accounts, address),
    ]);
    tell(
      host.terminal,
      more.length === 0 ? { id: added[0]?.id, address: first } : { accounts: added },
      ...told,
    );
  });
}

async function showAccount(host: CommandHost, address: string): Promise<void> {
  await withGateway(host, async (gateway, dataFolder) => {
    const { snapshot } = await snapshotNow(gateway, dataFolder);
    const account = findAccountView(snapshot, address);
    tell(host.terminal, { account }, ...accountFacts(account), ...nextSteps([account], account.address));
  });
}

async function editAccount(
  host: CommandHost,
  address: string,
  { mailbox, smtpUser, submission, rewriteRecipients }: z.infer<typeof editSchema>,
): Promise<void> {
  const fields = {
    mailbox: orEmpty(mailbox),
    smtpUser: orEmpty(smtpUser),
    submissionRewrites: rewriteRecipients,
  };
  const changes = Object.values(fields).some((value) => value !== undefined);
  if (!changes && submission === undefined)
    throw new UsageError('Say what is to change: mailwicket account edit --help has the options.');
  if (changes)
    await carryOutAndTell(host, 'account-update', { account: address, ...fields }, `${address} was changed.`);
  if (submission !== undefined) await switchSubmission(host, address, submission);
}

async function switchSubmission(
  host: CommandHost,
  address: string,
  submission: CommandInput<'account-submission'>['submission'],
): Promise<void> {
  await withGateway(host, async (gateway) => {
    const done = await carryOut(host, gateway, 'account-submission', { account: address, submission });
    if (done === undefined) return;
    const { sendsBy, needs, problem } = done;
    const next = {
      nothing: [],
      'sign-in': [`Next: mailwicket account authorize ${quoted(address)}`],
      administrator: problem?.fix === undefined ? [] : [inEnglish(problem.fix)],
    } as const;
    tell(
      host.terminal,
      done,
      `${address} sends by ${submissionName[sendsBy]} from now on.`,
      ...(problem === undefined ? [] : [inEnglish(problem.message)]),
      ...next[needs],
    );
  });
}

/** The contract takes an empty text for "none". */
function orEmpty(value: string | false | undefined): string | undefined {
  return value === false ? '' : value;
}

async function authorize(
  host: CommandHost,
  address: string,
  options: z.infer<typeof authorizeSchema>,
): Promise<void> {
  const password = await passwordOf(options, host);
  const paste = options.paste === true || (password === undefined && isTty(host.terminal.input));
  await withGateway(
    host,
    async (gateway) => {
      const end = showSignIn(gateway, host, paste, () => {
        void gateway.run('account-cancel-sign-in', { account: address });
      });
      const done = await carryOut(host, gateway, 'account-authorize', { account: address, password });
      end();
      if (done === undefined) return;
      const next = nextSteps((await gateway.look()).accounts, address);
      const doubt = done.doubt === undefined ? [] : [inEnglish(done.doubt)];
      tell(host.terminal, { ...done, doubt: doubt[0] }, `${address} is signed in.`, ...doubt, ...next);
    },
    options.browser ? openInBrowser : async () => {},
  );
}

/**
 * Prints the page or the code of a sign-in as soon as there is one; on standard error when a program reads. From
 * then on a signal cancels the sign-in (a second one ends the process); before, there is nothing to cancel.
 */
function showSignIn(gateway: Gateway, host: CommandHost, paste: boolean, cancel: () => void): () => void {
  let shown = '';
  let endPasting: (() => void) | undefined;
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
    if (!paste || userCode !== undefined) return;
    if (!host.terminal.json) say(host.terminal, pasteHint);
    endPasting?.();
    endPasting = takePastedAnswer(host.terminal, text);
  });
  return () => {
    end();
    endPasting?.();
    host.signals.off('SIGINT', cancel).off('SIGTERM', cancel);
  };
}

function passwordOf(
  options: { readonly passwordStdin?: boolean | undefined; readonly passwordFile?: string | undefined },
  host: CommandHost,
): Promise<string | undefined> {
  return readSecret({ stdin: options.passwordStdin, file: options.passwordFile }, host.terminal, 'password');
}
