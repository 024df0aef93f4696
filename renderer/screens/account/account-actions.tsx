import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView } from '#contract/views.ts';
import { useBackend } from '../../backend/backend-context.tsx';
import { useCommand, type RunningCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { removeSoon } from '../../removals.ts';
import { goTo, hrefOf } from '../../route.ts';
import { submissionName } from '#contract/submission.ts';
import { otherSending, SendingDialog } from './sending-dialog.tsx';
import { SwitchClientDialog } from './switch-client-dialog.tsx';

export type AccountDialog = 'switch' | 'reset' | 'remove';

/** What an account's menu and its page both do. */
export interface AccountCommands {
  readonly pause: RunningCommand<'account-pause'>;
  readonly resume: RunningCommand<'account-resume'>;
  readonly signOut: RunningCommand<'account-sign-out'>;
}

export function useAccountCommands(): AccountCommands {
  return {
    pause: useCommand('account-pause'),
    resume: useCommand('account-resume'),
    signOut: useCommand('account-sign-out'),
  };
}

interface Subject {
  readonly account: AccountView;
  readonly commands: AccountCommands;
}

/** What is seldom done with an account, a row each: switch its client or its way of sending, pause, reset, remove. */
export function AccountActions(props: Subject): ReactNode {
  const { account, commands } = props;
  const { pause, resume } = commands;
  const { id } = account;
  const { t } = useTranslation();
  const [open, setOpen] = useState<AccountDialog>();
  const [sending, setSending] = useState(false);
  const paused = account.state === 'paused';
  const way = otherSending(account);
  return (
    <section className="card rows" aria-label={t('account.actions.title')}>
      <ActionRow
        title={t('account.tokens.client')}
        text={<a href={hrefOf({ page: 'client', id: account.clientId })}>{account.clientName}</a>}
      >
        <Button icon="swap" onClick={() => setOpen('switch')}>
          {t('account.actions.switch')}
        </Button>
      </ActionRow>
      {way === undefined ? null : (
        <ActionRow
          title={t('account.sending.row')}
          text={t('account.sending.now', { name: submissionName[account.sendsBy] })}
        >
          <Button icon="plane" onClick={() => setSending(true)}>
            {t('accounts.remedy.send-by-api', { name: submissionName[way] })}
          </Button>
        </ActionRow>
      )}
      <ActionRow title={t('account.actions.pauseTitle')} text={t('accounts.paused')}>
        {paused ? (
          <Button icon="play" busy={resume.busy} onClick={() => void resume.run({ account: id })}>
            {t('account.actions.resume')}
          </Button>
        ) : (
          <Button icon="bars" busy={pause.busy} onClick={() => void pause.run({ account: id })}>
            {t('account.actions.pause')}
          </Button>
        )}
      </ActionRow>
      {account.forPeople === true ? null : (
        <ActionRow title={t('account.actions.resetRow')} text={t('account.actions.resetText')}>
          <Button icon="undo" onClick={() => setOpen('reset')}>
            {t('account.actions.reset')}
          </Button>
        </ActionRow>
      )}
      <ActionRow title={t('account.actions.removeRow')} text={t('account.actions.removeText')}>
        <Button icon="trash" look="danger" onClick={() => setOpen('remove')}>
          {t('account.actions.remove')}
        </Button>
      </ActionRow>
      <AccountDialogs {...props} open={open} onClose={() => setOpen(undefined)} />
      {sending ? <SendingDialog account={account} onClose={() => setSending(false)} /> : null}
    </section>
  );
}

function ActionRow(props: {
  readonly title: string;
  readonly text: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { title, text, children } = props;
  return (
    <div className="action-row">
      <div>
        <h3>{title}</h3>
        <p className="small quiet wrap-anywhere">{text}</p>
      </div>
      {children}
    </div>
  );
}

/** The questions that are asked before one of them is done. */
export function AccountDialogs(
  props: Subject & { readonly open: AccountDialog | undefined; readonly onClose: () => void },
): ReactNode {
  const { account, commands, open, onClose } = props;
  const { id, address } = account;
  const { t } = useTranslation();
  const backend = useBackend();
  return (
    <>
      <SwitchClientDialog account={account} open={open === 'switch'} onClose={onClose} />
      <ConfirmDialog
        open={open === 'reset'}
        title={t('account.actions.resetTitle', { address })}
        text={t('account.actions.resetText')}
        go={t('account.actions.resetGo')}
        onClose={onClose}
        onGo={() => void commands.signOut.run({ account: id })}
      />
      <ConfirmDialog
        open={open === 'remove'}
        title={t('account.actions.removeTitle', { address })}
        text={t('account.actions.removeText')}
        go={t('account.actions.removeGo')}
        danger
        onClose={onClose}
        onGo={() => {
          removeSoon(backend, account);
          goTo({ page: 'accounts' });
        }}
      />
    </>
  );
}
