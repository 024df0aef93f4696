import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandInput, CommandOutput } from '#contract/commands.ts';
import type { ImportPlan } from '#contract/commands/setup.ts';
import { useCommand } from '../../backend/use-command.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { hrefOf } from '../../route.ts';
import { ImportPlanView } from './import-plan-view.tsx';
import { ImportSource } from './import-source.tsx';
import { Card } from '../../components/card.tsx';
import { NotTaken } from './not-taken.tsx';

type Source = CommandInput<'import-plan'>;

/** Takes over another proxy's configuration, or a table of accounts: choose, see what would be, carry out. */
export function ImportScreen(): ReactNode {
  const { t } = useTranslation();
  const planning = useCommand('import-plan');
  const applying = useCommand('import-apply');
  const [source, setSource] = useState<Source>();
  const [plan, setPlan] = useState<ImportPlan>();
  const [done, setDone] = useState<CommandOutput<'import-apply'>>();
  const look = async (wanted: Source): Promise<void> => {
    setSource(wanted);
    const result = await planning.run(wanted);
    setPlan(result.ok ? result.value : undefined);
  };
  const apply = async (): Promise<void> => {
    if (source === undefined) return;
    const result = await applying.run(source);
    // the secrets in it are where they belong now
    if (result.ok) setSource(undefined);
    if (result.ok) setDone(result.value);
  };
  const problem = planning.problem ?? applying.problem;
  return (
    <>
      <p className="small">
        <a href={hrefOf({ page: 'accounts' })}>{t('importing.toAccounts')}</a>
      </p>
      <PageHeading>{t('importing.title')}</PageHeading>
      {done === undefined ? <p className="quiet">{t('importing.text')}</p> : null}
      {problem === undefined ? null : <ProblemNotice problem={problem} />}
      {done === undefined && plan === undefined ? (
        <ImportSource busy={planning.busy} onLook={(wanted) => void look(wanted)} />
      ) : null}
      {done === undefined && plan !== undefined ? (
        <ImportPlanView
          plan={plan}
          files={source?.files ?? {}}
          busy={planning.busy || applying.busy}
          onFile={(name, content) => {
            if (source !== undefined) void look({ ...source, files: { ...source.files, [name]: content } });
          }}
          onApply={() => void apply()}
          onAgain={() => {
            setPlan(undefined);
            setSource(undefined);
            applying.forget();
          }}
        />
      ) : null}
      {done === undefined ? null : <ImportDone done={done} />}
    </>
  );
}

/** What was added, and what is left to do for each account. */
function ImportDone({ done }: { readonly done: CommandOutput<'import-apply'> }): ReactNode {
  const { t } = useTranslation();
  const { clients, accounts, notTaken } = done;
  return (
    <>
      <Card title={t('importing.done')}>
        <div role="status">
          {clients.length + accounts.length === 0 ? <p>{t('importing.doneNothing')}</p> : null}
          <ul className="plain-list divided">
            {clients.map(({ id, name }) => (
              <li key={id}>
                <a href={hrefOf({ page: 'client', id })}>{name}</a>
              </li>
            ))}
            {accounts.map(({ id, address, next }) => (
              <li key={id} className="row row-apart">
                <span className="wrap-anywhere">{address}</span>
                {next === 'nothing' ? (
                  <span className="quiet">{t('importing.next.nothing')}</span>
                ) : (
                  <a
                    href={hrefOf({ page: 'account', id })}
                    aria-label={t('importing.nextOf', { what: t(`importing.next.${next}`), address })}
                  >
                    {t(`importing.next.${next}`)}
                  </a>
                )}
              </li>
            ))}
          </ul>
        </div>
      </Card>
      <NotTaken left={notTaken} />
      <p>
        <a href={hrefOf({ page: 'accounts' })}>{t('importing.toAccounts')}</a>
      </p>
    </>
  );
}
