import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Clock } from '#core/logging/clock.ts';
import type { RunProgram } from '#core/storage/system-program.ts';

/** A session bus answers within milliseconds; one that hangs must not hold the start. */
const patience = 2_000;

const bus = 'org.freedesktop.DBus';
const path = '/org/freedesktop/DBus';
const watcher = 'org.kde.StatusNotifierWatcher';
/** The two programs that ask a D-Bus session bus, with their arguments; one of them is on every desktop. */
const questions: readonly (readonly [file: string, ...args: string[]])[] = [
  [
    'gdbus',
    'call',
    '--session',
    `--dest=${bus}`,
    `--object-path=${path}`,
    `--method=${bus}.NameHasOwner`,
    watcher,
  ],
  [
    'dbus-send',
    '--session',
    '--print-reply=literal',
    `--dest=${bus}`,
    path,
    `${bus}.NameHasOwner`,
    `string:${watcher}`,
  ],
];

/**
 * Linux: whether somebody on this desktop shows tray icons (StatusNotifierItem specification). Without, an icon
 * is simply never seen, and nothing says so.
 */
export async function statusNotifierIsThere(run: RunProgram = runProgram): Promise<boolean> {
  for (const [file, ...args] of questions) {
    try {
      return /\btrue\b/.test(await run(file, args));
    } catch {
      // not installed, or no session bus: the other one may know
    }
  }
  return false;
}

const runProgram: RunProgram = async (file, args) => {
  const { stdout } = await promisify(execFile)(file, [...args], { timeout: patience, maxBuffer: 64 * 1024 });
  return stdout;
};

/** Panels start with the session as we do, and some of them later. Milliseconds between looks. */
const looks = [2_000, 3_000, 5_000, 10_000, 20_000, 40_000] as const;

/**
 * Shows the icon as soon as there is a place for it.
 * @param possible - whether there is one now
 * @returns whether there was one at the first look
 */
export async function showWhenPossible(options: {
  readonly possible: () => Promise<boolean>;
  readonly show: () => void;
  readonly clock: Clock;
}): Promise<boolean> {
  const { possible, show, clock } = options;
  if (await possible()) {
    show();
    return true;
  }
  const lookAgain = (round: number): void => {
    const pause = looks[round];
    if (pause === undefined) return;
    clock.after(pause, () => {
      void possible().then((now) => (now ? show() : lookAgain(round + 1)));
    });
  };
  lookAgain(0);
  return false;
}
