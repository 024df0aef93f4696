import { isWholeDomain } from '#contract/account.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { endpointFor, protocolName, type MailEndpoint, type Protocol } from '#contract/endpoints.ts';
import { presetFor } from '#contract/providers/presets.ts';
import type { MailProgram } from '#contract/commands/setup.ts';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { useCommand } from '../../backend/use-command.ts';
import { CopyButton } from '../../components/button.tsx';
import { QrCode } from '../../components/device-code.tsx';
import { Tabs, type Tab } from '../../components/tabs.tsx';
import { ValueRow } from '../../components/value-row.tsx';
import { hrefOf } from '../../route.ts';
import { LoginWatch } from './login-watch.tsx';
import { endpointForDevices, phoneSettings } from './phone-settings.ts';
import type { ShownPassword } from './shown-password.ts';
import { SaveProfile } from './save-profile.tsx';

interface Subject {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
  readonly shown: ShownPassword | undefined;
}

/** The settings, for one mail program each, with a button beside every value that copies it. */
export function ConnectTabs(subject: Subject): ReactNode {
  const { t } = useTranslation();
  const { account, shown } = subject;
  const { snapshot } = useShown();
  const listeners = snapshot?.listeners ?? [];
  const plain = {
    imap: endpointFor(listeners, 'imap', 'plain-first'),
    smtp: endpointFor(listeners, 'smtp', 'plain-first'),
  };
  const tls = {
    imap: endpointFor(listeners, 'imap', 'tls-first'),
    smtp: endpointFor(listeners, 'smtp', 'tls-first'),
  };
  const pop = endpointFor(listeners, 'pop', 'plain-first');
  const fromElsewhere = (protocol: Protocol): MailEndpoint | undefined =>
    snapshot && endpointForDevices(snapshot, protocol, t('account.connect.networkServer'));
  const far = { imap: fromElsewhere('imap'), smtp: fromElsewhere('smtp') };
  const withTls = listeners.some(({ implicitTls, addresses }) => implicitTls && addresses.length > 0);
  const authority = withTls ? (
    <SaveProfile
      account={account}
      program="certificate-authority"
      label={t('account.connect.save.authority')}
    />
  ) : null;
  const page = (program: MailProgram & keyof typeof hints, rows: ReactNode, more?: ReactNode): ReactNode => (
    <>
      {rows}
      <p className="small quiet">
        {t(hints[program])} {t('account.connect.normalPassword')}
      </p>
      {isWholeDomain(account.address) ? null : (
        <div className="row">
          <CopySettings account={account} />
          <SaveProfile account={account} program={program} label={t(saves[program])} />
          {authority}
        </div>
      )}
      {more}
      {keepsSentCopies(subject) && program !== 'printer' ? (
        <p className="small quiet">{t('account.connect.sentCopies')}</p>
      ) : null}
    </>
  );
  const both = (incoming: MailEndpoint | undefined, outgoing: MailEndpoint | undefined): ReactNode => (
    <div className="two-columns">
      <Endpoint subject={subject} protocol="imap" endpoint={incoming} />
      <Endpoint subject={subject} protocol="smtp" endpoint={outgoing} />
    </div>
  );
  const tabs: readonly Tab[] = [
    {
      id: 'thunderbird',
      label: t('account.connect.thunderbird'),
      icon: 'bird',
      content: page(
        'thunderbird-autoconfig',
        both(plain.imap, plain.smtp),
        isWholeDomain(account.address) ? null : (
          <p className="small quiet">{t('account.connect.save.thunderbirdHelp')}</p>
        ),
      ),
    },
    {
      id: 'outlook',
      label: t('account.connect.outlook'),
      icon: 'mail',
      content: page('outlook', both(plain.imap, plain.smtp)),
    },
    {
      id: 'apple',
      label: t('account.connect.apple'),
      icon: 'screen',
      content: page(
        'apple-mail',
        <>
          {tls.imap?.security === 'tls' && tls.smtp?.security === 'tls' ? null : (
            <Closed text={t('account.connect.needsTls')} />
          )}
          {both(tls.imap, tls.smtp)}
        </>,
      ),
    },
    {
      id: 'phone',
      label: t('account.connect.phone'),
      icon: 'phone',
      content:
        far.imap === undefined || far.smtp === undefined ? (
          <Closed text={t('account.connect.needsNetworkPhone')} />
        ) : (
          <>
            <PhoneCode account={account} imap={far.imap} smtp={far.smtp} shown={shown} />
            {both(far.imap, far.smtp)}
            <div className="row">{authority}</div>
          </>
        ),
    },
    {
      id: 'printer',
      label: t('account.connect.printer'),
      icon: 'printer',
      content:
        far.smtp === undefined ? (
          <Closed text={t('account.connect.needsNetwork')} />
        ) : (
          page('printer', <Endpoint subject={subject} protocol="smtp" endpoint={far.smtp} />)
        ),
    },
    {
      id: 'other',
      label: t('account.connect.other'),
      icon: 'more',
      content: page(
        'settings',
        <>
          {both(plain.imap, plain.smtp)}
          {pop === undefined ? null : (
            <div className="two-columns">
              <Endpoint subject={subject} protocol="pop" endpoint={pop} />
            </div>
          )}
        </>,
        <SaveProfile account={account} label={t('account.connect.save.configuration')} />,
      ),
    },
  ];
  return <Tabs label={t('account.connect.tabs')} tabs={tabs} look="segments" />;
}

/** Whether a mail program's own copy in the Sent folder would be the second: an API keeps one always. */
function keepsSentCopies({ account, client }: Subject): boolean {
  if (account.sendsBy !== 'smtp') return true;
  return client !== undefined && presetFor(client).quirks.keepsSentCopies === true;
}

const hints = {
  'thunderbird-autoconfig': 'account.connect.hint.thunderbird',
  outlook: 'account.connect.hint.outlook',
  'apple-mail': 'account.connect.hint.apple',
  printer: 'account.connect.hint.printer',
  settings: 'account.connect.hint.other',
} as const;

const saves = {
  'thunderbird-autoconfig': 'account.connect.save.thunderbird',
  outlook: 'account.connect.save.outlook',
  'apple-mail': 'account.connect.save.apple',
  printer: 'account.connect.save.printer',
  settings: 'account.connect.save.other',
} as const;

/** All of it as a text to paste somewhere. */
function CopySettings({ account }: { readonly account: AccountView }): ReactNode {
  const { t } = useTranslation();
  const profile = useCommand('client-profile');
  const settings = async (): Promise<string | undefined> => {
    const made = await profile.run({ account: account.id, program: 'settings' });
    return made.ok ? made.value.content : undefined;
  };
  return <CopyButton text={settings}>{t('account.connect.copyAll')}</CopyButton>;
}

/** What would have to be opened first. */
function Closed({ text }: { readonly text: string }): ReactNode {
  const { t } = useTranslation();
  return (
    <p className="notice notice-care">
      {text} <a href={hrefOf({ page: 'settings', tab: 'ports' })}>{t('account.connect.openSettings')}</a>
    </p>
  );
}

/** The same settings as a QR code, for a phone that is in the same network. */
function PhoneCode(props: {
  readonly account: AccountView;
  readonly imap: MailEndpoint;
  readonly smtp: MailEndpoint;
  readonly shown: ShownPassword | undefined;
}): ReactNode {
  const { account, imap, smtp, shown } = props;
  const { t } = useTranslation();
  const text = phoneSettings({ address: account.address, imap, smtp, password: shown?.password });
  if (text === undefined) return null;
  return (
    <div className="card phone-code">
      <QrCode text={text} label={t('account.connect.phoneCode.label', { address: account.address })} />
      <div className="stack-tight">
        <h3>{t('account.connect.phoneCode.title')}</h3>
        <p className="small quiet">{t('account.connect.phoneCode.text')}</p>
        <p className="small quiet">
          {shown === undefined
            ? t('account.connect.phoneCode.withoutPassword')
            : t('account.connect.phoneCode.withPassword', { name: shown.name })}
        </p>
        <p className="small quiet">{t('account.connect.phoneCode.certificate')}</p>
      </div>
    </div>
  );
}

const titles = {
  imap: 'account.connect.incoming',
  pop: 'account.connect.incoming',
  smtp: 'account.connect.outgoing',
} as const;

/** What is entered for one protocol, and whether somebody has logged in with it. */
function Endpoint(props: {
  readonly protocol: Protocol;
  readonly endpoint: MailEndpoint | undefined;
  readonly subject: Subject;
}): ReactNode {
  const { protocol, endpoint, subject } = props;
  const { account } = subject;
  const { t } = useTranslation();
  const title = t(titles[protocol], { protocol: protocolName[protocol] });
  return (
    <div className="card endpoint" role="group" aria-label={title}>
      <div className="endpoint-head">
        <h3>{title}</h3>
        {endpoint === undefined ? null : <LoginWatch account={account} protocol={protocol} />}
      </div>
      {endpoint === undefined ? (
        <p>
          {t('account.connect.closed')}{' '}
          <a href={hrefOf({ page: 'settings', tab: 'ports' })}>{t('account.connect.openSettings')}</a>
        </p>
      ) : (
        <>
          <ValueRow label={t('account.connect.server')} value={endpoint.host} />
          <ValueRow label={t('account.connect.port')} value={String(endpoint.port)} />
          <ValueRow
            label={t('account.connect.security')}
            value={t(endpoint.security === 'tls' ? 'account.connect.tls' : 'account.connect.plain')}
            copy={false}
          />
          {isWholeDomain(account.address) ? (
            <ValueRow
              label={t('account.connect.user')}
              value={t('account.connect.wholeDomain')}
              copy={false}
            />
          ) : (
            <ValueRow label={t('account.connect.user')} value={account.address} />
          )}
          {account.passwordMode === 'own' ? null : (
            <ValueRow
              label={t('account.connect.password')}
              value={t(
                account.passwordMode === 'pass-on'
                  ? 'account.connect.passwordPassOn'
                  : account.passwords.length === 0
                    ? 'account.connect.passwordAdopt'
                    : 'account.connect.passwordOwn',
              )}
              copy={false}
            />
          )}
        </>
      )}
    </div>
  );
}
