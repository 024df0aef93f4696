import { sameAddress } from '../accounts/account.ts';
import type { Clock } from '../activity/clock.ts';
import type { AccountContext } from './account-tokens.ts';
import { withDeadline } from './deadline.ts';
import type { Grant, Interaction, Issued, ResolvedClient } from './grant.ts';
import { OAuthError } from './oauth-error.ts';
import { fingerprint, type TokenEntries, type TokenEntry } from './token-entry.ts';
import { bare, ownEntry } from './token-renewal.ts';

/** Nobody is at it any more: a code or a window left open for so long is given up. */
const longest = 30 * 60_000;

/** Signs accounts in with a person's help, one at a time for each account. */
export class AccountSignIn {
  readonly #entries: TokenEntries;
  readonly #clock: Clock;
  readonly #grantFor: (client: ResolvedClient) => Grant;
  readonly #contextOf: (accountId: string) => Promise<AccountContext>;
  readonly #underWay = new Map<string, AbortController>();

  constructor(deps: {
    entries: TokenEntries;
    clock: Clock;
    grantFor(client: ResolvedClient): Grant;
    contextOf(accountId: string): Promise<AccountContext>;
  }) {
    this.#entries = deps.entries;
    this.#clock = deps.clock;
    this.#grantFor = (client) => deps.grantFor(client);
    this.#contextOf = (accountId) => deps.contextOf(accountId);
  }

  isUnderWay(accountId: string): boolean {
    return this.#underWay.has(accountId);
  }

  /** Ends the sign-in that is under way, if one is. */
  cancel(accountId: string): void {
    this.#underWay.get(accountId)?.abort(cancelled());
  }

  /**
   * Runs the sign-in, and puts what it brought in the place of what was kept before, in one write.
   * Nothing is changed unless it succeeds.
   * @throws OAuthError - also when another sign-in of this account is under way
   */
  async run(
    accountId: string,
    interaction: Interaction,
    signal: AbortSignal,
  ): Promise<{ issued: Issued; context: AccountContext; entry: TokenEntry }> {
    if (this.#underWay.has(accountId)) {
      throw new OAuthError('refused', 'A sign-in of this account is under way already.', {
        fix: 'Finish it, or cancel it and begin again.',
      });
    }
    const controller = new AbortController();
    const abort = (): void => controller.abort(cancelled());
    this.#underWay.set(accountId, controller);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    try {
      return await withDeadline((ended) => this.#signIn(accountId, interaction, ended), {
        clock: this.#clock,
        milliseconds: longest,
        controller,
        late: () =>
          new OAuthError('cancelled', 'Nobody finished the sign-in.', {
            fix: 'Sign in to this account again.',
          }),
      });
    } finally {
      signal.removeEventListener('abort', abort);
      this.#underWay.delete(accountId);
    }
  }

  async #signIn(
    accountId: string,
    interaction: Interaction,
    signal: AbortSignal,
  ): Promise<{ issued: Issued; context: AccountContext; entry: TokenEntry }> {
    signal.throwIfAborted();
    const context = await this.#contextOf(accountId);
    const { account, client, credential } = context;
    const grant = this.#grantFor(client);
    if (!grant.interactive) {
      throw new OAuthError(
        'refused',
        `${account.address} needs no sign-in: its OAuth client gets tokens by itself.`,
        {
          fix: 'Check the account instead, or give it a client that signs a person in.',
        },
      );
    }
    // An entry that cannot be read is found out before a window opens, not after.
    await this.#entries.read(account);
    let state: string | undefined;
    let settled: Promise<Settled> | undefined;
    const settle = (issued: Issued): Promise<Settled> =>
      (settled ??= this.#settle(context, issued, () => state, signal));
    const issued = await grant.signIn(
      {
        account,
        subject: account.address,
        client,
        credential,
        scope: client.scope,
        // A new beginning: what a library kept of somebody else must not get mixed in.
        state: undefined,
        save: async (next) => {
          state = next;
        },
        fresh: true,
        signal,
      },
      {
        open: (url) => interaction.open(url),
        showCode: (code) => interaction.showCode(code),
        settle: async (brought) => (await settle(brought)).doubt,
      },
    );
    // a grant without a page to answer leaves it to us
    const { entry, doubt } = await settle(issued);
    return { issued: { ...issued, doubt }, context, entry };
  }

  /** Puts what a sign-in brought in the place of what was kept before, if it is the account's person. */
  async #settle(
    context: AccountContext,
    issued: Issued,
    state: () => string | undefined,
    signal: AbortSignal,
  ): Promise<Settled> {
    const { account, client } = context;
    return this.#entries.exclusively(account, undefined, async () => {
      signal.throwIfAborted();
      const before = await this.#entries.read(account);
      const doubt = judge(context, before?.identity, issued.identity);
      const own = ownEntry(before, client);
      const now = this.#clock.now();
      const entry: TokenEntry = {
        version: 1,
        clientId: client.id,
        // Some providers give a refresh token only at the first consent.
        state: state() ?? own?.state,
        identity: issued.identity ?? own?.identity,
        signedInAt: now,
        renewedAt: now,
        tokens: { '': { ...bare(issued.token), made: fingerprint(client, client.scope) } },
      };
      await this.#entries.write(account, entry);
      return { entry, doubt };
    });
  }
}

interface Settled {
  readonly entry: TokenEntry;
  readonly doubt: string | undefined;
}

/**
 * Another person at the same browser must not end up in this account's mail.
 * @param before - who signed in earlier, as the provider told it
 * @returns what the person is to look at, where it cannot be told whether it is the same
 * @throws OAuthError - it is somebody else
 */
function judge(
  context: AccountContext,
  before: string | undefined,
  now: string | undefined,
): string | undefined {
  const { address, mailbox, smtpUser } = context.account;
  if (now === undefined) {
    return `The provider does not tell who signed in. Make sure that it was the person of ${address}: look at the mail that arrives.`;
  }
  const expected = [before, address, mailbox, smtpUser];
  if (expected.some((one) => one !== undefined && sameAddress(one, now))) return undefined;
  if (before === undefined) {
    return `${now} signed in for ${address}. If that is another person, sign the account out and sign in again.`;
  }
  throw new OAuthError(
    'refused',
    `${now} signed in, but ${address} is signed in as ${before}. Nothing was changed.`,
    { fix: `Sign in as ${before}; or sign the account out first, if ${now} is meant to take its place.` },
  );
}

function cancelled(): OAuthError {
  return new OAuthError('cancelled', 'The sign-in was cancelled.', { fix: 'Sign in to this account again.' });
}
