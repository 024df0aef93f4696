import { copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DesktopVault } from '../../electron/storage/desktop-vault.ts';
import type { KeySeal } from '../../electron/storage/vault-key-seal.ts';
import { silentLogger } from '../../proxy-core/activity/logger.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { matching, notContaining } from '../support/matchers.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

/** A keyring: what one has sealed no other one opens. */
class Keyring implements KeySeal {
  readonly name: string;
  backend: ReturnType<KeySeal['getSelectedStorageBackend']> = 'gnome_libsecret';
  available = true;
  rotated = false;

  constructor(name: string) {
    this.name = name;
  }

  getSelectedStorageBackend(): ReturnType<KeySeal['getSelectedStorageBackend']> {
    return this.backend;
  }

  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return this.available;
  }

  async encryptStringAsync(text: string): Promise<Buffer> {
    return Buffer.from(`${this.name}|${this.rotated ? 'new' : 'old'}|${Buffer.from(text).toString('hex')}`);
  }

  async decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const [name, age, hex = ''] = sealed.toString().split('|');
    if (name !== this.name) throw new Error('cannot be decrypted');
    return { result: Buffer.from(hex, 'hex').toString(), shouldReEncrypt: this.rotated && age === 'old' };
  }
}

const clock = new FakeClock();

function open(folder: string, safeStorage: KeySeal, platform: NodeJS.Platform = 'linux'): DesktopVault {
  return new DesktopVault({ safeStorage, platform, folder, clock, logger: silentLogger });
}

/** Every file below a folder with its content. */
async function contents(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found[path] = (await readFile(path)).toString('base64');
  }
  return found;
}

describe('the desktop vault', () => {
  it('keeps secrets across restarts, under a key that only the keyring opens', async () => {
    const folder = await scratchFolder();
    const keyring = new Keyring('login');
    const first = open(folder, keyring);
    expect(await first.standing()).toEqual({ kind: 'kept' });
    await first.set('account/1/tokens', 'a refresh token');
    expect(await open(folder, keyring).get('account/1/tokens')).toBe('a refresh token');
    expect((await stat(join(folder, 'vault-key.sealed'))).mode & 0o777).toBe(0o600);
    for (const text of Object.values(await contents(folder))) {
      expect(Buffer.from(text, 'base64').toString()).not.toContain('a refresh token');
    }
  });

  it.each([
    ['seals with a password that everybody knows', { backend: 'basic_text', available: true }],
    ['is not known', { backend: 'unknown', available: true }],
    ['cannot encrypt', { backend: 'gnome_libsecret', available: false }],
  ] as const)('keeps secrets in memory only where the keyring %s', async (_what, { backend, available }) => {
    const folder = await scratchFolder();
    const keyring = new Keyring('none');
    keyring.backend = backend;
    keyring.available = available;
    const vault = open(folder, keyring);
    expect(await vault.standing()).toEqual({ kind: 'memory-only' });
    await vault.set('account/1/tokens', 'a refresh token');
    expect(await vault.get('account/1/tokens')).toBe('a refresh token');
    expect(await vault.names('account/')).toEqual(['account/1/tokens']);
    expect(await contents(folder)).toEqual({});
    expect(await open(folder, keyring).get('account/1/tokens')).toBeUndefined();
  });

  it('does not ask for the name of a keyring on Windows and macOS, which have one', async () => {
    const keyring = new Keyring('dpapi');
    keyring.backend = 'unknown';
    expect(await open(await scratchFolder(), keyring, 'win32').standing()).toEqual({ kind: 'kept' });
  });

  it('is locked, says why, and changes nothing where another keyring is there now', async () => {
    const folder = await scratchFolder();
    const gnome = new Keyring('gnome');
    await open(folder, gnome).set('account/1/tokens', 'a refresh token');
    const before = await contents(folder);
    const kde = new Keyring('kde');
    kde.backend = 'kwallet6';
    const vault = open(folder, kde);
    const standing = await vault.standing();
    expect(standing).toMatchObject({ kind: 'locked', error: { code: 'vault-locked' } });
    expect(standing.kind === 'locked' && standing.error.message).toMatch(/GNOME keyring.*KWallet/);
    await expect(vault.set('account/1/tokens', 'x')).rejects.toMatchObject({ code: 'vault-locked' });
    await expect(vault.get('account/1/tokens')).rejects.toMatchObject({ code: 'vault-locked' });
    expect(await contents(folder)).toEqual(before);
    expect(await open(folder, gnome).get('account/1/tokens')).toBe('a refresh token');
  });

  it('says what a desktop has to do about it, not what a service has', async () => {
    const folder = await scratchFolder();
    const keyring = new Keyring('gnome');
    await open(folder, keyring).set('account/1/tokens', 'a refresh token');
    const told = async (): Promise<string> => {
      const standing = await open(folder, keyring).standing();
      if (standing.kind !== 'locked') throw new Error('it is open');
      const { remedy = 'nothing', message } = standing.error;
      expect(message).toContain(remedy);
      return remedy;
    };
    keyring.available = false;
    expect(await told()).toBe(
      'Nothing was changed or lost. Start or unlock the GNOME keyring, or log in to the desktop that has it.',
    );
    keyring.available = true;
    // the key was put aside, and another one made
    const lost = join(folder, 'vault-key.sealed');
    await rm(lost);
    expect(await told()).toContain('Bring the key file back');
    const another = await scratchFolder();
    await open(another, keyring).set('account/1/tokens', 'x');
    await copyFile(join(another, 'vault-key.sealed'), lost);
    await expect(open(folder, keyring).get('account/1/tokens')).rejects.toMatchObject({
      code: 'vault-locked',
      remedy: matching(/^Nothing in it was changed\. .*vault-key\.sealed.*keyring/),
      message: notContaining('MAILWICKET_VAULT_KEY'),
    });
  });

  it('does not fall back to memory where a keyring that it needs is away', async () => {
    const folder = await scratchFolder();
    const keyring = new Keyring('login');
    await open(folder, keyring).set('account/1/tokens', 'a refresh token');
    keyring.backend = 'basic_text';
    expect(await open(folder, keyring).standing()).toMatchObject({ kind: 'locked' });
  });

  it('opens by itself once the keyring is unlocked, without asking it at every login', async () => {
    const folder = await scratchFolder();
    const keyring = new Keyring('login');
    await open(folder, keyring).set('account/1/tokens', 'a refresh token');
    keyring.available = false;
    const vault = open(folder, keyring);
    await expect(vault.get('account/1/tokens')).rejects.toMatchObject({ code: 'vault-locked' });
    keyring.available = true;
    await expect(vault.get('account/1/tokens')).rejects.toMatchObject({ code: 'vault-locked' });
    await clock.advance(15_000);
    expect(await vault.get('account/1/tokens')).toBe('a refresh token');
  });

  it('makes no new key over a vault whose key is lost', async () => {
    const folder = await scratchFolder();
    const keyring = new Keyring('login');
    await open(folder, keyring).set('account/1/tokens', 'a refresh token');
    await rm(join(folder, 'vault-key.sealed'));
    expect(await open(folder, keyring).standing()).toMatchObject({ kind: 'locked' });
    expect(await readdir(folder)).toEqual(['vault']);
  });

  it('leaves a damaged key as it is', async () => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'vault-key.sealed'), '{"version":1');
    expect(await open(folder, new Keyring('login')).standing()).toMatchObject({ kind: 'locked' });
    expect(await readFile(join(folder, 'vault-key.sealed'), 'utf8')).toBe('{"version":1');
  });

  it('seals its key anew when the keyring has a newer key', async () => {
    const folder = await scratchFolder();
    const keyring = new Keyring('login');
    await open(folder, keyring).set('account/1/tokens', 'a refresh token');
    const before = await readFile(join(folder, 'vault-key.sealed'), 'utf8');
    keyring.rotated = true;
    expect(await open(folder, keyring).get('account/1/tokens')).toBe('a refresh token');
    const after = await readFile(join(folder, 'vault-key.sealed'), 'utf8');
    expect(after).not.toBe(before);
    expect(await open(folder, keyring).get('account/1/tokens')).toBe('a refresh token');
    expect(await readFile(join(folder, 'vault-key.sealed'), 'utf8')).toBe(after);
  });

  it('lets no two hold the same name, in memory too', async () => {
    const keyring = new Keyring('none');
    keyring.available = false;
    const vault = open(await scratchFolder(), keyring);
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = vault.exclusively('account/1', async () => {
      order.push('first begins');
      await gate.promise;
      order.push('first ends');
    });
    const second = vault.exclusively('account/1', async () => void order.push('second'));
    gate.resolve();
    await Promise.all([first, second]);
    expect(order).toEqual(['first begins', 'first ends', 'second']);
  });
});
