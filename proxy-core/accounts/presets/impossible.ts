import type { OAuthClient } from '../oauth-client.ts';
import { domainOf, ownerOfDomain } from './domains.ts';
import { grantName, presetFor } from './presets.ts';

/** Why a client cannot serve, before anything is tried. */
export interface Impossible {
  readonly code: 'grant-not-offered' | 'cloud-not-offered' | 'tenant-not-specific' | 'personal-account';
  /** The field of the client to change. */
  readonly field: 'grant' | 'cloud' | 'tenant' | 'provider';
  /** What cannot be, and why. */
  readonly message: string;
  readonly fix: string;
}

type Considered = Pick<OAuthClient, 'provider' | 'grant' | 'cloud' | 'tenant' | 'tokenUrl'>;

const microsoftLogin: ReadonlySet<string> = new Set([
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'login.windows.net',
]);

/**
 * The tenant that a client really asks: the one in a Microsoft token URL of its own, else the one entered, else
 * the preset's. Lower case where it is one of the shared ones; undefined where there is none.
 */
export function effectiveTenant(client: Considered): string | undefined {
  if (client.tokenUrl !== undefined && URL.canParse(client.tokenUrl)) {
    const url = new URL(client.tokenUrl);
    const first = url.pathname.split('/')[1];
    const open = first === undefined || first === '' || /^%7btenant%7d$/i.test(first);
    if (microsoftLogin.has(url.hostname) && !open) return shared(first);
  }
  const tenant = client.tenant ?? presetFor(client).tenants?.[client.grant];
  return tenant === undefined ? undefined : shared(tenant);
}

/** A provider of Microsoft's, or a custom client that asks Microsoft's login host. */
function asksMicrosoft(client: Considered): boolean {
  if (client.provider === 'microsoft365' || client.provider === 'outlook') return true;
  const url = client.tokenUrl;
  return url !== undefined && URL.canParse(url) && microsoftLogin.has(new URL(url).hostname);
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
export function refuseImpossible(client: Considered, address?: string): Impossible | undefined {
  return refusedByProvider(client) ?? refusedByTenant(client) ?? refusedByAddress(client, address);
}

function refusedByProvider(client: Considered): Impossible | undefined {
  const preset = presetFor(client);
  if (client.provider === 'outlook' && client.cloud !== undefined && client.cloud !== 'global') {
    return {
      code: 'cloud-not-offered',
      field: 'cloud',
      message: 'Personal Outlook.com accounts are in the global cloud only.',
      fix: 'Choose the global cloud, or Microsoft 365 as the provider.',
    };
  }
  if (preset.grants.includes(client.grant)) return undefined;
  if (client.provider === 'outlook' && client.grant === 'client-credentials') {
    return personalAppOnly('Personal Microsoft accounts (outlook.com, hotmail.com, live.com, msn.com)');
  }
  if (client.provider === 'outlook' && client.grant === 'password') {
    return personalPassword('Personal Microsoft accounts (outlook.com, hotmail.com, live.com, msn.com)');
  }
  const offered = preset.grants.map((grant) => grantName[grant]).join(', ');
  return {
    code: 'grant-not-offered',
    field: 'grant',
    message:
      client.grant === 'service-account'
        ? `${preset.name} has no service accounts: they are Google's.`
        : `${preset.name} does not offer the grant “${grantName[client.grant]}” for mail.`,
    fix: `Choose one that it offers: ${offered}.`,
  };
}

function refusedByTenant(client: Considered): Impossible | undefined {
  const tenant = effectiveTenant(client);
  if (tenant === undefined || !asksMicrosoft(client)) return undefined;
  const findTenant =
    'Enter the Directory (tenant) ID. It is on the Overview page of the app registration in the Entra admin center.';
  if (client.grant === 'client-credentials') {
    if (tenant === 'consumers')
      return personalAppOnly('The tenant “consumers” stands for personal accounts; they');
    if (tenant === 'common' || tenant === 'organizations') {
      return {
        code: 'tenant-not-specific',
        field: 'tenant',
        message: `The tenant is “${tenant}”, which stands for many organizations. With client credentials nobody signs in, so Microsoft cannot tell which one is meant.`,
        fix: findTenant,
      };
    }
  }
  if (client.grant === 'password') {
    if (tenant === 'consumers') {
      return personalPassword('The tenant “consumers” stands for personal accounts; they');
    }
    if (tenant === 'common') {
      return {
        code: 'tenant-not-specific',
        field: 'tenant',
        message:
          'The tenant is “common”. Microsoft takes a password for a named tenant or for “organizations” only, because “common” could mean a personal account.',
        fix: `${findTenant} Or enter “organizations”.`,
      };
    }
  }
  return undefined;
}

function refusedByAddress(client: Considered, address: string | undefined): Impossible | undefined {
  if (address === undefined || !asksMicrosoft(client) || client.provider === 'outlook') return undefined;
  const domain = domainOf(address);
  const owner = domain === undefined ? undefined : ownerOfDomain(domain);
  if (owner === undefined || !('provider' in owner) || owner.provider !== 'outlook') return undefined;
  const subject = `${address} is a personal Microsoft account. Such accounts`;
  if (client.grant === 'client-credentials') return personalAppOnly(subject);
  if (client.grant === 'password') return personalPassword(subject);
  const tenant = effectiveTenant(client);
  if (tenant === undefined || tenant === 'common' || tenant === 'consumers') return undefined;
  return {
    code: 'personal-account',
    field: 'provider',
    message: `${subject} cannot sign in with this client: its tenant takes accounts of organizations only.`,
    fix: 'Use a client for Outlook.com, or one with the tenant “common” that allows personal accounts.',
  };
}

function personalAppOnly(subject: string): Impossible {
  return {
    code: 'personal-account',
    field: 'grant',
    message: `${subject} cannot be used with client credentials: no administrator stands behind them who could consent.`,
    fix: 'Use a client with the grant “Authorization code” and sign in once.',
  };
}

function personalPassword(subject: string): Impossible {
  return {
    code: 'personal-account',
    field: 'grant',
    message: `${subject} cannot be used with the password grant: Microsoft takes passwords this way for accounts of organizations only.`,
    fix: 'Use a client with the grant “Authorization code” and sign in once.',
  };
}
