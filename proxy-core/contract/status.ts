import { msg, problemText, sentences, type Message } from '#messages/message.ts';
import type { OAuthClient } from './oauth-client.ts';
import type { AccountState, AccountView, ListenerView, Snapshot } from './views.ts';

/** What the overall state is, for icons and colours. */
export type OverallState = 'ready' | 'working' | 'needs-you' | 'paused' | 'offline';

/** The overall state in one value; the kinds are in the order of what is to be done first. */
export type Overall =
  | { readonly state: 'needs-you'; readonly what: 'problem' }
  | { readonly state: 'needs-you'; readonly what: 'listener'; readonly port: number }
  | { readonly state: 'needs-you'; readonly what: 'device'; readonly port: number; readonly name: string }
  | { readonly state: 'needs-you'; readonly what: 'accounts'; readonly accounts: Accounts }
  | { readonly state: 'offline'; readonly what: 'network' }
  | { readonly state: 'offline'; readonly what: 'unreachable'; readonly accounts: Accounts }
  | { readonly state: 'working'; readonly what: 'signing-in'; readonly accounts: Accounts }
  | { readonly state: 'working'; readonly what: 'checking' }
  | { readonly state: 'needs-you'; readonly what: 'check-failed'; readonly accounts: Accounts }
  | { readonly state: 'paused'; readonly what: 'paused' }
  | { readonly state: 'ready'; readonly what: 'no-account' }
  | { readonly state: 'ready'; readonly what: 'ready'; readonly count: number };

/** The accounts that the state is about: the most urgent one, and how many there are. */
interface Accounts {
  readonly first: AccountView;
  readonly count: number;
}

/** What somebody must mend comes first, then what nobody can mend from here, then what is under way. */
const urgency = {
  refused: 0,
  'needs-sign-in': 1,
  'needs-password': 2,
  unreachable: 3,
  'signing-in': 4,
  ready: 5,
  paused: 6,
} as const satisfies Record<AccountState, number>;

/** Whether an account cannot go on until somebody does something. */
export function needsYou({ state }: Pick<AccountView, 'state'>): boolean {
  return state === 'refused' || state === 'needs-sign-in' || state === 'needs-password';
}

/** Accounts in the order in which they need somebody. */
export function byUrgency(accounts: readonly AccountView[]): AccountView[] {
  return accounts.toSorted(
    (a, b) => urgency[a.state] - urgency[b.state] || a.address.localeCompare(b.address),
  );
}

/**
 * The overall state, derived here once for the tray, the window, the panel and the command.
 * @param online - whether this machine has a network, as far as its host knows
 */
export function overallState(
  snapshot: Pick<Snapshot, 'accounts' | 'listeners' | 'devices' | 'problem'>,
  online: boolean,
): Overall {
  const { listeners, devices, problem } = snapshot;
  if (problem !== undefined) return { state: 'needs-you', what: 'problem' };
  const closed = listeners.find((listener) => listener.problem !== undefined);
  if (closed !== undefined) return { state: 'needs-you', what: 'listener', port: closed.port };
  const device = devices.find((one) => one.problem !== undefined);
  if (device !== undefined) {
    return { state: 'needs-you', what: 'device', port: device.port, name: device.name };
  }
  const accounts = byUrgency(snapshot.accounts);
  const some = (which: (account: AccountView) => boolean): Accounts | undefined => {
    const found = accounts.filter(which);
    const [first] = found;
    return first === undefined ? undefined : { first, count: found.length };
  };
  const inState = (wanted: AccountState): Accounts | undefined => some(({ state }) => state === wanted);
  const needing = some(needsYou);
  if (needing !== undefined) return { state: 'needs-you', what: 'accounts', accounts: needing };
  const paused = inState('paused')?.count ?? 0;
  const allPaused = accounts.length > 0 && paused === accounts.length;
  if (!online && !allPaused) return { state: 'offline', what: 'network' };
  const unreachable = inState('unreachable');
  if (unreachable !== undefined) return { state: 'offline', what: 'unreachable', accounts: unreachable };
  const signingIn = inState('signing-in');
  if (signingIn !== undefined) return { state: 'working', what: 'signing-in', accounts: signingIn };
  if (accounts.some(({ check }) => check?.running === true)) return { state: 'working', what: 'checking' };
  const failed = some(
    ({ state, check }) => state === 'ready' && check?.running === false && check.steps.some(({ ok }) => !ok),
  );
  if (failed !== undefined) return { state: 'needs-you', what: 'check-failed', accounts: failed };
  if (accounts.length === 0) return { state: 'ready', what: 'no-account' };
  if (allPaused) return { state: 'paused', what: 'paused' };
  return { state: 'ready', what: 'ready', count: accounts.length - paused };
}

/** The overall state in a line. */
export function overallText(overall: Overall): Message {
  switch (overall.what) {
    case 'problem':
    case 'network':
    case 'checking':
    case 'paused':
    case 'no-account':
      return msg(`overall.${overall.what}`);
    case 'listener':
      return msg('overall.listener', { port: overall.port });
    case 'device':
      return msg('overall.device', { port: overall.port, name: overall.name });
    case 'accounts':
    case 'unreachable':
    case 'signing-in':
    case 'check-failed': {
      const { first, count } = overall.accounts;
      return msg(`overall.${overall.what}`, { address: first.address, count });
    }
    case 'ready':
      return msg('overall.ready', { count: overall.count });
    default:
      return overall satisfies never;
  }
}

const day = 86_400_000;
/** When the end of a client's secret or certificate is told, in days ahead; 0: it has ended. */
export const expiryStages = [0, 1, 7, 30] as const;
export type ExpiryStage = (typeof expiryStages)[number];

/** The stage that has come with so many days left; undefined where the end is far. */
export function expiryStage(daysLeft: number): ExpiryStage | undefined {
  return expiryStages.find((stage) => daysLeft <= stage);
}

/**
 * Until a client's secret or certificate ends, in days: 1 means within the next 24 hours, 0 or less that it has ended.
 * @returns undefined where the client has neither, or nobody said when it ends
 */
export function credentialDaysLeft(
  client: Pick<OAuthClient, 'credential' | 'credentialExpires'>,
  now: number,
): number | undefined {
  if (client.credential !== 'secret' && client.credential !== 'certificate') return undefined;
  const ends = Date.parse(client.credentialExpires ?? '');
  // without minus zero, which is another number to whoever compares
  return Number.isNaN(ends) ? undefined : Math.ceil((ends - now) / day) + 0;
}

/** Whether it is we who answer: a port that another program has on one of its addresses cannot be relied on. */
export function isServed({ addresses, problem }: ListenerView): boolean {
  return addresses.length > 0 && problem?.code !== 'port-in-use';
}

/** That a file of certificate authorities cannot be used. */
export function authorityTrouble(file: string): Message {
  return sentences(
    msg('settings.settingsNameCertificateAuthorityNo', { file }),
    msg('settings.putFileBackTakeOut'),
  );
}

/** That the files of a certificate cannot be used, and what is served in their place: the pair before, or Mailwicket's own. */
export function certificateTrouble(
  isPairInUse: boolean,
  problem: Parameters<typeof problemText>[0],
): Message {
  const what = isPairInUse ? msg('settings.certificateNotTaken') : msg('settings.certificateNeverTaken');
  return sentences(what, problemText(problem));
}
