import { useEffect, useRef } from 'react';
import { needsYou } from '#contract/status.ts';
import { msg, problemText } from '#messages/message.ts';
import { useHostInfo, useShown } from './backend/backend-context.tsx';
import { useFormat } from './i18n.ts';
import { keptNotices } from './preferences.ts';
import { goTo } from './route.ts';

/**
 * What the tray does on the desktop, a browser does for the panel: a badge on the installed app with the number of
 * accounts that need somebody, and a notice for each that begins to, where that was asked for in the settings.
 */
export function usePanelNotices(): void {
  const { snapshot } = useShown();
  const isPanel = useHostInfo()?.kind !== 'desktop';
  const format = useFormat();
  const count = snapshot?.accounts.filter(needsYou).length;
  const before = useRef<ReadonlySet<string>>(undefined);
  useEffect(() => {
    if (!isPanel || count === undefined || !('setAppBadge' in navigator)) return;
    // a browser in which the page is not installed may refuse it
    void navigator.setAppBadge(count).catch(() => {});
  }, [isPanel, count]);
  useEffect(() => {
    if (!isPanel || snapshot === undefined) return;
    const needing = snapshot.accounts.filter(needsYou);
    // what was so when the page was opened is on the page
    const known = before.current;
    before.current = new Set(needing.map(({ id }) => id));
    if (known === undefined || !keptNotices() || !mayNotify()) return;
    for (const { id, address, problem } of needing) {
      if (known.has(id)) continue;
      const body = problem === undefined ? '' : format(problemText(problem));
      const notice = new Notification(format(msg('overall.accounts', { count: 1, address })), {
        body,
        tag: id,
      });
      notice.addEventListener('click', () => {
        window.focus();
        goTo({ page: 'account', id });
      });
    }
  }, [isPanel, snapshot, format]);
}

/** Whether the browser lets this page notify: it has been asked, by a click. */
export function mayNotify(): boolean {
  return 'Notification' in window && Notification.permission === 'granted';
}
