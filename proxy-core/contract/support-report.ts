import { inEnglish } from '#messages/format.ts';
import type { ActivityEntry } from './activity.ts';
import type { HostInfo } from './commands/host.ts';
import type { Snapshot, AccountView, ClientView } from './views.ts';

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
    ...(problem === undefined
      ? []
      : [`Problem: ${problem.code}: ${redactor.text(inEnglish(problem.message))}`]),
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
        ...(trouble === undefined
          ? []
          : [`    ${trouble.code}: ${redactor.text(inEnglish(trouble.message))}`]),
      ];
    }),
    ...(activity === undefined ? [] : ['', 'Last troubles']),
    ...(activity ?? [])
      .filter(({ level }) => level === 'warning')
      .slice(-troubles)
      .map(
        (entry) =>
          `  ${new Date(entry.at).toISOString()} ${entry.kind}${entry.protocol === undefined ? '' : ` ${entry.protocol}`}: ${redactor.text(inEnglish(entry.text))}`,
      ),
  ];
  return `${lines.join('\n')}\n`;
}

function ends(days: number | undefined): string {
  return days === undefined ? '' : ` (ends in ${String(days)} days)`;
}

const address = /[^\s@<>"'(),;:]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?/gu;
const ipv4 = /\b(?!127\.)(?:\d{1,3}\.){3}\d{1,3}\b/g;
const ipv6 =
  /(?<![\w:])(?!::1(?![\w:]))(?=[\da-f:]*:[\da-f:]*:)(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/giu;
const guid = /\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b/gi;

/**
 * Texts for others to read: accounts and OAuth clients are numbered instead of named, and addresses of people and of
 * other machines are blotted out. Secrets were never in what a screen knows.
 */
export class Redactor {
  readonly #names = new Map<string, string>();
  readonly #accounts = new Map<string, string>();

  constructor(known: { readonly accounts: readonly AccountView[]; readonly clients: readonly ClientView[] }) {
    known.accounts.forEach((account, index) => {
      const name = `account ${String(index + 1)}`;
      this.#accounts.set(account.id, name);
      for (const one of [account.address, account.identity, account.mailbox, account.smtpUser])
        if (one !== undefined && !this.#names.has(one)) this.#names.set(one, name);
    });
    known.clients.forEach((client, index) => {
      this.#names.set(client.name, `client ${String(index + 1)}`);
      if (client.tenant !== undefined) this.#names.set(client.tenant, '[tenant]');
      this.#names.set(client.clientId, '[client id]');
    });
    // a long name first: it may hold a short one
    this.#names = new Map([...this.#names].toSorted(([a], [b]) => b.length - a.length));
  }

  account(id: string | undefined): string | undefined {
    return id === undefined ? undefined : (this.#accounts.get(id) ?? 'a removed account');
  }

  text(text: string): string {
    let clean = text;
    for (const [name, blot] of this.#names) if (name.length > 2) clean = clean.replaceAll(name, blot);
    return clean
      .replaceAll(address, '[address]')
      .replaceAll(ipv4, '[machine]')
      .replaceAll(ipv6, '[machine]')
      .replaceAll(guid, '[id]');
  }

  /** A line of activity; who connected is left out where it was another machine. */
  entry(entry: ActivityEntry): object {
    const { accountId, text, peer, details, ...rest } = entry;
    const account = this.account(accountId);
    return {
      ...rest,
      at: new Date(entry.at).toISOString(),
      text: this.text(inEnglish(text)),
      ...(account === undefined ? {} : { account }),
      ...(peer === undefined ? {} : { peer: this.text(peer) }),
      ...(details === undefined
        ? {}
        : {
            details: Object.fromEntries(
              Object.entries(details).map(([name, value]) => [
                name,
                typeof value === 'string'
                  ? this.text(value)
                  : typeof value === 'object'
                    ? this.text(inEnglish(value))
                    : value,
              ]),
            ),
          }),
    };
  }
}
