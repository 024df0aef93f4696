import { type Message, msg } from '#messages/message.ts';

/** A provider that has no OAuth for mail programs. */
export interface WithoutOAuth {
  readonly id: 'icloud' | 'zoho';
  readonly name: string;
  /** Says so, and what to do, in one or two sentences. */
  readonly explanation: Message;
  readonly source: string;
}

export const withoutOAuth: Readonly<Record<WithoutOAuth['id'], WithoutOAuth>> = {
  icloud: {
    id: 'icloud',
    name: 'iCloud Mail',
    explanation: msg('accounts.icloudHasNoOAuth'),
    source: 'the list of providers: no OAuth for IMAP',
  },
  zoho: {
    id: 'zoho',
    name: 'Zoho Mail',
    explanation: msg('accounts.zohoHasNoOAuth'),
    source: 'the list of providers: IMAP with OAuth is not documented',
  },
};
