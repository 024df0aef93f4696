import { type ReactNode, useState } from 'react';
import type { CommandOutput } from '#contract/commands.ts';
import type { ClientView } from '#contract/views.ts';
import { useAnswer, useCommand } from '../../backend/backend-context.tsx';
import { Button, CopyButton } from '../../components/button.tsx';
import { Card, Details } from '../../components/card.tsx';
import { ValueRows } from '../../components/text.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { keptLanguage } from '../../preferences.ts';
import { t } from '../../i18n.ts';

type ConsentPages = CommandOutput<'admin-consent-url'>;

/** Admin consent, of a client with which people sign in: some organizations want it first. */
export function ConsentCard({ client }: { readonly client: ClientView }): ReactNode {
  return (
    <Card title={t('client.consent')}>
      <p className="quiet">{t('client.consentText')}</p>
      <p className="quiet">{t('client.consentManaged')}</p>
      <ConsentBody client={client} />
    </Card>
  );
}

/** It is opened here and its result caught, or the page's address is for an administrator elsewhere. */
export function ConsentBody({ client }: { readonly client: ClientView }): ReactNode {
  const consent = useCommand('admin-consent');
  const cancel = useCommand('admin-consent-cancel');
  const elsewhere = useConsentPages(client);
  const [tenant, setTenant] = useState<string>();
  // it goes on when the page is left and come back to
  const waiting = consent.busy || client.consentUrl !== undefined;
  const open = async (): Promise<void> => {
    setTenant(undefined);
    const result = await consent.run({ client: client.id, language: keptLanguage() });
    if (result.ok) setTenant(result.value.tenant ?? client.tenant ?? '');
  };
  const problem = consent.problem?.code === 'cancelled' ? undefined : consent.problem;
  return (
    <>
      <div className="row">
        {waiting ? (
          <Button onClick={() => void cancel.run({ client: client.id })}>{t('common.cancel')}</Button>
        ) : (
          <Button look="main" icon="external" onClick={() => void open()}>
            {t('client.consentOpen')}
          </Button>
        )}
      </div>
      <div role="status" className={waiting || tenant !== undefined ? 'stack-tight' : 'visually-hidden'}>
        {waiting ? <p className="waiting">{t('client.consentWaiting')}</p> : null}
        {tenant === undefined ? null : (
          <p className="notice notice-good wrap-anywhere">{t('client.consentGranted', { tenant })}</p>
        )}
      </div>
      {waiting ? <ValueRows rows={[[t('client.consentHere'), client.consentUrl]]} /> : null}
      <ProblemNotice problem={problem} />
      {elsewhere === undefined ? null : (
        <Details summary={t('client.consentUrl')}>
          <p className="small quiet">{t('client.consentUrlHelp')}</p>
          <div className="row no-wrap">
            <code className="wrap-anywhere">{elsewhere.url}</code>
            <CopyButton text={elsewhere.url} what={t('client.consentUrl')} />
          </div>
        </Details>
      )}
      <ValueRows rows={[[t('client.consentSending'), elsewhere?.sending]]} />
    </>
  );
}

/**
 * Said before anybody signs in: organizations that let Microsoft manage consent, as new ones do, need an
 * administrator's for IMAP and POP. With the page's address, ready to send.
 */
export function ConsentHint(props: { readonly client: ClientView }): ReactNode {
  const pages = useConsentPages(props.client);
  return pages === undefined ? null : (
    <div className="stack-tight">
      <p className="small quiet">{t('client.consentManaged')}</p>
      <ValueRows
        rows={[
          [t('client.consentToSend'), pages.url],
          [t('client.consentSending'), pages.sending],
        ]}
      />
    </div>
  );
}

/** Whether people sign in with a client, whose organization may want an administrator's consent first. */
export function mayNeedConsent({ provider, grant }: Pick<ClientView, 'provider' | 'grant'>): boolean {
  return provider === 'microsoft365' && grant !== 'client-credentials';
}

/** The pages for an administrator at another computer; they follow what is changed of the client. */
function useConsentPages(client: ClientView): ConsentPages | undefined {
  const { id, clientId, tenant, cloud, scope, submission } = client;
  const occasion = JSON.stringify([clientId, tenant, cloud, scope, submission]);
  const answer = useAnswer('admin-consent-url', { client: id }, occasion);
  return answer?.ok === true ? answer.value : undefined;
}
