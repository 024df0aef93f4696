import type { ResolvedClient } from '../oauth/grant.ts';
import type { GrantType, OAuthClient } from './oauth-client.ts';
import { withTenant } from './presets/form-defaults.ts';
import { effectiveTenant, refuseImpossible } from './presets/impossible.ts';
import type { Impossible } from './presets/impossible.ts';
import type { CredentialKind, Preset } from './presets/preset.ts';
import { credentialsOfGrant, grantName, presetFor } from './presets/presets.ts';
import { protocols } from './protocol.ts';
import type { Protocol } from './protocol.ts';
import type { Settings } from './settings.ts';

export { defaultsFor } from './presets/form-defaults.ts';
export { refuseImpossible } from './presets/impossible.ts';

export type ClientIncompleteCode =
  | 'missing-authorization-url'
  | 'missing-token-url'
  | 'missing-device-url'
  | 'missing-tenant'
  | 'malformed-tenant'
  | 'credential-mismatch'
  | Impossible['code'];

/** An OAuth client lacks something, or its parts do not go together. `field` names the field to look at. */
export class ClientIncompleteError extends Error {
  readonly code: ClientIncompleteCode;
  readonly field: keyof OAuthClient;
  /** What to enter, and where to find it. */
  readonly fix: string;

  constructor(code: ClientIncompleteCode, field: keyof OAuthClient, message: string, fix: string) {
    super(message);
    this.name = 'ClientIncompleteError';
    this.code = code;
    this.field = field;
    this.fix = fix;
  }
}

const tenantFix =
  'Enter the Directory (tenant) ID, or a domain of the organization. The ID is on the Overview page of the app registration in the Entra admin center.';

/**
 * Settles every endpoint, scope and server of a client: what the user entered goes before the provider's preset.
 * @throws ClientIncompleteError - naming the field, and where its value is found
 */
export function resolveClient(client: OAuthClient): ResolvedClient {
  const preset = presetFor(client);
  const impossible = refuseImpossible(client);
  if (impossible !== undefined) {
    const { code, field, message, fix } = impossible;
    throw new ClientIncompleteError(code, field, `${client.name}: ${message}`, fix);
  }
  checkCredential(client);
  const urls = endpointsOf(client, preset);
  const scope = client.scope ?? preset.scopes[client.grant] ?? '';
  return {
    ...client,
    ...urls,
    scope,
    protocolScopes: protocolScopes(client, preset, scope),
    servers: {
      imap: client.servers.imap ?? preset.servers.imap,
      pop: client.servers.pop ?? preset.servers.pop,
      smtp: client.servers.smtp ?? preset.servers.smtp,
    },
    redirectUri: client.redirectUri ?? preset.redirectUri,
    authorizationParameters: preset.authorizationParameters,
    knownIssuer: issuerOf(client, preset, urls.authorizationUrl),
  };
}

/** Of a sign-in page that somebody entered by hand nobody knows what it calls itself. */
function issuerOf(
  client: OAuthClient,
  preset: Preset,
  authorizationUrl: string | undefined,
): ResolvedClient['knownIssuer'] {
  const { issuer } = client;
  if (issuer !== undefined && issuer.authorizationUrl === authorizationUrl) return issuer;
  if (preset.issuer === undefined || client.authorizationUrl !== undefined) return undefined;
  return { name: preset.issuer, inAnswers: false };
}

function endpointsOf(
  client: OAuthClient,
  preset: Preset,
): { authorizationUrl: string | undefined; tokenUrl: string; deviceUrl: string | undefined } {
  const { grant } = client;
  const tenant = effectiveTenant(client);
  if (tenant !== undefined && !/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(tenant)) {
    throw new ClientIncompleteError(
      'malformed-tenant',
      'tenant',
      `${client.name}: the tenant is neither an ID nor a domain.`,
      tenantFix,
    );
  }
  const older = grant === 'password' ? preset.quirks.passwordTokenUrl : undefined;
  const authorizationUrl = fill(client.authorizationUrl ?? preset.endpoints.authorizationUrl, tenant);
  const deviceUrl = fill(client.deviceUrl ?? preset.endpoints.deviceUrl, tenant);
  const tokenUrl = required(
    client,
    'tokenUrl',
    fill(client.tokenUrl ?? older ?? preset.endpoints.tokenUrl, tenant),
  );
  return {
    authorizationUrl:
      grant === 'authorization-code'
        ? required(client, 'authorizationUrl', authorizationUrl)
        : usable(authorizationUrl),
    tokenUrl,
    deviceUrl: grant === 'device-code' ? required(client, 'deviceUrl', deviceUrl) : usable(deviceUrl),
  };
}

function fill(url: string | undefined, tenant: string | undefined): string | undefined {
  return url === undefined ? undefined : withTenant(url, tenant);
}

/** A URL whose tenant is still open is of no use. */
function usable(url: string | undefined): string | undefined {
  return url === undefined || /\{tenant\}|%7Btenant%7D/i.test(url) ? undefined : url;
}

const missing = {
  authorizationUrl: {
    code: 'missing-authorization-url',
    what: 'the authorization URL is missing: the page on which a person signs in',
    fix: 'Enter it as the provider’s OAuth page gives it, often named “authorization endpoint”.',
  },
  tokenUrl: {
    code: 'missing-token-url',
    what: 'the token URL is missing: where tokens are asked for',
    fix: 'Enter it as the provider’s OAuth page gives it, often named “token endpoint”.',
  },
  deviceUrl: {
    code: 'missing-device-url',
    what: 'the device authorization URL is missing: where the code to type is asked for',
    fix: 'Enter it as the provider’s OAuth page gives it, often named “device authorization endpoint”.',
  },
} as const;

function required(client: OAuthClient, field: keyof typeof missing, url: string | undefined): string {
  if (url === undefined || url === '') {
    const { code, what, fix } = missing[field];
    throw new ClientIncompleteError(code, field, `${client.name}: ${what}.`, fix);
  }
  const settled = usable(url);
  if (settled === undefined) {
    throw new ClientIncompleteError(
      'missing-tenant',
      'tenant',
      `${client.name}: the tenant is missing. With the grant “${grantName[client.grant]}” Microsoft needs to know which organization is meant.`,
      tenantFix,
    );
  }
  return settled;
}

const credentialWords: Readonly<Record<CredentialKind, string>> = {
  none: 'no credential',
  secret: 'a client secret',
  certificate: 'a certificate',
  'service-account-key': 'a service account key',
};

const credentialFix: Readonly<Record<GrantType, string>> = {
  'authorization-code':
    'Choose no credential for an app registered as a desktop program, or the secret or certificate of a web app.',
  'device-code': 'Choose no credential; public client flows must be allowed in the app registration.',
  password: 'Choose no credential, or the secret or certificate of the app registration.',
  'client-credentials':
    'Add a client secret or a certificate. In the Entra admin center they are made on the page “Certificates & secrets” of the app registration.',
  'service-account':
    'Add the key file (JSON) of the service account. In the Google Cloud console it is made on the page “Keys” of the service account.',
};

function checkCredential(client: OAuthClient): void {
  if (credentialsOfGrant[client.grant].includes(client.credential)) return;
  throw new ClientIncompleteError(
    'credential-mismatch',
    'credential',
    `${client.name}: the grant “${grantName[client.grant]}” does not work with ${credentialWords[client.credential]}.`,
    credentialFix[client.grant],
  );
}

/** The last part of a scope: the permission, whatever the resource is called before it. */
function permissionOf(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1).toLowerCase();
}

function words(scope: string): readonly string[] {
  return scope.split(/\s+/).filter((word) => word !== '');
}

/**
 * The scopes of one protocol each, where the provider's tokens must be narrow. Never asks for more than the
 * client's own scope: a permission that the user left out has not been consented to.
 */
function protocolScopes(
  client: OAuthClient,
  preset: Preset,
  scope: string,
): Partial<Record<Protocol, string>> {
  const narrow = preset.protocolScopes[client.grant];
  if (narrow === undefined) return {};
  const permissions = new Map(
    protocols.map((protocol) => [protocol, permissionOf(words(narrow[protocol])[0] ?? '')] as const),
  );
  const mail = new Set(permissions.values());
  const result: Partial<Record<Protocol, string>> = {};
  for (const [protocol, permission] of permissions) {
    const all = words(scope);
    if (!all.some((word) => permissionOf(word) === permission)) continue;
    result[protocol] = all
      .filter((word) => permissionOf(word) === permission || !mail.has(permissionOf(word)))
      .join(' ');
  }
  return result;
}

/** The clients that sign somebody in, with what their presets fill in; one that is incomplete is left out. */
export function usedClients(settings: Settings): ResolvedClient[] {
  const used = new Set(
    settings.accounts.filter((account) => !account.paused).map((account) => account.clientId),
  );
  const resolved: ResolvedClient[] = [];
  for (const client of settings.clients) {
    if (!used.has(client.id)) continue;
    try {
      resolved.push(resolveClient(client));
    } catch (error) {
      // told where its accounts are shown
      if (!(error instanceof ClientIncompleteError)) throw error;
    }
  }
  return resolved;
}
