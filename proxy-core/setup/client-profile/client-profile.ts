import { msg } from '#messages/message.ts';
import { appleMailProfile } from './apple-mail.ts';
import { outlookAutodiscover, outlookSteps } from './outlook.ts';
import { authorityFileName, type Profile, type ProfileSubject } from './profile.ts';
import { printerSteps, settingsTable } from './settings-table.ts';
import { SetupError } from '../setup-error.ts';
import type { MailProgram } from '#contract/commands/setup.ts';
import { thunderbirdAutoconfig, thunderbirdPolicies, thunderbirdUserFile } from './thunderbird.ts';
import {
  fetchmailConfiguration,
  getmailConfiguration,
  mbsyncConfiguration,
  msmtpConfiguration,
  muttConfiguration,
  offlineimapConfiguration,
} from './unix-programs.ts';

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
  return {
    fileName: authorityFileName,
    mediaType: 'application/x-pem-file',
    content: authority.trimEnd() + '\n',
  };
}
