import { msg } from '#messages/message.ts';
import type { ProviderId } from '#contract/oauth-client.ts';
import { fromMemory, notRecorded, usualServers } from './preset.ts';
import type { Preset } from './preset.ts';

function yahooFamily(provider: ProviderId, name: string, loginHost: string, mailDomain: string): Preset {
  return {
    provider,
    name,
    grants: ['authorization-code'],
    endpoints: {
      authorizationUrl: `https://${loginHost}/oauth2/request_auth`,
      tokenUrl: `https://${loginHost}/oauth2/get_token`,
    },
    scopes: { 'authorization-code': 'mail-w' },
    protocolScopes: {},
    servers: usualServers(mailDomain),
    redirectUri: 'http://localhost',
    authorizationParameters: {},
    quirks: { closedToNewClients: true, refreshToken: { rotates: false } },
    notes: [
      msg('accounts.givesOutNoNewOauthClientsMailMakeApp', { provider: name, owner: name }),
      msg('accounts.redirectUriMustOneYour'),
    ],
    source: [
      { fact: 'endpoints', from: "Thunderbird's list of providers" },
      { fact: 'IMAP, POP and SMTP server', from: notRecorded },
      { fact: 'scope', from: notRecorded },
      { fact: 'whether a refresh replaces the refresh token', from: fromMemory },
    ],
  };
}

export const yahooPreset: Preset = yahooFamily('yahoo', 'Yahoo', 'api.login.yahoo.com', 'mail.yahoo.com');

/** AOL is run by Yahoo: same paths, own hosts. */
export const aolPreset: Preset = yahooFamily('aol', 'AOL', 'api.login.aol.com', 'aol.com');
