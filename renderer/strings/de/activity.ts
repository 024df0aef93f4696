import type { activity as english } from '../en/activity.ts';
import type { Strings } from '../shape.ts';

export const activity: Strings<typeof english> = {
  activity: {
    title: 'Aktivität',
    intro:
      'Was Mailprogramme und Anbieter seit dem Start von Mailwicket getan haben. Passwörter, Tokens und Mails stehen nie darin.',
    none: 'Es ist noch nichts geschehen.',
    noMatch: 'Zu diesen Filtern passt keine Zeile.',
    search: 'Suchen',
    account: 'Konto',
    allAccounts: 'Alle Konten',
    kind: 'Art',
    allKinds: 'Alles',
    onlyTrouble: 'Nur Störungen',
    export: 'Exportieren',
    lines_one: '{{count}} Zeile',
    lines_other: '{{count}} Zeilen',
    trouble: 'Störung',
    more: 'Ältere Zeilen zeigen',
    exportHelp: 'Speichert die gezeigten Zeilen, um sie weiterzugeben: ohne Adressen.',
    when: 'Wann',
    protocol: 'Protokoll',
    peer: 'Von',
    noSessions: 'In der letzten Stunde endete keine Sitzung.',
    lastHour: 'Sitzungen, die in der letzten Stunde endeten:',
    sessions_one: '1 Sitzung',
    sessions_other: '{{count}} Sitzungen',
    octets: '{{received}} empfangen, {{sent}} gesendet',
    kinds: {
      'login-accepted': 'Anmeldungen',
      'login-refused': 'Ablehnungen',
      'session-ended': 'Beendete Sitzungen',
      connection: 'Verbindungen',
      'sign-in': 'Anmeldungen beim Anbieter',
      token: 'Tokens',
      listener: 'Ports',
      settings: 'Einstellungen',
      check: 'Prüfungen',
    },
  },
};
