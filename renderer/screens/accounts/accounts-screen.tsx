import { type ReactNode, useCallback, useDeferredValue, useLayoutEffect, useState } from 'react';
import { byUrgency, needsYou } from '#contract/status.ts';
import { isWholeDomain } from '#contract/account.ts';
import type { CommandName } from '#contract/commands.ts';
import type { AccountView } from '#contract/views.ts';
import { useBackend, useHostInfo, useSnapshot } from '../../backend/backend-context.tsx';
import { Banner } from '../../components/notice.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { FootBar, PageHeading } from '../../components/page-heading.tsx';
import { SearchField } from '../../components/field.tsx';
import { hrefOf, presentRoute } from '../../route.ts';
import { AccountRow, matching } from './account-row.tsx';
import { RemovalNotices, removeSoon, useRemovals } from './removals.tsx';
import { FirstAccount } from '../add-account/add-account-screen.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { t } from '../../i18n.ts';

/** Fewer are seen at a glance: nothing is searched or selected among them. */
const several = 3;

/** So many rows are drawn at once: ten thousand take the browser seconds. */
const page = 500;

/** Which of the accounts are shown. */
interface Narrowing {
  readonly search: string;
  /** Those alone that need somebody. */
  readonly onlyThese: boolean;
  /** Of those that fit, no more rows than these. */
  readonly most: number;
}

const everything: Narrowing = { search: '', onlyThese: false, most: page };
let kept = everything;

// back from an account, or from its client, the list is as one has left it
window.addEventListener('hashchange', () => {
  if (!['accounts', 'account', 'client'].includes(presentRoute().page)) kept = everything;
});

/** All accounts, those that need somebody first. */
export function AccountsScreen(): ReactNode {
  const snapshot = useSnapshot();
  const removals = useRemovals();
  const { secretsKept = true } = useHostInfo() ?? {};
  const [narrowing, setNarrowing] = useState(kept);
  const { search, onlyThese, most } = narrowing;
  useFocusKept();
  const narrow = (part: Partial<Narrowing>): void => {
    kept = { ...narrowing, ...part };
    setNarrowing(kept);
  };
  const [selected, setSelected] = useState<ReadonlySet<string>>();
  const wanted = useDeferredValue(search);
  const select = useCallback((id: string, isSelected: boolean): void => {
    setSelected((before) => {
      const next = new Set(before);
      if (isSelected) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  const going = new Set(removals.flatMap(({ id, problem }) => (problem === undefined ? [id] : [])));
  const accounts = byUrgency(snapshot.accounts).filter(({ id }) => !going.has(id));
  if (accounts.length === 0) {
    return (
      <>
        <RemovalNotices />
        {snapshot.problem === undefined ? <FirstAccount /> : null}
      </>
    );
  }
  const needing = accounts.filter(needsYou);
  // whoever was shown only these, and has mended them, is shown all again
  const narrowed = onlyThese && needing.length > 0;
  const shown = matching(narrowed ? needing : accounts, wanted);
  const many = accounts.length >= several;
  return (
    <>
      <PageHeading
        aside={
          <>
            {many ? (
              <SearchField
                label={t('accounts.search.label')}
                placeholder={t('accounts.search.placeholder', { count: accounts.length })}
                value={search}
                onValue={(text) => narrow({ search: text })}
              />
            ) : null}
            <ButtonLink icon="plus" href={hrefOf({ page: 'add-account' })}>
              {t('accounts.add')}
            </ButtonLink>
          </>
        }
      >
        {t('nav.accounts')}
      </PageHeading>
      <RemovalNotices />
      {needing.length === 0 ? null : (
        <Banner
          title={t('accounts.needYou', { count: needing.length })}
          action={
            needing.length === accounts.length ? null : (
              <Button aria-pressed={narrowed} onClick={() => narrow({ onlyThese: !narrowed })}>
                {t(narrowed ? 'accounts.showAll' : 'accounts.onlyThese')}
              </Button>
            )
          }
        >
          {t('accounts.needYouText')}
        </Banner>
      )}
      {needing.length === 0 || secretsKept ? null : (
        <p className="notice notice-care">{t('settings.program.secretsNotKept')}</p>
      )}
      <p role="status" className={wanted.trim() === '' ? 'visually-hidden' : 'quiet small'}>
        {wanted.trim() === ''
          ? ''
          : shown.length === 0
            ? t('accounts.search.none', { text: wanted.trim() })
            : t('accounts.search.shown', { count: shown.length })}
      </p>
      {shown.length === 0 ? null : (
        <ul className="card rows account-list" aria-label={t('accounts.list')}>
          {shown.slice(0, most).map((account) => (
            <AccountRow
              key={account.id}
              account={account}
              selected={selected?.has(account.id)}
              onSelect={select}
            />
          ))}
        </ul>
      )}
      {shown.length <= most ? null : (
        <div>
          <Button onClick={() => narrow({ most: most + page })}>
            {t('accounts.more', { count: Math.min(page, shown.length - most) })}
          </Button>
        </div>
      )}
      {!many ? null : selected === undefined ? (
        <div>
          <Button look="link" className="button-inline" onClick={() => setSelected(new Set())}>
            {t('accounts.select.start')}
          </Button>
        </div>
      ) : (
        <SelectedActions
          selected={shown.filter(({ id }) => selected.has(id))}
          onAll={() => setSelected(new Set(shown.map(({ id }) => id)))}
          onDone={() => setSelected(undefined)}
        />
      )}
    </>
  );
}

/** A row that changes its place in the list keeps the focus: the browser takes it away from what is moved. */
function useFocusKept(): void {
  const held = document.activeElement;
  useLayoutEffect(() => {
    if (held instanceof HTMLElement && held.isConnected && document.activeElement === document.body)
      held.focus({ preventScroll: true });
  });
}

type Action = CommandName & ('check' | 'account-pause' | 'account-resume');

/** What is done with several accounts at once. It stays at the foot while they are being selected. */
function SelectedActions(props: {
  readonly selected: readonly AccountView[];
  readonly onAll: () => void;
  readonly onDone: () => void;
}): ReactNode {
  const { selected, onAll, onDone } = props;
  const backend = useBackend();
  const [running, setRunning] = useState<Action>();
  const [failed, setFailed] = useState<readonly string[]>([]);
  const [removing, setRemoving] = useState(false);
  const count = selected.length;
  const run = async (action: Action): Promise<void> => {
    setRunning(action);
    setFailed([]);
    const bad: string[] = [];
    for (const { id, address } of selected) {
      // a whole domain has no mailbox of its own to check
      if (action === 'check' && isWholeDomain(address)) continue;
      // one after the other: hundreds of checks at once would be as many logins at the provider
      // oxlint-disable-next-line no-await-in-loop
      const result = await backend.run(action, { account: id });
      // a check that finds something wrong is carried out all the same
      if (!result.ok || ('ok' in result.value && !result.value.ok)) bad.push(address);
    }
    setRunning(undefined);
    setFailed(bad);
  };
  const button = (action: Action, icon: 'refresh' | 'bars' | 'play', words: string): ReactNode => (
    <Button
      icon={icon}
      busy={running === action}
      disabled={count === 0 || running !== undefined}
      onClick={() => void run(action)}
    >
      {words}
    </Button>
  );
  return (
    <FootBar
      end={
        <Button look="main" className="button-small" onClick={onDone}>
          {t('accounts.select.done')}
        </Button>
      }
    >
      <div className="row" role="group" aria-label={t('accounts.select.actions')}>
        <span role="status" className="small quiet">
          {t('accounts.select.count', { count })}
          {failed.length === 0
            ? null
            : ` · ${t('accounts.select.some', { count: failed.length, addresses: failed.join(', ') })}`}
        </span>
        <Button look="link" onClick={onAll}>
          {t('accounts.select.all')}
        </Button>
        {button('check', 'refresh', t('accounts.select.check'))}
        {button('account-pause', 'bars', t('account.actions.pause'))}
        {button('account-resume', 'play', t('accounts.remedy.resume'))}
        <Button
          look="danger"
          icon="trash"
          disabled={count === 0 || running !== undefined}
          onClick={() => setRemoving(true)}
        >
          {t('account.actions.remove')}
        </Button>
      </div>
      <ConfirmDialog
        open={removing}
        title={t('accounts.select.removeTitle', { count })}
        text={t('account.actions.removeText')}
        go={t('common.remove')}
        danger
        onClose={() => setRemoving(false)}
        onGo={() => {
          for (const account of selected) removeSoon(backend, account);
          onDone();
        }}
      />
    </FootBar>
  );
}
