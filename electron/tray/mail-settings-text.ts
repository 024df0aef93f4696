import { endpointOf, protocolName } from '#contract/endpoints.ts';
import type { AccountView, ListenerView } from '#contract/views.ts';
import type { Texts } from '../localizer.ts';

/** What to enter in a mail program, as lines of text. Holds no password. */
export function mailSettingsText(
  account: AccountView,
  listeners: readonly ListenerView[],
  texts: Texts,
): string {
  const endpoints = listeners.filter(({ addresses }) => addresses.length > 0).map(endpointOf);
  return [
    texts('settings-text.title', { address: account.address }),
    ...endpoints.map(({ protocol, host, port, security }) =>
      texts('settings-text.line', {
        protocol: protocolName[protocol],
        host,
        port,
        security: texts(`settings-text.security-${security}`),
      }),
    ),
    texts('settings-text.user', { address: account.address }),
    texts(`settings-text.password-${account.passwordMode}`),
    '',
  ].join('\n');
}
