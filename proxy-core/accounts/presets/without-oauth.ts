/** A provider that has no OAuth for mail programs. */
export interface WithoutOAuth {
  readonly id: 'icloud' | 'zoho';
  readonly name: string;
  /** Says so, and what to do, in one or two sentences. */
  readonly explanation: string;
  readonly source: string;
}

export const withoutOAuth: Readonly<Record<WithoutOAuth['id'], WithoutOAuth>> = {
  icloud: {
    id: 'icloud',
    name: 'iCloud Mail',
    explanation:
      'iCloud Mail has no OAuth for mail programs. Make an app-specific password in your Apple Account and enter it in your mail program: Mailwicket is not needed.',
    source: 'the list of providers: no OAuth for IMAP',
  },
  zoho: {
    id: 'zoho',
    name: 'Zoho Mail',
    explanation:
      'Zoho Mail has no documented OAuth for mail programs. Make an app-specific password in your Zoho account and enter it in your mail program: Mailwicket is not needed.',
    source: 'the list of providers: IMAP with OAuth is not documented',
  },
};
