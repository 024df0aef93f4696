import path from 'node:path';
import type { Writable } from 'node:stream';
import { z } from 'zod';
import { emptySettings, settingsSchema, type Listeners, type Settings } from '#contract/settings.ts';
import { Activity } from '#core/logging/activity.ts';
import { systemClock } from '#core/logging/clock.ts';
import { silentLogger, type Logger } from '#core/logging/logger.ts';
import type { LogLevel } from '#core/logging/pino-logger.ts';
import { msg } from '#messages/message.ts';
import { Gateway } from '#core/gateway.ts';
import type { TokenRequested } from '#core/oauth/grant-chooser.ts';
import type { GatewayOptions } from '#core/gateway-options.ts';
import type { OpenPage } from '#core/oauth/sign-in.ts';
import type { Policy } from '#core/policy/policy.ts';
import { policyOfHost } from '#core/policy/policy-sources.ts';
import { dataPaths, locateDataFolder, openDataFolder } from '#core/storage/data-folder.ts';
import { isStoreAddress } from '#core/storage/postgresql/store-address.ts';
import { folderPlace, type OpenedStore, refuseEmptyFolder } from '#core/storage/store-copy.ts';
import { SettingsFile } from '#core/storage/settings-file.ts';
import { ServiceLock } from '#core/service/service-lock.ts';
import { VaultFiles } from '#core/storage/vault-files.ts';
import { loadVaultKey } from '#core/storage/vault-key.ts';
import type { SharedLimits } from '#core/storage/shared-limits.ts';
import { openInBrowser } from './terminal.ts';
import { installedFolder } from './installed-files.ts';

/** Where everything is that a gateway is opened with, as far as somebody has chosen it. */
export const dataPlaceSchema = z.object({
  /** The data folder, where it is not the usual one. */
  data: z.string().optional(),
  /** The database (postgresql://…) that has settings and secrets in the place of the data folder. */
  store: z.string().optional(),
  /** The file with the registrations of built-in clients, where it is not the one that comes with the program. */
  registrations: z.string().optional(),
  /** A policy file beside those of the system, which go before it. */
  policy: z.string().optional(),
  /** 'keyring': the vault's key is in the desktop's keyring. */
  vaultKey: z.literal('keyring').optional(),
  /** What leads to the key and to the database is in there: see `takeOwnVariables`. */
  environment: z.record(z.string(), z.string().optional()),
});
export type DataPlace = z.infer<typeof dataPlaceSchema>;

export interface OpenGatewayOptions extends DataPlace {
  readonly logLevel: LogLevel;
  readonly logTo: Writable;
  readonly openPage?: OpenPage;
  readonly listeners?: Partial<Listeners>;
  /** It serves, as against one piece of work: it waits longer for a database, and is seen there by others. */
  readonly isService?: boolean;
  readonly drain?: number | undefined;
  readonly tokenRequested?: ((request: TokenRequested) => void) | undefined;
  readonly workers?: GatewayOptions['workers'];
  /** Where no database keeps them. */
  readonly sharedLimits?: SharedLimits | undefined;
}

/** The registrations that come with the program. */
const ownRegistrations = path.join(installedFolder, 'build/registrations.json');

/** A gateway, and what it was made of. */
export interface OpenedGateway extends Pick<OpenedStore<Settings>, 'settings' | 'database' | 'close'> {
  readonly gateway: Gateway;
  /** Also with a database: this machine's own files, such as its service's lock. */
  readonly dataFolder: string;
  /** What the organization sets; the gateway reads it. */
  readonly policy: Policy;
  readonly logger: Logger;
}

/**
 * Opens a data folder, or a database. The vault is tried at once: with a wrong key nothing is begun.
 * @throws VaultError, CodedError
 */
export async function openGateway(options: OpenGatewayOptions): Promise<OpenedGateway> {
  const dataFolder = await openDataFolder(locateDataFolder({ override: options.data }));
  const logger = await loggerOf(options);
  const { settings, vault, limits, database, close } = await openStore(options, dataFolder, logger);
  try {
    await vault.names('');
  } catch (error) {
    await close();
    throw error;
  }
  const policy = policyOfHost(options.policy);
  const gateway = new Gateway({
    settings,
    vault,
    sharedLimits: limits ?? options.sharedLimits,
    isShared: options.store !== undefined,
    // what a worker notes is logged by the process that it goes on to
    activity:
      options.workers === 'is-one' ? new Activity({ clock: systemClock, logger: silentLogger }) : undefined,
    workers: options.workers,
    clock: systemClock,
    logger,
    openPage: options.openPage ?? openInBrowser,
    listeners: options.listeners,
    drain: options.drain,
    tokenRequested: options.tokenRequested,
    registrations: options.registrations ?? process.env['MAILWICKET_REGISTRATIONS'] ?? ownRegistrations,
    policy,
  });
  return { gateway, dataFolder, settings: policy.over(settings), policy, logger, database, close };
}

/**
 * Opens a data folder, or a database, to be copied from or to.
 * @param how.keyFolder - where the key of a database's secrets is; the usual data folder where left out
 * @throws CodedError - what is to be copied is not there; what opening throws
 */
export async function openPlace(
  named: string,
  how: Pick<DataPlace, 'vaultKey' | 'environment'> & {
    readonly keyFolder: string | undefined;
    readonly isSource: boolean;
  },
): Promise<OpenedStore<Settings>> {
  const { keyFolder, isSource, ...opening } = how;
  if (isStoreAddress(named))
    return openStore({ store: named, ...opening }, locateDataFolder({ override: keyFolder }), silentLogger);
  const folder = locateDataFolder({ override: named });
  if (isSource) await refuseEmptyFolder(folder);
  return openStore(opening, await openDataFolder(folder), silentLogger);
}

/** A database that starts at the same time as the service is there within this. Milliseconds. */
const longPatience = 60_000;
/** Whoever waits for a command wants to know soon that the database is not there. Milliseconds. */
const shortPatience = 5_000;

async function openStore(
  { store, vaultKey, environment, isService }: Pick<OpenGatewayOptions, keyof DataPlace | 'isService'>,
  dataFolder: string,
  logger: Logger,
): Promise<OpenedStore<Settings>> {
  const keyring = vaultKey === 'keyring';
  const form = { schema: settingsSchema, empty: emptySettings, logger };
  if (store !== undefined) {
    // loaded where it is needed only
    const { openPostgresqlStore } = await import('#core/storage/postgresql/postgresql-store.ts');
    return openPostgresqlStore({
      ...form,
      address: store,
      clock: systemClock,
      isNode: isService === true,
      patience: isService === true ? longPatience : shortPatience,
      environment,
      key: (vault) => loadVaultKey({ dataFolder, keyring, environment, vault }),
    });
  }
  const paths = dataPaths(dataFolder);
  const key = await loadVaultKey({ dataFolder, keyring, environment });
  const settings = new SettingsFile({ path: paths.settings, ...form });
  const vault = new VaultFiles({ folder: paths.vault, key, logger });
  return {
    ...folderPlace(dataFolder, { key, vault, settings }),
    isServed: async () => ServiceLock.isHeld(dataFolder),
    close: async () => {},
  };
}

async function loggerOf({ logLevel, logTo }: OpenGatewayOptions): Promise<Logger> {
  if (logLevel === 'silent') return silentLogger;
  const { pinoLogger } = await import('#core/logging/pino-logger.ts');
  return pinoLogger({ level: logLevel, to: logTo });
}

/** Nobody has caught it: it is noted, and the service goes on. */
export function noteStray(gateway: Gateway, error: unknown): void {
  gateway.activity.note({
    kind: 'connection',
    level: 'warning',
    text: msg('storage.unexpectedGoesOn', {
      words: error instanceof Error ? error.message : 'unknown',
    }),
    details: { stack: error instanceof Error ? (error.stack ?? '').slice(0, 2_000) : '' },
  });
}
