import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView } from '#contract/views.ts';
import { useBackend } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { ValueRow } from '../../components/value-row.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';

/** A sign-in that waits for somebody: for what, with the link and the code to take elsewhere, and a way out. */
export function SignInPanel(props: {
  readonly signIn: NonNullable<AccountView['signIn']>;
  readonly onCancel: () => void;
}): ReactNode {
  const { signIn, onCancel } = props;
  const { t } = useTranslation();
  const backend = useBackend();
  const { url, userCode, expiresAt } = signIn;
  return (
    <div className="notice notice-waiting stack-tight">
      <p role="status" className="waiting">
        {url === undefined
          ? t('account.signIn.opening')
          : userCode === undefined
            ? t('account.signIn.waiting')
            : t('account.signIn.waitingCode')}
      </p>
      {userCode === undefined ? null : (
        <>
          <p className="user-code" aria-label={`${t('account.signIn.code')}: ${userCode}`}>
            {userCode}
          </p>
          <ValueRow label={t('account.signIn.code')} value={userCode} />
          {url === undefined ? null : <ValueRow label={t('account.signIn.page')} value={url} />}
          {expiresAt === undefined ? null : (
            <p className="small quiet">
              <RelativeTime at={expiresAt} say={(when) => t('account.signIn.expires', { when })} />
            </p>
          )}
        </>
      )}
      {url === undefined || userCode !== undefined ? null : (
        <details className="details">
          <summary>{t('account.signIn.link')}</summary>
          <div className="details-body">
            <ValueRow label={t('account.signIn.linkLabel')} value={url} />
          </div>
        </details>
      )}
      <div className="row">
        {url === undefined ? null : (
          <Button onClick={() => void backend.host('host-open-page', { url })}>
            {t('account.signIn.open')}
          </Button>
        )}
        <Button look="link" onClick={onCancel}>
          {t('account.signIn.cancel')}
        </Button>
      </div>
    </div>
  );
}
