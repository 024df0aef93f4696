import type { CoreCatalogue } from '../core-texts.ts';

/** What goes wrong between Mailwicket and a mail server. */
export const mail: CoreCatalogue = {
  'The server sent too much before the login.': 'Der Server sandte vor der Anmeldung zu viel.',
  'The server hung up before the login.': 'Der Server beendete die Verbindung vor der Anmeldung.',
  'The server hung up during the login.': 'Der Server beendete die Verbindung während der Anmeldung.',
  'The server does not speak {{protocol}}: {{words}}': 'Der Server spricht kein {{protocol}}: {{words}}',
  'The server sent a greeting in the midst of the login.': 'Der Server grüßte mitten in der Anmeldung.',
  'The server wants no login (PREAUTH).': 'Der Server will keine Anmeldung (PREAUTH).',
  'The server does not greet as IMAP does: {{words}}': 'Der Server grüßt nicht wie bei IMAP: {{words}}',
  'The server does not accept the token, and goes on asking.':
    'Der Server nimmt das Token nicht an und fragt weiter.',
  'The server answers what was not asked: {{words}}':
    'Der Server antwortet auf etwas, das nicht gefragt war: {{words}}',
  'The server refuses STARTTLS: {{words}}': 'Der Server lehnt STARTTLS ab: {{words}}',
  'The server lets in without having seen the token.':
    'Der Server lässt ein, ohne das Token gesehen zu haben.',
  'The server gives no reason.': 'Der Server nennt keinen Grund.',
  'More than the answer to STARTTLS came before TLS: it may be forged.':
    'Vor TLS kam mehr als die Antwort auf STARTTLS: Sie kann gefälscht sein.',
  'The server refused.': 'Der Server hat abgelehnt.',
  'The server sent a line that is too long.': 'Der Server sandte eine zu lange Zeile.',
  'The server hung up before it had answered.':
    'Der Server beendete die Verbindung, bevor er geantwortet hatte.',
  'The server sent data ahead of the TLS handshake.': 'Der Server sandte Daten vor dem TLS-Handshake.',
  'The server did not greet as a POP3 server does.': 'Der Server grüßte nicht wie ein POP3-Server.',
  'The server did not agree to TLS.': 'Der Server ging nicht auf TLS ein.',
  'The server did not ask for the token.': 'Der Server fragte nicht nach dem Token.',
  'The server did not end the login as POP3 says.':
    'Der Server schloss die Anmeldung nicht ab, wie es POP3 verlangt.',
  'The server did not answer CAPA as POP3 says.': 'Der Server beantwortete CAPA nicht, wie es POP3 verlangt.',
  'The server listed too many capabilities.': 'Der Server nannte zu viele Fähigkeiten.',
  'The server does not offer TLS.': 'Der Server bietet kein TLS an.',
  'The server sent a reply that is too long.': 'Der Server sandte eine zu lange Antwort.',

  'The name of the mail server {{server}} cannot be found.':
    'Der Name des Mailservers {{server}} ist nicht zu finden.',
  'Check the internet connection, and the spelling of the server in the OAuth client.':
    'Prüfen Sie die Internetverbindung und die Schreibweise des Servers im OAuth-Client.',
  'The certificate of {{server}} cannot be trusted ({{code}}).':
    'Dem Zertifikat von {{server}} ist nicht zu trauen ({{code}}).',
  'If a company firewall or a virus scanner inspects mail, have this system trust its certificate authority, or add that to the settings; else the connection is being tampered with.':
    'Sieht eine Firewall der Firma oder ein Virenscanner in die Mail hinein, lassen Sie dieses System deren Zertifizierungsstelle vertrauen, oder fügen Sie sie in den Einstellungen hinzu; sonst macht sich jemand an der Verbindung zu schaffen.',
  'The certificate of {{server}} has expired ({{code}}).':
    'Das Zertifikat von {{server}} ist abgelaufen ({{code}}).',
  'The certificate of {{server}} is not valid yet ({{code}}).':
    'Das Zertifikat von {{server}} gilt noch nicht ({{code}}).',
  'Check the date and the time of this computer; if they are right, whoever runs the server must renew its certificate.':
    'Prüfen Sie Datum und Uhrzeit dieses Rechners; stimmen sie, muss der Betreiber des Servers sein Zertifikat erneuern.',
  'The certificate of {{server}} is for another name ({{code}}).':
    'Das Zertifikat von {{server}} gilt für einen anderen Namen ({{code}}).',
  'Check the spelling of the server in the OAuth client; if it is right, this is another server than it says it is, and the connection may be tampered with.':
    'Prüfen Sie die Schreibweise des Servers im OAuth-Client; stimmt sie, ist es ein anderer Server, als er vorgibt, und vielleicht macht sich jemand an der Verbindung zu schaffen.',
  'No encrypted connection could be agreed on with {{server}} ({{code}}).':
    'Mit {{server}} kam keine verschlüsselte Verbindung zustande ({{code}}).',
  'Check the port and whether the server wants TLS at once or STARTTLS.':
    'Prüfen Sie den Port, und ob der Server sofort TLS will oder STARTTLS.',
  'The mail server {{server}} did not answer in time.':
    'Der Mailserver {{server}} hat nicht rechtzeitig geantwortet.',
  'Check the internet connection; if others work, a firewall may be closing this port.':
    'Prüfen Sie die Internetverbindung; gehen andere Seiten, sperrt vielleicht eine Firewall diesen Port.',
  'The mail server {{server}} hung up.': 'Der Mailserver {{server}} hat die Verbindung beendet.',
  'The mail server {{server}} hung up before a connection stood.':
    'Der Mailserver {{server}} hat die Verbindung beendet, bevor sie stand.',
  'Try again in a moment; if it stays so, a firewall or a virus scanner may be in the way.':
    'Versuchen Sie es gleich noch einmal; bleibt es so, ist vielleicht eine Firewall oder ein Virenscanner im Weg.',
  'The mail server {{server}} cannot be reached.': 'Der Mailserver {{server}} ist nicht erreichbar.',
  'The mail server {{server}} cannot be reached ({{code}}).':
    'Der Mailserver {{server}} ist nicht erreichbar ({{code}}).',
  'Check the internet connection, and the server and port in the OAuth client.':
    'Prüfen Sie die Internetverbindung, und Server und Port im OAuth-Client.',
};
