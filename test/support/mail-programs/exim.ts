import { chmodSync, chownSync, readFileSync } from 'node:fs';
import { inWorkspace, runProgram, type Envelope, type Login, type Run } from './program.ts';

/** What a mail transfer agent did with a message at its first try. */
export interface EximRun extends Run {
  readonly firstTry: 'delivered' | 'deferred' | 'failed';
}

/** Debian's package conflicts with Postfix: install-debian.sh only unpacks it. */
const program = '/usr/local/sbin/exim4';
/** Debian's user and group of this name. */
const nobody = 65534;
const outcomes = { '=>': 'delivered', '==': 'deferred', '**': 'failed' } as const;

/**
 * Sends with Exim, as a smarthost's client: a spool of its own, one delivery in the foreground. Behind its QUIT it
 * shuts its sending side down and waits for the answers. Needs root, as Exim changes users.
 */
export async function exim(login: Login, message: Envelope): Promise<EximRun> {
  const { tls = 'none', authority: trusted } = login;
  return await inWorkspace(async (workspace) => {
    const authority = workspace.file('authority', trusted === undefined ? '' : readFileSync(trusted));
    const configuration = workspace.file(
      'exim.conf',
      [
        'primary_hostname = client.test',
        'exim_user = nobody',
        'exim_group = nogroup',
        'keep_environment =',
        `exim_path = ${program}`,
        `spool_directory = ${workspace.directory('spool')}`,
        `log_file_path = ${workspace.path('%slog')}`,
        'begin routers',
        'smarthost:',
        '  driver = manualroute',
        '  transport = submission',
        `  route_list = * 127.0.0.1::${login.port}`,
        '  self = send',
        'begin transports',
        'submission:',
        '  driver = smtp',
        '  allow_localhost',
        '  hosts_require_auth = *',
        ...(tls === 'none'
          ? ['  hosts_avoid_tls = *']
          : [
              '  hosts_require_tls = *',
              '  tls_verify_hosts = *',
              `  tls_verify_certificates = ${authority}`,
              `  protocol = ${tls === 'implicit' ? 'smtps' : 'smtp'}`,
            ]),
        'begin retry',
        '* * F,1d,1h',
        'begin authenticators',
        'plain:',
        '  driver = plaintext',
        '  public_name = PLAIN',
        `  client_send = <; ^${login.user}^\${readfile{${workspace.file('password', login.password)}}}`,
        '',
      ].join('\n'),
    );
    chmodSync(configuration, 0o644);
    for (const name of ['', 'spool', 'password', 'authority'])
      chownSync(workspace.path(name), nobody, nobody);
    const run = await runProgram(
      program,
      ['-C', configuration, '-odf', '-f', message.from, '--', message.to],
      {
        folder: workspace.folder,
        input: message.content,
      },
    );
    const log = `${run.stderr}\n${readFileSync(workspace.path('mainlog'), 'utf8')}`;
    const outcome = /^[\d-]+ [\d:]+ (?:\S+ )?(=>|==|\*\*) /mu.exec(log)?.[1];
    if (outcome !== '=>' && outcome !== '==' && outcome !== '**') throw new Error(`Exim made no try: ${log}`);
    return { ...run, stderr: log, firstTry: outcomes[outcome] };
  });
}
