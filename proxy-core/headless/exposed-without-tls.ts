import type { Listeners } from '../accounts/settings.ts';
import { isLoopbackHost } from '../accounts/oauth-client.ts';

/**
 * The addresses on which nothing would listen: they are to be reached from elsewhere, where passwords are not
 * taken without TLS, and no TLS port is on.
 */
export function exposedWithoutTls(listeners: Listeners): string[] {
  const tls = [listeners.imaps, listeners.pops, listeners.smtps].some((port) => port !== 'off');
  return tls ? [] : listeners.addresses.filter((address) => !isLoopbackHost(address));
}
