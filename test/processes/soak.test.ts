import { expect, it } from 'vitest';
import { grown, soak } from '../support/soak.ts';

it(
  'nothing is left of hundreds of sessions that opened, idled, fetched and died, while tokens were renewed and the mail server restarted',
  { timeout: 180_000 },
  async () => {
    const result = await soak({ accounts: 20, sessions: 200, rounds: 1, roundTime: 6_000, seed: 20_261 });
    expect(result.logins).toBeGreaterThan(200);
    expect(result.renewals).toBeGreaterThan(20);
    expect(result.refused).toEqual([]);
    expect(result.signedOut).toEqual([]);
    expect(grown(result)).toEqual([]);
  },
);
