import type { CoreCatalogue } from '../core-texts.ts';

/** Accounts, OAuth clients, local passwords, and what is known of the providers. */
export const accounts: CoreCatalogue = {
  'must be a mail address, like anna@example.org': 'muss eine Mailadresse sein, etwa anna@example.org',
  'must be an https:// URL (plain http:// is for this machine only)':
    'muss eine https://-URL sein (http:// gilt nur für diesen Rechner)',
  'there are two accounts with the address {{address}}': 'es gibt zwei Konten mit der Adresse {{address}}',
  'the account {{address}} names an OAuth client that is not there':
    'das Konto {{address}} nennt einen OAuth-Client, den es nicht gibt',

  // secrets and certificates that end
  'client secret': 'Clientgeheimnis',
  secret: 'Clientgeheimnis',
  certificate: 'Zertifikat',
  'service-account-key': 'Schlüssel des Dienstkontos',
  'The {{what}} of the OAuth client {{name}} ended on {{date}}.':
    'Das {{what}} des OAuth-Clients {{name}} endete am {{date}}.',
  'The {{what}} of the OAuth client {{name}} ends on {{date}}, {{when}}.':
    'Das {{what}} des OAuth-Clients {{name}} endet am {{date}}, {{when}}.',
  'within a day': 'innerhalb eines Tages',
  'in {{days}} days': 'in {{days}} Tagen',
  'Make a new {{what}} for it {{how}}: {{when}} its accounts cannot be signed in.':
    'Erzeugen Sie dafür ein neues {{what}} {{how}}: {{when}} lassen sich seine Konten nicht anmelden.',
  'at the provider and enter it here': 'beim Anbieter und tragen Sie es hier ein',
  'and upload its public half to the provider': 'und laden Sie seine öffentliche Hälfte beim Anbieter hoch',
  'until then': 'bis dahin',
  'without that': 'sonst',

  // local passwords
  'Too many passwords are being checked at once.': 'Gerade werden zu viele Passwörter auf einmal geprüft.',
  'Try again in a moment.': 'Versuchen Sie es gleich noch einmal.',
  'The kept password hash has a form that this version does not know.':
    'Das Passwort ist in einer Form abgelegt, die diese Version nicht kennt.',
  'This cannot be a local password: {{objection}}.': 'Das kann kein lokales Passwort sein: {{objection}}.',
  'it is empty': 'Es ist leer',
  'it is longer than {{longest}} octets': 'Es ist länger als {{longest}} Oktette',
  'it holds a line break or a NUL character': 'Es enthält einen Zeilenumbruch oder ein NUL-Zeichen',
  'This account has a password named “{{name}}” already.':
    'Dieses Konto hat schon ein Passwort namens „{{name}}“.',
  'Choose another name, or revoke that one first.':
    'Wählen Sie einen anderen Namen, oder widerrufen Sie zuerst jenes.',
  'This account has {{most}} passwords, the most it can have.':
    'Dieses Konto hat {{most}} Passwörter; mehr gehen nicht.',
  'Revoke one that is no longer used.': 'Widerrufen Sie eines, das nicht mehr gebraucht wird.',
  'This account has no password of that name.': 'Dieses Konto hat kein Passwort dieses Namens.',
  "A password's name must be 1 to {{longest}} characters on one line.":
    'Der Name eines Passworts hat 1 bis {{longest}} Zeichen in einer Zeile.',
  'The vault entry {{entry}} does not hold local passwords and was left as it is.':
    'Der Tresoreintrag {{entry}} enthält keine lokalen Passwörter und blieb, wie er ist.',
  'Clear the local passwords of this account and set a new one.':
    'Löschen Sie die lokalen Passwörter dieses Kontos und legen Sie ein neues an.',
  'account password': 'Passwort des Kontos',

  // grants and credentials, as words
  'Authorization code': 'Authorization Code',
  'Device code': 'Device Code',
  'Resource owner password': 'Password Grant',
  'Client credentials': 'Client Credentials',
  'Service account': 'Dienstkonto',
  'Another provider': 'Anderer Anbieter',
  'no credential': '„Keiner (öffentlicher Client)“',
  'a client secret': 'einem Clientgeheimnis',
  'a certificate': 'einem Zertifikat',
  'a service account key': 'dem Schlüssel eines Dienstkontos',

  // notes of the providers
  'The provider’s OAuth or OpenID Connect page names its authorization URL, token URL and scopes.':
    'Auf der Seite des Anbieters zu OAuth oder OpenID Connect stehen Authorization-URL, Token-URL und Scopes.',
  'Add offline_access to the scopes if the provider gives refresh tokens for it.':
    'Fügen Sie den Scopes offline_access hinzu, falls der Anbieter dafür Refresh-Tokens ausgibt.',
  'Fastmail registers OAuth clients by hand: ask its support for a client ID.':
    'Fastmail registriert OAuth-Clients von Hand: Bitten Sie den Support um eine Client-ID.',
  'Google opens its sign-in page in your browser only, never in a window of another program.':
    'Google öffnet seine Anmeldeseite nur in Ihrem Browser, nie im Fenster eines anderen Programms.',
  'Where an organization lets Microsoft manage consent, as new ones do, people cannot agree to IMAP and POP by themselves: an administrator agrees once, with the consent link of the saved client.':
    'Wo eine Organisation die Zustimmung von Microsoft verwalten lässt, wie neue es tun, können Menschen IMAP und POP nicht selbst zustimmen: Ein Administrator stimmt einmal zu, mit dem Zustimmungslink des gespeicherten Clients.',
  'Since June 2024 an app is registered in a directory only; a personal account has none of its own.':
    'Seit Juni 2024 wird eine App nur noch in einem Verzeichnis registriert; ein persönliches Konto hat kein eigenes.',
  'While the app’s Audience is in “Testing”, only the test users that you list can sign in, at most 100, and each sign-in ends after 7 days: publish the app to end this.':
    'Solange die Zielgruppe der App auf „Test“ steht, können sich nur die eingetragenen Testnutzer anmelden, höchstens 100, und jede Anmeldung endet nach 7 Tagen: Veröffentlichen Sie die App, damit das aufhört.',
  'A service account needs domain-wide delegation, granted by an administrator of the Workspace.':
    'Ein Dienstkonto braucht domainweite Delegierung; ein Administrator des Workspace erteilt sie.',
  'The redirect URI must be the one that your client was registered with.':
    'Die Umleitungs-URI muss die sein, mit der Ihr Client registriert ist.',
  'Sources name two SMTP servers: {{one}} and {{other}}.':
    'Es werden zwei SMTP-Server genannt: {{one}} und {{other}}.',
  'If the first does not answer, enter the other.': 'Antwortet der erste nicht, tragen Sie den anderen ein.',
  'An app registration for one organization only needs the Directory (tenant) ID of that organization.':
    'Eine App-Registrierung für nur eine Organisation braucht deren „Verzeichnis-ID (Mandant)“.',
  'The app registration must allow personal Microsoft accounts.':
    'Die App-Registrierung muss persönliche Microsoft-Konten zulassen.',
  'POP has to be switched on in the settings of Outlook.com before it works.':
    'POP muss zuerst in den Einstellungen von Outlook.com eingeschaltet werden.',
  'Third-party access to mail has to be switched on in the Xfinity mail settings.':
    'In den Mail-Einstellungen von Xfinity muss der Zugriff durch andere Programme eingeschaltet sein.',
  '{{provider}} gives out no new OAuth clients for mail.':
    '{{provider}} vergibt keine neuen OAuth-Clients für Mail.',
  'Make an app password in the account security settings of {{provider}} and enter it in your mail program, with {{owner}}’s own mail servers: Mailwicket is not needed.':
    'Erzeugen Sie in den Sicherheitseinstellungen Ihres Kontos bei {{provider}} ein App-Passwort und geben Sie es im Mailprogramm ein, mit den eigenen Mailservern von {{owner}}: Mailwicket brauchen Sie dafür nicht.',
  'IMAP has to be switched on in the settings of Yandex Mail, under mail programs.':
    'IMAP muss in den Einstellungen von Yandex Mail unter „Mailprogramme“ eingeschaltet sein.',
  '{{provider}} has no OAuth for mail programs.': '{{provider}} hat kein OAuth für Mailprogramme.',
  '{{provider}} has no documented OAuth for mail programs.':
    '{{provider}} hat kein dokumentiertes OAuth für Mailprogramme.',
  'Make an app-specific password in your Apple Account and enter it in your mail program: Mailwicket is not needed.':
    'Erzeugen Sie in Ihrem Apple Account ein anwendungsspezifisches Passwort und geben Sie es im Mailprogramm ein: Mailwicket brauchen Sie dafür nicht.',
  'Make an app-specific password in your Zoho account and enter it in your mail program: Mailwicket is not needed.':
    'Erzeugen Sie in Ihrem Zoho-Konto ein anwendungsspezifisches Passwort und geben Sie es im Mailprogramm ein: Mailwicket brauchen Sie dafür nicht.',

  // what cannot go together
  'Personal Outlook.com accounts are in the global cloud only.':
    'Persönliche Outlook.com-Konten gibt es nur in der weltweiten Cloud.',
  'Choose the global cloud, or Microsoft 365 as the provider.':
    'Wählen Sie die Cloud „Weltweit“, oder Microsoft 365 als Anbieter.',
  'Personal Microsoft accounts (outlook.com, hotmail.com, live.com, msn.com)':
    'Persönliche Microsoft-Konten (outlook.com, hotmail.com, live.com, msn.com)',
  "{{provider}} has no service accounts: they are Google's.":
    '{{provider}} hat keine Dienstkonten: Die gibt es nur bei Google.',
  '{{provider}} does not offer the grant “{{grant}}” for mail.':
    '{{provider}} bietet den Grant „{{grant}}“ für Mail nicht an.',
  'Choose one that it offers: {{offered}}.': 'Wählen Sie einen, den es dort gibt: {{offered}}.',
  'Enter the Directory (tenant) ID.': 'Tragen Sie die „Verzeichnis-ID (Mandant)“ ein.',
  'It is on the Overview page of the app registration in the Entra admin center.':
    'Sie steht im Entra Admin Center auf der Seite „Übersicht“ der App-Registrierung.',
  'The tenant “consumers” stands for personal accounts; they':
    'Der Mandant „consumers“ steht für persönliche Konten; sie',
  'The tenant is “{{tenant}}”, which stands for many organizations.':
    'Der Mandant ist „{{tenant}}“, das steht für viele Organisationen.',
  'With client credentials nobody signs in, so Microsoft cannot tell which one is meant.':
    'Mit Client Credentials meldet sich niemand an; so weiß Microsoft nicht, welche gemeint ist.',
  'The tenant is “common”.': 'Der Mandant ist „common“.',
  'Microsoft takes a password for a named tenant or for “organizations” only, because “common” could mean a personal account.':
    'Microsoft nimmt ein Passwort nur für einen genannten Mandanten oder für „organizations“, denn „common“ könnte ein persönliches Konto meinen.',
  '{{sentence}} Or enter “organizations”.': '{{sentence}} Oder tragen Sie „organizations“ ein.',
  '{{address}} is a personal Microsoft account.': '{{address}} ist ein persönliches Microsoft-Konto.',
  'Such accounts': 'Solche Konten',
  '{{accounts}} cannot sign in with this client: its tenant takes accounts of organizations only.':
    '{{accounts}} können sich mit diesem Client nicht anmelden: Sein Mandant nimmt nur Konten von Organisationen.',
  'Use a client for Outlook.com, or one with the tenant “common” that allows personal accounts.':
    'Nehmen Sie einen Client für Outlook.com oder einen mit dem Mandanten „common“, der persönliche Konten zulässt.',
  '{{accounts}} cannot be used with client credentials: no administrator stands behind them who could consent.':
    '{{accounts}} gehen nicht mit Client Credentials: Hinter ihnen steht kein Administrator, der zustimmen könnte.',
  'Use a client with the grant “Authorization code” and sign in once.':
    'Nehmen Sie einen Client mit dem Grant „Authorization Code“ und melden Sie sich einmal an.',
  '{{accounts}} cannot be used with the password grant: Microsoft takes passwords this way for accounts of organizations only.':
    '{{accounts}} gehen nicht mit dem Password Grant: Microsoft nimmt Passwörter auf diesem Weg nur für Konten von Organisationen.',

  // what is missing in a client
  'Enter the Directory (tenant) ID, or a domain of the organization.':
    'Tragen Sie die „Verzeichnis-ID (Mandant)“ oder eine Domain der Organisation ein.',
  'The ID is on the Overview page of the app registration in the Entra admin center.':
    'Die ID steht im Entra Admin Center auf der Seite „Übersicht“ der App-Registrierung.',
  '{{name}}: the tenant is neither an ID nor a domain.':
    '{{name}}: Der Mandant ist weder eine ID noch eine Domain.',
  '{{name}}: the tenant is missing.': '{{name}}: Der Mandant fehlt.',
  'With the grant “{{grant}}” Microsoft needs to know which organization is meant.':
    'Mit dem Grant „{{grant}}“ muss Microsoft wissen, welche Organisation gemeint ist.',
  'the authorization URL is missing: the page on which a person signs in':
    'Die Permission-URL fehlt: die Seite, auf der sich jemand anmeldet',
  'Enter it as the provider’s OAuth page gives it, often named “{{endpoint}}”.':
    'Tragen Sie sie so ein, wie sie auf der OAuth-Seite des Anbieters steht, oft als „{{endpoint}}“.',
  'the token URL is missing: where tokens are asked for': 'Die Token-URL fehlt: wo nach Tokens gefragt wird',
  'the device authorization URL is missing: where the code to type is asked for':
    'Die Device-Code-URL fehlt: wo nach dem Code zum Eintippen gefragt wird',
  '{{name}}: the grant “{{grant}}” does not work with {{credential}}.':
    '{{name}}: Der Grant „{{grant}}“ geht nicht mit {{credential}}.',
  'Choose no credential for an app registered as a desktop program, or the secret or certificate of a web app.':
    'Wählen Sie „Keiner“ für eine als Desktop-Programm registrierte App, oder das Geheimnis oder Zertifikat einer Web-App.',
  'Choose no credential; public client flows must be allowed in the app registration.':
    'Wählen Sie „Keiner“; in der App-Registrierung müssen öffentliche Clientflows zugelassen sein.',
  'Choose no credential, or the secret or certificate of the app registration.':
    'Wählen Sie „Keiner“, oder das Geheimnis oder Zertifikat der App-Registrierung.',
  'Add a client secret or a certificate.': 'Fügen Sie ein Clientgeheimnis oder ein Zertifikat hinzu.',
  'In the Entra admin center they are made on the page “Certificates & secrets” of the app registration.':
    'Im Entra Admin Center entstehen sie auf der Seite „Zertifikate & Geheimnisse“ der App-Registrierung.',
  'Add the key file (JSON) of the service account.':
    'Fügen Sie die Schlüsseldatei (JSON) des Dienstkontos hinzu.',
  'In the Google Cloud console it is made on the page “Keys” of the service account.':
    'In der Google Cloud Console entsteht sie auf der Seite „Schlüssel“ des Dienstkontos.',

  // changes
  'There is no account {{address}}.': 'Es gibt kein Konto {{address}}.',
  'Add one first.': 'Fügen Sie zuerst eines hinzu.',
  'The accounts are: {{known}}.': 'Es gibt diese Konten: {{known}}.',
  'There is no OAuth client {{name}}.': 'Es gibt keinen OAuth-Client {{name}}.',
  'The OAuth clients are: {{known}}.': 'Es gibt diese OAuth-Clients: {{known}}.',
  'The OAuth client {{name}} signs in {{accounts}}.':
    'Der OAuth-Client {{name}} meldet diese Konten an: {{accounts}}.',
  'Switch these accounts to another client, or remove them first.':
    'Stellen Sie sie zuerst auf einen anderen Client um, oder entfernen Sie sie.',
  'There is an account {{address}} already.': 'Ein Konto {{address}} gibt es schon.',
  'Remove it first, or switch it to another client.':
    'Entfernen Sie es zuerst, oder stellen Sie es auf einen anderen Client um.',
  'There is an OAuth client {{name}} already.': 'Einen OAuth-Client {{name}} gibt es schon.',
  'Choose another name.': 'Wählen Sie einen anderen Namen.',
  '{{address}} cannot pass its password on: the OAuth client {{name}} does not use the password grant.':
    '{{address}} kann sein Passwort nicht weitergeben: Der OAuth-Client {{name}} benutzt nicht den Password Grant.',
  'Give the account a local password instead.': 'Geben Sie dem Konto stattdessen ein lokales Passwort.',
  '{{address}} stands for a whole domain, which the OAuth client {{name}} cannot sign in.':
    '{{address}} steht für eine ganze Domain; die kann der OAuth-Client {{name}} nicht anmelden.',
  'Choose a client with client credentials (app-only) or a service account.':
    'Wählen Sie einen Client mit Client Credentials (nur die App) oder ein Dienstkonto.',
};
