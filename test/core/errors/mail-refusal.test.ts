import { describe, expect, test } from 'vitest';
import type { MailRefusal } from '#core/errors/mail-refusal.ts';
import { explainMailRefusal } from '#core/errors/mail-server.ts';
import { containing } from '../../support/matchers.ts';
import { english, textOf } from '../../support/english.ts';
import { msg, verbatim } from '#messages/message.ts';

function refusal(said: string, change: Partial<MailRefusal> = {}): MailRefusal {
  return {
    protocol: 'imap',
    kind: 'credentials',
    text: verbatim(said),
    address: 'anna@example.org',
    identity: 'anna@example.org',
    host: 'outlook.office365.com',
    provider: 'microsoft365',
    grant: 'authorization-code',
    findings: [],
    ...change,
  };
}

const smtp = { protocol: 'smtp' } as const;
const pop = { protocol: 'pop' } as const;
const late = { ...smtp, kind: 'late' } as const;
const busy = { ...smtp, kind: 'busy' } as const;
const protocol = { ...smtp, kind: 'protocol' } as const;
const temporary = { provider: 'custom', kind: 'temporary' } as const;
const google = { provider: 'google', host: 'imap.gmail.com' } as const;
const googleService = { ...google, grant: 'service-account' } as const;
const googleBusy = { ...google, kind: 'busy' } as const;

const unsuccessful = 'Authentication unsuccessful';
const no = `535 5.7.139 ${unsuccessful}`;
const smtpOff = `${no}, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled`;
const defaults = 'security defaults policy. Contact your administrator.';
const met = 'authenticated successfully.';
const client = 'Client Submission.';
const noPermission = 'does not have permissions to send as this sender';
const notAllowed = 'not allowed to send as office@example.org';
const quota = 'SubmissionQuotaExceededException';
const visit = 'For more information, go to https://support.google.com/ - gsmtp';
const invalid = '501 5.5.124 Invalid XOAUTH2 auth data';
const notConnected = 'User is authenticated but not connected.';
const throttled = 'Request is throttled. Suggested Backoff Time: 299961 milliseconds';

test.each([
  'Web login required.',
  'Invalid credentials (Failure)',
  '[ALERT] Too many simultaneous connections.',
])('what another provider says is not called Google’s: %s', (said) => {
  const elsewhere = { provider: 'custom', host: 'imap.example.org' } as const;
  expect(JSON.stringify(english(explainMailRefusal(refusal(said, elsewhere))))).not.toMatch(/Google|Gmail/);
  const there = { provider: 'custom', host: 'imap.gmail.com' } as const;
  expect(JSON.stringify(english(explainMailRefusal(refusal(said, there))))).toMatch(/Google|Gmail/);
});

test('what a server did is not taken for its words', () => {
  const hungUp = { ...refusal(''), kind: 'temporary', text: msg('mail.serverHungUpDuringLogin') } as const;
  expect(textOf(explainMailRefusal(hungUp).message)).toMatch(
    /right now\. The server hung up during the login\.$/,
  );
});

describe('each server’s words are understood', () => {
  test.each<[said: string, change: Partial<MailRefusal>, code: string, who: string]>([
    ['AUTHENTICATE failed.', {}, 'exchange-refused', 'user'],
    [notConnected, { kind: 'late' }, 'not-connected', 'user'],
    [notConnected, { grant: 'client-credentials' }, 'not-connected', 'administrator'],
    ['Denied.', { grant: 'client-credentials', provider: 'custom' }, 'credentials', 'administrator'],
    ['Denied.', { provider: 'custom' }, 'credentials', 'user'],
    ['Authentication failure: unknown user name or bad password.', pop, 'exchange-refused', 'user'],
    ['Protocol error. Connection is closed. 10', pop, 'pop-token-line', 'user'],
    [throttled, { kind: 'busy' }, 'throttled', 'user'],
    ['[OVERQUOTA] Account exceeded command or bandwidth limits.', googleBusy, 'throttled', 'user'],
    ['Server Unavailable. 15', { kind: 'temporary' }, 'temporary', 'nobody'],
    [`535 5.7.3 ${unsuccessful} [AB0PR01.example 2026-06-01 08DC]`, smtp, 'smtp-refused', 'user'],
    [smtpOff, smtp, 'smtp-auth-disabled', 'administrator'],
    [smtpOff.replace('Tenant', 'Mailbox'), smtp, 'smtp-auth-disabled', 'administrator'],
    [`${no}, user is locked by your organization's ${defaults}`, smtp, 'security-defaults', 'administrator'],
    [`${no}, the request did not meet the criteria to be ${met}`, smtp, 'policy', 'administrator'],
    [`${no}, basic authentication is disabled.`, smtp, 'password-reached-provider', 'user'],
    [
      `550 5.7.30 Basic authentication is not supported for ${client}`,
      smtp,
      'password-reached-provider',
      'user',
    ],
    [`550 5.7.60 SMTP; Client ${noPermission}`, late, 'send-as-denied', 'administrator'],
    [`554 5.2.252 SendAsDenied; anna@example.org ${notAllowed}`, late, 'send-as-denied', 'administrator'],
    ['550 5.5.105 Recipient is outside of the tenant', late, 'high-volume-recipient', 'user'],
    [invalid, { ...smtp, host: 'smtp-hve.office365.com' }, 'high-volume-access', 'administrator'],
    ['432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded', busy, 'too-many-submissions', 'user'],
    ['432 4.3.2 Concurrent connections limit exceeded.', busy, 'too-many-submissions', 'user'],
    [`554 5.2.0 STOREDRV.Submission.Exception:${quota}`, late, 'sending-quota', 'user'],
    ['451 4.7.0 Temporary server error. PRX4', { ...smtp, kind: 'temporary' }, 'temporary', 'nobody'],
    [invalid, smtp, 'wrong-endpoint', 'user'],
    ['504 5.7.4 Unrecognized authentication type', smtp, 'mechanism-not-offered', 'user'],
    // Dovecot, Postfix and Cyrus without OAuth
    ['Unsupported authentication mechanism.', {}, 'mechanism-not-offered', 'user'],
    [
      '535 5.7.8 Error: authentication failed: Invalid authentication mechanism',
      smtp,
      'mechanism-not-offered',
      'user',
    ],
    ['no mechanism available', {}, 'mechanism-not-offered', 'user'],
    // Exim and Postfix, on a port where nobody logs in too
    ['504 XOAUTH2 authentication mechanism not supported', protocol, 'mechanism-not-offered', 'user'],
    ['503 AUTH command used when not advertised', protocol, 'mechanism-not-offered', 'user'],
    ['503 5.5.1 Error: authentication not enabled', protocol, 'mechanism-not-offered', 'user'],
    ['Session invalidated - AccessTokenExpired', { kind: 'late' }, 'session-token-expired', 'nobody'],
    ['Invalid credentials (Failure)', google, 'google-credentials', 'user'],
    ['Invalid credentials (Failure)', googleService, 'google-credentials', 'administrator'],
    [
      `535 5.7.8 Username and Password not accepted. ${visit}`,
      { ...google, ...smtp },
      'google-credentials',
      'user',
    ],
    ['[WEBALERT https://accounts.google.com/] Web login required.', google, 'web-login-required', 'user'],
    ['[ALERT] Too many simultaneous connections. (Failure)', googleBusy, 'too-many-connections', 'user'],
    ['421 4.7.0 pf.test Error: too many connections from 192.0.2.1', busy, 'too-many-connections', 'user'],
    [
      '421 Too many concurrent SMTP connections from this IP address; please try again later.',
      busy,
      'too-many-connections',
      'user',
    ],
    ['AUTHENTICATE invalid credentials or IMAP is disabled', { provider: 'yandex' }, 'imap-disabled', 'user'],
    ['[UNAVAILABLE] Temporary authentication failure.', temporary, 'temporary', 'nobody'],
    ['[SYS/TEMP] Server shutting down.', { ...pop, kind: 'late' }, 'temporary', 'nobody'],
    ['[IN-USE] mailbox locked', { ...pop, kind: 'busy' }, 'mailbox-locked', 'user'],
    ['something that nobody has heard yet', {}, 'credentials', 'user'],
    ['', { kind: 'protocol' }, 'protocol', 'user'],
  ])('%s', (said, change, code, who) => {
    const explained = explainMailRefusal(refusal(said, change));
    expect(explained).toMatchObject({ code, who });
    expect(textOf(explained.fix)).not.toBe('');
    expect(textOf(explained.message)).toContain('anna@example.org');
    if (said !== '') expect(textOf(explained.message)).toContain(`The server said: ${said}`);
  });
});

describe('what to do is told to the point', () => {
  test('SMTP sign-in that is switched off: the administrator’s command, with the mailbox in it', () => {
    expect(
      textOf(explainMailRefusal(refusal(smtpOff, { ...smtp, identity: "pat.o'brien@example.org" })).fix),
    ).toContain(
      "Set-CASMailbox -Identity 'pat.o''brien@example.org' -SmtpClientAuthenticationDisabled $false",
    );
  });

  test.each([
    [smtpOff, 'Set-CASMailbox -Identity'],
    [invalid, 'Add-HVEAppAccess -Identity'],
  ])('no address ends the quotes of the administrator’s command: %s', (said, command) => {
    const identity = 'x\u2019;calc;\u2018@example.org';
    const { fix } = explainMailRefusal(refusal(said, { ...smtp, host: 'smtp-hve.office365.com', identity }));
    expect(textOf(fix)).toContain(`${command} 'x\u2019\u2019;calc;\u2018\u2018@example.org' -`);
  });

  test('throttling: how long to wait', () => {
    const explained = explainMailRefusal(refusal(throttled, { kind: 'busy' }));
    expect(explained.backOff).toBe(299_961);
    expect(textOf(explained.fix)).toContain('Wait 5 minutes');
    const soon = explainMailRefusal(
      refusal('Request is throttled. Suggested Backoff Time: 900 milliseconds', { kind: 'busy' }),
    );
    expect(textOf(soon.fix)).toContain('Wait 1 second,');
    expect(explainMailRefusal(refusal('Request is throttled.', { kind: 'busy' })).backOff).toBeUndefined();
  });

  test('app-only: the right object id, the permission, the primary address', () => {
    const appOnly = { grant: 'client-credentials', identity: 'office@example.org' } as const;
    const { fix } = explainMailRefusal(refusal('AUTHENTICATE failed.', appOnly));
    for (const part of [
      'Enterprise application',
      'Full Access',
      'primary address',
      'mailwicket admin-script',
    ]) {
      expect(textOf(fix)).toContain(part);
    }
    const sending = explainMailRefusal(
      refusal('535 5.7.3 Authentication unsuccessful', { ...appOnly, ...smtp }),
    );
    expect(textOf(sending.fix)).toContain('Send As');
  });

  test('a shared mailbox: Full Access for reading, oneself for sending', () => {
    const shared = { identity: 'office@example.org', signedInAs: 'anna@example.org' };
    expect(textOf(explainMailRefusal(refusal('AUTHENTICATE failed.', shared)).fix)).toContain(
      'needs Full Access',
    );
    expect(
      textOf(
        explainMailRefusal(refusal('535 5.7.3 Authentication unsuccessful', { ...shared, ...smtp })).fix,
      ),
    ).toContain('“Log in for sending as” to anna@example.org');
    expect(
      textOf(explainMailRefusal(refusal('AUTHENTICATE failed.', { signedInAs: 'anna@example.org' })).fix),
    ).toContain('alias');
  });
});

describe('a token that was issued and a mailbox that was refused are told apart', () => {
  const noRoles = {
    code: 'no-roles',
    severity: 'error',
    message: verbatim('The application has a token, but no permission in it.'),
    fix: verbatim('Grant admin consent.'),
  } as const;

  test('where the server gives no reason, the token does', () => {
    expect(english(explainMailRefusal(refusal('AUTHENTICATE failed.', { findings: [noRoles] })))).toEqual({
      code: 'no-roles',
      message: containing(textOf(noRoles.message)),
      fix: noRoles.fix,
      who: 'administrator',
    });
  });

  test('where the server gives its reason, that one counts', () => {
    const explained = explainMailRefusal(refusal(smtpOff, { ...smtp, findings: [noRoles] }));
    expect(explained.code).toBe('smtp-auth-disabled');
    expect(textOf(explained.message)).not.toContain(textOf(noRoles.message));
  });

  test('a server that is busy or down is not blamed on the token', () => {
    for (const kind of ['busy', 'temporary', 'protocol'] as const) {
      expect(explainMailRefusal(refusal('no', { kind, findings: [noRoles] })).code).toBe(kind);
    }
  });

  test('an error of the token goes before a warning', () => {
    const warning = {
      code: 'other-user',
      severity: 'warning',
      message: verbatim('w'),
      fix: verbatim('w'),
    } as const;
    expect(explainMailRefusal(refusal('AUTHENTICATE failed.', { findings: [warning, noRoles] })).code).toBe(
      'no-roles',
    );
    expect(explainMailRefusal(refusal('AUTHENTICATE failed.', { findings: [warning] })).code).toBe(
      'other-user',
    );
  });
});

test('a server’s flood of words is cut, and stays on one line', () => {
  const message = textOf(explainMailRefusal(refusal(`NO\r\n${'x'.repeat(10_000)}`)).message);
  expect(message.length).toBeLessThan(700);
  expect(message).not.toMatch(/[\r\n]/);
});
