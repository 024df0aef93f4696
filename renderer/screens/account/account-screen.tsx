import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '../../../proxy-core/contract.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { useCommand } from '../../backend/use-command.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { hrefOf } from '../../route.ts';
import { AccountActions } from './account-actions.tsx';
import { AccountHeader } from './account-header.tsx';
import { CheckCard } from './check-card.tsx';
import { ConnectCard } from './connect-card.tsx';
import { PasswordsCard } from './passwords-card.tsx';
import { SharedMailboxCard } from './shared-mailbox-card.tsx';
import { TokensCard } from './tokens-card.tsx';

/** A local password that was just made: it is shown until the page is left, or until it is put away. */
export interface ShownPassword {
  readonly id: string;
  readonly name: string;
  readonly password: string;
}

/** One account: how it stands, and all that can be done with it. */
export function AccountScreen(props: { readonly id: string }): ReactNode {
  const { snapshot } = useShown();
  const { t } = useTranslation();
  const account = snapshot?.accounts.find((candidate) => candidate.id === props.id);
  if (account === undefined) {
    return (
      <>
        <PageHeading>{t('account.gone.title')}</PageHeading>
        <p>{t('account.gone.text')}</p>
        <p>
          <a href={hrefOf({ page: 'accounts' })}>{t('account.gone.back')}</a>
        </p>
      </>
    );
  }
  const client = snapshot?.clients.find((candidate) => candidate.id === account.clientId);
  return <Present account={account} client={client} />;
}

function Present(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
}): ReactNode {
  const { account, client } = props;
  const { t } = useTranslation();
  const [shown, setShown] = useState<ShownPassword>();
  const passwordNew = useCommand('password-new');
  const makePassword = async (name: string): Promise<boolean> => {
    const made = await passwordNew.run({ account: account.id, name });
    if (!made.ok) return false;
    const { id, password } = made.value;
    if (password !== undefined) setShown({ id, name, password });
    return true;
  };
  const makeDefault = (): void => void makePassword(freeName(t('account.passwords.defaultName'), account));
  // one that was revoked is of no use any more
  const stillThere = account.passwords.some(({ id }) => id === shown?.id) ? shown : undefined;
  return (
    <>
      <p className="small">
        <a href={hrefOf({ page: 'accounts' })}>{t('account.back')}</a>
      </p>
      <AccountHeader account={account} client={client} onMakePassword={makeDefault} />
      <ConnectCard account={account} client={client} shown={stillThere} onMakePassword={makeDefault} />
      <TokensCard account={account} client={client} />
      <CheckCard account={account} />
      <PasswordsCard
        account={account}
        shown={stillThere}
        making={passwordNew}
        onMake={makePassword}
        onHide={() => setShown(undefined)}
      />
      <SharedMailboxCard account={account} />
      <AccountActions account={account} />
    </>
  );
}

/** A name that no password of the account has: 'Mail program', 'Mail program 2', … */
export function freeName(name: string, account: Pick<AccountView, 'passwords'>): string {
  const taken = new Set(account.passwords.map((password) => password.name));
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name} ${String(number)}`;
  return free;
}
