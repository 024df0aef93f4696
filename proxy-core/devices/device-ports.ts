import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { isWholeDomain } from '#contract/account.ts';
import type { Device, Settings } from '#contract/settings.ts';
import type { AccountDirectory } from '#core/accounts/account-directory.ts';
import type { DevicePort } from '#core/relay/arrivals.ts';
import type { DeviceSessionDeps, SendingDevice } from './device-session.ts';
import { HourlyLimit } from './hourly-limit.ts';
import { peersIn } from '#core/relay/ip-network.ts';

/** Of one device: it sends one message after the other, and a loop that only connects is stopped here. */
const mostConnections = 20;

type KnownNow = { readonly settings: () => Settings; readonly directory: () => AccountDirectory };

/** What the ports of devices do, as the devices are set at each moment. */
export class DevicePorts {
  readonly #deps: DeviceSessionDeps;
  readonly #known: KnownNow;
  readonly #sent = new Map<string, HourlyLimit>();
  readonly #open = new Map<string, number>();

  constructor(deps: DeviceSessionDeps, known: KnownNow) {
    this.#deps = deps;
    this.#known = known;
  }

  /** The ports to be opened: those of devices that are not paused. */
  get wanted(): DevicePort[] {
    return this.#known
      .settings()
      .devices.filter(({ paused }) => !paused)
      .map(({ id, name, listen, security }) => ({
        id,
        name,
        ...listen,
        security,
        admits: (peer) => this.#admits(id, peer),
        serve: (socket, peer, startTls) => this.#serve(id, socket, peer, startTls),
      }));
  }

  /** How many messages of a device were sent within the last hour, in this run. */
  sentLately(deviceId: string): number {
    return this.#sent.get(deviceId)?.count(this.#deps.clock.now()) ?? 0;
  }

  #find(id: string): Device | undefined {
    return this.#known.settings().devices.find((device) => device.id === id);
  }

  #admits(id: string, peer: string): boolean {
    const device = this.#find(id);
    if (device === undefined) return false;
    const named = peersIn(device.from)(peer);
    const full = (this.#open.get(id) ?? 0) >= mostConnections;
    if (named && !full) return true;
    this.#deps.connectionNotes.deviceRefused(device, peer, named);
    return false;
  }

  async #serve(id: string, socket: Socket, peer: string, startTls: SecureContext | undefined): Promise<void> {
    const current = (): SendingDevice | undefined => this.#sending(id);
    const device = this.#find(id);
    if (device === undefined) {
      socket.destroy();
      return;
    }
    this.#open.set(id, (this.#open.get(id) ?? 0) + 1);
    const leave = this.#deps.registry.join({
      accountId: device.accountId,
      protocol: 'smtp',
      end: () => socket.destroySoon(),
      cut: () => {},
    });
    try {
      // loaded when a device comes first
      const { serveDevice } = await import('./device-server.ts');
      await serveDevice(this.#deps, { socket, peer, startTls, current });
    } finally {
      leave();
      this.#open.set(id, (this.#open.get(id) ?? 1) - 1);
    }
  }

  #sending(id: string): SendingDevice | undefined {
    const device = this.#find(id);
    if (device === undefined || device.paused) return undefined;
    const account = this.#known.settings().accounts.find(({ id: of }) => of === device.accountId);
    if (account === undefined) return undefined;
    const sender = device.sender ?? account.address;
    // of a whole domain, the token is for the one mailbox
    const owner = isWholeDomain(account.address) ? sender : account.address;
    const found = this.#known.directory().find(owner);
    if (found?.account.id !== account.id) return undefined;
    const sent = this.#sent.get(id) ?? new HourlyLimit();
    this.#sent.set(id, sent);
    return { device, found, sender, sent };
  }
}
