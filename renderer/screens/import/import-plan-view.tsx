import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPlan } from '#contract/commands/setup.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { NotTaken } from './not-taken.tsx';

/** What would be added, and what not and why, before anything is. */
export function ImportPlanView(props: {
  readonly plan: ImportPlan;
  /** The files that were chosen already, by their names in the content. */
  readonly files: Readonly<Record<string, string>>;
  readonly busy: boolean;
  readonly onFile: (name: string, content: string) => void;
  readonly onApply: () => void;
  readonly onAgain: () => void;
}): ReactNode {
  const { plan, files, busy, onFile, onApply, onAgain } = props;
  const { t } = useTranslation();
  const { clients, accounts } = plan;
  const newClients = clients.filter(({ exists }) => !exists).length;
  return (
    <>
      <p>
        <strong>{t(`importing.format.${plan.format}`)}</strong>
      </p>
      {newClients + accounts.length === 0 ? <p className="notice">{t('importing.nothing')}</p> : null}
      {plan.files.length === 0 ? null : (
        <Card title={t('importing.file')}>
          <p>{t('importing.files')}</p>
          {plan.files.map((name) => (
            <Field
              key={name}
              label={name}
              help={files[name] === undefined ? undefined : t('importing.chosen')}
            >
              {(control) => (
                <input
                  {...control}
                  type="file"
                  onChange={(event) =>
                    void event.target.files?.[0]?.text().then((content) => onFile(name, content))
                  }
                />
              )}
            </Field>
          ))}
        </Card>
      )}
      {clients.length === 0 ? null : (
        <Card title={t('importing.clients')}>
          <ul className="plain-list divided">
            {clients.map((client) => (
              <li key={client.name} className="row no-wrap">
                <ProviderMark provider={client.provider} />
                <span className="wrap-anywhere">
                  {client.name}{' '}
                  <span className="quiet small">
                    {t(`provider.${client.provider}`)} · {t(`grant.${client.grant}`)} ·{' '}
                    {t(client.exists ? 'importing.clientThere' : 'importing.clientNew')}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {accounts.length === 0 ? null : (
        <Card title={t('importing.accounts')}>
          <ul className="plain-list divided">
            {accounts.map((account) => (
              <li key={account.address} className="wrap-anywhere">
                {account.address}{' '}
                <span className="quiet small">{t('importing.accountBy', { client: account.client })}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <NotTaken left={plan.notTaken} />
      <div className="row">
        {newClients + accounts.length === 0 ? null : (
          <Button look="main" disabled={busy} onClick={onApply}>
            {accounts.length === 0
              ? t('importing.applyClients')
              : t('importing.apply', { count: accounts.length })}
          </Button>
        )}
        <Button disabled={busy} onClick={onAgain}>
          {t('importing.again')}
        </Button>
      </div>
    </>
  );
}
