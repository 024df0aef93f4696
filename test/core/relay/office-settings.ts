import { type Settings, settingsSchema } from '#contract/settings.ts';

export const clientId = '22222222-2222-4222-8222-222222222222';

/** The settings of one OAuth client, 'Office', and one account of it; the fields given take the place of the usual ones. */
export function officeSettings(fields: {
  readonly client: Readonly<Record<string, unknown>>;
  readonly account: Readonly<Record<string, unknown>>;
}): Settings {
  return settingsSchema.parse({
    version: 1,
    clients: [
      {
        id: clientId,
        name: 'Office',
        provider: 'custom',
        clientId: 'app',
        credential: 'none',
        ...fields.client,
      },
    ],
    accounts: [{ clientId, passwordMode: 'own', ...fields.account }],
  });
}
