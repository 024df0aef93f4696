import { BlockList, isIP, isIPv6 } from 'node:net';

/** Whether an address is in one of these networks; an IPv4 address in the form of IPv6 is the same one. */
export function isAmong(networks: readonly string[], peer: string): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  // without the zone of a link-local address
  const [plain = ''] = peer.split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  const address = mapped ?? plain;
  // of a connection that has already gone nothing is known
  return isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
