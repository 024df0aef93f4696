import type { SandboxClient } from './directory.ts';

export interface SandboxClients extends Record<string, SandboxClient> {
  readonly desktop: SandboxClient;
  readonly web: SandboxClient;
  readonly appOnly: SandboxClient;
  readonly certificate: SandboxClient;
  readonly unconsented: SandboxClient;
  readonly password: SandboxClient;
  readonly google: SandboxClient;
  readonly serviceAccount: SandboxClient;
}

export const exchangeScopes = [
  'https://outlook.office.com/IMAP.AccessAsUser.All',
  'https://outlook.office.com/POP.AccessAsUser.All',
  'https://outlook.office.com/SMTP.Send',
] as const;

const roles = ['IMAP.AccessAsApp', 'POP.AccessAsApp', 'SMTP.SendAsApp'];
const redirectUris = ['http://localhost', 'http://localhost/', 'http://127.0.0.1', 'http://127.0.0.1/'];
const appMailboxes = ['anna@example.org', 'bo@example.org', 'office@example.org'];

/** The app registrations of the sandbox, made anew each time: a test may change them. */
export function makeSandboxClients(certificate: string, serviceAccountKey: string): SandboxClients {
  return {
    /** Public: authorization code with PKCE, device code. */
    desktop: {
      clientId: '0a7c6a2e-3f0b-4a53-9a7e-51d8f2a3c001',
      name: 'Sandbox desktop',
      public: true,
      tenancy: 'multi',
      redirectUris,
      grants: ['authorization_code', 'refresh_token', 'device_code'],
    },
    /** Confidential: authorization code with a secret. */
    web: {
      clientId: '0a7c6a2e-3f0b-4a53-9a7e-51d8f2a3c002',
      name: 'Sandbox web',
      secrets: [{ id: 'web-secret-id', value: 'web~demo~secret' }],
      redirectUris,
      grants: ['authorization_code', 'refresh_token', 'password'],
    },
    /** App-only with a secret; the second of its secrets has expired. */
    appOnly: {
      clientId: '0a7c6a2e-3f0b-4a53-9a7e-51d8f2a3c003',
      name: 'Sandbox service',
      secrets: [
        { id: 'app-secret-id', value: 'app~demo~secret' },
        { id: 'app-old-secret-id', value: 'app~old~secret', expires: new Date('2025-01-01T00:00:00Z') },
      ],
      redirectUris,
      grants: ['client_credentials'],
      applicationPermissions: roles,
      graphPermissions: ['Mail.Send'],
      adminConsented: true,
      mailboxes: appMailboxes,
    },
    /** App-only with a certificate. */
    certificate: {
      clientId: '0a7c6a2e-3f0b-4a53-9a7e-51d8f2a3c004',
      name: 'Sandbox service with a certificate',
      certificates: [certificate],
      redirectUris,
      grants: ['client_credentials'],
      applicationPermissions: roles,
      graphPermissions: ['Mail.Send'],
      adminConsented: true,
      mailboxes: appMailboxes,
    },
    /** App-only, and no administrator has consented yet. */
    unconsented: {
      clientId: '0a7c6a2e-3f0b-4a53-9a7e-51d8f2a3c005',
      name: 'Sandbox service without consent',
      secrets: [{ id: 'unconsented-secret-id', value: 'unconsented~demo~secret' }],
      redirectUris,
      grants: ['client_credentials'],
      applicationPermissions: roles,
      adminConsented: false,
      mailboxes: 'all',
    },
    /** Public: the password grant. */
    password: {
      clientId: '0a7c6a2e-3f0b-4a53-9a7e-51d8f2a3c006',
      name: 'Sandbox password client',
      public: true,
      tenancy: 'multi',
      grants: ['password', 'refresh_token'],
    },
    /** Google's desktop kind: public, and sends its secret all the same. */
    google: {
      clientId: 'sandbox-desktop.apps.example.org',
      name: 'Sandbox for Google',
      public: true,
      secrets: [{ id: 'google-secret-id', value: 'google-demo-secret' }],
      redirectUris,
      grants: ['authorization_code', 'refresh_token', 'device_code'],
    },
    serviceAccount: {
      clientId: '100000000000000000001',
      name: 'Sandbox service account',
      grants: ['jwt_bearer'],
      serviceAccount: {
        email: 'mail@sandbox.iam.example.org',
        publicKey: serviceAccountKey,
        delegatedUsers: ['anna@example.org', 'bo@example.org'],
      },
    },
  };
}
