import { inEnglish } from '#messages/format.ts';
import { type CodeWith, type Message, msg, sentences } from '#messages/message.ts';
import { oneLine, powershellString } from '#messages/plain-text.ts';
import { protocolName } from '#contract/endpoints.ts';
import { isMicrosoft } from '#contract/providers/presets.ts';
import { submissionName } from '#contract/submission.ts';
import {
  answerOf,
  exchangeMailboxFix,
  type Finding,
  isGoogle,
  isHighVolume,
  type MailRefusal,
  meaningOf,
  type RefusalExplanation,
  type RefusalMeaning,
  type RefusalRule,
  timeInWords,
  whoFixes,
} from './mail-refusal.ts';

const sendingSwitch = (identity: string): Message =>
  msg('check.sendingSwitch', {
    command: `Set-CASMailbox -Identity ${powershellString(identity)} -SmtpClientAuthenticationDisabled $false`,
  });

/** Exchange does not open the mailbox, in these words. */
function exchangeRefusal(what: CodeWith<'protocol' | 'identity' | 'address'>) {
  return (refusal: MailRefusal): RefusalMeaning => {
    const { identity, address } = refusal;
    const params = { protocol: protocolName[refusal.protocol], identity, address };
    return { what: { code: what, params }, ...exchangeMailboxFix(refusal) };
  };
}

/** What Exchange says that nobody else does. */
const exchangeRules: readonly RefusalRule[] = [
  {
    code: 'smtp-auth-disabled',
    said: /SmtpClientAuthentication is disabled/i,
    explain: ({ address, identity, api }, words) => ({
      what: /for the Mailbox/i.test(words)
        ? msg('check.smtpSignSwitchedOffMailbox', { address })
        : msg('check.smtpSignSwitchedOffOrganization', { address }),
      fix: sentences(
        api && msg('check.sendThroughApiInstead', { way: submissionName[api] }),
        msg('check.goesBeforeOrganizationsSettingCan', { what: sendingSwitch(identity) }),
      ),
      who: api === undefined ? 'administrator' : 'user',
      remedy: api === undefined ? undefined : 'send-by-api',
    }),
  },
  {
    code: 'security-defaults',
    said: /security defaults/i,
    what: 'check.organizationsSecurityDefaultsLockOut',
    fix: 'check.administratorReplacesSecurityDefaultsConditional',
    who: 'administrator',
  },
  {
    code: 'policy',
    said: /did not meet the criteria to be authenticated/i,
    what: 'check.policyOrganizationRefusedSignConditional',
    fix: ({ identity, protocol }) =>
      sentences(
        msg('check.lookAtSignInLogs'),
        protocol === 'smtp' ? msg('check.ifNothing', { what: sendingSwitch(identity) }) : undefined,
      ),
    who: 'administrator',
  },
  {
    code: 'password-reached-provider',
    said: /basic authentication is (?:disabled|not supported)|\b5\.7\.30\b/i,
    what: 'check.serverTookSignOnePassword',
    fix: ({ host }) =>
      host === undefined
        ? msg('check.checkMailServerAndPort')
        : msg('check.checkMailServerHostAndPort', { host }),
  },
  {
    code: 'send-as-denied',
    said: /\b5\.7\.60\b|\b5\.2\.252\b|SendAsDenied/i,
    explain: (refusal) => {
      const { identity, address, grant, signedInAs = identity } = refusal;
      const appOnly = grant === 'client-credentials';
      const sender = appOnly ? msg('check.application') : signedInAs;
      const fix = appOnly
        ? msg('check.grantSendApplicationAdministratorsScript')
        : msg('check.writeFromAdministratorGrantSend', { identity, sender });
      return { what: msg('check.serverDoesNotLetSend', { sender, address }), fix, who: 'administrator' };
    },
  },
  {
    code: 'throttled',
    said: /Request is throttled|exceeded command or bandwidth limits/i,
    explain: ({ address }, words) => {
      const [, time] = /Backoff Time: (\d{1,10}) milliseconds/i.exec(words) ?? [];
      const backOff = time === undefined ? undefined : Number(time);
      return {
        what: msg('check.providerSlowsDownTooMuch', { address }),
        fix: msg('check.waitThenLetFewerPrograms', {
          time: backOff === undefined ? msg('check.someMinutes') : timeInWords(backOff),
        }),
        who: 'user',
        backOff,
      };
    },
  },
  {
    code: 'too-many-submissions',
    said: /\b432 4\.3\.2\b|sender thread limit exceeded|concurrent connections limit/i,
    what: 'check.tooManyMessagesBeingSent',
    fix: 'check.letProgramSendOneMessage',
  },
  {
    code: 'sending-quota',
    said: /SubmissionQuotaExceeded|RecipientRateLimit|\b5\.1\.90\b/i,
    what: 'check.sentManyRecipientsProviderAllows',
    fix: 'check.tryAgainTomorrowMassMailings',
  },
  {
    code: 'high-volume-recipient',
    said: /\b5\.5\.105\b/,
    what: 'check.highVolumeInsideOnly',
    fix: 'check.highVolumeSendOtherwise',
  },
  {
    code: 'high-volume-access',
    said: /\b5\.5\.124\b/,
    when: ({ host }) => isHighVolume(host),
    what: 'check.highVolumeRefused',
    fix: ({ identity }) =>
      msg('check.highVolumeAccess', {
        command: `Add-HVEAppAccess -Identity ${powershellString(identity)} -AppIds CLIENT-ID`,
      }),
    who: 'administrator',
  },
  {
    code: 'not-connected',
    said: /authenticated but not connected/i,
    vague: true,
    explain: exchangeRefusal('check.exchangeAcceptedTokenButDid'),
  },
  {
    code: 'session-token-expired',
    said: /AccessTokenExpired/i,
    what: 'check.sessionEndedTokenExchangesSessions',
    fix: 'check.nothingMailProgramConnectsAgain',
    who: 'nobody',
  },
];

/** What servers say, the telling before the general: Exchange's strings first, then Gmail's, Yandex's, Dovecot's. */
const refusalRules: readonly RefusalRule[] = [
  ...exchangeRules,
  {
    code: 'imap-disabled',
    said: /IMAP is disabled|not enabled for IMAP|IMAP access is disabled/i,
    what: 'check.providerDoesNotLetEither',
    fix: 'check.switchImapSettingsMailboxProviders',
  },
  {
    code: 'pop-disabled',
    said: /not enabled for POP|POP access is disabled|POP is disabled/i,
    what: 'check.popSwitchedOffMailbox',
    fix: 'check.switchPopSettingsMailboxProviders',
  },
  {
    code: 'web-login-required',
    said: /web login required|log in (?:via|with) your web browser|WEBALERT/i,
    what: ({ address, ...about }) =>
      msg(isGoogle(about) ? 'check.googleWantsSignWebFirst' : 'check.providerWantsSignWebFirst', { address }),
    fix: 'check.signAccountBrowserComputerAnswer',
  },
  {
    code: 'too-many-connections',
    said: /too many (?:simultaneous |concurrent )?(?:SMTP )?connections|maximum number of connections/i,
    what: ({ address, ...about }) =>
      msg(isGoogle(about) ? 'check.gmailManyConnectionsAllows15' : 'check.providerManyConnectionsAllows', {
        address,
      }),
    fix: 'check.closeOtherMailProgramsUseMailboxLetOneKeep',
  },
  {
    code: 'mailbox-locked',
    said: /\[IN-USE\]|\[LOGIN-DELAY\]|mailbox (?:is )?locked/i,
    what: 'check.mailboxUseAnotherPopSession',
    fix: 'check.waitUntilOtherSessionEnded',
  },
  {
    code: 'google-credentials',
    said: /Invalid credentials \(Failure\)|Username and Password not accepted|gsmtp/i,
    when: (refusal) => refusal.kind === 'credentials' && isGoogle(refusal),
    vague: true,
    explain: ({ identity, address, grant }) => ({
      what: msg('check.googleDoesNotAcceptToken', { identity, address }),
      fix:
        grant === 'service-account'
          ? msg('check.checkGoogleAdminConsoleDomain')
          : msg('check.checkOneWhoSignedOauth', { identity }),
      who: grant === 'service-account' ? 'administrator' : 'user',
    }),
  },
  {
    code: 'pop-token-line',
    said: /Protocol error\.? Connection is closed/i,
    when: ({ protocol }) => protocol === 'pop',
    vague: true,
    what: 'check.exchangesPopBrokeOffSign',
    fix: 'check.useImapAccountTakePermissions',
  },
  {
    code: 'smtp-refused',
    said: /\b5\.7\.3\b/,
    when: ({ protocol }) => protocol === 'smtp',
    vague: true,
    explain: exchangeRefusal('check.exchangeTokenSmtpButRefused'),
  },
  {
    code: 'exchange-refused',
    said: /AUTHENTICATE failed|unknown user name or bad password|LogonDenied/i,
    when: ({ provider }) => isMicrosoft(provider) || provider === 'custom',
    vague: true,
    explain: exchangeRefusal('check.serverDidNotAcceptToken'),
  },
  {
    code: 'wrong-endpoint',
    said: /\b5\.5\.124\b|Invalid XOAUTH2 auth data/i,
    what: 'check.serverCouldNotReadSign',
    fix: ({ host }) =>
      host === undefined ? msg('check.checkSmtpServer') : msg('check.checkSmtpServerNow', { host }),
  },
  {
    code: 'mechanism-not-offered',
    said: /\b5\.7\.4\b|(?:unrecognized|unsupported|invalid) authentication (?:type|mechanism)|authentication mechanism not supported|authentication not enabled|AUTH command used when not advertised|no mechanism available|does not (?:offer|support) .*(?:XOAUTH2|OAUTHBEARER)/i,
    what: ({ address, host, ...about }) => {
      const protocol = protocolName[about.protocol];
      return host === undefined
        ? msg('check.noOAuthSignIns', { protocol, address })
        : msg('check.noOAuthSignInsAt', { protocol, host, address });
    },
    fix: 'check.checkServerOauthClientProviders',
  },
  {
    code: 'temporary',
    said: /temporary (?:authentication failure|server error)|\b4\.7\.0\b|Service not active|Server unavailable|\[UNAVAILABLE\]|\[SYS\/TEMP\]|try again later/i,
    what: 'check.serverTroubleOwnCannotServe',
    fix: 'check.nothingMailProgramsTryAgain',
    who: 'nobody',
  },
];

/**
 * Explains why a mail server refused a login for which there was a token: what it said, what that means here, and
 * what to do.
 */
export function explainMailRefusal(refusal: MailRefusal): RefusalExplanation {
  const words = oneLine(inEnglish(refusal.text));
  // the first that fits counts
  const rule = refusalRules.find(
    ({ said, when }) => said.test(words) && (when === undefined || when(refusal)),
  );
  const explained = meaningOf(rule, refusal, words);
  // where the server gives no reason the token may: it said yes to the program, and no to the mailbox
  const finding = rule === undefined || rule.vague ? foundIn(refusal) : undefined;
  return {
    code: finding?.code ?? rule?.code ?? refusal.kind,
    message: sentences(explained.what, finding?.message, answerOf(refusal, words)),
    fix: finding?.fix ?? explained.fix,
    who: finding === undefined ? explained.who : whoFixes(finding),
    remedy: finding === undefined ? explained.remedy : undefined,
    backOff: explained.backOff,
  };
}

function foundIn({ kind, findings }: MailRefusal): Finding | undefined {
  if (kind !== 'credentials' && kind !== 'late') return undefined;
  return findings.find(({ severity }) => severity === 'error') ?? findings[0];
}
