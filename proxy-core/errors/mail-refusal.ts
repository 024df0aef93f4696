import { type CodeWith, isVerbatim, type Message, msg, sentences } from '#messages/message.ts';
import { canonicalAddress } from '#contract/account.ts';
import { protocolName, type Protocol } from '#contract/endpoints.ts';
import { type GrantType, isAppOnly } from '#contract/grants.ts';
import type { ProviderId } from '#contract/providers/presets.ts';
import type { SubmissionApi } from '#contract/submission.ts';
import type { ErrorRemedy, Who } from '#contract/problem.ts';

/** Something about a token that explains, or will cause, a refusal. */
export interface Finding {
  readonly code: string;
  /** 'error': the mail server will say no; 'warning': it may. */
  readonly severity: 'error' | 'warning';
  readonly message: Message;
  readonly fix: Message;
}

/** Who can mend what a token gives away. */
export function whoFixes({ code }: Pick<Finding, 'code'>): Who {
  return code === 'no-roles' || code === 'missing-permission' ? 'administrator' : 'user';
}

/** A login, or the first command behind it, that a mail server said no to. */
export interface MailRefusal {
  readonly protocol: Protocol;
  /** 'late': the login was accepted, and the no came behind it. */
  readonly kind: 'credentials' | 'temporary' | 'busy' | 'protocol' | 'late';
  /** The server's words (verbatim), or what it did where it said nothing of use. Without anything secret. */
  readonly text: Message;
  /** The account, as the user knows it. */
  readonly address: string;
  /** The user that was named to the server. */
  readonly identity: string;
  readonly host?: string | undefined;
  readonly provider: ProviderId;
  readonly grant: GrantType;
  /** The API that the account could send through. */
  readonly api?: SubmissionApi | undefined;
  /** Who signed in, where the token tells. */
  readonly signedInAs?: string | undefined;
  /** What the token itself gives away. */
  readonly findings: readonly Finding[];
}

export interface RefusalExplanation {
  readonly code: string;
  /** What happened, to which account; with the server's words. */
  readonly message: Message;
  readonly fix: Message;
  readonly who: Who;
  /** What can be offered in the place of what is switched off. */
  readonly remedy?: ErrorRemedy | undefined;
  /** How long the server asks to be left alone, in milliseconds. */
  readonly backOff?: number;
}

/** What a rule says of a refusal; the server's words and the token's are added to `what`. */
export type RefusalMeaning = Pick<RefusalExplanation, 'fix' | 'who' | 'remedy' | 'backOff'> & {
  readonly what: Message;
};

/** Of a refusal, what its texts can name without more ado: `protocol` in its written form, `who` signed in. */
type RefusalText =
  CodeWith<'address' | 'identity' | 'protocol' | 'who'> | ((refusal: MailRefusal, words: string) => Message);

/** What a refusal means: what happened, what to do and who can, each by itself or all at once. */
type RefusalTexts =
  | {
      readonly what: RefusalText;
      readonly fix: RefusalText;
      /** The user, where left out. */
      readonly who?: Who;
    }
  | { readonly explain: (refusal: MailRefusal, words: string) => RefusalMeaning };

/** What one answer of a server means. */
export type RefusalRule = RefusalTexts & {
  readonly code: string;
  readonly said: RegExp;
  readonly when?: (refusal: MailRefusal) => boolean;
  /** The server gives no reason: what the token gives away counts for more. */
  readonly vague?: true;
};

/** What a refusal means by its kind alone, where no rule knows its words. */
const byKind: Readonly<Record<MailRefusal['kind'], RefusalTexts>> = {
  credentials: {
    what: 'check.serverRefusedSignThoughToken',
    fix: 'check.checkSwitchedMailboxMayOpen',
  },
  late: { what: 'check.serverLetThenWouldNot', fix: 'check.checkMayOpen' },
  busy: { what: 'check.serverTooMuchGoing', fix: 'check.closeOtherMailProgramsUse' },
  temporary: {
    what: 'check.serverCannotServeRightNow',
    fix: 'check.tryAgainFewMinutes',
    who: 'nobody',
  },
  protocol: {
    what: 'check.serverDidNotAnswerExpected',
    fix: 'check.checkServerOauthClientTry',
  },
};

/** What a rule says of a refusal; its kind, where there is none. */
export function meaningOf(
  rule: RefusalRule | undefined,
  refusal: MailRefusal,
  words: string,
): RefusalMeaning {
  const texts = rule ?? byKind[refusal.kind];
  if ('explain' in texts) return texts.explain(refusal, words);
  const { address, identity, grant, kind } = refusal;
  const values = { address, identity, protocol: protocolName[refusal.protocol], who: whoOpens(refusal) };
  const told = (text: RefusalText): Message =>
    typeof text === 'function' ? text(refusal, words) : { code: text, params: values };
  const usual = isAppOnly(grant) && (kind === 'credentials' || kind === 'late') ? 'administrator' : 'user';
  return { what: told(texts.what), fix: told(texts.fix), who: texts.who ?? usual };
}

/** Longer answers are cut: a person reads this. */
const longestWords = 300;

/** What the server said, as its words (on one line), or what it did, as ours. */
export function answerOf({ text }: MailRefusal, words: string): Message | undefined {
  if (words === '') return undefined;
  return isVerbatim(text) ? msg('check.serverSaid', { words: words.slice(0, longestWords) }) : text;
}

/** Whether it is the server of High Volume Email, which has a permission and refusals of its own. */
export function isHighVolume(host: string | undefined): boolean {
  return /^smtp-hve\./i.test(host ?? '');
}

/** Whether Google's servers said it: others say some of the same words. */
export function isGoogle({ provider, host }: Pick<MailRefusal, 'provider' | 'host'>): boolean {
  return provider === 'google' || (host !== undefined && /(?:^|\.)(?:gmail|googlemail)\.com$/i.test(host));
}

/** What to do where Exchange has a token and does not open the mailbox, by how the token was had. */
export function exchangeMailboxFix(refusal: MailRefusal): Pick<RefusalExplanation, 'fix' | 'who'> {
  const { grant, protocol, identity, signedInAs, address } = refusal;
  const name = protocolName[protocol];
  const smtp = protocol === 'smtp';
  if (grant === 'client-credentials') {
    const right = smtp ? msg('check.send') : msg('check.fullAccess');
    const fix = msg('check.applicationMustKnownExchangeObject', { right, identity });
    return { fix, who: 'administrator' };
  }
  const who = signedInAs ?? address;
  if (canonicalAddress(who) === canonicalAddress(identity)) {
    const fix = smtp
      ? msg('check.switchedOnSmtp', { protocol: name, identity })
      : sentences(
          msg('check.switchedOnLicensed', { protocol: name, identity }),
          msg('check.tooManyOpenConnectionsLook'),
          msg('check.thenSignInAgain'),
        );
    return { fix, who: 'user' };
  }
  return smtp
    ? { fix: msg('check.overSmtpOneSignsOneself', { who, identity }), who: 'user' }
    : { fix: msg('check.signedNeedsFullAccessMailbox', { who, identity }), who: 'administrator' };
}

/** The application, the person who signed in, or whoever it was. */
function whoOpens({ grant, signedInAs }: MailRefusal): string | Message {
  if (grant === 'client-credentials') return msg('check.application');
  if (grant === 'service-account') return msg('check.serviceAccount');
  return signedInAs ?? msg('check.accountSigned');
}

/** A time that a server asks to be left alone for, for people. */
export function timeInWords(milliseconds: number): Message {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 90) return msg('check.seconds', { count: seconds });
  return msg('check.minutes', { count: Math.ceil(seconds / 60) });
}
