import { msg } from '#messages/message.ts';
import { notRecorded, usualServers, usualPreset, type Preset } from './preset.ts';

export const mailruPreset: Preset = {
  ...usualPreset,
  name: 'Mail.ru',
  endpoints: { authorizationUrl: 'https://o2.mail.ru/login', tokenUrl: 'https://o2.mail.ru/token' },
  scopes: { 'authorization-code': 'mail.imap' },
  servers: usualServers('mail.ru'),
  notes: [msg('accounts.redirectUriMustOneYour')],
  domains: ['mail.ru', 'inbox.ru', 'list.ru', 'bk.ru', 'internet.ru'],
  exchangers: ['.mail.ru'],
  mark: { glyph: 'rack', ground: 'blue' },
  appPassword: {
    url: 'https://account.mail.ru/user/2-step-auth/passwords/',
    note: msg('accounts.appPasswordMailru'),
  },
  portal: { name: 'Mail.ru OAuth', url: 'https://o2.mail.ru/' },
  pageHosts: ['o2.mail.ru', 'account.mail.ru', 'help.mail.ru'],
  source: [
    { fact: 'app passwords', from: "Delta Chat's list of providers" },
    { fact: 'endpoints and scope', from: "Thunderbird's list of providers" },
    { fact: 'IMAP, POP and SMTP server', from: notRecorded },
  ],
};
