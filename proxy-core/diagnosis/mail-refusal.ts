import type { GrantType, ProviderId } from '../accounts/oauth-client.ts';
import { protocolName, type Protocol } from '../accounts/protocol.ts';
import type { UpstreamRefusal } from '../mail/dialogue.ts';
import { refusalRules } from './refusal-rules.ts';
import type { TokenFinding } from './token-findings.ts';
import { oneLine } from '../plain-text.ts';

/** A login, or the first command behind it, that a mail server said no to. */
export interface MailRefusal {
  readonly protocol: Protocol;
  /** 'late': the login was accepted, and the no came behind it. */
  readonly kind: UpstreamRefusal['kind'] | 'late';
  /** The server's words, on one line, without anything secret. */
  readonly said: string;
  /** The account, as the user knows it. */
  readonly address: string;
  /** The user that was named to the server. */
  readonly identity: string;
  readonly host?: string | undefined;
  readonly provider: ProviderId;
  readonly grant: GrantType;
  /** Who signed in, where the token tells. */
  readonly signedInAs?: string | undefined;
  /** What the token itself gives away. */
  readonly findings: readonly TokenFinding[];
}

export interface RefusalExplanation {
  readonly code: string;
  /** What happened, to which account; with the server's words. */
  readonly message: string;
  readonly fix: string;
  readonly who: 'user' | 'administrator' | 'developer' | 'nobody';
  /** How long the server asks to be left alone, in milliseconds. */
  readonly backOff?: number;
}

/** Longer answers are cut: a person reads this. */
const longestWords = 300;

/**
 * Explains why a mail server refused a login for which there was a token: what it said, what that means here, and
 * what to do.
 */
export function explainMailRefusal(refusal: MailRefusal): RefusalExplanation {
  const words = oneLine(refusal.said);
  const rule = refusalRules.find(
    ({ said, when }) => said.test(words) && (when === undefined || when(refusal)),
  );
  const explained = rule?.explain(refusal, words) ?? byKind(refusal);
  const certain = rule?.certain ?? false;
  // where the server gives no reason the token may: it said yes to the program, and no to the mailbox
  const finding = certain ? undefined : foundIn(refusal);
  const quoted = words === '' ? '' : ` The server said: ${words.slice(0, longestWords)}`;
  return {
    code: finding?.code ?? rule?.code ?? refusal.kind,
    message: `${explained.what}${finding === undefined ? '' : ` ${finding.message}`}${quoted}`,
    fix: finding?.fix ?? explained.fix,
    who: finding === undefined ? explained.who : whoFixes(finding),
    ...(explained.backOff === undefined ? {} : { backOff: explained.backOff }),
  };
}

function foundIn({ kind, findings }: MailRefusal): TokenFinding | undefined {
  if (kind !== 'credentials' && kind !== 'late') return undefined;
  return findings.find(({ severity }) => severity === 'error') ?? findings[0];
}

/** Who can mend what a token gives away. */
export function whoFixes({ code }: TokenFinding): RefusalExplanation['who'] {
  return code === 'no-roles' || code === 'missing-permission' ? 'administrator' : 'user';
}

function byKind(
  refusal: MailRefusal,
): Omit<RefusalExplanation, 'code' | 'message'> & { readonly what: string } {
  const name = protocolName[refusal.protocol];
  const { address, identity } = refusal;
  switch (refusal.kind) {
    case 'credentials':
      return {
        what: `The ${name} server refused the sign-in of ${address}, though there is a token for it.`,
        fix: `Check that ${name} is switched on for this mailbox, and that ${whoOpens(refusal)} may open ${identity}.`,
        who: 'user',
      };
    case 'late':
      return {
        what: `The ${name} server let ${address} in, and then would not go on.`,
        fix: `Check that ${whoOpens(refusal)} may open ${identity}.`,
        who: 'user',
      };
    case 'busy':
      return {
        what: `The ${name} server has too much going on for ${address}.`,
        fix: 'Close other mail programs that use this mailbox, or wait a few minutes.',
        who: 'user',
      };
    case 'temporary':
      return {
        what: `The ${name} server cannot serve ${address} right now.`,
        fix: 'Try again in a few minutes.',
        who: 'nobody',
      };
    case 'protocol':
      return {
        what: `The ${name} server did not answer for ${address} as expected.`,
        fix: `Check the ${name} server in the OAuth client, and try again in a few minutes.`,
        who: 'user',
      };
    default:
      return refusal.kind satisfies never;
  }
}

/** The application, the person who signed in, or whoever it was. */
function whoOpens({ grant, signedInAs }: MailRefusal): string {
  if (grant === 'client-credentials') return 'the application';
  if (grant === 'service-account') return 'the service account';
  return signedInAs ?? 'the account that signed in';
}
