import type { OverallState } from '#contract/status.ts';

export const overallStates: readonly OverallState[] = ['ready', 'working', 'needs-you', 'paused', 'offline'];

export type TrayPlatform = 'windows' | 'macos' | 'linux';

/**
 * The file name of the tray's icon.
 * - macOS: a template image, which the system colours itself (its name must end in `Template`)
 * - Windows: for the taskbar's theme
 * - Linux: one in colours that show on any panel, as the panel's theme is not known
 */
export function trayIconName(
  state: OverallState,
  desktop: { readonly platform: TrayPlatform; readonly dark: boolean },
): string {
  switch (desktop.platform) {
    case 'macos':
      return `tray-${state}-Template.png`;
    case 'windows':
      return `tray-${state}-on-${desktop.dark ? 'dark' : 'light'}.ico`;
    case 'linux':
      return `tray-${state}-colour.png`;
    default:
      return desktop.platform satisfies never;
  }
}

/** Every icon that a platform may show: loaded once, at the start. */
export function trayIconNames(platform: TrayPlatform): string[] {
  const names = overallStates.flatMap((state) =>
    [true, false].map((dark) => trayIconName(state, { platform, dark })),
  );
  return [...new Set(names)];
}

/** Which of the three desktops this is; every other system is treated as Linux. */
export function trayPlatformOf(platform: NodeJS.Platform): TrayPlatform {
  if (platform === 'win32') return 'windows';
  return platform === 'darwin' ? 'macos' : 'linux';
}
