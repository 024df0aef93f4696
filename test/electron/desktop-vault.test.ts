import { textOf } from '../support/english.ts';
import { copyFile, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DesktopVault } from '../../electron/storage/desktop-vault.ts';
import type { KeySeal } from '../../electron/storage/safe-storage-key.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { matching, notContaining } from '../support/matchers.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

/**
 * Electron's safeStorage over a keyring: what one has sealed no other one opens. Without its key it seals with one that
 * everybody knows, as Chromium does on Linux, and only the tag says so.
 */
class Keyring implements KeySeal {
  readonly name: string;
  available = true;
  /** Nothing but the fallback: there is no keyring, or it is locked. */
  locked = false;
  rotated = false;

  constructor(name: string) {
    this.name = name;
  }

  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return this.available;
  }

  async encryptStringAsync(text: string): Promise<Buffer> {
    const by = this.locked ? 'v10|peanuts' : `v11|${this.name}`;
    return Buffer.from(`${by}|${this.rotated ? 'new' : 'old'}|${Buffer.from(text).toString('hex')}`);
  }

  async decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const [, name, age, hex = ''] = sealed.toString().split('|');
    const known = name === 'peanuts' || (name === this.name && !this.locked);
    if (!known || !this.available) throw new Error('cannot be decrypted');
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
    ['seals with a key that everybody knows, which only the tag of what it seals says', { locked: true }],
    ['cannot encrypt', { available: false }],
  ])('keeps secrets in memory only where the keyring %s', async (_what, state) => {
    const folder = await scratchFolder();
    const keyring = Object.assign(new Keyring('none'), state);
    const vault = open(folder, keyring);
    expect(await vault.standing()).toEqual({ kind: 'memory-only' });
    await vault.set('account/1/tokens', 'a refresh token');
    expect(await vault.get('account/1/tokens')).toBe('a refresh token');
    expect(await vault.names('account/')).toEqual(['account/1/tokens']);
    expect(await contents(folder)).toEqual({});
    expect(await open(folder, keyring).get('account/1/tokens')).toBeUndefined();
  });

  it('takes the same tag for a keyring on Windows and macOS, where it is one', async () => {
    const keyring = new Keyring('dpapi');
    keyring.locked = true;
    expect(await open(await scratchFolder(), keyring, 'win32').standing()).toEqual({ kind: 'kept' });
  });

  it('says that a key is not protected which no keyring ever sealed, and seals it once there is one', async () => {
    const folder = await scratchFolder();
    const keyring = new Keyring('login');
    keyring.locked = true;
    // as an earlier version did it
    await open(folder, keyring, 'win32').set('account/1/tokens', 'a refresh token');
    const exposed = open(folder, keyring);
    expect(await exposed.standing()).toEqual({ kind: 'unprotected' });
    expect(await exposed.get('account/1/tokens')).toBe('a refresh token');
    keyring.locked = false;
    expect(await open(folder, keyring).standing()).toEqual({ kind: 'kept' });
    const { sealed } = z
      .object({ sealed: z.string() })
      .parse(JSON.parse(await readFile(join(folder, 'vault-key.sealed'), 'utf8')));
    expect(Buffer.from(sealed, 'base64').toString()).toMatch(/^v11\|login/);
    expect(await open(folder, keyring).get('account/1/tokens')).toBe('a refresh token');
  });

  it('is locked, says why, and changes nothing where another keyring is there now', async () => {
    const folder = await scratchFolder();
    const gnome = new Keyring('gnome');
    await open(folder, gnome).set('account/1/tokens', 'a refresh token');
    const before = await contents(folder);
    const vault = open(folder, new Keyring('kde'));
    const standing = await vault.standing();
    expect(standing).toMatchObject({ kind: 'locked', error: { code: 'vault-locked' } });
    expect(standing.kind === 'locked' && standing.error.message).toMatch(
      /^The keyring couldn’t open the stored secrets\./,
    );
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
      const { remedy, message } = standing.error;
      expect(message).toContain(textOf(remedy));
      return textOf(remedy);
    };
    keyring.locked = true;
    expect(await told()).toBe(
      'Nothing was changed or lost. Unlock the keyring, or log in to the desktop that has it; then start Mailwicket again.',
    );
    keyring.locked = false;
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
    keyring.locked = true;
    expect(await open(folder, keyring).standing()).toMatchObject({ kind: 'locked' });
  });

  it('opens by itself once its key file is back, without looking for it at every login', async () => {
    const folder = await scratchFolder();
    const keyring = new Keyring('login');
    await open(folder, keyring).set('account/1/tokens', 'a refresh token');
    const [file, aside] = [join(folder, 'vault-key.sealed'), join(folder, 'aside')];
    await rename(file, aside);
    const vault = open(folder, keyring);
    await expect(vault.get('account/1/tokens')).rejects.toMatchObject({ code: 'vault-locked' });
    await rename(aside, file);
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
