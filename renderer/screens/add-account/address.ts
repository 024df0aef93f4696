import { type CommandOutput, commandTable } from '#contract/commands.ts';
import { isMicrosoft } from '#contract/providers/presets.ts';
import type { ClientView } from '#contract/views.ts';
import { t } from '../../i18n.ts';

/** What is found out about an address. */
export type Lookup = CommandOutput<'address-lookup'>;

const { input } = commandTable['address-lookup'];

/**
 * What a text lacks to be an account's address, judged as the core judges it: the code of a text; undefined where it
 * lacks nothing.
 */
export function addressFault(text: string): 'noDomain' | 'problem' | undefined {
  if (input.safeParse({ address: text }).success) return undefined;
  return /^[^@\s]+@?$/.test(text.trim()) ? 'noDomain' : 'problem';
}

/** The part behind the @. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).trim();
}

/** Who signs people in: Microsoft for both of its services, else the provider by its name, or 'your provider'. */
export function companyOf(provider: ClientView['provider']): string {
  if (isMicrosoft(provider)) return t('addAccount.provider.microsoft');
  return provider === 'custom' ? t('addAccount.provider.yourProvider') : t(`provider.${provider}`);
}

/** Whether a client is of the provider that was found; one registration may serve both of Microsoft's. */
export function isOf(provider: ClientView['provider'], found: ClientView['provider'] | undefined): boolean {
  return provider === found || (isMicrosoft(provider) && isMicrosoft(found));
}
