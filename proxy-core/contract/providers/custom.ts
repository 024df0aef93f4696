import { msg } from '#messages/message.ts';
import { type Preset, usualPreset } from './preset.ts';

/** Any other provider: nothing is known of it, everything is entered. */
export const customPreset: Preset = {
  ...usualPreset,
  name: msg('accounts.anotherProvider'),
  grants: ['authorization-code', 'device-code', 'password', 'client-credentials', 'service-account'],
  endpoints: {},
  scopes: {},
  servers: {},
  // RFC 8252 section 7.3: the loopback address, any port
  redirectUri: 'http://127.0.0.1',
  notes: [msg('accounts.providersOauthOpenidConnectPage'), msg('accounts.addOfflineAccessScopesIf')],
  domains: [],
  exchangers: [],
  mark: { glyph: 'rack', ground: 'plain' },
  pageHosts: [],
  source: [{ fact: 'the redirect', from: 'RFC 8252' }],
};
