/**
 * Every text that a person can see, in English, by its code: the language that the others are measured by. Forms are
 * i18next's: `{{name}}` where a value stands, `_one` and `_other` where a text counts.
 */
export const en = {
  screens: {
    nav: {
      label: 'Pages',
      accounts: 'Accounts',
      clients: 'OAuth clients',
      activity: 'Activity',
      settings: 'Settings',
    },
    state: {
      ready: 'Working',
      'signing-in': 'Signing in',
      'needs-sign-in': 'Signed out',
      'needs-password': 'No password',
      refused: 'Refused',
      unreachable: 'Can’t be reached',
      paused: 'Paused',
    },
    copy: {
      do: 'Copy',
      done: 'Copied',
      label: 'Copy {{what}}',
      show: 'Show {{what}}',
      hide: 'Hide {{what}}',
    },
    file: {
      drop: 'Drop the file here, or',
      choose: 'Choose',
      another: 'Choose another',
      unreadable: '{{name}} can’t be read. Choose a file that is on this computer.',
    },
    common: {
      cancel: 'Cancel',
      save: 'Save',
      remove: 'Remove',
      close: 'Close',
      backTo: 'Back to {{page}}',
      undo: 'Undo',
      tryAgain: 'Try again',
      loading: 'One moment…',
      open: 'Open',
    },
    connection: {
      none: 'Mailwicket doesn’t answer',
      lost: 'Mailwicket doesn’t answer. This page shows what was last known, and keeps trying.',
      wrongAddress:
        'Open the address that Mailwicket printed when it started, or run “mailwicket panel” where it runs: the page needs a key that ends with each start.',
    },
    provider: {
      microsoft365: 'Microsoft 365',
      outlook: 'Outlook.com',
      google: 'Google',
      yahoo: 'Yahoo',
      aol: 'AOL',
      fastmail: 'Fastmail',
      xfinity: 'Xfinity',
      yandex: 'Yandex',
      mailru: 'Mail.ru',
      custom: 'Another provider',
    },
    grant: {
      'authorization-code': 'Sign in with a browser (authorization code)',
      'client-credentials': 'App-only, nobody signs in (client credentials)',
      password: 'The account’s own password (password grant)',
      'device-code': 'Sign in on another device (device code)',
      'service-account': 'Service account (Google Workspace)',
    },
    grantShort: {
      'authorization-code': 'people sign in with a browser',
      'client-credentials': 'nobody signs in',
      password: 'each account’s own password',
      'device-code': 'people sign in on another device',
      'service-account': 'service account',
    },
    accounts: {
      add: 'Add account',
      none: {
        title: 'Keep the mail program you like',
        what: 'Mailwicket signs in to your provider, so any mail program, printer or script can go on with an address and a password.',
        from: 'Address and password',
        to: 'OAuth sign-in',
        field: 'Your email address',
        help: 'It stays on this computer. You sign in on the provider’s own page.',
        import: 'Bring settings from another proxy',
        many: 'Set up many mailboxes',
      },
      search: {
        label: 'Search accounts',
        placeholder_one: 'Search {{count}} account',
        placeholder_other: 'Search {{count}} accounts',
        none: 'No account matches “{{text}}”.',
        shown_one: '{{count}} account shown',
        shown_other: '{{count}} accounts shown',
      },
      needYou_one: '{{count}} account needs you',
      needYou_other: '{{count}} accounts need you',
      needYouText: 'Mail waits at the provider, and your mail programs keep trying.',
      onlyThese: 'Show only these',
      showAll: 'Show all',
      more_one: 'Show {{count}} more',
      more_other: 'Show {{count}} more',
      select: {
        start: 'Select',
        all: 'Select all',
        one: 'Select {{address}}',
        count_one: '{{count}} selected',
        count_other: '{{count}} selected',
        actions: 'With the selected accounts',
        check: 'Check',
        removeTitle_one: 'Remove {{count}} account?',
        removeTitle_other: 'Remove {{count}} accounts?',
        some_one: 'It worked for all but {{count}} account: {{addresses}}',
        some_other: 'It worked for all but {{count}} accounts: {{addresses}}',
        done: 'Done',
      },
      quick: {
        title: 'Go to an account',
        field: 'Part of an address',
        found_one: '{{count}} account',
        found_other: '{{count}} accounts',
      },
      list: 'Accounts, those that need you first',
      via: 'signs in with “{{client}}”',
      connected: {
        none: 'No program connected',
      },
      lastLogin: 'last login {{when}}',
      noLoginYet: 'no login yet',
      forPeople_one: 'For first logins: {{count}} password is waiting',
      forPeople_other: 'For first logins: {{count}} passwords are waiting',
      life: {
        renews: 'Renews itself',
        asks: 'Asks you {{when}}',
        ended: 'Expired',
        label: 'Sign-in: {{percent}} % of its life is left, {{words}}',
      },
      noPassword: {
        message: 'No local password yet, so no program can log in.',
      },
      paused: 'Mail programs are turned away until you resume it.',
      waitingFor: {
        browser: 'Waiting for you on the provider’s page',
        code: 'Waiting for you to type the code {{code}}',
      },
      remedy: {
        'sign-in': 'Sign in',
        'sign-in-again': 'Sign in again',
        'account-password': 'Enter the password',
        'make-password': 'Create a password',
        'renew-secret': 'Renew the secret',
        'open-client': 'Open the client',
        'switch-client': 'Switch the client',
        'send-by-api': 'Send through {{name}}…',
        check: 'Check now',
        resume: 'Resume',
        cancel: 'Cancel',
      },
      remedyFor: '{{what}}: {{address}}',
      removed: {
        message: '{{address}} removed.',
        many: '{{count}} accounts removed.',
        failed: '{{address}} couldn’t be removed.',
      },
    },
    account: {
      gone: {
        title: 'No such account',
        text: 'This account has been removed.',
      },
      tabs: {
        label: 'Parts of this account',
        overview: 'Overview',
        programs: 'Mail programs',
        signIn: 'Sign-in',
        advanced: 'Advanced',
      },
      hero: {
        working: 'Mail is flowing',
        unused: 'Ready for your mail program',
        renews: 'The sign-in renews itself, next {{when}}. Nothing to do.',
        signedIn: 'The sign-in is in order. Nothing to do.',
        paused: 'This account is paused',
        forPeople: 'Lets the people of {{domain}} in',
        forPeopleWaiting_one:
          '{{count}} password is waiting for its person. The first login with it becomes an account of its own and asks that person to sign in.',
        forPeopleWaiting_other:
          '{{count}} passwords are waiting for their people. The first login with one becomes an account of its own and asks that person to sign in.',
        forPeopleNone:
          'Create a password for each person. The first login with it becomes an account of its own and asks that person to sign in.',
        firstLogin: 'Is this your mail program?',
        firstLoginText:
          'A mail program at {{peer}} logged in as {{address}} for the first time, {{when}}. Sign in only if that was yours; otherwise remove this account.',
        notSignedIn: 'Not signed in yet',
        signInAgain: '{{provider}} wants you to sign in again',
        needsPassword: 'One step left: a local password',
        causeHere: 'Mailwicket can’t use this account',
        refused: '{{provider}} refuses the sign-in',
        unreachable: '{{provider}} can’t be reached',
        theProvider: 'The provider',
        who: 'Who',
        how: 'How',
        copyForAdministrator: 'Copy message for the administrator',
        administratorMessage: 'Mailwicket can’t serve {{address}}. This is what it was told:',
      },
      sessions: {
        title: 'Connected now',
        count_one: '{{count}} connection',
        count_other: '{{count}} connections',
        imap: 'A mail program, receiving',
        pop: 'A mail program, fetching',
        smtp: 'A mail program, sending',
      },
      signIn: {
        opening: 'Opening the sign-in page…',
        waiting: 'Finish signing in on your provider’s page',
        pageOpened:
          'A page of {{host}} has opened. Sign in there as {{address}}; this page goes on by itself.',
        openAgain: 'Open the page again',
        link: 'Copy the link',
        waitingCode: 'Enter this code on any device',
        codeFor: 'For {{address}}. Sign in there; this page goes on by itself.',
        code: 'Code',
        page: 'Page',
        qr: 'QR code of {{url}}',
        scan: 'On a phone, scan the square. Elsewhere, open',
        open: 'Open the page here',
        waitingForYou: 'Waiting for you',
        goodFor: 'The code is good for {{time}}',
        fraud:
          'Type a code only if you asked for it here yourself. Nobody from support will ever read you one.',
        silent: 'Asking the provider…',
      },
      accountPassword: {
        field: 'Password of {{address}}',
        help: 'The provider judges it. Your mail program uses the same one.',
      },
      connect: {
        portTrouble: '{{protocol}}: port {{port}} can’t be opened.',
        title: 'Connect your mail program',
        tabs: 'Mail program',
        thunderbird: 'Thunderbird',
        outlook: 'Outlook',
        apple: 'Apple Mail',
        phone: 'Phone',
        printer: 'Printer',
        other: 'Other',
        incoming: 'Incoming ({{protocol}})',
        outgoing: 'Outgoing (SMTP)',
        server: 'Server',
        port: 'Port',
        security: 'Security',
        user: 'User name',
        password: 'Password',
        tls: 'SSL/TLS',
        starttls: 'STARTTLS',
        plain: 'None',
        normalPassword: 'Authentication: “Normal password”.',
        noneIsRight: 'Security “None” is right on this computer: the way to it stays here.',
        closed: 'This port isn’t open.',
        openSettings: 'Open the settings',
        needsTls: 'Apple Mail wants an encrypted port. Switch on IMAP and SMTP with TLS in the settings.',
        needsNetwork:
          'A printer or scanner reaches this computer over the network. Allow other devices in the settings; that takes SMTP with TLS.',
        needsNetworkPhone:
          'A phone can’t reach localhost: that is always the phone itself. Allow other devices in the settings; that takes IMAP and SMTP with TLS.',
        networkServer: 'This computer’s address in your network',
        hint: {
          thunderbird:
            'In Thunderbird: Account settings, Account actions, Add mail account, “Configure manually”. Enter these values.',
          outlook:
            'In classic Outlook: File, Add account, “Let me set up my account manually”, IMAP. The new Outlook connects from Microsoft’s servers and cannot reach this computer.',
          apple: 'Save the profile and open it, or enter these values under Mail, Add account, Other.',
          printer: 'Enter these values on the printer’s own page, under mail or SMTP.',
          other: 'These values fit any mail program.',
        },
        sentCopies:
          'Your provider keeps a copy of what you send: switch off the program’s own copy in the Sent folder, or each message is there twice.',
        save: {
          thunderbird: 'Save a set-up file',
          thunderbirdHelp:
            'Put the file into the folder “isp” where Thunderbird is installed: it then finds these values by your address. Accounts that are there already stay as they are.',
          outlook: 'Save these steps',
          apple: 'Save a profile',
          printer: 'Save these steps',
          other: 'Save as a text file',
          authority: 'Save the certificate to trust',
          configuration: 'Configuration for',
        },
        passwordAdopt: 'The password that your program sends first becomes it',
        passwordPassOn: 'The account’s own password',
        wholeDomain: 'The mailbox’s address',
        copyAll: 'Copy all settings',
        phoneCode: {
          label: 'QR code with the mail settings of {{address}}',
          title: 'Thunderbird for Android',
          text: 'On the phone, in the same network: add an account, import, and scan this square. Other apps: enter the values below.',
          withPassword: 'The square holds the password “{{name}}” too: show it to nobody else.',
          withoutPassword: 'The square holds no password. Create one below, and it comes along.',
          certificate: 'The phone asks whether it may trust this computer’s certificate.',
        },
        watch: {
          waiting: 'Waiting for a login',
          done: 'Logged in at {{time}}',
          refused: 'Refused at {{time}}',
        },
      },
      tokens: {
        client: 'OAuth client',
        grant: 'Method',
        identity: 'Signed in as',
        since: 'First signed in',
        notYet: 'Not yet',
        nobody: 'Nobody: the app itself',
        nobodyYet: 'Nobody yet',
        issued: 'Current token',
        expires: 'Expires {{when}}',
        renews: 'renews {{when}}',
        none: 'No token at hand',
        signedInSince: 'First signed in {{when}}',
        permissions: 'May',
        nothingGranted: 'The provider doesn’t say',
        permission: {
          imap: 'read and change mail over IMAP',
          pop: 'fetch mail over POP',
          smtp: 'send mail',
          mail: 'read, change and send mail',
          offline: 'stay signed in',
          all: 'do what an administrator has allowed the app',
        },
        week: 'Sign-in, last 7 days',
        today: 'Today',
        weekNone: 'Nothing yet.',
        weekSummary: 'The last 7 days: {{told}}.',
        before: 'before Mailwicket started, {{when}}',
        renewals_one: '{{count}} renewal',
        renewals_other: '{{count}} renewals',
        refusals_one: '{{count}} failed, {{when}}',
        refusals_other: '{{count}} failed, the last one {{when}}',
        refusalsMended_one: '{{count}} failed {{when}}, cleared up by itself',
        refusalsMended_other: '{{count}} failed, the last one {{when}}, cleared up by itself',
        noRefusals: 'none failed',
        events: 'Token details',
        event: {
          issued: 'Token issued',
          renewed: 'Token renewed',
          refused: 'Refused',
          failed: 'Couldn’t be renewed',
          'signed-in': 'Signed in',
          'signed-out': 'Signed out',
        },
        audience: 'Made for',
        tenant: 'Tenant',
        app: 'Application',
        raw: 'Permissions',
        opaque: 'The token is opaque: only the provider can read it.',
      },
      check: {
        title: 'Check',
        again: 'Check again',
        what: 'Goes the whole way of a login, step by step, and changes nothing in the mailbox.',
        running: 'Checking…',
        good: 'Everything works.',
        bad: {
          none: 'Mail programs can’t log in.',
          sending: 'Receiving works, sending doesn’t.',
          receiving: 'Sending works, receiving doesn’t.',
          both: 'Neither receiving nor sending works.',
          some: 'Not everything works.',
        },
        when: 'Checked {{when}}',
        mailbox: 'Mailbox to check',
        mailboxHelp: '{{address}} stands for a whole domain: name one mailbox of it.',
        ok: 'Done',
        failed: 'Failed',
        took: '{{count}} ms',
        atOnce: 'under 1 ms',
        show: 'Show the steps',
        details: 'Details for search and support',
        groups: {
          signIn: 'Sign-in',
          imap: 'Receiving over {{protocol}}',
          pop: 'Fetching over {{protocol}}',
          smtp: 'Sending over {{protocol}}',
        },
        chip: {
          bad: {
            none: 'Can’t log in',
            sending: 'Can’t send',
            receiving: 'Can’t receive',
            both: 'No mail',
            some: 'Partly working',
          },
        },
        steps: {
          account: 'Account',
          token: 'Token',
          reach: 'Reach the server',
          tls: 'Encryption (TLS)',
          permissions: 'Permissions',
          login: 'Log in',
        },
        who: {
          user: 'You can fix this.',
          administrator: 'Your administrator can fix this.',
          developer: 'Whoever registered the app with the provider can fix this.',
          nobody: 'This usually clears up by itself.',
        },
      },
      passwords: {
        title: 'Local passwords',
        what: 'What a mail program uses for this account on this computer. One for each program, so that each can be revoked alone.',
        forPeople:
          'One for each person: whoever logs in first with one keeps it, and it opens that mailbox only. It then leaves this list.',
        passOn: 'This account uses its own password, which the provider judges.',
        adopt: 'The first password that a mail program sends becomes the local password.',
        adopted: 'The first one your mail program sent',
        made: 'created {{when}}',
        used: 'last used {{when}}',
        neverUsed: 'never used',
        name: 'Name for a new password',
        namePlaceholder: 'Thunderbird',
        defaultName: 'Mail program',
        shown: 'The password “{{name}}”',
        shownOnce: 'It is shown this once: copy it into your mail program.',
        done: 'Done, hide it',
        revoke: 'Revoke',
        revokeLabel: 'Revoke {{name}}',
        revokeTitle: 'Revoke “{{name}}”?',
        revokeText: 'The program that uses it can’t log in any more, until you give it another one.',
      },
      shared: {
        title: 'Shared mailboxes',
        what: 'For a mailbox that nobody signs in to: the person of this account signs in, and opens the other mailbox.',
        mailbox: 'Mailbox to open (IMAP and POP)',
        mailboxHelp: 'Empty: {{address}} itself.',
        smtpUser: 'Log in for sending as',
        smtpUserHelp:
          'The person’s own address, where the account’s address is a shared mailbox. Empty: {{address}}.',
        saved: 'Saved.',
      },
      sending: {
        row: 'Sending',
        now: 'Through {{name}}',
        title: 'Send through {{name}}?',
        text: 'Your provider has this way of sending too, where SMTP is switched off or out of reach.',
        smtpText:
          'The usual way. Your mail program keeps its settings; if you switched its copies in Sent off, switch them on again.',
        go: 'Use {{name}}',
        program: {
          what: 'Nothing changes in your mail program',
          text: 'Same server, same port, same password',
        },
        copy: {
          what: 'The provider puts a copy in Sent itself',
          text: 'See two? Switch off the copy in your mail program',
        },
        permission: {
          what: 'You may be asked for one more permission',
          text: '“Send mail as you”, on the provider’s page',
        },
        size: {
          what: 'No more than about {{most}} MB with attachments',
          text: 'Larger messages are refused, and your mail program says why',
        },
      },
      actions: {
        title: 'This account',
        more: 'More',
        pauseTitle: 'Pause',
        resetRow: 'Reset the sign-in',
        removeRow: 'Remove this account',
        switch: 'Switch client…',
        switchTitle: 'Switch to another OAuth client',
        switchText:
          'The sign-in is reset, and you sign in again through the new client. Local passwords stay.',
        switchNone: 'No other OAuth client fits this address.',
        switchGo: 'Switch',
        reset: 'Reset the sign-in…',
        resetTitle: 'Reset the sign-in of {{address}}?',
        resetText:
          'Its tokens are forgotten and its connections end. The account and its local passwords stay.',
        resetGo: 'Reset',
        pause: 'Pause',
        remove: 'Remove…',
        removeTitle: 'Remove {{address}}?',
        removeText:
          'Its tokens and local passwords are forgotten here. Nothing is changed at the provider, and no mail is lost.',
      },
    },
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
        help: 'With an app-only client also *@example.org: every mailbox of a domain.',
        example: 'anna@example.org',
        noDomain: 'The part after @ is missing, such as gmail.com',
        problem: 'An email address looks like anna@example.org',
        go: 'Continue',
      },
      provider: {
        looking: 'Finding out who runs mail for {{domain}}…',
        found: '{{provider}} at {{domain}}',
        unknown: 'We couldn’t tell who runs mail for {{domain}}',
        microsoft: 'Microsoft',
        yourProvider: 'your provider',
        way: {
          'authorization-code': {
            title: 'Sign in on {{company}}’s page',
            text: 'Mailwicket never sees your password, only the permission that you give there.',
            go: 'Sign in with {{company}}',
          },
          'device-code': {
            title: 'Sign in with a code',
            text: 'Mailwicket shows a code. You type it on {{company}}’s page, on this or another device.',
            go: 'Get a code',
          },
          password: {
            title: 'Sign in with the account’s own password',
            text: 'It goes to {{company}} each time your mail program logs in with it.',
            go: 'Sign in',
          },
          'client-credentials': {
            title: 'Nobody has to sign in',
            text: 'The app has access at {{company}} by itself.',
            go: 'Continue',
          },
          'service-account': {
            title: 'Nobody has to sign in',
            text: 'The service account has access at {{company}} by itself.',
            go: 'Continue',
          },
        },
        asked: {
          title: 'You’ll be asked to allow',
          mail: 'Read and change your mail',
          send: 'Send mail as you',
          stay: 'Stay signed in',
        },
        passwordFirst: 'Enter the password first',
        otherClient: 'Use your organization’s own client, or another way to sign in',
        without: 'You don’t need Mailwicket for this one',
        exists: 'You have already added {{address}}',
        existsText: 'Each address has one account.',
        existsGo: 'Open the account',
        useAnother: 'Use an OAuth client you already have',
        addAnother: 'Add another OAuth client',
        more: 'This is a shared mailbox, or my mail program is set up already',
        mailbox: 'Shared mailbox to open (optional)',
        mailboxHelp: 'Opened over IMAP and POP by the person who signs in.',
        smtpUser: 'Log in for sending as (optional)',
        smtpUserHelp: 'The person’s own address, where the address above is a shared mailbox.',
        adopt: 'My mail program is set up already: its first password becomes the local one',
        otherAddress: 'Not right?',
        addOther: 'Another address',
      },
      ways: {
        title: '{{who}} has to know Mailwicket first',
        titleUnknown: 'Does your provider ask for OAuth?',
        textUnknown:
          'If your mail program gets in with your usual password, you don’t need Mailwicket. If your provider asks for OAuth 2.0 or “modern authentication”, choose a way:',
        text: 'Only programs that somebody has registered with {{company}} are let in, and nobody has done so on this computer yet. Choose a way:',
        others: 'If your mail isn’t there',
        quickest: 'Quickest',
        usualAtWork: 'Usual at work',
        appPassword: {
          title: 'Use an app password instead',
          text: 'A password that {{company}} makes for one mail program. You don’t need Mailwicket with it.',
          perhaps:
            'Your provider may make passwords for mail programs: look in its security settings. You don’t need Mailwicket with one.',
          none: 'Not here: {{company}} takes no passwords from mail programs any more.',
          go: 'Show me how',
        },
        administrator: {
          title: 'Ask your administrator',
          text: 'For an account at work or school. We wrote the message; you enter the answer here.',
          go: 'Copy the message',
        },
        register: {
          title: 'Register it yourself',
          text: 'About 5 minutes, once for all your accounts at {{company}}. A guide stands beside each field.',
          go: 'Start the guide',
          earlier: 'Use an OAuth client from earlier',
          earlierText:
            'If you have registered a program with {{company}} before, Mailwicket signs in as that one.',
          earlierGo: 'Enter a client ID',
        },
      },
      own: {
        text: '{{company}} takes passwords made for one mail program. Enter these values straight in yours.',
        make: 'Create an app password at {{company}}',
        back: 'Other ways',
        appPassword: 'The app password',
      },
      signIn: {
        heading: 'Sign in to {{address}}',
        waited: 'Waiting for {{time}}',
        elsewhere: {
          title: 'No page opened, or in the wrong browser?',
          text: 'Copy the link and open it in another browser of this computer: the sign-in comes back to this computer, so it can’t be finished on another one.',
        },
        approval: {
          title: 'It says that an administrator must approve?',
          text: 'In your organization only an administrator can allow new apps. Ask yours: once Mailwicket is allowed, sign in again.',
        },
        other: {
          title: 'Is that you?',
          again: 'Sign in as {{address}}',
          keep: 'That’s right, go on',
        },
        doubt: {
          title: 'One thing to check',
          again: 'Sign in again',
          keep: 'Go on anyway',
        },
        otherClient: 'Choose another client',
        editClient: 'Open the OAuth client',
        later: 'Finish later',
      },
      connect: {
        heading: '{{address}} is signed in',
        passwordTitle: 'Local password for your mail program',
        password:
          'For this computer only. You can read it here until you finish; after that, create a new one.',
        connected: '{{address}} is connected',
        loggedIn: 'Your mail program has logged in',
        closeWindow:
          'Receiving and sending both work. You can close this window: Mailwicket stays in the tray.',
        closePage: 'Receiving and sending both work. You can close this page: Mailwicket goes on.',
        finish: 'Finish',
        addAnother: 'Add another account',
      },
    },
    clients: {
      intro: 'How Mailwicket is registered with providers. One client serves as many accounts as you like.',
      add: 'Add an OAuth client',
      none: 'No OAuth client yet. A provider lets a program in only where it is registered; here you enter that registration, and it serves as many accounts as you like.',
      noneOwn:
        'Mailwicket comes with what most people need. An organization can use a registration of its own.',
      own: 'Your OAuth clients',
      builtIn: 'Come with Mailwicket',
      usedBy_zero: 'Used by no account',
      usedBy_one: 'Used by 1 account',
      usedBy_other: 'Used by {{count}} accounts',
      secretEndsIn_one: 'Client secret expires in 1 day',
      secretEndsIn_other: 'Client secret expires in {{count}} days',
      certificateEndsIn_one: 'Certificate expires in 1 day',
      certificateEndsIn_other: 'Certificate expires in {{count}} days',
      secretEnded: 'Client secret has expired',
      certificateEnded: 'Certificate has expired',
    },
    cloud: {
      global: 'Worldwide',
      'gcc-high': 'US Government (GCC High)',
      dod: 'US Department of Defense',
      china: 'China (21Vianet)',
    },
    credential: {
      none: 'None (public client)',
      secret: 'Client secret',
      certificate: 'Certificate',
      'service-account-key': 'Service account key (JSON file)',
    },
    clientForm: {
      editTitle: 'Change {{name}}',
      name: 'Name',
      nameHelp: 'What you call it here; the provider never sees it.',
      usualName: '{{provider}}',
      usualNameApp: '{{provider}} app',
      cloud: 'Cloud',
      grant: 'OAuth flow / grant',
      tenant: 'Directory (tenant)',
      tenantHelp: 'An ID or a domain of the organization. Left empty: {{usual}}.',
      tenantNeeded: 'An ID or a domain of the organization. This grant needs it.',
      clientId: 'Client ID',
      credential: 'How the client proves itself',
      secret: 'Client secret',
      secretHelp: 'The secret’s Value, not its ID. It is kept encrypted, and never shown again.',
      secretKept: 'Leave it empty to keep the stored secret.',
      keyKept: 'Without a file, the stored key stays.',
      missing: 'Please fill this in.',
      looksRight: 'Looks like a client ID of {{provider}}',
      resetOf: 'Reset to default ({{field}})',
      certificateKeep: 'Keep the present one',
      secretExpires: 'The secret expires on',
      secretExpiresHelp:
        'The portal shows it beside the secret. You are warned a month, a week and a day ahead.',
      certificateNew: 'Create one now',
      certificatePem: 'Paste certificate and key (PEM)',
      certificateFile: 'Bring a file (.pfx, .p12, .pem)',
      certificateFileField: 'Certificate with its key',
      certificateFileHelp: 'PEM in two files? Drop one here, then the other.',
      certificateText: 'Certificate (PEM)',
      keyText: 'Private key (PEM)',
      passphrase: 'Passphrase of the key',
      passphraseHelp: 'Leave it empty if the key has none.',
      certificateNewHelp:
        'A key pair and a certificate for two years are made on this machine. You save the certificate for the portal afterwards.',
      serviceKey: 'Key file (JSON)',
      serviceKeyDrop: 'Drop the JSON file here, or',
      redirectUri: 'Redirect URI',
      redirectUriHelp: 'Give this to the provider, exactly as it stands.',
      advanced: 'Addresses and servers',
      advancedUsual: '{{provider}}’s own',
      advancedChanged: 'changed by you',
      issuer: 'Issuer (fills in the URLs)',
      issuerHelp: 'Where the provider publishes its OpenID Connect or OAuth metadata: its address is enough.',
      issuerLookUp: 'Look up',
      issuerFound: 'The URLs below are the provider’s own.',
      issuerScopes: 'It knows these scopes: {{scopes}}',
      authorizationUrl: 'Permission URL',
      tokenUrl: 'Token URL',
      deviceUrl: 'Device code URL',
      scope: 'OAuth scope',
      scopeHelp: 'Separated by spaces.',
      server: '{{protocol}} server',
      serverHelp: 'host:port, or host:port:starttls',
      serverWrong: 'Write it as host:port, or host:port:starttls.',
      reset: 'Reset to default',
      where: 'Where do I find this?',
      whereOf: 'Where do I find this? ({{field}})',
      add: 'Add client',
      guide: 'Step by step',
      duplicateName: '{{name}} (copy)',
    },
    client: {
      gone: 'This OAuth client is no longer there',
      tabs: 'About this client',
      menu: 'More to do with this client',
      change: 'Change',
      duplicate: 'Duplicate',
      removeTitle: 'Remove {{name}}?',
      removeText: 'Its secret or certificate is forgotten too.',
      removeInUse: 'It signs in these accounts. Switch them to another client, or remove them first:',
      more_one: 'and 1 more',
      more_other: 'and {{count}} more',
      details: 'Details',
      expires: 'Expires on',
      thumbprint: 'Thumbprint',
      accounts: 'Accounts ({{count}})',
      accountsOf: 'Accounts that sign in with it',
      certificateUntil: 'certificate until {{date}}',
      secretUntil: 'secret until {{date}}',
      mailbox: {
        unchecked: 'Not checked yet',
        checking: 'Checking',
        open: 'Open',
        'not-yet': 'Not yet: can take an hour',
        refused: 'Refused',
      },
      setup: {
        title: 'Setting up',
        progress: '{{count}} of {{most}} done',
        show: 'Show',
        actionOf: '{{action}}: {{step}}',
        secret: 'Check the client secret',
        secretDone: 'Client secret works',
        secretText: 'Mailwicket asks the provider for a token with it.',
        certificate: 'Upload the certificate',
        certificateDone: 'Certificate uploaded',
        certificateText:
          'Save it, and upload it to the app registration: Certificates & secrets › Certificates.',
        accepted: 'The provider accepted it, {{when}}',
        saveAgain: 'Save .cer again',
        uploaded: 'I’ve uploaded it: check',
        another: 'Enter another secret',
        consent: 'Give consent',
        consentDone: 'Consent given',
        consentElsewhere: 'Mailboxes open, so somebody gave it',
        consentFor: 'For {{tenant}}, {{when}}',
        mailboxes: 'Open the mailboxes',
        mailboxesDone: 'Mailboxes opened',
        mailboxesText: 'An Exchange administrator lets the app into each mailbox; here is the script for it.',
        mailboxesBy_one: '1 mailbox, by the Exchange script',
        mailboxesBy_other: '{{count}} mailboxes, by the Exchange script',
        mailboxesPlain: 'List the mailboxes',
        mailboxesPlainText: 'Those that this client is allowed to open at the provider.',
        mailboxesCount_one: '1 mailbox',
        mailboxesCount_other: '{{count}} mailboxes',
        table: 'From a table',
        tableDrop: 'Drop a CSV file here, or',
        noMailbox: 'Enter a mailbox first',
        useList: 'Use this list',
        changeList: 'Change the list',
        showScript: 'Show the script',
        scriptHelp:
          'Run it in PowerShell as an Exchange administrator. It can be run again when mailboxes are added.',
        accounts: 'Add the accounts and check them',
        accountsDone: 'All accounts work',
        accountsText: 'The mailboxes of the list become accounts.',
        openOf: '{{count}} of {{most}} are open',
        triedAgain: 'the others are tried again by themselves',
        mailbox: 'Mailbox',
        state: 'State',
        notAdded: 'Not added yet',
        addAll_one: 'Add 1 account',
        addAll_other: 'Add all {{count}}',
        addFirst: 'Add the accounts first',
        makePasswords: 'Make all passwords, save once…',
        printPasswords: 'Make and print…',
        passwordName: 'Set-up {{date}}',
        passwordsSaved_one: '1 password saved. It isn’t shown again.',
        passwordsSaved_other: '{{count}} passwords saved. They aren’t shown again.',
        passwordsSkipped_one: '1 account got no password:',
        passwordsSkipped_other: '{{count}} accounts got no password:',
        sheet: 'New local passwords',
        sheetText: 'These passwords are shown here until you leave this page, and never again.',
        printAgain: 'Print…',
        sheetDone: 'Done, hide them',
      },
      hero: {
        withdrawn: 'Mailwicket no longer comes with this client',
        withdrawnText: 'Switch its accounts to another client: you find that on each account’s page.',
        newSecret: 'Enter a new secret',
        toCertificate: 'Go to the certificate',
        secretText: 'Create a new one in the provider’s portal before that day, and enter it here.',
        secretEnded:
          'Create a new one in the provider’s portal, and enter it here. Until then nobody is signed in.',
        certificateText: 'Create a new one and upload it before that day.',
        certificateEnded: 'Create a new one and upload it. Until then nobody is signed in.',
        unused: 'No account uses it yet',
        unusedText: 'Add an account, and it is offered there.',
        used_one: '1 account signs in with it',
        used_other: '{{count}} accounts sign in with it',
        usedText: 'There is nothing to do here.',
        waitingText_one: '{{count}} of them needs you. It comes first below.',
        waitingText_other: '{{count}} of them need you. They come first below.',
      },
      newCertificate: 'Create a new certificate',
      saveCertificate: 'Save the certificate (.cer)',
      certificateText: 'Upload this .cer file to the portal. The private key never leaves Mailwicket.',
      newSecretTitle: 'The new client secret of {{name}}',
      newCertificateTitle: 'Create another new certificate?',
      newCertificateText: 'The one that waits is forgotten. If it is uploaded already, use it instead.',
      next: {
        title: 'A new certificate waits',
        text: 'Upload it to the portal. Until then the present one is used. Mailwicket asks the provider for a token with the new one before it uses it.',
        textUntried:
          'Upload it to the portal. Until then the present one is used. With this grant it cannot be tried first: use it when it is uploaded.',
        use: 'It is uploaded: use it',
        save: 'Save the new certificate (.cer)',
        discard: 'Discard it',
        kept: 'The present one stays in use. A portal can take some minutes to know a new certificate.',
        untried: 'Use it all the same',
      },
      test: 'Test',
      testText: 'Asks the provider for a token, without opening a mailbox.',
      testGo: 'Ask for a token',
      testDone: 'The provider gave a token.',
      testLifetime_one: 'It would be good for 1 minute.',
      testLifetime_other: 'It would be good for {{count}} minutes.',
      testPermissions: 'It allows: {{permissions}}.',
      testNoPermissions:
        'It names no permissions. If mailboxes refuse it, look whether they were added and consented to.',
      consent: 'Admin consent',
      consentText: 'An administrator agrees once for the whole organization.',
      consentManaged:
        'Where the organization lets Microsoft manage consent, as new ones do, people cannot agree to IMAP and POP by themselves: an administrator agrees first.',
      consentToSend: 'The page to send to an administrator',
      consentSending: 'A second page, for sending through Microsoft Graph',
      consentOpen: 'Open the consent page',
      consentWaiting: 'Waiting for the administrator in the browser…',
      consentGranted: 'Consent was given for the tenant {{tenant}}.',
      consentHere: 'The page, to open on this computer',
      consentUrl: 'Consent page for another computer',
      consentUrlHelp:
        'For an administrator at another computer: copy this page. The browser ends there on a page that cannot be loaded; the consent holds all the same.',
      mailboxes: 'Mailboxes, one a line',
      smtpAuth: 'Also switch SMTP sign-in on for them',
      saveScript: 'Save the script',
      copyScript: 'Copy the script',
      script: 'The script',
    },
    guide: {
      portal: 'Open {{portal}}',
      page: 'Open this page',
      progress: 'Step {{step}} of {{steps}}',
      back: 'Back to the field',
      microsoft: {
        register: {
          title: 'Register the app',
          open: 'Sign in to the Microsoft Entra admin center; the role Application Developer is enough. Open Entra ID › App registrations › New registration.',
          name: 'Give it a name that your users will recognize on the sign-in page, and choose who may use it: “Accounts in this organizational directory only” fits one organization.',
          redirectPublic:
            'Under Redirect URI choose “Public client/native (mobile & desktop)” and enter the Redirect URI shown in the form. The port is ignored, so it needs none.',
          redirectWeb:
            'With a client secret, choose “Web” instead and enter the Redirect URI shown in the form: only that platform takes a secret.',
          clientId:
            'After Register, the Overview page shows “Application (client) ID”: that is the Client ID.',
          tenant: 'On the same page, “Directory (tenant) ID” is the tenant.',
        },
        delegated: {
          title: 'Allow mail',
          permissions:
            'Open API permissions › Add a permission › Microsoft Graph › Delegated permissions, and add IMAP.AccessAsUser.All, POP.AccessAsUser.All and SMTP.Send (as many of them as you need).',
          consent:
            'Where the organization lets Microsoft manage consent, as new ones do, people cannot agree to IMAP and POP by themselves; to sending alone they can. Save the client here and send an administrator (Cloud Application Administrator or more) the link under “Admin consent”: it asks for exactly these permissions.',
          graph:
            'Where SMTP is switched off in the organization, mail can be sent through Microsoft Graph instead: add Microsoft Graph › Delegated permissions › Mail.Send as well. Nobody else has to agree to that one in most organizations.',
          publicFlows:
            'For device code and the password grant, open Authentication and switch “Allow public client flows” on (a client without a secret only).',
        },
        application: {
          title: 'Allow mail for the app itself',
          permissions:
            'Open API permissions › Add a permission › APIs my organization uses › Office 365 Exchange Online › Application permissions, and add IMAP.AccessAsApp, POP.AccessAsApp and SMTP.SendAsApp (as many of them as you need). Leave SMTP.SendAsApp out where a role of Exchange is to grant sending for some mailboxes only.',
          graph:
            'To send through Microsoft Graph in the place of SMTP, add Microsoft Graph › Application permissions › Mail.Send. It is for every mailbox: to let the app send for some only, leave it out and have a role of Exchange grant it, as the script under “Open the mailboxes” can.',
          consent:
            'Grant admin consent for the organization. Without it tokens are issued, and every mailbox refuses them.',
          mailboxes:
            'After saving the client here, run the script of its step “Open the mailboxes” in PowerShell: it registers the app in Exchange and grants each mailbox.',
        },
        secret: {
          title: 'Create a secret',
          make: 'Open Certificates & secrets › Client secrets › New client secret, and choose how long it lives: 24 months at most.',
          value:
            'Copy the “Value” at once: it is shown only now. The “Secret ID” beside it is something else.',
          expires: 'Enter the day it expires: Mailwicket warns you in time.',
        },
        certificate: {
          title: 'Or use a certificate',
          make: 'Save the client here first: Mailwicket makes the key pair, and offers the certificate as a .cer file.',
          upload: 'Open Certificates & secrets › Certificates › Upload certificate, and choose that file.',
        },
        password: {
          title: 'About the password grant',
          limits:
            'It works for accounts of the organization only: not with a second factor, not for personal or federated accounts, not with “common” as the tenant.',
          interactive:
            'If policy asks for one sign-in with a browser first: add a client with the authorization code grant, sign the account in with it, reset the account, and switch it to this client.',
        },
      },
      outlook: {
        register: {
          title: 'Register the app for personal accounts',
          directory:
            'If you have a client ID that allows personal accounts, use it. A new one has needed a directory since June 2024, and a personal account has none: that of an organization will do, or the one that comes with a free Azure account, for which Microsoft asks for a phone number and a card.',
          open: 'Sign in to the Microsoft Entra admin center with an account of that directory, and open Entra ID › App registrations › New registration.',
          accounts:
            'Under Supported account types choose “Personal Microsoft accounts only”, or the choice with organizations and personal accounts if one app is to serve both. An app that exists is switched in its Manifest only (signInAudience).',
          tenant: 'Leave the tenant empty: for personal accounts it is “consumers”.',
        },
        mail: {
          permissions:
            'Open API permissions › Add a permission › Microsoft Graph › Delegated permissions, and add IMAP.AccessAsUser.All, POP.AccessAsUser.All and SMTP.Send. Nobody has to grant admin consent: each person agrees when signing in.',
          pop: 'POP has to be switched on in the settings of Outlook.com before it works.',
          passwords:
            'The account page still offers app passwords; for mail Microsoft refuses them, as it refuses the password.',
        },
        secret: {
          title: 'Only for an app of the platform “Web”: its secret',
        },
      },
      google: {
        register: {
          title: 'Make the client',
          project:
            'Open the Google Cloud console, choose or create a project, and open Google Auth Platform › Branding: a name and two addresses are enough.',
          audienceInternal:
            'In a Workspace, under Google Auth Platform › Audience choose “Internal”: then it needs no verification, and sign-ins don’t end after some days.',
          audienceExternal:
            'For personal accounts, under Google Auth Platform › Audience choose “External”. While it is in “Testing” only the test users that you list can sign in, at most 100, and each sign-in ends after 7 days: choose Publish app. For use by yourself it needs no verification; people then see a warning page, and an unverified app takes 100 people in its whole life.',
          scope: 'Under Google Auth Platform › Data Access add the scope https://mail.google.com/.',
          api: 'Only to send through the Gmail API: open the Gmail API in the library of the console, and choose Enable.',
          create: 'Open Google Auth Platform › Clients › Create client, and choose “Desktop app”.',
          clientId: 'The dialog shows the Client ID.',
          secret:
            'It shows the client secret beside it, this once only. Google gives desktop apps a secret too, and asks for both.',
          secretExpires: 'Google names no day on which it ends: leave this empty.',
          redirectUri: 'A desktop app needs none registered: leave the one in the form.',
        },
        service: {
          title: 'Make the service account',
          create: 'Open IAM & Admin › Service Accounts, make one, and under Keys add a key of type JSON.',
          key: 'Choose that file here. The Client ID is the account’s “Unique ID”.',
          delegation:
            'In the Workspace admin console open Security › API controls › Domain-wide delegation, and add that Client ID with the scope https://mail.google.com/.',
        },
      },
      closed: {
        title: 'No new clients: an app password does it',
        appPassword:
          'Yahoo and AOL give out no new OAuth clients for mail. Switch two-step verification on, create an app password under Account security › External connections, and enter it in your mail program with Yahoo’s or AOL’s own mail servers: you don’t need Mailwicket for that.',
        existing: 'If you have an OAuth client from earlier, enter it here.',
      },
      other: {
        register: {
          title: 'Register at the provider',
          open: 'Look in the provider’s developer pages for “OAuth”, “API clients” or “applications”, and register one for mail.',
          redirectUri: 'Enter the Redirect URI shown in the form.',
          clientId: 'Take over the client ID.',
          secret: 'Take over the client secret, if you are given one.',
          secretExpires:
            'If the provider names a day on which the secret ends, enter it: Mailwicket warns you in time.',
          urls: 'The Permission URL and the Token URL are in the provider’s documentation, often as “authorization endpoint” and “token endpoint”; so are the scopes for IMAP, POP and SMTP.',
        },
      },
    },
    activity: {
      none: 'Nothing has happened yet.',
      noMatch: 'No line fits these filters.',
      search: 'Search',
      account: 'Account',
      allAccounts: 'All accounts',
      kind: 'Kind',
      allKinds: 'Everything',
      onlyTrouble: 'Only trouble',
      export: 'Export',
      lines_one: '{{count}} line',
      lines_other: '{{count}} lines',
      trouble: 'Trouble',
      more: 'Show older lines',
      exportHelp: 'Saves the lines that are shown, for others to read: without addresses.',
      when: 'When',
      protocol: 'Protocol',
      peer: 'From',
      line: {
        signedIn: 'A mail program signed in over {{protocol}}',
        ended: '{{protocol}} session ended',
        endedReceived: '{{protocol}} session ended, {{amount}} received',
        endedSent: '{{protocol}} session ended, {{amount}} sent',
      },
      times_one: '{{text}}',
      times_other: '{{text}}, {{count}} times',
      first: 'First',
      copy: 'Copy details',
      openSettings: 'Open the settings',
      openAccount: 'Open the account',
      newPassword: 'Create a new password',
      hour: {
        title: 'Last hour',
        quiet: 'No logins',
        logins_one: '{{count}} login',
        logins_other: '{{count}} logins',
        octets: '{{received}} received, {{sent}} sent',
        receiving: 'Receiving',
        sending: 'Sending',
        refused: 'Refused',
        now: 'Now',
      },
      facts: {
        refusal: 'Refusal',
        form: 'Form of the login',
        fix: 'What to do',
        reason: 'Reason',
        message: 'What happened',
        late: 'After the login',
        check: 'In a check',
        toClient: 'Sent to the mail program',
        toUpstream: 'Sent to the provider',
        milliseconds: 'Milliseconds',
        endedBy: 'Ended by',
        error: 'Error',
        port: 'Port',
        address: 'Address',
        code: 'Code',
        answer: 'The provider answered',
        client: 'OAuth client',
        clientId: 'Client’s ID here',
        daysLeft: 'Days left',
      },
      factValues: {
        true: 'yes',
        false: 'no',
        'wrong-password': 'wrong password',
        temporary: 'for now',
        'needs-sign-in': 'somebody must sign in',
        refused: 'for good',
        busy: 'too busy',
        'client-left': 'the mail program left',
        limit: 'too slow, or too much',
        'tls-on-plain-port': 'TLS on a port without it',
        protocol: 'not as the protocol says',
        client: 'the mail program',
        upstream: 'the provider',
      },
      kinds: {
        'login-accepted': 'Logins',
        'login-refused': 'Refusals',
        'message-sent': 'Sent messages',
        'message-refused': 'Messages not sent',
        'session-ended': 'Ended sessions',
        connection: 'Connections',
        'sign-in': 'Sign-ins',
        token: 'Tokens',
        listener: 'Ports',
        settings: 'Settings',
        check: 'Checks',
      },
    },
    importing: {
      title: 'Import',
      text: 'Bring your accounts from another proxy or from a table. You see first what would be added.',
      file: 'Configuration or table',
      drop: 'Drop the file anywhere on this page, or',
      fileHelp:
        'email-oauth2-proxy: emailproxy.config · DavMail: davmail.properties · a table: CSV with the column “address”.',
      pasteInstead: 'Paste the content instead',
      paste: 'Content of the file',
      nothingPasted: 'Paste the content first',
      client: 'OAuth client of rows that name none',
      clientNone: 'None',
      look: 'Show what would be added',
      inFile: 'In the file',
      becomes: 'What happens',
      toDo: 'What is left to do',
      format: {
        'email-oauth2-proxy': 'A configuration of email-oauth2-proxy',
        davmail: 'A configuration of DavMail',
        csv: 'A table of accounts',
      },
      nothing: 'There is nothing in it to import.',
      nothingTaken: 'As it stands, nothing of it can be imported. The reasons are below.',
      clientNew: 'New client',
      clientThere: 'Already here',
      accountNew: 'New account',
      accountBy: 'signs in with {{client}}',
      notTaken: 'Left out',
      files: 'It names files. Choose them here, so that they come along:',
      chosen: 'Chosen',
      apply_one: 'Import 1 account',
      apply_other: 'Import {{count}} accounts',
      applyClients: 'Import the OAuth clients',
      again: 'Choose something else',
      done_zero: 'OAuth clients imported',
      done_one: '1 account imported',
      done_other: '{{count}} accounts imported',
      doneNothing: 'Nothing was added',
      openOf: 'Open {{name}}',
      next: {
        'sign-in': 'Sign in',
        'make-password': 'Create a local password',
        nothing: 'Nothing to do',
      },
      toAccounts: 'Go to the accounts',
    },
    policy: {
      held: 'Set by your organization',
      managed: 'Your organization manages some of these settings.',
    },
    settings: {
      unreadable: 'The settings couldn’t be read. The reason is above.',
      tabs: {
        general: 'General',
        ports: 'Ports',
        devices: 'Devices',
        encryption: 'Encryption',
        network: 'Network',
        help: 'Help',
      },
      ports: {
        title: 'Ports for mail programs',
        text: 'Only programs on this computer reach them. Changes are used at once.',
        port: 'Port for {{name}}',
        use: 'Serve {{name}}',
        open: 'Open on this computer',
        openPort: 'Open as port {{port}} on this computer',
        openToNetwork: 'Open on your network',
        openToNetworkPort: 'Open as port {{port}} on your network',
        useFree: 'Use {{port}} instead',
        closed: 'Off',
        chosenAtStart:
          'Set by the command that started Mailwicket: {{names}}. A change here counts from the next start without it.',
        range: 'A port is a number from 1 to 65535.',
        twice: 'Another protocol has this port already.',
        tlsName: '{{protocol}} with TLS',
      },
      tls: {
        title: 'Encrypted ports',
        text: 'For Apple Mail, phones and printers. The certificate is made on this computer.',
        made: 'The certificate was made on this computer.',
        until: 'Certificate good until {{date}}',
        trustLink: 'Trust it on this computer',
        isOff: 'The encrypted ports are off, so there is no certificate to trust yet.',
        toPorts: 'Switch them on under Ports',
        trust: 'Trust the certificate',
        trustText:
          'A mail program that connects to the encrypted ports has to trust this computer’s own certificate, once.',
        save: 'Save the certificate',
        replaced: {
          title: 'Trust the new certificate',
          names:
            'This computer has a name or an address that the former certificate doesn’t cover. Save the new one and trust it wherever you trusted the former one.',
          renewed:
            'The certificate was renewed before it expired. Programs that trust the former one keep working until {{until}}. Save the new one by then and trust it there too.',
        },
        fingerprint: 'SHA-256 fingerprint',
        expires: 'Good until',
        names: 'Names in the certificate',
        namesOwn:
          'Enter one of these as the server in your mail program. Once other devices are let in, the certificate also names this computer on your network.',
        namesNew:
          'Enter one of these as the server on the device. When this computer gets a new name or address, the certificate is renewed at the next start, and keeps the former names. A program in which you confirmed the certificate itself then asks once more.',
        systems: {
          windows: 'Trust it on Windows',
          macos: 'Trust it on a Mac',
          linux: 'Trust it on Linux',
          thunderbird: 'Trust it in Thunderbird',
        },
        how: {
          windows:
            'Open the file, choose “Install Certificate”, and put it under “Trusted Root Certification Authorities”.',
          macos: 'Open the file in Keychain Access, and under “Trust” choose “Always Trust”.',
          linux:
            'Copy the file to /usr/local/share/ca-certificates and run update-ca-certificates. Some desktops do it in their settings.',
          thunderbird: 'Settings › Privacy & Security › Manage Certificates › Authorities › Import.',
        },
      },
      own: {
        title: 'A certificate of your own',
        text: 'For a network that has an authority of its own. The files are read again when somebody renews them.',
        certificate: 'Certificate file',
        certificateHelp: 'PEM, with the certificates that signed it, by its whole path.',
        key: 'Key file',
        keyHelp: 'PEM, without a passphrase. Mailwicket has to be able to read it.',
        until: 'In use, good until {{date}}',
        notUsed: 'The files can’t be used. Mailwicket’s own certificate is in use.',
        kept: 'The files can’t be used. The certificate before them is in use, good until {{date}}.',
        save: 'Use these files',
        remove: 'Use Mailwicket’s certificate',
      },
      senders: {
        title: 'Devices that can’t sign in',
        text: 'Old printers and scanners. Each gets a port of its own and sends as one of your accounts, without a password.',
        noAccount: 'Add an account first.',
        noSendingAccount:
          'Add an account first that signs in without its own password: a device sends none to pass on.',
        add: 'Add device',
        addTitle: 'Add a device',
        edit: 'Edit',
        editTitle: 'Edit {{name}}',
        removeText: 'Its port is closed, and it can’t send any more.',
        more: 'More for {{name}}',
        sendsAs: 'Sends as {{address}}, from {{from}}',
        sent_one: '{{count}} message in the last hour, of at most {{most}}',
        sent_other: '{{count}} messages in the last hour, of at most {{most}}',
        open: 'Open on {{address}}, port {{port}}',
        closed: '{{address}}, port {{port}}: {{why}}',
        paused: 'Paused',
        warning:
          'This port takes mail without a password. Whoever has one of the addresses you name can send as the account. Name the device alone, and only on a network you trust.',
        name: 'Name',
        account: 'Account it sends by',
        from: 'Addresses that may send',
        fromHelp: 'The device’s own address, or a network such as 192.0.2.0/24. Everyone else is refused.',
        address: 'Address of this computer',
        addressHelp: '0.0.0.0 stands for every address of this computer.',
        security: 'Encryption',
        securities: { none: 'None', starttls: 'STARTTLS', tls: 'TLS' },
        securityHelp: {
          none: 'What it sends can be read on your network.',
          starttls: 'The device has to use it, and to trust the certificate.',
          tls: 'The device has to trust the certificate.',
        },
        policy: 'If it names another sender',
        policies: { rewrite: 'Replace it with the account’s address', refuse: 'Refuse the message' },
        policyHelp: {
          rewrite: 'Answers still go to the address that the device named.',
          refuse: 'The device has to name the account’s address itself.',
        },
        sender: 'Sender’s address',
        senderHelp: 'The mailbox that it sends as.',
        limit: 'Messages an hour, at most',
      },
      devices: {
        title: 'Other devices on my network',
        off: 'Off. Printers, scanners and phones can’t reach Mailwicket.',
        on: 'On. Devices on your network reach the encrypted ports of this computer.',
        chosenAtStart:
          'Set by the command that started Mailwicket. A change here counts from the next start without it.',
        askTitle: 'Let other devices in?',
        warnReach:
          'Every device on your network can then try passwords. After wrong ones it has to wait, and Activity lists it.',
        warnTls:
          'They reach only the encrypted ports, which are switched on for that. The other ports stay on this computer.',
        warnPlace: 'Do it only on a network you trust, never on a public one. Your firewall may ask.',
        go: 'Let them in',
        enter:
          'On the device, enter this computer’s name or address as the server, an encrypted port, and a local password of the account.',
        enterNames:
          'On the device, enter one of these as the server: {{names}}. Add an encrypted port and a local password of the account.',
      },
      program: {
        title: 'This program',
        startAtLogin: 'Start when I log in',
        startAtLoginApproval: 'Allow it in System Settings › General › Login Items.',
        signInWindow: 'Sign in in a window of Mailwicket',
        signInWindowText: 'Instead of your browser. Passkeys and managed devices need the browser.',
        language: 'Language',
        theme: 'Appearance',
        themes: {
          system: 'As the system',
          light: 'Light',
          dark: 'Dark',
        },
        notices: 'Notify me when an account needs me',
        noticesDenied:
          'This browser doesn’t let the page notify you. Allow it in the browser’s settings for this page.',
        secretsNotKept:
          'This desktop has no safe place for secrets, so sign-ins and local passwords are lost whenever Mailwicket ends. Install or unlock a keyring (GNOME Keyring or KWallet), then start Mailwicket again.',
        updates: 'Updates',
        updatesState: {
          off_unsigned:
            'This build isn’t signed, so it doesn’t look for updates. Get a newer one where you got this one.',
          off_packages: 'Updates come with this system’s own packages.',
          off_organization: 'Your organization rolls updates out. Mailwicket doesn’t look for them.',
          off_chosen: 'Mailwicket doesn’t look for updates.',
          idle: 'Up to date',
          checking: 'Looking for a newer version…',
          available: 'Version {{version}} is available. Get it where you got this one.',
          downloading: 'Downloading version {{version}}…',
          downloadingPercent: 'Downloading version {{version}}… {{percent}} %',
          downloaded: 'Version {{version}} is ready. It will be installed when you quit Mailwicket.',
          failed_unreachable:
            'Couldn’t look for updates: their server can’t be reached. Mailwicket tries again later.',
          failed_untrusted:
            'The update wasn’t installed: it isn’t signed by whoever made this copy, or it was damaged on the way.',
          failed_other: 'The update didn’t work. Mailwicket tries again later.',
        },
        installUpdate: 'Restart and update',
        installAskTitle: 'Restart now?',
        installAsk_one:
          'A mail program is connected. It is disconnected for a moment, and connects again by itself.',
        installAsk_other:
          '{{count}} mail connections are open. They are interrupted for a moment; mail programs connect again by themselves.',
        checkUpdates: 'Look for updates',
      },
      network: {
        proxyTitle: 'Network proxy',
        proxyNone: 'None set here. HTTPS_PROXY and ALL_PROXY count, or what the system’s settings say.',
        proxy: 'Address',
        proxyHelp:
          'http://host:port or socks5://host:port. If it asks for a user name, write user@ before the host.',
        proxyPasswordHelp: 'Only if the proxy asks for one. It is kept with your other secrets.',
        proxyPasswordKept: 'A password is stored. Leave this empty to keep it.',
        proxyNow: 'In use: {{url}}',
        proxyNowUser: 'In use: {{url}}, as {{user}}',
        proxyNowLogin: 'In use: {{url}}, as {{user}} with a password',
        proxySave: 'Use this proxy',
        proxyRemove: 'No proxy',
        authorities: 'Extra certificate authorities',
        authoritiesText:
          'For a network that inspects encrypted connections, or a mail server with its own certificate. Certificates are always checked; these are trusted as well as the usual ones.',
        authorityPath: 'Path of a PEM file on this computer',
        authorityAdd: 'Add',
        authorityRemove: 'Remove {{file}}',
      },
      support: {
        title: 'Report for support',
        text: 'For whoever helps you: versions, ports, states and the latest trouble. It leaves out addresses, names, passwords and tokens. Read it before you pass it on.',
        make: 'Create a report',
        report: 'The report',
        copy: 'Copy the report',
        save: 'Save the report',
        about: 'Mailwicket {{version}}',
        license: 'Free software under the Apache License 2.0.',
        licenses: 'Licenses of the packages in it',
        licensesNotHere: 'This copy was not packed: each license is with its package, in node_modules.',
      },
    },
  },
  tray: {
    state: {
      ready: 'working',
      'signing-in': 'signing in…',
      'needs-sign-in': 'signed out',
      'needs-password': 'needs a local password',
      refused: 'refused',
      unreachable: 'can’t be reached',
      paused: 'paused',
    },
    menu: {
      account: '{{address}}: {{state}}',
      line: '{{text}}',
      more_one: '{{count}} more account',
      more_other: '{{count}} more accounts',
      'sign-in': 'Sign in again…',
      'sign-in-first': 'Sign in…',
      'cancel-sign-in': 'Cancel signing in',
      'make-password': 'Create a local password…',
      'show-problem': 'Show what’s wrong',
      'open-client': 'Open the OAuth client',
      'show-account': 'Show',
      'copy-settings': 'Copy mail settings',
      pause: 'Pause',
      resume: 'Resume',
      open: 'Open Mailwicket',
      'check-all': 'Check all now',
      'pause-all': 'Pause all',
      'resume-all': 'Resume all',
      'start-at-login': 'Start at login',
      'start-at-login-held': 'Start at login (set by your organization)',
      'start-at-login-approval': 'Start at login (allow it in System Settings › Login Items)',
      'check-updates': 'Check for updates',
      restart: 'Restart Mailwicket',
      quit: 'Quit Mailwicket',
      file: 'File',
      close: 'Close window',
      edit: 'Edit',
      window: 'Window',
    },
    'settings-text': {
      title: 'Mail settings for {{address}}',
      line: '{{protocol}}: server {{host}}, port {{port}}, connection security: {{security}}',
      'security-none': 'none (it stays on this computer)',
      'security-tls': 'SSL/TLS',
      user: 'User name: {{address}}',
      'password-own': 'Password: the local password you created in Mailwicket',
      'password-adopt-first':
        'Password: the one your mail program has now. Mailwicket keeps the first one it receives',
      'password-pass-on': 'Password: the account’s own password',
    },
    notice: {
      'sign-in': 'Sign in again',
      tomorrow: 'Tomorrow',
      'needs-sign-in': {
        title: '{{address}} needs you',
        body: 'Sign in again. Until then, new mail waits at the provider. Click here to begin.',
      },
      'sign-in-doubt': {
        title: 'Look at the sign-in of {{address}}',
        body: '{{message}}',
      },
      'first-login': {
        title: 'Is this your mail program?',
        body: 'One at {{peer}} logged in as {{address}} for the first time. Sign in only if it was yours.',
      },
      refused: {
        title: '{{address}} was refused',
        body: '{{message}} {{fix}}',
      },
      'first-success': {
        title: '{{address}} is signed in',
        body: 'Connect your mail program now. Click here for its settings.',
      },
      'secret-expiring': {
        title: 'The client secret of {{client}} expires soon',
        body: 'It expires on {{date}}. Create a new one at the provider and enter it in Mailwicket.',
      },
      'certificate-expiring': {
        title: 'The certificate of {{client}} expires soon',
        body: 'It expires on {{date}}. Create a new one in Mailwicket and upload it to the provider.',
      },
      'secret-expired': {
        title: 'The client secret of {{client}} has expired',
        body: 'It expired on {{date}}. Create a new one at the provider and enter it in Mailwicket.',
      },
      'certificate-expired': {
        title: 'The certificate of {{client}} has expired',
        body: 'It expired on {{date}}. Create a new one in Mailwicket and upload it to the provider.',
      },
      'still-running': {
        title: 'Mailwicket is still running',
        body: 'Your mail keeps working. Its icon is beside the clock, with Quit in its menu.',
      },
      'check-good_one': 'The account works',
      'check-good_other': 'All {{count}} accounts work',
      'check-bad_one': '{{count}} account doesn’t work',
      'check-bad_other': '{{count}} accounts don’t work',
      'check-body': 'Click here to see what was found.',
      copied: {
        title: 'Copied',
        body: 'The settings for {{address}} are on the clipboard.',
      },
      'sign-in-failed': {
        title: '{{address}} wasn’t signed in',
        body: '{{message}} {{fix}}',
      },
      'secrets-in-memory': {
        title: 'Sign-ins won’t be kept',
        body: 'No keyring is unlocked, so sign-ins and local passwords are lost when Mailwicket quits. Unlock one, then click here to restart Mailwicket.',
      },
      'secrets-unprotected': {
        title: 'Your sign-ins aren’t protected',
        body: 'No keyring is unlocked, so whoever can read your files can use your sign-ins. Unlock one, then click here to restart Mailwicket.',
      },
      'vault-locked': {
        title: 'Your sign-ins can’t be opened',
        body: '{{message}} Click here to restart Mailwicket.',
      },
      'action-failed': {
        title: 'That didn’t work',
        body: '{{message}} {{fix}}',
      },
      'update-available': {
        title: 'Mailwicket {{version}} is available',
        body: 'Get it from where you got this one.',
      },
      'update-downloading': {
        title: 'Mailwicket {{version}} is being downloaded',
        body: 'It will be installed when you quit.',
      },
      'update-downloaded': {
        title: 'Mailwicket {{version}} is ready',
        body: 'It will be installed when you quit.',
      },
      'update-none': {
        title: 'Mailwicket is up to date',
      },
      'update-failed': {
        title: 'Couldn’t look for updates',
        body: 'Mailwicket tries again later.',
      },
    },
    start: {
      failed: 'Mailwicket can’t start',
    },
    bar: {
      title: 'Sign in: {{address}}',
      account: 'Sign in as {{address}}',
      code: 'Enter this code: {{code}}',
      secure: 'Secure connection',
      'this-machine': 'Mailwicket on this computer',
      loading: 'Loading…',
      browser: 'Use my browser instead',
      cancel: 'Cancel',
      close: 'Close',
      'proxy-login': 'The network proxy {{proxy}} asks for a user name and a password.',
      'proxy-login-again': 'The network proxy {{proxy}} didn’t accept the user name and password.',
      user: 'User name',
      password: 'Password',
      'certificate-wanted': '{{host}} asks for a certificate of yours.',
      'certificate-choice': '{{subject}} (from {{issuer}}, until {{until}})',
      answer: 'Continue',
      decline: 'Continue without',
      refused: 'The page tried to open {{host}} without a secure connection. That was blocked.',
      certificate:
        'The certificate of {{host}} isn’t valid. The sign-in was stopped, and nothing was sent there.',
      unreachable: '{{host}} can’t be reached ({{reason}}). Check the network, or use your browser.',
      gone: 'The page has crashed. Use your browser, or cancel and start again.',
    },
  },
  core: {
    overall: {
      problem: 'The settings can’t be read',
      listener: 'Port {{port}} can’t be opened',
      device: 'Port {{port}} for {{name}} can’t be opened',
      accounts_one: '{{address}} needs you',
      accounts_other: '{{count}} accounts need you',
      network: 'No network',
      unreachable_one: '{{address}} can’t be reached',
      unreachable_other: '{{count}} accounts can’t be reached',
      'signing-in_one': 'Signing in {{address}}',
      'signing-in_other': 'Signing in {{count}} accounts',
      checking: 'Checking…',
      'check-failed_one': 'The check of {{address}} failed',
      'check-failed_other': '{{count}} accounts failed their check',
      paused: 'All accounts are paused',
      'no-account': 'No account yet',
      ready_one: 'Your account works',
      ready_other: 'All {{count}} accounts work',
    },
    command: {
      optionIs: 'The option is {{option}}.',
      noCommandNamed: 'No command was named.',
      helpTells: '{{command}} tells what there is.',
      addOneFirst: 'Add one first.',
      fileUnreadable: 'The file {{file}} cannot be read: {{why}}.',
      checkNameAndReaders: 'Check its name and who may read it.',
      notThere: 'it is not there',
      noPortOpened: 'No port could be opened.',
      portProblem: '{{name}} (port {{port}}): {{why}}',
      workersEnd: 'The workers end as soon as they are started: {{why}}',
      serveWithoutWorkers:
        'Look at the log for the reason. Without --workers, mail programs are served by one process.',
      couldNotBeOpened: 'it could not be opened.',
      endThoseProgramsOrChoose: 'End those programs, or choose other ports with {{options}}.',
      noPanel: 'No panel is shown on this data folder.',
      commandIs: 'The command is: {{command}}',
    },
    settings: {
      mustPort: 'must be a port: a number up to 65535 without quotes, or the word off',
      chooseAnotherPlace: 'Choose another place.',
      fileNotSaved: 'The file was not saved: {{why}}.',
      startAtLoginNotSet: 'Start at login couldn’t be changed: {{why}}.',
      ownAutostartEntry: 'Make sure that {{path}} and its folder belong to you.',
      pageMayNotAsk: 'This page may not ask that.',
      noSuchCommand: 'There is no such command.',
      copyAddressOpenYourBrowser: 'Copy the address and open it in your browser, if you trust it.',
      mailwicketDoesNotOpenPages: 'Mailwicket does not open pages of {{host}}.',
      tryAgainLater: 'Try again later.',
      noNetworkProxySet: 'No network proxy is set.',
      giveAddressPassword: 'Give its address with the password.',
      settings: 'the settings',
      namePemFileWholePath:
        'Name a PEM file by its whole path, which the user as whom Mailwicket runs may read.',
      noCertificate: 'There is no certificate in {{file}}.',
      namePemFileBeginsBegin: 'Name a PEM file: it begins with “-----BEGIN CERTIFICATE-----”.',
      noPrivateKey: 'There is no private key in {{file}}, or it is encrypted.',
      namePrivateKey: 'Name the PEM file of the certificate’s key, without a passphrase.',
      keyOfAnother: 'The key in {{file}} does not belong to the certificate in {{certificate}}.',
      nameBothFiles: 'Name the two files that belong together; after a renewal both are read again.',
      twoFiles: 'Name two files: the certificate, and its key.',
      certificateTaken: 'The certificate of the TLS ports was renewed; it is good until {{date}}.',
      certificateNeverTaken:
        'The certificate for the TLS ports was not taken from its files; Mailwicket’s own is in use, which other programs don’t trust.',
      certificateNotTaken:
        'The certificate for the TLS ports was not taken from its files; the one before goes on.',
      certificateEnds: 'The certificate of the TLS ports ends on {{date}}. Have it renewed.',
      certificateEnded:
        'The certificate of the TLS ports ended on {{date}}: programs refuse it. Have it renewed.',
      panelCannotDo: 'The panel cannot do this.',
      useDesktopProgram: 'Use the desktop program for it.',
      writeHttpHostPortSocks5:
        'Write it as http://host:port or socks5://host:port; a user name and a password go before an @.',
      networkProxyNotUnderstood: 'The network proxy in {{place}} is not understood.',
      passwordNetworkProxyCannotRead:
        'The password of the network proxy cannot be read from the vault. Enter it again in the settings.',
      checkNetworkConnectionProxy: 'Check the network connection, and the proxy in {{place}}.',
      networkProxyDidNotAnswer: 'The network proxy {{proxy}} did not answer in time.',
      writeThemIntoBeforeHost: 'Write them into {{place}}: before the host, as user:password@.',
      allowServerPortNameServer:
        'Have it allow this server and port, or name the server in NO_PROXY, or change the proxy in {{place}}.',
      settingsNameCertificateAuthorityNo:
        'The settings name {{file}} as a certificate authority, and no certificate (PEM) can be read there.',
      putFileBackTakeOut:
        'Put the file back, or take it out of “extraCertificateAuthorities” in the settings or the organization’s policy.',
      correctNamedTryAgain: 'Correct what is named and try again.',
      somethingWentWrong: 'Something went wrong.',
      mailwicketDoesNotAnswer: 'Mailwicket does not answer.',
      checkRunningThenTryAgain: 'Check that it is running, then try again.',
      browserDidNotAllow: 'The browser did not allow this.',
      doHand: 'Do it by hand.',
      proxyCannotBeUsed: 'The network proxy {{proxy}} cannot be used.',
      proxyCannotBeUsedCode: 'The network proxy {{proxy}} cannot be used ({{code}}).',
      proxyWantsLogin: 'The network proxy {{proxy}} wants a user name and a password.',
      proxyRefusedLogin: 'The network proxy {{proxy}} did not take the user name and the password.',
      proxyDoesNotConnect: 'The network proxy {{proxy}} does not connect to {{server}} ({{words}}).',
      proxyPasswordUnreadable: 'The password of the network proxy {{proxy}} cannot be read.',
      noPagesOfThisKind: 'Mailwicket does not open pages of this kind.',
      systemsSettings: 'the system’s settings',
      enterProxyInSettings:
        'Enter this proxy in the settings of Mailwicket, with its user name and password.',
    },
    policy: {
      setByOrganization: '{{what}}: set by your organization.',
      askAdministrator: 'Ask whoever looks after your organization’s computers.',
      domainNotAllowed: 'Your organization doesn’t allow accounts of {{domain}} here.',
      providerNotAllowed: 'Your organization doesn’t allow accounts at {{provider}} here.',
      cannotTellWhatIsAllowed:
        'Your organization’s policy can’t be read, so no account can be added or changed until it is corrected.',
      unreadable: 'Your organization’s policy in {{where}} can’t be read: {{why}}.',
      mendUnreadable: 'Until it is corrected nothing that a policy can set can be changed. Mail goes on.',
      untrusted: 'The policy in {{where}} isn’t used: {{why}}.',
      mendUntrusted: 'Only an administrator may be able to write it. Correct its owner and its permissions.',
      invalid: 'A part of your organization’s policy in {{where}} can’t be used: {{why}}.',
      mendInvalid:
        'What it is about stays as it is and can’t be changed until it is corrected. Everything else holds.',
      itself: 'the policy of your organization',
      notAnObject: 'it is not a JSON object',
      tooLong: 'it is longer than 1 MB',
      isLink: 'it is a symbolic link',
      belongsToUser: '{{path}} belongs to the user {{owner}}',
      othersCanWrite: 'others than its owner can write {{path}}',
      ownedByOther: 'its owner is not an administrator ({{owner}})',
      writableByEverybody: 'everybody can write it',
      writableByOther: 'others than administrators can write it ({{who}})',
      ownerUnknown: 'Windows does not say whose it is',
      registryClosed: 'the registry can’t be read with reg.exe or PowerShell',
      notProperties: 'plutil can’t read it',
      mustDomain: 'must be a domain like example.org or *.example.org',
      mustProxyWithoutPassword: 'must be the address of a proxy, without a password',
      keys: {
        registrations: 'The built-in OAuth clients',
        clients: 'The OAuth clients of the organization',
        allowedProviders: 'The providers',
        allowedDomains: 'The domains',
        imap: 'The port for IMAP',
        pop: 'The port for POP',
        smtp: 'The port for SMTP',
        imaps: 'The port for IMAP with TLS',
        pops: 'The port for POP with TLS',
        smtps: 'The port for SMTP with TLS',
        lanAccess: 'Access from other devices',
        networkProxy: 'The network proxy',
        extraCertificateAuthorities: 'The certificate authorities',
        panel: 'The screens in a browser',
        startAtLogin: 'Start at login',
        signInWindow: 'The sign-in window',
        updates: 'Updates',
      },
    },
    storage: {
      vaultCannotOpened: 'The vault cannot be opened.',
      vaultKeySealedKeyringDesktop: 'vault-key.sealed, which the keyring of this desktop opens',
      settingsCannotWritten: 'The settings {{path}} cannot be written: {{why}}.',
      bringKeyFileBackFrom:
        'Bring the key file back from a backup, or move the vault folder away to begin anew and sign in again.',
      vaultButKeyNotNo:
        'The vault {{folder}} is there, but its key {{path}} is missing. No new key was made: it couldn’t open what the vault holds.',
      vaultKeyMadeSomebodyElse: 'Another process has made the vault key {{path}} in the meantime.',
      keyringDesktopDidNotTake: 'This desktop’s keyring did not accept the vault key.',
      nothingChangedLost: 'Nothing was changed or lost.',
      keyringDidNotOpenKept: 'The keyring couldn’t open the stored secrets.',
      bringBackFromBackupMove: 'Bring it back from a backup, or move the data folder away and sign in again.',
      vaultKeyDamagedLeft: 'The vault key {{path}} is damaged and was left as it is.',
      vaultKeyDamaged: 'The vault key {{path}} is damaged.',
      notJson: 'it is not JSON',
      dataFolderCannotUsed: 'The data folder {{path}} cannot be used: {{why}}.',
      dataFolderNotClosed: 'The data folder {{path}} cannot be closed to other users of this machine.',
      dataFolderOpenOtherUsers:
        'The data folder {{path}} is open to other users of this machine and holds other files.',
      systemDoesNotSayWhere:
        'This system doesn’t say where this user’s files go. Name a data folder with --data.',
      value: 'a value',
      nameDoubleQuotes: 'a name in double quotes',
      colon: 'a colon',
      commaClosingBracket: 'a comma or a closing bracket',
      endFile: 'the end of the file',
      settingsWereNotChanged: 'The settings were not changed: {{why}}',
      settingsCannotRead: 'The settings {{path}} cannot be read: {{why}}.',
      settingsWereWrittenNewerVersion:
        'The settings {{path}} were written by a newer version of Mailwicket (format {{theirs}}; this version knows {{ours}}). Nothing was changed. Install that version or a newer one.',
      copyKept: 'A copy is kept as {{path}}.',
      permissionDenied: 'permission denied',
      diskFull: 'the disk is full',
      diskQuotaUsedUp: 'the disk quota is used up',
      diskReadOnly: 'the disk is read-only',
      diskReportsInputOutputError: 'the disk reports an input/output error',
      noSuchFileOrFolder: 'there is no such file or folder',
      fileWhereFolderShould: 'a file is where a folder should be',
      folderWhereFileShould: 'a folder is where a file should be',
      tooManyFilesOpen: 'too many files are open',
      anotherProgramUsing: 'another program is using it',
      nothingListens: 'nothing accepts connections there',
      hostNameUnknown: 'no address is known for its name',
      hostNameNotLookedUp: 'its name could not be looked up',
      noWayThere: 'the network has no way there',
      noAnswer: 'it does not answer',
      connectionBroken: 'the connection broke',
      certificateExpired: 'the server’s certificate has expired; renew it there, or set the clock here',
      certificateAnotherName:
        'the server’s certificate is for another name; use a name in the address that is in the certificate',
      certificateNotTrusted:
        'the server’s certificate is not trusted here; name the file of its authority with sslrootcert in the address',
      unknownError: 'unknown error',
      vaultKeyMailwicketVaultKey: 'vault.key, MAILWICKET_VAULT_KEY or the service credential',
      nothingChangedBringBackKey:
        'Nothing in it was changed. Bring back the key that it was made with ({{places}}; for a database, that of the other gateways), or move the vault folder away to begin anew and sign in again.',
      vaultMadeAnotherKey: 'The vault {{folder}} was made with another key.',
      vaultWrittenNewerVersionMailwicket:
        'The vault {{folder}} was written by a newer version of Mailwicket. Nothing in it was changed. Install that version or a newer one.',
      vaultKeyMust32Octets: 'The vault key must be 32 bytes long.',
      entryCannotRead: 'the entry {{name}} cannot be read',
      vaultEntryDamagedLeftBring:
        'The vault entry {{name}} is damaged and was left as it is ({{path}}). Bring the file back from a backup, or sign in again.',
      entryCannotWritten: 'the entry {{name}} cannot be written',
      entryCannotRemoved: 'the entry {{name}} cannot be removed',
      entriesCannotListed: 'its entries cannot be listed',
      entryCannotLocked: 'the entry {{name}} cannot be locked',
      storeAddress: 'The address of the database cannot be used.',
      storeAddressForm: 'It has this form: postgresql://user@host:5432/database',
      storeSslmode: 'sslmode={{mode}} cannot be used for the database.',
      storeSslmodes: 'Choose verify-full, verify-ca or disable.',
      passwordFileOpen: 'Other users can read the file {{file}}, so the password in it is not used.',
      passwordFileOpenFix: 'Make it yours alone (chmod 600), then start again.',
      storeSslPair: 'sslcert and sslkey go together, and only one of them is in the address of the database.',
      storeSslFiles: 'Correct sslrootcert, sslcert and sslkey in the address of the database.',
      storeUnavailable: 'The database {{store}} cannot be used now: {{why}}.',
      storeWantsPassword:
        'it asks for a password, and there is none in MAILWICKET_STORE, PGPASSWORD, PGPASSFILE or ~/.pgpass',
      storeUnavailableFix:
        'Check the database. Until it is back, accounts whose tokens are still good go on, and nothing can be changed.',
      storePooler:
        'Between Mailwicket and the database {{store}} is a connection pooler that takes sessions apart: what other gateways change would not be heard of.',
      storePoolerFix:
        'Connect to the database itself, or have the pooler keep sessions (PgBouncer: pool_mode = session).',
      storeNewer:
        'The database {{store}} was set up by a newer version of Mailwicket. Nothing in it was changed.',
      storeNewerFix: 'Install that version or a newer one.',
      settingsConflict:
        'Others were changing the settings at the same time, so this change was not made. Try again.',
      storeEmpty: 'There is nothing to copy in {{place}}.',
      storeNotEmpty: '{{place}} already holds settings and secrets. Nothing was copied.',
      storeNotEmptyFix: 'To put the copy in their place, add {{option}}.',
      alreadyServed: 'Mailwicket already serves this data folder.',
      alreadyServedBy: 'Mailwicket already serves this data folder (process {{process}}).',
      stopTheOther: 'Stop that one first, or name another folder with --data.',
      storeServed:
        'A service is using {{place}}. Stop it first: what it renews in the meantime would be missing from the copy.',
      entryNotLocked: 'The entry {{name}} was not locked.',
      vault: 'The vault {{folder}}: {{what}}: {{why}}.',
      serviceCredential: 'service credential',
      serviceCredentialMust32Octets:
        'The service credential {{name}} must be 32 bytes, raw or as base64 or hex.',
      keyFileCannotMade: 'The key file {{path}} cannot be made: {{why}}.',
      keyringKeyDamaged:
        'The key that the keyring has for {{folder}} is damaged: it must be 32 bytes in base64.',
      vaultButKeyringHasNoKey:
        'There is a vault in {{folder}}, but the keyring has no key for it. No new key was made.',
      noSecretTool:
        'The keyring cannot be asked: the program {{program}} is not installed (Debian: libsecret-tools).',
      keyringNotUnlocked: 'nobody has unlocked it within {{minutes}} minutes.',
      keyringUnavailable: 'The keyring does not answer: {{why}}',
      vaultIsTheDesktops:
        'The secrets in {{folder}} belong to the desktop application: only it can open them, by this computer’s keyring. Use its window, or another folder (--data) for the command.',
      vaultButKeyFileNot:
        'The vault {{folder}} is there, but its key file {{path}} is missing. No new key was made: it couldn’t open what the vault holds. Bring the key file back from a backup (for a database, from another gateway), or move the vault folder away to begin anew and sign in again.',
      keyFile: 'key file',
      keyFileDamagedMustHold:
        'The key file {{path}} is damaged: it must hold 32 bytes as base64. Bring it back from a backup.',
      keptSealedKeyringLockedNot: 'The stored secrets are sealed with a keyring that is locked or missing.',
      unlockKeyringLogDesktopThen:
        'Unlock the keyring, or log in to the desktop that has it; then start Mailwicket again.',
      unlockKeyringStartMailwicketAgain:
        'Unlock the keyring and start Mailwicket again; if the keyring was reset, move Mailwicket’s data folder away and sign in again.',
      fileLockTimeout: 'Another process has held {{path}} for more than {{seconds}} seconds. Is it stuck?',
      settingsCannotBeUsed:
        'The settings {{path}} cannot be used: {{why}}. The file was left as it is: correct it, or move it away to begin anew.',
      notJsonAt: 'it is not JSON: in line {{line}}, column {{column}}, {{expected}} should stand',
      notJsonInLine: 'it is not JSON: look at line {{line}}, column {{column}}',
      vaultKeyVariable: '{{name}} must be 32 bytes as base64 or hex.',
      makeOneWith: 'Make one with: {{command}}',
      chooseFolderOrClose: 'Choose a folder of its own, or close this one: {{command}}',
      keyFileReadableByOthers:
        'The key file {{path}} can be read by other users of this machine. Close it: {{command}}',
      cannotBeRead: 'The {{file}} cannot be read: {{why}}.',
      fileAndPath: '{{file}} {{path}}',
      withSystemCode: '{{words}} ({{code}})',
      andMore: 'and {{count}} more',
      pathCannotBeMade: '{{path}} cannot be made: {{why}}.',
      pathCannotBeRead: '{{path}} cannot be read: {{why}}.',
      unexpectedGoesOn: 'Something unexpected happened, and Mailwicket goes on: {{words}}',
      secretsInMemory:
        'No keyring is unlocked, so sign-ins and local passwords are lost when Mailwicket quits.',
      secretsUnprotected: 'No keyring is unlocked, so whoever can read your files can use your sign-ins.',
      dataFolderBelongsAnotherUser:
        "The data folder {{path}} belongs to another user ({{owner}}), and Mailwicket runs as user {{runner}}. Run it as that user, name another folder with --data, or give this one over: chown -R {{runner}} '{{path}}'",
      keyFileBelongsAnotherUser:
        "The key file {{path}} belongs to another user ({{owner}}), and Mailwicket runs as user {{runner}}. Run it as that user, or give the file over: chown {{runner}} '{{path}}'",
      linkNotWrittenThrough: '{{path}} is a link, and Mailwicket doesn’t write through links.',
      notPlainFile: '{{path}} is not a regular file.',
      nameAnotherFile: 'Name another file, or leave the option out to have it on standard output.',
    },
    accounts: {
      submissionWithoutUrl: 'The OAuth client has no address at which {{way}} takes mail.',
      submissionNotOffered: '{{provider}} takes no mail by {{way}}.',
      enterSubmissionUrl: 'Enter its address, such as https://graph.microsoft.com/v1.0.',
      chooseSubmission: 'Choose one of: {{offered}}.',
      mustMailAddressLikeAnna: 'must be a mail address, like anna@example.org',
      certificate: 'certificate',
      withinDay: 'within a day',
      days: 'in {{days}} days',
      tooManyPasswordsBeingChecked: 'Too many passwords are being checked at once. Try again in a moment.',
      keptPasswordHashFormVersion: 'The kept password hash has a form that this version does not know.',
      empty: 'it is empty',
      longerThanOctets: 'it is longer than {{longest}} bytes',
      holdsLineBreakNulCharacter: 'it holds a line break or a NUL character',
      accountPasswordNamedAlreadyChoose:
        'This account has a password named “{{name}}” already. Choose another name, or revoke that one first.',
      accountPasswordsMostCanRevoke:
        'This account has {{most}} passwords, the most it can have. Revoke one that is no longer used.',
      accountNoPasswordName: 'This account has no password of that name.',
      passwordsNameMust1Characters: 'A password’s name must be 1 to {{longest}} characters on one line.',
      cannotLocalPassword: 'This cannot be a local password: {{objection}}.',
      vaultEntryDoesNotHold:
        'The vault entry {{entry}} does not hold local passwords and was left as it is. Clear the local passwords of this account and set a new one.',
      serviceAccountKey: 'service-account-key',
      mustHttpsUrlPlainHttp: 'must be an https:// URL (plain http:// is for this machine only)',
      anotherProvider: 'Another provider',
      providersOauthOpenidConnectPage:
        'The provider’s OAuth or OpenID Connect page names its permission URL (authorization URL), token URL and scopes.',
      addOfflineAccessScopesIf:
        'Add offline_access to the scopes if the provider gives refresh tokens for it.',
      fastmailRegistersOauthClientsHand:
        'Fastmail registers OAuth clients by hand: ask its support for a client ID.',
      googleOpensSignPageYour:
        'Google opens its sign-in page in your browser only, never in a window of another program.',
      serviceAccountNeedsDomainWide:
        'A service account needs domain-wide delegation, granted by an administrator of the Workspace.',
      personalOutlookComAccountsGlobal: 'Personal Outlook.com accounts are in the global cloud only.',
      chooseGlobalCloudMicrosoft365: 'Choose the global cloud, or Microsoft 365 as the provider.',
      personalMicrosoftAccountsOutlookCom:
        'Personal Microsoft accounts (outlook.com, hotmail.com, live.com, msn.com)',
      noServiceAccountsTheyGoogles: '{{provider}} has no service accounts: they are Google’s.',
      doesNotOfferGrantMail: '{{provider}} does not offer the grant “{{grant}}” for mail.',
      chooseOneOffers: 'Choose one that it offers: {{offered}}.',
      enterDirectoryTenantIdOverview:
        'Enter the Directory (tenant) ID. It is on the Overview page of the app registration in the Entra admin center.',
      tenantConsumersStandsPersonalAccounts: 'The tenant “consumers” stands for personal accounts; they',
      tenantStandsManyOrganizationsClient:
        'The tenant is “{{tenant}}”, which stands for many organizations. With client credentials nobody signs in, so Microsoft cannot tell which one is meant.',
      tenantCommonMicrosoftTakesPassword:
        'The tenant is “common”. Microsoft takes a password for a named tenant or for “organizations” only, because “common” could mean a personal account.',
      enterOrganizations: '{{sentence}} Or enter “organizations”.',
      personalMicrosoftAccountSuchAccounts: '{{address}} is a personal Microsoft account. Such accounts',
      cannotSignClientTenantTakes:
        '{{accounts}} cannot sign in with this client: its tenant takes accounts of organizations only.',
      useClientOutlookComOne:
        'Use a client for Outlook.com, or one with the tenant “common” that allows personal accounts.',
      cannotUsedClientCredentialsNo:
        '{{accounts}} cannot be used with client credentials: no administrator stands behind them who could consent.',
      useClientGrantAuthorizationCode: 'Use a client with the grant “Authorization code” and sign in once.',
      cannotUsedPasswordGrantMicrosoft:
        '{{accounts}} cannot be used with the password grant: Microsoft takes passwords this way for accounts of organizations only.',
      redirectUriMustOneYour: 'The redirect URI must be the one that your client was registered with.',
      appRegistrationOneOrganizationOnly:
        'An app registration for one organization only needs the Directory (tenant) ID of that organization.',
      appRegistrationMustAllowPersonal: 'The app registration must allow personal Microsoft accounts.',
      popSwitchedSettingsOutlookCom:
        'POP has to be switched on in the settings of Outlook.com before it works.',
      authorizationCode: 'Authorization code',
      deviceCode: 'Device code',
      resourceOwnerPassword: 'Resource owner password',
      clientCredentials: 'Client credentials',
      serviceAccount: 'Service account',
      thirdPartyAccessMailSwitched:
        'Third-party access to mail has to be switched on in the Xfinity mail settings.',
      imapSwitchedSettingsYandexMail:
        'IMAP has to be switched on in the settings of Yandex Mail, under mail programs.',
      enterDirectoryTenantIdDomain:
        'Enter the Directory (tenant) ID, or a domain of the organization. The ID is on the Overview page of the app registration in the Entra admin center.',
      tenantNeitherIdNorDomain: '{{name}}: the tenant is neither an ID nor a domain.',
      authorizationUrlMissingPagePerson: 'the permission URL is missing: the page on which a person signs in',
      tokenUrlMissingWhereTokens: 'the token URL is missing: where tokens are asked for',
      deviceAuthorizationUrlMissingWhere:
        'the device code URL is missing: where the code to type is asked for',
      tenantMissingGrantMicrosoftNeeds:
        '{{name}}: the tenant is missing. With the grant “{{grant}}” Microsoft needs to know which organization is meant.',
      noCredential: 'no credential',
      clientSecret2: 'a client secret',
      chooseNoCredentialAppRegistered:
        'Choose no credential for an app registered as a desktop program, or the secret or certificate of a web app.',
      chooseNoCredentialPublicClient:
        'Choose no credential; public client flows must be allowed in the app registration.',
      chooseNoCredentialSecretCertificate:
        'Choose no credential, or the secret or certificate of the app registration.',
      addClientSecretCertificateEntra:
        'Add a client secret or a certificate. In the Entra admin center they are made on the page “Certificates & secrets” of the app registration.',
      addKeyFileJsonService:
        'Add the key file (JSON) of the service account. In the Google Cloud console it is made on the page “Keys” of the service account.',
      grantDoesNotWork: '{{name}}: the grant “{{grant}}” does not work with {{credential}}.',
      noAccount: 'There is no account {{address}}.',
      accounts: 'The accounts are: {{known}}.',
      registrationsUnusable: 'The built-in OAuth clients can’t be used: {{file}}: {{why}}.',
      registrationUnusable: 'The built-in OAuth clients can’t be used: {{file}}: {{why}}',
      mendRegistrations:
        'Everything else works. Correct the file, or use an OAuth client of your own until the next update.',
      registrationTwice: '{{name}} stands there twice',
      registrationWithoutSecret:
        '{{name}} lacks its client secret, which this provider expects of desktop apps too',
      clientBuiltIn: '{{name}} comes with Mailwicket and can’t be changed.',
      clientOfOrganization: '{{name}} comes from your organization and can’t be changed.',
      addClientOfYourOwn: 'Add an OAuth client of your own instead.',
      noOauthClient: 'There is no OAuth client {{name}}.',
      oauthClients: 'The OAuth clients are: {{known}}.',
      oauthClientSigns: 'The OAuth client {{name}} signs in {{accounts}}.',
      switchTheseAccountsAnotherClient: 'Switch these accounts to another client, or remove them first.',
      accountAlready: 'There is an account {{address}} already.',
      removeFirstSwitchAnotherClient: 'Remove it first, or switch it to another client.',
      oauthClientAlready: 'There is an OAuth client {{name}} already.',
      chooseAnotherName: 'Choose another name.',
      cannotPassPasswordOauthClient:
        '{{address}} cannot pass its password on: the OAuth client {{name}} does not use the password grant.',
      giveAccountLocalPasswordInstead: 'Give the account a local password instead.',
      standsWholeDomainOauthClient:
        '{{address}} stands for a whole domain, which the OAuth client {{name}} cannot sign in.',
      chooseClientClientCredentialsApp:
        'Choose a client with client credentials (app-only), a service account, or one with which people sign in.',
      domainNeedsPasswords:
        'For {{address}}, whose people sign in themselves, the first password that comes along can’t be adopted.',
      makeDomainPasswords: 'Leave that out, and create a password for each person.',
      domainHasNoSignIn: '{{address}} stands for many people: nobody can sign in for all of them.',
      signInItsPeople:
        'Create a password for each person. The first login with it asks that person to sign in.',
      twoAccountsAddress: 'there are two accounts with the address {{address}}',
      accountNamesOauthClientNot: 'the account {{address}} names an OAuth client that is not there',
      enterDeviceUrl: 'Enter it as the provider’s OAuth page gives it, often named “{{endpoint}}”.',
      urlMissing: '{{what}}.',
      secretEnded:
        'The client secret of the OAuth client {{name}} expired on {{date}}. Create a new one at the provider and enter it here. Until then its accounts can’t be signed in.',
      secretEnds:
        'The client secret of the OAuth client {{name}} expires on {{date}}, {{when}}. Create a new one at the provider and enter it here. Without it, its accounts can’t be signed in.',
      certificateEnded:
        'The certificate of the OAuth client {{name}} expired on {{date}}. Create a new one and upload it to the provider. Until then its accounts can’t be signed in.',
      certificateEnds:
        'The certificate of the OAuth client {{name}} expires on {{date}}, {{when}}. Create a new one and upload it to the provider. Without it, its accounts can’t be signed in.',
      appPasswordGoogle:
        'Turn on 2-Step Verification first. The page has no app passwords with Advanced Protection, or where an organization’s administrator has switched them off.',
      appPasswordYahoo:
        'Under External connections choose Create app password. Yahoo offers it in a browser that you have used there for some days.',
      appPasswordFastmail: 'Choose New App Password, with access to mail. The Basic plan has none.',
      appPasswordYandex:
        'Switch IMAP on in the settings of Yandex Mail first, then create a password of the type Mail. It can take a few hours until it works.',
      appPasswordMailru:
        'Turn on two-step verification first, then add a password for an external application.',
      appPasswordIcloud: 'Turn on two-factor authentication first, then choose App-Specific Passwords.',
      appPasswordZoho:
        'Switch IMAP access on in the settings of Zoho Mail first, then create an app password under Security.',
      pastedClientIdGuid:
        'This isn’t a client ID of Microsoft’s. It looks like 11111111-2222-3333-4444-555555555555: copy “Application (client) ID” from the Overview page.',
      pastedClientIdGoogle:
        'This isn’t a client ID of Google’s. It ends with .apps.googleusercontent.com: copy “Client ID”.',
      pastedClientIdUnique:
        'A service account’s client ID is its “Unique ID”, a long number: copy it from the details of the account.',
      pastedSecretInClientId:
        'This is the client secret; the client ID ends with .apps.googleusercontent.com.',
      pastedSecretId:
        'This is the secret’s ID. Copy the “Value” beside it; if it isn’t shown any more, create a new secret.',
      pastedSecretHidden:
        'The portal shows only the beginning of this secret now. Create a new one, and copy its “Value” at once.',
      pastedClientIdInSecret:
        'This is the client ID. The client secret stands beside it and begins with GOCSPX-.',
      pastedTenant:
        'This is no tenant: copy “Directory (tenant) ID” from the Overview page, or enter a domain such as contoso.com.',
      pastedClientIdInTenant:
        'This is the client ID once more. “Directory (tenant) ID” stands below it on the Overview page.',
      icloudHasNoOAuth:
        'iCloud Mail has no OAuth for mail programs. Create an app-specific password in your Apple Account and enter it in your mail program: you don’t need Mailwicket for that.',
      zohoHasNoOAuth:
        'Zoho Mail has no documented OAuth for mail programs. Create an app-specific password in your Zoho account and enter it in your mail program: you don’t need Mailwicket for that.',
      twoSmtpServers:
        'Sources name two SMTP servers: {{one}} and {{other}}. If the first does not answer, enter the other.',
      whileAppsAudienceTestingOnly:
        'While the app’s Audience is in “Testing”, only the test users that you list can sign in, at most 100, and each sign-in ends after 7 days: publish the app to end this.',
      whereOrganizationLetsMicrosoftManage:
        'Where an organization lets Microsoft manage consent, as new ones do, people cannot agree to IMAP and POP by themselves: an administrator agrees once, with the consent link of the saved client.',
      sinceJune2024AppRegistered:
        'Since June 2024 an app is registered in a directory only; a personal account has none of its own.',
      givesOutNoNewOauthClientsMailMakeApp:
        '{{provider}} gives out no new OAuth clients for mail. Create an app password in the account security settings of {{provider}} and enter it in your mail program, with {{owner}}’s own mail servers: you don’t need Mailwicket for that.',
    },
    activity: {
      sendsBy: '{{address}} now sends by {{way}}.',
      accountsAdded_one: '{{count}} account of the OAuth client {{name}} was added.',
      accountsAdded_other: '{{count}} accounts of the OAuth client {{name}} were added.',
      accountAdded: 'The account {{address}} was added.',
      mailboxesWereChanged: 'The mailboxes of {{address}} were changed.',
      accountRemoved: 'The account {{address}} was removed.',
      nowSignedOauthClient: '{{address}} is now signed in by the OAuth client {{name}}.',
      signed: '{{address}} is signed in.',
      signedOut: '{{address}} was signed out.',
      oauthClientUsesNewCertificate:
        'The OAuth client {{name}} uses its new certificate, good until {{date}}.',
      newCertificateOauthClientDiscarded:
        'The new certificate of the OAuth client {{name}} was discarded before it was used.',
      checkedAllWell: '{{address}} was checked: everything works.',
      checkedSomethingWrong: '{{address}} was checked: something doesn’t work.',
      oauthClientAdded: 'The OAuth client {{name}} was added.',
      oauthClientChanged: 'The OAuth client {{name}} was changed.',
      oauthClientRemoved: 'The OAuth client {{name}} was removed.',
      localPasswordNamedMade: 'A local password named {{name}} was created for {{address}}.',
      localPasswordRevoked: 'The local password {{name}} of {{address}} was revoked.',
      lineTooLong: 'The line is too long.',
      tooManyErrors: 'Too many errors.',
      tooMuchSentBeforeLogging: 'Too much was sent before logging in.',
      clientLeftWithoutLogging: 'The client left without logging in.',
      webBrowserTriedTalkPort: 'A web browser tried to talk to this port.',
      clientBeganTlsPortNot:
        'A mail program or device began with TLS on a port where it does not come first. Choose STARTTLS or no encryption there for this port, or a port for TLS.',
      cannotSigned: '{{address}} cannot be signed in.',
      providerGivesTokensAgain: 'The provider gives tokens for {{address}} again.',
      mailwicketNoAccount: 'Mailwicket has no account {{name}}.',
      addAccountMailwicketCorrectUser:
        'Add the account in Mailwicket, or correct the user name in the mail program: it’s the whole email address.',
      tokenGiven: 'A program was given an access token of {{address}} for {{protocol}}.',
      tokenNotGiven: 'A program asked for an access token of {{address}} for {{protocol}} and got none.',
      pausedMailwicket: '{{address}} is paused in Mailwicket.',
      resumeAccount: 'Resume the account.',
      cannotServedRightNow: '{{address}} cannot be served right now: {{why}}',
      noLocalPasswordYet: '{{address}} has no local password yet.',
      makeOneMailwicketTypeInto: 'Create one for {{address}} in Mailwicket and enter it in the mail program.',
      passwordNotOneSetMailwicket: 'Wrong local password for {{address}}.',
      makeNewLocalPasswordMailwicket:
        'Create a new local password for {{address}} in Mailwicket and enter it in the mail program.',
      firstLogin:
        '{{address}} logged in for the first time, from {{peer}} with the domain’s password “{{name}}”. Its person has to sign in now.',
      tooManyFirstLogins: 'Too many new addresses have logged in under {{address}} within an hour.',
      firstLoginsLater: 'Nothing to do: the mail program tries again, and gets in within the hour.',
      noSuchDomainPassword: 'No free password of {{domain}} fits the login of {{address}}.',
      makeDomainPassword:
        'Create a new password for {{domain}} and give it to the person of {{address}}. Each is good for one address.',
      changedMailwicketDuringLogin: '{{address}} was changed in Mailwicket during this login.',
      nothingMailProgramTriesAgain: 'Nothing to do: the mail program tries again.',
      clientDidNotLogTime: 'The client did not log in in time.',
      connectionBroke: 'The connection broke: {{words}}',
      mailProgram: 'The mail program {{trouble}}',
      doesNotTrustCertificateMailwicket:
        'doesn’t trust Mailwicket’s certificate. Trust the certificate that the settings show under Encryption, and use the server name localhost.',
      knowsNoTlsSafeToday:
        'knows no TLS that is safe today (TLS 1.2 or newer). Update it, or let it use the plain port on this computer.',
      brokeTlsOff: 'broke TLS off ({{code}}).',
      didNotSpeakTlsPort:
        'did not speak TLS on a port for TLS. Choose SSL/TLS in the mail program for this port, or its plain port. If it is a load balancer that sends headers of the PROXY protocol, add its address to proxy-from.',
      certificateMailProgramsMadeAnew:
        'The certificate for mail programs was made anew. It names these too: {{names}}. Programs that trust the authority of this installation notice nothing; one in which the certificate itself was confirmed asks once more.',
      unknownTrouble: 'unknown trouble',
      certificateMailProgramsCouldNot: 'The certificate for mail programs could not be renewed: {{why}}',
      bringVaultFolderBackFrom:
        'Bring the vault folder back from a backup. Or remove the file of that entry from it: a new certificate is made then, which mail programs have to be told to trust again.',
      otherPortsServedTriedAgain: 'The other ports are served, and it is tried again by itself.',
      anotherProgram: 'another program',
      portUse: 'The port is in use by {{program}}.',
      endProgramChooseAnotherPort:
        'End that program, or choose another port here and enter it in the mail program or device too.',
      systemDoesNotAllowPort: 'The system does not allow this port.',
      choosePort1024Above: 'Choose a port of 1024 or above.',
      machineDoesNotAddress: 'This machine does not have that address.',
      listen127001: 'Listen on 127.0.0.1 and ::1.',
      chooseAnotherPort: 'Choose another port.',
      servedPortNow: '{{name}} is served on port {{port}} now.',
      cannotTakeConnection: '{{name}} cannot take a connection on {{address}}: {{words}}',
      mailProgramPort: 'A mail program at {{peer}} on port {{port}} ({{name}}) {{trouble}}',
      workerStarted: 'Worker {{number}} serves mail programs (process {{process}}).',
      workerEnded:
        'Worker {{number}} (process {{process}}) has ended, and its sessions with it: {{why}}. It is started again.',
      workerHangs: 'it showed no sign of life for {{seconds}} seconds',
      sessionOverBroke: 'A session over {{name}} broke: {{words}}',
      certificateMailProgramsVaultCannot:
        'The certificate for mail programs ({{entry}} in the vault) cannot be read. It was left as it is.',
      process: '{{program}} (process {{number}})',
      letProgramsUseMailboxOpen:
        'Let the programs that use this mailbox open fewer connections, or try again in a moment.',
      noServer: '{{address}} has no {{protocol}} server.',
      enterServerOauthClient: 'Enter the {{protocol}} server in the OAuth client {{name}}.',
      clientLeftWithoutLogging2: 'A client at {{peer}} left without logging in.',
      mailProgramSentSecondLogin:
        'A mail program at {{peer}} sent a second login behind its first: hung up on, so that no password goes to the provider.',
      mailProgramSignedOver: 'A mail program at {{peer}} signed in to {{address}} over {{protocol}}.',
      sessionEnded: 'The {{protocol}} session of {{address}} has ended.',
      accountPaused: '{{address}} was paused.',
      accountResumed: '{{address}} was resumed.',
      newCertificateMade:
        'A new certificate was made for the OAuth client {{name}}, good until {{date}}. It waits until it is uploaded; the present one is used until then.',
      certificateMade: 'A certificate was made for the OAuth client {{name}}, good until {{date}}.',
      consentGiven: 'An administrator has consented to {{name}}.',
      consentGivenOf: 'An administrator of the organization {{tenant}} has consented to {{name}}.',
      refusedOver: 'Refused over {{protocol}}: {{why}}',
      moreConnectionsFromOverEnded:
        '{{count}} more connections from {{peer}} over {{name}} ended before a login.',
      tooManyConnectionsDoNot:
        'Too many connections do not log in, most of them from {{peer}}: the oldest are closed, so that others get in.',
      moreConnectionsDidNotLog:
        '{{count}} more connections that did not log in were closed, so that others get in.',
      noProxyHeader:
        'A connection from {{peer}} to {{name}} did not begin with a header of the PROXY protocol and was closed. Switch it on there (HAProxy: send-proxy-v2), or take the address out of proxy-from.',
      unexpectedProxyHeader:
        'A connection from {{peer}} to {{name}} began with a header of the PROXY protocol and was closed, as that is no named load balancer. Add its address to proxy-from, or switch the header off there (HAProxy: send-proxy-v2).',
      noMoreConnectionsCanTaken: 'No more connections can be taken: {{count}} are open.',
      moreConnectionsCouldNotTaken: '{{count}} more connections could not be taken.',
      withTls: '{{protocol}} with TLS',
      sessionsOpenNoMore:
        '{{address}} has {{sessions}} sessions open, and its provider takes no more at once.',
      overProtocol: '{{protocol}}: {{text}}',
      tlsPortsNotServed: 'The ports with TLS are not served.',
      noCertificateNow: 'There is no certificate for TLS at the moment.',
      cannotListen: '{{name}} cannot listen on {{address}}, port {{port}}: {{why}}',
      mailwicketEnoughFileDescriptorsAgain: 'Mailwicket has enough file descriptors again.',
      mailwicketNoFileDescriptorLeft:
        'Mailwicket has no file descriptor left for a connection to {{server}}.',
      findProgramOpensSoMany:
        'Find the program that opens so many connections, or raise the limit (ulimit -n; LimitNOFILE of a service).',
      fewDescriptorsLeft:
        'Mailwicket is running out of file descriptors: of {{limit}}, only {{left}} are left, and soon no mail program can connect. Find the program that opens so many connections, or raise the limit (ulimit -n; LimitNOFILE of a service).',
      noDescriptorsLeft:
        'Mailwicket is running out of file descriptors: of {{limit}}, none is left, and soon no mail program can connect. Find the program that opens so many connections, or raise the limit (ulimit -n; LimitNOFILE of a service).',
      authorityTlsMailProgramsMadeAnewComputerNameAddress:
        'The authority for TLS with mail programs was made anew, as this computer has a name or an address that the former one cannot sign for. Save its certificate from the settings, and trust it where you trusted the former one.',
      authorityTlsMailProgramsRenewed:
        'The authority for TLS with mail programs was renewed. Programs that trust the former certificate go on until {{date}}. Save the new one from the settings until then, and trust it there too.',
      tooManyLoginsWaitingTry: 'Too many logins are waiting. Try again in a moment.',
      tooManyWrongPasswordsWait: 'Too many wrong passwords: wait some minutes.',
      passwordsCannotCheckedMailwicketRight: 'Passwords cannot be checked in Mailwicket right now.',
      tooManyWrongPasswordsWere: 'Too many wrong passwords were sent for {{address}}, lately from {{peer}}.',
      findProgramTriesThemPassword:
        'Find the program that tries them. A password that was right before goes on to log in.',
      providerDoesNotTakePassword: 'The provider does not take this password for {{address}}.',
      typePasswordIntoMailProgram: 'Type the password of {{address}} into the mail program.',
      userNamePasswordWrongActivity:
        'The user name or the password is wrong. The activity in Mailwicket tells which.',
      samePortSet: 'The same port is set for {{other}}.',
      choosePortOwnEach: 'Choose a port of its own for each.',
      cannotHavePort: '{{name}} cannot have port {{port}}: {{why}}',
    },
    signInPage: {
      finishing: 'Received, finishing…',
      finishingSignIn: 'Mailwicket is finishing the sign-in of {{name}}. Leave this page open for a moment.',
      finishingConsent: 'Mailwicket is reading the answer about {{name}}. Leave this page open for a moment.',
      signedIn: 'You’re signed in',
      signedInText: '{{name}} works now. You can close this page: Mailwicket goes on by itself.',
      consented: 'Consent given',
      consentedText: '{{name}} may now be used in your organization. You can close this page.',
      another: 'That was another person',
      anotherBack:
        'Close this page and press “Sign in” in Mailwicket once more. If the provider goes on with the wrong account by itself, choose another account there or sign out first.',
      notSignedIn: 'The sign-in didn’t work',
      notSignedInText: '{{name}} isn’t signed in.',
      notConsented: 'There is no consent',
      notConsentedText: '{{name}} was not given the consent of your organization.',
      back: 'You can close this page. Mailwicket says the same, and lets you start again there.',
      fromHere: 'This page comes from this computer, not from the internet.',
      notHere: 'Not here',
      notHereText: 'This address is only for this computer.',
      nothingHere: 'Nothing here',
      nothingHereText: 'This page is only for the answer to a sign-in.',
      notThisWay: 'Not this way',
      notThisMethod: 'The answer to a sign-in comes by GET or POST.',
      notThisForm: 'The answer to a sign-in is a form.',
      tooMuch: 'Too much',
      tooMuchText: 'The answer to a sign-in is not that large.',
      notThisSignIn: 'Not this sign-in',
      notThisSignInText: 'This answer belongs to another sign-in. Start again from Mailwicket.',
      already: 'Already received',
      alreadyText: 'The answer to this sign-in has come already.',
    },
    signIn: {
      clientWithdrawn:
        'This copy of Mailwicket no longer comes with its registration at {{provider}}, so it can’t sign in there.',
      switchFromWithdrawnClient:
        'Update Mailwicket, or switch the account to another OAuth client. The account and its local passwords are kept.',
      organizationClientWithdrawn: 'Your organization has withdrawn the OAuth client of this account.',
      oauthClientNoCertificate: 'The OAuth client {{name}} has no certificate.',
      letMailwicketMakeOneImport: 'Let Mailwicket make one, or import one.',
      noNewCertificateOauthClient: 'No new certificate of the OAuth client {{name}} waits to be used.',
      makeOneFirst: 'Make one first.',
      somebodySignsCannotTriedWithout:
        'With {{client}} somebody signs in: it cannot be tried without an account.',
      addAccountSign: 'Add an account with it and sign in.',
      providerDidNotAnswerTime: 'The provider of {{client}} did not answer in time.',
      usesOwnPasswordProviderJudges: '{{address}} uses its own password, which its provider judges.',
      typeAccountsOwnPasswordInto:
        'Type the account’s own password into the mail program, or switch the account to another OAuth client.',
      signAccountUnderWayAlready: 'A sign-in of this account is under way already.',
      nobodyFinishedSign: 'Nobody finished the sign-in.',
      signAccountAgain: 'Sign in to this account again.',
      needsNoSignOauthClient: '{{address}} has no sign-in: its OAuth client gets tokens by itself.',
      checkAccountInsteadGiveClient: 'Check the account instead, or give it a client that signs a person in.',
      signedButSignedNothingChanged:
        '{{now}} signed in, but {{address}} is signed in as {{before}}. Nothing was changed.',
      signSignAccountOutFirst:
        'Sign in as {{before}}; or reset the account’s sign-in first, if {{now}} is meant to take its place.',
      signCancelled: 'The sign-in was cancelled.',
      secondCode: 'One more code: the first was for reading mail, this one is for sending through {{way}}.',
      redirectUriNotUrl: 'The redirect URI is not a URL.',
      enterRegisteredAppExampleHttp:
        'Enter it as it is registered for the app, for example http://localhost.',
      adminConsent: 'the admin consent',
      adminConsentOrganization: 'the admin consent for the organization {{tenant}}',
      personalAccountsNoAdministratorWho: 'Personal accounts have no administrator who could consent.',
      enterDirectoryTenantIdOrganization: 'Enter the Directory (tenant) ID of the organization.',
      tenantNeitherIdNorDomain: 'The tenant is neither an ID nor a domain.',
      copyDirectoryTenantIdFrom:
        'Copy the Directory (tenant) ID from the Overview page of the app registration.',
      cloudPermissionsMailBelongOwn:
        'In this cloud the permissions for mail belong to its own Exchange Online service.',
      smtpMicrosoftsDocumentationNamesExchange:
        'For SMTP, Microsoft’s documentation names Exchange Online’s usual address.',
      imapPopMicrosoftsDocumentationNames:
        'For IMAP and POP, Microsoft’s documentation names this address of Exchange Online. It is for the consent only: tokens are asked for with the client’s own scope.',
      adminConsentBeingWaitedAlready: 'An admin consent for {{client}} is being waited for already.',
      finishBrowserCancelFirst: 'Finish it in the browser, or cancel it first.',
      didNotWork: 'It did not work.',
      nothingDoneWhoeverSignsConsents: 'Nothing to do: whoever signs in consents.',
      notClientMicrosoft365Where:
        '{{client}} is not a client of Microsoft 365, where administrators consent to applications.',
      askProvidersAdministratorHowApplications:
        'Ask the provider’s administrator how applications are allowed there.',
      pageAdminConsentCouldNot: 'The page for the admin consent for {{client}} could not be opened.',
      setDefaultBrowserPagesAddress:
        'Set a default browser, or have the page’s address printed and open it yourself.',
      nameCertificateMust164: 'The name of the certificate must have 1 to 64 characters.',
      enterShortNameSuchClient: 'Enter a short name, such as that of the client.',
      certificateCanGood1Days: 'A certificate can be good for 1 to {{days}} days.',
      enterNumberDaysSuch730: 'Enter a number of days, such as 730 for two years.',
      keyNotRsaKeyMicrosoft: 'The key is not an RSA key; Microsoft takes no other.',
      makeCertificateRsaKey2048:
        'Create a certificate with an RSA key of 2048 bits or more, or let Mailwicket create one.',
      keyFewerThanBits: 'The key has fewer than {{bits}} bits.',
      makeCertificateLongerKeyLet: 'Create a certificate with a longer key, or let Mailwicket create one.',
      keyDoesNotBelongCertificate: 'The key does not belong to the certificate.',
      chooseKeyFileMadeTogether: 'Choose the key file that was made together with this certificate.',
      certificateExpired: 'The certificate expired on {{date}}.',
      makeNewCertificateUploadApp: 'Create a new certificate and upload it to the app registration.',
      certificateGoodOnlyFrom: 'The certificate is good only from {{date}} on.',
      checkClockComputerWaitDay: 'Check the clock of this computer, or wait for that day.',
      notPrivateKeyPemForm: 'This is not a private key in PEM form.',
      keyProtectedPassphrase: 'The key is protected by a passphrase.',
      enterPassphraseKey: 'Enter the passphrase of the key.',
      passphraseDoesNotOpenKey: 'The passphrase does not open the key.',
      enterPassphraseKeyMade: 'Enter the passphrase that the key was made with.',
      notCertificatePemForm: 'This is not a certificate in PEM form.',
      pfxFileAnotherBinaryOne: 'This is a PFX file or another binary one, where a PEM text is expected.',
      givePfxFileClientPassphrase: 'Give it as the PFX file of the client, with its passphrase.',
      pfxFileTooLargeHold: 'The PFX file is too large to hold one certificate with its key.',
      chooseFileExportedClient: 'Choose the file that was exported for this client.',
      credentialNotInVault:
        'The credential of the OAuth client “{{client}}” is missing from the vault, or is damaged there.',
      clientNoAuthorizationUrl: 'The client “{{client}}” has no permission URL.',
      fillAuthorizationUrlClient: 'Fill in the permission URL of the client.',
      secretEmpty: 'its secret is empty',
      privateKeyNotOneCertificate: 'its private key is not the one of its certificate',
      certificateNotPemCertificate: 'its certificate is not a PEM certificate',
      privateKeyNotPemPrivate: 'its private key is not a PEM private key without a pass phrase',
      keyNeitherRsaNorCurve: 'its key is neither RSA nor on the curve P-256, P-384 or P-521',
      clientCannotProveItself: 'The client “{{client}}” cannot prove itself: {{why}}.',
      setCredentialClientAgain: 'Set the credential of the client “{{client}}” again.',
      clientNeitherSecretNorCertificate: 'The client “{{client}}” has neither a secret nor a certificate.',
      clientCredentialsNeedOneThem: 'Client credentials need one of them: set it in the client.',
      clientNoDeviceCodeUrl: 'The client “{{client}}” has no device code URL.',
      providerMayNotOfferSign:
        'The provider may not offer sign-in by code: choose the authorization code grant.',
      openAnyDeviceTypeCode: 'Open {{url}} on any device and type the code {{code}} to sign {{address}} in.',
      nobodyTypedCodeTime: 'Nobody typed the code for {{address}} in time.',
      startSignAgainNewCode: 'Start the sign-in of {{address}} again for a new code.',
      providerGaveNoUsableCode: 'The provider gave no usable code for {{address}} to sign in with.',
      checkDeviceCodeUrlClient:
        'Check the device code URL of the client “{{client}}”, or choose the authorization code grant.',
      notSigned: '{{address}} is not signed in.',
      sign: 'Sign {{address}} in.',
      letMailProgramCheckMail:
        'Let the mail program check {{address}} for mail: the password that it sends signs the account in.',
      downloadNewJsonKeyService:
        'Download a new JSON key for the service account, and set it in the client “{{client}}”.',
      clientNoServiceAccountKey: 'The client “{{client}}” has no service account key.',
      cannotRead: 'it cannot be read',
      serviceAccountKeyClientCannot:
        'The service account key of the client “{{client}}” cannot be used: {{why}}.',
      keyFileAnotherKindType: 'it is a key file of another kind (its “type” must be “service_account”)',
      clientEmailMissing: 'its “client_email” is missing',
      privateKeyMissing: 'its “private_key” is missing',
      privateKeyEmpty: 'its “private_key” is empty',
      notKeyFile: 'it is not a key file',
      privateKeyNotPemPrivateKey: 'its “private_key” is not a PEM private key',
      privateKeyNotRsaKey: 'its “private_key” is not an RSA key',
      signFailed: 'The sign-in failed.',
      pageSignCouldNotOpened: 'The page for {{address}} to sign in could not be opened.',
      setDefaultBrowserThenStart: 'Set a default browser, then start the sign-in again.',
      redirectUriClientDoesNot: 'The redirect URI of the client does not lead to this machine.',
      setHttpLocalhostHttp127:
        'Set it to http://localhost (or http://127.0.0.1), with or without a port and a path, and register the same at the provider.',
      portMachineWhereProvidersAnswer:
        'Port {{port}} of this machine, where the provider’s answer would come, is in use by another program or another sign-in.',
      machineDoesNotLetMailwicket:
        'This machine does not let Mailwicket listen on port {{port}} for the provider’s answer ({{code}}).',
      closeOtherProgramSetRedirect:
        'Close the other program, or set a redirect URI with another port (or with none) in the client and at the provider.',
      sign2: 'sign-in of {{address}}',
      adminConsent2: 'admin consent for {{client}}',
      nobodyFinishedTime: 'Nobody finished the {{what}} in time.',
      endedElsewhere: 'It was ended at another gateway, or started again there.',
      startAgain: 'Start it again.',
      ended: 'The {{what}} was ended.',
      cancelled: 'The {{what}} was cancelled.',
      startAgainWhenYouReady: 'Start it again when you are ready.',
      microsoftTakesRsaKeysOnly: 'Microsoft takes RSA keys only',
      clientNamesNoTenant: 'The client “{{client}}” names no tenant.',
      clientCredentialsWorkOneOrganization:
        'Client credentials work in one organization: fill in its tenant ID or domain in the client.',
      exportCertificateAgainTogetherPrivate: 'Export the certificate again, together with its private key.',
      severalPrivateKeysPfxFile: 'There are several private keys in the PFX file.',
      exportOneCertificateClientUse:
        'Export the one certificate that the client is to use, with its private key.',
      pfxFileProtectedPassphrase: 'The PFX file is protected by a passphrase.',
      enterPassphraseExported: 'Enter the passphrase with which it was exported.',
      passphraseDoesNotOpenPfx: 'The passphrase does not open the PFX file.',
      notPfxFileCanRead: 'This is not a PFX file that can be read.',
      exportCertificatePrivateKeyAgain:
        'Export the certificate with its private key again, as a file that ends in .pfx or .p12.',
      notSignedYet: '{{address}} is not signed in yet.',
      signAccountMailwicket: 'Sign in to this account in Mailwicket.',
      noPrivateKeyInPfx: 'There is no private key in the PFX file.',
      noCertificateInPfx: 'There is no certificate in the PFX file.',
      chooseFileThatBegins: 'Choose the file that begins with “{{mark}}”.',
      peopleSignClientWhereOrganization:
        'People sign in with this client. Where the organization lets Microsoft manage consent, they cannot agree to IMAP and POP by themselves: an administrator agrees once for all.',
      fileAsksSoManyRounds:
        'The file asks for so many rounds of encryption that opening it would take too long.',
      exportAgainUsualNumberRounds:
        'Export it again with the usual number of rounds, such as the 2,048 of OpenSSL.',
      answerSignNotFromProvider:
        'The answer to the sign-in of {{address}} is not from the provider that was asked.',
      startSignAgainFromMailwicket:
        'Start the sign-in again from Mailwicket. If that doesn’t help, look up the issuer of the client again.',
      identityNotTold:
        'The provider does not tell who signed in. Make sure that it was the person of {{address}}: look at the mail that arrives.',
      otherIdentity:
        '{{now}} signed in for {{address}}. If that is another person, reset the account’s sign-in and sign in again.',
      notGranted:
        'The provider did not allow all that was asked for: {{scopes}} is missing. Mail programs may be refused. Sign in again, and tick everything on the provider’s page.',
      noRefreshToken:
        'The provider gave no refresh token, so this sign-in ends within the hour or so for which its token is good. Add offline_access to the OAuth scope of the client if the provider knows it, and sign in again.',
      openMailwicketSign: 'Open Mailwicket and sign in.',
    },
    check: {
      sendThroughApiInstead:
        'Send through {{way}} instead, which needs no SMTP: Mailwicket can switch the account.',
      apiTakesMail: '{{name}} takes mail of {{address}}; nothing was sent.',
      noMailSendInToken:
        'The token does not name Mail.Send. That is right where Exchange itself lets the application send (“Application Mail.Send”).',
      mailSendMissing: 'The token lacks the permission Mail.Send.',
      standsWholeDomain: '{{address}} stands for a whole domain.',
      noFirstLoginYet: '{{address}} has no account yet.',
      firstLoginMakesAccount: 'It gets one at the first login of its mail program.',
      nameOneMailboxDomainCheck: 'Name one mailbox of the domain to check.',
      tokenHand: 'A token for {{protocol}} is at hand.',
      serverDidNotTakeToken: 'The {{protocol}} server did not take the token; here is a new one.',
      send: 'Send As',
      fullAccess: 'Full Access',
      applicationMustKnownExchangeObject:
        'The application must be known to Exchange by the Object ID of its Enterprise application (not of the App registration), and have {{right}} to {{identity}} by its primary address, not an alias. The administrator’s script does both and shows the result: mailwicket admin-script. New permissions can take an hour.',
      tooManyOpenConnectionsLook: 'Too many open connections look the same: close other programs.',
      overSmtpOneSignsOneself:
        'Over SMTP one signs in as oneself, also for a shared mailbox: set the account’s “Log in for sending as” to {{who}}, who needs the permission Send As on {{identity}}.',
      signedNeedsFullAccessMailbox:
        '{{who}} has signed in, and needs Full Access to the mailbox of {{identity}}. If {{identity}} is only another address of the same mailbox, use the primary one.',
      serverGaveNoVerdict: 'The server gave no verdict.',
      reachedAddress: '{{server}} was reached at the address {{address}}.',
      reachedThroughNetworkProxy: '{{server}} was reached through the network proxy {{proxy}}.',
      certificateIssued: 'Its certificate was issued by {{issuer}}.',
      certificateGoodUntil: 'The certificate is good until {{date}}.',
      let: '{{protocol}}: {{host}} let {{address}} in.',
      serverSaid: 'The server said: {{words}}',
      serverRefusedSignThoughToken:
        'The {{protocol}} server refused the sign-in of {{address}}, though there is a token for it.',
      checkSwitchedMailboxMayOpen:
        'Check that {{protocol}} is switched on for this mailbox, and that {{who}} may open {{identity}}.',
      serverLetThenWouldNot: 'The {{protocol}} server let {{address}} in, and then would not go on.',
      checkMayOpen: 'Check that {{who}} may open {{identity}}.',
      serverTooMuchGoing: 'The {{protocol}} server has too much going on for {{address}}.',
      closeOtherMailProgramsUse: 'Close other mail programs that use this mailbox, or wait a few minutes.',
      serverCannotServeRightNow: 'The {{protocol}} server cannot serve {{address}} right now.',
      tryAgainFewMinutes: 'Try again in a few minutes.',
      serverDidNotAnswerExpected: 'The {{protocol}} server did not answer for {{address}} as expected.',
      checkServerOauthClientTry:
        'Check the {{protocol}} server in the OAuth client, and try again in a few minutes.',
      application: 'the application',
      serviceAccount: 'the service account',
      accountSigned: 'the account that signed in',
      smtpSignSwitchedOffMailbox:
        'SMTP sign-in is switched off for the mailbox of {{address}}. It counts for OAuth too.',
      smtpSignSwitchedOffOrganization:
        'SMTP sign-in is switched off in the organization of {{address}}. It counts for OAuth too.',
      goesBeforeOrganizationsSettingCan:
        '{{what}} (it goes before the organization’s setting). It can take up to an hour.',
      organizationsSecurityDefaultsLockOut:
        'The organization’s security defaults lock {{address}} out of this kind of sign-in.',
      administratorReplacesSecurityDefaultsConditional:
        'The administrator replaces the security defaults by Conditional Access policies that allow this account, or the mail is sent another way.',
      policyOrganizationRefusedSignConditional:
        'A policy of the organization refused the sign-in of {{address}}: Conditional Access, an authentication policy, or SMTP sign-in that is switched off.',
      ifNothing: 'If nothing is there: {{what}}',
      serverTookSignOnePassword:
        'The server took the sign-in of {{address}} for one with a password, which it does not accept any more.',
      serverDoesNotLetSend:
        'The server does not let {{sender}} send with that sender address (account {{address}}).',
      grantSendApplicationAdministratorsScript:
        'Grant Send As to the application: the administrator’s script does it (mailwicket admin-script).',
      writeFromAdministratorGrantSend:
        'Write from {{identity}}, or have the administrator grant {{sender}} Send As on the mailbox that is written from.',
      providerSlowsDownTooMuch: 'The provider slows {{address}} down: too much was asked in a short time.',
      waitThenLetFewerPrograms: 'Wait {{time}}, then let fewer programs look for mail, or less often.',
      tooManyMessagesBeingSent:
        'Too many messages are being sent as {{address}} at once: Exchange takes three connections, and 30 messages a minute.',
      letProgramSendOneMessage:
        'Let the program send one message after the other, and try again in a minute.',
      sentManyRecipientsProviderAllows:
        '{{address}} has sent to as many recipients as the provider allows in a day.',
      tryAgainTomorrowMassMailings:
        'Try again tomorrow. For mass mailings use a service that is made for them.',
      exchangeAcceptedTokenButDid:
        'Exchange accepted the token, but did not open the mailbox of {{identity}} (account {{address}}).',
      sessionEndedTokenExchangesSessions:
        'The session of {{address}} has ended with its token, as Exchange’s sessions do.',
      nothingMailProgramConnectsAgain: 'Nothing to do: the mail program connects again by itself.',
      providerDoesNotLetEither:
        'The provider does not let {{address}} in: either IMAP is switched off in the mailbox’s settings, or the sign-in is not good any more.',
      switchImapSettingsMailboxProviders:
        'Switch IMAP on in the settings of the mailbox on the provider’s web site; then sign in again here.',
      popSwitchedOffMailbox: 'POP is switched off for the mailbox of {{address}}.',
      switchPopSettingsMailboxProviders:
        'Switch POP on in the settings of the mailbox on the provider’s web site.',
      googleWantsSignWebFirst:
        'Google wants {{address}} to sign in on the web first: the sign-in looks unusual to it.',
      closeOtherMailProgramsUseMailboxLetOneKeep:
        'Close other mail programs that use this mailbox, or let this one keep fewer connections.',
      mailboxUseAnotherPopSession:
        'The mailbox of {{address}} is in use by another POP session, or was looked into a moment ago.',
      waitUntilOtherSessionEnded:
        'Wait until the other session has ended, or let the programs look for mail less often.',
      googleDoesNotAcceptToken: 'Google does not accept the token for {{identity}} (account {{address}}).',
      checkGoogleAdminConsoleDomain:
        'Check in the Google Admin console that domain-wide delegation covers the service account with the scope https://mail.google.com/, and that Gmail is on for this user.',
      checkOneWhoSignedOauth:
        'Check that the one who signed in is {{identity}} and that the OAuth client’s scope is https://mail.google.com/; then sign in again. In Google Workspace IMAP must be allowed by the administrator.',
      exchangesPopBrokeOffSign:
        'Exchange’s POP broke off the sign-in of {{address}}. It does so with tokens of more than 4,096 characters.',
      useImapAccountTakePermissions:
        'Use IMAP for this account, or take permissions out of the OAuth client’s scope so that the token gets shorter.',
      exchangeTokenSmtpButRefused:
        'Exchange has a token for SMTP, but refused {{identity}} (account {{address}}).',
      serverDidNotAcceptToken:
        'The {{protocol}} server did not accept the token for the mailbox of {{identity}} (account {{address}}). It gives no reason.',
      serverCouldNotReadSign:
        'The server could not read the sign-in of {{address}}: it may be another service than the mailbox’s SMTP.',
      checkServerOauthClientProviders:
        'Check the {{protocol}} server in the OAuth client; the provider’s help names the one for programs with OAuth.',
      serverTroubleOwnCannotServe:
        'The {{protocol}} server has trouble of its own and cannot serve {{address}} right now.',
      nothingMailProgramsTryAgain:
        'Nothing to do: mail programs try again by themselves. If it goes on for hours, look at the provider’s status page.',
      seconds_one: '1 second',
      seconds_other: '{{count}} seconds',
      minutes_one: '1 minute',
      minutes_other: '{{count}} minutes',
      tokenCharactersOverPopExchange:
        'The token has {{length}} characters; over POP Exchange takes no more than {{most}}.',
      useImapTakePermissionsOut:
        'Use IMAP, or take permissions out of the OAuth client’s scope so that the token gets shorter.',
      tokenMicrosoftGraphNotMail: 'The token is for Microsoft Graph, which is not the mail server.',
      oauthClientsScopeUseHttps:
        'In the OAuth client’s scope use https://outlook.office.com/ before each mail permission, or clear the scope to get the usual one.',
      tokenHttpsPsOutlookCom:
        'The token is for https://ps.outlook.com: that scope is for granting consent, not for signing in.',
      setOauthClientsScopeHttps:
        'Set the OAuth client’s scope to https://outlook.office365.com/.default, or clear it.',
      tokenNoAddressExchangeKnown:
        'The token is for {{audience}}, which is no address of Exchange that is known.',
      checkScopeOauthClient: 'Check the scope of the OAuth client.',
      applicationTokenButNoPermission:
        'The application has a token, but no permission in it: nobody has granted admin consent, or no application permission was added.',
      addPermissionsAppRegistrationOauth:
        'Add {{permission}} to the permissions of the app registration and to the OAuth client’s scope, then sign in again.',
      tokenOrganizationNotOauthClient:
        'The token is of the organization {{one}}, not of {{other}}, which the OAuth client names.',
      signAccountOrganizationMailboxCorrect:
        'Sign in with an account of the organization that has the mailbox, or correct the tenant of the OAuth client.',
      signedButSmtpAskedOver:
        '{{who}} has signed in, but SMTP is asked for as {{identity}}. Over SMTP one signs in as oneself, also for a shared mailbox.',
      setAccountsSmtpUserSend:
        'Set the account’s “Log in for sending as” to {{who}}; to send as {{identity}} it needs the permission Send As on that mailbox.',
      signedButMailboxAsked: '{{who}} has signed in, but the mailbox of {{identity}} is asked for.',
      ifSharedMailboxNeedsFull:
        'If {{identity}} is a shared mailbox, {{who}} needs Full Access to it. If it is another address of the same person, use the primary one. Otherwise sign in again as {{identity}}.',
      setComputersClockLetSet: 'Set this computer’s clock, or let it be set over the network.',
      tokenIssuedMinutesFutureComputers:
        'The token was issued {{minutes}} minutes in the future: this computer’s clock is behind.',
      tokenExpiredComputersClockThough:
        'The token has expired by this computer’s clock, though it was taken for a good one: the clock may be ahead.',
      tokenCannotReadOnlyProvider: 'The token cannot be read: only the provider knows what is in it.',
      applicationItself: 'the application itself',
      somebodyDoesNotName: 'somebody it does not name',
      tokenDoesNotPermissionNeeds:
        'The token does not have the permission {{permission}}, which {{protocol}} needs.',
      highVolumeInsideOnly:
        '{{address}} sends by High Volume Email, which only delivers inside the organization.',
      highVolumeSendOtherwise:
        'To write to others, use an account that sends by the usual SMTP server or through Microsoft Graph.',
      highVolumeRefused: 'The server for High Volume Email refused to let {{address}} in.',
      highVolumeAccess:
        'Check that this is a High Volume Email account and that the app is on its list, in Exchange Online PowerShell: {{command}}. A new entry takes five minutes.',
      sendingSwitch: 'In Exchange Online PowerShell: {{command}}',
      lookAtSignInLogs: 'The administrator looks at the sign-in logs in the Entra admin center.',
      checkMailServerAndPort:
        'Check the mail server in the OAuth client, and that the mail program is set to Mailwicket’s port and not to the provider.',
      checkMailServerHostAndPort:
        'Check the mail server ({{host}}) in the OAuth client, and that the mail program is set to Mailwicket’s port and not to the provider.',
      checkSmtpServer: 'Check the SMTP server in the OAuth client.',
      checkSmtpServerNow: 'Check the SMTP server in the OAuth client (now {{host}}).',
      noOAuthSignIns:
        'The {{protocol}} server does not take OAuth sign-ins, so {{address}} cannot be signed in there.',
      noOAuthSignInsAt:
        'The {{protocol}} server {{host}} does not take OAuth sign-ins, so {{address}} cannot be signed in there.',
      switchedOnSmtp:
        'Check that {{protocol}} is switched on for this mailbox (Authenticated SMTP), that it has a licence, and that {{identity}} is its primary address and not an alias. Then sign in again.',
      switchedOnLicensed:
        'Check that {{protocol}} is switched on for this mailbox, that it has a licence, and that {{identity}} is its primary address and not an alias.',
      thenSignInAgain: 'Then sign in again.',
      someMinutes: 'some minutes',
      addApplicationPermission:
        'In the Entra admin center add {{permission}} under “Office 365 Exchange Online”, “Application permissions”, and grant admin consent.',
      thenWaitFewMinutes: 'Then wait a few minutes.',
      noPermissionRoleMaySend:
        'The application’s token names no permission. That is right where a role of Exchange ({{role}}) lets it send; otherwise SMTP.SendAsApp is missing.',
      otherPermissionRoleMaySend:
        'The application’s token does not have the permission SMTP.SendAsApp. That is right where a role of Exchange ({{role}}) lets it send.',
      sendingGrantedTwoWays:
        'Sending is granted in one of two ways: by the permission SMTP.SendAsApp in Entra together with Send As, or by the role {{role}} in Exchange. In Exchange Online PowerShell, Test-ServicePrincipalAuthorization shows the role; a new one takes up to two hours.',
      tokenFor: 'The token is for {{whose}}, with {{permissions}}.',
      tokenForAt: 'The token is for {{whose}} at {{audience}}, with {{permissions}}.',
      tokenForNothing: 'The token is for {{whose}}, with no permissions.',
      tokenForNothingAt: 'The token is for {{whose}} at {{audience}}, with no permissions.',
      encryptedWith: 'The connection to {{host}} is encrypted with {{version}}.',
      providerWantsSignWebFirst:
        'The provider wants {{address}} to sign in on the web first: the sign-in looks unusual to it.',
      signAccountBrowserComputerAnswer:
        'Sign in to the account in a browser on this computer, answer what is asked there, then try again.',
      gmailManyConnectionsAllows15: 'Gmail has as many connections for {{address}} as it allows: 15.',
      providerManyConnectionsAllows: 'The provider has as many connections for {{address}} as it allows.',
    },
    setup: {
      administratorSubject: 'Please allow Mailwicket for {{provider}}',
      administratorHello: 'Hello,',
      administratorWhy:
        'I’d like to use {{address}} in a mail program that can’t sign in to {{provider}} by itself. Mailwicket does that for it, with OAuth 2.0, on my own computer.',
      administratorWhyOrganization:
        'We’d like to use our mailboxes in programs and devices that can’t sign in to {{provider}} by themselves. Mailwicket does that for them, with OAuth 2.0, on our own computers.',
      administratorConsent:
        'Please open this page once, signed in as an administrator (Cloud Application Administrator or more), and accept:',
      administratorGrants: 'It allows:',
      administratorPermission: '– {{permission}}: {{words}}',
      administratorBounds:
        'It can’t open a mailbox whose owner hasn’t signed in, and Mailwicket never sees their password.',
      administratorBoundsApp:
        'It can’t open a mailbox until you grant it in Exchange; Mailwicket writes the PowerShell script for that.',
      administratorApp: 'The app: {{name}}, client ID {{clientId}}',
      administratorThanks: 'Thank you!',
      permissionImap: 'read and change the mail of whoever signs in, over IMAP',
      permissionPop: 'fetch the mail of whoever signs in, over POP',
      permissionSmtp: 'send mail as whoever signs in',
      permissionMailSend: 'send mail through Microsoft Graph as whoever signs in',
      permissionMailSendApp:
        'send mail through Microsoft Graph as any mailbox; Exchange’s role Application Mail.Send can take its place, for some mailboxes only',
      administratorConsentSend: 'And this one, for sending through Microsoft Graph:',
      permissionOffline: 'stay signed in until somebody revokes it',
      permissionImapApp: 'open the mailboxes that you grant it, over IMAP',
      permissionPopApp: 'open the mailboxes that you grant it, over POP',
      permissionSmtpApp: 'send mail for the mailboxes that you grant it',
      administratorTrust:
        'Please open Security › API controls › App access control in the Workspace admin console, add the app below by its client ID, and choose “Trusted”:',
      administratorGrantsGoogle:
        'It allows https://mail.google.com/: read, change and send the mail of whoever signs in. It can’t open a mailbox whose owner hasn’t signed in, and Mailwicket never sees their password.',
      administratorRegister: 'For that our organization needs an app registration. Please create one here:',
      administratorStep: '{{number}}. {{step}}',
      registerMicrosoftApp:
        'Open Entra ID › App registrations › New registration. Name it Mailwicket, for accounts in this organizational directory only.',
      registerMicrosoftRedirect:
        'Under Redirect URI choose “Public client/native (mobile & desktop)” and enter {{redirectUri}}.',
      registerMicrosoftPermissions:
        'Open API permissions › Add a permission › Microsoft Graph › Delegated permissions, add {{permissions}}, and grant admin consent.',
      registerMicrosoftSend:
        'Send me the Application (client) ID and the Directory (tenant) ID from the Overview page. Leave the secrets out.',
      registerGoogleAudience:
        'Open Google Auth Platform › Branding, name it Mailwicket, and under Audience choose “Internal”.',
      registerGoogleScope: 'Under Data Access add the scope https://mail.google.com/.',
      registerGoogleClient: 'Open Clients › Create client, and choose “Desktop app”.',
      registerGoogleSend:
        'Send me the client ID and the client secret. Google gives every desktop app one; by itself it opens nothing.',
      administratorUnknown: 'We couldn’t tell who runs mail for this address, so there’s nobody to ask.',
      noAdministrator: 'At {{provider}} everybody allows apps themselves: there’s no administrator to ask.',
      noAdministratorInstead: 'Sign in yourself, or add an OAuth client of your own.',
      nameAddressOneMailboxDomain: 'Enter the address of one mailbox of the domain.',
      oauthClient: 'OAuth client {{name}}',
      notClientMicrosoft365Nothing:
        '{{name}} is not a client of Microsoft 365: there is nothing to set up in Exchange.',
      chooseClientMicrosoft365: 'Choose a client of Microsoft 365.',
      signsPeopleWhoTheirMailboxes:
        'With {{name}} people sign in to their own mailboxes: it needs no service principal in Exchange.',
      chooseClientUsesGrantClient:
        'Choose the client that uses the grant “Client credentials”. For this one, granting consent is enough.',
      copyFromOverviewPageApp:
        'Copy it from the Overview page of the app registration in the Entra admin center.',
      notAddressMailbox: '{{address}} is not the address of a mailbox.',
      nameEachMailboxPrimaryAddress: 'Enter each mailbox by its primary address, like anna@example.org.',
      noTlsPortOpenSo: 'No TLS port is open, so mail programs have no certificate authority to trust.',
      switchTlsPortFirstIf: 'Switch on a TLS port first, if a program needs one.',
      noPortOpen: 'No port for {{protocol}} is open.',
      switchPortSettings: 'Switch the {{protocol}} port on in the settings.',
      accountNoServer: 'The account has no {{protocol}} server.',
      enterServerAccountsOauthClient:
        'Enter the {{protocol}} server in the account’s OAuth client, or choose another program.',
      smtpPortOpenComputerOnly: 'The SMTP port is open to this computer only: a printer can’t reach it.',
      tableNoColumnAddress: 'The table has no column “address”.',
      nameColumnsFirstLineAddress: 'Name the columns in the first line: address, client, mailbox, smtp-user.',
      column: 'the column {{name}}',
      secretsNotTakenFromTable:
        'Secrets aren’t imported from a table: create local passwords with mailwicket password new.',
      notKnown: 'Mailwicket doesn’t know it.',
      line: 'line {{line}}',
      noAddress: 'It has no address.',
      namesNoOauthClient: 'It names no OAuth client, and none is chosen for such rows.',
      noOauthClientAddFirst: 'There is no OAuth client {{name}}: add it first.',
      fileEmpty: 'The file is empty.',
      moreThanRows: 'There are more than {{most}} rows.',
      importInParts: 'Import the table in parts, each with the names of the columns in its first line.',
      lineMoreCellsThanFirst: 'Line {{line}} has more cells than the first line has columns.',
      quoteLineDoesNotEnd: 'A quote in line {{line}} does not end where its cell ends.',
      correctTableSaveCsvFirst:
        'Correct the table, and save it as CSV with the names of the columns in the first line.',
      oauthClient2: 'the OAuth client',
      davmailsOwnApplicationNotAllowed:
        'DavMail’s own application may not use IMAP, POP and SMTP: add an OAuth client of your own, then the accounts.',
      clientSecret: 'the client secret',
      encryptedDavmailEnterOauthClient: 'It is encrypted by DavMail: enter it in the OAuth client.',
      redirectUri: 'the redirect URI {{uri}}',
      mailwicketHearsAnswerComputerRegister:
        'Mailwicket receives the answer on this computer: register http://localhost in Entra, as “Mobile and desktop”.',
      permissionsApplication: 'the permissions of the application',
      davmailUsesOtherOnesGrant:
        'DavMail uses other ones: grant IMAP.AccessAsUser.All, POP.AccessAsUser.All and SMTP.Send in Entra.',
      tokens: 'the tokens of {{address}}',
      theyExchangesWebServicesSign: 'They are for Exchange’s web services: sign in again.',
      port: '{{service}} on port {{port}}',
      mailwicketServesMailOnly: 'Mailwicket serves mail only.',
      mailwicketKeepsClientSecretItself:
        'Mailwicket keeps the client secret itself: enter it in the OAuth client.',
      port2: 'port {{port}} for {{protocol}}',
      localCertificate: 'the local certificate of {{name}}',
      mailwicketMakesOwnWhenTls: 'Mailwicket creates its own when a TLS port is switched on.',
      flowNotKnown: 'Its flow {{flow}} is not known.',
      noClientIdNeverSet: 'It has no client_id: it was never set up.',
      oneUrlsNeitherHttpsNor: 'One of its URLs is neither https nor on this computer.',
      theyEncryptedPasswordMailProgram:
        'They are encrypted with the password of the mail program: sign in again.',
      serviceAccountKey: 'the service account key of {{address}}',
      fileCouldNotRead: 'Its file could not be read.',
      certificate: 'the certificate of {{address}}',
      filesCouldNotRead: 'Its files could not be read.',
      clientSecret2: 'the client secret of {{address}}',
      encryptedPasswordMailProgramEnter:
        'It is encrypted with the password of the mail program: enter it in the OAuth client.',
      noMailAddress: 'It isn’t an email address.',
      mailboxSmtpUserNoMail: 'Its mailbox or its log in for sending isn’t an email address.',
      accountAddressAlready: 'There is already an account with this address.',
      accountAddressTwice: 'This address is in the file more than once: its first row counts.',
      oauthClientCannotTakenOver: 'Its OAuth client ({{name}}) can’t be imported, and isn’t here yet.',
      lineNeitherSectionNorName: 'Line {{line}} is neither a [section], nor “name = value”, nor a comment.',
      checkRightFileCorrectLine: 'Check that this is the right file, and correct the line.',
      fileIsEmpty: 'The file is empty: there is no account in it.',
      saveFileAgain:
        'Take the file that has the accounts, or save it anew in the program that it comes from: a table of accounts, or the settings of Email OAuth 2.0 Proxy or DavMail.',
      notSeenKindFile: 'We couldn’t tell what kind of file this is.',
      nameFormatEmailOauth2Proxy: 'Name its format: email-oauth2-proxy, davmail or csv (--format).',
      valuePowershellHoldsControlCharacters: 'A value for PowerShell contains control characters.',
      typeAnew: 'Type it again.',
      labelled: '{{label}}: {{text}}',
      portOfItsOwn:
        'Mailwicket serves {{protocol}} for all accounts on one port of its own. Change the port in the mail program, or give Mailwicket this one: {{command}}',
      clientIdNoGuid:
        'The Client ID of {{name}} is not an Application (client) ID: it must look like {{example}}.',
      switchOnSmtpTls:
        'Switch on SMTP with TLS and listen on an address of the network: {{command}}, with this computer’s own address in place of the last.',
    },
    devices: {
      port: 'Device {{name}}',
      mustBePort: 'must be a port, a number up to 65535',
      mustBeLimit: 'must be a number from 1 to 10000',
      mustBeOwnAddress:
        'must be an IP address of this computer, such as 192.0.2.5, or 0.0.0.0 for all of them',
      mustBeNetwork:
        'That is no address or network like 192.0.2.7 or 192.0.2.0/24; one of all addresses is not possible.',
      noAccount: 'The device {{name}} names an account that is not there.',
      otherSender: 'The message is from {{given}}, and this port sends as {{sender}} only.',
      setSender: 'Set {{sender}} as the sender on the device, or let Mailwicket rewrite it.',
      connectionBroke: 'The connection to the mail server broke, or it did not answer in time.',
      notServed: 'This device is paused or removed in Mailwicket, or its message has ended already.',
      resumeIt: 'Resume it in Mailwicket, and send again.',
      limitReached_one:
        'The device {{name}} has sent {{count}} message within an hour, which is all that it may.',
      limitReached_other:
        'The device {{name}} has sent {{count}} messages within an hour, which is all that it may.',
      raiseLimit: 'Wait, or raise its limit in Mailwicket.',
      sent_one: '{{name}} sent a message as {{address}} to {{count}} recipient.',
      sent_other: '{{name}} sent a message as {{address}} to {{count}} recipients.',
      notSent: '{{name}} could not send: {{why}}',
      notNamed:
        '{{peer}} tried to send on the port of {{name}}, and is not among those who may. Nothing was taken.',
      mayNotSend: 'You are not among those who may send here.',
      moreRefused_one: '{{count}} more connection on the port of {{name}} was refused.',
      moreRefused_other: '{{count}} more connections on the port of {{name}} were refused.',
      tooManyConnections: '{{name}} has too many connections open at once. No more are taken.',
      added: 'The device {{name}} was added.',
      changed: 'The device {{name}} was changed.',
      removed: 'The device {{name}} was removed.',
      paused: 'The device {{name}} is paused.',
      resumed: 'The device {{name}} may send again.',
      noSuch: 'There is no device {{name}}.',
      thereAre: 'The devices are: {{known}}.',
      already: 'There is a device called {{name}} already.',
      needsPassword:
        '{{address}} is signed in with the password that its mail program sends, and a device sends none.',
      chooseAnotherAccount: 'Choose an account that is signed in some other way.',
      whichMailbox: '{{address}} stands for every mailbox of its domain.',
      nameSender: 'Name the one that the device sends as, such as {{address}}.',
    },
    submission: {
      headerTooLong: 'The header of the message is too long.',
      headerControls: 'The header of the message has control characters that are not allowed there.',
      headerLineEnds: 'The lines of the message’s header end in different ways.',
      headerLine: 'The header of the message has a line that is no header field.',
      headerTwice: 'The message has the header field {{field}} twice.',
      addressEncoded: 'An address in the header field {{field}} is encoded, and cannot be told for certain.',
      reportToProgram: 'Send it from another program, or report this to whoever makes the mail program.',
      headersNameOthers:
        'The headers of the message name {{addresses}}, whom the mail program did not name as a recipient. An API sends to everybody in the headers, so it was not sent.',
      headersNameOthersFix:
        'For forwarded and split mail, let Mailwicket rewrite the recipients in the headers: mailwicket account edit ADDRESS --rewrite-recipients.',
      triedAgain: 'The mail program tries again by itself, or send it again later.',
      noRecipients: '{{name}} found no recipient that it can send to: {{said}}',
      checkRecipients: 'Check the addresses of the recipients.',
      apiMalformed: '{{name}} could not read the message: {{said}}',
      notThisSender: '{{name}} does not let {{address}} send as the sender in From: {{said}}',
      notThisSenderFix:
        'Send with the mailbox’s own address and a name without @ in From, or have the administrator grant “Send as”.',
      notThisMailbox: '{{name}} does not let the application send from {{address}}: {{said}}',
      notThisMailboxFix:
        'The administrator adds {{address}} to what the application may use. It can take two hours to work.',
      notPermitted: '{{name}} does not permit sending for {{address}}: {{said}}',
      grantMailSend:
        'The permission Mail.Send of Microsoft Graph has to be granted: sign the account in again, or have the administrator consent.',
      grantGmailSend: 'Sign the account in again, and grant what is asked for.',
      apiOff: 'The {{name}} is not switched on for the OAuth client: {{said}}',
      apiOffFix: 'Switch the Gmail API on in the Google Cloud console, in the project of the OAuth client.',
      noMailbox: '{{name}} serves no mailbox {{address}}: {{said}}',
      sendBySmtp: 'It may be kept on a server of the organization, or have no licence. Send by SMTP instead.',
      apiTooLarge: 'The message is larger than {{name}} takes: {{said}}',
      tooLarge: 'The message is larger than the {{most}} MB that can be sent this way.',
      tooLargeFix: 'Send large files as a link, or send by SMTP.',
      mailboxFull: 'The mailbox {{address}} is full: {{said}}',
      mailboxFullFix: 'Delete what is not needed any more, then send again.',
      tooManyRecipients:
        '{{address}} has sent to as many recipients as the provider allows for now: {{said}}',
      tooManyRecipientsFix: 'Try again tomorrow.',
      blocked: '{{name}} has blocked {{address}} from sending: {{said}}',
      blockedFix: 'The administrator finds out why, and lifts the block.',
      busy: '{{name}} asks to come back later: {{said}}',
      answered: '{{name}} answered {{said}}',
      refusedFor: '{{name}} did not take the message: {{said}}',
      refusedForFix: 'Its answer says why. If it keeps happening, send by SMTP.',
      tooManyAtOnce: '{{address}} has more to send at once than {{name}} takes.',
      tokenNotAccepted: '{{name}} does not accept the token of {{address}}: {{said}}',
      tokenNotAcceptedFix: 'Sign the account in again in Mailwicket.',
      perhapsSent: 'The answer of {{name}} was lost, so the message may have been sent: {{why}}',
      perhapsSentFix: 'Look into the folder Sent before you send it again.',
      programGone: 'The mail program has gone before the message was sent.',
      noRoom: 'Too many messages are being sent at once.',
      failed: 'Something unexpected happened while the message was being sent.',
      sent_one: '{{address}} sent a message to {{count}} recipient through {{name}}.',
      sent_other: '{{address}} sent a message to {{count}} recipients through {{name}}.',
      postedAgain:
        'The answer to the first try was lost, and the message was not in the mailbox, so it was sent again: it may arrive twice.',
      notSent: '{{address}} could not send a message through {{name}}: {{why}}',
    },
    mail: {
      serverSentTooMuchBefore: 'The server sent too much before the login.',
      serverHungUpBeforeLogin: 'The server hung up before the login.',
      serverHungUpDuringLogin: 'The server hung up during the login.',
      serverSentGreetingMidstLogin: 'The server sent a greeting in the midst of the login.',
      serverWantsNoLoginPreauth: 'The server wants no login (PREAUTH).',
      serverDoesNotGreetImap: 'The server does not greet as IMAP does: {{words}}',
      serverDoesNotAcceptToken: 'The server does not accept the token, and goes on asking.',
      serverAnswersNotAsked: 'The server answers what was not asked: {{words}}',
      serverRefusesStarttls: 'The server refuses STARTTLS: {{words}}',
      serverLetsWithoutHavingSeen: 'The server lets in without having seen the token.',
      serverGivesNoReason: 'The server gives no reason.',
      serverSentDataAheadTls: 'The server sent data ahead of the TLS handshake.',
      serverDidNotGreetPop3: 'The server did not greet as a POP3 server does.',
      serverDidNotAgreeTls: 'The server did not agree to TLS.',
      serverDidNotAnswerCapa: 'The server did not answer CAPA as POP3 says.',
      serverListedTooManyCapabilities: 'The server listed too many capabilities.',
      serverDoesNotOfferTls: 'The server does not offer TLS.',
      serverSentReplyTooLong: 'The server sent a reply that is too long.',
      nameMailServerCannotFound: 'The name of the mail server {{server}} cannot be found.',
      checkInternetConnectionSpellingServer:
        'Check the internet connection, and the spelling of the server in the OAuth client.',
      checkDateTimeComputerIf:
        'Check the date and the time of this computer; if they are right, whoever runs the server must renew its certificate.',
      certificateAnotherName: 'The certificate of {{server}} is for another name ({{code}}).',
      checkSpellingServerOauthClient:
        'Check the spelling of the server in the OAuth client; if it is right, this is another server than it says it is, and the connection may be tampered with.',
      certificateCannotTrusted: 'The certificate of {{server}} cannot be trusted ({{code}}).',
      noEncryptedConnectionCouldAgreed:
        'No encrypted connection could be agreed on with {{server}} ({{code}}).',
      checkPortWhetherServerWants: 'Check the port and whether the server wants TLS at once or STARTTLS.',
      mailServerDidNotAnswer: 'The mail server {{server}} did not answer in time.',
      checkInternetConnectionIfOthers:
        'Check the internet connection; if others work, a firewall may be closing this port.',
      mailServerHungUp: 'The mail server {{server}} hung up.',
      tryAgainMomentIfStays:
        'Try again in a moment; if it stays so, a firewall or a virus scanner may be in the way.',
      checkInternetConnectionServerPort:
        'Check the internet connection, and the server and port in the OAuth client.',
      mailServerHungUpBefore: 'The mail server {{server}} hung up before a connection stood.',
      ifCompanyFirewallVirusScannerInspectsMailSystemTrust:
        'If a company firewall or a virus scanner inspects mail, have this system trust its certificate authority, or add that to the settings; else the connection is being tampered with.',
      literalTooLarge: 'The literal is too large.',
      serverDoesNotSpeak: 'The server does not speak {{protocol}}: {{words}}',
      certificateExpired: 'The certificate of {{server}} has expired ({{code}}).',
      certificateNotYetValid: 'The certificate of {{server}} is not valid yet ({{code}}).',
      serverNotReached: 'The mail server {{server}} cannot be reached.',
      serverNotReachedCode: 'The mail server {{server}} cannot be reached ({{code}}).',
    },
    tokens: {
      tellsNothingItselfUnderIssuer: '{{host}} tells nothing of itself under this issuer.',
      checkIssuerEnterUrlsFrom: 'Check the issuer, or enter the URLs from the provider’s documentation.',
      cannotAsked: '{{host}} cannot be asked: {{why}}',
      checkIssuerInternetConnection: 'Check the issuer and the internet connection.',
      providerSentNoUsableAnswer: 'The provider sent no usable answer for {{account}}.',
      providerGaveNoUsableToken: 'The provider gave no usable token for {{account}}: {{why}}.',
      checkEndpointsClient: 'Check the endpoints of the client “{{client}}”.',
      didNotAnswerWithinSeconds: '{{host}} did not answer within {{seconds}} seconds.',
      endpointNotUrl: 'The endpoint is not a URL.',
      endpointNotHttps: 'The endpoint at {{host}} is not https.',
      certificateNotTrusted: 'The certificate of {{host}} is not trusted ({{code}}).',
      connectionFailed: 'The connection to {{host}} failed.',
      nameCannotLookedUp: 'The name of {{host}} cannot be looked up ({{code}}).',
      refusedConnection: '{{host}} refused the connection ({{code}}).',
      connectionFailed2: 'The connection to {{host}} failed ({{code}}).',
      microsoftGaveNoToken: 'Microsoft gave no token for {{account}}.',
      startAgainIfStaysSo: 'Start again. If that doesn’t help, check the endpoints of the client.',
      microsoftCannotReached: 'Microsoft cannot be reached for {{account}} ({{code}}).',
      beginAgain: 'Try again in a moment. If it stays so, check the network connection.',
      checkNetworkConnectionTriedAgain: 'Check the network connection. It is tried again by itself.',
      noTokenMicrosoftsLibrarySays: 'No token for {{account}}: Microsoft’s library says {{code}}.',
      checkSettingsClient: 'Check the settings of the client “{{client}}”.',
      microsoftsAnswerCannotUsed: 'Microsoft’s answer for {{account}} cannot be used.',
      noToken: 'No token for {{account}}: {{why}}',
      correctEndpointClientMustHttps: 'Correct the endpoint in the client: it must be an https:// address.',
      gettingTokenCancelled: 'Getting a token for {{account}} was cancelled.',
      mailServerDidNotAccept: 'The mail server did not accept the token.',
      accountSignedOut: 'The account was signed out.',
      noSuchAccountAnyMore: 'There is no such account any more.',
      addAccountAgain: 'Add the account again.',
      signedOutMeanwhile: '{{address}} was signed out meanwhile.',
      somethingUnexpectedHappenedWhileGetting:
        'Something unexpected happened while getting a token for {{whose}}.',
      triedAgainItselfIfStays:
        'Mailwicket tries again by itself. If it keeps happening, look at the activity log.',
      vaultSignCannotOpened: 'The vault with the sign-in of {{whose}} cannot be opened.',
      startMailwicketKeyVaultMade: 'Start Mailwicket with the key that the vault was made with.',
      checkFreeSpacePermissionsData:
        'Check the free space and the permissions of the data folder, and that the system keychain is unlocked.',
      keptSignCannotReadLeft:
        'What is kept of the sign-in of {{whose}} cannot be read. It was left as it is.',
      signAccountOutThenSign: 'Reset the account’s sign-in, then sign in again.',
      mailProgramWentAwayWhile: 'The mail program went away while a token was asked for.',
      nothingNextTryGetsToken: 'Nothing: its next try gets the token.',
      mailServerDoesNotAccept: 'The mail server does not accept a token for {{whose}} that was just issued.',
      checkAccountScopesPermissionsProvider:
        'Check the account: its scopes and permissions at the provider, and whether this mailbox is open to it.',
      ifYourNetworkInspectsTlsSystemTrustCertificateAuthority:
        'If your network inspects TLS, have this system trust its certificate authority, or add that in the settings.',
      answeredMoreThanBytesNo: '{{host}} answered with more than {{most}} bytes: that is no token.',
      renewedSignWrittenNow: 'The renewed sign-in of {{address}} is written now.',
      renewedSignMemoryOnly: '{{why}} The renewed sign-in is in memory only.',
      mailwicketTriesAgainItselfBefore:
        'Mailwicket tries again by itself. Before it is written, end Mailwicket only if somebody can sign {{address}} in again.',
      renewedSignCouldNotWritten:
        'The renewed sign-in of {{address}} could not be written before the end and is lost.',
      makeRoomDiskIfProvider:
        'Make room on the disk; if the provider then refuses {{address}}, sign in again.',
      providerDidNotAnswerTime2: 'The provider did not answer for {{address}} in time.',
      manyRenewedFirst:
        'The sign-ins of many accounts are being renewed; {{address}} has not had its turn yet.',
      goesOnByItself: 'Nothing: it goes on by itself, and a later try finds the token.',
      signInNotReadable: 'The sign-in of {{whose}} cannot be read or written just now.',
      signInNotReadableWhy: 'The sign-in of {{whose}} cannot be read or written just now: {{why}}.',
    },
    microsoft: {
      entraAdminCenterOpenApp:
        'In the Entra admin center, open the app registration, page “API permissions”, and add the permissions for mail. Then grant admin consent.',
      noAdministratorOrganizationConsentedApp:
        'No administrator of the organization has consented to this app.',
      openAdminConsentLinkClient:
        'Open the admin consent link of the client and let an administrator of the organization agree.',
      nobodyAgreedYetAppMay: 'Nobody has agreed yet that this app may open the mailbox.',
      signAgreeIfPageAsks:
        'Sign in and agree. If the page asks for an administrator, use the admin consent link of the client.',
      requestAccessDeclinedSignPage: 'The request for access was declined on the sign-in page.',
      startAgainAcceptRequest: 'Start again and accept the request.',
      openAdminConsentLinkClientAgainAcceptRequest:
        'Open the admin consent link of the client again and accept the request.',
      appOpenChosenPeopleOnly: 'This app is open to chosen people only, and this account is not among them.',
      entraAdminCenterOpenEnterprise:
        'In the Entra admin center, open the enterprise application and add the account under “Users and groups”.',
      administratorAgreeBeforeAppMay: 'An administrator has to agree before this app may be used.',
      sendAdminConsentLinkClient: 'Send the admin consent link of the client to an administrator.',
      administratorAgreeBeforeAppMayUsedRequestBeenSent:
        'An administrator has to agree before this app may be used; the request has been sent.',
      waitApprovalSendAdminConsent:
        'Wait for the approval, or send the admin consent link of the client to an administrator.',
      appNotAuthorizedCustomersOrganization: 'The app is not authorized in this customer’s organization.',
      letAdministratorCustomerPartnerConsent:
        'Let an administrator of the customer, or the partner for it, consent to the app beforehand.',
      listPermissionsAppRegistrationEmpty:
        'The list of permissions in the app registration is empty or damaged.',
      organizationNoExchangeOnlineSo:
        'The organization has no Exchange Online, so there is no mail to give access to.',
      checkOrganizationLicenceExchangeOnline:
        'Check that the organization has a licence with Exchange Online, and that the tenant is the right one.',
      serviceOauthScopeNamesNot: 'The service that the OAuth scope names is not known in this organization.',
      resetOauthScopeClientDefault:
        'Reset the OAuth scope of the client to its default, and check the cloud, the tenant and its Exchange Online licence.',
      appRegistrationLacksPermissionsMail: 'The app registration lacks the permissions for mail.',
      appNotGrantedPermissionsMail: 'The app has not been granted the permissions for mail.',
      serviceDisabledOrganization:
        'The service that a token was asked for is disabled in this organization, or its subscription has ended.',
      enableServiceRenewSubscription:
        'Check that the organization’s licence has not ended. In the Entra admin center, open the enterprise application of the service (Office 365 Exchange Online or Microsoft Graph) and enable it for sign-in.',
      appRegistrationDoesNotList:
        'The app registration does not list the service that a token was asked for.',
      nothingDoneMailwicketWaitsThen: 'You don’t have to do anything: Mailwicket waits, then tries again.',
      askAdministratorExemptAppSign:
        'Ask an administrator to exempt this app. The sign-in logs of the organization name the policy.',
      organizationAllowsOnlyDeviceManages:
        'The organization allows this only on a device that it manages and considers compliant.',
      signSystemsBrowserManagedDevice:
        'Sign in with the system’s browser on a managed device, or ask an administrator for an exception.',
      organizationAllowsOnlyDeviceJoined:
        'The organization allows this only on a device that is joined to it.',
      signSystemsBrowserSuchDevice:
        'Sign in with the system’s browser on such a device, or ask an administrator for an exception.',
      organizationAsksDeviceProveItself: 'The organization asks this device to prove itself.',
      signSystemsBrowserDeviceRegistered:
        'Sign in with the system’s browser on a device that is registered with the organization.',
      organizationAllowsOnlyDeviceRegistered:
        'The organization allows this only on a device that is registered with it.',
      registerDeviceOrganizationAskAdministrator:
        'Register the device with the organization, or ask an administrator for an exception.',
      signPolicyOrganizationConditionalAccess:
        'A sign-in policy of the organization (Conditional Access) blocks this.',
      askAdministratorExemptAppAccount:
        'Ask an administrator to exempt this app or account. The sign-in logs name the policy.',
      securityPolicyOrganizationBlocks: 'A security policy of the organization blocks this.',
      signAdministratorFromPartnerOrganization:
        'The sign-in of an administrator from a partner organization was blocked as risky.',
      askAdministratorOrganizationLookRisk:
        'Ask an administrator of the organization to look at the risk and clear it.',
      organizationsSecurityDefaultsBlockKind:
        'The organization’s security defaults block this kind of sign-in.',
      useClientGrantAuthorizationCode:
        'Use a client with the grant “Authorization code”, or ask an administrator about the security defaults.',
      microsoftAskedTooOftenShort:
        'Microsoft got too many requests in a short time and is holding back new ones.',
      microsoftsSignServiceTooBusy: 'Microsoft’s sign-in service is too busy.',
      microsoftsSignServiceOutOrder: 'Microsoft’s sign-in service is down at the moment.',
      redirectUriNotRegisteredApp: 'The redirect URI is not registered for this app.',
      redirectUriOfPage:
        'The redirect URI is registered under “Single-page application”, which is for web pages only.',
      appRegisteredOneOrganizationBut:
        'The app is registered for one organization, but was used as one for many.',
      enterDirectoryTenantIdClient:
        'Enter the Directory (tenant) ID in the client, or let the app registration accept accounts of any organization.',
      microsoftCannotTellOrganizationMeant: 'Microsoft cannot tell which organization is meant.',
      enterDirectoryTenantIdClient2: 'Enter the Directory (tenant) ID in the client.',
      tenantClientNotDomainMicrosoft: 'The tenant in the client is not a domain that Microsoft knows.',
      tenantDoesNotExistAnother: 'The tenant does not exist, or is in another of Microsoft’s clouds.',
      checkDirectoryTenantIdCloud: 'Check the Directory (tenant) ID and the cloud in the client.',
      organizationAnotherMicrosoftsClouds: 'The organization is in another of Microsoft’s clouds.',
      chooseCloudClientRegisterApp: 'Choose that cloud in the client, and register the app there.',
      appOrganizationDifferentCloudsMicrosoft:
        'The app and the organization are in different clouds of Microsoft, and an app with a secret cannot cross them.',
      registerAppOrganizationsOwnCloud:
        'Register an app in the organization’s own cloud, and choose that cloud in the client.',
      organizationDoesNotKnowApp: 'The organization does not know an app with this client ID.',
      checkApplicationClientIdTenant:
        'Check the Application (client) ID and the tenant. An app of another organization needs admin consent first.',
      appDisabled: 'The app is disabled.',
      entraAdminCenterOpenEnterpriseApplicationEnableSign:
        'In the Entra admin center, open the enterprise application and enable it for sign-in.',
      appDisabledNotKnownOrganization: 'The app is disabled, or not known in this organization.',
      checkApplicationClientIdEntra:
        'Check the Application (client) ID, and in the Entra admin center that the enterprise application is enabled.',
      clientSecretWrongOftenSecret:
        'The client secret is wrong. Often its Secret ID was copied in place of its Value.',
      clientsCredentialsWrong: 'The client’s credentials are wrong.',
      clientSecretExpired: 'The client secret has expired.',
      appRegisteredWebAppNeeds:
        'The app is registered as a web app, which needs a client secret or a certificate, and none was sent.',
      addSecretClientRegisterRedirect:
        'Add the secret to the client, or register the redirect URI under “Mobile and desktop applications” and allow public client flows.',
      appRegisteredDesktopAppNo:
        'The app is registered as a desktop app, which has no secret, but one was sent.',
      removeSecretFromClientRegister:
        'Remove the secret from the client, or register the redirect URI under “Web”.',
      microsoftDoesNotKnowCertificate: 'Microsoft does not know the certificate that the client signs with.',
      signedRequestNotWithinTime:
        'The signed request is not within its time: the clock of this computer is wrong.',
      setClockComputerBestLetting:
        'Set the clock of this computer, best by letting it set itself from the network.',
      signMadeOneOrganizationCompleted: 'The sign-in was made in one organization and completed in another.',
      useSameTenantPermissionUrl:
        'Use the same tenant in the Permission URL and in the Token URL of the client, then sign in again.',
      oauthScopeClientNotValid: 'The OAuth scope of the client is not valid.',
      resetOauthScopeClientDefault2: 'Reset the OAuth scope of the client to its default.',
      oauthScopeClientNotValidTokenRequest: 'The OAuth scope of the client is not valid for a token request.',
      oauthScopeClientNamesTwo:
        'The OAuth scope of the client names two services at once; a token is for one only.',
      requestMadeOlderEndpointThan: 'The request was made for an older endpoint than the client’s Token URL.',
      resetTokenUrlOauthScope: 'Reset the Token URL and the OAuth scope of the client to their defaults.',
      appRegisteredPersonalAccountsOnly: 'The app is registered for personal accounts only.',
      chooseOutlookComProviderClient:
        'Choose Outlook.com as the provider of the client, or the tenant “consumers”.',
      appRegisteredAccountsOrganizationsOnly:
        'The app is registered for accounts of organizations only, not for personal ones.',
      enterDirectoryTenantIdOrganizations:
        'Enter the Directory (tenant) ID or “organizations” in the client, or let the app registration accept personal accounts.',
      grantDoesNotWorkTenant:
        'This grant does not work with a tenant that stands for many, such as “common”.',
      somethingMissingRequestFieldClient:
        'Something is missing in the request: a field of the client may be empty.',
      checkFieldsClientResetUrls:
        'Check the fields of the client, and reset its URLs and scope to their defaults. If that doesn’t help, report it.',
      microsoftCouldNotReadRequest: 'Microsoft could not read the request.',
      resetUrlsScopeClientTheir:
        'Reset the URLs and the scope of the client to their defaults. If that doesn’t help, report it.',
      microsoftDoesNotTakeRequest:
        'Microsoft does not take the request as it is. Often a desktop app was used with a secret.',
      removeSecretFromClientIf:
        'Remove the secret from the client if its redirect URI is registered under “Mobile and desktop applications”.',
      signAgainConfirmSecondStep:
        'Sign in again and confirm with the second step, such as the phone or a security key.',
      secondStepMultifactorAuthenticationAsked:
        'A second step (multifactor authentication) is asked for, because of a policy or a new place.',
      secondStepMultifactorAuthenticationAskedNotPassed:
        'A second step (multifactor authentication) is asked for and was not passed.',
      accountMustSetUpSecond:
        'The account must be set up for a second step (multifactor authentication) first.',
      signAgainFollowStepsSet: 'Sign in again and follow the steps to set it up.',
      secondStepMultifactorAuthenticationPassed:
        'The second step (multifactor authentication) was passed too long ago.',
      secondStepSignNotCompleted: 'The second step of the sign-in was not completed.',
      organizationAsksFurtherCheckPage:
        'The organization asks for a further check on a page of another service.',
      signAgainCompleteCheck: 'Sign in again and complete that check.',
      organizationLetsSignLastOnly:
        'The organization lets a sign-in last only for a set time, and that time is over.',
      sessionEndedBecauseOrganizationsSign:
        'The session has ended, because of the organization’s sign-in frequency.',
      organizationNoAccountAddress: 'This organization has no account with this address.',
      checkAddressTypingMistakeTenant:
        'Check the address for a typing mistake, and the tenant of the client.',
      accountSignedBelongsAnotherOrganization:
        'The account that signed in belongs to another organization, or is a personal account.',
      signOutAccountBrowserSign:
        'Sign out of that account in the browser and sign in with the right one, or use a client with the tenant of that account.',
      accountSignedBelongsAnotherOrganizationNotKnownOne:
        'The account that signed in belongs to another organization and is not known in this one.',
      browserSignedAccountDoesNot:
        'The browser is signed in with an account that does not belong to this organization.',
      signAgainChooseRightAccount: 'Sign in again and choose the right account.',
      accountLockedTooManyWrong:
        'The account is locked: too many wrong passwords, or a sign-in from an address with a bad reputation.',
      waitSomeMinutesThenTry:
        'Wait some minutes, then try again. If it stays locked, an administrator finds the reason in the sign-in logs.',
      passwordExpired: 'The password has expired.',
      signChooseNewPassword: 'Sign in and choose a new password.',
      passwordExpiredOrganizationsOwnDirectory:
        'The password has expired in the organization’s own directory.',
      changePasswordUsualWorkThen: 'Change the password as usual at work, then sign in again.',
      accountDisabled: 'The account is disabled.',
      askAdministratorEnable: 'Ask an administrator to enable it.',
      nobodySigned: 'Nobody is signed in.',
      signTookTooLong: 'The sign-in took too long.',
      sessionSignGoFromNo: 'The session that the sign-in was to go on from is no longer there.',
      signAgainChooseAccount: 'Sign in again and choose the account.',
      signEndedInstanceBecausePassword:
        'The sign-in was ended, for instance because the password was changed.',
      signEndedPasswordExpiredChanged: 'The sign-in was ended: the password has expired or was changed.',
      storedSignNoLongerGood: 'The stored sign-in is no longer good.',
      storedSignExpired: 'The stored sign-in has expired.',
      storedSignExpiredBecauseNot: 'The stored sign-in has expired, because it was not used for a long time.',
      signExpiredAfter24Hours:
        'The sign-in has expired after 24 hours: the redirect URI is registered as a single-page application.',
      answerSignPageHadBeen: 'The answer of the sign-in page had been used before.',
      answerSignPageBelongsAnother: 'The answer of the sign-in page belongs to another sign-in.',
      startSignAgainFinishNewest: 'Start the sign-in again, and finish it in the newest window.',
      codeNotBeenEnteredSign: 'The code has not been entered on the sign-in page yet.',
      startSignAgainEnterCode: 'Start the sign-in again and enter the code in time.',
      codeNotEnteredTime: 'The code was not entered in time.',
      startSignAgainEnterNew: 'Start the sign-in again and enter the new code.',
      codeEnteredWrongNoLonger: 'The code that was entered is wrong or no longer good.',
      signAgreeIfPageAsksAdministratorLetOneConsent:
        'Sign in and agree. If the page asks for an administrator, let one consent.',
      askAdministratorExemptApp: 'Ask an administrator to exempt this app.',
      addRedirectUri:
        'In the Entra admin center, open the app registration, page “Authentication”, and add the client’s redirect URI exactly as shown under “Mobile and desktop applications”.',
      makeNewSecret:
        'In the Entra admin center, open the app registration, page “Certificates & secrets”, create a new client secret, and copy its Value into the client.',
      uploadCertificate:
        'Save the client’s certificate (.cer). In the Entra admin center, open the app registration, page “Certificates & secrets”, and upload it.',
    },
    providers: {
      signAgain: 'Sign in again.',
      signAgainAdministratorCanLengthen:
        'Sign in again. An administrator can lengthen the time (sign-in frequency).',
      addressPasswordWrong: 'The address or the password is wrong.',
      enterAccountsOwnPasswordMail: 'Enter the account’s own password in the mail program.',
      startSignAgain: 'Start the sign-in again.',
      signAgainEndRegisterRedirect:
        'Sign in again. To end this, register the redirect URI under “Mobile and desktop applications”.',
      administratorWorkspaceGrantsAdminConsole:
        'An administrator of the Workspace grants it in the Admin console under “Domain-wide delegation”, with the service account’s client ID and the scope https://mail.google.com/.',
      storedSignExpiredRevoked: 'The stored sign-in has expired or was revoked.',
      signAgainIfHappensEvery:
        'Sign in again. If this happens every 7 days, the consent screen of the Google project is still in “Testing”: publish it.',
      googleDoesNotAcceptService: 'Google does not accept the service account’s key for this mailbox.',
      checkAddressMailboxsOwnKey:
        'Check that the address is the mailbox’s own, that the key has not been deleted, and the clock of this computer.',
      googleDoesNotAllowClient: 'Google does not allow this client to do this.',
      checkClientTypeDesktopApp:
        'Check that the client is of the type “Desktop app” in the Google Cloud console.',
      serviceAccountMayNotAct: 'The service account may not act for the mailboxes of this Workspace yet.',
      accessDeclinedSignPageAccount:
        'Access was declined on the sign-in page, or the account is not among the test users.',
      startAgainAcceptWhileGoogle:
        'Start again and accept. While the Google project is in “Testing”, add the account to its test users first.',
      serviceAccountMayNotActMailboxesWorkspace:
        'The service account may not act for the mailboxes of this Workspace.',
      policyWorkspaceDoesNotAllow: 'A policy of the Workspace does not allow this app to read mail.',
      askAdministratorWorkspaceTrustApps:
        'Ask an administrator of the Workspace to trust the app’s client ID under “API controls”.',
      googleProjectOpenOwnOrganization:
        'The Google project is open to its own organization only, and this account is outside it.',
      useAccountOrganizationSetUser:
        'Use an account of that organization, or set the user type of the consent screen to “External”.',
      googleDoesNotAllowSign: 'Google does not allow its sign-in page in a window of another program.',
      signSystemsBrowser: 'Sign in with the system’s browser.',
      clientDeletedGoogleCloudConsole: 'The client was deleted in the Google Cloud console.',
      makeNewClientEnterId: 'Create a new client there and enter its ID and secret.',
      clientMayNotAskAccess: 'The client may not ask for access to mail.',
      addScopeHttpsMailGoogle:
        'Add the scope https://mail.google.com/ to the consent screen of the Google project.',
      googleAskedTooOftenShort: 'Google got too many requests in a short time.',
      googleTroubleOwn: 'Google is having problems of its own.',
      providerDidNotAnswer: 'The provider did not answer.',
      checkNetworkConnectionComputerMailwicket:
        'Check the network connection of this computer; Mailwicket keeps trying.',
      providerAskedTooOftenShort: 'The provider was asked too often in a short time.',
      providerTroubleOwn: 'The provider has trouble of its own.',
      proxyNetworkAsksSign: 'The proxy of this network asks for a sign-in.',
      enterNetworkProxyUserPassword: 'Enter the network proxy with its user and password in the settings.',
      answerTookTooLong: 'The answer took too long.',
      providerDoesNotAcceptClient:
        'The provider does not accept the client: its ID or its secret is wrong, or the secret has expired.',
      checkClientIdClientSecret: 'Check the client ID and the client secret.',
      noTokenServiceClientsToken: 'There is no token service at the client’s Token URL.',
      checkTokenUrlClientReset: 'Check the Token URL of the client, or reset it to its default.',
      providerRefusedGaveNoReason: 'The provider refused, and gave no reason that can be read.',
      checkFieldsClientFirewallFilter:
        'Check the fields of the client. A firewall or filter of this network can also be the cause.',
      organizationDoesNotAllowSign: 'The organization does not allow this sign-in.',
      askAdministratorSignLogsOrganization:
        'Ask an administrator: the sign-in logs of the organization name the reason.',
      checkClientsRegistrationProviderId:
        'Check the client’s registration at the provider: its ID, its credential and what it may use.',
      checkClientIdClientSecretIfSecretExpiredMake:
        'Check the client ID and the client secret. If the secret has expired, create a new one at the provider.',
      providerAsksPersonSign: 'The provider asks for a person to sign in.',
      redirectUriNotOneClient: 'The redirect URI is not the one that the client is registered with.',
      registerClientsRedirectUriProvider:
        'Register the client’s redirect URI at the provider, exactly as shown.',
      checkUrlsOauthScopeClient:
        'Check the URLs and the OAuth scope of the client, or reset them to their defaults.',
      providerDoesNotTakeRequest:
        'The provider does not take the request: a setting of the client may be missing or wrong.',
      storedSignNoLongerGood:
        'The stored sign-in is no longer good: it has expired, was revoked, or the password was changed.',
      providerDoesNotAcceptClients: 'The provider does not accept the client’s key for this mailbox.',
      checkAddressKeyClientClock: 'Check the address, the key of the client, and the clock of this computer.',
      providerDoesNotAllowClient: 'The provider does not allow this client to use this grant.',
      allowGrantClientsRegistrationProvider:
        'Allow the grant in the client’s registration at the provider, or choose another grant.',
      providerDoesNotOfferGrant: 'The provider does not offer this grant.',
      chooseAnotherGrantClient: 'Choose another grant for the client.',
      providerDoesNotAllowClientSignPeople: 'The provider does not allow this client to sign people in.',
      allowAuthorizationCodeFlowClients:
        'Allow the authorization code flow in the client’s registration at the provider.',
      providerDoesNotKnowOauth:
        'The provider does not know the OAuth scope, or does not allow it to this client.',
      resetOauthScopeDefaultAdd:
        'Reset the OAuth scope to its default, and add the permissions for mail to the client’s registration.',
      providerDoesNotKnowService: 'The provider does not know the service that a token was asked for.',
      resetOauthScopeClientDefault:
        'Reset the OAuth scope of the client to its default, and check the cloud and the tenant.',
      accessDeclinedSignPage: 'Access was declined on the sign-in page.',
      startSignAgainAcceptRequest: 'Start the sign-in again and accept the request.',
      providerDeniesClientAccessMailbox: 'The provider denies this client access to the mailbox.',
      administratorGiveClientAccess: 'An administrator has to give the client access to it.',
      providerBusyUnderMaintenance: 'The provider is busy or under maintenance.',
      providerAsksWaitLonger: 'The provider asks to wait longer.',
      providerRefusesNowSignWould: 'The provider refuses for now, and a sign-in would not change it.',
      organizationAllowsOnlyAppsManages: 'The organization allows only apps that it manages on this device.',
      storedSignMadeAnotherClient: 'The stored sign-in was made with another client ID.',
      organizationCouldNotRecognizeDevice: 'The organization could not recognize this device.',
      organizationLetsGoogleSignLast:
        'The organization lets a Google sign-in last only for a set time, and that time is over.',
      answerSignPageNoLonger: 'The provider does not accept the answer of its sign-in page.',
      startSignAgainCheckRegistration:
        'Start the sign-in again. If that doesn’t help, check the client’s registration at the provider.',
      chooseGrantAuthorizationCodeClient: 'Choose the grant “Authorization code” for the client.',
      startSignAgainIfStays:
        'Start the sign-in again. If that doesn’t help, check the permission URL of the client.',
      signOnceSwitchAccountClient:
        'Sign in once: switch the account to a client with the grant “Authorization code” and sign in; then reset the account’s authorization and switch it back to this client.',
      provider: 'The provider',
      enterAccountsCurrentPasswordMail: 'Enter the account’s current password in the mail program.',
      changePasswordFirst: 'Change the password first.',
      microsoftWantsPersonSign: 'Microsoft wants a person to sign in.',
      clientWorksNobodyPresentSo:
        'This client works with nobody present, so signing in doesn’t fix this. Check its ID, its credential, its tenant and the consent of the administrator.',
      account2: 'this account',
      accounts: 'the accounts',
      webPageCamePlaceProviders: 'A web page came in place of the provider’s answer.',
      answerDidNotComeFromProvider: 'The answer did not come from the provider.',
      filterSignPageNetworkMay:
        'A filter or a sign-in page of this network may stand in the way: open any web page in the browser. If it stays, check the Token URL of the client.',
      accountWithClient: '{{account}} with the client “{{client}}”',
      clientAlone: 'the client “{{client}}”',
      asksToSignIn: '{{provider}} asks to sign in {{account}} again.',
      refusedAccount: '{{provider}} refused {{account}}.',
      refusedPassword: '{{provider}} did not take the password of {{account}}.',
      noTokenNow: '{{provider}} gave no token for {{account}} just now.',
      signInNotCompleted: 'The sign-in of {{account}} was not completed.',
      smallPrint: '({{codes}})',
    },
    common: {
      sentences: '{{parts}}',
      verbatim: '{{text}}',
      list: '{{items}}',
      at: '{{place}}: {{text}}',
      mustNotBeEmpty: 'must not be empty',
      tooLong: 'must not be longer than {{most}} characters',
      tooMany: 'must not be more than {{most}}',
      clauses: '{{items}}',
      lines: '{{items}}',
    },
  },
} as const;
