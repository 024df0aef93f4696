import type { TFunction } from 'i18next';
import { overallState, type Overall } from '#contract/status.ts';
import type { Shown } from './backend/snapshot-store.ts';
import type { GateState } from './components/gate.tsx';
import type { Route } from './route.ts';

/** The one line of overall state, its drawing, and the page that it is about. */
export interface OverallWords {
  readonly text: string;
  readonly gate: GateState;
  readonly page: Route;
}

/** How all stands, in words. */
export function overallWords(shown: Shown, online: boolean, t: TFunction): OverallWords {
  if (!shown.connected) return { text: t('overall.offline'), gate: 'offline', page: { page: 'accounts' } };
  const overall = overallState(shown.snapshot ?? { accounts: [], listeners: [], devices: [] }, online);
  return {
    text: textOf(overall, t),
    gate: overall.what === 'no-account' ? 'idle' : overall.state,
    page: pageOf(overall),
  };
}

function textOf(overall: Overall, t: TFunction): string {
  switch (overall.what) {
    case 'problem':
      return t('overall.problem');
    case 'listener':
      return t('overall.listener', { port: overall.port });
    case 'device':
      return t('overall.device', { port: overall.port, name: overall.name });
    case 'accounts': {
      const { first, count } = overall.accounts;
      return t('overall.needsYou', { address: first.address, count });
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
  switch (overall.what) {
    case 'listener':
      return { page: 'settings', tab: 'ports' };
    case 'device':
      return { page: 'settings', tab: 'devices' };
    default:
      return { page: 'accounts' };
  }
}
