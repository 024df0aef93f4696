import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { AccountView } from '#contract/views.ts';
import { useActivity, useCommand, useHostInfo } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { FootBar } from '../../components/page-heading.tsx';
import { ProblemNotice, StateHero } from '../../components/notice.tsx';
import { SecretValue } from '../../components/text.tsx';
import { goTo } from '../../route.ts';
import { ConnectCard } from '../account/connect-card.tsx';
import { freeName, type ShownPassword } from '../account/account-state.ts';
import { StepFrame, StepHeading } from './step-frame.tsx';
import { t } from '../../i18n.ts';

/**
 * Step 4: a local password, and what to enter into the mail program; each protocol ticks at its first login. Whoever
 * leaves for the settings, goes back or loads the page anew finds the same password here, until the set-up is finished.
 */
export function ConnectStep(props: { readonly account: AccountView }): ReactNode {
  const { account } = props;
  const { id, address } = account;
  const tray = useHostInfo()?.tray === true;
  const [shown, setShown] = useState<ShownPassword>();
  const { run, problem } = useCommand('set-up-begin');
  const end = useCommand('set-up-end');
  const begun = useRef(false);
  const { receives, sends } = useLogins(id);
  const makePassword = async (): Promise<void> => {
    const setUp = await run({
      account: id,
      name: freeName(
        t('account.passwords.defaultName'),
        account.passwords.map((one) => one.name),
      ),
    });
    if (setUp.ok) setShown(setUp.value);
  };
  const finish = async (then: Parameters<typeof goTo>[0]): Promise<void> => {
    // first, as the account's page tells a password that is still kept
    const ended = await end.run({ account: id });
    if (ended.ok) goTo(then);
  };
  useEffect(() => {
    if (begun.current || account.passwordMode !== 'own') return;
    begun.current = true;
    void makePassword();
  });
  const done = receives && sends;
  const loggedIn = receives || sends;
  return (
    <StepFrame
      step={done ? 'done' : 'connect'}
      {...(done ? { title: t('addAccount.connect.connected', { address }) } : {})}
    >
      <StepHeading className="visually-hidden">{t('addAccount.connect.heading', { address })}</StepHeading>
      {done ? (
        <StateHero tone="good" role="status" title={t('addAccount.connect.loggedIn')}>
          <p className="quiet">
            {t(tray ? 'addAccount.connect.closeWindow' : 'addAccount.connect.closePage')}
          </p>
        </StateHero>
      ) : null}
      <ProblemNotice problem={problem} />
      {shown === undefined ? null : (
        <div className="card row set-up-password">
          <div>
            <h3>{t('addAccount.connect.passwordTitle')}</h3>
            <p className="small quiet">{t('addAccount.connect.password')}</p>
          </div>
          <SecretValue label={t('account.connect.password')} value={shown.password} />
        </div>
      )}
      <ConnectCard account={account} shown={shown} />
      <ProblemNotice problem={end.problem} />
      <FootBar>
        <Button
          look={loggedIn ? 'main' : 'normal'}
          busy={end.busy}
          onClick={() => void finish({ page: 'account', id })}
        >
          {t(loggedIn ? 'addAccount.connect.finish' : 'addAccount.connect.later')}
        </Button>
        <Button disabled={end.busy} onClick={() => void finish({ page: 'add-account' })}>
          {t('addAccount.connect.addAnother')}
        </Button>
      </FootBar>
    </StepFrame>
  );
}

/** Over which side a mail program has logged in. */
function useLogins(account: string): { readonly receives: boolean; readonly sends: boolean } {
  const activity = useActivity();
  const accepted = activity.filter((entry) => entry.accountId === account && entry.kind === 'login-accepted');
  return {
    receives: accepted.some(({ protocol }) => protocol === 'imap' || protocol === 'pop'),
    sends: accepted.some(({ protocol }) => protocol === 'smtp'),
  };
}
