import { type Message, msg } from '#messages/message.ts';
import { underEndings } from './preset.ts';

/** A provider that has no OAuth for mail programs. */
export interface WithoutOAuth {
  readonly id: 'icloud' | 'zoho';
  readonly name: string;
  /** Says so, and what to do, in one or two sentences. */
  readonly explanation: Message;
  readonly domains: readonly string[];
  readonly exchangers: readonly string[];
  readonly source: string;
}

export const withoutOAuth: Readonly<Record<WithoutOAuth['id'], WithoutOAuth>> = {
  icloud: {
    id: 'icloud',
    name: 'iCloud Mail',
    explanation: msg('accounts.icloudHasNoOAuth'),
    domains: ['icloud.com', 'me.com', 'mac.com'],
    exchangers: ['.mail.icloud.com'],
    source: 'the list of providers: no OAuth for IMAP',
  },
  zoho: {
    id: 'zoho',
    name: 'Zoho Mail',
    explanation: msg('accounts.zohoHasNoOAuth'),
    domains: [
      ...underEndings('zoho', 'com eu in com.au com.cn jp'),
      ...underEndings('zohomail', 'com eu in com.au com.cn jp'),
    ],
    exchangers: ['.zoho.com', '.zoho.eu', '.zoho.in', '.zoho.com.au', '.zohomail.com'],
    source: 'the list of providers: IMAP with OAuth is not documented',
  },
};
