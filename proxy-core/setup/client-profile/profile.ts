import type { ProviderId } from '#contract/providers/presets.ts';
import type { CommandOutput } from '#contract/commands.ts';
import { msg } from '#messages/message.ts';
import {
  endpointFor,
  endpointFromElsewhere,
  endpointOf,
  localPorts,
  protocolName,
  protocols,
  type MailEndpoint,
  type OpenPort,
  type Protocol,
} from '#contract/endpoints.ts';
import type { Listeners } from '#contract/settings.ts';
import { SetupError } from '../setup-error.ts';

/** What every profile is made from. No password is among it. */
export interface ProfileSubject {
  /** Stable: the same profile made again replaces the one before. */
  readonly accountId: string;
  /** What to type as the user name: the account's address. */
  readonly login: string;
  /** The address that mail is written from: the mailbox that the account opens. */
  readonly address: string;
  readonly provider: ProviderId;
  readonly endpoints: MailEndpoints;
  /** The local certificate authority (PEM), where a TLS port is open. */
  readonly authority: string | undefined;
}

/** A profile for one mail program. */
export type Profile = CommandOutput<'client-profile'>;

/** A profile of these lines. */
export function profileOf(fileName: string, mediaType: string, ...lines: readonly string[]): Profile {
  return { fileName, mediaType, content: `${lines.join('\n')}\n` };
}

/** What the authority's file is called where a configuration names it. */
export const authorityFileName = 'mailwicket-ca.pem';

/** What a file is called: only characters that every system takes in a name. */
export function fileNameFor(address: string, ending: string): string {
  const plain = address.normalize('NFKD').replace(/[^A-Za-z0-9.@_-]+/g, '');
  return `${plain.replace(/^[.-]+/, '').slice(0, 100) || 'mailwicket'}${ending}`;
}

/** The ports that the settings ask for, where no service runs that could be asked. */
export function portsOfSettings(listeners: Listeners): OpenPort[] {
  return localPorts.flatMap(({ key, protocol, implicitTls }) => {
    const port = listeners[key];
    return port === 'off' || port === 0
      ? []
      : [{ protocol, implicitTls, port, addresses: listeners.addresses }];
  });
}

/** The ports that are open; those of the settings where this core serves nobody itself. */
export function openPorts(open: readonly OpenPort[], listeners: Listeners): readonly OpenPort[] {
  return open.length > 0 ? open : portsOfSettings(listeners);
}

/** Which of several endpoints of a protocol a program does best with. */
type Preference = 'plain-first' | 'tls-first';

/** The endpoints that a profile may name: of the protocols that the account has, through the ports that are open. */
export class MailEndpoints {
  readonly #ports: readonly OpenPort[];
  readonly #protocols: readonly Protocol[];

  constructor(ports: readonly OpenPort[], served: readonly Protocol[]) {
    this.#ports = ports.filter(
      ({ protocol, addresses }) => addresses.length > 0 && served.includes(protocol),
    );
    this.#protocols = served;
  }

  /** Every endpoint, plain and TLS: for the table that a person reads. */
  all(): MailEndpoint[] {
    return this.#ports
      .map((port) => endpointOf(port))
      .toSorted(
        (a, b) =>
          protocols.indexOf(a.protocol) - protocols.indexOf(b.protocol) ||
          a.security.localeCompare(b.security),
      );
  }

  of(protocol: Protocol, preference: Preference): MailEndpoint | undefined {
    return endpointFor(this.#ports, protocol, preference);
  }

  /** The same where the program is of no use without. @throws SetupError - no-port */
  need(protocol: Protocol, preference: Preference): MailEndpoint {
    const endpoint = this.of(protocol, preference);
    if (endpoint !== undefined) return endpoint;
    const name = protocolName[protocol];
    throw this.#protocols.includes(protocol)
      ? new SetupError(
          'no-port',
          msg('setup.noPortOpen', { protocol: name }),
          msg('setup.switchPortSettings', { protocol: name }),
        )
      : new SetupError(
          'no-port',
          msg('setup.accountNoServer', { protocol: name }),
          msg('setup.enterServerAccountsOauthClient', { protocol: name }),
        );
  }

  /** IMAP, or else POP. @throws SetupError - no-port */
  needIncoming(preference: Preference): MailEndpoint {
    return this.of('imap', preference) ?? this.of('pop', preference) ?? this.need('imap', preference);
  }

  /** The TLS port of a protocol that other devices of the network reach. */
  fromElsewhere(protocol: Protocol): ReturnType<typeof endpointFromElsewhere> {
    return endpointFromElsewhere(this.#ports, protocol);
  }
}
