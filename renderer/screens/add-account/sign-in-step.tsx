import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { hrefOf } from '../../route.ts';
import { AccountPasswordForm } from '../account/account-password-form.tsx';
import { remedyOf } from '../account/remedy.ts';
import { SignInPanel } from '../account/sign-in-panel.tsx';
import { SwitchClientDialog } from '../account/switch-client-dialog.tsx';
import { StepHeading } from './step-list.tsx';

/** Step 3: the sign-in. It begins by itself; what goes wrong comes back here, with what can mend it. */
export function SignInStep(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
  readonly password: string | undefined;
  readonly onSignedIn: () => void;
}): ReactNode {
  const { account, client, password, onSignedIn } = props;
  const { t } = useTranslation();
  const authorize = useCommand('account-authorize');
  const cancel = useCommand('account-cancel-sign-in');
  const [choosing, setChoosing] = useState(false);
  const begun = useRef(false);
  const { run } = authorize;
  const begin = async (typed?: string): Promise<void> => {
    const result = await run({ account: account.id, password: typed });
    if (result.ok) onSignedIn();
  };
  useEffect(() => {
    // once, and only once: an account that was begun twice would wait for two people
    if (begun.current) return;
    begun.current = true;
    void begin(password);
  });
  const { problem } = authorize;
  return (
    <>
      <StepHeading>{t('addAccount.signIn.heading', { address: account.address })}</StepHeading>
      {account.signIn === undefined ? null : (
        <SignInPanel signIn={account.signIn} onCancel={() => void cancel.run({ account: account.id })} />
      )}
      {authorize.busy && account.signIn === undefined ? (
        <p className="waiting quiet" role="status">
          {t('account.signIn.silent')}
        </p>
      ) : null}
      {problem === undefined ? null : (
        <>
          <ProblemNotice problem={problem} />
          {client?.grant === 'password' ? (
            <AccountPasswordForm
              address={account.address}
              busy={authorize.busy}
              onPassword={(typed) => void begin(typed)}
            />
          ) : null}
          <div className="row">
            {client?.grant === 'password' ? null : (
              <Button look="main" disabled={authorize.busy} onClick={() => void begin()}>
                {t('addAccount.signIn.again')}
              </Button>
            )}
            {remedyOf({ ...account, state: 'refused', problem }, client) === 'open-client' ? (
              <a className="button" href={hrefOf({ page: 'client', id: account.clientId })}>
                {t('addAccount.signIn.editClient')}
              </a>
            ) : null}
            <Button onClick={() => setChoosing(true)}>{t('addAccount.signIn.otherClient')}</Button>
            <a href={hrefOf({ page: 'account', id: account.id })}>{t('addAccount.signIn.later')}</a>
          </div>
        </>
      )}
      <SwitchClientDialog
        account={account}
        open={choosing}
        onClose={() => {
          setChoosing(false);
          authorize.forget();
        }}
      />
      {problem === undefined && !authorize.busy && begun.current ? (
        <Button look="main" onClick={() => void begin()}>
          {t('accounts.remedy.sign-in')}
        </Button>
      ) : null}
    </>
  );
}
