import { X509Certificate } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verbatim } from '#messages/message.ts';
import { emptySettings, settingsSchema, type Settings } from '#contract/settings.ts';
import { Activity } from '#core/logging/activity.ts';
import { silentLogger } from '#core/logging/logger.ts';
import type { NetworkProxy } from '#core/network/network-proxy.ts';
import { OutboundNetwork } from '#core/outbound-network.ts';
import { SettingsFile } from '#core/storage/settings-file.ts';
import { VaultError } from '#core/storage/vault.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { makeCertificates } from '../../support/sandbox/certificates.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { textOf } from '../../support/english.ts';

const locked = new VaultError('vault-locked', verbatim('The keyring couldn’t open the stored secrets.'));
const mail = { host: 'imap.example.org', port: 993, purpose: 'mail' } as const;

async function proxyOf(outward: OutboundNetwork): Promise<NetworkProxy | undefined> {
  const [route] = await outward.chooseRoutes(mail);
  return route === 'direct' ? undefined : route;
}

async function bench(networkProxy?: string): Promise<{
  readonly path: string;
  readonly store: SettingsFile<Settings>;
  readonly vault: MemoryVault;
  readonly outward: OutboundNetwork;
  readonly texts: () => string[];
  readonly changes: () => number;
  readonly chosen: () => Promise<NetworkProxy | undefined>;
}> {
  const path = join(await scratchFolder(), 'settings.json');
  await writeFile(path, JSON.stringify({ version: 1, networkProxy }), { mode: 0o600 });
  const store = new SettingsFile({ path, schema: settingsSchema, empty: emptySettings });
  const vault = new MemoryVault();
  const activity = new Activity({ clock: new FakeClock(), logger: silentLogger });
  let changed = 0;
  const outward = new OutboundNetwork({ environment: {}, vault, activity, changed: () => (changed += 1) });
  return {
    path,
    store,
    vault,
    outward,
    texts: () => activity.entries().map(({ text }) => textOf(text)),
    chosen: () => proxyOf(outward),
    changes: () => changed,
  };
}

test('a password that stands in the settings is moved to the vault, and taken out of the file', async () => {
  const { path, store, vault, outward, chosen } = await bench('http://anna:p%40ss@proxy:3128');
  await outward.take(await outward.read(store));
  expect((await chosen())?.login).toEqual({ user: 'anna', password: 'p@ss' });
  const text = await readFile(path, 'utf8');
  expect(JSON.parse(text)).toMatchObject({ networkProxy: 'http://anna@proxy:3128' });
  expect(text).not.toContain('p%40ss');
  expect((await stat(path)).mode & 0o077).toBe(0);
  expect(outward.shownProxy).toEqual({ url: 'http://proxy:3128', user: 'anna', hasPassword: true });
  // at the next start
  const later = new OutboundNetwork({
    environment: {},
    vault,
    activity: new Activity({ clock: new FakeClock(), logger: silentLogger }),
  });
  await later.take(await later.read(store));
  expect((await proxyOf(later))?.login).toEqual({ user: 'anna', password: 'p@ss' });
});

test('while the vault is locked the password stays in the settings and counts; once it is open it is moved', async () => {
  const { path, store, vault, outward, chosen, texts } = await bench('http://anna:p%40ss@proxy:3128');
  vault.failing.get = locked;
  vault.failing.set = locked;
  const before = await readFile(path, 'utf8');
  await outward.take(await outward.read(store));
  expect((await chosen())?.login).toEqual({ user: 'anna', password: 'p@ss' });
  expect(await readFile(path, 'utf8')).toBe(before);
  expect(texts()).toEqual([]);
  delete vault.failing.get;
  delete vault.failing.set;
  await outward.take(await outward.read(store));
  expect((await chosen())?.login).toEqual({ user: 'anna', password: 'p@ss' });
  expect(await readFile(path, 'utf8')).not.toContain('p%40ss');
});

test('a proxy that somebody else writes while a password is moved is not undone', async () => {
  const { store, outward } = await bench('http://anna:p%40ss@proxy:3128');
  const other = new SettingsFile({
    path: join((await bench()).path),
    schema: settingsSchema,
    empty: emptySettings,
  });
  // read before the other's change, updated after it
  const late = {
    read: () => store.read(),
    update: async (change: (current: Settings) => Settings) => {
      await other.update((current) => ({ ...current, networkProxy: 'http://new:1' }));
      return other.update(change);
    },
    watch: () => () => {},
  };
  expect((await outward.read(late)).networkProxy).toBe('http://new:1');
});

test('a kept password that the vault does not tell is missing once in Activity, and found when the vault opens', async () => {
  const { vault, outward, chosen, texts, store } = await bench('http://anna:p%40ss@proxy:3128');
  await outward.read(store);
  vault.failing.get = locked;
  await outward.take(await outward.read(store));
  await outward.take(await outward.read(store));
  expect(texts()).toEqual([
    'The password of the network proxy http://proxy:3128 cannot be read. The keyring couldn’t open the stored secrets.',
  ]);
  expect(outward.shownProxy).toEqual({ url: 'http://proxy:3128', user: 'anna', hasPassword: false });
  expect((await chosen())?.login?.password).toBe('');
  await settle();
  delete vault.failing.get;
  expect((await chosen())?.login?.password).toBe('');
  await expect.poll(async () => (await chosen())?.login).toEqual({ user: 'anna', password: 'p@ss' });
});

test('a proxy in the settings that is not understood is told, and what was before stays in force', async () => {
  const { outward, chosen } = await bench();
  await outward.take({ extraCertificateAuthorities: [], networkProxy: 'http://proxy:3128' });
  await expect(
    outward.take({ extraCertificateAuthorities: [], networkProxy: 'ftp://anna:secret@proxy' }),
  ).rejects.toMatchObject({ code: 'malformed-proxy' });
  expect((await chosen())?.host).toBe('proxy');
  expect(outward.shownProxy?.url).toBe('http://proxy:3128');
});

test('an authority whose file is missing is told once and left out, and counts from the next connection on when it is back', async () => {
  const { outward, texts, changes } = await bench();
  const [present, missing] = [join(await scratchFolder(), 'a.pem'), join(await scratchFolder(), 'b.pem')];
  const { ca } = await makeCertificates();
  await writeFile(present, ca);
  const wanted = { extraCertificateAuthorities: [missing, present], networkProxy: undefined };
  for (let reads = 0; reads < 2; reads += 1) await outward.take(wanted);
  expect(texts()).toEqual([
    `The settings name ${missing} as a certificate authority, and no certificate (PEM) can be read there. Put the file back, or take it out of “extraCertificateAuthorities” in the settings or the organization’s policy.`,
  ]);
  expect(outward.missingAuthorities).toEqual([missing]);
  const before = outward.secureContext();
  // which is not looked at with every connection
  await writeFile(present, (await makeCertificates()).ca);
  await outward.chooseRoutes(mail);
  await settle();
  expect(outward.secureContext()).toBe(before);
  // in DER, as Windows exports it
  await writeFile(missing, new X509Certificate((await makeCertificates()).ca).raw);
  await outward.chooseRoutes(mail);
  await expect.poll(() => outward.secureContext()).not.toBe(before);
  expect(outward.missingAuthorities).toEqual([]);
  await expect.poll(changes).toBe(1);
});

test('an authority that is replaced under its name counts when the settings are read again', async () => {
  const { outward } = await bench();
  const file = join(await scratchFolder(), 'a.pem');
  const wanted = { extraCertificateAuthorities: [file], networkProxy: undefined };
  await writeFile(file, (await makeCertificates()).ca);
  await outward.take(wanted);
  const before = outward.secureContext();
  await outward.take(wanted);
  expect(outward.secureContext()).toBe(before);
  await writeFile(file, (await makeCertificates()).ca);
  await outward.take(wanted);
  expect(outward.secureContext()).not.toBe(before);
});
