import { mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, posix } from 'node:path';
import { app, type LoginItemSettings } from 'electron';
import { CodedError } from '#core/errors/coded-error.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { Policy } from '#core/policy/policy.ts';
import { readIfThere, writeFileAtomically } from '#core/storage/atomic-file.ts';
import { systemErrorText } from '#core/storage/system-error.ts';
import { msg } from '#messages/message.ts';
import type { StartAtLogin } from '#contract/commands/host.ts';

/** Start at login: what the system itself says and does, never a setting of ours that could differ from it. */
export interface Autostart {
  /** Undefined where this system cannot do it; 'off' where it cannot be read. Never rejects. */
  state(): Promise<StartAtLogin | undefined>;
  /** @throws CodedError - start-at-login-not-set */
  set(on: boolean): Promise<void>;
}

/**
 * The same, as far as the organization leaves it to the person: what it has set is set now, and changed by nobody. Where
 * it cannot be set that is logged: mail is served without it.
 */
export async function autostartUnderPolicy(
  autostart: Autostart,
  policy: Pick<Policy, 'values' | 'refuseChange'>,
  logger: Logger,
): Promise<Autostart> {
  const { startAtLogin } = policy.values;
  const state = await autostart.state();
  if (startAtLogin !== undefined && state !== undefined && (state !== 'off') !== startAtLogin)
    await autostart.set(startAtLogin).catch((error: unknown) => {
      logger.warn('start at login could not be set as the organization wants it', { error });
    });
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
      return {
        state: async () => loginItemState(platform, app.getLoginItemSettings(item())),
        set: async (on) => app.setLoginItemSettings({ openAtLogin: on, ...item() }),
      };
    case 'linux':
      // a Flatpak's configuration folder is its own: no session looks for entries there
      return process.env['FLATPAK_ID'] === undefined
        ? autostartFile(autostartPath(process.env, homedir()))
        : noAutostart;
    default:
      return noAutostart;
  }
}

const noAutostart: Autostart = { state: () => Promise.resolve(undefined), set: () => Promise.resolve() };

/** How this program is started: the file, and what comes before our own switches. */
interface LaunchCommand {
  readonly file: string;
  readonly args: readonly string[];
}

/** The switch that start at login gives: nobody asked for a window. */
const autostartSwitch = '--autostart';

/**
 * Whether to start without a window.
 * @param argv - the whole command line
 * @param wasOpenedAtLogin - macOS tells it apart itself
 */
export function launchOptions(
  argv: readonly string[],
  wasOpenedAtLogin = false,
): { readonly hidden: boolean } {
  return { hidden: argv.includes(autostartSwitch) || wasOpenedAtLogin };
}

/** The command line of a start that a person has asked for. */
export function withoutAutostart(argv: readonly string[]): string[] {
  return argv.filter((argument) => argument !== autostartSwitch);
}

/**
 * What the system should start at login.
 * @param now.environment - an AppImage runs from a mount that goes away: $APPIMAGE names the file itself
 * @param now.appFolder - given where the program is not packaged, and Electron must be told what to run
 */
export function launchCommand(now: {
  readonly execPath: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly appFolder: string | undefined;
}): LaunchCommand {
  const appImage = now.environment['APPIMAGE'];
  if (appImage !== undefined && isAbsolute(appImage)) return { file: appImage, args: [autostartSwitch] };
  const before = now.appFolder === undefined ? [] : [now.appFolder];
  return { file: now.execPath, args: [...before, autostartSwitch] };
}

function command(): LaunchCommand {
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

/**
 * What the system's login item says.
 * - Windows: the entry is there, but the person may have turned it off in the task manager
 * - macOS: it is there, but the person has yet to allow it in the system's settings
 */
export function loginItemState(
  platform: NodeJS.Platform,
  found: Pick<LoginItemSettings, 'openAtLogin' | 'executableWillLaunchAtLogin' | 'status'>,
): StartAtLogin {
  if (platform === 'win32') return found.openAtLogin && found.executableWillLaunchAtLogin ? 'on' : 'off';
  if (found.status === 'requires-approval') return 'needs-approval';
  return found.openAtLogin ? 'on' : 'off';
}

function autostartFile(path: string): Autostart {
  return {
    async state() {
      // one that another user wrote, as `sudo` does, may be unreadable
      const entry = await readIfThere(path).catch(() => undefined);
      return entry !== undefined && entryIsOn(entry.toString('utf8')) ? 'on' : 'off';
    },
    async set(on) {
      try {
        if (on) await mkdir(dirname(path), { recursive: true });
        if (on) await writeFileAtomically(path, autostartEntry(command()));
        else await rm(path, { force: true });
      } catch (cause) {
        const text = msg('settings.startAtLoginNotSet', { why: systemErrorText(cause) });
        throw new CodedError('start-at-login-not-set', text, msg('settings.ownAutostartEntry', { path }), {
          cause,
        });
      }
    },
  };
}

/** Where the entry of this program is (Desktop Application Autostart Specification). */
export function autostartPath(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  const configured = environment['XDG_CONFIG_HOME'];
  const config =
    configured !== undefined && posix.isAbsolute(configured) ? configured : join(home, '.config');
  return join(config, 'autostart', 'mailwicket.desktop');
}

/** The entry's text (Desktop Entry Specification 1.5). */
export function autostartEntry(launch: LaunchCommand): string {
  return `[Desktop Entry]
Type=Application
Version=1.5
Name=Mailwicket
Comment=Lets mail programs sign in with OAuth 2.0
Comment[de]=Lässt Mailprogramme sich mit OAuth 2.0 anmelden
Icon=mailwicket
Exec=${[launch.file, ...launch.args].map(quoted).join(' ')}
Terminal=false
StartupNotify=false
X-GNOME-Autostart-enabled=true
`;
}

/** Whether an entry that is there starts the program: desktops turn entries off rather than remove them. */
export function entryIsOn(text: string): boolean {
  const value = (key: string): string | undefined =>
    new RegExp(`^${key}\\s*=\\s*(.*?)\\s*$`, 'im').exec(text)?.[1]?.toLowerCase();
  return (
    value('Exec') !== undefined &&
    value('Hidden') !== 'true' &&
    value('X-GNOME-Autostart-enabled') !== 'false'
  );
}

/**
 * An argument of Exec: quoted, its special characters escaped; `%` begins a field code; and as every string value
 * is unescaped once before that, backslashes are doubled again.
 */
function quoted(argument: string): string {
  if (/^[\w@./:=+-]+$/.test(argument)) return argument;
  const escaped = argument.replaceAll('%', '%%').replaceAll(/["`$\\]/g, (character) => `\\${character}`);
  return `"${escaped}"`.replaceAll('\\', '\\\\');
}
