import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShown } from '../../backend/backend-context.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { hrefOf } from '../../route.ts';
import { ExpiryLine } from './expiry-line.tsx';

/** All OAuth clients. */
export function ClientsScreen(): ReactNode {
  const { t } = useTranslation();
  const clients = useShown().snapshot?.clients ?? [];
  return (
    <>
      <PageHeading
        aside={
          <a className="button button-main" href={hrefOf({ page: 'add-client' })}>
            {t('clients.add')}
          </a>
        }
      >
        {t('clients.title')}
      </PageHeading>
      <p className="quiet">{t('clients.intro')}</p>
      {clients.length === 0 ? <p>{t('clients.none')}</p> : null}
      <ul className="plain-list client-list">
        {clients.map((client) => (
          <li key={client.id}>
            <a className="card card-link" href={hrefOf({ page: 'client', id: client.id })}>
              <ProviderMark provider={client.provider} />
              <span className="client-list-words">
                <strong className="wrap-anywhere">{client.name}</strong>
                <span className="quiet small">
                  {t(`provider.${client.provider}`)}
                  {client.cloud === undefined || client.cloud === 'global'
                    ? ''
                    : ` · ${t(`cloud.${client.cloud}`)}`}
                  {` · ${t(`grant.${client.grant}`)}`}
                </span>
                <span className="small">{t('clients.usedBy', { count: client.usedBy })}</span>
                <ExpiryLine client={client} />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
