import { type ReactNode, useState } from 'react';
import { isWholeDomain } from '#contract/account.ts';
import type { AccountView } from '#contract/views.ts';
import { submissionName } from '#contract/submission.ts';
import { AddressField, Form, useValues } from '../../components/field.tsx';
import { type IconName, ProviderMark } from '../../components/icon.tsx';
import { Button, type MenuEntry, MoreMenu } from '../../components/button.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { goTo, hrefOf } from '../../route.ts';
import { AccountMark } from './account-mark.tsx';
import { type RunningCommand, useBackend, useClient, useCommand } from '../../backend/backend-context.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { removeSoon } from '../accounts/removals.tsx';
import { otherSending, SendingDialog, SwitchClientDialog } from './remedy.tsx';
import { Card } from '../../components/card.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { t } from '../../i18n.ts';

interface Subject {
  readonly account: AccountView;
  readonly commands: AccountCommands;
}

/** Whose account it is, how it stands, and what is seldom done with it. */
export function AccountHeader(props: Subject & { readonly onCheck: () => void }): ReactNode {
  const { account, commands, onCheck } = props;
  const { address } = account;
  const client = useClient(account);
  const { actions, dialogs } = useActions(account, commands);
  return (
    <>
      <PageHeading
        address
        back={{ href: hrefOf({ page: 'accounts' }), text: t('nav.accounts') }}
        mark={<ProviderMark provider={client?.provider} large />}
        subtitle={
          <>
            {client === undefined ? null : `${t(`provider.${client.provider}`)} · `}
            {t('accounts.via', { client: account.clientName })}
          </>
        }
        aside={
          <>
            <div className="account-header-state" role="status">
              <AccountMark account={account} chip />
            </div>
            <MoreMenu
              label={t('account.actions.more')}
              entries={[
                // a whole domain has no mailbox of its own to check
                !isWholeDomain(address) && {
                  label: t('accounts.remedy.check'),
                  icon: 'refresh',
                  onChoose: onCheck,
                },
                actions.pause,
                actions.switch,
                actions.reset,
                actions.remove,
              ]}
            />
          </>
        }
      >
        {address}
      </PageHeading>
      {dialogs}
    </>
  );
}

/** What an account's menu and its page both do. */
interface AccountCommands {
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

/** What is seldom done with an account: an entry of a menu, and more words where it has a row. */
interface Action extends MenuEntry {
  readonly icon: IconName;
  readonly title: string;
  readonly text: ReactNode;
  readonly busy?: boolean;
}

type Actions = Readonly<
  Record<'switch' | 'pause' | 'remove', Action> & Record<'send' | 'reset', Action | false>
>;

/** Each by its name, 'false' where an account has none; and the questions that are asked before one is done. */
function useActions(
  account: AccountView,
  commands: AccountCommands,
): {
  readonly actions: Actions;
  readonly dialogs: ReactNode;
} {
  const backend = useBackend();
  const [open, setOpen] = useState<'switch' | 'send' | 'reset' | 'remove'>();
  const { id, address, state } = account;
  const isPaused = state === 'paused';
  const pausing = isPaused ? commands.resume : commands.pause;
  const way = otherSending(account);
  const close = (): void => setOpen(undefined);
  const actions: Actions = {
    switch: {
      icon: 'swap',
      label: t('account.actions.switch'),
      title: t('account.tokens.client'),
      text: <a href={hrefOf({ page: 'client', id: account.clientId })}>{account.clientName}</a>,
      onChoose: () => setOpen('switch'),
    },
    send: way !== undefined && {
      icon: 'plane',
      label: t('accounts.remedy.send-by-api', { name: submissionName[way] }),
      title: t('account.sending.row'),
      text: t('account.sending.now', { name: submissionName[account.sendsBy] }),
      onChoose: () => setOpen('send'),
    },
    pause: {
      icon: isPaused ? 'play' : 'bars',
      label: t(isPaused ? 'accounts.remedy.resume' : 'account.actions.pause'),
      title: t('account.actions.pauseTitle'),
      text: t('accounts.paused'),
      busy: pausing.busy,
      onChoose: () => void pausing.run({ account: id }),
    },
    reset: account.forPeople !== true && {
      icon: 'undo',
      label: t('account.actions.reset'),
      title: t('account.actions.resetRow'),
      text: t('account.actions.resetText'),
      onChoose: () => setOpen('reset'),
    },
    remove: {
      icon: 'trash',
      label: t('account.actions.remove'),
      title: t('account.actions.removeRow'),
      text: t('account.actions.removeText'),
      danger: true,
      onChoose: () => setOpen('remove'),
    },
  };
  const dialogs = (
    <>
      <SwitchClientDialog account={account} open={open === 'switch'} onClose={close} />
      {open === 'send' ? <SendingDialog account={account} onClose={close} /> : null}
      <ConfirmDialog
        open={open === 'reset'}
        title={t('account.actions.resetTitle', { address })}
        text={t('account.actions.resetText')}
        go={t('account.actions.resetGo')}
        onClose={close}
        onGo={() => void commands.signOut.run({ account: id })}
      />
      <ConfirmDialog
        open={open === 'remove'}
        title={t('account.actions.removeTitle', { address })}
        text={t('account.actions.removeText')}
        go={t('common.remove')}
        danger
        onClose={close}
        onGo={() => {
          removeSoon(backend, account);
          goTo({ page: 'accounts' });
        }}
      />
    </>
  );
  return { actions, dialogs };
}

/** What is seldom done with an account, a row each: switch its client or its way of sending, pause, reset, remove. */
export function AccountActions({ account, commands }: Subject): ReactNode {
  const { actions, dialogs } = useActions(account, commands);
  const rows: readonly (Action | false)[] = Object.values(actions);
  return (
    <section className="card rows" aria-label={t('account.actions.title')}>
      {rows.map((action) =>
        action === false ? null : (
          <div key={action.title} className="row action-row">
            <div>
              <h3>{action.title}</h3>
              <p className="small quiet wrap-anywhere">{action.text}</p>
            </div>
            <Button
              icon={action.icon}
              look={action.danger === true ? 'danger' : 'normal'}
              busy={action.busy === true}
              onClick={action.onChoose}
            >
              {action.label}
            </Button>
          </div>
        ),
      )}
      {dialogs}
    </section>
  );
}

/** Which mailbox is opened, and as whom mail is sent, where that is not the account's own address. */
export function SharedMailboxCard({ account }: { readonly account: AccountView }): ReactNode {
  const { address } = account;
  const update = useCommand('account-update');
  const { mailbox: mailboxNow = '', smtpUser: smtpUserNow = '' } = account;
  const { values, bind } = useValues({ mailbox: mailboxNow, smtpUser: smtpUserNow });
  const mailbox = values.mailbox.trim();
  const smtpUser = values.smtpUser.trim();
  const [saved, setSaved] = useState(false);
  const changed = mailbox !== mailboxNow || smtpUser !== smtpUserNow;
  const save = async (): Promise<void> => {
    setSaved((await update.run({ account: account.id, mailbox, smtpUser })).ok);
  };
  return (
    <Card title={t('account.shared.title')}>
      <p className="quiet">{t('account.shared.what')}</p>
      <Form onSubmit={save}>
        <div className="two-columns">
          <AddressField
            label={t('account.shared.mailbox')}
            help={t('account.shared.mailboxHelp', { address })}
            {...bind('mailbox')}
          />
          <AddressField
            label={t('account.shared.smtpUser')}
            help={t('account.shared.smtpUserHelp', { address })}
            {...bind('smtpUser')}
          />
        </div>
        <ProblemNotice problem={update.problem} />
        <div className="row">
          <Button type="submit" disabled={!changed || update.busy}>
            {t('common.save')}
          </Button>
          <span role="status" className="quiet">
            {saved && !changed ? t('account.shared.saved') : ''}
          </span>
        </div>
      </Form>
    </Card>
  );
}
