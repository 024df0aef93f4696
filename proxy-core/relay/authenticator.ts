import { msg } from '#messages/message.ts';
import { isWholeDomain, canonicalAddress } from '#contract/account.ts';
import type { Protocol } from '#contract/endpoints.ts';
import { type AccountDirectory, type FoundAccount, plainestName } from '#core/accounts/account-directory.ts';
import { DerivationsBusyError } from '#core/accounts/derivation-queue.ts';
import { PasswordDigests } from '#core/accounts/local-password.ts';
import { isFirstLogin, type FirstLogins } from '#core/accounts/first-logins.ts';
import { tokenUse } from '#core/accounts/submission.ts';
import type { LocalPasswords } from '#core/accounts/local-passwords.ts';
import {
  TooManyLoginsError,
  type LoginAttempt,
  type LoginThrottle,
  type Suspicion,
} from '#core/accounts/login-throttle.ts';
import { type Clock, pause, timeLimit } from '#core/logging/clock.ts';
import { isCodedError } from '#core/errors/coded-error.ts';
import type { LoginRequest } from '#core/mail/dialogue.ts';
import type { AccessToken } from '#core/oauth/grant.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import type { TokenManager } from '#core/oauth/token-manager.ts';
import { VaultError } from '#core/storage/vault.ts';
import { peerOf } from './ip-network.ts';
import { limits } from './limits.ts';
import {
  cannotBeServed,
  notAdmitted,
  pausedAccount,
  refused,
  notAuthenticatedBy,
  unknownName,
  wrong,
  wrongPassword,
  type NotAuthenticated,
  type WrongLogin,
} from './refused-login.ts';

/** An accepted login: whose mailbox it opens, and the token for it. */
export interface Authenticated {
  readonly kind: 'authenticated';
  readonly found: FoundAccount;
  readonly token: AccessToken;
  /** The token that is valid now; a session can outlive the one that it began with. @throws OAuthError */
  current(): Promise<AccessToken>;
  /**
   * A new token, as the mail server did not accept this one; undefined where it refuses new ones too.
   * @throws OAuthError
   */
  renewed(refused: AccessToken): Promise<AccessToken | undefined>;
  /** The mail server has let this token in. */
  worked(token: AccessToken): void;
}

export interface AuthenticatorOptions {
  readonly protocol: Protocol;
  readonly peer: string;
  readonly signal: AbortSignal;
}

/** An id that no account has: an unknown name takes the same lookups as a known one, and so the same time. */
const noAccount = 'nobody';

interface AuthenticatorDeps {
  readonly directory: () => AccountDirectory;
  readonly passwords: LocalPasswords;
  readonly throttle: LoginThrottle<WrongLogin>;
  readonly tokens: TokenManager;
  readonly firstLogins: Pick<FirstLogins, 'admit'>;
  readonly clock: Clock;
}

/** Decides about a login: finds its account, checks the local password, and gets an access token. */
export class Authenticator {
  readonly #deps: AuthenticatorDeps;
  /** The passwords that a provider accepted in this run. */
  readonly #accepted = new PasswordDigests();

  constructor(deps: AuthenticatorDeps) {
    this.#deps = deps;
  }

  /**
   * Never throws for what a client or a provider can cause: that is a refusal. Without a right password a client gets
   * the same answer after the same time, whether there is such an account or not, and whether it is paused or has no
   * password.
   */
  async authenticate(
    login: LoginRequest,
    options: AuthenticatorOptions,
  ): Promise<Authenticated | NotAuthenticated> {
    const began = this.#deps.clock.now();
    let found = this.#deps.directory().find(login.username);
    let unproved = await this.#prove(login, options, found);
    if (isFirstLogin(found) && !found.account.paused) {
      const domain = found.account;
      const refusal = unproved === undefined ? await this.#admit(login, options, found) : undefined;
      if (refusal !== undefined) return refusal;
      found = this.#deps.directory().find(login.username);
      // of a mail program's several connections only one is the first: the password is the new account's by now
      if (unproved !== undefined && found?.account.id !== domain.id)
        unproved = await this.#prove(login, options, found);
    }
    if (unproved !== undefined || found === undefined) {
      await this.#waitToRefuse(began, options.signal);
      return unproved ?? wrong(found, unknownName(login));
    }
    const { account } = found;
    if (account.paused) return pausedAccount(found, account.address);
    try {
      return await this.#withToken(login, options, found);
    } catch (error) {
      if (!(error instanceof OAuthError) || error.code !== 'wrong-password')
        return notAuthenticatedBy(found, error);
      // it was right before, and the provider does not accept it any more
      const attempt = { ...attemptOf(login, found), peer: peerOf(options.peer) };
      this.#deps.throttle.failed(attempt);
      this.#accepted.retain(attempt.account, []);
      await this.#waitToRefuse(began, options.signal);
      return wrong(found, { cause: error.text, fix: error.fix });
    }
  }

  /**
   * Lets in an account for a device that cannot log in: that the device may send was found out in another way. Never
   * throws for what a provider can cause.
   */
  async authenticateDevice(
    found: FoundAccount,
    signal: AbortSignal,
  ): Promise<Authenticated | NotAuthenticated> {
    const { address, paused } = found.account;
    if (paused) return pausedAccount(found, address);
    try {
      return await this.#withToken(undefined, { protocol: 'smtp', signal }, found);
    } catch (error) {
      return notAuthenticatedBy(found, error);
    }
  }

  /** Makes an account of a first login. @returns undefined where this login has made it */
  async #admit(
    login: LoginRequest,
    { peer }: AuthenticatorOptions,
    found: FoundAccount,
  ): Promise<NotAuthenticated | undefined> {
    try {
      const outcome = await this.#deps.firstLogins.admit(found, { password: login.password, peer });
      return outcome === 'admitted' ? undefined : notAdmitted(found, outcome);
    } catch (error) {
      if (!isCodedError(error)) throw error;
      return refused(found, 'temporary', cannotBeServed(found, error));
    }
  }

  /** @returns undefined if the password is right */
  async #prove(
    login: LoginRequest,
    options: AuthenticatorOptions,
    found: FoundAccount | undefined,
  ): Promise<NotAuthenticated | undefined> {
    const attempt = { ...attemptOf(login, found), peer: peerOf(options.peer) };
    try {
      if (await this.#isKnown(attempt, found)) {
        this.#deps.throttle.succeeded(attempt);
        return undefined;
      }
    } catch (error) {
      return this.#unchecked(error, options, found);
    }
    const timeout = timeLimit(this.#deps.clock, limits.passwordCheckTimeout, options.signal);
    const checkSignal = found?.account.passwordMode === 'pass-on' ? options.signal : timeout.signal;
    try {
      const why = await this.#deps.throttle.attempt({ ...attempt, signal: checkSignal }, (suspicion) =>
        this.#check(login, options, found, suspicion),
      );
      return why === undefined ? undefined : wrong(found, why);
    } catch (error) {
      return this.#unchecked(checkSignal.aborted ? new TooManyLoginsError('waiting') : error, options, found);
    } finally {
      timeout.cancel();
    }
  }

  /** A password could not be checked now: the refusal is such that the client keeps it. */
  #unchecked(
    trouble: unknown,
    { peer }: AuthenticatorOptions,
    found: FoundAccount | undefined,
  ): NotAuthenticated {
    if (trouble instanceof OAuthError && found !== undefined) return notAuthenticatedBy(found, trouble);
    if (trouble instanceof VaultError) {
      const text = msg('activity.passwordsCannotCheckedMailwicketRight');
      return {
        ...refused(found, 'temporary', text),
        cause: found === undefined ? trouble.text : cannotBeServed(found, trouble),
      };
    }
    if (trouble instanceof DerivationsBusyError) return refused(found, 'temporary', trouble.text);
    if (!(trouble instanceof TooManyLoginsError)) throw trouble;
    if (trouble.why === 'waiting' || found === undefined) return refused(found, 'temporary', trouble.text);
    return {
      ...refused(found, 'temporary', trouble.text),
      cause: msg('activity.tooManyWrongPasswordsWere', { address: found.account.address, peer }),
      fix: msg('activity.findProgramTriesThemPassword'),
    };
  }

  /** Whether the password is known to be right without any cost, so that it need not wait for others' failures. */
  async #isKnown(attempt: Omit<LoginAttempt, 'signal'>, found: FoundAccount | undefined): Promise<boolean> {
    const { account: key, password } = attempt;
    const recognized = await this.#deps.passwords.recognizes(found?.account.id ?? noAccount, password);
    if (found?.account.passwordMode !== 'pass-on') return recognized;
    const accepted = this.#accepted.passwordOf(key, this.#accepted.digest(key, password)) !== undefined;
    return (recognized || accepted) && !this.#deps.throttle.isWrong(attempt);
  }

  /** A check that costs something. @returns undefined if the password is right */
  async #check(
    login: LoginRequest,
    options: AuthenticatorOptions,
    found: FoundAccount | undefined,
    suspicion: Suspicion,
  ): Promise<WrongLogin | undefined> {
    if (found === undefined) return unknownName(login);
    const { account } = found;
    const asker = { peer: peerOf(options.peer), signal: suspicion.signal };
    const adopts = account.passwordMode === 'adopt-first' && !account.paused;
    const isRight = adopts
      ? await this.#deps.passwords.adopt(account.id, login.password, asker)
      : await this.#deps.passwords.verify(account.id, login.password, asker);
    if (account.passwordMode === 'pass-on') return this.#forward(login, options, found, suspicion, isRight);
    if (isRight) return undefined;
    return wrongPassword(found, await this.#deps.passwords.has(account.id));
  }

  /**
   * Lets the provider judge a password that is not known here.
   * @param isKept - it was right at the last start
   */
  async #forward(
    login: LoginRequest,
    { protocol }: AuthenticatorOptions,
    found: FoundAccount,
    { isWrong, isGuess }: Suspicion,
    isKept: boolean,
  ): Promise<WrongLogin | undefined> {
    const { account, subject } = found;
    const { account: key, password } = attemptOf(login, found);
    const refusedBefore = {
      cause: msg('activity.providerDoesNotTakePassword', { address: subject }),
      fix: msg('activity.typePasswordIntoMailProgram', { address: subject }),
    };
    if (isWrong || password === '') return refusedBefore;
    if (isKept) return undefined;
    if (account.paused) {
      return {
        cause: msg('activity.pausedMailwicket', { address: account.address }),
        fix: msg('activity.resumeAccount'),
      };
    }
    if (isGuess) throw new TooManyLoginsError('wrong');
    try {
      // once the provider is asked, its answer counts, whether the client still waits for it or not
      const use = tokenUse(found, protocol);
      await this.#deps.tokens.accessToken({ accountId: account.id, subject, use, password });
    } catch (error) {
      if (!(error instanceof OAuthError) || error.code !== 'wrong-password') throw error;
      return { cause: error.text, fix: error.fix };
    }
    this.#accepted.remember(key, 'accepted', this.#accepted.digest(key, password));
    // of a whole domain, each mailbox has a password of its own
    if (!isWholeDomain(account.address)) {
      this.#deps.passwords.replaceAllLater(account.id, { name: 'account password', password });
    }
    return undefined;
  }

  async #withToken(
    login: LoginRequest | undefined,
    options: Pick<AuthenticatorOptions, 'protocol' | 'signal'>,
    found: FoundAccount,
  ): Promise<Authenticated> {
    const { account, subject } = found;
    const wanted = {
      accountId: account.id,
      subject,
      use: tokenUse(found, options.protocol),
      signal: options.signal,
      ...(account.passwordMode === 'pass-on' && login !== undefined ? { password: login.password } : {}),
    };
    const token = await this.#deps.tokens.accessToken(wanted);
    return {
      kind: 'authenticated',
      found,
      token,
      current: () => this.#deps.tokens.accessToken({ ...wanted, signal: undefined }),
      renewed: (bad) => this.#deps.tokens.replacedToken({ ...wanted, refused: bad }),
      worked: (accepted) => this.#deps.tokens.worked(wanted, accepted),
    };
  }

  /** Waits until a login that began then may be refused, or until its client has gone. */
  async #waitToRefuse(began: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    const left = began + limits.refusalTime - clock.now();
    if (left > 0) await pause(clock, left, signal).catch(() => undefined);
  }
}

/** What wrong passwords are counted by: the account whose password it would be, however its name was written. */
function attemptOf(
  { username, password }: LoginRequest,
  found: FoundAccount | undefined,
): Pick<LoginAttempt, 'account' | 'password'> {
  if (found === undefined) return { account: `unknown/${plainestName(username)}`, password };
  const { account, subject } = found;
  const isProviders = account.passwordMode === 'pass-on';
  return { account: isProviders ? `${account.id} ${canonicalAddress(subject)}` : account.id, password };
}
