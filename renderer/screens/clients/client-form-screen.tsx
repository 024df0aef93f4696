import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useBackend, useShown } from '../../backend/backend-context.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { goTo, hrefOf, type Route } from '../../route.ts';
import { copyOf, emptyDraft, type ClientDraft } from './client-draft.ts';
import { ClientForm } from './client-form.tsx';

/** A new OAuth client: empty, a copy of another one, or for a provider that is known already. */
export function ClientFormScreen(props: Omit<Extract<Route, { page: 'add-client' }>, 'page'>): ReactNode {
  const { provider, cloud, grant, forAddress } = props;
  const { t } = useTranslation();
  const backend = useBackend();
  const { snapshot } = useShown();
  const [initial] = useState((): ClientDraft => {
    const model = snapshot?.clients.find((client) => client.id === props.copyOf);
    if (model !== undefined) return copyOf(model, t('clientForm.duplicateName', { name: model.name }));
    return emptyDraft({
      provider,
      cloud,
      grant,
    });
  });
  return (
    <>
      <PageHeading
        back={
          forAddress === undefined
            ? { href: hrefOf({ page: 'clients' }), text: t('clients.title') }
            : { href: hrefOf({ page: 'add-account', address: forAddress }), text: forAddress }
        }
      >
        {t('clientForm.addTitle')}
      </PageHeading>
      <ClientForm
        initial={initial}
        keepsCredential={false}
        forAddress={forAddress}
        submitLabel={t('clientForm.add')}
        onSubmit={async ({ fields, credential = { kind: 'none' } }) => {
          const result = await backend.run('client-add', { ...fields, credential });
          if (!result.ok) return result;
          // a certificate that was made just now has to go to the portal first
          if (forAddress === undefined || credential.kind === 'new-certificate')
            goTo({ page: 'client', id: result.value.id });
          else goTo({ page: 'add-account', address: forAddress });
          return undefined;
        }}
      />
    </>
  );
}
