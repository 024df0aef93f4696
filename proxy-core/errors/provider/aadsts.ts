import { aadstsConsent } from './aadsts-consent.ts';
import { aadstsPolicy } from './aadsts-policy.ts';
import { aadstsRegistration } from './aadsts-registration.ts';
import { aadstsSignIn } from './aadsts-sign-in.ts';
import type { AadstsEntry } from './entry.ts';

/** Every AADSTS number that is known, from Microsoft's list of Entra error codes and from reports of users. */
export const aadstsCatalogue: readonly AadstsEntry[] = [
  ...aadstsSignIn,
  ...aadstsPolicy,
  ...aadstsConsent,
  ...aadstsRegistration,
];

const byCode = new Map(aadstsCatalogue.map((entry) => [entry.code, entry]));

/** These say little: another number beside them says more. */
const vague: ReadonlySet<number> = new Set([70000, 70001, 70002, 90014, 90023, 9002313]);

/** What the numbers of an answer mean: the most telling of those that are known. */
export function aadstsEntry(codes: readonly number[]): AadstsEntry | undefined {
  const known = codes.map((code) => byCode.get(code)).filter((entry) => entry !== undefined);
  return known.find((entry) => !vague.has(entry.code)) ?? known[0];
}
