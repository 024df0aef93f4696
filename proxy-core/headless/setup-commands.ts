import { type Command, Argument } from 'commander';
import { z } from 'zod';
import { cloudSchema, grantTypeSchema } from '#contract/grants.ts';
import { providerIdSchema } from '#contract/oauth-client.ts';
import { presetFor } from '#contract/providers/presets.ts';
import { en } from '#messages/en.ts';
import { carryOut, onEndSignal, withGateway, type CommandHost } from './command-host.ts';
import { addCommand, flag, option, unless, takes } from './command-options.ts';
import { mailProgramSchema, importFormatSchema, type ImportPlan } from '#contract/commands/setup.ts';
import { findService } from '#core/service/service-record.ts';
import { writeOutputFile } from './output-file.ts';
import { readTextFile } from './secret-input.ts';
import { quoted, say, tell, type Terminal, openInBrowser, UsageError } from './terminal.ts';
import { plainJson } from '#messages/plain-text.ts';
import { inEnglish, createTexts } from '#messages/format.ts';
import path from 'node:path';

/** `admin-script`: the administrator's PowerShell for an app-only client. */
export function addAdminScriptCommand(program: Command, host: CommandHost): void {
  addCommand(
    program,
    'admin-script <client> <mailbox...>',
    'make the PowerShell with which an administrator lets an app-only client open mailboxes',
    z.object({
      sendAs: option(
        '<how>',
        'permission: Send As on each mailbox; rbac: a role of Exchange',
        z.enum(['none', 'permission', 'rbac']).default('permission'),
      ),
      smtpAuth: flag('switch SMTP sign-in on for each mailbox'),
      out: takes('<file>', 'write the script to this file'),
    }),
    ({ out: file, ...options }, client, ...mailboxes) =>
      withGateway(host, async (gateway) => {
        const made = await carryOut(gateway, 'admin-script', { client, mailboxes, ...options });
        await writeOut(host.terminal, made, { content: made.script, file, what: 'The script' });
      }),
  );
}

/** `client-profile`: settings for a mail program, with the ports of the service that runs. */
export function addClientProfileCommand(program: Command, host: CommandHost): void {
  const forWhat =
    'what the settings are for (thunderbird: for a new profile only, as it takes the place of accounts)';
  addCommand(
    program,
    'client-profile <address>',
    'make the settings of an account for a mail program',
    z.object({
      for: option('<program>', forWhat, mailProgramSchema.default('settings')),
      out: takes('<file>', 'write them to this file'),
    }),
    ({ for: mailProgram, out: file }, account) =>
      withGateway(host, async (gateway, dataFolder) => {
        const { running, record } = await findService(dataFolder);
        const made = await carryOut(gateway, 'client-profile', {
          account,
          program: mailProgram,
          ports: running ? record?.listeners.filter(({ addresses }) => addresses.length > 0) : undefined,
        });
        await writeOut(host.terminal, made, { content: made.content, file, what: 'The profile' });
      }),
  );
}

/** Puts what was made into a file, or on standard output as it is. With `--json`, all of it as one document. */
export async function writeOut(
  terminal: Terminal,
  made: object,
  text: { readonly content: string; readonly file: string | undefined; readonly what: string },
): Promise<void> {
  if (text.file !== undefined) {
    await writeOutputFile(text.file, text.content);
    if (terminal.json) tell(terminal, { ...made, file: text.file });
    else say(terminal, `${text.what} is in ${text.file}.`);
  } else if (terminal.json) tell(terminal, made);
  else terminal.output.write(text.content);
}

/** `admin-consent CLIENT`: has an administrator consent to a client of Microsoft 365. */
export function addAdminConsentCommand(program: Command, host: CommandHost): void {
  addCommand(
    program,
    'admin-consent <client>',
    'have an administrator consent to an OAuth client of Microsoft 365',
    z.object({
      printUrl: flag('only print the page, for an administrator elsewhere; nobody waits for the answer'),
      browser: unless('print the page, and wait for its answer on this machine'),
    }),
    ({ printUrl, browser }, name) => (printUrl ? printPage(host, name) : waitForConsent(host, name, browser)),
  );
}

async function printPage(host: CommandHost, name: string): Promise<void> {
  await withGateway(host, async (gateway) => {
    const page = await carryOut(gateway, 'admin-consent-url', { client: name });
    if (!host.terminal.json) {
      host.terminal.errors.write(
        'An administrator of the organization opens this page. It ends on a page that cannot be shown there, and the consent stands all the same.\n',
      );
    }
    tell(host.terminal, page, page.url);
    if (page.sending === undefined || host.terminal.json) return;
    host.terminal.errors.write('And this one, for sending through Microsoft Graph:\n');
    say(host.terminal, page.sending);
  });
}

async function waitForConsent(host: CommandHost, name: string, browser: boolean): Promise<void> {
  await withGateway(
    host,
    async (gateway) => {
      let shown = '';
      const end = gateway.onSnapshot(({ clients }) => {
        const url = clients.find((client) => client.consentUrl !== undefined)?.consentUrl;
        if (url === undefined || url === shown) return;
        shown = url;
        if (host.terminal.json) host.terminal.errors.write(`${plainJson({ url })}\n`);
        else say(host.terminal, `An administrator opens this page, on this machine:\n${url}`);
      });
      const endCancelling = onEndSignal(host.signals, () => {
        void gateway.run('admin-consent-cancel', { client: name });
      });
      try {
        const done = await carryOut(gateway, 'admin-consent', { client: name, open: browser });
        const where = done.tenant === undefined ? '' : ` in the organization ${done.tenant}`;
        tell(host.terminal, done, `${name} has an administrator's consent${where}.`);
      } finally {
        endCancelling();
        end();
      }
    },
    openInBrowser,
  );
}

const importOptions = z.object({
  format: option('<format>', 'told from the file where left out', importFormatSchema.optional()),
  client: takes('<name>', 'tables: the OAuth client of rows that name none'),
  dryRun: flag('say what would be done, and do nothing'),
});
/** Octets. */
const largestFile = 2_000_000;
const largestNamed = 100_000;

/** `import`: takes over from another proxy, or from a table of accounts. */
export function addImportCommand(program: Command, host: CommandHost): void {
  const what = 'take over OAuth clients and accounts from another proxy, or accounts from a table';
  addCommand(program, 'import <file>', what, importOptions, (options, file) =>
    importFile(host, file, options),
  );
}

async function importFile(
  host: CommandHost,
  file: string,
  { format, client, dryRun }: z.infer<typeof importOptions>,
): Promise<void> {
  const content = await readTextFile(file, largestFile);
  await withGateway(host, async (gateway) => {
    const asked = { content, format, client };
    const first = await carryOut(gateway, 'import-plan', asked);
    // what the file names beside itself: certificates and keys
    const files = await filesOf(first.files, path.dirname(file));
    const isAll = Object.keys(files).length === 0;
    const input = isAll ? asked : { ...asked, files };
    const plan = isAll ? first : await carryOut(gateway, 'import-plan', input);
    if (dryRun) {
      tell(host.terminal, { plan }, ...planLines(plan), ...leftLines(plan.notTaken));
      return;
    }
    const done = await carryOut(gateway, 'import-apply', input);
    // more than the plan has left out
    if (done.notTaken.length > plan.notTaken.length) host.fail();
    const added = new Set(done.accounts.map(({ address }) => address));
    tell(
      host.terminal,
      done,
      ...done.clients.map(({ name }) => `OAuth client ${name}: added`),
      ...done.accounts.map(({ address }) => `${address}: added`),
      done.clients.length + done.accounts.length === 0 ? 'Nothing was added.' : undefined,
      ...leftLines(done.notTaken),
      ...done.accounts
        .filter(({ next }) => next === 'sign-in')
        .map(({ address }) => `Next: mailwicket account authorize ${quoted(address)}`),
      ...passwordSteps(
        plan.accounts.filter(({ address, passwordMode }) => passwordMode === 'own' && added.has(address)),
      ),
    );
  });
}

/** A command for each account; for so many that nobody gives it one by one, for those of each client together. */
function passwordSteps(accounts: ImportPlan['accounts']): string[] {
  if (accounts.length <= 5)
    return accounts.map(({ address }) => `Next: mailwicket password new ${quoted(address)}`);
  const clients = new Set(accounts.map(({ client }) => client));
  return [...clients].map((name) => `Next: mailwicket password new --client ${quoted(name)} --output FILE`);
}

function planLines(plan: ImportPlan): string[] {
  const lines = [
    ...plan.clients.map(
      ({ name, exists }) =>
        `OAuth client ${name}: ${exists ? 'is there already, and is used' : 'would be added'}`,
    ),
    ...plan.accounts.map(({ address, client }) => `${address} (${client}): would be added`),
  ];
  return lines.length === 0 ? ['There is nothing to add.'] : lines;
}

function leftLines(left: ImportPlan['notTaken']): string[] {
  return left.map(({ what, why }) => `Not taken over: ${inEnglish(what)}. ${inEnglish(why)}`);
}

/** The files that could be read, by the names that the configuration gives them. */
async function filesOf(names: readonly string[], folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of names) {
    const text = await readTextFile(path.resolve(folder, name), largestNamed).catch(() => undefined);
    if (text !== undefined) files[name] = text;
  }
  return files;
}

/** `guide`: how an OAuth client is registered at a provider, as the screens show it beside the form. */
export function addGuideCommand(program: Command, host: CommandHost): void {
  addCommand(
    program,
    'guide',
    'tell step by step how an OAuth client is registered at a provider, and where',
    z.object({
      grant: option('<grant>', 'the usual one where left out', grantTypeSchema.optional()),
      cloud: option('<cloud>', 'Microsoft: which cloud', cloudSchema.optional()),
    }),
    ({ cloud, grant: wanted }, name) => {
      const provider = providerIdSchema.parse(name);
      const preset = presetFor({ provider, cloud });
      const grant = wanted ?? preset.grants[0] ?? 'authorization-code';
      if (!preset.grants.includes(grant))
        throw new UsageError(`${provider} has no such grant. It has: ${preset.grants.join(', ')}.`);
      const { t } = createTexts('en', en);
      const parts = preset.guide(grant).map((part) => ({
        title: t(part.title),
        steps: part.steps.map((step) => t(step.text)),
      }));
      const notes = preset.notes.map(inEnglish);
      const { portal } = preset;
      let number = 0;
      tell(
        host.terminal,
        { provider, grant, portal, parts, notes },
        ...(portal === undefined ? [] : [`${portal.name}: ${portal.url}`]),
        ...parts.flatMap(({ title, steps }) => [
          '',
          title,
          ...steps.map((step) => ` ${String((number += 1)).padStart(2)}. ${step}`),
        ]),
        ...(notes.length === 0 ? [] : ['', 'Good to know', ...notes.map((note) => `  - ${note}`)]),
        '',
        `Then: mailwicket client add --name NAME --provider ${provider} --grant ${grant} --client-id ID (more: mailwicket client add --help)`,
      );
    },
  ).addArgument(new Argument('<provider>', 'which one').choices(providerIdSchema.options));
}
