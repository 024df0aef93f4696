import { mkdir, readFile, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { app } from 'electron';
import type { Policy } from '#core/policy/policy.ts';
import { writeFileAtomically } from '#core/storage/atomic-file.ts';
import { systemErrorCode } from '#core/storage/system-error.ts';
import type { StartAtLogin } from '#contract/commands/host.ts';
import {
  autostartEntry,
  autostartPath,
  entryIsOn,
  launchCommand,
  loginItemState,
} from './autostart-entry.ts';

/** Start at login: what the system itself says and does, never a setting of ours that could differ from it. */
export interface Autostart {
  /** Undefined where this system cannot do it. */
  state(): Promise<StartAtLogin | undefined>;
  set(on: boolean): Promise<void>;
}

/** The same, as far as the organization leaves it to the person: what it has set is set now, and changed by nobody. */
export async function heldAutostart(
  autostart: Autostart,
  policy: Pick<Policy, 'values' | 'refuseChange'>,
): Promise<Autostart> {
  const { startAtLogin } = policy.values;
  const state = await autostart.state();
  if (startAtLogin !== undefined && state !== undefined && (state !== 'off') !== startAtLogin)
    await autostart.set(startAtLogin);
  return {
    state: () => autostart.state(),
    async set(on) {
      policy.refuseChange('startAtLogin');
      await autostart.set(on);
    },
  };
}

/** The way of this system. */
export function autostartOf(platform: NodeJS.Platform): Autostart {
  switch (platform) {
    case 'win32':
    case 'darwin':
      return loginItem();
    case 'linux':
      return autostartFile(autostartPath(process.env, homedir()));
    default:
      return { state: () => Promise.resolve(undefined), set: () => Promise.resolve() };
  }
}

function command(): ReturnType<typeof launchCommand> {
  return launchCommand({
    execPath: process.execPath,
    environment: process.env,
    appFolder: app.isPackaged ? undefined : app.getAppPath(),
  });
}

/** Windows: what stands in the registry; it must be the same each time, or the entry is not found again. */
function item(): { path: string; args: string[] } {
  const { file, args } = command();
  return { path: file, args: args.map((arg) => (arg.includes(' ') ? `"${arg}"` : arg)) };
}

function loginItem(): Autostart {
  return {
    async state() {
      return loginItemState(process.platform, app.getLoginItemSettings(item()));
    },
    async set(on) {
      app.setLoginItemSettings({ openAtLogin: on, ...item() });
    },
  };
}

function autostartFile(path: string): Autostart {
  return {
    async state() {
      try {
        return entryIsOn(await readFile(path, 'utf8')) ? 'on' : 'off';
      } catch (error) {
        if (systemErrorCode(error) === 'ENOENT') return 'off';
        throw error;
      }
    },
    async set(on) {
      if (on) {
        await mkdir(dirname(path), { recursive: true });
        await writeFileAtomically(path, autostartEntry(command()));
        return;
      }
      await unlink(path).catch((error: unknown) => {
        if (systemErrorCode(error) !== 'ENOENT') throw error;
      });
    },
  };
}
