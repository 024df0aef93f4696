import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useBackend } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { keptLanguage } from '../../preferences.ts';
import { goTo } from '../../route.ts';
import { submissionName } from '#contract/submission.ts';
import { apiOf, remedyOf, secretHasExpired } from './remedy.ts';
import { SendingDialog } from './sending-dialog.tsx';

/** The one button that mends an account; nothing where nothing is to be mended. */
export function RemedyButton(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
  readonly look: 'main' | 'normal';
}): ReactNode {
  const { account, client, look } = props;
  const { t } = useTranslation();
  const backend = useBackend();
  const [asking, setAsking] = useState(false);
  const remedy = remedyOf(account, client);
  if (remedy === undefined) return null;
  const renew = remedy === 'open-client' && secretHasExpired(account);
  const api = apiOf(account);
  const what = t(`accounts.remedy.${renew ? 'renew-secret' : remedy}`, {
    name: api === undefined ? '' : submissionName[api],
  });
  const mend = (): void => {
    const input = { account: account.id };
    switch (remedy) {
      case 'sign-in':
      case 'sign-in-again':
        // how it went is in the account's state, which the page shows
        void backend.run('account-authorize', { ...input, language: keptLanguage() });
        return goTo({ page: 'account', id: account.id });
      case 'check':
        void backend.run('check', input);
        return goTo({ page: 'account', id: account.id });
      case 'send-by-api':
        return setAsking(true);
      case 'switch-client':
      case 'account-password':
      case 'make-password':
        return goTo({ page: 'account', id: account.id });
      case 'open-client':
        return goTo({ page: 'client', id: account.clientId });
      case 'resume':
        return void backend.run('account-resume', input);
      case 'cancel':
        return void backend.run('account-cancel-sign-in', input);
      default:
        return remedy satisfies never;
    }
  };
  return (
    <>
      <Button
        look={look}
        aria-label={t('accounts.remedyFor', { what, address: account.address })}
        onClick={mend}
      >
        {what}
      </Button>
      {asking ? <SendingDialog account={account} onClose={() => setAsking(false)} /> : null}
    </>
  );
}
