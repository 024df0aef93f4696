import { useCallback, useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { byUrgency, needsYou } from '#contract/status.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { Banner } from '../../components/banner.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useRemovals } from '../../removals.ts';
import { hrefOf } from '../../route.ts';
import { matching } from './account-search.ts';
import { AccountRow } from './account-row.tsx';
import { FirstAccount } from '../add-account/address-step.tsx';
import { RemovalNotices } from './removal-notices.tsx';
import { SelectedActions } from './selected-actions.tsx';

/** Fewer are seen at a glance: nothing is searched or selected among them. */
const several = 3;

/** All accounts, those that need somebody first. */
export function AccountsScreen(): ReactNode {
  const { t } = useTranslation();
  const { snapshot } = useShown();
  const removals = useRemovals();
  const [search, setSearch] = useState('');
  const [onlyThese, setOnlyThese] = useState(false);
  const [selected, setSelected] = useState<ReadonlySet<string>>();
  const wanted = useDeferredValue(search);
  const clients = useMemo(
    () => new Map(snapshot?.clients.map((client) => [client.id, client])),
    [snapshot?.clients],
  );
  const select = useCallback((id: string, isSelected: boolean): void => {
    setSelected((before) => {
      const next = new Set(before);
      if (isSelected) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  const going = new Set(removals.flatMap(({ id, problem }) => (problem === undefined ? [id] : [])));
  const accounts = byUrgency(snapshot?.accounts ?? []).filter(({ id }) => !going.has(id));
  if (accounts.length === 0) {
    return (
      <>
        <RemovalNotices />
        {going.size === 0 && snapshot?.problem === undefined ? <FirstAccount /> : null}
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
              client={clients.get(account.clientId)}
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
