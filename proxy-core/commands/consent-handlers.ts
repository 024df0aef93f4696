import { findClient } from '../accounts/settings-changes.ts';
import { consentUrl } from '../oauth/admin-consents.ts';
import { OAuthError } from '../oauth/oauth-error.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

/** The commands about an administrator's consent. */
export function consentHandlers(
  room: CommandRoom,
): Handlers<'admin-consent' | 'admin-consent-url' | 'admin-consent-cancel'> {
  return {
    async 'admin-consent'({ client: reference, open }) {
      await room.ready();
      const client = findClient(room.settings(), reference);
      try {
        const { tenant, scope } = await room.consents.ask(client, { open });
        room.activity.note({
          kind: 'sign-in',
          trouble: false,
          text: `An administrator${tenant === undefined ? '' : ` of the organization ${tenant}`} has consented to ${client.name}.`,
        });
        // what was refused for want of the consent may go now
        for (const account of room.settings().accounts) {
          if (account.clientId === client.id) room.tokens.forget(account.id);
        }
        return {
          granted: true as const,
          ...(tenant === undefined ? {} : { tenant }),
          ...(scope === undefined ? {} : { scope }),
        };
      } catch (error) {
        if (error instanceof OAuthError && error.code !== 'cancelled') {
          room.activity.note({ kind: 'sign-in', trouble: true, text: `${error.message} ${error.fix}` });
        }
        throw error;
      }
    },
    async 'admin-consent-url'({ client: reference }) {
      await room.ready();
      return consentUrl(findClient(room.settings(), reference));
    },
    async 'admin-consent-cancel'({ client: reference }) {
      await room.ready();
      room.consents.cancel(findClient(room.settings(), reference).id);
      return {};
    },
  };
}
