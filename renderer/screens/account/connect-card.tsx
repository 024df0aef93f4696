import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { protocolName } from '#contract/endpoints.ts';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { Card } from '../../components/card.tsx';
import { problemText } from '#messages/message.ts';
import { useFormat } from '../../i18n.ts';
import type { ShownPassword } from './account-screen.tsx';
import { ConnectTabs } from './connect-tabs.tsx';
import { FirstLogin } from './first-login.tsx';

/** What to enter into a mail program, and whether one has logged in. */
export function ConnectCard(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
  readonly shown: ShownPassword | undefined;
  readonly onMakePassword: () => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <Card title={t('account.connect.title')}>
      <ClosedPorts />
      <ConnectTabs {...props} />
      <FirstLogin account={props.account} />
    </Card>
  );
}

/** A mail program that is set up for a port that is not ours gets no answer, or another program's. */
function ClosedPorts(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const listeners = useShown().snapshot?.listeners ?? [];
  return listeners.map(({ protocol, implicitTls, port, problem }) =>
    problem === undefined ? null : (
      <p key={`${protocol} ${String(implicitTls)}`} className="notice notice-bad" role="alert">
        {t('account.connect.portTrouble', { protocol: protocolName[protocol], port })}{' '}
        {format(problemText(problem))}
      </p>
    ),
  );
}
