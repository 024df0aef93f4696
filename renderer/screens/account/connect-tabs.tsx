import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  endpointFor,
  endpointFromElsewhere,
  protocolName,
  type MailEndpoint,
  type Protocol,
} from '#contract/endpoints.ts';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { ValueRow } from '../../components/value-row.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { hrefOf } from '../../route.ts';
import type { ShownPassword } from './shown-password.ts';
import { SaveProfile } from './save-profile.tsx';

interface Subject {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
  readonly shown: ShownPassword | undefined;
  readonly onMakePassword: () => void;
}

/** The settings, for one mail program each, with a button beside every value that copies it. */
export function ConnectTabs(subject: Subject): ReactNode {
  const { t } = useTranslation();
  const { account } = subject;
  const settingsLink = (
    <a href={hrefOf({ page: 'settings', tab: 'ports' })}>{t('account.connect.openSettings')}</a>
  );
  const listeners = useShown().snapshot?.listeners ?? [];
  const plain = {
    imap: endpointFor(listeners, 'imap', 'plain-first'),
    smtp: endpointFor(listeners, 'smtp', 'plain-first'),
  };
  const tls = {
    imap: endpointFor(listeners, 'imap', 'tls-first'),
    smtp: endpointFor(listeners, 'smtp', 'tls-first'),
  };
  const pop = endpointFor(listeners, 'pop', 'plain-first');
  const device = endpointFromElsewhere(listeners, 'smtp');
  const withTls = listeners.some(({ implicitTls, addresses }) => implicitTls && addresses.length > 0);
  const authority = withTls ? (
    <SaveProfile
      account={account}
      program="certificate-authority"
      label={t('account.connect.save.authority')}
    />
  ) : null;
  const save = (
    program: 'thunderbird-autoconfig' | 'outlook' | 'apple-mail' | 'printer' | 'settings',
    label: string,
  ): ReactNode => (
    <div className="row">
      <SaveProfile account={account} program={program} label={label} />
      {authority}
    </div>
  );
  const tabs = [
    {
      id: 'thunderbird',
      label: t('account.connect.thunderbird'),
      content: (
        <Page hint={t('account.connect.hint.thunderbird')}>
          <MailEndpoints subject={subject} incoming={['imap', plain.imap]} outgoing={plain.smtp} />
          {save('thunderbird-autoconfig', t('account.connect.save.thunderbird'))}
          {account.address.startsWith('*@') ? null : (
            <p className="small quiet">{t('account.connect.save.thunderbirdHelp')}</p>
          )}
        </Page>
      ),
    },
    {
      id: 'outlook',
      label: t('account.connect.outlook'),
      content: (
        <Page hint={t('account.connect.hint.outlook')}>
          <MailEndpoints subject={subject} incoming={['imap', plain.imap]} outgoing={plain.smtp} />
          {save('outlook', t('account.connect.save.outlook'))}
        </Page>
      ),
    },
    {
      id: 'apple',
      label: t('account.connect.apple'),
      content: (
        <Page hint={t('account.connect.hint.apple')}>
          {tls.imap?.security === 'tls' && tls.smtp?.security === 'tls' ? null : (
            <p className="notice notice-care">
              {t('account.connect.needsTls')} {settingsLink}
            </p>
          )}
          <MailEndpoints subject={subject} incoming={['imap', tls.imap]} outgoing={tls.smtp} />
          {save('apple-mail', t('account.connect.save.apple'))}
        </Page>
      ),
    },
    {
      id: 'printer',
      label: t('account.connect.printer'),
      content:
        device === undefined ? (
          <p className="notice notice-care">
            {t('account.connect.needsNetwork')} {settingsLink}
          </p>
        ) : (
          <Page hint={t('account.connect.hint.printer')}>
            <MailEndpoints
              subject={subject}
              outgoing={device.everywhere ? { ...device, host: t('account.connect.networkServer') } : device}
            />
            {save('printer', t('account.connect.save.printer'))}
          </Page>
        ),
    },
    {
      id: 'other',
      label: t('account.connect.other'),
      content: (
        <Page hint={t('account.connect.hint.other')}>
          <MailEndpoints subject={subject} incoming={['imap', plain.imap]} outgoing={plain.smtp} />
          {pop === undefined ? null : <MailEndpoints subject={subject} incoming={['pop', pop]} />}
          {save('settings', t('account.connect.save.other'))}
          <SaveProfile account={account} label={t('account.connect.save.configuration')} />
        </Page>
      ),
    },
  ];
  return <Tabs label={t('account.connect.tabs')} tabs={tabs} />;
}

function Page(props: { readonly hint: string; readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <p className="quiet">
        {props.hint} {t('account.connect.normalPassword')}
      </p>
      {props.children}
    </div>
  );
}

function MailEndpoints(props: {
  readonly subject: Subject;
  readonly incoming?: readonly [Protocol, MailEndpoint | undefined];
  readonly outgoing?: MailEndpoint | undefined;
}): ReactNode {
  const { subject, incoming, outgoing } = props;
  const { t } = useTranslation();
  return (
    <div className="two-columns">
      {incoming === undefined ? null : (
        <EndpointFields
          title={t('account.connect.incoming', { protocol: protocolName[incoming[0]] })}
          endpoint={incoming[1]}
          subject={subject}
        />
      )}
      {'outgoing' in props ? (
        <EndpointFields title={t('account.connect.outgoing')} endpoint={outgoing} subject={subject} />
      ) : null}
    </div>
  );
}

function EndpointFields(props: {
  readonly title: string;
  readonly endpoint: MailEndpoint | undefined;
  readonly subject: Subject;
}): ReactNode {
  const { title, endpoint, subject } = props;
  const { account } = subject;
  const { t } = useTranslation();
  return (
    <div className="stack-tight" role="group" aria-label={title}>
      <h3>{title}</h3>
      {endpoint === undefined ? (
        <p>
          {t('account.connect.closed')}{' '}
          <a href={hrefOf({ page: 'settings', tab: 'ports' })}>{t('account.connect.openSettings')}</a>
        </p>
      ) : (
        <>
          <ValueRow label={t('account.connect.server')} value={endpoint.host} />
          <ValueRow label={t('account.connect.port')} value={String(endpoint.port)} />
          <div className="value-row">
            <span className="quiet">{t('account.connect.security')}</span>
            <span>{t(endpoint.security === 'tls' ? 'account.connect.tls' : 'account.connect.plain')}</span>
          </div>
          {account.address.startsWith('*@') ? (
            <div className="value-row">
              <span className="quiet">{t('account.connect.user')}</span>
              <span>{t('account.connect.wholeDomain')}</span>
            </div>
          ) : (
            <ValueRow label={t('account.connect.user')} value={account.address} />
          )}
          <PasswordLine subject={subject} />
        </>
      )}
    </div>
  );
}

function PasswordLine({ subject }: { readonly subject: Subject }): ReactNode {
  const { account, shown, onMakePassword } = subject;
  const { t } = useTranslation();
  if (shown !== undefined) return <ValueRow label={t('account.connect.password')} value={shown.password} />;
  const none = account.passwords.length === 0;
  const words = {
    'pass-on': 'account.connect.passwordPassOn',
    'adopt-first': none ? 'account.connect.passwordAdopt' : 'account.connect.passwordOwn',
    own: none ? 'account.connect.passwordNone' : 'account.connect.passwordOwn',
  } as const;
  return (
    <div className="value-row">
      <span className="quiet">{t('account.connect.password')}</span>
      <span>
        {t(words[account.passwordMode])}
        {account.passwordMode === 'own' ? (
          <Button look="link" className="button-inline" onClick={onMakePassword}>
            {t(none ? 'account.connect.makeOne' : 'account.connect.makeAnother')}
          </Button>
        ) : null}
      </span>
    </div>
  );
}
