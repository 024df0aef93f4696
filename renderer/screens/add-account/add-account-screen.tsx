import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSnapshot } from '../../backend/backend-context.tsx';
import { ConnectStep } from './connect-step.tsx';
import { type Progress, ProviderStep } from './provider-step.tsx';
import { SignInStep } from './sign-in-step.tsx';
import { AddressField } from '../../components/field.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { EmptyState } from '../../components/page-heading.tsx';
import { GatePicture } from '../../components/gate.tsx';
import { goTo, hrefOf } from '../../route.ts';
import { addressFault } from './address.ts';
import { StepFrame } from './step-frame.tsx';
import { t } from '../../i18n.ts';

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
export function AddAccountScreen({ address }: { readonly address: string | undefined }): ReactNode {
  const snapshot = useSnapshot();
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
  const account = snapshot.accounts.find(({ id }) => id === added.id);
  // the snapshot with it comes a moment later
  if (account === undefined) return <p className="quiet">{t('common.loading')}</p>;
  if (added.progress === 'connect') return <ConnectStep account={account} />;
  return (
    <SignInStep
      account={account}
      fresh={added.fresh}
      password={added.password}
      onSignedIn={() => setAdded({ ...added, progress: 'connect' })}
    />
  );
}

function AddressStep(): ReactNode {
  return (
    <StepFrame
      step="address"
      cancel={
        <ButtonLink look="quiet" href={hrefOf({ page: 'accounts' })}>
          {t('common.cancel')}
        </ButtonLink>
      }
    >
      <section className="card stack">
        <AddressForm label={t('addAccount.address.field')} help={t('addAccount.address.help')} />
      </section>
    </StepFrame>
  );
}

/** Nothing is set up yet: what this is, one field, one button. */
export function FirstAccount(): ReactNode {
  return (
    <EmptyState
      picture={<GatePicture from={t('accounts.none.from')} to={t('accounts.none.to')} />}
      title={t('accounts.none.title')}
      text={t('accounts.none.what')}
    >
      <AddressForm label={t('accounts.none.field')} help={t('accounts.none.help')} />
      <div className="first-links small">
        <a href={hrefOf({ page: 'import' })}>{t('accounts.none.import')}</a>
        <a href={hrefOf({ page: 'add-client', provider: 'microsoft365', grant: 'client-credentials' })}>
          {t('accounts.none.many')}
        </a>
      </div>
    </EmptyState>
  );
}

function AddressForm({ label, help }: { readonly label: string; readonly help: string }): ReactNode {
  const [address, setAddress] = useState('');
  const [complained, setComplained] = useState(false);
  const fault = addressFault(address);
  const form = useRef<HTMLFormElement>(null);
  // the page is about this one field
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  return (
    <form
      ref={form}
      className="address-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === undefined) goTo({ page: 'add-account', address: address.trim() });
        else setComplained(true);
      }}
    >
      <AddressField
        label={label}
        help={help}
        problem={complained && fault !== undefined ? t(`addAccount.address.${fault}`) : undefined}
        autoComplete="email"
        placeholder={t('addAccount.address.example')}
        value={address}
        onValue={setAddress}
      />
      <Button type="submit" look="main" className="button-page">
        {t('addAccount.address.go')}
      </Button>
    </form>
  );
}
