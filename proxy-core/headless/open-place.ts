import { emptySettings, settingsSchema, type Settings } from '#contract/settings.ts';
import { systemClock } from '#core/logging/clock.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { ServiceLock } from '#core/service/service-lock.ts';
import { dataPaths, locateDataFolder, openDataFolder } from '#core/storage/data-folder.ts';
import { openPostgresqlStore } from '#core/storage/postgresql/postgresql-store.ts';
import { isStoreAddress } from '#core/storage/postgresql/store-address.ts';
import { SettingsFile } from '#core/storage/settings-file.ts';
import { folderPlace, refuseEmptyFolder, type StorePlace } from '#core/storage/store-copy.ts';
import { VaultFiles } from '#core/storage/vault-files.ts';
import { loadVaultKey } from '#core/storage/vault-key.ts';

/** A database that is there answers within this. Milliseconds. */
const patience = 5_000;

/** A place, whether somebody serves it, and how it is left. */
export interface OpenPlace extends StorePlace<Settings> {
  readonly isServed: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/**
 * Opens a data folder, or a database, to be copied from or to.
 * @param how.keyFolder - where the key of a database's secrets is; the usual data folder where left out
 * @throws CodedError - what is to be copied is not there; what opening throws
 */
export async function openPlace(
  named: string,
  how: { readonly keyFolder: string | undefined; readonly keyring: boolean; readonly isSource?: boolean },
): Promise<OpenPlace> {
  const { keyring } = how;
  const form = { schema: settingsSchema, empty: emptySettings, logger: silentLogger };
  if (isStoreAddress(named)) {
    const dataFolder = locateDataFolder({ override: how.keyFolder });
    const store = await openPostgresqlStore({
      ...form,
      address: named,
      clock: systemClock,
      patience,
      key: async (vault) => (await loadVaultKey({ dataFolder, keyring, vault })).key,
    });
    return { ...store.place, isServed: store.isServed, close: store.close };
  }
  const folder = locateDataFolder({ override: named });
  if (how.isSource === true) await refuseEmptyFolder(folder);
  await openDataFolder(folder);
  const paths = dataPaths(folder);
  const { key } = await loadVaultKey({ dataFolder: folder, keyring });
  const place = folderPlace(folder, {
    key,
    vault: new VaultFiles({ folder: paths.vault, key }),
    settings: new SettingsFile({ path: paths.settings, ...form }),
  });
  return { ...place, isServed: async () => ServiceLock.isHeld(folder), close: async () => {} };
}
