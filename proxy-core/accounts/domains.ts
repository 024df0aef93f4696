import { domainToASCII } from 'node:url';
import type { Cloud } from '#contract/grants.ts';
import { allPresets, type ProviderId } from '#contract/providers/presets.ts';
import { withoutOAuth, type WithoutOAuth } from '#contract/providers/without-oauth.ts';

/** Whose mail a domain or a mail exchanger is. */
export type Owner =
  { readonly provider: ProviderId; readonly cloud?: Cloud } | { readonly withoutOAuth: WithoutOAuth['id'] };

const owners: readonly (readonly [
  Owner,
  {
    readonly domains: readonly string[];
    readonly domainEndings?: readonly string[];
    readonly exchangers: readonly string[];
  },
])[] = [
  ...allPresets.map((preset) => {
    const { provider, cloud } = preset;
    return [cloud === undefined ? { provider } : { provider, cloud }, preset] as const;
  }),
  ...Object.values(withoutOAuth).map((one) => [{ withoutOAuth: one.id }, one] as const),
];

const byDomain = new Map(
  owners.flatMap(([owner, { domains }]) => domains.map((domain) => [domain, owner] as const)),
);
const tenantDomains = owners.flatMap(([owner, { domainEndings = [] }]) =>
  domainEndings.map((ending) => [ending, owner] as const),
);
const exchangers = owners.flatMap(([owner, known]) =>
  known.exchangers.map((ending) => [ending, owner] as const),
);

function byEnding(name: string, endings: readonly (readonly [string, Owner])[]): Owner | undefined {
  return endings.find(([ending]) => name.endsWith(ending))?.[1];
}

/** The domain of an address in the form that DNS takes (RFC 5891); undefined where there is none. */
export function domainOf(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  if (at < 0) return undefined;
  const domain = domainToASCII(address.slice(at + 1).trim()).toLowerCase();
  return domain === '' ? undefined : domain;
}

/** Whose mail a domain is, for the domains that are known by name. */
export function ownerOfDomain(domain: string): Owner | undefined {
  return byDomain.get(domain) ?? byEnding(domain, tenantDomains);
}

/** Whose mail exchanger this is. */
export function ownerOfExchanger(exchanger: string): Owner | undefined {
  return byEnding(`.${exchanger.toLowerCase().replace(/\.$/, '')}`, exchangers);
}
