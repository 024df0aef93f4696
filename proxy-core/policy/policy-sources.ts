import path from 'node:path';
import { msg } from '#messages/message.ts';
import { jsonIn, readPolicyFile, trustedText, unreadable } from './policy-file.ts';
import { Policy, type PolicySource } from './policy.ts';
import { runProgram, type RunProgram } from './run-program.ts';
import { readRegistryPolicy, registryKey } from './windows-registry.ts';

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
 * @param environment - Windows says there where its folders are. Whoever changes it for a process of his own could as
 *   well start another program
 */
export function systemPolicies(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  run: RunProgram = runProgram,
): PolicySource[] {
  switch (platform) {
    case 'win32':
      return windowsPolicies(environment, run);
    case 'darwin':
      return [
        ownedPolicy('/Library/Application Support/Mailwicket/policy.json', root),
        managedPreferences('/Library/Managed Preferences/org.mailwicket.Mailwicket.plist', root, run),
      ];
    default:
      return [ownedPolicy('/etc/mailwicket/policy.json', root)];
  }
}

function windowsPolicies(
  environment: Readonly<Record<string, string | undefined>>,
  run: RunProgram,
): PolicySource[] {
  const { ProgramData: data = String.raw`C:\ProgramData`, SystemRoot: systemRoot } = environment;
  const file = path.win32.join(data, String.raw`Mailwicket\policy.json`);
  return [
    { name: file, read: () => readPolicyFile({ file, writer: { windows: run }, systemRoot }) },
    { name: registryKey, read: () => readRegistryPolicy(run, systemRoot) },
  ];
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
