import { isIP } from 'node:net';
import { protocolName, protocols, type Protocol } from '../../accounts/protocol.ts';
import type { Listeners } from '../../accounts/settings.ts';
import { SetupError } from '../setup-error.ts';

/** A port that stands open, or is to. */
export interface OpenPort {
  readonly protocol: Protocol;
  readonly implicitTls: boolean;
  readonly port: number;
  readonly addresses: readonly string[];
}

/** Where a mail program finds one protocol. */
export interface Door {
  readonly protocol: Protocol;
  readonly host: string;
  readonly port: number;
  readonly security: 'none' | 'tls';
}

/** The ports that the settings ask for, where no service runs that could be asked. */
export function portsOfSettings(listeners: Listeners): OpenPort[] {
  const tlsKey = { imap: 'imaps', pop: 'pops', smtp: 'smtps' } as const;
  const ports: OpenPort[] = [];
  for (const protocol of protocols) {
    for (const implicitTls of [false, true]) {
      const port = listeners[implicitTls ? tlsKey[protocol] : protocol];
      if (port === 'off' || port === 0) continue;
      ports.push({ protocol, implicitTls, port, addresses: listeners.addresses });
    }
  }
  return ports;
}

/** Which of several doors of a protocol a program does best with. */
export type Preference = 'plain-first' | 'tls-first' | 'tls-from-elsewhere';

/** The doors that a profile may name: of the protocols that the account has, through the ports that are open. */
export class Doors {
  readonly #ports: readonly OpenPort[];
  readonly #protocols: readonly Protocol[];

  constructor(ports: readonly OpenPort[], served: readonly Protocol[]) {
    this.#ports = ports.filter(({ addresses }) => addresses.length > 0);
    this.#protocols = served;
  }

  /** Every door, plain and TLS: for the table that a person reads. */
  all(): Door[] {
    return this.#ports
      .filter(({ protocol }) => this.#protocols.includes(protocol))
      .map((port) => doorOf(port))
      .toSorted(
        (a, b) =>
          protocols.indexOf(a.protocol) - protocols.indexOf(b.protocol) ||
          a.security.localeCompare(b.security),
      );
  }

  /** The door for a protocol, or undefined. */
  of(protocol: Protocol, preference: Preference): Door | undefined {
    if (!this.#protocols.includes(protocol)) return undefined;
    const ports = this.#ports.filter((port) => port.protocol === protocol);
    const plain = ports.find((port) => !port.implicitTls);
    const tls = ports.find((port) => port.implicitTls);
    const chosen = preference === 'plain-first' ? (plain ?? tls) : (tls ?? plain);
    return chosen === undefined ? undefined : doorOf(chosen);
  }

  /** The same where the program is of no use without. @throws SetupError - no-port */
  need(protocol: Protocol, preference: Preference): Door {
    const door = this.of(protocol, preference);
    if (door !== undefined) return door;
    const name = protocolName[protocol];
    throw this.#protocols.includes(protocol)
      ? new SetupError(
          'no-port',
          `No port for ${name} is open.`,
          `Switch the ${name} port on in the settings.`,
        )
      : new SetupError(
          'no-port',
          `The account has no ${name} server.`,
          `Enter the ${name} server in the account’s OAuth client, or choose another program.`,
        );
  }

  /** IMAP, or else POP. @throws SetupError - no-port */
  needIncoming(preference: Preference): Door {
    return this.of('imap', preference) ?? this.of('pop', preference) ?? this.need('imap', preference);
  }

  /** The TLS port of a protocol that other devices of the network reach. */
  fromElsewhere(protocol: Protocol): (Door & { readonly everywhere: boolean }) | undefined {
    if (!this.#protocols.includes(protocol)) return undefined;
    for (const port of this.#ports) {
      if (port.protocol !== protocol || !port.implicitTls) continue;
      const address = port.addresses.find((one) => !isLoopbackAddress(one));
      if (address === undefined) continue;
      const everywhere = isWildcard(address);
      return { protocol, host: everywhere ? '' : address, port: port.port, security: 'tls', everywhere };
    }
    return undefined;
  }
}

function doorOf({ protocol, implicitTls, port, addresses }: OpenPort): Door {
  return { protocol, port, host: hostOf(addresses, implicitTls), security: implicitTls ? 'tls' : 'none' };
}

/**
 * The local certificate is for localhost, 127.0.0.1 and ::1; not every TLS library compares addresses, so there the
 * name is used. Without TLS the address, so that no name needs to be looked up.
 */
function hostOf(addresses: readonly string[], tls: boolean): string {
  if (
    addresses.some((address) => address === '127.0.0.1' || address === 'localhost' || isWildcard(address))
  ) {
    return tls ? 'localhost' : '127.0.0.1';
  }
  if (addresses.includes('::1')) return tls ? 'localhost' : '::1';
  return addresses[0] ?? '127.0.0.1';
}

function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

function isLoopbackAddress(address: string): boolean {
  return address === 'localhost' || address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}
