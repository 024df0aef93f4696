import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientView } from '#contract/views.ts';
import { expiryStage } from '#contract/status.ts';
import { Button, ButtonLink } from '../../components/button.tsx';
import { StateHero } from '../../components/notice.tsx';
import { hrefOf } from '../../route.ts';

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

/** How a client stands with which people sign in, and the one thing to do. */
export function ClientHero(props: { readonly client: ClientView; readonly onChange: () => void }): ReactNode {
  const { client, onChange } = props;
  const { t } = useTranslation();
  const { credential, credentialExpiresInDays: days, usedBy } = client;
  const stage = days === undefined ? undefined : expiryStage(days);
  if (client.withdrawn === true) {
    return (
      <StateHero tone="bad" icon="cross" title={t('client.hero.withdrawn')}>
        <p>{t('client.hero.withdrawnText')}</p>
      </StateHero>
    );
  }
  if (
    days !== undefined &&
    stage !== undefined &&
    (credential === 'secret' || credential === 'certificate')
  ) {
    const isSecret = credential === 'secret';
    const ended = isSecret ? 'clients.secretEnded' : 'clients.certificateEnded';
    const endsIn = isSecret ? 'clients.secretEndsIn' : 'clients.certificateEndsIn';
    return (
      <StateHero
        tone={days <= 0 ? 'bad' : 'care'}
        icon={days <= 0 ? 'cross' : 'clock'}
        title={days <= 0 ? t(ended) : t(endsIn, { count: days })}
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
  return usedBy === 0 ? (
    <StateHero
      tone="quiet"
      icon="key"
      title={t('client.hero.unused')}
      action={
        <ButtonLink look="main" icon="plus" href={hrefOf({ page: 'add-account' })}>
          {t('accounts.add')}
        </ButtonLink>
      }
    >
      <p className="quiet">{t('client.hero.unusedText')}</p>
    </StateHero>
  ) : (
    <StateHero
      tone="good"
      icon="check"
      title={t('client.hero.used', { count: usedBy })}
      action={
        <ButtonLink icon="plus" href={hrefOf({ page: 'add-account' })}>
          {t('accounts.add')}
        </ButtonLink>
      }
    >
      <p className="quiet">{t('client.hero.usedText')}</p>
    </StateHero>
  );
}
