import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useBackend, useShown } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { hrefOf } from '../../route.ts';
import { AdminScriptCard } from './admin-script-card.tsx';
import { CertificateCard } from './certificate-card.tsx';
import { draftOf } from './client-draft.ts';
import { ClientForm } from './client-form.tsx';
import { ConsentCard } from './consent-card.tsx';
import { ExpiryLine } from './expiry-line.tsx';
import { RemoveClient } from './remove-client.tsx';
import { TestCard } from './test-card.tsx';

/** So many accounts are listed; the rest is counted. */
const listed = 12;

/** One OAuth client: what it is, what can be done with it. */
export function ClientScreen(props: { readonly id: string }): ReactNode {
  const { t } = useTranslation();
  const client = useShown().snapshot?.clients.find(({ id }) => id === props.id);
  const [changing, setChanging] = useState(false);
  if (client === undefined) {
    return (
      <>
        <PageHeading>{t('client.gone')}</PageHeading>
        <p>
          <a href={hrefOf({ page: 'clients' })}>{t('client.back')}</a>
        </p>
      </>
    );
  }
  return changing ? (
    <ChangeClient client={client} onDone={() => setChanging(false)} />
  ) : (
    <ShowClient client={client} onChange={() => setChanging(true)} />
  );
}

function ChangeClient(props: { readonly client: ClientView; readonly onDone: () => void }): ReactNode {
  const { client, onDone } = props;
  const { t } = useTranslation();
  const backend = useBackend();
  return (
    <>
      <PageHeading aside={<Button onClick={onDone}>{t('common.cancel')}</Button>}>
        {t('clientForm.editTitle', { name: client.name })}
      </PageHeading>
      <ClientForm
        initial={draftOf(client)}
        keepsCredential
        submitLabel={t('clientForm.save')}
        onSubmit={async ({ fields, credential, clear }) => {
          const result = await backend.run('client-update', {
            client: client.id,
            change: fields,
            clear,
            credential,
          });
          if (!result.ok) return result;
          onDone();
          return undefined;
        }}
      />
    </>
  );
}

function ShowClient(props: { readonly client: ClientView; readonly onChange: () => void }): ReactNode {
  const { client, onChange } = props;
  const { t } = useTranslation();
  const accounts = (useShown().snapshot?.accounts ?? []).filter(({ clientId }) => clientId === client.id);
  const isMicrosoft = client.provider === 'microsoft365' || client.provider === 'outlook';
  return (
    <>
      <p className="small">
        <a href={hrefOf({ page: 'clients' })}>{t('client.back')}</a>
      </p>
      <PageHeading
        aside={
          <Button look="main" onClick={onChange}>
            {t('client.change')}
          </Button>
        }
      >
        {client.name}
      </PageHeading>
      <ExpiryLine client={client} />
      <DetailsCard client={client} accounts={accounts} />
      {client.credential === 'certificate' || client.nextCertificate !== undefined ? (
        <CertificateCard client={client} />
      ) : null}
      <TestCard client={client} />
      {client.provider === 'microsoft365' ? <ConsentCard client={client} /> : null}
      {isMicrosoft && client.grant === 'client-credentials' ? <AdminScriptCard client={client} /> : null}
      <div className="row">
        <a className="button" href={hrefOf({ page: 'add-client', copyOf: client.id })}>
          {t('client.duplicate')}
        </a>
        <RemoveClient client={client} accounts={accounts} />
      </div>
    </>
  );
}

function DetailsCard(props: {
  readonly client: ClientView;
  readonly accounts: readonly AccountView[];
}): ReactNode {
  const { client, accounts } = props;
  const { t } = useTranslation();
  const facts = [
    [t('clientForm.provider'), t(`provider.${client.provider}`)],
    [t('clientForm.cloud'), client.cloud === undefined ? undefined : t(`cloud.${client.cloud}`)],
    [t('clientForm.grant'), t(`grant.${client.grant}`)],
    [t('client.clientId'), client.clientId, 'value'],
    [t('client.tenant'), client.tenant, 'value'],
    [t('clientForm.credential'), t(`credential.${client.credential}`)],
    [t('client.expires'), client.credentialExpires?.slice(0, 10), 'value'],
    [t('client.thumbprint'), client.certificateThumbprint, 'value'],
  ] as const;
  return (
    <Card title={t('client.details')}>
      <dl className="fact-grid">
        {facts.map(([term, fact, kind]) =>
          fact === undefined || fact === '' ? null : (
            <div key={term}>
              <dt className="quiet small">{term}</dt>
              <dd className="wrap-anywhere" translate={kind === 'value' ? 'no' : undefined}>
                {fact}
              </dd>
            </div>
          ),
        )}
      </dl>
      <h3>{t('client.accounts')}</h3>
      {accounts.length === 0 ? (
        <p className="quiet">{t('clients.usedBy', { count: 0 })}</p>
      ) : (
        <ul className="plain-list wrap-anywhere">
          {accounts.slice(0, listed).map((account) => (
            <li key={account.id}>
              <a href={hrefOf({ page: 'account', id: account.id })}>{account.address}</a>
            </li>
          ))}
        </ul>
      )}
      {accounts.length > listed ? (
        <p className="quiet">{t('client.more', { count: accounts.length - listed })}</p>
      ) : null}
    </Card>
  );
}
