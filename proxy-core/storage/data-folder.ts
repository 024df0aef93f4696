import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join, posix, resolve, win32 } from 'node:path';
import { systemErrorText } from './system-error.ts';
import { runProgram, type RunProgram } from './system-program.ts';

export interface DataFolderOptions {
  /** What the user asked for (`--data DIR`); wins over the system's place. */
  readonly override?: string | undefined;
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  readonly platform?: NodeJS.Platform | undefined;
  readonly home?: string | undefined;
}

/**
 * Where Mailwicket keeps its files, as an absolute path; nothing is made yet.
 * Linux and others: $XDG_CONFIG_HOME/mailwicket or ~/.config/mailwicket (XDG Base Directory
 * Specification: a relative $XDG_CONFIG_HOME is ignored); macOS: ~/Library/Application
 * Support/Mailwicket; Windows: %APPDATA%\Mailwicket.
 * @throws CodedError - data-folder-unknown: the system does not say where the user's files are
 */
export function locateDataFolder(options: DataFolderOptions = {}): string {
  if (options.override !== undefined && options.override !== '') return resolve(options.override);
  const environment = options.environment ?? process.env;
  const platform = options.platform ?? process.platform;
  const home = options.home ?? homedir();
  const unknown = new CodedError('data-folder-unknown', msg('storage.systemDoesNotSayWhere'));
  if (platform === 'win32') {
    const appData = environment['APPDATA'];
    if (appData !== undefined && win32.isAbsolute(appData)) return win32.join(appData, 'Mailwicket');
    if (win32.isAbsolute(home)) return win32.join(home, 'AppData', 'Roaming', 'Mailwicket');
    throw unknown;
  }
  const configured = environment['XDG_CONFIG_HOME'];
  if (platform !== 'darwin' && configured !== undefined && posix.isAbsolute(configured)) {
    return posix.join(configured, 'mailwicket');
  }
  if (!posix.isAbsolute(home)) throw unknown;
  return platform === 'darwin'
    ? posix.join(home, 'Library', 'Application Support', 'Mailwicket')
    : posix.join(home, '.config', 'mailwicket');
}

export function dataPaths(dataFolder: string): {
  readonly settings: string;
  readonly vault: string;
  readonly vaultKey: string;
  /** The desktop's, sealed by the system's keyring. */
  readonly sealedVaultKey: string;
} {
  return {
    settings: join(dataFolder, 'settings.json'),
    vault: join(dataFolder, 'vault'),
    vaultKey: join(dataFolder, 'vault.key'),
    sealedVaultKey: join(dataFolder, 'vault-key.sealed'),
  };
}

/** Whether a file or a folder is there, as far as can be seen. */
export async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/**
 * Makes the data folder, for this user only (0700). One that is there already and open to others is
 * closed to them if it is empty or ours; a folder with other things in it (a home folder, /tmp) is refused,
 * because closing it would take it from others; so is one that belongs to another user.
 * On Windows one in the user's profile, wherever that was moved to, is closed already; elsewhere one that is new or empty
 * is closed, and one that has files in it is left as its administrator has set it up.
 * @param system.run - runs the programs of Windows that close a folder
 * @returns the path given
 * @throws CodedError - data-folder-unavailable: it cannot be made or read; data-folder-open: it is open to other users
 *   of this machine and holds files of others, or cannot be closed; data-folder-foreign: another user can exchange what
 *   is in it
 */
export async function openDataFolder(
  path: string,
  system: {
    readonly platform?: NodeJS.Platform;
    readonly profile?: readonly (string | undefined)[];
    readonly run?: RunProgram;
  } = {},
): Promise<string> {
  const { platform = process.platform, run = runProgram } = system;
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    if (platform === 'win32') {
      const { APPDATA, LOCALAPPDATA } = process.env;
      const { profile = [homedir(), APPDATA, LOCALAPPDATA] } = system;
      const isClosed = profile.some((folder) => folder !== undefined && isInFolder(path, folder));
      if (!isClosed && (await readdir(path)).length === 0) await closeOnWindows(path, run);
      return path;
    }
    const found = await stat(path);
    const other = otherOwner(found);
    if (other !== undefined) {
      const text = msg('storage.dataFolderBelongsAnotherUser', { path, ...other });
      throw new CodedError('data-folder-foreign', text);
    }
    if ((found.mode & 0o077) === 0) return path;
    const names = await readdir(path);
    const ours =
      names.length === 0 || names.some((name) => ['settings.json', 'vault', 'vault.key'].includes(name));
    if (ours) {
      await chmod(path, 0o700);
      return path;
    }
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError(
      'data-folder-unavailable',
      msg('storage.dataFolderCannotUsed', { path, why: systemErrorText(error) }),
      undefined,
      { cause: error },
    );
  }
  throw new CodedError(
    'data-folder-open',
    msg('storage.dataFolderOpenOtherUsers', { path }),
    msg('storage.chooseFolderOrClose', { command: `chmod 700 '${path}'` }),
  );
}

/** @throws CodedError - data-folder-open */
async function closeOnWindows(path: string, run: RunProgram): Promise<void> {
  const closed = await closeToOtherUsers(path, run).then(
    () => true,
    () => false,
  );
  // until it was closed, others could put a key of theirs into it
  if (closed && (await readdir(path)).length === 0) return;
  const command = closingArguments(path, userInfo().username)
    .map((word) => (/^[\w/:]+$/.test(word) ? word : `"${word}"`))
    .join(' ');
  throw new CodedError(
    'data-folder-open',
    msg('storage.dataFolderNotClosed', { path }),
    msg('storage.chooseFolderOrClose', { command: `icacls ${command}` }),
  );
}

/**
 * Who a file or folder belongs to, where that is not the user as whom this process runs: that one can read and exchange
 * it, whatever its mode says. Undefined where it is the same user, and on Windows, which has no such numbers.
 */
export function otherOwner(found: {
  readonly uid: number;
}): { readonly owner: number; readonly runner: number } | undefined {
  const runner = process.geteuid?.();
  return runner === undefined || found.uid === runner ? undefined : { owner: found.uid, runner };
}

/**
 * By their SIDs, as the names differ by language: LocalSystem and Administrators, who can read every file anyway.
 * https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
 */
const alwaysAllowed = ['*S-1-5-18', '*S-1-5-32-544'];

/** Whether a path of Windows leads into a folder. */
function isInFolder(path: string, folder: string): boolean {
  const way = win32.relative(folder, path);
  return folder !== '' && way !== '' && !way.startsWith('..') && !win32.isAbsolute(way);
}

/**
 * What icacls is told, so that a folder and all that will be in it is for one user, the system and the administrators only.
 * @param user - the user's name, or a SID behind an asterisk
 */
function closingArguments(folder: string, user: string): string[] {
  const allowed = new Set([user, ...alwaysAllowed]);
  return [folder, '/inheritance:r', '/grant:r', ...[...allowed].map((who) => `${who}:(OI)(CI)F`)];
}

/**
 * Takes the access away that a folder has inherited: below C:\ProgramData and on other drives every user may read what
 * anybody puts there, and the modes of Unix that Node is given do nothing.
 * @throws Error - a program of Windows could not be run, or says no
 */
async function closeToOtherUsers(folder: string, run: RunProgram): Promise<void> {
  const systemRoot = process.env['SystemRoot'] ?? String.raw`C:\Windows`;
  const program = (name: string): string => win32.join(systemRoot, 'System32', name);
  const told = await run(program('whoami.exe'), ['/user', '/fo', 'csv', '/nh']);
  const [, user] = /,"(S-1-[\d-]+)"\s*$/.exec(told) ?? [];
  if (user === undefined) throw new Error('whoami names no SID');
  await run(program('icacls.exe'), closingArguments(folder, `*${user}`));
}
