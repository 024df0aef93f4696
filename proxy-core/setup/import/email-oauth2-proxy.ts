import { withoutByteOrderMark } from '#messages/plain-text.ts';
import { type Message, msg, verbatim } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import { freeName, isWholeDomain } from '#contract/account.ts';
import {
  protocolName,
  protocols,
  protocolSchema,
  serverAddressSchema,
  type Protocol,
  type ServerAddress,
  type Servers,
} from '#contract/endpoints.ts';
import { type Cloud, isInteractive, type GrantType } from '#contract/grants.ts';
import { endpointUrlSchema, type OAuthClient } from '#contract/oauth-client.ts';
import { allPresets, isMicrosoft, presetFor, type ProviderId } from '#contract/providers/presets.ts';
import type { Found, FoundAccountEntry, FoundClient, FoundCredential, LeftOut } from './import-plan.ts';
import { SetupError } from '../setup-error.ts';

const serverTitle = /^(?<kind>IMAP|POP|SMTP)-(?<port>\d{1,5})$/i;
/** What stands in the sample that the proxy comes with. */
const placeholders = /^\*{3} .* \*{3}$/;

/**
 * Reads the configuration of Email OAuth 2.0 Proxy: [IMAP-1993] and the like name servers, sections titled with an
 * address or @domain are accounts. Its tokens, and secrets once they are encrypted, are locked with the password of
 * the mail program and cannot be taken over.
 * @param files - the contents of files that the text names (certificates, keys), by their names in it
 * @throws SetupError - unreadable
 */
export function readEmailOauth2Proxy(text: string, files: Readonly<Record<string, string>>): Found {
  const sections = readIni(text);
  const reading = new Reading(files);
  const servers = sections.flatMap((section) => reading.server(section));
  for (const section of sections) {
    if (section.name.includes('@')) reading.account(section, servers);
  }
  const settings = sections.find(({ name }) => name.toLowerCase() === 'emailproxy');
  if (settings?.entries.get('use_login_password_as_client_credentials_secret')?.toLowerCase() === 'true') {
    reading.leave(
      verbatim('use_login_password_as_client_credentials_secret'),
      msg('setup.mailwicketKeepsClientSecretItself'),
    );
  }
  return reading.found();
}

const grants: Readonly<Record<string, GrantType>> = {
  authorization_code: 'authorization-code',
  client_credentials: 'client-credentials',
  password: 'password',
  device: 'device-code',
  service_account: 'service-account',
};

/** One pass over the sections. */
class Reading {
  readonly #files: Readonly<Record<string, string>>;
  readonly #clients = new Map<string, FoundClient>();
  readonly #accounts: FoundAccountEntry[] = [];
  readonly #notTaken: LeftOut[] = [];
  readonly #missing = new Set<string>();

  constructor(files: Readonly<Record<string, string>>) {
    this.#files = files;
  }

  found(): Found {
    return {
      clients: [...this.#clients.values()],
      accounts: this.#accounts,
      notTaken: this.#notTaken,
      files: [...this.#missing],
    };
  }

  leave(what: Message, why: Message): void {
    this.#notTaken.push({ what, why });
  }

  server({ name, entries }: IniSection): FoundServer[] {
    const title = serverTitle.exec(name)?.groups;
    if (title === undefined) return [];
    const protocol = protocolSchema.parse(title['kind']?.toLowerCase());
    const local = title['port'] ?? '';
    this.leave(
      msg('setup.port2', { port: local, protocol: protocolName[protocol] }),
      msg('setup.portOfItsOwn', {
        protocol: protocolName[protocol],
        command: `mailwicket serve --${protocol} ${local}`,
      }),
    );
    if (entries.has('local_certificate_path')) {
      this.leave(msg('setup.localCertificate', { name }), msg('setup.mailwicketMakesOwnWhenTls'));
    }
    const starttls = /^(?:true|yes|on|1)$/i.test(
      entries.get('server_starttls') ?? entries.get('starttls') ?? '',
    );
    const address = serverAddressSchema.safeParse({
      host: entries.get('server_address'),
      port: Number(entries.get('server_port')),
      tls: starttls ? 'starttls' : 'implicit',
    });
    return address.success ? [{ protocol, ...address.data }] : [];
  }

  account({ name, entries }: IniSection, servers: readonly FoundServer[]): void {
    const address = name.startsWith('@') ? `*${name}` : name;
    const value = (key: string): string | undefined => entries.get(key)?.trim() || undefined;
    const flow = value('oauth2_flow') ?? 'authorization_code';
    const grant = Object.hasOwn(grants, flow) ? grants[flow] : undefined;
    const clientId = value('client_id');
    const tokenUrl = value('token_url');
    if (grant === undefined) return this.leave(verbatim(address), msg('setup.flowNotKnown', { flow }));
    const serviceAccount = grant === 'service-account';
    if (!serviceAccount && (clientId === undefined || placeholders.test(clientId))) {
      return this.leave(verbatim(address), msg('setup.noClientIdNeverSet'));
    }
    const authorizationUrl = grant === 'authorization-code' ? value('permission_url') : undefined;
    for (const url of [tokenUrl, authorizationUrl]) {
      if (url !== undefined && !endpointUrlSchema.safeParse(url).success) {
        return this.leave(verbatim(address), msg('setup.oneUrlsNeitherHttpsNor'));
      }
    }
    const known = serviceAccount ? { provider: 'google' as const } : providerOfTokenUrl(tokenUrl ?? '');
    const credential = this.#credential(address, grant, entries);
    const preset = presetFor(known);
    const scope = value('oauth2_scope')?.split(/\s+/).join(' ');
    const redirectUri = grant === 'authorization-code' ? value('redirect_uri') : undefined;
    const fields: Omit<FoundClient['fields'], 'name'> = {
      ...known,
      grant,
      clientId: serviceAccount ? serviceAccountName(credential, address) : (clientId ?? ''),
      ...(serviceAccount ? {} : differingUrls(known, { authorizationUrl, tokenUrl })),
      scope: scope === preset.scopes[grant] ? undefined : scope,
      redirectUri,
      servers: serversFor(known, servers),
    };
    const client = this.#client(
      fields,
      credential,
      typeof preset.name === 'string' ? preset.name : inEnglish(preset.name),
    );
    if (value('refresh_token') !== undefined || value('access_token') !== undefined) {
      this.leave(msg('setup.tokens', { address }), msg('setup.theyEncryptedPasswordMailProgram'));
    }
    this.#accounts.push({ address, client, passwordMode: passwordModeOf(address, grant) });
  }

  /** Accounts with the same settings share a client. */
  #client(
    fields: Omit<FoundClient['fields'], 'name'>,
    credential: FoundCredential,
    provider: string,
  ): string {
    const key = JSON.stringify([fields, credential]);
    const present = this.#clients.get(key);
    if (present !== undefined) return present.fields.name;
    const taken = [...this.#clients.values()].map(({ fields: { name } }) => name);
    const name = freeName(`${provider} (imported)`, taken);
    this.#clients.set(key, { fields: { ...fields, name }, credential });
    return name;
  }

  #credential(address: string, grant: GrantType, entries: IniSection['entries']): FoundCredential {
    const value = (key: string): string | undefined => entries.get(key)?.trim() || undefined;
    const secret = value('client_secret');
    if (grant === 'service-account') {
      if (secret === undefined) return { kind: 'none' };
      if (secret.startsWith('{')) return { kind: 'service-account-key', json: secret };
      const json = this.#file(secret);
      if (json !== undefined) return { kind: 'service-account-key', json };
      this.leave(msg('setup.serviceAccountKey', { address }), msg('setup.fileCouldNotRead'));
      return { kind: 'none' };
    }
    const certificatePath = value('jwt_certificate_path');
    const keyPath = value('jwt_key_path');
    if (certificatePath !== undefined && keyPath !== undefined) {
      const certificate = this.#file(certificatePath);
      const privateKey = this.#file(keyPath);
      if (certificate === undefined || privateKey === undefined) {
        this.leave(msg('setup.certificate', { address }), msg('setup.filesCouldNotRead'));
        return { kind: 'none' };
      }
      return { kind: 'certificate', certificate, privateKey, passphrase: value('jwt_key_passphrase') };
    }
    if (value('client_secret_encrypted') !== undefined) {
      this.leave(msg('setup.clientSecret2', { address }), msg('setup.encryptedPasswordMailProgramEnter'));
    }
    return secret === undefined || placeholders.test(secret) ? { kind: 'none' } : { kind: 'secret', secret };
  }

  #file(name: string): string | undefined {
    if (Object.hasOwn(this.#files, name)) return this.#files[name];
    this.#missing.add(name);
    return undefined;
  }
}

/** What a token URL tells of its provider. */
interface KnownProvider {
  readonly provider: ProviderId;
  readonly cloud?: Cloud | undefined;
  readonly tenant?: string | undefined;
}

/** Whose token URL this is; 'custom' where nobody's that is known. */
function providerOfTokenUrl(tokenUrl: string): KnownProvider {
  if (!URL.canParse(tokenUrl)) return { provider: 'custom' };
  const { hostname, pathname } = new URL(tokenUrl);
  const preset = allPresets.find(({ endpoints }) => {
    const url = endpoints.tokenUrl;
    return url !== undefined && URL.canParse(url) && new URL(url).hostname === hostname;
  });
  if (preset !== undefined && isMicrosoft(preset.provider)) {
    const tenant = decodeURIComponent(pathname.split('/')[1] ?? '') || undefined;
    const { cloud } = preset;
    if (cloud === 'global' && tenant === 'consumers') return { provider: 'outlook', tenant };
    return { provider: 'microsoft365', cloud: cloud === 'global' ? undefined : cloud, tenant };
  }
  // an older name of the same endpoint
  if (preset === undefined && hostname === 'accounts.google.com') return { provider: 'google' };
  return { provider: preset?.provider ?? 'custom' };
}

/** The endpoints that are not the preset's own, to be kept with the client. */
function differingUrls(
  known: KnownProvider,
  urls: { readonly authorizationUrl: string | undefined; readonly tokenUrl: string | undefined },
): Partial<Pick<OAuthClient, 'authorizationUrl' | 'tokenUrl'>> {
  const { endpoints } = presetFor(known);
  const own = (url: string | undefined): string | undefined =>
    known.tenant === undefined ? url : url?.replace('{tenant}', encodeURIComponent(known.tenant));
  const { authorizationUrl, tokenUrl } = urls;
  return {
    authorizationUrl: authorizationUrl === own(endpoints.authorizationUrl) ? undefined : authorizationUrl,
    tokenUrl: tokenUrl === own(endpoints.tokenUrl) ? undefined : tokenUrl,
  };
}

/** A server section of another proxy. */
type FoundServer = ServerAddress & { readonly protocol: Protocol };

function isKnownHost(host: string): boolean {
  return allPresets.some(({ servers }) =>
    protocols.some((protocol) => servers[protocol]?.host === host.toLowerCase()),
  );
}

/**
 * The servers that a client needs beyond its preset: where a file has one server of a protocol that is nobody's
 * known one, it is meant.
 */
function serversFor(known: KnownProvider, servers: readonly FoundServer[]): Servers {
  const own = presetFor(known).servers;
  return Object.fromEntries(
    protocols.flatMap((protocol) => {
      const candidates = servers.filter((server) => server.protocol === protocol);
      if (candidates.some(({ host }) => host.toLowerCase() === own[protocol]?.host)) return [];
      const [only, ...others] = candidates.filter(({ host }) => !isKnownHost(host));
      if (only === undefined || others.length > 0) return [];
      return [[protocol, { host: only.host, port: only.port, tls: only.tls }]];
    }),
  );
}

/** The first password that a mail program sends has been the key there: it stays good here. */
function passwordModeOf(address: string, grant: GrantType): FoundAccountEntry['passwordMode'] {
  if (grant === 'password') return 'pass-on';
  // nobody signs in, or anybody could be the first: whoever comes first must not be the one to choose the password
  return isWholeDomain(address) || !isInteractive(grant) ? 'own' : 'adopt-first';
}

/** The key file says what the service account is called. */
function serviceAccountName(credential: FoundCredential, fallback: string): string {
  if (credential.kind !== 'service-account-key') return fallback;
  return /"client_email"\s*:\s*"([^"\\]{1,400})"/.exec(credential.json)?.[1] ?? fallback;
}

/** A section and its entries, in their order; the names of entries in lower case. */
interface IniSection {
  readonly name: string;
  readonly entries: ReadonlyMap<string, string>;
}

/**
 * Reads an INI file as Python's configparser does without interpolation: `name = value` or `name: value`, comments
 * at the beginning of a line only, and lines that are indented deeper than a name's go on with its value. Later
 * entries of one name count.
 * @throws SetupError - unreadable: naming the line
 */
export function readIni(text: string): IniSection[] {
  const sections = new Map<string, Map<string, string>>();
  let entries: Map<string, string> | undefined;
  let name: string | undefined;
  let indent = 0;
  for (const [index, line] of withoutByteOrderMark(text)
    .split(/\r\n|\r|\n/)
    .entries()) {
    const content = line.trim();
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue;
    const depth = line.length - line.trimStart().length;
    if (entries !== undefined && name !== undefined && depth > indent) {
      entries.set(name, `${entries.get(name) ?? ''}\n${content}`);
      continue;
    }
    indent = depth;
    const section = /^\[(?<title>.+)\]/.exec(content)?.groups?.['title'];
    if (section !== undefined) {
      entries = sections.get(section) ?? new Map<string, string>();
      sections.set(section, entries);
      name = undefined;
      continue;
    }
    const entry = /^(?<key>[^=:]+?)\s*[=:]\s*(?<value>.*)$/.exec(content)?.groups;
    if (entries === undefined || entry === undefined) throw unreadable(index + 1);
    name = (entry['key'] ?? '').toLowerCase();
    entries.set(name, entry['value'] ?? '');
  }
  return [...sections].map(([title, read]) => ({ name: title, entries: read }));
}

function unreadable(line: number): SetupError {
  return new SetupError(
    'unreadable',
    msg('setup.lineNeitherSectionNorName', { line: String(line) }),
    msg('setup.checkRightFileCorrectLine'),
  );
}
