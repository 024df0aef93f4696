import { canonicalAddress } from '../accounts/account.ts';
import type { GrantType, ProviderId } from '../accounts/oauth-client.ts';
import { protocolName, type Protocol } from '../accounts/protocol.ts';
import type { TokenClaims } from './token-claims.ts';

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
  const add = `add ${permission} under “Office 365 Exchange Online”, “Application permissions”, and grant admin consent.`;
  if (application && claims.permissions.length === 0) {
    return [
      protocol === 'smtp'
        ? byRoleOfExchange(
            'no-roles',
            `The application’s token names no permission. That is right where a role of Exchange (${roleOfExchange}) lets it send; otherwise SMTP.SendAsApp is missing.`,
          )
        : {
            code: 'no-roles',
            severity: 'error',
            message:
              'The application has a token, but no permission in it: nobody has granted admin consent, or no application permission was added.',
            fix: `In the Entra admin center ${add} Then wait a few minutes.`,
          },
    ];
  }
  const has = claims.permissions.some(
    (one) => one.slice(one.lastIndexOf('/') + 1).toLowerCase() === permission.toLowerCase(),
  );
  if (has || (claims.actsAs === 'unknown' && claims.permissions.length === 0)) return [];
  if (application && protocol === 'smtp') {
    return [
      byRoleOfExchange(
        'missing-permission',
        `The application’s token does not have the permission SMTP.SendAsApp. That is right where a role of Exchange (${roleOfExchange}) lets it send.`,
      ),
    ];
  }
  return [
    {
      code: 'missing-permission',
      severity: 'error',
      message: `The token does not have the permission ${permission}, which ${name} needs.`,
      fix: application
        ? `In the Entra admin center ${add}`
        : `Add ${permission} to the permissions of the app registration and to the OAuth client’s scope, then sign in again.`,
    },
  ];
}

const roleOfExchange = 'Application SMTP.SendAsApp';

/** What Exchange's own roles (RBAC for Applications) grant is never in a token; only Exchange can tell. */
function byRoleOfExchange(code: 'no-roles' | 'missing-permission', message: string): TokenFinding {
  return {
    code,
    severity: 'warning',
    message,
    fix: `Sending is granted in one of two ways: by the permission SMTP.SendAsApp in Entra together with Send As, or by the role ${roleOfExchange} in Exchange. In Exchange Online PowerShell, Test-ServicePrincipalAuthorization shows the role; a new one takes up to two hours.`,
  };
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
