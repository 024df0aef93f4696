import { randomUUID } from 'node:crypto';
import { addClient, findClient, removeClient, replaceClient } from '../accounts/settings-changes.ts';
import { defaultsFor, resolveClient } from '../accounts/resolve-client.ts';
import { definedOnly } from '../defined-only.ts';
import { oauthClientSchema, type OAuthClient } from '../accounts/oauth-client.ts';
import { settleCredential, waiting, withoutCredential } from './client-credential.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

/** The commands about OAuth clients. */
export function clientHandlers(
  room: CommandRoom,
): Handlers<'client-add' | 'client-update' | 'client-remove' | 'client-defaults'> {
  return {
    'client-defaults'({ provider, grant, cloud, tenant }) {
      const defaults = defaultsFor({ provider, grant, cloud, tenant });
      const { grants, credentials, notes, scope, tenantNeeded } = defaults;
      const { authorizationUrl, tokenUrl, deviceUrl, redirectUri, tenant: usualTenant, servers } = defaults;
      return Promise.resolve({
        grants: [...grants],
        credentials: [...credentials],
        notes: [...notes],
        scope,
        tenantNeeded,
        servers,
        ...definedOnly({ authorizationUrl, tokenUrl, deviceUrl, redirectUri, tenant: usualTenant }),
      });
    },
    async 'client-add'({ credential: given, ...fields }) {
      await room.ready();
      const { credential, told } = await settleCredential(given, fields, room.clock);
      const client: OAuthClient = {
        ...withoutCredential({ ...fields, id: randomUUID(), credential: 'none' }),
        ...told,
      };
      resolveClient(client);
      // the secret first: a client without its secret would be a broken one
      await room.credentials.keep(client.id, credential);
      try {
        await room.update((settings) => addClient(settings, client));
      } catch (error) {
        await room.credentials.forget(client.id);
        throw error;
      }
      room.activity.note({
        kind: 'settings',
        trouble: false,
        text: `The OAuth client ${client.name} was added.`,
      });
      return { id: client.id };
    },
    async 'client-update'({ client: reference, change, clear = [], credential: given }) {
      await room.ready();
      const present = findClient(room.settings(), reference);
      const kept = Object.fromEntries(
        Object.entries(present).filter(([name]) => !clear.some((one) => one === name)),
      );
      const fields = oauthClientSchema.parse({ ...kept, ...change });
      const settled =
        given === undefined
          ? undefined
          : await settleCredential(
              given,
              { ...fields, credentialExpires: change.credentialExpires },
              room.clock,
            );
      const replaced = settled === undefined ? fields : { ...withoutCredential(fields), ...settled.told };
      resolveClient(replaced);
      // the provider does not know one that was just made: the present credential is used until it does
      const next =
        given?.kind === 'new-certificate' && (await room.credentials.read(present.id)) !== undefined
          ? settled
          : undefined;
      const changed = next === undefined ? replaced : { ...fields, nextCertificate: waiting(next) };
      resolveClient(changed);
      if (settled !== undefined) {
        if (next === undefined) await room.credentials.keep(present.id, settled.credential);
        await room.credentials.keepNext(present.id, next?.credential);
      }
      await room.update((settings) => replaceClient(settings, changed));
      room.activity.note({
        kind: 'settings',
        trouble: false,
        text: `The OAuth client ${changed.name} was changed.`,
      });
      return {};
    },
    async 'client-remove'({ client: reference }) {
      await room.ready();
      const { id, name } = findClient(room.settings(), reference);
      await room.update((settings) => removeClient(settings, id));
      await room.credentials.forget(id);
      room.activity.note({ kind: 'settings', trouble: false, text: `The OAuth client ${name} was removed.` });
      return {};
    },
  };
}
