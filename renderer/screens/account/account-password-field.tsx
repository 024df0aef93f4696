import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.tsx';

/** The account's own password, which the provider judges (the password grant). */
export function AccountPasswordField(props: {
  readonly address: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}): ReactNode {
  const { address, value, onValue } = props;
  const { t } = useTranslation();
  return (
    <Field label={t('account.accountPassword.field', { address })} help={t('account.accountPassword.help')}>
      {(control) => (
        <input
          {...control}
          type="password"
          autoComplete="current-password"
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  );
}
