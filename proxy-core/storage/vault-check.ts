import { msg, sentences } from '#messages/message.ts';
import type { KeyObject } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileOnce, writeFileAtomically } from './atomic-file.ts';
import { openText, sealText, type Opened, entryOfFileName } from './vault-entry.ts';
import { systemErrorCode } from './system-error.ts';
import { VaultError } from './vault.ts';

const checkFile = 'key-check';
const checkLabel = 'mailwicket vault key check';
const usualPlaces = msg('storage.vaultKeyMailwicketVaultKey');
const checkText = 'this key opens this vault';

/** The label under which an entry is sealed. */
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

/**
 * Makes sure that a key is the one that the vault was made with, before anything is written: a text sealed
 * at first use must open. Where it is lost or damaged, any entry that opens proves the key as well. A version that
 * brings a newer form of entries writes the check anew first: it says which form the vault has.
 * @param places - where the host's keys are, for people
 * @throws VaultError - vault-locked: another key; vault-unavailable: made by a newer version
 */
export async function checkVaultKey(folder: string, key: KeyObject, places = usualPlaces): Promise<void> {
  const path = join(folder, checkFile);
  // twice: somebody else may make the check between our look and our making it
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const check = await openFile(path, key, checkLabel);
    if (check?.ok === true) return;
    if (check?.reason === 'newer') throw newerVault(folder);
    const entries = (await readdir(folder)).filter((name) => entryOfFileName(name) !== undefined);
    if (check === undefined && entries.length === 0) {
      if (await createFileOnce(path, sealText(key, checkLabel, checkText))) return;
      continue;
    }
    if (!(await opensAny(folder, entries, key))) break;
    await writeFileAtomically(path, sealText(key, checkLabel, checkText));
    return;
  }
  const remedy = msg('storage.nothingChangedBringBackKey', { places });
  throw new VaultError('vault-locked', sentences(msg('storage.vaultMadeAnotherKey', { folder }), remedy), {
    remedy,
  });
}

function newerVault(folder: string): VaultError {
  return new VaultError('vault-unavailable', msg('storage.vaultWrittenNewerVersionMailwicket', { folder }));
}

async function opensAny(folder: string, entries: readonly string[], key: KeyObject): Promise<boolean> {
  for (const fileName of entries) {
    const opened = await openFile(join(folder, fileName), key, entryLabel(entryOfFileName(fileName) ?? ''));
    if (opened?.ok === true) return true;
  }
  return false;
}

async function openFile(path: string, key: KeyObject, label: string): Promise<Opened | undefined> {
  try {
    return openText(key, label, await readFile(path));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    if (systemErrorCode(error) === 'EISDIR') return { ok: false, reason: 'malformed' };
    throw error;
  }
}
