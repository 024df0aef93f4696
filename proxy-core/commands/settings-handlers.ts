import { listenersSchema } from '../accounts/settings.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

/** The command about the settings themselves. */
export function settingsHandlers(room: CommandRoom): Handlers<'settings-set'> {
  return {
    async 'settings-set'({ listeners, extraCertificateAuthorities }) {
      await room.ready();
      await room.update((settings) => ({
        ...settings,
        ...(extraCertificateAuthorities === undefined ? {} : { extraCertificateAuthorities }),
        listeners: listenersSchema.parse({ ...settings.listeners, ...listeners }),
      }));
      return {};
    },
  };
}
