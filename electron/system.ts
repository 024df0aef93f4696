import { BaseWindow, net, powerMonitor, type Session } from 'electron';
import { type Clock, withDeadline } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { SystemProxy } from '#core/network/network-proxy.ts';

export interface PowerOptions {
  /** The machine has slept, or is online again: connections from before are dead. */
  readonly resumed: () => void;
  readonly online: (online: boolean) => void;
  /** macOS and Linux: the machine is being turned off. */
  readonly shutdown: () => void;
}

/** Often enough that a person does not wait for it, seldom enough to cost nothing. */
const lookEvery = 5_000;

/**
 * Watches what the desktop tells at once, of sleep and of being online; ends with the returned function. Addresses,
 * and sleep where nobody tells it, are watched by the gateway.
 */
export function watchPower(options: PowerOptions): () => void {
  let online = net.isOnline();
  const look = (): void => {
    const before = online;
    online = net.isOnline();
    if (online === before) return;
    options.online(online);
    if (online) options.resumed();
  };
  options.online(online);
  powerMonitor.on('resume', options.resumed);
  powerMonitor.on('shutdown', options.shutdown);
  const timer = setInterval(look, lookEvery);
  timer.unref();
  return () => {
    clearInterval(timer);
    powerMonitor.off('resume', options.resumed);
    powerMonitor.off('shutdown', options.shutdown);
  };
}

/**
 * Windows tells only windows that the person logs off or the machine is turned off, and Mailwicket mostly has none: one
 * that is never shown is sent it. Elsewhere `powerMonitor` tells it. Call when the app is ready.
 */
export function watchSessionEnd(platform: NodeJS.Platform, ended: () => void): void {
  if (platform !== 'win32') return;
  const listener = new BaseWindow({ show: false, skipTaskbar: true, focusable: false, width: 1, height: 1 });
  listener.on('session-end', ended);
}

/** A PAC file that is fetched from a server that does not answer must hold up no mail. Milliseconds. */
const proxyPatience = 5_000;

/** How this system reaches a URL: Chromium knows its settings, and runs its PAC file. Straight where it does not say. */
export function systemProxy(options: {
  readonly session: Pick<Session, 'resolveProxy'>;
  readonly clock: Clock;
  readonly logger: Logger;
}): SystemProxy {
  const { session, clock, logger } = options;
  return (url) =>
    withDeadline(() => session.resolveProxy(url), {
      clock,
      milliseconds: proxyPatience,
      controller: new AbortController(),
      late: () => new Error('no answer in time'),
    }).catch((error: unknown) => {
      logger.warn("the system's proxy could not be asked for", { error });
      return 'DIRECT';
    });
}
