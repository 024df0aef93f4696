import type { Message } from '#messages/message.ts';
import type { en } from '#messages/en.ts';
import type { Protocol, ServerAddress, Servers } from '../endpoints.ts';
import type { Audience, Cloud, GrantType } from '../grants.ts';
import type { SubmissionApi } from '../submission.ts';

/** Where a provider answers. `{tenant}` stands for Microsoft's tenant. */
export interface Endpoints {
  readonly authorizationUrl?: string;
  readonly tokenUrl?: string;
  readonly deviceUrl?: string;
  readonly adminConsentUrl?: string;
}

/** What a provider does differently from the standards, and its limits, as far as something depends on it. */
export interface Quirks {
  /** Concurrent SMTP connections per mailbox before the provider refuses. */
  readonly smtpConnections?: number;
  /** Sign-in pages refuse windows of an application: only the system's browser will do. */
  readonly embeddedBrowserRefused?: boolean;
  /** A desktop client has a "secret" too, and must send it beside PKCE. */
  readonly secretForDesktopClients?: boolean;
  /** It puts a copy of what is sent into the Sent folder itself: a program's own copy would be the second. */
  readonly keepsSentCopies?: boolean;
  /** The provider gives OAuth clients for mail to nobody new. */
  readonly closedToNewClients?: boolean;
  /** The password grant works on this older endpoint only, which takes `resource` in place of `scope`. */
  readonly passwordTokenUrl?: string;
}

/** The fields of a client's form that a step of a guide can tell about. */
export type GuideField =
  | 'tenant'
  | 'clientId'
  | 'secret'
  | 'secretExpires'
  | 'certificate'
  | 'serviceAccountKey'
  | 'redirectUri'
  | 'urls';

type Paths<Tree, Prefix extends string> = Tree extends string
  ? Prefix
  : { [Key in keyof Tree & string]: Paths<Tree[Key], `${Prefix}.${Key}`> }[keyof Tree & string];
/** The key of a string of the guides. */
type GuideText = Paths<Omit<(typeof en.screens)['guide'], 'portal' | 'back' | 'page' | 'progress'>, 'guide'>;

export interface GuideStep {
  readonly text: GuideText;
  readonly field?: GuideField;
  /** The very page of the portal, from the portal's address; `{clientId}` stands for the client's id. */
  readonly page?: string;
}

export interface GuidePart {
  readonly title: GuideText;
  readonly steps: readonly GuideStep[];
}

/**
 * The page of the portal that a step is about; undefined where it has none, or where the client's id is not known yet.
 * @param clientId - as it stands in the form
 */
export function guidePage(
  { portal }: Pick<Preset, 'portal'>,
  { page }: GuideStep,
  clientId: string,
): string | undefined {
  if (portal === undefined || page === undefined) return undefined;
  if (page.includes('{clientId}') && !isGuid(clientId)) return undefined;
  return new URL(page.replace('{clientId}', clientId.trim()), portal.url).href;
}

/** An id as Microsoft writes it. */
export function isGuid(text: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text.trim());
}

/** A password that the provider makes for a mail program: where it has them, nothing else is needed. */
export interface AppPassword {
  /** Where it is made. */
  readonly url: string;
  /** What has to be so before, and what it is called there: full sentences. */
  readonly note: Message;
}

/** How a client is registered with most. */
export const usualGuide: GuidePart = {
  title: 'guide.other.register.title',
  steps: [
    { text: 'guide.other.register.open' },
    { text: 'guide.other.register.redirectUri', field: 'redirectUri' },
    { text: 'guide.other.register.clientId', field: 'clientId' },
    { text: 'guide.other.register.secret', field: 'secret' },
    { text: 'guide.other.register.secretExpires', field: 'secretExpires' },
    { text: 'guide.other.register.urls', field: 'urls' },
  ],
};

/** What most providers have in common: people sign in by the browser, and there is one way to register a client. */
export const usualPreset = {
  grants: ['authorization-code'],
  protocolScopes: {},
  redirectUri: 'http://localhost',
  authorizationParameters: {},
  quirks: {},
  guide: () => [usualGuide],
} as const satisfies Partial<Preset>;

/** One name under many top-level domains. */
export function underEndings(name: string, endings: string): readonly string[] {
  return endings.split(' ').map((ending) => `${name}.${ending}`);
}

/** Facts that were collected without noting where each was read. */
export const notRecorded = 'the collected provider facts; where it was read is not recorded';
/** Facts that nobody has looked up yet. */
export const fromMemory = 'from memory, not verified';

export interface Source {
  readonly fact: string;
  readonly from: string;
}

/** All that is known of a provider: what a user leaves out of an OAuth client comes from here. */
export interface Preset {
  /** Microsoft's national clouds, where each has facts of its own; these are the global one's. */
  readonly clouds?: Readonly<Record<Cloud, Preset>>;
  /** How people call it. */
  readonly name: string | Message;
  /** The grants that it can serve; the first is the usual one. */
  readonly grants: readonly GrantType[];
  readonly endpoints: Endpoints;
  /** What it calls itself in the answers of its sign-in page (RFC 9207); `{tenantid}` stands for any tenant's id. */
  readonly issuer?: string;
  /** Scopes separated by spaces. */
  readonly scopes: Readonly<Partial<Record<GrantType, string>>>;
  /** Narrower scopes for one protocol, where tokens must be narrow. */
  readonly protocolScopes: Readonly<Partial<Record<GrantType, Readonly<Record<Protocol, string>>>>>;
  readonly servers: Servers;
  /** The API through which mail can be sent in the place of SMTP, and where its version begins. */
  readonly submission?: { readonly api: SubmissionApi; readonly url: string };
  /** The redirect that an installed program uses; the port is chosen when signing in. */
  readonly redirectUri: string;
  readonly authorizationParameters: Readonly<Record<string, string>>;
  /** Microsoft: the tenant where the user names none; a grant that is not here needs a tenant's own id. */
  readonly tenants?: Readonly<Partial<Record<GrantType, string>>>;
  readonly quirks: Quirks;
  readonly domains: readonly string[];
  /** Endings of domains that are its own, such as its customers' first domains. */
  readonly domainEndings?: readonly string[];
  /** Endings of the mail exchangers (MX) of the domains whose mail it keeps. */
  readonly exchangers: readonly string[];
  /** A drawing on a ground, nobody's trademark: renderer/components/icon.tsx, renderer/design/components.css. */
  readonly mark: {
    readonly glyph: 'building' | 'person' | 'compass' | 'plane' | 'globe' | 'cloud' | 'rack';
    readonly ground: 'blue' | 'indigo' | 'orange' | 'green' | 'violet' | 'plain';
  };
  /** Left out where IMAP and SMTP take none. */
  readonly appPassword?: AppPassword;
  /** Where an OAuth client is registered. */
  readonly portal?: { readonly name: string; readonly url: string };
  /**
   * The steps of registering a client, in the order in which the portal shows the values.
   * @param audience - whose accounts it is to sign in, where that is known
   */
  readonly guide: (grant: GrantType, audience?: Exclude<Audience, 'both'>) => readonly GuidePart[];
  /** Where a screen may send a person: its portals, help and sign-in pages. Whole host names. */
  readonly pageHosts: readonly string[];
  /** What a person should know before using it, each a full sentence. */
  readonly notes: readonly Message[];
  readonly source: readonly Source[];
}

/** TLS from the first byte (RFC 8314 section 3). */
export function implicitTls(host: string, port: number): ServerAddress {
  return { host, port, tls: 'implicit' };
}

/** Plain at first, then STARTTLS (RFC 3207). */
export function startTls(host: string, port: number): ServerAddress {
  return { host, port, tls: 'starttls' };
}

/** IMAP, POP and SMTP at their usual implicit-TLS ports: 993, 995, 465. */
export function usualServers(domain: string): Servers {
  return {
    imap: implicitTls(`imap.${domain}`, 993),
    pop: implicitTls(`pop.${domain}`, 995),
    smtp: implicitTls(`smtp.${domain}`, 465),
  };
}
