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
import { QrCode } from '../../components/device-code.tsx';
import { type Tab, Tabs } from '../../components/card.tsx';
import { endpointForDevices, phoneSettings } from './phone-settings.ts';
import { format, t } from '../../i18n.ts';

/** A mail program that is set up for a port that is not ours gets no answer, or another program's. */
function ClosedPorts(): ReactNode {
  const listeners = useSnapshot().listeners;
  return listeners.map(({ protocol, implicitTls, port, problem }) =>
    problem === undefined ? null : (
      <p key={`${protocol} ${String(implicitTls)}`} className="notice notice-bad" role="alert">
        {t('account.connect.portTrouble', { protocol: protocolName[protocol], port })}{' '}
        {format(problemText(problem))}
      </p>
    ),
  );
}

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
  const listeners = snapshot.listeners;
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
    endpointForDevices(snapshot, protocol, t('account.connect.networkServer'));
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
      {keepsSentCopies && program !== 'printer' ? (
        <p className="small quiet">{t('account.connect.sentCopies')}</p>
      ) : null}
    </>
  );
  const both = (incoming: MailEndpoint | undefined, outgoing: MailEndpoint | undefined): ReactNode => (
    <div className="two-columns">
      <Endpoint account={account} protocol="imap" endpoint={incoming} />
      <Endpoint account={account} protocol="smtp" endpoint={outgoing} />
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
          page('printer', <Endpoint account={account} protocol="smtp" endpoint={far.smtp} />)
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
              <Endpoint account={account} protocol="pop" endpoint={pop} />
            </div>
          )}
        </>,
        <SaveProfile account={account} label={t('account.connect.save.configuration')} />,
      ),
    },
  ];
  return (
    <section className="stack" aria-label={t('account.connect.title')}>
      <ClosedPorts />
      <Tabs label={t('account.connect.tabs')} tabs={tabs} look="segments" />
    </section>
  );
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
