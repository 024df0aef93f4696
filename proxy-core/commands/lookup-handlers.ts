import type { Message } from '#messages/message.ts';
import { sameAddress } from '#contract/account.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { validateClient } from '#core/accounts/client-validation.ts';
import { presetFor } from '#contract/providers/presets.ts';
import { providerOfAddress, type ProviderGuess } from '#core/accounts/provider-of-address.ts';
import type { CommandDeps, Handlers } from './deps.ts';

/** The command that finds out whose mail an address is. */
export function lookupHandlers(deps: CommandDeps): Handlers<'address-lookup'> {
  return {
    async 'address-lookup'({ address }) {
      await deps.ready();
      const settings = deps.settings();
      const existing = settings.accounts.find((account) => sameAddress(account.address, address));
      const guess = await providerOfAddress(address, { resolveMx: deps.resolveMx, clock: deps.clock });
      const clients = settings.clients
        .filter((client) => validateClient(client, address) === undefined)
        .map((client) => ({ client, rank: rankOf(client, guess, address) }))
        .filter(({ rank }) => rank > 0)
        .toSorted((a, b) => b.rank - a.rank)
        .map(({ client }) => client.id);
      return {
        guess: toldOf(guess),
        clients,
        ...(existing === undefined ? {} : { existing: existing.id }),
      };
    },
  };
}

/** How well a client fits: 3 is of the very provider, 1 may be (its endpoints are its own), 0 is not. */
function rankOf(client: OAuthClient, guess: ProviderGuess, address: string): number {
  // only an application's own token opens every mailbox of a domain
  const forDomain = client.grant === 'client-credentials' || client.grant === 'service-account';
  if (address.startsWith('*@') && !forDomain) return 0;
  if (client.provider === 'custom') return 1;
  if (guess.kind !== 'provider') return guess.kind === 'unknown' ? 1 : 0;
  if (client.provider !== guess.provider)
    return isMicrosoft(client.provider) && isMicrosoft(guess.provider) ? 2 : 0;
  return (client.cloud ?? 'global') === (guess.cloud ?? 'global') ? 3 : 0;
}

/** One registration can serve organizations and personal accounts alike. */
function isMicrosoft(provider: OAuthClient['provider']): boolean {
  return provider === 'microsoft365' || provider === 'outlook';
}

function toldOf(guess: ProviderGuess): {
  kind: ProviderGuess['kind'];
  provider?: OAuthClient['provider'];
  cloud?: NonNullable<OAuthClient['cloud']>;
  domain?: string;
  name?: string;
  explanation?: Message;
} {
  switch (guess.kind) {
    case 'provider': {
      const { kind, provider, cloud, domain } = guess;
      const { quirks, notes } = presetFor({ provider, cloud });
      // where no client is to be had, the first note tells what to do instead
      const explanation = quirks.closedToNewClients === true ? notes[0] : undefined;
      return {
        kind,
        provider,
        domain,
        cloud,
        explanation,
      };
    }
    case 'without-oauth': {
      const { kind, service, domain } = guess;
      return { kind, domain, name: service.name, explanation: service.explanation };
    }
    case 'unknown':
      return { kind: guess.kind };
    default:
      return guess satisfies never;
  }
}
