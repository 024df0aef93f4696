import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { hrefOf } from '../../route.ts';
import { AccountPasswordForm } from './account-password-form.tsx';
import { RemedyButton } from './remedy-button.tsx';
import { remedyOf, signsInWithPerson } from './remedy.ts';
import { SignInPanel } from './sign-in-panel.tsx';
import { SwitchClientDialog } from './switch-client-dialog.tsx';

/** Whose account it is, how it stands, and the one main action. */
export function AccountHeader(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
  readonly onMakePassword: () => void;
}): ReactNode {
  const { account, client, onMakePassword } = props;
  const { t } = useTranslation();
  const authorize = useCommand('account-authorize');
  const cancel = useCommand('account-cancel-sign-in');
  const [switching, setSwitching] = useState(false);
  const remedy = remedyOf(account, client);
  const input = { account: account.id };
  return (
    <div className="stack">
      <PageHeading
        address
        back={{ href: hrefOf({ page: 'accounts' }), text: t('accounts.title') }}
        mark={<ProviderMark provider={client?.provider} large />}
        subtitle={
          <>
            {client === undefined ? null : `${t(`provider.${client.provider}`)} · `}
            {t('accounts.via', { client: account.clientName })}
          </>
        }
        aside={
          <div className="account-header-state" role="status">
            <StateMark state={account.state} chip />
          </div>
        }
      >
        {account.address}
      </PageHeading>
      {account.signIn === undefined ? null : (
        <SignInPanel signIn={account.signIn} onCancel={() => void cancel.run(input)} />
      )}
      {account.problem !== undefined && account.signIn === undefined ? (
        <ProblemNotice problem={account.problem}>{action()}</ProblemNotice>
      ) : (
        actionAlone()
      )}
      {authorize.problem !== undefined && authorize.problem.message !== account.problem?.message ? (
        <ProblemNotice problem={authorize.problem} />
      ) : null}
    </div>
  );

  function actionAlone(): ReactNode {
    const shown = action();
    if (shown === null) return null;
    if (remedy !== 'make-password') return shown;
    return (
      <div className="notice notice-care row row-apart">
        <p>{t('accounts.noPassword.message')}</p>
        {shown}
      </div>
    );
  }

  function action(): ReactNode {
    switch (remedy) {
      case 'sign-in':
      case 'sign-in-again':
        return (
          <div>
            <Button look="main" disabled={authorize.busy} onClick={() => void authorize.run(input)}>
              {signsInWithPerson(client) ? t(`accounts.remedy.${remedy}`) : t('common.tryAgain')}
            </Button>
          </div>
        );
      case 'account-password':
        return (
          <AccountPasswordForm
            address={account.address}
            busy={authorize.busy}
            onPassword={(password) => void authorize.run({ ...input, password })}
          />
        );
      case 'make-password':
        return (
          <Button look="main" onClick={onMakePassword}>
            {t('accounts.remedy.make-password')}
          </Button>
        );
      case 'switch-client':
        return (
          <div>
            <Button look="main" onClick={() => setSwitching(true)}>
              {t('accounts.remedy.switch-client')}
            </Button>
            <SwitchClientDialog account={account} open={switching} onClose={() => setSwitching(false)} />
          </div>
        );
      case 'check':
      case 'open-client':
      case 'resume':
        return (
          <div>
            <RemedyButton account={account} client={client} look="main" />
          </div>
        );
      case 'cancel':
      case undefined:
        return null;
      default:
        return remedy satisfies never;
    }
  }
}
