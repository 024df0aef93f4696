import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView } from '../../../proxy-core/contract.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { OutcomeMark } from '../../components/outcome-mark.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';

/** Goes the whole way of a login; its steps appear as they are done. */
export function CheckCard(props: { readonly account: AccountView }): ReactNode {
  const { account } = props;
  const { t } = useTranslation();
  const command = useCommand('check');
  const { check, address } = account;
  const wholeDomain = address.startsWith('*@');
  const [mailbox, setMailbox] = useState(check?.mailbox ?? '');
  const running = command.busy || check?.running === true;
  const start = (): void =>
    void command.run({ account: account.id, ...(wholeDomain ? { mailbox: mailbox.trim() } : {}) });
  return (
    <Card
      title={t('account.check.title')}
      aside={
        wholeDomain ? null : (
          <Button disabled={running} onClick={start}>
            {t(check === undefined ? 'account.check.go' : 'account.check.again')}
          </Button>
        )
      }
    >
      {check === undefined ? <p className="quiet">{t('account.check.what')}</p> : null}
      {wholeDomain ? (
        <form
          className="row row-end"
          onSubmit={(event) => {
            event.preventDefault();
            start();
          }}
        >
          <Field label={t('account.check.mailbox')} help={t('account.check.mailboxHelp', { address })}>
            {(control) => (
              <input
                {...control}
                type="email"
                value={mailbox}
                onChange={(event) => setMailbox(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" disabled={running || mailbox.trim() === ''}>
            {t('account.check.go')}
          </Button>
        </form>
      ) : null}
      {check === undefined || check.steps.length === 0 ? null : (
        <ol className="check-steps plain-list">
          {check.steps.map((step, index) => (
            // a step stays where it is in the list
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index} className="check-step">
              <OutcomeMark ok={step.ok} label={t(step.ok ? 'account.check.ok' : 'account.check.failed')} />
              <div>
                <p className="wrap-anywhere">{step.message}</p>
                {step.fix === undefined ? null : <p className="wrap-anywhere">{step.fix}</p>}
              </div>
              <span className="small quiet">
                {step.milliseconds > 0 ? t('account.check.took', { count: step.milliseconds }) : ''}
              </span>
            </li>
          ))}
        </ol>
      )}
      <p
        role="status"
        className={running ? 'waiting quiet' : check === undefined ? 'visually-hidden' : 'quiet small'}
      >
        {running ? (
          t('account.check.running')
        ) : check === undefined ? (
          ''
        ) : (
          <>
            {t(check.steps.every(({ ok }) => ok) ? 'account.check.good' : 'account.check.bad')}{' '}
            <RelativeTime at={check.startedAt} say={(when) => t('account.check.when', { when })} />
          </>
        )}
      </p>
      {command.problem === undefined ? null : <ProblemNotice problem={command.problem} />}
    </Card>
  );
}
