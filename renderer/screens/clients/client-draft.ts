import type { CommandInput, CommandOutput } from '#contract/commands.ts';
import { type Protocol, protocols, type ServerAddress, type Servers } from '#contract/endpoints.ts';
import type { ClientView } from '#contract/views.ts';

export type ClientDefaults = CommandOutput<'client-defaults'>;
type Credential = CommandInput<'client-add'>['credential'];
type Clear = NonNullable<CommandInput<'client-update'>['clear']>;

/** Where a certificate comes from; 'keep': the one that is kept stays. */
export type CertificateSource = 'keep' | 'new' | 'file' | 'pem';

/** The form as it is typed. A field that shows its default is undefined here: it follows the choices above it. */
export interface ClientDraft {
  readonly name: string | undefined;
  readonly provider: ClientView['provider'];
  readonly cloud: NonNullable<ClientView['cloud']>;
  readonly grant: ClientView['grant'];
  readonly tenant: string;
  readonly clientId: string;
  readonly credential: ClientView['credential'] | undefined;
  readonly secret: string;
  readonly secretExpires: string;
  readonly certificateSource: CertificateSource;
  readonly certificate: string;
  readonly privateKey: string;
  /** Base64. */
  readonly pfx: string;
  readonly passphrase: string;
  readonly serviceAccountKey: string;
  readonly redirectUri: string | undefined;
  readonly authorizationUrl: string | undefined;
  readonly tokenUrl: string | undefined;
  readonly deviceUrl: string | undefined;
  /** Of the authorization URL that was looked up. */
  readonly issuer: ClientView['issuer'];
  readonly scope: string | undefined;
  readonly servers: Readonly<Record<Protocol, string | undefined>>;
}

export const presetFields = ['authorizationUrl', 'tokenUrl', 'deviceUrl', 'scope'] as const;
export type PresetField = (typeof presetFields)[number];

/** An empty form; for a provider and a grant where these are known already. */
export function emptyDraft({
  provider = 'microsoft365',
  cloud = 'global',
  grant = 'authorization-code',
}: Partial<Pick<ClientDraft, 'provider' | 'cloud' | 'grant'>> = {}): ClientDraft {
  return {
    name: undefined,
    provider,
    cloud,
    grant,
    tenant: '',
    clientId: '',
    credential: undefined,
    secret: '',
    secretExpires: '',
    certificateSource: 'new',
    certificate: '',
    privateKey: '',
    pfx: '',
    passphrase: '',
    serviceAccountKey: '',
    redirectUri: undefined,
    authorizationUrl: undefined,
    tokenUrl: undefined,
    deviceUrl: undefined,
    issuer: undefined,
    scope: undefined,
    servers: { imap: undefined, pop: undefined, smtp: undefined },
  };
}

/** The form of a client that is there; what it keeps secret stays empty. */
export function draftOf(client: ClientView): ClientDraft {
  const { name, provider, cloud = 'global', grant, tenant = '', clientId, credential } = client;
  const { redirectUri, authorizationUrl, tokenUrl, deviceUrl, issuer, scope, servers } = client;
  const expires = credential === 'secret' ? (client.credentialExpires ?? '').slice(0, 10) : '';
  const textOf = (protocol: Protocol): string | undefined =>
    servers[protocol] === undefined ? undefined : serverText(servers[protocol]);
  return {
    ...emptyDraft({ provider, cloud, grant }),
    name,
    tenant,
    clientId,
    credential,
    secretExpires: expires,
    redirectUri,
    authorizationUrl,
    tokenUrl,
    deviceUrl,
    issuer,
    scope,
    certificateSource: credential === 'certificate' ? 'keep' : 'new',
    servers: { imap: textOf('imap'), pop: textOf('pop'), smtp: textOf('smtp') },
  };
}

/** The form of another client like this one: what is secret is not copied. */
export function copyOf(client: ClientView, name: string): ClientDraft {
  return { ...draftOf(client), name, secretExpires: '', certificateSource: 'new' };
}

/** What a preset field shows: what was typed, else the default. */
export function shownField(
  draft: ClientDraft,
  field: PresetField | 'redirectUri',
  defaults: ClientDefaults | undefined,
): string {
  return draft[field] ?? defaults?.[field] ?? '';
}

/** What a server's field shows. */
export function shownServer(
  draft: ClientDraft,
  protocol: Protocol,
  defaults: ClientDefaults | undefined,
): string {
  return draft.servers[protocol] ?? serverText(defaults?.servers[protocol]);
}

/** How the client proves itself: as chosen, where the grant takes that; else the grant's usual way. */
export function shownCredential(
  draft: ClientDraft,
  defaults: ClientDefaults | undefined,
): ClientView['credential'] {
  const offered = defaults?.credentials;
  if (draft.credential !== undefined && (offered === undefined || offered.includes(draft.credential)))
    return draft.credential;
  return offered?.[0] ?? 'none';
}

export function asksTenant(defaults: ClientDefaults | undefined): boolean {
  return defaults !== undefined && (defaults.tenantNeeded || defaults.tenant !== undefined);
}

/** A client as the core takes it. */
export interface ClientInput {
  readonly fields: Omit<CommandInput<'client-add'>, 'credential'>;
  /** Undefined: what is kept stays. */
  readonly credential: Credential | undefined;
  /** What goes back to its default. */
  readonly clear: Clear;
}

/** The draft as the core takes it, or the server that makes no sense. `usualName`: where none was typed. */
export function inputOf(
  draft: ClientDraft,
  defaults: ClientDefaults | undefined,
  { keepsCredential, usualName }: { readonly keepsCredential: boolean; readonly usualName: string },
): ClientInput | { readonly wrong: Protocol } {
  const { imap = '', pop = '', smtp = '' } = draft.servers;
  const read = serversOfTexts({ imap, pop, smtp });
  if ('wrong' in read) return read;
  const { name = usualName, provider, grant, clientId, cloud } = draft;
  const credential = shownCredential(draft, defaults);
  const texts = {
    tenant: asksTenant(defaults) ? draft.tenant : '',
    redirectUri: draft.redirectUri,
    authorizationUrl: draft.authorizationUrl,
    tokenUrl: draft.tokenUrl,
    deviceUrl: draft.deviceUrl,
    scope: draft.scope,
    // a certificate tells its own end
    ...(credential === 'secret' ? { credentialExpires: draft.secretExpires } : {}),
  };
  const clear: Clear = provider === 'microsoft365' ? [] : ['cloud'];
  const filled: Partial<Record<keyof typeof texts, string>> = {};
  for (const field of keysOf(texts)) {
    const text = texts[field]?.trim() ?? '';
    if (text === '') clear.push(field);
    else filled[field] = text;
  }
  return {
    fields: {
      name,
      provider,
      grant,
      clientId,
      servers: read.servers,
      ...(provider === 'microsoft365' ? { cloud } : {}),
      ...(draft.issuer === undefined ? {} : { issuer: draft.issuer }),
      ...filled,
    },
    credential: credentialOf(draft, credential, keepsCredential),
    clear,
  };
}

function keysOf<Tree extends object>(tree: Tree): (keyof Tree)[] {
  const keys: (keyof Tree)[] = [];
  for (const key in tree) if (Object.hasOwn(tree, key)) keys.push(key);
  return keys;
}

/** What proves the client; undefined where what is kept stays. */
function credentialOf(
  draft: ClientDraft,
  credential: ClientView['credential'],
  keeps: boolean,
): Credential | undefined {
  const { secret, serviceAccountKey } = draft;
  switch (credential) {
    case 'none':
      return { kind: 'none' };
    case 'secret':
      return secret === '' && keeps ? undefined : { kind: 'secret', secret: secret.trim() };
    case 'certificate':
      return certificateOf(draft);
    case 'service-account-key':
      return serviceAccountKey === '' && keeps
        ? undefined
        : { kind: 'service-account-key', json: serviceAccountKey };
    default:
      return credential satisfies never;
  }
}

function certificateOf(draft: ClientDraft): Credential | undefined {
  const { certificate, privateKey, pfx } = draft;
  const passphrase = draft.passphrase === '' ? {} : { passphrase: draft.passphrase };
  switch (draft.certificateSource) {
    case 'keep':
      return undefined;
    case 'new':
      return { kind: 'new-certificate' };
    case 'pem':
      return { kind: 'certificate', certificate, privateKey, ...passphrase };
    case 'file':
      return { kind: 'pfx', pfx, ...passphrase };
    default:
      return draft.certificateSource satisfies never;
  }
}

/** How a server stands in its field: 'host:port', with ':starttls' where its TLS begins so. */
export function serverText(server: ServerAddress | undefined): string {
  if (server === undefined) return '';
  const host = server.host.includes(':') ? `[${server.host}]` : server.host;
  return `${host}:${String(server.port)}${server.tls === 'starttls' ? ':starttls' : ''}`;
}

/** A field's text as a server: undefined where it is empty, 'wrong' where it makes no sense. */
function serverOfText(text: string): ServerAddress | undefined | 'wrong' {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const match = /^(?<host>\[[0-9a-f:.]+\]|[^\s:/]+):(?<port>\d{1,5})(?<tls>:starttls)?$/i.exec(trimmed);
  const { host = '', port = '', tls } = match?.groups ?? {};
  const number = Number(port);
  if (match === null || number < 1 || number > 65_535) return 'wrong';
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: number,
    tls: tls === undefined ? 'implicit' : 'starttls',
  };
}

export function isServerText(text: string): boolean {
  return serverOfText(text) !== 'wrong';
}

/** The servers of three fields; a field that is wrong is named instead. */
function serversOfTexts(
  texts: Readonly<Record<Protocol, string>>,
): { readonly servers: Servers } | { readonly wrong: Protocol } {
  const servers: Servers = {};
  for (const protocol of protocols) {
    const server = serverOfText(texts[protocol]);
    if (server === 'wrong') return { wrong: protocol };
    if (server !== undefined) servers[protocol] = server;
  }
  return { servers };
}
