import { inWorkspace, runProgram, type Envelope, type Login, type Run } from './program.ts';

/** What msmtp and mpop are told of TLS. Each kind of `auth` that is named is taken without it too; 'on' would not. */
export function tlsLines({ tls = 'none', authority = '' }: Login): string[] {
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
