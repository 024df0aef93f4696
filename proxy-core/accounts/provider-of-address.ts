import { systemClock, type Clock, within } from '#core/logging/clock.ts';
import type { Cloud } from '#contract/grants.ts';
import { type ProviderId, allPresets } from '#contract/providers/presets.ts';
import { withoutOAuth, type WithoutOAuth } from '#contract/providers/without-oauth.ts';
import { domainToASCII } from 'node:url';

/** Whose mail an address is. */
export type ProviderGuess =
  | {
      readonly kind: 'provider';
      readonly provider: ProviderId;
      readonly cloud: Cloud | undefined;
      readonly domain: string;
    }
  | { readonly kind: 'without-oauth'; readonly service: WithoutOAuth; readonly domain: string }
  | { readonly kind: 'unknown' };

/** Looks up mail exchangers, as `dns.promises.resolveMx` does. */
export type ResolveMx = (
  domain: string,
) => Promise<readonly { readonly exchange: string; readonly priority: number }[]>;

/** A form waits for this: longer than a slow resolver's first answer, shorter than patience. */
const defaultTimeout = 3000;
/** No domain has that many in earnest; a hostile zone may. */
const mostExchangers = 20;

/**
 * Tells the provider of an address: by its domain where that is known, else by its mail exchangers (RFC 5321
 * section 5.1). Never fails: what cannot be found out, or takes too long, is 'unknown'.
 * @param address - a mail address, or `*@domain`
 * @param options.timeout - milliseconds for the look-up
 */
export async function providerOfAddress(
  address: string,
  options: {
    readonly resolveMx: ResolveMx;
    readonly clock?: Clock | undefined;
    readonly timeout?: number | undefined;
  },
): Promise<ProviderGuess> {
  const domain = domainOf(address);
  if (domain === undefined) return { kind: 'unknown' };
  const owner = ownerOfDomain(domain);
  if (owner !== undefined) return guess(owner, domain);
  const { clock = systemClock, timeout = defaultTimeout } = options;
  let records: Awaited<ReturnType<ResolveMx>> = [];
  // one that throws at once is a failed look-up too
  const lookUp = async (): Promise<void> => {
    records = await options.resolveMx(domain);
  };
  await within(clock, timeout, lookUp());
  const ordered = records.slice(0, mostExchangers).toSorted((a, b) => a.priority - b.priority);
  for (const record of ordered) {
    const found = ownerOfExchanger(record.exchange);
    if (found !== undefined) return guess(found, domain);
  }
  return { kind: 'unknown' };
}

function guess(owner: Owner, domain: string): ProviderGuess {
  return 'withoutOAuth' in owner
    ? { kind: 'without-oauth', service: withoutOAuth[owner.withoutOAuth], domain }
    : { kind: 'provider', provider: owner.provider, cloud: owner.cloud, domain };
}

/** Whose mail a domain or a mail exchanger is. */
type Owner =
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
function ownerOfExchanger(exchanger: string): Owner | undefined {
  return byEnding(`.${exchanger.toLowerCase().replace(/\.$/, '')}`, exchangers);
}
