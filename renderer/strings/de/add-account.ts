import type { Strings } from '../shape.ts';
import type { addAccount as english } from '../en/add-account.ts';

export const addAccount: Strings<typeof english> = {
  addAccount: {
    title: 'Konto hinzufügen',
    steps: 'Schritte',
    step: {
      address: 'Adresse',
      provider: 'Anbieter',
      'sign-in': 'Anmelden',
      connect: 'Mailprogramm',
    },
    address: {
      field: 'Mailadresse',
      help: 'Etwa anna@example.org. Für App-only-Clients auch *@example.org: jedes Postfach einer Domäne.',
      problem: 'Das ist keine Mailadresse. Sie hat eine Form wie anna@example.org.',
      go: 'Weiter',
    },
    provider: {
      looking: 'Wer die Mail von {{domain}} verwaltet, wird ermittelt …',
      found: 'Das ist {{provider}} bei {{domain}}',
      unknown: 'Wer die Mail von {{domain}} verwaltet, ist nicht bekannt',
      unknownText: 'Wählen Sie den OAuth-Client, der sich dort anmeldet.',
      without: '{{provider}} braucht kein Mailwicket',
      exists: '{{address}} gibt es schon',
      existsText: 'Zu jeder Adresse gehört ein Konto.',
      existsGo: 'Konto öffnen',
      chooseAnother: 'OAuth-Client',
      noClient:
        'Dazu gehört ein OAuth-Client: die Registrierung, unter der {{provider}} Mailwicket kennt. Es gibt noch keinen passenden.',
      noClientUnknown:
        'Dazu gehört ein OAuth-Client: die Registrierung, unter der der Anbieter Mailwicket kennt. Es gibt noch keinen.',
      haveClient: 'Haben Sie von früher einen OAuth-Client, so meldet Mailwicket sich damit an.',
      useAnother: 'Einen vorhandenen OAuth-Client verwenden',
      addClient: 'OAuth-Client hinzufügen',
      addAnother: 'Einen anderen OAuth-Client hinzufügen',
      more: 'Freigegebenes Postfach und Passwort eines vorhandenen Mailprogramms',
      mailbox: 'Zu öffnendes freigegebenes Postfach (freiwillig)',
      mailboxHelp: 'Wird über IMAP und POP von der Person geöffnet, die sich anmeldet.',
      smtpUser: 'Anmeldung zum Senden als (freiwillig)',
      smtpUserHelp: 'Die eigene Adresse der Person, wenn die Adresse oben ein freigegebenes Postfach ist.',
      adopt: 'Mein Mailprogramm ist schon eingerichtet: Sein erstes Passwort wird das lokale',
      go: 'Anmelden',
      goSilent: 'Weiter',
      otherAddress: 'Andere Adresse',
    },
    signIn: {
      heading: '{{address}} anmelden',
      again: 'Noch einmal versuchen',
      otherClient: 'Anderen Client wählen',
      editClient: 'OAuth-Client öffnen',
      later: 'Später abschließen',
    },
    connect: {
      heading: '{{address}} ist bereit',
      password:
        'Das lokale Passwort. Es wird nur dieses eine Mal gezeigt: Kopieren Sie es in Ihr Mailprogramm.',
      finish: 'Fertig',
    },
  },
};
