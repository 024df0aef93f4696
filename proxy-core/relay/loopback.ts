import net from 'node:net';

/** Whether an address is this machine's own, which nobody else can reach. */
export function isLoopback(address: string): boolean {
  if (net.isIPv4(address)) return address.startsWith('127.');
  return address === '::1' || address === 'localhost';
}
