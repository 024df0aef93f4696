import { BaseWindow } from 'electron';

/**
 * Windows tells only windows that the person logs off or the machine is turned off, and Mailwicket mostly has none: one
 * that is never shown hears it. Elsewhere `powerMonitor` tells it. Call when the app is ready.
 */
export function watchSessionEnd(platform: NodeJS.Platform, ended: () => void): void {
  if (platform !== 'win32') return;
  const listener = new BaseWindow({ show: false, skipTaskbar: true, focusable: false, width: 1, height: 1 });
  listener.on('session-end', ended);
}
