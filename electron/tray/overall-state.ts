import type { AccountView, Snapshot } from '../../proxy-core/contract.ts';
import type { Texts } from '../strings/texts.ts';

/** The one state that is seen at once. */
export type OverallState = 'ready' | 'working' | 'needs-you' | 'paused' | 'offline';

/** What the state hangs on beside the core's snapshot. */
export interface Circumstances {
  readonly online: boolean;
  /** 'Check all now' is under way. */
  readonly checking: boolean;
}

/**
 * The overall state and its line. What a person must mend comes first, then what nobody can mend from
 * here, then what is under way.
 */
export function overallState(
  snapshot: Snapshot,
  circumstances: Circumstances,
  texts: Texts,
): { readonly state: OverallState; readonly line: string } {
  const { accounts, listeners, problem } = snapshot;
  if (problem !== undefined) return { state: 'needs-you', line: texts('overall.problem') };
  const closed = listeners.find((listener) => listener.problem !== undefined);
  if (closed !== undefined) {
    return { state: 'needs-you', line: texts('overall.listener', { port: closed.port }) };
  }
  const inState = (...states: AccountView['state'][]): AccountView[] =>
    accounts.filter((account) => states.includes(account.state));
  const line = (
    key: 'overall.needs-you' | 'overall.unreachable' | 'overall.signing-in',
    of: readonly AccountView[],
  ): string => texts(key, { count: of.length, address: of[0]?.address ?? '' });

  const needing = inState('needs-sign-in', 'refused');
  if (needing.length > 0) return { state: 'needs-you', line: line('overall.needs-you', needing) };
  const paused = inState('paused');
  const allPaused = accounts.length > 0 && paused.length === accounts.length;
  if (!circumstances.online && !allPaused) return { state: 'offline', line: texts('overall.offline') };
  const unreachable = inState('unreachable');
  if (unreachable.length > 0) return { state: 'offline', line: line('overall.unreachable', unreachable) };
  const signingIn = inState('signing-in');
  if (signingIn.length > 0) return { state: 'working', line: line('overall.signing-in', signingIn) };
  if (circumstances.checking) return { state: 'working', line: texts('overall.checking') };
  if (accounts.length === 0) return { state: 'ready', line: texts('overall.no-account') };
  if (allPaused) return { state: 'paused', line: texts('overall.paused') };
  return { state: 'ready', line: texts('overall.ready', { count: accounts.length - paused.length }) };
}

/** The tray's tooltip: Windows shows no more than 127 characters. */
export function tooltipOf(line: string): string {
  const text = `Mailwicket: ${line}`;
  return text.length <= 127 ? text : `${text.slice(0, 126)}…`;
}
