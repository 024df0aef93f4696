import { presetFor } from '#contract/providers/presets.ts';
import { domainOf } from '#core/accounts/login-name.ts';
import type { MailEndpoint } from '#contract/endpoints.ts';
import { authorityFileName, type Profile, type ProfileSubject, xmlText } from './profile.ts';

/**
 * A file for Thunderbird's automatic configuration (config-v1.1), to be put into its folder `isp` under the name of
 * the domain, or served.
 * @throws SetupError - no-port
 */
export function thunderbirdAutoconfig(subject: ProfileSubject): Profile {
  const { endpoints } = subject;
  const outgoing = endpoints.need('smtp', 'plain-first');
  const incoming = [endpoints.needIncoming('plain-first'), endpoints.of('pop', 'plain-first')].filter(
    (endpoint, index, all) => endpoint !== undefined && all.indexOf(endpoint) === index,
  );
  const seen = new Set<string>();
  const servers = incoming.flatMap((endpoint) => {
    if (endpoint === undefined || seen.has(endpoint.protocol)) return [];
    seen.add(endpoint.protocol);
    return serverElement(endpoint, subject);
  });
  const domain = xmlText(domainOf(subject.address));
  return {
    fileName: `${domainOf(subject.address).replace(/[^A-Za-z0-9.-]+/g, '') || 'domain'}.xml`,
    mediaType: 'text/xml',
    content: [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<clientConfig version="1.1">',
      `  <emailProvider id="${domain}">`,
      `    <domain>${domain}</domain>`,
      '    <displayName>Mailwicket on this computer</displayName>',
      '    <displayShortName>Mailwicket</displayShortName>',
      ...servers,
      ...serverElement(outgoing, subject),
      '  </emailProvider>',
      '</clientConfig>',
      '',
    ].join('\n'),
  };
}

function serverElement(endpoint: MailEndpoint, subject: ProfileSubject): string[] {
  const element = endpoint.protocol === 'smtp' ? 'outgoingServer' : 'incomingServer';
  const type = endpoint.protocol === 'pop' ? 'pop3' : endpoint.protocol;
  return [
    `    <${element} type="${type}">`,
    `      <hostname>${xmlText(endpoint.host)}</hostname>`,
    `      <port>${String(endpoint.port)}</port>`,
    `      <socketType>${endpoint.security === 'tls' ? 'SSL' : 'plain'}</socketType>`,
    `      <username>${xmlText(autoconfigUser(subject))}</username>`,
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

const noSentCopy: Preferences = [['mail.identity.id1.fcc', false]];
const leaveOnServer: Preferences = [['mail.server.server1.leave_on_server', true]];

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
    ...(presetFor({ provider }).quirks.keepsSentCopies ? noSentCopy : []),
    ['mail.server.server1.type', pop ? 'pop3' : 'imap'],
    ['mail.server.server1.name', address],
    ['mail.server.server1.hostname', incoming.host],
    ['mail.server.server1.port', incoming.port],
    ['mail.server.server1.socketType', socketType[incoming.security]],
    ['mail.server.server1.authMethod', passwordCleartext],
    ['mail.server.server1.userName', login],
    ['mail.server.server1.login_at_startup', true],
    ['mail.server.server1.check_new_mail', true],
    ...(pop ? leaveOnServer : []),
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
  return {
    fileName: 'user.js',
    mediaType: 'text/javascript',
    content: [
      '// Put this file into the folder of a NEW Thunderbird profile (about:profiles), then start that profile:',
      '// in a profile with accounts it would take their place. Once the account is there, delete the file.',
      '// Thunderbird asks for the password: it is the local one, made in Mailwicket.',
      ...(usesTls(subject)
        ? [
            `// The ports use TLS: import ${authorityFileName} under Settings, Privacy & Security, Manage Certificates, Authorities.`,
          ]
        : []),
      ...lines,
      '',
    ].join('\n'),
  };
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
  return {
    fileName: 'policies.json',
    mediaType: 'application/json',
    content: `${JSON.stringify(
      {
        policies: {
          ...(usesTls(subject) ? { Certificates: { Install: [authorityFileName] } } : {}),
          Preferences: Object.fromEntries(entries),
        },
      },
      null,
      2,
    )}\n`,
  };
}

function usesTls({ endpoints }: ProfileSubject): boolean {
  const used = [endpoints.needIncoming('plain-first'), endpoints.need('smtp', 'plain-first')];
  return used.some(({ security }) => security === 'tls');
}

/** JSON is JavaScript but for two line ends, which must not end a line of the file. */
function scriptLiteral(value: string | number | boolean): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
