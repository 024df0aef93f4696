import { sameAddress } from '#contract/account.ts';
import type { AccountView } from '#contract/views.ts';
import { quoted } from './quoted.ts';

/** What an account still lacks before a mail program can use it: the commands, in words for a person. */
export function nextSteps(accounts: readonly AccountView[], address: string): string[] {
  const view = accounts.find((candidate) => sameAddress(candidate.address, address));
  if (view === undefined) return [];
  const name = quoted(view.address);
  const steps: string[] = [];
  if (view.state === 'needs-sign-in') steps.push(`Next, sign it in: mailwicket account authorize ${name}`);
  if (view.passwordMode === 'own' && view.passwords.length === 0) {
    steps.push(`Next, make a password for its mail program: mailwicket password new ${name}`);
  }
  return steps;
}
