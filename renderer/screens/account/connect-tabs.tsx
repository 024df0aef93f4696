import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '../../../proxy-core/contract.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { hrefOf } from '../../route.ts';
import type { ShownPassword } from './account-screen.tsx';
import { protocolName } from './account-words.ts';
import { doorForDevices, doorOf, type Door, type MailProtocol } from './mail-doors.ts';
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
  const settingsLink = <a href={hrefOf({ page: 'settings' })}>{t('account.connect.openSettings')}</a>;
  const listeners = useShown().snapshot?.listeners ?? [];
  const plain = { imap: doorOf(listeners, 'imap', 'plain'), smtp: doorOf(listeners, 'smtp', 'plain') };
  const tls = { imap: doorOf(listeners, 'imap', 'tls'), smtp: doorOf(listeners, 'smtp', 'tls') };
  const pop = doorOf(listeners, 'pop', 'plain');
  const device = doorForDevices(listeners);
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
          <Doors subject={subject} incoming={['imap', plain.imap]} outgoing={plain.smtp} />
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
          <Doors subject={subject} incoming={['imap', plain.imap]} outgoing={plain.smtp} />
          {save('outlook', t('account.connect.save.outlook'))}
        </Page>
      ),
    },
    {
      id: 'apple',
      label: t('account.connect.apple'),
      content: (
        <Page hint={t('account.connect.hint.apple')}>
          {tls.imap?.tls === true && tls.smtp?.tls === true ? null : (
            <p className="notice notice-care">
              {t('account.connect.needsTls')} {settingsLink}
            </p>
          )}
          <Doors subject={subject} incoming={['imap', tls.imap]} outgoing={tls.smtp} />
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
            <Doors
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
          <Doors subject={subject} incoming={['imap', plain.imap]} outgoing={plain.smtp} />
          {pop === undefined ? null : <Doors subject={subject} incoming={['pop', pop]} />}
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

function Doors(props: {
  readonly subject: Subject;
  readonly incoming?: readonly [MailProtocol, Door | undefined];
  readonly outgoing?: Door | undefined;
}): ReactNode {
  const { subject, incoming, outgoing } = props;
  const { t } = useTranslation();
  return (
    <div className="two-columns">
      {incoming === undefined ? null : (
        <DoorFields
          title={t('account.connect.incoming', { protocol: protocolName[incoming[0]] })}
          door={incoming[1]}
          subject={subject}
        />
      )}
      {'outgoing' in props ? (
        <DoorFields title={t('account.connect.outgoing')} door={outgoing} subject={subject} />
      ) : null}
    </div>
  );
}

function DoorFields(props: {
  readonly title: string;
  readonly door: Door | undefined;
  readonly subject: Subject;
}): ReactNode {
  const { title, door, subject } = props;
  const { account } = subject;
  const { t } = useTranslation();
  return (
    <div className="stack-tight" role="group" aria-label={title}>
      <h3>{title}</h3>
      {door === undefined ? (
        <p>
          {t('account.connect.closed')}{' '}
          <a href={hrefOf({ page: 'settings' })}>{t('account.connect.openSettings')}</a>
        </p>
      ) : (
        <>
          <CopyField label={t('account.connect.server')} value={door.host} />
          <CopyField label={t('account.connect.port')} value={String(door.port)} />
          <div className="copy-field">
            <span className="quiet">{t('account.connect.security')}</span>
            <span>{t(door.tls ? 'account.connect.tls' : 'account.connect.plain')}</span>
          </div>
          {account.address.startsWith('*@') ? (
            <div className="copy-field">
              <span className="quiet">{t('account.connect.user')}</span>
              <span>{t('account.connect.wholeDomain')}</span>
            </div>
          ) : (
            <CopyField label={t('account.connect.user')} value={account.address} />
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
  if (shown !== undefined) return <CopyField label={t('account.connect.password')} value={shown.password} />;
  const none = account.passwords.length === 0;
  const words = {
    'pass-on': 'account.connect.passwordPassOn',
    'adopt-first': none ? 'account.connect.passwordAdopt' : 'account.connect.passwordOwn',
    own: none ? 'account.connect.passwordNone' : 'account.connect.passwordOwn',
  } as const;
  return (
    <div className="copy-field">
      <span className="quiet">{t('account.connect.password')}</span>
      <span>
        {t(words[account.passwordMode])}
        {account.passwordMode === 'own' ? (
          <Button look="plain" className="button-inline" onClick={onMakePassword}>
            {t(none ? 'account.connect.makeOne' : 'account.connect.makeAnother')}
          </Button>
        ) : null}
      </span>
    </div>
  );
}
