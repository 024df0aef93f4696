import { msg, sentences } from '#messages/message.ts';
import { findClient } from '#core/accounts/settings-changes.ts';
import { consentUrl } from '#core/oauth/admin-consents.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import type { CommandDeps, Handlers } from './deps.ts';

/** The commands about an administrator's consent. */
export function consentHandlers(
  deps: CommandDeps,
): Handlers<'admin-consent' | 'admin-consent-url' | 'admin-consent-cancel'> {
  return {
    async 'admin-consent'({ client: reference, open }) {
      await deps.ready();
      const client = findClient(deps.settings(), reference);
      try {
        const { tenant, scope } = await deps.consents.ask(client, { open });
        deps.activity.note({
          kind: 'sign-in',
          trouble: false,
          text:
            tenant === undefined
              ? msg('activity.consentGiven', { name: client.name })
              : msg('activity.consentGivenOf', { name: client.name, tenant }),
        });
        // what was refused for want of the consent may go now
        for (const account of deps.settings().accounts) {
          if (account.clientId === client.id) deps.tokens.forget(account.id);
        }
        return {
          granted: true as const,
          tenant,
          scope,
        };
      } catch (error) {
        if (error instanceof OAuthError && error.code !== 'cancelled') {
          deps.activity.note({ kind: 'sign-in', trouble: true, text: sentences(error.text, error.fix) });
        }
        throw error;
      }
    },
    async 'admin-consent-url'({ client: reference }) {
      await deps.ready();
      return consentUrl(findClient(deps.settings(), reference));
    },
    async 'admin-consent-cancel'({ client: reference }) {
      await deps.ready();
      deps.consents.cancel(findClient(deps.settings(), reference).id);
      return {};
    },
  };
}
