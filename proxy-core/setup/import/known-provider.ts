import type { Protocol, ServerAddress, Servers } from '#contract/endpoints.ts';
import type { Cloud } from '#contract/grants.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import type { ProviderId } from '#contract/providers/presets.ts';
import { allPresets, presetFor } from '#contract/providers/presets.ts';

/** What a token URL tells of its provider. */
export interface KnownProvider {
  readonly provider: ProviderId;
  readonly cloud?: Cloud;
  readonly tenant?: string;
}

const microsoftHosts: Readonly<Record<string, Cloud>> = {
  'login.microsoftonline.com': 'global',
  'login.microsoftonline.us': 'gcc-high',
  'login.partner.microsoftonline.cn': 'china',
};

/** Whose token URL this is; 'custom' where nobody's that is known. */
export function providerOfTokenUrl(tokenUrl: string): KnownProvider {
  if (!URL.canParse(tokenUrl)) return { provider: 'custom' };
  const { hostname, pathname } = new URL(tokenUrl);
  const cloud = Object.hasOwn(microsoftHosts, hostname) ? microsoftHosts[hostname] : undefined;
  if (cloud !== undefined) {
    const tenant = decodeURIComponent(pathname.split('/')[1] ?? '');
    if (cloud === 'global' && tenant === 'consumers') return { provider: 'outlook', tenant };
    return {
      provider: 'microsoft365',
      ...(cloud === 'global' ? {} : { cloud }),
      ...(tenant === '' ? {} : { tenant }),
    };
  }
  const preset = allPresets.find(({ endpoints }) => {
    const url = endpoints.tokenUrl;
    return url !== undefined && URL.canParse(url) && new URL(url).hostname === hostname;
  });
  // an older name of the same endpoint
  if (preset === undefined && hostname === 'accounts.google.com') return { provider: 'google' };
  return { provider: preset?.provider ?? 'custom' };
}

/** The endpoints that are not the preset's own, to be kept with the client. */
export function differingUrls(
  known: KnownProvider,
  urls: { readonly authorizationUrl: string | undefined; readonly tokenUrl: string | undefined },
): Partial<Pick<OAuthClient, 'authorizationUrl' | 'tokenUrl'>> {
  const { endpoints } = presetFor(known);
  const own = (url: string | undefined): string | undefined =>
    known.tenant === undefined ? url : url?.replace('{tenant}', encodeURIComponent(known.tenant));
  const { authorizationUrl, tokenUrl } = urls;
  return {
    ...(authorizationUrl === undefined || authorizationUrl === own(endpoints.authorizationUrl)
      ? {}
      : { authorizationUrl }),
    ...(tokenUrl === undefined || tokenUrl === own(endpoints.tokenUrl) ? {} : { tokenUrl }),
  };
}

/** A server section of another proxy. */
export interface FoundServer extends ServerAddress {
  readonly protocol: Protocol;
}

/**
 * The servers that a client needs beyond its preset: where a file has one server of a protocol that is nobody's
 * known one, it is meant.
 */
export function serversFor(known: KnownProvider, servers: readonly FoundServer[]): Servers {
  const own = presetFor(known).servers;
  const result: { -readonly [Key in Protocol]?: ServerAddress } = {};
  for (const protocol of ['imap', 'pop', 'smtp'] as const) {
    const candidates = servers.filter((server) => server.protocol === protocol);
    if (candidates.some(({ host }) => host.toLowerCase() === own[protocol]?.host)) continue;
    const foreign = candidates.filter(({ host }) => !isKnownHost(host));
    const [only, ...others] = foreign;
    if (only === undefined || others.length > 0) continue;
    result[protocol] = { host: only.host, port: only.port, tls: only.tls };
  }
  return result;
}

function isKnownHost(host: string): boolean {
  return allPresets.some(({ servers }) =>
    [servers.imap, servers.pop, servers.smtp].some((server) => server?.host === host.toLowerCase()),
  );
}
