import type { z } from 'zod';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { VaultKeyOptions } from '../vault-key.ts';
import type { OpenedStore } from '../store-copy.ts';
import { Database } from './database.ts';
import { Leases } from './leases.ts';
import { LimitsTable } from './limits-table.ts';
import { SettingsTable } from './settings-table.ts';
import { parseStoreAddress } from './store-address.ts';
import { VaultTable, vaultTableIsInUse } from './vault-table.ts';

export interface PostgresqlStoreOptions<T> {
  /** 'postgresql://…', see {@link parseStoreAddress}. */
  readonly address: string;
  /** Where PGPASSWORD is. */
  readonly environment?: Readonly<Partial<Record<string, string>>>;
  readonly schema: z.ZodType<T>;
  readonly empty: T;
  /** The key of the vault, 32 octets, given what it is for. */
  readonly key: (vault: NonNullable<VaultKeyOptions['vault']>) => Promise<Uint8Array>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Milliseconds to wait for a database that is not there yet. */
  readonly patience: number;
  /** It serves: the others see it among the nodes from the beginning, not from its first lease on. */
  readonly isNode?: boolean;
  /** How much of the vault to keep at hand, in octets; without it, as much as {@link VaultTable} finds right. */
  readonly mostAtHand?: number;
}

/** Settings and vault in one database, for any number of nodes. */
export type PostgresqlStore<T> = Required<OpenedStore<T>>;

/**
 * Opens settings and vault in a database.
 * @throws CodedError - store-address, store-unavailable; what getting the key throws
 */
export async function openPostgresqlStore<T>(
  options: PostgresqlStoreOptions<T>,
): Promise<PostgresqlStore<T>> {
  const { schema, empty, clock, logger } = options;
  const address = parseStoreAddress(options.address, options.environment);
  const database = new Database({ address, clock, logger });
  try {
    await database.open(options.patience);
    const key = await options.key({ shown: database.shown, isInUse: () => vaultTableIsInUse(database) });
    const leases = new Leases(database, clock);
    const vault = new VaultTable(database, leases, key, options.mostAtHand);
    if (options.isNode === true) await leases.node();
    const settings = new SettingsTable(database, schema, empty);
    return {
      shown: database.shown,
      settings,
      vault,
      isEmpty: async () => !(await settings.isKept()) && (await vault.names('')).length === 0,
      replace: async (content) => {
        await vault.names('');
        await database.transaction(async (client) => {
          await settings.replaceIn(client, content.settings);
          await vault.replaceAllIn(client, content.entries);
        });
      },
      limits: new LimitsTable(database, leases, key, logger),
      database: () => database.state,
      isServed: () => leases.haveOthers(),
      close: async () => {
        await leases.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
