import { z } from 'zod';
import { sameAddress } from '#contract/account.ts';
import { Emitter } from '#contract/emitter.ts';
import { submissionName } from '#contract/submission.ts';
import type { AccountView } from '#contract/views.ts';
import type { Language } from '#messages/languages.ts';
import {
  list,
  type Message,
  mapWords,
  messageSchema,
  msg,
  sentences,
  sentencesIfAny,
} from '#messages/message.ts';
import { oneLine } from '#messages/plain-text.ts';
import { sendsBy } from '#core/accounts/submission.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { withDeadline } from '#core/logging/clock.ts';
import type { AccountContext, Grant, GrantRequest, Interaction, Issued } from './grant.ts';
import type { Attempts, RunningAttempt } from './shared-attempts.ts';
import { failure, toBeginAgain } from './token-errors.ts';
import { signInTimeout } from './token-policy.ts';
import type { TokenDeps } from './token-refresh.ts';
import { bare, fingerprint, ownEntry, type TokenEntry } from './token-store.ts';

/** A sign-in that waits for somebody: what to show. */
export type OpenSignIn = Readonly<NonNullable<AccountView['signIn']>>;
/** What is told of a sign-in: what to show, and once it has succeeded, what its person is to look at. */
export type ToldSignIn = OpenSignIn & { readonly doubt?: Message };

/**
 * Opens a page for a person: the system's browser, or a window of the desktop.
 * @param about.accountId - whose page it is: an account's id; with the purpose 'admin-consent' an OAuth client's
 */
export type OpenPage = (
  url: string,
  about: { readonly accountId: string; readonly purpose?: 'admin-consent' },
) => Promise<void>;

interface SignInsDeps {
  /** What is asked of the token manager. */
  readonly tokens: {
    signIn(accountId: string, interaction: Interaction, followed?: RunningAttempt): Promise<Issued>;
    readonly signIns: Attempts;
  };
  readonly open: OpenPage;
  /** Called whenever what is to be shown of an account's sign-in has changed. */
  readonly changed: (accountId: string) => void;
}

/** What another node tells of a sign-in that has ended there. */
const toldSchema = z.object({ doubt: messageSchema.optional() });

/** Signs accounts in with a person's help, one at a time for each account. */
export class SignInRunner {
  readonly #deps: TokenDeps;
  /** Those under way. */
  readonly attempts: Attempts;

  constructor(deps: TokenDeps, attempts: Attempts) {
    this.#deps = deps;
    this.attempts = attempts;
  }

  /**
   * Runs the sign-in, and puts what it brought in the place of what was kept before, in one write.
   * Nothing is changed unless it succeeds.
   * @param followed - where another node has begun it
   * @throws OAuthError - 'cancelled' also when another sign-in of this account is under way already
   */
  async run(accountId: string, interaction: Interaction, followed?: RunningAttempt): Promise<SignedIn> {
    return this.attempts.run(accountId, {
      followed,
      busy: () => failure('signIn.signAccountUnderWayAlready'),
      work: (attempt, controller) =>
        withDeadline((signal) => this.#signIn(accountId, { ...interaction, attempt }, signal), {
          clock: this.#deps.clock,
          milliseconds: signInTimeout,
          controller,
          late: () => failure('signIn.nobodyFinishedSign'),
        }).catch((error: unknown) => {
          throw toBeginAgain(error);
        }),
      elsewhere: (told) => this.#endedElsewhere(accountId, told),
    });
  }

  /** The sign-in as another node has ended it. */
  async #endedElsewhere(accountId: string, told: unknown): Promise<SignedIn> {
    const { doubt } = toldSchema.parse(told);
    const context = await this.#deps.contextOf(accountId);
    const entry = await this.#deps.store.read(context.account);
    const token = entry?.tokens[''];
    if (entry === undefined || token === undefined)
      throw failure('signIn.notSignedYet', { address: context.account.address });
    return { issued: { token: bare(token), identity: entry.identity, doubt }, context, entry };
  }

  async #signIn(accountId: string, interaction: Interaction, signal: AbortSignal): Promise<SignedIn> {
    signal.throwIfAborted();
    const context = await this.#deps.contextOf(accountId);
    const { account, client, credential } = context;
    const grant = this.#deps.grantFor(client);
    if (!canSignIn(grant)) throw failure('signIn.needsNoSignOauthClient', { address: account.address });
    // An entry that cannot be read is found out before a window opens, not after.
    await this.#deps.store.read(account);
    let state: string | undefined;
    let settled: Promise<Settled> | undefined;
    const settleOnce = async (issued: Issued): Promise<Settled> => {
      if (client.grant === 'device-code' && request.alsoConsent !== undefined) {
        await consentByAnotherCode(grant, { ...request, state }, issued, interaction);
      }
      return this.#settle(context, issued, state, signal);
    };
    const request: GrantRequest = {
      account,
      subject: account.address,
      client,
      credential,
      scope: client.scope,
      alsoConsent: alsoConsented(context),
      // A new beginning: what a library kept of somebody else must not get mixed in.
      state: undefined,
      save: async (next) => {
        state = next;
      },
      fresh: true,
      signal,
    };
    const issued = await grant.signIn(request, {
      ...interaction,
      settle: async (brought) => (await (settled ??= settleOnce(brought))).doubt,
    });
    // a grant without a page to answer leaves it to us
    const { entry, doubt } = await (settled ??= settleOnce(issued));
    return { issued: { ...issued, doubt }, context, entry };
  }

  /** Puts what a sign-in brought in the place of what was kept before, if it is the account's person. */
  async #settle(
    context: AccountContext,
    issued: Issued,
    state: string | undefined,
    signal: AbortSignal,
  ): Promise<Settled> {
    const { account, client } = context;
    return this.#deps.store.exclusively(account, undefined, async () => {
      signal.throwIfAborted();
      const before = await this.#deps.store.read(account);
      const own = ownEntry(before, client);
      // some providers give a refresh token only at the first consent
      const kept = state ?? own?.state;
      const doubt = sentencesIfAny(
        judge(context, before, issued.identity),
        notGranted(context, issued),
        kept === undefined ? msg('signIn.noRefreshToken') : undefined,
      );
      const now = this.#deps.clock.now();
      const entry: TokenEntry = {
        version: 1,
        clientId: client.id,
        state: kept,
        identity: issued.identity ?? own?.identity,
        signedInAt: now,
        renewedAt: now,
        tokens: { '': { ...bare(issued.token), made: fingerprint(client, client.scope) } },
      };
      await this.#deps.store.write(account, entry);
      return { entry, doubt };
    });
  }
}

/** The scopes of the API that the account sends through: their tokens come later, by the refresh token of this sign-in. */
function alsoConsented({ account, client }: AccountContext): string | undefined {
  const scope = client.ownScopes[sendsBy(account, client)];
  // of a protocol's narrower scopes nothing is new
  if (scope === undefined || sendsBy(account, client) === 'smtp') return undefined;
  const known = client.scope.split(/\s+/);
  return scope
    .split(' ')
    .filter((word) => !known.includes(word))
    .join(' ');
}

/**
 * A device code is for one audience (Microsoft Entra, AADSTS28000): where nobody has consented yet to the API that the
 * account sends through, the person types a second code for it. The refresh token that it brings serves both.
 * @param request - of the sign-in that has succeeded, with what it kept
 * @throws OAuthError - the second code was not typed, or somebody else typed it
 */
async function consentByAnotherCode(
  grant: Required<Grant>,
  request: GrantRequest,
  first: Issued,
  interaction: Interaction,
): Promise<void> {
  const { account, client } = request;
  const way = sendsBy(account, client);
  const asked = { ...request, scope: client.ownScopes[way] ?? client.scope, alsoConsent: client.scope };
  try {
    await grant.renew(asked);
    return;
  } catch (error) {
    request.signal.throwIfAborted();
    // what else is wrong with it is told when something is sent: the sign-in itself has succeeded
    if (!(error instanceof OAuthError) || error.code !== 'needs-sign-in') return;
  }
  const second = await grant.signIn(
    { ...asked, state: undefined },
    {
      open: (url) => interaction.open(url),
      showCode: (code) =>
        interaction.showCode({ ...code, why: msg('signIn.secondCode', { way: submissionName[way] }) }),
    },
  );
  const [before, now] = [first.identity, second.identity];
  if (before !== undefined && now !== undefined && !sameAddress(before, now)) {
    throw failure('signIn.signedButSignedNothingChanged', { address: account.address, before, now });
  }
}

/** What a sign-in that succeeded brought, and the entry that is kept of it. */
interface SignedIn {
  readonly issued: Issued;
  readonly context: AccountContext;
  readonly entry: TokenEntry;
}

interface Settled {
  readonly entry: TokenEntry;
  readonly doubt: Message | undefined;
}

/**
 * Another person at the same browser must not end up in this account's mail.
 * @param earlier - what an earlier sign-in left, with who it was where the provider told it
 * @returns what the person is to look at, where it cannot be told whether it is the same
 * @throws OAuthError - it is somebody else
 */
function judge(
  context: AccountContext,
  earlier: TokenEntry | undefined,
  now: string | undefined,
): Message | undefined {
  const { address, mailbox, smtpUser } = context.account;
  const before = earlier?.identity;
  if (now === undefined) {
    // a provider that names nobody is no news at the second sign-in
    const own = ownEntry(earlier, context.client);
    const isKnown = own?.signedInAt !== undefined && own.identity === undefined;
    return isKnown ? undefined : msg('signIn.identityNotTold', { address });
  }
  const expected = [before, address, mailbox, smtpUser];
  if (expected.some((one) => one !== undefined && sameAddress(one, now))) return undefined;
  if (before === undefined) return msg('signIn.otherIdentity', { now, address });
  throw failure('signIn.signedButSignedNothingChanged', { now, address, before });
}

/** What every provider knows, and few name in their answer. */
const silent = new Set(['', 'openid', 'profile', 'email', 'offline_access', '.default']);

/** What was asked for and not ticked on the provider's page (RFC 6749 section 5.1), by the last part of its name. */
function notGranted({ client }: AccountContext, { scope }: Issued): Message | undefined {
  if (scope === undefined) return undefined;
  const granted = new Set(scope.split(/\s+/).map(lastPart));
  const missing = client.scope
    .split(/\s+/)
    .filter((one) => !silent.has(lastPart(one)) && !granted.has(lastPart(one)));
  return missing.length === 0 ? undefined : msg('signIn.notGranted', { scopes: list(missing) });
}

/** Resources have several names (outlook.office.com, outlook.office365.com), permissions have one. */
function lastPart(scope: string): string {
  return scope.toLowerCase().replace(/\/$/, '').replace(/^.*\//, '');
}

function canSignIn(grant: Grant): grant is Required<Grant> {
  return grant.signIn !== undefined;
}

/** Opens pages for the sign-ins that are under way, and has what is to be shown of each. */
export class SignIns {
  readonly #deps: SignInsDeps;
  readonly #shown = new Map<string, OpenSignIn>();
  readonly #doubts = new Map<string, Message>();
  readonly #pages = new Emitter<[told: ToldSignIn, accountId: string]>();
  /** Calls back when there is a page, a code or a doubt to show; ends with the returned function. */
  readonly onShown = this.#pages.on;

  constructor(deps: SignInsDeps) {
    this.#deps = deps;
  }

  /** What to show of an account's sign-in, if one is under way. */
  of(accountId: string): OpenSignIn | undefined {
    return this.#deps.tokens.signIns.isRunning(accountId) ? (this.#shown.get(accountId) ?? {}) : undefined;
  }

  /**
   * Signs an account in; resolves when tokens are kept.
   * @param language - of the page at the end; the browser's where left out
   * @throws OAuthError - 'cancelled' when another is under way already
   */
  async signIn(accountId: string, language?: Language): Promise<Issued> {
    if (!this.#deps.tokens.signIns.isRunning(accountId)) this.#shown.delete(accountId);
    const interaction = this.#interaction(accountId, async (url, shown) => {
      this.#pages.emit(shown, accountId);
      await this.#deps.open(url, { accountId });
    });
    const issued = await this.#deps.tokens.signIn(accountId, { ...interaction, language });
    this.settle(accountId, issued.doubt);
    if (issued.doubt !== undefined) this.#pages.emit({ doubt: issued.doubt }, accountId);
    return issued;
  }

  /** What the last sign-in left in doubt. */
  doubtOf(accountId: string): Message | undefined {
    return this.#doubts.get(accountId);
  }

  /** The last sign-in counts for nothing any more, or its person says that it is right. @param doubt - what remains */
  settle(accountId: string, doubt?: Message): void {
    if (doubt === undefined) this.#doubts.delete(accountId);
    else this.#doubts.set(accountId, doubt);
    this.#deps.changed(accountId);
  }

  /**
   * Shows the sign-ins that other nodes have begun, and takes their answers where they come here.
   * @param signedIn - told of those that went well, wherever they ended
   */
  follow(signedIn: (accountId: string, issued: Issued) => Promise<void>): void {
    this.#deps.tokens.signIns.follow((accountId, attempt) => {
      this.#shown.delete(accountId);
      this.#deps.tokens
        .signIn(accountId, this.#interaction(accountId), attempt)
        .then((issued) => {
          this.settle(accountId, issued.doubt);
          return signedIn(accountId, issued);
        })
        // the account's state says why not
        .catch(() => undefined);
    });
  }

  #interaction(accountId: string, open?: (url: string, shown: OpenSignIn) => Promise<void>): Interaction {
    const show = async (url: string, shown: OpenSignIn): Promise<void> => {
      this.#shown.set(accountId, shown);
      this.#deps.changed(accountId);
      await open?.(url, shown);
    };
    return {
      open: (url) => show(url, { url }),
      showCode: (code) => {
        const url = code.verificationUriComplete ?? code.verificationUri;
        return show(url, {
          url,
          userCode: oneLine(code.userCode),
          expiresAt: code.expiresAt,
          message: mapWords(sentences(code.why, code.message), oneLine),
          why: code.why,
        });
      },
    };
  }

  /** Cancels an account's sign-in; none under way is no error. */
  cancel(accountId: string): void {
    this.#deps.tokens.signIns.cancel(accountId);
  }
}
