import type { ReactNode } from 'react';
import { endpointFor, type MailEndpoint, type Protocol, protocolName } from '#contract/endpoints.ts';
import type { AccountView } from '#contract/views.ts';
import { problemText } from '#messages/message.ts';
import { isWholeDomain } from '#contract/account.ts';
import { presetFor } from '#contract/providers/presets.ts';
import type { MailProgram } from '#contract/commands/setup.ts';
import { Closed, CopySettings, Endpoint, SaveProfile } from './endpoint-card.tsx';
import { useClient, useSnapshot } from '../../backend/backend-context.tsx';
import type { ShownPassword } from './account-state.ts';
import type { IconName } from '../../components/icon.tsx';
import { QrCode } from '../../components/device-code.tsx';
import { type Tab, Tabs } from '../../components/card.tsx';
import { endpointForDevices, phoneSettings } from './phone-settings.ts';
import { format, t } from '../../i18n.ts';

/**
 * What to enter into a mail program, for one each, with a button beside every value that copies it, and for each
 * protocol whether one has logged in.
 */
export function ConnectCard(props: {
  readonly account: AccountView;
  readonly shown: ShownPassword | undefined;
}): ReactNode {
  const { account, shown } = props;
  const client = useClient(account);
  // a mail program's own copy in the Sent folder would be the second: an API keeps one always
  const keepsSentCopies =
    account.sendsBy !== 'smtp' || (client !== undefined && presetFor(client).quirks.keepsSentCopies === true);
  const snapshot = useSnapshot();
  const { listeners } = snapshot;
  const plain = (protocol: Protocol): MailEndpoint | undefined =>
    endpointFor(listeners, protocol, 'plain-first');
  const tls = (protocol: Protocol): MailEndpoint | undefined => endpointFor(listeners, protocol, 'tls-first');
  const far = (protocol: Protocol): MailEndpoint | undefined =>
    endpointForDevices(snapshot, protocol, t('account.connect.networkServer'));
  const wholeDomain = isWholeDomain(account.address);
  const withTls = listeners.some(({ implicitTls, addresses }) => implicitTls && addresses.length > 0);
  const authority = withTls ? (
    <SaveProfile
      account={account}
      program="certificate-authority"
      label={t('account.connect.save.authority')}
    />
  ) : null;
  const both = (endpointOf: (protocol: Protocol) => MailEndpoint | undefined): ReactNode => (
    <div className="two-columns">
      <Endpoint account={account} protocol="imap" endpoint={endpointOf('imap')} />
      <Endpoint account={account} protocol="smtp" endpoint={endpointOf('smtp')} />
    </div>
  );
  const page = (
    id: keyof typeof programs,
    shownEndpoints: readonly (MailEndpoint | undefined)[],
    rows: ReactNode,
    more?: ReactNode,
  ): ReactNode => (
    <>
      {rows}
      <p className="small quiet">
        {t(`account.connect.hint.${id}`)} {t('account.connect.normalPassword')}
        {shownEndpoints.some((endpoint) => endpoint?.security === 'none')
          ? ` ${t('account.connect.noneIsRight')}`
          : null}
      </p>
      {wholeDomain ? null : (
        <div className="row">
          <CopySettings account={account} />
          <SaveProfile account={account} program={programs[id]} label={t(`account.connect.save.${id}`)} />
          {authority}
        </div>
      )}
      {more}
      {keepsSentCopies && id !== 'printer' ? (
        <p className="small quiet">{t('account.connect.sentCopies')}</p>
      ) : null}
    </>
  );
  const plains = [plain('imap'), plain('smtp')];
  const [pop, farImap, farSmtp] = [plain('pop'), far('imap'), far('smtp')];
  const tabs = [
    tab(
      'thunderbird',
      'bird',
      page(
        'thunderbird',
        plains,
        both(plain),
        wholeDomain ? null : <p className="small quiet">{t('account.connect.save.thunderbirdHelp')}</p>,
      ),
    ),
    tab('outlook', 'mail', page('outlook', plains, both(plain))),
    tab(
      'apple',
      'screen',
      page(
        'apple',
        [tls('imap'), tls('smtp')],
        <>
          {tls('imap')?.security === 'tls' && tls('smtp')?.security === 'tls' ? null : (
            <Closed text={t('account.connect.needsTls')} />
          )}
          {both(tls)}
        </>,
      ),
    ),
    tab(
      'phone',
      'phone',
      farImap === undefined || farSmtp === undefined ? (
        <Closed text={t('account.connect.needsNetworkPhone')} />
      ) : (
        <>
          <PhoneCode account={account} imap={farImap} smtp={farSmtp} shown={shown} />
          {both(far)}
          <div className="row">{authority}</div>
        </>
      ),
    ),
    tab(
      'printer',
      'printer',
      farSmtp === undefined ? (
        <Closed text={t('account.connect.needsNetwork')} />
      ) : (
        page('printer', [farSmtp], <Endpoint account={account} protocol="smtp" endpoint={farSmtp} />)
      ),
    ),
    tab(
      'other',
      'more',
      page(
        'other',
        [...plains, pop],
        <>
          {both(plain)}
          {pop === undefined ? null : (
            <div className="two-columns">
              <Endpoint account={account} protocol="pop" endpoint={pop} />
            </div>
          )}
        </>,
        <SaveProfile account={account} label={t('account.connect.save.configuration')} />,
      ),
    ),
  ];
  return (
    <section className="stack" aria-label={t('account.connect.title')}>
      {listeners.map(({ protocol, implicitTls, port, problem }) =>
        // a mail program that is set up for a port that is not ours gets no answer, or another program's
        problem === undefined ? null : (
          <p key={`${protocol} ${String(implicitTls)}`} className="notice notice-bad" role="alert">
            {t('account.connect.portTrouble', { protocol: protocolName[protocol], port })}{' '}
            {format(problemText(problem))}
          </p>
        ),
      )}
      <Tabs label={t('account.connect.tabs')} tabs={tabs} look="segments" />
    </section>
  );
}

const programs = {
  thunderbird: 'thunderbird-autoconfig',
  outlook: 'outlook',
  apple: 'apple-mail',
  printer: 'printer',
  other: 'settings',
} as const satisfies Record<string, MailProgram>;

function tab(id: keyof typeof programs | 'phone', icon: IconName, content: ReactNode): Tab {
  return { id, label: t(`account.connect.${id}`), icon, content };
}

/** The same settings as a QR code, for a phone that is in the same network. */
function PhoneCode(props: {
  readonly account: AccountView;
  readonly imap: MailEndpoint;
  readonly smtp: MailEndpoint;
  readonly shown: ShownPassword | undefined;
}): ReactNode {
  const { account, imap, smtp, shown } = props;
  const text = phoneSettings({ address: account.address, imap, smtp, password: shown?.password });
  if (text === undefined) return null;
  return (
    <div className="card row phone-code">
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
