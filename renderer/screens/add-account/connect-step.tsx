import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { ValueRow } from '../../components/value-row.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { goTo } from '../../route.ts';
import { freeName, type ShownPassword } from '../account/shown-password.ts';
import { ConnectCard } from '../account/connect-card.tsx';
import { StepHeading } from './step-list.tsx';

/**
 * Step 4: a local password, and what to enter into the mail program; ticks at its first login. Whoever leaves for the
 * settings, goes back or loads the page anew finds the same password here, until the set-up is finished.
 */
export function ConnectStep(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
}): ReactNode {
  const { account, client } = props;
  const { t } = useTranslation();
  const [shown, setShown] = useState<ShownPassword>();
  const { run, problem } = useCommand('set-up-begin');
  const end = useCommand('set-up-end');
  const begun = useRef(false);
  const makePassword = async (): Promise<void> => {
    const setUp = await run({
      account: account.id,
      name: freeName(t('account.passwords.defaultName'), account),
    });
    if (setUp.ok) setShown(setUp.value);
  };
  const finish = async (): Promise<void> => {
    // first, as the account's page tells a password that is still kept
    const ended = await end.run({ account: account.id });
    if (ended.ok) goTo({ page: 'account', id: account.id });
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
          <ValueRow label={t('account.connect.password')} value={shown.password} />
        </div>
      )}
      <ConnectCard
        account={account}
        client={client}
        shown={shown}
        onMakePassword={() => void makePassword()}
      />
      {end.problem === undefined ? null : <ProblemNotice problem={end.problem} />}
      <div>
        <Button look="main" disabled={end.busy} onClick={() => void finish()}>
          {t('addAccount.connect.finish')}
        </Button>
      </div>
    </>
  );
}
