import { type Message, msg, sentences } from '#messages/message.ts';
import { canonicalAddress } from '#contract/account.ts';
import { protocolName, type Protocol } from '#contract/endpoints.ts';
import type { GrantType } from '#contract/grants.ts';
import { isMicrosoft, type ProviderId } from '#contract/providers/presets.ts';
import { type TokenClaims, readTokenClaims } from './token-claims.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import { submissionsOf } from '#core/accounts/submission.ts';
import type { FoundAccount } from '#core/accounts/account-directory.ts';
import type { RefusedLogin } from '#core/relay/refused-login.ts';
import { type Finding, isHighVolume, type RefusalExplanation } from '#core/errors/mail-refusal.ts';
import { explainMailRefusal } from '#core/errors/mail-server.ts';

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
/** Of consents only. */
const consentAudience = 'https://ps.outlook.com';

/** What a person, and an application, need to be granted for each protocol at Exchange. */
const needed = {
  imap: { person: 'IMAP.AccessAsUser.All', application: 'IMAP.AccessAsApp' },
  pop: { person: 'POP.AccessAsUser.All', application: 'POP.AccessAsApp' },
  smtp: { person: 'SMTP.Send', application: 'SMTP.SendAsApp' },
} as const satisfies Record<Protocol, { person: string; application: string }>;

/** Exchange's POP takes no longer token, in characters: reports in the issues of a mail library. */
const popTokenLimit = 4_096;
/** Less is a clock like any other. Milliseconds. */
const tolerance = 5 * 60_000;

function error(code: string, message: Message, fix: Message): Finding {
  return { code, severity: 'error', message, fix };
}

function warning(code: string, message: Message, fix: Message): Finding {
  return { code, severity: 'warning', message, fix };
}

/**
 * What speaks against a token being accepted, the likeliest cause first. Only Microsoft's tokens say enough to be
 * judged; an empty list means that nothing was found, not that the token is good.
 */
export function tokenFindings(claims: TokenClaims, context: TokenContext): Finding[] {
  const { provider, protocol } = context;
  const audience = (claims.audience ?? '').toLowerCase().replace(/\/+$/, '');
  const ofMicrosoft =
    exchangeAudiences.has(audience) || graphAudiences.has(audience) || audience === consentAudience;
  const atExchange = isMicrosoft(provider) || ofMicrosoft;
  const found = [clockFinding(claims, context)];
  if (atExchange && claims.kind === 'jwt') {
    found.push(
      audienceFinding(audience, claims),
      permissionFinding(claims, context),
      tenantFinding(claims, context),
      userFinding(claims, context),
    );
  }
  if (atExchange && protocol === 'pop' && claims.length > popTokenLimit) {
    const lengths = { length: String(claims.length), most: String(popTokenLimit) };
    const tooLong = msg('check.tokenCharactersOverPopExchange', lengths);
    found.push(error('token-too-long', tooLong, msg('check.useImapTakePermissionsOut')));
  }
  return found.filter((one) => one !== undefined);
}

function audienceFinding(plain: string, { audience = '' }: TokenClaims): Finding | undefined {
  if (plain === '' || exchangeAudiences.has(plain)) return undefined;
  if (graphAudiences.has(plain)) {
    const fix = msg('check.oauthClientsScopeUseHttps');
    return error('wrong-audience', msg('check.tokenMicrosoftGraphNotMail'), fix);
  }
  if (plain === consentAudience) {
    const fix = msg('check.setOauthClientsScopeHttps');
    return error('consent-audience', msg('check.tokenHttpsPsOutlookCom'), fix);
  }
  const message = msg('check.tokenNoAddressExchangeKnown', { audience: audience.slice(0, 200) });
  return warning('unknown-audience', message, msg('check.checkScopeOauthClient'));
}

function permissionFinding(
  { actsAs, permissions }: TokenClaims,
  { protocol, host }: TokenContext,
): Finding | undefined {
  const application = actsAs === 'application';
  const toMany = isHighVolume(host);
  const ofApplication = toMany ? 'Mail.Send' : needed[protocol].application;
  const permission = application ? ofApplication : needed[protocol].person;
  const none = permissions.length === 0;
  const has = permissions.some(
    (one) => one.slice(one.lastIndexOf('/') + 1).toLowerCase() === permission.toLowerCase(),
  );
  if (has || (actsAs === 'unknown' && none)) return undefined;
  const code = application && none ? 'no-roles' : 'missing-permission';
  // what Exchange's own roles (RBAC for Applications) grant is never in a token; only Exchange can tell. None of them
  // grants that of High Volume Email
  if (application && protocol === 'smtp' && !toMany) {
    const role = 'Application SMTP.SendAsApp';
    const message = none
      ? msg('check.noPermissionRoleMaySend', { role })
      : msg('check.otherPermissionRoleMaySend', { role });
    return warning(code, message, msg('check.sendingGrantedTwoWays', { role }));
  }
  const add = msg('check.addApplicationPermission', { permission });
  if (code === 'no-roles') {
    const fix = sentences(add, msg('check.thenWaitFewMinutes'));
    return error(code, msg('check.applicationTokenButNoPermission'), fix);
  }
  return error(
    code,
    msg('check.tokenDoesNotPermissionNeeds', { permission, protocol: protocolName[protocol] }),
    application ? add : msg('check.addPermissionsAppRegistrationOauth', { permission }),
  );
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function tenantFinding({ tenant: one }: TokenClaims, { tenant }: TokenContext): Finding | undefined {
  if (tenant === undefined || !guid.test(tenant) || one === undefined) return undefined;
  if (tenant.toLowerCase() === one.toLowerCase()) return undefined;
  const message = msg('check.tokenOrganizationNotOauthClient', { one: one.slice(0, 100), other: tenant });
  return error('foreign-tenant', message, msg('check.signAccountOrganizationMailboxCorrect'));
}

function userFinding(
  { actsAs, user }: TokenClaims,
  { identity, protocol }: TokenContext,
): Finding | undefined {
  if (actsAs !== 'person' || user === undefined) return undefined;
  if (canonicalAddress(user) === canonicalAddress(identity)) return undefined;
  const named = { who: user.slice(0, 320), identity };
  return protocol === 'smtp'
    ? warning(
        'other-user',
        msg('check.signedButSmtpAskedOver', named),
        msg('check.setAccountsSmtpUserSend', named),
      )
    : warning(
        'other-user',
        msg('check.signedButMailboxAsked', named),
        msg('check.ifSharedMailboxNeedsFull', named),
      );
}

function clockFinding({ issuedAt, expiresAt }: TokenClaims, { now }: TokenContext): Finding | undefined {
  const fix = msg('check.setComputersClockLetSet');
  if (issuedAt !== undefined && issuedAt > now + tolerance) {
    const minutes = String(Math.round((issuedAt - now) / 60_000));
    return warning('clock-behind', msg('check.tokenIssuedMinutesFutureComputers', { minutes }), fix);
  }
  return expiresAt !== undefined && expiresAt < now
    ? error('token-expired', msg('check.tokenExpiredComputersClockThough'), fix)
    : undefined;
}

/** What a token says, judged for one account and protocol. */
export function examineToken(
  token: string,
  about: { readonly found: FoundAccount; readonly protocol: Protocol; readonly now: number },
): { readonly claims: TokenClaims; readonly findings: Finding[] } {
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
