import { protocolName } from '../accounts/protocol.ts';
import { exchangeMailboxFix } from './exchange-mailbox-fix.ts';
import type { MailRefusal, RefusalExplanation } from './mail-refusal.ts';

/** What one answer of a server means. */
export interface RefusalRule {
  readonly code: string;
  readonly said: RegExp;
  readonly when?: (refusal: MailRefusal) => boolean;
  /** The server gives its reason: what the token says does not matter then. */
  readonly certain: boolean;
  readonly explain: (
    refusal: MailRefusal,
    words: string,
  ) => Pick<RefusalExplanation, 'fix' | 'who' | 'backOff'> & { readonly what: string };
}

const sendingSwitch = (identity: string): string =>
  `In Exchange Online PowerShell: Set-CASMailbox -Identity '${identity.replaceAll("'", "''")}' -SmtpClientAuthenticationDisabled $false`;

/** Others say some of the same words. */
function isGoogle({ provider, host }: MailRefusal): boolean {
  return provider === 'google' || (host !== undefined && /(?:^|\.)(?:gmail|googlemail)\.com$/i.test(host));
}

/**
 * What servers say, the telling before the general: Exchange's strings first, then Gmail's, Yandex's, Dovecot's.
 * The first that fits counts.
 */
export const refusalRules: readonly RefusalRule[] = [
  {
    code: 'smtp-auth-disabled',
    said: /SmtpClientAuthentication is disabled/i,
    certain: true,
    explain: ({ address, identity }, words) => ({
      what: /for the Mailbox/i.test(words)
        ? `SMTP sign-in is switched off for the mailbox of ${address}. It counts for OAuth too.`
        : `SMTP sign-in is switched off in the organization of ${address}. It counts for OAuth too.`,
      fix: `${sendingSwitch(identity)} (it goes before the organization’s setting). It can take up to an hour.`,
      who: 'administrator',
    }),
  },
  {
    code: 'security-defaults',
    said: /security defaults/i,
    certain: true,
    explain: ({ address }) => ({
      what: `The organization’s security defaults lock ${address} out of this kind of sign-in.`,
      fix: 'The administrator replaces the security defaults by Conditional Access policies that allow this account, or the mail is sent another way.',
      who: 'administrator',
    }),
  },
  {
    code: 'policy',
    said: /did not meet the criteria to be authenticated/i,
    certain: true,
    explain: ({ address, identity, protocol }) => ({
      what: `A policy of the organization refused the sign-in of ${address}: Conditional Access, an authentication policy, or SMTP sign-in that is switched off.`,
      fix: `The administrator looks at the sign-in logs in the Entra admin center.${protocol === 'smtp' ? ` If nothing is there: ${sendingSwitch(identity)}` : ''}`,
      who: 'administrator',
    }),
  },
  {
    code: 'password-reached-provider',
    said: /basic authentication is (?:disabled|not supported)|\b5\.7\.30\b/i,
    certain: true,
    explain: ({ address, host }) => ({
      what: `The server took the sign-in of ${address} for one with a password, which it does not accept any more.`,
      fix: `Check the mail server${host === undefined ? '' : ` (${host})`} in the OAuth client, and that the mail program is set to Mailwicket’s port and not to the provider.`,
      who: 'user',
    }),
  },
  {
    code: 'send-as-denied',
    said: /\b5\.7\.60\b|\b5\.2\.252\b|SendAsDenied/i,
    certain: true,
    explain: (refusal) => {
      const sender =
        refusal.grant === 'client-credentials' ? 'the application' : (refusal.signedInAs ?? refusal.identity);
      return {
        what: `The server does not let ${sender} send with that sender address (account ${refusal.address}).`,
        fix:
          refusal.grant === 'client-credentials'
            ? 'Grant Send As to the application: the administrator’s script does it (mailwicket admin-script).'
            : `Write from ${refusal.identity}, or have the administrator grant ${sender} Send As on the mailbox that is written from.`,
        who: 'administrator',
      };
    },
  },
  {
    code: 'throttled',
    said: /Request is throttled/i,
    certain: true,
    explain: ({ address }, words) => {
      const backOff = Number(/Backoff Time: (\d{1,10}) milliseconds/i.exec(words)?.[1] ?? Number.NaN);
      return {
        what: `The provider slows ${address} down: too much was asked in a short time.`,
        fix: `Wait ${Number.isNaN(backOff) ? 'some minutes' : inWords(backOff)}, then let fewer programs look for mail, or less often.`,
        who: 'user',
        ...(Number.isNaN(backOff) ? {} : { backOff }),
      };
    },
  },
  {
    code: 'too-many-submissions',
    said: /\b432 4\.3\.2\b|sender thread limit exceeded|concurrent connections limit/i,
    certain: true,
    explain: ({ address }) => ({
      what: `Too many messages are being sent as ${address} at once: Exchange takes three connections, and 30 messages a minute.`,
      fix: 'Let the program send one message after the other, and try again in a minute.',
      who: 'user',
    }),
  },
  {
    code: 'sending-quota',
    said: /SubmissionQuotaExceeded|RecipientRateLimit|\b5\.1\.90\b/i,
    certain: true,
    explain: ({ address }) => ({
      what: `${address} has sent to as many recipients as the provider allows in a day.`,
      fix: 'Try again tomorrow. For mass mailings use a service that is made for them.',
      who: 'user',
    }),
  },
  {
    code: 'not-connected',
    said: /authenticated but not connected/i,
    certain: false,
    explain: (refusal) => ({
      what: `Exchange accepted the token, but did not open the mailbox of ${refusal.identity} (account ${refusal.address}).`,
      ...exchangeMailboxFix(refusal),
    }),
  },
  {
    code: 'session-token-expired',
    said: /AccessTokenExpired/i,
    certain: true,
    explain: ({ address }) => ({
      what: `The session of ${address} has ended with its token, as Exchange’s sessions do.`,
      fix: 'Nothing: the mail program connects again by itself.',
      who: 'nobody',
    }),
  },
  {
    code: 'imap-disabled',
    said: /IMAP is disabled|not enabled for IMAP|IMAP access is disabled/i,
    certain: true,
    explain: ({ address }) => ({
      what: `The provider does not let ${address} in: either IMAP is switched off in the mailbox’s settings, or the sign-in is not good any more.`,
      fix: 'Switch IMAP on in the settings of the mailbox on the provider’s web site; then sign in again here.',
      who: 'user',
    }),
  },
  {
    code: 'pop-disabled',
    said: /not enabled for POP|POP access is disabled|POP is disabled/i,
    certain: true,
    explain: ({ address }) => ({
      what: `POP is switched off for the mailbox of ${address}.`,
      fix: 'Switch POP on in the settings of the mailbox on the provider’s web site.',
      who: 'user',
    }),
  },
  {
    code: 'web-login-required',
    said: /web login required|log in (?:via|with) your web browser|WEBALERT/i,
    certain: true,
    explain: (refusal) => ({
      what: isGoogle(refusal)
        ? `Google wants ${refusal.address} to sign in on the web first: the sign-in looks unusual to it.`
        : `The provider wants ${refusal.address} to sign in on the web first: the sign-in looks unusual to it.`,
      fix: 'Sign in to the account in a browser on this computer, answer what is asked there, then try again.',
      who: 'user',
    }),
  },
  {
    code: 'too-many-connections',
    said: /too many (?:simultaneous )?connections|maximum number of connections/i,
    certain: true,
    explain: (refusal) => ({
      what: isGoogle(refusal)
        ? `Gmail has as many connections for ${refusal.address} as it allows: 15.`
        : `The provider has as many connections for ${refusal.address} as it allows.`,
      fix: 'Close other mail programs that use this mailbox, or let this one keep fewer connections.',
      who: 'user',
    }),
  },
  {
    code: 'mailbox-locked',
    said: /\[IN-USE\]|\[LOGIN-DELAY\]|mailbox (?:is )?locked/i,
    certain: true,
    explain: ({ address }) => ({
      what: `The mailbox of ${address} is in use by another POP session, or was looked into a moment ago.`,
      fix: 'Wait until the other session has ended, or let the programs look for mail less often.',
      who: 'user',
    }),
  },
  {
    code: 'google-credentials',
    said: /Invalid credentials \(Failure\)|Username and Password not accepted|gsmtp/i,
    when: (refusal) => refusal.kind === 'credentials' && isGoogle(refusal),
    certain: false,
    explain: (refusal) => ({
      what: `Google does not accept the token for ${refusal.identity} (account ${refusal.address}).`,
      fix:
        refusal.grant === 'service-account'
          ? 'Check in the Google Admin console that domain-wide delegation covers the service account with the scope https://mail.google.com/, and that Gmail is on for this user.'
          : `Check that the one who signed in is ${refusal.identity} and that the OAuth client’s scope is https://mail.google.com/; then sign in again. In Google Workspace IMAP must be allowed by the administrator.`,
      who: refusal.grant === 'service-account' ? 'administrator' : 'user',
    }),
  },
  {
    code: 'pop-token-line',
    said: /Protocol error\.? Connection is closed/i,
    when: ({ protocol }) => protocol === 'pop',
    certain: false,
    explain: ({ address }) => ({
      what: `Exchange’s POP broke off the sign-in of ${address}. It does so with tokens of more than 4,096 characters.`,
      fix: 'Use IMAP for this account, or take permissions out of the OAuth client’s scope so that the token gets shorter.',
      who: 'user',
    }),
  },
  {
    code: 'smtp-refused',
    said: /\b5\.7\.3\b/,
    when: ({ protocol }) => protocol === 'smtp',
    certain: false,
    explain: (refusal) => ({
      what: `Exchange has a token for SMTP, but refused ${refusal.identity} (account ${refusal.address}).`,
      ...exchangeMailboxFix(refusal),
    }),
  },
  {
    code: 'exchange-refused',
    said: /AUTHENTICATE failed|unknown user name or bad password|LogonDenied/i,
    when: ({ provider }) => provider === 'microsoft365' || provider === 'outlook' || provider === 'custom',
    certain: false,
    explain: (refusal) => ({
      what: `The ${protocolName[refusal.protocol]} server did not accept the token for the mailbox of ${refusal.identity} (account ${refusal.address}). It gives no reason.`,
      ...exchangeMailboxFix(refusal),
    }),
  },
  {
    code: 'wrong-endpoint',
    said: /\b5\.5\.124\b|Invalid XOAUTH2 auth data/i,
    certain: true,
    explain: ({ address, host }) => ({
      what: `The server could not read the sign-in of ${address}: it may be another service than the mailbox’s SMTP.`,
      fix: `Check the SMTP server in the OAuth client${host === undefined ? '' : ` (now ${host})`}.`,
      who: 'user',
    }),
  },
  {
    code: 'mechanism-not-offered',
    said: /\b5\.7\.4\b|unrecognized authentication type|does not (?:offer|support) .*(?:XOAUTH2|OAUTHBEARER)/i,
    certain: true,
    explain: ({ address, protocol, host }) => ({
      what: `The ${protocolName[protocol]} server${host === undefined ? '' : ` ${host}`} does not take OAuth sign-ins, so ${address} cannot be signed in there.`,
      fix: `Check the ${protocolName[protocol]} server in the OAuth client; the provider’s help names the one for programs with OAuth.`,
      who: 'user',
    }),
  },
  {
    code: 'temporary',
    said: /temporary (?:authentication failure|server error)|\b4\.7\.0\b|Service not active|\[UNAVAILABLE\]|\[SYS\/TEMP\]|try again later/i,
    when: ({ kind }) => kind !== 'late',
    certain: true,
    explain: ({ address, protocol }) => ({
      what: `The ${protocolName[protocol]} server has trouble of its own and cannot serve ${address} right now.`,
      fix: 'Nothing: mail programs try again by themselves. If it goes on for hours, look at the provider’s status page.',
      who: 'nobody',
    }),
  },
];

function inWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 90) return `${String(seconds)} seconds`;
  return `${String(Math.ceil(seconds / 60))} minutes`;
}
