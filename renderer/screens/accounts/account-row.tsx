import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '#contract/views.ts';
import { LifeBar } from '../../components/life-bar.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { hrefOf } from '../../route.ts';
import { useFormat } from '../../i18n.ts';
import { connectedNow, renewsItself } from '../account/account-words.ts';
import { RemedyButton } from '../account/remedy-button.tsx';
import { remedyOf } from '../account/remedy.ts';

/** One account in the list; drawn again only when it has changed. */
export const AccountRow = memo(function AccountRow(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
}): ReactNode {
  const { account, client } = props;
  const { t } = useTranslation();
  const { token, lastActivityAt } = account;
  const remedy = remedyOf(account, client);
  return (
    <li className={`account-row state-${account.state}`}>
      <ProviderMark provider={client?.provider} />
      <div className="account-row-body">
        <div className="account-row-line">
          <a className="account-row-address" href={hrefOf({ page: 'account', id: account.id })}>
            {account.address}
          </a>
          <StateMark state={account.state} />
        </div>
        <div className="account-row-line small quiet">
          <span>
            {connectedNow(account, t)}
            {' · '}
            {lastActivityAt === undefined ? (
              t('accounts.noMailYet')
            ) : (
              <RelativeTime at={lastActivityAt} say={(when) => t('accounts.lastMail', { when })} />
            )}
          </span>
          {token === undefined || account.state === 'paused' ? null : (
            <LifeBar token={token} renews={renewsItself(client)} />
          )}
        </div>
        {remedy === undefined ? null : <Trouble account={account} client={client} />}
      </div>
    </li>
  );
});

/** The cause, and the button that mends it. */
function Trouble(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
}): ReactNode {
  const { account, client } = props;
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="account-row-trouble">
      <p>{causeOf()}</p>
      <RemedyButton account={account} client={client} look="normal" />
    </div>
  );

  function causeOf(): string {
    if (account.signIn !== undefined) {
      const { userCode } = account.signIn;
      return userCode === undefined
        ? t('accounts.waitingFor.browser')
        : t('accounts.waitingFor.code', { code: userCode });
    }
    if (account.state === 'paused') return t('accounts.paused');
    if (account.state === 'needs-password') return t('accounts.noPassword.message');
    return account.problem === undefined ? '' : format(account.problem.message);
  }
}
