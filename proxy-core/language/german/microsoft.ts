import type { CoreCatalogue } from '../core-texts.ts';

/** What Microsoft's refusals mean (AADSTS), and what to do. */
export const microsoft: CoreCatalogue = {
  // consent
  'In the Entra admin center, open the app registration, page “API permissions”, and add the permissions for mail.':
    'Öffnen Sie im Entra Admin Center die App-Registrierung, Seite „API-Berechtigungen“, und fügen Sie die Berechtigungen für Mail hinzu.',
  'Then grant admin consent.': 'Erteilen Sie dann die Administratorzustimmung.',
  'No administrator of the organization has consented to this app.':
    'Kein Administrator der Organisation hat dieser App zugestimmt.',
  'Open the admin consent link of the client and let an administrator of the organization agree.':
    'Öffnen Sie den Link zur Administratorzustimmung des Clients, und lassen Sie einen Administrator der Organisation zustimmen.',
  'Nobody has agreed yet that this app may open the mailbox.':
    'Noch niemand hat zugestimmt, dass diese App das Postfach öffnen darf.',
  'Sign in and agree.': 'Melden Sie sich an und stimmen Sie zu.',
  'If the page asks for an administrator, use the admin consent link of the client.':
    'Verlangt die Seite einen Administrator, nehmen Sie den Link zur Administratorzustimmung des Clients.',
  'The request for access was declined on the sign-in page.':
    'Auf der Anmeldeseite wurde die Bitte um Zugriff abgelehnt.',
  'Start again and accept the request.': 'Beginnen Sie noch einmal und nehmen Sie die Anfrage an.',
  'Open the admin consent link of the client again and accept the request.':
    'Öffnen Sie den Link zur Administratorzustimmung des Clients noch einmal und nehmen Sie die Anfrage an.',
  'This app is open to chosen people only, and this account is not among them.':
    'Diese App ist nur für ausgewählte Personen offen, und dieses Konto gehört nicht dazu.',
  'In the Entra admin center, open the enterprise application and add the account under “Users and groups”.':
    'Öffnen Sie im Entra Admin Center die Unternehmensanwendung und fügen Sie das Konto unter „Benutzer und Gruppen“ hinzu.',
  'An administrator has to agree before this app may be used.':
    'Bevor diese App benutzt werden darf, muss ein Administrator zustimmen.',
  'Send the admin consent link of the client to an administrator.':
    'Schicken Sie einem Administrator den Link zur Administratorzustimmung des Clients.',
  'An administrator has to agree before this app may be used; the request has been sent.':
    'Bevor diese App benutzt werden darf, muss ein Administrator zustimmen; die Anfrage ist unterwegs.',
  'Wait for the approval, or send the admin consent link of the client to an administrator.':
    'Warten Sie auf die Genehmigung, oder schicken Sie einem Administrator den Link zur Administratorzustimmung des Clients.',
  'The app is not authorized in this customer’s organization.':
    'Die App ist in der Organisation dieses Kunden nicht zugelassen.',
  'Let an administrator of the customer, or the partner for it, consent to the app beforehand.':
    'Lassen Sie vorab einen Administrator des Kunden oder den Partner für ihn der App zustimmen.',
  'The list of permissions in the app registration is empty or damaged.':
    'Die Liste der Berechtigungen in der App-Registrierung ist leer oder beschädigt.',
  'The organization has no Exchange Online, so there is no mail to give access to.':
    'Die Organisation hat kein Exchange Online; so gibt es keine Mail, auf die man zugreifen könnte.',
  'Check that the organization has a licence with Exchange Online, and that the tenant is the right one.':
    'Prüfen Sie, ob die Organisation eine Lizenz mit Exchange Online hat, und ob der Mandant der richtige ist.',
  'The service that the OAuth scope names is not known in this organization.':
    'Der Dienst, den der OAuth-Scope nennt, ist in dieser Organisation nicht bekannt.',
  'Reset the OAuth scope of the client to its default, and check the cloud, the tenant and its Exchange Online licence.':
    'Setzen Sie den OAuth-Scope des Clients auf die Vorgabe zurück, und prüfen Sie Cloud, Mandant und seine Lizenz für Exchange Online.',
  'The app registration lacks the permissions for mail.':
    'Der App-Registrierung fehlen die Berechtigungen für Mail.',
  'The app registration does not list the service that a token was asked for.':
    'Die App-Registrierung nennt den Dienst nicht, für den ein Token verlangt wurde.',

  // policies
  'Nothing is to be done: Mailwicket waits, then tries again.':
    'Sie müssen nichts tun: Mailwicket wartet und versucht es dann wieder.',
  'Ask an administrator to exempt this app.': 'Bitten Sie einen Administrator, diese App auszunehmen.',
  'The sign-in logs of the organization name the policy.':
    'In den Anmeldeprotokollen der Organisation steht die Richtlinie.',
  'The organization allows this only on a device that it manages and finds in order.':
    'Die Organisation erlaubt das nur auf einem Gerät, das sie verwaltet und in Ordnung findet.',
  'Sign in with the system’s browser on a managed device, or ask an administrator for an exception.':
    'Melden Sie sich auf einem verwalteten Gerät mit dem Browser des Systems an, oder bitten Sie einen Administrator um eine Ausnahme.',
  'The organization allows this only on a device that is joined to it.':
    'Die Organisation erlaubt das nur auf einem Gerät, das ihr beigetreten ist.',
  'Sign in with the system’s browser on such a device, or ask an administrator for an exception.':
    'Melden Sie sich auf einem solchen Gerät mit dem Browser des Systems an, oder bitten Sie einen Administrator um eine Ausnahme.',
  'The organization asks this device to prove itself.':
    'Die Organisation verlangt, dass sich dieses Gerät ausweist.',
  'Sign in with the system’s browser on a device that is registered with the organization.':
    'Melden Sie sich mit dem Browser des Systems auf einem Gerät an, das bei der Organisation registriert ist.',
  'The organization allows this only on a device that is registered with it.':
    'Die Organisation erlaubt das nur auf einem Gerät, das bei ihr registriert ist.',
  'Register the device with the organization, or ask an administrator for an exception.':
    'Registrieren Sie das Gerät bei der Organisation, oder bitten Sie einen Administrator um eine Ausnahme.',
  'A sign-in policy of the organization (Conditional Access) blocks this.':
    'Eine Anmelderichtlinie der Organisation (bedingter Zugriff) verhindert das.',
  'Ask an administrator to exempt this app or account.':
    'Bitten Sie einen Administrator, diese App oder dieses Konto auszunehmen.',
  'The sign-in logs name the policy.': 'In den Anmeldeprotokollen steht die Richtlinie.',
  'A security policy of the organization blocks this.':
    'Eine Sicherheitsrichtlinie der Organisation verhindert das.',
  'The sign-in of an administrator from a partner organization was blocked as risky.':
    'Die Anmeldung eines Administrators aus einer Partnerorganisation wurde als riskant verhindert.',
  'Ask an administrator of the organization to look at the risk and clear it.':
    'Bitten Sie einen Administrator der Organisation, das Risiko anzusehen und aufzuheben.',
  'The organization’s security defaults block this kind of sign-in.':
    'Die Sicherheitsstandards der Organisation verhindern diese Art der Anmeldung.',
  'Use a client with the grant “Authorization code”, or ask an administrator about the security defaults.':
    'Nehmen Sie einen Client mit dem Grant „Authorization Code“, oder fragen Sie einen Administrator nach den Sicherheitsstandards.',
  'Microsoft was asked too often in a short time and holds further requests back.':
    'Microsoft wurde in kurzer Zeit zu oft gefragt und hält weitere Anfragen zurück.',
  'Microsoft’s sign-in service is too busy.': 'Der Anmeldedienst von Microsoft ist überlastet.',
  'Microsoft’s sign-in service is out of order for the moment.':
    'Der Anmeldedienst von Microsoft ist zurzeit gestört.',

  // the app registration
  'The redirect URI is not registered for this app.':
    'Die Umleitungs-URI ist für diese App nicht registriert.',
  'In the Entra admin center, open the app registration, page “Authentication”, and add the client’s redirect URI exactly as shown under “Mobile and desktop applications”.':
    'Öffnen Sie im Entra Admin Center die App-Registrierung, Seite „Authentifizierung“, und fügen Sie die Umleitungs-URI des Clients genau so unter „Mobilgerät- und Desktopanwendungen“ hinzu.',
  'The app is registered for one organization, but was used as one for many.':
    'Die App ist für eine Organisation registriert, wurde aber wie eine für viele benutzt.',
  'Enter the Directory (tenant) ID in the client, or let the app registration accept accounts of any organization.':
    'Tragen Sie im Client die „Verzeichnis-ID (Mandant)“ ein, oder lassen Sie die App-Registrierung Konten aus jeder Organisation annehmen.',
  'Microsoft cannot tell which organization is meant.':
    'Microsoft weiß nicht, welche Organisation gemeint ist.',
  'Enter the Directory (tenant) ID in the client.':
    'Tragen Sie im Client die „Verzeichnis-ID (Mandant)“ ein.',
  'The tenant in the client is not a domain that Microsoft knows.':
    'Der Mandant im Client ist keine Domain, die Microsoft kennt.',
  'The tenant does not exist, or is in another of Microsoft’s clouds.':
    'Den Mandanten gibt es nicht, oder er ist in einer anderen Cloud von Microsoft.',
  'Check the Directory (tenant) ID and the cloud in the client.':
    'Prüfen Sie im Client die „Verzeichnis-ID (Mandant)“ und die Cloud.',
  'The organization is in another of Microsoft’s clouds.':
    'Die Organisation ist in einer anderen Cloud von Microsoft.',
  'Choose that cloud in the client, and register the app there.':
    'Wählen Sie im Client jene Cloud, und registrieren Sie die App dort.',
  'The app and the organization are in different clouds of Microsoft, and an app with a secret cannot cross them.':
    'Die App und die Organisation sind in verschiedenen Clouds von Microsoft, und eine App mit Geheimnis kommt nicht von einer in die andere.',
  'Register an app in the organization’s own cloud, and choose that cloud in the client.':
    'Registrieren Sie eine App in der Cloud der Organisation, und wählen Sie diese Cloud im Client.',
  'The organization does not know an app with this client ID.':
    'Die Organisation kennt keine App mit dieser Client-ID.',
  'Check the Application (client) ID and the tenant.':
    'Prüfen Sie die „Anwendungs-ID (Client)“ und den Mandanten.',
  'An app of another organization needs admin consent first.':
    'Eine App aus einer anderen Organisation braucht zuerst die Administratorzustimmung.',
  'The app is disabled.': 'Die App ist deaktiviert.',
  'In the Entra admin center, open the enterprise application and enable it for sign-in.':
    'Öffnen Sie im Entra Admin Center die Unternehmensanwendung und aktivieren Sie sie für die Anmeldung.',
  'The app is disabled, or not known in this organization.':
    'Die App ist deaktiviert, oder in dieser Organisation nicht bekannt.',
  'Check the Application (client) ID, and in the Entra admin center that the enterprise application is enabled.':
    'Prüfen Sie die „Anwendungs-ID (Client)“, und im Entra Admin Center, ob die Unternehmensanwendung aktiviert ist.',
  'The client secret is wrong.': 'Das Clientgeheimnis ist falsch.',
  'Often its Secret ID was copied in place of its Value.':
    'Oft wurde statt des Werts die „Geheimnis-ID“ kopiert.',
  'In the Entra admin center, open the app registration, page “Certificates & secrets”, make a new client secret, and copy its Value into the client.':
    'Öffnen Sie im Entra Admin Center die App-Registrierung, Seite „Zertifikate & Geheimnisse“, erzeugen Sie einen neuen geheimen Clientschlüssel, und kopieren Sie seinen „Wert“ in den Client.',
  'The client’s credentials are wrong.': 'Die Anmeldedaten des Clients sind falsch.',
  'The client secret has expired.': 'Das Clientgeheimnis ist abgelaufen.',
  'The app is registered as a web app, which needs a client secret or a certificate, and none was sent.':
    'Die App ist als Web-App registriert; die braucht ein Clientgeheimnis oder ein Zertifikat, und es kam keines.',
  'Add the secret to the client, or register the redirect URI under “Mobile and desktop applications” and allow public client flows.':
    'Fügen Sie dem Client das Geheimnis hinzu, oder registrieren Sie die Umleitungs-URI unter „Mobilgerät- und Desktopanwendungen“ und lassen Sie öffentliche Clientflows zu.',
  'The app is registered as a desktop app, which has no secret, but one was sent.':
    'Die App ist als Desktop-App registriert; die hat kein Geheimnis, aber es kam eines.',
  'Remove the secret from the client, or register the redirect URI under “Web”.':
    'Entfernen Sie das Geheimnis aus dem Client, oder registrieren Sie die Umleitungs-URI unter „Web“.',
  'Microsoft does not know the certificate that the client signs with.':
    'Microsoft kennt das Zertifikat nicht, mit dem der Client unterschreibt.',
  'Export the public half of the client’s certificate.':
    'Speichern Sie die öffentliche Hälfte des Zertifikats des Clients.',
  'In the Entra admin center, open the app registration, page “Certificates & secrets”, and upload it.':
    'Öffnen Sie im Entra Admin Center die App-Registrierung, Seite „Zertifikate & Geheimnisse“, und laden Sie sie hoch.',
  'The signed request is not within its time: the clock of this computer is wrong.':
    'Die unterschriebene Anfrage liegt außerhalb ihrer Zeit: Die Uhr dieses Rechners geht falsch.',
  'Set the clock of this computer, best by letting it set itself from the network.':
    'Stellen Sie die Uhr dieses Rechners, am besten, indem sie sich über das Netz stellt.',
  'The sign-in was made in one organization and completed in another.':
    'Die Anmeldung begann in einer Organisation und endete in einer anderen.',
  'Use the same tenant in the Permission URL and in the Token URL of the client, then sign in again.':
    'Nehmen Sie in Permission-URL und Token-URL des Clients denselben Mandanten, und melden Sie sich dann neu an.',
  'The OAuth scope of the client is not valid.': 'Der OAuth-Scope des Clients ist nicht gültig.',
  'Reset the OAuth scope of the client to its default.':
    'Setzen Sie den OAuth-Scope des Clients auf die Vorgabe zurück.',
  'The OAuth scope of the client is not valid for a token request.':
    'Der OAuth-Scope des Clients gilt nicht für eine Token-Anfrage.',
  'The OAuth scope of the client names two services at once; a token is for one only.':
    'Der OAuth-Scope des Clients nennt zwei Dienste auf einmal; ein Token gilt nur für einen.',
  'The request was made for an older endpoint than the client’s Token URL.':
    'Die Anfrage passt zu einem älteren Endpunkt als der Token-URL des Clients.',
  'Reset the Token URL and the OAuth scope of the client to their defaults.':
    'Setzen Sie Token-URL und OAuth-Scope des Clients auf die Vorgaben zurück.',
  'The app is registered for personal accounts only.': 'Die App ist nur für persönliche Konten registriert.',
  'Choose Outlook.com as the provider of the client, or the tenant “consumers”.':
    'Wählen Sie Outlook.com als Anbieter des Clients, oder den Mandanten „consumers“.',
  'The app is registered for accounts of organizations only, not for personal ones.':
    'Die App ist nur für Konten von Organisationen registriert, nicht für persönliche.',
  'Enter the Directory (tenant) ID or “organizations” in the client, or let the app registration accept personal accounts.':
    'Tragen Sie im Client die „Verzeichnis-ID (Mandant)“ oder „organizations“ ein, oder lassen Sie die App-Registrierung persönliche Konten annehmen.',
  'This grant does not work with a tenant that stands for many, such as “common”.':
    'Dieser Grant geht nicht mit einem Mandanten, der für viele steht, wie „common“.',
  'Something is missing in the request: a field of the client may be empty.':
    'In der Anfrage fehlt etwas: Vielleicht ist ein Feld des Clients leer.',
  'Check the fields of the client, and reset its URLs and scope to their defaults.':
    'Prüfen Sie die Felder des Clients, und setzen Sie URLs und Scope auf die Vorgaben zurück.',
  'If it stays, report it.': 'Bleibt es so, melden Sie es.',
  'Microsoft could not read the request.': 'Microsoft konnte die Anfrage nicht lesen.',
  'Reset the URLs and the scope of the client to their defaults.':
    'Setzen Sie URLs und Scope des Clients auf die Vorgaben zurück.',
  'Microsoft does not take the request as it is.': 'Microsoft nimmt die Anfrage so nicht an.',
  'Often a desktop app was used with a secret.': 'Oft wurde eine Desktop-App mit einem Geheimnis benutzt.',
  'Remove the secret from the client if its redirect URI is registered under “Mobile and desktop applications”.':
    'Entfernen Sie das Geheimnis aus dem Client, falls seine Umleitungs-URI unter „Mobilgerät- und Desktopanwendungen“ registriert ist.',

  // the sign-in
  'Sign in again and confirm with the second step, such as the phone or a security key.':
    'Melden Sie sich neu an und bestätigen Sie mit dem zweiten Schritt, etwa dem Telefon oder einem Sicherheitsschlüssel.',
  'A second step (multifactor authentication) is asked for, because of a policy or a new place.':
    'Ein zweiter Schritt (Multi-Faktor-Authentifizierung) wird verlangt, wegen einer Richtlinie oder eines neuen Orts.',
  'A second step (multifactor authentication) is asked for and was not passed.':
    'Ein zweiter Schritt (Multi-Faktor-Authentifizierung) wird verlangt und wurde nicht bestanden.',
  'The account must be set up for a second step (multifactor authentication) first.':
    'Das Konto muss zuerst für einen zweiten Schritt (Multi-Faktor-Authentifizierung) eingerichtet werden.',
  'Sign in again and follow the steps to set it up.':
    'Melden Sie sich neu an und folgen Sie den Schritten zum Einrichten.',
  'The second step (multifactor authentication) was passed too long ago.':
    'Der zweite Schritt (Multi-Faktor-Authentifizierung) liegt zu lange zurück.',
  'The second step of the sign-in was not completed.':
    'Der zweite Schritt der Anmeldung wurde nicht abgeschlossen.',
  'The organization asks for a further check on a page of another service.':
    'Die Organisation verlangt eine weitere Prüfung auf der Seite eines anderen Dienstes.',
  'Sign in again and complete that check.': 'Melden Sie sich neu an und schließen Sie diese Prüfung ab.',
  'The organization lets a sign-in last only for a set time, and that time is over.':
    'Die Organisation lässt eine Anmeldung nur eine bestimmte Zeit gelten, und die ist um.',
  'An administrator can lengthen the time (sign-in frequency).':
    'Ein Administrator kann die Zeit verlängern (Anmeldehäufigkeit).',
  'The session has ended, because of the organization’s sign-in frequency.':
    'Die Sitzung ist zu Ende, wegen der Anmeldehäufigkeit der Organisation.',
  'This organization has no account with this address.':
    'Diese Organisation hat kein Konto mit dieser Adresse.',
  'Check the address for a typing mistake, and the tenant of the client.':
    'Prüfen Sie die Adresse auf Tippfehler, und den Mandanten des Clients.',
  'The account that signed in belongs to another organization, or is a personal account.':
    'Das angemeldete Konto gehört zu einer anderen Organisation, oder es ist ein persönliches.',
  'Sign out of that account in the browser and sign in with the right one, or use a client with the tenant of that account.':
    'Melden Sie jenes Konto im Browser ab und das richtige an, oder nehmen Sie einen Client mit dem Mandanten jenes Kontos.',
  'The account that signed in belongs to another organization and is not known in this one.':
    'Das angemeldete Konto gehört zu einer anderen Organisation und ist in dieser nicht bekannt.',
  'The browser is signed in with an account that does not belong to this organization.':
    'Im Browser ist ein Konto angemeldet, das nicht zu dieser Organisation gehört.',
  'Sign in again and choose the right account.': 'Melden Sie sich neu an und wählen Sie das richtige Konto.',
  'The account is locked: too many wrong passwords, or a sign-in from an address with a bad name.':
    'Das Konto ist gesperrt: zu viele falsche Passwörter, oder eine Anmeldung von einer Adresse mit schlechtem Ruf.',
  'Wait some minutes, then try again.': 'Warten Sie einige Minuten, und versuchen Sie es dann noch einmal.',
  'If it stays locked, an administrator finds the reason in the sign-in logs.':
    'Bleibt es gesperrt, findet ein Administrator den Grund in den Anmeldeprotokollen.',
  'The password has expired.': 'Das Passwort ist abgelaufen.',
  'Sign in and choose a new password.': 'Melden Sie sich an und wählen Sie ein neues Passwort.',
  'The password has expired in the organization’s own directory.':
    'Das Passwort ist im eigenen Verzeichnis der Organisation abgelaufen.',
  'Change the password as usual at work, then sign in again.':
    'Ändern Sie das Passwort wie bei der Arbeit üblich, und melden Sie sich dann neu an.',
  'The account is disabled.': 'Das Konto ist deaktiviert.',
  'Ask an administrator to enable it.': 'Bitten Sie einen Administrator, es zu aktivieren.',
  'Nobody is signed in.': 'Niemand ist angemeldet.',
  'The sign-in took too long.': 'Die Anmeldung dauerte zu lange.',
  'The session that the sign-in was to go on from is no longer there.':
    'Die Sitzung, an die die Anmeldung anknüpfen sollte, gibt es nicht mehr.',
  'Sign in again and choose the account.': 'Melden Sie sich neu an und wählen Sie das Konto.',
  'The sign-in was ended, for instance because the password was changed.':
    'Die Anmeldung wurde beendet, etwa weil das Passwort geändert wurde.',
  'The sign-in was ended: the password has expired or was changed.':
    'Die Anmeldung wurde beendet: Das Passwort ist abgelaufen oder wurde geändert.',
  'The stored sign-in is no longer good.': 'Die gespeicherte Anmeldung gilt nicht mehr.',
  'The stored sign-in has expired.': 'Die gespeicherte Anmeldung ist abgelaufen.',
  'The stored sign-in has expired, because it was not used for a long time.':
    'Die gespeicherte Anmeldung ist abgelaufen, weil sie lange nicht benutzt wurde.',
  'The sign-in has expired after 24 hours: the redirect URI is registered as a single-page application.':
    'Die Anmeldung ist nach 24 Stunden abgelaufen: Die Umleitungs-URI ist als „Single-Page-Webanwendung“ registriert.',
  'To end this, register the redirect URI under “Mobile and desktop applications”.':
    'Damit das aufhört, registrieren Sie die Umleitungs-URI unter „Mobilgerät- und Desktopanwendungen“.',
  'The answer of the sign-in page had been used before.':
    'Die Antwort der Anmeldeseite wurde schon einmal benutzt.',
  'The answer of the sign-in page belongs to another sign-in.':
    'Die Antwort der Anmeldeseite gehört zu einer anderen Anmeldung.',
  'Start the sign-in again, and finish it in the newest window.':
    'Beginnen Sie die Anmeldung neu, und schließen Sie sie im neuesten Fenster ab.',
  'The code has not been entered on the sign-in page yet.':
    'Der Code wurde auf der Anmeldeseite noch nicht eingegeben.',
  'Start the sign-in again and enter the code in time.':
    'Beginnen Sie die Anmeldung neu und geben Sie den Code rechtzeitig ein.',
  'The code was not entered in time.': 'Der Code wurde nicht rechtzeitig eingegeben.',
  'Start the sign-in again and enter the new code.':
    'Beginnen Sie die Anmeldung neu und geben Sie den neuen Code ein.',
  'The code that was entered is wrong or no longer good.':
    'Der eingegebene Code ist falsch oder gilt nicht mehr.',
};
