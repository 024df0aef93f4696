import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandInput, CommandOutput } from '#contract/commands.ts';
import type { ImportPlan } from '#contract/commands/setup.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Address } from '../../components/address.tsx';
import { ButtonLink, Button } from '../../components/button.tsx';
import { Details } from '../../components/details.tsx';
import { Field } from '../../components/field.tsx';
import { FileField, useFileDrop } from '../../components/file-field.tsx';
import { Mark } from '../../components/mark.tsx';
import { PageHeading, FootBar } from '../../components/page-heading.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { StateHero } from '../../components/state-hero.tsx';
import { hrefOf } from '../../route.ts';
import { ImportPlanView, LeftRows } from './import-plan-view.tsx';

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
    if (!result.ok) return;
    // the secrets in it are where they belong now
    setSource(undefined);
    setDone(result.value);
  };
  const problem = planning.problem ?? applying.problem;
  return (
    <>
      <PageHeading
        back={{ href: hrefOf({ page: 'accounts' }), text: t('accounts.title') }}
        subtitle={done === undefined ? t('importing.text') : undefined}
      >
        {t('importing.title')}
      </PageHeading>
      {problem === undefined ? null : <ProblemNotice problem={problem} />}
      {done === undefined && plan === undefined ? (
        <ImportSource busy={planning.busy} onLook={(content) => void look({ content })} />
      ) : null}
      {done === undefined && plan !== undefined && source !== undefined ? (
        <ImportPlanView
          plan={plan}
          client={source.client ?? ''}
          files={source.files ?? {}}
          busy={planning.busy || applying.busy}
          onClient={(id) => {
            const { client: _, ...rest } = source;
            void look(id === '' ? rest : { ...rest, client: id });
          }}
          onFile={(name, content) => void look({ ...source, files: { ...source.files, [name]: content } })}
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
  const nothing = clients.length + accounts.length === 0;
  return (
    <>
      <StateHero
        tone={nothing ? 'quiet' : 'good'}
        icon={nothing ? 'info' : 'check'}
        role="status"
        title={nothing ? t('importing.doneNothing') : t('importing.done', { count: accounts.length })}
      />
      <table className="card state-table" aria-label={t('importing.title')}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t('importing.inFile')}</th>
            <th scope="col">{t('importing.toDo')}</th>
          </tr>
        </thead>
        <tbody>
          {clients.map(({ id, name }) => (
            <tr key={id}>
              <td className="wrap-anywhere">{name}</td>
              <td>
                <a href={hrefOf({ page: 'client', id })} aria-label={t('importing.openOf', { name })}>
                  {t('importing.open')}
                </a>
              </td>
            </tr>
          ))}
          {accounts.map(({ id, address, next }) => (
            <tr key={id}>
              <td>
                <Address address={address} />
              </td>
              <td>
                {next === 'nothing' ? (
                  <Mark tone="good" icon="check">
                    {t('importing.next.nothing')}
                  </Mark>
                ) : (
                  <a
                    href={hrefOf({ page: 'account', id })}
                    aria-label={t('importing.nextOf', { what: t(`importing.next.${next}`), address })}
                  >
                    {t(`importing.next.${next}`)}
                  </a>
                )}
              </td>
            </tr>
          ))}
          <LeftRows left={notTaken} />
        </tbody>
      </table>
      <FootBar>
        <ButtonLink look="main" className="button-page" href={hrefOf({ page: 'accounts' })}>
          {t('importing.toAccounts')}
        </ButtonLink>
      </FootBar>
    </>
  );
}

/** What to import: a file, dropped anywhere on the page or chosen, or its content. */
function ImportSource(props: {
  readonly busy: boolean;
  readonly onLook: (content: string) => void;
}): ReactNode {
  const { busy, onLook } = props;
  const { t } = useTranslation();
  const [content, setContent] = useState('');
  const take = (file: File): void => void file.text().then(onLook);
  const over = useFileDrop(take);
  return (
    <>
      <div className={over ? 'card import-drop import-drop-over' : 'card import-drop'}>
        <FileField
          label={t('importing.file')}
          prompt={t('importing.drop')}
          accept=".config,.properties,.csv,.tsv,.txt,.ini,text/*"
          help={t('importing.fileHelp')}
          onFile={take}
        />
      </div>
      <Details summary={t('importing.pasteInstead')}>
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (content.trim() !== '') onLook(content);
          }}
        >
          <Field label={t('importing.paste')}>
            {(control) => (
              <textarea
                {...control}
                rows={8}
                className="code"
                spellCheck={false}
                autoComplete="off"
                value={content}
                onChange={(event) => setContent(event.target.value)}
              />
            )}
          </Field>
          <div className="row">
            <Button
              type="submit"
              look="main"
              busy={busy}
              disabled={content.trim() === ''}
              reason={t('importing.nothingPasted')}
            >
              {t('importing.look')}
            </Button>
          </div>
        </form>
      </Details>
    </>
  );
}
