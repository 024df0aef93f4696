import { messageSchema } from '#messages/message.ts';
import { z } from 'zod';
import { addressSchema } from '../account.ts';
import { mostMailboxes } from '../settings.ts';
import { endpointUrlSchema, oauthClientSchema } from '../oauth-client.ts';
import { serversSchema } from '../endpoints.ts';
import { type CommandSchemas, nothing, pageLanguageInput, reference } from './command.ts';

/** The commands about OAuth clients: a part of the contract. */

/**
 * A client with a certificate brings PEM texts or a PFX file (base64), and its end and thumbprint are read from it;
 * or one is made. A service account brings its key file.
 */
const credentialInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  // what a portal shows is copied with the space or the line end beside it
  z.object({ kind: z.literal('secret'), secret: z.string().trim().min(1).max(2_000) }),
  z.object({
    kind: z.literal('certificate'),
    certificate: z.string().min(1).max(50_000),
    privateKey: z.string().min(1).max(50_000),
    /** Of the private key, where it is encrypted. */
    passphrase: z.string().max(1_000).optional(),
  }),
  z.object({
    kind: z.literal('pfx'),
    pfx: z.base64().min(1).max(200_000),
    passphrase: z.string().max(1_000).optional(),
  }),
  z.object({
    kind: z.literal('new-certificate'),
    commonName: z.string().trim().min(1).max(64).optional(),
    days: z.int().optional(),
  }),
  z.object({ kind: z.literal('service-account-key'), json: z.string().min(1).max(50_000) }),
]);
const clientFields = oauthClientSchema.omit({ id: true, credential: true, nextCertificate: true });
/** What a client need not have. */
export const clearableSchema = z.enum([
  'cloud',
  'tenant',
  'authorizationUrl',
  'tokenUrl',
  'deviceUrl',
  'scope',
  'redirectUri',
  'submission',
  'submissionUrl',
  'submissionLimits',
  'credentialExpires',
]);
const clientInput = z.object({ client: reference });
/** The public half of a certificate; nothing of its key. */
const certificateOutput = z.object({
  /** DER in base64: the content of a .cer file, as Microsoft's portal takes it. */
  cer: z.string(),
  pem: z.string(),
  /** What to call the .cer file. */
  fileName: z.string(),
  /** SHA-1 in upper-case hex, as Microsoft's portal shows it. */
  thumbprint: z.string(),
  thumbprintSha256: z.string(),
  /** ISO 8601, UTC. */
  expires: z.string(),
  subject: z.string(),
});

export const clientCommands = {
  'client-add': {
    input: clientFields.extend({ credential: credentialInput }),
    output: z.object({ id: z.uuid() }),
  },
  'client-update': {
    input: z.object({
      client: reference,
      /** What is left out stays; zod's `partial()` alone would put the default of `servers` in its place. */
      change: clientFields.partial().extend({ servers: serversSchema.optional() }),
      /** These go back to what the preset fills in, or to nothing. */
      clear: z.array(clearableSchema).optional(),
      credential: credentialInput.optional(),
    }),
    output: nothing,
  },
  'client-remove': { input: clientInput, output: nothing },
  /**
   * Makes a key and a certificate. Where the client has a credential already, the new one waits beside it, as
   * `nextCertificate`, until the provider knows it; one that waited before is forgotten.
   */
  'client-make-certificate': {
    input: clientInput.extend({
      /** The client's name where left out. */
      commonName: z.string().trim().min(1).max(64).optional(),
      /** 1 to 3650; two years where left out. */
      days: z.int().optional(),
    }),
    output: certificateOutput.extend({ inUse: z.boolean() }),
  },
  'client-export-certificate': {
    /** `next`: the one that waits. */
    input: clientInput.extend({ next: z.boolean().default(false) }),
    output: certificateOutput,
  },
  /**
   * The waiting certificate takes the place of the present credential. With an app-only client the provider is asked
   * for a token first; where it refuses, nothing changes, and the refusal is a failure with its cause and fix.
   */
  'client-use-certificate': {
    /** `untried`: without asking the provider. */
    input: clientInput.extend({ untried: z.boolean().default(false) }),
    output: z.object({ tried: z.boolean() }),
  },
  /** Forgets the waiting certificate. */
  'client-discard-certificate': { input: clientInput, output: nothing },
  /**
   * Has an administrator consent to a client of Microsoft 365 for the whole organization: ends when the browser has
   * come back with the answer, or when it is cancelled. A refusal is a failure with its cause and fix.
   */
  'admin-consent': {
    /** `open` false: nobody's browser is opened; the page is in the snapshot, as the client's `consentUrl`. */
    input: clientInput.extend({ open: z.boolean().default(true), language: pageLanguageInput }),
    output: z.object({
      granted: z.literal(true),
      tenant: z.string().optional(),
      scope: z.string().optional(),
    }),
  },
  /** The page for an administrator elsewhere. Its answer goes to the client's redirect URI, where nobody waits. */
  'admin-consent-url': {
    input: clientInput,
    output: z.object({
      url: z.string(),
      scope: z.string(),
      reason: messageSchema,
      /** A second page, for sending through Microsoft Graph. */
      sending: z.string().optional(),
    }),
  },
  'admin-consent-cancel': { input: clientInput, output: nothing },
  /** The mailboxes that an app-only client is to open, all of them: those that are left out are taken off the list. */
  'mailboxes-set': {
    input: clientInput.extend({ mailboxes: z.array(addressSchema).max(mostMailboxes) }),
    output: nothing,
  },
  /**
   * Looks whether mailboxes let an app-only client in, those of its list that are accounts where left out, and again
   * by itself while Exchange has not taken up a grant. Ends at once: what is found is in the client's `checklist`.
   */
  'mailbox-checks-start': {
    input: clientInput.extend({ mailboxes: z.array(addressSchema).max(mostMailboxes).optional() }),
    output: z.object({ count: z.number() }),
  },
  /** The endpoints that a provider names under its issuer (OpenID Connect Discovery, RFC 8414). */
  'provider-discover': {
    input: z.object({ issuer: endpointUrlSchema }),
    output: z.object({
      issuer: z.string(),
      /** RFC 9207 section 3: each answer of its sign-in page names the issuer. */
      issuerInAnswers: z.boolean(),
      authorizationUrl: z.string().optional(),
      tokenUrl: z.string().optional(),
      deviceUrl: z.string().optional(),
      /** The scopes that it names; the ones for mail are often not among them. */
      scopes: z.array(z.string()),
    }),
  },
  /**
   * Asks the provider for a token with an app-only client, without an account: it is looked at and forgotten.
   * A refusal is a failure with its cause and fix.
   */
  'client-test': {
    input: clientInput,
    output: z.object({
      milliseconds: z.number(),
      /** How long it would be good for. */
      lifetime: z.number(),
      /** What it allows, where it can be read. */
      permissions: z.array(z.string()),
      audience: z.string().optional(),
    }),
  },
} as const satisfies CommandSchemas;
