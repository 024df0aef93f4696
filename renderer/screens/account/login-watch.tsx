import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityEntry } from '#contract/activity.ts';
import type { Protocol } from '#contract/endpoints.ts';
import type { AccountView } from '#contract/views.ts';
import { useActivity } from '../../backend/backend-context.tsx';
import { Mark } from '../../components/mark.tsx';
import { useFormat } from '../../i18n.ts';
import { timeOfDay, useNow } from '../../time-words.ts';

/** Whether a mail program has logged in over a protocol: it waits for the first one, and says why one was refused. */
export function LoginWatch(props: { readonly account: AccountView; readonly protocol: Protocol }): ReactNode {
  const { account, protocol } = props;
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const activity = useActivity();
  const newest = (kind: ActivityEntry['kind']): ActivityEntry | undefined =>
    activity.findLast(
      (entry) => entry.accountId === account.id && entry.protocol === protocol && entry.kind === kind,
    );
  const accepted = newest('login-accepted');
  const refused = newest('login-refused');
  const failing = refused !== undefined && refused.at > (accepted?.at ?? 0) ? refused : undefined;
  return (
    <>
      <div role="status" className="login-watch">
        {failing !== undefined ? (
          <Mark tone="bad" icon="cross">
            {t('account.connect.watch.refused', { time: timeOfDay(failing.at, now, i18n) })}
          </Mark>
        ) : accepted !== undefined ? (
          <Mark tone="good" icon="check">
            {t('account.connect.watch.done', { time: timeOfDay(accepted.at, now, i18n) })}
          </Mark>
        ) : account.lastActivityAt === undefined ? (
          <Mark tone="busy" icon="ring">
            {t('account.connect.watch.waiting')}
          </Mark>
        ) : null}
      </div>
      {failing === undefined ? null : (
        <p className="small wrap-anywhere login-watch-why">{format(failing.text)}</p>
      )}
    </>
  );
}
