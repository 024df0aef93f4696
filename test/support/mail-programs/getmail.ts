import { inWorkspace, messageDrop, runProgram, type Login, type MailboxRun } from './program.ts';

/** Fetches every message and hands each to a file, with LF line ends and without fields added. */
export async function getmail(
  login: Login & { readonly protocol: 'IMAP' | 'POP3' },
  options: { readonly keep: boolean },
): Promise<MailboxRun> {
  return await inWorkspace(async (workspace) => {
    const drop = messageDrop(workspace);
    const configuration = workspace.file(
      'getmailrc',
      [
        '[retriever]',
        `type = Simple${login.protocol}Retriever`,
        'server = 127.0.0.1',
        `port = ${login.port}`,
        `username = ${login.user}`,
        `password_command = ("/bin/cat", "${workspace.file('password', login.password)}")`,
        'timeout = 30',
        '[destination]',
        // Its own Maildir writer refuses to work for root.
        'type = MDA_external',
        'path = /bin/sh',
        `arguments = ("${drop.script}",)`,
        'allow_root_commands = true',
        '[options]',
        'read_all = true',
        `delete = ${options.keep ? 'false' : 'true'}`,
        'delivered_to = false',
        'received = false',
        'verbose = 2',
        '',
      ].join('\n'),
    );
    const run = await runProgram(
      'getmail',
      [`--getmaildir=${workspace.directory('home')}`, `--rcfile=${configuration}`],
      { folder: workspace.folder },
    );
    return {
      ...run,
      stderr: run.stderr + run.stdout.toString(),
      messages: drop.messages().map(withoutOwnFields),
    };
  });
}

/** getmail says in two fields of its own where it got the message. */
function withoutOwnFields(content: Buffer): Buffer {
  const text = content.toString('latin1');
  const [header = '', ...body] = text.split('\n\n');
  const kept = header
    .replace(/^Return-Path: <unknown>\n/u, '')
    .replace(/\nX-getmail-retrieved-from-mailbox: [^\n]*/u, '');
  return Buffer.from([kept, ...body].join('\n\n'), 'latin1');
}
