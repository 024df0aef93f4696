/** An hour's renewals of 500 accounts over three gateways and PostgreSQL: `npm run soak:postgresql [ACCOUNTS]`. */
import { soak } from '../support/postgresql-soak.ts';

const accounts = Number(process.argv[2] ?? 500);
const begun = performance.now();
const result = await soak({
  accounts,
  // a token of an hour is renewed twice in it
  renewals: 6 * accounts,
  kills: 12,
  restarts: 2,
  seed: Date.now(),
  say: (line) => console.log(line),
});
console.log(result);
console.log(`${((performance.now() - begun) / 1000).toFixed(0)} s in all`);
