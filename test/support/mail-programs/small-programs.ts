import { join } from 'node:path';
import { maildirMessages } from './maildir.ts';
import {
  inWorkspace,
  quoted,
  runProgram,
  type Door,
  type Envelope,
  type Login,
  type MailboxRun,
  type Run,
  messageDrop,
} from './program.ts';
import { chownSync, readFileSync } from 'node:fs';

/** Debian's user and group of this name. */
const nobody = 65534;

const namespace = 'namespace inbox {\n  inbox = yes\n  separator = /\n}\n';

/** Dovecot's imapc, with which mailboxes are moved from other servers: copies all of them into a Maildir. */
export async function doveadmBackup(door: Door): Promise<MailboxRun> {
  return await inWorkspace(async (workspace) => {
    const settings = {
      base_dir: workspace.directory('run'),
      state_dir: workspace.directory('state'),
      mail_home: workspace.folder,
      mail_location: 'maildir:~/mail',
      mail_uid: nobody,
      mail_gid: nobody,
      ssl_client_ca_file: workspace.file('authority', readFileSync(door.authority)),
      imapc_host: '127.0.0.1',
      imapc_port: door.port,
      imapc_ssl: { none: 'no', starttls: 'starttls', implicit: 'imaps' }[door.tls],
      imapc_user: door.user,
      imapc_password: door.password,
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
    const configuration = workspace.file('dovecot.conf', [...lines, namespace].join(''));
    // it does nothing as root
    for (const name of ['', 'run', 'state', 'authority']) chownSync(workspace.path(name), nobody, nobody);
    const run = await runProgram('doveadm', ['-c', configuration, 'backup', '-R', 'imapc:'], {
      folder: workspace.folder,
    });
    return { ...run, messages: maildirMessages(workspace.path('mail')) };
  });
}

/** Synchronises INBOX into a Maildir, once, with LF line ends. */
export async function offlineimap(login: Login): Promise<MailboxRun> {
  return await inWorkspace(async (workspace) => {
    const configuration = workspace.file(
      'offlineimaprc',
      [
        '[general]',
        `metadata = ${workspace.directory('metadata')}`,
        'accounts = mail',
        'maxsyncaccounts = 1',
        'socktimeout = 30',
        'ui = basic',
        '[Account mail]',
        'localrepository = local',
        'remoterepository = remote',
        '[Repository local]',
        'type = Maildir',
        `localfolders = ${workspace.directory('local')}`,
        '[Repository remote]',
        'type = IMAP',
        'remotehost = 127.0.0.1',
        `remoteport = ${login.port}`,
        `remoteuser = ${login.user}`,
        `remotepassfile = ${workspace.file('password', login.password)}`,
        'ssl = no',
        'starttls = no',
        "folderfilter = lambda name: name == 'INBOX'",
        '',
      ].join('\n'),
    );
    const run = await runProgram('offlineimap', ['-o', '-c', configuration], { folder: workspace.folder });
    return {
      ...run,
      stderr: run.stderr + run.stdout.toString(),
      messages: maildirMessages(workspace.path('local/INBOX')),
    };
  });
}

/** Fetches every message and hands each to a file; fetchmail gives it LF line ends. `keep` leaves them on the server. */
export async function fetchmail(
  login: Login & { readonly protocol: 'IMAP' | 'POP3' },
  options: { readonly keep: boolean },
): Promise<MailboxRun> {
  return await inWorkspace(async (workspace) => {
    const drop = messageDrop(workspace);
    const trust = `sslcertck sslcertfile "${login.authority ?? ''}"`;
    const ssl = { none: "sslproto ''", starttls: `sslproto 'tls1.2+' ${trust}`, implicit: `ssl ${trust}` }[
      login.tls ?? 'none'
    ];
    const configuration = workspace.file(
      'fetchmailrc',
      [
        'set no bouncemail',
        'set invisible',
        `poll localhost with proto ${login.protocol} service ${login.port} auth password timeout 30 no dns`,
        `  user ${fetchmailQuoted(login.user)} there with password ${fetchmailQuoted(login.password)}`,
        `  ${options.keep ? 'keep' : 'no keep'} fetchall no rewrite pass8bits ${ssl}`,
        `  mda "/bin/sh ${drop.script}"`,
        '',
      ].join('\n'),
    );
    const run = await runProgram(
      'fetchmail',
      ['--nodetach', '--nosyslog', '-v', '-f', configuration, '--pidfile', workspace.path('pid')],
      { folder: workspace.folder, environment: { FETCHMAILHOME: workspace.directory('home') } },
    );
    return { ...run, stderr: run.stderr + run.stdout.toString(), messages: drop.messages() };
  });
}

/** A string of fetchmail's configuration: it cannot hold a quote, but it can hold its number. */
function fetchmailQuoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\x22')}"`;
}

/** Sends with swaks, which shows the whole dialogue on standard output. */
export async function swaks(
  login: Login & { readonly mechanism?: 'PLAIN' | 'LOGIN' },
  message: Envelope,
): Promise<Run> {
  return await inWorkspace(async (workspace) => {
    // With --no-data-fixup swaks sends the file as it is, so the transparency dots and the end are ours.
    const dotted = message.content.toString('latin1').replaceAll(/(^|\r\n)\./g, '$1..');
    const ended = dotted.endsWith('\r\n') ? `${dotted}.` : `${dotted}\r\n.`;
    const configuration = workspace.file(
      'swaksrc',
      [
        'server 127.0.0.1',
        `port ${login.port}`,
        ...{ none: [], starttls: ['tls'], implicit: ['tls-on-connect'] }[login.tls ?? 'none'],
        ...(login.authority === undefined ? [] : ['tls-verify', `tls-ca-path ${login.authority}`]),
        'helo client.test',
        `from ${message.from}`,
        `to ${message.to}`,
        login.mechanism === undefined ? 'auth' : `auth ${login.mechanism}`,
        `auth-user ${login.user}`,
        `auth-password ${login.password}`,
        `data @${workspace.file('message', Buffer.from(ended, 'latin1'))}`,
        'no-data-fixup',
        // The message may be large and is not of interest in a report.
        'suppress-data',
        '',
      ].join('\n'),
    );
    return await runProgram('swaks', ['--config', configuration], { folder: workspace.folder });
  });
}

/** What msmtp and mpop are told of TLS. Each kind of `auth` that is named is taken without it too; 'on' would not. */
function tlsLines({ tls = 'none', authority = '' }: Login): string[] {
  if (tls === 'none') return ['tls off'];
  return ['tls on', `tls_starttls ${tls === 'starttls' ? 'on' : 'off'}`, `tls_trust_file ${authority}`];
}

/** Sends with msmtp. It gives each line of the message CRLF. */
export async function msmtp(
  login: Login & { readonly mechanism?: 'plain' | 'login' },
  message: Envelope,
): Promise<Run> {
  return await inWorkspace(async (workspace) => {
    const configuration = workspace.file(
      'msmtprc',
      [
        'account default',
        'host 127.0.0.1',
        `port ${login.port}`,
        'domain client.test',
        ...tlsLines(login),
        `auth ${login.mechanism ?? 'plain'}`,
        `user ${login.user}`,
        `passwordeval cat ${workspace.file('password', login.password)}`,
        '',
      ].join('\n'),
    );
    return await runProgram(
      'msmtp',
      ['--debug', `--file=${configuration}`, `--from=${message.from}`, '--', message.to],
      { folder: workspace.folder, input: message.content },
    );
  });
}

/** Programs that need no more than a few lines of configuration. */

/** Fetches every message over POP, with LF line ends. */
export async function mpop(login: Login, options: { readonly keep: boolean }): Promise<MailboxRun> {
  return await inWorkspace(async (workspace) => {
    for (const part of ['cur', 'new', 'tmp']) workspace.directory(`mail/${part}`);
    const configuration = workspace.file(
      'mpoprc',
      [
        'account default',
        'host 127.0.0.1',
        `port ${login.port}`,
        ...tlsLines(login),
        'auth user',
        `user ${login.user}`,
        `passwordeval cat ${workspace.file('password', login.password)}`,
        `keep ${options.keep ? 'on' : 'off'}`,
        'received_header off',
        `uidls_file ${workspace.path('seen')}`,
        `delivery maildir ${workspace.path('mail')}`,
        '',
      ].join('\n'),
    );
    const run = await runProgram('mpop', [`--file=${configuration}`], { folder: workspace.folder });
    return { ...run, messages: maildirMessages(workspace.path('mail')) };
  });
}

/** Fetches every message, with LF line ends. */
export async function fdm(
  login: Login & { readonly protocol: 'imap' | 'pop3' },
  options: { readonly keep: boolean },
): Promise<MailboxRun> {
  return await inWorkspace(async (workspace) => {
    // it looks for dates in it
    const password = quoted(login.password).replaceAll('%', '%%');
    const configuration = workspace.file(
      'fdm.conf',
      [
        // it changes to another user, when root runs it
        'set default-user "root"',
        'set no-received',
        `set lock-file "${workspace.path('lock')}"`,
        `action "keep" maildir "${workspace.path('mail')}"`,
        `account "a" ${login.protocol} server "127.0.0.1" port ${login.port} user "${login.user}" pass ${password}`,
        'match all action "keep"',
        '',
      ].join('\n'),
    );
    const args = ['-v', '-f', configuration, ...(options.keep ? ['-k'] : []), 'fetch'];
    const run = await runProgram('fdm', args, { folder: workspace.folder });
    // its exit status is 0 then too
    const code = run.stderr.includes('fetching error') ? 1 : run.code;
    return { ...run, code, messages: maildirMessages(workspace.path('mail')) };
  });
}

/** Sends a text; the header is its own. */
export async function sNail(login: Login, message: Envelope): Promise<Run> {
  return await inWorkspace(async (workspace) => {
    const configuration = workspace.file(
      'mailrc',
      [
        'set v15-compat',
        'set sendwait',
        `set mta=smtp://127.0.0.1:${login.port}`,
        'set smtp-auth=plain',
        `set user=${login.user}`,
        `set password='${login.password}'`,
        `set from=${message.from}`,
        'set hostname=client.test',
        '',
      ].join('\n'),
    );
    return await runProgram('s-nail', ['-n', '-s', 'short', message.to], {
      folder: workspace.folder,
      input: message.content,
      environment: { MAILRC: configuration },
    });
  });
}

/** Sends a text as a patch is sent; of the header it writes most itself. */
export async function gitSendEmail(login: Login, message: Envelope): Promise<Run> {
  return await inWorkspace(async (workspace) => {
    const configuration = workspace.file(
      '.gitconfig',
      [
        // who sends is asked for beside --from, and a host without a domain has no answer
        '[user]',
        'name = Anna',
        `email = ${message.from}`,
        '[sendemail]',
        'smtpServer = 127.0.0.1',
        `smtpServerPort = ${login.port}`,
        'smtpAuth = PLAIN',
        `smtpEncryption = ${{ none: '', starttls: 'tls', implicit: 'ssl' }[login.tls ?? 'none']}`,
        `smtpSSLCertPath = ${login.authority ?? ''}`,
        `smtpUser = ${login.user}`,
        `smtpPass = "${login.password.replaceAll(/["\\]/gu, String.raw`\$&`)}"`,
        'smtpDomain = client.test',
        '',
      ].join('\n'),
    );
    const patch = workspace.file(
      'patch',
      Buffer.concat([Buffer.from(`From: ${message.from}\nSubject: short\n\n`), message.content]),
    );
    const how = ['--confirm=never', '--suppress-cc=all', '--no-validate', '--8bit-encoding=UTF-8'];
    return await runProgram(
      'git',
      ['send-email', ...how, `--from=${message.from}`, `--to=${message.to}`, patch],
      { folder: workspace.folder, environment: { GIT_CONFIG_GLOBAL: configuration } },
    );
  });
}

/** Opens INBOX in a terminal, and prints the first message that it shows. */
export async function aerc({ port, user, password, tls, authority }: Door): Promise<Run> {
  return await inWorkspace(async (workspace) => {
    const scheme = { none: 'imap+insecure', starttls: 'imap', implicit: 'imaps' }[tls];
    const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
    workspace.file(
      '.config/aerc/accounts.conf',
      `[a]\nsource = ${scheme}://${credentials}@127.0.0.1:${port}\nfrom = ${user}\n`,
    );
    workspace.file('.config/aerc/aerc.conf', '[ui]\nindex-format = subject:%s\n');
    const session = join(import.meta.dirname, 'aerc-session.py');
    return await runProgram('/usr/bin/python3', [session], {
      folder: workspace.folder,
      timeout: 30_000,
      environment: { SSL_CERT_FILE: authority },
    });
  });
}
