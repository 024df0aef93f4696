/** Microsoft's login hosts: their version 1 endpoints know resources, not scopes. */
const MICROSOFT_LOGIN_HOSTS = new Set([
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'login.chinacloudapi.cn',
]);

/**
 * The parameters that say what the token is for: `scope`; or, at Microsoft's version 1 token endpoint (21Vianet's
 * password grant), `resource`: the address before the permission's name.
 */
export function scopeParameters(tokenUrl: string, scope: string): Record<string, string> {
  if (scope === '') return {};
  if (!isVersion1(tokenUrl)) return { scope };
  const resource = scope.split(/\s+/).find((name) => name.startsWith('https://'));
  return resource === undefined ? {} : { resource: new URL(resource).origin };
}

function isVersion1(tokenUrl: string): boolean {
  const url = new URL(tokenUrl);
  return MICROSOFT_LOGIN_HOSTS.has(url.hostname) && /\/oauth2\/token\/?$/.test(url.pathname);
}
