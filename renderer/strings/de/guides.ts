import type { guides as english } from '../en/guides.ts';
import type { Strings } from '../shape.ts';

export const guides: Strings<typeof english> = {
  guide: {
    portal: '{{portal}} öffnen',
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
        publicFlows:
          'Für Device Code und den Password Grant öffnen Sie „Authentifizierung“ und schalten „Öffentliche Clientflows zulassen“ ein (nur bei einem Client ohne Geheimnis).',
      },
      application: {
        title: 'E-Mail für die App selbst erlauben',
        permissions:
          'Öffnen Sie API-Berechtigungen › Berechtigung hinzufügen › Von meiner Organisation verwendete APIs › Office 365 Exchange Online › Anwendungsberechtigungen und fügen Sie IMAP.AccessAsApp, POP.AccessAsApp und SMTP.SendAsApp hinzu (soweit Sie sie brauchen). Lassen Sie SMTP.SendAsApp weg, wo eine Rolle von Exchange das Senden nur für einige Postfächer erlauben soll.',
        consent:
          'Erteilen Sie die Administratorzustimmung für die Organisation. Ohne sie werden Tokens ausgestellt, aber jedes Postfach lehnt sie ab.',
        mailboxes:
          'Öffnen Sie den Client hier nach dem Speichern und führen Sie das Skript unter „Postfächer freigeben“ in PowerShell aus: Es meldet die App bei Exchange an und gibt jedes Postfach frei.',
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
        make: 'Speichern Sie den Client zuerst hier: Mailwicket erzeugt das Schlüsselpaar und bietet die öffentliche Hälfte als .cer-Datei an.',
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
        redirect:
          'Wählen Sie unter Umleitungs-URI „Öffentlicher Client/nativ (Mobil & Desktop)“ und tragen Sie die Umleitungs-URI aus dem Formular ein. Der Port zählt nicht, es braucht keinen.',
        clientId:
          'Nach dem Registrieren zeigt die Seite „Übersicht“ die „Anwendungs-ID (Client)“: Das ist die Client-ID.',
        tenant: 'Lassen Sie den Mandanten leer: Für persönliche Konten ist er „consumers“.',
      },
      mail: {
        title: 'E-Mail erlauben',
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
        audience:
          'Wählen Sie unter Google Auth Platform › Zielgruppe in einem Workspace „Intern“. Mit „Extern“ und „Test“ können sich nur die eingetragenen Testnutzer anmelden, höchstens 100, und jede Anmeldung endet nach 7 Tagen: Wählen Sie „App veröffentlichen“. Für den eigenen Gebrauch braucht es keine Überprüfung; die Leute sehen dann eine Warnseite, und eine nicht überprüfte App nimmt insgesamt nur 100 Personen.',
        scope:
          'Fügen Sie unter Google Auth Platform › Datenzugriff den Scope https://mail.google.com/ hinzu.',
        create: 'Öffnen Sie Google Auth Platform › Clients › Client erstellen und wählen Sie „Desktop-App“.',
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
};
