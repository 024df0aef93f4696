import { isWholeDomain, sameAddress } from '#contract/account.ts';
import type { CommandOutput } from '#contract/commands.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { isMicrosoft, presetFor, type ProviderId } from '#contract/providers/presets.ts';
import type { BuiltInStanding } from '#core/accounts/built-in-clients.ts';
import { validateClient } from '#core/accounts/client-form.ts';
import { providerOfAddress, type ProviderGuess } from '#core/accounts/provider-of-address.ts';
import { administratorMessage } from '#core/setup/administrator-message.ts';
import { clientOf, type CommandDeps, type Handlers } from './deps.ts';

/** The commands that find out whose mail an address is, and whom to ask for it. */
export function lookupHandlers(deps: CommandDeps): Handlers<'address-lookup' | 'administrator-message'> {
  const guessOf = (address: string): Promise<ProviderGuess> =>
    providerOfAddress(address, { resolveMx: deps.resolveMx, clock: deps.clock });
  return {
    async 'administrator-message'({ address, client: reference }) {
      await deps.ready();
      const client = reference === undefined ? undefined : await clientOf(deps, reference);
      const guess = address === undefined ? undefined : await guessOf(address);
      const fitting =
        address === undefined ? [] : fittingClients(deps, guess ?? { kind: 'unknown' }, address);
      return administratorMessage({
        address,
        client: client ?? fitting[0],
        guess: guess?.kind === 'provider' ? { ...guess, audience: audienceOf(guess) } : undefined,
      });
    },
    async 'address-lookup'({ address }) {
      await deps.ready();
      const settings = deps.settings();
      const existing = settings.accounts.find((account) => sameAddress(account.address, address));
      if (existing === undefined) deps.policy.refuseNew(address, undefined);
      const guess = await guessOf(address);
      if (existing === undefined && guess.kind === 'provider') deps.policy.refuseNew(address, guess.provider);
      const clients = fittingClients(deps, guess, address).map(({ id }) => id);
      return { guess: toldOf(guess), clients, existing: existing?.id };
    },
  };
}

/** The clients that could sign an address in, the best first. */
function fittingClients(deps: CommandDeps, guess: ProviderGuess, address: string): OAuthClient[] {
  return deps
    .settings()
    .clients.filter((client) => validateClient(client, address) === undefined)
    .map((client) => {
      const builtIn = deps.builtIn.standingOf(client.id);
      const rank =
        builtIn === undefined
          ? rankOf(client, guess, address)
          : rankOfBuiltIn(client, builtIn, guess, address);
      return { client, rank };
    })
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ client }) => client);
}

/** How well a client fits: 3 is of the very provider, 1 may be (its endpoints are its own), 0 is not. */
function rankOf(client: OAuthClient, guess: ProviderGuess, address: string): number {
  // a password is one mailbox's: an application's own token opens all of a domain, and its people sign in one by one
  if (isWholeDomain(address) && client.grant === 'password') return 0;
  if (client.provider === 'custom') return 1;
  if (guess.kind !== 'provider') return guess.kind === 'unknown' ? 1 : 0;
  // one registration can serve organizations and personal accounts alike
  if (client.provider !== guess.provider)
    return isMicrosoft(client.provider) && isMicrosoft(guess.provider) ? 2 : 0;
  return (client.cloud ?? 'global') === (guess.cloud ?? 'global') ? 3 : 0;
}

/**
 * One that comes with the build goes before all others, but only where it is for this very kind of account; one of the
 * organization wherever it may fit.
 */
function rankOfBuiltIn(
  client: OAuthClient,
  { audience, withdrawn, byOrganization }: BuiltInStanding,
  guess: ProviderGuess,
  address: string,
): number {
  if (withdrawn) return 0;
  const rank = rankOf(client, guess, address);
  if (byOrganization) return rank === 0 ? 0 : rank + 2;
  if (guess.kind !== 'provider') return audience === 'personal' ? 0 : rank;
  return (audience === 'both' || audience === audienceOf(guess)) && rank > 2 ? rank + 1 : 0;
}

/** Whose account it is: persons have theirs under the provider's own domains. */
function audienceOf({ provider, domain }: { readonly provider: ProviderId; readonly domain: string }) {
  return presetFor({ provider }).domains.includes(domain) ? ('personal' as const) : ('organization' as const);
}

function toldOf(guess: ProviderGuess): CommandOutput<'address-lookup'>['guess'] {
  switch (guess.kind) {
    case 'provider': {
      const { kind, provider, cloud, domain } = guess;
      const { quirks, notes, appPassword, servers } = presetFor({ provider, cloud });
      // where no client is to be had, the first note tells what to do instead
      const explanation = quirks.closedToNewClients === true ? notes[0] : undefined;
      const audience = audienceOf(guess);
      return { kind, provider, domain, cloud, explanation, audience, appPassword, servers };
    }
    case 'without-oauth': {
      const { kind, service, domain } = guess;
      const { name, explanation, appPassword, servers } = service;
      return { kind, domain, name, explanation, appPassword, servers };
    }
    case 'unknown':
      return { kind: guess.kind };
    default:
      return guess satisfies never;
  }
}
