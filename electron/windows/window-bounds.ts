import type { WindowBounds } from '../shell-state.ts';

const usualSize = { width: 900, height: 640 } as const;
export const smallestSize = { width: 480, height: 400 } as const;
/** So much of the title bar must be on a screen, for a person to get hold of the window. */
const visible = 80;

/**
 * Where to open the window: where it was, unless that is on a screen that is not there any more.
 * @param workAreas - of the screens that are there
 */
export function openingBounds(
  remembered: WindowBounds | undefined,
  workAreas: readonly WindowBounds[],
): Partial<WindowBounds> & { readonly width: number; readonly height: number } {
  if (remembered === undefined) return usualSize;
  const width = Math.max(remembered.width, smallestSize.width);
  const height = Math.max(remembered.height, smallestSize.height);
  const within = workAreas.some(
    (area) =>
      remembered.x + width >= area.x + visible &&
      remembered.x <= area.x + area.width - visible &&
      remembered.y >= area.y &&
      remembered.y <= area.y + area.height - visible,
  );
  return within ? { x: remembered.x, y: remembered.y, width, height } : { width, height };
}
