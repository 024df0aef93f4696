import type { CoreCatalogue } from '../core-texts.ts';

/** Setting up: mail programs, the administrator's script, import from other proxies. */
export const setup: CoreCatalogue = {
  'Name the address of one mailbox of the domain.': 'Nennen Sie die Adresse eines Postfachs der Domain.',
  'No TLS port is open, so mail programs have no certificate authority to trust.':
    'Kein TLS-Port ist offen; so haben Mailprogramme keine Zertifizierungsstelle, der sie vertrauen müssten.',
  'Switch on a TLS port first, if a program needs one.':
    'Schalten Sie zuerst einen TLS-Port ein, falls ein Programm ihn braucht.',
  'No port for {{protocol}} is open.': 'Kein Port für {{protocol}} ist offen.',
  'Switch the {{protocol}} port on in the settings.':
    'Schalten Sie den {{protocol}}-Port in den Einstellungen ein.',
  'The account has no {{protocol}} server.': 'Das Konto hat keinen {{protocol}}-Server.',
  'Enter the {{protocol}} server in the account’s OAuth client, or choose another program.':
    'Tragen Sie den {{protocol}}-Server im OAuth-Client des Kontos ein, oder wählen Sie ein anderes Programm.',
  'The SMTP port is open to this computer only: a printer cannot reach it.':
    'Der SMTP-Port ist nur für diesen Rechner offen: Ein Drucker erreicht ihn nicht.',
  'Switch on SMTP with TLS and listen on an address of the network: {{command}}, with this computer’s own address in place of the last.':
    'Schalten Sie SMTP mit TLS auf einer Adresse des Netzwerks ein: {{command}}, mit der eigenen Adresse dieses Rechners statt der letzten.',

  '{{name}} is not a client of Microsoft 365: there is nothing to set up in Exchange.':
    '{{name}} ist kein Client von Microsoft 365: In Exchange gibt es dafür nichts einzurichten.',
  'Choose a client of Microsoft 365.': 'Wählen Sie einen Client von Microsoft 365.',
  '{{name}} signs people in, who have their mailboxes already: it needs no service principal in Exchange.':
    '{{name}} meldet Personen an, und die haben ihre Postfächer schon: Er braucht in Exchange keinen Dienstprinzipal.',
  'Choose the client that uses the grant “Client credentials”.':
    'Wählen Sie den Client mit dem Grant „Client Credentials“.',
  'For this one, granting consent is enough.': 'Für diesen genügt die Zustimmung.',
  'The Client ID of {{name}} is not an Application (client) ID: it must look like {{example}}.':
    'Die Client-ID von {{name}} ist keine „Anwendungs-ID (Client)“: Sie muss aussehen wie {{example}}.',
  'Copy it from the Overview page of the app registration in the Entra admin center.':
    'Kopieren Sie sie im Entra Admin Center von der Seite „Übersicht“ der App-Registrierung.',
  '{{address}} is not the address of a mailbox.': '{{address}} ist keine Adresse eines Postfachs.',
  'Name each mailbox by its primary address, like anna@example.org.':
    'Nennen Sie jedes Postfach mit seiner primären Adresse, etwa anna@example.org.',
  'No mailbox is named.': 'Es ist kein Postfach genannt.',
  'More than {{most}} mailboxes are named.': 'Es sind mehr als {{most}} Postfächer genannt.',
  'Name the mailboxes that the client is to open.': 'Nennen Sie die Postfächer, die der Client öffnen soll.',
  'Make several scripts.': 'Erzeugen Sie mehrere Skripte.',
  'A value for PowerShell holds control characters.': 'Ein Wert für PowerShell enthält Steuerzeichen.',
  'Type it anew.': 'Tippen Sie ihn neu.',

  // import: tables
  'The table has no column “address”.': 'Die Tabelle hat keine Spalte „address“.',
  'Name the columns in the first line: address, client, mailbox, smtp-user.':
    'Nennen Sie die Spalten in der ersten Zeile: address, client, mailbox, smtp-user.',
  'the column {{name}}': 'die Spalte {{name}}',
  'Secrets are not taken from a table: make local passwords with mailwicket password new.':
    'Geheimnisse werden aus keiner Tabelle übernommen: Legen Sie lokale Passwörter mit mailwicket password new an.',
  'It is not known.': 'Sie ist nicht bekannt.',
  'line {{line}}': 'Zeile {{line}}',
  'line {{line}}: {{address}}': 'Zeile {{line}}: {{address}}',
  'It has no address.': 'Es fehlt die Adresse.',
  'It names no OAuth client.': 'Es ist kein OAuth-Client genannt.',
  'There is no OAuth client {{name}}: add it first.':
    'Es gibt keinen OAuth-Client {{name}}: Fügen Sie ihn zuerst hinzu.',
  'The file is empty.': 'Die Datei ist leer.',
  'There are more than {{most}} rows.': 'Es sind mehr als {{most}} Zeilen.',
  'Line {{line}} has more cells than the first line has columns.':
    'Zeile {{line}} hat mehr Zellen als die erste Zeile Spalten.',
  'A quote in line {{line}} does not end where its cell ends.':
    'Ein Anführungszeichen in Zeile {{line}} endet nicht mit seiner Zelle.',
  'Correct the table, and save it as CSV with its first line as head.':
    'Berichtigen Sie die Tabelle, und speichern Sie sie als CSV mit der ersten Zeile als Kopf.',
  'Line {{line}} is neither a [section], nor “name = value”, nor a comment.':
    'Zeile {{line}} ist weder ein [Abschnitt] noch „Name = Wert“ noch ein Kommentar.',
  'Check that this is the right file, and correct the line.':
    'Prüfen Sie, ob es die richtige Datei ist, und berichtigen Sie die Zeile.',
  'It is not to be seen what kind of file this is.': 'Was für eine Datei das ist, ist nicht zu erkennen.',
  'Name its format: email-oauth2-proxy, davmail or csv (--format).':
    'Nennen Sie ihr Format: email-oauth2-proxy, davmail oder csv (--format).',

  // import: what is not taken
  'OAuth client {{name}}': 'OAuth-Client {{name}}',
  'the OAuth client': 'der OAuth-Client',
  'the client secret': 'das Clientgeheimnis',
  'the client secret of {{address}}': 'das Clientgeheimnis von {{address}}',
  'the redirect URI {{uri}}': 'die Umleitungs-URI {{uri}}',
  'the permissions of the application': 'die Berechtigungen der Anwendung',
  'the tokens of {{address}}': 'die Tokens von {{address}}',
  'the local certificate of {{name}}': 'das lokale Zertifikat von {{name}}',
  'the certificate of {{address}}': 'das Zertifikat von {{address}}',
  'the service account key of {{address}}': 'der Schlüssel des Dienstkontos von {{address}}',
  'port {{port}} for {{protocol}}': 'Port {{port}} für {{protocol}}',
  '{{service}} on port {{port}}': '{{service}} auf Port {{port}}',
  'DavMail’s own application is not allowed IMAP, POP and SMTP: add an OAuth client of yours, then the accounts.':
    'DavMails eigener Anwendung sind IMAP, POP und SMTP nicht erlaubt: Fügen Sie einen eigenen OAuth-Client hinzu, dann die Konten.',
  'It is encrypted by DavMail: enter it in the OAuth client.':
    'Es ist von DavMail verschlüsselt: Geben Sie es im OAuth-Client ein.',
  'Mailwicket hears the answer on this computer: register http://localhost in Entra, as “Mobile and desktop”.':
    'Mailwicket nimmt die Antwort auf diesem Rechner entgegen: Registrieren Sie in Entra http://localhost unter „Mobilgerät- und Desktopanwendungen“.',
  'DavMail uses other ones: grant IMAP.AccessAsUser.All, POP.AccessAsUser.All and SMTP.Send in Entra.':
    'DavMail benutzt andere: Erteilen Sie in Entra IMAP.AccessAsUser.All, POP.AccessAsUser.All und SMTP.Send.',
  'They are for Exchange’s web services: sign in again.':
    'Sie gelten für die Webdienste von Exchange: Melden Sie sich neu an.',
  'Mailwicket serves mail only.': 'Mailwicket bietet nur Mail an.',
  'Mailwicket keeps the client secret itself: enter it in the OAuth client.':
    'Mailwicket verwahrt das Clientgeheimnis selbst: Geben Sie es im OAuth-Client ein.',
  'Mailwicket serves {{protocol}} for all accounts on one port of its own.':
    'Mailwicket bietet {{protocol}} für alle Konten auf einem eigenen Port an.',
  'Change the port in the mail program, or give Mailwicket this one: {{command}}':
    'Ändern Sie den Port im Mailprogramm, oder geben Sie Mailwicket diesen: {{command}}',
  'Mailwicket makes its own when a TLS port is switched on.':
    'Mailwicket erzeugt sein eigenes, sobald ein TLS-Port eingeschaltet wird.',
  'Its flow {{flow}} is not known.': 'Sein Ablauf {{flow}} ist nicht bekannt.',
  'It has no client_id: it was never set up.': 'Es fehlt die client_id: Das Konto wurde nie eingerichtet.',
  'One of its URLs is neither https nor of this computer.':
    'Eine seiner URLs ist weder https noch von diesem Rechner.',
  'They are encrypted with the password of the mail program: sign in again.':
    'Sie sind mit dem Passwort des Mailprogramms verschlüsselt: Melden Sie sich neu an.',
  'Its file could not be read.': 'Seine Datei ließ sich nicht lesen.',
  'Its files could not be read.': 'Seine Dateien ließen sich nicht lesen.',
  'It is encrypted with the password of the mail program: enter it in the OAuth client.':
    'Es ist mit dem Passwort des Mailprogramms verschlüsselt: Geben Sie es im OAuth-Client ein.',
  'It is no mail address.': 'Das ist keine Mailadresse.',
  'Its mailbox or SMTP user is no mail address.': 'Sein Postfach oder SMTP-Benutzer ist keine Mailadresse.',
  'There is an account of this address already.': 'Ein Konto mit dieser Adresse gibt es schon.',
  'Its OAuth client ({{name}}) cannot be taken over and is not there.':
    'Sein OAuth-Client ({{name}}) lässt sich nicht übernehmen und ist nicht da.',
};
