import { win32 } from 'node:path';
import type { RunProgram } from './system-program.ts';

/**
 * By their SIDs, as the names differ by language: LocalSystem and Administrators, who can read every file anyway.
 * https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
 */
const alwaysAllowed = ['*S-1-5-18', '*S-1-5-32-544'];

/** Whether a path of Windows leads into a folder. */
export function isInFolder(path: string, folder: string): boolean {
  const way = win32.relative(folder, path);
  return folder !== '' && way !== '' && !way.startsWith('..') && !win32.isAbsolute(way);
}

/**
 * What icacls is told, so that a folder and all that will be in it is for one user, the system and the administrators only.
 * @param user - the user's name, or a SID behind an asterisk
 */
export function closingArguments(folder: string, user: string): string[] {
  const allowed = new Set([user, ...alwaysAllowed]);
  return [folder, '/inheritance:r', '/grant:r', ...[...allowed].map((who) => `${who}:(OI)(CI)F`)];
}

/**
 * Takes the access away that a folder has inherited: below C:\ProgramData and on other drives every user may read what
 * anybody puts there, and the modes of Unix that Node is given do nothing.
 * @throws Error - a program of Windows could not be run, or says no
 */
export async function closeToOtherUsers(
  folder: string,
  run: RunProgram,
  systemRoot = process.env['SystemRoot'] ?? String.raw`C:\Windows`,
): Promise<void> {
  const program = (name: string): string => win32.join(systemRoot, 'System32', name);
  const told = await run(program('whoami.exe'), ['/user', '/fo', 'csv', '/nh']);
  const [, user] = /,"(S-1-[\d-]+)"\s*$/.exec(told) ?? [];
  if (user === undefined) throw new Error('whoami names no SID');
  await run(program('icacls.exe'), closingArguments(folder, `*${user}`));
}
