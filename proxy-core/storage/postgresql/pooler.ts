import type { ClientBase, Pool } from 'pg';
import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';

/**
 * Refuses a pooler that takes sessions apart, such as PgBouncer in its transaction mode: it passes on no notice, so that this
 * node would go on with what another one has changed, a revoked password included.
 * @param session - a connection that is idle, which the pooler's is then for anybody
 * @param pool - other connections to the same address
 * @throws CodedError - store-pooler
 * @throws the driver's errors
 */
export async function refusePooler(session: ClientBase, pool: Pool, store: string): Promise<void> {
  const own = await sessionOf(session);
  // the one that was used last is given out first
  if (own !== (await sessionOf(pool))) return;
  throw new CodedError('store-pooler', msg('storage.storePooler', { store }), msg('storage.storePoolerFix'));
}

async function sessionOf(connection: ClientBase | Pool): Promise<number | undefined> {
  const { rows } = await connection.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid;
}
