import type { ClientView } from '#contract/views.ts';

/** Where an OAuth client is registered. */
export interface Portal {
  readonly name: string;
  readonly url: string;
}

const entra = 'Microsoft Entra admin center';

const microsoft = {
  global: { name: entra, url: 'https://entra.microsoft.com/' },
  'gcc-high': { name: entra, url: 'https://entra.microsoft.us/' },
  dod: { name: entra, url: 'https://entra.microsoft.us/' },
  china: { name: 'Azure portal', url: 'https://portal.azure.cn/' },
} as const satisfies Record<NonNullable<ClientView['cloud']>, Portal>;

/** The pages on which a client of this provider is registered, where they are known. */
export function portalOf(
  provider: ClientView['provider'],
  cloud: NonNullable<ClientView['cloud']>,
): Portal | undefined {
  switch (provider) {
    case 'microsoft365':
      return microsoft[cloud];
    case 'outlook':
      return microsoft.global;
    case 'google':
      return { name: 'Google Cloud console', url: 'https://console.cloud.google.com/auth/overview' };
    case 'yahoo':
    case 'aol':
      return { name: 'Yahoo Developer Network', url: 'https://developer.yahoo.com/' };
    case 'yandex':
      return { name: 'Yandex OAuth', url: 'https://oauth.yandex.com/' };
    case 'mailru':
      return { name: 'Mail.ru OAuth', url: 'https://o2.mail.ru/' };
    case 'fastmail':
    case 'xfinity':
    case 'custom':
      return undefined;
    default:
      return provider satisfies never;
  }
}
