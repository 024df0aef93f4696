import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { needsYou } from '#contract/status.ts';
import type { AccountView, ClientView } from '#contract/views.ts';
import { Address, RelativeTime } from '../../components/text.tsx';
import { Icon, ProviderMark, StateMark } from '../../components/icon.tsx';
import { hrefOf } from '../../route.ts';
import { useFormat } from '../../i18n.ts';
import { causeOf, connectedNow, onlyProgram, remedyOf, renewsItself } from '../account/account-state.ts';
import { RemedyButton } from '../account/remedy.tsx';
import { relativeTime, useNow } from '../../time-words.ts';

/** One account in the list: all of it opens the account, its button does what helps. Drawn again only when it has changed. */
export const AccountRow = memo(function AccountRow(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
  /** Accounts are being selected: then the row has a box, and nothing else to press. */
  readonly selected: boolean | undefined;
  readonly onSelect: (id: string, selected: boolean) => void;
}): ReactNode {
  const { account, client, selected, onSelect } = props;
  const { address, state, token } = account;
  const { t } = useTranslation();
  const needing = needsYou(account);
  return (
    <li className="account-row">
      {selected === undefined ? null : (
        <input
          type="checkbox"
          className="account-row-box"
          aria-label={t('accounts.select.one', { address })}
          checked={selected}
          onChange={(event) => onSelect(account.id, event.target.checked)}
        />
      )}
      <ProviderMark provider={client?.provider} />
      <div className="account-row-words">
        {selected === undefined ? (
          <a className="account-row-address" href={hrefOf({ page: 'account', id: account.id })}>
            <Address address={address} />
          </a>
        ) : (
          <span className="account-row-address">
            <Address address={address} />
          </span>
        )}
        <p className={needing ? 'small account-row-cause' : 'small quiet account-row-cause'}>
          <Cause account={account} />
        </p>
      </div>
      <StateMark state={state} />
      {selected === undefined ? (
        <>
          <div className="account-row-action">
            {remedyOf(account, client) !== undefined ? (
              <RemedyButton account={account} client={client} look={needing ? 'main' : 'normal'} />
            ) : token === undefined ? null : (
              <LifeBar token={token} renews={renewsItself(client)} />
            )}
          </div>
          <Icon name="right" className="account-row-open" />
        </>
      ) : null}
    </li>
  );
});

/** Why it stands as it does, or when it was used last. */
function Cause({ account }: { readonly account: AccountView }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { signIn, state, problem, lastActivityAt } = account;
  if (signIn !== undefined) {
    return signIn.userCode === undefined
      ? t('accounts.waitingFor.browser')
      : t('accounts.waitingFor.code', { code: signIn.userCode });
  }
  if (state === 'paused') return t('accounts.paused');
  if (state === 'needs-password') return t('accounts.noPassword.message');
  if (problem !== undefined) return format(causeOf(problem.message));
  if (account.forPeople === true) return t('accounts.forPeople', { count: account.passwords.length });
  if (lastActivityAt === undefined) return t('accounts.noMailYet');
  const program = onlyProgram(account);
  return (
    <>
      {program === undefined ? null : (
        <>
          <span translate="no">{program}</span>
          {' · '}
        </>
      )}
      {connectedNow(account, t)}
      {' · '}
      <RelativeTime at={lastActivityAt} />
    </>
  );
}

/** How much of a token's life is left, as a thin bar, and in words what comes after. */
function LifeBar(props: {
  readonly token: NonNullable<AccountView['token']>;
  /** Nobody is asked: the next token comes by itself. */
  readonly renews: boolean;
}): ReactNode {
  const { token, renews } = props;
  const { t, i18n } = useTranslation();
  const now = useNow();
  const left = Math.max(0, token.expiresAt - now);
  const percent = Math.min(100, Math.round((100 * left) / Math.max(1, token.expiresAt - token.obtainedAt)));
  const words = renews
    ? t('accounts.life.renews')
    : left === 0
      ? t('accounts.life.ended')
      : t('accounts.life.asks', { when: relativeTime(token.expiresAt, now, i18n) });
  return (
    <span className="life">
      <span className="life-bar" role="img" aria-label={t('accounts.life.label', { percent, words })}>
        <span className="life-left" style={{ inlineSize: `${String(percent)}%` }} />
      </span>
      <span className="small quiet" aria-hidden="true">
        {words}
      </span>
    </span>
  );
}

/** The accounts whose address, OAuth client or shared mailbox has a text in it, however it is written; all for ''. */
export function matching(accounts: readonly AccountView[], text: string): readonly AccountView[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return accounts;
  return accounts.filter(({ address, clientName, mailbox = '' }) =>
    [address, clientName, mailbox].some((one) => one.toLowerCase().includes(wanted)),
  );
}
