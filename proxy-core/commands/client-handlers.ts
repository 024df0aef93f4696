import { msg, sentences } from '#messages/message.ts';
import { randomUUID } from 'node:crypto';
import { addClient, changeChecklist, removeClient, replaceClient } from '#core/accounts/settings-changes.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import type { CommandOutput } from '#contract/commands.ts';
import { oauthClientSchema, type OAuthClient } from '#contract/oauth-client.ts';
import {
  forgetTokensOf,
  keepWith,
  settleCredential,
  tokenOnTrial,
  waiting,
  withoutCredential,
} from './client-credential.ts';
import {
  appOnlyClientOf,
  clientOf,
  noteChange,
  ownClientOf,
  type CommandDeps,
  type Handlers,
} from './deps.ts';
import { readTokenClaims } from '#core/diagnosis/token-claims.ts';
import { discoverProvider } from '#core/oauth/discovery.ts';
import { consentUrl, sendingConsentUrl } from '#core/oauth/admin-consents.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';

export function clientHandlers(
  deps: CommandDeps,
): Handlers<'client-add' | 'client-update' | 'client-remove'> {
  return {
    async 'client-add'({ credential: given, ...fields }) {
      await deps.ready();
      const { credential, credentialFields } = await settleCredential(given, fields, deps.clock);
      const client: OAuthClient = {
        ...withoutCredential({ ...fields, id: randomUUID(), credential: 'none' }),
        ...credentialFields,
      };
      resolveClient(client);
      // the secret first: a client without its secret would be a broken one
      await deps.credentials.keep(client.id, credential);
      try {
        await deps.update((settings) => addClient(settings, client));
      } catch (error) {
        await deps.credentials.forget(client.id);
        throw error;
      }
      noteChange(deps, msg('activity.oauthClientAdded', { name: client.name }));
      return { id: client.id };
    },
    async 'client-update'({ client: reference, change, clear = [], credential: given }) {
      const present = await ownClientOf(deps, reference);
      const kept = Object.fromEntries(
        Object.entries(present).filter(([name]) => !clear.some((one) => one === name)),
      );
      const fields = oauthClientSchema.parse({ ...kept, ...change });
      const { credentialExpires } = change;
      const settled = given && (await settleCredential(given, { ...fields, credentialExpires }, deps.clock));
      const replaced =
        settled === undefined ? fields : { ...withoutCredential(fields), ...settled.credentialFields };
      resolveClient(replaced);
      // the provider does not know one that was just made: the present credential is used until it does
      const next =
        given?.kind === 'new-certificate' && (await deps.credentials.read(present.id)) !== undefined
          ? settled
          : undefined;
      const changed = next === undefined ? replaced : { ...fields, nextCertificate: waiting(next) };
      resolveClient(changed);
      const inPlace = next === undefined ? settled : undefined;
      const accepted = inPlace === undefined ? {} : { credentialAcceptedAt: undefined };
      const { id } = present;
      const update = (): Promise<unknown> =>
        deps.update((settings) => changeChecklist(replaceClient(settings, changed), id, accepted));
      const updateNext = (): Promise<unknown> =>
        keepWith(deps.credentials, id, next?.credential, update, 'next-credential');
      if (settled === undefined) await update();
      else if (inPlace === undefined) await updateNext();
      else await keepWith(deps.credentials, id, inPlace.credential, updateNext);
      // the settings do not tell one secret from another
      if (inPlace !== undefined) forgetTokensOf(deps, id);
      noteChange(deps, msg('activity.oauthClientChanged', { name: changed.name }));
    },
    async 'client-remove'({ client: reference }) {
      const { id, name } = await ownClientOf(deps, reference);
      deps.checks.mailboxes.stop(id);
      await deps.update((settings) => removeClient(settings, id));
      await deps.credentials.forget(id);
      noteChange(deps, msg('activity.oauthClientRemoved', { name }));
    },
  };
}

/** The commands that ask a provider before there is an account. */
export function clientTestHandlers(deps: CommandDeps): Handlers<'client-test' | 'provider-discover'> {
  return {
    async 'provider-discover'({ issuer }) {
      return discoverProvider(issuer, { fetch: deps.fetch, clock: deps.clock });
    },
    async 'client-test'({ client: reference }) {
      const wanted = await appOnlyClientOf(deps, reference);
      const { client, credential } = await deps.credentials.provenClient(wanted);
      const began = deps.clock.now();
      const token = await tokenOnTrial(deps, wanted, { client, credential });
      const { permissions, audience } = readTokenClaims(token.value);
      const at = new Date(deps.clock.now()).toISOString();
      await deps.update((settings) => changeChecklist(settings, wanted.id, { credentialAcceptedAt: at }));
      return {
        milliseconds: deps.clock.now() - began,
        lifetime: token.expiresAt - token.obtainedAt,
        permissions,
        audience,
      };
    },
  };
}

/** Waits for an administrator's consent, and notes how it went. */
async function askForConsent(
  deps: CommandDeps,
  client: OAuthClient,
  how: Parameters<CommandDeps['consents']['ask']>[1],
): Promise<CommandOutput<'admin-consent'>> {
  try {
    const { tenant, scope } = await deps.consents.ask(client, how);
    deps.activity.note({
      kind: 'sign-in',
      text:
        tenant === undefined
          ? msg('activity.consentGiven', { name: client.name })
          : msg('activity.consentGivenOf', { name: client.name, tenant }),
    });
    const at = new Date(deps.clock.now()).toISOString();
    await deps.update((settings) => changeChecklist(settings, client.id, { consent: { at, tenant } }));
    // what was refused for want of the consent may go now
    forgetTokensOf(deps, client.id);
    return { granted: true, tenant, scope };
  } catch (error) {
    if (error instanceof OAuthError && error.code !== 'cancelled') {
      deps.activity.note({ kind: 'sign-in', level: 'warning', text: sentences(error.text, error.fix) });
    }
    throw error;
  }
}

/** Goes on with the consents that other nodes of the store have begun to wait for. */
export function followConsents(deps: CommandDeps): void {
  deps.consents.attempts.follow((clientId, followed) => {
    const client = deps.settings().clients.find(({ id }) => id === clientId);
    // the node that began it says why not, and so does the activity here
    const work =
      client === undefined ? followed.close() : askForConsent(deps, client, { open: false, followed });
    work.catch(() => undefined);
  });
}

export function consentHandlers(
  deps: CommandDeps,
): Handlers<'admin-consent' | 'admin-consent-url' | 'admin-consent-cancel'> {
  return {
    async 'admin-consent'({ client, open, language }) {
      return askForConsent(deps, await clientOf(deps, client), { open, language });
    },
    async 'admin-consent-url'({ client: reference }) {
      const client = await clientOf(deps, reference);
      return { ...consentUrl(client), sending: sendingConsentUrl(client) };
    },
    async 'admin-consent-cancel'({ client: reference }) {
      deps.consents.attempts.cancel((await clientOf(deps, reference)).id);
    },
  };
}
