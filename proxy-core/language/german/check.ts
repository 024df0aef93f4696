import type { CoreCatalogue } from '../core-texts.ts';

/** The steps of a check, what a token tells of itself, and what a mail server's refusal means. */
export const check: CoreCatalogue = {
  '{{address}} stands for a whole domain.': '{{address}} steht für eine ganze Domain.',
  'Name one mailbox of the domain to check.': 'Nennen Sie ein Postfach der Domain zum Prüfen.',
  'A token for {{protocol}} is at hand.': 'Ein Token für {{protocol}} ist da.',
  '{{protocol}}: {{host}} let {{address}} in.': '{{protocol}}: {{host}} hat {{address}} eingelassen.',
  'The {{protocol}} server did not take the token; here is a new one.':
    'Der {{protocol}}-Server hat das Token nicht angenommen; hier ist ein neues.',
  '{{server}} was reached at the address {{address}}.':
    '{{server}} wurde unter der Adresse {{address}} erreicht.',
  '{{server}} was reached through the network proxy {{proxy}}.':
    '{{server}} wurde über den Netzwerk-Proxy {{proxy}} erreicht.',
  'The connection to {{host}} is encrypted with {{version}}.':
    'Die Verbindung zu {{host}} ist mit {{version}} verschlüsselt.',
  'Its certificate was issued by {{issuer}}.': 'Sein Zertifikat hat {{issuer}} ausgestellt.',
  'The certificate is good until {{date}}.': 'Das Zertifikat gilt bis {{date}}.',
  'The server gave no verdict.': 'Der Server hat sich nicht entschieden.',

  // the token
  'The token has {{length}} characters; over POP Exchange takes no more than {{most}}.':
    'Das Token hat {{length}} Zeichen; über POP nimmt Exchange höchstens {{most}}.',
  'Use IMAP, or take permissions out of the OAuth client’s scope so that the token gets shorter.':
    'Nehmen Sie IMAP, oder nehmen Sie Berechtigungen aus dem Scope des OAuth-Clients, damit das Token kürzer wird.',
  'The token is for Microsoft Graph, which is not the mail server.':
    'Das Token ist für Microsoft Graph, und das ist nicht der Mailserver.',
  'In the OAuth client’s scope use https://outlook.office.com/ before each mail permission, or clear the scope to get the usual one.':
    'Stellen Sie im Scope des OAuth-Clients jeder Mail-Berechtigung https://outlook.office.com/ voran, oder leeren Sie den Scope: Dann gilt der übliche.',
  'The token is for https://ps.outlook.com: that scope is for granting consent, not for signing in.':
    'Das Token ist für https://ps.outlook.com: Dieser Scope dient der Zustimmung, nicht der Anmeldung.',
  'Set the OAuth client’s scope to https://outlook.office365.com/.default, or clear it.':
    'Setzen Sie den Scope des OAuth-Clients auf https://outlook.office365.com/.default, oder leeren Sie ihn.',
  'The token is for {{audience}}, which is no address of Exchange that is known.':
    'Das Token ist für {{audience}}; das ist keine bekannte Adresse von Exchange.',
  'Check the scope of the OAuth client.': 'Prüfen Sie den Scope des OAuth-Clients.',
  'The application has a token, but no permission in it: nobody has granted admin consent, or no application permission was added.':
    'Die Anwendung hat ein Token, aber keine Berechtigung darin: Niemand hat die Administratorzustimmung erteilt, oder es wurde keine Anwendungsberechtigung hinzugefügt.',
  'In the Entra admin center add {{permission}} under “Office 365 Exchange Online”, “Application permissions”, and grant admin consent.':
    'Fügen Sie im Entra Admin Center unter „Office 365 Exchange Online“, „Anwendungsberechtigungen“ {{permission}} hinzu und erteilen Sie die Administratorzustimmung.',
  'Then wait a few minutes.': 'Warten Sie dann ein paar Minuten.',
  'The token does not have the permission {{permission}}, which {{protocol}} needs.':
    'Dem Token fehlt die Berechtigung {{permission}}, die {{protocol}} braucht.',
  'The application’s token names no permission.': 'Das Token der Anwendung nennt keine Berechtigung.',
  'That is right where a role of Exchange (Application SMTP.SendAsApp) lets it send; otherwise SMTP.SendAsApp is missing.':
    'Das ist richtig, wenn eine Rolle von Exchange (Application SMTP.SendAsApp) sie senden lässt; sonst fehlt SMTP.SendAsApp.',
  'The application’s token does not have the permission SMTP.SendAsApp.':
    'Dem Token der Anwendung fehlt die Berechtigung SMTP.SendAsApp.',
  'That is right where a role of Exchange (Application SMTP.SendAsApp) lets it send.':
    'Das ist richtig, wenn eine Rolle von Exchange (Application SMTP.SendAsApp) sie senden lässt.',
  'Sending is granted in one of two ways: by the permission SMTP.SendAsApp in Entra together with Send As, or by the role Application SMTP.SendAsApp in Exchange.':
    'Das Senden wird auf einem von zwei Wegen erlaubt: durch die Berechtigung SMTP.SendAsApp in Entra zusammen mit „Senden als“, oder durch die Rolle Application SMTP.SendAsApp in Exchange.',
  'In Exchange Online PowerShell, Test-ServicePrincipalAuthorization shows the role; a new one takes up to two hours.':
    'In der Exchange Online PowerShell zeigt Test-ServicePrincipalAuthorization die Rolle; eine neue braucht bis zu zwei Stunden.',
  'Add {{permission}} to the permissions of the app registration and to the OAuth client’s scope, then sign in again.':
    'Fügen Sie {{permission}} den Berechtigungen der App-Registrierung und dem Scope des OAuth-Clients hinzu, und melden Sie sich dann neu an.',
  'The token is of the organization {{one}}, not of {{other}}, which the OAuth client names.':
    'Das Token ist von der Organisation {{one}}, nicht von {{other}}, die der OAuth-Client nennt.',
  'Sign in with an account of the organization that has the mailbox, or correct the tenant of the OAuth client.':
    'Melden Sie sich mit einem Konto der Organisation an, die das Postfach hat, oder berichtigen Sie den Mandanten des OAuth-Clients.',
  '{{who}} has signed in, but SMTP is asked for as {{identity}}.':
    '{{who}} ist angemeldet, aber SMTP wird als {{identity}} verlangt.',
  'Over SMTP one signs in as oneself, also for a shared mailbox.':
    'Bei SMTP meldet man sich als man selbst an, auch für ein freigegebenes Postfach.',
  'Set the account’s SMTP user to {{who}}; to send as {{identity}} it needs the permission Send As on that mailbox.':
    'Setzen Sie beim Konto „Anmeldung zum Senden als“ auf {{who}}; um als {{identity}} zu senden, braucht es die Berechtigung „Senden als“ an jenem Postfach.',
  '{{who}} has signed in, but the mailbox of {{identity}} is asked for.':
    '{{who}} ist angemeldet, aber das Postfach von {{identity}} wird verlangt.',
  'If {{identity}} is a shared mailbox, {{who}} needs Full Access to it.':
    'Ist {{identity}} ein freigegebenes Postfach, so braucht {{who}} darauf Vollzugriff.',
  'If it is another address of the same person, use the primary one.':
    'Ist es eine andere Adresse derselben Person, nehmen Sie die primäre.',
  'Otherwise sign in again as {{identity}}.': 'Sonst melden Sie sich als {{identity}} neu an.',
  'Set this computer’s clock, or let it be set over the network.':
    'Stellen Sie die Uhr dieses Rechners, oder lassen Sie sie über das Netz stellen.',
  'The token was issued {{minutes}} minutes in the future: this computer’s clock is behind.':
    'Das Token wurde {{minutes}} Minuten in der Zukunft ausgestellt: Die Uhr dieses Rechners geht nach.',
  'The token has expired by this computer’s clock, though it was taken for a good one: the clock may be ahead.':
    'Nach der Uhr dieses Rechners ist das Token abgelaufen, obwohl es noch gelten sollte: Vielleicht geht die Uhr vor.',
  'The token cannot be read: only the provider knows what is in it.':
    'Das Token lässt sich nicht lesen: Nur der Anbieter weiß, was darin steht.',
  'The token is for {{whose}}, with {{permissions}}.': 'Das Token ist für {{whose}}, mit {{permissions}}.',
  'The token is for {{whose}} at {{audience}}, with {{permissions}}.':
    'Das Token ist für {{whose}} bei {{audience}}, mit {{permissions}}.',
  'The token is for {{whose}}, with no permissions.': 'Das Token ist für {{whose}}, ohne Berechtigungen.',
  'The token is for {{whose}} at {{audience}}, with no permissions.':
    'Das Token ist für {{whose}} bei {{audience}}, ohne Berechtigungen.',
  'the application itself': 'die Anwendung selbst',
  'somebody it does not name': 'eine ungenannte Person',

  // what the mail server's refusal means
  'The server said: {{words}}': 'Der Server sagte: {{words}}',
  'The {{protocol}} server refused the sign-in of {{address}}, though there is a token for it.':
    'Der {{protocol}}-Server hat die Anmeldung von {{address}} abgelehnt, obwohl es ein Token dafür gibt.',
  'Check that {{protocol}} is switched on for this mailbox, and that {{who}} may open {{identity}}.':
    'Prüfen Sie, ob {{protocol}} für dieses Postfach eingeschaltet ist, und ob {{who}} {{identity}} öffnen darf.',
  'The {{protocol}} server let {{address}} in, and then would not go on.':
    'Der {{protocol}}-Server hat {{address}} eingelassen und wollte dann nicht weitermachen.',
  'Check that {{who}} may open {{identity}}.': 'Prüfen Sie, ob {{who}} {{identity}} öffnen darf.',
  'the application': 'die Anwendung',
  'the service account': 'das Dienstkonto',
  'the account that signed in': 'das angemeldete Konto',
  'The {{protocol}} server has too much going on for {{address}}.':
    'Beim {{protocol}}-Server ist für {{address}} gerade zu viel los.',
  'Close other mail programs that use this mailbox, or wait a few minutes.':
    'Schließen Sie andere Mailprogramme an diesem Postfach, oder warten Sie ein paar Minuten.',
  'The {{protocol}} server cannot serve {{address}} right now.':
    'Der {{protocol}}-Server kann {{address}} gerade nicht bedienen.',
  'Try again in a few minutes.': 'Versuchen Sie es in ein paar Minuten noch einmal.',
  'The {{protocol}} server did not answer for {{address}} as expected.':
    'Der {{protocol}}-Server hat für {{address}} nicht wie erwartet geantwortet.',
  'Check the {{protocol}} server in the OAuth client, and try again in a few minutes.':
    'Prüfen Sie den {{protocol}}-Server im OAuth-Client, und versuchen Sie es in ein paar Minuten noch einmal.',
  'The application must be known to Exchange by the Object ID of its Enterprise application (not of the App registration), and have {{right}} to {{identity}} by its primary address, not an alias.':
    'Exchange muss die Anwendung unter der Objekt-ID ihrer Unternehmensanwendung kennen (nicht der App-Registrierung), und sie braucht „{{right}}“ für {{identity}}, unter der primären Adresse und nicht unter einem Alias.',
  'Send As': 'Senden als',
  'Full Access': 'Vollzugriff',
  'The administrator’s script does both and shows the result: mailwicket admin-script.':
    'Das Skript für Administratoren erledigt beides und zeigt das Ergebnis: mailwicket admin-script.',
  'New permissions can take an hour.': 'Neue Berechtigungen brauchen manchmal eine Stunde.',
  'Check that {{protocol}} is switched on for this mailbox (Authenticated SMTP), that it has a licence, and that {{identity}} is its primary address and not an alias.':
    'Prüfen Sie, ob {{protocol}} für dieses Postfach eingeschaltet ist (Authentifiziertes SMTP), ob es eine Lizenz hat, und ob {{identity}} seine primäre Adresse ist und kein Alias.',
  'Check that {{protocol}} is switched on for this mailbox, that it has a licence, and that {{identity}} is its primary address and not an alias.':
    'Prüfen Sie, ob {{protocol}} für dieses Postfach eingeschaltet ist, ob es eine Lizenz hat, und ob {{identity}} seine primäre Adresse ist und kein Alias.',
  'Then sign in again.': 'Melden Sie sich dann neu an.',
  'Too many open connections look the same: close other programs.':
    'Zu viele offene Verbindungen sehen ebenso aus: Schließen Sie andere Programme.',
  'Over SMTP one signs in as oneself, also for a shared mailbox: set the account’s SMTP user to {{who}}, who needs the permission Send As on {{identity}}.':
    'Bei SMTP meldet man sich als man selbst an, auch für ein freigegebenes Postfach: Setzen Sie beim Konto „Anmeldung zum Senden als“ auf {{who}}; nötig ist dafür die Berechtigung „Senden als“ an {{identity}}.',
  '{{who}} has signed in, and needs Full Access to the mailbox of {{identity}}.':
    '{{who}} ist angemeldet und braucht Vollzugriff auf das Postfach von {{identity}}.',
  'If {{identity}} is only another address of the same mailbox, use the primary one.':
    'Ist {{identity}} nur eine andere Adresse desselben Postfachs, nehmen Sie die primäre.',

  // known refusals
  'In Exchange Online PowerShell: {{command}}': 'In der Exchange Online PowerShell: {{command}}',
  '{{what}} (it goes before the organization’s setting).':
    '{{what}} (es geht der Einstellung der Organisation vor).',
  'SMTP sign-in is switched off for the mailbox of {{address}}.':
    'Die SMTP-Anmeldung ist für das Postfach von {{address}} ausgeschaltet.',
  'SMTP sign-in is switched off in the organization of {{address}}.':
    'Die SMTP-Anmeldung ist in der Organisation von {{address}} ausgeschaltet.',
  'It counts for OAuth too.': 'Das gilt auch für OAuth.',
  'It can take up to an hour.': 'Das kann bis zu einer Stunde dauern.',
  'The organization’s security defaults lock {{address}} out of this kind of sign-in.':
    'Die Sicherheitsstandards der Organisation sperren {{address}} von dieser Art der Anmeldung aus.',
  'The administrator replaces the security defaults by Conditional Access policies that allow this account, or the mail is sent another way.':
    'Der Administrator ersetzt die Sicherheitsstandards durch Richtlinien für bedingten Zugriff, die dieses Konto zulassen, oder die Mail geht einen anderen Weg.',
  'A policy of the organization refused the sign-in of {{address}}: Conditional Access, an authentication policy, or SMTP sign-in that is switched off.':
    'Eine Richtlinie der Organisation hat die Anmeldung von {{address}} abgelehnt: bedingter Zugriff, eine Authentifizierungsrichtlinie oder ausgeschaltete SMTP-Anmeldung.',
  'The administrator looks at the sign-in logs in the Entra admin center.':
    'Der Administrator sieht im Entra Admin Center in die Anmeldeprotokolle.',
  'If nothing is there: {{what}}': 'Steht dort nichts: {{what}}',
  'The server took the sign-in of {{address}} for one with a password, which it does not accept any more.':
    'Der Server hielt die Anmeldung von {{address}} für eine mit Passwort, und die nimmt er nicht mehr an.',
  'Check the mail server in the OAuth client, and that the mail program is set to Mailwicket’s port and not to the provider.':
    'Prüfen Sie den Mailserver im OAuth-Client, und ob im Mailprogramm der Port von Mailwicket eingestellt ist und nicht der Anbieter.',
  'Check the mail server ({{host}}) in the OAuth client, and that the mail program is set to Mailwicket’s port and not to the provider.':
    'Prüfen Sie den Mailserver ({{host}}) im OAuth-Client, und ob im Mailprogramm der Port von Mailwicket eingestellt ist und nicht der Anbieter.',
  'The server does not let the application send with that sender address (account {{address}}).':
    'Der Server lässt die Anwendung nicht mit dieser Absenderadresse senden (Konto {{address}}).',
  'The server does not let {{sender}} send with that sender address (account {{address}}).':
    'Der Server lässt {{sender}} nicht mit dieser Absenderadresse senden (Konto {{address}}).',
  'Grant Send As to the application: the administrator’s script does it (mailwicket admin-script).':
    'Erteilen Sie der Anwendung „Senden als“: Das Skript für Administratoren erledigt es (mailwicket admin-script).',
  'Write from {{identity}}, or have the administrator grant the application Send As on the mailbox that is written from.':
    'Schreiben Sie von {{identity}} aus, oder lassen Sie den Administrator der Anwendung „Senden als“ an dem Postfach erteilen, von dem aus geschrieben wird.',
  'Write from {{identity}}, or have the administrator grant {{sender}} Send As on the mailbox that is written from.':
    'Schreiben Sie von {{identity}} aus, oder lassen Sie den Administrator {{sender}} „Senden als“ an dem Postfach erteilen, von dem aus geschrieben wird.',
  'The provider slows {{address}} down: too much was asked in a short time.':
    'Der Anbieter bremst {{address}}: In kurzer Zeit wurde zu viel verlangt.',
  'Wait {{time}}, then let fewer programs look for mail, or less often.':
    'Warten Sie {{time}}, und lassen Sie dann weniger Programme nach Mail sehen, oder seltener.',
  'Wait some minutes, then let fewer programs look for mail, or less often.':
    'Warten Sie einige Minuten, und lassen Sie dann weniger Programme nach Mail sehen, oder seltener.',
  '{{count}} seconds': '{{count}} Sekunden',
  '{{count}} minutes': '{{count}} Minuten',
  'Too many messages are being sent as {{address}} at once: Exchange takes three connections, and 30 messages a minute.':
    'Als {{address}} werden zu viele Nachrichten auf einmal gesendet: Exchange nimmt drei Verbindungen und 30 Nachrichten in der Minute.',
  'Let the program send one message after the other, and try again in a minute.':
    'Lassen Sie das Programm eine Nachricht nach der anderen senden, und versuchen Sie es in einer Minute noch einmal.',
  '{{address}} has sent to as many recipients as the provider allows in a day.':
    '{{address}} hat an so viele Empfänger gesendet, wie der Anbieter an einem Tag erlaubt.',
  'Try again tomorrow.': 'Versuchen Sie es morgen wieder.',
  'For mass mailings use a service that is made for them.': 'Für Massensendungen gibt es eigene Dienste.',
  'Exchange accepted the token, but did not open the mailbox of {{identity}} (account {{address}}).':
    'Exchange hat das Token angenommen, aber das Postfach von {{identity}} nicht geöffnet (Konto {{address}}).',
  'The session of {{address}} has ended with its token, as Exchange’s sessions do.':
    'Die Sitzung von {{address}} endete mit ihrem Token, wie es bei Exchange ist.',
  'Nothing: the mail program connects again by itself.':
    'Sie müssen nichts tun: Das Mailprogramm verbindet sich von selbst neu.',
  'The provider does not let {{address}} in: either IMAP is switched off in the mailbox’s settings, or the sign-in is not good any more.':
    'Der Anbieter lässt {{address}} nicht ein: Entweder ist IMAP in den Einstellungen des Postfachs ausgeschaltet, oder die Anmeldung gilt nicht mehr.',
  'Switch IMAP on in the settings of the mailbox on the provider’s web site; then sign in again here.':
    'Schalten Sie IMAP in den Einstellungen des Postfachs auf der Website des Anbieters ein; melden Sie sich dann hier neu an.',
  'POP is switched off for the mailbox of {{address}}.':
    'POP ist für das Postfach von {{address}} ausgeschaltet.',
  'Switch POP on in the settings of the mailbox on the provider’s web site.':
    'Schalten Sie POP in den Einstellungen des Postfachs auf der Website des Anbieters ein.',
  'Google wants {{address}} to sign in on the web first: the sign-in looks unusual to it.':
    'Google möchte, dass sich {{address}} zuerst im Web anmeldet: Die Anmeldung kommt ihm ungewöhnlich vor.',
  'The provider wants {{address}} to sign in on the web first: the sign-in looks unusual to it.':
    'Der Anbieter möchte, dass sich {{address}} zuerst im Web anmeldet: Die Anmeldung kommt ihm ungewöhnlich vor.',
  'Sign in to the account in a browser on this computer, answer what is asked there, then try again.':
    'Melden Sie sich auf diesem Rechner im Browser beim Konto an, beantworten Sie, was dort gefragt wird, und versuchen Sie es dann noch einmal.',
  'Gmail has as many connections for {{address}} as it allows: 15.':
    'Gmail hat für {{address}} so viele Verbindungen, wie es erlaubt: 15.',
  'The provider has as many connections for {{address}} as it allows.':
    'Der Anbieter hat für {{address}} so viele Verbindungen, wie er erlaubt.',
  'Close other mail programs that use this mailbox, or let this one keep fewer connections.':
    'Schließen Sie andere Mailprogramme an diesem Postfach, oder lassen Sie dieses weniger Verbindungen halten.',
  'The mailbox of {{address}} is in use by another POP session, or was looked into a moment ago.':
    'Das Postfach von {{address}} wird von einer anderen POP-Sitzung benutzt, oder es wurde gerade eben hineingesehen.',
  'Wait until the other session has ended, or let the programs look for mail less often.':
    'Warten Sie, bis die andere Sitzung zu Ende ist, oder lassen Sie die Programme seltener nach Mail sehen.',
  'Google does not accept the token for {{identity}} (account {{address}}).':
    'Google nimmt das Token für {{identity}} nicht an (Konto {{address}}).',
  'Check in the Google Admin console that domain-wide delegation covers the service account with the scope https://mail.google.com/, and that Gmail is on for this user.':
    'Prüfen Sie in der Admin-Konsole von Google, ob die domainweite Delegierung für das Dienstkonto mit dem Scope https://mail.google.com/ gilt, und ob Gmail für diesen Nutzer an ist.',
  'Check that the one who signed in is {{identity}} and that the OAuth client’s scope is https://mail.google.com/; then sign in again.':
    'Prüfen Sie, ob sich {{identity}} angemeldet hat, und ob der Scope des OAuth-Clients https://mail.google.com/ ist; melden Sie sich dann neu an.',
  'In Google Workspace IMAP must be allowed by the administrator.':
    'In Google Workspace muss der Administrator IMAP erlauben.',
  'Exchange’s POP broke off the sign-in of {{address}}.':
    'Der POP-Server von Exchange hat die Anmeldung von {{address}} abgebrochen.',
  'It does so with tokens of more than 4,096 characters.': 'Das tut er bei Tokens von mehr als 4096 Zeichen.',
  'Use IMAP for this account, or take permissions out of the OAuth client’s scope so that the token gets shorter.':
    'Nehmen Sie für dieses Konto IMAP, oder nehmen Sie Berechtigungen aus dem Scope des OAuth-Clients, damit das Token kürzer wird.',
  'Exchange has a token for SMTP, but refused {{identity}} (account {{address}}).':
    'Exchange hat ein Token für SMTP bekommen, aber {{identity}} abgelehnt (Konto {{address}}).',
  'The {{protocol}} server did not accept the token for the mailbox of {{identity}} (account {{address}}).':
    'Der {{protocol}}-Server hat das Token für das Postfach von {{identity}} nicht angenommen (Konto {{address}}).',
  'It gives no reason.': 'Einen Grund nennt er nicht.',
  'The server could not read the sign-in of {{address}}: it may be another service than the mailbox’s SMTP.':
    'Der Server konnte die Anmeldung von {{address}} nicht lesen: Vielleicht ist es nicht der SMTP-Dienst des Postfachs.',
  'Check the SMTP server in the OAuth client.': 'Prüfen Sie den SMTP-Server im OAuth-Client.',
  'Check the SMTP server in the OAuth client (now {{host}}).':
    'Prüfen Sie den SMTP-Server im OAuth-Client (jetzt {{host}}).',
  'The {{protocol}} server does not take OAuth sign-ins, so {{address}} cannot be signed in there.':
    'Der {{protocol}}-Server nimmt keine Anmeldungen mit OAuth an; {{address}} lässt sich dort nicht anmelden.',
  'The {{protocol}} server {{host}} does not take OAuth sign-ins, so {{address}} cannot be signed in there.':
    'Der {{protocol}}-Server {{host}} nimmt keine Anmeldungen mit OAuth an; {{address}} lässt sich dort nicht anmelden.',
  'Check the {{protocol}} server in the OAuth client; the provider’s help names the one for programs with OAuth.':
    'Prüfen Sie den {{protocol}}-Server im OAuth-Client; die Hilfe des Anbieters nennt den für Programme mit OAuth.',
  'The {{protocol}} server has trouble of its own and cannot serve {{address}} right now.':
    'Der {{protocol}}-Server hat selbst eine Störung und kann {{address}} gerade nicht bedienen.',
  'Nothing: mail programs try again by themselves.':
    'Sie müssen nichts tun: Mailprogramme versuchen es von selbst wieder.',
  'If it goes on for hours, look at the provider’s status page.':
    'Dauert es Stunden, sehen Sie auf die Statusseite des Anbieters.',
};
