import { type Message, msg } from '#messages/message.ts';
import { type FoundAccount, connectionLimit } from '#core/accounts/account-directory.ts';
import { type FirstLogin, isFirstLogin } from '#core/accounts/first-logins.ts';
import { protocolName, type Protocol } from '#contract/endpoints.ts';
import type { LoginRequest, Refusal, UpstreamRefusal } from '#core/mail/dialogue.ts';
import type { CodedError } from '#core/errors/coded-error.ts';
import type { ErrorRemedy } from '#contract/problem.ts';
import { answerInWords, OAuthError } from '#core/errors/oauth-error.ts';
import { VaultError } from '#core/storage/vault.ts';
import { UpstreamError } from './dial.ts';

/** A refusal whose text is not yet formatted. */
interface RefusalMessage {
  readonly kind: Refusal['kind'];
  readonly text: Message;
  readonly remedy?: Message | undefined;
}

/** Why a login is wrong: for the operator. The client is told the same of every wrong one. */
export interface WrongLogin {
  readonly cause: Message;
  readonly fix: Message | undefined;
}

export interface NotAuthenticated {
  readonly kind: 'not-authenticated';
  readonly refusal: RefusalMessage;
  readonly found: FoundAccount | undefined;
  /** Why, for the operator, where the client is told less: it has not proved a password. */
  readonly cause?: Message | undefined;
  /** What the operator should do, beyond what the client is told. */
  readonly fix?: Message | undefined;
  /** What can be offered to mend it. */
  readonly offer?: ErrorRemedy | undefined;
  /** What the provider answered to a request for a token, on one line. */
  readonly answer?: string | undefined;
}

/** A login that a provider's mail server said no to although there was a token, or the first command behind it. */
export interface RefusedLogin {
  readonly found: FoundAccount;
  readonly protocol: Protocol;
  readonly refusal: Omit<UpstreamRefusal, 'kind'> & { readonly kind: UpstreamRefusal['kind'] | 'late' };
  readonly token: string;
  readonly host: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Says what a mail server meant, and what to do. */
export type ExplainRefusal = (refused: RefusedLogin) => {
  readonly message: Message;
  readonly fix: Message;
  readonly remedy?: ErrorRemedy | undefined;
};

export function refused(
  found: FoundAccount | undefined,
  kind: Refusal['kind'],
  text: Message,
  fix?: Message,
): NotAuthenticated {
  return { kind: 'not-authenticated', found, refusal: { kind, text }, fix };
}

/** What a client is told of an OAuth error. */
const oauthRefusalKind = {
  'wrong-password': 'wrong-password',
  'needs-sign-in': 'needs-sign-in',
  refused: 'refused',
  unreachable: 'temporary',
  cancelled: 'temporary',
} as const satisfies Record<OAuthError['code'], Refusal['kind']>;

function oauthRefusal(error: OAuthError): RefusalMessage {
  // what is wrong with our own files has nothing to do with the password that the mail program keeps
  const kind = error.cause instanceof VaultError ? 'temporary' : oauthRefusalKind[error.code];
  // it is read in the mail program: Mailwicket has to be opened first
  const remedy = kind === 'needs-sign-in' ? msg('signIn.openMailwicketSign') : error.fix;
  return { kind, text: error.text, remedy };
}

/** The account was paused, removed or signed out while this login was under way: its sessions have been ended. */
export function changedMeanwhile(found: FoundAccount): NotAuthenticated {
  const text = msg('activity.changedMailwicketDuringLogin', { address: found.account.address });
  return refused(found, 'temporary', text, msg('activity.nothingMailProgramTriesAgain'));
}

/**
 * What a client is told of a login that is right but got no token, or could not be carried to the provider.
 * @throws what is none of these errors
 */
export function notAuthenticatedBy(found: FoundAccount, error: unknown): NotAuthenticated {
  if (error instanceof VaultError) return refused(found, 'temporary', cannotBeServed(found, error));
  if (error instanceof OAuthError) {
    const answer = error.answer && answerInWords(error.answer);
    return { kind: 'not-authenticated', found, refusal: oauthRefusal(error), fix: error.fix, answer };
  }
  if (!(error instanceof UpstreamError)) throw error;
  const text = msg('common.at', { place: found.account.address, text: error.text });
  return refused(found, 'temporary', text, error.fix);
}

/** What a mail client is told of an upstream's refusal. */
export const upstreamRefusalKind = {
  credentials: 'refused',
  busy: 'busy',
  temporary: 'temporary',
  protocol: 'temporary',
} as const satisfies Record<UpstreamRefusal['kind'], Refusal['kind']>;

/** The provider's mail server has refused the login. */
export function refusedByServer(
  found: FoundAccount,
  kind: UpstreamRefusal['kind'],
  { message, fix, remedy }: ReturnType<ExplainRefusal>,
): NotAuthenticated {
  return { ...refused(found, upstreamRefusalKind[kind], message, fix), offer: remedy };
}

/** The account's OAuth client names no server for the protocol. */
export function withoutServer(found: FoundAccount, protocol: Protocol): NotAuthenticated {
  const name = protocolName[protocol];
  const text = msg('activity.noServer', { address: found.account.address, protocol: name });
  const fix = msg('activity.enterServerOauthClient', { protocol: name, name: found.client.name });
  return refused(found, 'refused', text, fix);
}

/** The mailbox has as many sessions as its provider allows, and none has ended in time. */
export function tooManySessions(found: FoundAccount, protocol: Protocol): NotAuthenticated {
  const text = msg('activity.sessionsOpenNoMore', {
    address: found.identity[protocol],
    sessions: `${String(connectionLimit(found.client, protocol))} ${protocolName[protocol]}`,
  });
  return refused(found, 'busy', text, msg('activity.letProgramsUseMailboxOpen'));
}

/** The account is paused. @param address - what the person knows it by */
export function pausedAccount(found: FoundAccount, address: string): NotAuthenticated {
  const text = msg('activity.pausedMailwicket', { address });
  return refused(found, 'temporary', text, msg('activity.resumeAccount'));
}

/** The account's secrets or its settings cannot be read or kept now. */
export function cannotBeServed({ account }: FoundAccount, why: CodedError): Message {
  return msg('activity.cannotServedRightNow', { address: account.address, why: why.text });
}

/** There is no account of this name. */
export function unknownName({ username }: LoginRequest): WrongLogin {
  return {
    cause: msg('activity.mailwicketNoAccount', { name: printable(username) }),
    fix: msg('activity.addAccountMailwicketCorrectUser'),
  };
}

/** A wrong login; whoever has not proved a password is told the same of each. */
export function wrong(found: FoundAccount | undefined, { cause, fix }: WrongLogin): NotAuthenticated {
  const text = msg('activity.userNamePasswordWrongActivity');
  return { ...refused(found, 'wrong-password', text, fix), cause };
}

/** A name that a stranger typed, fit for a log line. */
function printable(name: string): string {
  const clean = name.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  return clean.length > 100 ? `${clean.slice(0, 100)}…` : clean;
}

/** The account has no such password. @param hasOne - whether it has any */
export function wrongPassword(found: FoundAccount, hasOne: boolean): WrongLogin {
  const { account, subject } = found;
  const { address } = account;
  if (isFirstLogin(found)) {
    return {
      cause: msg('activity.noSuchDomainPassword', { address: subject, domain: address }),
      fix: msg('activity.makeDomainPassword', { address: subject, domain: address }),
    };
  }
  if (account.passwordMode === 'own' && !hasOne) {
    return {
      cause: msg('activity.noLocalPasswordYet', { address }),
      fix: msg('activity.makeOneMailwicketTypeInto', { address }),
    };
  }
  return {
    cause: msg('activity.passwordNotOneSetMailwicket', { address }),
    fix: msg('activity.makeNewLocalPasswordMailwicket', { address }),
  };
}

/** A first login under a domain that did not become an account. */
export function notAdmitted(found: FoundAccount, why: Exclude<FirstLogin, 'admitted'>): NotAuthenticated {
  const { address } = found.account;
  switch (why) {
    case 'taken':
      return refused(found, 'temporary', msg('activity.changedMailwicketDuringLogin', { address }));
    case 'too-many':
      return refused(
        found,
        'temporary',
        msg('activity.tooManyFirstLogins', { address }),
        msg('activity.firstLoginsLater'),
      );
    default:
      return why satisfies never;
  }
}
