import type { Strings } from '../shape.ts';
import type { shell as english } from '../en/shell.ts';

export const shell: Strings<typeof english> = {
  nav: {
    label: 'Seiten',
    accounts: 'Konten',
    clients: 'OAuth-Clients',
    activity: 'Aktivität',
    settings: 'Einstellungen',
  },
  overall: {
    none: 'Noch kein Konto',
    ready_one: 'Ihr Konto ist bereit',
    ready_other: 'Alle {{count}} Konten sind bereit',
    needsYou: '{{address}} braucht Sie',
    needsYouMore: '{{address}} und {{count}} weitere brauchen Sie',
    unreachable: '{{address}} ist nicht erreichbar',
    working: '{{address}} wird angemeldet',
    paused: 'Alle Konten pausieren',
    offline: 'Mailwicket antwortet nicht',
  },
  state: {
    ready: 'Bereit',
    'signing-in': 'Anmeldung läuft',
    'needs-sign-in': 'Bitte neu anmelden',
    refused: 'Abgelehnt',
    unreachable: 'Nicht erreichbar',
    paused: 'Pausiert',
  },
  copy: {
    do: 'Kopieren',
    done: 'Kopiert',
    label: '{{what}} kopieren',
  },
  common: {
    cancel: 'Abbrechen',
    save: 'Speichern',
    remove: 'Entfernen',
    close: 'Schließen',
    back: 'Zurück',
    undo: 'Rückgängig',
    tryAgain: 'Noch einmal versuchen',
    loading: 'Einen Moment …',
    none: 'Keine',
  },
  connection: {
    lost: 'Mailwicket antwortet nicht. Die Seite zeigt den letzten bekannten Stand und versucht es von selbst wieder.',
    wrongAddress:
      'Öffnen Sie die Adresse, die Mailwicket beim Start ausgegeben hat: Sie enthält den Schlüssel zu dieser Seite.',
  },
  provider: {
    microsoft365: 'Microsoft 365',
    outlook: 'Outlook.com',
    google: 'Google',
    yahoo: 'Yahoo',
    aol: 'AOL',
    fastmail: 'Fastmail',
    xfinity: 'Xfinity',
    yandex: 'Yandex',
    mailru: 'Mail.ru',
    custom: 'Anderer Anbieter',
  },
  grant: {
    'authorization-code': 'Anmeldung im Browser (Authorization Code)',
    'client-credentials': 'Nur die App, niemand meldet sich an (Client Credentials)',
    password: 'Das eigene Passwort des Kontos (Password Grant)',
    'device-code': 'Anmeldung an einem anderen Gerät (Device Code)',
    'service-account': 'Dienstkonto (Google Workspace)',
  },
};
