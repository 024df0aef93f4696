import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { withLineFeeds } from '../../interop/message-corpus.ts';
import { inWorkspace, runProgram, type Door, type Envelope, type Run } from './program.ts';

/*
 * Mail servers of a machine that hand what they are given to another server, with one address and password: the
 * smarthost is the gateway.
 */

/** Debian's package conflicts with Postfix: install-debian.sh only unpacks it. */
const nullmailerProgram = '/usr/local/lib/nullmailer/smtp';

/** nullmailer's half that sends; the half that keeps a queue starts it with these options. */
export async function nullmailer(door: Door, { from, to, content }: Envelope): Promise<Run> {
  return await inWorkspace(async (workspace) => {
    // envelope and message, as it has them in its queue, with line feeds
    const envelope = Buffer.from(`${from}\n${to}\n\n`);
    const queued = workspace.file('queued', Buffer.concat([envelope, withLineFeeds(content)]));
    const tls = { none: [], starttls: ['--starttls'], implicit: ['--tls'] }[door.tls];
    const args = [
      '--host=127.0.0.1',
      `--port=${door.port}`,
      `--user=${door.user}`,
      `--pass=${door.password}`,
    ];
    const trust = `--x509cafile=${door.authority}`;
    return await runProgram(
      'sh',
      ['-c', `exec "$@" 3<'${queued}'`, 'sh', nullmailerProgram, ...args, trust, ...tls],
      { environment: { HELOHOST: 'client.test' } },
    );
  });
}

/** Postfix with a queue of its own, until it has said what has become of the message. */
export async function postfix(door: Door, { from, to, content }: Envelope): Promise<Run> {
  return await inWorkspace(async (workspace) => {
    const log = workspace.path('log');
    const level = { none: 'none', starttls: 'verify', implicit: 'verify' }[door.tls];
    const settings = {
      compatibility_level: '3.6',
      queue_directory: workspace.directory('queue'),
      data_directory: workspace.directory('data'),
      maillog_file: log,
      maillog_file_prefixes: workspace.folder,
      master_service_disable: 'inet',
      myhostname: 'client.test',
      mydestination: '',
      local_recipient_maps: '',
      alias_maps: '',
      alias_database: '',
      inet_interfaces: 'loopback-only',
      relayhost: `[127.0.0.1]:${door.port}`,
      smtp_host_lookup: 'native',
      smtp_sasl_auth_enable: 'yes',
      smtp_sasl_security_options: 'noanonymous',
      smtp_sasl_password_maps: `texthash:${workspace.path('password')}`,
      smtp_tls_security_level: level,
      smtp_tls_wrappermode: door.tls === 'implicit' ? 'yes' : 'no',
      smtp_tls_CAfile: door.authority,
      smtp_tls_verify_cert_match: 'hostname',
    };
    workspace.file('password', `[127.0.0.1]:${door.port} ${door.user}:${door.password}\n`);
    workspace.file(
      'main.cf',
      Object.entries(settings)
        .map(([name, value]) => `${name} = ${value}\n`)
        .join(''),
    );
    workspace.file('master.cf', readFileSync('/usr/share/postfix/master.cf.dist'));
    for (const name of ['', 'queue', 'main.cf', 'master.cf']) chmodSync(workspace.path(name), 0o755);
    chownSync(workspace.path('data'), Number(execFileSync('id', ['-u', 'postfix'])), 0);
    const configured = { MAIL_CONFIG: workspace.folder };
    const run = async (program: string, ...args: string[]): Promise<Run> =>
      await runProgram(program, args, { environment: configured, input: content });
    const began = await run('postfix', '-c', workspace.folder, 'start');
    try {
      const given = await run('sendmail', '-C', workspace.folder, '-G', '-i', '-f', from, '--', to);
      const told = (): string => (existsSync(log) ? readFileSync(log, 'utf8') : '');
      for (let rounds = 0; rounds < 100 && !/status=/u.test(told()); rounds += 1) await delay(100);
      const text = [began.stderr, given.stderr, told()].join('\n');
      return { code: text.includes('status=sent') ? 0 : 1, stdout: Buffer.alloc(0), stderr: text };
    } finally {
      await run('postfix', '-c', workspace.folder, 'stop');
    }
  });
}

/** As nullmailer. */
const openSmtpdFolder = '/usr/local/lib/opensmtpd';

/** Its queue, its socket, its users and its authorities have fixed places: here they are its own. */
const openSmtpdSession = `
set -e
for place in /run /var/lib /var/spool; do mount -t tmpfs none $place; done
for place in /etc/passwd /etc/group /etc/ssl/certs/ca-certificates.crt; do mount --bind $(basename $place) $place; done
mkdir -p /var/lib/opensmtpd/empty
install --group opensmtpq --mode 2755 ${openSmtpdFolder}/smtpctl /run/sendmail
${openSmtpdFolder}/smtpd -d -f smtpd.conf 2>log &
until [ -S /run/smtpd.sock ]; do sleep 0.1; done
/run/sendmail -f "$1" -- "$2" <message
timeout 30 tail -n +1 -f log | grep -m 1 -E ' mta (delivery|error) ' >verdict || true
kill $!
wait
cat log >&2
grep -q 'result="Ok"' verdict`;

/** OpenSMTPD, until it has said what has become of the message. It logs in through TLS only. */
export async function openSmtpd(door: Door, { from, to, content }: Envelope): Promise<Run> {
  return await inWorkspace(async (workspace) => {
    const scheme = { none: 'smtp+notls', starttls: 'smtp+tls', implicit: 'smtps' }[door.tls];
    workspace.file('secrets', `gateway ${door.user}:${door.password}\n`);
    workspace.file(
      'smtpd.conf',
      [
        `table secrets file:${workspace.path('secrets')}`,
        'listen on socket',
        `action "relay" relay host "${scheme}://gateway@127.0.0.1:${door.port}" auth <secrets> tls`,
        'match from any for any action "relay"',
        '',
      ].join('\n'),
    );
    workspace.file('message', withLineFeeds(content));
    const names = ['opensmtpd:x:64001:64001::/var/lib/opensmtpd/empty:', 'opensmtpq:x:64002:64002::/:'];
    const groups = ['opensmtpd:x:64001:', 'opensmtpq:x:64002:'];
    for (const [name, bytes] of Object.entries({
      passwd: [readFileSync('/etc/passwd', 'utf8'), ...names].join('\n'),
      group: [readFileSync('/etc/group', 'utf8'), ...groups].join('\n'),
      'ca-certificates.crt': readFileSync(door.authority),
    }))
      chmodSync(workspace.file(name, bytes), 0o644);
    const args = ['--mount', 'sh', '-c', openSmtpdSession, 'sh', from, to];
    return await runProgram('unshare', args, { folder: workspace.folder });
  });
}
