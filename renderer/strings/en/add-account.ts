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
      field: 'Mail address',
      help: 'Such as anna@example.org. For app-only clients also *@example.org: every mailbox of a domain.',
      problem: 'That is no mail address. It has a form like anna@example.org.',
      go: 'Continue',
    },
    provider: {
      looking: 'Finding out whose mail {{domain}} is …',
      found: 'This is {{provider}} at {{domain}}',
      unknown: 'Who keeps the mail of {{domain}} is not known',
      unknownText: 'Choose the OAuth client that signs in there.',
      without: '{{provider}} needs no Mailwicket',
      exists: '{{address}} is here already',
      existsText: 'Each address has one account.',
      existsGo: 'Open the account',
      chooseAnother: 'OAuth client',
      noClient:
        'It takes an OAuth client: the registration with which Mailwicket is known to {{provider}}. There is none that fits yet.',
      noClientUnknown:
        'It takes an OAuth client: the registration with which Mailwicket is known to the provider. There is none yet.',
      haveClient: 'If you have an OAuth client from earlier, Mailwicket signs in with it.',
      useAnother: 'Use an OAuth client that is there',
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
      heading: '{{address}} is ready',
      password: 'Its local password. It is shown this once: copy it into your mail program.',
      finish: 'Done',
    },
  },
} as const;
