import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView } from '#contract/views.ts';
import { useBackend } from '../../backend/backend-context.tsx';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { removeSoon } from '../../removals.ts';
import { goTo } from '../../route.ts';
import { SwitchClientDialog } from './switch-client-dialog.tsx';

/** What is seldom done with an account: switch its client, reset, pause, remove. */
export function AccountActions(props: { readonly account: AccountView }): ReactNode {
  const { account } = props;
  const { id, address } = account;
  const { t } = useTranslation();
  const backend = useBackend();
  const pause = useCommand('account-pause');
  const resume = useCommand('account-resume');
  const signOut = useCommand('account-sign-out');
  const [open, setOpen] = useState<'switch' | 'reset' | 'remove'>();
  const close = (): void => setOpen(undefined);
  const problem = pause.problem ?? resume.problem ?? signOut.problem;
  return (
    <Card title={t('account.actions.title')}>
      <div className="row">
        <Button onClick={() => setOpen('switch')}>{t('account.actions.switch')}</Button>
        <Button onClick={() => setOpen('reset')}>{t('account.actions.reset')}</Button>
        {account.state === 'paused' ? (
          <Button disabled={resume.busy} onClick={() => void resume.run({ account: id })}>
            {t('account.actions.resume')}
          </Button>
        ) : (
          <Button disabled={pause.busy} onClick={() => void pause.run({ account: id })}>
            {t('account.actions.pause')}
          </Button>
        )}
        <Button look="danger" onClick={() => setOpen('remove')}>
          {t('account.actions.remove')}
        </Button>
      </div>
      {problem === undefined ? null : <ProblemNotice problem={problem} />}
      <SwitchClientDialog account={account} open={open === 'switch'} onClose={close} />
      <ConfirmDialog
        open={open === 'reset'}
        title={t('account.actions.resetTitle', { address })}
        text={t('account.actions.resetText')}
        go={t('account.actions.resetGo')}
        onClose={close}
        onGo={() => void signOut.run({ account: id })}
      />
      <ConfirmDialog
        open={open === 'remove'}
        title={t('account.actions.removeTitle', { address })}
        text={t('account.actions.removeText')}
        go={t('account.actions.removeGo')}
        danger
        onClose={close}
        onGo={() => {
          removeSoon(backend, account);
          goTo({ page: 'accounts' });
        }}
      />
    </Card>
  );
}
