import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPlan } from '#contract/commands/setup.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { Address } from '../../components/address.tsx';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { FileField } from '../../components/file-field.tsx';
import { MessageText } from '../../components/message-text.tsx';
import { FootBar } from '../../components/page-heading.tsx';
import { Mark } from '../../components/mark.tsx';
import { aboutClient } from '../clients/client-words.ts';

/** What would be added, and what not and why, before anything is. */
export function ImportPlanView(props: {
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
  const { t } = useTranslation();
  const known = useShown().snapshot?.clients ?? [];
  const { clients, accounts, notTaken } = plan;
  const newClients = clients.filter(({ exists }) => !exists).length;
  const nothing = newClients + accounts.length === 0;
  return (
    <>
      {plan.format === 'csv' && known.length > 0 ? (
        <Field label={t('importing.client')}>
          {(control) => (
            <select {...control} value={chosen} onChange={(event) => onClient(event.target.value)}>
              <option value="">{t('importing.clientNone')}</option>
              {known.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
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
              onFile={(file) => void file.text().then((content) => onFile(name, content))}
            />
          ))}
        </section>
      )}
      {nothing ? <p className="notice">{t('importing.nothing')}</p> : null}
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
                  <p className="small quiet">{aboutClient(client, t)}</p>
                </td>
                <td>
                  {client.exists ? (
                    <Mark tone="quiet" icon="check">
                      {t('importing.clientThere')}
                    </Mark>
                  ) : (
                    <Mark tone="good" icon="plus">
                      {t('importing.clientNew')}
                    </Mark>
                  )}
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
export function LeftRows({ left }: { readonly left: ImportPlan['notTaken'] }): ReactNode {
  const { t } = useTranslation();
  return left.map(({ what, why }, index) => (
    // the list never changes, and two rows may say the same
    // oxlint-disable-next-line react/no-array-index-key
    <tr key={index}>
      <td>
        <p className="wrap-anywhere">
          <MessageText message={what} />
        </p>
        <p className="small quiet wrap-anywhere">
          <MessageText message={why} />
        </p>
      </td>
      <td>
        <Mark tone="care" icon="triangle">
          {t('importing.notTaken')}
        </Mark>
      </td>
    </tr>
  ));
}
