import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { SandboxClient } from './directory.ts';
import type { HttpRequest } from './http-exchange.ts';
import type { ProviderContext } from './provider-context.ts';
import { ProviderError, type ProviderStyle } from './provider-error.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** Seconds: the longest life of a client assertion. */
const maximumAssertionLife = 600;

/** A client that proved who it is, and with what. */
export interface AuthenticatedClient {
  readonly client: SandboxClient;
  /** As in the claim appidacr: '0' nothing, '1' a secret, '2' a certificate. */
  readonly strength: '0' | '1' | '2';
}

/**
 * Finds the client of a token request and checks its secret or its assertion.
 * Throws ProviderError: 900144, 700016, 7000215, 7000218, 7000222, 700025, 700027.
 */
export async function authenticateClient(
  request: HttpRequest,
  style: ProviderStyle,
  context: ProviderContext,
): Promise<AuthenticatedClient> {
  const basic = basicCredentials(request.headers.authorization);
  const assertion = request.form.get('client_assertion') ?? undefined;
  const clientId = request.form.get('client_id') ?? basic?.clientId ?? assertionIssuer(assertion);
  const secret = request.form.get('client_secret') ?? basic?.secret;
  const client = knownClient(clientId, context, style);
  if (client.public === true) {
    if (assertion !== undefined || (secret !== undefined && style === 'entra')) {
      throw new ProviderError('invalid_client', 700025);
    }
    if ((client.secrets ?? []).length === 0) return { client, strength: '0' };
  }
  if (assertion !== undefined) {
    await verifyAssertion(assertion, client, request, context);
    return { client, strength: '2' };
  }
  if (secret === undefined || secret === '') throw new ProviderError('invalid_client', 7000218);
  verifySecret(secret, client, style, context);
  return { client, strength: '1' };
}

/** Throws ProviderError 900144 without a client id, 700016 for one that nobody knows. */
export function knownClient(
  clientId: string | null | undefined,
  context: ProviderContext,
  style: ProviderStyle,
): SandboxClient {
  if (clientId === null || clientId === undefined || clientId === '') {
    throw new ProviderError('invalid_request', 900144);
  }
  const client = context.directory.client(clientId);
  if (client !== undefined) return client;
  if (style !== 'entra') throw new ProviderError('invalid_client', 0, 'The OAuth client was not found.');
  throw new ProviderError('unauthorized_client', 700016);
}

function verifySecret(
  secret: string,
  client: SandboxClient,
  style: ProviderStyle,
  context: ProviderContext,
): void {
  const found = (client.secrets ?? []).find((candidate) => sameText(candidate.value, secret));
  if (found === undefined) {
    if (style !== 'entra') throw new ProviderError('invalid_client', 0, 'Unauthorized');
    throw new ProviderError('invalid_client', 7000215);
  }
  if (found.expires !== undefined && found.expires.getTime() <= context.now()) {
    throw new ProviderError('invalid_client', 7000222);
  }
}

async function verifyAssertion(
  assertion: string,
  client: SandboxClient,
  request: HttpRequest,
  context: ProviderContext,
): Promise<void> {
  if (request.form.get('client_assertion_type') !== assertionType) {
    throw new ProviderError('invalid_client', 700027);
  }
  const certificate = assertionCertificate(assertion, client);
  try {
    const { payload } = await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ['PS256', 'RS256'],
      issuer: client.clientId,
      subject: client.clientId,
      audience: `${request.origin}${request.path}`,
      requiredClaims: ['jti', 'exp'],
      currentDate: new Date(context.now()),
      clockTolerance: 300,
    });
    const began = payload.nbf ?? payload.iat ?? Math.floor(context.now() / 1000);
    if ((payload.exp ?? Infinity) - began > maximumAssertionLife) {
      throw new ProviderError('invalid_client', 700027);
    }
    context.tokens.useAssertion(client.clientId, payload.jti ?? '');
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new ProviderError('invalid_client', 700027);
    throw error;
  }
}

/** The registered certificate that the assertion's header names by thumbprint. */
function assertionCertificate(assertion: string, client: SandboxClient): X509Certificate {
  const header = assertionHeader(assertion);
  for (const pem of client.certificates ?? []) {
    const certificate = new X509Certificate(pem);
    const sha256 = createHash('sha256').update(certificate.raw).digest('base64url');
    const sha1 = createHash('sha1').update(certificate.raw).digest('base64url');
    if (header['x5t#S256'] === sha256 || header.x5t === sha1) return certificate;
  }
  throw new ProviderError('invalid_client', 700027);
}

function assertionHeader(assertion: string): ReturnType<typeof decodeProtectedHeader> {
  try {
    return decodeProtectedHeader(assertion);
  } catch {
    throw new ProviderError('invalid_client', 700027);
  }
}

/** The client id inside an assertion, for a request that does not name it (RFC 7521 section 4.2). */
function assertionIssuer(assertion: string | undefined): string | undefined {
  const payload = assertion?.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const hasIssuer = typeof claims === 'object' && claims !== null && 'iss' in claims;
    return hasIssuer && typeof claims.iss === 'string' ? claims.iss : undefined;
  } catch {
    return undefined;
  }
}

/** Credentials in an Authorization header (RFC 6749 section 2.3.1). */
function basicCredentials(header: string | undefined): { clientId: string; secret: string } | undefined {
  const encoded = /^basic ([a-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  return { clientId: formDecode(text.slice(0, colon)), secret: formDecode(text.slice(colon + 1)) };
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

export function sameText(one: string, other: string): boolean {
  const a = createHash('sha256').update(one).digest();
  const b = createHash('sha256').update(other).digest();
  return timingSafeEqual(a, b);
}
