import { msg } from '#messages/message.ts';
import { type Preset, usualGuide } from './preset.ts';

/** Any other provider: nothing is known of it, everything is entered. */
export const customPreset: Preset = {
  name: msg('accounts.anotherProvider'),
  grants: ['authorization-code', 'device-code', 'password', 'client-credentials', 'service-account'],
  endpoints: {},
  scopes: {},
  protocolScopes: {},
  servers: {},
  // RFC 8252 section 7.3: the loopback address, any port
  redirectUri: 'http://127.0.0.1',
  authorizationParameters: {},
  quirks: { refreshToken: { rotates: true } },
  notes: [msg('accounts.providersOauthOpenidConnectPage'), msg('accounts.addOfflineAccessScopesIf')],
  domains: [],
  exchangers: [],
  mark: { glyph: 'rack', ground: 'plain' },
  guide: () => [usualGuide],
  pageHosts: [],
  source: [{ fact: 'the redirect', from: 'RFC 8252' }],
};
