import type { CoreCatalogue } from '../core-texts.ts';

/** What providers' refusals mean (RFC 6749 and what each adds to it), and what to do. */
export const providers: CoreCatalogue = {
  // to whom it happened
  'The provider': 'Der Anbieter',
  'the account': 'das Konto',
  'this account': 'dieses Konto',
  'the accounts': 'die Konten',
  '{{account}} with the client “{{client}}”': '{{account}} mit dem Client „{{client}}“',
  '{{provider}} asks to sign in {{account}} again.':
    '{{provider}} verlangt, dass Sie {{account}} neu anmelden.',
  '{{provider}} refused {{account}}.': '{{provider}} hat {{account}} abgelehnt.',
  '{{provider}} did not take the password of {{account}}.':
    '{{provider}} hat das Passwort nicht angenommen: {{account}}.',
  '{{provider}} gave no token for {{account}} just now.':
    '{{provider}} hat gerade kein Token ausgestellt für {{account}}.',
  'The sign-in of {{account}} was not completed.': 'Die Anmeldung wurde nicht abgeschlossen: {{account}}.',

  // what the password grant and app-only clients add
  'Sign in once: switch the account to a client with the grant “Authorization code” and sign in; then reset the account’s authorization and switch it back to this client.':
    'Melden Sie sich einmal an: Stellen Sie das Konto auf einen Client mit dem Grant „Authorization Code“ um und melden Sie sich an; setzen Sie dann die Anmeldung des Kontos zurück und stellen Sie es wieder auf diesen Client um.',
  'The address or the password is wrong.': 'Die Adresse oder das Passwort ist falsch.',
  'Enter the account’s own password in the mail program.':
    'Geben Sie im Mailprogramm das eigene Passwort des Kontos ein.',
  'Enter the account’s current password in the mail program.':
    'Geben Sie im Mailprogramm das jetzige Passwort des Kontos ein.',
  'Change the password first.': 'Ändern Sie zuerst das Passwort.',
  'Microsoft wants a person to sign in.': 'Microsoft verlangt, dass sich jemand anmeldet.',
  'This client works with nobody present, so no sign-in mends this.':
    'Mit diesem Client meldet sich niemand an; darum hilft hier keine Anmeldung.',
  'Check its ID, its credential, its tenant and the consent of the administrator.':
    'Prüfen Sie seine ID, seine Anmeldedaten, seinen Mandanten und die Zustimmung des Administrators.',

  // RFC 6749 and its kin
  'Sign in again.': 'Melden Sie sich neu an.',
  'Start the sign-in again.': 'Beginnen Sie die Anmeldung neu.',
  'Check the client ID and the client secret.': 'Prüfen Sie Client-ID und Clientgeheimnis.',
  'If the secret has expired, make a new one at the provider.':
    'Ist das Geheimnis abgelaufen, erzeugen Sie beim Anbieter ein neues.',
  'The provider asks for a person to sign in.': 'Der Anbieter verlangt, dass sich jemand anmeldet.',
  'If the page asks for an administrator, let one consent.':
    'Verlangt die Seite einen Administrator, lassen Sie einen zustimmen.',
  'The stored sign-in has expired or was revoked.':
    'Die gespeicherte Anmeldung ist abgelaufen oder wurde widerrufen.',
  'The redirect URI is not the one that the client is registered with.':
    'Die Umleitungs-URI ist nicht die, mit der der Client registriert ist.',
  'Register the client’s redirect URI at the provider, exactly as shown.':
    'Registrieren Sie die Umleitungs-URI des Clients beim Anbieter, genau wie gezeigt.',
  'The provider does not accept the client: its ID or its secret is wrong, or the secret has expired.':
    'Der Anbieter nimmt den Client nicht an: Seine ID oder sein Geheimnis ist falsch, oder das Geheimnis ist abgelaufen.',
  'Check the URLs and the OAuth scope of the client, or reset them to their defaults.':
    'Prüfen Sie URLs und OAuth-Scope des Clients, oder setzen Sie sie auf die Vorgaben zurück.',
  'The provider does not take the request: a setting of the client may be missing or wrong.':
    'Der Anbieter nimmt die Anfrage nicht an: Vielleicht fehlt eine Einstellung des Clients oder ist falsch.',
  'The stored sign-in is no longer good: it has expired, was revoked, or the password was changed.':
    'Die gespeicherte Anmeldung gilt nicht mehr: Sie ist abgelaufen, wurde widerrufen, oder das Passwort wurde geändert.',
  'The provider does not accept the client’s key for this mailbox.':
    'Der Anbieter nimmt den Schlüssel des Clients für dieses Postfach nicht an.',
  'Check the address, the key of the client, and the clock of this computer.':
    'Prüfen Sie die Adresse, den Schlüssel des Clients und die Uhr dieses Rechners.',
  'The provider does not allow this client to use this grant.':
    'Der Anbieter erlaubt diesem Client diesen Grant nicht.',
  'Allow the grant in the client’s registration at the provider, or choose another grant.':
    'Erlauben Sie den Grant in der Registrierung des Clients beim Anbieter, oder wählen Sie einen anderen.',
  'The provider does not offer this grant.': 'Der Anbieter bietet diesen Grant nicht an.',
  'Choose another grant for the client.': 'Wählen Sie für den Client einen anderen Grant.',
  'Choose the grant “Authorization code” for the client.':
    'Wählen Sie für den Client den Grant „Authorization Code“.',
  'The provider does not allow this client to sign people in.':
    'Der Anbieter erlaubt diesem Client nicht, Personen anzumelden.',
  'Allow the authorization code flow in the client’s registration at the provider.':
    'Erlauben Sie den Authorization Code in der Registrierung des Clients beim Anbieter.',
  'The provider does not know the OAuth scope, or does not allow it to this client.':
    'Der Anbieter kennt den OAuth-Scope nicht, oder erlaubt ihn diesem Client nicht.',
  'Reset the OAuth scope to its default, and add the permissions for mail to the client’s registration.':
    'Setzen Sie den OAuth-Scope auf die Vorgabe zurück, und fügen Sie der Registrierung des Clients die Berechtigungen für Mail hinzu.',
  'The provider does not know the service that a token was asked for.':
    'Der Anbieter kennt den Dienst nicht, für den ein Token verlangt wurde.',
  'Reset the OAuth scope of the client to its default, and check the cloud and the tenant.':
    'Setzen Sie den OAuth-Scope des Clients auf die Vorgabe zurück, und prüfen Sie Cloud und Mandant.',
  'Access was declined on the sign-in page.': 'Auf der Anmeldeseite wurde der Zugriff abgelehnt.',
  'Start the sign-in again and accept the request.':
    'Beginnen Sie die Anmeldung neu und nehmen Sie die Anfrage an.',
  'The provider denies this client access to the mailbox.':
    'Der Anbieter verwehrt diesem Client den Zugriff auf das Postfach.',
  'An administrator has to give the client access to it.':
    'Ein Administrator muss dem Client Zugriff darauf geben.',
  'The provider has trouble of its own.': 'Der Anbieter hat selbst eine Störung.',
  'The provider is busy or under maintenance.': 'Der Anbieter ist überlastet oder wird gewartet.',
  'The provider asks to wait longer.': 'Der Anbieter bittet, länger zu warten.',
  'The answer of the sign-in page is no longer good.': 'Die Antwort der Anmeldeseite gilt nicht mehr.',

  // HTTP
  'The provider did not answer.': 'Der Anbieter hat nicht geantwortet.',
  'Check the network connection of this computer; Mailwicket keeps trying.':
    'Prüfen Sie die Netzwerkverbindung dieses Rechners; Mailwicket versucht es weiter.',
  'The provider was asked too often in a short time.': 'Der Anbieter wurde in kurzer Zeit zu oft gefragt.',
  'The proxy of this network asks for a sign-in.': 'Der Proxy dieses Netzes verlangt eine Anmeldung.',
  'Enter the network proxy with its user and password in the settings.':
    'Tragen Sie in den Einstellungen den Netzwerk-Proxy mit Benutzer und Passwort ein.',
  'The answer took too long.': 'Die Antwort dauerte zu lange.',
  'The answer did not come from the provider.': 'Die Antwort kam nicht vom Anbieter.',
  'A web page came in place of the provider’s answer.':
    'An Stelle der Antwort des Anbieters kam eine Webseite.',
  'A filter or a sign-in page of this network may stand in the way: open any web page in the browser.':
    'Ein Filter oder eine Anmeldeseite dieses Netzes kann im Weg stehen: Öffnen Sie im Browser irgendeine Webseite.',
  'If it stays, check the Token URL of the client.': 'Bleibt es so, prüfen Sie die Token-URL des Clients.',
  'There is no token service at the client’s Token URL.':
    'Unter der Token-URL des Clients gibt es keinen Token-Dienst.',
  'Check the Token URL of the client, or reset it to its default.':
    'Prüfen Sie die Token-URL des Clients, oder setzen Sie sie auf die Vorgabe zurück.',
  'The provider refused, and gave no reason that can be read.':
    'Der Anbieter hat abgelehnt und keinen lesbaren Grund genannt.',
  'Check the fields of the client.': 'Prüfen Sie die Felder des Clients.',
  'A firewall or filter of this network can also be the cause.':
    'Auch eine Firewall oder ein Filter dieses Netzes kann der Grund sein.',

  // what is not told more exactly
  'The organization does not allow this sign-in.': 'Die Organisation erlaubt diese Anmeldung nicht.',
  'Ask an administrator: the sign-in logs of the organization name the reason.':
    'Fragen Sie einen Administrator: In den Anmeldeprotokollen der Organisation steht der Grund.',
  'Check the client’s registration at the provider: its ID, its credential and what it may use.':
    'Prüfen Sie die Registrierung des Clients beim Anbieter: seine ID, seine Anmeldedaten und was er benutzen darf.',
  'The provider refuses for now, and a sign-in would not change it.':
    'Der Anbieter lehnt zurzeit ab, und eine Anmeldung würde daran nichts ändern.',
  'The organization allows only apps that it manages on this device.':
    'Die Organisation erlaubt auf diesem Gerät nur Apps, die sie verwaltet.',
  'The stored sign-in was made with another client ID.':
    'Die gespeicherte Anmeldung gehört zu einer anderen Client-ID.',
  'The organization could not recognize this device.': 'Die Organisation hat dieses Gerät nicht erkannt.',

  // Google
  'An administrator of the Workspace grants it in the Admin console under “Domain-wide delegation”, with the service account’s client ID and the scope https://mail.google.com/.':
    'Ein Administrator des Workspace erteilt es in der Admin-Konsole unter „Domainweite Delegierung“, mit der Client-ID des Dienstkontos und dem Scope https://mail.google.com/.',
  'If this happens every 7 days, the consent screen of the Google project is still in “Testing”: publish it.':
    'Geschieht das alle 7 Tage, steht der Zustimmungsbildschirm des Google-Projekts noch auf „Test“: Veröffentlichen Sie ihn.',
  'Google does not accept the service account’s key for this mailbox.':
    'Google nimmt den Schlüssel des Dienstkontos für dieses Postfach nicht an.',
  'Check that the address is the mailbox’s own, that the key has not been deleted, and the clock of this computer.':
    'Prüfen Sie, ob die Adresse die eigene des Postfachs ist, ob es den Schlüssel noch gibt, und die Uhr dieses Rechners.',
  'Google does not allow this client to do this.': 'Google erlaubt diesem Client das nicht.',
  'Check that the client is of the type “Desktop app” in the Google Cloud console.':
    'Prüfen Sie in der Google Cloud Console, ob der Client vom Typ „Desktop-App“ ist.',
  'The service account may not act for the mailboxes of this Workspace yet.':
    'Das Dienstkonto darf noch nicht für die Postfächer dieses Workspace handeln.',
  'The service account may not act for the mailboxes of this Workspace.':
    'Das Dienstkonto darf nicht für die Postfächer dieses Workspace handeln.',
  'Access was declined on the sign-in page, or the account is not among the test users.':
    'Auf der Anmeldeseite wurde der Zugriff abgelehnt, oder das Konto gehört nicht zu den Testnutzern.',
  'Start again and accept.': 'Beginnen Sie noch einmal und nehmen Sie an.',
  'While the Google project is in “Testing”, add the account to its test users first.':
    'Solange das Google-Projekt auf „Test“ steht, fügen Sie das Konto zuerst seinen Testnutzern hinzu.',
  'A policy of the Workspace does not allow this app to read mail.':
    'Eine Richtlinie des Workspace erlaubt dieser App nicht, Mail zu lesen.',
  'Ask an administrator of the Workspace to trust the app’s client ID under “API controls”.':
    'Bitten Sie einen Administrator des Workspace, der Client-ID der App unter „API-Steuerung“ zu vertrauen.',
  'The Google project is open to its own organization only, and this account is outside it.':
    'Das Google-Projekt ist nur für seine eigene Organisation offen, und dieses Konto gehört nicht dazu.',
  'Use an account of that organization, or set the user type of the consent screen to “External”.':
    'Nehmen Sie ein Konto jener Organisation, oder setzen Sie den Nutzertyp des Zustimmungsbildschirms auf „Extern“.',
  'Google does not allow its sign-in page in a window of another program.':
    'Google erlaubt seine Anmeldeseite nicht im Fenster eines anderen Programms.',
  'Sign in with the system’s browser.': 'Melden Sie sich mit dem Browser des Systems an.',
  'The client was deleted in the Google Cloud console.':
    'Der Client wurde in der Google Cloud Console gelöscht.',
  'Make a new client there and enter its ID and secret.':
    'Legen Sie dort einen neuen Client an und tragen Sie seine ID und sein Geheimnis ein.',
  'The client may not ask for access to mail.': 'Der Client darf nicht um Zugriff auf Mail bitten.',
  'Add the scope https://mail.google.com/ to the consent screen of the Google project.':
    'Fügen Sie dem Zustimmungsbildschirm des Google-Projekts den Scope https://mail.google.com/ hinzu.',
  'Google was asked too often in a short time.': 'Google wurde in kurzer Zeit zu oft gefragt.',
  'Google has trouble of its own.': 'Google hat selbst eine Störung.',
  'The organization lets a Google sign-in last only for a set time, and that time is over.':
    'Die Organisation lässt eine Google-Anmeldung nur eine bestimmte Zeit gelten, und die ist um.',
};
