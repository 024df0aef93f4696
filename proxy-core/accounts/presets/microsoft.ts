import { type Message, msg } from '#messages/message.ts';
import type { Protocol } from '#contract/endpoints.ts';
import type { Cloud, GrantType } from '#contract/oauth-client.ts';
import { fromMemory, implicitTls, notRecorded, startTls } from './preset.ts';
import type { Endpoints, Preset, Quirks, Source } from './preset.ts';

const permission = {
  imap: 'IMAP.AccessAsUser.All',
  pop: 'POP.AccessAsUser.All',
  smtp: 'SMTP.Send',
} as const satisfies Record<Protocol, string>;

function endpoints(loginHost: string): Endpoints {
  const base = `https://${loginHost}/{tenant}`;
  return {
    authorizationUrl: `${base}/oauth2/v2.0/authorize`,
    tokenUrl: `${base}/oauth2/v2.0/token`,
    deviceUrl: `${base}/oauth2/v2.0/devicecode`,
    adminConsentUrl: `${base}/v2.0/adminconsent`,
  };
}

function delegatedScope(base: string): string {
  return `${base}/${permission.imap} ${base}/${permission.pop} ${base}/${permission.smtp} offline_access`;
}

function narrowScopes(base: string): Readonly<Record<Protocol, string>> {
  return {
    imap: `${base}/${permission.imap} offline_access`,
    pop: `${base}/${permission.pop} offline_access`,
    smtp: `${base}/${permission.smtp} offline_access`,
  };
}

const quirks: Quirks = {
  smtpConnections: 3,
  smtpMessagesPerMinute: 30,
  smtpRecipientsPerDay: 10_000,
  imapConnections: 16,
  sessionEndsWithToken: true,
  popTokenLimit: 4096,
  refreshToken: {
    rotates: true,
    days: 90,
    endsEarly:
      'A changed password, an administrator who revokes sessions, or a sign-in frequency policy ends it earlier.',
  },
};

const commonSource: readonly Source[] = [
  { fact: 'the issuer, with any tenant in it', from: fromMemory },
  { fact: 'paths of the endpoints, names of the permissions', from: "Microsoft's documentation" },
  {
    fact: 'who may consent to IMAP and POP',
    from: "Microsoft's documentation of its managed consent policy",
  },
  { fact: 'limits of sending, life of a refresh token', from: notRecorded },
  { fact: 'number of IMAP connections', from: 'reports of users; Microsoft gives no figure' },
  { fact: 'longest token for POP', from: 'reports in the issues of a mail library' },
];

interface CloudFacts {
  readonly name: string;
  readonly loginHost: string;
  /** The resource whose permissions a person grants. */
  readonly scopeBase: string;
  /** The resource of app-only tokens. */
  readonly appBase: string;
  readonly mailHost: string;
  readonly smtpHost: string;
  readonly quirks: Quirks;
  readonly notes: readonly Message[];
  readonly source: readonly Source[];
}

const clouds: Readonly<Record<Cloud, CloudFacts>> = {
  global: {
    name: 'Microsoft 365',
    loginHost: 'login.microsoftonline.com',
    scopeBase: 'https://outlook.office.com',
    appBase: 'https://outlook.office365.com',
    mailHost: 'outlook.office365.com',
    smtpHost: 'smtp.office365.com',
    quirks,
    notes: [],
    source: [
      { fact: 'login host', from: "Microsoft's documentation" },
      { fact: 'IMAP and POP server', from: 'reports in the issues of mail libraries' },
      { fact: 'SMTP server', from: "Mozilla's ISPDB" },
    ],
  },
  'gcc-high': {
    name: 'Microsoft 365 (GCC High)',
    loginHost: 'login.microsoftonline.us',
    scopeBase: 'https://outlook.office365.us',
    appBase: 'https://outlook.office365.us',
    mailHost: 'outlook.office365.us',
    smtpHost: 'outlook.office365.us',
    quirks,
    notes: [msg('accounts.twoSmtpServers', { one: 'outlook.office365.us', other: 'smtp.office365.us' })],
    source: [
      { fact: 'login host', from: notRecorded },
      { fact: 'scopes', from: 'sasl-xoauth2 and EmailEngine' },
      { fact: 'IMAP, POP and SMTP server', from: "Microsoft's endpoint lists" },
      { fact: 'the other SMTP server', from: 'EmailEngine' },
    ],
  },
  dod: {
    name: 'Microsoft 365 (DoD)',
    loginHost: 'login.microsoftonline.us',
    scopeBase: 'https://outlook.office365.us',
    appBase: 'https://outlook.office365.us',
    mailHost: 'outlook-dod.office365.us',
    smtpHost: 'outlook-dod.office365.us',
    quirks,
    notes: [],
    source: [
      { fact: 'login host', from: notRecorded },
      { fact: 'scopes', from: 'sasl-xoauth2 and EmailEngine' },
      { fact: 'IMAP, POP and SMTP server', from: "Microsoft's endpoint lists and EmailEngine" },
    ],
  },
  china: {
    name: 'Microsoft 365 (21Vianet)',
    loginHost: 'login.partner.microsoftonline.cn',
    scopeBase: 'https://partner.outlook.cn',
    appBase: 'https://partner.outlook.cn',
    mailHost: 'partner.outlook.cn',
    smtpHost: 'partner.outlook.cn',
    quirks: {
      ...quirks,
      passwordTokenUrl: 'https://login.partner.microsoftonline.cn/{tenant}/oauth2/token',
    },
    notes: [msg('accounts.twoSmtpServers', { one: 'partner.outlook.cn', other: 'smtp.partner.outlook.cn' })],
    source: [
      { fact: 'login host', from: "Microsoft's documentation" },
      { fact: 'scopes', from: 'sasl-xoauth2' },
      { fact: 'IMAP, POP and SMTP server', from: 'EmailEngine' },
      { fact: 'the other SMTP server', from: 'an issue of DavMail' },
      { fact: 'the password grant at the older endpoint', from: "email-oauth2-proxy's sample" },
    ],
  },
};

const delegatedGrants = [
  'authorization-code',
  'device-code',
  'password',
] as const satisfies readonly GrantType[];

function microsoft365(cloud: Cloud): Preset {
  const facts = clouds[cloud];
  const delegated = delegatedScope(facts.scopeBase);
  const narrow = narrowScopes(facts.scopeBase);
  return {
    provider: 'microsoft365',
    cloud,
    name: facts.name,
    grants: [...delegatedGrants, 'client-credentials'],
    endpoints: endpoints(facts.loginHost),
    issuer: `https://${facts.loginHost}/{tenantid}/v2.0`,
    scopes: {
      'authorization-code': delegated,
      'device-code': delegated,
      password: delegated,
      'client-credentials': `${facts.appBase}/.default`,
    },
    protocolScopes: { 'authorization-code': narrow, 'device-code': narrow, password: narrow },
    servers: {
      imap: implicitTls(facts.mailHost, 993),
      pop: implicitTls(facts.mailHost, 995),
      smtp: startTls(facts.smtpHost, 587),
    },
    redirectUri: 'http://localhost',
    authorizationParameters: {},
    tenants: {
      'authorization-code': 'organizations',
      'device-code': 'organizations',
      password: 'organizations',
    },
    quirks: facts.quirks,
    notes: [
      msg('accounts.appRegistrationOneOrganizationOnly'),
      msg('accounts.whereOrganizationLetsMicrosoftManage'),
      ...facts.notes,
    ],
    source: [...facts.source, ...commonSource],
  };
}

/** Microsoft 365 for organizations, in each of Microsoft's clouds. */
export const microsoft365Presets: Readonly<Record<Cloud, Preset>> = {
  global: microsoft365('global'),
  'gcc-high': microsoft365('gcc-high'),
  dod: microsoft365('dod'),
  china: microsoft365('china'),
};

/** Personal accounts: outlook.com, hotmail.com, live.com, msn.com. */
export const outlookPreset: Preset = {
  provider: 'outlook',
  cloud: 'global',
  name: 'Outlook.com',
  grants: ['authorization-code', 'device-code'],
  endpoints: endpoints('login.microsoftonline.com'),
  scopes: {
    'authorization-code': delegatedScope('https://outlook.office.com'),
    'device-code': delegatedScope('https://outlook.office.com'),
  },
  protocolScopes: {
    'authorization-code': narrowScopes('https://outlook.office.com'),
    'device-code': narrowScopes('https://outlook.office.com'),
  },
  servers: {
    imap: implicitTls('outlook.office365.com', 993),
    pop: implicitTls('outlook.office365.com', 995),
    smtp: startTls('smtp-mail.outlook.com', 587),
  },
  redirectUri: 'http://localhost',
  authorizationParameters: {},
  tenants: { 'authorization-code': 'consumers', 'device-code': 'consumers' },
  quirks,
  notes: [
    msg('accounts.appRegistrationMustAllowPersonal'),
    msg('accounts.sinceJune2024AppRegistered'),
    msg('accounts.popSwitchedSettingsOutlookCom'),
  ],
  source: [
    { fact: 'login host, tenant, IMAP and POP server', from: notRecorded },
    {
      fact: 'registering in a directory only',
      from: 'aka.ms/MsaDeprecateInfo, and reports in the issues of mail programs',
    },
    { fact: 'the setting for POP', from: fromMemory },
    { fact: 'SMTP server', from: "email-oauth2-proxy's sample" },
    ...commonSource,
  ],
};
