import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { lifecycle } from './lifecycle.ts';
import { settings } from './settings.ts';

/** Of Chromium's key providers: the Secret Service and KWallet, and the fallback with a key that everybody knows. */
const keyringTag = 'v11';
const fallbackTag = 'v10';
const fallbackKey = 'peanuts';

interface Encryptor {
  readonly available: boolean;
  /** By tag; the first one seals. */
  readonly keys: readonly { readonly tag: string; readonly name: string; readonly former: boolean }[];
}

let asked: Encryptor | undefined;

/** As in Electron, the keyring is asked at the first use, and once: whatever happens to it later is for the next run. */
function encryptor(): Encryptor {
  const { encryption, encryptionKey, formerKeys } = settings;
  const ring = encryption === 'available' ? [encryptionKey, ...formerKeys] : [];
  asked ??= {
    available: encryption !== 'unavailable',
    keys: [
      ...ring.map((name, index) => ({ tag: keyringTag, name, former: index > 0 })),
      { tag: fallbackTag, name: fallbackKey, former: ring.length > 0 },
    ],
  };
  return asked;
}

function keyOf(name: string): Buffer {
  return createHash('sha256').update(`stand-in keyring: ${name}`).digest();
}

function seal(text: string, { tag, name }: { readonly tag: string; readonly name: string }): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(name), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from(tag), nonce, cipher.getAuthTag(), sealed]);
}

function open(sealed: Buffer, name: string): string | undefined {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(name), sealed.subarray(3, 15));
  decipher.setAuthTag(sealed.subarray(15, 31));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(31)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function keysFor(doing: string): Encryptor['keys'] {
  if (!lifecycle.ready) throw new Error(`safeStorage cannot be used before app is ready`);
  const { available, keys } = encryptor();
  if (!available) {
    throw new Error(`Error while ${doing} provided to safeStorage: encryption is not available.`);
  }
  return keys;
}

/** The keyring of the settings. The synchronous methods, deprecated and soon gone, are not here. */
export const safeStorage = {
  async isAsyncEncryptionAvailable(): Promise<boolean> {
    await lifecycle.whenReady;
    return encryptor().available;
  },

  async encryptStringAsync(plainText: string): Promise<Buffer> {
    const [first] = keysFor('encrypting the text');
    if (first === undefined) throw new Error('no key');
    return seal(plainText, first);
  },

  async decryptStringAsync(encrypted: Buffer): Promise<{ shouldReEncrypt: boolean; result: string }> {
    const sealed = Buffer.from(encrypted);
    const tag = sealed.subarray(0, 3).toString('latin1');
    for (const key of keysFor('decrypting the ciphertext')) {
      const result = key.tag === tag && sealed.length >= 31 ? open(sealed, key.name) : undefined;
      if (result !== undefined) return { result, shouldReEncrypt: key.former };
    }
    throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.');
  },
};
