import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { AccountPasswordField } from './account-password-field.tsx';

/** Asks for the account's own password, where the provider is to judge it (the password grant). */
export function AccountPasswordForm(props: {
  readonly address: string;
  readonly busy: boolean;
  readonly onPassword: (password: string) => void;
}): ReactNode {
  const { address, busy, onPassword } = props;
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  return (
    <form
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault();
        if (password !== '') onPassword(password);
      }}
    >
      <AccountPasswordField address={address} value={password} onValue={setPassword} />
      <div>
        <Button type="submit" look="main" disabled={busy || password === ''}>
          {t('account.accountPassword.go')}
        </Button>
      </div>
    </form>
  );
}
