import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { protocolName } from '#contract/endpoints.ts';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { problemText } from '#messages/message.ts';
import { useFormat } from '../../i18n.ts';
import type { ShownPassword } from './shown-password.ts';
import { ConnectTabs } from './connect-tabs.tsx';

/** What to enter into a mail program, and for each protocol whether one has logged in. */
export function ConnectCard(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
  readonly shown: ShownPassword | undefined;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="stack" aria-label={t('account.connect.title')}>
      <ClosedPorts />
      <ConnectTabs {...props} />
    </section>
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
