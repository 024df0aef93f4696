import { msg, sentences } from '#messages/message.ts';
import type { KeyObject } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileOnce, writeFileAtomically } from './atomic-file.ts';
import { openText, sealText, entryOfFileName } from './vault-entry.ts';
import { systemErrorCode } from './system-error.ts';
import { VaultError } from './vault.ts';

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
    if (check?.reason === 'newer') throw newerVault(place.shown);
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
  throw new VaultError(
    'vault-locked',
    sentences(msg('storage.vaultMadeAnotherKey', { folder: place.shown }), remedy),
    { remedy },
  );
}

function newerVault(shown: string): VaultError {
  return new VaultError(
    'vault-unavailable',
    msg('storage.vaultWrittenNewerVersionMailwicket', { folder: shown }),
  );
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
async function readSealed(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    if (systemErrorCode(error) === 'EISDIR') return new Uint8Array();
    throw error;
  }
}
