import { describe, expect, test } from 'vitest';
import { CoreTexts } from '../../../proxy-core/language/core-texts.ts';
import { german } from '../../../proxy-core/language/german.ts';

const small = new CoreTexts({
  'Sign in again.': 'Melden Sie sich neu an.',
  'The client secret has expired.': 'Das Clientgeheimnis ist abgelaufen.',
  'No {{protocol}} server is known.': 'Es ist kein {{protocol}}-Server bekannt.',
  'No {{what}} is known.': 'Es ist kein {{what}} bekannt.',
  '{{now}} signed in, but {{before}} was meant.': '{{before}} war gemeint, aber {{now}} hat sich angemeldet.',
  'The file cannot be read: {{why}}': 'Die Datei lässt sich nicht lesen: {{why}}',
  'The server said: {{words}}': 'Der Server sagte: {{words}}',
  'permission denied': 'keine Berechtigung',
  '{{name}} is gone.': '{{name}} ist fort.',
  'it is empty': 'Es ist leer',
  'must be a mail address': 'muss eine Mailadresse sein',
});

describe('a text of the core', () => {
  test('is its own key; what is in no catalogue stays as it came', () => {
    expect(small.translate('Sign in again.')).toBe('Melden Sie sich neu an.');
    expect(small.translate('The moon is in the way.')).toBe('The moon is in the way.');
    expect(small.translate('')).toBe('');
  });

  test('with values puts them where German has them, each where it belongs', () => {
    expect(small.translate('No IMAP server is known.')).toBe('Es ist kein IMAP-Server bekannt.');
    expect(small.translate('bo@example.org signed in, but anna@example.org was meant.')).toBe(
      'anna@example.org war gemeint, aber bo@example.org hat sich angemeldet.',
    );
    expect(small.translate('No clue is known.')).toBe('Es ist kein clue bekannt.');
  });

  test('with a value that is a phrase itself has that in German too', () => {
    expect(small.translate('The file cannot be read: permission denied')).toBe(
      'Die Datei lässt sich nicht lesen: keine Berechtigung',
    );
    expect(small.translate('The file cannot be read: EWHAT')).toBe('Die Datei lässt sich nicht lesen: EWHAT');
  });

  test('of several sentences is taken apart, whatever stands between and behind them', () => {
    expect(small.translate('The client secret has expired. (AADSTS7000222) Sign in again.')).toBe(
      'Das Clientgeheimnis ist abgelaufen. (AADSTS7000222) Melden Sie sich neu an.',
    );
    expect(small.translate('Who knows. Sign in again. No IMAP server is known.')).toBe(
      'Who knows. Melden Sie sich neu an. Es ist kein IMAP-Server bekannt.',
    );
    expect(small.translate('The file cannot be read: Sign in again. Sign in again.')).toBe(
      'Die Datei lässt sich nicht lesen: Melden Sie sich neu an. Melden Sie sich neu an.',
    );
  });

  test('behind an address, and in a list of faults, is found as well', () => {
    expect(small.translate('anna@example.org: Sign in again.')).toBe(
      'anna@example.org: Melden Sie sich neu an.',
    );
    expect(small.translate('address: must be a mail address; name: it is empty.')).toBe(
      'address: muss eine Mailadresse sein; name: Es ist leer.',
    );
  });

  test('leaves a server’s own words as they are, unless they are a sentence of ours', () => {
    expect(small.translate('The server said: Mailbox x is gone.')).toBe(
      'Der Server sagte: Mailbox x is gone.',
    );
    expect(small.translate('Mailbox x is gone.')).toBe('Mailbox x ist fort.');
    expect(small.translate('The server said: No IMAP server is known.')).toBe(
      'Der Server sagte: Es ist kein IMAP-Server bekannt.',
    );
  });

  test('ends, also where values nest and sentences repeat', () => {
    const nested = 'The file cannot be read: '.repeat(40);
    expect(small.translate(nested)).toContain('Die Datei');
    expect(small.translate('Who knows? '.repeat(500)).length).toBe(5_500);
  });
});

describe('in German', () => {
  const inGerman = new CoreTexts(german);

  test.each([
    [
      'Microsoft 365 refused anna@contoso.com with the client “Contoso”. The client secret is wrong. Often its Secret ID was copied in place of its Value. (AADSTS7000215)',
      'Microsoft 365 hat anna@contoso.com mit dem Client „Contoso“ abgelehnt. Das Clientgeheimnis ist falsch. Oft wurde statt des Werts die „Geheimnis-ID“ kopiert. (AADSTS7000215)',
    ],
    [
      'Refused over IMAP: Mailwicket has no account bo@example.org. Add the account in Mailwicket, or correct the user name in the mail program: it is the whole mail address.',
      'Über IMAP abgelehnt: Mailwicket hat kein Konto bo@example.org. Fügen Sie das Konto in Mailwicket hinzu, oder berichtigen Sie im Mailprogramm den Benutzernamen: Er ist die ganze Mailadresse.',
    ],
    [
      'Refused over SMTP: anna@example.org: The mail server smtp.example.org cannot be reached (ECONNREFUSED). Check the internet connection, and the server and port in the OAuth client.',
      'Über SMTP abgelehnt: anna@example.org: Der Mailserver smtp.example.org ist nicht erreichbar (ECONNREFUSED). Prüfen Sie die Internetverbindung, und Server und Port im OAuth-Client.',
    ],
    [
      'IMAP with TLS cannot listen on 127.0.0.1, port 1993: The port is in use by another program. End that program, or choose another port here and in the mail program.',
      'IMAP mit TLS kann 127.0.0.1, Port 1993 nicht öffnen: Der Port wird schon benutzt, von einem anderen Programm. Beenden Sie jenes Programm, oder wählen Sie hier und im Mailprogramm einen anderen Port.',
    ],
    [
      'A mail program at 127.0.0.1 on port 1993 (IMAP with TLS) does not trust the certificate of Mailwicket. Let it trust the authority that Mailwicket shows under local TLS, and use the server name localhost.',
      'Ein Mailprogramm auf 127.0.0.1 an Port 1993 (IMAP mit TLS) vertraut dem Zertifikat von Mailwicket nicht. Lassen Sie es der Zertifizierungsstelle vertrauen, die Mailwicket unter „TLS für Mailprogramme“ zeigt, und nehmen Sie den Servernamen localhost.',
    ],
    [
      "In Exchange Online PowerShell: Set-CASMailbox -Identity 'anna' -SmtpClientAuthenticationDisabled $false (it goes before the organization’s setting). It can take up to an hour.",
      "In der Exchange Online PowerShell: Set-CASMailbox -Identity 'anna' -SmtpClientAuthenticationDisabled $false (es geht der Einstellung der Organisation vor). Das kann bis zu einer Stunde dauern.",
    ],
    [
      'anna@outlook.com is a personal Microsoft account. Such accounts cannot be used with client credentials: no administrator stands behind them who could consent.',
      'anna@outlook.com ist ein persönliches Microsoft-Konto. Solche Konten gehen nicht mit Client Credentials: Hinter ihnen steht kein Administrator, der zustimmen könnte.',
    ],
    [
      'The sign-in of anna@example.org was cancelled.',
      'Abgebrochen wurde: die Anmeldung von anna@example.org.',
    ],
    [
      'The IMAP server refused the sign-in of anna@example.org, though there is a token for it. The server said: NO AUTHENTICATE failed.',
      'Der IMAP-Server hat die Anmeldung von anna@example.org abgelehnt, obwohl es ein Token dafür gibt. Der Server sagte: NO AUTHENTICATE failed.',
    ],
    [
      'The vault /home/a/vault: the entry tokens/1 cannot be read: permission denied',
      'Der Tresor /home/a/vault: Der Eintrag tokens/1 lässt sich nicht lesen: keine Berechtigung',
    ],
  ])('%s', (english, expected) => {
    expect(inGerman.translate(english)).toBe(expected);
  });

  test('ten thousand lines of activity, each another, are translated in a moment', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) =>
      index % 3 === 0
        ? `A mail program at 127.0.0.1 signed in to user${String(index)}@example.org over IMAP.`
        : index % 3 === 1
          ? `The SMTP session of user${String(index)}@example.org has ended.`
          : `Refused over POP: Mailwicket has no account user${String(index)}@example.org. Add the account in Mailwicket, or correct the user name in the mail program: it is the whole mail address.`,
    );
    const fresh = new CoreTexts(german);
    const before = performance.now();
    const first = lines.map((line) => fresh.translate(line));
    const middle = performance.now();
    const again = lines.map((line) => fresh.translate(line));
    const after = performance.now();
    expect(again).toEqual(first);
    expect(first.filter((line, index) => line === lines[index])).toEqual([]);
    // a shared machine may stand still for a while; on a quiet one it is a twentieth of this
    expect(middle - before).toBeLessThan(1_000);
    expect(after - middle).toBeLessThan(100);
  });
});
