import { BlockList, isIP, isIPv4 } from 'node:net';

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
    .map((address) => (isIPv4(address) ? `${address}/32` : `${networkOf(address)}/64`));
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

/** The first half of an IPv6 address, with nothing behind it. */
function networkOf(address: string): string {
  const octets = octetsOf(address);
  const groups = [0, 2, 4, 6].map((at) => (((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0)).toString(16));
  return new URL(`http://[${groups.join(':')}::]`).hostname.slice(1, -1);
}

function octetsOf(address: string): number[] {
  if (isIPv4(address)) return address.split('.').map(Number);
  // in its shortest form there is no dotted part (RFC 5952)
  const [before = '', behind = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [head, tail] = [before, behind].map((part) => part.split(':').filter((group) => group !== ''));
  const given = [head ?? [], tail ?? []];
  const gap = Array.from({ length: 8 - (given[0]?.length ?? 0) - (given[1]?.length ?? 0) }, () => '0');
  return [...(given[0] ?? []), ...gap, ...(given[1] ?? [])].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}
