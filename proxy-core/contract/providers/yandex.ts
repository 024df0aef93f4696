import { msg } from '#messages/message.ts';
import { fromMemory, notRecorded, usualServers, underEndings, usualPreset, type Preset } from './preset.ts';

export const yandexPreset: Preset = {
  ...usualPreset,
  name: 'Yandex',
  endpoints: {
    authorizationUrl: 'https://oauth.yandex.com/authorize',
    tokenUrl: 'https://oauth.yandex.com/token',
  },
  scopes: { 'authorization-code': 'mail:imap_full mail:smtp' },
  servers: usualServers('yandex.com'),
  notes: [msg('accounts.imapSwitchedSettingsYandexMail')],
  domains: [...underEndings('yandex', 'com ru by kz ua com.tr'), 'ya.ru', 'narod.ru'],
  exchangers: ['.yandex.net', '.yandex.ru'],
  mark: { glyph: 'rack', ground: 'orange' },
  appPassword: {
    url: 'https://id.yandex.ru/security/app-passwords',
    note: msg('accounts.appPasswordYandex'),
  },
  portal: { name: 'Yandex OAuth', url: 'https://oauth.yandex.com/' },
  pageHosts: [
    'id.yandex.ru',
    'oauth.yandex.com',
    'oauth.yandex.ru',
    'passport.yandex.com',
    'mail.yandex.com',
    'yandex.com',
  ],
  source: [
    { fact: 'endpoints and scopes', from: "Thunderbird's list of providers" },
    { fact: 'IMAP, POP and SMTP server', from: notRecorded },
    { fact: 'the setting for IMAP', from: fromMemory },
    {
      fact: 'app passwords',
      from: "Yandex's help on app passwords; the page's address from public repositories",
    },
  ],
};
