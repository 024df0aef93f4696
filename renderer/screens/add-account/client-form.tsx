import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientView } from '../../../proxy-core/contract.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Details } from '../../components/details.tsx';
import { Field } from '../../components/field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { signsInWithPerson } from '../account/remedy.ts';

/** The proposed client, others to choose from, and what is seldom needed; adds the account. */
export function ClientForm(props: {
  readonly address: string;
  readonly first: ClientView;
  readonly clients: readonly ClientView[];
  /** Where another client is added. */
  readonly addClient: string;
  readonly onAdded: (id: string, password?: string) => void;
}): ReactNode {
  const { address, first, clients, addClient, onAdded } = props;
  const { t } = useTranslation();
  const add = useCommand('account-add');
  const [chosen, setChosen] = useState(first.id);
  const [password, setPassword] = useState('');
  const [mailbox, setMailbox] = useState('');
  const [smtpUser, setSmtpUser] = useState('');
  const [adopt, setAdopt] = useState(false);
  const client = clients.find(({ id }) => id === chosen) ?? first;
  const passOn = client.grant === 'password';
  const submit = async (): Promise<void> => {
    const added = await add.run({
      address,
      client: client.id,
      ...(adopt && !passOn ? { passwordMode: 'adopt-first' } : {}),
      ...(mailbox.trim() === '' ? {} : { mailbox: mailbox.trim() }),
      ...(smtpUser.trim() === '' ? {} : { smtpUser: smtpUser.trim() }),
    });
    if (added.ok) onAdded(added.value.id, passOn ? password : undefined);
  };
  return (
    <form
      className="stack narrow"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!passOn || password !== '') void submit();
      }}
    >
      <Field
        label={t('addAccount.provider.chooseAnother')}
        help={<a href={addClient}>{t('addAccount.provider.addAnother')}</a>}
      >
        {(control) => (
          <select {...control} value={client.id} onChange={(event) => setChosen(event.target.value)}>
            {clients.map(({ id, name, grant }) => (
              <option key={id} value={id}>
                {name} – {t(`grant.${grant}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {passOn ? (
        <Field
          label={t('account.accountPassword.field', { address })}
          help={t('account.accountPassword.help')}
        >
          {(control) => (
            <input
              {...control}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <Details summary={t('addAccount.provider.more')}>
        <Field label={t('addAccount.provider.mailbox')} help={t('addAccount.provider.mailboxHelp')}>
          {(control) => (
            <input
              {...control}
              type="email"
              spellCheck={false}
              value={mailbox}
              onChange={(event) => setMailbox(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('addAccount.provider.smtpUser')} help={t('addAccount.provider.smtpUserHelp')}>
          {(control) => (
            <input
              {...control}
              type="email"
              spellCheck={false}
              value={smtpUser}
              onChange={(event) => setSmtpUser(event.target.value)}
            />
          )}
        </Field>
        {passOn ? null : (
          <label className="check-line">
            <input type="checkbox" checked={adopt} onChange={(event) => setAdopt(event.target.checked)} />
            {t('addAccount.provider.adopt')}
          </label>
        )}
      </Details>
      {add.problem === undefined ? null : <ProblemNotice problem={add.problem} />}
      <div>
        <Button type="submit" look="main" disabled={add.busy || (passOn && password === '')}>
          {t(signsInWithPerson(client) ? 'addAccount.provider.go' : 'addAccount.provider.goSilent')}
        </Button>
      </div>
    </form>
  );
}
