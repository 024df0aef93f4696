import type { Preset } from './preset.ts';

/** Any other provider: nothing is known of it, everything is entered. */
export const customPreset: Preset = {
  provider: 'custom',
  name: 'Another provider',
  grants: ['authorization-code', 'device-code', 'password', 'client-credentials', 'service-account'],
  endpoints: {},
  scopes: {},
  protocolScopes: {},
  servers: {},
  // RFC 8252 section 7.3: the loopback address, any port
  redirectUri: 'http://127.0.0.1',
  authorizationParameters: {},
  quirks: { refreshToken: { rotates: true } },
  notes: [
    'The provider’s OAuth or OpenID Connect page names its authorization URL, token URL and scopes.',
    'Add offline_access to the scopes if the provider gives refresh tokens for it.',
  ],
  source: [{ fact: 'the redirect', from: 'RFC 8252' }],
};
