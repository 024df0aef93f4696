import type { importing as english } from '../en/importing.ts';
import type { Strings } from '../shape.ts';

export const importing: Strings<typeof english> = {
  importing: {
    title: 'Importieren',
    text: 'Aus email-oauth2-proxy (emailproxy.config), DavMail (davmail.properties) oder einer Tabelle von Konten (CSV mit der Spalte „address“). Nichts wird geändert, bevor Sie gesehen haben, was es wäre.',
    file: 'Datei',
    paste: 'Oder ihren Inhalt einfügen',
    client: 'OAuth-Client für Zeilen, die keinen nennen',
    clientNone: 'Keiner',
    look: 'Zeigen, was importiert würde',
    format: {
      'email-oauth2-proxy': 'Eine Konfiguration von email-oauth2-proxy',
      davmail: 'Eine Konfiguration von DavMail',
      csv: 'Eine Tabelle von Konten',
    },
    nothing: 'Es ist nichts darin, was zu importieren wäre.',
    clients: 'OAuth-Clients',
    clientNew: 'Neu',
    clientThere: 'Schon da',
    accounts: 'Konten',
    accountBy: 'mit {{client}}',
    notTaken: 'Nicht übernommen',
    files: 'Darin sind Dateien genannt. Wählen Sie sie hier, damit sie mitkommen:',
    chosen: 'Gewählt',
    apply_one: '1 Konto importieren',
    apply_other: '{{count}} Konten importieren',
    applyClients: 'OAuth-Clients importieren',
    again: 'Etwas anderes wählen',
    done: 'Importiert',
    doneNothing: 'Es wurde nichts hinzugefügt.',
    next: {
      'sign-in': 'Anmelden',
      'make-password': 'Lokales Passwort anlegen',
      nothing: 'Nichts zu tun',
    },
    nextOf: '{{what}}: {{address}}',
    toAccounts: 'Alle Konten',
  },
};
