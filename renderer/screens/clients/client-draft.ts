import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import type { ClientDefaults } from '#contract/client-defaults.ts';
import type { CommandInput } from '#contract/commands.ts';
import { protocols, type ServerAddress, type Servers } from '#contract/endpoints.ts';
import type { ClientView } from '#contract/views.ts';

type Credential = CommandInput<'client-add'>['credential'];

/** Where a certificate comes from; 'keep': the one that is kept stays. */
export type CertificateSource = 'keep' | 'new' | 'file' | 'pem';

export const urlFields = ['authorizationUrl', 'tokenUrl', 'deviceUrl'] as const;
export const presetFields = [...urlFields, 'scope'] as const;
/** What a client need not have of itself: a preset fills it in, or nothing does. */
const clearableFields = ['tenant', 'redirectUri', ...presetFields] as const;
const textFields = [
  'name',
  'clientId',
  'secret',
  'secretExpires',
  'certificate',
  'privateKey',
  'pfx',
  'passphrase',
  'serviceAccountKey',
  ...clearableFields,
  ...protocols,
] as const;
/** A field whose value is a text; files count as texts (PFX: base64). */
export type DraftText = (typeof textFields)[number];

/** The form as it is typed. */
export interface ClientDraft {
  readonly provider: ClientView['provider'];
  readonly cloud: NonNullable<ClientView['cloud']>;
  readonly grant: ClientView['grant'];
  readonly credential: ClientView['credential'] | undefined;
  readonly certificateSource: CertificateSource;
  /** Of the authorization URL that was looked up. */
  readonly issuer: ClientView['issuer'];
  /** A field that is not here shows its usual text: it follows the choices above it. */
  readonly texts: { readonly [Field in DraftText]?: string | undefined };
}

/** An empty form; for a provider and a grant where these are known already. */
export function emptyDraft({
  provider = 'microsoft365',
  cloud = 'global',
  grant = 'authorization-code',
}: { readonly [Choice in 'provider' | 'cloud' | 'grant']?: ClientDraft[Choice] | undefined }): ClientDraft {
  const certificateSource = 'new';
  return { provider, cloud, grant, credential: undefined, certificateSource, issuer: undefined, texts: {} };
}

/** The form of a client that is there; what it keeps secret stays empty. */
export function draftOf(client: ClientView): ClientDraft {
  const { name, clientId, tenant, redirectUri, authorizationUrl, tokenUrl, deviceUrl, scope } = client;
  const { credential, credentialExpires, issuer, servers } = client;
  const typed: Record<string, string> = {};
  for (const protocol of protocols)
    if (servers[protocol] !== undefined) typed[protocol] = serverText(servers[protocol]);
  return {
    ...emptyDraft(client),
    credential,
    certificateSource: credential === 'certificate' ? 'keep' : 'new',
    issuer,
    texts: {
      name,
      clientId,
      tenant,
      redirectUri,
      authorizationUrl,
      tokenUrl,
      deviceUrl,
      scope,
      ...typed,
      secretExpires: credential === 'secret' ? credentialExpires?.slice(0, 10) : undefined,
    },
  };
}

/** The form of another client like this one: what is secret is not copied. */
export function copyOf(client: ClientView, name: string): ClientDraft {
  const draft = draftOf(client);
  return { ...draft, certificateSource: 'new', texts: { ...draft.texts, name, secretExpires: undefined } };
}

/** A draft, and what its fields are judged by. */
export interface Entered {
  readonly draft: ClientDraft;
  /** What the preset fills in. */
  readonly defaults: ClientDefaults;
  /** What the client is called where no name is typed. */
  readonly usualName: string;
  /** What proves the client that is there already: it stays where nothing is entered. */
  readonly kept: ClientView['credential'] | undefined;
}

/** What a field shows where nothing is typed. */
export function usualText({ defaults, usualName }: Entered, field: DraftText): string {
  if (field === 'name') return usualName;
  if (isServer(field)) return serverText(defaults.servers[field]);
  return field === 'redirectUri' || isPreset(field) ? (defaults[field] ?? '') : '';
}

export function shownText(entered: Entered, field: DraftText): string {
  return entered.draft.texts[field] ?? usualText(entered, field);
}

function isServer(field: DraftText): field is (typeof protocols)[number] {
  return protocols.some((one) => one === field);
}

function isPreset(field: DraftText): field is (typeof presetFields)[number] {
  return presetFields.some((one) => one === field);
}

/** How the client proves itself: as chosen, where the grant takes that; else the grant's usual way. */
export function shownCredential({ draft, defaults }: Entered): ClientView['credential'] {
  const { credential } = draft;
  const offered = defaults.credentials;
  return credential !== undefined && offered.includes(credential) ? credential : (offered[0] ?? 'none');
}

/** Whether what proves the client may stay as it is. */
export function keepsCredential(entered: Entered): boolean {
  return shownCredential(entered) === entered.kept;
}

export function asksTenant({ defaults }: Entered): boolean {
  return defaults.tenantNeeded || defaults.tenant !== undefined;
}

function hasCertificateFrom(source: CertificateSource): (entered: Entered) => boolean {
  return (entered) =>
    shownCredential(entered) === 'certificate' && entered.draft.certificateSource === source;
}

function isNew(credential: ClientView['credential']): (entered: Entered) => boolean {
  return (entered) => shownCredential(entered) === credential && !keepsCredential(entered);
}

/** When a field must be filled in; one that is not here need not be. */
const needed: Readonly<Partial<Record<DraftText, (entered: Entered) => boolean>>> = {
  name: () => true,
  clientId: () => true,
  tenant: ({ defaults }) => defaults.tenantNeeded,
  secret: isNew('secret'),
  serviceAccountKey: isNew('service-account-key'),
  pfx: hasCertificateFrom('file'),
  certificate: hasCertificateFrom('pem'),
  privateKey: hasCertificateFrom('pem'),
  authorizationUrl: ({ draft }) => draft.grant === 'authorization-code',
  tokenUrl: () => true,
  deviceUrl: ({ draft }) => draft.grant === 'device-code',
};

export function isNeeded(entered: Entered, field: DraftText): boolean {
  return needed[field]?.(entered) === true;
}

/** What is wrong with a field, as the code of a text. */
export function faultOf(entered: Entered, field: DraftText): 'missing' | 'serverWrong' | undefined {
  const text = shownText(entered, field).trim();
  if (isServer(field)) return serverOf(text) === 'wrong' ? 'serverWrong' : undefined;
  return text === '' && isNeeded(entered, field) ? 'missing' : undefined;
}

/** The fields with which the client cannot be saved. */
export function faultyFields(entered: Entered): readonly DraftText[] {
  return textFields.filter((field) => faultOf(entered, field) !== undefined);
}

/** A client as the core takes it. */
export interface ClientInput {
  readonly fields: Omit<CommandInput<'client-add'>, 'credential'>;
  /** Undefined: what is kept stays. */
  readonly credential: Credential | undefined;
  /** What goes back to its default. */
  readonly clear: NonNullable<CommandInput<'client-update'>['clear']>;
}

/** A draft without a faulty field, as the core takes it. */
export function inputOf(entered: Entered): ClientInput {
  const { provider, grant, cloud, issuer, texts } = entered.draft;
  const isMicrosoft = provider === 'microsoft365';
  const servers: Servers = {};
  for (const protocol of protocols) {
    const server = serverOf(texts[protocol] ?? '');
    if (server !== undefined && server !== 'wrong') servers[protocol] = server;
  }
  const clear: ClientInput['clear'] = isMicrosoft ? [] : ['cloud'];
  const { secretExpires: credentialExpires, tenant } = texts;
  const typed = { ...texts, credentialExpires, tenant: asksTenant(entered) ? tenant : '' };
  const filled: { [Field in (typeof clearableFields)[number] | 'credentialExpires']?: string } = {};
  // a certificate tells its own end
  const end = shownCredential(entered) === 'secret' ? (['credentialExpires'] as const) : [];
  for (const field of [...clearableFields, ...end]) {
    const text = typed[field]?.trim() ?? '';
    if (text === '') clear.push(field);
    else filled[field] = text;
  }
  return {
    fields: {
      name: shownText(entered, 'name'),
      provider,
      grant,
      clientId: shownText(entered, 'clientId'),
      servers,
      ...(isMicrosoft ? { cloud } : {}),
      ...(issuer === undefined ? {} : { issuer }),
      ...filled,
    },
    credential: credentialInput(entered),
    clear,
  };
}

/** What proves the client; undefined where what is kept stays. */
function credentialInput(entered: Entered): Credential | undefined {
  const { certificateSource, texts } = entered.draft;
  const { secret = '', serviceAccountKey: json = '', certificate = '', privateKey = '', pfx = '' } = texts;
  const passphrase = texts.passphrase === undefined ? {} : { passphrase: texts.passphrase };
  const credential = shownCredential(entered);
  const keeps = keepsCredential(entered);
  switch (credential) {
    case 'none':
      return { kind: 'none' };
    case 'secret':
      return secret === '' && keeps ? undefined : { kind: 'secret', secret: secret.trim() };
    case 'service-account-key':
      return json === '' && keeps ? undefined : { kind: 'service-account-key', json };
    case 'certificate':
      return {
        keep: undefined,
        new: { kind: 'new-certificate' as const },
        pem: { kind: 'certificate' as const, certificate, privateKey, ...passphrase },
        file: { kind: 'pfx' as const, pfx, ...passphrase },
      }[certificateSource];
    default:
      return credential satisfies never;
  }
}

/** How a server stands in its field: 'host:port', with ':starttls' where its TLS begins so. */
export function serverText(server: ServerAddress | undefined): string {
  if (server === undefined) return '';
  const host = server.host.includes(':') ? `[${server.host}]` : server.host;
  return `${host}:${String(server.port)}${server.tls === 'starttls' ? ':starttls' : ''}`;
}

/** A field's text as a server: undefined where it is empty, 'wrong' where it makes no sense. */
function serverOf(text: string): ServerAddress | undefined | 'wrong' {
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

/**
 * What was typed and not saved yet, by the form that it stands in: a notification, or the state at the foot of the
 * list, leads elsewhere, and one comes back. In memory only, as secrets are among it: gone when the page is.
 */
const drafts = new Map<string, ClientDraft>();

/** A form's draft, which is there again when the form is come back to. */
export function useKeptDraft(
  form: string,
  initial: ClientDraft,
): [ClientDraft, Dispatch<SetStateAction<ClientDraft>>] {
  const [first] = useState(() => drafts.get(form) ?? initial);
  const [draft, setDraft] = useState(first);
  useEffect(() => {
    if (draft !== first) drafts.set(form, draft);
  }, [form, draft, first]);
  return [draft, setDraft];
}

export function isDraftKept(form: string): boolean {
  return drafts.has(form);
}

/** It is saved, or not wanted any more. */
export function forgetDraft(form: string): void {
  drafts.delete(form);
}
