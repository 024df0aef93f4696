import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { protocolName } from '#contract/endpoints.ts';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useShown, useActivity } from '../../backend/backend-context.tsx';
import { Card } from '../../components/card.tsx';
import { problemText } from '#messages/message.ts';
import { useFormat } from '../../i18n.ts';
import type { ShownPassword } from './shown-password.ts';
import { ConnectTabs } from './connect-tabs.tsx';
import type { ActivityEntry } from '#contract/activity.ts';
import { OutcomeMark } from '../../components/mark.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';

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

/** Whether a mail program has logged in yet; waits for the first one, and says why one was refused. */
function FirstLogin(props: { readonly account: AccountView }): ReactNode {
  const { account } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const activity = useActivity();
  const [openedAt] = useState(() => Date.now());
  const accepted = newest(activity, account.id, 'login-accepted');
  const refused = newest(activity, account.id, 'login-refused');
  const last = accepted?.at ?? account.lastActivityAt;
  const failing = refused !== undefined && refused.at > (last ?? 0) ? refused : undefined;
  return (
    <div role="status" className="first-login">
      {last === undefined ? (
        <p className="waiting quiet">{t('account.connect.first.waiting')}</p>
      ) : (
        <p className="row">
          <OutcomeMark ok label={t('account.check.ok')} />
          <span>
            {accepted?.protocol !== undefined && accepted.at >= openedAt
              ? t('account.connect.first.done', { protocol: protocolName[accepted.protocol] })
              : ''}{' '}
            <RelativeTime at={last} say={(when) => t('account.connect.first.last', { when })} />
          </span>
        </p>
      )}
      {failing === undefined ? null : (
        <p className="small tone-care wrap-anywhere">
          <RelativeTime
            at={failing.at}
            say={(when) => t('account.connect.first.refused', { when, text: format(failing.text) })}
          />
        </p>
      )}
    </div>
  );
}

function newest(
  activity: readonly ActivityEntry[],
  accountId: string,
  kind: ActivityEntry['kind'],
): ActivityEntry | undefined {
  return activity.findLast((entry) => entry.accountId === accountId && entry.kind === kind);
}
