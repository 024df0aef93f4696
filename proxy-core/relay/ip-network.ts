import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import { isLoopbackHost } from '#contract/endpoints.ts';

/** An address in one form: an IPv4 address in IPv6's (RFC 4291 section 2.5.5.2) is the IPv4 address. */
export function unmapped(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/**
 * Whose an address is: an IPv4 address is one host's, but an
 * IPv6 host has any number of them in its network, which is the first 64 bits (section 2.5.4).
 * @returns an IPv4 address, `::1`, or a network such as `2001:db8:0:1::/64`
 */
export function ipNetwork(address: string): string {
  const plain = unmapped(address).replace(/%.*$/, '');
  if (!isIPv6(plain) || isLoopbackHost(plain)) return plain;
  const groups = octetsOf(plain).slice(0, 8);
  const hex = Buffer.from(groups).toString('hex').match(/.{4}/g) ?? [];
  return `${shortest(`${hex.join(':')}::`)}/64`;
}

/** An IPv6 address in its shortest form (RFC 5952): without a dotted part, too. */
export function shortest(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** The octets of an address. */
export function octetsOf(address: string): number[] {
  if (isIPv4(address)) return address.split('.').map(Number);
  const [head = [], tail = []] = shortest(address)
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const gap = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...gap, ...tail].flatMap((group) => [
    Number.parseInt(group, 16) >> 8,
    Number.parseInt(group, 16) & 0xff,
  ]);
}

/**
 * Who counts as one where wrong passwords are counted: the network of an address; of this machine all, as its programs
 * can come from any address of 127.0.0.0/8.
 */
export function peerOf(address: string): string {
  const network = ipNetwork(address);
  return isLoopbackHost(network) ? 'loopback' : network;
}

/** Says of an address whether it is in one of these networks; an IPv4 address in the form of IPv6 is the same one. */
export function peersIn(networks: readonly string[]): (peer: string) => boolean {
  if (networks.length === 0) return () => false;
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (peer) => {
    // without the zone of a link-local address
    const [plain = ''] = peer.split('%');
    const address = unmapped(plain);
    // of a connection that has already gone nothing is known
    return isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  };
}
