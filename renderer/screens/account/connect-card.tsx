import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '../../../proxy-core/contract.ts';
import { Card } from '../../components/card.tsx';
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
      <ConnectTabs {...props} />
      <FirstLogin account={props.account} />
    </Card>
  );
}
