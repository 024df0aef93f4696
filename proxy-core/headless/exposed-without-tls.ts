import { isLoopbackHost } from '#contract/endpoints.ts';
import type { Listeners } from '#contract/settings.ts';

/**
 * The addresses on which nothing would listen: they are to be reached from elsewhere, where passwords are not
 * taken without TLS, and no TLS port is on.
 */
export function exposedWithoutTls(listeners: Listeners): string[] {
  const tls = [listeners.imaps, listeners.pops, listeners.smtps].some((port) => port !== 'off');
  return tls ? [] : listeners.addresses.filter((address) => !isLoopbackHost(address));
}
