import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '#contract/commands.ts';
import type { ClientView } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { OutcomeMark } from '../../components/mark.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';

/** Whether the provider gives a token to a client that signs in by itself. */
export function TestCard(props: { readonly client: ClientView }): ReactNode {
  const { client } = props;
  const { t } = useTranslation();
  const test = useCommand('client-test');
  const [outcome, setOutcome] = useState<CommandOutput<'client-test'>>();
  const run = async (): Promise<void> => {
    setOutcome(undefined);
    const result = await test.run({ client: client.id });
    if (result.ok) setOutcome(result.value);
  };
  return (
    <Card
      title={t('client.test')}
      aside={
        <Button disabled={test.busy} onClick={() => void run()}>
          {t('client.testGo')}
        </Button>
      }
    >
      <p className="quiet">{t('client.testText')}</p>
      <div role="status" className={test.busy || outcome !== undefined ? undefined : 'visually-hidden'}>
        {test.busy ? <p className="waiting quiet">{t('client.testRunning')}</p> : null}
        {outcome === undefined ? null : (
          <div className="check-step">
            <OutcomeMark ok label={t('client.testDone')} />
            <div>
              <p>
                {t('client.testDone')}{' '}
                <span className="quiet">
                  {t('client.testLifetime', { count: Math.round(outcome.lifetime / 60_000) })}
                </span>
              </p>
              <p className="wrap-anywhere">
                {outcome.permissions.length === 0
                  ? t('client.testNoPermissions')
                  : t('client.testPermissions', { permissions: outcome.permissions.join(', ') })}
              </p>
            </div>
            <span className="small quiet">{t('account.check.took', { count: outcome.milliseconds })}</span>
          </div>
        )}
      </div>
      {test.problem === undefined ? null : <ProblemNotice problem={test.problem} />}
    </Card>
  );
}
