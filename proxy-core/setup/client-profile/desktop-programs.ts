import { markupText } from '#messages/plain-text.ts';
import { createHash, X509Certificate } from 'node:crypto';
import { protocolName, type MailEndpoint } from '#contract/endpoints.ts';
import { presetFor } from '#contract/providers/presets.ts';
import { domainOf } from '#core/accounts/account-directory.ts';
import { authorityFileName, fileNameFor, type Profile, profileOf, type ProfileSubject } from './profile.ts';

/**
 * A file for Thunderbird's automatic configuration (config-v1.1), to be put into its folder `isp` under the name of
 * the domain, or served.
 * @throws SetupError - no-port
 */
export function thunderbirdAutoconfig(subject: ProfileSubject): Profile {
  const { endpoints } = subject;
  const outgoing = endpoints.need('smtp', 'plain-first');
  const incoming = endpoints.needIncoming('plain-first');
  const pop = incoming.protocol === 'imap' ? endpoints.of('pop', 'plain-first') : undefined;
  const domain = markupText(domainOf(subject.address));
  return profileOf(
    `${domainOf(subject.address).replace(/[^A-Za-z0-9.-]+/g, '') || 'domain'}.xml`,
    'text/xml',
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<clientConfig version="1.1">',
    `  <emailProvider id="${domain}">`,
    `    <domain>${domain}</domain>`,
    '    <displayName>Mailwicket on this computer</displayName>',
    '    <displayShortName>Mailwicket</displayShortName>',
    ...[incoming, pop ?? [], outgoing].flat().flatMap((endpoint) => serverElement(endpoint, subject)),
    '  </emailProvider>',
    '</clientConfig>',
  );
}

function serverElement(endpoint: MailEndpoint, subject: ProfileSubject): string[] {
  const element = endpoint.protocol === 'smtp' ? 'outgoingServer' : 'incomingServer';
  const type = endpoint.protocol === 'pop' ? 'pop3' : endpoint.protocol;
  return [
    `    <${element} type="${type}">`,
    `      <hostname>${markupText(endpoint.host)}</hostname>`,
    `      <port>${String(endpoint.port)}</port>`,
    `      <socketType>${endpoint.security === 'tls' ? 'SSL' : 'plain'}</socketType>`,
    `      <username>${markupText(autoconfigUser(subject))}</username>`,
    '      <authentication>password-cleartext</authentication>',
    ...(endpoint.protocol === 'pop'
      ? ['      <pop3>', '        <leaveMessagesOnServer>true</leaveMessagesOnServer>', '      </pop3>']
      : []),
    `    </${element}>`,
  ];
}

/** One file serves every address of the domain, unless this account logs in by another name than its mailbox's. */
function autoconfigUser({ login, address }: ProfileSubject): string {
  return login === address ? '%EMAILADDRESS%' : login;
}

/** Thunderbird's names for how a connection is secured, and for a password that is sent as it is. */
const socketType = { none: 0, tls: 3 } as const;
const passwordCleartext = 3;

type Preferences = readonly (readonly [string, string | number | boolean])[];

function whenTrue(it: boolean | undefined, preference: Preferences[number]): Preferences {
  return it === true ? [preference] : [];
}

/** The preferences that make up an account in a profile that has none yet. */
function preferences(subject: ProfileSubject): Preferences {
  const { endpoints, login, address, provider } = subject;
  const incoming = endpoints.needIncoming('plain-first');
  const outgoing = endpoints.need('smtp', 'plain-first');
  const pop = incoming.protocol === 'pop';
  return [
    ['mail.accountmanager.accounts', 'account1'],
    ['mail.accountmanager.defaultaccount', 'account1'],
    ['mail.account.account1.identities', 'id1'],
    ['mail.account.account1.server', 'server1'],
    ['mail.identity.id1.useremail', address],
    ['mail.identity.id1.fullName', address.slice(0, address.lastIndexOf('@'))],
    ['mail.identity.id1.smtpServer', 'smtp1'],
    ['mail.identity.id1.valid', true],
    ...whenTrue(presetFor({ provider }).quirks.keepsSentCopies, ['mail.identity.id1.fcc', false]),
    ['mail.server.server1.type', pop ? 'pop3' : 'imap'],
    ['mail.server.server1.name', address],
    ['mail.server.server1.hostname', incoming.host],
    ['mail.server.server1.port', incoming.port],
    ['mail.server.server1.socketType', socketType[incoming.security]],
    ['mail.server.server1.authMethod', passwordCleartext],
    ['mail.server.server1.userName', login],
    ['mail.server.server1.login_at_startup', true],
    ['mail.server.server1.check_new_mail', true],
    ...whenTrue(pop, ['mail.server.server1.leave_on_server', true]),
    ['mail.smtpservers', 'smtp1'],
    ['mail.smtp.defaultserver', 'smtp1'],
    ['mail.smtpserver.smtp1.type', 'smtp'],
    ['mail.smtpserver.smtp1.description', 'Mailwicket'],
    ['mail.smtpserver.smtp1.hostname', outgoing.host],
    ['mail.smtpserver.smtp1.port', outgoing.port],
    ['mail.smtpserver.smtp1.try_ssl', socketType[outgoing.security]],
    ['mail.smtpserver.smtp1.authMethod', passwordCleartext],
    ['mail.smtpserver.smtp1.username', login],
  ];
}

/**
 * A `user.js` for a new Thunderbird profile: read at its start, it makes the account.
 * @throws SetupError - no-port
 */
export function thunderbirdUserFile(subject: ProfileSubject): Profile {
  const lines = preferences(subject).map(
    ([name, value]) => `user_pref(${scriptLiteral(name)}, ${scriptLiteral(value)});`,
  );
  return profileOf(
    'user.js',
    'text/javascript',
    '// Put this file into the folder of a NEW Thunderbird profile (about:profiles), then start that profile:',
    '// in a profile with accounts it would take their place. Once the account is there, delete the file.',
    '// Thunderbird asks for the password: it is the local one, made in Mailwicket.',
    ...(usesTls(subject)
      ? [
          `// The ports use TLS: import ${authorityFileName} under Settings, Privacy & Security, Manage Certificates, Authorities.`,
        ]
      : []),
    ...lines,
  );
}

/**
 * A `policies.json` for administrators. The preferences are defaults: they make the account in profiles that have
 * none, and change nothing in others.
 * @throws SetupError - no-port
 */
export function thunderbirdPolicies(subject: ProfileSubject): Profile {
  const entries = preferences(subject).map(
    ([name, value]) => [name, { Value: value, Status: 'default' }] as const,
  );
  const policies = {
    ...(usesTls(subject) ? { Certificates: { Install: [authorityFileName] } } : {}),
    Preferences: Object.fromEntries(entries),
  };
  return profileOf('policies.json', 'application/json', JSON.stringify({ policies }, null, 2));
}

function usesTls({ endpoints }: ProfileSubject): boolean {
  const used = [endpoints.needIncoming('plain-first'), endpoints.need('smtp', 'plain-first')];
  return used.some(({ security }) => security === 'tls');
}

/** JSON is JavaScript but for two line ends, which must not end a line of the file. */
function scriptLiteral(value: string | number | boolean): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

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
  return profileOf(
    'autodiscover.xml',
    'text/xml',
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
  );
}

function protocolElement(endpoint: MailEndpoint, login: string): string[] {
  const type = endpoint.protocol === 'pop' ? 'POP3' : protocolName[endpoint.protocol];
  return [
    '      <Protocol>',
    `        <Type>${type}</Type>`,
    `        <Server>${markupText(endpoint.host)}</Server>`,
    `        <Port>${String(endpoint.port)}</Port>`,
    `        <LoginName>${markupText(login)}</LoginName>`,
    '        <SPA>off</SPA>',
    `        <SSL>${endpoint.security === 'tls' ? 'on' : 'off'}</SSL>`,
    '        <AuthRequired>on</AuthRequired>',
    ...(endpoint.protocol === 'smtp' ? ['        <UsePOPAuth>on</UsePOPAuth>'] : []),
    '      </Protocol>',
  ];
}

/** How Outlook calls it. */
const encryption = { none: 'None', tls: 'SSL/TLS' } as const;

/** What to click in classic Outlook. @throws SetupError - no-port */
export function outlookSteps(subject: ProfileSubject): Profile {
  const incoming = subject.endpoints.needIncoming('plain-first');
  const outgoing = subject.endpoints.need('smtp', 'plain-first');
  const kind = incoming.protocol === 'imap' ? 'IMAP' : 'POP';
  const withTls = [incoming, outgoing].some(({ security }) => security === 'tls');
  const steps = [
    ...(withTls
      ? [
          'Save the local certificate authority from Mailwicket, open it, and install it for the current user under “Trusted Root Certification Authorities”.',
        ]
      : []),
    'In Outlook choose File, Add Account.',
    `Type ${subject.address}, open “Advanced options”, tick “Let me set up my account manually”, and choose Connect.`,
    `Choose ${kind}.`,
    `Incoming mail: server ${incoming.host}, port ${String(incoming.port)}, encryption method ${encryption[incoming.security]}. Leave “Require logon using Secure Password Authentication” unticked.`,
    `Outgoing mail: server ${outgoing.host}, port ${String(outgoing.port)}, encryption method ${encryption[outgoing.security]}. Leave it unticked here too.`,
    `When it asks, type the local password that was made in Mailwicket${subject.login === subject.address ? '' : `, and ${subject.login} as the user name`}.`,
    'If Outlook sets up a Microsoft 365 account instead, use Control Panel, Mail, Email Accounts, New, “Manual setup”.',
  ];
  return profileOf(
    fileNameFor(subject.address, '-outlook.txt'),
    'text/plain',
    `Outlook for Windows (classic) with ${subject.address}`,
    '',
    'The new Outlook and Outlook for phones fetch mail from Microsoft’s own servers, which cannot reach this',
    'computer: they cannot be used with Mailwicket.',
    '',
    ...steps.map((step, index) => `${String(index + 1)}. ${step}`),
  );
}

/**
 * A configuration profile for Apple's Mail: the account, and the local certificate authority where the ports use
 * TLS. Opened on the Mac it waits in the system settings to be installed; Mail then asks for the password.
 * @throws SetupError - no-port
 */
export function appleMailProfile(subject: ProfileSubject): Profile {
  // Mail may refuse to send a password without TLS
  const incoming = subject.endpoints.needIncoming('tls-first');
  const outgoing = subject.endpoints.need('smtp', 'tls-first');
  const withTls = incoming.security === 'tls' || outgoing.security === 'tls';
  const { accountId, authority } = subject;
  const payloads: PropertyValue[] = [
    ...(withTls && authority !== undefined ? [authorityPayload(authority)] : []),
    {
      PayloadType: 'com.apple.mail.managed',
      PayloadVersion: 1,
      PayloadIdentifier: `app.mailwicket.${accountId}.mail`,
      PayloadUUID: namedUuid(accountId, 'mail'),
      PayloadDisplayName: `Mail of ${subject.address}`,
      EmailAccountDescription: subject.address,
      EmailAccountType: incoming.protocol === 'imap' ? 'EmailTypeIMAP' : 'EmailTypePOP',
      EmailAddress: subject.address,
      ...server('Incoming', incoming, subject.login),
      ...server('Outgoing', outgoing, subject.login),
      OutgoingPasswordSameAsIncomingPassword: true,
      PreventMove: false,
      SMIMEEnabled: false,
    },
  ];
  const profile = {
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadIdentifier: `app.mailwicket.${accountId}`,
    PayloadUUID: namedUuid(accountId, 'profile'),
    PayloadDisplayName: `Mailwicket: ${subject.address}`,
    PayloadDescription:
      'Mail through Mailwicket on this Mac. The password is the local one, made in Mailwicket; it is asked for when Mail connects.' +
      (withTls
        ? ''
        : ' If Mail does not take it, switch on the TLS ports in Mailwicket and make this profile anew.'),
    PayloadScope: 'User',
    PayloadRemovalDisallowed: false,
    PayloadContent: payloads,
  };
  return profileOf(
    fileNameFor(subject.address, '.mobileconfig'),
    'application/x-apple-aspen-config',
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    ...propertyLines(profile, ''),
    '</plist>',
  );
}

function server(
  side: 'Incoming' | 'Outgoing',
  endpoint: MailEndpoint,
  login: string,
): Record<string, PropertyValue> {
  return {
    [`${side}MailServerAuthentication`]: 'EmailAuthPassword',
    [`${side}MailServerHostName`]: endpoint.host,
    [`${side}MailServerPortNumber`]: endpoint.port,
    [`${side}MailServerUseSSL`]: endpoint.security === 'tls',
    [`${side}MailServerUsername`]: login,
  };
}

/** Named by its fingerprint: every account's profile brings the same one. */
function authorityPayload(pem: string): PropertyValue {
  const certificate = new X509Certificate(pem);
  const id = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  return {
    PayloadType: 'com.apple.security.root',
    PayloadVersion: 1,
    PayloadIdentifier: `app.mailwicket.authority.${id.slice(0, 16)}`,
    PayloadUUID: namedUuid(id, 'authority'),
    PayloadDisplayName: 'Mailwicket on this computer',
    PayloadCertificateFileName: 'mailwicket-ca.cer',
    PayloadContent: certificate.raw,
  };
}

/** A UUID that is the same for the same names (RFC 9562 section 5.8: version 8, made our own way). */
function namedUuid(...names: readonly string[]): string {
  const octets = createHash('sha256').update(names.join('\n')).digest().subarray(0, 16);
  octets.writeUInt8((octets.readUInt8(6) & 0x0f) | 0x80, 6);
  octets.writeUInt8((octets.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = octets.toString('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

type PropertyValue =
  string | number | boolean | Buffer | readonly PropertyValue[] | { readonly [key: string]: PropertyValue };

function propertyLines(value: PropertyValue, indent: string): string[] {
  const deeper = `${indent}  `;
  if (typeof value === 'string') return [`${indent}<string>${markupText(value)}</string>`];
  if (typeof value === 'number') return [`${indent}<integer>${String(Math.trunc(value))}</integer>`];
  if (typeof value === 'boolean') return [`${indent}<${String(value)}/>`];
  if (Buffer.isBuffer(value)) {
    const rows = value.toString('base64').match(/.{1,64}/g) ?? [];
    return [`${indent}<data>`, ...rows.map((row) => indent + row), `${indent}</data>`];
  }
  if (isList(value)) {
    return [`${indent}<array>`, ...value.flatMap((item) => propertyLines(item, deeper)), `${indent}</array>`];
  }
  const members = Object.entries(value).flatMap(([key, member]) => [
    `${deeper}<key>${markupText(key)}</key>`,
    ...propertyLines(member, deeper),
  ]);
  return [`${indent}<dict>`, ...members, `${indent}</dict>`];
}

function isList(value: object): value is readonly PropertyValue[] {
  return Array.isArray(value);
}
