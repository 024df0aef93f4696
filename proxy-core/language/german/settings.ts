import type { CoreCatalogue } from '../core-texts.ts';

/** Settings, the network's proxy, and what any command can be answered with. */
export const settings: CoreCatalogue = {
  'There is no such command.': 'Diesen Befehl gibt es nicht.',
  'Correct what is named and try again.':
    'Berichtigen Sie, was genannt ist, und versuchen Sie es noch einmal.',
  'Something went wrong.': 'Etwas ist schiefgegangen.',
  'Try again later.': 'Versuchen Sie es später noch einmal.',

  // the hosts, and the way to them
  'Mailwicket does not answer.': 'Mailwicket antwortet nicht.',
  'Check that it is running, then try again.': 'Prüfen Sie, ob es läuft, und versuchen Sie es noch einmal.',
  'The browser did not allow this.': 'Der Browser hat das nicht erlaubt.',
  'Do it by hand.': 'Tun Sie es von Hand.',
  'This page may not ask that.': 'Diese Seite darf das nicht verlangen.',
  'Not for this page.': 'Nicht für diese Seite.',
  'Open the address that Mailwicket printed.': 'Öffnen Sie die Adresse, die Mailwicket ausgegeben hat.',
  'There is nothing here.': 'Hier ist nichts.',
  'JSON is wanted.': 'Verlangt ist JSON.',
  'That is too much.': 'Das ist zu viel.',
  'That is not a command.': 'Das ist kein Befehl.',
  'The panel cannot do this.': 'Im Browser geht das nicht.',
  'Use the desktop program for it.': 'Nehmen Sie dafür das Desktop-Programm.',
  'The file was not saved: {{why}}.': 'Die Datei wurde nicht gespeichert: {{why}}.',
  'Choose another place.': 'Wählen Sie einen anderen Ort.',
  'Mailwicket does not open pages of this kind.': 'Seiten dieser Art öffnet Mailwicket nicht.',
  'Mailwicket does not open pages of {{host}}.': 'Seiten von {{host}} öffnet Mailwicket nicht.',
  'Copy the address and open it in your browser, if you trust it.':
    'Kopieren Sie die Adresse und öffnen Sie sie in Ihrem Browser, wenn Sie ihr vertrauen.',

  'the settings': 'den Einstellungen',
  "the system's settings": 'den Einstellungen des Systems',
  'Enter this proxy in the settings of Mailwicket, with its user name and password.':
    'Tragen Sie diesen Proxy mit Benutzername und Passwort in den Einstellungen von Mailwicket ein.',
  'No network proxy is set.': 'Es ist kein Netzwerk-Proxy eingetragen.',
  'Give its address with the password.': 'Geben Sie mit dem Passwort auch seine Adresse an.',
  'The file {{file}} cannot be read.': 'Die Datei {{file}} lässt sich nicht lesen.',
  'Name a PEM file by its whole path.': 'Nennen Sie eine PEM-Datei mit ihrem ganzen Pfad.',
  'There is no certificate in {{file}}.': 'In {{file}} steht kein Zertifikat.',
  'Name a PEM file: it begins with “-----BEGIN CERTIFICATE-----”.':
    'Nennen Sie eine PEM-Datei: Sie beginnt mit „-----BEGIN CERTIFICATE-----“.',
  'The settings name {{file}} as a certificate authority, and no certificate (PEM) can be read there.':
    'Die Einstellungen nennen {{file}} als Zertifizierungsstelle, und dort lässt sich kein Zertifikat (PEM) lesen.',
  'Put the file back, or take it out of "extraCertificateAuthorities" in the settings.':
    'Legen Sie die Datei zurück, oder nehmen Sie sie in den Einstellungen aus den weiteren Zertifizierungsstellen („extraCertificateAuthorities“).',
  'Write it as http://host:port or socks5://host:port; a user name and a password go before an @.':
    'Schreiben Sie ihn als http://host:port oder socks5://host:port; Benutzername und Passwort stehen vor einem @.',
  'The network proxy in {{place}} is not understood.':
    'Der Netzwerk-Proxy in {{place}} ist nicht zu verstehen.',
  'The password of the network proxy cannot be read from the vault.':
    'Das Passwort des Netzwerk-Proxys lässt sich nicht aus dem Tresor lesen.',
  'The password of the network proxy {{proxy}} cannot be read.':
    'Das Passwort des Netzwerk-Proxys {{proxy}} lässt sich nicht lesen.',
  'Enter it again in the settings.': 'Geben Sie es in den Einstellungen noch einmal ein.',
  'The network proxy {{proxy}} cannot be used.': 'Der Netzwerk-Proxy {{proxy}} lässt sich nicht benutzen.',
  'The network proxy {{proxy}} cannot be used ({{code}}).':
    'Der Netzwerk-Proxy {{proxy}} lässt sich nicht benutzen ({{code}}).',
  'Check the network connection, and the proxy in {{place}}.':
    'Prüfen Sie die Netzwerkverbindung und den Proxy in {{place}}.',
  'The network proxy {{proxy}} did not answer in time.':
    'Der Netzwerk-Proxy {{proxy}} hat nicht rechtzeitig geantwortet.',
  'The network proxy {{proxy}} wants a user name and a password.':
    'Der Netzwerk-Proxy {{proxy}} verlangt Benutzernamen und Passwort.',
  'The network proxy {{proxy}} did not take the user name and the password.':
    'Der Netzwerk-Proxy {{proxy}} hat Benutzernamen und Passwort nicht angenommen.',
  'Write them into {{place}}: before the host, as user:password@.':
    'Schreiben Sie sie in {{place}} vor den Host, als user:password@.',
  'The network proxy {{proxy}} does not connect to {{server}} ({{words}}).':
    'Der Netzwerk-Proxy {{proxy}} verbindet nicht mit {{server}} ({{words}}).',
  'Have it allow this server and port, or name the server in NO_PROXY, or change the proxy in {{place}}.':
    'Lassen Sie ihn diesen Server und Port erlauben, oder nennen Sie den Server in NO_PROXY, oder ändern Sie den Proxy in {{place}}.',
};
