import type { TFunction } from 'i18next';
import type { ClientView } from '#contract/views.ts';

/** A client in a line: whose it is, in which cloud and organization, and who signs in. */
export function aboutClient(
  client: Pick<ClientView, 'provider' | 'cloud' | 'tenant' | 'grant'>,
  t: TFunction,
): string {
  const { provider, cloud, tenant, grant } = client;
  return [
    t(`provider.${provider}`),
    cloud === undefined || cloud === 'global' ? '' : t(`cloud.${cloud}`),
    tenant ?? '',
    t(`grantShort.${grant}`),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
