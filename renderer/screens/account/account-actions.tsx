import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isWholeDomain } from '#contract/account.ts';
import type { AccountView, ClientView } from '#contract/views.ts';
import { submissionName } from '#contract/submission.ts';
import { AddressField, Form } from '../../components/field.tsx';
import { Mark, ProviderMark, StateMark } from '../../components/icon.tsx';
import { Button, type MenuEntry, MoreMenu } from '../../components/button.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { goTo, hrefOf } from '../../route.ts';
import { checkOutcome } from './account-state.ts';
import { type RunningCommand, useBackend, useCommand } from '../../backend/backend-context.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { removeSoon } from '../accounts/removals.tsx';
import { otherSending, SendingDialog, SwitchClientDialog } from './remedy.tsx';
import { Card } from '../../components/card.tsx';
import { ProblemNotice } from '../../components/notice.tsx';

/** Whose account it is, how it stands, and what is seldom done with it. */
export function AccountHeader(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
  readonly commands: AccountCommands;
  readonly onCheck: () => void;
}): ReactNode {
  const { account, client, commands, onCheck } = props;
  const { address, state, check } = account;
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<AccountDialog>();
  const outcome = check === undefined || check.running ? 'good' : checkOutcome(check.steps);
  const pausing = usePausing(account, commands);
  return (
    <>
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
          <>
            <div className="account-header-state" role="status">
              {state === 'ready' && outcome !== 'good' ? (
                <Mark tone="bad" chip>
                  {t(`account.check.chip.${outcome}`)}
                </Mark>
              ) : (
                <StateMark state={state} chip />
              )}
            </div>
            <MoreMenu
              label={t('account.actions.more')}
              entries={[
                // a whole domain has no mailbox of its own to check
                !isWholeDomain(address) && {
                  label: t('account.check.go'),
                  icon: 'refresh',
                  onChoose: onCheck,
                },
                pausing,
                { label: t('account.actions.switch'), icon: 'swap', onChoose: () => setDialog('switch') },
                account.forPeople !== true && {
                  label: t('account.actions.reset'),
                  icon: 'undo',
                  onChoose: () => setDialog('reset'),
                },
                {
                  label: t('account.actions.remove'),
                  icon: 'trash',
                  danger: true,
                  onChoose: () => setDialog('remove'),
                },
              ]}
            />
          </>
        }
      >
        {address}
      </PageHeading>
      <AccountDialogs
        account={account}
        commands={commands}
        open={dialog}
        onClose={() => setDialog(undefined)}
      />
    </>
  );
}

type AccountDialog = 'switch' | 'reset' | 'remove';

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

/** An account is paused, or resumed where it is. */
function usePausing(
  { id, state }: AccountView,
  { pause, resume }: AccountCommands,
): MenuEntry & { readonly busy: boolean } {
  const { t } = useTranslation();
  const command = state === 'paused' ? resume : pause;
  return {
    label: t(state === 'paused' ? 'account.actions.resume' : 'account.actions.pause'),
    icon: state === 'paused' ? 'play' : 'bars',
    busy: command.busy,
    onChoose: () => void command.run({ account: id }),
  };
}

interface Subject {
  readonly account: AccountView;
  readonly commands: AccountCommands;
}

/** What is seldom done with an account, a row each: switch its client or its way of sending, pause, reset, remove. */
export function AccountActions(props: Subject): ReactNode {
  const { account, commands } = props;
  const { t } = useTranslation();
  const pausing = usePausing(account, commands);
  const [open, setOpen] = useState<AccountDialog>();
  const [sending, setSending] = useState(false);
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
        <Button icon={pausing.icon} busy={pausing.busy} onClick={pausing.onChoose}>
          {pausing.label}
        </Button>
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
function AccountDialogs(
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

/** Which mailbox is opened, and as whom mail is sent, where that is not the account's own address. */
export function SharedMailboxCard({ account }: { readonly account: AccountView }): ReactNode {
  const { address } = account;
  const { t } = useTranslation();
  const update = useCommand('account-update');
  const [mailbox, setMailbox] = useState(account.mailbox ?? '');
  const [smtpUser, setSmtpUser] = useState(account.smtpUser ?? '');
  const [saved, setSaved] = useState(false);
  const changed = mailbox.trim() !== (account.mailbox ?? '') || smtpUser.trim() !== (account.smtpUser ?? '');
  const save = async (): Promise<void> => {
    const input = { account: account.id, mailbox: mailbox.trim(), smtpUser: smtpUser.trim() };
    setSaved((await update.run(input)).ok);
  };
  return (
    <Card title={t('account.shared.title')}>
      <p className="quiet">{t('account.shared.what')}</p>
      <Form
        onSubmit={() => {
          void save();
        }}
      >
        <div className="two-columns">
          <AddressField
            label={t('account.shared.mailbox')}
            help={t('account.shared.mailboxHelp', { address })}
            value={mailbox}
            onValue={setMailbox}
          />
          <AddressField
            label={t('account.shared.smtpUser')}
            help={t('account.shared.smtpUserHelp', { address })}
            value={smtpUser}
            onValue={setSmtpUser}
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
