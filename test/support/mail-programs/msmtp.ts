import { inWorkspace, runProgram, type Envelope, type Login, type Run } from './program.ts';

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
        'tls off',
        // 'on' would refuse to send a password without TLS.
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
