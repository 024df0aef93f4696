import { protocolName } from '../../proxy-core/accounts/protocol.ts';
import type { AccountView, ListenerView } from '../../proxy-core/contract.ts';
import type { Texts } from '../strings/texts.ts';

/** What to enter in a mail program, as lines of text. Holds no password. */
export function mailSettingsText(
  account: AccountView,
  listeners: readonly ListenerView[],
  texts: Texts,
): string {
  const open = listeners.filter((listener) => listener.addresses.length > 0);
  return [
    texts('settings-text.title', { address: account.address }),
    ...open.map((listener) =>
      texts('settings-text.line', {
        protocol: protocolName[listener.protocol],
        host: hostOf(listener.addresses),
        port: listener.port,
        security: texts(listener.implicitTls ? 'settings-text.security-tls' : 'settings-text.security-none'),
      }),
    ),
    texts('settings-text.user', { address: account.address }),
    texts(`settings-text.password-${account.passwordMode}`),
    '',
  ].join('\n');
}

/** Mail programs take an IPv4 address as it is; an IPv6 one is written differently in each. */
function hostOf(addresses: readonly string[]): string {
  if (addresses.includes('127.0.0.1')) return '127.0.0.1';
  return addresses.includes('::1') ? 'localhost' : (addresses[0] ?? 'localhost');
}
