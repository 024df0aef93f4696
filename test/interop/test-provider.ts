import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDovecot, type Dovecot } from '../support/dovecot/dovecot.ts';
import { makeCertificates, type SandboxCertificates } from '../support/sandbox/certificates.ts';
import { SandboxProvider } from '../support/sandbox/identity-provider.ts';
import { suiteMailboxes } from './mail-program-suite.ts';

export const publicClientId = 'mailwicket-interop';
export const mailScope = 'mail';

/** An identity provider, its people, and certificates for the servers beside it. */
export interface TestProvider {
  readonly provider: SandboxProvider;
  readonly certificates: SandboxCertificates;
  /** The authority's certificate, for programs that are to trust the servers. */
  readonly authorityFile: string;
  /** Makes a token that opens a person's mailbox, as if it had been granted. */
  readonly issueToken: (address: string) => string;
  /** Ends every access token of a person; the refresh tokens live. */
  readonly revokeAccessTokens: (address: string) => number;
  /** Starts a Dovecot that asks this provider about each token. */
  startTokenDovecot(mechanisms?: readonly ('xoauth2' | 'oauthbearer')[]): Promise<Dovecot>;
  stop(): Promise<void>;
}

export async function startTestProvider(): Promise<TestProvider> {
  const certificates = await makeCertificates();
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const authorityFile = join(folder, 'authority.pem');
  writeFileSync(authorityFile, certificates.ca);
  const mailboxes = Object.values(suiteMailboxes);
  const provider = new SandboxProvider({
    users: mailboxes.map((address) => ({ address, password: `the provider's, ${address}` })),
    clients: [
      {
        clientId: publicClientId,
        public: true,
        grants: ['authorization_code', 'refresh_token', 'device_code'],
        redirectUris: ['http://localhost', 'http://localhost/', 'http://127.0.0.1', 'http://127.0.0.1/'],
      },
    ],
  });
  await provider.start();
  let issued = 0;
  return {
    provider,
    certificates,
    authorityFile,
    issueToken: (address) => {
      issued += 1;
      const value = `token-${issued}-${address}`;
      provider.tokens.addAccess({
        value,
        clientId: publicClientId,
        address,
        scopes: [mailScope],
        roles: [],
        audience: 'mail',
        expiresAt: provider.now() + 3_600_000,
        revoked: false,
      });
      return value;
    },
    revokeAccessTokens: (address) => {
      const theirs = [...provider.tokens.access.values()].filter(
        (token) => token.address === address && !token.revoked,
      );
      theirs.forEach((token) => provider.revokeToken(token.value));
      return theirs.length;
    },
    startTokenDovecot: (mechanisms = ['xoauth2', 'oauthbearer']) =>
      startDovecot({
        mailboxes,
        login: { introspectionUrl: `${provider.url}/introspect`, mechanisms },
        certificate: certificates.cert,
        privateKey: certificates.key,
      }),
    stop: async () => {
      await provider.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What was started in a `beforeAll`: an error, not an undefined, for who asks too early. */
export function started<Thing>(): {
  get: () => Thing;
  set: (thing: Thing) => void;
  peek: () => Thing | undefined;
} {
  let current: Thing | undefined;
  return {
    get: () => {
      if (current === undefined) throw new Error('it has not been started');
      return current;
    },
    set: (thing) => {
      current = thing;
    },
    peek: () => current,
  };
}
