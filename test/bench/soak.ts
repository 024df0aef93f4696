/** An hour of 2,000 sessions at the same time: `npm run soak [MINUTES] [SESSIONS] [SEED]`. Fails where anything has grown. */
import { grown, soak } from '../support/soak.ts';

const [minutes = 60, sessions = 2_000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);
const roundTime = Math.min(120_000, (minutes * 60_000) / 4);
console.log(`seed ${String(seed)}`);
const result = await soak({
  accounts: 50,
  sessions,
  rounds: Math.max(1, Math.round((minutes * 60_000) / roundTime) - 1),
  roundTime,
  seed,
  say: (line) => console.log(line),
});
const faults = [
  ...grown(result),
  ...new Set(result.refused),
  ...result.signedOut.map((account) => `${account} was signed out`),
];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
