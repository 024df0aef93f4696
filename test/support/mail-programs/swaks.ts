import { inWorkspace, runProgram, type Envelope, type Login, type Run } from './program.ts';

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
