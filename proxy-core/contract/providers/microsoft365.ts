import { msg } from '#messages/message.ts';
import type { Cloud, GrantType } from '../grants.ts';
import {
  commonSource,
  delegatedGuide,
  delegatedScope,
  endpoints,
  entraPortal,
  narrowScopes,
  pageHosts,
  pages,
  quirks,
  secretGuide,
} from './microsoft.ts';
import { implicitTls, notRecorded, startTls, usualPreset } from './preset.ts';
import type { GuidePart, GuideStep, Preset, Quirks } from './preset.ts';

const registering = (...redirect: readonly GuideStep[]): GuidePart => ({
  title: 'guide.microsoft.register.title',
  steps: [
    { text: 'guide.microsoft.register.open', page: pages.create },
    { text: 'guide.microsoft.register.name' },
    ...redirect,
    { text: 'guide.microsoft.register.clientId', field: 'clientId' },
    { text: 'guide.microsoft.register.tenant', field: 'tenant' },
  ],
});
const registerGuide = registering();
const redirectGuide = registering(
  { text: 'guide.microsoft.register.redirectPublic', field: 'redirectUri' },
  { text: 'guide.microsoft.register.redirectWeb' },
);

const certificateGuide: GuidePart = {
  title: 'guide.microsoft.certificate.title',
  steps: [
    { text: 'guide.microsoft.certificate.make', field: 'certificate' },
    { text: 'guide.microsoft.certificate.upload', page: pages.credentials },
  ],
};

const applicationGuide: GuidePart = {
  title: 'guide.microsoft.application.title',
  steps: [
    { text: 'guide.microsoft.application.permissions', page: pages.permissions },
    { text: 'guide.microsoft.application.graph' },
    { text: 'guide.microsoft.application.consent' },
    { text: 'guide.microsoft.application.mailboxes' },
  ],
};

const passwordGuide: GuidePart = {
  title: 'guide.microsoft.password.title',
  steps: [{ text: 'guide.microsoft.password.limits' }, { text: 'guide.microsoft.password.interactive' }],
};

const guides: Readonly<Record<GrantType, readonly GuidePart[]>> = {
  'authorization-code': [redirectGuide, delegatedGuide, secretGuide, certificateGuide],
  'device-code': [registerGuide, delegatedGuide, secretGuide, certificateGuide],
  password: [registerGuide, delegatedGuide, secretGuide, certificateGuide, passwordGuide],
  'client-credentials': [registerGuide, applicationGuide, secretGuide, certificateGuide],
  'service-account': [],
};

interface CloudFacts extends Required<
  Pick<Preset, 'portal' | 'domainEndings' | 'exchangers' | 'notes' | 'source'>
> {
  readonly name: string;
  readonly loginHost: string;
  /** The resource whose permissions a person grants. */
  readonly scopeBase: string;
  /** The resource of app-only tokens. */
  readonly appBase: string;
  readonly mailHost: string;
  readonly smtpHost: string;
  /** Of Microsoft Graph. */
  readonly graphHost: string;
  /** Beside those of all clouds. */
  readonly quirks?: Partial<Quirks>;
}

const clouds: Readonly<Record<Cloud, CloudFacts>> = {
  global: {
    name: 'Microsoft 365',
    loginHost: 'login.microsoftonline.com',
    scopeBase: 'https://outlook.office.com',
    appBase: 'https://outlook.office365.com',
    mailHost: 'outlook.office365.com',
    smtpHost: 'smtp.office365.com',
    graphHost: 'graph.microsoft.com',
    portal: entraPortal,
    domainEndings: ['.onmicrosoft.com'],
    exchangers: ['.mail.protection.outlook.com', '.mx.microsoft'],
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
    graphHost: 'graph.microsoft.us',
    portal: { ...entraPortal, url: 'https://entra.microsoft.us/' },
    domainEndings: ['.onmicrosoft.us'],
    // DoD has the same: GCC High is the larger, and the cloud can be changed in the form
    exchangers: ['.mail.protection.office365.us'],
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
    graphHost: 'dod-graph.microsoft.us',
    portal: { ...entraPortal, url: 'https://entra.microsoft.us/' },
    domainEndings: [],
    exchangers: [],
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
    graphHost: 'microsoftgraph.chinacloudapi.cn',
    portal: { name: 'Azure portal', url: 'https://portal.azure.cn/' },
    domainEndings: ['.partner.onmschina.cn'],
    exchangers: ['.mail.protection.partner.outlook.cn'],
    quirks: { passwordTokenUrl: 'https://login.partner.microsoftonline.cn/{tenant}/oauth2/token' },
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

function microsoft365(cloud: Cloud): Preset {
  const facts = clouds[cloud];
  const delegated = delegatedScope(facts.scopeBase);
  const narrow = narrowScopes(facts.scopeBase);
  return {
    ...usualPreset,
    name: facts.name,
    grants: ['authorization-code', 'device-code', 'password', 'client-credentials'],
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
    submission: { api: 'graph', url: `https://${facts.graphHost}/v1.0` },
    tenants: {
      'authorization-code': 'organizations',
      'device-code': 'organizations',
      password: 'organizations',
    },
    quirks: { ...quirks, ...facts.quirks },
    domains: [],
    domainEndings: facts.domainEndings,
    exchangers: facts.exchangers,
    mark: { glyph: 'building', ground: 'blue' },
    portal: facts.portal,
    guide: (grant) => guides[grant],
    pageHosts,
    notes: [
      msg('accounts.appRegistrationOneOrganizationOnly'),
      msg('accounts.whereOrganizationLetsMicrosoftManage'),
      ...facts.notes,
    ],
    source: [...facts.source, ...commonSource],
  };
}

const global = microsoft365('global');

/** Microsoft 365 for organizations, in each of Microsoft's clouds. */
export const microsoft365Preset: Preset = {
  ...global,
  clouds: {
    global,
    'gcc-high': microsoft365('gcc-high'),
    dod: microsoft365('dod'),
    china: microsoft365('china'),
  },
};
