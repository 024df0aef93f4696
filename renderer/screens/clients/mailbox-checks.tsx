import { problemText } from '#messages/message.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '#contract/commands.ts';
import type { AccountView } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { OutcomeMark } from '../../components/mark.tsx';
import { hrefOf } from '../../route.ts';
import { useFormat } from '../../i18n.ts';

/** After the script has run: each mailbox, whether it can be opened now. */
export function MailboxChecks(props: {
  readonly mailboxes: readonly string[];
  /** Those that the client signs in. */
  readonly accounts: readonly AccountView[];
}): ReactNode {
  const { mailboxes, accounts } = props;
  const { t } = useTranslation();
  return (
    <section className="stack-tight">
      <h3>{t('client.checkMailboxes')}</h3>
      <ul className="plain-list divided">
        {mailboxes.map((mailbox) => (
          <li key={mailbox} className="row row-apart">
            <span className="wrap-anywhere">{mailbox}</span>
            <MailboxCheck mailbox={mailbox} account={accountOf(mailbox, accounts)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function MailboxCheck(props: {
  readonly mailbox: string;
  readonly account: AccountView | undefined;
}): ReactNode {
  const { mailbox, account } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const check = useCommand('check');
  const [outcome, setOutcome] = useState<CommandOutput<'check'>>();
  if (account === undefined) {
    return (
      <a
        href={hrefOf({ page: 'add-account', address: mailbox })}
        aria-label={t('client.addMailboxOf', { mailbox })}
      >
        {t('client.addMailbox')}
      </a>
    );
  }
  const run = async (): Promise<void> => {
    const wholeDomain = account.address.startsWith('*@');
    const result = await check.run({ account: account.id, ...(wholeDomain ? { mailbox } : {}) });
    setOutcome(result.ok ? result.value : undefined);
  };
  const failed = outcome?.steps.find(({ ok }) => !ok);
  return (
    <>
      <span role="status" className="mailbox-outcome">
        {check.busy ? <span className="quiet">{t('account.check.running')}</span> : null}
        {outcome === undefined || check.busy ? null : (
          <>
            <OutcomeMark
              ok={outcome.ok}
              label={t(outcome.ok ? 'account.check.ok' : 'account.check.failed')}
            />{' '}
            {failed === undefined ? t('account.check.good') : format(problemText(failed))}
          </>
        )}
        {check.problem === undefined ? null : format(problemText(check.problem))}
      </span>
      <Button
        disabled={check.busy}
        aria-label={t('client.checkMailboxOf', { mailbox })}
        onClick={() => void run()}
      >
        {t('client.checkMailbox')}
      </Button>
    </>
  );
}

function accountOf(mailbox: string, accounts: readonly AccountView[]): AccountView | undefined {
  const wanted = mailbox.toLowerCase();
  const domain = `*${wanted.slice(wanted.lastIndexOf('@'))}`;
  const named = (names: readonly (string | undefined)[]): AccountView | undefined =>
    accounts.find(({ address, mailbox: shared }) =>
      names.some((name) => name === address.toLowerCase() || name === shared?.toLowerCase()),
    );
  return named([wanted]) ?? named([domain]);
}
