import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { expiryStage } from '#contract/status.ts';
import type { ClientView } from '#contract/views.ts';

/** When the client's secret or certificate ends, as far as it is soon. */
export function ExpiryLine(props: { readonly client: ClientView }): ReactNode {
  const { t } = useTranslation();
  const { credential, credentialExpiresInDays: days } = props.client;
  if (
    days === undefined ||
    expiryStage(days) === undefined ||
    (credential !== 'secret' && credential !== 'certificate')
  )
    return null;
  const isSecret = credential === 'secret';
  if (days <= 0) {
    return (
      <strong className="tone-bad">{t(isSecret ? 'clients.secretEnded' : 'clients.certificateEnded')}</strong>
    );
  }
  return (
    <strong className="tone-care">
      {t(isSecret ? 'clients.secretEndsIn' : 'clients.certificateEndsIn', { count: days })}
    </strong>
  );
}
