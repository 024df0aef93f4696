import { addressSchema } from '../../accounts/account.ts';
import type { Found, FoundAccountEntry, FoundClient, FoundCredential } from './import-plan.ts';
import { readProperties } from './properties-file.ts';

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
  const notTaken: { readonly what: string; readonly why: string }[] = [];
  const leave = (what: string, why: string): void => void notTaken.push({ what, why });
  const clientId = value('oauth.clientId');
  const clients: FoundClient[] = [];
  if (clientId === undefined || clientId === davmailClientId) {
    leave(
      'the OAuth client',
      'DavMail’s own application is not allowed IMAP, POP and SMTP: add an OAuth client of yours, then the accounts.',
    );
  } else {
    const tenant = value('oauth.tenantId');
    const redirectUri = value('oauth.redirectUri');
    const secret = value('oauth.clientSecret');
    const readable = secret !== undefined && !secret.startsWith('{AES}');
    const credential: FoundCredential = readable ? { kind: 'secret', secret } : { kind: 'none' };
    if (secret !== undefined && !readable) {
      leave('the client secret', 'It is encrypted by DavMail: enter it in the OAuth client.');
    }
    const loopback =
      redirectUri !== undefined && /^http:\/\/(?:localhost|127\.0\.0\.1)(?:[:/]|$)/.test(redirectUri);
    if (redirectUri !== undefined && !loopback) {
      leave(
        `the redirect URI ${redirectUri}`,
        'Mailwicket hears the answer on this computer: register http://localhost in Entra, as “Mobile and desktop”.',
      );
    }
    leave(
      'the permissions of the application',
      'DavMail uses other ones: grant IMAP.AccessAsUser.All, POP.AccessAsUser.All and SMTP.Send in Entra.',
    );
    clients.push({
      credential,
      fields: {
        name: clientName,
        provider: 'microsoft365',
        grant: value('mode') === 'O365Device' ? 'device-code' : 'authorization-code',
        ...(tenant === undefined ? {} : { tenant }),
        clientId,
        ...(loopback ? { redirectUri } : {}),
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
    leave(`the tokens of ${address}`, 'They are for Exchange’s web services: sign in again.');
  }
  for (const kind of ['caldav', 'ldap']) {
    if (value(`${kind}Port`) !== undefined) {
      leave(`${kind.toUpperCase()} on port ${value(`${kind}Port`) ?? ''}`, 'Mailwicket serves mail only.');
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
