import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { byUrgency } from '#contract/status.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Field } from '../../components/field.tsx';
import { RemovalNotices } from '../../components/removal-notices.tsx';
import { useRemovals } from '../../removals.ts';
import { hrefOf } from '../../route.ts';
import { AccountRow } from './account-row.tsx';
import { FirstAccount } from './first-account.tsx';

/** With more accounts than this there is a field to search them. */
const fewAccounts = 10;

/** All accounts, those that need somebody first. */
export function AccountsScreen(): ReactNode {
  const { t } = useTranslation();
  const { snapshot } = useShown();
  const removals = useRemovals();
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const clients = useMemo(
    () => new Map(snapshot?.clients.map((client) => [client.id, client])),
    [snapshot?.clients],
  );
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
  const shown = accounts.filter(
    ({ address, clientName, mailbox = '' }) =>
      wanted === '' || [address, clientName, mailbox].some((text) => text.toLowerCase().includes(wanted)),
  );
  return (
    <>
      <PageHeading
        aside={
          <a className="button button-main" href={hrefOf({ page: 'add-account' })}>
            {t('accounts.add')}
          </a>
        }
      >
        {t('accounts.title')}
      </PageHeading>
      <RemovalNotices />
      {accounts.length > fewAccounts ? (
        <Field label={t('accounts.search.label')}>
          {(control) => (
            <input
              {...control}
              type="search"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <p role="status" className={wanted === '' ? 'visually-hidden' : 'quiet small'}>
        {wanted === ''
          ? ''
          : shown.length === 0
            ? t('accounts.search.none', { text: search.trim() })
            : t('accounts.search.shown', { count: shown.length })}
      </p>
      {shown.length === 0 ? null : (
        <ul className="account-list" aria-label={t('accounts.list')}>
          {shown.map((account) => (
            <AccountRow key={account.id} account={account} client={clients.get(account.clientId)} />
          ))}
        </ul>
      )}
    </>
  );
}
