import type { Strings } from '../shape.ts';
import type { accounts as english } from '../en/accounts.ts';

export const accounts: Strings<typeof english> = {
  accounts: {
    title: 'Konten',
    add: 'Konto hinzufügen',
    none: {
      title: 'Willkommen',
      what: 'Mailwicket meldet sich bei Ihrem Mailanbieter an, damit jedes Mailprogramm weiter mit Adresse und Passwort auskommt.',
      field: 'Ihre E-Mail-Adresse',
      go: 'Einrichten',
      import: 'Von einem anderen Proxy übernehmen',
      many: 'Für viele Postfächer einrichten (Administratoren)',
    },
    search: {
      label: 'Konten suchen',
      none: 'Kein Konto passt zu „{{text}}“.',
      shown_one: '{{count}} Konto wird gezeigt',
      shown_other: '{{count}} Konten werden gezeigt',
    },
    list: 'Konten; zuerst die, die Sie brauchen',
    via: 'über {{client}}',
    connected: {
      none: 'Kein Programm verbunden',
      some: 'Jetzt verbunden: {{which}}',
    },
    lastMail: 'letzte Anmeldung {{when}}',
    noMailYet: 'noch keine Anmeldung',
    life: {
      renews: 'erneuert sich selbst',
      asks: 'fragt Sie {{when}}',
      ended: 'abgelaufen',
      label: 'Anmeldung: noch {{percent}} % ihrer Dauer, {{words}}',
    },
    noPassword: {
      message: 'Noch kein lokales Passwort: Kein Programm kann sich anmelden.',
    },
    paused: 'Mailprogramme werden abgewiesen, bis Sie es fortsetzen.',
    waitingFor: {
      browser: 'Wartet auf Sie im Browser.',
      code: 'Bitte geben Sie den Code {{code}} ein.',
    },
    remedy: {
      'sign-in': 'Anmelden',
      'sign-in-again': 'Neu anmelden',
      'account-password': 'Passwort eingeben',
      'make-password': 'Passwort anlegen',
      'open-client': 'OAuth-Client öffnen',
      'switch-client': 'Client wechseln',
      check: 'Jetzt prüfen',
      resume: 'Fortsetzen',
      cancel: 'Anmeldung abbrechen',
    },
    remedyFor: '{{what}}: {{address}}',
    removed: {
      message: '{{address}} entfernt.',
      failed: '{{address}} ließ sich nicht entfernen.',
    },
  },
};
