import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';

/** 'MWV' and the version of the form: nonce (12 octets), ciphertext, tag (16 octets) follow. */
const magic = Buffer.from('MWV', 'latin1');
const version = 1;
const headerLength = magic.length + 1;
const nonceLength = 12;
const tagLength = 16;

/** What became of an attempt to open a sealed text. 'refused': the key or the content is not the right one. */
export type Opened =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: 'malformed' | 'newer' | 'refused' };

/**
 * Seals a text with AES-256-GCM (NIST SP 800-38D) under a fresh random 96-bit nonce. The label is
 * authenticated with it, so that one sealed text cannot stand in for another.
 */
export function sealText(key: KeyObject, label: string, text: string): Buffer {
  const nonce = randomBytes(nonceLength);
  const header = Buffer.concat([magic, Buffer.of(version)]);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  cipher.setAAD(associatedData(header, label));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([header, nonce, sealed, cipher.getAuthTag()]);
}

/** Opens what {@link sealText} made; never throws for what it is given. */
export function openText(key: KeyObject, label: string, bytes: Uint8Array): Opened {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < headerLength || !buffer.subarray(0, magic.length).equals(magic)) {
    return { ok: false, reason: 'malformed' };
  }
  if ((buffer[magic.length] ?? 0) > version) return { ok: false, reason: 'newer' };
  if (buffer[magic.length] !== version || buffer.length < headerLength + nonceLength + tagLength) {
    return { ok: false, reason: 'malformed' };
  }
  const nonce = buffer.subarray(headerLength, headerLength + nonceLength);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  decipher.setAAD(associatedData(buffer.subarray(0, headerLength), label));
  decipher.setAuthTag(buffer.subarray(buffer.length - tagLength));
  try {
    const sealed = buffer.subarray(headerLength + nonceLength, buffer.length - tagLength);
    const text = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
    return { ok: true, text };
  } catch {
    return { ok: false, reason: 'refused' };
  }
}

/** Tells one sealed text from any other: its nonce, in hex. */
export function sealSignature(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(headerLength, headerLength + nonceLength)).toString('hex');
}

function associatedData(header: Buffer, label: string): Buffer {
  return Buffer.concat([header, Buffer.from(label, 'utf8')]);
}
