import { randomUUID } from 'node:crypto';
import { addClient, findClient, removeClient, replaceClient } from '../accounts/settings-changes.ts';
import { resolveClient } from '../accounts/resolve-client.ts';
import { oauthClientSchema, type OAuthClient } from '../accounts/oauth-client.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

/** The commands about OAuth clients. */
export function clientHandlers(
  room: CommandRoom,
): Handlers<'client-add' | 'client-update' | 'client-remove'> {
  return {
    async 'client-add'({ credential, ...fields }) {
      await room.ready();
      const client: OAuthClient = { ...fields, id: randomUUID(), credential: credential.kind };
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
    async 'client-update'({ client: reference, change, credential }) {
      await room.ready();
      const present = findClient(room.settings(), reference);
      const changed = oauthClientSchema.parse({
        ...present,
        ...change,
        ...(credential === undefined ? {} : { credential: credential.kind }),
      });
      resolveClient(changed);
      if (credential !== undefined) await room.credentials.keep(present.id, credential);
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
