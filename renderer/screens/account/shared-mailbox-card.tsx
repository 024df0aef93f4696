import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { AddressField } from '../../components/field.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';

/** Which mailbox is opened, and as whom mail is sent, where that is not the account's own address. */
export function SharedMailboxCard(props: { readonly account: AccountView }): ReactNode {
  const { account } = props;
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
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
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
        {update.problem === undefined ? null : <ProblemNotice problem={update.problem} />}
        <div className="row">
          <Button type="submit" disabled={!changed || update.busy}>
            {t('common.save')}
          </Button>
          <span role="status" className="quiet">
            {saved && !changed ? t('account.shared.saved') : ''}
          </span>
        </div>
      </form>
    </Card>
  );
}
