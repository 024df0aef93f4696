import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { byUrgency } from '#contract/status.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Field } from '../../components/field.tsx';
import { useRemovals, keepAccount } from '../../removals.ts';
import { hrefOf } from '../../route.ts';
import { AccountRow } from './account-row.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { FirstAccount } from '../add-account/address-step.tsx';

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
          <ButtonLink icon="plus" href={hrefOf({ page: 'add-account' })}>
            {t('accounts.add')}
          </ButtonLink>
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
        <ul className="card rows account-list" aria-label={t('accounts.list')}>
          {shown.map((account) => (
            <AccountRow key={account.id} account={account} client={clients.get(account.clientId)} />
          ))}
        </ul>
      )}
    </>
  );
}

/** Accounts that are about to go, each with the way back. */
function RemovalNotices(): ReactNode {
  const { t } = useTranslation();
  const removals = useRemovals();
  return (
    <div role="status" className={removals.length === 0 ? 'visually-hidden' : 'stack-tight'}>
      {removals.map(({ id, address, problem }) =>
        problem === undefined ? (
          <div key={id} className="notice row row-apart">
            <span className="wrap-anywhere">{t('accounts.removed.message', { address })}</span>
            <Button onClick={() => keepAccount(id)}>{t('common.undo')}</Button>
          </div>
        ) : (
          <ProblemNotice key={id} problem={problem}>
            <p>{t('accounts.removed.failed', { address })}</p>
            <Button onClick={() => keepAccount(id)}>{t('common.close')}</Button>
          </ProblemNotice>
        ),
      )}
    </div>
  );
}
