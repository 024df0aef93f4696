import type { Snapshot } from '#contract/views.ts';
import type { FeedSource } from '#core/screens/screen-feed.ts';
import { decideNotifications, type NotificationText, type Notice } from './notifications.ts';
import { accountPage } from '../shell-actions.ts';
import type { ShellState } from '../shell-state.ts';
import type { Texts } from '../localizer.ts';
import type { Message } from '#messages/message.ts';

export interface NotificationRulesOptions {
  readonly source: Pick<FeedSource, 'onSnapshot'>;
  readonly state: ShellState;
  readonly texts: Texts;
  readonly notify: (text: NotificationText, clicked: () => void) => void;
  readonly signIn: (accountId: string) => void;
  readonly openWindow: (page: string) => void;
  /** The vault could not be opened at the start, which is told by itself: not once more for each account. */
  readonly vaultLocked?: boolean;
}

/** Turns changes of the snapshot into notices, until the returned function is called. */
export function watchForNotifications(options: NotificationRulesOptions): () => void {
  const { source, state, texts, notify } = options;
  let before: Snapshot | undefined;
  let vaultLocked = options.vaultLocked ?? false;
  return source.onSnapshot((now) => {
    // settings that cannot be read show no accounts: what was told of them stays told
    if (now.problem !== undefined) return;
    const told = new Set(state.values.told);
    const decided = decideNotifications(before, now, told);
    before = now;
    if (!sameCauses(told, decided.told)) void state.set({ told: [...decided.told] });
    if (now.accounts.some((account) => account.state === 'ready' || account.state === 'needs-password'))
      vaultLocked = false;
    for (const notice of decided.notices) {
      if (vaultLocked && notice.kind === 'refused') continue;
      notify(noticeText(notice, texts), () => follow(notice, options));
    }
  });
}

function follow(notice: Notice, { signIn, openWindow }: NotificationRulesOptions): void {
  switch (notice.kind) {
    case 'needs-sign-in':
      return signIn(notice.accountId);
    case 'refused':
    case 'first-success':
      return openWindow(accountPage(notice.accountId));
    case 'credential-expiring':
    case 'credential-expired':
      return openWindow(`/client/${encodeURIComponent(notice.clientId)}`);
  }
}

function sameCauses(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((cause) => b.has(cause));
}

/** macOS cuts a notice off behind so many octets, wherever that is. */
const mostOctets = 256;

/** A notice that fits on this system: what is too long ends after a whole word. */
export function fitted({ title, body }: NotificationText, platform: NodeJS.Platform): NotificationText {
  if (platform !== 'darwin') return { title, body };
  const shortTitle = within(title, mostOctets - 1);
  return { title: shortTitle, body: within(body, mostOctets - 1 - Buffer.byteLength(shortTitle)) };
}

function within(text: string, octets: number): string {
  if (Buffer.byteLength(text) <= octets) return text;
  const room = octets - Buffer.byteLength('…');
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > room) break;
    kept += character;
  }
  return `${kept.replace(/\s+\S*$/u, '')}…`;
}

/** What a notice says. */
export function noticeText(notice: Notice, texts: Texts): NotificationText {
  const of = (values: Readonly<Record<string, string | Message>>): NotificationText => ({
    title: texts(`notice.${notice.kind}.title`, values),
    body: texts(`notice.${notice.kind}.body`, values).trim(),
  });
  switch (notice.kind) {
    case 'needs-sign-in':
    case 'first-success':
      return of({ address: notice.address });
    case 'refused':
      return of({ address: notice.address, message: notice.message, fix: notice.fix });
    case 'credential-expiring':
    case 'credential-expired':
      return of({ client: notice.client, date: notice.date });
    default:
      return notice satisfies never;
  }
}
