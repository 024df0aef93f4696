import { msg } from '#messages/message.ts';
import {
  commonSource,
  delegatedScope,
  endpoints,
  entraPortal,
  narrowScopes,
  pageHosts,
  pages,
  quirks,
  secretGuide,
} from './microsoft.ts';
import { fromMemory, implicitTls, notRecorded, startTls, underEndings, usualPreset } from './preset.ts';
import type { GuidePart, Preset } from './preset.ts';

const registerGuide: GuidePart = {
  title: 'guide.outlook.register.title',
  steps: [
    { text: 'guide.outlook.register.directory' },
    { text: 'guide.outlook.register.open', page: pages.create },
    { text: 'guide.outlook.register.accounts' },
    { text: 'guide.microsoft.register.redirectPublic', field: 'redirectUri' },
    { text: 'guide.microsoft.register.clientId', field: 'clientId' },
    { text: 'guide.outlook.register.tenant', field: 'tenant' },
  ],
};

const mailGuide: GuidePart = {
  title: 'guide.microsoft.delegated.title',
  steps: [
    { text: 'guide.outlook.mail.permissions', page: pages.permissions },
    { text: 'guide.outlook.mail.pop' },
    { text: 'guide.outlook.mail.passwords' },
  ],
};

const publicFlowsGuide: GuidePart = {
  title: mailGuide.title,
  steps: [...mailGuide.steps, { text: 'guide.microsoft.delegated.publicFlows', page: pages.authentication }],
};

const personalSecretGuide: GuidePart = { title: 'guide.outlook.secret.title', steps: secretGuide.steps };

const delegated = delegatedScope('https://outlook.office.com');
const narrow = narrowScopes('https://outlook.office.com');

/** Personal accounts: outlook.com, hotmail.com, live.com, msn.com. */
export const outlookPreset: Preset = {
  ...usualPreset,
  name: 'Outlook.com',
  grants: ['authorization-code', 'device-code'],
  endpoints: endpoints('login.microsoftonline.com'),
  scopes: { 'authorization-code': delegated, 'device-code': delegated },
  protocolScopes: { 'authorization-code': narrow, 'device-code': narrow },
  servers: {
    imap: implicitTls('outlook.office365.com', 993),
    pop: implicitTls('outlook.office365.com', 995),
    smtp: startTls('smtp-mail.outlook.com', 587),
  },
  submission: { api: 'graph', url: 'https://graph.microsoft.com/v1.0' },
  tenants: { 'authorization-code': 'consumers', 'device-code': 'consumers' },
  quirks,
  notes: [
    msg('accounts.appRegistrationMustAllowPersonal'),
    msg('accounts.sinceJune2024AppRegistered'),
    msg('accounts.popSwitchedSettingsOutlookCom'),
  ],
  domains: [
    ...underEndings(
      'outlook',
      'com at be cl co.id co.il co.th com.ar com.au com.br com.gr com.tr com.vn cz de dk es fr hu ie in it jp kr lv my ph pt sa sg sk',
    ),
    ...underEndings(
      'hotmail',
      'com at be ca ch cl co.id co.il co.in co.jp co.kr co.nz co.th co.uk co.za com.ar com.au com.br com.hk com.tr com.tw com.vn cz de dk es fi fr gr hu it lt lv my nl no ph rs se sg sk',
    ),
    ...underEndings(
      'live',
      'com at be ca cl cn co.in co.kr co.uk co.za com.ar com.au com.co com.mx com.my com.ph com.pt com.sg de dk fi fr hk ie in it jp nl no ru se',
    ),
    'msn.com',
    'passport.com',
    'windowslive.com',
  ],
  // personal mailboxes; organizations have others
  exchangers: ['.olc.protection.outlook.com'],
  mark: { glyph: 'person', ground: 'indigo' },
  portal: entraPortal,
  guide: (grant) =>
    grant === 'device-code'
      ? [registerGuide, publicFlowsGuide, personalSecretGuide]
      : [registerGuide, mailGuide, personalSecretGuide],
  pageHosts,
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
