import type { Snapshot } from '#contract/views.ts';
import type { FeedSource } from '../ipc/screen-feed.ts';
import { noticeText, type NotificationText } from './notification-text.ts';
import { decideNotifications, type Notice } from './notifications.ts';
import { accountPage } from '../shell-actions.ts';
import type { ShellState } from '../shell-state.ts';
import type { Texts } from '../localizer.ts';

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

/** KeyedMutex changes of the snapshot into notices, until the returned function is called. */
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
