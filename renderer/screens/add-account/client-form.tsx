import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientView } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { AddressField } from '../../components/address-field.tsx';
import { Button } from '../../components/button.tsx';
import { Details } from '../../components/details.tsx';
import { Field } from '../../components/field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { AccountPasswordField } from '../account/account-password-field.tsx';
import { signsInWithPerson } from '../account/remedy.ts';
import { ConsentHint, mayNeedConsent } from '../clients/consent-card.tsx';

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
      {mayNeedConsent(client) ? <ConsentHint client={client} /> : null}
      {passOn ? <AccountPasswordField address={address} value={password} onValue={setPassword} /> : null}
      <Details summary={t('addAccount.provider.more')}>
        <AddressField
          label={t('addAccount.provider.mailbox')}
          help={t('addAccount.provider.mailboxHelp')}
          value={mailbox}
          onValue={setMailbox}
        />
        <AddressField
          label={t('addAccount.provider.smtpUser')}
          help={t('addAccount.provider.smtpUserHelp')}
          value={smtpUser}
          onValue={setSmtpUser}
        />
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
