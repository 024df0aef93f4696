import type { settings as english } from '../en/settings.ts';
import type { Strings } from '../shape.ts';

export const settings: Strings<typeof english> = {
  settings: {
    title: 'Einstellungen',
    unreadable: 'Die Einstellungen ließen sich nicht lesen. Der Grund steht oben.',
    saved: 'Gespeichert',
    on: 'An',
    off: 'Aus',
    ports: {
      title: 'Ports',
      text: 'Mit diesen Ports verbinden sich Mailprogramme auf diesem Rechner, ohne TLS oder mit STARTTLS.',
      port: 'Port für {{name}}',
      use: '{{name}} anbieten',
      open: 'Offen auf {{addresses}}',
      openPort: 'Offen als Port {{port}} auf {{addresses}}',
      closed: 'Nicht offen',
      chosenAtStart:
        'Beim Start von Mailwicket gewählt: Eine Änderung gilt ab dem nächsten Start ohne diese Wahl.',
      range: 'Ein Port ist eine Zahl von 1 bis 65535.',
      twice: 'Zwei von ihnen haben diesen Port.',
      tlsName: '{{protocol}} mit TLS',
      save: 'Ports speichern',
    },
    tls: {
      title: 'TLS für Mailprogramme',
      text: 'Für Programme und Geräte, die auf Verschlüsselung bestehen. Das Zertifikat erzeugt Mailwicket auf diesem Rechner.',
      switchOn: 'TLS einschalten',
      switchOff: 'TLS ausschalten',
      isOn: 'TLS ist an',
      isOff: 'TLS ist aus',
      trust: 'Ihm vertrauen',
      trustText:
        'Das Zertifikat ist von einer Stelle dieser Installation unterschrieben. Ein Programm, das ihm vertrauen soll, braucht einmal das Zertifikat dieser Stelle.',
      save: 'Zertifikat der Stelle speichern',
      replaced: {
        title: 'Der neuen Stelle vertrauen',
        unlimited:
          'Diese kann nur für diesen Rechner unterschreiben; die frühere konnte es für jeden Server. Speichern Sie ihr Zertifikat und vertrauen Sie ihm überall, wo Sie dem früheren vertraut haben. Nehmen Sie das frühere, „Mailwicket on this computer“, dort heraus; sein Schlüssel ist gelöscht.',
        names:
          'Dieser Rechner hat einen Namen oder eine Adresse, für die die frühere nicht unterschreiben kann. Speichern Sie das neue Zertifikat und vertrauen Sie ihm überall, wo Sie dem früheren vertraut haben.',
        renewed:
          'Sie wurde vor ihrem Ende erneuert. Programme, die dem früheren Zertifikat vertrauen, arbeiten bis zum {{until}} weiter; speichern Sie bis dahin das neue und vertrauen Sie dort auch ihm.',
      },
      fingerprint: 'SHA-256-Fingerabdruck',
      expires: 'Gilt bis',
      names: 'Namen im Zertifikat',
      namesOwn:
        'Programme auf diesem Rechner benutzen einen davon als Server. Sobald andere Geräte eingelassen sind, nennt es auch diesen Rechner in Ihrem Netz.',
      namesNew:
        'Ein Gerät benutzt einen davon als Server. Hat dieser Rechner einen neuen Namen oder eine neue Adresse in Ihrem Netz, so wird das Zertifikat beim nächsten Start neu ausgestellt; frühere Namen bleiben darin. Ein Name oder eine öffentliche Adresse, für die die Stelle nicht unterschreiben kann, braucht auch eine neue Stelle. Ein Programm, in dem das Zertifikat selbst bestätigt wurde, fragt dann noch einmal.',
      how: {
        windows:
          'Windows: Öffnen Sie die Datei, wählen Sie „Zertifikat installieren“ und legen Sie es unter „Vertrauenswürdige Stammzertifizierungsstellen“ ab.',
        macos:
          'macOS: Öffnen Sie die Datei in der Schlüsselbundverwaltung und wählen Sie unter „Vertrauen“ die Einstellung „Immer vertrauen“.',
        linux:
          'Linux: Kopieren Sie die Datei nach /usr/local/share/ca-certificates und rufen Sie update-ca-certificates auf; manche Desktops haben es in ihren Einstellungen.',
        thunderbird:
          'Thunderbird: Einstellungen › Datenschutz & Sicherheit › Zertifikate verwalten › Zertifizierungsstellen › Importieren.',
      },
    },
    devices: {
      title: 'Andere Geräte in meinem Netz',
      text: 'Nur Programme auf diesem Rechner erreichen Mailwicket. Ein Drucker, ein Scanner oder ein Telefon kann auch eingelassen werden.',
      allow: 'Andere Geräte einlassen…',
      askTitle: 'Andere Geräte einlassen?',
      warnReach:
        'Jedes Gerät in Ihrem Netz kann dann Passwörter probieren. Nach falschen muss es warten, und es steht unter Aktivität.',
      warnTls:
        'Sie erreichen nur die TLS-Ports; dafür wird TLS eingeschaltet. Die anderen Ports bleiben auf diesem Rechner.',
      warnPlace:
        'Tun Sie es in einem Netz, dem Sie vertrauen, nie in einem öffentlichen. Ihre Firewall fragt vielleicht nach.',
      go: 'Einlassen',
      allowed: 'Geräte in Ihrem Netz erreichen die TLS-Ports dieses Rechners.',
      enter:
        'Tragen Sie auf dem Gerät den Namen oder die Adresse dieses Rechners als Server ein, den TLS-Port und ein lokales Passwort des Kontos.',
      enterNames:
        'Tragen Sie auf dem Gerät eines davon als Server ein: {{names}}. Dazu den TLS-Port und ein lokales Passwort des Kontos.',
      forbid: 'Nur dieser Rechner',
    },
    program: {
      title: 'Dieses Programm',
      startAtLogin: 'Bei der Anmeldung am Rechner starten',
      startAtLoginApproval:
        'macOS wartet darauf, dass Sie das erlauben: Systemeinstellungen, Allgemein, Anmeldeobjekte.',
      signInWindow:
        'In einem Fenster von Mailwicket anmelden, nicht in meinem Browser (Passkeys und verwaltete Geräte brauchen den Browser)',
      language: 'Sprache',
      languages: { en: 'English', de: 'Deutsch' },
      theme: 'Aussehen',
      themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
      secretsNotKept:
        'Dieser Desktop hat keinen sicheren Platz für Geheimnisse: Nach jedem Start müssen Sie sich neu anmelden. Richten Sie einen Schlüsselbund ein (GNOME Keyring oder KWallet) oder entsperren Sie ihn, und starten Sie Mailwicket neu.',
      updates: 'Updates',
      updatesState: {
        off: 'Updates kommen mit den Paketen dieses Systems.',
        idle: 'Auf dem neuesten Stand.',
        checking: 'Es wird nach einer neueren Version gesucht…',
        available: 'Version {{version}} wird heruntergeladen.',
        downloaded: 'Version {{version}} wird beim nächsten Start installiert.',
        failed: 'Die Suche nach Updates ist fehlgeschlagen.',
      },
      checkUpdates: 'Nach Updates suchen',
    },
    network: {
      title: 'Netzwerk',
      proxy: 'Netzwerk-Proxy',
      proxyHelp:
        'Nur wo Ihr Netz einen verlangt: http://host:port oder socks5://host:port, wo nötig mit user@ vor dem Host. Leer: Es gelten HTTPS_PROXY und ALL_PROXY, sonst die Einstellungen des Systems.',
      proxyPassword: 'Passwort des Proxys',
      proxyPasswordHelp:
        'Nur wo der Proxy eines verlangt. Es liegt bei Ihren anderen Geheimnissen, nicht in den Einstellungen.',
      proxyPasswordKept: 'Ein Passwort ist hinterlegt: Lassen Sie das Feld leer, so bleibt es.',
      proxyNow: 'In Gebrauch: {{url}}',
      proxyNowUser: 'In Gebrauch: {{url}}, als {{user}}',
      proxyNowLogin: 'In Gebrauch: {{url}}, als {{user}} mit Passwort',
      proxySave: 'Diesen Proxy verwenden',
      proxyRemove: 'Kein Proxy',
      authorities: 'Weitere Zertifizierungsstellen',
      authoritiesText:
        'Für ein Netz, das in TLS hineinsieht, oder einen Mailserver mit eigenem Zertifikat. Zertifikate werden immer geprüft; diesen wird neben den üblichen vertraut.',
      authorityPath: 'Pfad einer PEM-Datei auf diesem Rechner',
      authorityAdd: 'Hinzufügen',
      authorityRemove: '{{file}} entfernen',
      authoritiesNone: 'Keine',
    },
    support: {
      title: 'Hilfe',
      text: 'Ein Bericht für jemanden, der Ihnen hilft: Versionen, Ports, Zustände und die letzten Störungen. Adressen, Namen, Passwörter und Tokens stehen nicht darin; lesen Sie ihn, bevor Sie ihn weitergeben.',
      make: 'Bericht erstellen',
      report: 'Der Bericht',
      copy: 'Bericht kopieren',
      save: 'Bericht speichern',
      about: 'Mailwicket {{version}}',
      license: 'Freie Software unter der Apache-Lizenz 2.0.',
    },
  },
};
