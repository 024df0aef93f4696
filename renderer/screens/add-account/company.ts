import type { TFunction } from 'i18next';
import type { ClientView } from '#contract/views.ts';

/** Who signs people in: Microsoft for both of its services, else the provider by its name, or 'your provider'. */
export function companyOf(provider: ClientView['provider'], t: TFunction): string {
  if (isMicrosoft(provider)) return t('addAccount.provider.microsoft');
  return provider === 'custom' ? t('addAccount.provider.yourProvider') : t(`provider.${provider}`);
}

/** Whether a client is of the provider that was found; one registration may serve both of Microsoft's. */
export function isOf(provider: ClientView['provider'], found: ClientView['provider'] | undefined): boolean {
  return provider === found || (isMicrosoft(provider) && isMicrosoft(found));
}

function isMicrosoft(provider: ClientView['provider'] | undefined): boolean {
  return provider === 'microsoft365' || provider === 'outlook';
}
