import { type MessageCode, type Message, msg } from '#messages/message.ts';
import { z } from 'zod';
import {
  cloudSchema,
  credentialKindSchema,
  grantTypeSchema,
  audienceSchema,
  type GrantType,
} from './grants.ts';
import { isMicrosoft, providerIds, type ProviderId } from './providers/presets.ts';
import { isLoopbackHost, serversSchema } from './endpoints.ts';
import { submissionLimitsSchema, submissionSchema } from './submission.ts';
import { isGuid } from './providers/preset.ts';

export const providerIdSchema = z.enum(providerIds);

/** An https URL, or plain http to this machine. */
export const endpointUrlSchema = z.string().refine(
  (text) => {
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
  },
  { error: 'accounts.mustHttpsUrlPlainHttp' satisfies MessageCode },
);

/** What the ids of built-in clients begin with: a UUID of version 8 (RFC 9562 section 5.8). */
export const builtInIdPrefix = '6d61696c-7769-8636-8b65-';
/** The same for clients that an organization's policy brings. */
export const organizationIdPrefix = '6d61696c-7769-8636-8b66-';

/** Whether an organization's policy brings a client, by its id. */
export function isClientOfOrganization(clientId: string): boolean {
  return clientId.startsWith(organizationIdPrefix);
}

/** Whether a client comes with the build or from the organization: it is not in the settings, and cannot be changed. */
export function isBuiltInClient(clientId: string): boolean {
  return clientId.startsWith(builtInIdPrefix) || isClientOfOrganization(clientId);
}

const connectionLimitSchema = z.union([z.int().min(1).max(1000), z.literal('none')]).optional();

/**
 * An OAuth client (an "app registration"): who Mailwicket is to the provider.
 * Its secret, its private key and a service account's key are in the vault, never here.
 * What is left out comes from the provider's preset.
 */
export const oauthClientSchema = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1).max(100),
  provider: providerIdSchema,
  grant: grantTypeSchema,
  cloud: cloudSchema.optional(),
  /** Microsoft: a tenant's id or domain, or common, organizations, consumers. */
  tenant: z.string().trim().min(1).max(253).optional(),
  clientId: z.string().trim().min(1).max(500),
  /** 'none': a public client. */
  credential: credentialKindSchema,
  authorizationUrl: endpointUrlSchema.optional(),
  tokenUrl: endpointUrlSchema.optional(),
  deviceUrl: endpointUrlSchema.optional(),
  /** What the provider's metadata call it, as found together with this authorization URL. */
  issuer: z
    .object({
      name: z.string().max(500),
      authorizationUrl: endpointUrlSchema,
      /** RFC 9207 section 3: it declares that each answer of its sign-in page names it. */
      inAnswers: z.boolean(),
    })
    .optional(),
  /** Scopes, separated by spaces. */
  scope: z.string().trim().max(4000).optional(),
  redirectUri: z.string().trim().max(500).optional(),
  servers: serversSchema.default({}),
  /** Sessions of one mailbox at the same time, before the next one waits its turn. */
  connectionLimits: z
    .object({ imap: connectionLimitSchema, pop: connectionLimitSchema, smtp: connectionLimitSchema })
    .optional(),
  /** How its accounts send; by SMTP where left out. */
  submission: submissionSchema.optional(),
  /** Where the API's version begins, such as https://graph.microsoft.com/v1.0. */
  submissionUrl: endpointUrlSchema.optional(),
  submissionLimits: submissionLimitsSchema.optional(),
  /** The day on which the secret or the certificate ends (ISO 8601 date or date-time). */
  credentialExpires: z.string().max(40).optional(),
  certificateThumbprint: z.string().max(100).optional(),
  /** A certificate that waits until the provider knows it; the present credential is used until then. */
  nextCertificate: z.object({ expires: z.string().max(40), thumbprint: z.string().max(100) }).optional(),
});
export type OAuthClient = z.infer<typeof oauthClientSchema>;

const fields = oauthClientSchema.shape;

/** Where the provider gives one to desktop programs: whoever has the program can read it, so it is none. */
const secretSchema = z.string().min(1).max(2_000).optional();

/** What a client has in common, whether a build or an organization brings it; what is left out comes from the preset. */
const endpointFields = {
  cloud: fields.cloud,
  clientId: fields.clientId,
  secret: secretSchema,
  tenant: fields.tenant,
  authorizationUrl: fields.authorizationUrl,
  tokenUrl: fields.tokenUrl,
  scope: fields.scope,
  redirectUri: fields.redirectUri,
  servers: fields.servers,
};

/** One registration of whoever publishes a build, or rolls it out. */
const registrationSchema = z.strictObject({
  provider: fields.provider,
  audience: audienceSchema,
  ...endpointFields,
});
export type Registration = z.infer<typeof registrationSchema>;
export const registrationsSchema = z.array(registrationSchema).max(100);

/** An OAuth client that an organization brings: of any grant that needs no key in the vault. */
const presetClientSchema = z.strictObject({
  name: fields.name,
  provider: fields.provider,
  grant: grantTypeSchema.exclude(['service-account']),
  deviceUrl: fields.deviceUrl,
  submission: fields.submission,
  ...endpointFields,
});
export type PresetClient = z.infer<typeof presetClientSchema>;
export const presetClientsSchema = z.array(presetClientSchema).max(100);

/** The fields of an OAuth client into which a value of a portal is pasted. */
export type PastedField = 'clientId' | 'secret' | 'tenant';

/** The client whose field it is, as far as it was entered. */
interface Entered {
  readonly provider: ProviderId;
  readonly grant: GrantType;
  readonly clientId: string;
}

/**
 * Tells a value of a portal that was pasted into the wrong field, before anything is asked: a secret's ID in the place
 * of the secret, a name in the place of an ID.
 * @returns what it is, and which one to copy; undefined where it may be right, or nothing was entered yet
 */
export function pastedValueProblem(field: PastedField, value: string, client: Entered): Message | undefined {
  const text = value.trim();
  if (text === '') return undefined;
  const { provider } = client;
  if (isMicrosoft(provider)) return microsoftProblem(field, text, client);
  return provider === 'google' ? googleProblem(field, text, client) : undefined;
}

function microsoftProblem(field: PastedField, text: string, { clientId }: Entered): Message | undefined {
  switch (field) {
    case 'clientId':
      return isGuid(text) ? undefined : msg('accounts.pastedClientIdGuid');
    case 'secret':
      // the value has other characters too, and the portal shows it this once only
      if (isGuid(text)) return msg('accounts.pastedSecretId');
      return /\*{3}/.test(text) ? msg('accounts.pastedSecretHidden') : undefined;
    case 'tenant':
      if (isGuid(text) && text.toLowerCase() === clientId.trim().toLowerCase())
        return msg('accounts.pastedClientIdInTenant');
      return isTenant(text) ? undefined : msg('accounts.pastedTenant');
    default:
      return field satisfies never;
  }
}

/** An id, a domain, or one of the names that stand for many tenants. */
function isTenant(text: string): boolean {
  return (
    isGuid(text) ||
    /^(?:common|organizations|consumers)$/i.test(text) ||
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i.test(text)
  );
}

const googleClientId = /^[\w.-]+\.apps\.googleusercontent\.com$/i;

function googleProblem(field: PastedField, text: string, { grant }: Entered): Message | undefined {
  if (field === 'secret')
    return googleClientId.test(text) ? msg('accounts.pastedClientIdInSecret') : undefined;
  if (field !== 'clientId') return undefined;
  if (grant === 'service-account')
    return /^\d{10,30}$/.test(text) ? undefined : msg('accounts.pastedClientIdUnique');
  if (text.startsWith('GOCSPX-')) return msg('accounts.pastedSecretInClientId');
  return googleClientId.test(text) ? undefined : msg('accounts.pastedClientIdGoogle');
}
