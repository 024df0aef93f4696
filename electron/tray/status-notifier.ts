import { execFile } from 'node:child_process';

/** Runs a program and gives what it printed. */
export type RunProgram = (file: string, args: readonly string[]) => Promise<string>;

/** A session bus answers within milliseconds; one that hangs must not hold the start. */
const patience = 2_000;

/** The two programs that ask a D-Bus session bus; one of them is on every desktop. */
const questions: readonly { readonly file: string; readonly args: readonly string[] }[] = [
  {
    file: 'gdbus',
    args: [
      'call',
      '--session',
      '--dest=org.freedesktop.DBus',
      '--object-path=/org/freedesktop/DBus',
      '--method=org.freedesktop.DBus.NameHasOwner',
      'org.kde.StatusNotifierWatcher',
    ],
  },
  {
    file: 'dbus-send',
    args: [
      '--session',
      '--print-reply=literal',
      '--dest=org.freedesktop.DBus',
      '/org/freedesktop/DBus',
      'org.freedesktop.DBus.NameHasOwner',
      'string:org.kde.StatusNotifierWatcher',
    ],
  },
];

/**
 * Linux: whether somebody on this desktop shows tray icons (StatusNotifierItem specification). Without, an icon
 * is simply never seen, and nothing says so.
 */
export async function statusNotifierIsThere(run: RunProgram = runProgram): Promise<boolean> {
  for (const { file, args } of questions) {
    try {
      return /\btrue\b/.test(await run(file, args));
    } catch {
      // not installed, or no session bus: the other one may know
    }
  }
  return false;
}

function runProgram(file: string, args: readonly string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile(file, [...args], { timeout: patience, maxBuffer: 64 * 1024 }, (error, output) => {
    if (error === null) resolve(output);
    else reject(error);
  });
  return promise;
}
