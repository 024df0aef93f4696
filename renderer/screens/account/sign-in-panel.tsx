import { type ReactNode, useState } from 'react';
import type { AccountView } from '#contract/views.ts';
import { Form, TextField } from '../../components/field.tsx';
import { Button, CopyButton, OpenPageButton } from '../../components/button.tsx';
import { DeviceCode } from '../../components/device-code.tsx';
import { StateHero } from '../../components/notice.tsx';
import { useLostFocus } from '../../components/page-heading.tsx';
import { t } from '../../i18n.ts';

/** A sign-in that waits for somebody: for what, with the link and the code to take elsewhere, and a way out. */
export function SignInPanel(props: {
  readonly address: string;
  readonly signIn: NonNullable<AccountView['signIn']>;
  readonly onCancel: () => void;
}): ReactNode {
  const { address, signIn, onCancel } = props;
  const { url, userCode } = signIn;
  const title = useLostFocus<HTMLSpanElement>();
  const cancel = (
    <Button look="quiet" onClick={onCancel}>
      {t('common.cancel')}
    </Button>
  );
  if (userCode !== undefined) {
    return (
      <>
        <DeviceCode key={userCode} address={address} {...signIn} userCode={userCode} />
        <div>{cancel}</div>
      </>
    );
  }
  return (
    <StateHero
      tone="busy"
      role="status"
      title={
        <span ref={title} tabIndex={-1}>
          {t(url === undefined ? 'account.signIn.opening' : 'account.signIn.waiting')}
        </span>
      }
    >
      {url === undefined ? null : (
        <p className="quiet wrap-anywhere">
          {t('account.signIn.pageOpened', { host: hostOf(url), address })}
        </p>
      )}
      <div className="row hero-buttons">
        {url === undefined ? null : <SignInLinks url={url} />}
        {cancel}
      </div>
    </StateHero>
  );
}

/** The page of a sign-in, once more, or for a browser elsewhere. */
export function SignInLinks({ url }: { readonly url: string }): ReactNode {
  return (
    <>
      <OpenPageButton url={url}>{t('account.signIn.openAgain')}</OpenPageButton>
      <CopyButton text={url}>{t('account.signIn.link')}</CopyButton>
    </>
  );
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}

/** Asks for the account's own password, where the provider is to judge it (the password grant). */
export function AccountPasswordForm(props: {
  readonly address: string;
  readonly busy: boolean;
  readonly onPassword: (password: string) => void;
}): ReactNode {
  const { address, busy, onPassword } = props;
  const [password, setPassword] = useState('');
  return (
    <Form
      validated
      className="stack-tight"
      onSubmit={() => {
        if (password !== '') onPassword(password);
      }}
    >
      <AccountPasswordField address={address} value={password} onValue={setPassword} />
      <div>
        <Button type="submit" look="main" disabled={busy || password === ''}>
          {t('accounts.remedy.sign-in')}
        </Button>
      </div>
    </Form>
  );
}

/** The account's own password, which the provider judges (the password grant). */
export function AccountPasswordField(props: {
  readonly address: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}): ReactNode {
  const { address, value, onValue } = props;
  return (
    <TextField
      label={t('account.accountPassword.field', { address })}
      help={t('account.accountPassword.help')}
      type="password"
      autoComplete="current-password"
      value={value}
      onValue={onValue}
    />
  );
}
