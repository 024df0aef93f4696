import { withoutByteOrderMark } from '#messages/plain-text.ts';
import path from 'node:path';
import { msg } from '#messages/message.ts';
import { policyKeySchema, policyKinds } from '#contract/policy.ts';
import { jsonOf } from '#core/storage/json.ts';
import { runProgram, type RunProgram } from '#core/storage/system-program.ts';
import { jsonIn, powerShell, readPolicyFile, trustedText, unreadable } from './policy-file.ts';
import { Policy, type PolicySource } from './policy.ts';

const policies = String.raw`HKLM\Software\Policies`;
const registryKey = String.raw`${policies}\Mailwicket`;

/** The root user, whose the policies of macOS and Linux are. */
const root = { uid: 0 };

/**
 * The policy of this machine.
 * @param named - a file that whoever starts Mailwicket names; what the system's administrators set goes before it. The
 *   variable MAILWICKET_POLICY where left out
 */
export function policyOfHost(named = process.env['MAILWICKET_POLICY']): Policy {
  const own: PolicySource[] =
    named === undefined || named === ''
      ? []
      : [{ name: named, read: () => readPolicyFile({ file: named, writer: 'anybody', mustExist: true }) }];
  return new Policy([...own, ...systemPolicies()]);
}

/** A file that only this user can have written. */
export function ownedPolicy(file: string, writer: { readonly uid: number }): PolicySource {
  return { name: file, read: () => readPolicyFile({ file, writer }) };
}

/**
 * Where the administrators of this system put policies; a later one goes before an earlier one.
 * @param environment - names the folders of Windows. Whoever can change it for this process could just as well start
 *   another program
 */
export function systemPolicies(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): PolicySource[] {
  switch (platform) {
    case 'win32': {
      const { ProgramData: data = String.raw`C:\ProgramData`, SystemRoot: systemRoot } = environment;
      const file = path.win32.join(data, String.raw`Mailwicket\policy.json`);
      return [
        { name: file, read: () => readPolicyFile({ file, writer: { windows: runProgram }, systemRoot }) },
        { name: registryKey, read: () => readRegistryPolicy(runProgram, systemRoot) },
      ];
    }
    case 'darwin':
      return [
        ownedPolicy('/Library/Application Support/Mailwicket/policy.json', root),
        managedPreferences('/Library/Managed Preferences/org.mailwicket.Mailwicket.plist', root, runProgram),
      ];
    default:
      return [ownedPolicy('/etc/mailwicket/policy.json', root)];
  }
}

/** What a configuration profile of macOS has set, by Jamf or another management; plutil reads it, a program of macOS. */
export function managedPreferences(
  file: string,
  writer: { readonly uid: number },
  run: RunProgram,
): PolicySource {
  return {
    name: file,
    async read() {
      if ((await trustedText({ file, writer })) === undefined) return undefined;
      const json = await run('/usr/bin/plutil', ['-convert', 'json', '-o', '-', '--', file]).catch(() => {
        throw unreadable(file, msg('policy.notProperties'));
      });
      return jsonIn(file, json);
    },
  };
}

/**
 * The policy that group policies and Intune have written into the registry; undefined where there is none. `reg` says
 * it, a program of Windows; where an organization has forbidden it ('Prevent access to registry editing tools'),
 * PowerShell.
 * @throws PolicyError - policy-unreadable
 */
export async function readRegistryPolicy(
  run: RunProgram,
  systemRoot = String.raw`C:\Windows`,
): Promise<unknown> {
  const reg = path.win32.join(systemRoot, String.raw`System32\reg.exe`);
  const query = (key: string): Promise<string | undefined> =>
    run(reg, ['query', key, '/reg:64']).catch(() => undefined);
  const own = await query(registryKey);
  if (own !== undefined) {
    // the items of a list have \0 between them, which a path can have too; and other letters than ASCII come in the system's
    // code page. Where PowerShell may not run, what reg says has to do.
    const isUnclear = own.includes(' REG_MULTI_SZ ') || own.includes('\u{fffd}');
    const clear = isUnclear ? await byPowerShell(run, systemRoot).catch(() => undefined) : undefined;
    return clear ?? fromQuery(own);
  }
  // it fails alike where there is no such key, and where it may not run: the key above is always there
  const above = await query(policies);
  if (above !== undefined && !above.toLowerCase().includes(String.raw`\policies\mailwicket`))
    return undefined;
  return await byPowerShell(run, systemRoot);
}

/** Values come as 'name    REG_TYPE    value', a line each; the items of a list have \0 between them. */
function fromQuery(text: string): Record<string, unknown> {
  const values = [...text.matchAll(/^ {4}(.+?) {4}(REG_[A-Z_]+) {4}(.*?)\r?$/gm)];
  return Object.fromEntries(
    values.map(([, name = '', type, value = '']) => [
      name,
      valueOf(
        name,
        type === 'REG_DWORD' ? Number(value) : type === 'REG_MULTI_SZ' ? value.split(String.raw`\0`) : value,
      ),
    ]),
  );
}

const script = `try { [Console]::OutputEncoding = New-Object Text.UTF8Encoding $false } catch {}
$key = Get-Item -LiteralPath 'Registry::HKEY_LOCAL_MACHINE\\Software\\Policies\\Mailwicket' -ErrorAction SilentlyContinue
if ($null -eq $key) { 'none' } else { $all = @{}
foreach ($name in $key.GetValueNames()) { $all[$name] = $key.GetValue($name) }
ConvertTo-Json -InputObject $all -Compress }`;

async function byPowerShell(run: RunProgram, systemRoot: string): Promise<unknown> {
  const told = await powerShell(run, systemRoot, script).then(withoutByteOrderMark, () => '');
  if (told.trim() === 'none') return undefined;
  const values = jsonOf(told);
  if (values === undefined) throw unreadable(registryKey, msg('policy.registryClosed'));
  return typeof values === 'object' && values !== null
    ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name, valueOf(name, value)]))
    : values;
}

/** What a value of the registry stands for; what it cannot stand for is left to the schema to refuse. */
function valueOf(name: string, value: unknown): unknown {
  const key = policyKeySchema.safeParse(name).data;
  const kind = key === undefined ? undefined : policyKinds.get(key);
  const lines = Array.isArray(value) ? value.map(String) : undefined;
  switch (kind) {
    case 'switch':
      return value === 1 ? true : value === 0 ? false : value;
    case 'port':
      return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    case 'list':
      return lines?.filter((line) => line !== '') ?? value;
    case 'json':
      return parsed(lines?.join('\n') ?? value);
    case 'text':
    case undefined:
      return value;
    default:
      return kind satisfies never;
  }
}

function parsed(value: unknown): unknown {
  return typeof value === 'string' ? (jsonOf(value) ?? value) : value;
}
