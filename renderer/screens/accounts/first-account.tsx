import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressField } from '../../components/address-field.tsx';
import { Button } from '../../components/button.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { goTo, hrefOf } from '../../route.ts';
import { isAddress } from '../add-account/address.ts';

/** Nothing is set up yet: what this is, one field, one button. */
export function FirstAccount(): ReactNode {
  const { t } = useTranslation();
  const [address, setAddress] = useState('');
  const [complained, setComplained] = useState(false);
  return (
    <div className="first-account stack">
      <PageHeading>{t('accounts.none.title')}</PageHeading>
      <p>{t('accounts.none.what')}</p>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isAddress(address)) goTo({ page: 'add-account', address: address.trim() });
          else setComplained(true);
        }}
      >
        <AddressField
          label={t('accounts.none.field')}
          problem={complained && !isAddress(address) ? t('addAccount.address.problem') : undefined}
          autoComplete="email"
          value={address}
          onValue={setAddress}
        />
        <div>
          <Button type="submit" look="main">
            {t('accounts.none.go')}
          </Button>
        </div>
      </form>
      <ul className="plain-list small">
        <li>
          <a href={hrefOf({ page: 'import' })}>{t('accounts.none.import')}</a>
        </li>
        <li>
          <a href={hrefOf({ page: 'add-client', provider: 'microsoft365', grant: 'client-credentials' })}>
            {t('accounts.none.many')}
          </a>
        </li>
      </ul>
    </div>
  );
}
