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
      field: 'E-Mail-Adresse',
      help: 'Etwa anna@example.org. Für App-only-Clients auch *@example.org: jedes Postfach einer Domäne.',
      problem: 'Eine E-Mail-Adresse sieht aus wie anna@example.org.',
      go: 'Weiter',
    },
    provider: {
      looking: 'Wer die Mail von {{domain}} verwaltet, wird ermittelt…',
      found: 'Das ist {{provider}} bei {{domain}}',
      unknown: 'Wer die Mail von {{domain}} verwaltet, ließ sich nicht herausfinden',
      unknownText: 'Wählen Sie den OAuth-Client, der sich dort anmeldet.',
      without: 'Für {{provider}} brauchen Sie Mailwicket nicht',
      exists: 'Sie haben {{address}} schon hinzugefügt',
      existsText: 'Zu jeder Adresse gehört ein Konto.',
      existsGo: 'Konto öffnen',
      chooseAnother: 'OAuth-Client',
      noClient:
        '{{provider}} muss Mailwicket erst kennen. Fügen Sie den OAuth-Client hinzu, unter dem Mailwicket dort registriert ist.',
      noClientUnknown:
        'Der Anbieter muss Mailwicket erst kennen. Fügen Sie den OAuth-Client hinzu, unter dem Mailwicket dort registriert ist.',
      haveClient: 'Haben Sie von früher einen OAuth-Client, so meldet Mailwicket sich damit an.',
      useAnother: 'Einen vorhandenen OAuth-Client verwenden',
      addClient: 'OAuth-Client hinzufügen',
      addAnother: 'Einen anderen OAuth-Client hinzufügen',
      more: 'Freigegebenes Postfach und Passwort eines vorhandenen Mailprogramms',
      mailbox: 'Zu öffnendes freigegebenes Postfach (optional)',
      mailboxHelp: 'Wird über IMAP und POP von der Person geöffnet, die sich anmeldet.',
      smtpUser: 'Anmeldung zum Senden als (optional)',
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
      heading: '{{address}} ist angemeldet',
      password:
        'Das lokale Passwort. Sie können es hier kopieren, bis Sie fertig sind; danach legen Sie ein neues an.',
      finish: 'Fertig',
    },
  },
};
