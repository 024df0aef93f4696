import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { useAnswer } from '../../backend/use-answer.ts';
import { useCommand } from '../../backend/use-command.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { hrefOf } from '../../route.ts';
import { AccountActions } from './account-actions.tsx';
import { AccountHeader } from './account-header.tsx';
import { CheckCard } from './check-card.tsx';
import { ConnectCard } from './connect-card.tsx';
import { PasswordsCard } from './passwords-card.tsx';
import { freeName, type ShownPassword } from './shown-password.ts';
import { SharedMailboxCard } from './shared-mailbox-card.tsx';
import { TokensCard } from './tokens-card.tsx';

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
  const [made, setMade] = useState<ShownPassword>();
  const [hidden, setHidden] = useState(false);
  const setUp = useAnswer('set-up-password', { account: account.id });
  const setUpEnd = useCommand('set-up-end');
  const passwordNew = useCommand('password-new');
  const makePassword = async (name: string): Promise<boolean> => {
    const result = await passwordNew.run({ account: account.id, name });
    if (!result.ok) return false;
    const { id, password } = result.value;
    if (password !== undefined) setMade({ id, name, password });
    setHidden(false);
    return true;
  };
  const makeDefault = (): void => void makePassword(freeName(t('account.passwords.defaultName'), account));
  const hide = (): void => {
    setMade(undefined);
    setHidden(true);
    void setUpEnd.run({ account: account.id });
  };
  const shown = hidden ? undefined : (made ?? (setUp?.ok === true ? setUp.value.kept : undefined));
  // one that was revoked is of no use any more
  const stillThere = account.passwords.some(({ id }) => id === shown?.id) ? shown : undefined;
  return (
    <>
      <AccountHeader account={account} client={client} onMakePassword={makeDefault} />
      <ConnectCard account={account} client={client} shown={stillThere} onMakePassword={makeDefault} />
      <TokensCard account={account} client={client} />
      <CheckCard account={account} />
      <PasswordsCard
        account={account}
        shown={stillThere}
        making={passwordNew}
        onMake={makePassword}
        onHide={hide}
      />
      <SharedMailboxCard account={account} />
      <AccountActions account={account} />
    </>
  );
}
