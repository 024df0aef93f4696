import type { ReactNode } from 'react';
import type { ClientView } from '#contract/views.ts';
import { expiryStage } from '#contract/status.ts';
import { Button, ButtonLink } from '../../components/button.tsx';
import { StateHero } from '../../components/notice.tsx';
import { hrefOf } from '../../route.ts';
import { t } from '../../i18n.ts';

/** A client in a line: whose it is, in which cloud and organization, and who signs in. */
export function aboutClient(client: Pick<ClientView, 'provider' | 'cloud' | 'tenant' | 'grant'>): string {
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

/** How a client stands with which people sign in, and the one thing to do. */
export function ClientHero(props: { readonly client: ClientView; readonly onChange: () => void }): ReactNode {
  const { client, onChange } = props;
  const { credential, usedBy } = client;
  const ending = endingOf(client);
  if (client.withdrawn === true) {
    return (
      <StateHero tone="bad" title={t('client.hero.withdrawn')}>
        <p>{t('client.hero.withdrawnText')}</p>
      </StateHero>
    );
  }
  if (ending !== undefined) {
    const isSecret = credential === 'secret';
    return (
      <StateHero
        tone={ending.ended ? 'bad' : 'care'}
        icon={ending.ended ? 'cross' : 'clock'}
        title={ending.text}
        action={
          isSecret ? (
            <Button look="main" onClick={onChange}>
              {t('client.hero.newSecret')}
            </Button>
          ) : undefined
        }
      >
        <p>{t(isSecret ? 'client.hero.secretText' : 'client.hero.certificateText')}</p>
      </StateHero>
    );
  }
  const isUnused = usedBy === 0;
  return (
    <StateHero
      tone={isUnused ? 'quiet' : 'good'}
      icon={isUnused ? 'key' : 'check'}
      title={isUnused ? t('client.hero.unused') : t('client.hero.used', { count: usedBy })}
      action={
        <ButtonLink look={isUnused ? 'main' : 'normal'} icon="plus" href={hrefOf({ page: 'add-account' })}>
          {t('accounts.add')}
        </ButtonLink>
      }
    >
      <p className="quiet">{t(isUnused ? 'client.hero.unusedText' : 'client.hero.usedText')}</p>
    </StateHero>
  );
}

/** That a client's secret or certificate has ended, or ends soon, in words; undefined: neither. */
export function endingOf({
  credential,
  credentialExpiresInDays: days,
}: ClientView): { readonly ended: boolean; readonly text: string } | undefined {
  if (days === undefined || expiryStage(days) === undefined) return undefined;
  if (credential !== 'secret' && credential !== 'certificate') return undefined;
  const isSecret = credential === 'secret';
  return days <= 0
    ? { ended: true, text: t(isSecret ? 'clients.secretEnded' : 'clients.certificateEnded') }
    : {
        ended: false,
        text: t(isSecret ? 'clients.secretEndsIn' : 'clients.certificateEndsIn', { count: days }),
      };
}
