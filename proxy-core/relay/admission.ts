import type { AccountDirectory, FoundAccount } from '../accounts/account-directory.ts';
import { DerivationsBusyError } from '../accounts/derivation-queue.ts';
import type { LocalPasswords } from '../accounts/local-passwords.ts';
import type { LoginThrottle } from '../accounts/login-throttle.ts';
import { protocolName, type Protocol } from '../accounts/protocol.ts';
import type { Clock } from '../activity/clock.ts';
import type { HeardLogin, Refusal } from '../mail/dialogue.ts';
import type { AccessToken } from '../oauth/grant.ts';
import { OAuthError } from '../oauth/oauth-error.ts';
import { replacedToken } from '../oauth/replaced-token.ts';
import { VaultError } from '../storage/vault.ts';
import type { TokenKeeper } from '../oauth/token-keeper.ts';

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
  /** What the operator should do, beyond what the client is told. */
  readonly fix: string;
}

export interface AdmissionOptions {
  readonly protocol: Protocol;
  readonly peer: string;
  readonly signal: AbortSignal;
}

/** Steps two and three of a login: whose is it, is the local password right, and a token for it. */
export class Admission {
  readonly #directory: () => AccountDirectory;
  readonly #passwords: LocalPasswords;
  readonly #throttle: LoginThrottle;
  readonly #tokens: TokenKeeper;
  readonly #clock: Clock;

  constructor(options: {
    readonly directory: () => AccountDirectory;
    readonly passwords: LocalPasswords;
    readonly throttle: LoginThrottle;
    readonly tokens: TokenKeeper;
    readonly clock: Clock;
  }) {
    this.#directory = options.directory;
    this.#passwords = options.passwords;
    this.#throttle = options.throttle;
    this.#tokens = options.tokens;
    this.#clock = options.clock;
  }

  /** Never throws for what a client or a provider can cause: that is a refusal. */
  async admit(login: HeardLogin, options: AdmissionOptions): Promise<Admitted | NotAdmitted> {
    const found = this.#directory().find(login.username);
    if (found === undefined) {
      return this.#wrong(login, options, undefined, {
        text: `Mailwicket has no account ${printable(login.username)}.`,
        fix: 'Add the account in Mailwicket, or correct the user name in the mail program: it is the whole mail address.',
      });
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
      const known = await this.#passwords.verify(account.id, login.password);
      if (!known) {
        const verdict = await this.#unknownPassword(login, options, found);
        if (verdict !== undefined) return verdict;
      }
      const admitted = await this.#withToken(login, options, found, known);
      this.#throttle.succeeded(login.username, options.peer);
      return admitted;
    } catch (error) {
      if (error instanceof VaultError || error instanceof DerivationsBusyError) {
        const text = `${account.address} cannot be served right now: ${error.message}`;
        return refused(found, 'temporary', text, '');
      }
      if (!(error instanceof OAuthError)) throw error;
      if (error.code === 'wrong-password') {
        return this.#wrong(login, options, found, { text: error.message, fix: error.fix });
      }
      return refused(found, oauthRefusalKind[error.code], `${error.message} ${error.fix}`, error.fix);
    }
  }

  /** A password that is none of those kept: adopted, left to the provider to judge, or wrong. */
  async #unknownPassword(
    login: HeardLogin,
    options: AdmissionOptions,
    found: FoundAccount,
  ): Promise<NotAdmitted | undefined> {
    const { account } = found;
    switch (account.passwordMode) {
      case 'own':
        if (!(await this.#passwords.has(account.id))) {
          return refused(
            found,
            'refused',
            `${account.address} has no local password yet.`,
            `Make one for ${account.address} in Mailwicket and type it into the mail program.`,
          );
        }
        break;
      case 'adopt-first':
        if (login.password !== '' && (await this.#passwords.adopt(account.id, login.password)))
          return undefined;
        break;
      case 'pass-on':
        if (login.password !== '') return undefined;
        break;
      default:
        account.passwordMode satisfies never;
    }
    return this.#wrong(login, options, found, {
      text: `The password for ${account.address} is not the one set in Mailwicket.`,
      fix: `Make a new local password for ${account.address} in Mailwicket and type it into the mail program.`,
    });
  }

  async #withToken(
    login: HeardLogin,
    options: AdmissionOptions,
    found: FoundAccount,
    known: boolean,
  ): Promise<Admitted> {
    const { account, subject } = found;
    const passOn = account.passwordMode === 'pass-on';
    const wanted = {
      accountId: account.id,
      subject,
      protocol: options.protocol,
      signal: options.signal,
      ...(passOn ? { password: login.password } : {}),
    };
    const token = await this.#tokens.accessToken(wanted);
    if (passOn && !known) {
      // the provider has accepted it: from now on it is known here
      await this.#passwords.replaceAll(account.id, { name: 'account password', password: login.password });
    }
    return {
      kind: 'admitted',
      found,
      token,
      renewed: () => replacedToken(this.#tokens, { ...wanted, refused: token }),
      worked: (accepted) => this.#tokens.worked(wanted, accepted),
    };
  }

  /** A failure of the client's own making: answered late when there are many, so that guessing is slow. */
  async #wrong(
    login: HeardLogin,
    options: AdmissionOptions,
    found: FoundAccount | undefined,
    why: { readonly text: string; readonly fix: string },
  ): Promise<NotAdmitted> {
    this.#throttle.failed(login.username, options.peer);
    if (this.#throttle.tooMany(login.username, options.peer)) {
      return {
        kind: 'not-admitted',
        found,
        refusal: {
          kind: 'temporary',
          text: `Too many wrong passwords over ${protocolName[options.protocol]}: wait a minute.`,
        },
        fix: `Find the program at ${options.peer} that keeps trying a wrong password.`,
      };
    }
    const milliseconds = this.#throttle.delayFor(login.username, options.peer);
    if (milliseconds > 0) await this.#pause(milliseconds, options.signal);
    return { kind: 'not-admitted', found, refusal: { kind: 'wrong-password', text: why.text }, fix: why.fix };
  }

  #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(milliseconds, resolve);
      signal.addEventListener('abort', () => {
        cancel();
        resolve();
      });
    });
  }
}

/** What a client is told of an OAuth error. */
export const oauthRefusalKind = {
  'wrong-password': 'wrong-password',
  'needs-sign-in': 'needs-sign-in',
  refused: 'refused',
  unreachable: 'temporary',
  cancelled: 'temporary',
} as const satisfies Record<OAuthError['code'], Refusal['kind']>;

function refused(found: FoundAccount, kind: Refusal['kind'], text: string, fix: string): NotAdmitted {
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
