import { type ReactNode, useEffect, useId } from 'react';
import { domainOf, isOf, type Lookup } from './address.ts';
import { useAnswer, useSnapshot } from '../../backend/backend-context.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { hrefOf } from '../../route.ts';
import { OwnSettings, Ways } from './ways.tsx';
import { type OnAdded, SignInChoice } from './sign-in-choice.tsx';
import { StepFrame, StepHeading } from './step-frame.tsx';
import { Address } from '../../components/text.tsx';
import { ProviderMark, Tile } from '../../components/icon.tsx';
import { t } from '../../i18n.ts';

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
    <StepFrame
      step="provider"
      cancel={
        <ButtonLink look="quiet" href={hrefOf({ page: 'accounts' })}>
          {t('common.cancel')}
        </ButtonLink>
      }
    >
      <Found {...props} />
    </StepFrame>
  );
}

function Found({ address, onAdded, onUnderWay }: Parameters<typeof ProviderStep>[0]): ReactNode {
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
  if (existing !== undefined) return <Existing address={address} id={existing} onUnderWay={onUnderWay} />;
  const clients = lookup.clients.flatMap((one) => snapshot.clients.find((client) => client.id === one) ?? []);
  const addClient = hrefOf({
    page: 'add-client',
    for: address,
    provider: guess.provider,
    cloud: guess.cloud,
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
    const choice =
      first === undefined ? null : (
        <SignInChoice
          address={address}
          first={first}
          clients={clients}
          addClient={addClient}
          sure={guess.kind === 'provider'}
          describedBy={id}
          onAdded={onAdded}
        />
      );
    const known = clients.some(({ provider }) => isOf(provider, guess.provider));
    if (choice !== null && (guess.kind !== 'provider' || known)) return choice;
    return <Ways address={address} guess={guess} addClient={addClient} another={choice} />;
  }
}

/** There is an account with the address: one whose set-up goes on, or one that needs none. */
function Existing(props: {
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
    <div className="card row-line identity-card">
      {guess.kind === 'without-oauth' ? (
        <Tile icon="cloud" large />
      ) : (
        <ProviderMark provider={guess.provider} large />
      )}
      <div id={id} className="row-words">
        <p className="strong">
          <Address address={address} />
        </p>
        <p className="quiet wrap-anywhere">{keeper()}</p>
      </div>
      <a href={hrefOf({ page: 'add-account' })}>{t('addAccount.provider.otherAddress')}</a>
    </div>
  );

  function keeper(): string {
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
