/** The settings: what Mailwicket does on this computer, and how it looks. */
export const settings = {
  settings: {
    title: 'Settings',
    unreadable: 'The settings couldn’t be read. The reason is above.',
    saved: 'Saved',
    on: 'On',
    off: 'Off',
    ports: {
      title: 'Ports',
      text: 'Mail programs on this computer connect to these ports, without TLS or with STARTTLS.',
      port: 'Port for {{name}}',
      use: 'Serve {{name}}',
      open: 'Open on {{addresses}}',
      openPort: 'Open as port {{port}} on {{addresses}}',
      closed: 'Not open',
      chosenAtStart:
        'Chosen when Mailwicket was started: a change holds from the next start without that choice.',
      range: 'A port is a number from 1 to 65535.',
      twice: 'Two of them have this port.',
      tlsName: '{{protocol}} with TLS',
      save: 'Save ports',
    },
    tls: {
      title: 'TLS for mail programs',
      text: 'For programs and devices that insist on encryption. Mailwicket makes the certificate on this computer.',
      switchOn: 'Switch TLS on',
      switchOff: 'Switch TLS off',
      isOn: 'TLS is on',
      isOff: 'TLS is off',
      trust: 'Trust it',
      trustText:
        'The certificate is signed by an authority of this installation. A program that is to trust it needs the authority’s certificate, once.',
      save: 'Save the authority’s certificate',
      replaced: {
        title: 'Trust the new authority',
        unlimited:
          'This one can sign for this computer only; the former one could sign for any server. Save its certificate, and trust it where you trusted the former one. Take the former one, “Mailwicket on this computer”, out there; its key is deleted.',
        names:
          'This computer has a name or an address that the former one cannot sign for. Save the new certificate, and trust it where you trusted the former one.',
        renewed:
          'It was renewed ahead of its end. Programs that trust the former certificate go on until {{until}}; save the new one until then, and trust it there too.',
      },
      fingerprint: 'SHA-256 fingerprint',
      expires: 'Good until',
      names: 'Names in the certificate',
      namesOwn:
        'Programs on this computer use one of them as the server. Once other devices are let in, it also names this computer in your network.',
      namesNew:
        'A device uses one of them as the server. When this computer has a new name or address in your network, the certificate is made anew at the next start; former names stay in it. A name or a public address that the authority cannot sign for needs a new authority, too. A program in which the certificate itself was confirmed asks once more then.',
      how: {
        windows:
          'Windows: open the file, choose “Install Certificate”, and put it under “Trusted Root Certification Authorities”.',
        macos: 'macOS: open the file in Keychain Access, and under “Trust” choose “Always Trust”.',
        linux:
          'Linux: copy the file to /usr/local/share/ca-certificates and run update-ca-certificates; some desktops do it in their settings.',
        thunderbird:
          'Thunderbird: Settings › Privacy & Security › Manage Certificates › Authorities › Import.',
      },
    },
    devices: {
      title: 'Other devices on my network',
      text: 'Only programs on this computer can reach Mailwicket. A printer, a scanner or a phone can be let in too.',
      allow: 'Let other devices in…',
      askTitle: 'Let other devices in?',
      warnReach:
        'Every device on your network can then try passwords. After wrong ones it has to wait, and is listed in Activity.',
      warnTls:
        'They reach the TLS ports only; TLS is switched on for that. The other ports stay on this computer.',
      warnPlace: 'Do it on a network that you trust, never on a public one. Your firewall may ask.',
      go: 'Let them in',
      allowed: 'Devices on your network reach the TLS ports of this computer.',
      enter:
        'On the device, enter this computer’s name or address as the server, the TLS port, and a local password of the account.',
      enterNames:
        'On the device, enter one of these as the server: {{names}}. Further the TLS port, and a local password of the account.',
      forbid: 'Only this computer',
    },
    program: {
      title: 'This program',
      startAtLogin: 'Start when I log in',
      startAtLoginApproval: 'macOS waits for you to allow that: System Settings, General, Login Items.',
      signInWindow:
        'Sign in within a window of Mailwicket, not in my browser (passkeys and managed devices need the browser)',
      language: 'Language',
      languages: { en: 'English', de: 'Deutsch' },
      theme: 'Appearance',
      themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
      secretsNotKept:
        'This desktop has no safe place for secrets: you have to sign in again after each start. Install or unlock a keyring (GNOME Keyring or KWallet), then start Mailwicket again.',
      updates: 'Updates',
      updatesState: {
        off: 'Updates come with this system’s own packages.',
        idle: 'Up to date.',
        checking: 'Looking for a newer version…',
        available: 'Downloading version {{version}}.',
        downloaded: 'Version {{version}} will be installed at the next start.',
        failed: 'Couldn’t look for updates.',
      },
      checkUpdates: 'Look for updates',
    },
    network: {
      title: 'Network',
      proxy: 'Network proxy',
      proxyHelp:
        'Only where your network demands one: http://host:port or socks5://host:port, with user@ before the host where needed. Empty: HTTPS_PROXY and ALL_PROXY count, else what the system’s settings say.',
      proxyPassword: 'The proxy’s password',
      proxyPasswordHelp:
        'Only where the proxy asks for one. It is kept with your other secrets, not in the settings.',
      proxyPasswordKept: 'A password is kept: leave this empty and it stays.',
      proxyNow: 'In use: {{url}}',
      proxyNowUser: 'In use: {{url}}, as {{user}}',
      proxyNowLogin: 'In use: {{url}}, as {{user}} with a password',
      proxySave: 'Use this proxy',
      proxyRemove: 'No proxy',
      authorities: 'Further certificate authorities',
      authoritiesText:
        'For a network that inspects TLS, or a mail server with a certificate of its own. Certificates are always checked; these are trusted beside the usual ones.',
      authorityPath: 'Path of a PEM file on this computer',
      authorityAdd: 'Add',
      authorityRemove: 'Remove {{file}}',
      authoritiesNone: 'None',
    },
    support: {
      title: 'Help',
      text: 'A report for whoever helps you: versions, ports, states and the last troubles. Addresses, names, passwords and tokens are not in it; read it before you pass it on.',
      make: 'Create a report',
      report: 'The report',
      copy: 'Copy the report',
      save: 'Save the report',
      about: 'Mailwicket {{version}}',
      license: 'Free software under the Apache License 2.0.',
    },
  },
} as const;
