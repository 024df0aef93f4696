import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptySettings, type Settings, settingsSchema } from '#contract/settings.ts';
import { BuiltInClients } from '#core/accounts/built-in-clients.ts';
import { Activity } from '#core/logging/activity.ts';
import { silentLogger } from '#core/logging/logger.ts';
import type { SettingsStore } from '#core/storage/settings-file.ts';
import { textOf } from '../../support/english.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const microsoft = { provider: 'microsoft365', audience: 'both', clientId: 'made-up-app' };
const google = { provider: 'google', audience: 'both', clientId: 'made-up', secret: 'of the desktop' };

/** Settings that are kept in memory. */
class Memory implements SettingsStore<Settings> {
  kept: Settings = emptySettings;
  async read(): Promise<Settings> {
    return this.kept;
  }
  async update(change: (current: Settings) => Settings): Promise<Settings> {
    this.kept = settingsSchema.parse(change(this.kept));
    return this.kept;
  }
  watch(): () => void {
    return () => {};
  }
}

/** The clients of a build with these registrations, over settings of its own. */
async function build(registrations: unknown, kept = new Memory()) {
  const file = join(await scratchFolder(), 'registrations.json');
  const write = (content: unknown): Promise<void> =>
    writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  if (registrations !== undefined) await write(registrations);
  const activity = new Activity({ clock: new FakeClock(), logger: silentLogger });
  const builtIn = new BuiltInClients({ file, activity });
  await builtIn.load();
  return { builtIn, kept, store: builtIn.over(kept), file, write, activity };
}

async function clientsOf({ store }: { readonly store: SettingsStore<Settings> }) {
  return (await store.read()).clients;
}

describe('the OAuth clients that come with a build', () => {
  test('Microsoft’s is two, one for organizations and one for persons', async () => {
    const one = await build([microsoft]);
    const clients = await clientsOf(one);
    expect(clients).toMatchObject([
      { name: 'Mailwicket (Microsoft 365)', provider: 'microsoft365', clientId: 'made-up-app' },
      { name: 'Mailwicket (Outlook.com)', provider: 'outlook', credential: 'none' },
    ]);
    expect(clients.map(({ id }) => one.builtIn.standingOf(id))).toEqual([
      { audience: 'organization', withdrawn: false, byOrganization: false },
      { audience: 'personal', withdrawn: false, byOrganization: false },
    ]);
    expect(new Set(clients.map(({ id }) => id)).size).toBe(2);
  });

  test('are for whom they are registered', async () => {
    const providersOf = async (fields: object): Promise<string[]> =>
      (await clientsOf(await build([{ ...microsoft, ...fields }]))).map(({ provider }) => provider);
    expect(await providersOf({ audience: 'organization' })).toEqual(['microsoft365']);
    expect(await providersOf({ audience: 'personal' })).toEqual(['outlook']);
    expect(await providersOf({ provider: 'outlook', audience: 'organization' })).toEqual(['microsoft365']);
    const own = await clientsOf(await build([{ ...google, audience: 'organization' }]));
    expect(own).toMatchObject([{ name: 'Mailwicket (Google, organization)', provider: 'google' }]);
  });

  test('prove themselves with what they come with', async () => {
    const one = await build([microsoft, google]);
    const [organization, , gmail] = await clientsOf(one);
    expect(gmail).toMatchObject({ name: 'Mailwicket (Google)', credential: 'secret' });
    expect(gmail).not.toHaveProperty('secret');
    expect(one.builtIn.credentialOf(gmail?.id ?? '')).toEqual({ kind: 'secret', secret: 'of the desktop' });
    expect(one.builtIn.credentialOf(organization?.id ?? '')).toEqual({ kind: 'none' });
    expect(one.builtIn.credentialOf('22222222-2222-4222-8222-222222222222')).toBeUndefined();
    expect(one.builtIn.standingOf('22222222-2222-4222-8222-222222222222')).toBeUndefined();
  });

  test('are never written to the settings, and nobody changes them', async () => {
    const one = await build([microsoft]);
    const changed = await one.store.update((settings) => {
      expect(settings.clients).toHaveLength(2);
      return { ...settings, clients: settings.clients.map((client) => ({ ...client, name: 'Mine' })) };
    });
    expect(changed.clients.map(({ name }) => name)).not.toContain('Mine');
    expect(changed.clients).toHaveLength(2);
    expect(one.kept.kept.clients).toEqual([]);
  });

  test('have the same ids in every build; an account of one that is gone keeps a client that says what it was', async () => {
    const one = await build([microsoft]);
    const [organization, personal] = await clientsOf(one);
    await one.store.update((settings) => ({
      ...settings,
      accounts: [
        {
          id: '11111111-1111-4111-8111-111111111111',
          address: 'anna@example.org',
          clientId: personal?.id ?? '',
          passwordMode: 'own',
          paused: false,
        },
      ],
    }));
    const later = await build([{ ...microsoft, audience: 'organization', clientId: 'another' }], one.kept);
    const clients = await clientsOf(later);
    expect(clients.map(({ id }) => id)).toEqual([organization?.id, personal?.id]);
    expect(clients[1]).toMatchObject({ name: 'Mailwicket (Outlook.com)', provider: 'outlook' });
    expect(later.builtIn.standingOf(personal?.id ?? '')).toMatchObject({ withdrawn: true, audience: 'both' });
    expect(later.builtIn.credentialOf(personal?.id ?? '')).toBeUndefined();
  });
});

describe('registrations that cannot be used', () => {
  test.each([
    ['are not there', undefined, /ENOENT|not there|no such/iu],
    ['are no JSON', '{', /JSON/u],
    ['have a member too many', [{ ...microsoft, secrets: 'x' }], /secrets/u],
    ['are there twice', [microsoft, microsoft], /Mailwicket \(Microsoft 365\)/u],
    ['lack a secret', [{ ...google, secret: undefined }], /Mailwicket \(Google\)/u],
    ['lack an address', [{ provider: 'custom', audience: 'both', clientId: 'x' }], /./u],
  ])('as they %s: there are none, and that is told', async (_what, registrations, why) => {
    const one = await build(registrations);
    expect(await clientsOf(one)).toEqual([]);
    expect(one.builtIn.problem?.code).toBe('registrations-unusable');
    expect(textOf(one.builtIn.problem?.message)).toMatch(why);
    expect(one.activity.entries()).toMatchObject([{ kind: 'settings', level: 'warning' }]);
  });

  test('are told once, and read again when they are mended', async () => {
    const one = await build('{');
    await one.builtIn.load();
    expect(one.activity.entries()).toHaveLength(1);
    // as an editor of Windows writes it
    await one.write(`\uFEFF${JSON.stringify([google])}`);
    await one.builtIn.load();
    expect(one.builtIn.problem).toBeUndefined();
    expect(await clientsOf(one)).toHaveLength(1);
    expect(one.activity.entries()).toHaveLength(1);
    await one.write('{');
    await one.builtIn.load();
    expect(one.activity.entries()).toHaveLength(2);
  });

  test('are missed by nobody where a build has none', async () => {
    const activity = new Activity({ clock: new FakeClock(), logger: silentLogger });
    const builtIn = new BuiltInClients({ activity });
    await builtIn.load();
    expect(builtIn.problem).toBeUndefined();
    expect(activity.entries()).toEqual([]);
  });
});

describe('what an organization’s policy brings', () => {
  const preset = {
    name: 'Office',
    provider: 'microsoft365',
    grant: 'device-code',
    clientId: 'office',
  } as const;

  test('goes before the registrations of the build', async () => {
    const one = await build([microsoft]);
    await one.builtIn.load({
      registrations: [
        { provider: 'google', audience: 'both', clientId: 'theirs', secret: 'theirs', servers: {} },
      ],
    });
    expect(await clientsOf(one)).toMatchObject([{ provider: 'google', clientId: 'theirs' }]);
  });

  test('are clients too, beside them', async () => {
    const one = await build([google]);
    await one.builtIn.load({ clients: [{ ...preset, servers: {} }] });
    const clients = await clientsOf(one);
    expect(clients).toMatchObject([
      { name: 'Mailwicket (Google)' },
      { name: 'Office', grant: 'device-code', credential: 'none' },
    ]);
    const id = clients[1]?.id ?? '';
    expect(one.builtIn.standingOf(id)).toEqual({ audience: 'both', withdrawn: false, byOrganization: true });
    await one.builtIn.load({
      clients: [{ ...preset, name: 'OFFICE', grant: 'authorization-code', secret: 'shared', servers: {} }],
    });
    expect(one.builtIn.credentialOf(id)).toEqual({ kind: 'secret', secret: 'shared' });
  });

  test('that cannot be used leaves what the build brings', async () => {
    const one = await build([google]);
    await one.builtIn.load({
      clients: [
        { ...preset, servers: {} },
        { ...preset, name: 'OFFICE', servers: {} },
      ],
    });
    expect(await clientsOf(one)).toMatchObject([{ name: 'Mailwicket (Google)' }]);
    expect(textOf(one.builtIn.problem?.message)).toMatch(/office/i);
  });

  test('that cannot be used any more leaves those of before, so that their mail goes on', async () => {
    const one = await build([google]);
    await one.builtIn.load({ clients: [{ ...preset, servers: {} }] });
    await one.builtIn.load({ clients: [{ ...preset, grant: 'client-credentials', servers: {} }] });
    expect(textOf(one.builtIn.problem?.message)).toMatch(/Office: .*credential.*[^.]\.$/);
    expect(await clientsOf(one)).toMatchObject([
      { name: 'Mailwicket (Google)' },
      { name: 'Office', grant: 'device-code' },
    ]);
    await one.builtIn.load({});
    expect(await clientsOf(one)).toMatchObject([{ name: 'Mailwicket (Google)' }]);
  });
});
