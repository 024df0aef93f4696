import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressField } from '../../components/field.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { EmptyState } from '../../components/page-heading.tsx';
import { GatePicture } from '../../components/gate.tsx';
import { goTo, hrefOf } from '../../route.ts';
import { addressFault } from './address.ts';
import { StepFrame } from './step-frame.tsx';

export function AddressStep(): ReactNode {
  const { t } = useTranslation();
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
  const { t } = useTranslation();
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

function AddressForm(props: { readonly label: string; readonly help: string }): ReactNode {
  const { label, help } = props;
  const { t } = useTranslation();
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
