import { portalPages } from '../../screens/guides/portal-pages.ts';

const { entra, google } = portalPages;

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
        open: `Sign in to the Microsoft Entra admin center; the role Application Developer is enough. Open ${entra.register}.`,
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
        permissions: `Open ${entra.delegated}, and add IMAP.AccessAsUser.All, POP.AccessAsUser.All and SMTP.Send (as many of them as you need).`,
        consent:
          'Where the organization lets Microsoft manage consent, as new ones do, people cannot agree to IMAP and POP by themselves; to sending alone they can. Save the client here and send an administrator (Cloud Application Administrator or more) the link under "Admin consent": it asks for exactly these permissions.',
        publicFlows:
          'For device code and the password grant, open Authentication and switch "Allow public client flows" on (a client without a secret only).',
      },
      application: {
        title: 'Allow mail for the app itself',
        permissions: `Open ${entra.application}, and add IMAP.AccessAsApp, POP.AccessAsApp and SMTP.SendAsApp (as many of them as you need). Leave SMTP.SendAsApp out where a role of Exchange is to grant sending for some mailboxes only.`,
        consent:
          'Grant admin consent for the organization. Without it tokens are issued, and every mailbox refuses them.',
        mailboxes:
          'After saving the client here, open it and run the script under "Grant mailboxes" in PowerShell: it registers the app in Exchange and grants each mailbox.',
      },
      secret: {
        title: 'Make a secret',
        make: `Open ${entra.secret}, and choose how long it lives: 24 months at most.`,
        value: 'Copy the "Value" at once: it is shown only now. The "Secret ID" beside it is something else.',
        expires: 'Enter the day on which it ends: Mailwicket warns you in time.',
      },
      certificate: {
        title: 'Or use a certificate',
        make: 'Save the client here first: Mailwicket makes the key pair, and offers the public half as a .cer file.',
        upload: `Open ${entra.certificate}, and choose that file.`,
      },
      password: {
        title: 'What to know of the password grant',
        limits:
          'It works for accounts of the organization only: not with a second factor, not for personal or federated accounts, not with "common" as the tenant.',
        interactive:
          'If policy asks for one sign-in with a browser first: add a client with the authorization code grant, sign the account in with it, reset the account, and switch it to this client.',
      },
    },
    outlook: {
      register: {
        title: 'Register the app for personal accounts',
        directory:
          'Do you have a client ID that allows personal accounts? Then take it. A new one needs a directory since June 2024, and a personal account has none: that of an organization will do, or the one that comes with a free Azure account, for which Microsoft asks for a phone number and a card.',
        open: `Sign in to the Microsoft Entra admin center with an account of that directory, and open ${entra.register}.`,
        accounts:
          'Under Supported account types choose "Personal Microsoft accounts only", or the choice with organizations and personal accounts if one app is to serve both. An app that exists is switched in its Manifest only (signInAudience).',
        redirect:
          'Under Redirect URI choose "Public client/native (mobile & desktop)" and enter the Redirect URI shown in the form. The port is ignored, so it needs none.',
        clientId: 'After Register, the Overview page shows "Application (client) ID": that is the Client ID.',
        tenant: 'Leave the tenant empty: for personal accounts it is "consumers".',
      },
      mail: {
        title: 'Allow mail',
        permissions: `Open ${entra.delegated}, and add IMAP.AccessAsUser.All, POP.AccessAsUser.All and SMTP.Send. Nobody has to grant admin consent: each person agrees when signing in.`,
        pop: 'POP has to be switched on in the settings of Outlook.com before it works.',
        passwords:
          'The account page still offers app passwords; for mail Microsoft refuses them, as it refuses the password.',
      },
      secret: {
        title: 'Only for an app of the platform "Web": its secret',
      },
    },
    google: {
      register: {
        title: 'Make the client',
        project: `Open the Google Cloud console, choose or make a project, and open ${google.branding}: a name and two addresses are enough.`,
        audience: `Under ${google.audience} choose "Internal" in a Workspace. With "External" and "Testing" only the test users that you list can sign in, at most 100, and each sign-in ends after 7 days: choose Publish app. For use by yourself it needs no verification; people then see a warning page, and an unverified app takes 100 people in its whole life.`,
        scope: `Under ${google.dataAccess} add the scope https://mail.google.com/.`,
        create: `Open ${google.clients}, and choose "Desktop app".`,
        clientId: 'The dialog shows the Client ID.',
        secret:
          'It shows the client secret beside it, this once only. Google gives desktop apps a secret too, and asks for both.',
        secretExpires: 'Google names no day on which it ends: leave this empty.',
        redirectUri: 'A desktop app needs none registered: leave the one in the form.',
      },
      service: {
        title: 'Make the service account',
        create: `Open ${google.serviceAccounts}, make one, and under Keys add a key of type JSON.`,
        key: 'Choose that file here. The Client ID is the account’s "Unique ID".',
        delegation: `In the Workspace admin console open ${google.delegation}, and add that Client ID with the scope https://mail.google.com/.`,
      },
    },
    closed: {
      title: 'No new clients: an app password does it',
      appPassword:
        'Yahoo and AOL give out no new OAuth clients for mail. Switch two-step verification on, make an app password under Account security › External connections, and enter it in your mail program with Yahoo’s or AOL’s own mail servers: Mailwicket is not needed.',
      existing: 'If you have an OAuth client from earlier, enter it here.',
    },
    other: {
      register: {
        title: 'Register at the provider',
        open: 'Look in the provider’s developer pages for "OAuth", "API clients" or "applications", and register one for mail.',
        redirectUri: 'Enter the Redirect URI shown in the form.',
        clientId: 'Take over the client ID.',
        secret: 'Take over the client secret, if you are given one.',
        secretExpires:
          'If the provider names a day on which the secret ends, enter it: Mailwicket warns you in time.',
        urls: 'The Permission URL and the Token URL are in the provider’s documentation, often as "authorization endpoint" and "token endpoint"; so are the scopes for IMAP, POP and SMTP.',
      },
    },
  },
} as const;
