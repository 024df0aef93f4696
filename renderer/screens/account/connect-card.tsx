import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '../../../proxy-core/contract.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { Card } from '../../components/card.tsx';
import { useCoreText } from '../../strings/use-core-text.ts';
import type { ShownPassword } from './account-screen.tsx';
import { ConnectTabs } from './connect-tabs.tsx';
import { protocolName } from './account-words.ts';
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
  const coreText = useCoreText();
  const listeners = useShown().snapshot?.listeners ?? [];
  return listeners.map(({ protocol, implicitTls, port, problem }) =>
    problem === undefined ? null : (
      <p key={`${protocol} ${String(implicitTls)}`} className="notice notice-bad" role="alert">
        {t('account.connect.portTrouble', { protocol: protocolName[protocol], port })}{' '}
        {coreText(problem.message)} {coreText(problem.fix)}
      </p>
    ),
  );
}
