import { protocolName, type MailEndpoint } from '#contract/endpoints.ts';
import { fileNameFor, type Profile, type ProfileSubject, xmlText } from './profile.ts';

const response = 'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006';
const outlookResponse = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a';

/**
 * Settings in Outlook's Autodiscover form. Outlook asks Microsoft first: the file counts only where the registry
 * names it for the domain.
 * @throws SetupError - no-port
 */
export function outlookAutodiscover(subject: ProfileSubject): Profile {
  const endpoints = [
    subject.endpoints.needIncoming('plain-first'),
    subject.endpoints.need('smtp', 'plain-first'),
  ];
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
      ...endpoints.flatMap((endpoint) => protocolElement(endpoint, subject.login)),
      '    </Account>',
      '  </Response>',
      '</Autodiscover>',
      '',
    ].join('\n'),
  };
}

function protocolElement(endpoint: MailEndpoint, login: string): string[] {
  const type = endpoint.protocol === 'pop' ? 'POP3' : protocolName[endpoint.protocol];
  return [
    '      <Protocol>',
    `        <Type>${type}</Type>`,
    `        <Server>${xmlText(endpoint.host)}</Server>`,
    `        <Port>${String(endpoint.port)}</Port>`,
    `        <LoginName>${xmlText(login)}</LoginName>`,
    '        <SPA>off</SPA>',
    `        <SSL>${endpoint.security === 'tls' ? 'on' : 'off'}</SSL>`,
    '        <AuthRequired>on</AuthRequired>',
    ...(endpoint.protocol === 'smtp' ? ['        <UsePOPAuth>on</UsePOPAuth>'] : []),
    '      </Protocol>',
  ];
}

/** What to click in classic Outlook. @throws SetupError - no-port */
export function outlookSteps(subject: ProfileSubject): Profile {
  const incoming = subject.endpoints.needIncoming('plain-first');
  const outgoing = subject.endpoints.need('smtp', 'plain-first');
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

function encryption(endpoint: MailEndpoint): string {
  return endpoint.security === 'tls' ? 'SSL/TLS' : 'None';
}

function numbered(steps: readonly string[]): string[] {
  return steps.map((step, index) => `${String(index + 1)}. ${step}`);
}
