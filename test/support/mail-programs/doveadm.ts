import { chownSync, readFileSync } from 'node:fs';
import { maildirMessages } from './maildir.ts';
import { inWorkspace, runProgram, type Door, type MailboxRun } from './program.ts';

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
