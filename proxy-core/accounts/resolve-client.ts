import { type Message, msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { protocols, type Protocol } from '#contract/endpoints.ts';
import type { CredentialKind, GrantType } from '#contract/grants.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import type { Settings } from '#contract/settings.ts';
import { type TokenUse, submissionApis } from '#contract/submission.ts';
import { withTenant } from '#contract/client-defaults.ts';
import { effectiveTenant, type InvalidClient, validateClient } from './client-form.ts';
import { sendsBy, submissionLimits, submissionScope, submissionUrl } from './submission.ts';
import type { Preset } from '#contract/providers/preset.ts';
import { credentialsOfGrant, grantName, presetFor } from '#contract/providers/presets.ts';

export type ClientIncompleteCode =
  | 'missing-authorization-url'
  | 'missing-token-url'
  | 'missing-device-url'
  | 'missing-tenant'
  | 'malformed-tenant'
  | 'credential-mismatch'
  | InvalidClient['code'];

/** An OAuth client lacks something, or its parts do not go together. Its fix says what to enter, and where to find it. */
export class ClientIncompleteError extends CodedError<ClientIncompleteCode> {}

const tenantFix = msg('accounts.enterDirectoryTenantIdDomain');

/** An OAuth client with every endpoint and scope settled: what the user left out comes from the preset. */
export interface ResolvedClient extends OAuthClient {
  readonly authorizationUrl: string | undefined;
  readonly tokenUrl: string;
  readonly deviceUrl: string | undefined;
  readonly scope: string;
  /**
   * The scopes of tokens that are not the client's whole scope: per protocol where the provider's tokens must be narrow
   * (Exchange's POP: 4,096 characters), and of an API through which mail is sent.
   */
  readonly ownScopes: Partial<Record<TokenUse, string>>;
  readonly redirectUri: string;
  /** Further parameters for the authorization request (Google: access_type=offline, prompt=consent). */
  readonly authorizationParameters: Readonly<Record<string, string>>;
  /** The name that the provider gives itself, where it is known (RFC 9207); `{tenantid}` stands for any tenant's id. */
  readonly knownIssuer?: { readonly name: string; readonly inAnswers: boolean } | undefined;
}

/** By the settings' own objects, which never change in place: each login asks several times. */
const resolved = new WeakMap<OAuthClient, ResolvedClient>();

/**
 * Settles every endpoint, scope and server of a client: what the user entered goes before the provider's preset.
 * @throws ClientIncompleteError - naming the field, and where its value is found
 */
export function resolveClient(client: OAuthClient): ResolvedClient {
  const known = resolved.get(client);
  if (known !== undefined) return known;
  const made = resolve(client);
  resolved.set(client, made);
  return made;
}

function resolve(client: OAuthClient): ResolvedClient {
  const preset = presetFor(client);
  const impossible = validateClient(client);
  if (impossible !== undefined) {
    const { code, message, fix } = impossible;
    const text = msg('common.at', { place: client.name, text: message });
    throw new ClientIncompleteError(code, text, fix);
  }
  checkCredential(client);
  const urls = endpointsOf(client, preset);
  const scope = client.scope ?? preset.scopes[client.grant] ?? '';
  return {
    ...client,
    ...urls,
    scope,
    ownScopes: { ...protocolScopes(client, preset, scope), ...submissionScopes(client, scope) },
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
      msg('accounts.tenantNeitherIdNorDomain', { name: client.name }),
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
  authorizationUrl: [
    'missing-authorization-url',
    msg('accounts.authorizationUrlMissingPagePerson'),
    msg('accounts.enterDeviceUrl', { endpoint: 'authorization endpoint' }),
  ],
  tokenUrl: [
    'missing-token-url',
    msg('accounts.tokenUrlMissingWhereTokens'),
    msg('accounts.enterDeviceUrl', { endpoint: 'token endpoint' }),
  ],
  deviceUrl: [
    'missing-device-url',
    msg('accounts.deviceAuthorizationUrlMissingWhere'),
    msg('accounts.enterDeviceUrl', { endpoint: 'device authorization endpoint' }),
  ],
} as const;

function required(client: OAuthClient, field: keyof typeof missing, url: string | undefined): string {
  const { name, grant } = client;
  if (url === undefined || url === '') {
    const [code, what, fix] = missing[field];
    const text = msg('accounts.urlMissing', { what: msg('common.at', { place: name, text: what }) });
    throw new ClientIncompleteError(code, text, fix);
  }
  const settled = usable(url);
  if (settled !== undefined) return settled;
  const text = msg('accounts.tenantMissingGrantMicrosoftNeeds', { name, grant: grantName[grant] });
  throw new ClientIncompleteError('missing-tenant', text, tenantFix);
}

const credentialWords: Readonly<Record<CredentialKind, Message>> = {
  none: msg('accounts.noCredential'),
  secret: msg('accounts.clientSecret2'),
  certificate: msg('accounts.certificate'),
  'service-account-key': msg('accounts.serviceAccountKey'),
};

const credentialFix: Readonly<Record<GrantType, Message>> = {
  'authorization-code': msg('accounts.chooseNoCredentialAppRegistered'),
  'device-code': msg('accounts.chooseNoCredentialPublicClient'),
  password: msg('accounts.chooseNoCredentialSecretCertificate'),
  'client-credentials': msg('accounts.addClientSecretCertificateEntra'),
  'service-account': msg('accounts.addKeyFileJsonService'),
};

function checkCredential({ name, grant, credential }: OAuthClient): void {
  if (credentialsOfGrant[grant].includes(credential)) return;
  const named = { name, grant: grantName[grant], credential: credentialWords[credential] };
  const text = msg('accounts.grantDoesNotWork', named);
  throw new ClientIncompleteError('credential-mismatch', text, credentialFix[grant]);
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

/** The scopes of the APIs that the client can send through, where they are not its own. */
function submissionScopes(client: OAuthClient, scope: string): Partial<Record<TokenUse, string>> {
  const result: Partial<Record<TokenUse, string>> = {};
  for (const api of submissionApis) {
    const url = submissionUrl(client, api);
    const own = url === undefined ? undefined : submissionScope(api, { url, grant: client.grant, scope });
    if (own !== undefined) result[api] = own;
  }
  return result;
}

/** How the accounts in use send. */
export interface Senders {
  /** The clients whose SMTP servers are used, with what their presets fill in; one that is incomplete is left out. */
  readonly bySmtp: readonly ResolvedClient[];
  /** The longest message of each API that is used. */
  readonly apiSizes: readonly number[];
}

/** How the accounts that are not paused send. */
export function sendersOf(settings: Settings): Senders {
  const bySmtp = new Map<string, ResolvedClient>();
  const apiSizes: number[] = [];
  for (const account of settings.accounts) {
    const client = settings.clients.find(({ id }) => id === account.clientId);
    if (account.paused || client === undefined) continue;
    const by = sendsBy(account, client);
    try {
      if (by === 'smtp') bySmtp.set(client.id, resolveClient(client));
      else apiSizes.push(submissionLimits(client, by).size);
    } catch (error) {
      // told where its accounts are shown
      if (!(error instanceof ClientIncompleteError)) throw error;
    }
  }
  return { bySmtp: [...bySmtp.values()], apiSizes };
}
