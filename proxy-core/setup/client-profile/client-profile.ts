import { presetFor } from '#contract/providers/presets.ts';
import { msg } from '#messages/message.ts';
import {
  appleMailProfile,
  outlookAutodiscover,
  outlookSteps,
  thunderbirdAutoconfig,
  thunderbirdPolicies,
  thunderbirdUserFile,
} from './desktop-programs.ts';
import { authorityFileName, type Profile, profileOf, type ProfileSubject, fileNameFor } from './profile.ts';
import { SetupError } from '../setup-error.ts';
import type { MailProgram } from '#contract/commands/setup.ts';
import {
  fetchmailConfiguration,
  getmailConfiguration,
  mbsyncConfiguration,
  msmtpConfiguration,
  muttConfiguration,
  offlineimapConfiguration,
} from './unix-programs.ts';
import { protocolName } from '#contract/endpoints.ts';

const makers: Readonly<Record<MailProgram, (subject: ProfileSubject) => Profile>> = {
  settings: settingsTable,
  thunderbird: thunderbirdUserFile,
  'thunderbird-autoconfig': thunderbirdAutoconfig,
  'thunderbird-policies': thunderbirdPolicies,
  'apple-mail': appleMailProfile,
  outlook: outlookSteps,
  'outlook-autodiscover': outlookAutodiscover,
  mutt: muttConfiguration,
  msmtp: msmtpConfiguration,
  mbsync: mbsyncConfiguration,
  fetchmail: fetchmailConfiguration,
  getmail: getmailConfiguration,
  offlineimap: offlineimapConfiguration,
  printer: printerSteps,
  'certificate-authority': certificateAuthority,
};

/**
 * Settings for a mail program, as a file that it takes or as steps to follow. The password is in none of them.
 * @throws SetupError - no-port, not-loopback, no-authority
 */
export function clientProfile(program: MailProgram, subject: ProfileSubject): Profile {
  return makers[program](subject);
}

function certificateAuthority({ authority }: ProfileSubject): Profile {
  if (authority === undefined) {
    throw new SetupError('no-authority', msg('setup.noTlsPortOpenSo'), msg('setup.switchTlsPortFirstIf'));
  }
  return profileOf(authorityFileName, 'application/x-pem-file', authority.trimEnd());
}

/** What to enter into any mail program. @throws SetupError - no-port */
function settingsTable(subject: ProfileSubject): Profile {
  const endpoints = subject.endpoints.all();
  if (endpoints.length === 0) subject.endpoints.needIncoming('plain-first');
  const head = ['Protocol', 'Server', 'Port', 'Security', 'User name', 'Password'];
  const rows = endpoints.map((endpoint) => [
    protocolName[endpoint.protocol],
    endpoint.host,
    String(endpoint.port),
    endpoint.security === 'tls' ? 'SSL/TLS' : 'none (this computer only)',
    subject.login,
    'the local password',
  ]);
  return profileOf(
    fileNameFor(subject.address, '-settings.txt'),
    'text/plain',
    `Mail programs with ${subject.address}`,
    '',
    ...table([head, ...rows]),
    '',
    'Authentication is “normal password”. The local password is made in Mailwicket; it is not the one of the provider.',
    ...(presetFor(subject).quirks.keepsSentCopies
      ? ['The provider keeps a copy of what is sent: switch off the program’s own copy in the Sent folder.']
      : []),
    ...(endpoints.some(({ security }) => security === 'tls')
      ? ['For SSL/TLS the program must trust Mailwicket’s local certificate authority.']
      : []),
  );
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/**
 * What to enter at a printer, a scanner or another device of the network.
 * @throws SetupError - no-port; not-loopback: devices cannot reach the port
 */
function printerSteps(subject: ProfileSubject): Profile {
  const endpoint = subject.endpoints.fromElsewhere('smtp');
  if (endpoint === undefined) {
    subject.endpoints.need('smtp', 'tls-first');
    throw new SetupError(
      'not-loopback',
      msg('setup.smtpPortOpenComputerOnly'),
      msg('setup.switchOnSmtpTls', {
        command: 'mailwicket serve --smtps 1465 --listen 127.0.0.1 192.0.2.10',
      }),
    );
  }
  const server = endpoint.everywhere ? 'this computer’s address in the network' : endpoint.host;
  return profileOf(
    fileNameFor(subject.address, '-printer.txt'),
    'text/plain',
    `Printers and scanners that send as ${subject.address}`,
    '',
    `SMTP server:     ${server}`,
    `Port:            ${String(endpoint.port)}`,
    'Security:        SSL/TLS (not STARTTLS), TLS 1.2 or later',
    'Authentication:  on; LOGIN or PLAIN',
    `User name:       ${subject.login}`,
    'Password:        the local password; make one for this device alone, so that it can be revoked alone',
    `Sender address:  ${subject.address}`,
    '',
    'The certificate is made for this computer’s own names: switch off the check of the server’s certificate',
    'at the device, or its comparison of names once the local certificate authority is imported there.',
    'Let this computer’s firewall pass the port from the network of the device.',
  );
}
