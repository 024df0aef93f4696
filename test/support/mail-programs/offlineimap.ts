import { inWorkspace, runProgram, type Login, type MailboxRun } from './program.ts';
import { maildirMessages } from './maildir.ts';

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
