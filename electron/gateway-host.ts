import ElectronStore from 'electron-store';
import { emptySettings, settingsSchema } from '#contract/settings.ts';
import { systemClock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import { Gateway } from '#core/gateway.ts';
import type { Policy } from '#core/policy/policy.ts';
import { policyOfHost } from '#core/policy/policy-sources.ts';
import type { SystemProxy } from '#core/network/network-proxy.ts';
import type { OpenPage } from '#core/oauth/sign-in.ts';
import { Service } from '#core/service/service.ts';
import { dataPaths, openDataFolder } from '#core/storage/data-folder.ts';
import { DesktopVault, type VaultStanding } from './storage/desktop-vault.ts';
import type { KeySeal } from './storage/safe-storage-key.ts';
import { basename, dirname } from 'node:path';
import { SettingsFile, settingsText, type SettingsFileOptions } from '#core/storage/settings-file.ts';

export interface GatewayHostOptions {
  /** The folder of settings and vault; made if need be. */
  readonly data: string;
  /** The file with the registrations of built-in clients. */
  readonly registrations: string;
  readonly safeStorage: KeySeal;
  readonly platform: NodeJS.Platform;
  readonly logger: Logger;
  readonly openPage: OpenPage;
  readonly systemProxy: SystemProxy;
}

/**
 * Makes the gateway over electron-store and safeStorage; it is not started yet.
 * @throws CodedError - the folder cannot be used
 * @throws CodedError - already-running, too-long: the command serves it, or it cannot be known whether it does
 */
export async function openDesktopGateway(options: GatewayHostOptions): Promise<{
  readonly gateway: Gateway;
  readonly standing: VaultStanding;
  readonly service: Service;
  /** What the organization sets; it was read. */
  readonly policy: Policy;
}> {
  const { safeStorage, platform, logger, openPage, systemProxy, registrations } = options;
  const data = await openDataFolder(options.data);
  const service = await Service.begin({ dataFolder: data, clock: systemClock, logger });
  const vault = new DesktopVault({ safeStorage, platform, folder: data, clock: systemClock, logger });
  const settings = electronSettings({
    path: dataPaths(data).settings,
    schema: settingsSchema,
    empty: emptySettings,
    logger,
  });
  const standing = await vault.standing();
  const policy = policyOfHost();
  await policy.load();
  const gateway = new Gateway({
    settings,
    vault,
    clock: systemClock,
    logger,
    openPage,
    systemProxy,
    registrations,
    policy,
  });
  service.remind(gateway);
  return { gateway, standing, service, policy };
}

/**
 * Settings in electron-store. It is the one to write; all else is the core's settings file: reading, as electron-store
 * would do so without waiting for the disk and would not tell a damaged file from an empty one in words for people,
 * and the lock, the watch and the telling of our own changes from those of the command.
 *
 * electron-store writes synchronously. That is some kilobytes, and only when a person changes something.
 */
export function electronSettings<T extends Record<string, unknown>>(
  options: SettingsFileOptions<T>,
): SettingsFile<T> {
  const { path } = options;
  // made at the first change, as electron-store reads and checks its file when it is made
  let store: ElectronStore<T> | undefined;
  return new SettingsFile({
    ...options,
    replace: (value) => {
      store ??= new ElectronStore<T>({
        cwd: dirname(path),
        name: basename(path, '.json'),
        configFileMode: 0o600,
        // a file that cannot be read is the person's to mend
        clearInvalidConfig: false,
        accessPropertiesByDotNotation: false,
        serialize: settingsText,
      });
      store.store = value;
    },
  });
}
