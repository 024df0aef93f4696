import open from 'open';
import type { Writable } from 'node:stream';
import { emptySettings, settingsSchema, type Listeners } from '../accounts/settings.ts';
import { systemClock } from '../activity/clock.ts';
import type { Logger } from '../activity/logger.ts';
import { pinoLogger, type LogLevel } from '../activity/pino-logger.ts';
import { Gateway } from '../gateway.ts';
import type { OpenPage } from '../oauth/sign-ins.ts';
import { dataPaths, locateDataFolder, openDataFolder } from '../storage/data-folder.ts';
import { SettingsFile } from '../storage/settings-file.ts';
import { VaultFiles } from '../storage/vault-files.ts';
import { loadVaultKey } from '../storage/vault-key.ts';

export interface OpenGatewayOptions {
  /** The data folder, where it is not the usual one. */
  readonly data: string | undefined;
  readonly logLevel: LogLevel;
  readonly logTo: Writable;
  readonly openPage?: OpenPage;
  readonly listeners?: Partial<Listeners>;
}

/** A gateway over the files of a data folder, and where those are. @throws DataFolderError, VaultError */
export async function openGateway(
  options: OpenGatewayOptions,
): Promise<{ gateway: Gateway; dataFolder: string; logger: Logger }> {
  const dataFolder = await openDataFolder(locateDataFolder({ override: options.data }));
  const paths = dataPaths(dataFolder);
  const logger = pinoLogger({ level: options.logLevel, to: options.logTo });
  const { key } = await loadVaultKey({ dataFolder });
  const gateway = new Gateway({
    settings: new SettingsFile({
      path: paths.settings,
      schema: settingsSchema,
      empty: emptySettings,
      logger,
    }),
    vault: new VaultFiles({ folder: paths.vault, key, logger }),
    clock: systemClock,
    logger,
    openPage: options.openPage ?? openInBrowser,
    ...(options.listeners === undefined ? {} : { listeners: options.listeners }),
  });
  return { gateway, dataFolder, logger };
}

/** The system's browser. Where none can be started the page's address was shown, and that has to do. */
export async function openInBrowser(url: string): Promise<void> {
  const noDesktop =
    process.platform === 'linux' &&
    process.env['DISPLAY'] === undefined &&
    process.env['WAYLAND_DISPLAY'] === undefined;
  if (noDesktop) return;
  const browser = await open(url).catch(() => undefined);
  browser?.on('error', () => {});
}
