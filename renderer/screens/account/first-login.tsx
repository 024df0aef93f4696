import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ActivityEntry } from '../../../proxy-core/contract.ts';
import { useActivity } from '../../backend/backend-context.tsx';
import { OutcomeMark } from '../../components/outcome-mark.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useCoreText } from '../../strings/use-core-text.ts';
import { protocolName } from './account-words.ts';

/** Whether a mail program has logged in yet; waits for the first one, and says why one was refused. */
export function FirstLogin(props: { readonly account: AccountView }): ReactNode {
  const { account } = props;
  const { t } = useTranslation();
  const coreText = useCoreText();
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
            say={(when) => t('account.connect.first.refused', { when, text: coreText(failing.text) })}
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
