import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { expiryStage } from '#contract/status.ts';
import type { ClientView } from '#contract/views.ts';
import { Mark } from '../../components/mark.tsx';

/** When the client's secret or certificate ends, as far as it is soon. */
export function ExpiryMark(props: { readonly client: ClientView; readonly chip?: boolean }): ReactNode {
  const { client, chip = false } = props;
  const { t } = useTranslation();
  const { credential, credentialExpiresInDays: days } = client;
  if (
    days === undefined ||
    expiryStage(days) === undefined ||
    (credential !== 'secret' && credential !== 'certificate')
  )
    return null;
  const isSecret = credential === 'secret';
  return days <= 0 ? (
    <Mark tone="bad" icon="cross" chip={chip}>
      {t(isSecret ? 'clients.secretEnded' : 'clients.certificateEnded')}
    </Mark>
  ) : (
    <Mark tone="care" icon="clock" chip={chip}>
      {t(isSecret ? 'clients.secretEndsIn' : 'clients.certificateEndsIn', { count: days })}
    </Mark>
  );
}
