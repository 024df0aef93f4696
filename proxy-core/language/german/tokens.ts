import type { CoreCatalogue } from '../core-texts.ts';

/** Getting tokens, and keeping them. */
export const tokens: CoreCatalogue = {
  'The provider sent no usable answer for {{account}}.':
    'Der Anbieter sandte keine brauchbare Antwort für {{account}}.',
  'If it stays so, check the authorization URL of the client.':
    'Bleibt es so, prüfen Sie die Permission-URL des Clients.',
  'The provider gave no usable token for {{account}}: {{why}}.':
    'Der Anbieter gab kein brauchbares Token für {{account}}: {{why}}.',
  'Check the endpoints of the client “{{client}}”.': 'Prüfen Sie die URLs des Clients „{{client}}“.',
  'Microsoft gave no token for {{account}}.': 'Microsoft gab kein Token für {{account}}.',
  'Start again.': 'Beginnen Sie noch einmal.',
  'If it stays so, check the endpoints of the client.': 'Bleibt es so, prüfen Sie die URLs des Clients.',
  'Microsoft cannot be reached for {{account}} ({{code}}).':
    'Microsoft ist für {{account}} nicht erreichbar ({{code}}).',
  "Microsoft's answer for {{account}} cannot be used.":
    'Die Antwort von Microsoft für {{account}} ist nicht zu gebrauchen.',
  'Check the settings of the client “{{client}}”.': 'Prüfen Sie die Einstellungen des Clients „{{client}}“.',
  "No token for {{account}}: Microsoft's library says {{code}}.":
    'Kein Token für {{account}}: Die Bibliothek von Microsoft sagt {{code}}.',
  'No token for {{account}}: {{why}}': 'Kein Token für {{account}}: {{why}}',
  'Correct the endpoint in the client: it must be an https:// address.':
    'Berichtigen Sie die URL im Client: Sie muss eine https://-Adresse sein.',
  'If your network inspects TLS, have this system trust its certificate authority, or add that in the settings.':
    'Sieht Ihr Netz in TLS hinein, lassen Sie dieses System seiner Zertifizierungsstelle vertrauen, oder fügen Sie sie in den Einstellungen hinzu.',
  'Check the network connection.': 'Prüfen Sie die Netzwerkverbindung.',
  'It is tried again by itself.': 'Es wird von selbst wieder versucht.',
  'Getting a token for {{account}} was cancelled.':
    'Das Holen eines Tokens für {{account}} wurde abgebrochen.',
  '{{host}} did not answer within {{seconds}} seconds.':
    '{{host}} hat nicht innerhalb von {{seconds}} Sekunden geantwortet.',
  'The endpoint is not a URL.': 'Die Adresse ist keine URL.',
  'The endpoint at {{host}} is not https.': 'Die Adresse bei {{host}} ist nicht https.',
  '{{host}} answered with more than {{most}} bytes: that is no token.':
    '{{host}} hat mit mehr als {{most}} Byte geantwortet: Das ist kein Token.',
  'The certificate of {{host}} is not trusted ({{code}}).':
    'Dem Zertifikat von {{host}} wird nicht vertraut ({{code}}).',
  'The connection to {{host}} failed.': 'Die Verbindung zu {{host}} ist gescheitert.',
  'The connection to {{host}} failed ({{code}}).': 'Die Verbindung zu {{host}} ist gescheitert ({{code}}).',
  'The name of {{host}} cannot be looked up ({{code}}).':
    'Der Name {{host}} lässt sich nicht nachschlagen ({{code}}).',
  '{{host}} refused the connection ({{code}}).': '{{host}} hat die Verbindung abgelehnt ({{code}}).',
  '{{host}} tells nothing of itself under this issuer.':
    '{{host}} gibt unter diesem Aussteller nichts über sich bekannt.',
  'Check the issuer, or enter the URLs from the provider’s documentation.':
    'Prüfen Sie den Aussteller, oder tragen Sie die URLs aus der Dokumentation des Anbieters ein.',
  '{{host}} cannot be asked: {{why}}': '{{host}} lässt sich nicht fragen: {{why}}',
  'Check the issuer and the internet connection.': 'Prüfen Sie den Aussteller und die Internetverbindung.',

  // what is kept of them
  'The mail server did not accept the token.': 'Der Mailserver hat das Token nicht angenommen.',
  'The account was signed out.': 'Das Konto wurde abgemeldet.',
  'There is no such account any more.': 'Dieses Konto gibt es nicht mehr.',
  'Add the account again.': 'Fügen Sie das Konto neu hinzu.',
  '{{address}} was signed out meanwhile.': '{{address}} wurde inzwischen abgemeldet.',
  'Something unexpected happened while getting a token for {{whose}}.':
    'Beim Holen eines Tokens für {{whose}} ist etwas Unerwartetes geschehen.',
  'If it stays so, look at the activity log.': 'Bleibt es so, sehen Sie unter „Aktivität“ nach.',
  'The vault with the sign-in of {{whose}} cannot be opened.':
    'Der Tresor mit der Anmeldung lässt sich nicht öffnen ({{whose}}).',
  'Start Mailwicket with the key that the vault was made with.':
    'Starten Sie Mailwicket mit dem Schlüssel, mit dem der Tresor angelegt wurde.',
  'The sign-in of {{whose}} cannot be read or written just now.':
    'Die Anmeldung von {{whose}} lässt sich gerade nicht lesen oder schreiben.',
  'The sign-in of {{whose}} cannot be read or written just now: {{why}}.':
    'Die Anmeldung von {{whose}} lässt sich gerade nicht lesen oder schreiben: {{why}}.',
  '{{why}} The renewed sign-in is in memory only.':
    '{{why}} Die erneuerte Anmeldung ist nur im Arbeitsspeicher.',
  'Mailwicket tries again by itself.': 'Mailwicket versucht es von selbst wieder.',
  'Before it is written, end Mailwicket only if somebody can sign {{address}} in again.':
    'Beenden Sie Mailwicket vorher nur, wenn jemand {{address}} neu anmelden kann.',
  'The renewed sign-in of {{address}} is written now.':
    'Die erneuerte Anmeldung von {{address}} ist jetzt geschrieben.',
  'The renewed sign-in of {{address}} could not be written before the end and is lost.':
    'Die erneuerte Anmeldung von {{address}} ließ sich vor dem Ende nicht schreiben und ist verloren.',
  'Make room on the disk; if the provider then refuses {{address}}, sign in again.':
    'Schaffen Sie Platz auf der Platte; lehnt der Anbieter {{address}} dann ab, melden Sie das Konto neu an.',
  'Check the free space and the permissions of the data folder, and that the system keychain is unlocked.':
    'Prüfen Sie den freien Platz und die Rechte des Datenordners, und ob der Schlüsselbund des Systems entsperrt ist.',
  'What is kept of the sign-in of {{whose}} cannot be read.':
    'Was von der Anmeldung abgelegt ist, lässt sich nicht lesen ({{whose}}).',
  'It was left as it is.': 'Es blieb, wie es ist.',
  'Sign the account out, then sign in again.':
    'Setzen Sie die Anmeldung des Kontos zurück, und melden Sie es dann neu an.',
  'The mail program went away while a token was asked for.':
    'Das Mailprogramm ging, während ein Token geholt wurde.',
  'Nothing: its next try gets the token.': 'Sie müssen nichts tun: Sein nächster Versuch bekommt das Token.',
  'The provider did not answer for {{address}} in time.':
    'Der Anbieter hat für {{address}} nicht rechtzeitig geantwortet.',
  'The mail server does not accept a token for {{whose}} that was just issued.':
    'Der Mailserver nimmt für {{whose}} ein eben ausgestelltes Token nicht an.',
  'Check the account: its scopes and permissions at the provider, and whether this mailbox is open to it.':
    'Prüfen Sie das Konto: seine Scopes und Berechtigungen beim Anbieter, und ob ihm dieses Postfach offensteht.',
};
