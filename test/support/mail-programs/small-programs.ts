import { join } from 'node:path';
import { maildirMessages } from './maildir.ts';
import { tlsLines } from './msmtp.ts';
import {
  inWorkspace,
  quoted,
  runProgram,
  type Door,
  type Envelope,
  type Login,
  type MailboxRun,
  type Run,
} from './program.ts';

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
