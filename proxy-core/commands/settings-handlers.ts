import { listenersSchema } from '../accounts/settings.ts';
import { parseNetworkProxy } from '../network/network-proxy.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

/** The command about the settings themselves. */
export function settingsHandlers(room: CommandRoom): Handlers<'settings-set'> {
  return {
    async 'settings-set'({ listeners, extraCertificateAuthorities, networkProxy }) {
      await room.ready();
      if (networkProxy !== undefined && networkProxy !== '') parseNetworkProxy(networkProxy, 'the settings');
      await room.update((settings) => ({
        ...settings,
        ...(extraCertificateAuthorities === undefined ? {} : { extraCertificateAuthorities }),
        ...(networkProxy === undefined ? {} : { networkProxy: networkProxy === '' ? undefined : networkProxy }),
        listeners: listenersSchema.parse({ ...settings.listeners, ...listeners }),
      }));
      return {};
    },
  };
}
