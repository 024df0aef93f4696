import net from 'node:net';
import os from 'node:os';
import { isLoopbackHost } from '#contract/endpoints.ts';

/** What the system says of this machine. */
export interface Machine {
  readonly hostName: string;
  readonly interfaces: ReturnType<typeof os.networkInterfaces>;
}

/** This machine as it is now. */
export function thisMachine(): Machine {
  return { hostName: os.hostname(), interfaces: os.networkInterfaces() };
}

/**
 * The names under which other devices of the network reach this machine: its host name, the same under `.local`
 * (RFC 6762), and its addresses. None where nothing but loopback is listened on.
 * @param listening - the addresses that are listened on
 */
export function lanNames(machine: Machine, listening: readonly string[]): string[] {
  const outer = listening.filter((address) => !isLoopbackHost(address));
  if (outer.length === 0) return [];
  const everywhere = outer.some((address) => address === '0.0.0.0' || address === '::');
  const addresses = everywhere ? [...outer, ...addressesOf(machine)] : outer;
  const names = [...hostNames(machine.hostName), ...addresses.map(canonical)];
  return [...new Set(names)].filter(
    (name) => name !== '' && name !== 'localhost' && name !== '0.0.0.0' && name !== '::',
  );
}

function hostNames(hostName: string): string[] {
  const name = canonical(hostName);
  const [label = ''] = name.split('.');
  // a name that is really an address has no `.local`
  return name === '' || net.isIP(name) !== 0 || label === 'localhost' ? [] : [name, `${label}.local`];
}

/** IPv4 first. Link-local ones are left out: they name an interface, and nobody enters them. */
function addressesOf({ interfaces }: Machine): string[] {
  const found = Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => canonical(address))
    .filter((address) => !/^(169\.254\.|fe[89ab][0-9a-f]:)/.test(address));
  return found.toSorted((a, b) => net.isIP(a) - net.isIP(b));
}

/** Small letters, addresses in their shortest form (RFC 5952); an empty text for what is neither name nor address. */
function canonical(text: string): string {
  const name = text.toLowerCase().replace(/%.*$/, '').replace(/\.$/, '');
  if (net.isIPv6(name)) return new URL(`http://[${name}]`).hostname.slice(1, -1);
  if (net.isIPv4(name)) return name;
  return /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/.test(
    name,
  )
    ? name
    : '';
}
