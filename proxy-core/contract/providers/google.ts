import { msg } from '#messages/message.ts';
import { fromMemory, implicitTls, notRecorded } from './preset.ts';
import type { GuidePart, Preset } from './preset.ts';

const registerGuide: GuidePart = {
  title: 'guide.google.register.title',
  steps: [
    { text: 'guide.google.register.project' },
    { text: 'guide.google.register.audience' },
    { text: 'guide.google.register.scope' },
    { text: 'guide.google.register.create' },
    { text: 'guide.google.register.clientId', field: 'clientId' },
    { text: 'guide.google.register.secret', field: 'secret' },
    { text: 'guide.google.register.secretExpires', field: 'secretExpires' },
    { text: 'guide.google.register.redirectUri', field: 'redirectUri' },
  ],
};

const serviceAccountGuide: GuidePart = {
  title: 'guide.google.service.title',
  steps: [
    { text: 'guide.google.service.create' },
    { text: 'guide.google.service.key', field: 'serviceAccountKey' },
    { text: 'guide.google.service.delegation', field: 'clientId' },
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
  // Google matches the loopback address literally, whatever its port
  redirectUri: 'http://127.0.0.1',
  // without both, a second sign-in gives no refresh token
  authorizationParameters: { access_type: 'offline', prompt: 'consent' },
  quirks: {
    imapConnections: 15,
    embeddedBrowserRefused: true,
    sessionEndsWithToken: true,
    secretForDesktopClients: true,
    refreshToken: {
      rotates: false,
      days: 180,
      endsEarly:
        'While the app’s Audience is in “Testing” it ends after 7 days; a changed password or a revoked access ends it at once.',
    },
  },
  notes: [
    msg('accounts.googleOpensSignPageYour'),
    msg('accounts.whileAppsAudienceTestingOnly'),
    msg('accounts.serviceAccountNeedsDomainWide'),
  ],
  domains: ['gmail.com', 'googlemail.com'],
  exchangers: ['.google.com', '.googlemail.com'],
  mark: { glyph: 'compass', ground: 'orange' },
  portal: { name: 'Google Cloud console', url: 'https://console.cloud.google.com/auth/overview' },
  guide: (grant) => (grant === 'service-account' ? [serviceAccountGuide] : [registerGuide]),
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
    { fact: 'what ends a refresh token', from: 'a stored source that the protocol facts cite' },
    { fact: 'test users, and the 7 days in Testing', from: "Google's help, answer 15549945" },
    { fact: 'whether a refresh replaces the refresh token', from: fromMemory },
    { fact: 'number of IMAP connections', from: fromMemory },
  ],
};
