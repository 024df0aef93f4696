import { memo, type ReactNode } from 'react';
import { protocolName, protocols } from '#contract/endpoints.ts';
import { needsYou } from '#contract/status.ts';
import type { AccountView } from '#contract/views.ts';
import type { Message } from '#messages/message.ts';
import { Address } from '../../components/address.tsx';
import { RelativeTime } from '../../components/text.tsx';
import { Icon, ProviderMark } from '../../components/icon.tsx';
import { useClient } from '../../backend/backend-context.tsx';
import { hrefOf } from '../../route.ts';
import { AccountMark } from '../account/account-mark.tsx';
import { causeOf, onlyProgram, remedyOf, renewsItself } from '../account/account-state.ts';
import { RemedyButton } from '../account/remedy.tsx';
import { relativeTime, useNow } from '../../time-words.ts';
import { format, t } from '../../i18n.ts';

/** One account in the list: all of it opens the account, its button does what helps. Drawn again only when it has changed. */
export const AccountRow = memo(function AccountRow(props: {
  readonly account: AccountView;
  /** Accounts are being selected: then the row has a box, and nothing else to press. */
  readonly selected: boolean | undefined;
  readonly onSelect: (id: string, selected: boolean) => void;
}): ReactNode {
  const { account, selected, onSelect } = props;
  const client = useClient(account);
  const { address, token } = account;
  const needing = needsYou(account);
  return (
    <li className="link-row account-row">
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
          <a className="link-row-name" href={hrefOf({ page: 'account', id: account.id })}>
            <Address address={address} />
          </a>
        ) : (
          <span className="link-row-name">
            <Address address={address} />
          </span>
        )}
        <p className={needing ? 'small account-row-cause' : 'small quiet account-row-cause'}>
          <Cause account={account} />
        </p>
      </div>
      <AccountMark account={account} />
      {selected === undefined ? (
        <>
          <div className="account-row-action">
            {remedyOf(account, client) !== undefined ? (
              <RemedyButton account={account} look={needing ? 'main' : 'normal'} />
            ) : token === undefined ? null : (
              <LifeBar token={token} renews={renewsItself(client)} />
            )}
          </div>
          <Icon name="right" className="quiet account-row-open" />
        </>
      ) : null}
    </li>
  );
});

/** What they say of an account the list says too, and a long address would leave no room for the rest of it. */
const saysOnlySignedOut = new Set<Message['code']>(['signIn.notSignedYet', 'signIn.notSigned']);

/** Why it stands as it does, or when it was used last. */
function Cause({ account }: { readonly account: AccountView }): ReactNode {
  const { signIn, state, problem, lastActivityAt } = account;
  if (signIn !== undefined) {
    return signIn.userCode === undefined
      ? t('accounts.waitingFor.browser')
      : t('accounts.waitingFor.code', { code: signIn.userCode });
  }
  if (state === 'paused') return t('accounts.paused');
  if (state === 'needs-password') return t('accounts.noPassword.message');
  if (problem !== undefined && saysOnlySignedOut.has(problem.message.code))
    return t('account.hero.notSignedIn');
  if (problem !== undefined) return format(causeOf(problem.message));
  if (account.forPeople === true) return t('accounts.forPeople', { count: account.passwords.length });
  if (lastActivityAt === undefined) return t('accounts.noLoginYet');
  const program = onlyProgram(account);
  return (
    <>
      {program === undefined ? null : (
        <>
          <span translate="no">{program}</span>
          {' · '}
        </>
      )}
      {connectedNow(account)}
      {' · '}
      <RelativeTime at={lastActivityAt} />
    </>
  );
}

/** Which mail programs are connected: 'IMAP 2 · SMTP 1'. */
function connectedNow(account: AccountView): string {
  const some = protocols.filter((protocol) => account.sessions[protocol] > 0);
  if (some.length === 0) return t('accounts.connected.none');
  return some
    .map((protocol) => `${protocolName[protocol]} ${String(account.sessions[protocol])}`)
    .join(' · ');
}

/** How much of a token's life is left, as a thin bar, and in words what comes after. */
function LifeBar(props: {
  readonly token: NonNullable<AccountView['token']>;
  /** Nobody is asked: the next token comes by itself. */
  readonly renews: boolean;
}): ReactNode {
  const { token, renews } = props;
  const now = useNow();
  const left = Math.max(0, token.expiresAt - now);
  const percent = Math.min(100, Math.round((100 * left) / Math.max(1, token.expiresAt - token.obtainedAt)));
  const words = renews
    ? t('accounts.life.renews')
    : left === 0
      ? t('accounts.life.ended')
      : t('accounts.life.asks', { when: relativeTime(token.expiresAt, now) });
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
