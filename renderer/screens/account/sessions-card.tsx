import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { protocolName, protocols } from '#contract/endpoints.ts';
import type { AccountView } from '#contract/views.ts';
import { useActivity } from '../../backend/backend-context.tsx';
import { Icon } from '../../components/icon.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { onlyProgram } from './account-words.ts';

/** Which mail programs are connected, a line for each protocol. */
export function SessionsCard({ account }: { readonly account: AccountView }): ReactNode {
  const { t } = useTranslation();
  const activity = useActivity();
  const connected = protocols.filter((protocol) => account.sessions[protocol] > 0);
  const count = connected.reduce((sum, protocol) => sum + account.sessions[protocol], 0);
  const program = onlyProgram(account);
  return (
    <section className="card rows" aria-labelledby="sessions-title">
      <div className="row-line">
        <h2 id="sessions-title" className="row-words">
          {t('account.sessions.title')}
        </h2>
        <span className="small quiet">{t('account.sessions.count', { count })}</span>
      </div>
      {connected.length === 0 ? (
        <p className="small quiet">
          {account.lastActivityAt === undefined ? (
            t('accounts.noMailYet')
          ) : (
            <RelativeTime at={account.lastActivityAt} say={(when) => t('accounts.lastMail', { when })} />
          )}
        </p>
      ) : (
        connected.map((protocol) => {
          const last = activity.findLast(
            (entry) =>
              entry.accountId === account.id &&
              entry.protocol === protocol &&
              entry.kind === 'login-accepted',
          );
          return (
            <div key={protocol} className="row-line">
              <Icon name={protocol === 'smtp' ? 'plane' : 'mail'} className="tone-quiet" />
              <span className="row-words wrap-anywhere">
                {program === undefined ? (
                  t(`account.sessions.${protocol}`)
                ) : (
                  <span translate="no">{program}</span>
                )}
              </span>
              <span className="small quiet">
                {protocolName[protocol]} × {account.sessions[protocol]}
              </span>
              <span className="small quiet session-time">
                {last === undefined ? null : (
                  <RelativeTime at={last.at} say={(when) => t('accounts.lastMail', { when })} />
                )}
              </span>
            </div>
          );
        })
      )}
    </section>
  );
}
