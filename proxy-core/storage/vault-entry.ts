import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { msg, sentences } from '#messages/message.ts';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileOnce, readIfThere, writeFileAtomically } from './atomic-file.ts';
import { systemErrorCode } from './system-error.ts';
import { VaultError } from './vault.ts';

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

const prefix = 'entry+';
const word = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;
/** File names may have 255 octets on every system we know, less what stands before and behind. */
const longest = 180;

/** A name that cannot be an entry's: only ever a mistake in the program. */
export class EntryNameError extends TypeError {
  readonly code = 'vault-entry-name';

  constructor(name: string) {
    super(
      `${JSON.stringify(name.slice(0, 200))} cannot name a vault entry: lower-case words, digits, '-', '_' and inner '.', parted by '/', ${longest} characters at most`,
    );
    this.name = 'EntryNameError';
  }
}

/**
 * The file name of an entry: `account/x/tokens` is kept as `entry+account+x+tokens`. The `+` stands in no
 * name, so that each name has a file of its own; the prefix keeps clear of names that Windows reserves.
 * @throws EntryNameError
 */
export function entryFileName(name: string): string {
  const words = name.split('/');
  if (name.length > longest || !words.every((part) => word.test(part))) throw new EntryNameError(name);
  return prefix + words.join('+');
}

/** The entry of a file name, or undefined where the file is none. */
export function entryOfFileName(fileName: string): string | undefined {
  if (!fileName.startsWith(prefix)) return undefined;
  const words = fileName.slice(prefix.length).split('+');
  return words.every((part) => word.test(part)) ? words.join('/') : undefined;
}

const checkFile = 'key-check';
const checkLabel = 'mailwicket vault key check';
const usualPlaces = msg('storage.vaultKeyMailwicketVaultKey');
const checkText = 'this key opens this vault';

export function entryLabel(name: string): string {
  return `mailwicket vault entry ${name}`;
}

/** Whether a vault folder has been used: it holds entries or a key check. One that is not there has not. */
export async function vaultIsInUse(folder: string): Promise<boolean> {
  try {
    const names = await readdir(folder);
    return names.some((name) => name === checkFile || entryOfFileName(name) !== undefined);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Where a vault has its key check and its entries. */
export interface KeyCheckPlace {
  /** The vault, for people. */
  readonly shown: string;
  readCheck(): Promise<Uint8Array | undefined>;
  /** @returns false - somebody else was first */
  makeCheck(sealed: Uint8Array): Promise<boolean>;
  replaceCheck(sealed: Uint8Array): Promise<void>;
  entries(): AsyncIterable<{ readonly name: string; readonly sealed: Uint8Array }>;
}

/**
 * Makes sure that a key is the one that the vault was made with, before anything is written: a text sealed
 * at first use must open. Where it is lost or damaged, any entry that opens proves the key as well. A version that
 * brings a newer form of entries writes the check anew first: it says which form the vault has.
 * @param places - where the host's keys are, for people
 * @throws VaultError - vault-locked: another key; vault-unavailable: made by a newer version
 */
export async function checkVaultKey(
  place: KeyCheckPlace,
  key: KeyObject,
  places = usualPlaces,
): Promise<void> {
  // twice: somebody else may make the check between our look and our making it
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const sealed = await place.readCheck();
    const check = sealed && openText(key, checkLabel, sealed);
    if (check?.ok === true) return;
    const folder = place.shown;
    if (check?.reason === 'newer')
      throw new VaultError(
        'vault-unavailable',
        msg('storage.vaultWrittenNewerVersionMailwicket', { folder }),
      );
    const proof = await proofOf(place, key);
    if (check === undefined && proof === 'empty') {
      if (await place.makeCheck(sealText(key, checkLabel, checkText))) return;
      continue;
    }
    if (proof !== 'opens') break;
    await place.replaceCheck(sealText(key, checkLabel, checkText));
    return;
  }
  const remedy = msg('storage.nothingChangedBringBackKey', { places });
  const what = msg('storage.vaultMadeAnotherKey', { folder: place.shown });
  throw new VaultError('vault-locked', sentences(what, remedy), { remedy });
}

async function proofOf(place: KeyCheckPlace, key: KeyObject): Promise<'empty' | 'opens' | 'closed'> {
  let found: 'empty' | 'closed' = 'empty';
  for await (const { name, sealed } of place.entries()) {
    if (openText(key, entryLabel(name), sealed).ok) return 'opens';
    found = 'closed';
  }
  return found;
}

export function keyCheckInFolder(folder: string): KeyCheckPlace {
  const path = join(folder, checkFile);
  return {
    shown: folder,
    readCheck: () => readSealed(path),
    makeCheck: (sealed) => createFileOnce(path, sealed),
    replaceCheck: (sealed) => writeFileAtomically(path, sealed),
    async *entries() {
      for (const fileName of await readdir(folder)) {
        const name = entryOfFileName(fileName);
        const sealed = name === undefined ? undefined : await readSealed(join(folder, fileName));
        if (name !== undefined && sealed !== undefined) yield { name, sealed };
      }
    },
  };
}

/** A folder in the place of a file is nothing that opens. */
export async function readSealed(path: string): Promise<Uint8Array | undefined> {
  return readIfThere(path).catch((error: unknown) => {
    if (systemErrorCode(error) === 'EISDIR') return new Uint8Array();
    throw error;
  });
}
