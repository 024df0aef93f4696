import { createHash, X509Certificate } from 'node:crypto';
import type { MailEndpoint } from '#contract/endpoints.ts';
import { fileNameFor, type Profile, type ProfileSubject, xmlText } from './profile.ts';

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
  return {
    fileName: fileNameFor(subject.address, '.mobileconfig'),
    mediaType: 'application/x-apple-aspen-config',
    content: propertyList({
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
    }),
  };
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

function propertyList(value: PropertyValue): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    ...lines(value, ''),
    '</plist>',
    '',
  ].join('\n');
}

function lines(value: PropertyValue, indent: string): string[] {
  const deeper = `${indent}  `;
  if (typeof value === 'string') return [`${indent}<string>${xmlText(value)}</string>`];
  if (typeof value === 'number') return [`${indent}<integer>${String(Math.trunc(value))}</integer>`];
  if (typeof value === 'boolean') return [`${indent}<${String(value)}/>`];
  if (Buffer.isBuffer(value)) {
    const rows = value.toString('base64').match(/.{1,64}/g) ?? [];
    return [`${indent}<data>`, ...rows.map((row) => indent + row), `${indent}</data>`];
  }
  if (isList(value)) {
    return [`${indent}<array>`, ...value.flatMap((item) => lines(item, deeper)), `${indent}</array>`];
  }
  const members = Object.entries(value).flatMap(([key, member]) => [
    `${deeper}<key>${xmlText(key)}</key>`,
    ...lines(member, deeper),
  ]);
  return [`${indent}<dict>`, ...members, `${indent}</dict>`];
}

function isList(value: object): value is readonly PropertyValue[] {
  return Array.isArray(value);
}
