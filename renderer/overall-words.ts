import type { TFunction } from 'i18next';
import { overallState, type Overall, type OverallState } from '#contract/status.ts';
import type { Shown } from './backend/snapshot-store.ts';
import type { Route } from './route.ts';

/** The one line of overall state, and the page that it is about. */
export interface OverallWords {
  readonly text: string;
  readonly tone: 'good' | 'care' | 'bad' | 'quiet';
  readonly page: Route;
}

const tones = {
  'needs-you': 'bad',
  offline: 'care',
  working: 'quiet',
  paused: 'quiet',
  ready: 'good',
} as const satisfies Record<OverallState, OverallWords['tone']>;

/** How all stands, in words. */
export function overallWords(shown: Shown, online: boolean, t: TFunction): OverallWords {
  if (!shown.connected) return { text: t('overall.offline'), tone: 'bad', page: { page: 'accounts' } };
  const overall = overallState(shown.snapshot ?? { accounts: [], listeners: [] }, online);
  return {
    text: textOf(overall, t),
    tone: overall.what === 'no-account' ? 'quiet' : tones[overall.state],
    page: pageOf(overall),
  };
}

function textOf(overall: Overall, t: TFunction): string {
  switch (overall.what) {
    case 'problem':
      return t('overall.problem');
    case 'listener':
      return t('overall.listener', { port: overall.port });
    case 'accounts': {
      const { first, count } = overall.accounts;
      const { address } = first;
      return count > 1
        ? t('overall.needsYouMore', { address, count: count - 1 })
        : t('overall.needsYou', { address });
    }
    case 'network':
      return t('overall.network');
    case 'unreachable':
      return t('overall.unreachable', { address: overall.accounts.first.address });
    case 'signing-in':
      return t('overall.working', { address: overall.accounts.first.address });
    case 'checking':
      return t('overall.checking');
    case 'paused':
      return t('overall.paused');
    case 'no-account':
      return t('overall.none');
    case 'ready':
      return t('overall.ready', { count: overall.count });
    default:
      return overall satisfies never;
  }
}

function pageOf(overall: Overall): Route {
  if ('accounts' in overall) return { page: 'account', id: overall.accounts.first.id };
  return { page: overall.what === 'listener' ? 'settings' : 'accounts' };
}
