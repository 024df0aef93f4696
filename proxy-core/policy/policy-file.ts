import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Message, msg } from '#messages/message.ts';
import { notJson } from '#core/storage/json.ts';
import { systemErrorCode, systemErrorText } from '#core/storage/system-error.ts';
import { PolicyError } from './policy-error.ts';
import { longestPolicy, type RunProgram } from './run-program.ts';
import { writableByOthers } from './windows-acl.ts';

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
  try {
    const content: unknown = JSON.parse(text);
    return content;
  } catch {
    throw unreadable(where, notJson(text));
  }
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
      const text = (await handle.readFile('utf8')).replace(/^\uFEFF/u, '');
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

/** Node does not say whose a file is on Windows. The path goes by the environment: nothing of it is PowerShell's to read. */
async function refuseOthersOnWindows(
  file: string,
  run: RunProgram,
  systemRoot = String.raw`C:\Windows`,
): Promise<void> {
  const command = '(Get-Acl -LiteralPath $env:MAILWICKET_POLICY_FILE).Sddl';
  const program = path.win32.join(systemRoot, String.raw`System32\WindowsPowerShell\v1.0\powershell.exe`);
  const args = ['-NoProfile', '-NonInteractive', '-Command', command];
  const sddl = await run(program, args, { MAILWICKET_POLICY_FILE: file }).catch(() => {
    throw unreadable(file, msg('policy.ownerUnknown'));
  });
  const why = writableByOthers(sddl.trim());
  if (why !== undefined) throw untrusted(file, why);
}

export function unreadable(where: string, why: Message): PolicyError {
  return new PolicyError(
    'policy-unreadable',
    msg('policy.unreadable', { where, why }),
    msg('policy.mendUnreadable'),
    { who: 'administrator' },
  );
}

function untrusted(where: string, why: Message): PolicyError {
  return new PolicyError(
    'policy-untrusted',
    msg('policy.untrusted', { where, why }),
    msg('policy.mendUntrusted'),
    {
      who: 'administrator',
    },
  );
}
