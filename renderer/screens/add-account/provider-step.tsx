import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '#contract/commands.ts';
import type { ClientView } from '#contract/views.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { useAnswer } from '../../backend/use-answer.ts';
import { MessageText } from '../../components/message-text.tsx';
import { Details } from '../../components/details.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { hrefOf } from '../../route.ts';
import { domainOf } from './address.ts';
import { ClientForm } from './client-form.tsx';
import { StepHeading } from './step-list.tsx';

type Lookup = CommandOutput<'address-lookup'>;

/** Step 2: whose mail it is, and through which client it is signed in. */
export function ProviderStep(props: {
  readonly address: string;
  /** The account is there; `password`: its own, for the provider to judge. */
  readonly onAdded: (id: string, password?: string) => void;
  /** The account is there, and its set-up was left before it was finished. */
  readonly onUnderWay: (id: string) => void;
}): ReactNode {
  const { address, onAdded, onUnderWay } = props;
  const { t } = useTranslation();
  const { snapshot } = useShown();
  const answer = useAnswer('address-lookup', { address });
  const otherAddress = <a href={hrefOf({ page: 'add-account' })}>{t('addAccount.provider.otherAddress')}</a>;
  if (answer?.ok === false) {
    return (
      <>
        <ProblemNotice problem={answer} />
        <p>{otherAddress}</p>
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
  const lookup = answer.value;
  if (lookup.existing !== undefined) {
    return (
      <Existing address={address} id={lookup.existing} onUnderWay={onUnderWay}>
        {otherAddress}
      </Existing>
    );
  }
  const { guess } = lookup;
  const clients = lookup.clients.flatMap((id) => snapshot?.clients.find((client) => client.id === id) ?? []);
  const addClient = hrefOf({
    page: 'add-client',
    forAddress: address,
    provider: guess.provider,
    cloud: guess.cloud,
  });
  return (
    <>
      <div className="row no-wrap">
        <ProviderMark provider={guess.provider} />
        <StepHeading>{heading(guess)}</StepHeading>
      </div>
      <p className="quiet wrap-anywhere">
        {address} · {otherAddress}
      </p>
      {body()}
    </>
  );

  function heading({ kind, provider, domain = domainOf(address), name = '' }: Lookup['guess']): string {
    switch (kind) {
      case 'provider':
        return t('addAccount.provider.found', {
          provider: t(`provider.${provider ?? 'custom'}`),
          domain,
        });
      case 'without-oauth':
        return t('addAccount.provider.without', { provider: name });
      case 'unknown':
        return t('addAccount.provider.unknown', { domain });
      default:
        return kind satisfies never;
    }
  }

  function body(): ReactNode {
    if (guess.kind === 'without-oauth' && clients.length === 0)
      return <p>{guess.explanation === undefined ? null : <MessageText message={guess.explanation} />}</p>;
    const [first] = clients;
    const form =
      first === undefined ? null : (
        <ClientForm
          address={address}
          first={first}
          clients={clients}
          addClient={addClient}
          onAdded={onAdded}
        />
      );
    const known = clients.some(({ provider }) => isOf(provider, guess.provider));
    // a provider that takes no new clients: what to do instead goes before the form of one
    const closed = guess.kind === 'provider' && guess.explanation !== undefined && !known;
    if (first === undefined || (guess.kind === 'provider' && !known)) {
      return (
        <>
          {closed ? (
            <p>{guess.explanation === undefined ? null : <MessageText message={guess.explanation} />}</p>
          ) : null}
          <p>
            {closed
              ? t('addAccount.provider.haveClient')
              : guess.provider === undefined
                ? t('addAccount.provider.noClientUnknown')
                : t('addAccount.provider.noClient', { provider: t(`provider.${guess.provider}`) })}
          </p>
          <div>
            <a className={closed ? 'button' : 'button button-main'} href={addClient}>
              {t('addAccount.provider.addClient')}
            </a>
          </div>
          {form === null ? null : <Details summary={t('addAccount.provider.useAnother')}>{form}</Details>}
        </>
      );
    }
    return (
      <>
        {guess.kind === 'unknown' ? <p>{t('addAccount.provider.unknownText')}</p> : null}
        {guess.explanation === undefined || guess.kind === 'provider' ? null : (
          <p>
            <MessageText message={guess.explanation} />
          </p>
        )}
        {form}
      </>
    );
  }
}

/** There is an account with the address: one whose set-up goes on, or one that needs none. */
function Existing(props: {
  readonly address: string;
  readonly id: string;
  readonly onUnderWay: (id: string) => void;
  readonly children: ReactNode;
}): ReactNode {
  const { address, id, onUnderWay, children } = props;
  const { t } = useTranslation();
  const setUp = useAnswer('set-up-password', { account: id });
  const underWay = setUp?.ok === true && setUp.value.kept !== undefined;
  useEffect(() => {
    if (underWay) onUnderWay(id);
  });
  if (setUp === undefined || underWay) return <p className="quiet">{t('common.loading')}</p>;
  return (
    <>
      <StepHeading>{t('addAccount.provider.exists', { address })}</StepHeading>
      <p>{t('addAccount.provider.existsText')}</p>
      <div className="row">
        <a className="button button-main" href={hrefOf({ page: 'account', id })}>
          {t('addAccount.provider.existsGo')}
        </a>
        {children}
      </div>
    </>
  );
}

/** Whether a client is of the provider that was found; one registration may serve both of Microsoft's. */
function isOf(provider: ClientView['provider'], found: ClientView['provider'] | undefined): boolean {
  return provider === found || (isMicrosoft(provider) && isMicrosoft(found));
}

function isMicrosoft(provider: ClientView['provider'] | undefined): boolean {
  return provider === 'microsoft365' || provider === 'outlook';
}
