import { inWorkspace, quoted, runProgram, type Login, type MailboxRun } from './program.ts';
import { maildirMessages } from './maildir.ts';

export interface MbsyncOptions {
  /** 'LOGIN' is the command; without it mbsync takes AUTHENTICATE with what the server announces. */
  readonly mechanism?: 'LOGIN' | 'PLAIN';
  /** Messages of a local mailbox, to be pushed to the server (mbsync adds an X-TUID field to each). */
  readonly push?: readonly Uint8Array[];
  /** Expunges from the server what is not in the local mailbox, after a first synchronisation. */
  readonly deleteAll?: boolean;
}

/** Synchronises INBOX with a local Maildir, which has LF line ends. The X-TUID fields are taken away again. */
export async function mbsync(login: Login, options: MbsyncOptions = {}): Promise<MailboxRun> {
  return await inWorkspace(async (workspace) => {
    const local = workspace.directory('local/INBOX');
    ['new', 'cur', 'tmp'].forEach((part) => workspace.directory(`local/INBOX/${part}`));
    (options.push ?? []).forEach((content, index) => {
      workspace.file(`local/INBOX/cur/${1_700_000_000 + index}.M${index}.client:2,S`, content);
    });
    const configuration = workspace.file(
      'mbsyncrc',
      [
        'IMAPStore remote',
        // it looks for names in certificates, not for addresses
        'Host localhost',
        `Port ${login.port}`,
        `User ${quoted(login.user)}`,
        // The password is asked for once a session; the file is read, so that no argument holds it.
        `PassCmd "cat ${workspace.file('password', login.password)}"`,
        `SSLType ${{ none: 'None', starttls: 'STARTTLS', implicit: 'IMAPS' }[login.tls ?? 'none']}`,
        ...(login.authority === undefined ? [] : [`CertificateFile ${login.authority}`]),
        ...(options.mechanism === undefined ? [] : [`AuthMechs ${options.mechanism}`]),
        'Timeout 30',
        '',
        'MaildirStore local',
        `Path ${workspace.path('local')}/`,
        `Inbox ${local}`,
        '',
        'Channel mail',
        'Far :remote:INBOX',
        'Near :local:INBOX',
        'Create None',
        'Expunge Both',
        'Sync All',
        `SyncState ${workspace.directory('state')}/`,
        '',
      ].join('\n'),
    );
    const synchronise = async (): Promise<MailboxRun> => {
      const run = await runProgram('mbsync', ['-c', configuration, '-V', 'mail'], {
        folder: workspace.folder,
      });
      return { ...run, messages: maildirMessages(local).map(withoutTransactionId) };
    };
    const first = await synchronise();
    if (options.deleteAll !== true || first.code !== 0) return first;
    // Emptied by hand: mbsync takes it for a deletion of each message.
    await runProgram('find', [local, '-type', 'f', '-path', '*/[cn]*/*', '-delete'], {
      folder: workspace.folder,
    });
    return await synchronise();
  });
}

/** mbsync puts a field of its own into each message that it copies, either way. */
export function withoutTransactionId(content: Buffer): Buffer {
  return Buffer.from(content.toString('latin1').replace(/^X-TUID: [^\n]*\n/mu, ''), 'latin1');
}
