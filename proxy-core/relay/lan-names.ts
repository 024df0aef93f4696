import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import os from 'node:os';
import { isLoopbackHost, isWildcard } from '#contract/endpoints.ts';
import { ipNetwork, octetsOf, shortest } from './ip-network.ts';

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
  const everywhere = outer.some(isWildcard);
  const addresses = everywhere ? [...outer, ...addressesOf(machine)] : outer;
  const names = [...hostNames(machine.hostName), ...addresses.map(canonical)];
  return [...new Set(names)].filter((name) => name !== '' && name !== 'localhost' && !isWildcard(name));
}

function hostNames(hostName: string): string[] {
  const name = canonical(hostName);
  const [label = ''] = name.split('.');
  // a name that is really an address has no `.local`
  return name === '' || isIP(name) !== 0 || label === 'localhost' ? [] : [name, `${label}.local`];
}

/** IPv4 first. Link-local ones are left out: they name an interface, and nobody enters them. */
function addressesOf({ interfaces }: Machine): string[] {
  const found = Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => canonical(address))
    .filter((address) => !/^(169\.254\.|fe[89ab][0-9a-f]:)/.test(address));
  return found.toSorted((a, b) => isIP(a) - isIP(b));
}

/** Small letters, addresses in their shortest form (RFC 5952); an empty text for what is neither name nor address. */
function canonical(text: string): string {
  const name = text.toLowerCase().replace(/%.*$/, '').replace(/\.$/, '');
  if (isIPv6(name)) return shortest(name);
  if (isIPv4(name)) return name;
  return /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/.test(
    name,
  )
    ? name
    : '';
}

/** RFC 1122, 1918, 3927, 4193, 4291 and 6598: loopback, and what is routed nowhere outside of one's own network. */
const privateRanges = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '100.64.0.0/10',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
];

/**
 * What the authority of this installation may sign for: this computer's names, loopback and private addresses, and its
 * own public ones. Of public IPv6 it is their network, as the address itself changes each day (RFC 8981).
 * @param names - host names and addresses of this computer
 * @returns host names, and ranges as 'address/bits'
 */
export function signableNames(names: readonly string[]): string[] {
  const [addresses, hosts] = [
    names.filter((name) => isIP(name) !== 0),
    names.filter((name) => isIP(name) === 0),
  ];
  const within = addresses.filter((address) => isSignable(address, privateRanges));
  const own = addresses
    .filter((address) => !within.includes(address))
    .map((address) => (isIPv4(address) ? `${address}/32` : ipNetwork(address)));
  return [...new Set(['localhost', ...hosts, ...privateRanges, ...own])];
}

/** Whether the authority may sign for the host name or address (RFC 5280 section 4.2.1.10). */
export function isSignable(name: string, signable: readonly string[]): boolean {
  if (isIP(name) === 0) return signable.some((host) => name === host || name.endsWith(`.${host}`));
  const list = new BlockList();
  for (const range of signable.map(rangeOf)) {
    if (range !== undefined) list.addSubnet(range.address, range.bits, range.family);
  }
  return list.check(name, familyOf(name));
}

/** A name constraint's range: the octets of the address, and of its mask behind them. Undefined for a host name. */
export function rangeOctets(text: string): Buffer | undefined {
  const range = rangeOf(text);
  if (range === undefined) return undefined;
  const address = octetsOf(range.address);
  const mask = address.map((_, at) => (0xff00 >> Math.min(8, Math.max(0, range.bits - 8 * at))) & 0xff);
  return Buffer.from([...address.map((octet, at) => octet & (mask[at] ?? 0)), ...mask]);
}

function rangeOf(
  text: string,
): { readonly address: string; readonly bits: number; readonly family: 'ipv4' | 'ipv6' } | undefined {
  const [address = '', bits] = text.split('/');
  return bits === undefined || isIP(address) === 0
    ? undefined
    : { address, bits: Number(bits), family: familyOf(address) };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}
