import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { protocolName } from '#contract/endpoints.ts';
import type { AccountView, CheckStep } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { OutcomeMark } from '../../components/mark.tsx';
import { ProblemNotice, smallPrint } from '../../components/problem-notice.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useFormat } from '../../i18n.ts';
import { checkOutcome } from './check-outcome.ts';

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
              <StepText step={step} />
              <span className="small quiet">
                {step.milliseconds > 0
                  ? t('account.check.took', { count: step.milliseconds })
                  : t('account.check.atOnce')}
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
            {t(`account.check.${checkOutcome(check.steps)}`)}{' '}
            <RelativeTime at={check.startedAt} say={(when) => t('account.check.when', { when })} />
          </>
        )}
      </p>
      {command.problem === undefined ? null : <ProblemNotice problem={command.problem} />}
    </Card>
  );
}

/** What was tried and what came of it; where it failed, what to do, who can, and the code in small print. */
function StepText(props: { readonly step: CheckStep }): ReactNode {
  const { step } = props;
  const { t } = useTranslation();
  const say = useFormat();
  const title = t(`account.check.steps.${step.name}`);
  return (
    <div className="check-step-text">
      <h3>
        {step.protocol === undefined
          ? title
          : t('account.check.stepOf', { protocol: protocolName[step.protocol], step: title })}
      </h3>
      <p className="wrap-anywhere">{say(step.message)}</p>
      {step.fix === undefined ? null : <p className="wrap-anywhere">{say(step.fix)}</p>}
      {step.who === undefined ? null : <p>{t(`account.check.who.${step.who}`)}</p>}
      {step.ok || step.code === undefined ? null : (
        <p className="small quiet wrap-anywhere" translate="no">
          {smallPrint(step)}
        </p>
      )}
    </div>
  );
}
