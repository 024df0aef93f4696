import type { Command } from 'commander';
import { z } from 'zod';
import { protocolName } from '#contract/endpoints.ts';
import { type CommandHost, carryOut, withGateway } from './command-host.ts';
import { inEnglish } from '#messages/format.ts';
import { problemText } from '#messages/message.ts';
import { byUrgency, overallState, overallText } from '#contract/status.ts';
import type { CheckStep } from '#contract/views.ts';
import { supportReport } from '#contract/support-report.ts';
import { describeAccount } from './account-words.ts';
import { aboutProgram } from './installed-files.ts';
import { writeOut } from './setup-commands.ts';
import { snapshotNow } from './snapshot-now.ts';
import { msg } from '#messages/message.ts';
import { complain, openInBrowser, providerSaid, tell } from './terminal.ts';

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
        const line = inEnglish(overallText(overall));
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
