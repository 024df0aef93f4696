import type { guides as english } from '../en/guides.ts';
import type { Strings } from '../shape.ts';

export const guides: Strings<typeof english> = {
  guide: {
    portal: '{{portal}} öffnen',
    back: 'Zurück zum Feld',
    microsoft: {
      register: {
        title: 'Die App registrieren',
        open: 'Melden Sie sich als Administrator im Microsoft Entra Admin Center an und öffnen Sie Identität › Anwendungen › App-Registrierungen › Neue Registrierung.',
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
          'Öffnen Sie API-Berechtigungen › Berechtigung hinzufügen › Von meiner Organisation verwendete APIs › Office 365 Exchange Online › Delegierte Berechtigungen und fügen Sie IMAP.AccessAsUser.All, POP.AccessAsUser.All und SMTP.Send hinzu.',
        consent:
          'Erteilen Sie die Administratorzustimmung, falls die Leute in Ihrer Organisation nicht selbst zustimmen dürfen.',
        publicFlows:
          'Für Device Code und den Password Grant öffnen Sie „Authentifizierung“ und schalten „Öffentliche Clientflows zulassen“ ein (nur bei einem Client ohne Geheimnis).',
      },
      application: {
        title: 'E-Mail für die App selbst erlauben',
        permissions:
          'Öffnen Sie API-Berechtigungen › Berechtigung hinzufügen › Von meiner Organisation verwendete APIs › Office 365 Exchange Online › Anwendungsberechtigungen und fügen Sie IMAP.AccessAsApp, POP.AccessAsApp und SMTP.SendAsApp hinzu (soweit Sie sie brauchen).',
        consent:
          'Erteilen Sie die Administratorzustimmung für die Organisation. Ohne sie werden Tokens ausgestellt, aber jedes Postfach lehnt sie ab.',
        mailboxes:
          'Öffnen Sie den Client hier nach dem Speichern und führen Sie das Skript unter „Postfächer freigeben“ in PowerShell aus: Es meldet die App bei Exchange an und gibt jedes Postfach frei.',
      },
      secret: {
        title: 'Ein Geheimnis erzeugen',
        make: 'Öffnen Sie Zertifikate & Geheimnisse › Clientgeheimnisse › Neuer geheimer Clientschlüssel und wählen Sie, wie lange es gilt.',
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
    google: {
      register: {
        title: 'Den Client anlegen',
        project:
          'Öffnen Sie die Google Cloud Console, wählen oder erstellen Sie ein Projekt und öffnen Sie APIs und Dienste › OAuth-Zustimmungsbildschirm.',
        audience:
          'Mit „Extern“ und „Test“ endet jede Anmeldung nach 7 Tagen: Veröffentlichen Sie die App, oder wählen Sie in einem Workspace „Intern“.',
        scope: 'Fügen Sie den Scope https://mail.google.com/ hinzu.',
        create:
          'Öffnen Sie Anmeldedaten › Anmeldedaten erstellen › OAuth-Client-ID und wählen Sie „Desktop-App“.',
        clientId:
          'Der Dialog zeigt die Client-ID und das Clientgeheimnis. Auch Desktop-Apps bekommen bei Google ein Geheimnis; tragen Sie beides ein.',
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
    other: {
      register: {
        title: 'Beim Anbieter registrieren',
        open: 'Suchen Sie auf den Entwicklerseiten des Anbieters nach „OAuth“, „API-Clients“ oder „Anwendungen“ und registrieren Sie dort eine für E-Mail.',
        redirectUri: 'Tragen Sie die Umleitungs-URI aus dem Formular ein.',
        clientId: 'Übernehmen Sie die Client-ID, und das Geheimnis, falls Sie eines bekommen.',
        urls: 'Permission-URL und Token-URL stehen in der Dokumentation des Anbieters, oft als „authorization endpoint“ und „token endpoint“; ebenso die Scopes für IMAP, POP und SMTP.',
      },
    },
  },
};
