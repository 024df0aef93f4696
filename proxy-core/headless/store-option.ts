import { isStoreAddress, parseStoreAddress } from '#core/storage/postgresql/store-address.ts';
import { UsageError } from './terminal.ts';

/**
 * The database that was named, or that of the environment; undefined where there is none. Everybody can read the
 * arguments of a process, but not its environment.
 * @throws UsageError - there is a password in an argument
 */
export function storeOf(given: string | undefined): string | undefined {
  if (given === undefined) {
    const store = process.env['MAILWICKET_STORE'];
    return store?.trim() === '' ? undefined : store;
  }
  if (isStoreAddress(given) && parseStoreAddress(given).hasPassword) {
    throw new UsageError(
      'Everybody on this machine can read a password that is in an argument: leave it out, and put it into ~/.pgpass, or the file that PGPASSFILE names; or give the whole address in MAILWICKET_STORE.',
    );
  }
  return given;
}
