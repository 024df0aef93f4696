import { net, powerMonitor } from 'electron';

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
