import http from 'node:http';
import { inEnglish } from '#messages/format.ts';
import type { Command } from 'commander';
import { z } from 'zod';
import { submissionName, submissionSchema } from '#contract/submission.ts';
import {
  carryOut,
  carryOutAndTell,
  onEndSignal,
  tellFailure,
  withGateway,
  withSnapshot,
  type CommandHost,
} from './command-host.ts';
import { addCommand, flag, noOptions, option, unless, takes } from './command-options.ts';
import { isTty, openInBrowser, quoted, say, tell, tellList, UsageError, type Terminal } from './terminal.ts';
import { findAccount } from '#core/accounts/settings-changes.ts';
import type { Gateway } from '#core/gateway.ts';
import { accountFacts, nextSteps, describeAccount } from './account-words.ts';
import { readSecret } from './secret-input.ts';
import { plainJson } from '#messages/plain-text.ts';
import { createInterface } from 'node:readline';

const addingOptions = z.object({
  client: option('<name>', 'the OAuth client that signs it in', z.string()),
  passwordStdin: flag('read its local password (password grant: its own) from standard input'),
  passwordFile: takes('<file>', 'read it from a file'),
  adoptFirstPassword: flag('the first password that a mail program sends becomes the local one'),
  mailbox: takes('<address>', 'the shared mailbox to open over IMAP and POP'),
  smtpUser: takes('<address>', 'whom to log in as over SMTP, if not the address'),
});
const authorizeOptions = z.object({
  passwordStdin: flag('password grant: read the account’s password from standard input'),
  passwordFile: takes('<file>', 'password grant: read it from a file'),
  browser: unless('only print the page’s address'),
  paste: flag('take the address that the sign-in ended on from standard input, not only at a terminal'),
});
/** The contract takes an empty text for "none", which the option's opposite says. */
const noneOrText = z.union([z.string(), z.literal(false).transform(() => '')]).optional();
const editOptions = z.object({
  mailbox: option('<address>', 'the shared mailbox to open over IMAP and POP', noneOrText, {
    no: 'its own mailbox again',
  }),
  smtpUser: option('<address>', 'whom to log in as over SMTP', noneOrText, { no: 'itself again' }),
  submission: option(
    '<way>',
    'how it sends: SMTP, an API, or as its OAuth client says',
    z.enum([...submissionSchema.options, 'client']).optional(),
  ),
  rewriteRecipients: option(
    '',
    'API: cut To and Cc down to the recipients that the mail program names',
    z.boolean().optional(),
    { no: 'API: refuse a message whose headers name others' },
  ),
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
  const all = 'add accounts: addresses, or *@domain for every mailbox of a domain';
  addCommand(account, 'add <address...>', all, addingOptions, (options, ...addresses) =>
    addAccounts(host, addresses, options),
  ).addHelpText('after', examples);
  addCommand(account, 'list', 'list the accounts and how they stand', noOptions, () =>
    withSnapshot(host, ({ snapshot: { accounts } }) => {
      tellList(host.terminal, { accounts }, accounts.map(describeAccount), 'There is no account yet.');
    }),
  );
  const one = 'show one account: its state and what mends it, its token, its mailboxes and passwords';
  addCommand(account, 'show <address>', one, noOptions, (_options, address) =>
    withSnapshot(host, ({ snapshot }) => {
      const view = findAccount(snapshot, address);
      tell(host.terminal, { account: view }, ...accountFacts(view), ...nextSteps([view], view.address));
    }),
  );
  const edit = 'change which mailboxes an account opens, and how it sends; what is left out stays';
  addCommand(account, 'edit <address>', edit, editOptions, (options, address) =>
    editAccount(host, address, options),
  );
  const authorizing = 'sign an account in; prints the page to open';
  addCommand(account, 'authorize <address>', authorizing, authorizeOptions, (options, address) =>
    authorize(host, address, options),
  ).addHelpText(
    'after',
    `
On a machine without a browser, over ssh for instance: open the page on another device. Its browser ends on a page
that cannot be shown; copy the address of that page, paste it here and press Enter.`,
  );
  addCommand(
    account,
    'switch <address>',
    'let another OAuth client sign it in; it has to be authorized anew',
    z.object({ client: option('<name>', 'the OAuth client from now on', z.string()) }),
    ({ client }, address) => {
      const done = `${address} is signed in by ${client} from now on.`;
      return carryOutAndTell(host, 'account-switch-client', { account: address, client }, done);
    },
  );
  for (const [name, command, what, done] of simpleCommands) {
    addCommand(account, `${name} <address>`, what, noOptions, (_options, address) =>
      carryOutAndTell(host, command, { account: address }, `${address} ${done}.`),
    );
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
  options: z.infer<typeof addingOptions>,
): Promise<void> {
  if (addresses.length > 1 && (options.passwordStdin || options.passwordFile !== undefined))
    throw new UsageError('A password is for one account: add the others without one.');
  const password = await passwordOf(options, host);
  const { client, mailbox, smtpUser } = options;
  const passwordMode = options.adoptFirstPassword ? 'adopt-first' : undefined;
  await withGateway(host, async (gateway) => {
    const added: { address: string; id: string }[] = [];
    for (const address of addresses) {
      const account = { address, client, passwordMode, password, mailbox, smtpUser } as const;
      try {
        added.push({ address, id: (await carryOut(gateway, 'account-add', account)).id });
      } catch (error) {
        // one that cannot be added does not keep the others out
        tellFailure(host, error);
      }
    }
    if (added.length === 0) return;
    const { accounts } = await gateway.look();
    tell(
      host.terminal,
      { accounts: added },
      ...added.flatMap(({ address }) => [
        `The account ${address} was added.`,
        ...nextSteps(accounts, address),
      ]),
    );
  });
}

async function editAccount(
  host: CommandHost,
  account: string,
  { submission, rewriteRecipients: submissionRewrites, ...mailboxes }: z.infer<typeof editOptions>,
): Promise<void> {
  const fields = { ...mailboxes, submissionRewrites };
  const changes = Object.values(fields).some((value) => value !== undefined);
  if (!changes && submission === undefined)
    throw new UsageError('Say what is to change: mailwicket account edit --help has the options.');
  if (changes)
    await carryOutAndTell(host, 'account-update', { account, ...fields }, `${account} was changed.`);
  if (submission === undefined) return;
  await carryOutAndTell(
    host,
    'account-submission',
    { account, submission },
    ({ sendsBy, needs, problem }) => [
      `${account} sends by ${submissionName[sendsBy]} from now on.`,
      problem && inEnglish(problem.message),
      needs === 'sign-in' ? `Next: mailwicket account authorize ${quoted(account)}` : undefined,
      needs === 'administrator' ? problem?.fix && inEnglish(problem.fix) : undefined,
    ],
  );
}

async function authorize(
  host: CommandHost,
  address: string,
  options: z.infer<typeof authorizeOptions>,
): Promise<void> {
  const password = await passwordOf(options, host);
  const paste = options.paste || (password === undefined && isTty(host.terminal.input));
  await withGateway(
    host,
    async (gateway) => {
      const end = showSignIn(gateway, host, paste, () => {
        void gateway.run('account-cancel-sign-in', { account: address });
      });
      const done = await carryOut(gateway, 'account-authorize', { account: address, password }).finally(end);
      const next = nextSteps((await gateway.look()).accounts, address);
      const doubt = done.doubt && inEnglish(done.doubt);
      tell(host.terminal, { ...done, doubt }, `${address} is signed in.`, doubt, ...next);
    },
    options.browser ? openInBrowser : async () => {},
  );
}

/**
 * Prints the page or the code of a sign-in as soon as there is one; on standard error when a program reads. From
 * then on a signal cancels the sign-in; before, there is nothing to cancel.
 */
function showSignIn(gateway: Gateway, host: CommandHost, paste: boolean, cancel: () => void): () => void {
  const { terminal, signals } = host;
  let shown = '';
  let endCancelling: (() => void) | undefined;
  let endPasting: (() => void) | undefined;
  const end = gateway.onSignIn(({ url, userCode, message: told }) => {
    const message = told && inEnglish(told);
    const shows =
      userCode === undefined ? (url ?? '') : (message ?? `Open ${url ?? ''} and enter ${userCode}`);
    if (shows === '' || shows === shown) return;
    shown = shows;
    endCancelling ??= onEndSignal(signals, cancel);
    if (terminal.json) terminal.errors.write(`${plainJson({ url, userCode, message })}\n`);
    else
      say(terminal, userCode === undefined ? `Open this page to sign in (Ctrl+C cancels):\n${shows}` : shows);
    if (!paste || userCode !== undefined) return;
    say(terminal, pasteHint);
    endPasting?.();
    endPasting = takePastedAnswer(terminal, shows);
  });
  return () => {
    end();
    endPasting?.();
    endCancelling?.();
  };
}

function passwordOf(
  options: Pick<z.infer<typeof addingOptions>, 'passwordStdin' | 'passwordFile'>,
  { terminal }: CommandHost,
): Promise<string | undefined> {
  return readSecret({ stdin: options.passwordStdin, file: options.passwordFile }, terminal, 'password');
}

/** What somebody whose browser is on another device is told. */
const pasteHint =
  'In a browser on another device the sign-in ends on a page that cannot be shown: paste the address of that page here.';

/** An address with a code and a state in it has a few kilobytes. */
const longest = 64 * 1024;

/**
 * Takes the address on which a sign-in ended from standard input, for a browser that cannot reach this machine: what it
 * would have asked is asked here, of the port that waits for it, which checks it as ever. Until the returned function
 * is called, or the input ends.
 * @param page - the sign-in page that was shown: its redirect URI says which addresses are an answer
 */
function takePastedAnswer({ input, errors }: Pick<Terminal, 'input' | 'errors'>, page: string): () => void {
  const redirect = new URL(page).searchParams.get('redirect_uri') ?? '';
  const lines = createInterface({ input, terminal: false });
  lines.on('line', (line) => {
    const pasted = line.trim();
    if (pasted === '') return;
    if (!isAnswer(pasted, redirect)) {
      errors.write(`That is not the address: it begins with ${redirect} and has a "?" in it.\n`);
      return;
    }
    // not through a proxy, whatever the environment says: it is this machine's own port
    const asked = http.get(pasted, { agent: new http.Agent() }, (response) => response.resume());
    asked.on('error', () => errors.write('The sign-in waits no longer: begin anew.\n'));
  });
  return () => {
    lines.close();
    input.pause();
  };
}

function isAnswer(pasted: string, redirect: string): boolean {
  if (pasted.length > longest || !URL.canParse(pasted) || !URL.canParse(redirect)) return false;
  const [given, wanted] = [new URL(pasted), new URL(redirect)];
  return given.origin === wanted.origin && given.pathname === wanted.pathname && given.search !== '';
}
