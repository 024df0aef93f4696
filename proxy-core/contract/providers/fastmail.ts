import { msg } from '#messages/message.ts';
import { fromMemory, notRecorded, usualServers, underEndings, usualPreset, type Preset } from './preset.ts';

const scope = 'https://www.fastmail.com/dev/protocol-';

export const fastmailPreset: Preset = {
  ...usualPreset,
  name: 'Fastmail',
  endpoints: {
    authorizationUrl: 'https://api.fastmail.com/oauth/authorize',
    tokenUrl: 'https://api.fastmail.com/oauth/refresh',
  },
  scopes: { 'authorization-code': `${scope}imap ${scope}pop ${scope}smtp` },
  servers: usualServers('fastmail.com'),
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
  pageHosts: ['www.fastmail.com', 'app.fastmail.com', 'www.fastmail.help'],
  source: [
    { fact: 'endpoints and PKCE', from: "Thunderbird's list of providers" },
    { fact: 'IMAP, POP and SMTP server', from: notRecorded },
    { fact: 'scopes', from: notRecorded },
    { fact: 'app passwords', from: "Fastmail's help on app passwords" },
    { fact: 'how clients are registered', from: fromMemory },
  ],
};
