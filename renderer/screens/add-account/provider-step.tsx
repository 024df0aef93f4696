import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { companyOf, domainOf, isOf, type Lookup } from './address.ts';
import { useAnswer, useCommand, useSnapshot } from '../../backend/backend-context.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { hrefOf } from '../../route.ts';
import { OwnSettings, Ways } from './ways.tsx';
import { StepFrame, StepHeading } from './step-frame.tsx';
import { Address } from '../../components/address.tsx';
import { Icon, ProviderMark, Tile } from '../../components/icon.tsx';
import { t } from '../../i18n.ts';
import { isInteractive } from '#contract/grants.ts';
import { presetFor } from '#contract/providers/presets.ts';
import type { ClientView } from '#contract/views.ts';
import { AddressField, Form, SelectField, useValues } from '../../components/field.tsx';
import { Fold } from '../../components/card.tsx';
import { AccountPasswordField } from '../account/sign-in-panel.tsx';
import { ConsentHint, mayNeedConsent } from '../clients/consent-card.tsx';

/** How far an account is that is there already. */
export type Progress = 'sign-in' | 'connect';

/** Step 2: whose mail it is, and through which client it is signed in. */
export function ProviderStep(props: {
  readonly address: string;
  readonly onAdded: OnAdded;
  /** The account is there, and its set-up was left before it was finished. */
  readonly onUnderWay: (id: string, progress: Progress) => void;
}): ReactNode {
  return (
    <StepFrame step="provider">
      <AddressLookup {...props} />
    </StepFrame>
  );
}

function AddressLookup({ address, onAdded, onUnderWay }: Parameters<typeof ProviderStep>[0]): ReactNode {
  const snapshot = useSnapshot();
  const id = useId();
  const answer = useAnswer('address-lookup', { address });
  if (answer?.ok === false) {
    return (
      <>
        <ProblemNotice problem={answer} />
        <p>
          <a href={hrefOf({ page: 'add-account' })}>{t('addAccount.provider.otherAddress')}</a>
        </p>
      </>
    );
  }
  if (answer === undefined) {
    return (
      <p className="waiting quiet" role="status">
        {t('addAccount.provider.looking', { domain: domainOf(address) })}
      </p>
    );
  }
  const { guess, existing, ...lookup } = answer.value;
  if (existing !== undefined)
    return <ExistingAccount address={address} id={existing} onUnderWay={onUnderWay} />;
  const clients = lookup.clients.flatMap((one) => snapshot.clients.find((client) => client.id === one) ?? []);
  const addClient = hrefOf({
    page: 'add-client',
    provider: guess.provider,
    cloud: guess.cloud,
    for: address,
  });
  return (
    <>
      <IdentityCard id={id} address={address} guess={guess} />
      {body()}
    </>
  );

  function body(): ReactNode {
    const [first] = clients;
    if (guess.kind === 'without-oauth' && first === undefined)
      return <OwnSettings address={address} guess={guess} />;
    // a build's own registration is a guess there; whoever set up another one may know what it is for
    const guessed = guess.kind === 'unknown' && first?.builtIn === true && first.byOrganization !== true;
    const choice =
      first === undefined ? null : (
        <SignInChoice
          address={address}
          first={first}
          clients={clients}
          addClient={addClient}
          sure={!guessed}
          describedBy={id}
          onAdded={onAdded}
        />
      );
    const known = clients.some(({ provider }) => isOf(provider, guess.provider));
    if (choice !== null && !guessed && (guess.kind !== 'provider' || known)) return choice;
    return <Ways address={address} guess={guess} addClient={addClient} another={choice} guessed={guessed} />;
  }
}

/** There is an account with the address: one whose set-up goes on, or one that needs none. */
function ExistingAccount(props: {
  readonly address: string;
  readonly id: string;
  readonly onUnderWay: (id: string, progress: Progress) => void;
}): ReactNode {
  const { address, id, onUnderWay } = props;
  const snapshot = useSnapshot();
  const setUp = useAnswer('set-up-password', { account: id });
  const account = snapshot.accounts.find((one) => one.id === id);
  const kept = setUp?.ok === true && setUp.value.kept !== undefined;
  const progress: Progress | undefined =
    kept || account?.state === 'needs-password'
      ? 'connect'
      : account?.signIn !== undefined ||
          (account?.state === 'needs-sign-in' && account.signedInAt === undefined)
        ? 'sign-in'
        : undefined;
  const asked = setUp !== undefined;
  useEffect(() => {
    if (asked && progress !== undefined) onUnderWay(id, progress);
  });
  if (!asked || progress !== undefined) return <p className="quiet">{t('common.loading')}</p>;
  return (
    <>
      <StepHeading>{t('addAccount.provider.exists', { address })}</StepHeading>
      <p>{t('addAccount.provider.existsText')}</p>
      <div className="row">
        <ButtonLink look="main" href={hrefOf({ page: 'account', id })}>
          {t('addAccount.provider.existsGo')}
        </ButtonLink>
        <a href={hrefOf({ page: 'add-account' })}>{t('addAccount.provider.addOther')}</a>
      </div>
    </>
  );
}

/** Whose address it is, and who keeps its mail. */
function IdentityCard(props: {
  readonly id: string;
  readonly address: string;
  readonly guess: Lookup['guess'];
}): ReactNode {
  const { id, address, guess } = props;
  return (
    <div className="card row-line">
      {guess.kind === 'without-oauth' ? (
        <Tile icon="cloud" large />
      ) : (
        <ProviderMark provider={guess.provider} large />
      )}
      <div id={id} className="row-words">
        <p className="strong">
          <Address address={address} />
        </p>
        <p className="quiet wrap-anywhere">{providerLine()}</p>
      </div>
      <a href={hrefOf({ page: 'add-account' })}>{t('addAccount.provider.otherAddress')}</a>
    </div>
  );

  function providerLine(): string {
    const { kind, provider = 'custom', domain = domainOf(address), name = '' } = guess;
    switch (kind) {
      case 'provider':
        return guess.audience === 'personal'
          ? t(`provider.${provider}`)
          : t('addAccount.provider.found', { provider: t(`provider.${provider}`), domain });
      case 'without-oauth':
        return name;
      case 'unknown':
        return t('addAccount.provider.unknown', { domain });
      default:
        return kind satisfies never;
    }
  }
}

/** The account that was added, and its own password where the provider is to judge it. */
type OnAdded = (id: string, password?: string) => void;

/** Signing in with the client that fits best: one button. Other clients, and what is seldom needed, are folded away. */
function SignInChoice(props: {
  readonly address: string;
  readonly first: ClientView;
  readonly clients: readonly ClientView[];
  /** Where another client is added. */
  readonly addClient: string;
  /** The first one is not a guess: the others are folded away, and there is room for what one is asked. */
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
      label={t('account.tokens.client')}
      links={<a href={addClient}>{t('addAccount.provider.addAnother')}</a>}
      options={clients.map(({ id, name, grant }) => [id, `${name} – ${t(`grant.${grant}`)}`])}
      value={client.id}
      onValue={setChosen}
    />
  );
  return (
    <Form
      ref={form}
      onSubmit={() => {
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
        {sure && isInteractive(client.grant) ? (
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
    </Form>
  );
}
