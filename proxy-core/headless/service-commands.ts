import net from 'node:net';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';
import { defaultPanelPort, defaultPorts, localPorts, protocolName } from '#contract/endpoints.ts';
import { type CommandHost, carryOut, withGateway } from './command-host.ts';
import { inEnglish } from '#messages/format.ts';
import { problemText } from '#messages/message.ts';
import { byUrgency, overallState } from '#contract/status.ts';
import type { CheckStep } from '#contract/views.ts';
import { supportReport } from '#contract/support-report.ts';
import { describeAccount, describeOverall } from './account-words.ts';
import { aboutProgram } from './installed-files.ts';
import { writeOut } from './setup-commands.ts';
import { snapshotNow } from './snapshot-now.ts';
import { networkSchema } from '#contract/device.ts';
import { endpointUrlSchema } from '#contract/oauth-client.ts';
import { readSecret } from './secret-input.ts';
import { msg } from '#messages/message.ts';
import { complain, openInBrowser, providerSaid, tell } from './terminal.ts';

const port = z.union([z.number(), z.literal('off')]).optional();
const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
const serveSchema = z.object({
  imap: port,
  pop: port,
  smtp: port,
  imaps: port,
  pops: port,
  smtps: port,
  listen: z.array(z.string()).optional(),
  proxyFrom: z.array(z.string()).optional(),
  drain: z.number(),
  panel: z.union([z.literal(true), z.number()]).optional(),
  open: z.boolean().default(false),
  logLevel: z.enum(levels),
  onTrouble: z.string().optional(),
  onTroubleUrl: z.string().optional(),
  onTroubleUrlFile: z.string().optional(),
});

const examples = `
Without options the ports of the settings are taken; an option holds for this run only.
It runs until Ctrl+C or SIGTERM. SIGHUP reads the settings again; changes by other mailwicket commands are
seen by themselves. The log goes to standard error, a JSON document on each line.

Examples:
  mailwicket serve
  mailwicket serve --pop off --smtp 2525
  mailwicket serve --panel
  mailwicket serve --on-trouble /usr/local/bin/tell-the-admin
  mailwicket serve --listen 0.0.0.0 --imaps 1993 --smtps 1465    (for printers and phones, with TLS only)`;

/** `serve`: the gateway in the foreground, until a signal ends it. */
export function addServeCommand(program: Command, host: CommandHost): void {
  const serve = program
    .command('serve')
    .description('serve mail programs until stopped; prints one line "ready" with the ports')
    .addHelpText('after', examples);
  for (const { key, protocol, implicitTls } of localPorts) {
    const what = `${protocolName[protocol]}${implicitTls ? ' with TLS' : ''}`;
    const usual = `${implicitTls ? 'off; usually ' : ''}${String(defaultPorts[key])}`;
    serve.option(`--${key} <port>`, `${what}: a port, 0 for any free one, or off (${usual})`, portOf);
  }
  serve
    .option(
      '--listen <address...>',
      'addresses to listen on; beyond this machine only the TLS ports',
      addressOf,
    )
    .option(
      '--proxy-from <network...>',
      'load balancers: addresses and networks whose connections begin with a PROXY protocol header',
      networkOf,
    )
    .option(
      '--panel [port]',
      `show the screens in a browser of this machine (${String(defaultPanelPort)}); prints their address, which is a key: keep it to yourself`,
      panelPortOf,
    )
    .option('--open', 'show them, and open the browser with them')
    .option(
      '--on-trouble <command>',
      'a program that is started when an account needs its person: without arguments and without a shell, with one line of JSON on its standard input',
      textOf,
    )
    .option('--on-trouble-url <url>', 'where the same JSON is sent by POST', urlOf)
    .option('--on-trouble-url-file <file>', 'read that address from a file, as it may hold a key')
    .option(
      '--drain <seconds>',
      'how long sessions have at a stop to end by themselves, before they are ended',
      secondsOf,
      3,
    )
    .addOption(new Option('--log-level <level>', 'what to log').choices(levels).default('info'))
    .action(async (given: unknown) => {
      const options = serveSchema.parse(given);
      const {
        listen,
        proxyFrom,
        drain,
        logLevel,
        panel,
        open,
        onTrouble,
        onTroubleUrl,
        onTroubleUrlFile,
        ...chosen
      } = options;
      const fromFile = await readSecret({ file: onTroubleUrlFile }, host.terminal, 'address');
      const url = onTroubleUrl ?? (fromFile === undefined ? undefined : urlOf(fromFile));
      const { serveUntilSignal } = await import('./service.ts');
      await serveUntilSignal(host, {
        logLevel,
        panelPort: panel === true || (panel === undefined && open) ? 'usual' : panel,
        openPanel: open,
        drain: drain * 1_000,
        onTrouble: { command: onTrouble, url },
        // they are laid over the settings: what was not chosen must not be there
        listeners: Object.fromEntries(
          Object.entries({ ...chosen, addresses: listen, proxyFrom }).filter(
            ([, value]) => value !== undefined,
          ),
        ),
      });
    });
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!/^\d{1,4}$/.test(text) || seconds === 0 || seconds > 3_600)
    throw new InvalidArgumentError('It is a number of seconds from 1 to 3600.');
  return seconds;
}

function portOf(text: string): number | 'off' {
  if (text === 'off') return 'off';
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65_535)
    throw new InvalidArgumentError('It is a port from 0 to 65535, or off.');
  return number;
}

function panelPortOf(text: string): number {
  const wanted = portOf(text);
  if (wanted === 'off') throw new InvalidArgumentError('It is a port from 0 to 65535.');
  return wanted;
}

function textOf(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It names no program.');
  return text;
}

function urlOf(text: string): string {
  if (!endpointUrlSchema.safeParse(text).success)
    throw new InvalidArgumentError('It is an https address, or plain http to this machine.');
  return text;
}

function addressOf(text: string, before: string[] | undefined): string[] {
  const address = text.replace(/^\[|\]$/g, '');
  if (net.isIP(address) === 0 && address !== 'localhost')
    throw new InvalidArgumentError('It is an address of this machine, such as 127.0.0.1, ::1 or 0.0.0.0.');
  return [...(before ?? []), address];
}

function networkOf(text: string, before: string[] | undefined): string[] {
  const networks = text.split(',');
  if (!networks.every((network) => networkSchema.safeParse(network).success))
    throw new InvalidArgumentError('It is an address or a network, such as 192.0.2.10 or 10.0.0.0/8.');
  return [...(before ?? []), ...networks.map((network) => network.trim())];
}

const reportSchema = z.object({ out: z.string().optional() });
const panelSchema = z.object({ browser: z.boolean() });
const checkSchema = z.object({ mailbox: z.string().optional() });

const stepNames = {
  account: 'account',
  token: 'token',
  reach: 'reach',
  tls: 'TLS',
  permissions: 'permissions',
  login: 'login',
} as const satisfies Record<CheckStep['name'], string>;

const actors = {
  user: 'you',
  administrator: 'the administrator',
  developer: 'whoever registered the app at the provider',
  nobody: 'nobody; it passes by itself',
} as const satisfies Record<NonNullable<CheckStep['who']>, string>;

/** One line for a step; where it failed, more: what to do, who can, and what the provider answered. */
export function describeStep(step: CheckStep): string {
  const { name, protocol, ok, message, milliseconds, fix, who, answer } = step;
  const title = `${protocol === undefined ? '' : `${protocolName[protocol]} `}${stepNames[name]}`;
  const lines = [
    `${ok ? 'ok    ' : 'FAILED'}\t${title}: ${inEnglish(message)} (${String(Math.round(milliseconds))} ms)`,
    ...(fix === undefined ? [] : [`\t${inEnglish(fix)}`]),
    ...(who === undefined ? [] : [`\tWho can mend it: ${actors[who]}.`]),
    ...(answer === undefined ? [] : [`\t${providerSaid(answer) ?? ''}`]),
  ];
  return lines.join('\n');
}

/** `status`, `check` and `report`. */
export function addStatusCommands(program: Command, host: CommandHost): void {
  program
    .command('status')
    .description('how the service and the accounts stand')
    .action(async () => {
      await withGateway(host, async (gateway, dataFolder) => {
        const { snapshot, service } = await snapshotNow(gateway, dataFolder);
        const { running, record } = service;
        const { accounts, clients, listeners: ports, registrationsProblem, policy } = snapshot;
        const overall = overallState(snapshot, true);
        const line = describeOverall(overall);
        const listeners = ports.map((listener) => {
          const name = `${listener.protocol}${listener.implicitTls ? 's' : ''}`.toUpperCase();
          const { problem, addresses } = listener;
          const where =
            problem === undefined ? `listens on ${addresses.join(', ')}` : inEnglish(problem.message);
          return `${name}\tport ${String(listener.port)}\t${where}`;
        });
        tell(
          host.terminal,
          {
            running,
            ...(running && record !== undefined
              ? { service: { pid: record.pid, startedAt: record.startedAt, listeners: record.listeners } }
              : {}),
            overall: { state: overall.state, line },
            accounts,
            clients,
            registrationsProblem,
            policy,
          },
          running
            ? `Mailwicket runs${record === undefined ? '' : ` (process ${String(record.pid)})`}.`
            : 'Mailwicket is not running on this data folder. Start it: mailwicket serve',
          ...listeners,
          ...[
            ...(policy?.problems ?? []),
            ...(registrationsProblem === undefined ? [] : [registrationsProblem]),
          ].map((problem) => inEnglish(problemText(problem))),
          line,
          ...byUrgency(accounts).map((view) => describeAccount(view)),
        );
      });
    });
  program
    .command('panel')
    .description(
      'open the screens of the service that runs (serve --panel) in the browser, by a link that is good once',
    )
    .option('--no-browser', 'only print the link')
    .action((given: unknown) => showLink(host, panelSchema.parse(given).browser));
  program
    .command('report')
    .description(
      'make a report for whoever helps: versions, ports, states; nobody’s address or name is in it',
    )
    .option('--out <file>', 'write it to this file')
    .action((given: unknown) => makeReport(host, reportSchema.parse(given).out));
  program
    .command('check <address>')
    .description('go the whole way of a login: token, and server, TLS and login for each protocol')
    .option('--mailbox <address>', 'which mailbox of a whole-domain account')
    .action(async (address: string, given: unknown) => {
      const { mailbox } = checkSchema.parse(given);
      await withGateway(host, async (gateway) => {
        const result = await carryOut(host, gateway, 'check', {
          account: address,
          mailbox,
        });
        if (result === undefined) return;
        const lines = result.steps.map((step) => describeStep(step));
        if (lines.length === 0) lines.push('FAILED\tThe OAuth client names no mail server to check.');
        tell(host.terminal, result, ...lines);
        if (!result.ok || result.steps.length === 0) host.fail();
      });
    });
}

async function showLink(host: CommandHost, browser: boolean): Promise<void> {
  const { locateDataFolder } = await import('#core/storage/data-folder.ts');
  const { freshLink } = await import('./panel/panel-file.ts');
  const link = await freshLink(locateDataFolder({ override: host.place.data }));
  if (link === undefined) {
    complain(host.terminal, {
      code: 'no-panel',
      message: msg('command.noPanel'),
      fix: msg('command.commandIs', { command: 'mailwicket serve --panel' }),
    });
    host.fail();
    return;
  }
  tell(host.terminal, { link }, link);
  if (browser) await openInBrowser(link);
}

async function makeReport(host: CommandHost, file: string | undefined): Promise<void> {
  await withGateway(host, async (gateway, dataFolder) => {
    const { snapshot } = await snapshotNow(gateway, dataFolder);
    const hostInfo = { ...aboutProgram(), kind: 'command' as const };
    // what went wrong lately is in the log of the service
    const content = supportReport({ snapshot, activity: undefined, hostInfo, now: Date.now() });
    await writeOut(host.terminal, { report: content }, { content, file, what: 'The report' });
  });
}
