import { msg } from '#messages/message.ts';
import { isBuiltInClient, isClientOfOrganization, type OAuthClient } from '#contract/oauth-client.ts';
import { presetFor } from '#contract/providers/presets.ts';
import type { AccountDirectory } from '#core/accounts/account-directory.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import type { Policy } from '#core/policy/policy.ts';
import { VaultError, type Vault } from '#core/storage/vault.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { type AccountContext, type ClientCredential, credentialSchema } from './grant.ts';
import { failure, vaultFailure } from './token-errors.ts';

interface CredentialStoreDeps {
  readonly vault: Vault;
  /** What a client that comes with the build proves itself with; undefined where there is none. */
  readonly builtIn: (clientId: string) => ClientCredential | undefined;
  /** Which accounts an organization lets sign in. */
  readonly policy: Pick<Policy, 'refusalOf'>;
}

/** What a client uses, and what waits beside it until the provider knows it. */
type Place = 'credential' | 'next-credential';

/** The OAuth clients' secrets, certificates and keys, in the vault. */
export class CredentialStore {
  readonly #deps: CredentialStoreDeps;
  /** By entry, what was asked for in this turn of the loop: at a start, each account asks for its client's. */
  readonly #reads = new Map<string, Promise<ClientCredential | undefined>>();

  constructor(deps: CredentialStoreDeps) {
    this.#deps = deps;
  }

  /** Undefined, and 'none', forget what was kept there. @throws VaultError */
  async keep(
    clientId: string,
    credential: ClientCredential | undefined,
    place: Place = 'credential',
  ): Promise<void> {
    const name = entryName(clientId, place);
    if (credential === undefined || credential.kind === 'none') await this.#deps.vault.delete(name);
    else await this.#deps.vault.set(name, JSON.stringify(credential));
  }

  /** Everything that is kept for a client. @throws VaultError */
  async forget(clientId: string): Promise<void> {
    await this.keep(clientId, undefined);
    await this.keep(clientId, undefined, 'next-credential');
  }

  /**
   * What is kept for a client, or undefined: also where it is damaged, so that it can be entered again.
   * @throws VaultError - vault-locked, vault-unavailable
   */
  async read(clientId: string, place: Place = 'credential'): Promise<ClientCredential | undefined> {
    const name = entryName(clientId, place);
    const begun = this.#reads.get(name);
    if (begun !== undefined) return begun;
    const reading = this.#read(name);
    this.#reads.set(name, reading);
    queueMicrotask(() => this.#reads.delete(name));
    return reading;
  }

  async #read(name: string): Promise<ClientCredential | undefined> {
    try {
      const text = await this.#deps.vault.get(name);
      return text === undefined ? undefined : credentialSchema.parse(JSON.parse(text));
    } catch (error) {
      if (error instanceof VaultError && error.code === 'vault-damaged') return undefined;
      throw error;
    }
  }

  /**
   * An account with what it signs in with, or undefined where there is no such account.
   * @throws OAuthError - the vault cannot be read, or the organization does not allow the account; ClientIncompleteError
   */
  async context(
    directory: Pick<AccountDirectory, 'withId'>,
    accountId: string,
  ): Promise<AccountContext | undefined> {
    const found = directory.withId(accountId);
    if (found === undefined) return undefined;
    const { account, client } = found;
    const refusal = this.#deps.policy.refusalOf(account.address, client.provider);
    if (refusal !== undefined) {
      const fix = msg('policy.askAdministrator');
      throw new OAuthError('refused', refusal, { fix, who: 'administrator', origin: 'here' });
    }
    try {
      return { account, ...(await this.provenClient(client)) };
    } catch (error) {
      throw error instanceof VaultError ? vaultFailure(error, account.address) : error;
    }
  }

  /**
   * A client with everything settled, and what it proves itself with.
   * @throws VaultError - it cannot be read now; ClientIncompleteError; OAuthError - the credential is gone or damaged, or
   *   this build comes without the client by now
   */
  async provenClient(client: OAuthClient): Promise<Pick<AccountContext, 'client' | 'credential'>> {
    if (isBuiltInClient(client.id)) {
      const credential = this.#deps.builtIn(client.id);
      if (credential === undefined) throw withdrawn(client);
      return { client: resolveClient(client), credential };
    }
    const kept = await this.read(client.id);
    if (kept !== undefined) return { client: resolveClient(client), credential: kept };
    if (client.credential === 'none') return { client: resolveClient(client), credential: { kind: 'none' } };
    const about = { client: client.name };
    const cause = new VaultError('vault-damaged', msg('signIn.credentialNotInVault', about));
    throw failure('signIn.credentialNotInVault', about, { cause });
  }
}

function withdrawn(client: OAuthClient): OAuthError {
  if (isClientOfOrganization(client.id))
    return failure('signIn.organizationClientWithdrawn', undefined, { remedy: 'switch-client' });
  const provider = presetFor(client).name;
  return failure('signIn.clientWithdrawn', { provider }, { remedy: 'switch-client' });
}

function entryName(clientId: string, place: Place): string {
  return `client/${clientId}/${place}`;
}
