import { z } from 'zod';
import { canonicalAddress } from '../accounts/account.ts';
import type { GrantType, ProviderId } from '../accounts/oauth-client.ts';
import { protocolName, type Protocol } from '../accounts/protocol.ts';

/**
 * What an access token says of itself. It is decoded only, never validated: that is the mail server's part. The
 * token itself is not in here.
 */
export interface TokenClaims {
  /** 'opaque': nothing can be read from it, as with Google's and personal Microsoft accounts'. */
  readonly kind: 'jwt' | 'opaque';
  /** Characters of the token. */
  readonly length: number;
  readonly audience?: string;
  /** Delegated permissions (`scp`) or application roles (`roles`). */
  readonly permissions: readonly string[];
  readonly tenant?: string;
  readonly appId?: string;
  readonly actsAs: 'person' | 'application' | 'unknown';
  /** The service principal's object id of an application's token. */
  readonly objectId?: string;
  /** Who signed in. */
  readonly user?: string;
  /** Milliseconds since 1970, by the provider's clock. */
  readonly issuedAt?: number;
  readonly expiresAt?: number;
}

/** Something about a token that explains, or will cause, a refusal. */
export interface TokenFinding {
  readonly code:
    | 'wrong-audience'
    | 'consent-audience'
    | 'unknown-audience'
    | 'missing-permission'
    | 'no-roles'
    | 'other-user'
    | 'foreign-tenant'
    | 'clock-behind'
    | 'token-expired'
    | 'token-too-long';
  /** 'error': the mail server will say no; 'warning': it may. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
}

export interface TokenContext {
  readonly protocol: Protocol;
  /** The user that is named to the mail server. */
  readonly identity: string;
  readonly provider: ProviderId;
  readonly grant: GrantType;
  /** The tenant of the OAuth client, where it has one. */
  readonly tenant?: string | undefined;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly now: number;
}

/** Larger than any provider's token; what is longer is not worth decoding. */
const longestRead = 64 * 1024;

const textClaim = z.string().min(1).max(2_000).optional().catch(undefined);
const secondsClaim = z.number().nonnegative().max(1e11).optional().catch(undefined);
const listClaim = z.array(z.string().max(500)).max(500).optional().catch(undefined);
const claimsSchema = z.object({
  aud: z
    .union([z.string(), z.array(z.string()).transform((all) => all[0])])
    .optional()
    .catch(undefined),
  scp: z
    .union([z.string(), z.array(z.string()).transform((all) => all.join(' '))])
    .optional()
    .catch(undefined),
  scope: textClaim,
  roles: listClaim,
  tid: textClaim,
  appid: textClaim,
  azp: textClaim,
  idtyp: textClaim,
  oid: textClaim,
  upn: textClaim,
  preferred_username: textClaim,
  unique_name: textClaim,
  email: textClaim,
  iat: secondsClaim,
  exp: secondsClaim,
});

/** Reads a token. Never throws: what is no JWT is opaque. */
export function readTokenClaims(token: string): TokenClaims {
  const opaque: TokenClaims = { kind: 'opaque', length: token.length, permissions: [], actsAs: 'unknown' };
  const claims = token.length > longestRead ? undefined : payloadOf(token);
  if (claims === undefined) return opaque;
  const user = claims.upn ?? claims.preferred_username ?? claims.unique_name ?? claims.email;
  const scopes = (claims.scp ?? claims.scope ?? '').split(/\s+/).filter((scope) => scope !== '');
  const application =
    claims.idtyp === 'app' || (user === undefined && scopes.length === 0 && claims.appid !== undefined);
  const person = !application && (user !== undefined || scopes.length > 0);
  const appId = claims.appid ?? claims.azp;
  return {
    kind: 'jwt',
    length: token.length,
    permissions: [...new Set([...scopes, ...(claims.roles ?? [])])],
    actsAs: application ? 'application' : person ? 'person' : 'unknown',
    ...(claims.aud === undefined ? {} : { audience: claims.aud }),
    ...(claims.tid === undefined ? {} : { tenant: claims.tid }),
    ...(appId === undefined ? {} : { appId }),
    ...(claims.oid === undefined ? {} : { objectId: claims.oid }),
    ...(user === undefined ? {} : { user }),
    ...(claims.iat === undefined ? {} : { issuedAt: claims.iat * 1000 }),
    ...(claims.exp === undefined ? {} : { expiresAt: claims.exp * 1000 }),
  };
}

function payloadOf(token: string): z.infer<typeof claimsSchema> | undefined {
  const [, payload, ...rest] = token.split('.');
  if (payload === undefined || rest.length !== 1) return undefined;
  try {
    const parsed = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

const exchangeAudiences = new Set([
  'https://outlook.office.com',
  'https://outlook.office365.com',
  'https://outlook.office365.us',
  'https://outlook-dod.office365.us',
  'https://partner.outlook.cn',
  '00000002-0000-0ff1-ce00-000000000000',
]);
const graphAudiences = new Set([
  'https://graph.microsoft.com',
  'https://graph.microsoft.us',
  'https://dod-graph.microsoft.us',
  'https://microsoftgraph.chinacloudapi.cn',
  '00000003-0000-0000-c000-000000000000',
]);

/** What a person, and an application, need to be granted for each protocol at Exchange. */
const needed = {
  imap: { person: 'IMAP.AccessAsUser.All', application: 'IMAP.AccessAsApp' },
  pop: { person: 'POP.AccessAsUser.All', application: 'POP.AccessAsApp' },
  smtp: { person: 'SMTP.Send', application: 'SMTP.SendAsApp' },
} as const satisfies Record<Protocol, { person: string; application: string }>;

const popTokenLimit = 4_096;
/** Less is a clock like any other. Milliseconds. */
const tolerance = 5 * 60_000;

/**
 * What speaks against a token being accepted, the likeliest cause first. Only Microsoft's tokens say enough to be
 * judged; an empty list means that nothing was found, not that the token is good.
 */
export function tokenFindings(claims: TokenClaims, context: TokenContext): TokenFinding[] {
  const findings: TokenFinding[] = [...clockFindings(claims, context)];
  const atExchange =
    context.provider === 'microsoft365' || context.provider === 'outlook' || isMicrosofts(claims);
  if (!atExchange) return findings;
  if (claims.kind === 'jwt') {
    findings.push(
      ...audienceFindings(claims),
      ...permissionFindings(claims, context),
      ...tenantFindings(claims, context),
      ...userFindings(claims, context),
    );
  }
  if (context.protocol === 'pop' && claims.length > popTokenLimit) {
    findings.push({
      code: 'token-too-long',
      severity: 'error',
      message: `The token has ${String(claims.length)} characters; over POP Exchange takes no more than ${String(popTokenLimit)}.`,
      fix: 'Use IMAP, or take permissions out of the OAuth client’s scope so that the token gets shorter.',
    });
  }
  return findings;
}

function isMicrosofts({ audience }: TokenClaims): boolean {
  const plain = plainAudience(audience);
  return exchangeAudiences.has(plain) || graphAudiences.has(plain) || plain === 'https://ps.outlook.com';
}

function plainAudience(audience: string | undefined): string {
  return (audience ?? '').toLowerCase().replace(/\/+$/, '');
}

function audienceFindings({ audience }: TokenClaims): TokenFinding[] {
  const plain = plainAudience(audience);
  if (plain === '' || exchangeAudiences.has(plain)) return [];
  if (graphAudiences.has(plain)) {
    return [
      {
        code: 'wrong-audience',
        severity: 'error',
        message: 'The token is for Microsoft Graph, which is not the mail server.',
        fix: 'In the OAuth client’s scope use https://outlook.office.com/ before each mail permission, or clear the scope to get the usual one.',
      },
    ];
  }
  if (plain === 'https://ps.outlook.com') {
    return [
      {
        code: 'consent-audience',
        severity: 'error',
        message:
          'The token is for https://ps.outlook.com: that scope is for granting consent, not for signing in.',
        fix: 'Set the OAuth client’s scope to https://outlook.office365.com/.default, or clear it.',
      },
    ];
  }
  return [
    {
      code: 'unknown-audience',
      severity: 'warning',
      message: `The token is for ${(audience ?? '').slice(0, 200)}, which is no address of Exchange that is known.`,
      fix: 'Check the scope of the OAuth client.',
    },
  ];
}

function permissionFindings(claims: TokenClaims, context: TokenContext): TokenFinding[] {
  const { protocol } = context;
  const name = protocolName[protocol];
  const application = claims.actsAs === 'application';
  const permission = application ? needed[protocol].application : needed[protocol].person;
  if (application && claims.permissions.length === 0) {
    return [
      {
        code: 'no-roles',
        severity: 'error',
        message:
          'The application has a token, but no permission in it: nobody has granted admin consent, or no application permission was added.',
        fix: `In the Entra admin center add ${permission} under “Office 365 Exchange Online”, “Application permissions”, and grant admin consent. Then wait a few minutes.`,
      },
    ];
  }
  const has = claims.permissions.some(
    (one) => one.slice(one.lastIndexOf('/') + 1).toLowerCase() === permission.toLowerCase(),
  );
  if (has || (claims.actsAs === 'unknown' && claims.permissions.length === 0)) return [];
  const rbac = application && protocol === 'smtp';
  return [
    {
      code: 'missing-permission',
      // a role of Exchange's own may take the place of SMTP.SendAsApp, and is not in the token
      severity: rbac ? 'warning' : 'error',
      message: `The token does not have the permission ${permission}, which ${name} needs${rbac ? ' unless a role in Exchange grants sending' : ''}.`,
      fix: application
        ? `Add ${permission} under “Application permissions” of “Office 365 Exchange Online” in the Entra admin center, and grant admin consent.`
        : `Add ${permission} to the permissions of the app registration and to the OAuth client’s scope, then sign in again.`,
    },
  ];
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function tenantFindings(claims: TokenClaims, context: TokenContext): TokenFinding[] {
  const { tenant } = context;
  if (tenant === undefined || !guid.test(tenant) || claims.tenant === undefined) return [];
  if (tenant.toLowerCase() === claims.tenant.toLowerCase()) return [];
  return [
    {
      code: 'foreign-tenant',
      severity: 'error',
      message: `The token is of the organization ${claims.tenant.slice(0, 100)}, not of ${tenant}, which the OAuth client names.`,
      fix: 'Sign in with an account of the organization that has the mailbox, or correct the tenant of the OAuth client.',
    },
  ];
}

function userFindings({ actsAs, user }: TokenClaims, { identity, protocol }: TokenContext): TokenFinding[] {
  if (actsAs !== 'person' || user === undefined) return [];
  if (canonicalAddress(user) === canonicalAddress(identity)) return [];
  const who = user.slice(0, 320);
  if (protocol === 'smtp') {
    return [
      {
        code: 'other-user',
        severity: 'warning',
        message: `${who} has signed in, but SMTP is asked for as ${identity}. Over SMTP one signs in as oneself, also for a shared mailbox.`,
        fix: `Set the account’s SMTP user to ${who}; to send as ${identity} it needs the permission Send As on that mailbox.`,
      },
    ];
  }
  return [
    {
      code: 'other-user',
      severity: 'warning',
      message: `${who} has signed in, but the mailbox of ${identity} is asked for.`,
      fix: `If ${identity} is a shared mailbox, ${who} needs Full Access to it. If it is another address of the same person, use the primary one. Otherwise sign in again as ${identity}.`,
    },
  ];
}

function clockFindings(claims: TokenClaims, { now }: TokenContext): TokenFinding[] {
  const fix = 'Set this computer’s clock, or let it be set over the network.';
  if (claims.issuedAt !== undefined && claims.issuedAt > now + tolerance) {
    const minutes = Math.round((claims.issuedAt - now) / 60_000);
    return [
      {
        code: 'clock-behind',
        severity: 'warning',
        message: `The token was issued ${String(minutes)} minutes in the future: this computer’s clock is behind.`,
        fix,
      },
    ];
  }
  if (claims.expiresAt !== undefined && claims.expiresAt < now) {
    return [
      {
        code: 'token-expired',
        severity: 'error',
        message:
          'The token has expired by this computer’s clock, though it was taken for a good one: the clock may be ahead.',
        fix,
      },
    ];
  }
  return [];
}

/** A token in one sentence: whose, for what, with which permissions. */
export function describeToken(claims: TokenClaims): string {
  if (claims.kind === 'opaque') return 'The token cannot be read: only the provider knows what is in it.';
  const whose =
    claims.actsAs === 'application'
      ? 'the application itself'
      : (claims.user?.slice(0, 320) ?? 'somebody it does not name');
  const target = claims.audience === undefined ? '' : ` at ${claims.audience.slice(0, 200)}`;
  const permissions = claims.permissions.slice(0, 20).join(', ');
  return `The token is for ${whose}${target}, with ${permissions === '' ? 'no permissions' : permissions}.`;
}
