import { msg } from '#messages/message.ts';
import { fromMemory, notRecorded, usualServers, underEndings, usualGuide } from './preset.ts';
import type { Preset } from './preset.ts';

const scope = 'https://www.fastmail.com/dev/protocol-';

export const fastmailPreset: Preset = {
  name: 'Fastmail',
  grants: ['authorization-code'],
  endpoints: {
    authorizationUrl: 'https://api.fastmail.com/oauth/authorize',
    tokenUrl: 'https://api.fastmail.com/oauth/refresh',
  },
  scopes: { 'authorization-code': `${scope}imap ${scope}pop ${scope}smtp` },
  protocolScopes: {},
  servers: usualServers('fastmail.com'),
  redirectUri: 'http://localhost',
  authorizationParameters: {},
  quirks: { refreshToken: { rotates: true } },
  notes: [msg('accounts.fastmailRegistersOauthClientsHand')],
  domains: [
    ...underEndings('fastmail', 'com fm net org us co.uk com.au de es im in jp mx nl se to tw uk'),
    'fastmailbox.net',
    'sent.com',
    'messagingengine.com',
  ],
  exchangers: ['.messagingengine.com'],
  mark: { glyph: 'plane', ground: 'green' },
  appPassword: {
    url: 'https://app.fastmail.com/settings/security/apps',
    note: msg('accounts.appPasswordFastmail'),
  },
  guide: () => [usualGuide],
  pageHosts: ['www.fastmail.com', 'app.fastmail.com', 'www.fastmail.help'],
  source: [
    { fact: 'endpoints and PKCE', from: "Thunderbird's list of providers" },
    { fact: 'IMAP, POP and SMTP server', from: notRecorded },
    { fact: 'scopes', from: notRecorded },
    { fact: 'app passwords', from: "Fastmail's help on app passwords" },
    { fact: 'how clients are registered', from: fromMemory },
    { fact: 'whether a refresh replaces the refresh token', from: fromMemory },
  ],
};
