import type { Protocol } from '../endpoints.ts';
import { fromMemory, notRecorded } from './preset.ts';
import type { Endpoints, GuidePart, Quirks, Source } from './preset.ts';

const permission = {
  imap: 'IMAP.AccessAsUser.All',
  pop: 'POP.AccessAsUser.All',
  smtp: 'SMTP.Send',
} as const satisfies Record<Protocol, string>;

export function endpoints(loginHost: string): Endpoints {
  const base = `https://${loginHost}/{tenant}`;
  return {
    authorizationUrl: `${base}/oauth2/v2.0/authorize`,
    tokenUrl: `${base}/oauth2/v2.0/token`,
    deviceUrl: `${base}/oauth2/v2.0/devicecode`,
    adminConsentUrl: `${base}/v2.0/adminconsent`,
  };
}

export function delegatedScope(base: string): string {
  return `${base}/${permission.imap} ${base}/${permission.pop} ${base}/${permission.smtp} offline_access`;
}

export function narrowScopes(base: string): Readonly<Record<Protocol, string>> {
  return {
    imap: `${base}/${permission.imap} offline_access`,
    pop: `${base}/${permission.pop} offline_access`,
    smtp: `${base}/${permission.smtp} offline_access`,
  };
}

export const quirks: Quirks = {
  keepsSentCopies: true,
  smtpConnections: 3,
};

export const commonSource: readonly Source[] = [
  { fact: 'the issuer, with any tenant in it', from: fromMemory },
  { fact: 'paths of the endpoints, names of the permissions', from: "Microsoft's documentation" },
  {
    fact: 'who may consent to IMAP and POP',
    from: "Microsoft's documentation of its managed consent policy",
  },
  { fact: 'hosts of Microsoft Graph', from: "Microsoft's documentation of Graph's national clouds" },
  { fact: 'number of SMTP connections', from: notRecorded },
  { fact: 'addresses of the portal’s pages', from: 'public repositories that link to them' },
];

export const entraPortal = { name: 'Microsoft Entra admin center', url: 'https://entra.microsoft.com/' };

export const pageHosts: readonly string[] = [
  'entra.microsoft.com',
  'entra.microsoft.us',
  'portal.azure.com',
  'portal.azure.us',
  'portal.azure.cn',
  'admin.microsoft.com',
  'admin.cloud.microsoft',
  'admin.exchange.microsoft.com',
  'account.microsoft.com',
  'account.live.com',
  'myaccount.microsoft.com',
  'mysignins.microsoft.com',
  'learn.microsoft.com',
  'support.microsoft.com',
  'outlook.live.com',
  'outlook.office.com',
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'login.microsoft.com',
  'login.live.com',
  'www.microsoft.com',
];

/** Where Microsoft's clouds sign people in, under their former names too. */
export const loginHosts: ReadonlySet<string> = new Set([
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'login.chinacloudapi.cn',
  'login.windows.net',
]);

/** Of the app registrations, the same in every cloud's portal. */
const registrations = '#view/Microsoft_AAD_RegisteredApps';
const ofApp = (page: string): string =>
  `${registrations}/ApplicationMenuBlade/~/${page}/appId/{clientId}/isMSAApp~/false`;
export const pages = {
  create: `${registrations}/CreateApplicationBlade/quickStartType~/null/isMSAApp~/false`,
  permissions: ofApp('CallAnAPI'),
  credentials: ofApp('Credentials'),
  authentication: ofApp('Authentication'),
} as const;

export const delegatedGuide: GuidePart = {
  title: 'guide.microsoft.delegated.title',
  steps: [
    { text: 'guide.microsoft.delegated.permissions', page: pages.permissions },
    { text: 'guide.microsoft.delegated.graph' },
    { text: 'guide.microsoft.delegated.consent' },
    { text: 'guide.microsoft.delegated.publicFlows', page: pages.authentication },
  ],
};

export const secretGuide: GuidePart = {
  title: 'guide.microsoft.secret.title',
  steps: [
    { text: 'guide.microsoft.secret.make', page: pages.credentials },
    { text: 'guide.microsoft.secret.value', field: 'secret' },
    { text: 'guide.microsoft.secret.expires', field: 'secretExpires' },
  ],
};
