/** The switch that start at login gives. */
export const autostartSwitch = '--autostart';

/** What the command line asks for. */
export interface LaunchOptions {
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
