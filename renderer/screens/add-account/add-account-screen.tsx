import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShown } from '../../backend/backend-context.tsx';
import { AddressStep } from './address-step.tsx';
import { ConnectStep } from './connect-step.tsx';
import { ProviderStep, type Progress } from './provider-step.tsx';
import { SignInStep } from './sign-in-step.tsx';

/** The account that is being added, once it is there. */
interface Added {
  readonly id: string;
  readonly progress: Progress;
  /** It was added just now: its sign-in begins by itself, and Cancel takes it away again. */
  readonly fresh: boolean;
  /** Typed in the step before, for the provider to judge (the password grant). */
  readonly password?: string | undefined;
}

/** Adds an account: address, provider and client, sign-in, mail program. */
export function AddAccountScreen(props: { readonly address: string | undefined }): ReactNode {
  const { address } = props;
  const { t } = useTranslation();
  const { snapshot } = useShown();
  const [added, setAdded] = useState<Added>();
  if (address === undefined) return <AddressStep />;
  if (added === undefined) {
    return (
      <ProviderStep
        address={address}
        onAdded={(id, password) => setAdded({ id, progress: 'sign-in', fresh: true, password })}
        onUnderWay={(id, progress) => setAdded({ id, progress, fresh: false })}
      />
    );
  }
  const account = snapshot?.accounts.find(({ id }) => id === added.id);
  // the snapshot with it comes a moment later
  if (account === undefined) return <p className="quiet">{t('common.loading')}</p>;
  const client = snapshot?.clients.find(({ id }) => id === account.clientId);
  if (added.progress === 'connect') return <ConnectStep account={account} client={client} />;
  return (
    <SignInStep
      account={account}
      client={client}
      fresh={added.fresh}
      password={added.password}
      onSignedIn={() => setAdded({ ...added, progress: 'connect' })}
    />
  );
}
