import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityEntry } from '#contract/activity.ts';
import { protocolName } from '#contract/endpoints.ts';
import type { AccountView } from '#contract/views.ts';
import { useActivity } from '../../backend/backend-context.tsx';
import { OutcomeMark } from '../../components/outcome-mark.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useFormat } from '../../i18n.ts';

/** Whether a mail program has logged in yet; waits for the first one, and says why one was refused. */
export function FirstLogin(props: { readonly account: AccountView }): ReactNode {
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
