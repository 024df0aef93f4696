/** The list of accounts. */
export const accounts = {
  accounts: {
    title: 'Accounts',
    add: 'Add account',
    none: {
      title: 'Welcome',
      what: 'Mailwicket signs in to your mail provider, so that any mail program keeps working with a plain address and password.',
      field: 'Your email address',
      go: 'Set up',
      import: 'Import from another proxy',
      many: 'Set up for many mailboxes (administrators)',
    },
    search: {
      label: 'Search accounts',
      none: 'No account matches ‘{{text}}’.',
      shown_one: '{{count}} account shown',
      shown_other: '{{count}} accounts shown',
    },
    list: 'Accounts, those that need you first',
    via: 'via {{client}}',
    connected: {
      none: 'No program connected',
      some: 'Connected now: {{which}}',
    },
    lastMail: 'last login {{when}}',
    noMailYet: 'no login yet',
    life: {
      renews: 'renews itself',
      asks: 'asks you {{when}}',
      ended: 'expired',
      label: 'Sign-in: {{percent}} % of its life is left, {{words}}',
    },
    noPassword: {
      message: 'No local password yet, so no program can log in.',
    },
    paused: 'Mail programs are turned away until you resume it.',
    waitingFor: {
      browser: 'Waiting for you in the browser.',
      code: 'Waiting for you to type the code {{code}}.',
    },
    remedy: {
      'sign-in': 'Sign in',
      'sign-in-again': 'Sign in again',
      'account-password': 'Enter the password',
      'make-password': 'Create a password',
      'open-client': 'Open the OAuth client',
      'switch-client': 'Switch the client',
      check: 'Check now',
      resume: 'Resume',
      cancel: 'Cancel the sign-in',
    },
    remedyFor: '{{what}}: {{address}}',
    removed: {
      message: '{{address}} removed.',
      failed: '{{address}} couldn’t be removed.',
    },
  },
} as const;
