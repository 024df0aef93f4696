import { existsSync, readdirSync } from 'node:fs';
import {
  inWorkspace,
  quoted,
  runProgram,
  type Envelope,
  type Login,
  type MailboxRun,
  type Run,
} from './program.ts';
import { maildirMessages } from './maildir.ts';

const common = ['set abort_nosubject=no', 'set confirmcreate=no'];

const withoutTls = ['set ssl_starttls=no', 'set ssl_force_tls=no'];

/** Opens INBOX in a terminal, copies every message into a Maildir (LF line ends) and leaves. */
export async function muttFetch(login: Login, program: 'mutt' | 'neomutt' = 'mutt'): Promise<MailboxRun> {
  return await inWorkspace(async (workspace) => {
    const { tls = 'none', authority = '' } = login;
    const trust = `set ssl_ca_certificates_file=${quoted(authority)}`;
    const local = workspace.path('local');
    // The first command after the start is carried out before the index stands: it is given twice.
    const tag = '<tag-pattern>~A<enter>';
    const keys = `${tag}${tag}<tag-prefix><copy-message>${local}<enter><exit>`;
    const configuration = workspace.file(
      'muttrc',
      [
        ...common,
        ...(tls === 'none' ? withoutTls : ['set ssl_starttls=yes', 'set ssl_force_tls=yes', trust]),
        'set mbox_type=Maildir',
        'set confirmappend=no',
        'set quit=yes',
        'set move=no',
        'set mark_old=no',
        'set copy=no',
        `set imap_user=${quoted(login.user)}`,
        `set imap_pass=${quoted(login.password)}`,
        `set header_cache=`,
        `push ${quoted(keys)}`,
        '',
      ].join('\n'),
    );
    // mutt wants a terminal; script gives it one. A refused login leaves mutt in an empty index, which <exit> ends.
    const command = `${program} -n -F ${configuration} -f imap${tls === 'implicit' ? 's' : ''}://127.0.0.1:${login.port}/INBOX`;
    const run = await runProgram('script', ['-qec', command, '/dev/null'], {
      folder: workspace.folder,
      timeout: 30_000,
    });
    const filled = existsSync(local) && readdirSync(local).length > 0;
    return {
      ...run,
      stderr: run.stderr + run.stdout.toString(),
      messages: filled ? maildirMessages(local).map(withoutSizeFields) : [],
    };
  });
}

/** mutt counts the body in two fields of its own. */
function withoutSizeFields(content: Buffer): Buffer {
  const text = content.toString('latin1');
  return Buffer.from(text.replace(/^Content-Length: \d+\nLines: \d+\n/mu, ''), 'latin1');
}

/** Sends in batch mode; mutt writes the header, so only the body of `message` is used. */
export async function muttSend(login: Login, message: Envelope): Promise<Run> {
  return await inWorkspace(async (workspace) => {
    const url = `smtp://${encodeURIComponent(login.user)}@127.0.0.1:${login.port}/`;
    const configuration = workspace.file(
      'muttrc',
      [
        ...common,
        ...withoutTls,
        'set copy=no',
        'set hostname=client.test',
        `set from=${quoted(message.from)}`,
        `set envelope_from_address=${quoted(message.from)}`,
        'set use_envelope_from=yes',
        `set smtp_url=${quoted(url)}`,
        `set smtp_pass=${quoted(login.password)}`,
        '',
      ].join('\n'),
    );
    return await runProgram('mutt', ['-n', '-F', configuration, '-s', 'sent by mutt', '--', message.to], {
      folder: workspace.folder,
      input: message.content,
    });
  });
}
