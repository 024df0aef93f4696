import { type Message, msg } from '#messages/message.ts';
import type { Servers } from '../endpoints.ts';
import { type AppPassword, implicitTls, startTls, underEndings, usualServers } from './preset.ts';

/** A provider that has no OAuth for mail programs. */
export interface WithoutOAuth {
  readonly id: 'icloud' | 'zoho';
  readonly name: string;
  /** Says so, and what to do, in one or two sentences. */
  readonly explanation: Message;
  readonly appPassword: AppPassword;
  /** For a mail program, with such a password. */
  readonly servers: Servers;
  /** Where a screen may send a person. */
  readonly pageHosts: readonly string[];
  readonly domains: readonly string[];
  readonly exchangers: readonly string[];
  readonly source: string;
}

export const withoutOAuth: Readonly<Record<WithoutOAuth['id'], WithoutOAuth>> = {
  icloud: {
    id: 'icloud',
    name: 'iCloud Mail',
    explanation: msg('accounts.icloudHasNoOAuth'),
    appPassword: {
      url: 'https://account.apple.com/account/manage',
      note: msg('accounts.appPasswordIcloud'),
    },
    // Apple has no POP
    servers: { imap: implicitTls('imap.mail.me.com', 993), smtp: startTls('smtp.mail.me.com', 587) },
    pageHosts: ['account.apple.com', 'support.apple.com'],
    domains: ['icloud.com', 'me.com', 'mac.com'],
    exchangers: ['.mail.icloud.com'],
    source: 'the list of providers: no OAuth for IMAP; servers: Apple’s support page 102525',
  },
  zoho: {
    id: 'zoho',
    name: 'Zoho Mail',
    explanation: msg('accounts.zohoHasNoOAuth'),
    appPassword: {
      url: 'https://accounts.zoho.com/home#security/app_password',
      note: msg('accounts.appPasswordZoho'),
    },
    servers: usualServers('zoho.com'),
    pageHosts: ['accounts.zoho.com', 'mail.zoho.com', 'www.zoho.com'],
    domains: [
      ...underEndings('zoho', 'com eu in com.au com.cn jp'),
      ...underEndings('zohomail', 'com eu in com.au com.cn jp'),
    ],
    exchangers: ['.zoho.com', '.zoho.eu', '.zoho.in', '.zoho.com.au', '.zohomail.com'],
    source:
      'the list of providers: IMAP with OAuth is not documented; servers and page: from memory, not verified',
  },
};
