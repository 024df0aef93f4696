import { presetFor } from '#contract/providers/presets.ts';
import type { MailEndpoint } from '#contract/endpoints.ts';
import { authorityFileName, type Profile, profileOf, type ProfileSubject } from './profile.ts';
import { oneLine } from '#messages/plain-text.ts';

const authorityPath = `~/${authorityFileName}`;
/** For fetchmail, which knows no ~. */
const absolutePath = `/etc/${authorityFileName}`;

function textFile(fileName: string, subject: ProfileSubject, lines: readonly string[]): Profile {
  const address = oneLine(subject.address);
  return profileOf(
    fileName,
    'text/plain',
    `# ${address} through Mailwicket. No password is in here: it is the local one, made in Mailwicket.`,
    ...lines,
  );
}

function authorityNote(endpoint: MailEndpoint, path = authorityPath): string[] {
  return endpoint.security === 'tls' ? [`# Save the local certificate authority as ${path} first.`] : [];
}

function url({ security, host, port }: MailEndpoint, scheme: string, user: string): string {
  const bracketed = host.includes(':') ? `[${host}]` : host;
  return `${scheme}${security === 'tls' ? 's' : ''}://${user}${bracketed}:${String(port)}/`;
}

/** @throws SetupError - no-port */
export function msmtpConfiguration(subject: ProfileSubject): Profile {
  const endpoint = subject.endpoints.need('smtp', 'plain-first');
  return textFile('msmtprc', subject, [
    ...authorityNote(endpoint),
    '# msmtp asks for the password; passwordeval can fetch it from a keyring.',
    'account mailwicket',
    `host ${endpoint.host}`,
    `port ${String(endpoint.port)}`,
    ...(endpoint.security === 'tls'
      ? ['tls on', 'tls_starttls off', `tls_trust_file ${authorityPath}`]
      : ['tls off']),
    // "on" would refuse to send a password without TLS
    'auth plain',
    // it takes off one pair of quotes and reads the rest as it stands
    `user "${subject.login}"`,
    `from "${subject.address}"`,
    'account default : mailwicket',
  ]);
}

/** @throws SetupError - no-port */
export function mbsyncConfiguration(subject: ProfileSubject): Profile {
  const endpoint = subject.endpoints.need('imap', 'plain-first');
  return textFile('mbsyncrc', subject, [
    ...authorityNote(endpoint),
    '# mbsync asks for the password; PassCmd can fetch it from a keyring. From isync 1.5 on, SSLType is called TLSType.',
    'IMAPStore mailwicket-remote',
    `Host ${endpoint.host}`,
    `Port ${String(endpoint.port)}`,
    `User ${mbsyncString(subject.login)}`,
    ...(endpoint.security === 'tls'
      ? ['SSLType IMAPS', 'SystemCertificates no', `CertificateFile ${authorityPath}`]
      : ['SSLType None']),
    'AuthMechs PLAIN',
    '',
    'MaildirStore mailwicket-local',
    'Path ~/Mail/mailwicket/',
    'Inbox ~/Mail/mailwicket/INBOX',
    'SubFolders Verbatim',
    '',
    'Channel mailwicket',
    'Far :mailwicket-remote:',
    'Near :mailwicket-local:',
    'Patterns *',
    'Create Near',
    'SyncState *',
  ]);
}

/** @throws SetupError - no-port */
export function fetchmailConfiguration(subject: ProfileSubject): Profile {
  const endpoint = subject.endpoints.needIncoming('plain-first');
  const protocol = endpoint.protocol === 'imap' ? 'IMAP' : 'POP3';
  const user = [
    `  user ${fetchmailString(subject.login)} keep`,
    // without the empty sslproto fetchmail asks for STARTTLS even where it is not offered
    endpoint.security === 'tls'
      ? `ssl sslcertck sslcertfile ${fetchmailString(absolutePath)}`
      : "sslproto ''",
  ];
  return textFile('fetchmailrc', subject, [
    ...authorityNote(endpoint, absolutePath),
    '# fetchmail asks for the password. The mode of this file must be 0600. "keep" leaves the messages on the server.',
    `poll ${fetchmailString(endpoint.host)} with proto ${protocol} service ${String(endpoint.port)} auth password no dns`,
    user.join(' '),
  ]);
}

/** @throws SetupError - no-port */
export function muttConfiguration(subject: ProfileSubject): Profile {
  const { endpoints, login, address, provider } = subject;
  const incoming = endpoints.needIncoming('plain-first');
  const outgoing = endpoints.need('smtp', 'plain-first');
  const scheme = incoming.protocol === 'imap' ? 'imap' : 'pop';
  const inbox = url(incoming, scheme, '');
  const tls = incoming.security === 'tls' || outgoing.security === 'tls';
  return textFile('muttrc', subject, [
    ...authorityNote(incoming),
    ...(tls ? [`set certificate_file=${muttString(authorityPath)}`] : []),
    'set ssl_starttls=no',
    // mutt refuses plain connections otherwise; this one does not leave the machine
    ...(tls ? [] : ['set ssl_force_tls=no']),
    `set from=${muttString(address)}`,
    'set use_envelope_from=yes',
    `set ${scheme}_user=${muttString(login)}`,
    ...(scheme === 'imap'
      ? [`set folder=${muttString(inbox)}`, `set spoolfile=${muttString(`${inbox}INBOX`)}`]
      : [`set pop_host=${muttString(inbox)}`]),
    `set smtp_url=${muttString(url(outgoing, 'smtp', `${encodeURIComponent(login)}@`))}`,
    ...(presetFor({ provider }).quirks.keepsSentCopies
      ? ['# The provider puts a copy of what is sent into Sent itself.', 'set copy=no']
      : []),
  ]);
}

/** @throws SetupError - no-port */
export function offlineimapConfiguration(subject: ProfileSubject): Profile {
  const endpoint = subject.endpoints.need('imap', 'plain-first');
  return textFile('offlineimaprc', subject, [
    ...authorityNote(endpoint),
    '# offlineimap asks for the password; remotepasseval can fetch it from a keyring.',
    '[general]',
    'accounts = mailwicket',
    '',
    '[Account mailwicket]',
    'localrepository = mailwicket-local',
    'remoterepository = mailwicket-remote',
    '',
    '[Repository mailwicket-local]',
    'type = Maildir',
    'localfolders = ~/Mail/mailwicket',
    '',
    '[Repository mailwicket-remote]',
    'type = IMAP',
    `remotehost = ${interpolatedValue(endpoint.host)}`,
    `remoteport = ${String(endpoint.port)}`,
    `remoteuser = ${interpolatedValue(subject.login)}`,
    ...(endpoint.security === 'tls' ? ['ssl = yes', `sslcacertfile = ${authorityPath}`] : ['ssl = no']),
    'starttls = no',
  ]);
}

/** @throws SetupError - no-port */
export function getmailConfiguration(subject: ProfileSubject): Profile {
  const endpoint = subject.endpoints.needIncoming('plain-first');
  const kind = endpoint.protocol === 'imap' ? 'IMAP' : 'POP3';
  return textFile('getmailrc', subject, [
    ...authorityNote(endpoint),
    '# getmail asks for the password; password_command can fetch it from a keyring.',
    '[retriever]',
    `type = Simple${kind}${endpoint.security === 'tls' ? 'SSL' : ''}Retriever`,
    `server = ${endpoint.host}`,
    `port = ${String(endpoint.port)}`,
    `username = ${subject.login}`,
    ...(endpoint.security === 'tls' ? [`ca_certs = ${authorityPath}`] : []),
    '',
    '[destination]',
    'type = Maildir',
    'path = ~/Mail/mailwicket/',
    '',
    '[options]',
    'read_all = false',
    'delete = false',
  ]);
}

/** mbsync: in double quotes, where a backslash stands before a quote or a backslash. */
function mbsyncString(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** fetchmail: the same, but a quote can only be told by its number. */
function fetchmailString(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\x22')}"`;
}

/** mutt: in single quotes nothing is expanded, no variable and no command; a single quote stands in double ones. */
function muttString(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** Python's ConfigParser with interpolation (offlineimap): a percent sign is doubled. */
function interpolatedValue(text: string): string {
  return text.replaceAll('%', '%%');
}
