import type { CoreCatalogue } from '../core-texts.ts';

/** Signing in, consent, tokens, and what an OAuth client proves itself with. */
export const signIn: CoreCatalogue = {
  'The provider does not tell who signed in.': 'Der Anbieter sagt nicht, wer sich angemeldet hat.',
  'Make sure that it was the person of {{address}}: look at the mail that arrives.':
    'Vergewissern Sie sich an der Post, die ankommt, dass es die Person von {{address}} war.',
  '{{now}} signed in for {{address}}.': '{{now}} hat sich für {{address}} angemeldet.',
  'If that is another person, sign the account out and sign in again.':
    'Ist das jemand anders, setzen Sie die Anmeldung des Kontos zurück, und melden Sie es neu an.',
  'The answer to the sign-in of {{address}} is not from the provider that was asked.':
    'Die Antwort auf die Anmeldung von {{address}} ist nicht von dem Anbieter, der gefragt wurde.',
  'Start the sign-in again from Mailwicket.': 'Beginnen Sie die Anmeldung in Mailwicket noch einmal.',
  'If it stays so, look up the issuer of the client again.':
    'Bleibt es so, schlagen Sie den Aussteller des Clients noch einmal nach.',
  'With {{client}} somebody signs in: it cannot be tried without an account.':
    'Mit {{client}} meldet sich jemand an: Ohne Konto lässt er sich nicht ausprobieren.',
  'Add an account with it and sign in.': 'Fügen Sie ein Konto damit hinzu und melden Sie sich an.',
  'the test': 'den Test',
  'The provider of {{client}} did not answer in time.':
    'Der Anbieter von {{client}} hat nicht rechtzeitig geantwortet.',
  'A sign-in of this account is under way already.': 'Eine Anmeldung dieses Kontos läuft schon.',
  'Finish it, or cancel it and begin again.':
    'Schließen Sie sie ab, oder brechen Sie ab und beginnen Sie neu.',
  'Finish it in the browser, or cancel it first.':
    'Schließen Sie sie im Browser ab, oder brechen Sie sie zuerst ab.',
  'Nobody finished the sign-in.': 'Niemand hat die Anmeldung abgeschlossen.',
  'Sign in to this account again.': 'Melden Sie dieses Konto neu an.',
  '{{address}} needs no sign-in: its OAuth client gets tokens by itself.':
    '{{address}} braucht keine Anmeldung: Sein OAuth-Client holt sich Tokens selbst.',
  'Check the account instead, or give it a client that signs a person in.':
    'Prüfen Sie stattdessen das Konto, oder geben Sie ihm einen Client, der jemanden anmeldet.',
  '{{now}} signed in, but {{address}} is signed in as {{before}}.':
    '{{now}} hat sich angemeldet, aber {{address}} ist als {{before}} angemeldet.',
  'Sign in as {{before}}; or sign the account out first, if {{now}} is meant to take its place.':
    'Melden Sie sich als {{before}} an; oder setzen Sie die Anmeldung des Kontos zuerst zurück, wenn {{now}} an seine Stelle treten soll.',
  'The sign-in was cancelled.': 'Die Anmeldung wurde abgebrochen.',
  'The sign-in failed.': 'Die Anmeldung ist gescheitert.',
  'The page for {{address}} to sign in could not be opened.':
    'Die Anmeldeseite für {{address}} ließ sich nicht öffnen.',
  'Set a default browser, then start the sign-in again.':
    'Legen Sie einen Standardbrowser fest, und beginnen Sie die Anmeldung neu.',
  'Open {{url}} on any device and type the code {{code}} to sign {{address}} in.':
    'Öffnen Sie {{url}} auf einem beliebigen Gerät und geben Sie den Code {{code}} ein, um {{address}} anzumelden.',
  'Nobody typed the code for {{address}} in time.':
    'Niemand hat den Code für {{address}} rechtzeitig eingegeben.',
  'Start the sign-in of {{address}} again for a new code.':
    'Beginnen Sie die Anmeldung von {{address}} neu; dann gibt es einen neuen Code.',
  'The provider gave no usable code for {{address}} to sign in with.':
    'Der Anbieter gab keinen brauchbaren Code, um {{address}} anzumelden.',
  'Check the device code URL of the client “{{client}}”, or choose the authorization code grant.':
    'Prüfen Sie die Device-Code-URL des Clients „{{client}}“, oder wählen Sie den Grant „Authorization Code“.',
  '{{address}} is not signed in.': '{{address}} ist nicht angemeldet.',
  '{{address}} is not signed in yet.': '{{address}} ist noch nicht angemeldet.',
  'Sign {{address}} in.': 'Melden Sie {{address}} an.',
  'Sign in to this account in Mailwicket.': 'Melden Sie dieses Konto in Mailwicket an.',
  'Open Mailwicket and sign in.': 'Öffnen Sie Mailwicket und melden Sie sich an.',
  '{{address}} is signed in without anybody: its client needs no sign-in.':
    '{{address}} wird ohne jemanden angemeldet: Sein Client braucht keine Anmeldung.',
  'Nothing to do.': 'Es ist nichts zu tun.',
  'To sign in as a person, choose a client with the authorization code grant.':
    'Soll sich eine Person anmelden, wählen Sie einen Client mit dem Grant „Authorization Code“.',
  'Let the mail program check {{address}} for mail: the password that it sends signs the account in.':
    'Lassen Sie das Mailprogramm bei {{address}} nach Mail sehen: Das Passwort, das es sendet, meldet das Konto an.',
  '{{address}} uses its own password, which its provider judges.':
    '{{address}} benutzt sein eigenes Passwort; der Anbieter prüft es.',
  'Type the account’s own password into the mail program, or switch the account to another OAuth client.':
    'Geben Sie im Mailprogramm das eigene Passwort des Kontos ein, oder stellen Sie das Konto auf einen anderen OAuth-Client um.',

  // the answer of the sign-in page
  'sign-in of {{address}}': 'die Anmeldung von {{address}}',
  'admin consent for {{client}}': 'die Administratorzustimmung für {{client}}',
  'Nobody finished the {{what}} in time.': 'Niemand schloss rechtzeitig ab: {{what}}.',
  'Start it again.': 'Beginnen Sie noch einmal.',
  'The {{what}} was ended.': 'Beendet wurde: {{what}}.',
  'The {{what}} was cancelled.': 'Abgebrochen wurde: {{what}}.',
  'Start it again when you are ready.': 'Beginnen Sie noch einmal, wenn Sie so weit sind.',
  'The redirect URI of the client does not lead to this machine.':
    'Die Umleitungs-URI des Clients führt nicht zu diesem Rechner.',
  'Set it to http://localhost (or http://127.0.0.1), with or without a port and a path, and register the same at the provider.':
    'Setzen Sie sie auf http://localhost (oder http://127.0.0.1), mit oder ohne Port und Pfad, und registrieren Sie dieselbe beim Anbieter.',
  "Port {{port}} of this machine, where the provider's answer would come, is in use by another program or another sign-in.":
    'Port {{port}} dieses Rechners, wo die Antwort des Anbieters ankäme, wird von einem anderen Programm oder einer anderen Anmeldung benutzt.',
  "This machine does not let Mailwicket listen on port {{port}} for the provider's answer ({{code}}).":
    'Dieser Rechner lässt Mailwicket nicht auf Port {{port}} auf die Antwort des Anbieters warten ({{code}}).',
  'Close the other program, or set a redirect URI with another port (or with none) in the client and at the provider.':
    'Schließen Sie das andere Programm, oder setzen Sie im Client und beim Anbieter eine Umleitungs-URI mit einem anderen Port (oder ohne).',

  // an administrator's consent
  'the admin consent': 'die Administratorzustimmung',
  'the admin consent for the organization {{tenant}}':
    'die Administratorzustimmung für die Organisation {{tenant}}',
  'The redirect URI is not a URL.': 'Die Umleitungs-URI ist keine URL.',
  'Enter it as it is registered for the app, for example http://localhost.':
    'Tragen Sie sie so ein, wie sie für die App registriert ist, etwa http://localhost.',
  'Personal accounts have no administrator who could consent.':
    'Persönliche Konten haben keinen Administrator, der zustimmen könnte.',
  'Enter the Directory (tenant) ID of the organization.':
    'Tragen Sie die „Verzeichnis-ID (Mandant)“ der Organisation ein.',
  'The tenant is neither an ID nor a domain.': 'Der Mandant ist weder eine ID noch eine Domain.',
  'Copy the Directory (tenant) ID from the Overview page of the app registration.':
    'Kopieren Sie die „Verzeichnis-ID (Mandant)“ von der Seite „Übersicht“ der App-Registrierung.',
  'People sign in with this client.': 'Mit diesem Client melden sich Menschen an.',
  'Where the organization lets Microsoft manage consent, they cannot agree to IMAP and POP by themselves: an administrator agrees once for all.':
    'Wo die Organisation die Zustimmung von Microsoft verwalten lässt, können sie IMAP und POP nicht selbst zustimmen: Ein Administrator stimmt einmal für alle zu.',
  'In this cloud the permissions for mail belong to its own Exchange Online service.':
    'In dieser Cloud gehören die Berechtigungen für Mail zu ihrem eigenen Exchange Online.',
  'For SMTP, Microsoft’s documentation names Exchange Online’s usual address.':
    'Für SMTP nennt Microsofts Dokumentation die übliche Adresse von Exchange Online.',
  'For IMAP and POP, Microsoft’s documentation names this address of Exchange Online.':
    'Für IMAP und POP nennt Microsofts Dokumentation diese Adresse von Exchange Online.',
  'It is for the consent only: tokens are asked for with the client’s own scope.':
    'Sie gilt nur für die Zustimmung: Tokens werden mit dem eigenen Scope des Clients verlangt.',
  'An admin consent for {{client}} is being waited for already.':
    'Auf eine Administratorzustimmung für {{client}} wird schon gewartet.',
  'It did not work.': 'Es hat nicht geklappt.',
  'Nothing is to be done: whoever signs in consents.':
    'Es ist nichts zu tun: Wer sich anmeldet, stimmt selbst zu.',
  '{{client}} is not a client of Microsoft 365, where administrators consent to applications.':
    '{{client}} ist kein Client von Microsoft 365; nur dort stimmen Administratoren Anwendungen zu.',
  'Ask the provider’s administrator how applications are allowed there.':
    'Fragen Sie den Administrator beim Anbieter, wie Anwendungen dort zugelassen werden.',
  'The page for the admin consent for {{client}} could not be opened.':
    'Die Seite für die Administratorzustimmung für {{client}} ließ sich nicht öffnen.',
  'Set a default browser, or have the page’s address printed and open it yourself.':
    'Legen Sie einen Standardbrowser fest, oder lassen Sie sich die Adresse der Seite ausgeben und öffnen Sie sie selbst.',

  // certificates and keys
  'The OAuth client {{name}} has no certificate.': 'Der OAuth-Client {{name}} hat kein Zertifikat.',
  'Let Mailwicket make one, or import one.':
    'Lassen Sie Mailwicket eines erzeugen, oder importieren Sie eines.',
  'No new certificate of the OAuth client {{name}} waits to be used.':
    'Für den OAuth-Client {{name}} wartet kein neues Zertifikat.',
  'Make one first.': 'Erzeugen Sie zuerst eines.',
  'The name of the certificate must have 1 to 64 characters.':
    'Der Name des Zertifikats muss 1 bis 64 Zeichen haben.',
  'Enter a short name, such as that of the client.':
    'Geben Sie einen kurzen Namen ein, etwa den des Clients.',
  'A certificate can be good for 1 to {{days}} days.': 'Ein Zertifikat kann 1 bis {{days}} Tage gelten.',
  'Enter a number of days, such as 730 for two years.':
    'Geben Sie eine Zahl von Tagen ein, etwa 730 für zwei Jahre.',
  'The key is not an RSA key; Microsoft takes no other.':
    'Der Schlüssel ist kein RSA-Schlüssel; Microsoft nimmt keinen anderen.',
  'Make a certificate with an RSA key of 2048 bits or more, or let Mailwicket make one.':
    'Erzeugen Sie ein Zertifikat mit einem RSA-Schlüssel von mindestens 2048 Bit, oder lassen Sie Mailwicket eines erzeugen.',
  'The key has fewer than {{bits}} bits.': 'Der Schlüssel hat weniger als {{bits}} Bit.',
  'Make a certificate with a longer key, or let Mailwicket make one.':
    'Erzeugen Sie ein Zertifikat mit einem längeren Schlüssel, oder lassen Sie Mailwicket eines erzeugen.',
  'The key does not belong to the certificate.': 'Der Schlüssel gehört nicht zum Zertifikat.',
  'Choose the key file that was made together with this certificate.':
    'Wählen Sie die Schlüsseldatei, die mit diesem Zertifikat erzeugt wurde.',
  'The certificate expired on {{date}}.': 'Das Zertifikat ist am {{date}} abgelaufen.',
  'Make a new certificate and upload it to the app registration.':
    'Erzeugen Sie ein neues Zertifikat und laden Sie es in die App-Registrierung hoch.',
  'The certificate is good only from {{date}} on.': 'Das Zertifikat gilt erst ab {{date}}.',
  'Check the clock of this computer, or wait for that day.':
    'Prüfen Sie die Uhr dieses Rechners, oder warten Sie bis zu jenem Tag.',
  'This is not a private key in PEM form.': 'Das ist kein privater Schlüssel in PEM-Form.',
  'Choose the file that begins with “{{mark}}”.': 'Wählen Sie die Datei, die mit „{{mark}}“ beginnt.',
  'The key is protected by a passphrase.': 'Der Schlüssel ist mit einem Kennwort geschützt.',
  'Enter the passphrase of the key.': 'Geben Sie das Kennwort des Schlüssels ein.',
  'The passphrase does not open the key.': 'Das Kennwort öffnet den Schlüssel nicht.',
  'Enter the passphrase that the key was made with.':
    'Geben Sie das Kennwort ein, mit dem der Schlüssel erzeugt wurde.',
  'This is not a certificate in PEM form.': 'Das ist kein Zertifikat in PEM-Form.',
  'This is a PFX file or another binary one, where a PEM text is expected.':
    'Das ist eine PFX-Datei oder eine andere binäre; erwartet wird ein PEM-Text.',
  'Give it as the PFX file of the client, with its passphrase.':
    'Wählen Sie sie als PFX-Datei des Clients, mit ihrem Kennwort.',
  'The PFX file is too large to hold one certificate with its key.':
    'Die PFX-Datei ist zu groß für ein Zertifikat mit seinem Schlüssel.',
  'Choose the file that was exported for this client.':
    'Wählen Sie die Datei, die für diesen Client exportiert wurde.',
  'There is no private key in the PFX file.': 'In der PFX-Datei ist kein privater Schlüssel.',
  'There is no certificate in the PFX file.': 'In der PFX-Datei ist kein Zertifikat.',
  'Export the certificate again, together with its private key.':
    'Exportieren Sie das Zertifikat noch einmal, zusammen mit seinem privaten Schlüssel.',
  'There are several private keys in the PFX file.': 'In der PFX-Datei sind mehrere private Schlüssel.',
  'Export the one certificate that the client is to use, with its private key.':
    'Exportieren Sie nur das Zertifikat, das der Client benutzen soll, mit seinem privaten Schlüssel.',
  'The PFX file is protected by a passphrase.': 'Die PFX-Datei ist mit einem Kennwort geschützt.',
  'Enter the passphrase with which it was exported.':
    'Geben Sie das Kennwort ein, mit dem sie exportiert wurde.',
  'The passphrase does not open the PFX file.': 'Das Kennwort öffnet die PFX-Datei nicht.',
  'The file asks for so many rounds of encryption that opening it would take too long.':
    'Die Datei verlangt so viele Verschlüsselungsrunden, dass das Öffnen zu lange dauern würde.',
  'Export it again with the usual number of rounds, such as the 2,048 of OpenSSL.':
    'Exportieren Sie sie noch einmal mit der üblichen Rundenzahl, etwa den 2.048 von OpenSSL.',
  'The thread that opens certificates ended without an answer.':
    'Der Thread, der Zertifikate öffnet, hat ohne Antwort geendet.',
  'This is not a PFX file that can be read.': 'Das ist keine lesbare PFX-Datei.',
  'Export the certificate with its private key again, as a file that ends in .pfx or .p12.':
    'Exportieren Sie das Zertifikat mit seinem privaten Schlüssel noch einmal, als Datei mit der Endung .pfx oder .p12.',
  'The {{what}} of the OAuth client {{name}} is not in the vault.':
    'Im Tresor fehlt vom OAuth-Client {{name}}: {{what}}.',
  'Enter it again in the OAuth client.': 'Geben Sie es im OAuth-Client noch einmal ein.',
  'The client “{{client}}” has no authorization URL.': 'Der Client „{{client}}“ hat keine Permission-URL.',
  'Fill in the authorization URL of the client.': 'Tragen Sie die Permission-URL des Clients ein.',
  'The client “{{client}}” has no device code URL.': 'Der Client „{{client}}“ hat keine Device-Code-URL.',
  'The provider may not offer sign-in by code: choose the authorization code grant.':
    'Vielleicht bietet der Anbieter keine Anmeldung mit Code an: Wählen Sie den Grant „Authorization Code“.',
  'The client “{{client}}” names no tenant.': 'Der Client „{{client}}“ nennt keinen Mandanten.',
  'Client credentials work in one organization: fill in its tenant ID or domain in the client.':
    'Client Credentials gelten in einer Organisation: Tragen Sie deren „Verzeichnis-ID (Mandant)“ oder Domain im Client ein.',
  'The client “{{client}}” has neither a secret nor a certificate.':
    'Der Client „{{client}}“ hat weder ein Geheimnis noch ein Zertifikat.',
  'Client credentials need one of them: set it in the client.':
    'Client Credentials brauchen eines davon: Hinterlegen Sie es im Client.',
  'The client “{{client}}” cannot prove itself: {{why}}.':
    'Der Client „{{client}}“ kann sich nicht ausweisen: {{why}}.',
  'its secret is empty': 'Sein Geheimnis ist leer',
  'its private key is not the one of its certificate':
    'Sein privater Schlüssel gehört nicht zu seinem Zertifikat',
  'its certificate is not a PEM certificate': 'Sein Zertifikat ist kein PEM-Zertifikat',
  'its private key is not a PEM private key without a pass phrase':
    'Sein privater Schlüssel ist kein PEM-Schlüssel ohne Kennwort',
  'its key is neither RSA nor on the curve P-256, P-384 or P-521':
    'Sein Schlüssel ist weder RSA noch auf der Kurve P-256, P-384 oder P-521',
  'Microsoft takes RSA keys only': 'Microsoft nimmt nur RSA-Schlüssel',
  'Set the credential of the client “{{client}}” again.':
    'Hinterlegen Sie die Anmeldedaten des Clients „{{client}}“ noch einmal.',
  'The client “{{client}}” has no service account key.':
    'Der Client „{{client}}“ hat keinen Schlüssel eines Dienstkontos.',
  'The service account key of the client “{{client}}” cannot be used: {{why}}.':
    'Der Schlüssel des Dienstkontos im Client „{{client}}“ ist nicht zu gebrauchen: {{why}}.',
  'Download a new JSON key for the service account, and set it in the client “{{client}}”.':
    'Laden Sie einen neuen JSON-Schlüssel des Dienstkontos herunter und hinterlegen Sie ihn im Client „{{client}}“.',
  'it cannot be read': 'Das ist nicht lesbar',
  'it is not JSON': 'Das ist kein JSON',
  'it is not a key file': 'Das ist keine Schlüsseldatei',
  'it is a key file of another kind (its "type" must be "service_account")':
    'Das ist eine Schlüsseldatei anderer Art („type“ muss „service_account“ sein)',
  'its "client_email" is missing': '„client_email“ fehlt darin',
  'its "private_key" is missing': '„private_key“ fehlt darin',
  'its "private_key" is empty': '„private_key“ darin ist leer',
  'its "private_key" is not a PEM private key': '„private_key“ darin ist kein privater PEM-Schlüssel',
  'its "private_key" is not an RSA key': '„private_key“ darin ist kein RSA-Schlüssel',
};
