import { type ReactNode, useCallback, useDeferredValue, useState, useSyncExternalStore } from 'react';
import { byUrgency, needsYou } from '#contract/status.ts';
import { isWholeDomain } from '#contract/account.ts';
import type { Backend, CommandName } from '#contract/commands.ts';
import type { AccountView } from '#contract/views.ts';
import { useBackend, useSnapshot } from '../../backend/backend-context.tsx';
import { Banner, ProblemNotice } from '../../components/notice.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { FootBar, PageHeading } from '../../components/page-heading.tsx';
import { SearchField } from '../../components/field.tsx';
import { hrefOf } from '../../route.ts';
import { AccountRow, matching } from './account-row.tsx';
import { FirstAccount } from '../add-account/add-account-screen.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { t } from '../../i18n.ts';
import { Emitter } from '#contract/emitter.ts';
import type { Problem } from '#contract/problem.ts';

/** Fewer are seen at a glance: nothing is searched or selected among them. */
const several = 3;

/** All accounts, those that need somebody first. */
export function AccountsScreen(): ReactNode {
  const snapshot = useSnapshot();
  const removals = useRemovals();
  const [search, setSearch] = useState('');
  const [onlyThese, setOnlyThese] = useState(false);
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
        {going.size === 0 && snapshot.problem === undefined ? <FirstAccount /> : null}
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
                onValue={setSearch}
              />
            ) : null}
            <ButtonLink icon="plus" href={hrefOf({ page: 'add-account' })}>
              {t('accounts.add')}
            </ButtonLink>
          </>
        }
      >
        {t('accounts.title')}
      </PageHeading>
      <RemovalNotices />
      {needing.length === 0 ? null : (
        <Banner
          title={t('accounts.needYou', { count: needing.length })}
          action={
            needing.length === accounts.length ? null : (
              <Button aria-pressed={narrowed} onClick={() => setOnlyThese(!narrowed)}>
                {t(narrowed ? 'accounts.showAll' : 'accounts.onlyThese')}
              </Button>
            )
          }
        >
          {t('accounts.needYouText')}
        </Banner>
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
          {shown.map((account) => (
            <AccountRow
              key={account.id}
              account={account}
              selected={selected?.has(account.id)}
              onSelect={select}
            />
          ))}
        </ul>
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

/** How long a removal can be taken back. Milliseconds. */
const undoTime = 10_000;

/** An account that is about to be removed, or that could not be. */
interface Removal {
  readonly id: string;
  readonly address: string;
  readonly problem?: Problem;
}

interface Pending extends Removal {
  readonly carryOut: () => void;
}

let pending: readonly Pending[] = [];
const changes = new Emitter();

function show(next: readonly Pending[]): void {
  pending = next;
  changes.emit();
}

/** Removes an account after a while in which it can be taken back; at once when the page is left. */
export function removeSoon(backend: Backend, account: Pick<AccountView, 'id' | 'address'>): void {
  const { id, address } = account;
  let begun = false;
  const removal: Pending = { id, address, carryOut: () => void carryOut() };
  const carryOut = async (): Promise<void> => {
    // it may have been taken back, and asked for anew
    if (begun || !pending.includes(removal)) return;
    begun = true;
    const result = await backend.run('account-remove', { account: id });
    const others = pending.filter((other) => other.id !== id);
    show(result.ok ? others : [...others, { ...removal, problem: result }]);
  };
  show([...pending.filter((other) => other.id !== id), removal]);
  window.setTimeout(removal.carryOut, undoTime);
}

/** Takes a removal back, or puts the notice of a failed one away. */
function keepAccount(id: string): void {
  show(pending.filter((removal) => removal.id !== id));
}

window.addEventListener('pagehide', () => {
  for (const removal of pending) removal.carryOut();
});

/** The removals that can still be taken back, and those that failed. */
function useRemovals(): readonly Removal[] {
  return useSyncExternalStore(changes.on, () => pending);
}

/** Accounts that are about to go, with the way back; several that were removed together come back together. */
function RemovalNotices(): ReactNode {
  const removals = useRemovals();
  const going = removals.filter(({ problem }) => problem === undefined);
  const [first] = going;
  return (
    <div role="status" className={removals.length === 0 ? 'visually-hidden' : 'stack-tight'}>
      {first === undefined ? null : (
        <div className="notice row row-apart">
          <span className="wrap-anywhere">
            {going.length === 1
              ? t('accounts.removed.message', { address: first.address })
              : t('accounts.removed.many', { count: going.length })}
          </span>
          <Button
            icon="undo"
            onClick={() => {
              for (const { id } of going) keepAccount(id);
            }}
          >
            {t('common.undo')}
          </Button>
        </div>
      )}
      {removals.map(({ id, address, problem }) =>
        problem === undefined ? null : (
          <ProblemNotice key={id} problem={problem}>
            <p>{t('accounts.removed.failed', { address })}</p>
            <div>
              <Button onClick={() => keepAccount(id)}>{t('common.close')}</Button>
            </div>
          </ProblemNotice>
        ),
      )}
    </div>
  );
}
