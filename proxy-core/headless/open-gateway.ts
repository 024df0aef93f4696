import path from 'node:path';
import type { Writable } from 'node:stream';
import { emptySettings, settingsSchema, type Listeners, type Settings } from '#contract/settings.ts';
import { systemClock } from '#core/logging/clock.ts';
import { silentLogger, type Logger } from '#core/logging/logger.ts';
import type { LogLevel } from '#core/logging/pino-logger.ts';
import { Gateway } from '#core/gateway.ts';
import type { OpenPage } from '#core/oauth/sign-in.ts';
import { dataPaths, locateDataFolder, openDataFolder } from '#core/storage/data-folder.ts';
import { SettingsFile, type SettingsStore } from '#core/storage/settings-file.ts';
import { VaultFiles } from '#core/storage/vault-files.ts';
import { loadVaultKey } from '#core/storage/vault-key.ts';
import { openInBrowser } from './terminal.ts';
import { installedFolder } from './installed-files.ts';

/** Where everything is that a gateway is opened with, as far as somebody has chosen it. */
export interface DataPlace {
  /** The data folder, where it is not the usual one. */
  readonly data: string | undefined;
  /** The file with the registrations of built-in clients, where it is not the one that comes with the program. */
  readonly registrations?: string | undefined;
  /** 'keyring': the vault's key is in the desktop's keyring. */
  readonly vaultKey?: 'keyring' | undefined;
}

export interface OpenGatewayOptions extends DataPlace {
  readonly logLevel: LogLevel;
  readonly logTo: Writable;
  readonly openPage?: OpenPage;
  readonly listeners?: Partial<Listeners>;
}

/** The registrations that come with the program. */
const ownRegistrations = path.join(installedFolder, 'build/registrations.json');

/** A gateway over the files of a data folder, and what it was made of. */
export interface OpenedGateway {
  readonly gateway: Gateway;
  readonly dataFolder: string;
  readonly settings: SettingsStore<Settings>;
  readonly logger: Logger;
}

/**
 * Opens a data folder. The vault is tried at once: with a wrong key nothing is begun.
 * @throws DataFolderError, VaultError
 */
export async function openGateway(options: OpenGatewayOptions): Promise<OpenedGateway> {
  const dataFolder = await openDataFolder(locateDataFolder({ override: options.data }));
  const paths = dataPaths(dataFolder);
  const logger = await loggerOf(options);
  const { key } = await loadVaultKey({ dataFolder, keyring: options.vaultKey === 'keyring' });
  const vault = new VaultFiles({ folder: paths.vault, key, logger });
  await vault.names('');
  const settings = new SettingsFile({
    path: paths.settings,
    schema: settingsSchema,
    empty: emptySettings,
    logger,
  });
  const gateway = new Gateway({
    settings,
    vault,
    clock: systemClock,
    logger,
    openPage: options.openPage ?? openInBrowser,
    listeners: options.listeners,
    registrations: options.registrations ?? process.env['MAILWICKET_REGISTRATIONS'] ?? ownRegistrations,
  });
  return { gateway, dataFolder, settings, logger };
}

async function loggerOf({ logLevel, logTo }: OpenGatewayOptions): Promise<Logger> {
  if (logLevel === 'silent') return silentLogger;
  const { pinoLogger } = await import('#core/logging/pino-logger.ts');
  return pinoLogger({ level: logLevel, to: logTo });
}
