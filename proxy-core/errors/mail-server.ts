import { inEnglish } from '#messages/format.ts';
import { msg, sentences } from '#messages/message.ts';
import { oneLine } from '#messages/plain-text.ts';
import { protocolName } from '#contract/endpoints.ts';
import { exchangeRules } from './exchange.ts';
import {
  answerOf,
  exchangeMailboxFix,
  type Finding,
  isGoogle,
  type MailRefusal,
  meaningByKind,
  type RefusalExplanation,
  type RefusalRule,
  whoFixes,
} from './mail-refusal.ts';

/**
 * What servers say, the telling before the general: Exchange's strings first (exchange.ts), then Gmail's, Yandex's, Dovecot's.
 * The first that fits counts.
 */
const refusalRules: readonly RefusalRule[] = [
  ...exchangeRules,
  {
    code: 'imap-disabled',
    said: /IMAP is disabled|not enabled for IMAP|IMAP access is disabled/i,
    explain: ({ address }) => ({
      what: msg('check.providerDoesNotLetEither', { address }),
      fix: msg('check.switchImapSettingsMailboxProviders'),
      who: 'user',
    }),
  },
  {
    code: 'pop-disabled',
    said: /not enabled for POP|POP access is disabled|POP is disabled/i,
    explain: ({ address }) => ({
      what: msg('check.popSwitchedOffMailbox', { address }),
      fix: msg('check.switchPopSettingsMailboxProviders'),
      who: 'user',
    }),
  },
  {
    code: 'web-login-required',
    said: /web login required|log in (?:via|with) your web browser|WEBALERT/i,
    explain: (refusal) => ({
      what: isGoogle(refusal)
        ? msg('check.googleWantsSignWebFirst', { address: refusal.address })
        : msg('check.providerWantsSignWebFirst', { address: refusal.address }),
      fix: msg('check.signAccountBrowserComputerAnswer'),
      who: 'user',
    }),
  },
  {
    code: 'too-many-connections',
    said: /too many (?:simultaneous )?connections|maximum number of connections/i,
    explain: (refusal) => ({
      what: isGoogle(refusal)
        ? msg('check.gmailManyConnectionsAllows15', { address: refusal.address })
        : msg('check.providerManyConnectionsAllows', { address: refusal.address }),
      fix: msg('check.closeOtherMailProgramsUseMailboxLetOneKeep'),
      who: 'user',
    }),
  },
  {
    code: 'mailbox-locked',
    said: /\[IN-USE\]|\[LOGIN-DELAY\]|mailbox (?:is )?locked/i,
    explain: ({ address }) => ({
      what: msg('check.mailboxUseAnotherPopSession', { address }),
      fix: msg('check.waitUntilOtherSessionEnded'),
      who: 'user',
    }),
  },
  {
    code: 'google-credentials',
    said: /Invalid credentials \(Failure\)|Username and Password not accepted|gsmtp/i,
    when: (refusal) => refusal.kind === 'credentials' && isGoogle(refusal),
    vague: true,
    explain: (refusal) => ({
      what: msg('check.googleDoesNotAcceptToken', { identity: refusal.identity, address: refusal.address }),
      fix:
        refusal.grant === 'service-account'
          ? msg('check.checkGoogleAdminConsoleDomain')
          : msg('check.checkOneWhoSignedOauth', { identity: refusal.identity }),
      who: refusal.grant === 'service-account' ? 'administrator' : 'user',
    }),
  },
  {
    code: 'pop-token-line',
    said: /Protocol error\.? Connection is closed/i,
    when: ({ protocol }) => protocol === 'pop',
    vague: true,
    explain: ({ address }) => ({
      what: msg('check.exchangesPopBrokeOffSign', { address }),
      fix: msg('check.useImapAccountTakePermissions'),
      who: 'user',
    }),
  },
  {
    code: 'smtp-refused',
    said: /\b5\.7\.3\b/,
    when: ({ protocol }) => protocol === 'smtp',
    vague: true,
    explain: (refusal) => ({
      what: msg('check.exchangeTokenSmtpButRefused', {
        identity: refusal.identity,
        address: refusal.address,
      }),
      ...exchangeMailboxFix(refusal),
    }),
  },
  {
    code: 'exchange-refused',
    said: /AUTHENTICATE failed|unknown user name or bad password|LogonDenied/i,
    when: ({ provider }) => provider === 'microsoft365' || provider === 'outlook' || provider === 'custom',
    vague: true,
    explain: (refusal) => ({
      what: msg('check.serverDidNotAcceptToken', {
        protocol: protocolName[refusal.protocol],
        identity: refusal.identity,
        address: refusal.address,
      }),
      ...exchangeMailboxFix(refusal),
    }),
  },
  {
    code: 'wrong-endpoint',
    said: /\b5\.5\.124\b|Invalid XOAUTH2 auth data/i,
    explain: ({ address, host }) => ({
      what: msg('check.serverCouldNotReadSign', { address }),
      fix: host === undefined ? msg('check.checkSmtpServer') : msg('check.checkSmtpServerNow', { host }),
      who: 'user',
    }),
  },
  {
    code: 'mechanism-not-offered',
    said: /\b5\.7\.4\b|unrecognized authentication type|does not (?:offer|support) .*(?:XOAUTH2|OAUTHBEARER)/i,
    explain: ({ address, protocol, host }) => ({
      what:
        host === undefined
          ? msg('check.noOAuthSignIns', { protocol: protocolName[protocol], address })
          : msg('check.noOAuthSignInsAt', { protocol: protocolName[protocol], host, address }),
      fix: msg('check.checkServerOauthClientProviders', { protocol: protocolName[protocol] }),
      who: 'user',
    }),
  },
  {
    code: 'temporary',
    said: /temporary (?:authentication failure|server error)|\b4\.7\.0\b|Service not active|\[UNAVAILABLE\]|\[SYS\/TEMP\]|try again later/i,
    when: ({ kind }) => kind !== 'late',
    explain: ({ address, protocol }) => ({
      what: msg('check.serverTroubleOwnCannotServe', { protocol: protocolName[protocol], address }),
      fix: msg('check.nothingMailProgramsTryAgain'),
      who: 'nobody',
    }),
  },
];

/**
 * Explains why a mail server refused a login for which there was a token: what it said, what that means here, and
 * what to do.
 */
export function explainMailRefusal(refusal: MailRefusal): RefusalExplanation {
  const words = oneLine(inEnglish(refusal.text));
  const rule = refusalRules.find(
    ({ said, when }) => said.test(words) && (when === undefined || when(refusal)),
  );
  const explained = rule?.explain(refusal, words) ?? meaningByKind(refusal);
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
