/**
 * The setup guides: what to do on the provider's pages, in order. A step with a `field` tells what goes into
 * that field of the form.
 */
export const guides = {
  guide: {
    portal: 'Open {{portal}}',
    back: 'Back to the field',
    microsoft: {
      register: {
        title: 'Register the app',
        open: 'Sign in to the Microsoft Entra admin center as an administrator, and open Identity › Applications › App registrations › New registration.',
        name: 'Give it a name that your users will recognize on the sign-in page, and choose who may use it: "Accounts in this organizational directory only" fits one organization.',
        redirectPublic:
          'Under Redirect URI choose "Public client/native (mobile & desktop)" and enter the Redirect URI shown in the form. The port is ignored, so it needs none.',
        redirectWeb:
          'With a client secret, choose "Web" instead and enter the Redirect URI shown in the form: only that platform takes a secret.',
        clientId: 'After Register, the Overview page shows "Application (client) ID": that is the Client ID.',
        tenant: 'On the same page, "Directory (tenant) ID" is the tenant.',
      },
      delegated: {
        title: 'Allow mail',
        permissions:
          'Open API permissions › Add a permission › APIs my organization uses › Office 365 Exchange Online › Delegated permissions, and add IMAP.AccessAsUser.All, POP.AccessAsUser.All and SMTP.Send.',
        consent: 'Grant admin consent, if your organization does not let people agree for themselves.',
        publicFlows:
          'For device code and the password grant, open Authentication and switch "Allow public client flows" on (a client without a secret only).',
      },
      application: {
        title: 'Allow mail for the app itself',
        permissions:
          'Open API permissions › Add a permission › APIs my organization uses › Office 365 Exchange Online › Application permissions, and add IMAP.AccessAsApp, POP.AccessAsApp and SMTP.SendAsApp (as many of them as you need).',
        consent:
          'Grant admin consent for the organization. Without it tokens are issued, and every mailbox refuses them.',
        mailboxes:
          'After saving the client here, open it and run the script under "Grant mailboxes" in PowerShell: it registers the app in Exchange and grants each mailbox.',
      },
      secret: {
        title: 'Make a secret',
        make: 'Open Certificates & secrets › Client secrets › New client secret, and choose how long it lives.',
        value: 'Copy the "Value" at once: it is shown only now. The "Secret ID" beside it is something else.',
        expires: 'Enter the day on which it ends: Mailwicket warns you in time.',
      },
      certificate: {
        title: 'Or use a certificate',
        make: 'Save the client here first: Mailwicket makes the key pair, and offers the public half as a .cer file.',
        upload: 'Open Certificates & secrets › Certificates › Upload certificate, and choose that file.',
      },
      password: {
        title: 'What to know of the password grant',
        limits:
          'It works for accounts of the organization only: not with a second factor, not for personal or federated accounts, not with "common" as the tenant.',
        interactive:
          'If policy asks for one sign-in with a browser first: add a client with the authorization code grant, sign the account in with it, reset the account, and switch it to this client.',
      },
    },
    google: {
      register: {
        title: 'Make the client',
        project:
          'Open the Google Cloud console, choose or make a project, and open APIs & Services › OAuth consent screen.',
        audience:
          'With "External" and "Testing" every sign-in ends after 7 days: publish the app, or choose "Internal" in a Workspace.',
        scope: 'Add the scope https://mail.google.com/.',
        create: 'Open Credentials › Create credentials › OAuth client ID, and choose "Desktop app".',
        clientId:
          'The dialog shows the Client ID and the client secret. Google gives desktop apps a secret too; enter both.',
      },
      service: {
        title: 'Make the service account',
        create: 'Open IAM & Admin › Service Accounts, make one, and under Keys add a key of type JSON.',
        key: 'Choose that file here. The Client ID is the account’s "Unique ID".',
        delegation:
          'In the Workspace admin console open Security › API controls › Domain-wide delegation, and add that Client ID with the scope https://mail.google.com/.',
      },
    },
    other: {
      register: {
        title: 'Register at the provider',
        open: 'Look in the provider’s developer pages for "OAuth", "API clients" or "applications", and register one for mail.',
        redirectUri: 'Enter the Redirect URI shown in the form.',
        clientId: 'Take over the client ID, and the secret if you are given one.',
        urls: 'The Permission URL and the Token URL are in the provider’s documentation, often as "authorization endpoint" and "token endpoint"; so are the scopes for IMAP, POP and SMTP.',
      },
    },
  },
} as const;
