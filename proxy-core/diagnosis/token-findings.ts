import { type Message, msg, sentences } from '#messages/message.ts';
import { canonicalAddress } from '#contract/account.ts';
import { protocolName, type Protocol } from '#contract/endpoints.ts';
import type { GrantType } from '#contract/grants.ts';
import type { ProviderId } from '#contract/providers/presets.ts';
import { type TokenClaims, readTokenClaims } from './token-claims.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import { submissionsOf } from '#core/accounts/submission.ts';
import type { FoundAccount } from '#core/accounts/account-directory.ts';
import type { RefusedLogin } from '#core/relay/refused-login.ts';
import { isHighVolume, type RefusalExplanation } from '#core/errors/mail-refusal.ts';
import { explainMailRefusal } from '#core/errors/mail-server.ts';

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
  readonly message: Message;
  readonly fix: Message;
}

export interface TokenContext {
  readonly protocol: Protocol;
  /** The user that is named to the mail server. */
  readonly identity: string;
  readonly provider: ProviderId;
  readonly grant: GrantType;
  /** The tenant of the OAuth client, where it has one. */
  readonly tenant?: string | undefined;
  /** The mail server. */
  readonly host?: string | undefined;
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
      message: msg('check.tokenCharactersOverPopExchange', {
        length: String(claims.length),
        most: String(popTokenLimit),
      }),
      fix: msg('check.useImapTakePermissionsOut'),
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
        message: msg('check.tokenMicrosoftGraphNotMail'),
        fix: msg('check.oauthClientsScopeUseHttps'),
      },
    ];
  }
  if (plain === 'https://ps.outlook.com') {
    return [
      {
        code: 'consent-audience',
        severity: 'error',
        message: msg('check.tokenHttpsPsOutlookCom'),
        fix: msg('check.setOauthClientsScopeHttps'),
      },
    ];
  }
  return [
    {
      code: 'unknown-audience',
      severity: 'warning',
      message: msg('check.tokenNoAddressExchangeKnown', { audience: (audience ?? '').slice(0, 200) }),
      fix: msg('check.checkScopeOauthClient'),
    },
  ];
}

function permissionFindings(claims: TokenClaims, context: TokenContext): TokenFinding[] {
  const { protocol } = context;
  const name = protocolName[protocol];
  const application = claims.actsAs === 'application';
  const toMany = isHighVolume(context.host);
  const ofApplication = toMany ? 'Mail.Send' : needed[protocol].application;
  const permission = application ? ofApplication : needed[protocol].person;
  // no role of Exchange grants that of High Volume Email
  const byRole = application && protocol === 'smtp' && !toMany;
  const add = msg('check.addApplicationPermission', { permission });
  if (application && claims.permissions.length === 0) {
    return [
      byRole
        ? byRoleOfExchange('no-roles', msg('check.noPermissionRoleMaySend', { role: roleOfExchange }))
        : {
            code: 'no-roles',
            severity: 'error',
            message: msg('check.applicationTokenButNoPermission'),
            fix: sentences(add, msg('check.thenWaitFewMinutes')),
          },
    ];
  }
  const has = claims.permissions.some(
    (one) => one.slice(one.lastIndexOf('/') + 1).toLowerCase() === permission.toLowerCase(),
  );
  if (has || (claims.actsAs === 'unknown' && claims.permissions.length === 0)) return [];
  if (byRole) {
    return [
      byRoleOfExchange(
        'missing-permission',
        msg('check.otherPermissionRoleMaySend', { role: roleOfExchange }),
      ),
    ];
  }
  return [
    {
      code: 'missing-permission',
      severity: 'error',
      message: msg('check.tokenDoesNotPermissionNeeds', { permission, protocol: name }),
      fix: application ? add : msg('check.addPermissionsAppRegistrationOauth', { permission }),
    },
  ];
}

const roleOfExchange = 'Application SMTP.SendAsApp';

/** What Exchange's own roles (RBAC for Applications) grant is never in a token; only Exchange can tell. */
function byRoleOfExchange(code: 'no-roles' | 'missing-permission', message: Message): TokenFinding {
  return {
    code,
    severity: 'warning',
    message,
    fix: msg('check.sendingGrantedTwoWays', { role: roleOfExchange }),
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
      message: msg('check.tokenOrganizationNotOauthClient', {
        one: claims.tenant.slice(0, 100),
        other: tenant,
      }),
      fix: msg('check.signAccountOrganizationMailboxCorrect'),
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
        message: msg('check.signedButSmtpAskedOver', { who, identity }),
        fix: msg('check.setAccountsSmtpUserSend', { who, identity }),
      },
    ];
  }
  return [
    {
      code: 'other-user',
      severity: 'warning',
      message: msg('check.signedButMailboxAsked', { who, identity }),
      fix: msg('check.ifSharedMailboxNeedsFull', { identity, who }),
    },
  ];
}

function clockFindings(claims: TokenClaims, { now }: TokenContext): TokenFinding[] {
  const fix = msg('check.setComputersClockLetSet');
  if (claims.issuedAt !== undefined && claims.issuedAt > now + tolerance) {
    const minutes = Math.round((claims.issuedAt - now) / 60_000);
    return [
      {
        code: 'clock-behind',
        severity: 'warning',
        message: msg('check.tokenIssuedMinutesFutureComputers', { minutes: String(minutes) }),
        fix,
      },
    ];
  }
  if (claims.expiresAt !== undefined && claims.expiresAt < now) {
    return [
      {
        code: 'token-expired',
        severity: 'error',
        message: msg('check.tokenExpiredComputersClockThough'),
        fix,
      },
    ];
  }
  return [];
}

/** What a token says, judged for one account and protocol. */
export function examineToken(
  token: string,
  about: { readonly found: FoundAccount; readonly protocol: Protocol; readonly now: number },
): { readonly claims: TokenClaims; readonly findings: TokenFinding[] } {
  const claims = readTokenClaims(token);
  const { found, protocol, now } = about;
  const { provider, grant, tenant } = found.client;
  const host = resolveClient(found.client).servers[protocol]?.host;
  return {
    claims,
    findings: tokenFindings(claims, {
      protocol,
      identity: found.identity[protocol],
      provider,
      grant,
      tenant,
      host,
      now,
    }),
  };
}

/** Explains a refused login with what its token gives away. */
export function explainRefusedLogin(login: RefusedLogin): RefusalExplanation {
  const { found, protocol, refusal, host } = login;
  const { claims, findings } = examineToken(login.token, login);
  const { provider, grant } = found.client;
  return explainMailRefusal({
    protocol,
    kind: refusal.kind,
    text: refusal.text,
    address: found.subject,
    identity: found.identity[protocol],
    host,
    provider,
    grant,
    api: submissionsOf(found.client).find((way) => way !== 'smtp'),
    signedInAs: claims.actsAs === 'person' ? claims.user : undefined,
    findings,
  });
}
