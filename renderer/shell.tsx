import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import { needsYou, type Overall, overallState, overallText } from '#contract/status.ts';
import { msg, problemText } from '#messages/message.ts';
import { useHostInfo, useShown } from './backend/backend-context.tsx';
import { AppMark, Gate, Icon } from './components/icon.tsx';
import { ProblemNotice } from './components/notice.tsx';
import { goTo, hrefOf, type Route, useRoute } from './route.ts';
import { keptNotices } from './preferences.ts';
import { format, t } from './i18n.ts';

const pages = ['accounts', 'clients', 'activity', 'settings'] as const;
type Page = (typeof pages)[number];

const icons = { accounts: 'mail', clients: 'key', activity: 'activity', settings: 'sliders' } as const;

const pageOf = {
  accounts: 'accounts',
  account: 'accounts',
  'add-account': 'accounts',
  import: 'accounts',
  clients: 'clients',
  client: 'clients',
  'add-client': 'clients',
  activity: 'activity',
  settings: 'settings',
} as const satisfies Record<Route['page'], Page>;

/** The frame: the list of pages, the overall state that is also a button, and the page. */
export function Shell(props: { readonly children: ReactNode }): ReactNode {
  const shown = useShown();
  const route = useRoute();
  const { connected, snapshot = { accounts: [], listeners: [], devices: [] } } = shown;
  const overall = overallState(snapshot, useOnline());
  const gate = overall.what === 'no-account' ? 'idle' : overall.state;
  const current = pageOf[route.page];
  usePanelNotices();
  const needing = snapshot.accounts.filter(needsYou).length;
  return (
    <div className="shell">
      <nav className="shell-side" aria-label={t('nav.label')}>
        <p className="row no-wrap shell-brand">
          <AppMark />
          <span translate="no">Mailwicket</span>
        </p>
        {pages.map((page) => (
          <a
            key={page}
            className="row no-wrap nav-link"
            href={hrefOf({ page })}
            title={t(`nav.${page}`)}
            {...(page === current ? { 'aria-current': 'page' as const } : {})}
          >
            <Icon name={icons[page]} />
            <span className="nav-words">{t(`nav.${page}`)}</span>
            {page === 'accounts' && needing > 0 ? (
              // the overall state says the same in words
              <span className="count" aria-hidden="true">
                {needing}
              </span>
            ) : null}
          </a>
        ))}
        <button
          type="button"
          className="row no-wrap small shell-overall"
          onClick={() => goTo(connected ? pageAbout(overall) : { page: 'accounts' })}
        >
          <Gate state={connected ? gate : 'offline'} />
          <span aria-live="polite">{connected ? format(overallText(overall)) : t('connection.none')}</span>
          <Icon name="right" className="quiet" />
        </button>
      </nav>
      <main className="shell-page">
        <div className="stack">
          {connected ? null : (
            <p className="notice notice-care" role="status">
              {t(
                shown.keyRefused || shown.snapshot === undefined
                  ? 'connection.wrongAddress'
                  : 'connection.lost',
              )}
            </p>
          )}
          <ProblemNotice problem={shown.snapshot?.problem} />
          {props.children}
        </div>
      </main>
    </div>
  );
}

/** Whether this machine has a network, as far as the browser knows. */
function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine);
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('online', changed);
  window.addEventListener('offline', changed);
  return () => {
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', changed);
  };
}

function pageAbout(overall: Overall): Route {
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

/**
 * What the tray does on the desktop, a browser does for the panel: a badge on the installed app with the number of
 * accounts that need somebody, and a notice for each that begins to, where that was asked for in the settings.
 */
function usePanelNotices(): void {
  const { snapshot } = useShown();
  const isPanel = useHostInfo()?.kind !== 'desktop';
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
  }, [isPanel, snapshot]);
}

/** Whether the browser lets this page notify: it has been asked, by a click. */
export function mayNotify(): boolean {
  return 'Notification' in window && Notification.permission === 'granted';
}
