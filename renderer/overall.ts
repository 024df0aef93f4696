import type { TFunction } from 'i18next';
import type { AccountView } from '../proxy-core/contract.ts';
import type { Shown } from './backend/snapshot-store.ts';

/** The one line of overall state, and the account that it is about. */
export interface Overall {
  readonly text: string;
  readonly tone: 'good' | 'care' | 'bad' | 'quiet';
  readonly accountId?: string;
}

const urgency = ['refused', 'needs-sign-in', 'unreachable', 'signing-in', 'ready', 'paused'] as const;

/** Accounts in the order in which they need somebody. */
export function byUrgency(accounts: readonly AccountView[]): AccountView[] {
  return accounts.toSorted(
    (a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state) || a.address.localeCompare(b.address),
  );
}

/** How all accounts together stand. */
export function overallOf(shown: Shown, t: TFunction): Overall {
  const accounts = byUrgency(shown.snapshot?.accounts ?? []);
  const [first] = accounts;
  if (!shown.connected) return { text: t('overall.offline'), tone: 'bad' };
  if (first === undefined) return { text: t('overall.none'), tone: 'quiet' };
  const about = { accountId: first.id };
  const needing = accounts.filter(({ state }) => state === 'refused' || state === 'needs-sign-in');
  if (needing.length > 1) {
    const more = { address: first.address, count: needing.length - 1 };
    return { ...about, text: t('overall.needsYouMore', more), tone: 'bad' };
  }
  switch (first.state) {
    case 'refused':
    case 'needs-sign-in':
      return { ...about, text: t('overall.needsYou', { address: first.address }), tone: 'bad' };
    case 'unreachable':
      return { ...about, text: t('overall.unreachable', { address: first.address }), tone: 'care' };
    case 'signing-in':
      return { ...about, text: t('overall.working', { address: first.address }), tone: 'quiet' };
    case 'ready':
      return { text: t('overall.ready', { count: accounts.length }), tone: 'good' };
    case 'paused':
      return { text: t('overall.paused'), tone: 'quiet' };
    default:
      return first.state satisfies never;
  }
}
