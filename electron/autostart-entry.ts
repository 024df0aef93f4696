import { isAbsolute, join, posix } from 'node:path';
import type { LoginItemSettings } from 'electron';
import type { StartAtLogin } from '#contract/commands/host.ts';

/** How this program is started: the file, and what comes before our own switches. */
export interface LaunchCommand {
  readonly file: string;
  readonly args: readonly string[];
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
export function autostartEntry(command: LaunchCommand): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    'Name=Mailwicket',
    'Comment=Lets mail programs sign in with OAuth 2.0',
    'Comment[de]=Lässt Mailprogramme sich mit OAuth 2.0 anmelden',
    'Icon=mailwicket',
    `Exec=${[command.file, ...command.args].map(quoted).join(' ')}`,
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
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

/**
 * An argument of Exec: quoted, its special characters escaped; `%` begins a field code; and as every string value
 * is unescaped once before that, backslashes are doubled again.
 */
function quoted(argument: string): string {
  const plain = /^[\w@./:=+-]+$/.test(argument);
  if (plain) return argument;
  const escaped = argument.replaceAll('%', '%%').replaceAll(/["`$\\]/g, (character) => `\\${character}`);
  return `"${escaped}"`.replaceAll('\\', '\\\\');
}

/** The switch that start at login gives. */
const autostartSwitch = '--autostart';

/** What the command line asks for. */
interface LaunchOptions {
  /** Start without a window: nobody asked for one. */
  readonly hidden: boolean;
}

/**
 * @param argv - the whole command line
 * @param wasOpenedAtLogin - macOS tells it apart itself
 */
export function launchOptions(argv: readonly string[], wasOpenedAtLogin = false): LaunchOptions {
  return { hidden: argv.includes(autostartSwitch) || wasOpenedAtLogin };
}
