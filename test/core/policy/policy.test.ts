import { chmod, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { policyKeySchema, policyKinds, policySchema } from '#contract/policy.ts';
import { emptySettings, type Settings } from '#contract/settings.ts';
import { Policy, type PolicySource } from '#core/policy/policy.ts';
import {
  managedPreferences,
  ownedPolicy,
  readRegistryPolicy,
  systemPolicies,
} from '#core/policy/policy-sources.ts';
import type { SettingsStore } from '#core/storage/settings-file.ts';
import { writableByOthers } from '#core/policy/policy-file.ts';
import { textOf } from '../../support/english.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

/** A source that says what the test lets it say. */
class Said implements PolicySource {
  readonly name = 'the test';
  #say: () => unknown;

  constructor(content: unknown) {
    this.#say = () => content;
  }

  says(content: unknown): void {
    this.#say = () => content;
  }

  fails(error: Error): void {
    this.#say = () => {
      throw error;
    };
  }

  async read(): Promise<unknown> {
    return this.#say();
  }
}

async function policyOf(...contents: readonly unknown[]): Promise<Policy> {
  const policy = new Policy(contents.map((content) => new Said(content)));
  await policy.load();
  return policy;
}

/** Settings that are kept in memory. */
class Kept implements SettingsStore<Settings> {
  settings: Settings = emptySettings;

  async read(): Promise<Settings> {
    return this.settings;
  }

  async update(change: (current: Settings) => Settings): Promise<Settings> {
    return (this.settings = change(this.settings));
  }

  watch(): () => void {
    return () => {};
  }
}

const told = (policy: Policy): string =>
  (policy.view?.problems ?? []).map(({ message }) => textOf(message)).join('\n');

/** It counts for nothing, and says so. */
async function planted(policy: Promise<Policy>, words: RegExp): Promise<void> {
  expect(told(await policy)).toMatch(words);
  expect((await policy).values).toEqual({});
  expect((await policy).holds('imap')).toBe(false);
}

const listeners = (change: Partial<Settings['listeners']>) => (settings: Settings) => ({
  ...settings,
  listeners: { ...settings.listeners, ...change },
});

async function fileWith(text: string): Promise<string> {
  const folder = await scratchFolder();
  const file = path.join(folder, 'policy.json');
  await writeFile(file, text, { mode: 0o644 });
  await chmod(folder, 0o755);
  return file;
}

describe('a policy', () => {
  it('stands above the settings, and is never written to them', async () => {
    const policy = await policyOf({ imap: 2143, networkProxy: 'http://proxy.example.org:3128' });
    const kept = new Kept();
    kept.settings = { ...emptySettings, listeners: { ...emptySettings.listeners, imap: 3143 } };
    const store = policy.over(kept);
    expect((await store.read()).listeners.imap).toBe(2143);
    const changed = await store.update((settings) => ({
      ...settings,
      listeners: { ...settings.listeners, pop: 2110 },
    }));
    expect(changed).toMatchObject({
      listeners: { imap: 2143, pop: 2110 },
      networkProxy: 'http://proxy.example.org:3128',
    });
    expect(kept.settings.listeners).toMatchObject({ imap: 3143, pop: 2110 });
    expect(kept.settings.networkProxy).toBeUndefined();
  });

  it('is changed by nobody, and says so; what it leaves open is', async () => {
    const policy = await policyOf({ imap: 2143, lanAccess: false, extraCertificateAuthorities: [] });
    const store = policy.over(new Kept());
    const refused = { code: 'set-by-organization', who: 'administrator' };
    await expect(store.update(listeners({ imap: 1143 }))).rejects.toMatchObject({
      ...refused,
      message: 'The port for IMAP: set by your organization.',
    });
    await expect(store.update(listeners({ addresses: ['0.0.0.0'] }))).rejects.toMatchObject(refused);
    await expect(
      store.update((settings) => ({ ...settings, extraCertificateAuthorities: ['/a.pem'] })),
    ).rejects.toMatchObject(refused);
    expect((await store.update(listeners({ imap: 2143, smtp: 2587 }))).listeners.smtp).toBe(2587);
  });

  it('lets other devices in over TLS, or lets none in, whatever was chosen', async () => {
    const chosen = { ...emptySettings.listeners, addresses: ['127.0.0.1', '192.0.2.7'] };
    const open = (await policyOf({ lanAccess: true, pops: 'off' })).layListeners(emptySettings.listeners);
    expect(open).toMatchObject({ addresses: ['0.0.0.0', '::'], imaps: 1993, pops: 'off', smtps: 1465 });
    expect((await policyOf({ lanAccess: true })).layListeners(chosen).addresses).toEqual(chosen.addresses);
    expect((await policyOf({ lanAccess: false })).layListeners(chosen).addresses).toEqual(['127.0.0.1']);
    expect((await policyOf({})).layListeners(chosen)).toEqual(chosen);
  });

  it('that lets no other device in lets no printer in on a port of its own', async () => {
    const device = {
      id: '11111111-2222-4333-8444-555555555555',
      accountId: '11111111-2222-4333-8444-555555555556',
      name: 'Printer',
      listen: { address: '192.0.2.7', port: 2525 },
      from: ['192.0.2.9'],
      security: 'none',
      senderPolicy: 'rewrite',
      limitPerHour: 100,
      paused: false,
    } as const;
    const kept = new Kept();
    kept.settings = { ...emptySettings, devices: [{ ...device, from: [...device.from] }] };
    const policy = await policyOf({ lanAccess: false });
    const store = policy.over(kept);
    expect((await store.read()).devices).toMatchObject([{ paused: true }]);
    await expect(
      store.update((settings) => ({
        ...settings,
        devices: settings.devices.map((one) => ({ ...one, paused: false })),
      })),
    ).rejects.toMatchObject({ code: 'set-by-organization' });
    await store.update((settings) => ({ ...settings, networkProxy: 'http://proxy.example.org:1' }));
    expect(kept.settings.devices).toMatchObject([{ paused: false }]);
  });

  it('of a later source goes before that of an earlier one, key by key', async () => {
    const policy = await policyOf({ imap: 2143, pop: 'off' }, { imap: 3143 });
    expect(policy.values).toEqual({ imap: 3143, pop: 'off' });
    expect(policy.view?.locked).toEqual(['imap', 'pop']);
  });

  it('allows accounts of its domains and providers only', async () => {
    const policy = await policyOf({
      allowedDomains: ['Example.org', '*.example.com', 'bücher.example'],
      allowedProviders: ['microsoft365'],
    });
    const refusal = (address: string, provider: 'microsoft365' | 'google' = 'microsoft365') => {
      const why = policy.refusalOf(address, provider);
      return why && textOf(why);
    };
    for (const address of ['a@example.org', '*@EXAMPLE.org', 'a@x.example.com', 'a@xn--bcher-kva.example'])
      expect(refusal(address)).toBeUndefined();
    expect(refusal('a@example.com')).toBe('Your organization doesn’t allow accounts of example.com here.');
    expect(refusal('a@notexample.org')).toContain('notexample.org');
    expect(refusal('a@example.org', 'google')).toContain('Google');
    expect(() => policy.refuseNew('a@gmail.com', undefined)).toThrow(/gmail\.com/);
  });

  it('that is not there holds nothing', async () => {
    const policy = await policyOf(undefined);
    expect(policy.view).toBeUndefined();
    expect(() => policy.refuseNew('a@gmail.com', 'google')).not.toThrow();
    expect(policy.holds('imap')).toBe(false);
  });
});

describe('what is broken in a policy', () => {
  it('is told by its place, is held as it is, and everything else counts', async () => {
    const policy = await policyOf({ imap: 'often', pop: 2110, lanAccess: 'no', colour: 'blue' });
    expect(told(policy)).toMatch(/imap.*lanAccess.*colour/s);
    expect(policy.values).toEqual({ pop: 2110, lanAccess: false });
    expect(policy.view?.locked).toEqual(['imap', 'pop', 'lanAccess']);
    const store = policy.over(new Kept());
    await expect(
      store.update((settings) => ({ ...settings, listeners: { ...settings.listeners, imap: 3143 } })),
    ).rejects.toMatchObject({ code: 'set-by-organization' });
  });

  it('lets no new account in where it is about which are allowed, and no present one is refused', async () => {
    const policy = await policyOf({ allowedDomains: ['@example.org'] });
    expect(() => policy.refuseNew('a@example.org', 'google')).toThrow(/can’t be read/);
    expect(policy.refusalOf('a@example.org', 'google')).toBeUndefined();
  });

  it('holds all that a policy can set where nothing of it can be read', async () => {
    const policy = await policyOf('nonsense');
    expect(told(policy)).toContain('it is not a JSON object');
    expect(policy.view?.locked).toEqual(policyKeySchema.options);
    expect(policy.values).toEqual({ lanAccess: false, panel: false, updates: false });
  });

  it('does not put out of force what was read before in the same run', async () => {
    const source = new Said({ imap: 2143, lanAccess: true });
    const policy = new Policy([source]);
    await policy.load();
    source.fails(new Error('the disk is gone'));
    await policy.load();
    expect(policy.values).toEqual({ imap: 2143, lanAccess: true });
    expect(told(policy)).toContain('the disk is gone');
    source.says({ imap: 2143 });
    await policy.load();
    expect(policy.values).toEqual({ imap: 2143 });
    expect(policy.view?.problems).toEqual([]);
  });

  it('leaves what could be used of it before in the same run as it is', async () => {
    const client = { name: 'Office', provider: 'google', grant: 'authorization-code', clientId: 'x' };
    const source = new Said({ clients: [client], lanAccess: true });
    const policy = new Policy([source]);
    await policy.load();
    source.says({ clients: [client, { ...client, grant: 'by-heart' }], lanAccess: 'yes', pop: 2110 });
    for (const _again of [1, 2]) {
      await policy.load();
      expect(policy.values).toMatchObject({ clients: [{ name: 'Office' }], lanAccess: false, pop: 2110 });
      expect(told(policy)).toMatch(/clients\[1\]\.grant.*lanAccess/s);
    }
    source.says({ lanAccess: true });
    await policy.load();
    expect(policy.values).toEqual({ lanAccess: true });
  });

  it.each([['2143'], [70_000], [true], ['Off']])('says of a port what it has to be: %j', async (imap) => {
    expect(told(await policyOf({ imap }))).toContain(
      'imap: must be a port: a number up to 65535 without quotes, or the word off.',
    );
  });

  it('unlocks nothing while it is read again', async () => {
    const [faulty, slow] = [new Said('nonsense'), new Said(undefined)];
    const policy = new Policy([faulty, slow]);
    await policy.load();
    const read = Promise.withResolvers<unknown>();
    slow.says(read.promise);
    const loaded = policy.load();
    await Promise.resolve();
    expect(policy.view?.locked).toEqual(policyKeySchema.options);
    expect(() => policy.refuseNew('a@example.org', 'google')).toThrow('can’t be read');
    faulty.says({ imap: 2143 });
    read.resolve(undefined);
    await loaded;
    await policy.load();
    expect(policy.view?.locked).toEqual(['imap']);
  });

  it.each([
    ['proxy.example.org:3128', true],
    ['192.0.2.1:3128', true],
    ['socks5://anna@proxy.example.org:1080', true],
    ['http://[2001:db8::1]:3128/', true],
    ['', true],
    ['anna:secret@proxy.example.org:3128', false],
    ['http://anna:secret@proxy.example.org:3128', false],
    ['ftp://proxy.example.org', false],
  ])('may be a proxy as the settings take it, without a password: %s', async (networkProxy, taken) => {
    expect((await policyOf({ networkProxy })).values).toEqual(taken ? { networkProxy } : {});
  });

  it('may be a password of the proxy, which everybody could read', async () => {
    expect(told(await policyOf({ networkProxy: 'http://a:b@proxy.example.org:1' }))).toContain(
      'without a password',
    );
  });
});

describe('a policy file', () => {
  const uid = process.getuid?.() ?? 0;

  async function loaded(file: string, owner = uid): Promise<Policy> {
    const policy = new Policy([ownedPolicy(file, { uid: owner })]);
    await policy.load();
    return policy;
  }

  it('counts where it is an administrator’s, also behind a byte order mark', async () => {
    expect((await loaded(await fileWith('\uFEFF{"imap": 2143}'))).values).toEqual({ imap: 2143 });
    expect((await loaded('/nowhere/policy.json')).view).toBeUndefined();
  });

  it('that is not JSON is told with its place', async () => {
    const policy = await loaded(await fileWith('{\n  "imap": 2143,\n}'));
    expect(told(policy)).toMatch(/can’t be read.*line 3/);
    expect(policy.holds('startAtLogin')).toBe(true);
  });

  it.runIf(process.platform !== 'win32')(
    'that others could have planted counts for nothing, and is told',
    async () => {
      const file = await fileWith('{"imap": 2143, "lanAccess": true}');
      await planted(loaded(file, uid + 1), /isn’t used: .*belongs to the user/);
      await chmod(file, 0o664);
      await planted(loaded(file), /others than its owner can write .*policy\.json/);
      await chmod(file, 0o644);
      await chmod(path.dirname(file), 0o777);
      await planted(loaded(file), /others than its owner can write/);
      await chmod(path.dirname(file), 0o755);
      const link = path.join(path.dirname(file), 'link.json');
      await symlink(file, link);
      await planted(loaded(link), /symbolic link/);
    },
  );

  it.each([
    [
      'of administrators, for everybody to read',
      'O:BAG:SYD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)',
      undefined,
    ],
    ['with entries for what is below it', 'O:SYD:(A;OICIIO;FA;;;CO)(A;;FR;;;WD)', undefined],
    [
      'of another owner',
      'O:S-1-5-21-1-2-3-1001G:DUD:(A;;FA;;;BA)',
      /owner is not an administrator \(S-1-5-21-1-2-3-1001\)/,
    ],
    [
      'that users can write',
      'O:BAG:SYD:(A;;FA;;;BA)(A;;0x1301bf;;;BU)',
      /others than administrators can write it \(BU\)/,
    ],
    ['that everybody has', 'O:BAG:SYD:(A;;GA;;;WD)', /WD/],
    ['that a user can delete', 'O:BAG:SYD:(A;;FRSD;;;AU)', /AU/],
    ['without a list', 'O:BAG:SY', /everybody can write it/],
    ['that says nothing', '', /owner is not an administrator/],
  ])('on Windows %s', (_what, sddl, words) => {
    const why = writableByOthers(sddl);
    if (words === undefined) expect(why).toBeUndefined();
    else expect(textOf(why)).toMatch(words);
  });
});

describe('the registry of Windows', () => {
  const query = [
    '',
    String.raw`HKEY_LOCAL_MACHINE\Software\Policies\Mailwicket`,
    '    lanAccess    REG_DWORD    0x0',
    '    startAtLogin    REG_DWORD    0x1',
    '    imap    REG_SZ    2143',
    '    pop    REG_SZ    off',
    String.raw`    allowedDomains    REG_MULTI_SZ    example.org\0*.example.com`,
    String.raw`    clients    REG_MULTI_SZ    [{"name": "Contoso", "provider": "microsoft365",\0"grant": "authorization-code", "clientId": "11111111-2222-3333-4444-555555555555"}]`,
    '    networkProxy    REG_SZ    http://proxy.example.org:3128',
    '',
  ].join('\r\n');
  const said = {
    lanAccess: false,
    startAtLogin: true,
    imap: 2143,
    pop: 'off',
    allowedDomains: ['example.org', '*.example.com'],
    clients: [
      {
        name: 'Contoso',
        provider: 'microsoft365',
        grant: 'authorization-code',
        clientId: '11111111-2222-3333-4444-555555555555',
      },
    ],
    networkProxy: 'http://proxy.example.org:3128',
  };

  const { imap, ...others } = said;
  /** What PowerShell says of the same, a list as what it is. */
  const listed = JSON.stringify({
    ...others,
    clients: [JSON.stringify(said.clients)],
    imap: String(imap),
    lanAccess: 0,
    startAtLogin: 1,
  });

  it('says what group policies have written there', async () => {
    const asked: string[] = [];
    const content = await readRegistryPolicy(async (file, args) => {
      asked.push([file, ...args].join(' '));
      return query.replaceAll(/^.*REG_MULTI_SZ.*\r\n/gm, '');
    });
    const { allowedDomains: _, clients: __, ...single } = said;
    expect(content).toEqual(single);
    expect(policySchema.safeParse(content).success).toBe(true);
    expect(asked).toEqual([
      String.raw`C:\Windows\System32\reg.exe query HKLM\Software\Policies\Mailwicket /reg:64`,
    ]);
  });

  it('is read with PowerShell where reg.exe cannot say it: a list of paths, and letters beyond ASCII', async () => {
    const paths = [String.raw`D:\pki\01-root.pem`, String.raw`D:\pki\Prüfstelle.pem`];
    for (const line of [
      // reg.exe puts these two characters between the items
      `    extraCertificateAuthorities    REG_MULTI_SZ    ${paths.join(String.raw`\0`)}`,
      // as the system's code page is read as UTF-8
      '    networkProxy    REG_SZ    http://pr\u{fffd}xy.example.org:3128',
    ]) {
      const content = await readRegistryPolicy(async (file) =>
        file.endsWith('reg.exe') ? `\r\n${line}\r\n` : JSON.stringify({ extraCertificateAuthorities: paths }),
      );
      expect(content).toEqual({ extraCertificateAuthorities: paths });
    }
  });

  it('with a list is taken as reg.exe says it where PowerShell may not run', async () => {
    const content = await readRegistryPolicy(async (file) => {
      if (file.endsWith('powershell.exe')) throw new Error('blocked');
      return query;
    });
    expect(content).toEqual(said);
  });

  it('without a key of ours has no policy', async () => {
    const content = await readRegistryPolicy(async (_file, [, key]) => {
      if (key !== String.raw`HKLM\Software\Policies`) throw new Error('exit 1');
      return '\r\nHKEY_LOCAL_MACHINE\\Software\\Policies\\Microsoft\r\n';
    });
    expect(content).toBeUndefined();
  });

  it('is read with PowerShell where reg.exe may not run', async () => {
    const content = await readRegistryPolicy(async (file) => {
      if (!file.endsWith('powershell.exe')) throw new Error('Registry editing has been disabled');
      return `\u{feff}${listed}\r\n`;
    });
    expect(content).toEqual(said);
    const none = await readRegistryPolicy(async (file) => {
      if (!file.endsWith('powershell.exe')) throw new Error('Registry editing has been disabled');
      return 'none\r\n';
    });
    expect(none).toBeUndefined();
  });

  it('that nothing may read is told, and holds everything', async () => {
    const read = readRegistryPolicy(() => Promise.reject(new Error('blocked')));
    await expect(read).rejects.toMatchObject({ code: 'policy-unreadable' });
  });
});

describe('the managed preferences of macOS', () => {
  it('are read by plutil, from a file of root’s only', async () => {
    const folder = await scratchFolder();
    const file = path.join(folder, 'org.mailwicket.Mailwicket.plist');
    await writeFile(file, 'bplist00', { mode: 0o644 });
    await chmod(folder, 0o755);
    const asked: string[] = [];
    const run = async (program: string, args: readonly string[]): Promise<string> => {
      asked.push([program, ...args].join(' '));
      return '{"lanAccess": false}';
    };
    const source = managedPreferences(file, { uid: process.getuid?.() ?? 0 }, run);
    expect(await source.read()).toEqual({ lanAccess: false });
    expect(asked).toEqual([`/usr/bin/plutil -convert json -o - -- ${file}`]);
    await expect(managedPreferences(file, { uid: 4_711 }, run).read()).rejects.toMatchObject({
      code: 'policy-untrusted',
    });
  });
});

const names = (platform: NodeJS.Platform): string[] =>
  systemPolicies(platform, { ProgramData: String.raw`D:\Data` }).map(({ name }) => name);

const kindOf = (schema: z.ZodType): string =>
  schema.safeParse(true).success
    ? 'switch'
    : schema.safeParse('off').success && schema.safeParse(1).success
      ? 'port'
      : schema.safeParse('').success
        ? 'text'
        : 'array';

it('each system has its places, and each key its kind', () => {
  expect(names('linux')).toEqual(['/etc/mailwicket/policy.json']);
  expect(names('darwin')).toEqual([
    '/Library/Application Support/Mailwicket/policy.json',
    '/Library/Managed Preferences/org.mailwicket.Mailwicket.plist',
  ]);
  expect(names('win32')).toEqual([
    String.raw`D:\Data\Mailwicket\policy.json`,
    String.raw`HKLM\Software\Policies\Mailwicket`,
  ]);
  expect([...policyKinds.keys()].toSorted()).toEqual(policyKeySchema.options.toSorted());
  for (const [key, kind] of policyKinds)
    expect([key, kindOf(policySchema.shape[key].unwrap())]).toEqual([
      key,
      kind === 'list' || kind === 'json' ? 'array' : kind,
    ]);
});
