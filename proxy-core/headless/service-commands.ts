import type { Command } from 'commander';
import { z } from 'zod';
import { protocolName } from '#contract/endpoints.ts';
import { carryOutAndTell, type CommandHost, withSnapshot } from './command-host.ts';
import { addCommand, noOptions, unless, takes } from './command-options.ts';
import { inEnglish } from '#messages/format.ts';
import { msg, problemText } from '#messages/message.ts';
import {
  authorityTrouble,
  byUrgency,
  certificateTrouble,
  overallState,
  overallText,
} from '#contract/status.ts';
import type { CheckStep, ListenerView } from '#contract/views.ts';
import { supportReport } from '#contract/support-report.ts';
import { locateDataFolder } from '#core/storage/data-folder.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { describeAccount, endingOf } from './account-words.ts';
import { aboutProgram } from './installed-files.ts';
import { writeOut } from './setup-commands.ts';
import { openInBrowser, providerSaid, tell } from './terminal.ts';

const actors = {
  user: 'you',
  administrator: 'the administrator',
  developer: 'whoever registered the app at the provider',
  nobody: 'nobody; it passes by itself',
} as const satisfies Record<NonNullable<CheckStep['who']>, string>;

/** One line for a step; where it failed, more: what to do, who can, and what the provider answered. */
export function describeStep(step: CheckStep): string {
  const { name, protocol, ok, message, milliseconds, fix, who, answer } = step;
  const title = `${protocol === undefined ? '' : `${protocolName[protocol]} `}${name === 'tls' ? 'TLS' : name}`;
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
  addCommand(program, 'status', 'how the service and the accounts stand', noOptions, () =>
    withSnapshot(host, ({ snapshot, service: { running, record } }) => {
      const { accounts, clients, listeners, registrationsProblem, policy, settings } = snapshot;
      const missingAuthorities = settings?.missingAuthorities ?? [];
      const { pid, startedAt } = record ?? {};
      const overall = overallState(snapshot, true);
      const line = inEnglish(overallText(overall));
      const known = running && record !== undefined;
      const ownCertificate = known ? record.ownCertificate : undefined;
      tell(
        host.terminal,
        {
          running,
          service: known ? { pid, startedAt, listeners: record.listeners, ownCertificate } : undefined,
          overall: { state: overall.state, line },
          accounts,
          clients,
          registrationsProblem,
          policy,
          missingAuthorities,
        },
        running
          ? `Mailwicket runs${known ? ` (process ${String(pid)})` : ''}.`
          : 'Mailwicket is not running on this data folder. Start it: mailwicket serve',
        ...listeners.map(describeListener),
        ownCertificate?.problem &&
          inEnglish(certificateTrouble(ownCertificate.expires !== undefined, ownCertificate.problem)),
        ...(policy?.problems ?? []).map((problem) => inEnglish(problemText(problem))),
        ...missingAuthorities.map((file) => inEnglish(authorityTrouble(file))),
        registrationsProblem && inEnglish(problemText(registrationsProblem)),
        ...clients.map((client) => (client.usedBy === 0 ? undefined : endingOf(client))),
        line,
        ...byUrgency(accounts).map(describeAccount),
      );
    }),
  );
  addCommand(
    program,
    'panel',
    'open the screens of the running service (serve --panel) in the browser, by a link that works once',
    z.object({ browser: unless('only print the link') }),
    ({ browser }) => showLink(host, browser),
  );
  addCommand(
    program,
    'report',
    'make a report for whoever helps: versions, ports, states; nobody’s address or name is in it',
    z.object({ out: takes('<file>', 'write it to this file') }),
    ({ out }) => makeReport(host, out),
  );
  addCommand(
    program,
    'check <address>',
    'go the whole way of a login: token, and server, TLS and login for each protocol',
    z.object({ mailbox: takes('<address>', 'which mailbox of a whole-domain account') }),
    ({ mailbox }, address) =>
      carryOutAndTell(host, 'check', { account: address, mailbox }, ({ ok, steps }) => {
        if (!ok || steps.length === 0) host.fail();
        if (steps.length === 0) return ['FAILED\tThe OAuth client names no mail server to check.'];
        return steps.map(describeStep);
      }),
  );
}

function describeListener({ protocol, implicitTls, port, problem, addresses }: ListenerView): string {
  const name = `${protocol}${implicitTls ? 's' : ''}`.toUpperCase();
  const where = problem === undefined ? `listens on ${addresses.join(', ')}` : inEnglish(problem.message);
  return `${name}\tport ${String(port)}\t${where}`;
}

async function showLink(host: CommandHost, browser: boolean): Promise<void> {
  const { freshLink } = await import('./panel/panel.ts');
  const link = await freshLink(locateDataFolder({ override: host.place.data }));
  if (link === undefined) {
    const command = 'mailwicket serve --panel';
    throw new CodedError('no-panel', msg('command.noPanel'), msg('command.commandIs', { command }));
  }
  tell(host.terminal, { link }, link);
  if (browser) await openInBrowser(link);
}

async function makeReport(host: CommandHost, file: string | undefined): Promise<void> {
  await withSnapshot(host, async ({ snapshot }) => {
    const hostInfo = { ...aboutProgram(), kind: 'command' as const };
    // what went wrong lately is in the log of the service
    const content = supportReport({ snapshot, activity: undefined, hostInfo, now: Date.now() });
    await writeOut(host.terminal, { report: content }, { content, file, what: 'The report' });
  });
}
