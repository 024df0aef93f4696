import type { AccountView } from '../contract.ts';

const stateWords = {
  ready: 'ready',
  'signing-in': 'somebody is signing in',
  'needs-sign-in': 'needs somebody to sign in',
  refused: 'refused',
  unreachable: 'cannot be reached',
  paused: 'paused',
} as const satisfies Record<AccountView['state'], string>;

/** An account in one line. */
export function describeAccount(view: AccountView): string {
  const { address, state, problem, clientName, token, passwords } = view;
  const parts = [address, stateWords[state], `by ${clientName}`];
  if (token !== undefined) parts.push(`token until ${new Date(token.expiresAt).toISOString()}`);
  if (passwords.length === 0 && view.passwordMode === 'own') parts.push('no local password yet');
  if (problem !== undefined && state !== 'ready') parts.push(`${problem.message} ${problem.fix}`.trim());
  return parts.join('\t');
}
