import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '../../../proxy-core/contract.ts';
import { useCommand } from '../../backend/use-command.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { hrefOf } from '../../route.ts';
import { freeName, type ShownPassword } from '../account/account-screen.tsx';
import { ConnectCard } from '../account/connect-card.tsx';
import { StepHeading } from './step-list.tsx';

/** Step 4: a local password, shown once, and what to enter into the mail program; ticks at its first login. */
export function ConnectStep(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
}): ReactNode {
  const { account, client } = props;
  const { t } = useTranslation();
  const [shown, setShown] = useState<ShownPassword>();
  const { run, problem } = useCommand('password-new');
  const begun = useRef(false);
  const makePassword = async (): Promise<void> => {
    const name = freeName(t('account.passwords.defaultName'), account);
    const made = await run({ account: account.id, name });
    if (!made.ok || made.value.password === undefined) return;
    setShown({ id: made.value.id, name, password: made.value.password });
  };
  useEffect(() => {
    if (begun.current || account.passwordMode !== 'own') return;
    begun.current = true;
    void makePassword();
  });
  return (
    <>
      <StepHeading>{t('addAccount.connect.heading', { address: account.address })}</StepHeading>
      {problem === undefined ? null : <ProblemNotice problem={problem} />}
      {shown === undefined ? null : (
        <div className="notice notice-good stack-tight">
          <p>{t('addAccount.connect.password')}</p>
          <CopyField label={t('account.connect.password')} value={shown.password} />
        </div>
      )}
      <ConnectCard
        account={account}
        client={client}
        shown={shown}
        onMakePassword={() => void makePassword()}
      />
      <div>
        <a className="button button-main" href={hrefOf({ page: 'account', id: account.id })}>
          {t('addAccount.connect.finish')}
        </a>
      </div>
    </>
  );
}
