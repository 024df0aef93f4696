import path from 'node:path';
import { msg } from '#messages/message.ts';
import { policyKeySchema, policyKinds } from '#contract/policy.ts';
import { jsonOf } from '#core/storage/json.ts';
import { unreadable } from './policy-file.ts';
import type { RunProgram } from './run-program.ts';

const policies = String.raw`HKLM\Software\Policies`;
export const registryKey = String.raw`${policies}\Mailwicket`;

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
  if (own !== undefined) return fromQuery(own);
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

const script = `$key = Get-Item -LiteralPath 'Registry::HKEY_LOCAL_MACHINE\\Software\\Policies\\Mailwicket' -ErrorAction SilentlyContinue
if ($null -eq $key) { 'none' } else { $all = @{}
foreach ($name in $key.GetValueNames()) { $all[$name] = $key.GetValue($name) }
ConvertTo-Json -InputObject $all -Compress }`;

async function byPowerShell(run: RunProgram, systemRoot: string): Promise<unknown> {
  const program = path.win32.join(systemRoot, String.raw`System32\WindowsPowerShell\v1.0\powershell.exe`);
  const told = await run(program, ['-NoProfile', '-NonInteractive', '-Command', script]).catch(() => '');
  if (told.trim() === 'none') return undefined;
  try {
    const values: unknown = JSON.parse(told);
    return typeof values === 'object' && values !== null
      ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name, valueOf(name, value)]))
      : values;
  } catch {
    throw unreadable(registryKey, msg('policy.registryClosed'));
  }
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
      return jsonIn(lines?.join('\n') ?? value);
    case 'text':
    case undefined:
      return value;
    default:
      return kind satisfies never;
  }
}

function jsonIn(value: unknown): unknown {
  return typeof value === 'string' ? (jsonOf(value) ?? value) : value;
}
