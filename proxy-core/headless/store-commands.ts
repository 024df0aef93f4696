import type { Command } from 'commander';
import { z } from 'zod';
import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { keepAlive, type CommandHost } from './command-host.ts';
import { addCommand, flag, option } from './command-options.ts';
import type { Settings } from '#contract/settings.ts';
import type { OpenedStore } from '#core/storage/store-copy.ts';
import { isStoreAddress, parseStoreAddress } from '#core/storage/postgresql/store-address.ts';
import type { OwnVariables } from './own-variables.ts';
import { tell, UsageError } from './terminal.ts';

const placeSchema = z.string().trim().min(1);
const copyOptions = z.object({
  from: option('<place>', 'a data folder, or postgresql://user@host/database', placeSchema),
  to: option('<place>', 'the same', placeSchema),
  replace: flag('in the place of what is there; of a folder it is kept beside'),
});

export function addStoreCommands(program: Command, host: CommandHost): void {
  const store = program.command('store').description('where settings and secrets are kept');
  const what =
    'copy settings and secrets from a data folder or a database to another; no service may run on either';
  addCommand(store, 'copy', what, copyOptions, (options) => copy(host, options)).addHelpText(
    'after',
    `
The secrets in a database are sealed with the key of --data; where that is left out, with that of the folder that is
copied, or of the usual one. MAILWICKET_VAULT_KEY goes before them all. "env" stands for the address in MAILWICKET_STORE.

Examples:
  mailwicket store copy --from /var/lib/mailwicket --to postgresql://mailwicket@db.example.org/mailwicket
  mailwicket store copy --from env --to ./copy`,
  );
}

async function copy(host: CommandHost, options: z.infer<typeof copyOptions>): Promise<void> {
  // loaded where it is asked for only
  const { copyStore } = await import('#core/storage/store-copy.ts');
  const { openPlace } = await import('./open-gateway.ts');
  const { environment } = host.place;
  const [from, to] = [named(options.from, environment), named(options.to, environment)];
  if (from === to) throw new UsageError('--from and --to are the same place.');
  const keyFolder = host.place.data ?? (isStoreAddress(from) ? undefined : from);
  const how = { keyFolder, vaultKey: host.place.vaultKey, environment };
  const opened: OpenedStore<Settings>[] = [];
  const rest = keepAlive();
  try {
    const source = await openPlace(from, { ...how, isSource: true });
    opened.push(source);
    const target = await openPlace(to, { ...how, isSource: false });
    opened.push(target);
    for (const { isServed, shown: place } of opened)
      if (await isServed()) throw new CodedError('already-running', msg('storage.storeServed', { place }));
    const copied = await copyStore(source, target, options);
    tell(host.terminal, { copied }, `Settings and secrets (${String(copied)}) copied to ${target.shown}`);
  } finally {
    for (const { close } of opened) await close();
    rest();
  }
}

function named(given: string, environment: OwnVariables): string {
  const store = storeOf(given === 'env' ? undefined : given, environment);
  if (store === undefined) throw new UsageError('MAILWICKET_STORE is not set.');
  return store;
}

/**
 * The database that was named, or that of the environment; undefined where there is none. Everybody can read the
 * arguments of a process, but not its environment.
 * @throws UsageError - there is a password in an argument
 */
export function storeOf(given: string | undefined, environment: OwnVariables): string | undefined {
  if (given === undefined) {
    const store = environment['MAILWICKET_STORE'];
    return store?.trim() === '' ? undefined : store;
  }
  if (isStoreAddress(given) && parseStoreAddress(given).hasPassword) {
    throw new UsageError(
      'Everybody on this machine can read a password that is in an argument: leave it out, and put it into ~/.pgpass, or the file that PGPASSFILE names; or give the whole address in MAILWICKET_STORE.',
    );
  }
  return given;
}
