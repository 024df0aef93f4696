import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { lifecycle } from './lifecycle.ts';
import { settings } from './settings.ts';

const prefix = Buffer.from('v10');

function keyOf(name: string): Buffer {
  return createHash('sha256').update(`stand-in keyring: ${name}`).digest();
}

function seal(text: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(settings.encryptionKey), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([prefix, nonce, cipher.getAuthTag(), sealed]);
}

function open(sealed: Buffer, key: string): string | undefined {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(key), sealed.subarray(3, 15));
  decipher.setAuthTag(sealed.subarray(15, 31));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(31)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function needEncryption(doing: string): void {
  if (!lifecycle.ready) throw new Error(`safeStorage cannot be used before app is ready`);
  if (settings.encryption === 'unavailable') {
    throw new Error(`Error while ${doing} provided to safeStorage: encryption is not available.`);
  }
}

/** The keyring of the settings. The synchronous methods, deprecated and soon gone, are not here. */
export const safeStorage = {
  async isAsyncEncryptionAvailable(): Promise<boolean> {
    await lifecycle.whenReady;
    return settings.encryption !== 'unavailable';
  },

  getSelectedStorageBackend(): 'basic_text' | 'gnome_libsecret' | 'unknown' {
    if (!lifecycle.ready) return 'unknown';
    return settings.encryption === 'available' ? 'gnome_libsecret' : 'basic_text';
  },

  async encryptStringAsync(plainText: string): Promise<Buffer> {
    needEncryption('encrypting the text');
    return seal(plainText);
  },

  async decryptStringAsync(encrypted: Buffer): Promise<{ shouldReEncrypt: boolean; result: string }> {
    needEncryption('decrypting the ciphertext');
    const sealed = Buffer.from(encrypted);
    if (sealed.length >= 31 && sealed.subarray(0, 3).equals(prefix)) {
      for (const key of [settings.encryptionKey, ...settings.formerKeys]) {
        const result = open(sealed, key);
        if (result !== undefined) return { result, shouldReEncrypt: key !== settings.encryptionKey };
      }
    }
    throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.');
  },
};
