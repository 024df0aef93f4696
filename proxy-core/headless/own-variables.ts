/**
 * What only this program may read of its environment: what opens the vault and the database, and speaks for the service
 * to systemd.
 */
const names = [
  'MAILWICKET_VAULT_KEY',
  'CREDENTIALS_DIRECTORY',
  'MAILWICKET_STORE',
  'PGPASSWORD',
  'NOTIFY_SOCKET',
] as const;

/** What was in them; see {@link takeOwnVariables}. */
export type OwnVariables = Readonly<Partial<Record<string, string>>>;

/**
 * Takes them out of the environment, which every program inherits that is started from here: the browser, the keyring's
 * tool, whoever is told of trouble. To be called once, before anything else reads them.
 */
export function takeOwnVariables(): OwnVariables {
  const taken: Record<string, string> = {};
  for (const name of names) {
    const value = process.env[name];
    if (value === undefined) continue;
    taken[name] = value;
    delete process.env[name];
  }
  return taken;
}
