/** Two hundred kills in the middle of a rotation: `npm run test:kill [ROUNDS]`. */
import { killRounds } from '../support/kill-rounds.ts';

const begun = performance.now();
const { rounds, renewals, longestRecovery, files } = await killRounds(Number(process.argv[2] ?? 200), 16);
console.log(
  `${String(rounds)} kills, ${String(renewals)} renewals before them, no sign-in lost; slowest recovery ${longestRecovery.toFixed(0)} ms, ` +
    `${String(files)} files left in the vault, ${((performance.now() - begun) / 1000).toFixed(0)} s in all`,
);
