import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { isInteractive } from '#contract/grants.ts';
import { presetFor } from '#contract/providers/presets.ts';
import type { ClientView } from '#contract/views.ts';
import { AddressField, SelectField, useValues } from '../../components/field.tsx';
import { useCommand } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { Fold } from '../../components/card.tsx';
import { Icon } from '../../components/icon.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { AccountPasswordField } from '../account/sign-in-panel.tsx';
import { ConsentHint, mayNeedConsent } from '../clients/consent-card.tsx';
import { companyOf } from './address.ts';
import { t } from '../../i18n.ts';

/** The account that was added, and its own password where the provider is to judge it. */
export type OnAdded = (id: string, password?: string) => void;

/** Signing in with the client that fits best: one button. Other clients, and what is seldom needed, are folded away. */
export function SignInChoice(props: {
  readonly address: string;
  readonly first: ClientView;
  readonly clients: readonly ClientView[];
  /** Where another client is added. */
  readonly addClient: string;
  /** The first one is of the provider that keeps the mail; else it may be. */
  readonly sure: boolean;
  /** What tells whose mail it is. */
  readonly describedBy: string;
  readonly onAdded: OnAdded;
}): ReactNode {
  const { address, first, clients, addClient, sure, describedBy, onAdded } = props;
  const add = useCommand('account-add');
  const form = useRef<HTMLFormElement>(null);
  const words = useId();
  const [chosen, setChosen] = useState(first.id);
  const { values, bind } = useValues({ password: '', mailbox: '', smtpUser: '' });
  const { password } = values;
  const mailbox = values.mailbox.trim();
  const smtpUser = values.smtpUser.trim();
  const [adopt, setAdopt] = useState(false);
  const client = clients.find(({ id }) => id === chosen) ?? first;
  const passOn = client.grant === 'password';
  const folded = first.builtIn && sure;
  const company = companyOf(client.provider);
  // what one came for: on from here, the next thing is this button
  useEffect(
    () => form.current?.querySelector<HTMLElement>('[type="password"], [type="submit"]')?.focus(),
    [],
  );
  const submit = async (): Promise<void> => {
    const added = await add.run({
      address,
      client: client.id,
      ...(adopt && !passOn ? { passwordMode: 'adopt-first' } : {}),
      ...(mailbox === '' ? {} : { mailbox }),
      ...(smtpUser === '' ? {} : { smtpUser }),
    });
    if (added.ok) onAdded(added.value.id, passOn ? password : undefined);
  };
  const choice = (
    <SelectField
      label={t('addAccount.provider.chooseAnother')}
      help={<a href={addClient}>{t('addAccount.provider.addAnother')}</a>}
      options={clients.map(({ id, name, grant }) => [id, `${name} – ${t(`grant.${grant}`)}`])}
      value={client.id}
      onValue={setChosen}
    />
  );
  return (
    <form
      ref={form}
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!passOn || password !== '') void submit();
      }}
    >
      <section className="card stack">
        <div id={words}>
          <h2>{t(`addAccount.provider.way.${client.grant}.title`, { company })}</h2>
          <p className="quiet">{t(`addAccount.provider.way.${client.grant}.text`, { company })}</p>
        </div>
        {folded ? null : choice}
        {passOn ? <AccountPasswordField address={address} {...bind('password')} /> : null}
        <ProblemNotice problem={add.problem} />
        <div>
          <Button
            type="submit"
            look="main"
            className="button-page"
            icon={presetFor(client).mark.glyph}
            busy={add.busy}
            disabled={passOn && password === ''}
            reason={t('addAccount.provider.passwordFirst')}
            aria-describedby={`${describedBy} ${words}`}
          >
            {t(`addAccount.provider.way.${client.grant}.go`, { company })}
          </Button>
        </div>
        {isInteractive(client.grant) ? (
          <div className="asked">
            <h3>{t('addAccount.provider.asked.title')}</h3>
            <ul className="plain-list small quiet">
              {(['mail', 'send', 'stay'] as const).map((one) => (
                <li key={one} className="row no-wrap">
                  <Icon name="check" className="tone-good" />
                  {t(`addAccount.provider.asked.${one}`)}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        {!client.builtIn && mayNeedConsent(client) ? <ConsentHint client={client} /> : null}
      </section>
      <div className="card rows">
        {folded ? (
          <Fold icon="key" title={t('addAccount.provider.otherClient')}>
            {choice}
          </Fold>
        ) : null}
        <Fold icon="person" title={t('addAccount.provider.more')}>
          <AddressField
            label={t('addAccount.provider.mailbox')}
            help={t('addAccount.provider.mailboxHelp')}
            {...bind('mailbox')}
          />
          <AddressField
            label={t('addAccount.provider.smtpUser')}
            help={t('addAccount.provider.smtpUserHelp')}
            {...bind('smtpUser')}
          />
          {passOn ? null : (
            <label className="check-line">
              <input type="checkbox" checked={adopt} onChange={(event) => setAdopt(event.target.checked)} />
              {t('addAccount.provider.adopt')}
            </label>
          )}
        </Fold>
      </div>
    </form>
  );
}
