import { msg } from '#messages/message.ts';
import { fromMemory, notRecorded, usualServers, usualGuide } from './preset.ts';
import type { Preset } from './preset.ts';

/** Comcast's mail. */
export const xfinityPreset: Preset = {
  name: 'Xfinity',
  grants: ['authorization-code'],
  endpoints: {
    authorizationUrl: 'https://oauth.xfinity.com/oauth/authorize',
    tokenUrl: 'https://oauth.xfinity.com/oauth/token',
  },
  scopes: { 'authorization-code': 'https://email.comcast.net/ profile openid' },
  protocolScopes: {},
  servers: usualServers('comcast.net'),
  redirectUri: 'http://localhost',
  authorizationParameters: {},
  quirks: { refreshToken: { rotates: true } },
  notes: [msg('accounts.thirdPartyAccessMailSwitched')],
  domains: ['comcast.net'],
  exchangers: ['.comcast.net'],
  mark: { glyph: 'rack', ground: 'violet' },
  guide: () => [usualGuide],
  pageHosts: ['www.xfinity.com', 'oauth.xfinity.com'],
  source: [
    { fact: 'endpoints and PKCE', from: "Thunderbird's list of providers" },
    { fact: 'IMAP, POP and SMTP server', from: notRecorded },
    { fact: 'scope', from: notRecorded },
    { fact: 'the setting for third-party access', from: fromMemory },
    { fact: 'whether a refresh replaces the refresh token', from: fromMemory },
  ],
};
