/** Adding an account, in four steps. */
export const addAccount = {
  addAccount: {
    title: 'Add an account',
    steps: 'Steps',
    step: {
      address: 'Address',
      provider: 'Provider',
      'sign-in': 'Sign in',
      connect: 'Mail program',
    },
    address: {
      field: 'Email address',
      help: 'Such as anna@example.org. For app-only clients also *@example.org: every mailbox of a domain.',
      problem: 'An email address has a form like anna@example.org.',
      go: 'Continue',
    },
    provider: {
      looking: 'Finding out who runs mail for {{domain}}…',
      found: 'This is {{provider}} at {{domain}}',
      unknown: 'We couldn’t tell who runs mail for {{domain}}',
      unknownText: 'Choose the OAuth client that signs in there.',
      without: 'You don’t need Mailwicket for {{provider}}',
      exists: 'You have already added {{address}}',
      existsText: 'Each address has one account.',
      existsGo: 'Open the account',
      chooseAnother: 'OAuth client',
      noClient:
        '{{provider}} has to know Mailwicket first. Add the OAuth client under which Mailwicket is registered there.',
      noClientUnknown:
        'The provider has to know Mailwicket first. Add the OAuth client under which Mailwicket is registered there.',
      haveClient: 'If you have an OAuth client from earlier, Mailwicket signs in with it.',
      useAnother: 'Use an OAuth client you already have',
      addClient: 'Add an OAuth client',
      addAnother: 'Add another OAuth client',
      more: 'Shared mailbox, and password of an existing mail program',
      mailbox: 'Shared mailbox to open (optional)',
      mailboxHelp: 'Opened over IMAP and POP by the person who signs in.',
      smtpUser: 'Log in for sending as (optional)',
      smtpUserHelp: 'The person’s own address, where the address above is a shared mailbox.',
      adopt: 'My mail program is set up already: its first password becomes the local one',
      go: 'Sign in',
      goSilent: 'Continue',
      otherAddress: 'Another address',
    },
    signIn: {
      heading: 'Sign in to {{address}}',
      again: 'Try again',
      otherClient: 'Choose another client',
      editClient: 'Open the OAuth client',
      later: 'Finish later',
    },
    connect: {
      heading: '{{address}} is signed in',
      password: 'Its local password. You can copy it here until you finish; after that, create a new one.',
      finish: 'Done',
    },
  },
} as const;
