import { describe, expect, test } from 'vitest';
import { withoutPostgresql } from '../../support/postgresql.ts';
import { soak } from '../../support/postgresql-soak.ts';

// `npm run soak:postgresql` does it with 500 accounts
describe.skipIf(withoutPostgresql() !== undefined)('three gateways over one PostgreSQL', () => {
  test('renew each token once, whoever is killed and however often the database restarts', async () => {
    const accounts = 40;
    const result = await soak({ accounts, renewals: 300, kills: 3, restarts: 2, seed: 1 });
    expect(result.provider.usedTwice).toBe(0);
    expect(result.signedOut).toEqual([]);
    // a storm of logins makes one request an account
    expect(result.stormRequests).toBe(accounts);
    // logins with live tokens go on while the database is away
    expect(result.whileAway).toBe(3 * accounts);
    expect(result.refusedWhileAway).toEqual([]);
    expect(result.refused).toEqual([]);
    // most of it on a machine that does other things too
  }, 300_000);
});
