import type { CoreCatalogue } from '../core-texts.ts';

/** The files: settings, vault, their folder. */
export const storage: CoreCatalogue = {
  '{{path}} is there already': '{{path}} ist schon da',
  'The data folder {{path}} cannot be used: {{why}}.':
    'Der Datenordner {{path}} lässt sich nicht benutzen: {{why}}.',
  'The data folder {{path}} is open to other users of this machine and holds other files.':
    'Der Datenordner {{path}} ist für andere Benutzer dieses Rechners offen und enthält andere Dateien.',
  'The data folder {{path}} belongs to another user ({{owner}}), and Mailwicket runs as user {{runner}}.':
    'Der Datenordner {{path}} gehört einem anderen Benutzer ({{owner}}), und Mailwicket läuft als Benutzer {{runner}}.',
  "Run it as that user, name another folder with --data, or give this one over: chown -R {{runner}} '{{path}}'":
    "Starten Sie es als jener Benutzer, nennen Sie mit --data einen anderen Ordner, oder übergeben Sie diesen: chown -R {{runner}} '{{path}}'",
  '{{path}} is a link, and links are not written through.':
    '{{path}} ist ein Link, und durch Links wird nicht geschrieben.',
  '{{path}} is not a plain file.': '{{path}} ist keine gewöhnliche Datei.',
  'Name another file, or leave it out to have it on standard output.':
    'Nennen Sie eine andere Datei, oder lassen Sie sie weg, um es auf der Standardausgabe zu haben.',
  'Choose a folder of its own, or close this one: {{command}}':
    'Wählen Sie einen eigenen Ordner, oder schließen Sie diesen: {{command}}',
  'This system does not say where to keep files of this user.':
    'Dieses System sagt nicht, wo Dateien dieses Benutzers liegen sollen.',
  'Name a data folder with --data.': 'Nennen Sie mit --data einen Datenordner.',
  "{{name}} cannot name a vault entry: lower-case words, digits, '-', '_' and inner '.', parted by '/', {{longest}} characters at most":
    "{{name}} kann kein Name eines Tresoreintrags sein: kleingeschriebene Wörter, Ziffern, '-', '_' und innen '.', getrennt durch '/', höchstens {{longest}} Zeichen",
  'Another process has held {{path}} for more than {{seconds}} seconds.':
    'Ein anderer Prozess hält {{path}} seit über {{seconds}} Sekunden.',
  'Is it stuck?': 'Hängt er?',

  // settings.json
  'The settings were not changed: {{why}}': 'Die Einstellungen wurden nicht geändert: {{why}}',
  'The settings {{path}} cannot be read: {{why}}.':
    'Die Einstellungen {{path}} lassen sich nicht lesen: {{why}}.',
  'The settings {{path}} cannot be written: {{why}}':
    'Die Einstellungen {{path}} lassen sich nicht schreiben: {{why}}',
  'The settings {{path}} cannot be used: {{why}}.':
    'Die Einstellungen {{path}} lassen sich nicht benutzen: {{why}}.',
  'it is not JSON': 'Das ist kein JSON',
  'it is not JSON: in line {{line}}, column {{column}}, {{expected}} should stand':
    'Das ist kein JSON: In Zeile {{line}}, Spalte {{column}} sollte {{expected}} stehen',
  'a value': 'ein Wert',
  'a value or ]': 'ein Wert oder ]',
  'a name in double quotes': 'ein Name in Anführungszeichen',
  'a name in double quotes or }': 'ein Name in Anführungszeichen oder }',
  'a colon': 'ein Doppelpunkt',
  'a comma or a closing bracket': 'ein Komma oder eine schließende Klammer',
  'the end of the file': 'das Ende der Datei',
  'and {{count}} more': 'und {{count}} weitere',
  'The settings {{path}} were written by a newer version of Mailwicket (form {{theirs}}, this one knows {{ours}}).':
    'Die Einstellungen {{path}} hat eine neuere Version von Mailwicket geschrieben (Form {{theirs}}, diese kennt {{ours}}).',
  'Nothing was changed.': 'Es wurde nichts geändert.',
  'Install that version or a newer one.': 'Installieren Sie jene Version oder eine neuere.',
  'A copy is kept as {{path}}.': 'Eine Kopie liegt als {{path}}.',
  'The file was left as it is: correct it, or move it away to begin anew.':
    'Die Datei blieb, wie sie ist: Berichtigen Sie sie, oder legen Sie sie beiseite, um neu anzufangen.',

  // words of the system
  'permission denied': 'keine Berechtigung',
  'the disk is full': 'Die Platte ist voll',
  'the disk quota is used up': 'Das Plattenkontingent ist aufgebraucht',
  'the disk is read-only': 'Die Platte ist schreibgeschützt',
  'the disk reports an input/output error': 'Die Platte meldet einen Ein-/Ausgabefehler',
  'a file is where a folder should be': 'Wo ein Ordner sein sollte, ist eine Datei',
  'a folder is where a file should be': 'Wo eine Datei sein sollte, ist ein Ordner',
  'too many files are open': 'Zu viele Dateien sind offen',
  'another program is using it': 'Ein anderes Programm benutzt es',
  'unknown error': 'unbekannter Fehler',

  // the vault
  'The vault {{folder}} was made with another key.':
    'Der Tresor {{folder}} wurde mit einem anderen Schlüssel angelegt.',
  'Nothing in it was changed.': 'Darin wurde nichts geändert.',
  'Bring back the key that it was made with ({{places}}), or move the vault folder away to begin anew and sign in again.':
    'Holen Sie den Schlüssel zurück, mit dem er angelegt wurde ({{places}}), oder legen Sie den Tresorordner beiseite, um neu anzufangen und sich neu anzumelden.',
  'The vault {{folder}} was written by a newer version of Mailwicket.':
    'Den Tresor {{folder}} hat eine neuere Version von Mailwicket geschrieben.',
  'The vault key must be 32 octets long.': 'Der Schlüssel des Tresors muss 32 Oktette lang sein.',
  'the entry {{name}} cannot be read': 'Der Eintrag {{name}} lässt sich nicht lesen',
  'the entry {{name}} cannot be written': 'Der Eintrag {{name}} lässt sich nicht schreiben',
  'the entry {{name}} cannot be removed': 'Der Eintrag {{name}} lässt sich nicht entfernen',
  'the entry {{name}} cannot be locked': 'Der Eintrag {{name}} lässt sich nicht sperren',
  'its entries cannot be listed': 'Seine Einträge lassen sich nicht auflisten',
  'The entry {{name}} was not locked.': 'Der Eintrag {{name}} war nicht gesperrt.',
  'The vault {{folder}}: {{what}}: {{why}}': 'Der Tresor {{folder}}: {{what}}: {{why}}',
  'The vault entry {{name}} is damaged and was left as it is ({{path}}).':
    'Der Tresoreintrag {{name}} ist beschädigt und blieb, wie er ist ({{path}}).',
  'Bring the file back from a backup, or sign in again.':
    'Holen Sie die Datei aus einer Sicherung zurück, oder melden Sie sich neu an.',
  // the vault of the desktop, under its keyring
  'The vault cannot be opened.': 'Der Tresor lässt sich nicht öffnen.',
  'vault-key.sealed, which the keyring of this desktop opens':
    'vault-key.sealed, das der Schlüsselbund dieses Desktops öffnet',
  'The vault {{folder}} is there, but its key {{path}} is not.':
    'Der Tresor {{folder}} ist da, sein Schlüssel {{path}} aber nicht.',
  'The vault key {{path}} was made by somebody else meanwhile.':
    'Den Schlüssel {{path}} des Tresors hat inzwischen jemand anderes angelegt.',
  'The keyring of this desktop did not take the vault key.':
    'Der Schlüsselbund dieses Desktops hat den Schlüssel des Tresors nicht angenommen.',
  '{{path}} cannot be made: {{why}}.': '{{path}} lässt sich nicht anlegen: {{why}}.',
  '{{path}} cannot be read: {{why}}.': '{{path}} lässt sich nicht lesen: {{why}}.',
  'cannot be made': 'lässt sich nicht anlegen',
  'cannot be read': 'lässt sich nicht lesen',
  'Nothing was changed or lost.': 'Es wurde nichts geändert, und nichts ging verloren.',
  'What is kept was sealed with a keyring that is locked, or not there.':
    'Was abgelegt ist, wurde mit einem Schlüsselbund versiegelt, der gesperrt oder nicht da ist.',
  'Unlock the keyring, or log in to the desktop that has it; then start Mailwicket again.':
    'Entsperren Sie den Schlüsselbund, oder melden Sie sich an dem Desktop an, der ihn hat; starten Sie dann Mailwicket neu.',
  'The keyring did not open what is kept.': 'Der Schlüsselbund hat nicht geöffnet, was abgelegt ist.',
  "Unlock the keyring and start Mailwicket again; if it was made anew, move Mailwicket's data folder away and sign in again.":
    'Entsperren Sie den Schlüsselbund und starten Sie Mailwicket neu; wurde er neu angelegt, legen Sie den Datenordner von Mailwicket beiseite und melden Sie sich neu an.',
  'Bring it back from a backup, or move the data folder away and sign in again.':
    'Holen Sie ihn aus einer Sicherung zurück, oder legen Sie den Datenordner beiseite und melden Sie sich neu an.',
  'The vault key {{path}} is damaged and was left as it is.':
    'Der Schlüssel {{path}} des Tresors ist beschädigt und blieb, wie er ist.',
  'The vault key {{path}} is damaged.': 'Der Schlüssel {{path}} des Tresors ist beschädigt.',

  'MAILWICKET_VAULT_KEY must be 32 octets as base64 or hex.':
    'MAILWICKET_VAULT_KEY muss 32 Oktette enthalten, als Base64 oder hexadezimal.',
  'Make one with: {{command}}': 'So erzeugen Sie einen: {{command}}',
  'The service credential {{name}} must be 32 octets, raw or as base64 or hex.':
    'Die Credential {{name}} des Dienstes muss 32 Oktette enthalten, roh, als Base64 oder hexadezimal.',
  'The key file {{path}} cannot be made: {{why}}.':
    'Die Schlüsseldatei {{path}} lässt sich nicht anlegen: {{why}}.',
  'The vault {{folder}} is there, but its key file {{path}} is not.':
    'Der Tresor {{folder}} ist da, seine Schlüsseldatei {{path}} aber nicht.',
  'No new key was made, as it could not open what is kept.':
    'Es wurde kein neuer Schlüssel erzeugt, denn er könnte nicht öffnen, was dort liegt.',
  'Bring the key file back from a backup, or move the vault folder away to begin anew and sign in again.':
    'Holen Sie die Schlüsseldatei aus einer Sicherung zurück, oder legen Sie den Tresorordner beiseite, um neu anzufangen und sich neu anzumelden.',
  'The key file {{path}} can be read by other users of this machine.':
    'Andere Benutzer dieses Rechners können die Schlüsseldatei {{path}} lesen.',
  'The key file {{path}} belongs to another user ({{owner}}), and Mailwicket runs as user {{runner}}.':
    'Die Schlüsseldatei {{path}} gehört einem anderen Benutzer ({{owner}}), und Mailwicket läuft als Benutzer {{runner}}.',
  "Run it as that user, or give the file over: chown {{runner}} '{{path}}'":
    "Starten Sie es als jener Benutzer, oder übergeben Sie die Datei: chown {{runner}} '{{path}}'",
  'Close it: {{command}}': 'Schließen Sie sie: {{command}}',
  'The key file {{path}} is damaged: it must hold 32 octets as base64.':
    'Die Schlüsseldatei {{path}} ist beschädigt: Sie muss 32 Oktette als Base64 enthalten.',
  'Bring it back from a backup.': 'Holen Sie sie aus einer Sicherung zurück.',
  'The {{file}} cannot be read: {{why}}.': 'Nicht lesbar ist {{file}}: {{why}}.',
  'key file': 'die Schlüsseldatei',
  'key file {{path}}': 'die Schlüsseldatei {{path}}',
  'service credential': 'die Credential des Dienstes',
  'service credential {{path}}': 'die Credential {{path}} des Dienstes',
  'vault.key, MAILWICKET_VAULT_KEY or the service credential':
    'vault.key, MAILWICKET_VAULT_KEY oder die Credential des Dienstes',
};
