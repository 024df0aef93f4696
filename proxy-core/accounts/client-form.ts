import { type Message, list, msg } from '#messages/message.ts';
import type { GrantType } from '#contract/grants.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { loginHosts } from '#contract/providers/microsoft.ts';
import { grantName, isMicrosoft, presetFor } from '#contract/providers/presets.ts';
import { type Submission, submissionName } from '#contract/submission.ts';
import { domainOf, ownerOfDomain } from './provider-of-address.ts';
import { submissionsOf } from './submission.ts';

/** Why a client cannot serve, before anything is tried. */
export interface InvalidClient {
  readonly code:
    | 'grant-not-offered'
    | 'cloud-not-offered'
    | 'tenant-not-specific'
    | 'personal-account'
    | 'submission-not-offered';
  /** What cannot be, and why. */
  readonly message: Message;
  readonly fix: Message;
}

type Considered = Pick<
  OAuthClient,
  'provider' | 'grant' | 'cloud' | 'tenant' | 'tokenUrl' | 'submission' | 'submissionUrl'
>;

/**
 * The tenant that a client really asks: the one in a Microsoft token URL of its own, else the one entered, else
 * the preset's. Lower case where it is one of the shared ones; undefined where there is none.
 */
export function effectiveTenant(client: Considered): string | undefined {
  if (client.tokenUrl !== undefined && URL.canParse(client.tokenUrl)) {
    const url = new URL(client.tokenUrl);
    const first = url.pathname.split('/')[1];
    const open = first === undefined || first === '' || /^%7btenant%7d$/i.test(first);
    if (loginHosts.has(url.hostname) && !open) return shared(first);
  }
  const tenant = client.tenant ?? presetFor(client).tenants?.[client.grant];
  return tenant === undefined ? undefined : shared(tenant);
}

/** A provider of Microsoft's, or a custom client that asks Microsoft's login host. */
function asksMicrosoft(client: Considered): boolean {
  if (isMicrosoft(client.provider)) return true;
  const url = client.tokenUrl;
  return url !== undefined && URL.canParse(url) && loginHosts.has(new URL(url).hostname);
}

function shared(tenant: string): string {
  const lower = tenant.toLowerCase();
  return lower === 'common' || lower === 'organizations' || lower === 'consumers' ? lower : tenant;
}

/**
 * Tells why a client's grant cannot serve, as far as that is certain without asking the provider.
 * @param address - the account to serve, where it is known: personal Microsoft accounts have fewer grants
 * @returns the reason, with its fix; undefined if nothing speaks against it
 */
export function validateClient(client: Considered, address?: string): InvalidClient | undefined {
  return (
    refusedByProvider(client) ??
    refusedByTenant(client) ??
    refusedByAddress(client, address) ??
    refusedSubmission(client, client.submission)
  );
}

/** Why a client's accounts cannot send this way; undefined if they can. */
export function refusedSubmission(
  client: Considered,
  submission: Submission | undefined,
): InvalidClient | undefined {
  const offered = submissionsOf(client);
  if (submission === undefined || offered.includes(submission)) return undefined;
  const way = submissionName[submission];
  const about = { code: 'submission-not-offered' } as const;
  if (client.provider === 'custom') {
    const message = msg('accounts.submissionWithoutUrl', { way });
    return { ...about, message, fix: msg('accounts.enterSubmissionUrl') };
  }
  const message = msg('accounts.submissionNotOffered', { provider: presetFor(client).name, way });
  const names = list(offered.map((one) => submissionName[one]));
  return { ...about, message, fix: msg('accounts.chooseSubmission', { offered: names }) };
}

function refusedByProvider(client: Considered): InvalidClient | undefined {
  const { name, grants } = presetFor(client);
  const { provider, grant, cloud = 'global' } = client;
  const personal = provider === 'outlook';
  if (personal && cloud !== 'global') {
    const message = msg('accounts.personalOutlookComAccountsGlobal');
    const fix = msg('accounts.chooseGlobalCloudMicrosoft365');
    return { code: 'cloud-not-offered', message, fix };
  }
  if (grants.includes(grant)) return undefined;
  const refused = personal && refusedToPersons(grant, msg('accounts.personalMicrosoftAccountsOutlookCom'));
  if (refused) return refused;
  const message =
    grant === 'service-account'
      ? msg('accounts.noServiceAccountsTheyGoogles', { provider: name })
      : msg('accounts.doesNotOfferGrantMail', { provider: name, grant: grantName[grant] });
  const offered = list(grants.map((one) => grantName[one]));
  const fix = msg('accounts.chooseOneOffers', { offered });
  return { code: 'grant-not-offered', message, fix };
}

function refusedByTenant(client: Considered): InvalidClient | undefined {
  const tenant = effectiveTenant(client);
  if (tenant === undefined || !asksMicrosoft(client)) return undefined;
  const { grant } = client;
  if (tenant === 'consumers')
    return refusedToPersons(grant, msg('accounts.tenantConsumersStandsPersonalAccounts'));
  const about = { code: 'tenant-not-specific' } as const;
  const fix = msg('accounts.enterDirectoryTenantIdOverview');
  if (grant === 'client-credentials' && (tenant === 'common' || tenant === 'organizations')) {
    const message = msg('accounts.tenantStandsManyOrganizationsClient', { tenant });
    return { ...about, message, fix };
  }
  if (grant !== 'password' || tenant !== 'common') return undefined;
  const message = msg('accounts.tenantCommonMicrosoftTakesPassword');
  return { ...about, message, fix: msg('accounts.enterOrganizations', { sentence: fix }) };
}

function refusedByAddress(client: Considered, address: string | undefined): InvalidClient | undefined {
  if (address === undefined || !asksMicrosoft(client) || client.provider === 'outlook') return undefined;
  const domain = domainOf(address);
  const owner = domain === undefined ? undefined : ownerOfDomain(domain);
  if (owner === undefined || !('provider' in owner) || owner.provider !== 'outlook') return undefined;
  const accounts = msg('accounts.personalMicrosoftAccountSuchAccounts', { address });
  const refused = refusedToPersons(client.grant, accounts);
  if (refused !== undefined) return refused;
  const tenant = effectiveTenant(client);
  if (tenant === undefined || tenant === 'common' || tenant === 'consumers') return undefined;
  const message = msg('accounts.cannotSignClientTenantTakes', { accounts });
  const fix = msg('accounts.useClientOutlookComOne');
  return { code: 'personal-account', message, fix };
}

/** Why a grant does not serve personal Microsoft accounts; undefined where it does. */
function refusedToPersons(grant: GrantType, accounts: Message): InvalidClient | undefined {
  if (grant !== 'client-credentials' && grant !== 'password') return undefined;
  const message =
    grant === 'password'
      ? msg('accounts.cannotUsedPasswordGrantMicrosoft', { accounts })
      : msg('accounts.cannotUsedClientCredentialsNo', { accounts });
  const fix = msg('accounts.useClientGrantAuthorizationCode');
  return { code: 'personal-account', message, fix };
}
