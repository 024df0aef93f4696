import { withoutByteOrderMark } from '#messages/plain-text.ts';
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { CodedError } from '#core/errors/coded-error.ts';
import { type Message, msg } from '#messages/message.ts';
import { jsonOf, notJson } from '#core/storage/json.ts';
import { systemErrorCode, systemErrorText } from '#core/storage/system-error.ts';
import type { RunProgram } from '#core/storage/system-program.ts';

/**
 * - set-by-organization: a setting that the policy holds was to be changed
 * - not-allowed: the policy takes no account of this domain, or at this provider
 * - policy-unreadable: there is a policy, and it cannot be read
 * - policy-untrusted: others than an administrator can write it, so that it is none
 * - policy-invalid: a part of it is not what it should be
 */
export type PolicyErrorCode =
  'set-by-organization' | 'not-allowed' | 'policy-unreadable' | 'policy-untrusted' | 'policy-invalid';

/** What an organization's policy says no to, or what is wrong with the policy. */
export class PolicyError extends CodedError<PolicyErrorCode> {
  constructor(code: PolicyErrorCode, text: Message, fix: Message) {
    super(code, text, fix, { who: 'administrator' });
  }
}

/** More than any policy has. Bytes. */
const longestPolicy = 1_000_000;

/** Who may have written a policy: 'anybody' where whoever starts the service names the file. */
type PolicyWriter = 'anybody' | { readonly uid: number } | { readonly windows: RunProgram };

export interface PolicyFileOptions {
  readonly file: string;
  readonly writer: PolicyWriter;
  /** Somebody has named it: one that is not there is a mistake. */
  readonly mustExist?: boolean;
  /** Windows' folder, where PowerShell is. */
  readonly systemRoot?: string | undefined;
}

/**
 * What stands in a policy file; undefined where there is none.
 * @throws PolicyError - policy-untrusted: somebody else could have written it; policy-unreadable
 */
export async function readPolicyFile(options: PolicyFileOptions): Promise<unknown> {
  const text = await trustedText(options);
  return text === undefined ? undefined : jsonIn(options.file, text);
}

/** What a text says as JSON. @throws PolicyError - policy-unreadable */
export function jsonIn(where: string, text: string): unknown {
  const content = jsonOf(text);
  if (content === undefined) throw unreadable(where, notJson(text));
  return content;
}

/** The text of a file that only an administrator can have written; undefined where there is none. */
export async function trustedText(options: PolicyFileOptions): Promise<string | undefined> {
  const { file, writer, systemRoot, mustExist = false } = options;
  try {
    // opened once, so that what is looked at is what is read; a link could lead anywhere
    const handle = await open(
      file,
      constants.O_RDONLY | (writer === 'anybody' ? 0 : (constants.O_NOFOLLOW ?? 0)),
    );
    try {
      const found = await handle.stat();
      if (typeof writer === 'object' && 'uid' in writer) {
        refuseOthers(file, file, found, writer.uid);
        const folder = path.dirname(file);
        refuseOthers(file, folder, await stat(folder), writer.uid);
      }
      if (found.size > longestPolicy) throw unreadable(file, msg('policy.tooLong'));
      const text = withoutByteOrderMark(await handle.readFile('utf8'));
      if (typeof writer === 'object' && 'windows' in writer)
        await refuseOthersOnWindows(file, writer.windows, systemRoot);
      return text;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof PolicyError) throw error;
    const code = systemErrorCode(error);
    if (!mustExist && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
    if (code === 'ELOOP') throw untrusted(file, msg('policy.isLink'));
    throw unreadable(file, systemErrorText(error));
  }
}

function refuseOthers(
  file: string,
  looked: string,
  found: { readonly uid: number; readonly mode: number },
  uid: number,
): void {
  if (found.uid !== uid)
    throw untrusted(file, msg('policy.belongsToUser', { path: looked, owner: found.uid }));
  if ((found.mode & 0o022) !== 0) throw untrusted(file, msg('policy.othersCanWrite', { path: looked }));
}

/** What PowerShell says to a command. */
export function powerShell(
  run: RunProgram,
  systemRoot: string,
  command: string,
  environment?: Readonly<Record<string, string>>,
): Promise<string> {
  const program = path.win32.join(systemRoot, String.raw`System32\WindowsPowerShell\v1.0\powershell.exe`);
  return run(program, ['-NoProfile', '-NonInteractive', '-Command', command], environment);
}

/** Node does not say whose a file is on Windows. The path goes by the environment: nothing of it is PowerShell's to read. */
async function refuseOthersOnWindows(
  file: string,
  run: RunProgram,
  systemRoot = String.raw`C:\Windows`,
): Promise<void> {
  const command = '(Get-Acl -LiteralPath $env:MAILWICKET_POLICY_FILE).Sddl';
  const sddl = await powerShell(run, systemRoot, command, { MAILWICKET_POLICY_FILE: file }).catch(() => {
    throw unreadable(file, msg('policy.ownerUnknown'));
  });
  const why = writableByOthers(sddl.trim());
  if (why !== undefined) throw untrusted(file, why);
}

export function unreadable(where: string, why: Message): PolicyError {
  const text = msg('policy.unreadable', { where, why });
  return new PolicyError('policy-unreadable', text, msg('policy.mendUnreadable'));
}

function untrusted(where: string, why: Message): PolicyError {
  const text = msg('policy.untrusted', { where, why });
  return new PolicyError('policy-untrusted', text, msg('policy.mendUntrusted'));
}

/** Administrators, the system, and Windows' own installer, in SDDL's short forms where it has them. */
const administrators: ReadonlySet<string> = new Set([
  'BA',
  'SY',
  'S-1-5-32-544',
  'S-1-5-18',
  'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464',
]);

/** Rights that SDDL has letters for, of files ([MS-DTYP] 2.5.1.1); generic ones that write are left out, as unknown ones. */
const rights: Readonly<Record<string, number>> = {
  CC: 0x1,
  DC: 0x2,
  LC: 0x4,
  SW: 0x8,
  RP: 0x10,
  WP: 0x20,
  DT: 0x40,
  LO: 0x80,
  CR: 0x1_00,
  SD: 0x1_00_00,
  RC: 0x2_00_00,
  WD: 0x4_00_00,
  WO: 0x8_00_00,
  FR: 0x12_00_89,
  FX: 0x12_00_a0,
  FW: 0x12_01_16,
  FA: 0x1f_01_ff,
  GR: 0,
  GX: 0,
};

/** To write or append, to delete, to change the access or the owner, and all (generic all and generic write). */
const writing = 0x2 | 0x4 | 0x1_00_00 | 0x4_00_00 | 0x8_00_00 | 0x10_00_00_00 | 0x40_00_00_00;

/**
 * Why a file of Windows is not an administrator's alone to write; undefined where it is.
 * @param sddl - owner and access as SDDL ([MS-DTYP] 2.5.1): 'O:BAG:…D:(A;;FA;;;BA)…'
 */
export function writableByOthers(sddl: string): Message | undefined {
  const owner = /^O:(BA|SY|[A-Z]{2}|S-[\d-]+?)(?=[GDS]:|$)/.exec(sddl)?.[1] ?? '';
  if (!administrators.has(owner)) return msg('policy.ownedByOther', { owner });
  const access = /D:([^(]*)((?:\([^)]*\))+)/.exec(sddl);
  // no list at all: everybody may do everything
  if (access === null) return msg('policy.writableByEverybody');
  for (const [, entry = ''] of (access[2] ?? '').matchAll(/\(([^)]*)\)/g)) {
    // inherit-only (IO) entries are for what is below a folder
    const [type = '', flags = '', granted = '', , , who = ''] = entry.split(';');
    const applies = type.endsWith('A') && !/^(?:..)*IO/.test(flags);
    if (applies && !administrators.has(who) && writes(granted)) return msg('policy.writableByOther', { who });
  }
  return undefined;
}

function writes(granted: string): boolean {
  if (granted.startsWith('0x')) return (Number(granted) & writing) !== 0;
  return (granted.match(/../g) ?? []).some((letters) => {
    const mask = rights[letters];
    return mask === undefined || (mask & writing) !== 0;
  });
}
