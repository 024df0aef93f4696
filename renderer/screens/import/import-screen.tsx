import { type ReactNode, useState } from 'react';
import type { CommandInput, CommandOutput } from '#contract/commands.ts';
import type { ImportPlan } from '#contract/commands/setup.ts';
import { FileField, fileText, Form, SelectField, TextArea } from '../../components/field.tsx';
import { useCommand, useSnapshot } from '../../backend/backend-context.tsx';
import { Address } from '../../components/address.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Details } from '../../components/card.tsx';
import { Mark } from '../../components/icon.tsx';
import { FootBar, PageHeading } from '../../components/page-heading.tsx';
import { ProblemNotice, StateHero } from '../../components/notice.tsx';
import { hrefOf } from '../../route.ts';
import { aboutClient } from '../clients/clients-screen.tsx';
import { format, t } from '../../i18n.ts';

type Source = CommandInput<'import-plan'>;

/** Takes over another proxy's configuration, or a table of accounts: choose, see what would be, carry out. */
export function ImportScreen(): ReactNode {
  const planning = useCommand('import-plan');
  const applying = useCommand('import-apply');
  const [source, setSource] = useState<Source>();
  const [plan, setPlan] = useState<ImportPlan>();
  const [done, setDone] = useState<CommandOutput<'import-apply'>>();
  const showPlan = async (wanted: Source): Promise<void> => {
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
        // as the button that led on is gone, the heading takes the focus at each step
        key={done !== undefined ? 'done' : plan !== undefined ? 'plan' : 'source'}
        back={{ href: hrefOf({ page: 'accounts' }), text: t('nav.accounts') }}
        subtitle={done === undefined ? t('importing.text') : undefined}
      >
        {t('importing.title')}
      </PageHeading>
      <ProblemNotice problem={problem} />
      {done === undefined && plan === undefined ? (
        <ImportSource busy={planning.busy} onLook={(content) => void showPlan({ content })} />
      ) : null}
      {done === undefined && plan !== undefined && source !== undefined ? (
        <ImportPlanView
          plan={plan}
          client={source.client ?? ''}
          files={source.files ?? {}}
          busy={planning.busy || applying.busy}
          onClient={(id) => {
            const { client: _, ...rest } = source;
            void showPlan(id === '' ? rest : { ...rest, client: id });
          }}
          onFile={(name, content) =>
            void showPlan({ ...source, files: { ...source.files, [name]: content } })
          }
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
                  {t('common.open')}
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
                  <Mark tone="good">{t('importing.next.nothing')}</Mark>
                ) : (
                  <a
                    href={hrefOf({ page: 'account', id })}
                    aria-label={t('accounts.remedyFor', { what: t(`importing.next.${next}`), address })}
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
  const [content, setContent] = useState('');
  return (
    <>
      <div className="card import-drop">
        <FileField
          label={t('importing.file')}
          prompt={t('importing.drop')}
          accept=".config,.properties,.csv,.tsv,.txt,.ini,text/*"
          help={t('importing.fileHelp')}
          anywhere
          onFile={(file) => fileText(file).then(onLook)}
        />
      </div>
      <Details summary={t('importing.pasteInstead')}>
        <Form
          onSubmit={() => {
            if (content.trim() !== '') onLook(content);
          }}
        >
          <TextArea
            label={t('importing.paste')}
            rows={8}
            className="code"
            spellCheck={false}
            autoComplete="off"
            value={content}
            onValue={setContent}
          />
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
        </Form>
      </Details>
    </>
  );
}

/** What would be added, and what not and why, before anything is. */
function ImportPlanView(props: {
  readonly plan: ImportPlan;
  /** The client of rows that name none: its id, or none. */
  readonly client: string;
  /** The files that were chosen already, by their names in the content. */
  readonly files: Readonly<Record<string, string>>;
  readonly busy: boolean;
  readonly onClient: (id: string) => void;
  readonly onFile: (name: string, content: string) => void;
  readonly onApply: () => void;
  readonly onAgain: () => void;
}): ReactNode {
  const { plan, client: chosen, files, busy, onClient, onFile, onApply, onAgain } = props;
  const known = useSnapshot().clients;
  const { clients, accounts, notTaken } = plan;
  const newClients = clients.filter(({ exists }) => !exists).length;
  const nothing = newClients + accounts.length === 0;
  return (
    <>
      {plan.format === 'csv' && known.length > 0 ? (
        <SelectField
          label={t('importing.client')}
          options={[['', t('importing.clientNone')], ...known.map(({ id, name }) => [id, name] as const)]}
          value={chosen}
          onValue={onClient}
        />
      ) : null}
      {plan.files.length === 0 ? null : (
        <section className="card stack" aria-label={t('importing.files')}>
          <p>{t('importing.files')}</p>
          {plan.files.map((name) => (
            <FileField
              key={name}
              label={name}
              accept=""
              help={files[name] === undefined ? undefined : t('importing.chosen')}
              onFile={(file) => fileText(file).then((content) => onFile(name, content))}
            />
          ))}
        </section>
      )}
      {nothing ? (
        <p className="notice">{t(notTaken.length === 0 ? 'importing.nothing' : 'importing.nothingTaken')}</p>
      ) : null}
      {clients.length + accounts.length + notTaken.length === 0 ? null : (
        <table className="card state-table">
          <caption>{t(`importing.format.${plan.format}`)}</caption>
          <thead>
            <tr>
              <th scope="col">{t('importing.inFile')}</th>
              <th scope="col">{t('importing.becomes')}</th>
            </tr>
          </thead>
          <tbody>
            {clients.map((client) => (
              <tr key={`client ${client.name}`}>
                <td>
                  <p className="wrap-anywhere">{client.name}</p>
                  <p className="small quiet">{aboutClient(client)}</p>
                </td>
                <td>
                  <Mark tone={client.exists ? 'quiet' : 'good'} icon={client.exists ? 'check' : 'plus'}>
                    {t(client.exists ? 'importing.clientThere' : 'importing.clientNew')}
                  </Mark>
                </td>
              </tr>
            ))}
            {accounts.map((account) => (
              <tr key={`account ${account.address}`}>
                <td>
                  <Address address={account.address} />
                  <p className="small quiet">{t('importing.accountBy', { client: account.client })}</p>
                </td>
                <td>
                  <Mark tone="good" icon="plus">
                    {t('importing.accountNew')}
                  </Mark>
                </td>
              </tr>
            ))}
            <LeftRows left={notTaken} />
          </tbody>
        </table>
      )}
      <FootBar>
        {nothing ? null : (
          <Button look="main" className="button-page" busy={busy} onClick={onApply}>
            {accounts.length === 0
              ? t('importing.applyClients')
              : t('importing.apply', { count: accounts.length })}
          </Button>
        )}
        <Button disabled={busy} onClick={onAgain}>
          {t('importing.again')}
        </Button>
      </FootBar>
    </>
  );
}

/** What is not taken over, each with its reason: rows of a table of two columns. */
function LeftRows({ left }: { readonly left: ImportPlan['notTaken'] }): ReactNode {
  return left.map(({ what, why }, index) => (
    // the list never changes, and two rows may say the same
    // oxlint-disable-next-line react/no-array-index-key
    <tr key={index}>
      <td>
        <p className="wrap-anywhere">{format(what)}</p>
        <p className="small quiet wrap-anywhere">{format(why)}</p>
      </td>
      <td>
        <Mark tone="care">{t('importing.notTaken')}</Mark>
      </td>
    </tr>
  ));
}
