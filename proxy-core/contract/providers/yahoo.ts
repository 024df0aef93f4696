import { msg } from '#messages/message.ts';
import { notRecorded, underEndings, usualGuide, usualPreset, usualServers } from './preset.ts';
import type { GuidePart, Preset } from './preset.ts';

const closedGuide: GuidePart = {
  title: 'guide.closed.title',
  steps: [{ text: 'guide.closed.appPassword' }, { text: 'guide.closed.existing' }],
};

type Own = Pick<Preset, 'domains' | 'exchangers' | 'mark' | 'pageHosts'>;

/** @param own - what Yahoo and AOL do not share */
function yahooFamily(name: string, loginHost: string, mailDomain: string, own: Own): Preset {
  return {
    ...usualPreset,
    ...own,
    name,
    endpoints: {
      authorizationUrl: `https://${loginHost}/oauth2/request_auth`,
      tokenUrl: `https://${loginHost}/oauth2/get_token`,
    },
    scopes: { 'authorization-code': 'mail-w' },
    servers: usualServers(mailDomain),
    quirks: { closedToNewClients: true },
    appPassword: {
      url: `https://${loginHost.replace(/^api\./, '')}/account/security`,
      note: msg('accounts.appPasswordYahoo'),
    },
    notes: [
      msg('accounts.givesOutNoNewOauthClientsMailMakeApp', { provider: name, owner: name }),
      msg('accounts.redirectUriMustOneYour'),
    ],
    portal: { name: 'Yahoo Developer Network', url: 'https://developer.yahoo.com/' },
    guide: () => [closedGuide, usualGuide],
    source: [
      { fact: 'endpoints', from: "Thunderbird's list of providers" },
      { fact: 'IMAP, POP and SMTP server', from: notRecorded },
      { fact: 'scope', from: notRecorded },
      { fact: 'app passwords', from: "Yahoo's help, sln15241" },
    ],
  };
}

export const yahooPreset: Preset = yahooFamily('Yahoo', 'api.login.yahoo.com', 'mail.yahoo.com', {
  // Yahoo! Japan (yahoo.co.jp) is another company with servers of its own: it is left out on purpose
  domains: [
    ...underEndings(
      'yahoo',
      'com at be bg ca cl co.id co.il co.in co.nz co.th co.uk co.za com.ar com.au com.br com.co com.hk com.mx com.my com.pe com.ph com.sg com.tr com.tw com.ua com.ve com.vn cz de dk ee es fi fr gr hr hu ie in it lt lv nl no pl pt ro se sk',
    ),
    'ymail.com',
    'rocketmail.com',
    'myyahoo.com',
  ],
  exchangers: ['.yahoodns.net'],
  mark: { glyph: 'globe', ground: 'violet' },
  pageHosts: [
    'developer.yahoo.com',
    'login.yahoo.com',
    'api.login.yahoo.com',
    'senders.yahooinc.com',
    'help.yahoo.com',
  ],
});

/** AOL is run by Yahoo: same paths, own hosts. */
export const aolPreset: Preset = yahooFamily('AOL', 'api.login.aol.com', 'aol.com', {
  domains: [
    ...underEndings('aol', 'com ca co.uk com.au com.br com.mx de es fr it'),
    'aim.com',
    'verizon.net',
  ],
  exchangers: [],
  mark: { glyph: 'globe', ground: 'violet' },
  pageHosts: ['login.aol.com', 'help.aol.com'],
});
