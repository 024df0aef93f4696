import { msg } from '#messages/message.ts';
import { fromMemory, implicitTls, notRecorded } from './preset.ts';
import type { GuidePart, GuideStep, Preset } from './preset.ts';

const audiencePage = '/auth/audience';
const internal: GuideStep = { text: 'guide.google.register.audienceInternal', page: audiencePage };
const external: GuideStep = { text: 'guide.google.register.audienceExternal', page: audiencePage };

const registerGuide = (audience: readonly GuideStep[]): GuidePart => ({
  title: 'guide.google.register.title',
  steps: [
    { text: 'guide.google.register.project', page: '/auth/branding' },
    ...audience,
    { text: 'guide.google.register.scope', page: '/auth/scopes' },
    { text: 'guide.google.register.api', page: '/apis/library/gmail.googleapis.com' },
    { text: 'guide.google.register.create', page: '/auth/clients/create' },
    { text: 'guide.google.register.clientId', field: 'clientId' },
    { text: 'guide.google.register.secret', field: 'secret' },
    { text: 'guide.google.register.secretExpires', field: 'secretExpires' },
    { text: 'guide.google.register.redirectUri', field: 'redirectUri' },
  ],
});

const serviceAccountGuide: GuidePart = {
  title: 'guide.google.service.title',
  steps: [
    { text: 'guide.google.service.create', page: '/iam-admin/serviceaccounts' },
    { text: 'guide.google.service.key', field: 'serviceAccountKey' },
    {
      text: 'guide.google.service.delegation',
      field: 'clientId',
      page: 'https://admin.google.com/ac/owl/domainwidedelegation',
    },
  ],
};

/** Gmail and Google Workspace. */
export const googlePreset: Preset = {
  name: 'Google',
  grants: ['authorization-code', 'service-account'],
  endpoints: {
    authorizationUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl: 'https://oauth2.googleapis.com/token',
  },
  issuer: 'https://accounts.google.com',
  scopes: {
    'authorization-code': 'https://mail.google.com/',
    'service-account': 'https://mail.google.com/',
  },
  protocolScopes: {},
  servers: {
    imap: implicitTls('imap.gmail.com', 993),
    pop: implicitTls('pop.gmail.com', 995),
    smtp: implicitTls('smtp.gmail.com', 465),
  },
  submission: { api: 'gmail', url: 'https://gmail.googleapis.com' },
  // Google matches the loopback address literally, whatever its port
  redirectUri: 'http://127.0.0.1',
  // without both, a second sign-in gives no refresh token
  authorizationParameters: { access_type: 'offline', prompt: 'consent' },
  quirks: {
    keepsSentCopies: true,
    embeddedBrowserRefused: true,
    secretForDesktopClients: true,
  },
  notes: [
    msg('accounts.googleOpensSignPageYour'),
    msg('accounts.whileAppsAudienceTestingOnly'),
    msg('accounts.serviceAccountNeedsDomainWide'),
  ],
  domains: ['gmail.com', 'googlemail.com'],
  exchangers: ['.google.com', '.googlemail.com'],
  mark: { glyph: 'compass', ground: 'orange' },
  appPassword: {
    url: 'https://myaccount.google.com/apppasswords',
    note: msg('accounts.appPasswordGoogle'),
  },
  portal: { name: 'Google Cloud console', url: 'https://console.cloud.google.com/auth/overview' },
  guide: (grant, audience) => {
    if (grant === 'service-account') return [serviceAccountGuide];
    if (audience === undefined) return [registerGuide([internal, external])];
    return [registerGuide([audience === 'organization' ? internal : external])];
  },
  pageHosts: [
    'console.cloud.google.com',
    'console.developers.google.com',
    'developers.google.com',
    'accounts.google.com',
    'myaccount.google.com',
    'admin.google.com',
    'mail.google.com',
    'support.google.com',
    'www.google.com',
  ],
  source: [
    { fact: 'endpoints and scope', from: notRecorded },
    { fact: 'the issuer in answers, without declaring it', from: 'the issues of an OAuth server library' },
    { fact: 'IMAP, POP and SMTP server', from: notRecorded },
    { fact: 'host of the Gmail API', from: fromMemory },
    { fact: 'test users, and the 7 days in Testing', from: "Google's help, answer 15549945" },
    { fact: 'app passwords, and who is not offered them', from: 'the collected facts on sending' },
    { fact: 'addresses of the console’s pages', from: 'public repositories that link to them' },
  ],
};
