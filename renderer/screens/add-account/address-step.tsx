import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressField } from '../../components/address-field.tsx';
import { Button } from '../../components/button.tsx';
import { isAddress } from './address.ts';

/** Step 1: the address. */
export function AddressStep(props: { readonly onAddress: (address: string) => void }): ReactNode {
  const { t } = useTranslation();
  const [address, setAddress] = useState('');
  const [complained, setComplained] = useState(false);
  return (
    <form
      className="stack narrow"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isAddress(address)) props.onAddress(address.trim());
        else setComplained(true);
      }}
    >
      <AddressField
        label={t('addAccount.address.field')}
        help={t('addAccount.address.help')}
        problem={complained && !isAddress(address) ? t('addAccount.address.problem') : undefined}
        autoComplete="email"
        // the page is about this one field
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        value={address}
        onValue={setAddress}
      />
      <div>
        <Button type="submit" look="main">
          {t('addAccount.address.go')}
        </Button>
      </div>
    </form>
  );
}
