import { inWorkspace, messageDrop, runProgram, type Login, type MailboxRun } from './program.ts';

/** Fetches every message and hands each to a file; fetchmail gives it LF line ends. `keep` leaves them on the server. */
export async function fetchmail(
  login: Login & { readonly protocol: 'IMAP' | 'POP3' },
  options: { readonly keep: boolean },
): Promise<MailboxRun> {
  return await inWorkspace(async (workspace) => {
    const drop = messageDrop(workspace);
    const trust = `sslcertck sslcertfile "${login.authority ?? ''}"`;
    const ssl = { none: "sslproto ''", starttls: `sslproto 'tls1.2+' ${trust}`, implicit: `ssl ${trust}` }[
      login.tls ?? 'none'
    ];
    const configuration = workspace.file(
      'fetchmailrc',
      [
        'set no bouncemail',
        'set invisible',
        `poll localhost with proto ${login.protocol} service ${login.port} auth password timeout 30 no dns`,
        `  user ${fetchmailQuoted(login.user)} there with password ${fetchmailQuoted(login.password)}`,
        `  ${options.keep ? 'keep' : 'no keep'} fetchall no rewrite pass8bits ${ssl}`,
        `  mda "/bin/sh ${drop.script}"`,
        '',
      ].join('\n'),
    );
    const run = await runProgram(
      'fetchmail',
      ['--nodetach', '--nosyslog', '-v', '-f', configuration, '--pidfile', workspace.path('pid')],
      { folder: workspace.folder, environment: { FETCHMAILHOME: workspace.directory('home') } },
    );
    return { ...run, stderr: run.stderr + run.stdout.toString(), messages: drop.messages() };
  });
}

/** A string of fetchmail's configuration: it cannot hold a quote, but it can hold its number. */
function fetchmailQuoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\x22')}"`;
}
