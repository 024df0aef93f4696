import { withoutByteOrderMark } from '#messages/plain-text.ts';
import { type Message, msg } from '#messages/message.ts';
import { addressSchema } from '#contract/account.ts';
import type { Found, FoundAccountEntry, FoundClient, FoundCredential, LeftOut } from './import-plan.ts';

/** The application that DavMail brings: it is allowed Exchange's web services, not IMAP, POP and SMTP. */
const davmailClientId = 'facd6cff-a294-4415-b59f-c5b01937d7bd';
const clientName = 'Microsoft 365 (from DavMail)';

/**
 * Reads DavMail's properties. It speaks Exchange's web services, whose tokens are of no use for IMAP, POP and SMTP:
 * everybody signs in again, and the application needs the mail permissions.
 */
export function readDavmail(text: string): Found {
  const properties = readProperties(text);
  const value = (name: string): string | undefined => properties.get(`davmail.${name}`)?.trim() || undefined;
  const notTaken: LeftOut[] = [];
  const leave = (what: Message, why: Message): void => void notTaken.push({ what, why });
  const clientId = value('oauth.clientId');
  const clients: FoundClient[] = [];
  if (clientId === undefined || clientId === davmailClientId) {
    leave(msg('setup.oauthClient2'), msg('setup.davmailsOwnApplicationNotAllowed'));
  } else {
    const tenant = value('oauth.tenantId');
    const redirectUri = value('oauth.redirectUri');
    const secret = value('oauth.clientSecret');
    const readable = secret !== undefined && !secret.startsWith('{AES}');
    const credential: FoundCredential = readable ? { kind: 'secret', secret } : { kind: 'none' };
    if (secret !== undefined && !readable) {
      leave(msg('setup.clientSecret'), msg('setup.encryptedDavmailEnterOauthClient'));
    }
    const loopback =
      redirectUri !== undefined && /^http:\/\/(?:localhost|127\.0\.0\.1)(?:[:/]|$)/.test(redirectUri);
    if (redirectUri !== undefined && !loopback) {
      leave(
        msg('setup.redirectUri', { uri: redirectUri }),
        msg('setup.mailwicketHearsAnswerComputerRegister'),
      );
    }
    leave(msg('setup.permissionsApplication'), msg('setup.davmailUsesOtherOnesGrant'));
    clients.push({
      credential,
      fields: {
        name: clientName,
        provider: 'microsoft365',
        grant: value('mode') === 'O365Device' ? 'device-code' : 'authorization-code',
        tenant,
        clientId,
        redirectUri: loopback ? redirectUri : undefined,
        servers: {},
      },
    });
  }
  const accounts = accountsOf(properties).map((address): FoundAccountEntry => ({
    address,
    client: clientName,
    passwordMode: 'adopt-first',
  }));
  for (const { address } of accounts) {
    leave(msg('setup.tokens', { address }), msg('setup.theyExchangesWebServicesSign'));
  }
  for (const kind of ['caldav', 'ldap']) {
    if (value(`${kind}Port`) !== undefined) {
      leave(
        msg('setup.port', { service: kind.toUpperCase(), port: value(`${kind}Port`) ?? '' }),
        msg('setup.mailwicketServesMailOnly'),
      );
    }
  }
  return { clients, accounts, notTaken, files: [] };
}

/** DavMail keeps a token under the name of each account that has signed in. */
function accountsOf(properties: ReadonlyMap<string, string>): string[] {
  const addresses = [...properties.keys()].flatMap(
    (name) => /^davmail\.oauth\.(.+@.+)\.refreshToken$/.exec(name)?.[1] ?? [],
  );
  return addresses.filter((address) => addressSchema.safeParse(address).success);
}

/**
 * Reads a Java properties file: `name=value`, `name: value` or `name value`; comments begin with # or !; a
 * backslash at the end goes on in the next line, and elsewhere makes the next character a plain one (\t, \n, \r,
 * \f and \uXXXX as in Java).
 */
export function readProperties(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const lines = withoutByteOrderMark(text).split(/\r\n|\r|\n/);
  for (let index = 0; index < lines.length; index += 1) {
    let line = (lines[index] ?? '').trimStart();
    if (line === '' || line.startsWith('#') || line.startsWith('!')) continue;
    while (goesOn(line) && index + 1 < lines.length) {
      index += 1;
      line = line.slice(0, -1) + (lines[index] ?? '').trimStart();
    }
    const match = /^(?<key>(?:\\.|[^\\=:\s])*)\s*[=:]?\s*(?<value>.*)$/s.exec(line)?.groups;
    if (match !== undefined) found.set(unescaped(match['key'] ?? ''), unescaped(match['value'] ?? ''));
  }
  return found;
}

/** An odd number of backslashes ends the line. */
function goesOn(line: string): boolean {
  return (/\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.))/gs,
    (_, code: string | undefined, other: string | undefined) =>
      code === undefined
        ? (escapes[other ?? ''] ?? other ?? '')
        : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
