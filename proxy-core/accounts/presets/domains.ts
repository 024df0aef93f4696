import { domainToASCII } from 'node:url';
import type { Cloud, ProviderId } from '#contract/oauth-client.ts';
import type { WithoutOAuth } from './without-oauth.ts';

/** Whose mail a domain or a mail exchanger is. */
export type Owner =
  { readonly provider: ProviderId; readonly cloud?: Cloud } | { readonly withoutOAuth: WithoutOAuth['id'] };

function family(name: string, endings: string): readonly string[] {
  return endings.split(' ').map((ending) => `${name}.${ending}`);
}

const outlookDomains: readonly string[] = [
  ...family(
    'outlook',
    'com at be cl co.id co.il co.th com.ar com.au com.br com.gr com.tr com.vn cz de dk es fr hu ie in it jp kr lv my ph pt sa sg sk',
  ),
  ...family(
    'hotmail',
    'com at be ca ch cl co.id co.il co.in co.jp co.kr co.nz co.th co.uk co.za com.ar com.au com.br com.hk com.tr com.tw com.vn cz de dk es fi fr gr hu it lt lv my nl no ph rs se sg sk',
  ),
  ...family(
    'live',
    'com at be ca cl cn co.in co.kr co.uk co.za com.ar com.au com.co com.mx com.my com.ph com.pt com.sg de dk fi fr hk ie in it jp nl no ru se',
  ),
  'msn.com',
  'passport.com',
  'windowslive.com',
];

// Yahoo! Japan (yahoo.co.jp) is another company with servers of its own: it is left out on purpose
const yahooDomains: readonly string[] = [
  ...family(
    'yahoo',
    'com at be bg ca cl co.id co.il co.in co.nz co.th co.uk co.za com.ar com.au com.br com.co com.hk com.mx com.my com.pe com.ph com.sg com.tr com.tw com.ua com.ve com.vn cz de dk ee es fi fr gr hr hu ie in it lt lv nl no pl pt ro se sk',
  ),
  'ymail.com',
  'rocketmail.com',
  'myyahoo.com',
];

const table: readonly (readonly [Owner, readonly string[]])[] = [
  [{ provider: 'google' }, ['gmail.com', 'googlemail.com']],
  [{ provider: 'outlook' }, outlookDomains],
  [{ provider: 'yahoo' }, yahooDomains],
  [
    { provider: 'aol' },
    [...family('aol', 'com ca co.uk com.au com.br com.mx de es fr it'), 'aim.com', 'verizon.net'],
  ],
  [
    { provider: 'fastmail' },
    [
      ...family('fastmail', 'com fm net org us co.uk com.au de es im in jp mx nl se to tw uk'),
      'fastmailbox.net',
      'sent.com',
      'messagingengine.com',
    ],
  ],
  [{ provider: 'xfinity' }, ['comcast.net']],
  [{ provider: 'yandex' }, [...family('yandex', 'com ru by kz ua com.tr'), 'ya.ru', 'narod.ru']],
  [{ provider: 'mailru' }, ['mail.ru', 'inbox.ru', 'list.ru', 'bk.ru', 'internet.ru']],
  [{ withoutOAuth: 'icloud' }, ['icloud.com', 'me.com', 'mac.com']],
  [
    { withoutOAuth: 'zoho' },
    [...family('zoho', 'com eu in com.au com.cn jp'), ...family('zohomail', 'com eu in com.au com.cn jp')],
  ],
];

const byDomain = new Map(
  table.flatMap(([owner, domains]) => domains.map((domain) => [domain, owner] as const)),
);

/** Endings of domains and of mail exchangers, the more special first. */
const tenantDomains: readonly (readonly [string, Owner])[] = [
  ['.onmicrosoft.com', { provider: 'microsoft365', cloud: 'global' }],
  ['.onmicrosoft.us', { provider: 'microsoft365', cloud: 'gcc-high' }],
  ['.partner.onmschina.cn', { provider: 'microsoft365', cloud: 'china' }],
];

const exchangers: readonly (readonly [string, Owner])[] = [
  // personal mailboxes of Outlook.com
  ['.olc.protection.outlook.com', { provider: 'outlook' }],
  ['.mail.protection.outlook.com', { provider: 'microsoft365', cloud: 'global' }],
  ['.mx.microsoft', { provider: 'microsoft365', cloud: 'global' }],
  // GCC High and DoD share this name: GCC High is the larger, and the cloud can be changed in the form
  ['.mail.protection.office365.us', { provider: 'microsoft365', cloud: 'gcc-high' }],
  ['.mail.protection.partner.outlook.cn', { provider: 'microsoft365', cloud: 'china' }],
  ['.google.com', { provider: 'google' }],
  ['.googlemail.com', { provider: 'google' }],
  ['.messagingengine.com', { provider: 'fastmail' }],
  ['.yahoodns.net', { provider: 'yahoo' }],
  ['.comcast.net', { provider: 'xfinity' }],
  ['.yandex.net', { provider: 'yandex' }],
  ['.yandex.ru', { provider: 'yandex' }],
  ['.mail.ru', { provider: 'mailru' }],
  ['.mail.icloud.com', { withoutOAuth: 'icloud' }],
  ['.zoho.com', { withoutOAuth: 'zoho' }],
  ['.zoho.eu', { withoutOAuth: 'zoho' }],
  ['.zoho.in', { withoutOAuth: 'zoho' }],
  ['.zoho.com.au', { withoutOAuth: 'zoho' }],
  ['.zohomail.com', { withoutOAuth: 'zoho' }],
];

function byEnding(name: string, endings: readonly (readonly [string, Owner])[]): Owner | undefined {
  return endings.find(([ending]) => name.endsWith(ending))?.[1];
}

/** The domain of an address in the form that DNS takes (RFC 5891); undefined where there is none. */
export function domainOf(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  if (at < 0) return undefined;
  const domain = domainToASCII(address.slice(at + 1).trim()).toLowerCase();
  return domain === '' ? undefined : domain;
}

/** Whose mail a domain is, for the domains that are known by name. */
export function ownerOfDomain(domain: string): Owner | undefined {
  return byDomain.get(domain) ?? byEnding(domain, tenantDomains);
}

/** Whose mail exchanger this is. */
export function ownerOfExchanger(exchanger: string): Owner | undefined {
  return byEnding(`.${exchanger.toLowerCase().replace(/\.$/, '')}`, exchangers);
}
