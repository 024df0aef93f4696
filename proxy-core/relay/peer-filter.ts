import { BlockList, isIP, isIPv6 } from 'node:net';
import { unmapped } from './ip-network.ts';

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
