import type { CoreCatalogue } from '../core-texts.ts';

/** What the activity tells: commands, logins, sessions, ports. */
export const activity: CoreCatalogue = {
  '{{address}} was paused.': '{{address}} wurde pausiert.',
  '{{address}} was resumed.': '{{address}} wurde fortgesetzt.',
  'The account {{address}} was added.': 'Das Konto {{address}} wurde hinzugefügt.',
  'The mailboxes of {{address}} were changed.': 'Die Postfächer von {{address}} wurden geändert.',
  'The account {{address}} was removed.': 'Das Konto {{address}} wurde entfernt.',
  '{{address}} is now signed in by the OAuth client {{name}}.':
    '{{address}} wird jetzt vom OAuth-Client {{name}} angemeldet.',
  '{{address}} is signed in.': '{{address}} ist angemeldet.',
  '{{address}} was signed out.': '{{address}} wurde abgemeldet.',
  'A new certificate was made for the OAuth client {{name}}, good until {{date}}.':
    'Für den OAuth-Client {{name}} wurde ein neues Zertifikat erzeugt, gültig bis {{date}}.',
  'It waits until it is uploaded; the present one is used until then.':
    'Es wartet, bis es hochgeladen ist; bis dahin wird das jetzige benutzt.',
  'The OAuth client {{name}} uses its new certificate, good until {{date}}.':
    'Der OAuth-Client {{name}} benutzt sein neues Zertifikat, gültig bis {{date}}.',
  'The new certificate of the OAuth client {{name}} was discarded before it was used.':
    'Das neue Zertifikat des OAuth-Clients {{name}} wurde verworfen, bevor es benutzt wurde.',
  'A certificate was made for the OAuth client {{name}}, good until {{date}}.':
    'Für den OAuth-Client {{name}} wurde ein Zertifikat erzeugt, gültig bis {{date}}.',
  '{{address}} was checked: all is well.': '{{address}} wurde geprüft: Alles ist in Ordnung.',
  '{{address}} was checked: something is wrong.': '{{address}} wurde geprüft: Etwas stimmt nicht.',
  'The OAuth client {{name}} was added.': 'Der OAuth-Client {{name}} wurde hinzugefügt.',
  'The OAuth client {{name}} was changed.': 'Der OAuth-Client {{name}} wurde geändert.',
  'The OAuth client {{name}} was removed.': 'Der OAuth-Client {{name}} wurde entfernt.',
  'An administrator has consented to {{name}}.': 'Ein Administrator hat {{name}} zugestimmt.',
  'An administrator of the organization {{tenant}} has consented to {{name}}.':
    'Ein Administrator der Organisation {{tenant}} hat {{name}} zugestimmt.',
  'A local password named {{name}} was made for {{address}}.':
    'Für {{address}} wurde ein lokales Passwort namens {{name}} angelegt.',
  'The local password {{name}} of {{address}} was revoked.':
    'Das lokale Passwort {{name}} von {{address}} wurde widerrufen.',
  '{{address}} cannot be signed in.': '{{address}} lässt sich nicht anmelden.',
  'The provider gives tokens for {{address}} again.': 'Der Anbieter gibt wieder Tokens für {{address}} aus.',

  // logins of mail programs
  'Refused over {{protocol}}: {{why}}': 'Über {{protocol}} abgelehnt: {{why}}',
  'A client at {{peer}} left without logging in.': 'Ein Programm auf {{peer}} ging, ohne sich anzumelden.',
  'A mail program at {{peer}} sent a second login behind its first: hung up on, so that no password goes to the provider.':
    'Ein Mailprogramm auf {{peer}} sandte hinter seiner ersten Anmeldung eine zweite: Die Verbindung wurde beendet, damit kein Passwort zum Anbieter gelangt.',
  'A mail program at {{peer}} signed in to {{address}} over {{protocol}}.':
    'Ein Mailprogramm auf {{peer}} hat sich über {{protocol}} bei {{address}} angemeldet.',
  'The {{protocol}} session of {{address}} has ended.':
    'Die {{protocol}}-Sitzung von {{address}} ist zu Ende.',
  '{{address}} has {{sessions}} sessions open, and its provider takes no more at once.':
    '{{address}} hat {{sessions}}-Sitzungen offen, und mehr auf einmal nimmt sein Anbieter nicht.',
  'Let the programs that use this mailbox open fewer connections, or try again in a moment.':
    'Lassen Sie die Programme an diesem Postfach weniger Verbindungen öffnen, oder versuchen Sie es gleich noch einmal.',
  '{{address}} has no {{protocol}} server.': '{{address}} hat keinen {{protocol}}-Server.',
  'Enter the {{protocol}} server in the OAuth client {{name}}.':
    'Tragen Sie den {{protocol}}-Server im OAuth-Client {{name}} ein.',
  'Mailwicket has no account {{name}}.': 'Mailwicket hat kein Konto {{name}}.',
  'Add the account in Mailwicket, or correct the user name in the mail program: it is the whole mail address.':
    'Fügen Sie das Konto in Mailwicket hinzu, oder berichtigen Sie im Mailprogramm den Benutzernamen: Er ist die ganze Mailadresse.',
  '{{address}} is paused in Mailwicket.': '{{address}} ist in Mailwicket pausiert.',
  'Resume the account.': 'Setzen Sie das Konto fort.',
  '{{address}} cannot be served right now: {{why}}': '{{address}} lässt sich gerade nicht bedienen: {{why}}',
  '{{address}} has no local password yet.': '{{address}} hat noch kein lokales Passwort.',
  'Make one for {{address}} in Mailwicket and type it into the mail program.':
    'Legen Sie in Mailwicket eines für {{address}} an und geben Sie es im Mailprogramm ein.',
  'The password for {{address}} is not the one set in Mailwicket.':
    'Das Passwort für {{address}} ist nicht das, das in Mailwicket hinterlegt ist.',
  'Make a new local password for {{address}} in Mailwicket and type it into the mail program.':
    'Legen Sie in Mailwicket ein neues lokales Passwort für {{address}} an und geben Sie es im Mailprogramm ein.',
  'The user name or the password is wrong.': 'Der Benutzername oder das Passwort ist falsch.',
  'The activity in Mailwicket tells which.': 'Welches, steht in den Aktivitäten von Mailwicket.',
  'Too many logins are waiting.': 'Zu viele Anmeldungen warten.',
  'Too many wrong passwords: wait some minutes.': 'Zu viele falsche Passwörter: Warten Sie einige Minuten.',
  'Too many wrong passwords were sent for {{address}}, lately from {{peer}}.':
    'Für {{address}} kamen zu viele falsche Passwörter, zuletzt von {{peer}}.',
  'Find the program that tries them.': 'Suchen Sie das Programm, das sie probiert.',
  'A password that was right before goes on to log in.':
    'Ein Passwort, das vorher richtig war, meldet weiterhin an.',
  'Passwords cannot be checked in Mailwicket right now.':
    'In Mailwicket lassen sich gerade keine Passwörter prüfen.',
  'The provider does not take this password for {{address}}.':
    'Der Anbieter nimmt dieses Passwort für {{address}} nicht an.',
  'Type the password of {{address}} into the mail program.':
    'Geben Sie im Mailprogramm das Passwort von {{address}} ein.',
  '{{address}} was changed in Mailwicket during this login.':
    '{{address}} wurde während dieser Anmeldung in Mailwicket geändert.',
  'Nothing: the mail program tries again.': 'Sie müssen nichts tun: Das Mailprogramm versucht es wieder.',

  // connections
  'The client did not log in in time.': 'Das Programm hat sich nicht rechtzeitig angemeldet.',
  '{{count}} more connections from {{peer}} over {{name}} ended before a login.':
    'Weitere {{count}} Verbindungen von {{peer}} über {{name}} endeten vor einer Anmeldung.',
  'Too many connections do not log in, most of them from {{peer}}: the oldest are closed, so that others get in.':
    'Zu viele Verbindungen melden sich nicht an, die meisten von {{peer}}: Die ältesten werden geschlossen, damit andere Platz haben.',
  '{{count}} more connections that did not log in were closed, so that others get in.':
    'Weitere {{count}} Verbindungen, die sich nicht anmeldeten, wurden geschlossen, damit andere Platz haben.',
  'No more connections can be taken: {{count}} are open.':
    'Mehr Verbindungen können nicht angenommen werden: {{count}} sind offen.',
  'Mailwicket is running out of file descriptors: of {{limit}}, none is left, and soon no mail program can connect.':
    'Mailwicket gehen die Dateideskriptoren aus: Von {{limit}} ist keiner übrig, und bald kann sich kein Mailprogramm mehr verbinden.',
  'Mailwicket is running out of file descriptors: of {{limit}}, only {{left}} are left, and soon no mail program can connect.':
    'Mailwicket gehen die Dateideskriptoren aus: Von {{limit}} sind nur {{left}} übrig, und bald kann sich kein Mailprogramm mehr verbinden.',
  'Find the program that opens so many connections, or raise the limit (ulimit -n; LimitNOFILE of a service).':
    'Suchen Sie das Programm, das so viele Verbindungen öffnet, oder heben Sie die Grenze an (ulimit -n; LimitNOFILE eines Dienstes).',
  'Mailwicket has enough file descriptors again.': 'Mailwicket hat wieder genug Dateideskriptoren.',
  'Mailwicket has no file descriptor left for a connection to {{server}}.':
    'Mailwicket hat keinen Dateideskriptor mehr für eine Verbindung zu {{server}}.',
  '{{count}} more connections could not be taken.':
    'Weitere {{count}} Verbindungen konnten nicht angenommen werden.',
  'The connection broke: {{words}}': 'Die Verbindung brach ab: {{words}}',
  'The client left without logging in.': 'Das Programm ging, ohne sich anzumelden.',
  'The client logged out before it logged in.': 'Das Programm hat sich abgemeldet, bevor es angemeldet war.',
  'The client speaks TLS on a port for plain text.':
    'Das Programm spricht TLS auf einem Port ohne Verschlüsselung.',
  'The client began with TLS on a port that is not encrypted.':
    'Das Programm begann mit TLS auf einem Port ohne Verschlüsselung.',
  'A web browser tried to talk to this port.': 'Ein Webbrowser wollte mit diesem Port sprechen.',
  'Too much was sent before the login.': 'Vor der Anmeldung wurde zu viel gesendet.',
  'Too much was sent before logging in.': 'Vor der Anmeldung wurde zu viel gesendet.',
  'The line is too long.': 'Die Zeile ist zu lang.',
  'Too many errors.': 'Zu viele Fehler.',
  'The mail program {{trouble}}': 'Das Mailprogramm {{trouble}}',
  'A mail program at {{peer}} on port {{port}} ({{name}}) {{trouble}}':
    'Ein Mailprogramm auf {{peer}} an Port {{port}} ({{name}}) {{trouble}}',
  'does not trust the certificate of Mailwicket.': 'vertraut dem Zertifikat von Mailwicket nicht.',
  'Let it trust the authority that Mailwicket shows under local TLS, and use the server name localhost.':
    'Lassen Sie es der Zertifizierungsstelle vertrauen, die Mailwicket unter „TLS für Mailprogramme“ zeigt, und nehmen Sie den Servernamen localhost.',
  'knows no TLS that is safe today (TLS 1.2 or newer).':
    'kennt kein TLS, das heute sicher ist (TLS 1.2 oder neuer).',
  'Update it, or let it use the plain port on this computer.':
    'Aktualisieren Sie es, oder lassen Sie es auf diesem Rechner den Port ohne TLS benutzen.',
  'broke TLS off ({{code}}).': 'hat TLS abgebrochen ({{code}}).',
  'did not speak TLS on a port for TLS.': 'sprach kein TLS auf einem Port für TLS.',
  'Choose SSL/TLS in the mail program for this port, or its plain port.':
    'Wählen Sie im Mailprogramm SSL/TLS für diesen Port, oder den Port ohne TLS.',

  // ports
  '{{name}} is served on port {{port}} now.': '{{name}} wird jetzt auf Port {{port}} angeboten.',
  '{{name}} cannot listen on {{address}}, port {{port}}: {{why}}':
    '{{name}} kann {{address}}, Port {{port}} nicht öffnen: {{why}}',
  '{{name}} cannot have port {{port}}: {{why}}': '{{name}} kann Port {{port}} nicht haben: {{why}}',
  'The same port is set for {{other}}.': 'Derselbe Port ist für {{other}} eingestellt.',
  'Choose a port of its own for each.': 'Wählen Sie für jeden einen eigenen Port.',
  '{{protocol}} with TLS': '{{protocol}} mit TLS',
  '{{name}} cannot take a connection on {{address}}: {{words}}':
    '{{name}} kann auf {{address}} keine Verbindung annehmen: {{words}}',
  unknown: 'unbekannt',
  'A session over {{name}} broke: {{words}}': 'Eine Sitzung über {{name}} brach ab: {{words}}',
  'There is no certificate for TLS at the moment.': 'Zurzeit gibt es kein Zertifikat für TLS.',
  'Bring the vault folder back from a backup.': 'Holen Sie den Tresorordner aus einer Sicherung zurück.',
  'Or remove the file of that entry from it: a new certificate is made then, which mail programs have to be told to trust again.':
    'Oder entfernen Sie daraus die Datei dieses Eintrags: Dann wird ein neues Zertifikat erzeugt, dem Mailprogramme erst wieder vertrauen müssen.',
  'The other ports are served, and it is tried again by itself.':
    'Die anderen Ports sind offen, und es wird von selbst wieder versucht.',
  'The port is in use by {{program}}.': 'Der Port wird schon benutzt, von {{program}}.',
  'another program': 'einem anderen Programm',
  '{{program}} (process {{number}})': '{{program}} (Prozess {{number}})',
  'End that program, or choose another port here and in the mail program.':
    'Beenden Sie jenes Programm, oder wählen Sie hier und im Mailprogramm einen anderen Port.',
  'The system does not allow this port.': 'Das System erlaubt diesen Port nicht.',
  'Choose a port of 1024 or above.': 'Wählen Sie einen Port ab 1024.',
  'This machine does not have that address.': 'Diese Adresse hat der Rechner nicht.',
  'Listen on 127.0.0.1 and ::1.': 'Nehmen Sie 127.0.0.1 und ::1.',
  'unknown trouble': 'unbekannte Störung',
  'Choose another port.': 'Wählen Sie einen anderen Port.',

  // the certificate for mail programs
  'The certificate for mail programs was made anew.': 'Das Zertifikat für Mailprogramme wurde neu erzeugt.',
  'It names these too: {{names}}.': 'Es nennt auch diese: {{names}}.',
  'Programs that trust the authority of this installation notice nothing; one in which the certificate itself was confirmed asks once more.':
    'Programme, die der Zertifizierungsstelle dieser Installation vertrauen, merken nichts davon; eines, in dem das Zertifikat selbst bestätigt wurde, fragt noch einmal.',
  'The authority for TLS with mail programs was made anew: this one can sign for this computer only, the former one could sign for any server.':
    'Die Zertifizierungsstelle für TLS mit Mailprogrammen wurde neu erzeugt: Diese kann nur für diesen Rechner unterschreiben, die frühere konnte es für jeden Server.',
  'Save its certificate from the settings, and trust it where you trusted the former one.':
    'Speichern Sie ihr Zertifikat aus den Einstellungen und vertrauen Sie ihm überall, wo Sie dem früheren vertraut haben.',
  'Take the former one, “Mailwicket on this computer”, out there; its key is deleted.':
    'Nehmen Sie das frühere, „Mailwicket on this computer“, dort heraus; sein Schlüssel ist gelöscht.',
  'The authority for TLS with mail programs was made anew, as this computer has a name or an address that the former one cannot sign for.':
    'Die Zertifizierungsstelle für TLS mit Mailprogrammen wurde neu erzeugt, weil dieser Rechner einen Namen oder eine Adresse hat, für die die frühere nicht unterschreiben kann.',
  'The authority for TLS with mail programs was renewed.':
    'Die Zertifizierungsstelle für TLS mit Mailprogrammen wurde erneuert.',
  'Programs that trust the former certificate go on until {{date}}.':
    'Programme, die dem früheren Zertifikat vertrauen, arbeiten bis {{date}} weiter.',
  'Save the new one from the settings until then, and trust it there too.':
    'Speichern Sie bis dahin das neue aus den Einstellungen und vertrauen Sie dort auch ihm.',
  'The certificate for mail programs could not be renewed: {{why}}':
    'Das Zertifikat für Mailprogramme ließ sich nicht erneuern: {{why}}',
  'The ports with TLS are not served.': 'Die Ports mit TLS sind nicht offen.',
  'The certificate for mail programs ({{entry}} in the vault) cannot be read.':
    'Das Zertifikat für Mailprogramme ({{entry}} im Tresor) lässt sich nicht lesen.',
};
