import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '#contract/commands.ts';
import { Card } from '../../components/card.tsx';
import { hrefOf } from '../../route.ts';
import { NotTaken } from './not-taken.tsx';

/** What was added, and what is left to do for each account. */
export function ImportDone({ done }: { readonly done: CommandOutput<'import-apply'> }): ReactNode {
  const { t } = useTranslation();
  const { clients, accounts, notTaken } = done;
  return (
    <>
      <Card title={t('importing.done')}>
        <div role="status">
          {clients.length + accounts.length === 0 ? <p>{t('importing.doneNothing')}</p> : null}
          <ul className="plain-list divided">
            {clients.map(({ id, name }) => (
              <li key={id}>
                <a href={hrefOf({ page: 'client', id })}>{name}</a>
              </li>
            ))}
            {accounts.map(({ id, address, next }) => (
              <li key={id} className="row row-apart">
                <span className="wrap-anywhere">{address}</span>
                {next === 'nothing' ? (
                  <span className="quiet">{t('importing.next.nothing')}</span>
                ) : (
                  <a
                    href={hrefOf({ page: 'account', id })}
                    aria-label={t('importing.nextOf', { what: t(`importing.next.${next}`), address })}
                  >
                    {t(`importing.next.${next}`)}
                  </a>
                )}
              </li>
            ))}
          </ul>
        </div>
      </Card>
      <NotTaken left={notTaken} />
      <p>
        <a href={hrefOf({ page: 'accounts' })}>{t('importing.toAccounts')}</a>
      </p>
    </>
  );
}
