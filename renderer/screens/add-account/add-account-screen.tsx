import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShown } from '../../backend/backend-context.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { goTo } from '../../route.ts';
import { AddressStep } from './address-step.tsx';
import { ConnectStep } from './connect-step.tsx';
import { ProviderStep } from './provider-step.tsx';
import { SignInStep } from './sign-in-step.tsx';
import { StepList, type Step } from './step-list.tsx';

/** The account that is being added, once it is there. */
interface Added {
  readonly id: string;
  /** Typed in the step before, for the provider to judge (the password grant). */
  readonly password?: string;
  readonly signedIn: boolean;
}

/** Adds an account: address, provider and client, sign-in, mail program. */
export function AddAccountScreen(props: { readonly address: string | undefined }): ReactNode {
  const { address } = props;
  const { t } = useTranslation();
  const { snapshot } = useShown();
  const [added, setAdded] = useState<Added>();
  const account = snapshot?.accounts.find(({ id }) => id === added?.id);
  const client = snapshot?.clients.find(({ id }) => id === account?.clientId);
  const step: Step =
    address === undefined
      ? 'address'
      : added === undefined
        ? 'provider'
        : added.signedIn
          ? 'connect'
          : 'sign-in';
  return (
    <>
      <PageHeading>{t('addAccount.title')}</PageHeading>
      <StepList current={step} />
      {body()}
    </>
  );

  function body(): ReactNode {
    if (address === undefined) {
      return <AddressStep onAddress={(entered) => goTo({ page: 'add-account', address: entered })} />;
    }
    if (added === undefined) {
      return (
        <ProviderStep
          address={address}
          onAdded={(id, password) => setAdded({ id, signedIn: false, password })}
          onUnderWay={(id) => setAdded({ id, signedIn: true })}
        />
      );
    }
    // the snapshot with it comes a moment later
    if (account === undefined) return <p className="quiet">{t('common.loading')}</p>;
    if (added.signedIn) return <ConnectStep account={account} client={client} />;
    return (
      <SignInStep
        account={account}
        client={client}
        password={added.password}
        onSignedIn={() => setAdded({ id: added.id, signedIn: true })}
      />
    );
  }
}
