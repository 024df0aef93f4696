import { expect, it } from 'vitest';
import { killRounds } from '../support/kill-rounds.ts';

// `npm run test:kill` does two hundred of them
it('kill -9 in the middle of a rotation, twenty times: the store opens and the account renews', async () => {
  const { renewals, longestRecovery, files } = await killRounds(20, 10);
  expect(renewals).toBeGreaterThanOrEqual(20);
  expect(longestRecovery).toBeLessThan(20_000);
  // what was half written does not pile up
  expect(files).toBeLessThan(10);
});
