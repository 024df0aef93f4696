import { canonicalAddress } from '../accounts/account.ts';
import type { AccountDirectory, FoundAccount } from '../accounts/account-directory.ts';
import { DerivationsBusyError } from '../accounts/derivation-queue.ts';
import type { LocalPasswords } from '../accounts/local-passwords.ts';
import { plainestName } from '../accounts/login-name.ts';
import {
  TooManyLoginsError,
  type LoginAttempt,
  type LoginThrottle,
  type Suspicion,
} from '../accounts/login-throttle.ts';
import { PasswordDigests } from '../accounts/password-digests.ts';
import type { Protocol } from '../accounts/protocol.ts';
import type { Clock } from '../activity/clock.ts';
import type { HeardLogin, Refusal } from '../mail/dialogue.ts';
import type { AccessToken } from '../oauth/grant.ts';
import { answerInWords, OAuthError } from '../oauth/oauth-error.ts';
import { replacedToken } from '../oauth/replaced-token.ts';
import type { TokenKeeper } from '../oauth/token-keeper.ts';
import { VaultError } from '../storage/vault.ts';
import { peerOf } from './ip-network.ts';
import { limits } from './limits.ts';
import { timeLimit } from './time-limit.ts';

/** A client that may go on: whose mailbox, and the token for it. */
export interface Admitted {
  readonly kind: 'admitted';
  readonly found: FoundAccount;
  readonly token: AccessToken;
  /**
   * A new token, as the mail server did not accept this one; undefined where it refuses new ones too.
   * @throws OAuthError
   */
  renewed(): Promise<AccessToken | undefined>;
  /** The mail server has let this token in. */
  worked(token: AccessToken): void;
}

export interface NotAdmitted {
  readonly kind: 'not-admitted';
  readonly refusal: Refusal;
  /** Whose login it was, where that is known. */
  readonly found: FoundAccount | undefined;
  /** Why, for the operator, where the client is told less: it has not proved a password. */
  readonly cause?: string;
  /** What the operator should do, beyond what the client is told. */
  readonly fix: string;
  /** What the provider answered to a request for a token, on one line. */
  readonly answer?: string | undefined;
}

/** Why a login is wrong: for the operator. The client is told the same of every wrong one. */
export interface WrongLogin {
  readonly cause: string;
  readonly fix: string;
}

export interface AdmissionOptions {
  readonly protocol: Protocol;
  readonly peer: string;
  readonly signal: AbortSignal;
}

/** An id that no account has: a name that means no account is looked up like one that does. */
const nobody = 'nobody';

/** Steps two and three of a login: whose is it, is the local password right, and a token for it. */
export class Admission {
  readonly #directory: () => AccountDirectory;
  readonly #passwords: LocalPasswords;
  readonly #throttle: LoginThrottle<WrongLogin>;
  readonly #tokens: TokenKeeper;
  readonly #clock: Clock;
  /** Those that a provider accepted in this run. */
  readonly #accepted = new PasswordDigests();

  constructor(options: {
    readonly directory: () => AccountDirectory;
    readonly passwords: LocalPasswords;
    readonly throttle: LoginThrottle<WrongLogin>;
    readonly tokens: TokenKeeper;
    readonly clock: Clock;
  }) {
    this.#directory = options.directory;
    this.#passwords = options.passwords;
    this.#throttle = options.throttle;
    this.#tokens = options.tokens;
    this.#clock = options.clock;
  }

  /**
   * Never throws for what a client or a provider can cause: that is a refusal. Who has not proved a password is told
   * in the same words and after the same time whether there is such an account or not, paused or without a password.
   */
  async admit(login: HeardLogin, options: AdmissionOptions): Promise<Admitted | NotAdmitted> {
    const began = this.#clock.now();
    const found = this.#directory().find(login.username);
    const unproved = await this.#prove(login, options, found);
    if (unproved !== undefined || found === undefined) {
      await this.#pause(began + limits.refusalTime - this.#clock.now(), options.signal);
      return unproved ?? wrong(found, unknownName(login));
    }
    const { account } = found;
    if (account.paused) {
      return refused(
        found,
        'temporary',
        `${account.address} is paused in Mailwicket.`,
        'Resume the account.',
      );
    }
    try {
      return await this.#withToken(login, options, found);
    } catch (error) {
      if (error instanceof VaultError) {
        return refused(found, 'temporary', cannotBeServed(found, error), '');
      }
      if (!(error instanceof OAuthError)) throw error;
      if (error.code !== 'wrong-password') return refusedByProvider(found, error);
      // it was right before, and the provider takes it no more
      const attempt = { ...attemptOf(login, found), peer: peerOf(options.peer) };
      this.#throttle.failed(attempt);
      this.#accepted.retain(attempt.account, []);
      await this.#pause(began + limits.refusalTime - this.#clock.now(), options.signal);
      return wrong(found, { cause: error.message, fix: error.fix });
    }
  }

  /** @returns undefined if the password is right */
  async #prove(
    login: HeardLogin,
    options: AdmissionOptions,
    found: FoundAccount | undefined,
  ): Promise<NotAdmitted | undefined> {
    const late = timeLimit(this.#clock, limits.passwordCheck);
    const patience =
      found?.account.passwordMode === 'pass-on'
        ? options.signal
        : AbortSignal.any([options.signal, late.signal]);
    const attempt = { ...attemptOf(login, found), peer: peerOf(options.peer) };
    try {
      if (await this.#isKnown(attempt, found)) {
        this.#throttle.succeeded(attempt);
        return undefined;
      }
      const why = await this.#throttle.attempt({ ...attempt, signal: patience }, (suspicion) =>
        this.#check(login, options, found, suspicion),
      );
      return why === undefined ? undefined : wrong(found, why);
    } catch (error) {
      return this.#unchecked(patience.aborted ? new TooManyLoginsError('waiting') : error, options, found);
    } finally {
      late.cancel();
    }
  }

  /** A password that could not be checked now: the client keeps it. */
  #unchecked(trouble: unknown, { peer }: AdmissionOptions, found: FoundAccount | undefined): NotAdmitted {
    if (trouble instanceof OAuthError && found !== undefined) return refusedByProvider(found, trouble);
    if (trouble instanceof VaultError) {
      const text = 'Passwords cannot be checked in Mailwicket right now.';
      return {
        ...refused(found, 'temporary', text, ''),
        cause: found === undefined ? trouble.message : cannotBeServed(found, trouble),
      };
    }
    if (trouble instanceof DerivationsBusyError) return refused(found, 'temporary', trouble.message, '');
    if (!(trouble instanceof TooManyLoginsError)) throw trouble;
    if (trouble.why === 'waiting' || found === undefined)
      return refused(found, 'temporary', trouble.message, '');
    return {
      ...refused(found, 'temporary', trouble.message, ''),
      cause: `Too many wrong passwords were sent for ${found.account.address}, lately from ${peer}.`,
      fix: 'Find the program that tries them. A password that was right before goes on to log in.',
    };
  }

  /** Whether the password is known to be right without any cost, so that it need not wait for others' failures. */
  async #isKnown(attempt: Omit<LoginAttempt, 'signal'>, found: FoundAccount | undefined): Promise<boolean> {
    const { account: key, password } = attempt;
    const recognized = await this.#passwords.recognizes(found?.account.id ?? nobody, password);
    if (found?.account.passwordMode !== 'pass-on') return recognized;
    const accepted = this.#accepted.passwordOf(key, this.#accepted.digest(key, password)) !== undefined;
    return (recognized || accepted) && !this.#throttle.isWrong(attempt);
  }

  /** A check that costs something. @returns undefined if the password is right */
  async #check(
    login: HeardLogin,
    options: AdmissionOptions,
    found: FoundAccount | undefined,
    suspicion: Suspicion,
  ): Promise<WrongLogin | undefined> {
    if (found === undefined) return unknownName(login);
    const { account } = found;
    const asker = { peer: peerOf(options.peer), signal: suspicion.signal };
    const adopts = account.passwordMode === 'adopt-first' && !account.paused;
    const isRight = adopts
      ? await this.#passwords.adopt(account.id, login.password, asker)
      : await this.#passwords.verify(account.id, login.password, asker);
    if (account.passwordMode === 'pass-on') return this.#forward(login, options, found, suspicion, isRight);
    if (isRight) return undefined;
    if (account.passwordMode === 'own' && !(await this.#passwords.has(account.id))) {
      return {
        cause: `${account.address} has no local password yet.`,
        fix: `Make one for ${account.address} in Mailwicket and type it into the mail program.`,
      };
    }
    return {
      cause: `The password for ${account.address} is not the one set in Mailwicket.`,
      fix: `Make a new local password for ${account.address} in Mailwicket and type it into the mail program.`,
    };
  }

  /**
   * Lets the provider judge a password that is not known here.
   * @param isKept - it was right at the last start
   */
  async #forward(
    login: HeardLogin,
    { protocol }: AdmissionOptions,
    found: FoundAccount,
    { isWrong, isGuess }: Suspicion,
    isKept: boolean,
  ): Promise<WrongLogin | undefined> {
    const { account, subject } = found;
    const { account: key, password } = attemptOf(login, found);
    const refusedBefore = {
      cause: `The provider does not take this password for ${subject}.`,
      fix: `Type the password of ${subject} into the mail program.`,
    };
    if (isWrong || password === '') return refusedBefore;
    if (isKept) return undefined;
    if (account.paused) {
      return { cause: `${account.address} is paused in Mailwicket.`, fix: 'Resume the account.' };
    }
    if (isGuess) throw new TooManyLoginsError('wrong');
    try {
      // once the provider is asked, its answer counts, whether the client still waits for it or not
      await this.#tokens.accessToken({ accountId: account.id, subject, protocol, password });
    } catch (error) {
      if (!(error instanceof OAuthError) || error.code !== 'wrong-password') throw error;
      return { cause: error.message, fix: error.fix };
    }
    this.#accepted.remember(key, 'accepted', this.#accepted.digest(key, password));
    // of a whole domain, each mailbox has a password of its own
    if (!account.address.startsWith('*@')) {
      this.#passwords.replaceAllLater(account.id, { name: 'account password', password });
    }
    return undefined;
  }

  async #withToken(login: HeardLogin, options: AdmissionOptions, found: FoundAccount): Promise<Admitted> {
    const { account, subject } = found;
    const wanted = {
      accountId: account.id,
      subject,
      protocol: options.protocol,
      signal: options.signal,
      ...(account.passwordMode === 'pass-on' ? { password: login.password } : {}),
    };
    const token = await this.#tokens.accessToken(wanted);
    return {
      kind: 'admitted',
      found,
      token,
      renewed: () => replacedToken(this.#tokens, { ...wanted, refused: token }),
      worked: (accepted) => this.#tokens.worked(wanted, accepted),
    };
  }

  #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (milliseconds <= 0 || signal.aborted) {
        resolve();
        return;
      }
      const end = (): void => {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.#clock.after(milliseconds, end);
      signal.addEventListener('abort', end);
    });
  }
}

/** Whose password it would be, however the name was written: what wrong ones are counted by. */
function attemptOf(
  { username, password }: HeardLogin,
  found: FoundAccount | undefined,
): Pick<LoginAttempt, 'account' | 'password'> {
  if (found === undefined) return { account: `unknown/${plainestName(username)}`, password };
  const { account, subject } = found;
  const isProviders = account.passwordMode === 'pass-on';
  return { account: isProviders ? `${account.id} ${canonicalAddress(subject)}` : account.id, password };
}

function cannotBeServed({ account }: FoundAccount, why: VaultError): string {
  return `${account.address} cannot be served right now: ${why.message}`;
}

function unknownName({ username }: HeardLogin): WrongLogin {
  return {
    cause: `Mailwicket has no account ${printable(username)}.`,
    fix: 'Add the account in Mailwicket, or correct the user name in the mail program: it is the whole mail address.',
  };
}

function wrong(found: FoundAccount | undefined, { cause, fix }: WrongLogin): NotAdmitted {
  const text = 'The user name or the password is wrong. The activity in Mailwicket tells which.';
  return { ...refused(found, 'wrong-password', text, fix), cause };
}

/** What a client is told of an OAuth error. */
const oauthRefusalKind = {
  'wrong-password': 'wrong-password',
  'needs-sign-in': 'needs-sign-in',
  refused: 'refused',
  unreachable: 'temporary',
  cancelled: 'temporary',
} as const satisfies Record<OAuthError['code'], Refusal['kind']>;

/** @param text - the error's own where left out */
export function oauthRefusal(error: OAuthError, text = error.message): Refusal {
  const kind = oauthRefusalKind[error.code];
  // whoever reads it at the mail program has Mailwicket to open first
  return { kind, text, remedy: kind === 'needs-sign-in' ? 'Open Mailwicket and sign in.' : error.fix };
}

function refusedByProvider(found: FoundAccount, error: OAuthError): NotAdmitted {
  const answer = error.answer === undefined ? undefined : answerInWords(error.answer);
  return { kind: 'not-admitted', found, refusal: oauthRefusal(error), fix: error.fix, answer };
}

function refused(
  found: FoundAccount | undefined,
  kind: Refusal['kind'],
  text: string,
  fix: string,
): NotAdmitted {
  return { kind: 'not-admitted', found, refusal: { kind, text }, fix };
}

/** A name that a stranger typed, fit for a log line. */
function printable(name: string): string {
  const clean = name.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  return clean.length > 100 ? `${clean.slice(0, 100)}…` : clean;
}

/** The account was paused, removed or signed out while this login was under way: its sessions have been ended. */
export function changedMeanwhile(found: FoundAccount): NotAdmitted {
  const text = `${found.account.address} was changed in Mailwicket during this login.`;
  return refused(found, 'temporary', text, 'Nothing: the mail program tries again.');
}
