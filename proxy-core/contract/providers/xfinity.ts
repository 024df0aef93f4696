import { msg } from '#messages/message.ts';
import { fromMemory, notRecorded, usualServers, usualPreset, type Preset } from './preset.ts';

/** Comcast's mail. */
export const xfinityPreset: Preset = {
  ...usualPreset,
  name: 'Xfinity',
  endpoints: {
    authorizationUrl: 'https://oauth.xfinity.com/oauth/authorize',
    tokenUrl: 'https://oauth.xfinity.com/oauth/token',
  },
  scopes: { 'authorization-code': 'https://email.comcast.net/ profile openid' },
  servers: usualServers('comcast.net'),
  notes: [msg('accounts.thirdPartyAccessMailSwitched')],
  domains: ['comcast.net'],
  exchangers: ['.comcast.net'],
  mark: { glyph: 'rack', ground: 'violet' },
  pageHosts: ['www.xfinity.com', 'oauth.xfinity.com'],
  source: [
    { fact: 'endpoints and PKCE', from: "Thunderbird's list of providers" },
    { fact: 'IMAP, POP and SMTP server', from: notRecorded },
    { fact: 'scope', from: notRecorded },
    { fact: 'the setting for third-party access', from: fromMemory },
  ],
};
