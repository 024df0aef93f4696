import type { SandboxClient } from './directory.ts';
import { ProviderError, type ProviderStyle } from './provider-error.ts';

export type MailProtocol = 'imap' | 'pop' | 'smtp';

const identityScopes = new Set(['openid', 'profile', 'email', 'offline_access']);
const exchangeHosts = new Set(['outlook.office.com', 'outlook.office365.com']);
const exchangeDelegated: Record<MailProtocol, string> = {
  imap: 'IMAP.AccessAsUser.All',
  pop: 'POP.AccessAsUser.All',
  smtp: 'SMTP.Send',
};
const exchangeRoles: Record<MailProtocol, string> = {
  imap: 'IMAP.AccessAsApp',
  pop: 'POP.AccessAsApp',
  smtp: 'SMTP.SendAsApp',
};
/** Scopes of other providers that open a mailbox over every protocol. */
const wholeMailbox = new Set(['https://mail.google.com/', 'mail-w', 'mail']);
const fastmail = 'https://www.fastmail.com/dev/protocol-';

/** A scope parameter as a list, in order, without repeats. */
export function parseScopes(text: string): string[] {
  return [...new Set(text.split(' ').filter((scope) => scope !== ''))];
}

export function isIdentityScope(scope: string): boolean {
  return identityScopes.has(scope);
}

/** The resource (audience) that a scope is of: everything before its last path segment. */
function resourceOf(scope: string): string | undefined {
  if (isIdentityScope(scope)) return undefined;
  if (!URL.canParse(scope)) return 'https://graph.microsoft.com';
  const end = scope.lastIndexOf('/');
  return scope.slice(0, end).replace(/\/+$/, '');
}

/**
 * The audience of a token for these scopes: the one resource that they name.
 * Throws ProviderError 28000 for scopes of two resources in one token request.
 */
export function audienceOf(scopes: readonly string[], style: ProviderStyle): string {
  const resources = new Set(scopes.flatMap((scope) => resourceOf(scope) ?? []));
  if (style === 'entra' && resources.size > 1) throw new ProviderError('invalid_request', 28000);
  const [first] = resources;
  return first ?? 'https://graph.microsoft.com';
}

/** Whether delegated scopes, as a token carries them, let a person in over a protocol. */
export function scopesAllow(scopes: readonly string[], audience: string, protocol: MailProtocol): boolean {
  return scopes.some((scope) => {
    if (wholeMailbox.has(scope) || scope === `${fastmail}${protocol}` || scope === protocol) return true;
    return isExchange(audience) && scope.slice(scope.lastIndexOf('/') + 1) === exchangeDelegated[protocol];
  });
}

/** Whether application roles, as a token carries them, let a program in over a protocol. */
export function rolesAllow(roles: readonly string[], audience: string, protocol: MailProtocol): boolean {
  return isExchange(audience) && roles.includes(exchangeRoles[protocol]);
}

export function isExchange(audience: string): boolean {
  return URL.canParse(audience) && exchangeHosts.has(new URL(audience).hostname);
}

/** Those of the resource of the first one, and those that are of none. */
export function ofFirstResource(scopes: readonly string[]): string[] {
  const first = scopes.map(resourceOf).find((resource) => resource !== undefined);
  return scopes.filter((scope) => [undefined, first].includes(resourceOf(scope)));
}

/** Puts the registered delegated permissions of a resource in the place of its '/.default'. */
export function expandDefault(scopes: readonly string[], client: SandboxClient): string[] {
  const all = scopes.flatMap((scope) => {
    if (!scope.endsWith('/.default')) return [scope];
    const resource = scope.slice(0, -'.default'.length);
    return (client.delegatedPermissions ?? []).filter((permission) => permission.startsWith(resource));
  });
  return [...new Set(all)];
}
