import { protocolName } from '../../accounts/protocol.ts';
import type { Door } from './mail-doors.ts';
import { fileNameFor, type Profile, type ProfileSubject } from './profile.ts';
import { xmlText } from './xml-text.ts';

const response = 'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006';
const outlookResponse = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a';

/**
 * Settings in Outlook's Autodiscover form. Outlook asks Microsoft first: the file counts only where the registry
 * names it for the domain.
 * @throws SetupError - no-port
 */
export function outlookAutodiscover(subject: ProfileSubject): Profile {
  const doors = [subject.doors.needIncoming('plain-first'), subject.doors.need('smtp', 'plain-first')];
  return {
    fileName: 'autodiscover.xml',
    mediaType: 'text/xml',
    content: [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<Autodiscover xmlns="${response}">`,
      `  <Response xmlns="${outlookResponse}">`,
      '    <Account>',
      '      <AccountType>email</AccountType>',
      '      <Action>settings</Action>',
      ...doors.flatMap((door) => protocolElement(door, subject.login)),
      '    </Account>',
      '  </Response>',
      '</Autodiscover>',
      '',
    ].join('\n'),
  };
}

function protocolElement(door: Door, login: string): string[] {
  const type = door.protocol === 'pop' ? 'POP3' : protocolName[door.protocol];
  return [
    '      <Protocol>',
    `        <Type>${type}</Type>`,
    `        <Server>${xmlText(door.host)}</Server>`,
    `        <Port>${String(door.port)}</Port>`,
    `        <LoginName>${xmlText(login)}</LoginName>`,
    '        <SPA>off</SPA>',
    `        <SSL>${door.security === 'tls' ? 'on' : 'off'}</SSL>`,
    '        <AuthRequired>on</AuthRequired>',
    ...(door.protocol === 'smtp' ? ['        <UsePOPAuth>on</UsePOPAuth>'] : []),
    '      </Protocol>',
  ];
}

/** What to click in classic Outlook. @throws SetupError - no-port */
export function outlookSteps(subject: ProfileSubject): Profile {
  const incoming = subject.doors.needIncoming('plain-first');
  const outgoing = subject.doors.need('smtp', 'plain-first');
  const kind = incoming.protocol === 'imap' ? 'IMAP' : 'POP';
  const withTls = incoming.security === 'tls' || outgoing.security === 'tls';
  return {
    fileName: fileNameFor(subject.address, '-outlook.txt'),
    mediaType: 'text/plain',
    content: [
      `Outlook for Windows (classic) with ${subject.address}`,
      '',
      'The new Outlook and Outlook for phones fetch mail from Microsoft’s own servers, which cannot reach this',
      'computer: they cannot be used with Mailwicket.',
      '',
      ...numbered([
        ...(withTls
          ? [
              'Save the local certificate authority from Mailwicket, open it, and install it for the current user under “Trusted Root Certification Authorities”.',
            ]
          : []),
        'In Outlook choose File, Add Account.',
        `Type ${subject.address}, open “Advanced options”, tick “Let me set up my account manually”, and choose Connect.`,
        `Choose ${kind}.`,
        `Incoming mail: server ${incoming.host}, port ${String(incoming.port)}, encryption method ${encryption(incoming)}. Leave “Require logon using Secure Password Authentication” unticked.`,
        `Outgoing mail: server ${outgoing.host}, port ${String(outgoing.port)}, encryption method ${encryption(outgoing)}. Leave it unticked here too.`,
        `When it asks, type the local password that was made in Mailwicket${subject.login === subject.address ? '' : `, and ${subject.login} as the user name`}.`,
        'If Outlook sets up a Microsoft 365 account instead, use Control Panel, Mail, Email Accounts, New, “Manual setup”.',
      ]),
      '',
    ].join('\n'),
  };
}

function encryption(door: Door): string {
  return door.security === 'tls' ? 'SSL/TLS' : 'None';
}

function numbered(steps: readonly string[]): string[] {
  return steps.map((step, index) => `${String(index + 1)}. ${step}`);
}
