import type { Texts } from './message.ts';

export const de: Texts = {
  screens: {
    nav: {
      label: 'Seiten',
      accounts: 'Konten',
      clients: 'OAuth-Clients',
      activity: 'Aktivität',
      settings: 'Einstellungen',
    },
    state: {
      ready: 'Funktioniert',
      'signing-in': 'Anmeldung läuft',
      'needs-sign-in': 'Abgemeldet',
      'needs-password': 'Kein Passwort',
      refused: 'Abgelehnt',
      unreachable: 'Nicht erreichbar',
      paused: 'Pausiert',
    },
    copy: {
      do: 'Kopieren',
      done: 'Kopiert',
      label: '{{what}} kopieren',
      show: '{{what}} zeigen',
      hide: '{{what}} verbergen',
    },
    file: {
      drop: 'Datei hier ablegen oder',
      choose: 'Auswählen',
      another: 'Andere wählen',
      unreadable: '{{name}} lässt sich nicht lesen. Wählen Sie eine Datei auf diesem Computer.',
    },
    common: {
      cancel: 'Abbrechen',
      save: 'Speichern',
      remove: 'Entfernen',
      close: 'Schließen',
      backTo: 'Zurück zu {{page}}',
      undo: 'Rückgängig',
      tryAgain: 'Noch einmal versuchen',
      loading: 'Einen Moment…',
      open: 'Öffnen',
    },
    connection: {
      none: 'Mailwicket antwortet nicht',
      lost: 'Mailwicket antwortet nicht. Die Seite zeigt den letzten bekannten Stand und versucht es von selbst wieder.',
      wrongAddress:
        'Öffnen Sie die Adresse, die Mailwicket beim Start ausgegeben hat, oder rufen Sie dort, wo es läuft, „mailwicket panel“ auf: Die Seite braucht einen Schlüssel, der nur bis zum nächsten Start gilt.',
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
    grantShort: {
      'authorization-code': 'Anmeldung im Browser',
      'client-credentials': 'niemand meldet sich an',
      password: 'eigenes Passwort jedes Kontos',
      'device-code': 'Anmeldung auf einem anderen Gerät',
      'service-account': 'Dienstkonto',
    },
    accounts: {
      add: 'Konto hinzufügen',
      none: {
        title: 'Behalten Sie Ihr Mailprogramm',
        what: 'Mailwicket meldet sich bei Ihrem Anbieter an. Mailprogramm, Drucker und Skripte brauchen weiter nur Adresse und Passwort.',
        from: 'Adresse und Passwort',
        to: 'OAuth-Anmeldung',
        field: 'Ihre E-Mail-Adresse',
        help: 'Sie bleibt auf diesem Computer. Sie melden sich auf der Seite Ihres Anbieters an.',
        import: 'Einstellungen eines anderen Proxys übernehmen',
        many: 'Viele Postfächer einrichten',
      },
      search: {
        label: 'Konten suchen',
        placeholder_one: 'In {{count}} Konto suchen',
        placeholder_other: 'In {{count}} Konten suchen',
        none: 'Kein Konto passt zu „{{text}}“.',
        shown_one: '{{count}} Konto wird gezeigt',
        shown_other: '{{count}} Konten werden gezeigt',
      },
      needYou_one: '{{count}} Konto wartet auf Sie',
      needYou_other: '{{count}} Konten warten auf Sie',
      needYouText: 'Die Mail wartet beim Anbieter, und Ihre Mailprogramme versuchen es weiter.',
      onlyThese: 'Nur diese zeigen',
      showAll: 'Alle zeigen',
      more_one: '{{count}} weiteres anzeigen',
      more_other: '{{count}} weitere anzeigen',
      select: {
        start: 'Auswählen',
        all: 'Alle auswählen',
        one: '{{address}} auswählen',
        count_one: '{{count}} ausgewählt',
        count_other: '{{count}} ausgewählt',
        actions: 'Mit den ausgewählten Konten',
        check: 'Prüfen',
        removeTitle_one: '{{count}} Konto entfernen?',
        removeTitle_other: '{{count}} Konten entfernen?',
        some_one: 'Bei {{count}} Konto ging es nicht: {{addresses}}',
        some_other: 'Bei {{count}} Konten ging es nicht: {{addresses}}',
        done: 'Fertig',
      },
      quick: {
        title: 'Zu einem Konto gehen',
        field: 'Teil einer Adresse',
        found_one: '{{count}} Konto',
        found_other: '{{count}} Konten',
      },
      list: 'Konten; zuerst die, die Sie brauchen',
      via: 'Anmeldung über „{{client}}“',
      connected: {
        none: 'Kein Programm verbunden',
      },
      lastLogin: 'letzte Anmeldung {{when}}',
      noLoginYet: 'noch keine Anmeldung',
      forPeople_one: 'Für erste Anmeldungen: {{count}} Passwort wartet',
      forPeople_other: 'Für erste Anmeldungen: {{count}} Passwörter warten',
      life: {
        renews: 'Erneuert sich selbst',
        asks: 'Fragt Sie {{when}}',
        ended: 'Abgelaufen',
        label: 'Anmeldung: noch {{percent}} % ihrer Dauer, {{words}}',
      },
      noPassword: {
        message: 'Noch kein lokales Passwort: Kein Programm kann sich anmelden.',
      },
      paused: 'Mailprogramme werden abgewiesen, bis Sie es fortsetzen.',
      waitingFor: {
        browser: 'Wartet auf Sie auf der Seite des Anbieters',
        code: 'Wartet darauf, dass Sie den Code {{code}} eingeben',
      },
      remedy: {
        'sign-in': 'Anmelden',
        'sign-in-again': 'Neu anmelden',
        'account-password': 'Passwort eingeben',
        'make-password': 'Passwort anlegen',
        'renew-secret': 'Geheimnis erneuern',
        'open-client': 'Client öffnen',
        'switch-client': 'Client wechseln',
        'send-by-api': 'Über {{name}} senden…',
        check: 'Jetzt prüfen',
        resume: 'Fortsetzen',
        cancel: 'Abbrechen',
      },
      remedyFor: '{{what}}: {{address}}',
      removed: {
        message: '{{address}} entfernt.',
        many: '{{count}} Konten entfernt.',
        failed: '{{address}} ließ sich nicht entfernen.',
      },
    },
    account: {
      gone: {
        title: 'Dieses Konto gibt es nicht',
        text: 'Das Konto wurde entfernt.',
      },
      tabs: {
        label: 'Teile dieses Kontos',
        overview: 'Überblick',
        programs: 'Mailprogramme',
        signIn: 'Anmeldung',
        advanced: 'Erweitert',
      },
      hero: {
        working: 'Die Mail fließt',
        unused: 'Bereit für Ihr Mailprogramm',
        renews: 'Die Anmeldung erneuert sich selbst, das nächste Mal {{when}}. Es ist nichts zu tun.',
        signedIn: 'Die Anmeldung ist in Ordnung. Es ist nichts zu tun.',
        paused: 'Dieses Konto pausiert',
        forPeople: 'Lässt die Leute von {{domain}} herein',
        forPeopleWaiting_one:
          '{{count}} Passwort wartet auf seine Person. Die erste Anmeldung damit wird zu einem eigenen Konto und bittet diese Person, sich beim Anbieter anzumelden.',
        forPeopleWaiting_other:
          '{{count}} Passwörter warten auf ihre Personen. Die erste Anmeldung mit einem davon wird zu einem eigenen Konto und bittet diese Person, sich beim Anbieter anzumelden.',
        forPeopleNone:
          'Erstellen Sie für jede Person ein Passwort. Die erste Anmeldung damit wird zu einem eigenen Konto und bittet diese Person, sich beim Anbieter anzumelden.',
        firstLogin: 'Ist das Ihr Mailprogramm?',
        firstLoginText:
          'Ein Mailprogramm auf {{peer}} hat sich {{when}} zum ersten Mal als {{address}} angemeldet. Melden Sie sich nur an, wenn es Ihres war; sonst entfernen Sie dieses Konto.',
        notSignedIn: 'Noch nicht angemeldet',
        signInAgain: '{{provider}} verlangt eine neue Anmeldung',
        needsPassword: 'Noch ein Schritt: ein lokales Passwort',
        causeHere: 'Mailwicket kann dieses Konto nicht verwenden',
        refused: '{{provider}} lehnt die Anmeldung ab',
        unreachable: '{{provider}} ist nicht erreichbar',
        theProvider: 'Der Anbieter',
        who: 'Wer',
        how: 'Wie',
        copyForAdministrator: 'Nachricht für den Administrator kopieren',
        administratorMessage: 'Mailwicket kann {{address}} nicht bedienen. Das wurde gemeldet:',
      },
      sessions: {
        title: 'Jetzt verbunden',
        count_one: '{{count}} Verbindung',
        count_other: '{{count}} Verbindungen',
        imap: 'Ein Mailprogramm, empfängt',
        pop: 'Ein Mailprogramm, holt ab',
        smtp: 'Ein Mailprogramm, sendet',
      },
      signIn: {
        opening: 'Die Anmeldeseite wird geöffnet…',
        waiting: 'Melden Sie sich auf der Seite des Anbieters an',
        pageOpened:
          'Eine Seite von {{host}} hat sich geöffnet. Melden Sie sich dort als {{address}} an; hier geht es dann von selbst weiter.',
        openAgain: 'Seite noch einmal öffnen',
        link: 'Link kopieren',
        waitingCode: 'Geben Sie diesen Code auf einem beliebigen Gerät ein',
        codeFor: 'Für {{address}}. Melden Sie sich dort an; hier geht es dann von selbst weiter.',
        code: 'Code',
        page: 'Seite',
        qr: 'QR-Code von {{url}}',
        scan: 'Mit dem Handy: das Quadrat scannen. Sonst öffnen Sie',
        open: 'Seite hier öffnen',
        waitingForYou: 'Wartet auf Sie',
        goodFor: 'Der Code gilt noch {{time}}',
        fraud:
          'Geben Sie nur einen Code ein, den Sie hier selbst angefordert haben. Kein Support wird Ihnen je einen vorlesen.',
        silent: 'Der Anbieter wird gefragt…',
      },
      accountPassword: {
        field: 'Passwort von {{address}}',
        help: 'Der Anbieter prüft es. Ihr Mailprogramm verwendet dasselbe.',
      },
      connect: {
        portTrouble: '{{protocol}}: Port {{port}} lässt sich nicht öffnen.',
        title: 'Mailprogramm verbinden',
        tabs: 'Mailprogramm',
        thunderbird: 'Thunderbird',
        outlook: 'Outlook',
        apple: 'Apple Mail',
        phone: 'Handy',
        printer: 'Drucker',
        other: 'Andere',
        incoming: 'Eingang ({{protocol}})',
        outgoing: 'Ausgang (SMTP)',
        server: 'Server',
        port: 'Port',
        security: 'Sicherheit',
        user: 'Benutzer',
        password: 'Passwort',
        tls: 'SSL/TLS',
        starttls: 'STARTTLS',
        plain: 'Keine',
        normalPassword: 'Authentifizierung: „Passwort, normal“.',
        noneIsRight: 'Sicherheit „Keine“ ist auf diesem Computer richtig: Der Weg bleibt hier.',
        closed: 'Dieser Port ist nicht offen.',
        openSettings: 'Einstellungen öffnen',
        needsTls:
          'Apple Mail möchte einen verschlüsselten Port. Schalten Sie IMAP und SMTP mit TLS in den Einstellungen ein.',
        needsNetwork:
          'Ein Drucker oder Scanner erreicht diesen Computer über das Netzwerk. Lassen Sie in den Einstellungen andere Geräte zu; dazu gehört SMTP mit TLS.',
        needsNetworkPhone:
          'Ein Handy erreicht localhost nicht: Das ist immer das Handy selbst. Lassen Sie in den Einstellungen andere Geräte zu; dazu gehören IMAP und SMTP mit TLS.',
        networkServer: 'Die Adresse dieses Computers in Ihrem Netzwerk',
        hint: {
          thunderbird:
            'In Thunderbird: Konten-Einstellungen, Konten-Aktionen, E-Mail-Konto hinzufügen, „Manuell einrichten“. Geben Sie diese Werte ein.',
          outlook:
            'Im klassischen Outlook: Datei, Konto hinzufügen, „Ich möchte mein Konto manuell einrichten“, IMAP. Das neue Outlook verbindet sich von Microsofts Servern aus und erreicht diesen Computer nicht.',
          apple:
            'Speichern und öffnen Sie das Profil, oder geben Sie diese Werte ein unter Mail, Account hinzufügen, Anderer.',
          printer: 'Geben Sie diese Werte auf der Seite des Druckers ein, unter Mail oder SMTP.',
          other: 'Diese Werte passen für jedes Mailprogramm.',
        },
        sentCopies:
          'Ihr Anbieter legt von jeder gesendeten Nachricht eine Kopie ab: Schalten Sie die eigene Kopie des Programms im Ordner „Gesendet“ aus, sonst liegt dort jede doppelt.',
        save: {
          thunderbird: 'Einrichtungsdatei speichern',
          thunderbirdHelp:
            'Legen Sie die Datei in den Ordner „isp“, wo Thunderbird installiert ist: Dann findet es diese Werte anhand Ihrer Adresse. Vorhandene Konten bleiben, wie sie sind.',
          outlook: 'Diese Schritte speichern',
          apple: 'Profil speichern',
          printer: 'Diese Schritte speichern',
          other: 'Als Textdatei speichern',
          authority: 'Zertifikat zum Vertrauen speichern',
          configuration: 'Konfiguration für',
        },
        passwordAdopt: 'Das Passwort, das Ihr Programm zuerst sendet, wird es',
        passwordPassOn: 'Das eigene Passwort des Kontos',
        wholeDomain: 'Die Adresse des Postfachs',
        copyAll: 'Alle Einstellungen kopieren',
        phoneCode: {
          label: 'QR-Code mit den Maileinstellungen von {{address}}',
          title: 'Thunderbird für Android',
          text: 'Auf dem Handy, im selben Netzwerk: Konto hinzufügen, importieren und dieses Quadrat scannen. Andere Apps: Geben Sie die Werte unten ein.',
          withPassword: 'Auch das Passwort „{{name}}“ steckt im Quadrat: Zeigen Sie es sonst niemandem.',
          withoutPassword: 'Im Quadrat steckt kein Passwort. Legen Sie unten eines an, dann ist es dabei.',
          certificate: 'Das Handy fragt, ob es dem Zertifikat dieses Computers vertrauen darf.',
        },
        watch: {
          waiting: 'Wartet auf Anmeldung',
          done: 'Angemeldet um {{time}}',
          refused: 'Abgelehnt um {{time}}',
        },
      },
      tokens: {
        client: 'OAuth-Client',
        grant: 'Verfahren',
        identity: 'Angemeldet als',
        since: 'Zuerst angemeldet',
        notYet: 'Noch nicht',
        nobody: 'Niemand: die App selbst',
        nobodyYet: 'Noch niemand',
        issued: 'Aktuelles Token',
        expires: 'Läuft {{when}} ab',
        renews: 'Erneuerung {{when}}',
        none: 'Kein Token vorhanden',
        signedInSince: 'Zuerst angemeldet {{when}}',
        permissions: 'Darf',
        nothingGranted: 'Der Anbieter sagt es nicht',
        permission: {
          imap: 'Mail über IMAP lesen und ändern',
          pop: 'Mail über POP abholen',
          smtp: 'Mail senden',
          mail: 'Mail lesen, ändern und senden',
          offline: 'angemeldet bleiben',
          all: 'was ein Administrator der App erlaubt hat',
        },
        week: 'Anmeldung, letzte 7 Tage',
        today: 'Heute',
        weekNone: 'Noch nichts.',
        weekSummary: 'Die letzten 7 Tage: {{told}}.',
        before: 'vor dem Start von Mailwicket, {{when}}',
        renewals_one: '{{count}} Erneuerung',
        renewals_other: '{{count}} Erneuerungen',
        refusals_one: '{{count}} fehlgeschlagen, {{when}}',
        refusals_other: '{{count}} fehlgeschlagen, zuletzt {{when}}',
        refusalsMended_one: '{{count}} fehlgeschlagen, {{when}}; hat sich von selbst behoben',
        refusalsMended_other: '{{count}} fehlgeschlagen, zuletzt {{when}}; hat sich von selbst behoben',
        noRefusals: 'keine fehlgeschlagen',
        events: 'Einzelheiten zum Token',
        event: {
          issued: 'Token ausgestellt',
          renewed: 'Token erneuert',
          refused: 'Abgelehnt',
          failed: 'Ließ sich nicht erneuern',
          'signed-in': 'Angemeldet',
          'signed-out': 'Abgemeldet',
        },
        audience: 'Gilt für',
        tenant: 'Mandant',
        app: 'Anwendung',
        raw: 'Berechtigungen',
        opaque: 'Das Token ist undurchsichtig: Nur der Anbieter kann es lesen.',
      },
      check: {
        title: 'Prüfung',
        again: 'Noch einmal prüfen',
        what: 'Geht den ganzen Weg einer Anmeldung, Schritt für Schritt, und ändert nichts im Postfach.',
        running: 'Wird geprüft…',
        good: 'Alles funktioniert.',
        bad: {
          none: 'Mailprogramme können sich nicht anmelden.',
          sending: 'Empfangen geht, Senden nicht.',
          receiving: 'Senden geht, Empfangen nicht.',
          both: 'Weder Empfangen noch Senden geht.',
          some: 'Nicht alles funktioniert.',
        },
        when: 'Geprüft {{when}}',
        mailbox: 'Postfach für die Prüfung',
        mailboxHelp: '{{address}} steht für eine ganze Domain: Nennen Sie ein Postfach daraus.',
        ok: 'Erledigt',
        failed: 'Fehlgeschlagen',
        took: '{{count}} ms',
        atOnce: 'unter 1 ms',
        show: 'Schritte zeigen',
        details: 'Einzelheiten für Suche und Support',
        groups: {
          signIn: 'Anmeldung',
          imap: 'Empfangen über {{protocol}}',
          pop: 'Abholen über {{protocol}}',
          smtp: 'Senden über {{protocol}}',
        },
        chip: {
          bad: {
            none: 'Keine Anmeldung',
            sending: 'Senden geht nicht',
            receiving: 'Empfangen geht nicht',
            both: 'Keine Mail',
            some: 'Nur teilweise',
          },
        },
        steps: {
          account: 'Konto',
          token: 'Token',
          reach: 'Server erreichen',
          tls: 'Verschlüsselung (TLS)',
          permissions: 'Berechtigungen',
          login: 'Anmelden',
        },
        who: {
          user: 'Das können Sie selbst beheben.',
          administrator: 'Das kann Ihr Administrator beheben.',
          developer: 'Das kann beheben, wer die App beim Anbieter registriert hat.',
          nobody: 'Das gibt sich meist von selbst.',
        },
      },
      passwords: {
        title: 'Lokale Passwörter',
        what: 'Was ein Mailprogramm für dieses Konto auf diesem Computer verwendet. Eines für jedes Programm, damit sich jedes einzeln widerrufen lässt.',
        forPeople:
          'Eins für jede Person: Wer sich als Erster damit anmeldet, behält es, und es öffnet nur dieses Postfach. Aus dieser Liste verschwindet es dann.',
        passOn: 'Dieses Konto verwendet sein eigenes Passwort, das der Anbieter prüft.',
        adopt: 'Das erste Passwort, das ein Mailprogramm sendet, wird das lokale Passwort.',
        adopted: 'Das zuerst von Ihrem Mailprogramm gesendete',
        made: 'angelegt {{when}}',
        used: 'zuletzt benutzt {{when}}',
        neverUsed: 'nie benutzt',
        name: 'Name für ein neues Passwort',
        namePlaceholder: 'Thunderbird',
        defaultName: 'Mailprogramm',
        shown: 'Das Passwort „{{name}}“',
        shownOnce: 'Es wird nur dieses eine Mal gezeigt: Kopieren Sie es in Ihr Mailprogramm.',
        done: 'Fertig, ausblenden',
        revoke: 'Widerrufen',
        revokeLabel: '{{name}} widerrufen',
        revokeTitle: '„{{name}}“ widerrufen?',
        revokeText:
          'Das Programm, das es verwendet, kann sich nicht mehr anmelden, bis Sie ihm ein anderes geben.',
      },
      shared: {
        title: 'Freigegebene Postfächer',
        what: 'Für ein Postfach, bei dem sich niemand anmeldet: Die Person dieses Kontos meldet sich an und öffnet das andere Postfach.',
        mailbox: 'Zu öffnendes Postfach (IMAP und POP)',
        mailboxHelp: 'Leer: {{address}} selbst.',
        smtpUser: 'Anmeldung zum Senden als',
        smtpUserHelp:
          'Die eigene Adresse der Person, wenn die Adresse des Kontos ein freigegebenes Postfach ist. Leer: {{address}}.',
        saved: 'Gespeichert.',
      },
      sending: {
        row: 'Senden',
        now: 'Über {{name}}',
        title: 'Über {{name}} senden?',
        text: 'Auch so lässt sich bei Ihrem Anbieter senden, wenn SMTP ausgeschaltet oder nicht erreichbar ist.',
        smtpText:
          'Der übliche Weg. Im Mailprogramm ändert sich nichts; haben Sie dort die Kopie in „Gesendet“ ausgeschaltet, schalten Sie sie wieder ein.',
        go: '{{name}} verwenden',
        program: {
          what: 'Im Mailprogramm ändert sich nichts',
          text: 'Derselbe Server, derselbe Port, dasselbe Passwort',
        },
        copy: {
          what: 'Der Anbieter legt selbst eine Kopie in „Gesendet“ ab',
          text: 'Liegt dort jede Mail zweimal? Schalten Sie die Kopie im Mailprogramm aus',
        },
        permission: {
          what: 'Vielleicht wird eine weitere Erlaubnis verlangt',
          text: '„In Ihrem Namen Mail senden“, auf der Seite des Anbieters',
        },
        size: {
          what: 'Mit Anhängen höchstens etwa {{most}} MB',
          text: 'Größere Nachrichten werden abgelehnt; Ihr Mailprogramm sagt, warum',
        },
      },
      actions: {
        title: 'Dieses Konto',
        more: 'Mehr',
        pauseTitle: 'Pause',
        resetRow: 'Anmeldung zurücksetzen',
        removeRow: 'Dieses Konto entfernen',
        switch: 'Client wechseln…',
        switchTitle: 'Zu einem anderen OAuth-Client wechseln',
        switchText:
          'Die Anmeldung wird zurückgesetzt, und Sie melden sich über den neuen Client neu an. Lokale Passwörter bleiben.',
        switchNone: 'Es gibt keinen anderen OAuth-Client, der zu dieser Adresse passt.',
        switchGo: 'Wechseln',
        reset: 'Anmeldung zurücksetzen…',
        resetTitle: 'Die Anmeldung von {{address}} zurücksetzen?',
        resetText:
          'Die Tokens des Kontos werden vergessen, und seine Verbindungen enden. Das Konto und seine lokalen Passwörter bleiben.',
        resetGo: 'Zurücksetzen',
        pause: 'Pausieren',
        remove: 'Entfernen…',
        removeTitle: '{{address}} entfernen?',
        removeText:
          'Seine Tokens und lokalen Passwörter werden hier vergessen. Beim Anbieter ändert sich nichts, und keine Mail geht verloren.',
      },
    },
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
        help: 'Mit einem App-only-Client auch *@example.org: jedes Postfach einer Domain.',
        example: 'anna@example.org',
        noDomain: 'Der Teil nach dem @ fehlt, etwa gmail.com',
        problem: 'Eine E-Mail-Adresse sieht aus wie anna@example.org',
        go: 'Weiter',
      },
      provider: {
        looking: 'Wer die Mail von {{domain}} verwaltet, wird ermittelt…',
        found: '{{provider}} bei {{domain}}',
        unknown: 'Wer die Mail von {{domain}} verwaltet, ließ sich nicht herausfinden',
        microsoft: 'Microsoft',
        yourProvider: 'Ihrem Anbieter',
        way: {
          'authorization-code': {
            title: 'Auf der Seite von {{company}} anmelden',
            text: 'Mailwicket bekommt Ihr Passwort nie zu sehen, nur die Erlaubnis, die Sie dort erteilen.',
            go: 'Bei {{company}} anmelden',
          },
          'device-code': {
            title: 'Mit einem Code anmelden',
            text: 'Mailwicket zeigt einen Code. Sie geben ihn auf einer Seite von {{company}} ein, auf diesem oder einem anderen Gerät.',
            go: 'Code anfordern',
          },
          password: {
            title: 'Mit dem eigenen Passwort des Kontos anmelden',
            text: 'Es wird bei {{company}} geprüft, sooft sich Ihr Mailprogramm damit anmeldet.',
            go: 'Anmelden',
          },
          'client-credentials': {
            title: 'Niemand muss sich anmelden',
            text: 'Die App hat bei {{company}} selbst Zugriff.',
            go: 'Weiter',
          },
          'service-account': {
            title: 'Niemand muss sich anmelden',
            text: 'Das Dienstkonto hat bei {{company}} selbst Zugriff.',
            go: 'Weiter',
          },
        },
        asked: {
          title: 'Sie werden gefragt, ob Mailwicket das darf',
          mail: 'Ihre Mail lesen und ändern',
          send: 'In Ihrem Namen Mail senden',
          stay: 'Angemeldet bleiben',
        },
        passwordFirst: 'Geben Sie zuerst das Passwort ein',
        otherClient: 'Den eigenen Client Ihrer Organisation oder einen anderen Weg verwenden',
        without: 'Hierfür brauchen Sie Mailwicket nicht',
        exists: 'Sie haben {{address}} schon hinzugefügt',
        existsText: 'Zu jeder Adresse gehört ein Konto.',
        existsGo: 'Konto öffnen',
        useAnother: 'Einen vorhandenen OAuth-Client verwenden',
        addAnother: 'Einen anderen OAuth-Client hinzufügen',
        more: 'Es ist ein freigegebenes Postfach, oder mein Mailprogramm ist schon eingerichtet',
        mailbox: 'Zu öffnendes freigegebenes Postfach (optional)',
        mailboxHelp: 'Wird über IMAP und POP von der Person geöffnet, die sich anmeldet.',
        smtpUser: 'Anmeldung zum Senden als (optional)',
        smtpUserHelp: 'Die eigene Adresse der Person, wenn die Adresse oben ein freigegebenes Postfach ist.',
        adopt: 'Mein Mailprogramm ist schon eingerichtet: Sein erstes Passwort wird das lokale',
        otherAddress: 'Stimmt nicht?',
        addOther: 'Andere Adresse',
      },
      ways: {
        title: 'Mailwicket muss bei {{who}} erst bekannt sein',
        titleUnknown: 'Verlangt Ihr Anbieter OAuth?',
        textUnknown:
          'Kommt Ihr Mailprogramm mit Ihrem gewohnten Passwort hinein, brauchen Sie Mailwicket nicht. Verlangt Ihr Anbieter OAuth 2.0 oder „moderne Authentifizierung“, wählen Sie einen Weg:',
        text: 'Zugang bekommen nur Programme, die jemand bei {{company}} registriert hat, und auf diesem Computer hat das noch niemand getan. Wählen Sie einen Weg:',
        others: 'Wenn Ihre E-Mails nicht dort liegen',
        quickest: 'Am schnellsten',
        usualAtWork: 'Bei der Arbeit üblich',
        appPassword: {
          title: 'Stattdessen ein App-Passwort verwenden',
          text: 'Ein Passwort, das Sie bei {{company}} für ein einzelnes Mailprogramm anlegen. Mailwicket brauchen Sie dafür nicht.',
          perhaps:
            'Vielleicht gibt es bei Ihrem Anbieter Passwörter für Mailprogramme: Sehen Sie in dessen Sicherheitseinstellungen nach. Mailwicket brauchen Sie damit nicht.',
          none: 'Hier nicht: Bei {{company}} können sich Mailprogramme nicht mehr mit Passwort anmelden.',
          go: 'So geht es',
        },
        administrator: {
          title: 'Ihren Administrator fragen',
          text: 'Für Konten bei Arbeit oder Schule. Die Nachricht ist schon geschrieben; die Antwort geben Sie hier ein.',
          go: 'Nachricht kopieren',
        },
        register: {
          title: 'Selbst registrieren',
          text: 'Etwa 5 Minuten, einmal für alle Ihre Konten bei {{company}}. Neben jedem Feld steht eine Anleitung.',
          go: 'Anleitung beginnen',
          earlier: 'Einen OAuth-Client von früher verwenden',
          earlierText:
            'Haben Sie früher schon ein Programm bei {{company}} registriert, meldet Mailwicket sich als dieses an.',
          earlierGo: 'Client-ID eingeben',
        },
      },
      own: {
        text: 'Bei {{company}} lässt sich für ein einzelnes Mailprogramm ein Passwort anlegen. Geben Sie diese Werte direkt in Ihrem Mailprogramm ein.',
        make: 'App-Passwort bei {{company}} anlegen',
        back: 'Andere Wege',
        appPassword: 'Das App-Passwort',
      },
      signIn: {
        heading: '{{address}} anmelden',
        waited: 'Wartet seit {{time}}',
        elsewhere: {
          title: 'Keine Seite offen, oder im falschen Browser?',
          text: 'Kopieren Sie den Link und öffnen Sie ihn in einem anderen Browser dieses Computers: Die Anmeldung kehrt hierher zurück und lässt sich daher nicht auf einem anderen Gerät abschließen.',
        },
        approval: {
          title: 'Dort heißt es, ein Administrator müsse zustimmen?',
          text: 'In Ihrer Organisation darf nur ein Administrator neue Apps zulassen. Fragen Sie ihn: Sobald Mailwicket zugelassen ist, melden Sie sich noch einmal an.',
        },
        other: {
          title: 'Sind Sie das?',
          again: 'Als {{address}} anmelden',
          keep: 'Stimmt, weiter',
        },
        doubt: {
          title: 'Bitte prüfen Sie noch etwas',
          again: 'Neu anmelden',
          keep: 'Trotzdem weiter',
        },
        otherClient: 'Anderen Client wählen',
        editClient: 'OAuth-Client öffnen',
        later: 'Später abschließen',
      },
      connect: {
        heading: '{{address}} ist angemeldet',
        passwordTitle: 'Lokales Passwort für Ihr Mailprogramm',
        password:
          'Nur für diesen Computer. Sie können es hier lesen, bis Sie fertig sind; danach legen Sie ein neues an.',
        connected: '{{address}} ist verbunden',
        loggedIn: 'Ihr Mailprogramm hat sich angemeldet',
        closeWindow:
          'Empfangen und Senden funktionieren. Sie können dieses Fenster schließen: Mailwicket bleibt neben der Uhr.',
        closePage:
          'Empfangen und Senden funktionieren. Sie können diese Seite schließen: Mailwicket läuft weiter.',
        finish: 'Fertigstellen',
        addAnother: 'Weiteres Konto hinzufügen',
      },
    },
    clients: {
      intro: 'So ist Mailwicket bei Anbietern registriert. Ein Client bedient beliebig viele Konten.',
      add: 'OAuth-Client hinzufügen',
      none: 'Noch kein OAuth-Client. Ein Anbieter lässt ein Programm nur herein, wenn es bei ihm registriert ist; diese Registrierung tragen Sie hier ein, und sie bedient beliebig viele Konten.',
      noneOwn:
        'Mailwicket bringt mit, was die meisten brauchen. Eine Organisation kann eine eigene Registrierung benutzen.',
      own: 'Ihre OAuth-Clients',
      builtIn: 'Von Mailwicket mitgebracht',
      usedBy_zero: 'Von keinem Konto benutzt',
      usedBy_one: 'Von 1 Konto benutzt',
      usedBy_other: 'Von {{count}} Konten benutzt',
      secretEndsIn_one: 'Clientgeheimnis läuft in 1 Tag ab',
      secretEndsIn_other: 'Clientgeheimnis läuft in {{count}} Tagen ab',
      certificateEndsIn_one: 'Zertifikat läuft in 1 Tag ab',
      certificateEndsIn_other: 'Zertifikat läuft in {{count}} Tagen ab',
      secretEnded: 'Clientgeheimnis ist abgelaufen',
      certificateEnded: 'Zertifikat ist abgelaufen',
    },
    cloud: {
      global: 'Weltweit',
      'gcc-high': 'US-Regierung (GCC High)',
      dod: 'US-Verteidigungsministerium',
      china: 'China (21Vianet)',
    },
    credential: {
      none: 'Keiner (öffentlicher Client)',
      secret: 'Clientgeheimnis',
      certificate: 'Zertifikat',
      'service-account-key': 'Schlüssel des Dienstkontos (JSON-Datei)',
    },
    clientForm: {
      editTitle: '{{name}} ändern',
      name: 'Name',
      nameHelp: 'So heißt er hier; der Anbieter erfährt es nicht.',
      usualName: '{{provider}}',
      usualNameApp: '{{provider}} (App)',
      cloud: 'Cloud',
      grant: 'OAuth-Ablauf (Grant)',
      tenant: 'Verzeichnis (Mandant)',
      tenantHelp: 'Eine ID oder eine Domain der Organisation. Leer gelassen: {{usual}}.',
      tenantNeeded: 'Eine ID oder eine Domain der Organisation. Dieser Grant braucht sie.',
      clientId: 'Client-ID',
      credential: 'Wie sich der Client ausweist',
      secret: 'Clientgeheimnis',
      secretHelp:
        'Der Wert des Geheimnisses, nicht seine ID. Er wird verschlüsselt abgelegt und nie wieder gezeigt.',
      secretKept: 'Leer gelassen, bleibt das abgelegte Geheimnis.',
      keyKept: 'Ohne Datei bleibt der abgelegte Schlüssel.',
      missing: 'Bitte ausfüllen.',
      looksRight: 'Sieht aus wie eine Client-ID von {{provider}}',
      resetOf: 'Auf Vorgabe zurücksetzen ({{field}})',
      certificateKeep: 'Das jetzige behalten',
      secretExpires: 'Das Geheimnis läuft ab am',
      secretExpiresHelp:
        'Steht im Portal neben dem Geheimnis. Sie werden einen Monat, eine Woche und einen Tag vorher gewarnt.',
      certificateNew: 'Jetzt eines erzeugen',
      certificatePem: 'Zertifikat und Schlüssel einfügen (PEM)',
      certificateFile: 'Datei mitbringen (.pfx, .p12, .pem)',
      certificateFileField: 'Zertifikat mit seinem Schlüssel',
      certificateFileHelp: 'PEM in zwei Dateien? Erst die eine hier ablegen, dann die andere.',
      certificateText: 'Zertifikat (PEM)',
      keyText: 'Privater Schlüssel (PEM)',
      passphrase: 'Kennwort des Schlüssels',
      passphraseHelp: 'Leer lassen, wenn der Schlüssel keines hat.',
      certificateNewHelp:
        'Auf diesem Computer werden ein Schlüsselpaar und ein Zertifikat für zwei Jahre erzeugt. Das Zertifikat für das Portal speichern Sie danach.',
      serviceKey: 'Schlüsseldatei (JSON)',
      serviceKeyDrop: 'JSON-Datei hier ablegen oder',
      redirectUri: 'Umleitungs-URI',
      redirectUriHelp: 'Geben Sie beim Anbieter genau diese an.',
      advanced: 'Adressen und Server',
      advancedUsual: 'wie bei {{provider}} üblich',
      advancedChanged: 'von Ihnen geändert',
      issuer: 'Aussteller (füllt die URLs aus)',
      issuerHelp:
        'Wo der Anbieter seine Metadaten für OpenID Connect oder OAuth veröffentlicht: seine Adresse genügt.',
      issuerLookUp: 'Nachsehen',
      issuerFound: 'Die URLs unten sind die des Anbieters.',
      issuerScopes: 'Er kennt diese Scopes: {{scopes}}',
      authorizationUrl: 'Permission-URL',
      tokenUrl: 'Token-URL',
      deviceUrl: 'Device-Code-URL',
      scope: 'OAuth-Scope',
      scopeHelp: 'Durch Leerzeichen getrennt.',
      server: '{{protocol}}-Server',
      serverHelp: 'host:port oder host:port:starttls',
      serverWrong: 'Schreiben Sie ihn als host:port oder host:port:starttls.',
      reset: 'Auf Vorgabe zurücksetzen',
      where: 'Wo finde ich das?',
      whereOf: 'Wo finde ich das? ({{field}})',
      add: 'Client hinzufügen',
      guide: 'Schritt für Schritt',
      duplicateName: '{{name}} (Kopie)',
    },
    client: {
      gone: 'Diesen OAuth-Client gibt es nicht mehr',
      tabs: 'Zu diesem Client',
      menu: 'Mehr zu diesem Client',
      change: 'Ändern',
      duplicate: 'Duplizieren',
      removeTitle: '{{name}} entfernen?',
      removeText: 'Auch sein Geheimnis oder Zertifikat wird vergessen.',
      removeInUse:
        'Er meldet diese Konten an. Stellen Sie sie zuerst auf einen anderen Client um, oder entfernen Sie sie:',
      more_one: 'und 1 weiteres',
      more_other: 'und {{count}} weitere',
      details: 'Einzelheiten',
      expires: 'Läuft ab am',
      thumbprint: 'Fingerabdruck',
      accounts: 'Konten ({{count}})',
      accountsOf: 'Konten, die sich damit anmelden',
      certificateUntil: 'Zertifikat bis {{date}}',
      secretUntil: 'Geheimnis bis {{date}}',
      mailbox: {
        unchecked: 'Noch nicht geprüft',
        checking: 'Wird geprüft',
        open: 'Offen',
        'not-yet': 'Noch nicht: bis zu einer Stunde',
        refused: 'Abgelehnt',
      },
      setup: {
        title: 'Einrichtung',
        progress: '{{count}} von {{most}} erledigt',
        show: 'Zeigen',
        actionOf: '{{action}}: {{step}}',
        secret: 'Clientgeheimnis prüfen',
        secretDone: 'Clientgeheimnis gilt',
        secretText: 'Mailwicket holt damit zur Probe ein Token beim Anbieter.',
        certificate: 'Zertifikat hochladen',
        certificateDone: 'Zertifikat hochgeladen',
        certificateText:
          'Speichern Sie es, und laden Sie es bei der App-Registrierung hoch: Zertifikate & Geheimnisse › Zertifikate.',
        accepted: 'Vom Anbieter angenommen, {{when}}',
        saveAgain: '.cer noch einmal speichern',
        uploaded: 'Ist hochgeladen: prüfen',
        another: 'Anderes Geheimnis eingeben',
        consent: 'Zustimmung erteilen',
        consentDone: 'Zustimmung erteilt',
        consentElsewhere: 'Postfächer sind offen, also ist sie erteilt',
        consentFor: 'Für {{tenant}}, {{when}}',
        mailboxes: 'Postfächer öffnen',
        mailboxesDone: 'Postfächer geöffnet',
        mailboxesText:
          'Ein Exchange-Administrator lässt die App in jedes Postfach; hier ist das Skript dafür.',
        mailboxesBy_one: '1 Postfach, durch das Exchange-Skript',
        mailboxesBy_other: '{{count}} Postfächer, durch das Exchange-Skript',
        mailboxesPlain: 'Postfächer nennen',
        mailboxesPlainText: 'Diejenigen, die der Client beim Anbieter öffnen darf.',
        mailboxesCount_one: '1 Postfach',
        mailboxesCount_other: '{{count}} Postfächer',
        table: 'Aus einer Tabelle',
        tableDrop: 'CSV-Datei hier ablegen oder',
        noMailbox: 'Nennen Sie zuerst ein Postfach',
        useList: 'Diese Liste nehmen',
        changeList: 'Liste ändern',
        showScript: 'Skript zeigen',
        scriptHelp:
          'Lassen Sie es als Exchange-Administrator in PowerShell laufen. Kommen Postfächer dazu, kann es noch einmal laufen.',
        accounts: 'Konten hinzufügen und prüfen',
        accountsDone: 'Alle Konten gehen',
        accountsText: 'Aus den Postfächern der Liste werden Konten.',
        openOf: '{{count}} von {{most}} sind offen',
        triedAgain: 'die anderen werden von selbst wieder versucht',
        mailbox: 'Postfach',
        state: 'Stand',
        notAdded: 'Noch kein Konto',
        addAll_one: '1 Konto hinzufügen',
        addAll_other: 'Alle {{count}} hinzufügen',
        addFirst: 'Fügen Sie zuerst die Konten hinzu',
        makePasswords: 'Alle Passwörter anlegen, einmal speichern…',
        printPasswords: 'Anlegen und drucken…',
        passwordName: 'Einrichtung {{date}}',
        passwordsSaved_one: '1 Passwort gespeichert. Es wird nicht wieder gezeigt.',
        passwordsSaved_other: '{{count}} Passwörter gespeichert. Sie werden nicht wieder gezeigt.',
        passwordsSkipped_one: '1 Konto hat kein Passwort bekommen:',
        passwordsSkipped_other: '{{count}} Konten haben kein Passwort bekommen:',
        sheet: 'Neue lokale Passwörter',
        sheetText: 'Diese Passwörter stehen hier, bis Sie die Seite verlassen, und danach nie wieder.',
        printAgain: 'Drucken…',
        sheetDone: 'Fertig, ausblenden',
      },
      hero: {
        withdrawn: 'Mailwicket bringt diesen Client nicht mehr mit',
        withdrawnText:
          'Stellen Sie seine Konten auf einen anderen Client um: Das geht auf der Seite jedes Kontos.',
        newSecret: 'Neues Geheimnis eingeben',
        toCertificate: 'Zum Zertifikat',
        secretText: 'Legen Sie vorher im Portal des Anbieters ein neues an, und tragen Sie es hier ein.',
        secretEnded:
          'Legen Sie im Portal des Anbieters ein neues an, und tragen Sie es hier ein. Bis dahin wird niemand angemeldet.',
        certificateText: 'Erzeugen Sie ein neues, und laden Sie es vorher hoch.',
        certificateEnded: 'Erzeugen Sie ein neues, und laden Sie es hoch. Bis dahin wird niemand angemeldet.',
        unused: 'Noch benutzt ihn kein Konto',
        unusedText: 'Fügen Sie ein Konto hinzu: Dort wird er angeboten.',
        used_one: '1 Konto meldet sich damit an',
        used_other: '{{count}} Konten melden sich damit an',
        usedText: 'Hier ist nichts zu tun.',
        waitingText_one: '{{count}} davon wartet auf Sie. Es steht unten zuerst.',
        waitingText_other: '{{count}} davon warten auf Sie. Sie stehen unten zuerst.',
      },
      newCertificate: 'Neues Zertifikat erzeugen',
      saveCertificate: 'Zertifikat speichern (.cer)',
      certificateText:
        'Laden Sie diese .cer-Datei ins Portal hoch. Der private Schlüssel verlässt Mailwicket nie.',
      newSecretTitle: 'Das neue Clientgeheimnis von {{name}}',
      newCertificateTitle: 'Noch ein neues Zertifikat erzeugen?',
      newCertificateText:
        'Das wartende wird vergessen. Ist es schon hochgeladen, so benutzen Sie besser dieses.',
      next: {
        title: 'Ein neues Zertifikat wartet',
        text: 'Laden Sie es ins Portal hoch. Bis dahin gilt das bisherige. Bevor Mailwicket das neue benutzt, holt es damit ein Token zur Probe.',
        textUntried:
          'Laden Sie es ins Portal hoch. Bis dahin gilt das bisherige. Bei diesem Verfahren lässt es sich nicht vorher erproben: Benutzen Sie es, wenn es hochgeladen ist.',
        use: 'Es ist hochgeladen: benutzen',
        save: 'Neues Zertifikat speichern (.cer)',
        discard: 'Verwerfen',
        kept: 'Das bisherige bleibt in Gebrauch. Ein Portal kann einige Minuten brauchen, bis es ein neues Zertifikat kennt.',
        untried: 'Trotzdem benutzen',
      },
      test: 'Testen',
      testText: 'Holt ein Token beim Anbieter, ohne ein Postfach zu öffnen.',
      testGo: 'Token holen',
      testDone: 'Der Anbieter hat ein Token ausgestellt.',
      testLifetime_one: 'Es würde 1 Minute gelten.',
      testLifetime_other: 'Es würde {{count}} Minuten gelten.',
      testPermissions: 'Es erlaubt: {{permissions}}.',
      testNoPermissions:
        'Es nennt keine Berechtigungen. Lehnen Postfächer es ab, sehen Sie nach, ob sie hinzugefügt sind und ihnen zugestimmt ist.',
      consent: 'Administratorzustimmung',
      consentText: 'Ein Administrator stimmt einmal für die ganze Organisation zu.',
      consentManaged:
        'Wo die Organisation die Zustimmung von Microsoft verwalten lässt, wie neue es tun, können die Leute IMAP und POP nicht selbst zustimmen: Zuerst stimmt ein Administrator zu.',
      consentToSend: 'Die Seite für einen Administrator',
      consentSending: 'Eine zweite Seite, für das Senden über Microsoft Graph',
      consentOpen: 'Zustimmungsseite öffnen',
      consentWaiting: 'Es wird auf den Administrator im Browser gewartet…',
      consentGranted: 'Die Zustimmung für den Mandanten {{tenant}} ist erteilt.',
      consentHere: 'Die Seite, auf diesem Computer zu öffnen',
      consentUrl: 'Zustimmungsseite für einen anderen Computer',
      consentUrlHelp:
        'Für einen Administrator an einem anderen Computer: Kopieren Sie diese Seite. Der Browser endet dort auf einer Seite, die sich nicht laden lässt; die Zustimmung gilt trotzdem.',
      mailboxes: 'Postfächer, eines je Zeile',
      smtpAuth: 'Auch die SMTP-Anmeldung für sie einschalten',
      saveScript: 'Skript speichern',
      copyScript: 'Skript kopieren',
      script: 'Das Skript',
    },
    guide: {
      portal: '{{portal}} öffnen',
      page: 'Diese Seite öffnen',
      progress: 'Schritt {{step}} von {{steps}}',
      back: 'Zurück zum Feld',
      microsoft: {
        register: {
          title: 'Die App registrieren',
          open: 'Melden Sie sich im Microsoft Entra Admin Center an; die Rolle Anwendungsentwickler genügt. Öffnen Sie Entra ID › App-Registrierungen › Neue Registrierung.',
          name: 'Geben Sie ihr einen Namen, den Ihre Leute auf der Anmeldeseite wiedererkennen, und wählen Sie, wer sie nutzen darf: „Nur Konten in diesem Organisationsverzeichnis“ passt für eine Organisation.',
          redirectPublic:
            'Wählen Sie unter Umleitungs-URI „Öffentlicher Client/nativ (Mobil & Desktop)“ und tragen Sie die Umleitungs-URI aus dem Formular ein. Der Port zählt nicht, es braucht keinen.',
          redirectWeb:
            'Mit einem Clientgeheimnis wählen Sie stattdessen „Web“ und tragen dort die Umleitungs-URI aus dem Formular ein: Nur diese Plattform nimmt ein Geheimnis.',
          clientId:
            'Nach dem Registrieren zeigt die Seite „Übersicht“ die „Anwendungs-ID (Client)“: Das ist die Client-ID.',
          tenant: 'Auf derselben Seite ist „Verzeichnis-ID (Mandant)“ der Mandant.',
        },
        delegated: {
          title: 'E-Mail erlauben',
          permissions:
            'Öffnen Sie API-Berechtigungen › Berechtigung hinzufügen › Microsoft Graph › Delegierte Berechtigungen und fügen Sie IMAP.AccessAsUser.All, POP.AccessAsUser.All und SMTP.Send hinzu (soweit Sie sie brauchen).',
          consent:
            'Wo die Organisation die Zustimmung von Microsoft verwalten lässt, wie neue es tun, können die Leute IMAP und POP nicht selbst zustimmen, nur dem Senden allein. Speichern Sie den Client hier und schicken Sie einem Administrator (Cloudanwendungsadministrator oder höher) den Link unter „Administratorzustimmung“: Er bittet um genau diese Berechtigungen.',
          graph:
            'Wo SMTP in der Organisation ausgeschaltet ist, kann stattdessen über Microsoft Graph gesendet werden: Fügen Sie zusätzlich Microsoft Graph › Delegierte Berechtigungen › Mail.Send hinzu. In den meisten Organisationen muss dem niemand sonst zustimmen.',
          publicFlows:
            'Für Device Code und den Password Grant öffnen Sie „Authentifizierung“ und schalten „Öffentliche Clientflows zulassen“ ein (nur bei einem Client ohne Geheimnis).',
        },
        application: {
          title: 'E-Mail für die App selbst erlauben',
          permissions:
            'Öffnen Sie API-Berechtigungen › Berechtigung hinzufügen › Von meiner Organisation verwendete APIs › Office 365 Exchange Online › Anwendungsberechtigungen und fügen Sie IMAP.AccessAsApp, POP.AccessAsApp und SMTP.SendAsApp hinzu (soweit Sie sie brauchen). Lassen Sie SMTP.SendAsApp weg, wo eine Rolle von Exchange das Senden nur für einige Postfächer erlauben soll.',
          graph:
            'Um über Microsoft Graph statt über SMTP zu senden, fügen Sie Microsoft Graph › Anwendungsberechtigungen › Mail.Send hinzu. Die Berechtigung gilt für jedes Postfach: Soll die App nur für einige senden, lassen Sie sie weg und erteilen das Recht über eine Rolle von Exchange; das kann das Skript unter „Postfächer öffnen“.',
          consent:
            'Erteilen Sie die Administratorzustimmung für die Organisation. Ohne sie werden Tokens ausgestellt, aber jedes Postfach lehnt sie ab.',
          mailboxes:
            'Öffnen Sie den Client hier nach dem Speichern und führen Sie das Skript unter „Postfächer öffnen“ in PowerShell aus: Es meldet die App bei Exchange an und gibt jedes Postfach frei.',
        },
        secret: {
          title: 'Ein Geheimnis erzeugen',
          make: 'Öffnen Sie Zertifikate & Geheimnisse › Clientgeheimnisse › Neuer geheimer Clientschlüssel und wählen Sie, wie lange es gilt: höchstens 24 Monate.',
          value:
            'Kopieren Sie den „Wert“ sofort: Er wird nur jetzt gezeigt. Die „Geheimnis-ID“ daneben ist etwas anderes.',
          expires: 'Tragen Sie den Tag ein, an dem es endet: Mailwicket warnt Sie rechtzeitig.',
        },
        certificate: {
          title: 'Oder ein Zertifikat benutzen',
          make: 'Speichern Sie den Client zuerst hier: Mailwicket erzeugt das Schlüsselpaar und bietet das Zertifikat als .cer-Datei an.',
          upload:
            'Öffnen Sie Zertifikate & Geheimnisse › Zertifikate › Zertifikat hochladen und wählen Sie diese Datei.',
        },
        password: {
          title: 'Was man vom Password Grant wissen muss',
          limits:
            'Er geht nur für Konten der Organisation: nicht mit einem zweiten Faktor, nicht für persönliche oder föderierte Konten, nicht mit „common“ als Mandant.',
          interactive:
            'Verlangt eine Richtlinie zuerst eine Anmeldung im Browser: Fügen Sie einen Client mit Authorization Code hinzu, melden Sie das Konto damit an, setzen Sie es zurück und stellen Sie es auf diesen Client um.',
        },
      },
      outlook: {
        register: {
          title: 'Die App für persönliche Konten registrieren',
          directory:
            'Haben Sie eine Client-ID, die persönliche Konten zulässt? Dann nehmen Sie diese. Eine neue braucht seit Juni 2024 ein Verzeichnis, und ein persönliches Konto hat keines: Das einer Organisation geht, oder das eines kostenlosen Azure-Kontos, für das Microsoft nach Telefonnummer und Karte fragt.',
          open: 'Melden Sie sich mit einem Konto dieses Verzeichnisses im Microsoft Entra Admin Center an und öffnen Sie Entra ID › App-Registrierungen › Neue Registrierung.',
          accounts:
            'Wählen Sie unter „Unterstützte Kontotypen“ „Nur persönliche Microsoft-Konten“, oder die Wahl mit Organisationen und persönlichen Konten, wenn eine App beiden dienen soll. Eine vorhandene App wird nur in ihrem Manifest umgestellt (signInAudience).',
          tenant: 'Lassen Sie den Mandanten leer: Für persönliche Konten ist er „consumers“.',
        },
        mail: {
          permissions:
            'Öffnen Sie API-Berechtigungen › Berechtigung hinzufügen › Microsoft Graph › Delegierte Berechtigungen und fügen Sie IMAP.AccessAsUser.All, POP.AccessAsUser.All und SMTP.Send hinzu. Eine Administratorzustimmung braucht es nicht: Jeder stimmt beim Anmelden selbst zu.',
          pop: 'POP muss zuerst in den Einstellungen von Outlook.com eingeschaltet werden.',
          passwords:
            'Die Kontoseite bietet noch App-Passwörter an; für E-Mail lehnt Microsoft sie ab, wie das Passwort selbst.',
        },
        secret: {
          title: 'Nur für eine App der Plattform „Web“: ihr Geheimnis',
        },
      },
      google: {
        register: {
          title: 'Den Client anlegen',
          project:
            'Öffnen Sie die Google Cloud Console, wählen oder erstellen Sie ein Projekt und öffnen Sie Google Auth Platform › Branding: Ein Name und zwei Adressen genügen.',
          audienceInternal:
            'Wählen Sie in einem Workspace unter Google Auth Platform › Zielgruppe „Intern“: Dann braucht es keine Überprüfung, und Anmeldungen enden nicht nach einigen Tagen.',
          audienceExternal:
            'Wählen Sie für private Konten unter Google Auth Platform › Zielgruppe „Extern“. Solange dort „Test“ steht, können sich nur die eingetragenen Testnutzer anmelden, höchstens 100, und jede Anmeldung endet nach 7 Tagen: Wählen Sie „App veröffentlichen“. Für den eigenen Gebrauch braucht es keine Überprüfung; die Leute sehen dann eine Warnseite, und eine nicht überprüfte App nimmt insgesamt nur 100 Personen.',
          scope:
            'Fügen Sie unter Google Auth Platform › Datenzugriff den Scope https://mail.google.com/ hinzu.',
          api: 'Nur um über die Gmail API zu senden: Öffnen Sie in der Bibliothek der Konsole die Gmail API und wählen Sie „Aktivieren“.',
          create:
            'Öffnen Sie Google Auth Platform › Clients › Client erstellen und wählen Sie „Desktop-App“.',
          clientId: 'Der Dialog zeigt die Client-ID.',
          secret:
            'Daneben zeigt er das Clientgeheimnis, nur dieses eine Mal. Auch Desktop-Apps bekommen bei Google ein Geheimnis, und Google verlangt beides.',
          secretExpires: 'Google nennt keinen Tag, an dem es endet: Lassen Sie dies leer.',
          redirectUri: 'Eine Desktop-App braucht keine registrierte: Lassen Sie die im Formular stehen.',
        },
        service: {
          title: 'Das Dienstkonto anlegen',
          create:
            'Öffnen Sie IAM und Verwaltung › Dienstkonten, legen Sie eines an und fügen Sie unter Schlüssel einen vom Typ JSON hinzu.',
          key: 'Wählen Sie hier diese Datei. Die Client-ID ist die „Eindeutige ID“ des Kontos.',
          delegation:
            'Öffnen Sie in der Workspace-Verwaltung Sicherheit › API-Steuerung › Domainweite Delegierung und fügen Sie diese Client-ID mit dem Scope https://mail.google.com/ hinzu.',
        },
      },
      closed: {
        title: 'Keine neuen Clients: Ein App-Passwort genügt',
        appPassword:
          'Yahoo und AOL vergeben keine neuen OAuth-Clients für Mail. Schalten Sie die Bestätigung in zwei Schritten ein, erzeugen Sie unter Kontosicherheit › Externe Verbindungen ein App-Passwort und geben Sie es im Mailprogramm ein, mit den eigenen Mailservern von Yahoo oder AOL: Mailwicket brauchen Sie dafür nicht.',
        existing: 'Haben Sie von früher einen OAuth-Client, so tragen Sie ihn hier ein.',
      },
      other: {
        register: {
          title: 'Beim Anbieter registrieren',
          open: 'Suchen Sie auf den Entwicklerseiten des Anbieters nach „OAuth“, „API-Clients“ oder „Anwendungen“ und registrieren Sie dort eine für E-Mail.',
          redirectUri: 'Tragen Sie die Umleitungs-URI aus dem Formular ein.',
          clientId: 'Übernehmen Sie die Client-ID.',
          secret: 'Übernehmen Sie das Clientgeheimnis, falls Sie eines bekommen.',
          secretExpires:
            'Nennt der Anbieter einen Tag, an dem das Geheimnis endet, so tragen Sie ihn ein: Mailwicket warnt Sie rechtzeitig.',
          urls: 'Permission-URL und Token-URL stehen in der Dokumentation des Anbieters, oft als „authorization endpoint“ und „token endpoint“; ebenso die Scopes für IMAP, POP und SMTP.',
        },
      },
    },
    activity: {
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
      line: {
        signedIn: 'Ein Mailprogramm hat sich über {{protocol}} angemeldet',
        ended: '{{protocol}}-Sitzung beendet',
        endedReceived: '{{protocol}}-Sitzung beendet, {{amount}} empfangen',
        endedSent: '{{protocol}}-Sitzung beendet, {{amount}} gesendet',
      },
      times_one: '{{text}}',
      times_other: '{{text}}, {{count}} Mal',
      first: 'Zuerst',
      copy: 'Details kopieren',
      openSettings: 'Zu den Einstellungen',
      openAccount: 'Zum Konto',
      newPassword: 'Neues Passwort erstellen',
      hour: {
        title: 'Letzte Stunde',
        quiet: 'Keine Anmeldungen',
        logins_one: '{{count}} Anmeldung',
        logins_other: '{{count}} Anmeldungen',
        octets: '{{received}} empfangen, {{sent}} gesendet',
        receiving: 'Empfangen',
        sending: 'Senden',
        refused: 'Abgelehnt',
        now: 'Jetzt',
      },
      facts: {
        refusal: 'Ablehnung',
        form: 'Form der Anmeldung',
        fix: 'Was zu tun ist',
        reason: 'Grund',
        message: 'Was geschah',
        late: 'Nach der Anmeldung',
        check: 'Bei einer Prüfung',
        toClient: 'An das Mailprogramm gesendet',
        toUpstream: 'An den Anbieter gesendet',
        milliseconds: 'Millisekunden',
        endedBy: 'Beendet durch',
        error: 'Fehler',
        port: 'Port',
        address: 'Adresse',
        code: 'Code',
        answer: 'Der Anbieter antwortete',
        client: 'OAuth-Client',
        clientId: 'ID des Clients hier',
        daysLeft: 'Tage bis dahin',
      },
      factValues: {
        true: 'ja',
        false: 'nein',
        'wrong-password': 'falsches Passwort',
        temporary: 'vorläufig',
        'needs-sign-in': 'jemand muss sich anmelden',
        refused: 'endgültig',
        busy: 'zu viel los',
        'client-left': 'das Mailprogramm ging',
        limit: 'zu langsam oder zu viel',
        'tls-on-plain-port': 'TLS auf einem Port ohne TLS',
        protocol: 'nicht, wie es das Protokoll verlangt',
        client: 'das Mailprogramm',
        upstream: 'den Anbieter',
      },
      kinds: {
        'login-accepted': 'Anmeldungen',
        'login-refused': 'Ablehnungen',
        'message-sent': 'Gesendete Nachrichten',
        'message-refused': 'Nicht gesendete Nachrichten',
        'session-ended': 'Beendete Sitzungen',
        connection: 'Verbindungen',
        'sign-in': 'Anmeldungen beim Anbieter',
        token: 'Tokens',
        listener: 'Ports',
        settings: 'Einstellungen',
        check: 'Prüfungen',
      },
    },
    importing: {
      title: 'Importieren',
      text: 'Bringen Sie Ihre Konten aus einem anderen Proxy oder aus einer Tabelle mit. Zuerst sehen Sie, was dazukäme.',
      file: 'Konfiguration oder Tabelle',
      drop: 'Datei auf diese Seite ziehen oder',
      fileHelp:
        'email-oauth2-proxy: emailproxy.config · DavMail: davmail.properties · Tabelle: CSV mit der Spalte „address“.',
      pasteInstead: 'Stattdessen den Inhalt einfügen',
      paste: 'Inhalt der Datei',
      nothingPasted: 'Fügen Sie zuerst den Inhalt ein',
      client: 'OAuth-Client für Zeilen, die keinen nennen',
      clientNone: 'Keiner',
      look: 'Zeigen, was dazukäme',
      inFile: 'In der Datei',
      becomes: 'Was geschieht',
      toDo: 'Was noch zu tun ist',
      format: {
        'email-oauth2-proxy': 'Eine Konfiguration von email-oauth2-proxy',
        davmail: 'Eine Konfiguration von DavMail',
        csv: 'Eine Tabelle von Konten',
      },
      nothing: 'Es ist nichts darin, was zu importieren wäre.',
      nothingTaken: 'So lässt sich nichts davon importieren. Die Gründe stehen unten.',
      clientNew: 'Neuer Client',
      clientThere: 'Schon da',
      accountNew: 'Neues Konto',
      accountBy: 'meldet sich mit {{client}} an',
      notTaken: 'Bleibt weg',
      files: 'Darin sind Dateien genannt. Wählen Sie sie hier, damit sie mitkommen:',
      chosen: 'Gewählt',
      apply_one: '1 Konto importieren',
      apply_other: '{{count}} Konten importieren',
      applyClients: 'OAuth-Clients importieren',
      again: 'Etwas anderes wählen',
      done_zero: 'OAuth-Clients importiert',
      done_one: '1 Konto importiert',
      done_other: '{{count}} Konten importiert',
      doneNothing: 'Es wurde nichts hinzugefügt',
      openOf: '{{name}} öffnen',
      next: {
        'sign-in': 'Anmelden',
        'make-password': 'Lokales Passwort anlegen',
        nothing: 'Nichts zu tun',
      },
      toAccounts: 'Zu den Konten',
    },
    policy: {
      held: 'Von Ihrer Organisation festgelegt',
      managed: 'Ihre Organisation verwaltet einen Teil dieser Einstellungen.',
    },
    settings: {
      unreadable: 'Die Einstellungen ließen sich nicht lesen. Der Grund steht oben.',
      tabs: {
        general: 'Allgemein',
        ports: 'Ports',
        devices: 'Geräte',
        encryption: 'Verschlüsselung',
        network: 'Netzwerk',
        help: 'Hilfe',
      },
      ports: {
        title: 'Ports für Mailprogramme',
        text: 'Nur Programme auf diesem Computer erreichen sie. Änderungen gelten sofort.',
        port: 'Port für {{name}}',
        use: '{{name}} anbieten',
        open: 'Auf diesem Computer offen',
        openPort: 'Als Port {{port}} auf diesem Computer offen',
        openToNetwork: 'In Ihrem Netz offen',
        openToNetworkPort: 'Als Port {{port}} in Ihrem Netz offen',
        useFree: '{{port}} verwenden',
        closed: 'Aus',
        chosenAtStart:
          'Beim Start von Mailwicket vorgegeben: {{names}}. Eine Änderung gilt ab dem nächsten Start ohne diese Vorgabe.',
        range: 'Ein Port ist eine Zahl von 1 bis 65535.',
        twice: 'Ein anderes Protokoll hat diesen Port schon.',
        tlsName: '{{protocol}} mit TLS',
      },
      tls: {
        title: 'Verschlüsselte Ports',
        text: 'Für Apple Mail, Handys und Drucker. Das Zertifikat entsteht auf diesem Computer.',
        made: 'Das Zertifikat ist auf diesem Computer entstanden.',
        until: 'Zertifikat gilt bis {{date}}',
        trustLink: 'Auf diesem Computer vertrauen',
        isOff: 'Die verschlüsselten Ports sind aus; darum gibt es noch kein Zertifikat.',
        toPorts: 'Unter „Ports“ einschalten',
        trust: 'Dem Zertifikat vertrauen',
        trustText:
          'Ein Mailprogramm, das die verschlüsselten Ports benutzt, muss dem eigenen Zertifikat dieses Computers einmal vertrauen.',
        save: 'Zertifikat speichern',
        replaced: {
          title: 'Dem neuen Zertifikat vertrauen',
          names:
            'Dieser Computer hat einen Namen oder eine Adresse, für die das frühere Zertifikat nicht gilt. Speichern Sie das neue und vertrauen Sie ihm überall, wo Sie dem früheren vertraut haben.',
          renewed:
            'Das Zertifikat wurde vor seinem Ablauf erneuert. Programme, die dem früheren vertrauen, arbeiten bis zum {{until}} weiter. Speichern Sie bis dahin das neue und vertrauen Sie dort auch ihm.',
        },
        fingerprint: 'SHA-256-Fingerabdruck',
        expires: 'Gilt bis',
        names: 'Namen im Zertifikat',
        namesOwn:
          'Tragen Sie einen davon im Mailprogramm als Server ein. Sobald andere Geräte Zugang haben, nennt das Zertifikat auch diesen Computer in Ihrem Netz.',
        namesNew:
          'Tragen Sie einen davon auf dem Gerät als Server ein. Bekommt dieser Computer einen neuen Namen oder eine neue Adresse, wird das Zertifikat beim nächsten Start erneuert; die früheren Namen bleiben darin. Ein Programm, in dem Sie das Zertifikat selbst bestätigt haben, fragt dann noch einmal.',
        systems: {
          windows: 'Unter Windows vertrauen',
          macos: 'Auf einem Mac vertrauen',
          linux: 'Unter Linux vertrauen',
          thunderbird: 'In Thunderbird vertrauen',
        },
        how: {
          windows:
            'Öffnen Sie die Datei, wählen Sie „Zertifikat installieren“ und legen Sie es unter „Vertrauenswürdige Stammzertifizierungsstellen“ ab.',
          macos:
            'Öffnen Sie die Datei in der Schlüsselbundverwaltung und wählen Sie unter „Vertrauen“ die Einstellung „Immer vertrauen“.',
          linux:
            'Kopieren Sie die Datei nach /usr/local/share/ca-certificates und rufen Sie update-ca-certificates auf. Manche Desktops bieten es in ihren Einstellungen an.',
          thunderbird:
            'Einstellungen › Datenschutz & Sicherheit › Zertifikate verwalten › Zertifizierungsstellen › Importieren.',
        },
      },
      own: {
        title: 'Ein eigenes Zertifikat',
        text: 'Für ein Netz mit eigener Zertifizierungsstelle. Die Dateien werden neu gelesen, wenn sie jemand erneuert.',
        certificate: 'Zertifikatsdatei',
        certificateHelp: 'PEM, mit den Zertifikaten, die es signiert haben, mit vollem Pfad.',
        key: 'Schlüsseldatei',
        keyHelp: 'PEM, ohne Kennwort. Mailwicket muss sie lesen können.',
        until: 'In Gebrauch, gilt bis {{date}}',
        notUsed: 'Die Dateien sind nicht brauchbar. Das eigene Zertifikat von Mailwicket ist in Gebrauch.',
        kept: 'Die Dateien sind nicht brauchbar. Das bisherige Zertifikat ist in Gebrauch, es gilt bis {{date}}.',
        save: 'Diese Dateien verwenden',
        remove: 'Zertifikat von Mailwicket verwenden',
      },
      senders: {
        title: 'Geräte, die sich nicht anmelden können',
        text: 'Alte Drucker und Scanner. Jedes bekommt einen eigenen Port und sendet als eines Ihrer Konten, ohne Passwort.',
        noAccount: 'Fügen Sie zuerst ein Konto hinzu.',
        noSendingAccount:
          'Fügen Sie zuerst ein Konto hinzu, das sich ohne sein eigenes Passwort anmeldet: Ein Gerät sendet keines, das sich weitergeben ließe.',
        add: 'Gerät hinzufügen',
        addTitle: 'Ein Gerät hinzufügen',
        edit: 'Bearbeiten',
        editTitle: '{{name}} bearbeiten',
        removeText: 'Sein Port wird geschlossen, und es kann nicht mehr senden.',
        more: 'Mehr zu {{name}}',
        sendsAs: 'Sendet als {{address}}, von {{from}}',
        sent_one: '{{count}} Nachricht in der letzten Stunde, höchstens {{most}}',
        sent_other: '{{count}} Nachrichten in der letzten Stunde, höchstens {{most}}',
        open: 'Offen auf {{address}}, Port {{port}}',
        closed: '{{address}}, Port {{port}}: {{why}}',
        paused: 'Pausiert',
        warning:
          'Dieser Port nimmt E-Mails ohne Passwort an. Wer eine der Adressen hat, die Sie nennen, kann als das Konto senden. Nennen Sie nur das Gerät selbst, und das nur in einem Netz, dem Sie vertrauen.',
        name: 'Name',
        account: 'Konto, über das es sendet',
        from: 'Adressen, die senden dürfen',
        fromHelp: 'Die Adresse des Geräts oder ein Netz wie 192.0.2.0/24. Alle anderen werden abgewiesen.',
        address: 'Adresse dieses Computers',
        addressHelp: '0.0.0.0 steht für alle Adressen dieses Computers.',
        security: 'Verschlüsselung',
        securities: { none: 'Keine', starttls: 'STARTTLS', tls: 'TLS' },
        securityHelp: {
          none: 'Was es sendet, kann in Ihrem Netz gelesen werden.',
          starttls: 'Das Gerät muss es benutzen und dem Zertifikat vertrauen.',
          tls: 'Das Gerät muss dem Zertifikat vertrauen.',
        },
        policy: 'Wenn es einen anderen Absender nennt',
        policies: { rewrite: 'Durch die Adresse des Kontos ersetzen', refuse: 'Die Nachricht ablehnen' },
        policyHelp: {
          rewrite: 'Antworten gehen weiter an die Adresse, die das Gerät genannt hat.',
          refuse: 'Das Gerät muss die Adresse des Kontos selbst nennen.',
        },
        sender: 'Adresse des Absenders',
        senderHelp: 'Das Postfach, als das es sendet.',
        limit: 'Nachrichten pro Stunde, höchstens',
      },
      devices: {
        title: 'Andere Geräte in meinem Netz',
        off: 'Aus. Drucker, Scanner und Handys erreichen Mailwicket nicht.',
        on: 'An. Geräte in Ihrem Netz erreichen die verschlüsselten Ports dieses Computers.',
        chosenAtStart:
          'Beim Start von Mailwicket vorgegeben. Eine Änderung gilt ab dem nächsten Start ohne diese Vorgabe.',
        askTitle: 'Anderen Geräten Zugang geben?',
        warnReach:
          'Jedes Gerät in Ihrem Netz kann dann Passwörter probieren. Nach falschen muss es warten und erscheint unter Aktivität.',
        warnTls:
          'Sie erreichen nur die verschlüsselten Ports, die dafür eingeschaltet werden. Die anderen Ports bleiben auf diesem Computer.',
        warnPlace:
          'Tun Sie das nur in einem Netz, dem Sie vertrauen, nie in einem öffentlichen. Ihre Firewall fragt vielleicht nach.',
        go: 'Zugang geben',
        enter:
          'Tragen Sie auf dem Gerät den Namen oder die Adresse dieses Computers als Server ein, einen verschlüsselten Port und ein lokales Passwort des Kontos.',
        enterNames:
          'Tragen Sie auf dem Gerät einen davon als Server ein: {{names}}. Dazu einen verschlüsselten Port und ein lokales Passwort des Kontos.',
      },
      program: {
        title: 'Dieses Programm',
        startAtLogin: 'Bei der Anmeldung am Computer starten',
        startAtLoginApproval: 'Erlauben Sie es in Systemeinstellungen › Allgemein › Anmeldeobjekte.',
        signInWindow: 'In einem Fenster von Mailwicket anmelden',
        signInWindowText: 'Statt in Ihrem Browser. Passkeys und verwaltete Geräte brauchen den Browser.',
        language: 'Sprache',
        theme: 'Aussehen',
        themes: {
          system: 'Wie das System',
          light: 'Hell',
          dark: 'Dunkel',
        },
        notices: 'Benachrichtigen, wenn ein Konto Sie braucht',
        noticesDenied:
          'Dieser Browser lässt keine Benachrichtigungen dieser Seite zu. Erlauben Sie sie in den Einstellungen des Browsers für diese Seite.',
        secretsNotKept:
          'Dieser Desktop hat keinen sicheren Ort für Geheimnisse, darum gehen Anmeldungen und lokale Passwörter mit jedem Ende von Mailwicket verloren. Richten Sie einen Schlüsselbund ein (GNOME Keyring oder KWallet) oder entsperren Sie ihn, und starten Sie Mailwicket neu.',
        updates: 'Updates',
        updatesState: {
          off_unsigned:
            'Diese Version ist nicht signiert und sucht darum nicht nach Updates. Eine neuere bekommen Sie dort, woher Sie diese haben.',
          off_packages: 'Updates kommen mit den Paketen dieses Systems.',
          off_organization: 'Ihre Organisation verteilt Updates. Mailwicket sucht nicht danach.',
          off_chosen: 'Mailwicket sucht nicht nach Updates.',
          idle: 'Auf dem neuesten Stand',
          checking: 'Suche nach einer neueren Version…',
          available: 'Version {{version}} ist verfügbar. Sie bekommen sie dort, woher Sie diese haben.',
          downloading: 'Version {{version}} wird heruntergeladen…',
          downloadingPercent: 'Version {{version}} wird heruntergeladen… {{percent}} %',
          downloaded: 'Version {{version}} ist bereit. Sie wird installiert, wenn Sie Mailwicket beenden.',
          failed_unreachable:
            'Die Suche nach Updates ist fehlgeschlagen: Der Server ist nicht erreichbar. Mailwicket versucht es später wieder.',
          failed_untrusted:
            'Das Update wurde nicht installiert: Es stammt nicht vom Herausgeber dieser Version oder wurde beim Herunterladen beschädigt.',
          failed_other: 'Das Update ist fehlgeschlagen. Mailwicket versucht es später wieder.',
        },
        installUpdate: 'Neu starten und aktualisieren',
        installAskTitle: 'Jetzt neu starten?',
        installAsk_one:
          'Ein Mailprogramm ist verbunden. Die Verbindung wird kurz unterbrochen und kommt von selbst wieder.',
        installAsk_other:
          '{{count}} Mailverbindungen sind offen. Sie werden kurz unterbrochen; Mailprogramme verbinden sich von selbst wieder.',
        checkUpdates: 'Nach Updates suchen',
      },
      network: {
        proxyTitle: 'Netzwerk-Proxy',
        proxyNone:
          'Hier ist keiner eingestellt. Es gelten HTTPS_PROXY und ALL_PROXY oder die Einstellungen des Systems.',
        proxy: 'Adresse',
        proxyHelp:
          'http://host:port oder socks5://host:port. Verlangt er einen Benutzernamen, schreiben Sie user@ vor den Host.',
        proxyPasswordHelp: 'Nur wenn der Proxy eines verlangt. Es liegt bei Ihren anderen Geheimnissen.',
        proxyPasswordKept: 'Ein Passwort ist gespeichert. Lassen Sie das Feld leer, um es zu behalten.',
        proxyNow: 'In Gebrauch: {{url}}',
        proxyNowUser: 'In Gebrauch: {{url}}, als {{user}}',
        proxyNowLogin: 'In Gebrauch: {{url}}, als {{user}} mit Passwort',
        proxySave: 'Diesen Proxy verwenden',
        proxyRemove: 'Kein Proxy',
        authorities: 'Weitere Zertifizierungsstellen',
        authoritiesText:
          'Für ein Netz, das verschlüsselte Verbindungen mitliest, oder einen Mailserver mit eigenem Zertifikat. Zertifikate werden immer geprüft; diesen wird zusätzlich zu den üblichen vertraut.',
        authorityPath: 'Pfad einer PEM-Datei auf diesem Computer',
        authorityAdd: 'Hinzufügen',
        authorityRemove: '{{file}} entfernen',
      },
      support: {
        title: 'Bericht für den Support',
        text: 'Für alle, die Ihnen helfen: Versionen, Ports, Zustände und die letzten Störungen. Adressen, Namen, Passwörter und Tokens stehen nicht darin. Lesen Sie ihn, bevor Sie ihn weitergeben.',
        make: 'Bericht erstellen',
        report: 'Der Bericht',
        copy: 'Bericht kopieren',
        save: 'Bericht speichern',
        about: 'Mailwicket {{version}}',
        license: 'Freie Software unter der Apache-Lizenz 2.0.',
        licenses: 'Lizenzen der enthaltenen Pakete',
        licensesNotHere:
          'Diese Kopie wurde nicht gepackt: Jede Lizenz liegt bei ihrem Paket, in node_modules.',
      },
    },
  },
  tray: {
    state: {
      ready: 'funktioniert',
      'signing-in': 'wird angemeldet…',
      'needs-sign-in': 'abgemeldet',
      'needs-password': 'braucht ein lokales Passwort',
      refused: 'abgelehnt',
      unreachable: 'nicht erreichbar',
      paused: 'pausiert',
    },
    menu: {
      account: '{{address}}: {{state}}',
      line: '{{text}}',
      more_one: '{{count}} weiteres Konto',
      more_other: '{{count}} weitere Konten',
      'sign-in': 'Neu anmelden…',
      'sign-in-first': 'Anmelden…',
      'cancel-sign-in': 'Anmeldung abbrechen',
      'make-password': 'Lokales Passwort erstellen…',
      'show-problem': 'Zeigen, was nicht stimmt',
      'open-client': 'OAuth-Client öffnen',
      'show-account': 'Anzeigen',
      'copy-settings': 'Mail-Einstellungen kopieren',
      pause: 'Pausieren',
      resume: 'Fortsetzen',
      open: 'Mailwicket öffnen',
      'check-all': 'Alle jetzt prüfen',
      'pause-all': 'Alle pausieren',
      'resume-all': 'Alle fortsetzen',
      'start-at-login': 'Bei der Anmeldung starten',
      'start-at-login-held': 'Bei der Anmeldung starten (von Ihrer Organisation festgelegt)',
      'start-at-login-approval':
        'Bei der Anmeldung starten (in Systemeinstellungen › Anmeldeobjekte erlauben)',
      'check-updates': 'Nach Updates suchen',
      restart: 'Mailwicket neu starten',
      quit: 'Mailwicket beenden',
      file: 'Ablage',
      close: 'Fenster schließen',
      edit: 'Bearbeiten',
      window: 'Fenster',
    },
    'settings-text': {
      title: 'Mail-Einstellungen für {{address}}',
      line: '{{protocol}}: Server {{host}}, Port {{port}}, Verbindungssicherheit: {{security}}',
      'security-none': 'keine (es bleibt auf diesem Computer)',
      'security-tls': 'SSL/TLS',
      user: 'Benutzername: {{address}}',
      'password-own': 'Passwort: das lokale Passwort aus Mailwicket',
      'password-adopt-first':
        'Passwort: das, was Ihr Mailprogramm schon hat. Mailwicket behält das erste, das ankommt',
      'password-pass-on': 'Passwort: das eigene Passwort des Kontos',
    },
    notice: {
      'sign-in': 'Neu anmelden',
      tomorrow: 'Morgen',
      'needs-sign-in': {
        title: '{{address}} wartet auf Sie',
        body: 'Melden Sie sich neu an. Bis dahin warten neue Mails beim Anbieter. Zum Anmelden hier klicken.',
      },
      'sign-in-doubt': {
        title: 'Sehen Sie sich die Anmeldung von {{address}} an',
        body: '{{message}}',
      },
      'first-login': {
        title: 'Ist das Ihr Mailprogramm?',
        body: 'Eins auf {{peer}} hat sich zum ersten Mal als {{address}} angemeldet. Melden Sie sich nur an, wenn es Ihres war.',
      },
      refused: {
        title: '{{address}} wurde abgelehnt',
        body: '{{message}} {{fix}}',
      },
      'first-success': {
        title: '{{address}} ist angemeldet',
        body: 'Verbinden Sie jetzt Ihr Mailprogramm. Für die Einstellungen hier klicken.',
      },
      'secret-expiring': {
        title: 'Das Clientgeheimnis von {{client}} läuft bald ab',
        body: 'Es gilt bis {{date}}. Legen Sie beim Anbieter ein neues an und tragen Sie es in Mailwicket ein.',
      },
      'certificate-expiring': {
        title: 'Das Zertifikat von {{client}} läuft bald ab',
        body: 'Es gilt bis {{date}}. Erzeugen Sie in Mailwicket ein neues und laden Sie es beim Anbieter hoch.',
      },
      'secret-expired': {
        title: 'Das Clientgeheimnis von {{client}} ist abgelaufen',
        body: 'Es galt bis {{date}}. Legen Sie beim Anbieter ein neues an und tragen Sie es in Mailwicket ein.',
      },
      'certificate-expired': {
        title: 'Das Zertifikat von {{client}} ist abgelaufen',
        body: 'Es galt bis {{date}}. Erzeugen Sie in Mailwicket ein neues und laden Sie es beim Anbieter hoch.',
      },
      'still-running': {
        title: 'Mailwicket läuft weiter',
        body: 'Ihre Mail funktioniert weiter. Das Symbol steht neben der Uhr, mit „Beenden“ im Menü.',
      },
      'check-good_one': 'Das Konto funktioniert',
      'check-good_other': 'Alle {{count}} Konten funktionieren',
      'check-bad_one': '{{count}} Konto funktioniert nicht',
      'check-bad_other': '{{count}} Konten funktionieren nicht',
      'check-body': 'Hier klicken, um zu sehen, was gefunden wurde.',
      copied: {
        title: 'Kopiert',
        body: 'Die Einstellungen für {{address}} liegen in der Zwischenablage.',
      },
      'sign-in-failed': {
        title: '{{address}} wurde nicht angemeldet',
        body: '{{message}} {{fix}}',
      },
      'secrets-in-memory': {
        title: 'Anmeldungen bleiben nicht erhalten',
        body: 'Kein Schlüsselbund ist entsperrt: Anmeldungen und lokale Passwörter gehen mit dem Beenden von Mailwicket verloren. Entsperren Sie einen, dann hier klicken, um Mailwicket neu zu starten.',
      },
      'secrets-unprotected': {
        title: 'Ihre Anmeldungen sind nicht geschützt',
        body: 'Kein Schlüsselbund ist entsperrt: Wer Ihre Dateien lesen kann, kann Ihre Anmeldungen benutzen. Entsperren Sie einen, dann hier klicken, um Mailwicket neu zu starten.',
      },
      'vault-locked': {
        title: 'Ihre Anmeldungen lassen sich nicht öffnen',
        body: '{{message}} Hier klicken, um Mailwicket neu zu starten.',
      },
      'action-failed': {
        title: 'Das hat nicht geklappt',
        body: '{{message}} {{fix}}',
      },
      'update-available': {
        title: 'Mailwicket {{version}} ist verfügbar',
        body: 'Sie bekommen es dort, woher Sie diese Version haben.',
      },
      'update-downloading': {
        title: 'Mailwicket {{version}} wird heruntergeladen',
        body: 'Es wird beim Beenden installiert.',
      },
      'update-downloaded': {
        title: 'Mailwicket {{version}} ist bereit',
        body: 'Es wird beim Beenden installiert.',
      },
      'update-none': {
        title: 'Mailwicket ist aktuell',
      },
      'update-failed': {
        title: 'Die Suche nach Updates ist fehlgeschlagen',
        body: 'Mailwicket versucht es später wieder.',
      },
    },
    start: {
      failed: 'Mailwicket kann nicht starten',
    },
    bar: {
      title: 'Anmelden: {{address}}',
      account: 'Anmelden als {{address}}',
      code: 'Geben Sie diesen Code ein: {{code}}',
      secure: 'Sichere Verbindung',
      'this-machine': 'Mailwicket auf diesem Computer',
      loading: 'Wird geladen…',
      browser: 'Lieber in meinem Browser',
      cancel: 'Abbrechen',
      close: 'Schließen',
      'proxy-login': 'Der Netzwerk-Proxy {{proxy}} verlangt Benutzername und Passwort.',
      'proxy-login-again': 'Der Netzwerk-Proxy {{proxy}} hat Benutzername und Passwort nicht angenommen.',
      user: 'Benutzername',
      password: 'Passwort',
      'certificate-wanted': '{{host}} verlangt ein Zertifikat von Ihnen.',
      'certificate-choice': '{{subject}} (von {{issuer}}, bis {{until}})',
      answer: 'Weiter',
      decline: 'Ohne Zertifikat weiter',
      refused: 'Die Seite wollte ohne sichere Verbindung zu {{host}} führen. Das wurde verhindert.',
      certificate:
        'Das Zertifikat von {{host}} ist nicht gültig. Die Anmeldung wurde beendet: Dorthin wurde nichts gesendet.',
      unreachable:
        '{{host}} ist nicht erreichbar ({{reason}}). Prüfen Sie das Netz oder nehmen Sie Ihren Browser.',
      gone: 'Die Seite ist abgestürzt. Nehmen Sie Ihren Browser, oder brechen Sie ab und beginnen Sie neu.',
    },
  },
  core: {
    overall: {
      problem: 'Die Einstellungen sind nicht lesbar',
      listener: 'Port {{port}} lässt sich nicht öffnen',
      device: 'Port {{port}} für {{name}} lässt sich nicht öffnen',
      accounts_one: '{{address}} wartet auf Sie',
      accounts_other: '{{count}} Konten warten auf Sie',
      network: 'Kein Netz',
      unreachable_one: '{{address}} ist nicht erreichbar',
      unreachable_other: '{{count}} Konten sind nicht erreichbar',
      'signing-in_one': '{{address}} wird angemeldet',
      'signing-in_other': '{{count}} Konten werden angemeldet',
      checking: 'Wird geprüft…',
      'check-failed_one': 'Die Prüfung von {{address}} ist fehlgeschlagen',
      'check-failed_other': '{{count}} Konten haben die Prüfung nicht bestanden',
      paused: 'Alle Konten sind pausiert',
      'no-account': 'Noch kein Konto',
      ready_one: 'Ihr Konto funktioniert',
      ready_other: 'Alle {{count}} Konten funktionieren',
    },
    command: {
      optionIs: 'Die Option heißt {{option}}.',
      noCommandNamed: 'Es wurde kein Befehl genannt.',
      helpTells: '{{command}} sagt, was es gibt.',
      addOneFirst: 'Fügen Sie zuerst eines hinzu.',
      fileUnreadable: 'Die Datei {{file}} lässt sich nicht lesen: {{why}}.',
      checkNameAndReaders: 'Prüfen Sie ihren Namen und wer sie lesen darf.',
      notThere: 'Sie ist nicht da',
      noPortOpened: 'Kein Port ließ sich öffnen.',
      portProblem: '{{name}} (Port {{port}}): {{why}}',
      workersEnd: 'Die Arbeitsprozesse enden, sobald sie gestartet sind: {{why}}',
      serveWithoutWorkers:
        'Sehen Sie im Protokoll nach dem Grund. Ohne --workers bedient ein einziger Prozess die Mailprogramme.',
      couldNotBeOpened: 'Er ließ sich nicht öffnen.',
      endThoseProgramsOrChoose: 'Beenden Sie diese Programme, oder wählen Sie andere Ports mit {{options}}.',
      noPanel: 'Für diesen Datenordner wird keine Oberfläche im Browser gezeigt.',
      commandIs: 'Der Befehl ist: {{command}}',
    },
    settings: {
      mustPort: 'muss ein Port sein: eine Zahl bis 65535 ohne Anführungszeichen, oder das Wort off',
      chooseAnotherPlace: 'Wählen Sie einen anderen Ort.',
      fileNotSaved: 'Die Datei wurde nicht gespeichert: {{why}}.',
      startAtLoginNotSet: 'Ob Mailwicket bei der Anmeldung startet, ließ sich nicht ändern: {{why}}.',
      ownAutostartEntry: 'Sorgen Sie dafür, dass {{path}} und sein Ordner Ihnen gehören.',
      pageMayNotAsk: 'Diese Seite darf das nicht verlangen.',
      noSuchCommand: 'Diesen Befehl gibt es nicht.',
      copyAddressOpenYourBrowser:
        'Kopieren Sie die Adresse und öffnen Sie sie in Ihrem Browser, wenn Sie ihr vertrauen.',
      mailwicketDoesNotOpenPages: 'Seiten von {{host}} öffnet Mailwicket nicht.',
      tryAgainLater: 'Versuchen Sie es später noch einmal.',
      noNetworkProxySet: 'Es ist kein Netzwerk-Proxy eingetragen.',
      giveAddressPassword: 'Geben Sie mit dem Passwort auch seine Adresse an.',
      settings: 'den Einstellungen',
      namePemFileWholePath:
        'Nennen Sie eine PEM-Datei mit ihrem ganzen Pfad, die der Benutzer lesen darf, als der Mailwicket läuft.',
      noCertificate: 'In {{file}} steht kein Zertifikat.',
      namePemFileBeginsBegin: 'Nennen Sie eine PEM-Datei: Sie beginnt mit „-----BEGIN CERTIFICATE-----“.',
      noPrivateKey: 'In {{file}} steht kein privater Schlüssel, oder er ist verschlüsselt.',
      namePrivateKey: 'Nennen Sie die PEM-Datei mit dem Schlüssel des Zertifikats, ohne Kennwort.',
      keyOfAnother: 'Der Schlüssel in {{file}} gehört nicht zum Zertifikat in {{certificate}}.',
      nameBothFiles:
        'Nennen Sie die beiden Dateien, die zusammengehören; nach einer Erneuerung werden beide neu gelesen.',
      twoFiles: 'Nennen Sie zwei Dateien: das Zertifikat und seinen Schlüssel.',
      certificateTaken: 'Das Zertifikat der TLS-Ports wurde erneuert; es gilt bis {{date}}.',
      certificateNeverTaken:
        'Das Zertifikat für die TLS-Ports wurde nicht aus seinen Dateien übernommen; in Gebrauch ist das eigene von Mailwicket, dem andere Programme nicht vertrauen.',
      certificateNotTaken:
        'Das Zertifikat für die TLS-Ports wurde nicht aus seinen Dateien übernommen; das bisherige gilt weiter.',
      certificateEnds: 'Das Zertifikat der TLS-Ports endet am {{date}}. Lassen Sie es erneuern.',
      certificateEnded:
        'Das Zertifikat der TLS-Ports endete am {{date}}: Programme lehnen es ab. Lassen Sie es erneuern.',
      panelCannotDo: 'Im Browser geht das nicht.',
      useDesktopProgram: 'Nehmen Sie dafür das Desktop-Programm.',
      writeHttpHostPortSocks5:
        'Schreiben Sie ihn als http://host:port oder socks5://host:port; Benutzername und Passwort stehen vor einem @.',
      networkProxyNotUnderstood: 'Der Netzwerk-Proxy in {{place}} ist nicht zu verstehen.',
      passwordNetworkProxyCannotRead:
        'Das Passwort des Netzwerk-Proxys lässt sich nicht aus dem Tresor lesen. Geben Sie es in den Einstellungen noch einmal ein.',
      checkNetworkConnectionProxy: 'Prüfen Sie die Netzwerkverbindung und den Proxy in {{place}}.',
      networkProxyDidNotAnswer: 'Der Netzwerk-Proxy {{proxy}} hat nicht rechtzeitig geantwortet.',
      writeThemIntoBeforeHost: 'Schreiben Sie sie in {{place}} vor den Host, als user:password@.',
      allowServerPortNameServer:
        'Lassen Sie ihn diesen Server und Port erlauben, oder nennen Sie den Server in NO_PROXY, oder ändern Sie den Proxy in {{place}}.',
      settingsNameCertificateAuthorityNo:
        'Die Einstellungen nennen {{file}} als Zertifizierungsstelle, und dort lässt sich kein Zertifikat (PEM) lesen.',
      putFileBackTakeOut:
        'Legen Sie die Datei zurück, oder nehmen Sie sie in den Einstellungen oder der Richtlinie der Organisation aus den weiteren Zertifizierungsstellen („extraCertificateAuthorities“).',
      correctNamedTryAgain: 'Berichtigen Sie, was genannt ist, und versuchen Sie es noch einmal.',
      somethingWentWrong: 'Etwas ist schiefgegangen.',
      mailwicketDoesNotAnswer: 'Mailwicket antwortet nicht.',
      checkRunningThenTryAgain: 'Prüfen Sie, ob es läuft, und versuchen Sie es noch einmal.',
      browserDidNotAllow: 'Der Browser hat das nicht erlaubt.',
      doHand: 'Tun Sie es von Hand.',
      proxyCannotBeUsed: 'Der Netzwerk-Proxy {{proxy}} lässt sich nicht benutzen.',
      proxyCannotBeUsedCode: 'Der Netzwerk-Proxy {{proxy}} lässt sich nicht benutzen ({{code}}).',
      proxyWantsLogin: 'Der Netzwerk-Proxy {{proxy}} will einen Benutzernamen und ein Passwort.',
      proxyRefusedLogin: 'Der Netzwerk-Proxy {{proxy}} nahm Benutzernamen und Passwort nicht an.',
      proxyDoesNotConnect: 'Der Netzwerk-Proxy {{proxy}} verbindet nicht mit {{server}} ({{words}}).',
      proxyPasswordUnreadable: 'Das Passwort des Netzwerk-Proxys {{proxy}} lässt sich nicht lesen.',
      noPagesOfThisKind: 'Seiten dieser Art öffnet Mailwicket nicht.',
      systemsSettings: 'den Einstellungen des Systems',
      enterProxyInSettings:
        'Tragen Sie diesen Proxy mit Benutzername und Passwort in den Einstellungen von Mailwicket ein.',
    },
    policy: {
      setByOrganization: '{{what}}: von Ihrer Organisation festgelegt.',
      askAdministrator: 'Wenden Sie sich an die Administration Ihrer Organisation.',
      domainNotAllowed: 'Ihre Organisation lässt hier keine Konten von {{domain}} zu.',
      providerNotAllowed: 'Ihre Organisation lässt hier keine Konten bei {{provider}} zu.',
      cannotTellWhatIsAllowed:
        'Die Richtlinie Ihrer Organisation lässt sich nicht lesen. Bis das behoben ist, lassen sich keine Konten hinzufügen oder ändern.',
      unreadable: 'Die Richtlinie Ihrer Organisation in {{where}} lässt sich nicht lesen: {{why}}.',
      mendUnreadable:
        'Bis das behoben ist, lässt sich nichts ändern, was eine Richtlinie festlegen kann. E-Mail läuft weiter.',
      untrusted: 'Die Richtlinie in {{where}} wird nicht verwendet: {{why}}.',
      mendUntrusted: 'Schreiben dürfen sie nur Administratoren. Korrigieren Sie Besitzer und Berechtigungen.',
      invalid: 'Ein Teil der Richtlinie Ihrer Organisation in {{where}} lässt sich nicht verwenden: {{why}}.',
      mendInvalid:
        'Was er betrifft, bleibt, wie es ist, und lässt sich bis zur Korrektur nicht ändern. Alles andere gilt.',
      itself: 'die Richtlinie Ihrer Organisation',
      notAnObject: 'sie ist kein JSON-Objekt',
      tooLong: 'sie ist länger als 1 MB',
      isLink: 'sie ist ein symbolischer Link',
      belongsToUser: '{{path}} gehört dem Benutzer {{owner}}',
      othersCanWrite: 'nicht nur der Besitzer darf {{path}} schreiben',
      ownedByOther: 'sie gehört keinem Administrator ({{owner}})',
      writableByEverybody: 'jeder darf sie schreiben',
      writableByOther: 'nicht nur Administratoren dürfen sie schreiben ({{who}})',
      ownerUnknown: 'Windows sagt nicht, wem sie gehört',
      registryClosed: 'die Registrierung lässt sich weder mit reg.exe noch mit PowerShell lesen',
      notProperties: 'plutil kann sie nicht lesen',
      mustDomain: 'muss eine Domain wie example.org oder *.example.org sein',
      mustProxyWithoutPassword: 'muss die Adresse eines Proxys ohne Passwort sein',
      keys: {
        registrations: 'Die eingebauten OAuth-Clients',
        clients: 'Die OAuth-Clients der Organisation',
        allowedProviders: 'Die Anbieter',
        allowedDomains: 'Die Domains',
        imap: 'Der Port für IMAP',
        pop: 'Der Port für POP',
        smtp: 'Der Port für SMTP',
        imaps: 'Der Port für IMAP mit TLS',
        pops: 'Der Port für POP mit TLS',
        smtps: 'Der Port für SMTP mit TLS',
        lanAccess: 'Der Zugriff von anderen Geräten',
        networkProxy: 'Der Netzwerk-Proxy',
        extraCertificateAuthorities: 'Die Zertifizierungsstellen',
        panel: 'Die Oberfläche im Browser',
        startAtLogin: 'Der Start bei der Anmeldung',
        signInWindow: 'Das Anmeldefenster',
        updates: 'Updates',
      },
    },
    storage: {
      vaultCannotOpened: 'Der Tresor lässt sich nicht öffnen.',
      vaultKeySealedKeyringDesktop: 'vault-key.sealed, das der Schlüsselbund dieses Desktops öffnet',
      settingsCannotWritten: 'Die Einstellungen {{path}} lassen sich nicht schreiben: {{why}}.',
      bringKeyFileBackFrom:
        'Holen Sie die Schlüsseldatei aus einer Sicherung zurück, oder verschieben Sie den Tresorordner, um neu anzufangen und sich neu anzumelden.',
      vaultButKeyNotNo:
        'Der Tresor {{folder}} ist da, aber sein Schlüssel {{path}} fehlt. Es wurde kein neuer erzeugt: Er könnte nicht öffnen, was im Tresor liegt.',
      vaultKeyMadeSomebodyElse:
        'Den Schlüssel {{path}} des Tresors hat inzwischen ein anderer Prozess angelegt.',
      keyringDesktopDidNotTake:
        'Der Schlüsselbund dieses Desktops hat den Schlüssel des Tresors nicht angenommen.',
      nothingChangedLost: 'Es wurde nichts geändert, und nichts ging verloren.',
      keyringDidNotOpenKept: 'Der Schlüsselbund konnte die abgelegten Geheimnisse nicht öffnen.',
      bringBackFromBackupMove:
        'Holen Sie ihn aus einer Sicherung zurück, oder verschieben Sie den Datenordner und melden Sie sich neu an.',
      vaultKeyDamagedLeft: 'Der Schlüssel {{path}} des Tresors ist beschädigt und blieb, wie er ist.',
      vaultKeyDamaged: 'Der Schlüssel {{path}} des Tresors ist beschädigt.',
      notJson: 'Das ist kein JSON',
      dataFolderCannotUsed: 'Der Datenordner {{path}} lässt sich nicht benutzen: {{why}}.',
      dataFolderNotClosed:
        'Der Datenordner {{path}} lässt sich nicht vor anderen Benutzern dieses Computers verschließen.',
      dataFolderOpenOtherUsers:
        'Der Datenordner {{path}} ist für andere Benutzer dieses Computers offen und enthält andere Dateien.',
      systemDoesNotSayWhere:
        'Dieses System gibt nicht an, wo Dateien dieses Benutzers liegen sollen. Nennen Sie mit --data einen Datenordner.',
      value: 'ein Wert',
      nameDoubleQuotes: 'ein Name in Anführungszeichen',
      colon: 'ein Doppelpunkt',
      commaClosingBracket: 'ein Komma oder eine schließende Klammer',
      endFile: 'das Ende der Datei',
      settingsWereNotChanged: 'Die Einstellungen wurden nicht geändert: {{why}}',
      settingsCannotRead: 'Die Einstellungen {{path}} lassen sich nicht lesen: {{why}}.',
      settingsWereWrittenNewerVersion:
        'Die Einstellungen {{path}} hat eine neuere Version von Mailwicket geschrieben (Format {{theirs}}; diese Version kennt {{ours}}). Es wurde nichts geändert. Installieren Sie jene Version oder eine neuere.',
      copyKept: 'Eine Kopie liegt als {{path}}.',
      permissionDenied: 'keine Berechtigung',
      diskFull: 'Die Platte ist voll',
      diskQuotaUsedUp: 'Das Speicherkontingent ist aufgebraucht',
      diskReadOnly: 'Die Platte ist schreibgeschützt',
      diskReportsInputOutputError: 'Die Platte meldet einen Ein-/Ausgabefehler',
      noSuchFileOrFolder: 'So eine Datei oder so einen Ordner gibt es nicht',
      fileWhereFolderShould: 'Wo ein Ordner sein sollte, ist eine Datei',
      folderWhereFileShould: 'Wo eine Datei sein sollte, ist ein Ordner',
      tooManyFilesOpen: 'Zu viele Dateien sind offen',
      anotherProgramUsing: 'Ein anderes Programm benutzt es',
      nothingListens: 'Dort nimmt nichts Verbindungen an',
      hostNameUnknown: 'Zu seinem Namen ist keine Adresse bekannt',
      hostNameNotLookedUp: 'Sein Name ließ sich nicht nachschlagen',
      noWayThere: 'Das Netzwerk hat keinen Weg dorthin',
      noAnswer: 'Es kommt keine Antwort',
      connectionBroken: 'Die Verbindung brach ab',
      certificateExpired:
        'Das Zertifikat des Servers ist abgelaufen; erneuern Sie es dort, oder stellen Sie hier die Uhr',
      certificateAnotherName:
        'Das Zertifikat des Servers gilt für einen anderen Namen; nehmen Sie in der Adresse einen, der im Zertifikat steht',
      certificateNotTrusted:
        'Dem Zertifikat des Servers wird hier nicht vertraut; nennen Sie in der Adresse mit sslrootcert die Datei seiner Zertifizierungsstelle',
      unknownError: 'unbekannter Fehler',
      vaultKeyMailwicketVaultKey: 'vault.key, MAILWICKET_VAULT_KEY oder das Service-Credential',
      nothingChangedBringBackKey:
        'Darin wurde nichts geändert. Holen Sie den Schlüssel zurück, mit dem er angelegt wurde ({{places}}; bei einer Datenbank den der anderen Gateways), oder verschieben Sie den Tresorordner, um neu anzufangen und sich neu anzumelden.',
      vaultMadeAnotherKey: 'Der Tresor {{folder}} wurde mit einem anderen Schlüssel angelegt.',
      vaultWrittenNewerVersionMailwicket:
        'Den Tresor {{folder}} hat eine neuere Version von Mailwicket geschrieben. Darin wurde nichts geändert. Installieren Sie jene Version oder eine neuere.',
      vaultKeyMust32Octets: 'Der Schlüssel des Tresors muss 32 Byte lang sein.',
      entryCannotRead: 'Der Eintrag {{name}} lässt sich nicht lesen',
      vaultEntryDamagedLeftBring:
        'Der Tresoreintrag {{name}} ist beschädigt und blieb, wie er ist ({{path}}). Holen Sie die Datei aus einer Sicherung zurück, oder melden Sie sich neu an.',
      entryCannotWritten: 'Der Eintrag {{name}} lässt sich nicht schreiben',
      entryCannotRemoved: 'Der Eintrag {{name}} lässt sich nicht entfernen',
      entriesCannotListed: 'Seine Einträge lassen sich nicht auflisten',
      entryCannotLocked: 'Der Eintrag {{name}} lässt sich nicht sperren',
      storeAddress: 'Die Adresse der Datenbank ist unbrauchbar.',
      storeAddressForm: 'Sie hat diese Form: postgresql://benutzer@host:5432/datenbank',
      storeSslmode: 'sslmode={{mode}} ist für die Datenbank nicht möglich.',
      storeSslmodes: 'Wählen Sie verify-full, verify-ca oder disable.',
      passwordFileOpen:
        'Andere Benutzer können die Datei {{file}} lesen, deshalb wird das Passwort darin nicht verwendet.',
      passwordFileOpenFix: 'Geben Sie nur sich selbst Zugriff (chmod 600), und starten Sie dann erneut.',
      storeSslPair:
        'sslcert und sslkey gehören zusammen, und nur eines davon steht in der Adresse der Datenbank.',
      storeSslFiles: 'Berichtigen Sie sslrootcert, sslcert und sslkey in der Adresse der Datenbank.',
      storeUnavailable: 'Die Datenbank {{store}} ist zurzeit nicht zu gebrauchen: {{why}}.',
      storeWantsPassword:
        'sie verlangt ein Passwort, und keines steht in MAILWICKET_STORE, PGPASSWORD, PGPASSFILE oder ~/.pgpass',
      storeUnavailableFix:
        'Prüfen Sie die Datenbank. Bis sie wieder da ist, arbeiten Konten mit noch gültigen Tokens weiter, und ändern lässt sich nichts.',
      storePooler:
        'Zwischen Mailwicket und der Datenbank {{store}} ist ein Verbindungspooler, der Sitzungen aufteilt: Was andere Gateways ändern, würde nicht bemerkt.',
      storePoolerFix:
        'Verbinden Sie sich mit der Datenbank selbst, oder lassen Sie den Pooler Sitzungen erhalten (PgBouncer: pool_mode = session).',
      storeNewer:
        'Die Datenbank {{store}} hat eine neuere Version von Mailwicket eingerichtet. Darin wurde nichts geändert.',
      storeNewerFix: 'Installieren Sie jene Version oder eine neuere.',
      settingsConflict:
        'Andere haben die Einstellungen zur selben Zeit geändert; diese Änderung wurde nicht vorgenommen. Versuchen Sie es noch einmal.',
      storeEmpty: 'In {{place}} gibt es nichts zu kopieren.',
      storeNotEmpty: 'In {{place}} liegen bereits Einstellungen und Geheimnisse. Es wurde nichts kopiert.',
      storeNotEmptyFix: 'Soll die Kopie an ihre Stelle treten, fügen Sie {{option}} hinzu.',
      alreadyServed: 'Mailwicket bedient diesen Datenordner schon.',
      alreadyServedBy: 'Mailwicket bedient diesen Datenordner schon (Prozess {{process}}).',
      stopTheOther: 'Beenden Sie zuerst jenes, oder nennen Sie mit --data einen anderen Ordner.',
      storeServed:
        'Ein Dienst benutzt {{place}}. Halten Sie ihn zuerst an: Was er inzwischen erneuert, würde in der Kopie fehlen.',
      entryNotLocked: 'Der Eintrag {{name}} war nicht gesperrt.',
      vault: 'Der Tresor {{folder}}: {{what}}: {{why}}.',
      serviceCredential: 'das Service-Credential',
      serviceCredentialMust32Octets:
        'Das Service-Credential {{name}} muss 32 Byte enthalten, roh, als Base64 oder hexadezimal.',
      keyFileCannotMade: 'Die Schlüsseldatei {{path}} lässt sich nicht anlegen: {{why}}.',
      keyringKeyDamaged:
        'Der Schlüssel, den der Schlüsselbund für {{folder}} hat, ist beschädigt: Er muss aus 32 Byte in Base64 bestehen.',
      vaultButKeyringHasNoKey:
        'In {{folder}} liegt ein Tresor, aber der Schlüsselbund hat keinen Schlüssel dafür. Es wurde kein neuer angelegt.',
      noSecretTool:
        'Der Schlüsselbund kann nicht gefragt werden: Das Programm {{program}} ist nicht installiert (Debian: libsecret-tools).',
      keyringNotUnlocked: 'Niemand hat ihn innerhalb von {{minutes}} Minuten entsperrt.',
      keyringUnavailable: 'Der Schlüsselbund antwortet nicht: {{why}}',
      vaultIsTheDesktops:
        'Die Geheimnisse in {{folder}} gehören der Desktop-Anwendung: Nur sie kann sie öffnen, mit dem Schlüsselbund dieses Computers. Verwenden Sie ihr Fenster, oder für den Befehl einen anderen Ordner (--data).',
      vaultButKeyFileNot:
        'Der Tresor {{folder}} ist da, aber seine Schlüsseldatei {{path}} fehlt. Es wurde kein neuer Schlüssel erzeugt: Er könnte nicht öffnen, was im Tresor liegt. Holen Sie die Schlüsseldatei aus einer Sicherung zurück (bei einer Datenbank von einem anderen Gateway), oder verschieben Sie den Tresorordner, um neu anzufangen und sich neu anzumelden.',
      keyFile: 'die Schlüsseldatei',
      keyFileDamagedMustHold:
        'Die Schlüsseldatei {{path}} ist beschädigt: Sie muss 32 Byte als Base64 enthalten. Holen Sie sie aus einer Sicherung zurück.',
      keptSealedKeyringLockedNot:
        'Die abgelegten Geheimnisse sind mit einem Schlüsselbund versiegelt, der gesperrt ist oder fehlt.',
      unlockKeyringLogDesktopThen:
        'Entsperren Sie den Schlüsselbund, oder melden Sie sich an dem Desktop an, der ihn hat; starten Sie dann Mailwicket neu.',
      unlockKeyringStartMailwicketAgain:
        'Entsperren Sie den Schlüsselbund und starten Sie Mailwicket neu; wurde er zurückgesetzt, verschieben Sie den Datenordner von Mailwicket und melden Sie sich neu an.',
      fileLockTimeout: 'Ein anderer Prozess hält {{path}} seit über {{seconds}} Sekunden. Hängt er?',
      settingsCannotBeUsed:
        'Die Einstellungen {{path}} lassen sich nicht benutzen: {{why}}. Die Datei blieb, wie sie ist: Berichtigen Sie sie, oder verschieben Sie sie, um neu anzufangen.',
      notJsonAt: 'Das ist kein JSON: In Zeile {{line}}, Spalte {{column}} sollte {{expected}} stehen',
      notJsonInLine: 'Das ist kein JSON: siehe Zeile {{line}}, Spalte {{column}}',
      vaultKeyVariable: '{{name}} muss 32 Byte enthalten, als Base64 oder hexadezimal.',
      makeOneWith: 'So erzeugen Sie einen: {{command}}',
      chooseFolderOrClose: 'Wählen Sie einen eigenen Ordner, oder schließen Sie diesen: {{command}}',
      keyFileReadableByOthers:
        'Andere Benutzer dieses Computers können die Schlüsseldatei {{path}} lesen. Schließen Sie sie: {{command}}',
      cannotBeRead: 'Nicht lesbar ist {{file}}: {{why}}.',
      fileAndPath: '{{file}} {{path}}',
      withSystemCode: '{{words}} ({{code}})',
      andMore: 'und {{count}} weitere',
      pathCannotBeMade: '{{path}} lässt sich nicht anlegen: {{why}}.',
      pathCannotBeRead: '{{path}} lässt sich nicht lesen: {{why}}.',
      unexpectedGoesOn: 'Etwas Unerwartetes ist geschehen; Mailwicket läuft weiter: {{words}}',
      secretsInMemory:
        'Kein Schlüsselbund ist offen. Anmeldungen und lokale Passwörter enden mit Mailwicket.',
      secretsUnprotected:
        'Kein Schlüsselbund ist offen: Wer Ihre Dateien liest, kann Ihre Anmeldungen öffnen.',
      dataFolderBelongsAnotherUser:
        "Der Datenordner {{path}} gehört einem anderen Benutzer ({{owner}}), und Mailwicket läuft als Benutzer {{runner}}. Starten Sie es als jener Benutzer, nennen Sie mit --data einen anderen Ordner, oder übergeben Sie diesen: chown -R {{runner}} '{{path}}'",
      keyFileBelongsAnotherUser:
        "Die Schlüsseldatei {{path}} gehört einem anderen Benutzer ({{owner}}), und Mailwicket läuft als Benutzer {{runner}}. Starten Sie es als jener Benutzer, oder übergeben Sie die Datei: chown {{runner}} '{{path}}'",
      linkNotWrittenThrough:
        '{{path}} ist eine Verknüpfung, und Mailwicket schreibt nicht durch Verknüpfungen hindurch.',
      notPlainFile: '{{path}} ist keine gewöhnliche Datei.',
      nameAnotherFile:
        'Nennen Sie eine andere Datei, oder lassen Sie die Option weg: Dann steht es auf der Standardausgabe.',
    },
    accounts: {
      submissionWithoutUrl: 'Beim OAuth-Client fehlt die Adresse, unter der {{way}} Nachrichten annimmt.',
      submissionNotOffered: '{{provider}} nimmt keine Nachrichten über {{way}} an.',
      enterSubmissionUrl: 'Tragen Sie die Adresse ein, etwa https://graph.microsoft.com/v1.0.',
      chooseSubmission: 'Wählen Sie eines davon: {{offered}}.',
      mustMailAddressLikeAnna: 'muss eine Mailadresse sein, etwa anna@example.org',
      certificate: 'Zertifikat',
      withinDay: 'innerhalb eines Tages',
      days: 'in {{days}} Tagen',
      tooManyPasswordsBeingChecked:
        'Gerade werden zu viele Passwörter auf einmal geprüft. Versuchen Sie es gleich noch einmal.',
      keptPasswordHashFormVersion: 'Das Passwort ist in einer Form abgelegt, die diese Version nicht kennt.',
      empty: 'Es ist leer',
      longerThanOctets: 'Es ist länger als {{longest}} Byte',
      holdsLineBreakNulCharacter: 'Es enthält einen Zeilenumbruch oder ein NUL-Zeichen',
      accountPasswordNamedAlreadyChoose:
        'Dieses Konto hat schon ein Passwort namens „{{name}}“. Wählen Sie einen anderen Namen, oder widerrufen Sie zuerst jenes.',
      accountPasswordsMostCanRevoke:
        'Dieses Konto hat {{most}} Passwörter; mehr gehen nicht. Widerrufen Sie eines, das nicht mehr gebraucht wird.',
      accountNoPasswordName: 'Dieses Konto hat kein Passwort dieses Namens.',
      passwordsNameMust1Characters: 'Der Name eines Passworts hat 1 bis {{longest}} Zeichen in einer Zeile.',
      cannotLocalPassword: 'Das kann kein lokales Passwort sein: {{objection}}.',
      vaultEntryDoesNotHold:
        'Der Tresoreintrag {{entry}} enthält keine lokalen Passwörter und blieb, wie er ist. Löschen Sie die lokalen Passwörter dieses Kontos und legen Sie ein neues an.',
      serviceAccountKey: 'Schlüssel des Dienstkontos',
      mustHttpsUrlPlainHttp: 'muss eine https://-URL sein (http:// gilt nur für diesen Computer)',
      anotherProvider: 'Anderer Anbieter',
      providersOauthOpenidConnectPage:
        'Auf der Seite des Anbieters zu OAuth oder OpenID Connect stehen Authorization-URL, Token-URL und Scopes.',
      addOfflineAccessScopesIf:
        'Fügen Sie den Scopes offline_access hinzu, falls der Anbieter dafür Refresh-Tokens ausgibt.',
      fastmailRegistersOauthClientsHand:
        'Fastmail registriert OAuth-Clients von Hand: Bitten Sie den Support um eine Client-ID.',
      googleOpensSignPageYour:
        'Google öffnet seine Anmeldeseite nur in Ihrem Browser, nie im Fenster eines anderen Programms.',
      serviceAccountNeedsDomainWide:
        'Ein Dienstkonto braucht domainweite Delegierung; ein Administrator des Workspace erteilt sie.',
      personalOutlookComAccountsGlobal: 'Persönliche Outlook.com-Konten gibt es nur in der weltweiten Cloud.',
      chooseGlobalCloudMicrosoft365: 'Wählen Sie die Cloud „Weltweit“, oder Microsoft 365 als Anbieter.',
      personalMicrosoftAccountsOutlookCom:
        'Persönliche Microsoft-Konten (outlook.com, hotmail.com, live.com, msn.com)',
      noServiceAccountsTheyGoogles: '{{provider}} hat keine Dienstkonten: Die gibt es nur bei Google.',
      doesNotOfferGrantMail: '{{provider}} bietet den Grant „{{grant}}“ für Mail nicht an.',
      chooseOneOffers: 'Wählen Sie einen, den es dort gibt: {{offered}}.',
      enterDirectoryTenantIdOverview:
        'Tragen Sie die „Verzeichnis-ID (Mandant)“ ein. Sie steht im Entra Admin Center auf der Seite „Übersicht“ der App-Registrierung.',
      tenantConsumersStandsPersonalAccounts: 'Der Mandant „consumers“ steht für persönliche Konten; sie',
      tenantStandsManyOrganizationsClient:
        'Der Mandant ist „{{tenant}}“, das steht für viele Organisationen. Mit Client Credentials meldet sich niemand an; so weiß Microsoft nicht, welche gemeint ist.',
      tenantCommonMicrosoftTakesPassword:
        'Der Mandant ist „common“. Microsoft nimmt ein Passwort nur für einen genannten Mandanten oder für „organizations“, denn „common“ könnte ein persönliches Konto meinen.',
      enterOrganizations: '{{sentence}} Oder tragen Sie „organizations“ ein.',
      personalMicrosoftAccountSuchAccounts: '{{address}} ist ein persönliches Microsoft-Konto. Solche Konten',
      cannotSignClientTenantTakes:
        '{{accounts}} können sich mit diesem Client nicht anmelden: Sein Mandant nimmt nur Konten von Organisationen.',
      useClientOutlookComOne:
        'Nehmen Sie einen Client für Outlook.com oder einen mit dem Mandanten „common“, der persönliche Konten zulässt.',
      cannotUsedClientCredentialsNo:
        '{{accounts}} gehen nicht mit Client Credentials: Hinter ihnen steht kein Administrator, der zustimmen könnte.',
      useClientGrantAuthorizationCode:
        'Nehmen Sie einen Client mit dem Grant „Authorization Code“ und melden Sie sich einmal an.',
      cannotUsedPasswordGrantMicrosoft:
        '{{accounts}} gehen nicht mit dem Password Grant: Microsoft nimmt Passwörter auf diesem Weg nur für Konten von Organisationen.',
      redirectUriMustOneYour: 'Die Umleitungs-URI muss die sein, mit der Ihr Client registriert ist.',
      appRegistrationOneOrganizationOnly:
        'Eine App-Registrierung für nur eine Organisation braucht deren „Verzeichnis-ID (Mandant)“.',
      appRegistrationMustAllowPersonal: 'Die App-Registrierung muss persönliche Microsoft-Konten zulassen.',
      popSwitchedSettingsOutlookCom:
        'POP muss zuerst in den Einstellungen von Outlook.com eingeschaltet werden.',
      authorizationCode: 'Authorization Code',
      deviceCode: 'Device Code',
      resourceOwnerPassword: 'Password Grant',
      clientCredentials: 'Client Credentials',
      serviceAccount: 'Dienstkonto',
      thirdPartyAccessMailSwitched:
        'In den Mail-Einstellungen von Xfinity muss der Zugriff durch andere Programme eingeschaltet sein.',
      imapSwitchedSettingsYandexMail:
        'IMAP muss in den Einstellungen von Yandex Mail unter „Mailprogramme“ eingeschaltet sein.',
      enterDirectoryTenantIdDomain:
        'Tragen Sie die „Verzeichnis-ID (Mandant)“ oder eine Domain der Organisation ein. Die ID steht im Entra Admin Center auf der Seite „Übersicht“ der App-Registrierung.',
      tenantNeitherIdNorDomain: '{{name}}: Der Mandant ist weder eine ID noch eine Domain.',
      authorizationUrlMissingPagePerson: 'Die Permission-URL fehlt: die Seite, auf der sich jemand anmeldet',
      tokenUrlMissingWhereTokens: 'Die Token-URL fehlt: wo nach Tokens gefragt wird',
      deviceAuthorizationUrlMissingWhere:
        'Die Device-Code-URL fehlt: wo nach dem Code zum Eintippen gefragt wird',
      tenantMissingGrantMicrosoftNeeds:
        '{{name}}: Der Mandant fehlt. Mit dem Grant „{{grant}}“ muss Microsoft wissen, welche Organisation gemeint ist.',
      noCredential: '„Keiner (öffentlicher Client)“',
      clientSecret2: 'einem Clientgeheimnis',
      chooseNoCredentialAppRegistered:
        'Wählen Sie „Keiner“ für eine als Desktop-Programm registrierte App, oder das Geheimnis oder Zertifikat einer Web-App.',
      chooseNoCredentialPublicClient:
        'Wählen Sie „Keiner“; in der App-Registrierung müssen öffentliche Clientflows zugelassen sein.',
      chooseNoCredentialSecretCertificate:
        'Wählen Sie „Keiner“, oder das Geheimnis oder Zertifikat der App-Registrierung.',
      addClientSecretCertificateEntra:
        'Fügen Sie ein Clientgeheimnis oder ein Zertifikat hinzu. Im Entra Admin Center entstehen sie auf der Seite „Zertifikate & Geheimnisse“ der App-Registrierung.',
      addKeyFileJsonService:
        'Fügen Sie die Schlüsseldatei (JSON) des Dienstkontos hinzu. In der Google Cloud Console entsteht sie auf der Seite „Schlüssel“ des Dienstkontos.',
      grantDoesNotWork: '{{name}}: Der Grant „{{grant}}“ geht nicht mit {{credential}}.',
      noAccount: 'Es gibt kein Konto {{address}}.',
      accounts: 'Es gibt diese Konten: {{known}}.',
      registrationsUnusable: 'Die eingebauten OAuth-Clients lassen sich nicht verwenden: {{file}}: {{why}}.',
      registrationUnusable: 'Die eingebauten OAuth-Clients lassen sich nicht verwenden: {{file}}: {{why}}',
      mendRegistrations:
        'Alles andere funktioniert. Korrigieren Sie die Datei, oder verwenden Sie bis zum nächsten Update einen eigenen OAuth-Client.',
      registrationTwice: '{{name}} steht zweimal darin',
      registrationWithoutSecret:
        '{{name}} fehlt das Clientgeheimnis, das dieser Anbieter auch von Desktop-Apps erwartet',
      clientBuiltIn: '{{name}} gehört zu Mailwicket und lässt sich nicht ändern.',
      clientOfOrganization: '{{name}} kommt von Ihrer Organisation und lässt sich nicht ändern.',
      addClientOfYourOwn: 'Fügen Sie stattdessen einen eigenen OAuth-Client hinzu.',
      noOauthClient: 'Es gibt keinen OAuth-Client {{name}}.',
      oauthClients: 'Es gibt diese OAuth-Clients: {{known}}.',
      oauthClientSigns: 'Der OAuth-Client {{name}} meldet diese Konten an: {{accounts}}.',
      switchTheseAccountsAnotherClient:
        'Stellen Sie sie zuerst auf einen anderen Client um, oder entfernen Sie sie.',
      accountAlready: 'Ein Konto {{address}} gibt es schon.',
      removeFirstSwitchAnotherClient:
        'Entfernen Sie es zuerst, oder stellen Sie es auf einen anderen Client um.',
      oauthClientAlready: 'Einen OAuth-Client {{name}} gibt es schon.',
      chooseAnotherName: 'Wählen Sie einen anderen Namen.',
      cannotPassPasswordOauthClient:
        '{{address}} kann sein Passwort nicht weitergeben: Der OAuth-Client {{name}} benutzt nicht den Password Grant.',
      giveAccountLocalPasswordInstead: 'Geben Sie dem Konto stattdessen ein lokales Passwort.',
      standsWholeDomainOauthClient:
        '{{address}} steht für eine ganze Domain; die kann der OAuth-Client {{name}} nicht anmelden.',
      chooseClientClientCredentialsApp:
        'Wählen Sie einen Client mit Client Credentials (nur die App), ein Dienstkonto oder einen, bei dem sich Personen anmelden.',
      domainNeedsPasswords:
        'Bei {{address}} melden sich die Leute selbst an; da kann nicht das erste Passwort gelten, das kommt.',
      makeDomainPasswords: 'Lassen Sie das weg und erstellen Sie für jede Person ein Passwort.',
      domainHasNoSignIn: '{{address}} steht für viele Personen: Niemand kann sich für alle anmelden.',
      signInItsPeople:
        'Erstellen Sie für jede Person ein Passwort. Die erste Anmeldung damit bittet diese Person, sich beim Anbieter anzumelden.',
      twoAccountsAddress: 'es gibt zwei Konten mit der Adresse {{address}}',
      accountNamesOauthClientNot: 'das Konto {{address}} nennt einen OAuth-Client, den es nicht gibt',
      enterDeviceUrl:
        'Tragen Sie sie so ein, wie sie auf der OAuth-Seite des Anbieters steht, oft als „{{endpoint}}“.',
      urlMissing: '{{what}}.',
      secretEnded:
        'Das Clientgeheimnis des OAuth-Clients {{name}} ist am {{date}} abgelaufen. Erzeugen Sie dafür ein neues Clientgeheimnis beim Anbieter und tragen Sie es hier ein: Bis dahin lassen sich seine Konten nicht anmelden.',
      secretEnds:
        'Das Clientgeheimnis des OAuth-Clients {{name}} läuft am {{date}} ab, {{when}}. Erzeugen Sie dafür ein neues Clientgeheimnis beim Anbieter und tragen Sie es hier ein: Sonst lassen sich seine Konten nicht anmelden.',
      certificateEnded:
        'Das Zertifikat des OAuth-Clients {{name}} ist am {{date}} abgelaufen. Erzeugen Sie ein neues und laden Sie es beim Anbieter hoch: Bis dahin lassen sich seine Konten nicht anmelden.',
      certificateEnds:
        'Das Zertifikat des OAuth-Clients {{name}} läuft am {{date}} ab, {{when}}. Erzeugen Sie ein neues und laden Sie es beim Anbieter hoch: Sonst lassen sich seine Konten nicht anmelden.',
      appPasswordGoogle:
        'Aktivieren Sie zuerst die Bestätigung in zwei Schritten. Mit dem Erweiterten Sicherheitsprogramm, oder wenn der Administrator der Organisation sie abgeschaltet hat, gibt es dort keine App-Passwörter.',
      appPasswordYahoo:
        'Wählen Sie unter „Externe Verbindungen“ „App-Passwort erstellen“. Yahoo bietet es in einem Browser an, mit dem Sie dort seit einigen Tagen angemeldet sind.',
      appPasswordFastmail:
        'Wählen Sie „New App Password“ mit Zugriff auf E-Mail. Im Basic-Tarif gibt es keine.',
      appPasswordYandex:
        'Schalten Sie zuerst IMAP in den Einstellungen von Yandex Mail ein, und erstellen Sie dann ein Passwort vom Typ Mail. Es kann einige Stunden dauern, bis es gilt.',
      appPasswordMailru:
        'Schalten Sie zuerst die Bestätigung in zwei Schritten ein, und fügen Sie dann ein Passwort für eine externe Anwendung hinzu.',
      appPasswordIcloud:
        'Schalten Sie zuerst die Zwei-Faktor-Authentifizierung ein, und wählen Sie dann „Anwendungsspezifische Passwörter“.',
      appPasswordZoho:
        'Schalten Sie zuerst den IMAP-Zugriff in den Einstellungen von Zoho Mail ein, und erstellen Sie dann unter „Sicherheit“ ein App-Passwort.',
      pastedClientIdGuid:
        'Das ist keine Client-ID von Microsoft. Sie sieht aus wie 11111111-2222-3333-4444-555555555555: Kopieren Sie „Anwendungs-ID (Client)“ von der Seite „Übersicht“.',
      pastedClientIdGoogle:
        'Das ist keine Client-ID von Google. Sie endet auf .apps.googleusercontent.com: Kopieren Sie „Client-ID“.',
      pastedClientIdUnique:
        'Die Client-ID eines Dienstkontos ist seine „Eindeutige ID“, eine lange Zahl: Kopieren Sie sie aus den Details des Kontos.',
      pastedSecretInClientId:
        'Das ist das Clientgeheimnis; die Client-ID endet auf .apps.googleusercontent.com.',
      pastedSecretId:
        'Das ist die ID des Geheimnisses. Kopieren Sie den „Wert“ daneben; wird er nicht mehr angezeigt, erstellen Sie ein neues Geheimnis.',
      pastedSecretHidden:
        'Das Portal zeigt von diesem Geheimnis nur noch den Anfang. Erstellen Sie ein neues, und kopieren Sie seinen „Wert“ sofort.',
      pastedClientIdInSecret:
        'Das ist die Client-ID. Das Clientgeheimnis steht daneben und beginnt mit GOCSPX-.',
      pastedTenant:
        'Das ist kein Mandant: Kopieren Sie „Verzeichnis-ID (Mandant)“ von der Seite „Übersicht“, oder geben Sie eine Domain wie contoso.com ein.',
      pastedClientIdInTenant:
        'Das ist noch einmal die Client-ID. „Verzeichnis-ID (Mandant)“ steht auf der Seite „Übersicht“ darunter.',
      icloudHasNoOAuth:
        'iCloud Mail hat kein OAuth für Mailprogramme. Erzeugen Sie in Ihrem Apple Account ein anwendungsspezifisches Passwort und geben Sie es im Mailprogramm ein: Mailwicket brauchen Sie dafür nicht.',
      zohoHasNoOAuth:
        'Zoho Mail hat kein dokumentiertes OAuth für Mailprogramme. Erzeugen Sie in Ihrem Zoho-Konto ein anwendungsspezifisches Passwort und geben Sie es im Mailprogramm ein: Mailwicket brauchen Sie dafür nicht.',
      twoSmtpServers:
        'Es werden zwei SMTP-Server genannt: {{one}} und {{other}}. Antwortet der erste nicht, tragen Sie den anderen ein.',
      whileAppsAudienceTestingOnly:
        'Solange die Zielgruppe der App auf „Test“ steht, können sich nur die eingetragenen Testnutzer anmelden, höchstens 100, und jede Anmeldung endet nach 7 Tagen: Veröffentlichen Sie die App, damit das aufhört.',
      whereOrganizationLetsMicrosoftManage:
        'Wo eine Organisation die Zustimmung von Microsoft verwalten lässt, wie neue es tun, können Menschen IMAP und POP nicht selbst zustimmen: Ein Administrator stimmt einmal zu, mit dem Zustimmungslink des gespeicherten Clients.',
      sinceJune2024AppRegistered:
        'Seit Juni 2024 wird eine App nur noch in einem Verzeichnis registriert; ein persönliches Konto hat kein eigenes.',
      givesOutNoNewOauthClientsMailMakeApp:
        '{{provider}} vergibt keine neuen OAuth-Clients für Mail. Erzeugen Sie in den Sicherheitseinstellungen Ihres Kontos bei {{provider}} ein App-Passwort und geben Sie es im Mailprogramm ein, mit den eigenen Mailservern von {{owner}}: Mailwicket brauchen Sie dafür nicht.',
    },
    activity: {
      sendsBy: '{{address}} sendet jetzt über {{way}}.',
      accountsAdded_one: '{{count}} Konto des OAuth-Clients {{name}} wurde hinzugefügt.',
      accountsAdded_other: '{{count}} Konten des OAuth-Clients {{name}} wurden hinzugefügt.',
      accountAdded: 'Das Konto {{address}} wurde hinzugefügt.',
      mailboxesWereChanged: 'Die Postfächer von {{address}} wurden geändert.',
      accountRemoved: 'Das Konto {{address}} wurde entfernt.',
      nowSignedOauthClient: '{{address}} wird jetzt vom OAuth-Client {{name}} angemeldet.',
      signed: '{{address}} ist angemeldet.',
      signedOut: '{{address}} wurde abgemeldet.',
      oauthClientUsesNewCertificate:
        'Der OAuth-Client {{name}} benutzt sein neues Zertifikat, gültig bis {{date}}.',
      newCertificateOauthClientDiscarded:
        'Das neue Zertifikat des OAuth-Clients {{name}} wurde verworfen, bevor es benutzt wurde.',
      checkedAllWell: '{{address}} wurde geprüft: Alles funktioniert.',
      checkedSomethingWrong: '{{address}} wurde geprüft: Etwas funktioniert nicht.',
      oauthClientAdded: 'Der OAuth-Client {{name}} wurde hinzugefügt.',
      oauthClientChanged: 'Der OAuth-Client {{name}} wurde geändert.',
      oauthClientRemoved: 'Der OAuth-Client {{name}} wurde entfernt.',
      localPasswordNamedMade: 'Für {{address}} wurde ein lokales Passwort namens {{name}} erstellt.',
      localPasswordRevoked: 'Das lokale Passwort {{name}} von {{address}} wurde widerrufen.',
      lineTooLong: 'Die Zeile ist zu lang.',
      tooManyErrors: 'Zu viele Fehler.',
      tooMuchSentBeforeLogging: 'Vor der Anmeldung wurde zu viel gesendet.',
      clientLeftWithoutLogging: 'Das Programm ging, ohne sich anzumelden.',
      webBrowserTriedTalkPort: 'Ein Webbrowser wollte mit diesem Port sprechen.',
      clientBeganTlsPortNot:
        'Ein Mailprogramm oder Gerät begann mit TLS auf einem Port, an dem es nicht zuerst kommt. Wählen Sie dort STARTTLS oder keine Verschlüsselung für diesen Port, oder einen Port für TLS.',
      cannotSigned: '{{address}} lässt sich nicht anmelden.',
      providerGivesTokensAgain: 'Der Anbieter gibt wieder Tokens für {{address}} aus.',
      mailwicketNoAccount: 'Mailwicket hat kein Konto {{name}}.',
      addAccountMailwicketCorrectUser:
        'Fügen Sie das Konto in Mailwicket hinzu, oder berichtigen Sie im Mailprogramm den Benutzernamen: Er ist die ganze Mailadresse.',
      tokenGiven: 'Ein Programm hat ein Zugriffstoken von {{address}} für {{protocol}} bekommen.',
      tokenNotGiven:
        'Ein Programm wollte ein Zugriffstoken von {{address}} für {{protocol}} und hat keines bekommen.',
      pausedMailwicket: '{{address}} ist in Mailwicket pausiert.',
      resumeAccount: 'Setzen Sie das Konto fort.',
      cannotServedRightNow: '{{address}} lässt sich gerade nicht bedienen: {{why}}',
      noLocalPasswordYet: '{{address}} hat noch kein lokales Passwort.',
      makeOneMailwicketTypeInto:
        'Erstellen Sie in Mailwicket eines für {{address}} und geben Sie es im Mailprogramm ein.',
      passwordNotOneSetMailwicket: 'Falsches lokales Passwort für {{address}}.',
      makeNewLocalPasswordMailwicket:
        'Erstellen Sie in Mailwicket ein neues lokales Passwort für {{address}} und geben Sie es im Mailprogramm ein.',
      firstLogin:
        '{{address}} hat sich zum ersten Mal angemeldet, von {{peer}} mit dem Passwort „{{name}}“ der Domain. Jetzt muss sich die Person dazu beim Anbieter anmelden.',
      tooManyFirstLogins:
        'Unter {{address}} haben sich innerhalb einer Stunde zu viele neue Adressen angemeldet.',
      firstLoginsLater:
        'Sie müssen nichts tun: Das Mailprogramm versucht es wieder und kommt innerhalb der Stunde herein.',
      noSuchDomainPassword: 'Kein freies Passwort von {{domain}} passt zur Anmeldung von {{address}}.',
      makeDomainPassword:
        'Erstellen Sie für {{domain}} ein neues Passwort und geben Sie es der Person von {{address}}. Jedes gilt für eine Adresse.',
      changedMailwicketDuringLogin: '{{address}} wurde während dieser Anmeldung in Mailwicket geändert.',
      nothingMailProgramTriesAgain: 'Sie müssen nichts tun: Das Mailprogramm versucht es wieder.',
      clientDidNotLogTime: 'Das Programm hat sich nicht rechtzeitig angemeldet.',
      connectionBroke: 'Die Verbindung brach ab: {{words}}',
      mailProgram: 'Das Mailprogramm {{trouble}}',
      doesNotTrustCertificateMailwicket:
        'vertraut dem Zertifikat von Mailwicket nicht. Vertrauen Sie dem Zertifikat, das die Einstellungen unter „Verschlüsselung“ zeigen, und nehmen Sie den Servernamen localhost.',
      knowsNoTlsSafeToday:
        'kennt kein TLS, das heute sicher ist (TLS 1.2 oder neuer). Aktualisieren Sie es, oder lassen Sie es auf diesem Computer den Port ohne TLS benutzen.',
      brokeTlsOff: 'hat TLS abgebrochen ({{code}}).',
      didNotSpeakTlsPort:
        'sprach kein TLS auf einem Port für TLS. Wählen Sie im Mailprogramm SSL/TLS für diesen Port, oder den Port ohne TLS. Ist es ein Lastverteiler, der Köpfe des PROXY-Protokolls sendet, nehmen Sie seine Adresse in proxy-from auf.',
      certificateMailProgramsMadeAnew:
        'Das Zertifikat für Mailprogramme wurde neu erzeugt. Es nennt auch diese: {{names}}. Programme, die der Zertifizierungsstelle dieser Installation vertrauen, merken nichts davon; eines, in dem das Zertifikat selbst bestätigt wurde, fragt noch einmal.',
      unknownTrouble: 'unbekannte Störung',
      certificateMailProgramsCouldNot: 'Das Zertifikat für Mailprogramme ließ sich nicht erneuern: {{why}}',
      bringVaultFolderBackFrom:
        'Holen Sie den Tresorordner aus einer Sicherung zurück. Oder entfernen Sie daraus die Datei dieses Eintrags: Dann wird ein neues Zertifikat erzeugt, dem Mailprogramme erst wieder vertrauen müssen.',
      otherPortsServedTriedAgain: 'Die anderen Ports sind offen, und es wird von selbst wieder versucht.',
      anotherProgram: 'einem anderen Programm',
      portUse: 'Der Port wird schon von {{program}} benutzt.',
      endProgramChooseAnotherPort:
        'Beenden Sie dieses Programm, oder wählen Sie hier einen anderen Port und tragen Sie ihn auch im Mailprogramm oder Gerät ein.',
      systemDoesNotAllowPort: 'Das System erlaubt diesen Port nicht.',
      choosePort1024Above: 'Wählen Sie einen Port ab 1024.',
      machineDoesNotAddress: 'Diese Adresse hat der Computer nicht.',
      listen127001: 'Nehmen Sie 127.0.0.1 und ::1.',
      chooseAnotherPort: 'Wählen Sie einen anderen Port.',
      servedPortNow: '{{name}} wird jetzt auf Port {{port}} angeboten.',
      cannotTakeConnection: '{{name}} kann auf {{address}} keine Verbindung annehmen: {{words}}',
      mailProgramPort: 'Ein Mailprogramm auf {{peer}} an Port {{port}} ({{name}}) {{trouble}}',
      workerStarted: 'Arbeitsprozess {{number}} bedient Mailprogramme (Prozess {{process}}).',
      workerEnded:
        'Arbeitsprozess {{number}} (Prozess {{process}}) ist beendet und mit ihm seine Sitzungen: {{why}}. Er wird neu gestartet.',
      workerHangs: 'seit {{seconds}} Sekunden kam kein Lebenszeichen von ihm',
      sessionOverBroke: 'Eine Sitzung über {{name}} brach ab: {{words}}',
      certificateMailProgramsVaultCannot:
        'Das Zertifikat für Mailprogramme ({{entry}} im Tresor) lässt sich nicht lesen. Es blieb, wie es ist.',
      process: '{{program}} (Prozess {{number}})',
      letProgramsUseMailboxOpen:
        'Lassen Sie die Programme an diesem Postfach weniger Verbindungen öffnen, oder versuchen Sie es gleich noch einmal.',
      noServer: '{{address}} hat keinen {{protocol}}-Server.',
      enterServerOauthClient: 'Tragen Sie den {{protocol}}-Server im OAuth-Client {{name}} ein.',
      clientLeftWithoutLogging2: 'Ein Programm auf {{peer}} ging, ohne sich anzumelden.',
      mailProgramSentSecondLogin:
        'Ein Mailprogramm auf {{peer}} sandte hinter seiner ersten Anmeldung eine zweite: Die Verbindung wurde beendet, damit kein Passwort zum Anbieter gelangt.',
      mailProgramSignedOver:
        'Ein Mailprogramm auf {{peer}} hat sich über {{protocol}} bei {{address}} angemeldet.',
      sessionEnded: 'Die {{protocol}}-Sitzung von {{address}} ist zu Ende.',
      accountPaused: '{{address}} wurde pausiert.',
      accountResumed: '{{address}} wurde fortgesetzt.',
      newCertificateMade:
        'Für den OAuth-Client {{name}} wurde ein neues Zertifikat erzeugt, gültig bis {{date}}. Es wartet, bis es hochgeladen ist; bis dahin wird das jetzige benutzt.',
      certificateMade: 'Für den OAuth-Client {{name}} wurde ein Zertifikat erzeugt, gültig bis {{date}}.',
      consentGiven: 'Ein Administrator hat {{name}} zugestimmt.',
      consentGivenOf: 'Ein Administrator der Organisation {{tenant}} hat {{name}} zugestimmt.',
      refusedOver: 'Über {{protocol}} abgelehnt: {{why}}',
      moreConnectionsFromOverEnded:
        'Weitere {{count}} Verbindungen von {{peer}} über {{name}} endeten vor einer Anmeldung.',
      tooManyConnectionsDoNot:
        'Zu viele Verbindungen melden sich nicht an, die meisten von {{peer}}: Die ältesten werden geschlossen, damit andere Platz haben.',
      moreConnectionsDidNotLog:
        'Weitere {{count}} Verbindungen, die sich nicht anmeldeten, wurden geschlossen, damit andere Platz haben.',
      noProxyHeader:
        'Eine Verbindung von {{peer}} zu {{name}} begann nicht mit einem Kopf des PROXY-Protokolls und wurde geschlossen. Schalten Sie es dort ein (HAProxy: send-proxy-v2) oder nehmen Sie die Adresse aus proxy-from heraus.',
      unexpectedProxyHeader:
        'Eine Verbindung von {{peer}} zu {{name}} begann mit einem Kopf des PROXY-Protokolls und wurde geschlossen, denn das ist kein benannter Lastverteiler. Nehmen Sie die Adresse in proxy-from auf oder schalten Sie den Kopf dort aus (HAProxy: send-proxy-v2).',
      noMoreConnectionsCanTaken: 'Mehr Verbindungen können nicht angenommen werden: {{count}} sind offen.',
      moreConnectionsCouldNotTaken: 'Weitere {{count}} Verbindungen konnten nicht angenommen werden.',
      withTls: '{{protocol}} mit TLS',
      sessionsOpenNoMore:
        '{{address}} hat {{sessions}} Sitzungen offen; mehr nimmt der Anbieter nicht auf einmal an.',
      overProtocol: '{{protocol}}: {{text}}',
      tlsPortsNotServed: 'Die Ports mit TLS werden nicht bedient.',
      noCertificateNow: 'Es gibt im Moment kein Zertifikat für TLS.',
      cannotListen: '{{name}} kann auf {{address}}, Port {{port}}, nicht hören: {{why}}',
      mailwicketEnoughFileDescriptorsAgain: 'Mailwicket hat wieder genug Dateideskriptoren.',
      mailwicketNoFileDescriptorLeft:
        'Mailwicket hat keinen Dateideskriptor mehr für eine Verbindung zu {{server}}.',
      findProgramOpensSoMany:
        'Suchen Sie das Programm, das so viele Verbindungen öffnet, oder heben Sie die Grenze an (ulimit -n; LimitNOFILE eines Dienstes).',
      fewDescriptorsLeft:
        'Mailwicket gehen die Dateideskriptoren aus: Von {{limit}} sind nur noch {{left}} frei, und bald kann sich kein Mailprogramm mehr verbinden. Suchen Sie das Programm, das so viele Verbindungen öffnet, oder heben Sie die Grenze an (ulimit -n; bei einem Dienst LimitNOFILE).',
      noDescriptorsLeft:
        'Mailwicket gehen die Dateideskriptoren aus: Von {{limit}} ist keiner mehr frei, und bald kann sich kein Mailprogramm mehr verbinden. Suchen Sie das Programm, das so viele Verbindungen öffnet, oder heben Sie die Grenze an (ulimit -n; bei einem Dienst LimitNOFILE).',
      authorityTlsMailProgramsMadeAnewComputerNameAddress:
        'Die Zertifizierungsstelle für TLS mit Mailprogrammen wurde neu erzeugt, weil dieser Computer einen Namen oder eine Adresse hat, für die die frühere nicht unterschreiben kann. Speichern Sie ihr Zertifikat aus den Einstellungen und vertrauen Sie ihm überall, wo Sie dem früheren vertraut haben.',
      authorityTlsMailProgramsRenewed:
        'Die Zertifizierungsstelle für TLS mit Mailprogrammen wurde erneuert. Programme, die dem früheren Zertifikat vertrauen, arbeiten bis {{date}} weiter. Speichern Sie bis dahin das neue aus den Einstellungen und vertrauen Sie dort auch ihm.',
      tooManyLoginsWaitingTry: 'Zu viele Anmeldungen warten. Versuchen Sie es gleich noch einmal.',
      tooManyWrongPasswordsWait: 'Zu viele falsche Passwörter: Warten Sie einige Minuten.',
      passwordsCannotCheckedMailwicketRight: 'In Mailwicket lassen sich gerade keine Passwörter prüfen.',
      tooManyWrongPasswordsWere: 'Für {{address}} kamen zu viele falsche Passwörter, zuletzt von {{peer}}.',
      findProgramTriesThemPassword:
        'Suchen Sie das Programm, das sie probiert. Ein Passwort, das vorher richtig war, meldet weiterhin an.',
      providerDoesNotTakePassword: 'Der Anbieter nimmt dieses Passwort für {{address}} nicht an.',
      typePasswordIntoMailProgram: 'Geben Sie im Mailprogramm das Passwort von {{address}} ein.',
      userNamePasswordWrongActivity:
        'Der Benutzername oder das Passwort ist falsch. Welches, steht in den Aktivitäten von Mailwicket.',
      samePortSet: 'Derselbe Port ist für {{other}} eingestellt.',
      choosePortOwnEach: 'Wählen Sie für jeden einen eigenen Port.',
      cannotHavePort: '{{name}} kann Port {{port}} nicht haben: {{why}}',
    },
    signInPage: {
      finishing: 'Angekommen, gleich fertig…',
      finishingSignIn:
        'Mailwicket schließt die Anmeldung von {{name}} ab. Lassen Sie diese Seite noch einen Moment offen.',
      finishingConsent:
        'Mailwicket liest die Antwort zu {{name}}. Lassen Sie diese Seite noch einen Moment offen.',
      signedIn: 'Sie sind angemeldet',
      signedInText:
        '{{name}} funktioniert jetzt. Sie können diese Seite schließen: In Mailwicket geht es von selbst weiter.',
      consented: 'Zustimmung erteilt',
      consentedText:
        '{{name}} darf jetzt in Ihrer Organisation verwendet werden. Sie können diese Seite schließen.',
      another: 'Das war jemand anders',
      anotherBack:
        'Schließen Sie diese Seite und drücken Sie in Mailwicket noch einmal auf „Anmelden“. Nimmt der Anbieter von selbst das falsche Konto, wählen Sie dort ein anderes oder melden Sie sich zuerst ab.',
      notSignedIn: 'Die Anmeldung hat nicht geklappt',
      notSignedInText: '{{name}} ist nicht angemeldet.',
      notConsented: 'Die Zustimmung fehlt',
      notConsentedText: 'Ihre Organisation hat {{name}} nicht zugestimmt.',
      back: 'Sie können diese Seite schließen. Mailwicket zeigt dasselbe; dort können Sie neu beginnen.',
      fromHere: 'Diese Seite kommt von diesem Computer, nicht aus dem Internet.',
      notHere: 'Nicht hier',
      notHereText: 'Diese Adresse ist nur für diesen Computer da.',
      nothingHere: 'Hier ist nichts',
      nothingHereText: 'Diese Seite ist nur für die Antwort auf eine Anmeldung da.',
      notThisWay: 'Nicht auf diesem Weg',
      notThisMethod: 'Die Antwort auf eine Anmeldung kommt mit GET oder POST.',
      notThisForm: 'Die Antwort auf eine Anmeldung ist ein Formular.',
      tooMuch: 'Zu viel',
      tooMuchText: 'So groß ist die Antwort auf eine Anmeldung nicht.',
      notThisSignIn: 'Nicht diese Anmeldung',
      notThisSignInText: 'Diese Antwort gehört zu einer anderen Anmeldung. Beginnen Sie in Mailwicket neu.',
      already: 'Schon angekommen',
      alreadyText: 'Die Antwort auf diese Anmeldung ist schon da.',
    },
    signIn: {
      clientWithdrawn:
        'Diese Mailwicket-Version ist bei {{provider}} nicht mehr registriert und kann sich dort nicht anmelden.',
      switchFromWithdrawnClient:
        'Aktualisieren Sie Mailwicket, oder stellen Sie das Konto auf einen anderen OAuth-Client um. Das Konto und seine lokalen Passwörter bleiben erhalten.',
      organizationClientWithdrawn: 'Ihre Organisation hat den OAuth-Client dieses Kontos zurückgezogen.',
      oauthClientNoCertificate: 'Der OAuth-Client {{name}} hat kein Zertifikat.',
      letMailwicketMakeOneImport: 'Lassen Sie Mailwicket eines erzeugen, oder importieren Sie eines.',
      noNewCertificateOauthClient: 'Für den OAuth-Client {{name}} wartet kein neues Zertifikat.',
      makeOneFirst: 'Erzeugen Sie zuerst eines.',
      somebodySignsCannotTriedWithout:
        'Mit {{client}} meldet sich jemand an: Ohne Konto lässt er sich nicht ausprobieren.',
      addAccountSign: 'Fügen Sie ein Konto damit hinzu und melden Sie sich an.',
      providerDidNotAnswerTime: 'Der Anbieter von {{client}} hat nicht rechtzeitig geantwortet.',
      usesOwnPasswordProviderJudges: '{{address}} benutzt sein eigenes Passwort; der Anbieter prüft es.',
      typeAccountsOwnPasswordInto:
        'Geben Sie im Mailprogramm das eigene Passwort des Kontos ein, oder stellen Sie das Konto auf einen anderen OAuth-Client um.',
      signAccountUnderWayAlready: 'Eine Anmeldung dieses Kontos läuft schon.',
      nobodyFinishedSign: 'Niemand hat die Anmeldung abgeschlossen.',
      signAccountAgain: 'Melden Sie dieses Konto neu an.',
      needsNoSignOauthClient:
        '{{address}} braucht keine Anmeldung: Sein OAuth-Client holt sich Tokens selbst.',
      checkAccountInsteadGiveClient:
        'Prüfen Sie stattdessen das Konto, oder geben Sie ihm einen Client, der jemanden anmeldet.',
      signedButSignedNothingChanged:
        '{{now}} hat sich angemeldet, aber {{address}} ist als {{before}} angemeldet. Es wurde nichts geändert.',
      signSignAccountOutFirst:
        'Melden Sie sich als {{before}} an; oder setzen Sie die Anmeldung des Kontos zuerst zurück, wenn {{now}} an seine Stelle treten soll.',
      signCancelled: 'Die Anmeldung wurde abgebrochen.',
      secondCode:
        'Noch ein Code: Der erste war für das Lesen der Mails, dieser ist für das Senden über {{way}}.',
      redirectUriNotUrl: 'Die Umleitungs-URI ist keine URL.',
      enterRegisteredAppExampleHttp:
        'Tragen Sie sie so ein, wie sie für die App registriert ist, etwa http://localhost.',
      adminConsent: 'die Administratorzustimmung',
      adminConsentOrganization: 'die Administratorzustimmung für die Organisation {{tenant}}',
      personalAccountsNoAdministratorWho:
        'Persönliche Konten haben keinen Administrator, der zustimmen könnte.',
      enterDirectoryTenantIdOrganization: 'Tragen Sie die „Verzeichnis-ID (Mandant)“ der Organisation ein.',
      tenantNeitherIdNorDomain: 'Der Mandant ist weder eine ID noch eine Domain.',
      copyDirectoryTenantIdFrom:
        'Kopieren Sie die „Verzeichnis-ID (Mandant)“ von der Seite „Übersicht“ der App-Registrierung.',
      cloudPermissionsMailBelongOwn:
        'In dieser Cloud gehören die Berechtigungen für Mail zu ihrem eigenen Exchange Online.',
      smtpMicrosoftsDocumentationNamesExchange:
        'Für SMTP nennt Microsofts Dokumentation die übliche Adresse von Exchange Online.',
      imapPopMicrosoftsDocumentationNames:
        'Für IMAP und POP nennt Microsofts Dokumentation diese Adresse von Exchange Online. Sie gilt nur für die Zustimmung: Tokens werden mit dem eigenen Scope des Clients verlangt.',
      adminConsentBeingWaitedAlready: 'Auf eine Administratorzustimmung für {{client}} wird schon gewartet.',
      finishBrowserCancelFirst: 'Schließen Sie sie im Browser ab, oder brechen Sie sie zuerst ab.',
      didNotWork: 'Es hat nicht geklappt.',
      nothingDoneWhoeverSignsConsents: 'Es ist nichts zu tun: Wer sich anmeldet, stimmt selbst zu.',
      notClientMicrosoft365Where:
        '{{client}} ist kein Client von Microsoft 365; nur dort stimmen Administratoren Anwendungen zu.',
      askProvidersAdministratorHowApplications:
        'Fragen Sie den Administrator beim Anbieter, wie Anwendungen dort zugelassen werden.',
      pageAdminConsentCouldNot:
        'Die Seite für die Administratorzustimmung für {{client}} ließ sich nicht öffnen.',
      setDefaultBrowserPagesAddress:
        'Legen Sie einen Standardbrowser fest, oder lassen Sie sich die Adresse der Seite ausgeben und öffnen Sie sie selbst.',
      nameCertificateMust164: 'Der Name des Zertifikats muss 1 bis 64 Zeichen haben.',
      enterShortNameSuchClient: 'Geben Sie einen kurzen Namen ein, etwa den des Clients.',
      certificateCanGood1Days: 'Ein Zertifikat kann 1 bis {{days}} Tage gelten.',
      enterNumberDaysSuch730: 'Geben Sie eine Zahl von Tagen ein, etwa 730 für zwei Jahre.',
      keyNotRsaKeyMicrosoft: 'Der Schlüssel ist kein RSA-Schlüssel; Microsoft nimmt keinen anderen.',
      makeCertificateRsaKey2048:
        'Erzeugen Sie ein Zertifikat mit einem RSA-Schlüssel von mindestens 2048 Bit, oder lassen Sie Mailwicket eines erzeugen.',
      keyFewerThanBits: 'Der Schlüssel hat weniger als {{bits}} Bit.',
      makeCertificateLongerKeyLet:
        'Erzeugen Sie ein Zertifikat mit einem längeren Schlüssel, oder lassen Sie Mailwicket eines erzeugen.',
      keyDoesNotBelongCertificate: 'Der Schlüssel gehört nicht zum Zertifikat.',
      chooseKeyFileMadeTogether: 'Wählen Sie die Schlüsseldatei, die mit diesem Zertifikat erzeugt wurde.',
      certificateExpired: 'Das Zertifikat ist am {{date}} abgelaufen.',
      makeNewCertificateUploadApp:
        'Erzeugen Sie ein neues Zertifikat und laden Sie es in die App-Registrierung hoch.',
      certificateGoodOnlyFrom: 'Das Zertifikat gilt erst ab {{date}}.',
      checkClockComputerWaitDay: 'Prüfen Sie die Uhr dieses Computers, oder warten Sie bis zu jenem Tag.',
      notPrivateKeyPemForm: 'Das ist kein privater Schlüssel in PEM-Form.',
      keyProtectedPassphrase: 'Der Schlüssel ist mit einem Kennwort geschützt.',
      enterPassphraseKey: 'Geben Sie das Kennwort des Schlüssels ein.',
      passphraseDoesNotOpenKey: 'Das Kennwort öffnet den Schlüssel nicht.',
      enterPassphraseKeyMade: 'Geben Sie das Kennwort ein, mit dem der Schlüssel erzeugt wurde.',
      notCertificatePemForm: 'Das ist kein Zertifikat in PEM-Form.',
      pfxFileAnotherBinaryOne: 'Das ist eine PFX-Datei oder eine andere binäre; erwartet wird ein PEM-Text.',
      givePfxFileClientPassphrase: 'Wählen Sie sie als PFX-Datei des Clients, mit ihrem Kennwort.',
      pfxFileTooLargeHold: 'Die PFX-Datei ist zu groß für ein Zertifikat mit seinem Schlüssel.',
      chooseFileExportedClient: 'Wählen Sie die Datei, die für diesen Client exportiert wurde.',
      credentialNotInVault:
        'Die Anmeldedaten des OAuth-Clients „{{client}}“ fehlen im Tresor oder sind dort beschädigt.',
      clientNoAuthorizationUrl: 'Der Client „{{client}}“ hat keine Permission-URL.',
      fillAuthorizationUrlClient: 'Tragen Sie die Permission-URL des Clients ein.',
      secretEmpty: 'Sein Geheimnis ist leer',
      privateKeyNotOneCertificate: 'Sein privater Schlüssel gehört nicht zu seinem Zertifikat',
      certificateNotPemCertificate: 'Sein Zertifikat ist kein PEM-Zertifikat',
      privateKeyNotPemPrivate: 'Sein privater Schlüssel ist kein PEM-Schlüssel ohne Kennwort',
      keyNeitherRsaNorCurve: 'Sein Schlüssel ist weder RSA noch auf der Kurve P-256, P-384 oder P-521',
      clientCannotProveItself: 'Der Client „{{client}}“ kann sich nicht ausweisen: {{why}}.',
      setCredentialClientAgain: 'Hinterlegen Sie die Anmeldedaten des Clients „{{client}}“ noch einmal.',
      clientNeitherSecretNorCertificate:
        'Der Client „{{client}}“ hat weder ein Geheimnis noch ein Zertifikat.',
      clientCredentialsNeedOneThem: 'Client Credentials brauchen eines davon: Hinterlegen Sie es im Client.',
      clientNoDeviceCodeUrl: 'Der Client „{{client}}“ hat keine Device-Code-URL.',
      providerMayNotOfferSign:
        'Vielleicht bietet der Anbieter keine Anmeldung mit Code an: Wählen Sie den Grant „Authorization Code“.',
      openAnyDeviceTypeCode:
        'Öffnen Sie {{url}} auf einem beliebigen Gerät und geben Sie den Code {{code}} ein, um {{address}} anzumelden.',
      nobodyTypedCodeTime: 'Niemand hat den Code für {{address}} rechtzeitig eingegeben.',
      startSignAgainNewCode: 'Beginnen Sie die Anmeldung von {{address}} neu; dann gibt es einen neuen Code.',
      providerGaveNoUsableCode: 'Der Anbieter gab keinen brauchbaren Code, um {{address}} anzumelden.',
      checkDeviceCodeUrlClient:
        'Prüfen Sie die Device-Code-URL des Clients „{{client}}“, oder wählen Sie den Grant „Authorization Code“.',
      notSigned: '{{address}} ist nicht angemeldet.',
      sign: 'Melden Sie {{address}} an.',
      letMailProgramCheckMail:
        'Lassen Sie das Mailprogramm bei {{address}} nach Mail sehen: Das Passwort, das es sendet, meldet das Konto an.',
      downloadNewJsonKeyService:
        'Laden Sie einen neuen JSON-Schlüssel des Dienstkontos herunter und hinterlegen Sie ihn im Client „{{client}}“.',
      clientNoServiceAccountKey: 'Der Client „{{client}}“ hat keinen Schlüssel eines Dienstkontos.',
      cannotRead: 'Das ist nicht lesbar',
      serviceAccountKeyClientCannot:
        'Der Schlüssel des Dienstkontos im Client „{{client}}“ ist nicht zu gebrauchen: {{why}}.',
      keyFileAnotherKindType: 'Das ist eine Schlüsseldatei anderer Art („type“ muss „service_account“ sein)',
      clientEmailMissing: '„client_email“ fehlt darin',
      privateKeyMissing: '„private_key“ fehlt darin',
      privateKeyEmpty: '„private_key“ darin ist leer',
      notKeyFile: 'Das ist keine Schlüsseldatei',
      privateKeyNotPemPrivateKey: '„private_key“ darin ist kein privater PEM-Schlüssel',
      privateKeyNotRsaKey: '„private_key“ darin ist kein RSA-Schlüssel',
      signFailed: 'Die Anmeldung ist gescheitert.',
      pageSignCouldNotOpened: 'Die Anmeldeseite für {{address}} ließ sich nicht öffnen.',
      setDefaultBrowserThenStart: 'Legen Sie einen Standardbrowser fest, und beginnen Sie die Anmeldung neu.',
      redirectUriClientDoesNot: 'Die Umleitungs-URI des Clients führt nicht zu diesem Computer.',
      setHttpLocalhostHttp127:
        'Setzen Sie sie auf http://localhost (oder http://127.0.0.1), mit oder ohne Port und Pfad, und registrieren Sie dieselbe beim Anbieter.',
      portMachineWhereProvidersAnswer:
        'Port {{port}} dieses Computers, wo die Antwort des Anbieters ankäme, wird von einem anderen Programm oder einer anderen Anmeldung benutzt.',
      machineDoesNotLetMailwicket:
        'Dieser Computer lässt Mailwicket nicht auf Port {{port}} auf die Antwort des Anbieters warten ({{code}}).',
      closeOtherProgramSetRedirect:
        'Schließen Sie das andere Programm, oder setzen Sie im Client und beim Anbieter eine Umleitungs-URI mit einem anderen Port (oder ohne).',
      sign2: 'die Anmeldung von {{address}}',
      adminConsent2: 'die Administratorzustimmung für {{client}}',
      nobodyFinishedTime: 'Niemand schloss rechtzeitig ab: {{what}}.',
      endedElsewhere: 'Der Vorgang wurde an einem anderen Gateway beendet oder dort neu begonnen.',
      startAgain: 'Beginnen Sie noch einmal.',
      ended: 'Beendet wurde: {{what}}.',
      cancelled: 'Abgebrochen wurde: {{what}}.',
      startAgainWhenYouReady: 'Beginnen Sie noch einmal, wenn Sie so weit sind.',
      microsoftTakesRsaKeysOnly: 'Microsoft nimmt nur RSA-Schlüssel',
      clientNamesNoTenant: 'Der Client „{{client}}“ nennt keinen Mandanten.',
      clientCredentialsWorkOneOrganization:
        'Client Credentials gelten in einer Organisation: Tragen Sie deren „Verzeichnis-ID (Mandant)“ oder Domain im Client ein.',
      exportCertificateAgainTogetherPrivate:
        'Exportieren Sie das Zertifikat noch einmal, zusammen mit seinem privaten Schlüssel.',
      severalPrivateKeysPfxFile: 'In der PFX-Datei sind mehrere private Schlüssel.',
      exportOneCertificateClientUse:
        'Exportieren Sie nur das Zertifikat, das der Client benutzen soll, mit seinem privaten Schlüssel.',
      pfxFileProtectedPassphrase: 'Die PFX-Datei ist mit einem Kennwort geschützt.',
      enterPassphraseExported: 'Geben Sie das Kennwort ein, mit dem sie exportiert wurde.',
      passphraseDoesNotOpenPfx: 'Das Kennwort öffnet die PFX-Datei nicht.',
      notPfxFileCanRead: 'Das ist keine lesbare PFX-Datei.',
      exportCertificatePrivateKeyAgain:
        'Exportieren Sie das Zertifikat mit seinem privaten Schlüssel noch einmal, als Datei mit der Endung .pfx oder .p12.',
      notSignedYet: '{{address}} ist noch nicht angemeldet.',
      signAccountMailwicket: 'Melden Sie dieses Konto in Mailwicket an.',
      noPrivateKeyInPfx: 'In der PFX-Datei ist kein privater Schlüssel.',
      noCertificateInPfx: 'In der PFX-Datei ist kein Zertifikat.',
      chooseFileThatBegins: 'Wählen Sie die Datei, die mit „{{mark}}“ beginnt.',
      peopleSignClientWhereOrganization:
        'Mit diesem Client melden sich Menschen an. Wo die Organisation die Zustimmung von Microsoft verwalten lässt, können sie IMAP und POP nicht selbst zustimmen: Ein Administrator stimmt einmal für alle zu.',
      fileAsksSoManyRounds:
        'Die Datei verlangt so viele Verschlüsselungsrunden, dass das Öffnen zu lange dauern würde.',
      exportAgainUsualNumberRounds:
        'Exportieren Sie sie noch einmal mit der üblichen Rundenzahl, etwa den 2.048 von OpenSSL.',
      answerSignNotFromProvider:
        'Die Antwort auf die Anmeldung von {{address}} ist nicht von dem Anbieter, der gefragt wurde.',
      startSignAgainFromMailwicket:
        'Beginnen Sie die Anmeldung in Mailwicket noch einmal. Bleibt es so, schlagen Sie den Aussteller des Clients noch einmal nach.',
      identityNotTold:
        'Der Anbieter sagt nicht, wer sich angemeldet hat. Vergewissern Sie sich, dass es die Person von {{address}} war: Sehen Sie nach, welche Mail ankommt.',
      otherIdentity:
        '{{now}} hat sich für {{address}} angemeldet. Ist das jemand anderes, setzen Sie die Anmeldung des Kontos zurück, und melden Sie es neu an.',
      notGranted:
        'Der Anbieter hat nicht alles erlaubt, worum gebeten wurde: Es fehlt {{scopes}}. Mailprogramme werden vielleicht abgewiesen. Melden Sie das Konto noch einmal an, und haken Sie auf der Seite des Anbieters alles an.',
      noRefreshToken:
        'Der Anbieter hat kein Refresh-Token gegeben. Die Anmeldung endet daher mit ihrem Token, meist nach einer Stunde. Ergänzen Sie im OAuth-Scope des Clients offline_access, falls der Anbieter das kennt, und melden Sie das Konto noch einmal an.',
      openMailwicketSign: 'Öffnen Sie Mailwicket und melden Sie sich an.',
    },
    check: {
      sendThroughApiInstead:
        'Senden Sie stattdessen über {{way}}, das kein SMTP braucht: Mailwicket kann das Konto umstellen.',
      apiTakesMail: '{{name}} nimmt Nachrichten von {{address}} an; gesendet wurde nichts.',
      noMailSendInToken:
        'Das Token nennt Mail.Send nicht. Das ist richtig, wenn Exchange selbst die Anwendung senden lässt („Application Mail.Send“).',
      mailSendMissing: 'Im Token fehlt die Berechtigung Mail.Send.',
      standsWholeDomain: '{{address}} steht für eine ganze Domain.',
      noFirstLoginYet: '{{address}} hat noch kein Konto.',
      firstLoginMakesAccount: 'Es entsteht bei der ersten Anmeldung des Mailprogramms.',
      nameOneMailboxDomainCheck: 'Nennen Sie ein Postfach der Domain zum Prüfen.',
      tokenHand: 'Ein Token für {{protocol}} ist da.',
      serverDidNotTakeToken: 'Der {{protocol}}-Server hat das Token nicht angenommen; hier ist ein neues.',
      send: 'Senden als',
      fullAccess: 'Vollzugriff',
      applicationMustKnownExchangeObject:
        'Exchange muss die Anwendung unter der Objekt-ID ihrer Unternehmensanwendung kennen (nicht der App-Registrierung), und sie braucht „{{right}}“ für {{identity}}, unter der primären Adresse und nicht unter einem Alias. Das Skript für Administratoren erledigt beides und zeigt das Ergebnis: mailwicket admin-script. Neue Berechtigungen brauchen manchmal eine Stunde.',
      tooManyOpenConnectionsLook:
        'Zu viele offene Verbindungen sehen ebenso aus: Schließen Sie andere Programme.',
      overSmtpOneSignsOneself:
        'Bei SMTP meldet man sich als man selbst an, auch für ein freigegebenes Postfach: Setzen Sie beim Konto „Anmeldung zum Senden als“ auf {{who}}; nötig ist dafür die Berechtigung „Senden als“ an {{identity}}.',
      signedNeedsFullAccessMailbox:
        '{{who}} ist angemeldet und braucht Vollzugriff auf das Postfach von {{identity}}. Ist {{identity}} nur eine andere Adresse desselben Postfachs, nehmen Sie die primäre.',
      serverGaveNoVerdict: 'Der Server hat sich nicht entschieden.',
      reachedAddress: '{{server}} wurde unter der Adresse {{address}} erreicht.',
      reachedThroughNetworkProxy: '{{server}} wurde über den Netzwerk-Proxy {{proxy}} erreicht.',
      certificateIssued: 'Sein Zertifikat hat {{issuer}} ausgestellt.',
      certificateGoodUntil: 'Das Zertifikat gilt bis {{date}}.',
      let: '{{protocol}}: {{host}} hat {{address}} eingelassen.',
      serverSaid: 'Der Server sagte: {{words}}',
      serverRefusedSignThoughToken:
        'Der {{protocol}}-Server hat die Anmeldung von {{address}} abgelehnt, obwohl es ein Token dafür gibt.',
      checkSwitchedMailboxMayOpen:
        'Prüfen Sie, ob {{protocol}} für dieses Postfach eingeschaltet ist, und ob {{who}} {{identity}} öffnen darf.',
      serverLetThenWouldNot:
        'Der {{protocol}}-Server hat {{address}} eingelassen und wollte dann nicht weitermachen.',
      checkMayOpen: 'Prüfen Sie, ob {{who}} {{identity}} öffnen darf.',
      serverTooMuchGoing: 'Beim {{protocol}}-Server ist für {{address}} gerade zu viel los.',
      closeOtherMailProgramsUse:
        'Schließen Sie andere Mailprogramme an diesem Postfach, oder warten Sie ein paar Minuten.',
      serverCannotServeRightNow: 'Der {{protocol}}-Server kann {{address}} gerade nicht bedienen.',
      tryAgainFewMinutes: 'Versuchen Sie es in ein paar Minuten noch einmal.',
      serverDidNotAnswerExpected:
        'Der {{protocol}}-Server hat für {{address}} nicht wie erwartet geantwortet.',
      checkServerOauthClientTry:
        'Prüfen Sie den {{protocol}}-Server im OAuth-Client, und versuchen Sie es in ein paar Minuten noch einmal.',
      application: 'die Anwendung',
      serviceAccount: 'das Dienstkonto',
      accountSigned: 'das angemeldete Konto',
      smtpSignSwitchedOffMailbox:
        'Die SMTP-Anmeldung ist für das Postfach von {{address}} ausgeschaltet. Das gilt auch für OAuth.',
      smtpSignSwitchedOffOrganization:
        'Die SMTP-Anmeldung ist in der Organisation von {{address}} ausgeschaltet. Das gilt auch für OAuth.',
      goesBeforeOrganizationsSettingCan:
        '{{what}} (es geht der Einstellung der Organisation vor). Das kann bis zu einer Stunde dauern.',
      organizationsSecurityDefaultsLockOut:
        'Die Sicherheitsstandards der Organisation sperren {{address}} von dieser Art der Anmeldung aus.',
      administratorReplacesSecurityDefaultsConditional:
        'Der Administrator ersetzt die Sicherheitsstandards durch Richtlinien für bedingten Zugriff, die dieses Konto zulassen, oder die Mail geht einen anderen Weg.',
      policyOrganizationRefusedSignConditional:
        'Eine Richtlinie der Organisation hat die Anmeldung von {{address}} abgelehnt: bedingter Zugriff, eine Authentifizierungsrichtlinie oder ausgeschaltete SMTP-Anmeldung.',
      ifNothing: 'Steht dort nichts: {{what}}',
      serverTookSignOnePassword:
        'Der Server hielt die Anmeldung von {{address}} für eine mit Passwort, und die nimmt er nicht mehr an.',
      serverDoesNotLetSend:
        'Der Server lässt {{sender}} nicht mit dieser Absenderadresse senden (Konto {{address}}).',
      grantSendApplicationAdministratorsScript:
        'Erteilen Sie der Anwendung „Senden als“: Das Skript für Administratoren erledigt es (mailwicket admin-script).',
      writeFromAdministratorGrantSend:
        'Schreiben Sie von {{identity}} aus, oder lassen Sie den Administrator {{sender}} „Senden als“ an dem Postfach erteilen, von dem aus geschrieben wird.',
      providerSlowsDownTooMuch: 'Der Anbieter bremst {{address}}: In kurzer Zeit wurde zu viel verlangt.',
      waitThenLetFewerPrograms:
        'Warten Sie {{time}}, und lassen Sie dann weniger Programme nach Mail sehen, oder seltener.',
      tooManyMessagesBeingSent:
        'Als {{address}} werden zu viele Nachrichten auf einmal gesendet: Exchange nimmt drei Verbindungen und 30 Nachrichten in der Minute.',
      letProgramSendOneMessage:
        'Lassen Sie das Programm eine Nachricht nach der anderen senden, und versuchen Sie es in einer Minute noch einmal.',
      sentManyRecipientsProviderAllows:
        '{{address}} hat an so viele Empfänger gesendet, wie der Anbieter an einem Tag erlaubt.',
      tryAgainTomorrowMassMailings:
        'Versuchen Sie es morgen wieder. Für Massensendungen gibt es eigene Dienste.',
      exchangeAcceptedTokenButDid:
        'Exchange hat das Token angenommen, aber das Postfach von {{identity}} nicht geöffnet (Konto {{address}}).',
      sessionEndedTokenExchangesSessions:
        'Die Sitzung von {{address}} endete mit ihrem Token, wie es bei Exchange ist.',
      nothingMailProgramConnectsAgain:
        'Sie müssen nichts tun: Das Mailprogramm verbindet sich von selbst neu.',
      providerDoesNotLetEither:
        'Der Anbieter lässt {{address}} nicht ein: Entweder ist IMAP in den Einstellungen des Postfachs ausgeschaltet, oder die Anmeldung gilt nicht mehr.',
      switchImapSettingsMailboxProviders:
        'Schalten Sie IMAP in den Einstellungen des Postfachs auf der Website des Anbieters ein; melden Sie sich dann hier neu an.',
      popSwitchedOffMailbox: 'POP ist für das Postfach von {{address}} ausgeschaltet.',
      switchPopSettingsMailboxProviders:
        'Schalten Sie POP in den Einstellungen des Postfachs auf der Website des Anbieters ein.',
      googleWantsSignWebFirst:
        'Google möchte, dass sich {{address}} zuerst im Web anmeldet: Die Anmeldung kommt ihm ungewöhnlich vor.',
      closeOtherMailProgramsUseMailboxLetOneKeep:
        'Schließen Sie andere Mailprogramme an diesem Postfach, oder lassen Sie dieses weniger Verbindungen halten.',
      mailboxUseAnotherPopSession:
        'Das Postfach von {{address}} wird von einer anderen POP-Sitzung benutzt, oder es wurde gerade eben hineingesehen.',
      waitUntilOtherSessionEnded:
        'Warten Sie, bis die andere Sitzung zu Ende ist, oder lassen Sie die Programme seltener nach Mail sehen.',
      googleDoesNotAcceptToken: 'Google nimmt das Token für {{identity}} nicht an (Konto {{address}}).',
      checkGoogleAdminConsoleDomain:
        'Prüfen Sie in der Admin-Konsole von Google, ob die domainweite Delegierung für das Dienstkonto mit dem Scope https://mail.google.com/ gilt, und ob Gmail für diesen Nutzer an ist.',
      checkOneWhoSignedOauth:
        'Prüfen Sie, ob sich {{identity}} angemeldet hat, und ob der Scope des OAuth-Clients https://mail.google.com/ ist; melden Sie sich dann neu an. In Google Workspace muss der Administrator IMAP erlauben.',
      exchangesPopBrokeOffSign:
        'Der POP-Server von Exchange hat die Anmeldung von {{address}} abgebrochen. Das tut er bei Tokens von mehr als 4096 Zeichen.',
      useImapAccountTakePermissions:
        'Nehmen Sie für dieses Konto IMAP, oder nehmen Sie Berechtigungen aus dem Scope des OAuth-Clients, damit das Token kürzer wird.',
      exchangeTokenSmtpButRefused:
        'Exchange hat ein Token für SMTP bekommen, aber {{identity}} abgelehnt (Konto {{address}}).',
      serverDidNotAcceptToken:
        'Der {{protocol}}-Server hat das Token für das Postfach von {{identity}} nicht angenommen (Konto {{address}}). Einen Grund nennt er nicht.',
      serverCouldNotReadSign:
        'Der Server konnte die Anmeldung von {{address}} nicht lesen: Vielleicht ist es nicht der SMTP-Dienst des Postfachs.',
      checkServerOauthClientProviders:
        'Prüfen Sie den {{protocol}}-Server im OAuth-Client; die Hilfe des Anbieters nennt den für Programme mit OAuth.',
      serverTroubleOwnCannotServe:
        'Der {{protocol}}-Server hat selbst eine Störung und kann {{address}} gerade nicht bedienen.',
      nothingMailProgramsTryAgain:
        'Sie müssen nichts tun: Mailprogramme versuchen es von selbst wieder. Dauert es Stunden, sehen Sie auf die Statusseite des Anbieters.',
      seconds_one: '1 Sekunde',
      seconds_other: '{{count}} Sekunden',
      minutes_one: '1 Minute',
      minutes_other: '{{count}} Minuten',
      tokenCharactersOverPopExchange:
        'Das Token hat {{length}} Zeichen; über POP nimmt Exchange höchstens {{most}}.',
      useImapTakePermissionsOut:
        'Nehmen Sie IMAP, oder nehmen Sie Berechtigungen aus dem Scope des OAuth-Clients, damit das Token kürzer wird.',
      tokenMicrosoftGraphNotMail: 'Das Token ist für Microsoft Graph, und das ist nicht der Mailserver.',
      oauthClientsScopeUseHttps:
        'Stellen Sie im Scope des OAuth-Clients jeder Mail-Berechtigung https://outlook.office.com/ voran, oder leeren Sie den Scope: Dann gilt der übliche.',
      tokenHttpsPsOutlookCom:
        'Das Token ist für https://ps.outlook.com: Dieser Scope dient der Zustimmung, nicht der Anmeldung.',
      setOauthClientsScopeHttps:
        'Setzen Sie den Scope des OAuth-Clients auf https://outlook.office365.com/.default, oder leeren Sie ihn.',
      tokenNoAddressExchangeKnown:
        'Das Token ist für {{audience}}; das ist keine bekannte Adresse von Exchange.',
      checkScopeOauthClient: 'Prüfen Sie den Scope des OAuth-Clients.',
      applicationTokenButNoPermission:
        'Die Anwendung hat ein Token, aber keine Berechtigung darin: Niemand hat die Administratorzustimmung erteilt, oder es wurde keine Anwendungsberechtigung hinzugefügt.',
      addPermissionsAppRegistrationOauth:
        'Fügen Sie {{permission}} den Berechtigungen der App-Registrierung und dem Scope des OAuth-Clients hinzu, und melden Sie sich dann neu an.',
      tokenOrganizationNotOauthClient:
        'Das Token ist von der Organisation {{one}}, nicht von {{other}}, die der OAuth-Client nennt.',
      signAccountOrganizationMailboxCorrect:
        'Melden Sie sich mit einem Konto der Organisation an, die das Postfach hat, oder berichtigen Sie den Mandanten des OAuth-Clients.',
      signedButSmtpAskedOver:
        '{{who}} ist angemeldet, aber SMTP wird als {{identity}} verlangt. Bei SMTP meldet man sich als man selbst an, auch für ein freigegebenes Postfach.',
      setAccountsSmtpUserSend:
        'Setzen Sie beim Konto „Anmeldung zum Senden als“ auf {{who}}; um als {{identity}} zu senden, braucht es die Berechtigung „Senden als“ an jenem Postfach.',
      signedButMailboxAsked: '{{who}} ist angemeldet, aber das Postfach von {{identity}} wird verlangt.',
      ifSharedMailboxNeedsFull:
        'Ist {{identity}} ein freigegebenes Postfach, so braucht {{who}} darauf Vollzugriff. Ist es eine andere Adresse derselben Person, nehmen Sie die primäre. Sonst melden Sie sich als {{identity}} neu an.',
      setComputersClockLetSet:
        'Stellen Sie die Uhr dieses Computers, oder lassen Sie sie über das Netz stellen.',
      tokenIssuedMinutesFutureComputers:
        'Das Token wurde {{minutes}} Minuten in der Zukunft ausgestellt: Die Uhr dieses Computers geht nach.',
      tokenExpiredComputersClockThough:
        'Nach der Uhr dieses Computers ist das Token abgelaufen, obwohl es noch gelten sollte: Vielleicht geht die Uhr vor.',
      tokenCannotReadOnlyProvider:
        'Das Token lässt sich nicht lesen: Nur der Anbieter weiß, was darin steht.',
      applicationItself: 'die Anwendung selbst',
      somebodyDoesNotName: 'eine ungenannte Person',
      tokenDoesNotPermissionNeeds:
        'Dem Token fehlt die Berechtigung {{permission}}, die {{protocol}} braucht.',
      highVolumeInsideOnly:
        '{{address}} sendet über High Volume Email, das nur innerhalb der Organisation zustellt.',
      highVolumeSendOtherwise:
        'An andere schreiben Sie mit einem Konto, das über den üblichen SMTP-Server oder Microsoft Graph sendet.',
      highVolumeRefused: 'Der Server für High Volume Email hat {{address}} nicht eingelassen.',
      highVolumeAccess:
        'Prüfen Sie, ob es ein Konto für High Volume Email ist und die App auf seiner Liste steht, in der Exchange Online PowerShell: {{command}}. Ein neuer Eintrag braucht fünf Minuten.',
      sendingSwitch: 'In der Exchange Online PowerShell: {{command}}',
      lookAtSignInLogs: 'Der Administrator sieht im Entra Admin Center in die Anmeldeprotokolle.',
      checkMailServerAndPort:
        'Prüfen Sie den Mailserver im OAuth-Client, und ob im Mailprogramm der Port von Mailwicket eingestellt ist und nicht der Anbieter.',
      checkMailServerHostAndPort:
        'Prüfen Sie den Mailserver ({{host}}) im OAuth-Client, und ob im Mailprogramm der Port von Mailwicket eingestellt ist und nicht der Anbieter.',
      checkSmtpServer: 'Prüfen Sie den SMTP-Server im OAuth-Client.',
      checkSmtpServerNow: 'Prüfen Sie den SMTP-Server im OAuth-Client (jetzt {{host}}).',
      noOAuthSignIns:
        'Der {{protocol}}-Server nimmt keine Anmeldungen mit OAuth an; {{address}} lässt sich dort nicht anmelden.',
      noOAuthSignInsAt:
        'Der {{protocol}}-Server {{host}} nimmt keine Anmeldungen mit OAuth an; {{address}} lässt sich dort nicht anmelden.',
      switchedOnSmtp:
        'Prüfen Sie, ob {{protocol}} für dieses Postfach eingeschaltet ist (Authentifiziertes SMTP), ob es eine Lizenz hat, und ob {{identity}} seine primäre Adresse ist und kein Alias. Melden Sie sich dann neu an.',
      switchedOnLicensed:
        'Prüfen Sie, ob {{protocol}} für dieses Postfach eingeschaltet ist, ob es eine Lizenz hat, und ob {{identity}} seine primäre Adresse ist und kein Alias.',
      thenSignInAgain: 'Melden Sie sich dann neu an.',
      someMinutes: 'einige Minuten',
      addApplicationPermission:
        'Fügen Sie im Entra Admin Center unter „Office 365 Exchange Online“, „Anwendungsberechtigungen“ {{permission}} hinzu und erteilen Sie die Administratorzustimmung.',
      thenWaitFewMinutes: 'Warten Sie dann ein paar Minuten.',
      noPermissionRoleMaySend:
        'Das Token der Anwendung nennt keine Berechtigung. Das ist richtig, wenn eine Rolle von Exchange ({{role}}) sie senden lässt; sonst fehlt SMTP.SendAsApp.',
      otherPermissionRoleMaySend:
        'Dem Token der Anwendung fehlt die Berechtigung SMTP.SendAsApp. Das ist richtig, wenn eine Rolle von Exchange ({{role}}) sie senden lässt.',
      sendingGrantedTwoWays:
        'Das Senden wird auf einem von zwei Wegen erlaubt: durch die Berechtigung SMTP.SendAsApp in Entra zusammen mit „Senden als“, oder durch die Rolle {{role}} in Exchange. In der Exchange Online PowerShell zeigt Test-ServicePrincipalAuthorization die Rolle; eine neue braucht bis zu zwei Stunden.',
      tokenFor: 'Das Token ist für {{whose}}, mit {{permissions}}.',
      tokenForAt: 'Das Token ist für {{whose}} bei {{audience}}, mit {{permissions}}.',
      tokenForNothing: 'Das Token ist für {{whose}}, ohne Berechtigungen.',
      tokenForNothingAt: 'Das Token ist für {{whose}} bei {{audience}}, ohne Berechtigungen.',
      encryptedWith: 'Die Verbindung zu {{host}} ist mit {{version}} verschlüsselt.',
      providerWantsSignWebFirst:
        'Der Anbieter möchte, dass sich {{address}} zuerst im Web anmeldet: Die Anmeldung kommt ihm ungewöhnlich vor.',
      signAccountBrowserComputerAnswer:
        'Melden Sie sich auf diesem Computer im Browser beim Konto an, beantworten Sie, was dort gefragt wird, und versuchen Sie es dann noch einmal.',
      gmailManyConnectionsAllows15: 'Gmail hat für {{address}} so viele Verbindungen, wie es erlaubt: 15.',
      providerManyConnectionsAllows:
        'Der Anbieter hat für {{address}} so viele Verbindungen, wie er erlaubt.',
    },
    setup: {
      administratorSubject: 'Bitte Mailwicket für {{provider}} zulassen',
      administratorHello: 'Guten Tag,',
      administratorWhy:
        'ich möchte {{address}} in einem Mailprogramm verwenden, das sich bei {{provider}} nicht selbst anmelden kann. Mailwicket übernimmt das mit OAuth 2.0 auf meinem eigenen Computer.',
      administratorWhyOrganization:
        'wir möchten unsere Postfächer in Programmen und Geräten verwenden, die sich bei {{provider}} nicht selbst anmelden können. Mailwicket übernimmt das mit OAuth 2.0 auf unseren eigenen Computern.',
      administratorConsent:
        'Bitte öffnen Sie einmal diese Seite, angemeldet als Administrator (mindestens Cloudanwendungsadministrator), und stimmen Sie zu:',
      administratorGrants: 'Erlaubt wird damit:',
      administratorPermission: '– {{permission}}: {{words}}',
      administratorBounds:
        'Postfächer, deren Besitzer sich nicht angemeldet haben, bleiben verschlossen, und Mailwicket sieht kein Passwort.',
      administratorBoundsApp:
        'Postfächer bleiben verschlossen, bis Sie sie in Exchange freigeben; das PowerShell-Skript dafür schreibt Mailwicket.',
      administratorApp: 'Die App: {{name}}, Client-ID {{clientId}}',
      administratorThanks: 'Vielen Dank!',
      permissionImap: 'die E-Mails dessen, der sich anmeldet, über IMAP lesen und ändern',
      permissionPop: 'die E-Mails dessen, der sich anmeldet, über POP abholen',
      permissionSmtp: 'im Namen dessen, der sich anmeldet, E-Mails senden',
      permissionMailSend: 'im Namen dessen, der sich anmeldet, über Microsoft Graph E-Mails senden',
      permissionMailSendApp:
        'über Microsoft Graph als jedes Postfach E-Mails senden; an ihre Stelle kann die Exchange-Rolle Application Mail.Send treten, die nur für einige gilt',
      administratorConsentSend: 'Und diese, für das Senden über Microsoft Graph:',
      permissionOffline: 'angemeldet bleiben, bis jemand es widerruft',
      permissionImapApp: 'die Postfächer, die Sie freigeben, über IMAP öffnen',
      permissionPopApp: 'die Postfächer, die Sie freigeben, über POP öffnen',
      permissionSmtpApp: 'für die Postfächer, die Sie freigeben, E-Mails senden',
      administratorTrust:
        'Bitte öffnen Sie in der Admin-Konsole von Workspace Sicherheit › API-Steuerung › App-Zugriffssteuerung, fügen Sie die unten genannte App über ihre Client-ID hinzu, und wählen Sie „Vertrauenswürdig“:',
      administratorGrantsGoogle:
        'Erlaubt wird damit https://mail.google.com/: die E-Mails dessen, der sich anmeldet, lesen, ändern und senden. Postfächer, deren Besitzer sich nicht angemeldet haben, bleiben verschlossen, und Mailwicket sieht kein Passwort.',
      administratorRegister:
        'Dafür braucht unsere Organisation eine App-Registrierung. Bitte legen Sie hier eine an:',
      administratorStep: '{{number}}. {{step}}',
      registerMicrosoftApp:
        'Öffnen Sie Entra ID › App-Registrierungen › Neue Registrierung. Nennen Sie sie Mailwicket, nur für Konten in diesem Organisationsverzeichnis.',
      registerMicrosoftRedirect:
        'Wählen Sie unter Umleitungs-URI „Öffentlicher Client/nativ (mobil und Desktop)“, und tragen Sie {{redirectUri}} ein.',
      registerMicrosoftPermissions:
        'Öffnen Sie API-Berechtigungen › Berechtigung hinzufügen › Microsoft Graph › Delegierte Berechtigungen, fügen Sie {{permissions}} hinzu, und erteilen Sie die Administratorzustimmung.',
      registerMicrosoftSend:
        'Schicken Sie mir die Anwendungs-ID (Client) und die Verzeichnis-ID (Mandant) von der Seite „Übersicht“. Ein Geheimnis gehört nicht dazu.',
      registerGoogleAudience:
        'Öffnen Sie Google Auth Platform › Branding, nennen Sie die App Mailwicket, und wählen Sie unter Zielgruppe „Intern“.',
      registerGoogleScope: 'Fügen Sie unter Datenzugriff den Scope https://mail.google.com/ hinzu.',
      registerGoogleClient: 'Öffnen Sie Clients › Client erstellen, und wählen Sie „Desktop-App“.',
      registerGoogleSend:
        'Schicken Sie mir die Client-ID und das Clientgeheimnis. Google gibt jeder Desktop-App eines; allein öffnet es nichts.',
      administratorUnknown:
        'Wer die E-Mails dieser Adresse verwaltet, ließ sich nicht herausfinden; darum gibt es niemanden, den Sie fragen könnten.',
      noAdministrator:
        'Bei {{provider}} lässt jeder Apps selbst zu: Einen Administrator brauchen Sie nicht zu fragen.',
      noAdministratorInstead: 'Melden Sie sich selbst an, oder fügen Sie einen eigenen OAuth-Client hinzu.',
      nameAddressOneMailboxDomain: 'Geben Sie die Adresse eines Postfachs der Domain an.',
      oauthClient: 'OAuth-Client {{name}}',
      notClientMicrosoft365Nothing:
        '{{name}} ist kein Client von Microsoft 365: In Exchange gibt es dafür nichts einzurichten.',
      chooseClientMicrosoft365: 'Wählen Sie einen Client von Microsoft 365.',
      signsPeopleWhoTheirMailboxes:
        'Über {{name}} melden sich Personen bei ihren eigenen Postfächern an: In Exchange braucht er keinen Dienstprinzipal.',
      chooseClientUsesGrantClient:
        'Wählen Sie den Client mit dem Grant „Client Credentials“. Für diesen genügt die Zustimmung.',
      copyFromOverviewPageApp:
        'Kopieren Sie sie im Entra Admin Center von der Seite „Übersicht“ der App-Registrierung.',
      notAddressMailbox: '{{address}} ist nicht die Adresse eines Postfachs.',
      nameEachMailboxPrimaryAddress:
        'Geben Sie jedes Postfach mit seiner primären Adresse an, etwa anna@example.org.',
      noTlsPortOpenSo:
        'Kein TLS-Port ist offen; darum gibt es keine Zertifizierungsstelle, der Mailprogramme vertrauen müssten.',
      switchTlsPortFirstIf: 'Schalten Sie zuerst einen TLS-Port ein, falls ein Programm ihn braucht.',
      noPortOpen: 'Kein Port für {{protocol}} ist offen.',
      switchPortSettings: 'Schalten Sie den {{protocol}}-Port in den Einstellungen ein.',
      accountNoServer: 'Das Konto hat keinen {{protocol}}-Server.',
      enterServerAccountsOauthClient:
        'Tragen Sie den {{protocol}}-Server im OAuth-Client des Kontos ein, oder wählen Sie ein anderes Programm.',
      smtpPortOpenComputerOnly:
        'Der SMTP-Port ist nur für diesen Computer offen: Ein Drucker erreicht ihn nicht.',
      tableNoColumnAddress: 'Die Tabelle hat keine Spalte „address“.',
      nameColumnsFirstLineAddress:
        'Nennen Sie die Spalten in der ersten Zeile: address, client, mailbox, smtp-user.',
      column: 'die Spalte {{name}}',
      secretsNotTakenFromTable:
        'Geheimnisse werden aus keiner Tabelle übernommen: Legen Sie lokale Passwörter mit mailwicket password new an.',
      notKnown: 'Mailwicket kennt sie nicht.',
      line: 'Zeile {{line}}',
      noAddress: 'Es fehlt die Adresse.',
      namesNoOauthClient: 'Es ist kein OAuth-Client angegeben, und für solche Zeilen ist keiner gewählt.',
      noOauthClientAddFirst: 'Es gibt keinen OAuth-Client {{name}}: Fügen Sie ihn zuerst hinzu.',
      fileEmpty: 'Die Datei ist leer.',
      moreThanRows: 'Es sind mehr als {{most}} Zeilen.',
      importInParts:
        'Importieren Sie die Tabelle in Teilen, jeden mit den Namen der Spalten in der ersten Zeile.',
      lineMoreCellsThanFirst: 'Zeile {{line}} hat mehr Zellen als die erste Zeile Spalten.',
      quoteLineDoesNotEnd: 'Ein Anführungszeichen in Zeile {{line}} endet nicht mit seiner Zelle.',
      correctTableSaveCsvFirst:
        'Berichtigen Sie die Tabelle, und speichern Sie sie als CSV mit den Namen der Spalten in der ersten Zeile.',
      oauthClient2: 'der OAuth-Client',
      davmailsOwnApplicationNotAllowed:
        'DavMails eigene Anwendung darf IMAP, POP und SMTP nicht benutzen: Fügen Sie einen eigenen OAuth-Client hinzu, dann die Konten.',
      clientSecret: 'das Clientgeheimnis',
      encryptedDavmailEnterOauthClient: 'Es ist von DavMail verschlüsselt: Geben Sie es im OAuth-Client ein.',
      redirectUri: 'die Umleitungs-URI {{uri}}',
      mailwicketHearsAnswerComputerRegister:
        'Mailwicket nimmt die Antwort auf diesem Computer entgegen: Registrieren Sie in Entra http://localhost unter „Mobilgerät- und Desktopanwendungen“.',
      permissionsApplication: 'die Berechtigungen der Anwendung',
      davmailUsesOtherOnesGrant:
        'DavMail benutzt andere: Fügen Sie in Entra IMAP.AccessAsUser.All, POP.AccessAsUser.All und SMTP.Send hinzu.',
      tokens: 'die Tokens von {{address}}',
      theyExchangesWebServicesSign: 'Sie gelten für die Webdienste von Exchange: Melden Sie sich neu an.',
      port: '{{service}} auf Port {{port}}',
      mailwicketServesMailOnly: 'Mailwicket bietet nur Mail an.',
      mailwicketKeepsClientSecretItself:
        'Mailwicket verwahrt das Clientgeheimnis selbst: Geben Sie es im OAuth-Client ein.',
      port2: 'Port {{port}} für {{protocol}}',
      localCertificate: 'das lokale Zertifikat von {{name}}',
      mailwicketMakesOwnWhenTls: 'Mailwicket erzeugt sein eigenes, sobald ein TLS-Port eingeschaltet wird.',
      flowNotKnown: 'Sein Ablauf {{flow}} ist nicht bekannt.',
      noClientIdNeverSet: 'Es fehlt die client_id: Das Konto wurde nie eingerichtet.',
      oneUrlsNeitherHttpsNor: 'Eine seiner URLs ist weder https noch auf diesem Computer.',
      theyEncryptedPasswordMailProgram:
        'Sie sind mit dem Passwort des Mailprogramms verschlüsselt: Melden Sie sich neu an.',
      serviceAccountKey: 'der Schlüssel des Dienstkontos von {{address}}',
      fileCouldNotRead: 'Seine Datei ließ sich nicht lesen.',
      certificate: 'das Zertifikat von {{address}}',
      filesCouldNotRead: 'Seine Dateien ließen sich nicht lesen.',
      clientSecret2: 'das Clientgeheimnis von {{address}}',
      encryptedPasswordMailProgramEnter:
        'Es ist mit dem Passwort des Mailprogramms verschlüsselt: Geben Sie es im OAuth-Client ein.',
      noMailAddress: 'Das ist keine E-Mail-Adresse.',
      mailboxSmtpUserNoMail: 'Sein Postfach oder SMTP-Benutzer ist keine E-Mail-Adresse.',
      accountAddressAlready: 'Ein Konto mit dieser Adresse gibt es bereits.',
      accountAddressTwice: 'Diese Adresse kommt in der Datei mehrmals vor: Es gilt ihre erste Zeile.',
      oauthClientCannotTakenOver:
        'Sein OAuth-Client ({{name}}) lässt sich nicht übernehmen und ist hier noch nicht vorhanden.',
      lineNeitherSectionNorName:
        'Zeile {{line}} ist weder ein [Abschnitt] noch „Name = Wert“ noch ein Kommentar.',
      checkRightFileCorrectLine: 'Prüfen Sie, ob es die richtige Datei ist, und berichtigen Sie die Zeile.',
      fileIsEmpty: 'Die Datei ist leer: Es steht kein Konto darin.',
      saveFileAgain:
        'Nehmen Sie die Datei mit den Konten, oder speichern Sie sie in dem Programm, aus dem sie stammt, noch einmal: eine Tabelle mit Konten oder die Einstellungen von Email OAuth 2.0 Proxy oder DavMail.',
      notSeenKindFile: 'Es ließ sich nicht erkennen, was für eine Datei das ist.',
      nameFormatEmailOauth2Proxy: 'Geben Sie ihr Format an: email-oauth2-proxy, davmail oder csv (--format).',
      valuePowershellHoldsControlCharacters: 'Ein Wert für PowerShell enthält Steuerzeichen.',
      typeAnew: 'Tippen Sie ihn neu ein.',
      labelled: '{{label}}: {{text}}',
      portOfItsOwn:
        'Mailwicket bietet {{protocol}} für alle Konten auf einem eigenen Port an. Ändern Sie den Port im Mailprogramm, oder geben Sie Mailwicket diesen: {{command}}',
      clientIdNoGuid:
        'Die Client-ID von {{name}} ist keine „Anwendungs-ID (Client)“: Sie muss aussehen wie {{example}}.',
      switchOnSmtpTls:
        'Schalten Sie SMTP mit TLS auf einer Adresse des Netzwerks ein: {{command}}, mit der eigenen Adresse dieses Computers statt der letzten.',
    },
    devices: {
      port: 'Gerät {{name}}',
      mustBePort: 'Das muss ein Port sein, eine Zahl bis 65535',
      mustBeLimit: 'Das muss eine Zahl von 1 bis 10000 sein',
      mustBeOwnAddress:
        'Das muss eine IP-Adresse dieses Computers sein, etwa 192.0.2.5, oder 0.0.0.0 für alle',
      mustBeNetwork:
        'Das ist keine Adresse und kein Netz wie 192.0.2.7 oder 192.0.2.0/24; alle Adressen auf einmal sind nicht möglich.',
      noAccount: 'Das Gerät {{name}} nennt ein Konto, das es nicht gibt.',
      otherSender: 'Die Nachricht kommt von {{given}}, aber dieser Port sendet nur als {{sender}}.',
      setSender:
        'Stellen Sie am Gerät {{sender}} als Absender ein oder lassen Sie Mailwicket den Absender umschreiben.',
      connectionBroke:
        'Die Verbindung zum Mailserver ist abgebrochen, oder er hat nicht rechtzeitig geantwortet.',
      notServed:
        'Dieses Gerät ist in Mailwicket pausiert oder entfernt, oder seine Nachricht ist schon beendet.',
      resumeIt: 'Setzen Sie es in Mailwicket fort und senden Sie noch einmal.',
      limitReached_one:
        'Das Gerät {{name}} hat in einer Stunde {{count}} Nachricht gesendet. Mehr darf es nicht.',
      limitReached_other:
        'Das Gerät {{name}} hat in einer Stunde {{count}} Nachrichten gesendet. Mehr darf es nicht.',
      raiseLimit: 'Warten Sie oder erhöhen Sie die Grenze in Mailwicket.',
      sent_one: '{{name}} hat als {{address}} eine Nachricht an {{count}} Empfänger gesendet.',
      sent_other: '{{name}} hat als {{address}} eine Nachricht an {{count}} Empfänger gesendet.',
      notSent: '{{name}} konnte nicht senden: {{why}}',
      mayNotSend: 'Sie gehören nicht zu denen, die hier senden dürfen.',
      notNamed:
        '{{peer}} wollte über den Port von {{name}} senden und gehört nicht zu denen, die das dürfen. Nichts wurde angenommen.',
      moreRefused_one: '{{count}} weitere Verbindung am Port von {{name}} wurde abgewiesen.',
      moreRefused_other: '{{count}} weitere Verbindungen am Port von {{name}} wurden abgewiesen.',
      tooManyConnections:
        '{{name}} hat zu viele Verbindungen gleichzeitig offen. Weitere werden nicht angenommen.',
      added: 'Das Gerät {{name}} wurde hinzugefügt.',
      changed: 'Das Gerät {{name}} wurde geändert.',
      removed: 'Das Gerät {{name}} wurde entfernt.',
      paused: 'Das Gerät {{name}} ist pausiert.',
      resumed: 'Das Gerät {{name}} darf wieder senden.',
      noSuch: 'Es gibt kein Gerät {{name}}.',
      thereAre: 'Die Geräte sind: {{known}}.',
      already: 'Ein Gerät namens {{name}} gibt es schon.',
      needsPassword:
        '{{address}} wird mit dem Passwort angemeldet, das sein Mailprogramm sendet, und ein Gerät sendet keines.',
      chooseAnotherAccount: 'Wählen Sie ein Konto, das anders angemeldet wird.',
      whichMailbox: '{{address}} steht für alle Postfächer der Domain.',
      nameSender: 'Nennen Sie das, als welches das Gerät sendet, etwa {{address}}.',
    },
    submission: {
      headerTooLong: 'Der Kopf der Nachricht ist zu lang.',
      headerControls: 'Der Kopf der Nachricht enthält Steuerzeichen, die dort nicht erlaubt sind.',
      headerLineEnds: 'Die Zeilen im Kopf der Nachricht enden unterschiedlich.',
      headerLine: 'Im Kopf der Nachricht steht eine Zeile, die kein Kopffeld ist.',
      headerTwice: 'Die Nachricht hat das Kopffeld {{field}} zweimal.',
      addressEncoded: 'Eine Adresse im Kopffeld {{field}} ist kodiert und nicht sicher zu erkennen.',
      reportToProgram:
        'Senden Sie mit einem anderen Programm oder melden Sie es dem Hersteller des Mailprogramms.',
      headersNameOthers:
        'Der Kopf der Nachricht nennt {{addresses}}, die das Mailprogramm nicht als Empfänger genannt hat. Eine API sendet an alle, die im Kopf stehen; daher wurde die Nachricht nicht gesendet.',
      headersNameOthersFix:
        'Für weitergeleitete und aufgeteilte Nachrichten kann Mailwicket die Empfänger im Kopf anpassen: mailwicket account edit ADRESSE --rewrite-recipients.',
      triedAgain: 'Das Mailprogramm versucht es von selbst erneut; senden Sie sonst später noch einmal.',
      noRecipients: '{{name}} hat keinen Empfänger gefunden, an den gesendet werden kann: {{said}}',
      checkRecipients: 'Prüfen Sie die Adressen der Empfänger.',
      apiMalformed: '{{name}} konnte die Nachricht nicht lesen: {{said}}',
      notThisSender: '{{name}} lässt {{address}} nicht mit dem Absender in From senden: {{said}}',
      notThisSenderFix:
        'Senden Sie mit der eigenen Adresse des Postfachs und einem Namen ohne @ in From, oder lassen Sie den Administrator das Recht „Senden als“ erteilen.',
      notThisMailbox: '{{name}} lässt die Anwendung nicht aus {{address}} senden: {{said}}',
      notThisMailboxFix:
        'Der Administrator nimmt {{address}} in das auf, was die Anwendung benutzen darf. Bis es wirkt, können zwei Stunden vergehen.',
      notPermitted: '{{name}} erlaubt das Senden für {{address}} nicht: {{said}}',
      grantMailSend:
        'Die Berechtigung Mail.Send von Microsoft Graph muss erteilt werden: Melden Sie das Konto erneut an oder lassen Sie den Administrator zustimmen.',
      grantGmailSend: 'Melden Sie das Konto erneut an und stimmen Sie der angefragten Berechtigung zu.',
      apiOff: 'Die {{name}} ist für den OAuth-Client nicht eingeschaltet: {{said}}',
      apiOffFix: 'Schalten Sie die Gmail API in der Google Cloud Console im Projekt des OAuth-Clients ein.',
      noMailbox: '{{name}} bedient kein Postfach {{address}}: {{said}}',
      sendBySmtp:
        'Vielleicht liegt es auf einem Server der Organisation oder hat keine Lizenz. Senden Sie stattdessen über SMTP.',
      apiTooLarge: 'Die Nachricht ist größer, als {{name}} annimmt: {{said}}',
      tooLarge: 'Die Nachricht ist größer als die {{most}} MB, die auf diesem Weg gesendet werden können.',
      tooLargeFix: 'Senden Sie große Dateien als Link, oder senden Sie über SMTP.',
      mailboxFull: 'Das Postfach {{address}} ist voll: {{said}}',
      mailboxFullFix: 'Löschen Sie, was nicht mehr gebraucht wird, und senden Sie dann erneut.',
      tooManyRecipients:
        '{{address}} hat an so viele Empfänger gesendet, wie der Anbieter vorerst erlaubt: {{said}}',
      tooManyRecipientsFix: 'Versuchen Sie es morgen erneut.',
      blocked: '{{name}} hat {{address}} für das Senden gesperrt: {{said}}',
      blockedFix: 'Der Administrator klärt den Grund und hebt die Sperre auf.',
      busy: '{{name}} bittet, es später erneut zu versuchen: {{said}}',
      answered: '{{name}} hat geantwortet: {{said}}',
      refusedFor: '{{name}} hat die Nachricht nicht angenommen: {{said}}',
      refusedForFix: 'Die Antwort nennt den Grund. Wenn es so bleibt, senden Sie über SMTP.',
      tooManyAtOnce: '{{address}} hat mehr auf einmal zu senden, als {{name}} annimmt.',
      tokenNotAccepted: '{{name}} nimmt das Token von {{address}} nicht an: {{said}}',
      tokenNotAcceptedFix: 'Melden Sie das Konto in Mailwicket erneut an.',
      perhapsSent:
        'Die Antwort von {{name}} ist verloren gegangen; die Nachricht wurde vielleicht gesendet: {{why}}',
      perhapsSentFix: 'Sehen Sie im Ordner Gesendet nach, bevor Sie erneut senden.',
      programGone: 'Das Mailprogramm hat die Verbindung beendet, bevor die Nachricht gesendet war.',
      noRoom: 'Es werden zu viele Nachrichten auf einmal gesendet.',
      failed: 'Beim Senden der Nachricht ist etwas Unerwartetes passiert.',
      sent_one: '{{address}} hat eine Nachricht an {{count}} Empfänger über {{name}} gesendet.',
      sent_other: '{{address}} hat eine Nachricht an {{count}} Empfänger über {{name}} gesendet.',
      postedAgain:
        'Die Antwort auf den ersten Versuch ging verloren, und die Nachricht lag nicht im Postfach. Sie wurde noch einmal gesendet und kommt vielleicht doppelt an.',
      notSent: '{{address}} konnte eine Nachricht nicht über {{name}} senden: {{why}}',
    },
    mail: {
      serverSentTooMuchBefore: 'Der Server sandte vor der Anmeldung zu viel.',
      serverHungUpBeforeLogin: 'Der Server beendete die Verbindung vor der Anmeldung.',
      serverHungUpDuringLogin: 'Der Server beendete die Verbindung während der Anmeldung.',
      serverSentGreetingMidstLogin: 'Der Server grüßte mitten in der Anmeldung.',
      serverWantsNoLoginPreauth: 'Der Server will keine Anmeldung (PREAUTH).',
      serverDoesNotGreetImap: 'Der Server grüßt nicht wie bei IMAP: {{words}}',
      serverDoesNotAcceptToken: 'Der Server nimmt das Token nicht an und fragt weiter.',
      serverAnswersNotAsked: 'Der Server antwortet auf etwas, das nicht gefragt war: {{words}}',
      serverRefusesStarttls: 'Der Server lehnt STARTTLS ab: {{words}}',
      serverLetsWithoutHavingSeen: 'Der Server lässt ein, ohne das Token gesehen zu haben.',
      serverGivesNoReason: 'Der Server nennt keinen Grund.',
      serverSentDataAheadTls: 'Der Server sandte Daten vor dem TLS-Handshake.',
      serverDidNotGreetPop3: 'Der Server grüßte nicht wie ein POP3-Server.',
      serverDidNotAgreeTls: 'Der Server ging nicht auf TLS ein.',
      serverDidNotAnswerCapa: 'Der Server beantwortete CAPA nicht, wie es POP3 verlangt.',
      serverListedTooManyCapabilities: 'Der Server nannte zu viele Fähigkeiten.',
      serverDoesNotOfferTls: 'Der Server bietet kein TLS an.',
      serverSentReplyTooLong: 'Der Server sandte eine zu lange Antwort.',
      nameMailServerCannotFound: 'Der Name des Mailservers {{server}} ist nicht zu finden.',
      checkInternetConnectionSpellingServer:
        'Prüfen Sie die Internetverbindung und die Schreibweise des Servers im OAuth-Client.',
      checkDateTimeComputerIf:
        'Prüfen Sie Datum und Uhrzeit dieses Computers; stimmen sie, muss der Betreiber des Servers sein Zertifikat erneuern.',
      certificateAnotherName: 'Das Zertifikat von {{server}} gilt für einen anderen Namen ({{code}}).',
      checkSpellingServerOauthClient:
        'Prüfen Sie die Schreibweise des Servers im OAuth-Client; stimmt sie, ist es ein anderer Server, als er vorgibt, und vielleicht macht sich jemand an der Verbindung zu schaffen.',
      certificateCannotTrusted: 'Dem Zertifikat von {{server}} ist nicht zu trauen ({{code}}).',
      noEncryptedConnectionCouldAgreed:
        'Mit {{server}} kam keine verschlüsselte Verbindung zustande ({{code}}).',
      checkPortWhetherServerWants: 'Prüfen Sie den Port, und ob der Server sofort TLS will oder STARTTLS.',
      mailServerDidNotAnswer: 'Der Mailserver {{server}} hat nicht rechtzeitig geantwortet.',
      checkInternetConnectionIfOthers:
        'Prüfen Sie die Internetverbindung; gehen andere Seiten, sperrt vielleicht eine Firewall diesen Port.',
      mailServerHungUp: 'Der Mailserver {{server}} hat die Verbindung beendet.',
      tryAgainMomentIfStays:
        'Versuchen Sie es gleich noch einmal; bleibt es so, ist vielleicht eine Firewall oder ein Virenscanner im Weg.',
      checkInternetConnectionServerPort:
        'Prüfen Sie die Internetverbindung, und Server und Port im OAuth-Client.',
      mailServerHungUpBefore: 'Der Mailserver {{server}} hat die Verbindung beendet, bevor sie stand.',
      ifCompanyFirewallVirusScannerInspectsMailSystemTrust:
        'Sieht eine Firewall der Firma oder ein Virenscanner in die Mail hinein, lassen Sie dieses System deren Zertifizierungsstelle vertrauen, oder fügen Sie sie in den Einstellungen hinzu; sonst macht sich jemand an der Verbindung zu schaffen.',
      literalTooLarge: 'Das Literal ist zu groß.',
      serverDoesNotSpeak: 'Der Server spricht kein {{protocol}}: {{words}}',
      certificateExpired: 'Das Zertifikat von {{server}} ist abgelaufen ({{code}}).',
      certificateNotYetValid: 'Das Zertifikat von {{server}} gilt noch nicht ({{code}}).',
      serverNotReached: 'Der Mailserver {{server}} ist nicht zu erreichen.',
      serverNotReachedCode: 'Der Mailserver {{server}} ist nicht zu erreichen ({{code}}).',
    },
    tokens: {
      tellsNothingItselfUnderIssuer: '{{host}} gibt unter diesem Aussteller nichts über sich bekannt.',
      checkIssuerEnterUrlsFrom:
        'Prüfen Sie den Aussteller, oder tragen Sie die URLs aus der Dokumentation des Anbieters ein.',
      cannotAsked: '{{host}} lässt sich nicht fragen: {{why}}',
      checkIssuerInternetConnection: 'Prüfen Sie den Aussteller und die Internetverbindung.',
      providerSentNoUsableAnswer: 'Der Anbieter sandte keine brauchbare Antwort für {{account}}.',
      providerGaveNoUsableToken: 'Der Anbieter gab kein brauchbares Token für {{account}}: {{why}}.',
      checkEndpointsClient: 'Prüfen Sie die URLs des Clients „{{client}}“.',
      didNotAnswerWithinSeconds: '{{host}} hat nicht innerhalb von {{seconds}} Sekunden geantwortet.',
      endpointNotUrl: 'Die Adresse ist keine URL.',
      endpointNotHttps: 'Die Adresse bei {{host}} ist nicht https.',
      certificateNotTrusted: 'Dem Zertifikat von {{host}} wird nicht vertraut ({{code}}).',
      connectionFailed: 'Die Verbindung zu {{host}} ist gescheitert.',
      nameCannotLookedUp: 'Der Name {{host}} lässt sich nicht nachschlagen ({{code}}).',
      refusedConnection: '{{host}} hat die Verbindung abgelehnt ({{code}}).',
      connectionFailed2: 'Die Verbindung zu {{host}} ist gescheitert ({{code}}).',
      microsoftGaveNoToken: 'Microsoft gab kein Token für {{account}}.',
      startAgainIfStaysSo: 'Beginnen Sie noch einmal. Bleibt es so, prüfen Sie die URLs des Clients.',
      microsoftCannotReached: 'Microsoft ist für {{account}} nicht erreichbar ({{code}}).',
      beginAgain: 'Versuchen Sie es gleich noch einmal. Bleibt es so, prüfen Sie die Netzwerkverbindung.',
      checkNetworkConnectionTriedAgain:
        'Prüfen Sie die Netzwerkverbindung. Es wird von selbst wieder versucht.',
      noTokenMicrosoftsLibrarySays: 'Kein Token für {{account}}: Die Bibliothek von Microsoft sagt {{code}}.',
      checkSettingsClient: 'Prüfen Sie die Einstellungen des Clients „{{client}}“.',
      microsoftsAnswerCannotUsed: 'Die Antwort von Microsoft für {{account}} ist nicht zu gebrauchen.',
      noToken: 'Kein Token für {{account}}: {{why}}',
      correctEndpointClientMustHttps:
        'Berichtigen Sie die URL im Client: Sie muss eine https://-Adresse sein.',
      gettingTokenCancelled: 'Das Holen eines Tokens für {{account}} wurde abgebrochen.',
      mailServerDidNotAccept: 'Der Mailserver hat das Token nicht angenommen.',
      accountSignedOut: 'Das Konto wurde abgemeldet.',
      noSuchAccountAnyMore: 'Dieses Konto gibt es nicht mehr.',
      addAccountAgain: 'Fügen Sie das Konto neu hinzu.',
      signedOutMeanwhile: '{{address}} wurde inzwischen abgemeldet.',
      somethingUnexpectedHappenedWhileGetting:
        'Beim Holen eines Tokens für {{whose}} ist etwas Unerwartetes geschehen.',
      triedAgainItselfIfStays:
        'Es wird von selbst wieder versucht. Bleibt es so, sehen Sie unter „Aktivität“ nach.',
      vaultSignCannotOpened: 'Der Tresor mit der Anmeldung lässt sich nicht öffnen ({{whose}}).',
      startMailwicketKeyVaultMade:
        'Starten Sie Mailwicket mit dem Schlüssel, mit dem der Tresor angelegt wurde.',
      checkFreeSpacePermissionsData:
        'Prüfen Sie den freien Platz und die Rechte des Datenordners, und ob der Schlüsselbund des Systems entsperrt ist.',
      keptSignCannotReadLeft:
        'Was von der Anmeldung abgelegt ist, lässt sich nicht lesen ({{whose}}). Es blieb, wie es ist.',
      signAccountOutThenSign: 'Setzen Sie die Anmeldung des Kontos zurück, und melden Sie es dann neu an.',
      mailProgramWentAwayWhile: 'Das Mailprogramm ging, während ein Token geholt wurde.',
      nothingNextTryGetsToken: 'Sie müssen nichts tun: Sein nächster Versuch bekommt das Token.',
      mailServerDoesNotAccept: 'Der Mailserver nimmt für {{whose}} ein eben ausgestelltes Token nicht an.',
      checkAccountScopesPermissionsProvider:
        'Prüfen Sie das Konto: seine Scopes und Berechtigungen beim Anbieter, und ob ihm dieses Postfach offensteht.',
      ifYourNetworkInspectsTlsSystemTrustCertificateAuthority:
        'Sieht Ihr Netz in TLS hinein, lassen Sie dieses System seiner Zertifizierungsstelle vertrauen, oder fügen Sie sie in den Einstellungen hinzu.',
      answeredMoreThanBytesNo: '{{host}} hat mit mehr als {{most}} Byte geantwortet: Das ist kein Token.',
      renewedSignWrittenNow: 'Die erneuerte Anmeldung von {{address}} ist jetzt geschrieben.',
      renewedSignMemoryOnly: '{{why}} Die erneuerte Anmeldung ist nur im Arbeitsspeicher.',
      mailwicketTriesAgainItselfBefore:
        'Mailwicket versucht es von selbst wieder. Beenden Sie Mailwicket vorher nur, wenn jemand {{address}} neu anmelden kann.',
      renewedSignCouldNotWritten:
        'Die erneuerte Anmeldung von {{address}} ließ sich vor dem Ende nicht schreiben und ist verloren.',
      makeRoomDiskIfProvider:
        'Schaffen Sie Platz auf der Platte; lehnt der Anbieter {{address}} dann ab, melden Sie das Konto neu an.',
      providerDidNotAnswerTime2: 'Der Anbieter hat für {{address}} nicht rechtzeitig geantwortet.',
      manyRenewedFirst:
        'Gerade werden die Anmeldungen vieler Konten erneuert; {{address}} ist noch nicht an der Reihe.',
      goesOnByItself:
        'Sie müssen nichts tun: Es geht von selbst weiter, und ein späterer Versuch findet das Token.',
      signInNotReadable: 'Die Anmeldung von {{whose}} lässt sich gerade nicht lesen oder schreiben.',
      signInNotReadableWhy:
        'Die Anmeldung von {{whose}} lässt sich gerade nicht lesen oder schreiben: {{why}}.',
    },
    microsoft: {
      entraAdminCenterOpenApp:
        'Öffnen Sie im Entra Admin Center die App-Registrierung, Seite „API-Berechtigungen“, und fügen Sie die Berechtigungen für Mail hinzu. Erteilen Sie dann die Administratorzustimmung.',
      noAdministratorOrganizationConsentedApp:
        'Kein Administrator der Organisation hat dieser App zugestimmt.',
      openAdminConsentLinkClient:
        'Öffnen Sie den Link zur Administratorzustimmung des Clients, und lassen Sie einen Administrator der Organisation zustimmen.',
      nobodyAgreedYetAppMay: 'Noch niemand hat zugestimmt, dass diese App das Postfach öffnen darf.',
      signAgreeIfPageAsks:
        'Melden Sie sich an und stimmen Sie zu. Verlangt die Seite einen Administrator, verwenden Sie den Link zur Administratorzustimmung des Clients.',
      requestAccessDeclinedSignPage: 'Auf der Anmeldeseite wurde die Bitte um Zugriff abgelehnt.',
      startAgainAcceptRequest: 'Beginnen Sie noch einmal und nehmen Sie die Anfrage an.',
      openAdminConsentLinkClientAgainAcceptRequest:
        'Öffnen Sie den Link zur Administratorzustimmung des Clients noch einmal und nehmen Sie die Anfrage an.',
      appOpenChosenPeopleOnly:
        'Diese App ist nur für ausgewählte Personen offen, und dieses Konto gehört nicht dazu.',
      entraAdminCenterOpenEnterprise:
        'Öffnen Sie im Entra Admin Center die Unternehmensanwendung und fügen Sie das Konto unter „Benutzer und Gruppen“ hinzu.',
      administratorAgreeBeforeAppMay:
        'Bevor diese App benutzt werden darf, muss ein Administrator zustimmen.',
      sendAdminConsentLinkClient:
        'Schicken Sie einem Administrator den Link zur Administratorzustimmung des Clients.',
      administratorAgreeBeforeAppMayUsedRequestBeenSent:
        'Bevor diese App benutzt werden darf, muss ein Administrator zustimmen; die Anfrage ist unterwegs.',
      waitApprovalSendAdminConsent:
        'Warten Sie auf die Genehmigung, oder schicken Sie einem Administrator den Link zur Administratorzustimmung des Clients.',
      appNotAuthorizedCustomersOrganization:
        'Die App ist in der Organisation dieses Kunden nicht zugelassen.',
      letAdministratorCustomerPartnerConsent:
        'Ein Administrator des Kunden, oder der Partner für ihn, muss der App vorab zustimmen.',
      listPermissionsAppRegistrationEmpty:
        'Die Liste der Berechtigungen in der App-Registrierung ist leer oder beschädigt.',
      organizationNoExchangeOnlineSo:
        'Die Organisation hat kein Exchange Online; darum gibt es keine Mail, auf die man zugreifen könnte.',
      checkOrganizationLicenceExchangeOnline:
        'Prüfen Sie, ob die Organisation eine Lizenz mit Exchange Online hat, und ob der Mandant der richtige ist.',
      serviceOauthScopeNamesNot:
        'Der Dienst, den der OAuth-Scope nennt, ist in dieser Organisation nicht bekannt.',
      resetOauthScopeClientDefault:
        'Setzen Sie den OAuth-Scope des Clients auf die Vorgabe zurück, und prüfen Sie Cloud, Mandant und seine Lizenz für Exchange Online.',
      appRegistrationLacksPermissionsMail: 'Der App-Registrierung fehlen die Berechtigungen für Mail.',
      appNotGrantedPermissionsMail: 'Der App wurden die Berechtigungen für Mail nicht erteilt.',
      serviceDisabledOrganization:
        'Der Dienst, für den ein Token verlangt wurde, ist in dieser Organisation deaktiviert, oder sein Abonnement ist abgelaufen.',
      enableServiceRenewSubscription:
        'Prüfen Sie, ob die Lizenz der Organisation noch gilt. Öffnen Sie im Entra Admin Center die Unternehmensanwendung des Dienstes (Office 365 Exchange Online oder Microsoft Graph) und aktivieren Sie sie für die Anmeldung.',
      appRegistrationDoesNotList:
        'Die App-Registrierung nennt den Dienst nicht, für den ein Token verlangt wurde.',
      nothingDoneMailwicketWaitsThen: 'Sie müssen nichts tun: Mailwicket wartet und versucht es dann wieder.',
      askAdministratorExemptAppSign:
        'Bitten Sie einen Administrator, diese App auszunehmen. In den Anmeldeprotokollen der Organisation steht die Richtlinie.',
      organizationAllowsOnlyDeviceManages:
        'Die Organisation erlaubt das nur auf einem Gerät, das sie verwaltet und das ihren Vorgaben entspricht.',
      signSystemsBrowserManagedDevice:
        'Melden Sie sich auf einem verwalteten Gerät mit dem Browser des Systems an, oder bitten Sie einen Administrator um eine Ausnahme.',
      organizationAllowsOnlyDeviceJoined:
        'Die Organisation erlaubt das nur auf einem Gerät, das ihr beigetreten ist.',
      signSystemsBrowserSuchDevice:
        'Melden Sie sich auf einem solchen Gerät mit dem Browser des Systems an, oder bitten Sie einen Administrator um eine Ausnahme.',
      organizationAsksDeviceProveItself: 'Die Organisation verlangt, dass sich dieses Gerät ausweist.',
      signSystemsBrowserDeviceRegistered:
        'Melden Sie sich mit dem Browser des Systems auf einem Gerät an, das bei der Organisation registriert ist.',
      organizationAllowsOnlyDeviceRegistered:
        'Die Organisation erlaubt das nur auf einem Gerät, das bei ihr registriert ist.',
      registerDeviceOrganizationAskAdministrator:
        'Registrieren Sie das Gerät bei der Organisation, oder bitten Sie einen Administrator um eine Ausnahme.',
      signPolicyOrganizationConditionalAccess:
        'Eine Anmelderichtlinie der Organisation (bedingter Zugriff) verhindert das.',
      askAdministratorExemptAppAccount:
        'Bitten Sie einen Administrator, diese App oder dieses Konto auszunehmen. In den Anmeldeprotokollen steht die Richtlinie.',
      securityPolicyOrganizationBlocks: 'Eine Sicherheitsrichtlinie der Organisation verhindert das.',
      signAdministratorFromPartnerOrganization:
        'Die Anmeldung eines Administrators aus einer Partnerorganisation wurde als riskant verhindert.',
      askAdministratorOrganizationLookRisk:
        'Bitten Sie einen Administrator der Organisation, das Risiko anzusehen und aufzuheben.',
      organizationsSecurityDefaultsBlockKind:
        'Die Sicherheitsstandards der Organisation verhindern diese Art der Anmeldung.',
      useClientGrantAuthorizationCode:
        'Verwenden Sie einen Client mit dem Grant „Authorization Code“, oder fragen Sie einen Administrator nach den Sicherheitsstandards.',
      microsoftAskedTooOftenShort:
        'Microsoft hat in kurzer Zeit zu viele Anfragen bekommen und nimmt zurzeit keine weiteren an.',
      microsoftsSignServiceTooBusy: 'Der Anmeldedienst von Microsoft ist überlastet.',
      microsoftsSignServiceOutOrder: 'Der Anmeldedienst von Microsoft ist zurzeit gestört.',
      redirectUriNotRegisteredApp: 'Die Umleitungs-URI ist für diese App nicht registriert.',
      redirectUriOfPage:
        'Die Umleitungs-URI ist unter „Single-Page-Webanwendung“ registriert, was nur für Webseiten gilt.',
      appRegisteredOneOrganizationBut:
        'Die App ist für eine Organisation registriert, wurde aber wie eine für viele benutzt.',
      enterDirectoryTenantIdClient:
        'Tragen Sie im Client die „Verzeichnis-ID (Mandant)“ ein, oder lassen Sie die App-Registrierung Konten aus jeder Organisation annehmen.',
      microsoftCannotTellOrganizationMeant: 'Microsoft weiß nicht, welche Organisation gemeint ist.',
      enterDirectoryTenantIdClient2: 'Tragen Sie im Client die „Verzeichnis-ID (Mandant)“ ein.',
      tenantClientNotDomainMicrosoft: 'Der Mandant im Client ist keine Domain, die Microsoft kennt.',
      tenantDoesNotExistAnother:
        'Den Mandanten gibt es nicht, oder er ist in einer anderen Cloud von Microsoft.',
      checkDirectoryTenantIdCloud: 'Prüfen Sie im Client die „Verzeichnis-ID (Mandant)“ und die Cloud.',
      organizationAnotherMicrosoftsClouds: 'Die Organisation ist in einer anderen Cloud von Microsoft.',
      chooseCloudClientRegisterApp: 'Wählen Sie im Client jene Cloud, und registrieren Sie die App dort.',
      appOrganizationDifferentCloudsMicrosoft:
        'Die App und die Organisation sind in verschiedenen Clouds von Microsoft, und eine App mit Geheimnis kommt nicht von einer in die andere.',
      registerAppOrganizationsOwnCloud:
        'Registrieren Sie eine App in der Cloud der Organisation, und wählen Sie diese Cloud im Client.',
      organizationDoesNotKnowApp: 'Die Organisation kennt keine App mit dieser Client-ID.',
      checkApplicationClientIdTenant:
        'Prüfen Sie die „Anwendungs-ID (Client)“ und den Mandanten. Eine App aus einer anderen Organisation braucht zuerst die Administratorzustimmung.',
      appDisabled: 'Die App ist deaktiviert.',
      entraAdminCenterOpenEnterpriseApplicationEnableSign:
        'Öffnen Sie im Entra Admin Center die Unternehmensanwendung und aktivieren Sie sie für die Anmeldung.',
      appDisabledNotKnownOrganization: 'Die App ist deaktiviert, oder in dieser Organisation nicht bekannt.',
      checkApplicationClientIdEntra:
        'Prüfen Sie die „Anwendungs-ID (Client)“, und im Entra Admin Center, ob die Unternehmensanwendung aktiviert ist.',
      clientSecretWrongOftenSecret:
        'Das Clientgeheimnis ist falsch. Oft wurde statt des Werts die „Geheimnis-ID“ kopiert.',
      clientsCredentialsWrong: 'Die Anmeldedaten des Clients sind falsch.',
      clientSecretExpired: 'Das Clientgeheimnis ist abgelaufen.',
      appRegisteredWebAppNeeds:
        'Die App ist als Web-App registriert; die braucht ein Clientgeheimnis oder ein Zertifikat, und es kam keines.',
      addSecretClientRegisterRedirect:
        'Fügen Sie dem Client das Geheimnis hinzu, oder registrieren Sie die Umleitungs-URI unter „Mobilgerät- und Desktopanwendungen“ und lassen Sie öffentliche Clientflows zu.',
      appRegisteredDesktopAppNo:
        'Die App ist als Desktop-App registriert; die hat kein Geheimnis, aber es kam eines.',
      removeSecretFromClientRegister:
        'Entfernen Sie das Geheimnis aus dem Client, oder registrieren Sie die Umleitungs-URI unter „Web“.',
      microsoftDoesNotKnowCertificate: 'Microsoft kennt das Zertifikat nicht, mit dem der Client signiert.',
      signedRequestNotWithinTime:
        'Die signierte Anfrage gilt noch nicht oder nicht mehr: Die Uhr dieses Computers geht falsch.',
      setClockComputerBestLetting:
        'Stellen Sie die Uhr dieses Computers, am besten automatisch über das Internet.',
      signMadeOneOrganizationCompleted:
        'Die Anmeldung begann in einer Organisation und endete in einer anderen.',
      useSameTenantPermissionUrl:
        'Geben Sie in Permission-URL und Token-URL des Clients denselben Mandanten an, und melden Sie sich dann neu an.',
      oauthScopeClientNotValid: 'Der OAuth-Scope des Clients ist nicht gültig.',
      resetOauthScopeClientDefault2: 'Setzen Sie den OAuth-Scope des Clients auf die Vorgabe zurück.',
      oauthScopeClientNotValidTokenRequest: 'Der OAuth-Scope des Clients gilt nicht für eine Token-Anfrage.',
      oauthScopeClientNamesTwo:
        'Der OAuth-Scope des Clients nennt zwei Dienste auf einmal; ein Token gilt nur für einen.',
      requestMadeOlderEndpointThan:
        'Die Anfrage passt zu einem älteren Endpunkt als der Token-URL des Clients.',
      resetTokenUrlOauthScope: 'Setzen Sie Token-URL und OAuth-Scope des Clients auf die Vorgaben zurück.',
      appRegisteredPersonalAccountsOnly: 'Die App ist nur für persönliche Konten registriert.',
      chooseOutlookComProviderClient:
        'Wählen Sie Outlook.com als Anbieter des Clients, oder den Mandanten „consumers“.',
      appRegisteredAccountsOrganizationsOnly:
        'Die App ist nur für Konten von Organisationen registriert, nicht für persönliche.',
      enterDirectoryTenantIdOrganizations:
        'Tragen Sie im Client die „Verzeichnis-ID (Mandant)“ oder „organizations“ ein, oder lassen Sie die App-Registrierung persönliche Konten annehmen.',
      grantDoesNotWorkTenant:
        'Dieser Grant geht nicht mit einem Mandanten, der für viele steht, wie „common“.',
      somethingMissingRequestFieldClient:
        'In der Anfrage fehlt etwas: Vielleicht ist ein Feld des Clients leer.',
      checkFieldsClientResetUrls:
        'Prüfen Sie die Felder des Clients, und setzen Sie URLs und Scope auf die Vorgaben zurück. Bleibt es so, melden Sie es.',
      microsoftCouldNotReadRequest: 'Microsoft konnte die Anfrage nicht lesen.',
      resetUrlsScopeClientTheir:
        'Setzen Sie URLs und Scope des Clients auf die Vorgaben zurück. Bleibt es so, melden Sie es.',
      microsoftDoesNotTakeRequest:
        'Microsoft nimmt die Anfrage so nicht an. Oft wurde eine Desktop-App mit einem Geheimnis benutzt.',
      removeSecretFromClientIf:
        'Entfernen Sie das Geheimnis aus dem Client, falls seine Umleitungs-URI unter „Mobilgerät- und Desktopanwendungen“ registriert ist.',
      signAgainConfirmSecondStep:
        'Melden Sie sich neu an und bestätigen Sie mit dem zweiten Schritt, etwa dem Telefon oder einem Sicherheitsschlüssel.',
      secondStepMultifactorAuthenticationAsked:
        'Es wird ein zweiter Schritt verlangt (Multi-Faktor-Authentifizierung): wegen einer Richtlinie oder weil Sie sich an einem neuen Ort anmelden.',
      secondStepMultifactorAuthenticationAskedNotPassed:
        'Es wird ein zweiter Schritt verlangt (Multi-Faktor-Authentifizierung), und er wurde nicht bestanden.',
      accountMustSetUpSecond:
        'Für das Konto muss zuerst ein zweiter Schritt eingerichtet werden (Multi-Faktor-Authentifizierung).',
      signAgainFollowStepsSet: 'Melden Sie sich neu an und folgen Sie den Schritten zum Einrichten.',
      secondStepMultifactorAuthenticationPassed:
        'Der zweite Schritt (Multi-Faktor-Authentifizierung) liegt zu lange zurück.',
      secondStepSignNotCompleted: 'Der zweite Schritt der Anmeldung wurde nicht abgeschlossen.',
      organizationAsksFurtherCheckPage:
        'Die Organisation verlangt eine weitere Prüfung auf der Seite eines anderen Dienstes.',
      signAgainCompleteCheck: 'Melden Sie sich neu an und schließen Sie diese Prüfung ab.',
      organizationLetsSignLastOnly:
        'Bei dieser Organisation gilt eine Anmeldung nur eine bestimmte Zeit, und die ist abgelaufen.',
      sessionEndedBecauseOrganizationsSign:
        'Die Sitzung ist abgelaufen, weil die Organisation regelmäßig neue Anmeldungen verlangt (Anmeldehäufigkeit).',
      organizationNoAccountAddress: 'Diese Organisation hat kein Konto mit dieser Adresse.',
      checkAddressTypingMistakeTenant:
        'Prüfen Sie, ob die Adresse richtig geschrieben ist, und den Mandanten des Clients.',
      accountSignedBelongsAnotherOrganization:
        'Das angemeldete Konto gehört zu einer anderen Organisation, oder es ist ein persönliches.',
      signOutAccountBrowserSign:
        'Melden Sie jenes Konto im Browser ab und das richtige an, oder verwenden Sie einen Client mit dem Mandanten jenes Kontos.',
      accountSignedBelongsAnotherOrganizationNotKnownOne:
        'Das angemeldete Konto gehört zu einer anderen Organisation und ist in dieser nicht bekannt.',
      browserSignedAccountDoesNot:
        'Im Browser ist ein Konto angemeldet, das nicht zu dieser Organisation gehört.',
      signAgainChooseRightAccount: 'Melden Sie sich neu an und wählen Sie das richtige Konto.',
      accountLockedTooManyWrong:
        'Das Konto ist gesperrt: zu viele falsche Passwörter, oder eine Anmeldung von einer Adresse mit schlechtem Ruf.',
      waitSomeMinutesThenTry:
        'Warten Sie einige Minuten, und versuchen Sie es dann noch einmal. Bleibt es gesperrt, findet ein Administrator den Grund in den Anmeldeprotokollen.',
      passwordExpired: 'Das Passwort ist abgelaufen.',
      signChooseNewPassword: 'Melden Sie sich an und wählen Sie ein neues Passwort.',
      passwordExpiredOrganizationsOwnDirectory:
        'Das Passwort ist im eigenen Verzeichnis der Organisation abgelaufen.',
      changePasswordUsualWorkThen:
        'Ändern Sie das Passwort wie bei der Arbeit üblich, und melden Sie sich dann neu an.',
      accountDisabled: 'Das Konto ist deaktiviert.',
      askAdministratorEnable: 'Bitten Sie einen Administrator, es zu aktivieren.',
      nobodySigned: 'Niemand ist angemeldet.',
      signTookTooLong: 'Die Anmeldung dauerte zu lange.',
      sessionSignGoFromNo: 'Die Sitzung, an die die Anmeldung anknüpfen sollte, gibt es nicht mehr.',
      signAgainChooseAccount: 'Melden Sie sich neu an und wählen Sie das Konto.',
      signEndedInstanceBecausePassword: 'Die Anmeldung wurde beendet, etwa weil das Passwort geändert wurde.',
      signEndedPasswordExpiredChanged:
        'Die Anmeldung wurde beendet: Das Passwort ist abgelaufen oder wurde geändert.',
      storedSignNoLongerGood: 'Die gespeicherte Anmeldung gilt nicht mehr.',
      storedSignExpired: 'Die gespeicherte Anmeldung ist abgelaufen.',
      storedSignExpiredBecauseNot:
        'Die gespeicherte Anmeldung ist abgelaufen, weil sie lange nicht benutzt wurde.',
      signExpiredAfter24Hours:
        'Die Anmeldung ist nach 24 Stunden abgelaufen: Die Umleitungs-URI ist als „Single-Page-Webanwendung“ registriert.',
      answerSignPageHadBeen: 'Die Antwort der Anmeldeseite wurde schon einmal benutzt.',
      answerSignPageBelongsAnother: 'Die Antwort der Anmeldeseite gehört zu einer anderen Anmeldung.',
      startSignAgainFinishNewest:
        'Beginnen Sie die Anmeldung neu, und schließen Sie sie im neuesten Fenster ab.',
      codeNotBeenEnteredSign: 'Der Code wurde auf der Anmeldeseite noch nicht eingegeben.',
      startSignAgainEnterCode: 'Beginnen Sie die Anmeldung neu und geben Sie den Code rechtzeitig ein.',
      codeNotEnteredTime: 'Der Code wurde nicht rechtzeitig eingegeben.',
      startSignAgainEnterNew: 'Beginnen Sie die Anmeldung neu und geben Sie den neuen Code ein.',
      codeEnteredWrongNoLonger: 'Der eingegebene Code ist falsch oder gilt nicht mehr.',
      signAgreeIfPageAsksAdministratorLetOneConsent:
        'Melden Sie sich an und stimmen Sie zu. Verlangt die Seite einen Administrator, lassen Sie einen zustimmen.',
      askAdministratorExemptApp: 'Bitten Sie einen Administrator, diese App auszunehmen.',
      addRedirectUri:
        'Öffnen Sie im Entra Admin Center die App-Registrierung, Seite „Authentifizierung“, und fügen Sie die Umleitungs-URI des Clients genau so unter „Mobilgerät- und Desktopanwendungen“ hinzu.',
      makeNewSecret:
        'Öffnen Sie im Entra Admin Center die App-Registrierung, Seite „Zertifikate & Geheimnisse“, erzeugen Sie einen neuen geheimen Clientschlüssel, und kopieren Sie seinen „Wert“ in den Client.',
      uploadCertificate:
        'Speichern Sie das Zertifikat des Clients (.cer). Öffnen Sie im Entra Admin Center die App-Registrierung, Seite „Zertifikate & Geheimnisse“, und laden Sie es hoch.',
    },
    providers: {
      signAgain: 'Melden Sie sich neu an.',
      signAgainAdministratorCanLengthen:
        'Melden Sie sich neu an. Ein Administrator kann die Zeit verlängern (Anmeldehäufigkeit).',
      addressPasswordWrong: 'Die Adresse oder das Passwort ist falsch.',
      enterAccountsOwnPasswordMail: 'Geben Sie im Mailprogramm das eigene Passwort des Kontos ein.',
      startSignAgain: 'Beginnen Sie die Anmeldung neu.',
      signAgainEndRegisterRedirect:
        'Melden Sie sich neu an. Damit das aufhört, registrieren Sie die Umleitungs-URI unter „Mobilgerät- und Desktopanwendungen“.',
      administratorWorkspaceGrantsAdminConsole:
        'Ein Administrator des Workspace erlaubt es in der Admin-Konsole unter „Domainweite Delegierung“, mit der Client-ID des Dienstkontos und dem Scope https://mail.google.com/.',
      storedSignExpiredRevoked: 'Die gespeicherte Anmeldung ist abgelaufen oder wurde widerrufen.',
      signAgainIfHappensEvery:
        'Melden Sie sich neu an. Geschieht das alle 7 Tage, steht der Zustimmungsbildschirm des Google-Projekts noch auf „Test“: Veröffentlichen Sie ihn.',
      googleDoesNotAcceptService: 'Google nimmt den Schlüssel des Dienstkontos für dieses Postfach nicht an.',
      checkAddressMailboxsOwnKey:
        'Prüfen Sie, ob die Adresse die eigene des Postfachs ist, ob es den Schlüssel noch gibt und ob die Uhr dieses Computers stimmt.',
      googleDoesNotAllowClient: 'Google erlaubt diesem Client das nicht.',
      checkClientTypeDesktopApp:
        'Prüfen Sie in der Google Cloud Console, ob der Client vom Typ „Desktop-App“ ist.',
      serviceAccountMayNotAct: 'Das Dienstkonto darf noch nicht für die Postfächer dieses Workspace handeln.',
      accessDeclinedSignPageAccount:
        'Auf der Anmeldeseite wurde der Zugriff abgelehnt, oder das Konto gehört nicht zu den Testnutzern.',
      startAgainAcceptWhileGoogle:
        'Beginnen Sie noch einmal und stimmen Sie zu. Solange das Google-Projekt auf „Test“ steht, fügen Sie das Konto zuerst seinen Testnutzern hinzu.',
      serviceAccountMayNotActMailboxesWorkspace:
        'Das Dienstkonto darf nicht für die Postfächer dieses Workspace handeln.',
      policyWorkspaceDoesNotAllow: 'Eine Richtlinie des Workspace erlaubt dieser App nicht, Mail zu lesen.',
      askAdministratorWorkspaceTrustApps:
        'Bitten Sie einen Administrator des Workspace, der Client-ID der App unter „API-Steuerung“ zu vertrauen.',
      googleProjectOpenOwnOrganization:
        'Das Google-Projekt ist nur für seine eigene Organisation offen, und dieses Konto gehört nicht dazu.',
      useAccountOrganizationSetUser:
        'Verwenden Sie ein Konto jener Organisation, oder setzen Sie den Nutzertyp des Zustimmungsbildschirms auf „Extern“.',
      googleDoesNotAllowSign: 'Google erlaubt seine Anmeldeseite nicht im Fenster eines anderen Programms.',
      signSystemsBrowser: 'Melden Sie sich mit dem Browser des Systems an.',
      clientDeletedGoogleCloudConsole: 'Der Client wurde in der Google Cloud Console gelöscht.',
      makeNewClientEnterId:
        'Legen Sie dort einen neuen Client an und tragen Sie seine ID und sein Geheimnis ein.',
      clientMayNotAskAccess: 'Der Client darf nicht um Zugriff auf Mail bitten.',
      addScopeHttpsMailGoogle:
        'Fügen Sie dem Zustimmungsbildschirm des Google-Projekts den Scope https://mail.google.com/ hinzu.',
      googleAskedTooOftenShort: 'Google hat in kurzer Zeit zu viele Anfragen bekommen.',
      googleTroubleOwn: 'Google hat selbst eine Störung.',
      providerDidNotAnswer: 'Der Anbieter hat nicht geantwortet.',
      checkNetworkConnectionComputerMailwicket:
        'Prüfen Sie die Netzwerkverbindung dieses Computers; Mailwicket versucht es weiter.',
      providerAskedTooOftenShort: 'Der Anbieter wurde in kurzer Zeit zu oft gefragt.',
      providerTroubleOwn: 'Der Anbieter hat selbst eine Störung.',
      proxyNetworkAsksSign: 'Der Proxy dieses Netzes verlangt eine Anmeldung.',
      enterNetworkProxyUserPassword:
        'Tragen Sie in den Einstellungen den Netzwerk-Proxy mit Benutzer und Passwort ein.',
      answerTookTooLong: 'Die Antwort dauerte zu lange.',
      providerDoesNotAcceptClient:
        'Der Anbieter nimmt den Client nicht an: Seine ID oder sein Geheimnis ist falsch, oder das Geheimnis ist abgelaufen.',
      checkClientIdClientSecret: 'Prüfen Sie Client-ID und Clientgeheimnis.',
      noTokenServiceClientsToken: 'Unter der Token-URL des Clients gibt es keinen Token-Dienst.',
      checkTokenUrlClientReset:
        'Prüfen Sie die Token-URL des Clients, oder setzen Sie sie auf die Vorgabe zurück.',
      providerRefusedGaveNoReason: 'Der Anbieter hat abgelehnt und keinen lesbaren Grund genannt.',
      checkFieldsClientFirewallFilter:
        'Prüfen Sie die Felder des Clients. Auch eine Firewall oder ein Filter dieses Netzes kann der Grund sein.',
      organizationDoesNotAllowSign: 'Die Organisation erlaubt diese Anmeldung nicht.',
      askAdministratorSignLogsOrganization:
        'Fragen Sie einen Administrator: In den Anmeldeprotokollen der Organisation steht der Grund.',
      checkClientsRegistrationProviderId:
        'Prüfen Sie die Registrierung des Clients beim Anbieter: seine ID, seine Anmeldedaten und was er benutzen darf.',
      checkClientIdClientSecretIfSecretExpiredMake:
        'Prüfen Sie Client-ID und Clientgeheimnis. Ist das Geheimnis abgelaufen, erzeugen Sie beim Anbieter ein neues.',
      providerAsksPersonSign: 'Der Anbieter verlangt, dass sich jemand anmeldet.',
      redirectUriNotOneClient: 'Die Umleitungs-URI ist nicht die, mit der der Client registriert ist.',
      registerClientsRedirectUriProvider:
        'Registrieren Sie die Umleitungs-URI des Clients beim Anbieter, genau wie gezeigt.',
      checkUrlsOauthScopeClient:
        'Prüfen Sie URLs und OAuth-Scope des Clients, oder setzen Sie sie auf die Vorgaben zurück.',
      providerDoesNotTakeRequest:
        'Der Anbieter nimmt die Anfrage nicht an: Vielleicht fehlt eine Einstellung des Clients oder ist falsch.',
      storedSignNoLongerGood:
        'Die gespeicherte Anmeldung gilt nicht mehr: Sie ist abgelaufen, wurde widerrufen, oder das Passwort wurde geändert.',
      providerDoesNotAcceptClients:
        'Der Anbieter nimmt den Schlüssel des Clients für dieses Postfach nicht an.',
      checkAddressKeyClientClock:
        'Prüfen Sie die Adresse, den Schlüssel des Clients und die Uhr dieses Computers.',
      providerDoesNotAllowClient: 'Der Anbieter erlaubt diesem Client diesen Grant nicht.',
      allowGrantClientsRegistrationProvider:
        'Erlauben Sie den Grant in der Registrierung des Clients beim Anbieter, oder wählen Sie einen anderen.',
      providerDoesNotOfferGrant: 'Der Anbieter bietet diesen Grant nicht an.',
      chooseAnotherGrantClient: 'Wählen Sie für den Client einen anderen Grant.',
      providerDoesNotAllowClientSignPeople: 'Der Anbieter erlaubt diesem Client nicht, Personen anzumelden.',
      allowAuthorizationCodeFlowClients:
        'Erlauben Sie den Grant „Authorization Code“ in der Registrierung des Clients beim Anbieter.',
      providerDoesNotKnowOauth:
        'Der Anbieter kennt den OAuth-Scope nicht, oder erlaubt ihn diesem Client nicht.',
      resetOauthScopeDefaultAdd:
        'Setzen Sie den OAuth-Scope auf die Vorgabe zurück, und fügen Sie der Registrierung des Clients die Berechtigungen für Mail hinzu.',
      providerDoesNotKnowService: 'Der Anbieter kennt den Dienst nicht, für den ein Token verlangt wurde.',
      resetOauthScopeClientDefault:
        'Setzen Sie den OAuth-Scope des Clients auf die Vorgabe zurück, und prüfen Sie Cloud und Mandant.',
      accessDeclinedSignPage: 'Auf der Anmeldeseite wurde der Zugriff abgelehnt.',
      startSignAgainAcceptRequest: 'Beginnen Sie die Anmeldung neu und nehmen Sie die Anfrage an.',
      providerDeniesClientAccessMailbox: 'Der Anbieter verwehrt diesem Client den Zugriff auf das Postfach.',
      administratorGiveClientAccess: 'Ein Administrator muss dem Client Zugriff darauf geben.',
      providerBusyUnderMaintenance: 'Der Anbieter ist überlastet oder wird gewartet.',
      providerAsksWaitLonger: 'Der Anbieter bittet, länger zu warten.',
      providerRefusesNowSignWould:
        'Der Anbieter lehnt zurzeit ab, und eine Anmeldung würde daran nichts ändern.',
      organizationAllowsOnlyAppsManages:
        'Die Organisation erlaubt auf diesem Gerät nur Apps, die sie verwaltet.',
      storedSignMadeAnotherClient: 'Die gespeicherte Anmeldung gehört zu einer anderen Client-ID.',
      organizationCouldNotRecognizeDevice: 'Die Organisation hat dieses Gerät nicht erkannt.',
      organizationLetsGoogleSignLast:
        'Bei dieser Organisation gilt eine Google-Anmeldung nur eine bestimmte Zeit, und die ist abgelaufen.',
      answerSignPageNoLonger: 'Der Anbieter nimmt die Antwort seiner Anmeldeseite nicht an.',
      startSignAgainCheckRegistration:
        'Beginnen Sie die Anmeldung neu. Bleibt es so, prüfen Sie die Registrierung des Clients beim Anbieter.',
      chooseGrantAuthorizationCodeClient: 'Wählen Sie für den Client den Grant „Authorization Code“.',
      startSignAgainIfStays:
        'Beginnen Sie die Anmeldung neu. Bleibt es so, prüfen Sie die Permission-URL des Clients.',
      signOnceSwitchAccountClient:
        'Melden Sie sich einmal an: Stellen Sie das Konto auf einen Client mit dem Grant „Authorization Code“ um und melden Sie sich an; setzen Sie dann die Anmeldung des Kontos zurück und stellen Sie es wieder auf diesen Client um.',
      provider: 'Der Anbieter',
      enterAccountsCurrentPasswordMail: 'Geben Sie im Mailprogramm das jetzige Passwort des Kontos ein.',
      changePasswordFirst: 'Ändern Sie zuerst das Passwort.',
      microsoftWantsPersonSign: 'Microsoft verlangt, dass sich jemand anmeldet.',
      clientWorksNobodyPresentSo:
        'Mit diesem Client meldet sich niemand an; darum hilft hier keine Anmeldung. Prüfen Sie seine ID, seine Anmeldedaten, seinen Mandanten und die Zustimmung des Administrators.',
      account2: 'dieses Konto',
      accounts: 'die Konten',
      webPageCamePlaceProviders: 'Statt der Antwort des Anbieters kam eine Webseite.',
      answerDidNotComeFromProvider: 'Die Antwort kam nicht vom Anbieter.',
      filterSignPageNetworkMay:
        'Vielleicht steht ein Filter oder eine Anmeldeseite dieses Netzes im Weg: Öffnen Sie im Browser irgendeine Webseite. Bleibt es so, prüfen Sie die Token-URL des Clients.',
      accountWithClient: '{{account}} mit dem Client „{{client}}“',
      clientAlone: 'den Client „{{client}}“',
      asksToSignIn: '{{provider}} verlangt, dass Sie {{account}} neu anmelden.',
      refusedAccount: '{{provider}} hat {{account}} abgelehnt.',
      refusedPassword: '{{provider}} hat das Passwort nicht angenommen: {{account}}.',
      noTokenNow: '{{provider}} hat für {{account}} gerade kein Token ausgestellt.',
      signInNotCompleted: 'Die Anmeldung wurde nicht abgeschlossen: {{account}}.',
      smallPrint: '({{codes}})',
    },
    common: {
      sentences: '{{parts}}',
      verbatim: '{{text}}',
      list: '{{items}}',
      at: '{{place}}: {{text}}',
      mustNotBeEmpty: 'darf nicht leer sein',
      tooLong: 'darf nicht länger als {{most}} Zeichen sein',
      tooMany: 'dürfen nicht mehr als {{most}} sein',
      clauses: '{{items}}',
      lines: '{{items}}',
    },
  },
};
