import { type Message, msg, sentences } from '#messages/message.ts';
import { submissionName } from '#contract/submission.ts';
import { exchangeMailboxFix, isHighVolume, type RefusalRule, timeInWords } from './mail-refusal.ts';

const sendingSwitch = (identity: string): Message =>
  msg('check.sendingSwitch', {
    command: `Set-CASMailbox -Identity '${identity.replaceAll("'", "''")}' -SmtpClientAuthenticationDisabled $false`,
  });

/** What Exchange says that nobody else does. The first that fits counts. */
export const exchangeRules: readonly RefusalRule[] = [
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
      ...(api === undefined ? {} : { remedy: 'send-by-api' as const }),
    }),
  },
  {
    code: 'security-defaults',
    said: /security defaults/i,
    explain: ({ address }) => ({
      what: msg('check.organizationsSecurityDefaultsLockOut', { address }),
      fix: msg('check.administratorReplacesSecurityDefaultsConditional'),
      who: 'administrator',
    }),
  },
  {
    code: 'policy',
    said: /did not meet the criteria to be authenticated/i,
    explain: ({ address, identity, protocol }) => ({
      what: msg('check.policyOrganizationRefusedSignConditional', { address }),
      fix: sentences(
        msg('check.lookAtSignInLogs'),
        protocol === 'smtp' ? msg('check.ifNothing', { what: sendingSwitch(identity) }) : undefined,
      ),
      who: 'administrator',
    }),
  },
  {
    code: 'password-reached-provider',
    said: /basic authentication is (?:disabled|not supported)|\b5\.7\.30\b/i,
    explain: ({ address, host }) => ({
      what: msg('check.serverTookSignOnePassword', { address }),
      fix:
        host === undefined
          ? msg('check.checkMailServerAndPort')
          : msg('check.checkMailServerHostAndPort', { host }),
      who: 'user',
    }),
  },
  {
    code: 'send-as-denied',
    said: /\b5\.7\.60\b|\b5\.2\.252\b|SendAsDenied/i,
    explain: (refusal) => {
      const { identity, address, grant, signedInAs = identity } = refusal;
      const appOnly = grant === 'client-credentials';
      const sender = appOnly ? msg('check.application') : signedInAs;
      return {
        what: msg('check.serverDoesNotLetSend', { sender, address }),
        fix: appOnly
          ? msg('check.grantSendApplicationAdministratorsScript')
          : msg('check.writeFromAdministratorGrantSend', { identity, sender }),
        who: 'administrator',
      };
    },
  },
  {
    code: 'throttled',
    said: /Request is throttled/i,
    explain: ({ address }, words) => {
      const backOff = Number(/Backoff Time: (\d{1,10}) milliseconds/i.exec(words)?.[1] ?? Number.NaN);
      return {
        what: msg('check.providerSlowsDownTooMuch', { address }),
        fix: msg('check.waitThenLetFewerPrograms', {
          time: Number.isNaN(backOff) ? msg('check.someMinutes') : timeInWords(backOff),
        }),
        who: 'user',
        ...(Number.isNaN(backOff) ? {} : { backOff }),
      };
    },
  },
  {
    code: 'too-many-submissions',
    said: /\b432 4\.3\.2\b|sender thread limit exceeded|concurrent connections limit/i,
    explain: ({ address }) => ({
      what: msg('check.tooManyMessagesBeingSent', { address }),
      fix: msg('check.letProgramSendOneMessage'),
      who: 'user',
    }),
  },
  {
    code: 'sending-quota',
    said: /SubmissionQuotaExceeded|RecipientRateLimit|\b5\.1\.90\b/i,
    explain: ({ address }) => ({
      what: msg('check.sentManyRecipientsProviderAllows', { address }),
      fix: msg('check.tryAgainTomorrowMassMailings'),
      who: 'user',
    }),
  },
  {
    code: 'high-volume-recipient',
    said: /\b5\.5\.105\b/,
    explain: ({ address }) => ({
      what: msg('check.highVolumeInsideOnly', { address }),
      fix: msg('check.highVolumeSendOtherwise'),
      who: 'user',
    }),
  },
  {
    code: 'high-volume-access',
    said: /\b5\.5\.124\b/,
    when: ({ host }) => isHighVolume(host),
    explain: ({ address, identity }) => ({
      what: msg('check.highVolumeRefused', { address }),
      fix: msg('check.highVolumeAccess', { identity }),
      who: 'administrator',
    }),
  },
  {
    code: 'not-connected',
    said: /authenticated but not connected/i,
    vague: true,
    explain: (refusal) => ({
      what: msg('check.exchangeAcceptedTokenButDid', {
        identity: refusal.identity,
        address: refusal.address,
      }),
      ...exchangeMailboxFix(refusal),
    }),
  },
  {
    code: 'session-token-expired',
    said: /AccessTokenExpired/i,
    explain: ({ address }) => ({
      what: msg('check.sessionEndedTokenExchangesSessions', { address }),
      fix: msg('check.nothingMailProgramConnectsAgain'),
      who: 'nobody',
    }),
  },
];
