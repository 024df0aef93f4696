import type { HostInfo } from './commands/host.ts';
import { Redactor } from './redactor.ts';
import type { Snapshot, ActivityEntry } from './views.ts';

/** A host of the screens, or the command. */
type ReportHost = Pick<HostInfo, 'version' | 'platform'> & {
  readonly kind: HostInfo['kind'] | 'command';
  readonly secretsKept?: boolean | undefined;
};

/** So many of the last troubles are told. */
const troubles = 50;

/**
 * What somebody who helps needs to know, as text: versions, ports, states, the last troubles. Nobody's address or
 * name is in it, and nothing secret. It is in English, as whoever reads it may be anywhere.
 */
export function supportReport(about: {
  readonly snapshot: Snapshot;
  /** Left out by who has not seen it. */
  readonly activity: readonly ActivityEntry[] | undefined;
  /** Who makes it. */
  readonly hostInfo: ReportHost | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}): string {
  const { snapshot, activity, hostInfo, now } = about;
  const { accounts, clients, listeners, settings, problem } = snapshot;
  const redactor = new Redactor(snapshot);
  const lines = [
    `Mailwicket ${hostInfo?.version ?? 'of an unknown version'}, ${hostInfo?.kind ?? 'unknown host'} on ${hostInfo?.platform ?? 'an unknown system'}`,
    `Made ${new Date(now).toISOString()}`,
    ...(hostInfo?.secretsKept === false ? ['Secrets are kept in memory only'] : []),
    ...(problem === undefined ? [] : [`Problem: ${problem.code}: ${redactor.message(problem.message)}`]),
    '',
    'Ports',
    ...listeners.map(
      ({ protocol, implicitTls, port, addresses, problem: trouble }) =>
        `  ${protocol}${implicitTls ? ' with TLS' : ''} ${String(port)} on ${redactor.text(addresses.join(', '))}${trouble === undefined ? '' : ` – ${trouble.code}`}`,
    ),
    ...(settings === undefined
      ? []
      : [
          `Network proxy: ${settings.networkProxy === undefined ? 'none' : 'set'}`,
          `Further certificate authorities: ${String(settings.extraCertificateAuthorities.length)}`,
          `Chosen at the start: ${settings.chosenAtStart.join(', ') || 'nothing'}`,
        ]),
    '',
    'OAuth clients',
    ...clients.map(
      (client, index) =>
        `  client ${String(index + 1)}: ${client.provider}${client.cloud === undefined ? '' : ` (${client.cloud})`}, ${client.grant}, ${client.credential}${ends(client.credentialExpiresInDays)}, used by ${String(client.usedBy)}`,
    ),
    '',
    'Accounts',
    ...accounts.flatMap((account, index) => {
      const { problem: trouble, token, sessions } = account;
      const number = clients.findIndex(({ id }) => id === account.clientId) + 1;
      return [
        `  account ${String(index + 1)}: ${account.state}, client ${String(number)}, ${account.passwordMode}, passwords ${String(account.passwords.length)}, sessions ${String(sessions.imap)}/${String(sessions.pop)}/${String(sessions.smtp)}${token === undefined ? '' : `, token ends ${new Date(token.expiresAt).toISOString()}`}`,
        ...(trouble === undefined ? [] : [`    ${trouble.code}: ${redactor.message(trouble.message)}`]),
      ];
    }),
    ...(activity === undefined ? [] : ['', 'Last troubles']),
    ...(activity ?? [])
      .filter(({ level }) => level === 'warning')
      .slice(-troubles)
      .map(
        (entry) =>
          `  ${new Date(entry.at).toISOString()} ${entry.kind}${entry.protocol === undefined ? '' : ` ${entry.protocol}`}: ${redactor.message(entry.text)}`,
      ),
  ];
  return `${lines.join('\n')}\n`;
}

function ends(days: number | undefined): string {
  if (days === undefined) return '';
  return days <= 0 ? ' (has ended)' : ` (ends in ${String(days)} days)`;
}
