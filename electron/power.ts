import { networkInterfaces } from 'node:os';
import { net, powerMonitor } from 'electron';

export interface PowerOptions {
  /** The machine has slept, or is on another network: connections from before are dead. */
  readonly resumed: () => void;
  readonly online: (online: boolean) => void;
  /** macOS and Linux: the machine is being turned off. */
  readonly shutdown: () => void;
}

/** Often enough that a person does not wait for it, seldom enough to cost nothing. */
const lookEvery = 5_000;

/** Watches sleep and network; ends with the returned function. */
export function watchPower(options: PowerOptions): () => void {
  let online = net.isOnline();
  let network = networkSignature();
  const look = (): void => {
    const before = { online, network };
    online = net.isOnline();
    network = networkSignature();
    if (online !== before.online) options.online(online);
    if (online && (!before.online || network !== before.network)) options.resumed();
  };
  const resumed = (): void => {
    network = networkSignature();
    options.resumed();
  };
  options.online(online);
  powerMonitor.on('resume', resumed);
  powerMonitor.on('shutdown', options.shutdown);
  const timer = setInterval(look, lookEvery);
  timer.unref();
  return () => {
    clearInterval(timer);
    powerMonitor.off('resume', resumed);
    powerMonitor.off('shutdown', options.shutdown);
  };
}

/** The addresses of this machine: they change with the network. Link-local and temporary ones come and go by themselves. */
function networkSignature(): string {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address)
    .toSorted()
    .join();
}
